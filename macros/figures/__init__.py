"""Draws bodies: from poses to bones, from bones to a body in the room, from there to pictures. No input, no output."""

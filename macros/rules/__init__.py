"""The rules that one file cannot check alone, and the advice. Each rule yields problems; none raises."""

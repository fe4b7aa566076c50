// Shows the button of a movement, and loads the player only when it is pressed.
for (const place of document.querySelectorAll("[data-movement]")) {
  place.hidden = false;
  place.querySelector("button").addEventListener(
    "click",
    async () => (await import("./movement.js")).start(place),
    { once: true },
  );
}

// Shows the button of a movement, and loads the player only when it is pressed.
for (const place of document.querySelectorAll("[data-movement]")) {
  const failed = document.createElement("p");
  failed.setAttribute("role", "status");
  place.append(failed);
  place.hidden = false;
  place.querySelector("button").addEventListener("click", async () => {
    try {
      await (await import("./movement.js")).start(place);
    } catch {
      failed.textContent = place.dataset.failed;
    }
  });
}

// Comforts of every page: the choice of colours, the state of the menu for screen readers, search, print and share.

const dark = document.getElementById("dark-colours");
const colours = document.getElementById("dark");
const isDark = () => matchMedia(dark.media).matches;

function showColours() {
  colours.setAttribute("aria-pressed", String(isDark()));
}

colours.addEventListener("click", () => {
  const chosen = isDark() ? "light" : "dark";
  dark.media = chosen === "dark" ? "screen" : "not all";
  showColours();
  try {
    localStorage.setItem("colours", chosen);
  } catch {
    // It holds for this page alone.
  }
});
colours.hidden = false;
showColours();

const menu = document.getElementById("menu");
const menuButton = document.querySelector(".sb-menu-button");
menuButton.setAttribute("aria-expanded", "false");
menu.addEventListener("toggle", (event) => {
  menuButton.setAttribute("aria-expanded", String(event.newState === "open"));
});

const openSearch = document.getElementById("open-search");
openSearch.hidden = false;
// The dialog opens before its script is there, so that no key is lost.
const searchDialog = document.getElementById("search");
openSearch.addEventListener("click", async () => {
  searchDialog.showModal();
  searchDialog.querySelector("input").select();
  (await import("./search.js")).search();
});
searchDialog.querySelector("form").addEventListener("submit", async (event) => {
  event.preventDefault();
  (await import("./search.js")).toResults();
});

for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => print());
}

for (const button of document.querySelectorAll("[data-share]")) {
  if (!navigator.share) continue;
  button.hidden = false;
  button.addEventListener("click", () => navigator.share({ title: document.title, url: location.href }).catch(() => {}));
}

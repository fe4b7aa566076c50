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
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", showColours);
colours.hidden = false;
showColours();

const menu = document.getElementById("menu");
const menuButton = document.querySelector(".sb-menu-button");
menuButton.setAttribute("aria-expanded", "false");
menu.addEventListener("toggle", (event) => {
  menuButton.setAttribute("aria-expanded", String(event.newState === "open"));
});

// Whoever tabs past its end leaves the menu.
menu.addEventListener("focusout", ({ relatedTarget: next }) => {
  if (next && !menu.contains(next) && menu.matches(":popover-open")) menu.hidePopover();
});

const openSearch = document.getElementById("open-search");
openSearch.hidden = false;
// The dialog opens before its script is there, so that no key is lost.
const searchDialog = document.getElementById("search");
const withSearch = (act) =>
  import("./search.js").then(act, () => {
    searchDialog.querySelector("[role=status]").textContent = searchDialog.dataset.failed;
  });
openSearch.addEventListener("click", () => {
  searchDialog.showModal();
  searchDialog.querySelector("input").select();
  withSearch(({ search }) => search());
});
searchDialog.querySelector("form").addEventListener("submit", (event) => {
  event.preventDefault();
  withSearch(({ toResults }) => toResults());
});

for (const button of document.querySelectorAll("[data-print]")) {
  (button.closest("li") ?? button).hidden = false;
  button.addEventListener("click", () => print());
}

for (const button of document.querySelectorAll("[data-share]")) {
  if (!navigator.share) continue;
  (button.closest("li") ?? button).hidden = false;
  button.addEventListener("click", () => navigator.share({ title: document.title, url: location.href }).catch(() => {}));
}

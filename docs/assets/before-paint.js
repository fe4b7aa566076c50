// Before anything is painted: that scripts run here, so that what needs them has its place from the start, and the
// colours that the reader chose last, if any.
if ("noModule" in HTMLScriptElement.prototype) document.documentElement.classList.add("scripted");

try {
  const chosen = localStorage.getItem("colours");
  if (chosen) document.getElementById("dark-colours").media = chosen === "dark" ? "screen" : "not all";
} catch {
  // The browser keeps nothing for this site: the device's own choice stays.
}

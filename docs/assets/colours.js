// Before anything is painted: the colours that the reader chose last, if any.
try {
  const chosen = localStorage.getItem("colours");
  if (chosen) document.getElementById("dark-colours").media = chosen === "dark" ? "screen" : "not all";
} catch {
  // The browser keeps nothing for this site: the device's own choice stays.
}

// Searches in the open dialog. The engine and the index are fetched once, at the first opening.

const MOST = 12;
const PAUSE = 500; // Milliseconds without a key before the number of results is announced.
const BOOSTS = { t: 6, n: 5, own: 5, p: 5, w: 3, m: 1, kind: 1, s: 1, x: 1 };
const RANKS = { exercises: 2, routines: 2, muscles: 0.4, positions: 0.4, equipment: 0.4, levels: 0.4, index: 0.4, clinics: 0.3, contributing: 0.3 };
const rank = (id, term, page) => RANKS[page.k] ?? 1;
const EXACT = { boost: BOOSTS, prefix: true, weights: { prefix: 0.6 }, boostDocument: rank };
const CLOSE = { ...EXACT, fuzzy: (term) => (term.length < 4 ? 0 : term.length < 6 ? 1 : 2) };

const dialog = document.getElementById("search");
const input = dialog.querySelector("input");
const indexAddress = new URL(dialog.dataset.index, document.baseURI);
const results = dialog.querySelector("ol");
const status = dialog.querySelector("[role=status]");
let loading = null;
let announcing = 0;

/** Without capitals, accents and common endings: "Gesäß" is "gesass", and "bridges" and "bridging" are "bridg". */
function folded(word) {
  const plain = word.toLowerCase().replaceAll("ß", "ss").normalize("NFD").replace(/\p{M}/gu, "");
  return plain.replace(/^(.{3,}?)e?s$/, "$1").replace(/^(.{3,}?)(?:ing|ed|e)$/, "$1");
}

/** The text of a page's field; keys stand for the names of words, which the index holds once. */
function textOf(page, field, { words, kinds }) {
  if (field === "kind") return kinds[page.k];
  if (field === "own") return words[page.a.slice(0, -1)];
  return field === "w" || field === "m" ? (page[field] ?? []).map((key) => words[key]).join(" ") : page[field];
}

async function load() {
  const [{ default: MiniSearch }, answer] = await Promise.all([
    import("./vendor/minisearch.js"),
    fetch(indexAddress),
  ]);
  if (!answer.ok) throw new Error(`${indexAddress}: ${answer.status}`);
  const index = await answer.json();
  const engine = new MiniSearch({
    idField: "a",
    fields: Object.keys(BOOSTS),
    storeFields: ["a", "k", "t", "p", "s"],
    extractField: (page, field) => textOf(page, field, index),
    processTerm: folded,
  });
  engine.addAll(index.pages);
  return { engine, kinds: index.kinds, ignored: new Set(index.ignored.split(" ")) };
}

/** What may have been meant by a word that nobody has written: two letters swapped, or a space left out. */
function meant(word) {
  const cuts = [...word].slice(1).map((_, i) => [word.slice(0, i + 1), word.slice(i + 1)]);
  const swapped = cuts.map(([left, right]) => left.slice(0, -1) + right[0] + left.at(-1) + right.slice(1));
  return [...swapped, ...cuts.filter((cut) => cut.every((part) => part.length > 2)).map(both)];
}

const both = (words) => ({ combineWith: "AND", queries: words });

/** The pages with a word; only where there are none, those with words that are spelt alike. */
function pagesWith(word, engine) {
  const pages = engine.search(word, EXACT);
  if (pages.length) return pages;
  return engine.search({ queries: [{ ...CLOSE, queries: [word] }, { prefix: false, queries: meant(word) }] }, EXACT);
}

/** The best pages first: those with more of the words; pages for clinics and contributors come last. */
function ranked(words, engine) {
  const found = new Map();
  for (const word of words) {
    for (const page of pagesWith(word, engine)) {
      const { count, score } = found.get(page.id) ?? { count: 0, score: 0 };
      found.set(page.id, { ...page, count: count + 1, score: score + page.score });
    }
  }
  return [...found.values()].sort((a, b) => isLast(a) - isLast(b) || b.count - a.count || b.score - a.score);
}

const isLast = (page) => Number(["clinics", "contributing"].includes(page.k));

/** The best of the pages. One of the last that has all the words keeps the last place. */
function best(pages, words) {
  const last = pages.slice(MOST).find((page) => isLast(page) && page.count === words.size);
  return last ? [...pages.slice(0, MOST - 1), last] : pages.slice(0, MOST);
}

function row(page, kinds) {
  const item = document.createElement("li");
  const link = item.appendChild(document.createElement("a"));
  link.href = new URL(`./${page.a}`, indexAddress);
  link.appendChild(document.createElement("strong")).textContent = page.t;
  const line = [kinds[page.k], page.p ?? page.s].filter(Boolean).join(": ");
  link.appendChild(document.createElement("span")).textContent = line;
  return item;
}

/** Says it to a screen reader when the fingers rest. */
function announce(text) {
  clearTimeout(announcing);
  announcing = setTimeout(() => {
    if (status.textContent !== text) status.textContent = text;
  }, PAUSE);
}

function howMany(all, words) {
  const labels = dialog.dataset;
  if (!all) return labels.none.replace("{words}", () => words);
  if (all > MOST) return labels.best.replace("{n}", MOST).replace("{all}", all);
  return (all === 1 ? labels.one : labels.found).replace("{n}", all);
}

/** Shows what is found for the words in the field. */
export async function search() {
  const index = await (loading ??= load()).catch(() => (loading = null));
  if (!index) return announce(dialog.dataset.failed);
  const words = input.value.toLowerCase().split(/[\s\p{P}]+/u).filter(Boolean);
  const telling = words.filter((word) => !index.ignored.has(word));
  const asked = new Set(telling.length ? telling : words);
  const pages = ranked(asked, index.engine);
  results.replaceChildren(...best(pages, asked).map((page) => row(page, index.kinds)));
  announce(words.length ? howMany(pages.length, input.value.trim()) : "");
}

/** Goes from the field to the first page that is found: Enter once more opens it, and a phone puts its keys away. */
export async function toResults() {
  await search();
  results.querySelector("a")?.focus();
}

function byKey(event) {
  if (event.isComposing) return;
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  const stops = [input, ...results.querySelectorAll("a")];
  if (step) stops[stops.indexOf(document.activeElement) + step]?.focus();
  // A field of this kind would empty itself first.
  if (event.key === "Escape") dialog.close();
  if (step || event.key === "Escape") event.preventDefault();
}

dialog.addEventListener("keydown", byKey);
// A result may be a part of this very page.
results.addEventListener("click", (event) => {
  if (event.target.closest("a")?.pathname === location.pathname) dialog.close();
});
input.addEventListener("input", search);

// The filters of the list of all exercises. The server has written every option and every card; options are numbered,
// and a card names the options that it fits. What is chosen stands in the address.

/** `text` with each `{name}` replaced by its value, and nothing in a value replaced again. */
export function fill(text, values) {
  return text.replace(/\{(\w+)\}/g, (whole, name) => String(values[name] ?? whole));
}

/** The numbers of the options that an address names: one of each group, and no word that the form does not have. */
export function chosenIn(search, options) {
  const chosen = new Map();
  for (const [name, value] of new URLSearchParams(search)) {
    const number = options.findIndex((option) => option.name === name && option.value === value);
    if (number >= 0 && !chosen.has(options[number].group)) chosen.set(options[number].group, number);
  }
  return [...chosen.values()].sort((a, b) => a - b);
}

/** The query of an address that names the chosen options; "" for none. */
export function queryOf(chosen, options) {
  const words = new URLSearchParams(chosen.map((number) => [options[number].name, options[number].value]));
  return chosen.length ? `?${words}` : "";
}

/**
 * What a choice leads to. `shown` says of each exercise whether it fits everything that is chosen. `counts[n]` is how
 * many exercises there were if option n was chosen, in place of what is chosen in its group; `dropped` has, for each
 * chosen option, how many there were without it. An exercise that misses two chosen options counts for nothing.
 */
export function resultOf(exercises, options, chosen) {
  const counts = options.map(() => 0);
  const dropped = new Map(chosen.map((number) => [number, 0]));
  const shown = exercises.map(({ fits }) => {
    const missed = chosen.filter((number) => !fits.includes(number));
    if (missed.length > 1) return false;
    for (const number of fits) {
      if (!missed.length || options[number].group === options[missed[0]].group) counts[number] += 1;
    }
    for (const number of missed.length ? missed : chosen) dropped.set(number, dropped.get(number) + 1);
    return !missed.length;
  });
  return { shown, counts, dropped };
}

/** Of the cards of one exercise, the one whose list is about what is chosen; otherwise the first. */
export function bestCard(cards, chosen) {
  const rank = ({ list }) => chosen.filter((number) => list.fits.includes(number)).length;
  return cards.reduce((best, card) => (rank(card) > rank(best) ? card : best));
}

const numbers = (text) => (text ? text.split(" ").map(Number) : []);

/** All options of the form by their numbers; each condition to leave out for is a group of its own. */
function optionsOf(form) {
  const controls = [...form.querySelectorAll("[data-n]")].sort((a, b) => a.dataset.n - b.dataset.n);
  return controls.map((control) => {
    const isBox = control.localName === "input";
    const text = isBox ? control.nextElementSibling : control;
    const { name } = isBox ? control : control.closest("select");
    const group = isBox ? `${name}=${control.value}` : name;
    return { name, value: control.value, group, label: text.textContent, control, text, isBox };
  });
}

/** The lists with what belongs to each: its heading, the link under it, and its places in the tables of contents. */
function listsOnPage() {
  const entries = new Map();
  for (const link of document.querySelectorAll(".sb-jump a, .sb-contents a")) {
    entries.set(link.hash, [...(entries.get(link.hash) ?? []), link.parentElement]);
  }
  return [...document.querySelectorAll(".sb-cards[data-fits]")].map((element) => {
    const parts = [element];
    while (parts.at(-1).localName !== "h2") parts.push(parts.at(-1).previousElementSibling);
    const fits = numbers(element.dataset.fits);
    return { element, fits, parts: [...parts, ...(entries.get(`#${parts.at(-1).id}`) ?? [])] };
  });
}

/** The exercises, each with all its cards, what it fits, and the conditions with which it asks for care. */
function exercisesIn(lists, options) {
  const conditions = options.flatMap(({ name }, number) => (name === "without" ? [number] : []));
  const exercises = new Map();
  for (const list of lists) {
    for (const element of list.element.children) {
      const id = element.querySelector(".sb-card__name").getAttribute("href");
      if (!exercises.has(id)) {
        const { fits, avoid, askFirst, adapt } = element.dataset;
        const avoided = numbers(avoid);
        const allowed = conditions.filter((number) => !avoided.includes(number));
        const known = { fits: [...numbers(fits), ...allowed], "ask-first": numbers(askFirst), adapt: numbers(adapt) };
        exercises.set(id, { ...known, cards: [] });
      }
      exercises.get(id).cards.push({ element, list });
    }
  }
  return [...exercises.values()];
}

function made(name, text, className = "") {
  const element = document.createElement(name);
  element.textContent = text;
  if (className) element.className = className;
  return element;
}

/** A list item with a button. */
function buttonItem(text, onPress) {
  const button = made("button", text, "sb-action");
  button.type = "button";
  button.addEventListener("click", onPress);
  const item = document.createElement("li");
  item.append(button);
  return item;
}

/** Sets `hidden` where it changes: on a long page most elements stay as they are. */
function hide(element, hidden) {
  if (element.hidden !== hidden) element.hidden = hidden;
}

/** Brings the form to life and shows what the address names. */
function start(form) {
  const words = form.dataset;
  const [status, minded, waysOut, chips, clear] = [
    "found",
    "found-minded",
    "filter-ways-out",
    "filter-chips",
    "filter-clear",
  ].map((id) => document.getElementById(id));
  const options = optionsOf(form);
  const lists = listsOnPage();
  const exercises = exercisesIn(lists, options);
  const marks = [];
  let chosen = [];

  /** Shows what a choice leads to, in all parts of the page; the focus is never lost with what goes away. */
  function show(numbers) {
    chosen = numbers;
    const focused = document.activeElement;
    const place = [...chips.children].indexOf(focused.parentElement);
    const result = resultOf(exercises, options, chosen);
    const found = exercises.filter((_, index) => result.shown[index]);
    showForm(result, found.length);
    showCards(result.shown);
    markCards(found);
    showWays(result.dropped, found.length);
    tell(found);
    if (focused === document.body || (focused.isConnected && !focused.closest("[hidden]"))) return;
    const next = place >= 0 && chips.children[Math.min(place, chips.children.length - 1)];
    (next ? next.firstElementChild : status).focus();
  }

  /** The reader chose: the address says so from now on, and "back" leads to what was chosen before. */
  function choose(numbers) {
    const query = queryOf(numbers, options);
    if (query !== location.search) history.pushState(null, "", location.pathname + query);
    show(numbers);
  }

  const without = (number) => choose(chosen.filter((other) => other !== number));

  /** A condition with how many exercises it takes away: how many stay says nothing about how many suit. */
  const leavingOut = (name, n) => (n ? fill(words.leaves, { name, n }) : fill(words.leavesNone, { name }));

  /** An option that leads to nothing cannot be chosen; but a condition can: nobody has a choice about theirs. */
  function showForm({ counts, dropped }, n) {
    for (const select of form.querySelectorAll("select")) select.value = "";
    options.forEach(({ name, control, text, label, isBox }, number) => {
      const isChosen = chosen.includes(number);
      const leadsOn = counts[number] > 0 || isChosen || name === "without";
      if (isBox) control.checked = isChosen;
      else if (isChosen) control.selected = true;
      control.disabled = !leadsOn && control !== document.activeElement;
      const left = (dropped.get(number) ?? n) - counts[number];
      text.textContent = name === "without" ? leavingOut(label, left) : fill(words.option, { name: label, n: counts[number] });
    });
  }

  /** Each exercise once, and only lists that hold one; without a choice, all is as the server made it. */
  function showCards(shown) {
    const used = new Set();
    exercises.forEach(({ cards }, index) => {
      const best = shown[index] && bestCard(cards, chosen);
      for (const card of cards) hide(card.element, chosen.length > 0 && card !== best);
      if (best) used.add(best.list);
    });
    for (const list of lists) {
      for (const part of list.parts) hide(part, chosen.length > 0 && !used.has(list));
    }
    for (const links of document.querySelectorAll(".sb-jump, .sb-contents")) hide(links.closest("nav"), !used.size);
  }

  const conditionsIn = (list) => chosen.filter((number) => list.includes(number));

  /** Says on each card that is shown with which of the chosen conditions it asks for care. */
  function markCards(found) {
    for (const mark of marks.splice(0)) mark.remove();
    for (const exercise of found) {
      for (const [action, name] of Object.entries({ "ask-first": words.askCard, adapt: words.adaptCard })) {
        const names = conditionsIn(exercise[action]).map((number) => options[number].label);
        if (!names.length) continue;
        const mark = made("p", fill(words.mark, { action: name, names: names.join(", ") }), "sb-card__mind");
        bestCard(exercise.cards, chosen).element.append(mark);
        marks.push(mark);
      }
    }
  }

  /** A button for each thing that was chosen; where nothing is left, one for each way on that leads to something. */
  function showWays(dropped, n) {
    const nameOf = ({ name, label }) => (name === "without" ? fill(words.chipWithout, { name: label }) : label);
    chips.replaceChildren(...chosen.map((number) => {
      const item = buttonItem(nameOf(options[number]), () => without(number));
      item.firstElementChild.classList.add("sb-chip");
      item.firstElementChild.setAttribute("aria-label", fill(words.remove, { name: nameOf(options[number]) }));
      return item;
    }));
    const ways = n ? [] : chosen.filter((number) => dropped.get(number));
    waysOut.replaceChildren(...ways.map((number) => {
      const { name, label } = options[number];
      const count = dropped.get(number);
      const leadsTo = fill(count === 1 ? words.one : words.many, { n: count });
      const text = fill(name === "without" ? words.dropWithout : words.drop, { name: label, exercises: leadsTo });
      return buttonItem(text, () => without(number));
    }));
    hide(waysOut, !ways.length);
    hide(chips, !chosen.length);
    hide(clear, !chosen.length);
  }

  /** The result in words, all at once so that it is read out once; then the pages of conditions that ask for care. */
  function tell(found) {
    const sentences = [fill(words.results, { n: found.length, all: exercises.length })];
    if (!found.length) sentences.push(words.none);
    const asking = (action) => found.flatMap((exercise) => conditionsIn(exercise[action]));
    const [ask, adapt] = [new Set(asking("ask-first")), new Set(asking("adapt"))];
    const all = found.length > 0 && found.every((exercise) => conditionsIn(exercise["ask-first"]).length);
    if (ask.size) sentences.push(all ? words.askAll : words.ask);
    if (adapt.size) sentences.push(words.adapt);
    if (found.length && chosen.some((number) => options[number].name === "without")) sentences.push(words.left);
    status.replaceChildren(...sentences.map((sentence) => made("p", sentence)));
    // A site without pages of conditions has none to read.
    const told = chosen.filter((number) => (ask.has(number) || adapt.has(number)) && options[number].control.dataset.page);
    const links = told.map((number) => {
      const link = made("a", options[number].label);
      link.href = options[number].control.dataset.page;
      return link;
    });
    minded.lastElementChild.replaceChildren(...links.flatMap((link, index) => (index ? [", ", link] : [link])));
    hide(minded, !links.length);
  }

  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("change", () => {
    const isChosen = ({ control, isBox }) => (isBox ? control.checked : control.selected);
    choose(options.flatMap((option, number) => (isChosen(option) ? [number] : [])));
  });
  clear.firstElementChild.addEventListener("click", () => choose([]));
  addEventListener("popstate", () => show(chosenIn(location.search, options)));
  const isWide = matchMedia("(min-width: 48rem)").matches;
  for (const details of form.querySelectorAll("[data-wide]")) details.open = isWide;
  show(chosenIn(location.search, options));
  for (const box of form.querySelectorAll("details :checked:not(option)")) box.closest("details").open = true;
}

start(document.getElementById("filters"));

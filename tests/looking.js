// What a reader can see, reach and hit on a page, for the gates of accessibility. Evaluated in the page, it defines `look`.
window.look = (() => {
  const TARGETS = "a[href], button, input, select, textarea, summary";
  const MAIN = "button, input, select, textarea, summary, .sb-action, .sb-tool, .sb-brand, .sb-menu a";

  /** A short name for a message: the element, its class and its first words. */
  function name(element) {
    const words = (element.getAttribute("aria-label") ?? element.textContent).trim().replace(/\s+/g, " ").slice(0, 40);
    const kind = element.getAttribute("class")?.split(" ")[0];
    return `${element.localName}${kind ? `.${kind}` : ""} "${words}"`;
  }

  const shown = (element) =>
    element.checkVisibility({ visibilityProperty: true, opacityProperty: true }) && !element.closest("[inert]");

  /** The boxes that a reader can press: those of an element and of its label. */
  function boxes(element) {
    const labels = [...(element.labels ?? [])].filter((label) => label.contains(element));
    return [element, ...labels].flatMap((e) => [...e.getClientRects()]).filter((box) => box.width && box.height);
  }

  /** Whether some place of an element is on the screen with nothing over it. */
  function uncovered(element) {
    const shares = [0.5, 0.1, 0.3, 0.7, 0.9];
    return boxes(element).some((box) =>
      shares.some((down) =>
        shares.some((along) => {
          const hit = document.elementFromPoint(box.left + box.width * along, box.top + box.height * down);
          return hit && (element.contains(hit) || hit.closest("label")?.control === element);
        }),
      ),
    );
  }

  /** The box of an element with its outline. */
  function withRing(element) {
    const style = getComputedStyle(element);
    const grown = parseFloat(style.outlineWidth) + parseFloat(style.outlineOffset);
    const box = element.getBoundingClientRect();
    return { left: box.left - grown, right: box.right + grown, top: box.top - grown, bottom: box.bottom + grown };
  }

  /** The ancestors that cut off what stands out of them, except those that are hidden from sight on purpose. */
  function* cutters(element) {
    for (let e = element.parentElement; e && e !== document.body; e = e.parentElement) {
      const style = getComputedStyle(e);
      if (style.overflowX !== "visible" && e.clientWidth > 1) yield e;
      if (style.position === "fixed" || (style.position === "absolute" && e.matches("[popover], dialog"))) return;
    }
  }

  const numbers = (colour) => colour.match(/[\d.]+/g)?.map(Number) ?? [];
  const isClear = (colour) => numbers(colour)[3] === 0;

  // `auto` is the browser's own ring.
  const hasRing = ({ outlineStyle: kind, outlineWidth: width, outlineColor: colour }) =>
    kind === "auto" || (kind !== "none" && parseFloat(width) >= 2 && !isClear(colour));

  function problemsOfFocus(element) {
    const found = [];
    if (!shown(element)) found.push("is not shown");
    if (!uncovered(element)) found.push("is off the screen or covered");
    if (!hasRing(getComputedStyle(element))) found.push("shows no focus");
    const ring = withRing(element);
    for (const e of [...cutters(element)]) {
      const box = e.getBoundingClientRect();
      const out = Math.max(box.left - ring.left, ring.right - box.right, box.top - ring.top, ring.bottom - box.bottom);
      if (out > 2) found.push(`has its focus cut off by ${name(e)}`);
    }
    return found;
  }

  /** Where the focus is, as its place in the document; null where it is on nothing. */
  function at() {
    const element = document.activeElement;
    if (!element || element === document.body || element === document.documentElement) return null;
    return [...document.querySelectorAll("*")].indexOf(element);
  }

  /** Where the focus is and what is wrong with it; null where it is on nothing. */
  function stop() {
    const element = document.activeElement;
    return at() === null ? null : { at: at(), name: name(element), problems: problemsOfFocus(element) };
  }

  /** The targets with words around them in the same block are running text; these may be as low as a line. */
  function inRunningText(element) {
    let block = element.parentElement;
    while (getComputedStyle(block).display.startsWith("inline")) block = block.parentElement;
    const around = block.cloneNode(true);
    for (const target of around.querySelectorAll(TARGETS)) target.remove();
    return /[\p{L}\p{N}]/u.test(around.textContent);
  }

  const size = (element) => {
    const all = boxes(element);
    return { wide: Math.max(...all.map((box) => box.width)), high: Math.max(...all.map((box) => box.height)) };
  };

  const goal = (element) => new URL(element.getAttribute("href") ?? "", location).href;

  /** Whether another link on the page leads to the same place and is large enough, or the place is this page. */
  function hasTwin(element) {
    if (!element.hasAttribute("href")) return false;
    const twins = [...document.querySelectorAll("a[href]")].filter((a) => a !== element && goal(a) === goal(element));
    const large = (a) => shown(a) && boxes(a).length && Math.min(size(a).wide, size(a).high) >= 23.5;
    return goal(element) === location.href || twins.some(large);
  }

  /** The targets that are too small to hit: below 24 px, and below 44 px where they are what one mostly presses. */
  function smallTargets() {
    const found = [];
    for (const element of document.querySelectorAll(TARGETS)) {
      if (!shown(element) || !boxes(element).length || element.matches(".sb-skip")) continue;
      const least = element.matches(MAIN) ? 44 : inRunningText(element) ? 0 : 24;
      const { wide, high } = size(element);
      if (Math.min(high, wide) < least - 0.5 && !hasTwin(element)) found.push(`${name(element)} is ${Math.round(wide)} × ${Math.round(high)}`);
    }
    return found;
  }

  function* texts() {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const node = walker.currentNode;
      if (!node.textContent.trim() || !shown(node.parentElement)) continue;
      const range = document.createRange();
      range.selectNodeContents(node);
      const places = [...range.getClientRects()].filter((box) => box.width > 1 && box.height > 1);
      if (places.length) yield [node, places];
    }
  }

  const isHiddenFromSight = (element) => {
    for (let e = element; e; e = e.parentElement) if (getComputedStyle(e).clipPath === "inset(50%)") return true;
    return element.closest(".sb-skip, svg, table") !== null;
  };

  /** The texts that cannot be read in whole: cut off, or out of the screen. */
  function lostTexts() {
    const found = [];
    for (const [node, places] of texts()) {
      const element = node.parentElement;
      if (isHiddenFromSight(element)) continue;
      const right = Math.max(...places.map((box) => box.right));
      const left = Math.min(...places.map((box) => box.left));
      if (right > document.documentElement.clientWidth + 1 || left < -1) found.push(`${name(element)} is off the screen`);
      for (const e of [element, ...cutters(element)]) {
        const style = getComputedStyle(e);
        if (!/hidden|clip/.test(style.overflowX + style.overflowY)) continue;
        const box = e.getBoundingClientRect();
        const bottom = Math.max(...places.map((place) => place.bottom));
        if (right > box.right + 1 || left < box.left - 1 || bottom > box.bottom + 4) found.push(`${name(element)} is cut off`);
      }
    }
    return found;
  }

  /** The texts that lie on one another. The height of a line's box is more than that of its letters. */
  function overlappingTexts() {
    const all = [...texts()]
      .filter(([node]) => !isHiddenFromSight(node.parentElement))
      .flatMap(([node, places]) =>
        places.map((box) => {
          const air = box.height * 0.25;
          return { node, left: box.left + 1, right: box.right - 1, top: box.top + air, bottom: box.bottom - air };
        }),
      )
      .sort((a, b) => a.top - b.top);
    const found = new Set();
    for (const [index, a] of all.entries()) {
      for (let next = index + 1; next < all.length && all[next].top < a.bottom; next++) {
        const b = all[next];
        if (a.node !== b.node && a.left < b.right && b.left < a.right) {
          found.add(`${name(a.node.parentElement)} lies on ${name(b.node.parentElement)}`);
        }
      }
    }
    return [...found];
  }

  /** What a reader has lost at this size: the page scrolls sideways, texts are cut off, or lie on one another. */
  function lost() {
    const wide = document.documentElement.scrollWidth - document.documentElement.clientWidth;
    const sideways = wide > 0 ? [`the page is ${wide} px wider than the screen`] : [];
    return [...sideways, ...new Set(lostTexts()), ...overlappingTexts()];
  }

  /** The buttons of the header that are off the screen or covered. */
  const unreachable = () =>
    [...document.querySelectorAll(".sb-header :is(a, button)")]
      .filter((element) => shown(element) && boxes(element).length && !uncovered(element))
      .map((element) => `${name(element)} cannot be reached`);

  const light = ([r, g, b]) =>
    [r, g, b]
      .map((value) => value / 255)
      .map((value) => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4))
      .reduce((sum, value, index) => sum + value * [0.2126, 0.7152, 0.0722][index], 0);

  function contrast(one, other) {
    const [dark, bright] = [light(numbers(one)), light(numbers(other))].sort((a, b) => a - b);
    return (bright + 0.05) / (dark + 0.05);
  }

  function behind(element) {
    for (let e = element; e; e = e.parentElement) {
      const colour = getComputedStyle(e).backgroundColor;
      if (!isClear(colour)) return colour;
    }
    return getComputedStyle(document.documentElement).backgroundColor;
  }

  /** The shapes of bodies whose inside and outline are both lost on what is behind them. */
  function lostShapes() {
    const found = new Set();
    for (const shape of document.querySelectorAll(".sb-drawn :is(.skin, .top, .legs):not(.seam), .sb-map .outline")) {
      const style = getComputedStyle(shape);
      const ground = behind(shape.closest("svg").parentElement);
      const colours = [style.fill, style.stroke].filter((colour) => colour !== "none");
      if (!colours.some((colour) => contrast(colour, ground) >= 3)) found.add(shape.getAttribute("class"));
    }
    return [...found];
  }

  /** The buttons and fields with neither a border nor words, and the swatches of a key that have lost their colour. */
  function lostButtons() {
    const drawnByBrowser = "[type=checkbox], [type=radio]";
    const buttons = [...document.querySelectorAll(`button, .sb-action, input:not(${drawnByBrowser}), select`)].filter(shown);
    const bare = buttons.filter((e) => getComputedStyle(e).borderStyle === "none" && !e.innerText?.trim());
    const swatches = [...document.querySelectorAll(".sb-key__target, .sb-key__helper")];
    const pale = swatches.filter((e) => contrast(getComputedStyle(e).backgroundColor, behind(e.parentElement)) < 1.5);
    return [...bare, ...pale].map(name);
  }

  /** The texts that stand out from their ground by less than WCAG asks of small letters, and how many were looked at. */
  function faintTexts() {
    const found = new Set();
    let count = 0;
    for (const [node] of texts()) {
      const element = node.parentElement;
      if (element.closest("svg, .sb-skip")) continue;
      count++;
      const [ink, ground] = [getComputedStyle(element).color, behind(element)];
      if (contrast(ink, ground) < 4.5) found.add(`${name(element)}: ${ink} on ${ground}`);
    }
    return { count, found: [...found] };
  }

  /** What moves, or would move when something changes. */
  function moving() {
    const running = document.getAnimations().map((animation) => `${animation.constructor.name} runs`);
    const could = [...document.querySelectorAll("*")].filter((element) => {
      const style = getComputedStyle(element);
      return style.animationName !== "none" || style.transitionDuration.split(", ").some((time) => time !== "0s");
    });
    return [...running, ...could.map(name)];
  }

  const lostInForcedColours = () => [...lostShapes(), ...lostButtons()];

  return { at, stop, smallTargets, lost, unreachable, lostInForcedColours, faintTexts, moving };
})();

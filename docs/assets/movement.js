// Plays the movement of an exercise. The bodies between the steps come ready from the library, as circles and as what
// encloses them: `api/v1/movements/<id>.json`. Here they are only painted.

const SVG = "http://www.w3.org/2000/svg";
const TURN = 2 * Math.PI;

/** The path data of the convex outline of circles [x, y, radius]: in each direction the farthest circle counts. */
export function outline(circles) {
  const outer = notInsideAnother(circles);
  let at = outer.reduce((best, c) => (c[0] + c[2] > best[0] + best[2] + 1e-9 ? c : best));
  let angle = 0;
  const arcs = [];
  for (let walked = 0; walked < 4 * outer.length; walked++) {
    const found = outer.filter((other) => other !== at).map((other) => [takenOver(at, other, angle), other]);
    const best = Math.min(TURN, ...found.map(([crossing]) => crossing));
    if (best >= TURN - 1e-9) break;
    if (best > angle + 1e-6) arcs.push([at, angle, best]);
    const leads = ([x, y]) => y * Math.cos(best) - x * Math.sin(best);
    const next = found.filter(([crossing]) => crossing < best + 1e-9).map(([, other]) => other);
    at = next.reduce((a, b) => (leads(b) > leads(a) ? b : a));
    angle = Math.max(angle, best);
  }
  arcs.push([at, angle, TURN]);
  return `${arcs.map((arc, index) => curve(arc, index)).join("")}z`;
}

function notInsideAnother(circles) {
  const kept = [];
  for (const [x, y, r] of [...circles].sort((a, b) => b[2] - a[2])) {
    if (kept.every((k) => Math.hypot(x - k[0], y - k[1]) > k[2] - r + 1e-9)) kept.push([x, y, r]);
  }
  return kept;
}

/** The first angle from `angle` on at which the other circle is the farther one. */
function takenOver(at, other, angle) {
  const [dx, dy] = [other[0] - at[0], other[1] - at[1]];
  const turning = Math.acos(Math.max(-1, Math.min(1, (at[2] - other[2]) / Math.hypot(dx, dy))));
  const crossing = Math.atan2(dy, dx) - turning;
  return crossing + TURN * Math.ceil((angle - 1e-9 - crossing) / TURN);
}

function curve([[x, y, r], from, to], index) {
  const half = (from + to) / 2;
  const point = (angle) => `${(x + r * Math.cos(angle)).toFixed(1)} ${(y + r * Math.sin(angle)).toFixed(1)}`;
  return `${index ? "L" : "M"}${point(from)}A${r} ${r} 0 0 1 ${point(half)}A${r} ${r} 0 0 1 ${point(to)}`;
}

/** The frames with whole coordinates: the file holds the difference of each to the one before. */
function decoded(frames) {
  let before = frames[0][1].map(() => 0);
  return frames.map(([order, steps]) => {
    before = before.map((value, index) => value + steps[index]);
    return { order, places: before };
  });
}

/** The SVG of the body at a time between two frames. */
function painted(scene, frames, time) {
  const now = frames[Math.floor(time)];
  const then = frames[Math.min(Math.floor(time) + 1, frames.length - 1)];
  const share = time % 1;
  const mixed = now.places.map((value, index) => value + (then.places[index] - value) * share);
  const circles = scene.radii.map((radius, index) => [mixed[2 * index], mixed[2 * index + 1], radius]);
  return (share < 0.5 ? now : then).order.map((number) => path(scene.shapes[number], circles)).join("");
}

function path([kind, inset, line, far, hulls], circles) {
  const data = hulls.map((names) => {
    const group = names.map((name) => circles[name]);
    if (line) return `M${group.map(([x, y]) => `${x.toFixed(1)} ${y.toFixed(1)}`).join("L")}`;
    return outline(group.map(([x, y, r]) => [x, y, Math.max(0.5, r - inset)]));
  });
  const drawn = `<path class="${kind}" d="${data.join("")}"/>`;
  return far ? `<g class="far">${drawn}</g>` : drawn;
}

function button(label, onPress) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "sb-play__button";
  made.textContent = label;
  made.addEventListener("click", onPress);
  return made;
}

/** Replaces the content of `place` by the player, and starts it. */
export async function start(place) {
  const scene = await (await fetch(place.dataset.movement)).json();
  const frames = decoded(scene.frames);
  const still = matchMedia("(prefers-reduced-motion: reduce)");
  const steps = [...document.querySelectorAll(".sb-step")].map((step) => step.textContent.trim());
  const labels = place.dataset;

  const picture = document.createElementNS(SVG, "svg");
  picture.setAttribute("class", "sb-figure sb-drawn sb-play__picture");
  picture.setAttribute("viewBox", scene.box.join(" "));
  picture.setAttribute("aria-hidden", "true");
  const ground = scene.ground.map(([kind, data]) => `<path class="${kind}" d="${data}"/>`).join("");
  const caption = document.createElement("p");
  caption.className = "sb-play__step";
  const said = document.createElement("p");
  said.className = "sb-play__said";
  said.setAttribute("role", "status");

  let [stop, since, playing] = [0, 0, false];
  const toggle = button(labels.pause, () => play(!playing));
  const controls = document.createElement("p");
  controls.append(button(labels.previous, () => go(stop - 1)), toggle, button(labels.next, () => go(stop + 1)));
  place.replaceChildren(picture, caption, controls, said);

  function show(time) {
    picture.innerHTML = ground + painted(scene, frames, time);
  }

  function tell(step, aloud) {
    const words = `${step + 1}. ${steps[step]}`;
    if (caption.textContent !== words) caption.textContent = words;
    if (aloud) said.textContent = words;
  }

  function arrive(number, aloud) {
    [stop, since] = [number, performance.now()];
    const [frame, step] = scene.stops[stop];
    tell(step, aloud);
    show(frame);
  }

  function go(number) {
    play(false);
    arrive(Math.min(Math.max(number, 0), scene.stops.length - 1), true);
  }

  function play(on) {
    playing = on;
    if (on && stop === scene.stops.length - 1) arrive(0, false);
    toggle.textContent = on ? labels.pause : labels.play;
    since = performance.now();
    if (on) requestAnimationFrame(tick);
  }

  function tick(now) {
    if (!playing || !place.isConnected) return;
    const [frame, , seconds] = scene.stops[stop];
    const [target] = scene.stops[stop + 1] ?? [frame];
    const moving = target !== frame && !still.matches ? scene.seconds : 0;
    const past = (now - since) / 1000 - seconds;
    if (past >= moving) {
      if (stop + 1 === scene.stops.length) return play(false);
      arrive(stop + 1, false);
    } else if (past > 0) {
      tell(scene.stops[stop + 1][1], false);
      show(frame + ((target - frame) * past) / moving);
    }
    requestAnimationFrame(tick);
  }

  arrive(0, false);
  play(!still.matches);
  toggle.focus();
}

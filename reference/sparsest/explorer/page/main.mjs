// What readers do: pointer, keys, fields, files, the address. Every change is a new state.

import * as solver from "../solver/sparsest.mjs";
import { placed } from "./answer.mjs";
import { certificate, toleranceCertificate } from "./certificate.mjs";
import { grid, near } from "./numbers.mjs";
import { counts, undecide } from "./runs.mjs";
import { History, MOST_POINTS, fromFragment, moved, point, readP, readTable, readTolerance, toCsv, toFragment, wordOfP } from "./state.mjs";
import { View, answerOf, element } from "./view.mjs";

const { Declined, Refused, ZERO, add, div, mul, number, ratio, text } = solver;
const given = JSON.parse(element("given").textContent);
const pointsOf = (rows) => rows.map(([x, y]) => point(number(x), number(y)));
const view = new View();
let history;

const trouble = (message = "") => {
  element("trouble").textContent = message;
};

/** Carry out what may be refused; the reason is said. */
function attempt(work, field) {
  try {
    trouble();
    field?.removeAttribute("aria-invalid");
    work();
  } catch (error) {
    if (!(error instanceof Refused || error instanceof Declined || error instanceof URIError)) throw error;
    trouble(`${error.message}`);
    field?.setAttribute("aria-invalid", "true");
  }
}

/** Show a state; `step`: as one that can be undone. `kept`: on the same axes. */
function set(changes, { step = true, kept = false } = {}) {
  const state = { ...history.now, tie: 0n, ...changes };
  if (step) history.push(state);
  else history.now = state;
  refresh(kept);
}

function refresh(kept = false) {
  const { p, tolerance } = history.now;
  view.show(history.now, kept);
  const word = wordOfP(p);
  const free = !tolerance.n;
  for (const button of element("exponents").querySelectorAll("button")) {
    button.setAttribute("aria-pressed", `${free && button.dataset.p === word}`);
  }
  for (const control of document.querySelectorAll("#exponents button, #p, #p-slider")) control.disabled = !free;
  if (document.activeElement !== element("p")) element("p").value = free ? word : "0";
  element("p-slider").value = { 0: 1, "0+": 1, "1-": 999 }[word] ?? Math.round(1000 * near(p));
  if (document.activeElement !== element("tolerance")) element("tolerance").value = text(tolerance);
  element("tolerance-slider").value = tolerance.n ? Math.round(near(div(tolerance, unit()))) : 0;
  element("exact").setAttribute("aria-pressed", `${free}`);
  element("undo").disabled = !history.past.length;
  element("redo").disabled = !history.future.length;
}

/** The step of the slider of tolerances: a round number near a 400th of the labels' range. */
function unit() {
  const labels = history.now.points.map(({ y }) => near(y));
  const range = Math.max(...labels) - Math.min(...labels);
  return grid(1, Number.isFinite(range) && range > 0 ? Math.ceil(Math.log10(range / 400)) : -2);
}

// --- The picture -----------------------------------------------------------------------------------------------

const picture = element("picture");
const seen = (event) => {
  const box = picture.getBoundingClientRect();
  const { frame } = view;
  const x = frame.xAt(event.clientX - box.left);
  const y = frame.yAt(event.clientY - box.top);
  return [grid(Math.round(x / 10 ** frame.stepX), frame.stepX), grid(Math.round(y / 10 ** frame.stepY), frame.stepY)];
};
let drag = null;
/** Where the pointer went down beside all points: a click adds one there, a swipe does not. */
let press = null;

function nearest(event) {
  const box = picture.getBoundingClientRect();
  let best = { index: -1, distance: event.pointerType === "touch" ? 24 : 12 };
  history.now.points.forEach(({ x, y }, index) => {
    const distance = Math.hypot(view.frame.x(near(x)) - event.clientX + box.left, view.frame.y(near(y)) - event.clientY + box.top);
    if (distance < best.distance) best = { index, distance };
  });
  return best.index;
}

picture.addEventListener("pointerdown", (event) => {
  if (event.button || !view.frame) return;
  event.preventDefault();
  const index = nearest(event);
  press = index < 0 ? { id: event.pointerId, x: event.clientX, y: event.clientY, place: seen(event) } : null;
  if (press) return;
  picture.setPointerCapture(event.pointerId);
  drag = { before: history.now, id: event.pointerId };
  choose(index);
});
picture.addEventListener("pointermove", (event) => {
  if (drag?.id !== event.pointerId) return;
  move(...seen(event), { step: false, kept: true });
});
for (const name of ["pointerup", "pointercancel"]) {
  picture.addEventListener(name, (event) => {
    const clicked = name === "pointerup" && press?.id === event.pointerId && Math.hypot(event.clientX - press.x, event.clientY - press.y) < 6;
    if (clicked) addAt(...press.place);
    press = null;
    if (drag?.id !== event.pointerId) return;
    const after = history.now;
    history.now = drag.before;
    if (after.points !== drag.before.points) history.push(after);
    drag = null;
    refresh();
  });
}

function choose(index, focus = true) {
  view.selected = index;
  view.show(history.now, true);
  if (focus) requestAnimationFrame(() => element("points").children[view.selected]?.focus({ preventScroll: true }));
}

function move(x, y, how) {
  const found = moved(history.now.points, view.selected, x, y);
  if (!found) return;
  view.selected = found.place;
  set({ points: found.points }, how);
}

function addAt(x, y) {
  attempt(() => {
    const { points } = history.now;
    if (points.length >= MOST_POINTS) throw new Refused(`there are ${MOST_POINTS} points, the most that the page shows`);
    const found = moved([...points, point(x, y)], points.length, x, y);
    if (!found) throw new Refused(`there is a point at x = ${text(x)} already`);
    view.selected = found.place;
    set({ points: found.points }, { kept: points.length > 1 });
    choose(found.place);
  });
}

function addAfter() {
  const { points } = history.now;
  const [a, b] = [points[view.selected], points[view.selected + 1]];
  if (!a) return addAt(ZERO, ZERO);
  if (!b) return addAt(add(a.x, ratio(1n)), a.y);
  const half = (u, v) => mul(solver.HALF, add(u, v));
  return addAt(half(a.x, b.x), half(a.y, b.y));
}

function remove(index) {
  const { points } = history.now;
  if (!points.length) return;
  set({ points: points.filter((_, i) => i !== index) }, { kept: points.length > 3 });
}

const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };
element("points").addEventListener("keydown", (event) => {
  const { points } = history.now;
  const others = { PageUp: view.selected - 1, PageDown: view.selected + 1, Home: 0, End: points.length - 1 };
  if (ARROWS[event.key]) {
    const [h, v] = ARROWS[event.key].map((one) => one * (event.shiftKey ? 10 : 1));
    const { x, y } = points[view.selected];
    move(add(x, grid(h, view.frame.stepX)), add(y, grid(v, view.frame.stepY)), { kept: true });
  } else if (event.key in others) choose(Math.max(0, Math.min(points.length - 1, others[event.key])));
  else if (event.key === "Delete" || event.key === "Backspace") {
    remove(view.selected);
    choose(Math.max(0, view.selected - 1));
  } else if (event.key === "Insert" || event.key === "Enter") addAfter();
  else return;
  if (ARROWS[event.key]) requestAnimationFrame(() => element("points").children[view.selected]?.focus());
  event.preventDefault();
});

// --- Controls --------------------------------------------------------------------------------------------------

element("exponents").addEventListener("click", ({ target }) => target.dataset.p && set({ p: readP(target.dataset.p) }, { kept: true }));
element("p").addEventListener("change", ({ target }) => attempt(() => set({ p: readP(target.value) }, { kept: true }), target));
/** A slider sets many states, and one that can be undone: the last. */
function slides(id, changes) {
  let before = null;
  element(id).addEventListener("input", ({ target }) => {
    before ??= history.now;
    set(changes(BigInt(target.value)), { step: false, kept: true });
  });
  element(id).addEventListener("change", () => {
    const after = history.now;
    if (before) history.now = before;
    before = null;
    history.push(after);
    refresh();
  });
}
slides("p-slider", (k) => ({ p: ratio(k, 1000n) }));
slides("tolerance-slider", (k) => ({ tolerance: mul(unit(), ratio(k)) }));
element("curve").addEventListener("click", (event) => {
  const box = element("curve").getBoundingClientRect();
  const k = Math.round((1000 * (event.clientX - box.left - 34)) / (box.width - 48));
  if (!history.now.tolerance.n) set({ p: k < 1 ? "0+" : k > 999 ? "1-" : ratio(BigInt(k), 1000n) }, { kept: true });
});
element("tolerance").addEventListener("change", ({ target }) => attempt(() => set({ tolerance: readTolerance(target.value) }), target));
element("exact").addEventListener("click", () => set({ tolerance: ZERO }));
const byTie = (by) => () => {
  const { ways } = view.answer;
  set({ tie: (history.now.tie + by + ways) % ways }, { step: false, kept: true });
};
element("before").addEventListener("click", byTie(-1n));
element("after").addEventListener("click", byTie(1n));
element("add").addEventListener("click", addAfter);
element("delete").addEventListener("click", () => remove(view.selected));
const back = (way) => () => {
  history[way]();
  trouble();
  refresh();
};
element("undo").addEventListener("click", back("undo"));
element("redo").addEventListener("click", back("redo"));
document.addEventListener("keydown", (event) => {
  if (!(event.ctrlKey || event.metaKey) || event.altKey || event.target.closest("input")) return;
  const way = event.key === "y" || (event.key === "Z" && event.shiftKey) ? "redo" : event.key === "z" ? "undo" : null;
  if (!way) return;
  event.preventDefault();
  back(way)();
});

const body = element("point-table").tBodies[0];
const placeOf = (target) => [...body.children].indexOf(target.closest("tr"));
body.addEventListener("change", ({ target }) => attempt(() => {
  const index = placeOf(target);
  const old = history.now.points[index];
  const value = number(target.value);
  if (value === null) throw new Refused(`${JSON.stringify(target.value)} is no number: 2, -0.5, 1e-3 and 1/3 are`);
  const next = { x: old.x, y: old.y, [target.dataset.axis]: value };
  const found = moved(history.now.points, index, next.x, next.y);
  if (!found) throw new Refused(`there is a point at x = ${text(value)} already`);
  view.selected = found.place;
  set({ points: found.points });
}, target));
body.addEventListener("click", ({ target }) => target.closest("button") && remove(placeOf(target)));
body.addEventListener("focusin", ({ target }) => choose(placeOf(target), false));

// --- Data in and out --------------------------------------------------------------------------------------------

const take = (csv) => attempt(() => set({ points: readTable(csv), tolerance: ZERO }));
document.addEventListener("paste", (event) => {
  if (event.target.closest?.("input")) return;
  event.preventDefault();
  take(event.clipboardData.getData("text"));
});
document.addEventListener("dragover", (event) => {
  event.preventDefault();
  document.body.classList.add("over");
});
document.addEventListener("dragleave", () => document.body.classList.remove("over"));
const MOST_BYTES = 1 << 20;
async function open(file) {
  if (!file) return;
  if (file.size > MOST_BYTES) trouble(`${file.name}: more than a megabyte`);
  else take(await file.text());
}
document.addEventListener("drop", (event) => {
  event.preventDefault();
  document.body.classList.remove("over");
  if (event.dataTransfer.files.length) open(event.dataTransfer.files[0]);
  else take(event.dataTransfer.getData("text"));
});
element("file").addEventListener("change", ({ target }) => {
  open(target.files[0]);
  target.value = "";
});

function save(name, content, type) {
  const link = Object.assign(document.createElement("a"), { download: name, href: URL.createObjectURL(new Blob([content], { type })) });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}

/** The picture with its colours, as a file of its own. */
function standalone() {
  const copy = picture.cloneNode(true);
  const inside = copy.querySelectorAll("*");
  [...picture.querySelectorAll("*")].forEach((original, i) => {
    const style = getComputedStyle(original);
    const kept = ["fill", "stroke", "stroke-width", "stroke-dasharray", "font-size"];
    inside[i].setAttribute("style", kept.map((name) => `${name}:${style.getPropertyValue(name)}`).join(";"));
    for (const name of ["role", "tabindex", "class", "aria-hidden"]) inside[i].removeAttribute(name);
  });
  copy.setAttribute("xmlns", "http://www.w3.org/2000/svg");
  copy.setAttribute("font-family", "sans-serif");
  return new XMLSerializer().serializeToString(copy);
}

/** The certificate of what is shown; refused where there is none. */
function proof() {
  const { points, p, tolerance } = history.now;
  const answer = answerOf(history.now);
  if (answer.undecided) throw new Refused("undecided: there is no certificate");
  if (!points.length) throw new Refused("there are no points");
  if (answer.kind === "tolerance") return toleranceCertificate(points, answer, tolerance);
  const all = answer.kind === "line" ? { ...answer, at: { name: wordOfP(p), p }, signs: [] } : answer;
  return certificate(points, all, placed(points, answer.knots));
}
element("save-csv").addEventListener("click", () => save("points.csv", toCsv(history.now.points), "text/csv"));
element("save-svg").addEventListener("click", () => save("sparsest.svg", standalone(), "image/svg+xml"));
element("save-json").addEventListener("click", () => attempt(() => save("certificate.json", JSON.stringify(proof()), "application/json")));

// --- The beginning, and the address -----------------------------------------------------------------------------

for (const { name, points } of given.gallery) {
  const button = document.createElement("button");
  button.textContent = name;
  button.addEventListener("click", () => {
    view.selected = 0;
    trouble();
    set({ points: pointsOf(points), tolerance: ZERO });
  });
  element("gallery").append(button);
}

// Browsers cut off pages whose address changes too often.
const LONGEST = 60000;
const OFTEN = 300;
const written = { at: -OFTEN, timer: 0 };
function writeAddress() {
  const fragment = `#${toFragment(history.now)}`;
  written.at = performance.now();
  if (fragment.length < LONGEST && fragment !== window.location.hash) window.history.replaceState(null, "", fragment);
}
view.onRest = () => {
  clearTimeout(written.timer);
  written.timer = setTimeout(writeAddress, Math.max(0, written.at + OFTEN - performance.now()));
};
const START = { points: pointsOf(given.data?.points ?? given.gallery[0].points), p: "0+", tolerance: ZERO, tie: 0n };
if (given.data?.name) document.title = `${given.data.name}: sparsest interpolants`;
history = new History(START);
attempt(() => {
  history = new History(fromFragment(window.location.hash) ?? START);
});
window.addEventListener("hashchange", () => attempt(() => {
  const state = fromFragment(window.location.hash);
  if (state && toFragment(state) !== toFragment(history.now)) set(state);
}));
new ResizeObserver(() => view.show(history.now)).observe(picture);
refresh();

/** For the console, and for tests: the solver, the view, the certificate of what is shown. */
globalThis.sparsest = { solver, view, counts, answerOf, placed, readTable, readP, proof, standalone, state: () => history.now, set, undecide };

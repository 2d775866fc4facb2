// The two small pictures: knots against p, and against the tolerance.

import { near, shown, ticks } from "./numbers.mjs";
import { draw } from "./picture.mjs";

const EDGE = { left: 34, right: 14, top: 12, bottom: 24 };

/** A small chart: steps { from, to, least, most } of numbers of knots (null: undecided), marks at places. */
export function chart(svg, [low, high], steps, marks, labels) {
  const [width, height] = [svg.clientWidth || 400, svg.clientHeight || 170];
  svg.setAttribute("viewBox", `0 0 ${width} ${height}`);
  const known = steps.filter(({ most }) => most !== null);
  const top = Math.max(1, ...known.map(({ most }) => most));
  const least = Math.min(top, ...known.map((one) => one.least));
  const bottom = top - least > 6 ? 0 : Math.max(0, least - 1);
  const x = (v) => EDGE.left + ((v - low) / (high - low || 1)) * (width - EDGE.left - EDGE.right);
  const y = (v) => height - EDGE.bottom - ((v - bottom) / (top - bottom || 1)) * (height - EDGE.top - EDGE.bottom);
  const made = [];
  for (const v of ticks(bottom, top, 4).filter(Number.isInteger)) {
    made.push(draw("line", { x1: EDGE.left, x2: width - EDGE.right, y1: y(v), y2: y(v) }));
    made.push(draw("text", { x: EDGE.left - 8, y: y(v) + 4, "text-anchor": "end" }, `${v}`));
  }
  for (const [v, word] of labels) made.push(draw("text", { x: x(v), y: height - 6, "text-anchor": "middle" }, word));
  const line = (side) => known.map((s) => `M${x(s.from).toFixed(1)},${y(s[side])}H${x(s.to).toFixed(1)}`).join("");
  for (const { from, to, most } of steps) {
    if (most === null) made.push(draw("rect", { class: "unknown", x: x(from), width: x(to) - x(from), y: EDGE.top, height: height - EDGE.top - EDGE.bottom }));
  }
  made.push(draw("path", { d: joined(known, x, y) }));
  if (known.some((one) => one.least !== one.most)) made.push(draw("path", { d: line("least"), "stroke-dasharray": "3 3" }));
  for (const [v, name] of marks) made.push(draw("line", { class: name, x1: x(v), x2: x(v), y1: EDGE.top - 6, y2: height - EDGE.bottom }));
  svg.replaceChildren(...made);
}

const joined = (steps, x, y) =>
  steps.map((s, i) => `${i && steps[i - 1].to === s.from ? "L" : "M"}${x(s.from).toFixed(1)},${y(s.most)}H${x(s.to).toFixed(1)}`).join("");

/** Knots at the samples of p, as steps around each. */
export const stepsOfP = (found) => {
  const n = found.length - 1;
  return found.map((one, i) => ({
    from: Math.max(0, (i - 0.5) / n), to: Math.min(1, (i + 0.5) / n), least: one && one.least, most: one && one.most,
  }));
};

/** A number in [0, 1) to seven places, rounded down, or up to a larger one. */
const sevenPlaces = ({ n, d }, more) => `0.${`${(n * 10n ** 7n) / d + more}`.padStart(7, "0")}`;

/** A curve in words: where the number changes, at the places that were tried. */
export function inWords(places, found, word) {
  const shownNumber = (one) => (one === null ? "undecided" : one.least === one.most ? `${one.most}` : `${one.least} to ${one.most}`);
  const parts = found.map((one, i) => [places[i], shownNumber(one)]);
  const changes = parts.filter(([, number], i) => !i || number !== parts[i - 1][1]);
  return `Knots: ${changes.map(([place, number]) => `${number} from ${word} = ${place}`).join("; ")}. The first value tried of each stretch is named.`;
}

/** What is said of p*. */
export function starSentence({ low, high, proved }) {
  const one = low.n === low.d;
  if (proved && one) return "p* = 1: at every p between 0 and 1 the minimisers have the fewest knots.";
  if (one) return "At all 65 values of p that were tried the minimisers have the fewest knots; that p* = 1 is not proved here.";
  // Rounded outwards: what is said is true.
  const [a, b] = [sevenPlaces(low, 0n), sevenPlaces(high, 1n)];
  if (proved) return `p* is between ${a} and ${b}: below it all minimisers have the fewest knots, and above it some p needs more.`;
  return `p* \u2264 ${b}, proved; no smaller p that was tried needs more than the fewest knots.`;
}

/** Knots at the tolerances so far, as steps. */
export const stepsOfTolerance = (tolerances, found) =>
  found.map((knots, i) => ({
    from: near(tolerances[i]), to: near(tolerances[Math.min(i + 1, tolerances.length - 1)]), least: knots, most: knots,
  }));

export const endLabels = (tolerances) => [[0, "0"], [near(tolerances.at(-1)), shown(tolerances.at(-1))]];

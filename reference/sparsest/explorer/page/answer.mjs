// The answer for points, p and tolerance, as the page shows it.

import { ZERO, abs, add, crossing, gates, sign, text, within } from "../solver/sparsest.mjs";
import { U, log, powerError, powerOf } from "./powers.mjs";
import { asked, runsOf, signsOf } from "./runs.mjs";
import { matching, minimisers, rigid } from "./ties.mjs";

/** A function of least price through the points: which of them, by `tie`, and what is known of all. */
export function exactAnswer(points, p, tie = 0n) {
  if (points.length < 2) return { kind: "line", left: { slope: ZERO, intercept: points[0]?.y ?? ZERO }, knots: [], fewest: 0, ways: null };
  const at = asked(p);
  const { lines, gaps, runs } = runsOf(points);
  const found = { kind: "exact", at, left: lines[0], knots: [], fewest: 0, ways: 1n, runs, signs: [], undecided: 0 };
  let rank = tie;
  for (const run of runs) {
    const signs = signsOf(run, at);
    const all = minimisers(signs);
    found.fewest += Math.ceil(run.gaps.length / 2);
    found.signs.push(signs);
    if (!all) {
      found.undecided += 1;
      continue;
    }
    found.ways *= all.ways;
    found.knots.push(...knotsOf(run, new Set(matching(signs, rank % all.ways)), lines));
    rank /= all.ways;
  }
  if (at.name === "0") found.ways = rigid(gaps, runs) ? 1n : null;
  if (found.undecided) found.ways = null;
  return found;
}

function knotsOf({ gaps }, pairs, lines) {
  const knots = [];
  for (let k = 0; k < gaps.length; k += 1) {
    const { place, change } = gaps[k];
    const two = pairs.has(k) && gaps[(k += 1)];
    if (!two) knots.push({ point: place, slopeChange: change });
    else {
      two.met ??= new Map();
      if (!two.met.has(change)) two.met.set(change, { ...crossing(lines[place - 1], lines[place + 1]), slopeChange: add(change, two.change) });
      knots.push({ ...two.met.get(change), between: place });
    }
  }
  return knots;
}

/** The same with the places of knots, at points too. */
export const placed = (points, knots) => knots.map((knot) => (knot.x ? knot : { ...knot, x: points[knot.point].x }));

/** The fewest knots within a tolerance. */
export function tolerantAnswer(points, tolerance) {
  const all = gates(points.map(({ x, y }) => [x, y]), tolerance);
  return { kind: "tolerance", at: asked("0"), ...within(all), ways: null };
}

/** The price of knots at p as a double with a bound: { value, error }; exact where it is a count. */
export function cost(knots, at) {
  if (at.name === "0" || at.name === "0+") return { value: knots.length, error: 0 };
  let value = 0;
  let error = 0;
  for (const { slopeChange } of knots) {
    const a = Number(abs(slopeChange).n) / Number(slopeChange.d);
    const part = at.name === "1-" ? a : powerOf(log(a), at.f);
    error += part * (at.name === "1-" ? 4 * U : powerError(log(a), at.f)) + U * (value + part);
    value += part;
  }
  return { value, error: 2 * error };
}

/** What identifies a function: equal texts are equal functions. */
export const nameOf = ({ left, knots }) => [text(left.slope), text(left.intercept), ...knots.map((k) => `${text(k.x)}:${text(k.slopeChange)}`)].join(" ");
export const signOf = (knot) => sign(knot.slopeChange);

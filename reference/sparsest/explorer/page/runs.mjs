// Runs of slope gaps of one sign, each solved by the recurrence of docs/theory.md, section 3: floats with a bound first,
// the exact sign where they do not tell. What did not change since the last frame is known by identity.

import { Declined, abs, add, div, one, plus, sign, signAt, sub, text, through } from "../solver/sparsest.mjs";
import { U, double, log, logError, powerError, powerOf } from "./powers.mjs";

/** How many signs floats decided, and how many were left to the exact method. */
export const counts = { floats: 0, exact: 0 };
let made = 0;
let exactMethod = signAt;

/** From now on leave what floats do not decide open: for tests of what is said then. */
export function undecide() {
  cache.clear();
  exactMethod = () => {
    throw new Declined("undecided");
  };
}

/** The chord from a point to the next one, made once as long as both are the same objects. */
export function chord(left, right) {
  if (left.chord?.right !== right) {
    const slope = div(sub(right.y, left.y), sub(right.x, left.x));
    left.chord = { ...through([left.x, left.y], slope), right };
  }
  return left.chord;
}

/** The gap at the point between two chords: its sign, size, and for floats the size and its logarithm. */
function gap(first, second, place) {
  if (first.gap?.second !== second) {
    const change = sub(second.slope, first.slope);
    const a = abs(change);
    const f = a.n ? double(a) : 0;
    made += 1;
    first.gap = { second, change, a, side: sign(change), f, l: f > 0 ? log(f) : NaN, id: made };
  }
  first.gap.place = place;
  return first.gap;
}

/** All gaps of points, and the runs { start, gaps } of those of one sign. */
export function runsOf(points) {
  const lines = points.slice(1).map((right, i) => chord(points[i], right));
  const gaps = lines.slice(1).map((line, i) => gap(lines[i], line, i + 1));
  const runs = [];
  for (const one of gaps) {
    const last = runs.at(-1)?.gaps.at(-1);
    if (!one.side) continue;
    if (last && last.place === one.place - 1 && last.side === one.side) runs.at(-1).gaps.push(one);
    else runs.push({ gaps: [one] });
  }
  for (const run of runs) run.key = run.gaps.map((one) => one.id).join();
  return { lines, gaps, runs };
}

/** p as the page holds it, "0", "0+", "1-" or a rational, with its double. */
export const asked = (p) => (typeof p === "string" ? { name: p, p } : { name: text(p), p, f: Number(p.n) / Number(p.d) });

const cache = new Map();

/** The signs of the recurrence along a run: "+", "0", "-", or "?" and nothing after it. */
export function signsOf(run, at) {
  const key = `${at.name}|${run.key}`;
  if (!cache.has(key)) {
    if (cache.size > 20000) cache.clear();
    cache.set(key, at.name === "0" ? counted(run.gaps.length) : recurrence(run.gaps, at));
  }
  return cache.get(key);
}

/** At p = 0 every pair saves one knot. */
const counted = (n) => Array.from({ length: n - 1 }, (_, k) => (k % 2 ? "0" : "+")).join("");

// D is held as { v, e }: a double and how far it may be off; at 0+ with the count c of what p = 0 sees.
function recurrence(gaps, at) {
  let signs = "";
  let d = { c: 0, v: 0, e: 0 };
  for (let k = 0, start = 0; k + 1 < gaps.length; k += 1) {
    const g = saving(gaps[k], gaps[k + 1], at);
    const left = { c: g.c - d.c, v: g.v - d.v, e: g.e + d.e + U * (Math.abs(g.v) + Math.abs(d.v)) };
    let told = left.c || (Math.abs(left.v) > left.e ? Math.sign(left.v) : 0);
    if (told) counts.floats += 1;
    else {
      counts.exact += 1;
      told = exactly(gaps, start, k, at.p);
      if (told === null) return signs + "?";
    }
    signs += told > 0 ? "+" : told < 0 ? "-" : "0";
    if (told > 0) d = left;
    else {
      d = { c: 0, v: 0, e: 0 };
      start = k + 1;
    }
  }
  return signs;
}

/** What a pair saves, as floats: of a^p + b^p - (a+b)^p the value, or near 0 and 1 the first terms that can differ. */
function saving(one, two, { name, f }) {
  const whole = one.f + two.f;
  const parts = [[one.f, one.l, 1], [two.f, two.l, 1], [whole, log(whole), -1]];
  const g = { c: name === "0+" ? 1 : 0, v: 0, e: 0 };
  for (const [a, l, n] of parts) {
    const value = name === "0+" ? l : name === "1-" ? -a * l : powerOf(l, f);
    const error = name === "0+" ? logError(l) : name === "1-" ? a * (logError(l) + 20 * U * Math.abs(l)) : value * powerError(l, f);
    g.v += n * value;
    g.e += 2 * error + 4 * U * Math.abs(value);
  }
  return g;
}

/** The sign of g_k - D_k from all terms since D was last 0; null if it is undecided. */
function exactly(gaps, start, k, p) {
  let sum = new Map();
  for (let j = start; j <= k; j += 1) {
    const [a, b] = [gaps[j].a, gaps[j + 1].a];
    sum = plus(plus(plus(one(a), one(b)), one(add(a, b)), -1n), sum, -1n);
  }
  try {
    return exactMethod(sum, p);
  } catch (error) {
    if (error instanceof Declined) return null;
    throw error;
  }
}

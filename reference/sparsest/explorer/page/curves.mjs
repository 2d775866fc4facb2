// Knots against p, with p*, and against the tolerance.

import { HALF, add, compare, gates, least, mul, ratio, sub, within } from "../solver/sparsest.mjs";
import { asked, runsOf, signsOf } from "./runs.mjs";
import { minimisers } from "./ties.mjs";

const STEPS = 64n;
/** Where the curve is computed: the limits and 63 values between them. */
export const SAMPLES = [asked("0+"), ...Array.from({ length: Number(STEPS) - 1 }, (_, k) => asked(ratio(BigInt(k + 1), STEPS))), asked("1-")];

const mostKnots = (run, at) => {
  const all = minimisers(signsOf(run, at));
  return all && run.gaps.length - all.least;
};

/** The knots of the minimiser at each sample, { least, most } where several tie, null where it is undecided. */
export function againstP(points) {
  const { runs } = runsOf(points);
  return SAMPLES.map((at) => {
    let [least, most] = [0, 0];
    for (const run of runs) {
      const all = minimisers(signsOf(run, at));
      if (!all) return null;
      least += run.gaps.length - all.most;
      most += run.gaps.length - all.least;
    }
    return { least, most };
  });
}

// Runs of 1, 2, 3 or 5 gaps have the fewest knots at every p; one of 4 gaps up to some p and not beyond it (theory,
// section 5). Of longer ones only what is found at the samples is known: an upper bound.
/** The critical exponent: { low, high, proved }, rationals; both 1 where nothing needs more knots. */
export function criticalExponent(points) {
  let found = { low: ONE, high: ONE, proved: true };
  for (const run of runsOf(points).runs) {
    const n = run.gaps.length;
    if (n < 4 || n === 5) continue;
    const most = SAMPLES.map((at) => mostKnots(run, at));
    const few = Math.ceil(n / 2);
    const more = most.findIndex((knots) => knots > few);
    // With 4 gaps, what holds close to 1 holds below.
    const proved = found.proved && n === 4 && (more >= 0 || most.at(-1) !== null);
    const own = more < 0 ? found : bisected(run, few, most, more);
    found = { low: least([found.low, own.low]), high: least([found.high, own.high]), proved };
  }
  return found;
}

const ONE = ratio(1n);
const valueOf = (i) => (i === 0 ? ratio(0n) : i === SAMPLES.length - 1 ? ONE : SAMPLES[i].p);

/** Between the last sample that is known to have the fewest knots and the first that has more: halves. */
function bisected(run, few, most, more) {
  let low = valueOf(most.slice(0, more).findLastIndex((knots) => knots !== null));
  let high = valueOf(more);
  for (let i = 0; i < 20; i += 1) {
    const middle = mul(HALF, add(low, high));
    const knots = mostKnots(run, asked(middle));
    if (knots === null) break;
    if (knots > few) high = middle;
    else low = middle;
  }
  return { low, high };
}

/** Tolerances to try: 0 and equal steps up to where one line would do, or half of all labels. */
export function tolerances(points, count = 40n) {
  const labels = points.map(({ y }) => y);
  const low = labels.reduce((a, b) => (compare(b, a) < 0 ? b : a));
  const high = labels.reduce((a, b) => (compare(b, a) > 0 ? b : a));
  const step = mul(sub(high, low), ratio(1n, 2n * count));
  return step.n ? Array.from({ length: Number(count) + 1 }, (_, k) => mul(step, ratio(BigInt(k)))) : [step];
}

/** The fewest knots within a tolerance. */
export const knotsWithin = (points, tolerance) => within(gates(points.map(({ x, y }) => [x, y]), tolerance)).knots.length;

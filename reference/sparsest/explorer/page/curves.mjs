// Knots against p, with p*, and against the tolerance.

import { HALF, add, compare, gates, mul, ratio, sub, within } from "../solver/sparsest.mjs";
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
/** The critical exponent: { low, high, proved }, with low = high where it is known exactly; null if undecided. */
export function criticalExponent(points) {
  let best = { low: asked("1-"), high: asked("1-"), proved: true };
  for (const run of runsOf(points).runs) {
    const n = run.gaps.length;
    if (n < 4 || n === 5) continue;
    const few = Math.ceil(n / 2);
    const more = SAMPLES.findIndex((at) => mostKnots(run, at) > few);
    if (more < 0) best = { ...best, proved: best.proved && n === 4 && mostKnots(run, SAMPLES.at(-1)) !== null };
    else {
      const own = bisected(run, few, more);
      const proved = best.proved && n === 4;
      best = own.high.f < (best.high.f ?? 1) ? { ...own, proved } : { ...best, proved };
    }
  }
  return best;
}

/** Between the last sample that has the fewest knots and the first that has more: halves, until they are close. */
function bisected(run, few, more) {
  let low = more > 1 ? SAMPLES[more - 1].p : ratio(0n);
  let high = more === SAMPLES.length - 1 ? ratio(1n) : SAMPLES[more].p;
  for (let i = 0; i < 20; i += 1) {
    const middle = asked(mul(HALF, add(low, high)));
    const most = mostKnots(run, middle);
    if (most === null) break;
    if (most > few) high = middle.p;
    else low = middle.p;
  }
  return { low: { ...asked(low) }, high: { ...asked(high) } };
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

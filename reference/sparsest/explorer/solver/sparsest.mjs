// The sparsest piecewise-linear interpolant in exact arithmetic, written from docs/theory.md and nothing else.
// Pure functions of text and numbers, in any JavaScript engine with BigInt: no files, no packages, no floats.
// From the bottom: rationals, tables, intervals, signs of sums of powers, solve, tolerance, judge.

/** There is an answer, but this program does not have it. */
export class Declined extends Error {}
/** The input has no answer: the message says why. */
export class Refused extends Error {}

// --- Rationals: { n, d } in lowest terms, d > 0 -----------------------------------------------------------------

const size = (k) => (k < 0n ? -k : k);
const gcd = (a, b) => {
  while (b) [a, b] = [b, a % b];
  return size(a);
};

export const ratio = (n, d = 1n) => {
  const g = d < 0n ? -gcd(n, d) : gcd(n, d);
  return { n: n / g, d: d / g };
};
export const add = (a, b) => ratio(a.n * b.d + b.n * a.d, a.d * b.d);
export const sub = (a, b) => ratio(a.n * b.d - b.n * a.d, a.d * b.d);
export const mul = (a, b) => ratio(a.n * b.n, a.d * b.d);
export const div = (a, b) => ratio(a.n * b.d, a.d * b.n);
export const compare = (a, b) => Number(a.n * b.d > b.n * a.d) - Number(a.n * b.d < b.n * a.d);
export const sign = (a) => Number(a.n > 0n) - Number(a.n < 0n);
export const text = (a) => (a.d === 1n ? `${a.n}` : `${a.n}/${a.d}`);
export const abs = (a) => ({ n: size(a.n), d: a.d });
export const ZERO = ratio(0n);
export const HALF = ratio(1n, 2n);
export const least = (numbers) => numbers.reduce((a, b) => (compare(b, a) < 0 ? b : a));
const greatest = (numbers) => numbers.reduce((a, b) => (compare(b, a) > 0 ? b : a));

/** Numbers of more digits than this are refused, so that 1e999999999 cannot eat the memory. */
const DIGITS = 1000;

/** Read an integer, a decimal, scientific notation or a fraction of integers; null if it is none of them. */
export function number(entry) {
  const word = entry.trim().replace("\u2212", "-");
  const fraction = /^([+-]?\d+)\/(\d+)$/.exec(word);
  const decimal = /^([+-]?)(\d*)\.?(\d*)(?:[eE]([+-]?\d+))?$/.exec(word);
  if (fraction) {
    if (word.length > 2 * DIGITS) throw new Refused(`a number of more than ${DIGITS} digits`);
    return /^0+$/.test(fraction[2]) ? null : ratio(BigInt(fraction[1]), BigInt(fraction[2]));
  }
  if (!decimal || decimal[2] + decimal[3] === "") return null;
  const shift = Number(decimal[4] ?? 0) - decimal[3].length;
  if (word.length > DIGITS || Math.abs(shift) > DIGITS) throw new Refused(`a number of more than ${DIGITS} digits`);
  const whole = BigInt(decimal[1] + "1") * BigInt(decimal[2] + decimal[3]);
  return shift < 0 ? ratio(whole, 10n ** BigInt(-shift)) : ratio(whole * 10n ** BigInt(shift));
}

/** Take what JSON has for a number: text exactly, a double as the dyadic rational that it is. */
export function given(value) {
  if (typeof value === "string") {
    const found = number(value);
    if (found) return found;
  } else if (Number.isFinite(value)) {
    let denominator = 1n;
    for (; !Number.isInteger(value); denominator *= 2n) value *= 2;
    return ratio(BigInt(value), denominator);
  }
  throw new Refused(`${JSON.stringify(value)} is no number`);
}

// --- Tables: lines of two numbers, below a line of names if the first one has no number ------------------------

/** Return the points [x, y] of a table, by x, equal ones once. Several labels at one input are kept. */
export function table(csv) {
  const lines = csv.replace(/^\ufeff/, "").split(/\r\n|\r|\n/);
  const rows = lines.filter((line) => /[^\s,]/.test(line) && !/^\s*#/.test(line)).map((line) => line.split(","));
  if (rows.length && rows[0].every((entry) => number(entry) === null)) rows.shift();
  if (!rows.length) throw new Refused("there are no points");
  const points = rows.map((row) => {
    if (row.length !== 2) throw new Refused(`${row.length} entries in a line, and not two: ${row}`);
    return row.map((entry) => {
      const found = number(entry);
      if (found === null) throw new Refused(`${JSON.stringify(entry)} is no number`);
      return found;
    });
  });
  points.sort((a, b) => compare(a[0], b[0]) || compare(a[1], b[1]));
  return points.filter((a, i) => i === 0 || compare(a[0], points[i - 1][0]) || compare(a[1], points[i - 1][1]));
}

/** The same for data that a function is to meet exactly. */
export function dataset(csv) {
  const points = table(csv);
  for (let i = 1; i < points.length; i += 1) {
    if (!compare(points[i][0], points[i - 1][0])) throw new Refused(`two labels at x = ${text(points[i][0])}`);
  }
  return points;
}

/** Read p: "0", "0+", "1-" or a rational strictly between 0 and 1. */
export function exponent(word) {
  if (word === "0+" || word === "1-") return word;
  const p = given(word);
  if (p.n === 0n) return "0";
  if (sign(p) < 0 || p.n >= p.d) throw new Refused(`p = ${word} is not in [0, 1)`);
  return p;
}

// --- Intervals [low, high] of integers, in units of 2^-bits: every rounding is outwards -------------------------

const floorDiv = (a, b) => a / b - BigInt(a % b !== 0n && a < 0n !== b < 0n);
const ceilDiv = (a, b) => -floorDiv(-a, b);
const sum = (a, b) => [a[0] + b[0], a[1] + b[1]];
const product = (a, b, bits) => {
  const all = [a[0] * b[0], a[0] * b[1], a[1] * b[0], a[1] * b[1]].sort((x, y) => Number(x > y) - Number(x < y));
  return [all[0] >> bits, -(-all[3] >> bits)];
};
const times = (a, q) => {
  const [low, high] = q.n < 0n ? [a[1], a[0]] : a;
  return [floorDiv(low * q.n, q.d), ceilDiv(high * q.n, q.d)];
};

const length = (k) => BigInt(k.toString(2).length);

/** ln a for a >= 1: a = 2^k m with 1 <= m < 2, and ln m = 2 artanh z = 2 (z + z^3/3 + ...), z = (m-1)/(m+1) <= 1/3. */
function logarithmFromOne({ n, d }, bits) {
  let k = length(n) - length(d);
  if (n < d << k) k -= 1n;
  const own = artanh(n - (d << k), n + (d << k), bits);
  return k ? sum(own, times(artanh(1n, 3n, bits), ratio(k))) : own;
}

function artanh(numerator, denominator, bits) {
  let power = [(numerator << bits) / denominator, ceilDiv(numerator << bits, denominator)];
  const square = product(power, power, bits);
  let total = [0n, 0n];
  // What is left out is at most 9/8 of the next power, so less than 4 units where the last one was 2.
  for (let i = 1n; ; i += 2n) {
    total = [total[0] + power[0] / i, total[1] + ceilDiv(power[1], i)];
    if (power[1] <= 2n) return [2n * total[0], 2n * (total[1] + 4n)];
    power = product(power, square, bits);
  }
}

const logarithm = (a, bits) => {
  if (a.n >= a.d) return logarithmFromOne(a, bits);
  const [low, high] = logarithmFromOne({ n: a.d, d: a.n }, bits);
  return [-high, -low];
};

/** exp x for one x: x = k ln 2 + r with 0 <= r < 2, and the power series of exp r. */
function exponential(x, bits) {
  const ln2 = times(artanh(1n, 3n, bits), ratio(1n));
  let k = floorDiv(x, ln2[1]);
  let r = sum([x, x], times(ln2, ratio(-k)));
  while (r[0] < 0n) {
    k -= 1n;
    r = sum(r, ln2);
  }
  let term = [1n << bits, 1n << bits];
  let total = [0n, 0n];
  // From i = 4 on terms fall by at least a half, so the rest is no more than the last one.
  for (let i = 1n; i < 5n || term[1] > 2n; i += 1n) {
    total = sum(total, term);
    term = [((term[0] * r[0]) >> bits) / i, ceilDiv(-((-term[1] * r[1]) >> bits), i)];
  }
  total[1] += 4n;
  return k >= 0n ? [total[0] << k, total[1] << k] : [total[0] >> -k, -(-total[1] >> -k)];
}

const power = (a, p, bits) => {
  const [low, high] = times(logarithm(a, bits), p);
  return [exponential(low, bits)[0], exponential(high, bits)[1]];
};

const MOST_BITS = 1n << 14n;

/** The sign of a number that is not 0, from enclosures of it: finer ones until they tell. */
function refine(enclosure) {
  for (let bits = 64n; bits <= MOST_BITS; bits *= 2n) {
    const [low, high] = enclosure(bits);
    if (low > 0n) return 1;
    if (high < 0n) return -1;
  }
  throw new Declined(`undecided: a sum of powers is within 2^-${MOST_BITS} of 0, and may be 0`);
}

// --- Sums of powers: a Map from the text of a to { a, n }, for the sum of n a^p, with a > 0 and n != 0 -----------

export const one = (a) => new Map([[text(a), { a, n: 1n }]]);
export const plus = (s, t, factor = 1n) => {
  const total = new Map(s);
  for (const [key, { a, n }] of t) {
    const count = (total.get(key)?.n ?? 0n) + factor * n;
    if (count) total.set(key, { a, n: count });
    else total.delete(key);
  }
  return total;
};

/** The sign at p of a sum of powers. */
export function signAt(powers, p) {
  const terms = [...powers.values()];
  if (!terms.length) return 0;
  if (p === "0") return sign(ratio(terms.reduce((total, { n }) => total + n, 0n)));
  if (p === "0+") return signOfMoments(terms.map(({ a, n }) => ({ a, w: ratio(n) })), 1);
  if (p === "1-") return signOfMoments(terms.map(({ a, n }) => ({ a, w: mul(ratio(n), a) })), -1);
  return signOfRoots(terms, p);
}

// Real v-th roots of positive rationals of which no two have a rational ratio are linearly independent over the
// rationals (Besicovitch, Mordell). So the sum is 0 only if it is 0 in each class of roots with rational ratios.
function signOfRoots(terms, p) {
  const classes = [];
  for (const { a, n } of terms) {
    const root = (one) => rationalRoot(div(a, one.a), p.d);
    const home = classes.find(root) ?? classes[classes.push({ a, w: ZERO }) - 1];
    const { n: top, d: bottom } = root(home);
    home.w = add(home.w, ratio(n * top ** p.n, bottom ** p.n));
  }
  const left = classes.filter(({ w }) => w.n);
  const signs = new Set(left.map(({ w }) => sign(w)));
  if (signs.size < 2) return [...signs][0] ?? 0;
  return refine((bits) => left.map(({ a, w }) => times(power(a, p, bits), w)).reduce(sum));
}

const rationalRoot = ({ n, d }, v) => {
  const top = root(n, v);
  const bottom = top && root(d, v);
  return bottom && { n: top, d: bottom };
};

/** The v-th root of a positive integer, by Newton's method from above; null if it is no integer. */
function root(k, v) {
  if (k === 1n) return 1n;
  if (v >= length(k)) return null;
  for (let x = 1n << (length(k) / v + 1n); ; ) {
    const next = ((v - 1n) * x + k / x ** (v - 1n)) / v;
    if (next >= x) return x ** v === k ? x : null;
    x = next;
  }
}

// Near p = 0 the sum of w a^p is the sum over k of p^k / k! times the moment sum of w (ln a)^k, and near p = 1, with a
// in the weight and 1 - p for p, the same with the sign of (-1)^k: the first moment that is not 0 decides. Moments are
// polynomials in the logarithms of numbers without common divisors. One that vanishes as a polynomial is 0; of the
// first degree no other one is; of higher degree nobody knows, and then `refine` declines.
function signOfMoments(terms, alternation) {
  const base = coprime(terms.flatMap(({ a }) => [a.n, a.d]));
  const forms = terms.map(({ a }) => base.map((b) => multiplicity(a.n, b) - multiplicity(a.d, b)));
  let polynomials = terms.map(({ w }) => new Map([[base.map(() => 0).join(), w]]));
  for (let k = 0; k < terms.length; k += 1) {
    if (collect(polynomials.flatMap((one) => [...one])).size) {
      const moment = (bits) => terms.map(({ a, w }) => times(raised(logarithm(a, bits), k, bits), w)).reduce(sum);
      return refine(moment) * alternation ** k;
    }
    polynomials = polynomials.map((one, j) => collect([...one].flatMap((entry) => byLinear(entry, forms[j]))));
  }
  return 0;
}

const raised = (interval, k, bits) => {
  let result = [1n << bits, 1n << bits];
  for (let i = 0; i < k; i += 1) result = product(result, interval, bits);
  return result;
};
const byLinear = ([key, w], form) =>
  form.flatMap((count, i) => (count ? [[key.split(",").map((e, j) => Number(e) + (i === j)).join(), mul(w, ratio(BigInt(count)))]] : []));
const collect = (entries) => {
  const total = new Map();
  for (const [key, w] of entries) total.set(key, add(total.get(key) ?? ZERO, w));
  return new Map([...total].filter(([, w]) => w.n));
};

/** Numbers > 1 without common divisors, of which all that are given are products. */
function coprime(numbers) {
  const base = [];
  for (const todo = numbers.filter((k) => k > 1n); todo.length; ) {
    const k = todo.pop();
    const i = base.findIndex((b) => gcd(b, k) > 1n);
    if (k === 1n || base[i] === k) continue;
    if (i < 0) base.push(k);
    else {
      const [b] = base.splice(i, 1);
      const g = gcd(b, k);
      todo.push(g, b / g, k / g);
    }
  }
  return base;
}

const multiplicity = (k, b) => {
  let count = 0;
  for (; k % b === 0n; k /= b) count += 1;
  return count;
};

// --- Solve: knots at the points, or one for two neighbouring points (Theorem A) ---------------------------------

/** The lines through neighbouring points: { slope, intercept }. */
const chords = (points) => points.slice(1).map(([x, y], i) => through(points[i], div(sub(y, points[i][1]), sub(x, points[i][0]))));
export const through = ([x, y], slope) => ({ slope, intercept: sub(y, mul(slope, x)) });
export const crossing = (f, g) => ({
  x: div(sub(f.intercept, g.intercept), sub(g.slope, f.slope)),
  slopeChange: sub(g.slope, f.slope),
});

/** Which gaps of a run share a knot with the one before, cheapest at p, and in how many ways that can be done. */
export function pairing(run, p) {
  const counts = [1n, 1n];
  const paired = [false];
  let last = one(run[0]); // what the last gap adds to the least price of the gaps before it
  for (let k = 1; k < run.length; k += 1) {
    const alone = one(run[k]);
    const joint = plus(one(add(run[k - 1], run[k])), last, -1n);
    const saved = signAt(plus(alone, joint, -1n), p);
    paired.push(saved > 0);
    counts.push((saved <= 0 ? counts[k] : 0n) + (saved >= 0 ? counts[k - 1] : 0n));
    last = saved > 0 ? joint : alone;
  }
  for (let k = run.length - 1; k > 0; k -= 1) if (paired[k]) paired[(k -= 1)] = false;
  return { paired, ways: counts[run.length] };
}

/** A function of least price through the points: { left, knots, fewest, ways }. */
export function solve(points, p) {
  if (points.length === 1) return { left: through(points[0], ZERO), knots: [], fewest: 0, ways: null };
  const lines = chords(points);
  const gaps = lines.slice(1).map((line, i) => sub(line.slope, lines[i].slope));
  const answer = { left: lines[0], knots: [], fewest: 0, ways: 1n };
  for (let start = 0, end; start < gaps.length; start = end) {
    for (end = start + 1; end < gaps.length && sign(gaps[end]) === sign(gaps[start]); ) end += 1;
    if (!sign(gaps[start])) continue;
    const { paired, ways } = pairing(gaps.slice(start, end).map(abs), p);
    answer.fewest += Math.ceil((end - start) / 2);
    answer.ways *= ways;
    for (let i = start; i < end; i += 1) {
      if (paired[i + 1 - start]) answer.knots.push(crossing(lines[i], lines[(i += 1) + 1]));
      else answer.knots.push({ x: points[i + 1][0], slopeChange: gaps[i] });
    }
  }
  return answer;
}

/** The price V_p as a sum of powers. */
export const price = (knots) => knots.reduce((total, { slopeChange }) => plus(total, one(abs(slopeChange))), new Map());

/** A sum of powers at a rational p, as decimals below and above: 20 places, and more where it is small. */
export function decimals(powers, p, places = 20n) {
  const bits = 4n * places + 128n;
  const [low, high] = [...powers.values()].map(({ a, n }) => times(power(a, p, bits), ratio(n))).reduce(sum, [0n, 0n]);
  const ends = [(low * 10n ** places) >> bits, -((-high * 10n ** places) >> bits)];
  if (powers.size && ends[0] < 10n ** 19n && places < 1000n) return decimals(powers, p, 2n * places);
  return ends.map((end) => `${end}`.padStart(Number(places) + 1, "0").replace(new RegExp(`(.{${places}})$`), ".$1"));
}

// --- Tolerance: as few knots as pass all gates, by windows (Theorem D) ------------------------------------------

/** The gates { x, floor, ceiling } that a function within the tolerance passes. */
export function gates(points, tolerance) {
  if (sign(tolerance) < 0) throw new Refused(`a tolerance below 0: ${text(tolerance)}`);
  const found = [];
  for (const [x, y] of points) {
    const gate = { x, floor: sub(y, tolerance), ceiling: add(y, tolerance) };
    const last = found.at(-1);
    if (!last || compare(last.x, x)) found.push(gate);
    else Object.assign(last, { floor: gate.floor, ceiling: least([last.ceiling, gate.ceiling]) });
    if (compare(found.at(-1).floor, found.at(-1).ceiling) > 0) throw new Refused(`labels at x = ${text(x)} too far apart`);
  }
  return found;
}

/** A function with the fewest knots through the gates: { left, knots }, and what forces each knot, { sign, places }. */
export function within(all) {
  const lines = [];
  const bends = [];
  let link = { floors: [], ceilings: [], lowest: null, highest: null };
  for (const gate of all) {
    const line = missed(link, gate);
    if (line) {
      lines.push(line);
      bends.push({ sign: line === link.lowest ? "-" : "+", places: [line.from[0], line.touched[0], gate.x] });
      // The side that was passed starts afresh at this gate, the other one from the last end that the line touches.
      const kept = (ends) => ends.filter(([x]) => compare(x, line.touched[0]) >= 0);
      const [floors, ceilings] = line === link.lowest ? [kept(link.floors), []] : [[], kept(link.ceilings)];
      link = { floors, ceilings, lowest: null, highest: null };
    }
    admit(link, gate);
  }
  lines.push(inside(link));
  return { left: lines[0], knots: lines.slice(1).map((line, i) => crossing(lines[i], line)), bends };
}

/** The extreme line of the link that cannot pass the gate; undefined if some line of the link passes. */
function missed({ lowest, highest }, { x, floor, ceiling }) {
  if (lowest && compare(at(lowest, x), ceiling) > 0) return lowest;
  return highest && compare(at(highest, x), floor) < 0 ? highest : undefined;
}

// The lowest line, right of the link, is the steepest from a ceiling to a floor on its right; the highest the flattest
// from a floor to a ceiling. Each gate brings new pairs only with those before it.
function admit(link, { x, floor, ceiling }) {
  for (const from of link.ceilings) link.lowest = extreme(link.lowest, from, [x, floor], 1);
  for (const from of link.floors) link.highest = extreme(link.highest, from, [x, ceiling], -1);
  link.floors.push([x, floor]);
  link.ceilings.push([x, ceiling]);
}

function extreme(line, from, touched, side) {
  const slope = div(sub(touched[1], from[1]), sub(touched[0], from[0]));
  return line && side * compare(slope, line.slope) < 0 ? line : { ...through(touched, slope), touched, from };
}

/** Some line of a link: in the middle of the slopes and of the heights that there are. */
function inside({ floors, ceilings, lowest, highest }) {
  const slope = lowest && highest ? mul(HALF, add(lowest.slope, highest.slope)) : ((lowest ?? highest)?.slope ?? ZERO);
  const intercept = (end) => through(end, slope).intercept;
  return { slope, intercept: mul(HALF, add(greatest(floors.map(intercept)), least(ceilings.map(intercept)))) };
}

export const at = (line, x) => add(mul(line.slope, x), line.intercept);

// --- Judge: a claimed function ---------------------------------------------------------------------------------

/** Take a function as solution/1 has it; knots at one place are one knot, and without a change of slope none. */
export function spline({ left, knots }) {
  const places = collect(knots.map((knot) => [text(given(knot.x)), given(knot.slope_change)]));
  return {
    left: { slope: given(left.slope), intercept: given(left.intercept) },
    knots: [...places].map(([x, slopeChange]) => ({ x: number(x), slopeChange })),
  };
}

export const value = ({ left, knots }, x) =>
  knots.filter((knot) => compare(knot.x, x) < 0).reduce((y, knot) => add(y, mul(knot.slopeChange, sub(x, knot.x))), at(left, x));

/** Whether a function passes the points, or stays within the tolerance, and nothing that does costs less. */
export function optimal(claimed, csv, p, tolerance = null) {
  const all = gates(tolerance ? table(csv) : dataset(csv), tolerance ?? ZERO);
  const passes = ({ x, floor, ceiling }) => compare(floor, value(claimed, x)) <= 0 && compare(value(claimed, x), ceiling) <= 0;
  if (!all.every(passes)) return false;
  if (tolerance) return claimed.knots.length === within(all).knots.length;
  return signAt(plus(price(claimed.knots), price(solve(dataset(csv), p).knots), -1n), p) === 0;
}

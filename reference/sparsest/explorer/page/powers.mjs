// Powers of doubles with a proved bound, from + - * / alone: what an engine makes of Math.pow is nowhere promised.
// Every operation is right to U relatively; bounds below are generous sums of such errors, never estimates.

export const U = 2 ** -53;
const LN2 = 0.6931471805599453;
const LEAST_NORMAL = 2 ** -1022;
const view = new DataView(new ArrayBuffer(8));

/** 2^k for -1022 <= k <= 1023, exactly. */
const twoTo = (k) => {
  view.setUint32(0, (k + 1023) << 20);
  view.setUint32(4, 0);
  return view.getFloat64(0);
};

/** The double nearest to a positive rational within 4 U; NaN, which decides nothing, where there is none. */
export function double({ n, d }) {
  const found = Number(n) / Number(d);
  return found >= LEAST_NORMAL && found < Infinity ? found : NaN;
}

/** ln a for a double a > 0, and in `logError` how far it may be off if a itself is right to 16 U. */
export function log(a) {
  view.setFloat64(0, a);
  const high = view.getUint32(0);
  let k = (high >>> 20) - 1023;
  view.setUint32(0, (high & 0xfffff) | (1023 << 20));
  let m = view.getFloat64(0);
  if (m > 4 / 3) {
    m /= 2;
    k += 1;
  }
  // |z| <= 1/5: the powers left out, from z^27 on, are below 2^-65 |z|.
  const z = (m - 1) / (m + 1);
  const s = z * z;
  let sum = 0;
  for (let i = 25; i > 0; i -= 2) sum = sum * s + 1 / i;
  return k * LN2 + 2 * z * sum;
}
// k ln 2 is off by 2 U |k| LN2, the series by less than 16 U, the sum by U of itself, and a by 16 U.
export const logError = (value) => U * (40 + 4 * Math.abs(value));

/** exp t for a double |t| < 700; NaN beyond. Right to expError(t) relatively, t being exact. */
export function exp(t) {
  if (!(t > -700 && t < 700)) return NaN;
  const k = Math.round(t / LN2);
  const r = t - k * LN2;
  // |r| < 0.36: the terms left out, from r^17/17! on, are below 2^-72.
  let sum = 1;
  for (let i = 16; i > 0; i -= 1) sum = 1 + (r / i) * sum;
  return sum * twoTo(k);
}
// r is off by 3 U |t| + U, as k LN2 and LN2 are; the series by less than 16 U.
const expError = (t) => U * (24 + 8 * Math.abs(t));

/** a^p from l = ln a: the value; its relative error is at most `powerError`. p is a double right to 3 U. */
export const powerOf = (l, p) => exp(p * l);
// The exponent p l is off by p logError(l) + 5 U |p l|, as p is by 3 U; 2 for exp of that error, which is below 2^-40.
export const powerError = (l, p) => 2 * (p * logError(l) + 5 * U * Math.abs(p * l) + expError(p * l));

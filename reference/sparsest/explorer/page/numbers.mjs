// Exact numbers as a reader sees them, and as places on the screen.

import { ratio, text } from "../solver/sparsest.mjs";

/** The double near a rational, of any size: for the eye only. */
export function near({ n, d }) {
  const found = Number(n) / Number(d);
  if (Number.isFinite(found) && (found || !n)) return found;
  const shift = BigInt(Math.max(`${n}`.length, `${d}`.length) - 300);
  return shift > 0n ? Number(n / 10n ** shift) / Number(d / 10n ** shift || 1n) : found;
}

/** A number in few signs: exact where that is short, else rounded, with a sign that says so. */
export function shown(a) {
  const exact = text(a);
  if (exact.length <= 9) return exact.replace("-", "\u2212");
  return `\u2248 ${Number(near(a).toPrecision(6))}`.replace("-", "\u2212");
}

/** A whole number of steps of 10^power, exactly. */
export const grid = (count, power) => (power < 0 ? ratio(BigInt(count), 10n ** BigInt(-power)) : ratio(BigInt(count) * 10n ** BigInt(power)));

/** The power of ten of the steps that points move in: some hundreds of them in a range. */
export const finest = (range) => Math.ceil(Math.log10(range / 400));

/** Round numbers for the ticks of an axis. */
export function ticks(low, high, most) {
  const rough = (high - low) / most;
  const unit = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((k) => k * unit).find((one) => one >= rough);
  const found = [];
  for (let k = Math.ceil(low / step); k * step <= high; k += 1) found.push(Number((k * step).toPrecision(12)));
  return found;
}

/** A double and its bound as the digits that are certain. */
export function certain({ value, error }) {
  if (!error) return `${value}`;
  if (!(error > 0)) return "too large for floats";
  const digits = Math.max(1, Math.min(12, Math.floor(Math.log10(value / error))));
  return `\u2248 ${Number(value.toPrecision(digits))}`;
}

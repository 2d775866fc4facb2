// What the page is about: points by x, p, tolerance, which of several minimisers. States are never changed, only replaced.

import { Refused, compare, dataset, exponent, given, text } from "../solver/sparsest.mjs";

export const MOST_POINTS = 2000;

// Beyond this a picture in doubles is none.
const LARGEST = 10n ** 300n;

/** A point; refused where it cannot be drawn. */
export function point(x, y) {
  for (const { n, d } of [x, y]) {
    if (n > LARGEST * d || -n > LARGEST * d) throw new Refused("a number beyond 1e300, which the page cannot draw");
  }
  return { x, y };
}

/** Points of a table: commas, semicolons or tabs between two entries of a line. */
export function readTable(csv) {
  const plain = csv.includes(",") ? csv : csv.replace(/[;\t]/g, ",");
  const points = dataset(plain).map(([x, y]) => point(x, y));
  if (points.length > MOST_POINTS) throw new Refused(`${points.length} points, and the page shows at most ${MOST_POINTS}`);
  return points;
}

/** p from what was typed: "0", "0+", "1-", a fraction or a decimal. */
export const readP = (word) => exponent(word.trim().replace("\u2212", "-").replace(/^0\s*\+$/, "0+"));
export const wordOfP = (p) => (typeof p === "string" ? p : text(p));

/** A tolerance from what was typed. */
export function readTolerance(word) {
  const found = given(word.trim());
  if (found.n < 0n) throw new Refused(`a tolerance below 0: ${word}`);
  return found;
}

/** The points with the one at an index moved, and where it is now; null where another one has that x. */
export function moved(points, index, x, y) {
  if (points.some((other, i) => i !== index && !compare(other.x, x))) return null;
  const fresh = point(x, y);
  const rest = points.filter((_, i) => i !== index);
  const place = rest.filter((other) => compare(other.x, x) < 0).length;
  return { points: [...rest.slice(0, place), fresh, ...rest.slice(place)], place };
}

/** What stands behind # in the address. */
export const toFragment = ({ points, p, tolerance }) =>
  `p=${wordOfP(p)}&t=${text(tolerance)}&d=${points.map(({ x, y }) => `${text(x)},${text(y)}`).join(";")}`;

/** The state of an address; throws `Refused` for one that is damaged, null where there is none. */
export function fromFragment(fragment) {
  const parts = new Map(decodeURIComponent(fragment.replace(/^#/, "")).split("&").map((one) => one.split(/=(.*)/s)));
  if (!parts.get("d")) return null;
  const points = readTable(parts.get("d").replaceAll(";", "\n"));
  return { points, p: readP(parts.get("p") ?? "0+"), tolerance: readTolerance(parts.get("t") ?? "0"), tie: 0n };
}

export const toCsv = (points) => `x,y\n${points.map(({ x, y }) => `${text(x)},${text(y)}\n`).join("")}`;

/** Past and future states. */
export class History {
  constructor(state) {
    this.past = [];
    this.now = state;
    this.future = [];
  }

  push(state) {
    this.past.push(this.now);
    if (this.past.length > 500) this.past.shift();
    this.now = state;
    this.future = [];
  }

  undo() {
    if (this.past.length) {
      this.future.push(this.now);
      this.now = this.past.pop();
    }
    return this.now;
  }

  redo() {
    if (this.future.length) {
      this.past.push(this.now);
      this.now = this.future.pop();
    }
    return this.now;
  }
}

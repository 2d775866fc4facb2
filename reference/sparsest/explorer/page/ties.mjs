// The minimisers of a run: matchings that take no pair where the sign is "-", and leave no gap alone after a "+".

const joined = (a, b) => (a && b ? { ways: a.ways + b.ways, least: Math.min(a.least, b.least), most: Math.max(a.most, b.most) } : a || b);
const EMPTY = { ways: 1n, least: 0, most: 0 };
const tables = new Map();

/** From each gap on, if it is free or taken: how many ways there are, and the least and the most pairs of one. */
function ahead(signs) {
  if (tables.has(signs)) return tables.get(signs);
  const n = signs.length + 1;
  const rows = Array.from({ length: n + 1 });
  rows[n - 1] = { free: signs[n - 2] === "+" ? null : EMPTY, taken: EMPTY };
  for (let k = n - 2; k >= 0; k -= 1) {
    const after = rows[k + 1];
    const pair = signs[k] === "-" ? null : after.taken;
    const paired = pair && { ways: pair.ways, least: pair.least + 1, most: pair.most + 1 };
    rows[k] = { free: joined(k && signs[k - 1] === "+" ? null : after.free, paired), taken: after.free, paired };
  }
  if (tables.size > 5000) tables.clear();
  tables.set(signs, rows);
  return rows;
}

/** How many minimisers a run has, and the least and the most pairs of one; null where a sign is undecided. */
export const minimisers = (signs) => (signs.endsWith("?") ? null : ahead(signs)[0].free);

/** The gaps of a run that are paired with the next one, in the minimiser of this number. */
export function matching(signs, rank) {
  const rows = ahead(signs);
  const pairs = [];
  for (let k = 0; k < signs.length; ) {
    const { paired } = rows[k];
    if (paired && rank < paired.ways) {
      pairs.push(k);
      k += 2;
      continue;
    }
    rank -= paired ? paired.ways : 0n;
    k += 1;
  }
  return pairs;
}

/** Whether a function with the fewest knots is the only one: Theorem C of docs/theory.md. */
export function rigid(gaps, runs) {
  const alone = new Map();
  for (const { gaps: own } of runs) {
    const place = own[0].place;
    if (own.length % 2 === 0) continue;
    const isolated = own.length === 1 && gaps[place - 2]?.side === 0 && gaps[place]?.side === 0;
    if (!isolated) return false;
    if (alone.has(place - 2) && alone.get(place - 2) !== own[0].side) return false;
    alone.set(place, own[0].side);
  }
  return true;
}

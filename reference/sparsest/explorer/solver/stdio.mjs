// The solver behind the conformance protocol: JSON lines on standard input and output, one answer for each command.

import { createInterface } from "node:readline";
import * as sparsest from "./sparsest.mjs";

const { text } = sparsest;
const written = ({ left, knots }) => ({
  spline: {
    left: { slope: text(left.slope), intercept: text(left.intercept) },
    knots: knots.map(({ x, slopeChange }) => ({ x: text(x), slope_change: text(slopeChange) })),
  },
  knots: knots.length,
});

function solve({ csv, p = "0+", tolerance }) {
  if (tolerance !== undefined) return within(csv, sparsest.exponent(p), sparsest.given(tolerance));
  const at = sparsest.exponent(p);
  const found = sparsest.solve(sparsest.dataset(csv), at);
  const result = { ...written(found), fewest_knots: found.fewest };
  if (at !== "0" && found.ways) result.minimizers = `${found.ways}`;
  if (typeof at !== "string") result.objective = sparsest.decimals(sparsest.price(found.knots), at);
  return result;
}

function within(csv, p, tolerance) {
  if (p !== "0") throw new sparsest.Declined("with a tolerance only p = 0");
  return written(sparsest.within(sparsest.gates(sparsest.table(csv), tolerance)));
}

function judge({ csv, p = "0", tolerance, claim }) {
  if (!claim.spline) throw new sparsest.Declined("networks are not read");
  const gate = tolerance === undefined ? null : sparsest.given(tolerance);
  return { accept: sparsest.optimal(sparsest.spline(claim.spline), csv, sparsest.exponent(p), gate) };
}

const COMMANDS = { solve, judge };

function answer({ cmd, seq, case: given }) {
  if (!Object.hasOwn(COMMANDS, cmd)) return { seq, declined: true, reason: `no command ${cmd}` };
  try {
    return { seq, result: COMMANDS[cmd](given) };
  } catch (error) {
    if (error instanceof sparsest.Declined) return { seq, declined: true, reason: error.message };
    return { seq, errored: true, context: `${error}` };
  }
}

const START = {
  version: 1,
  implementation: { name: "sparsest.mjs", version: "1.0", language: `JavaScript, Node ${process.versions.node}` },
  supports: ["solve:p=0", "solve:p=0+", "solve:p", "solve:p=1-", "tolerance", "judge"],
};

for await (const line of createInterface({ input: process.stdin })) {
  const command = JSON.parse(line);
  if (command.cmd === "stop") break;
  console.log(JSON.stringify(command.cmd === "start" ? START : answer(command)));
}

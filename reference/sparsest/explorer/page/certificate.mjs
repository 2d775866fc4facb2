// A certificate (docs/certificate_v1.md), which `sparsest verify` checks.

import { decimals, price, text } from "../solver/sparsest.mjs";

/** The certificate of an answer without a tolerance and without an undecided sign. */
export function certificate(points, answer, knots) {
  const { name, p } = answer.at;
  const objective = name === "0" ? [`${knots.length}`, `${knots.length}`] : typeof p === "string" ? null : decimals(price(knots), p);
  return {
    format: "sparsest/certificate/1",
    problem: { dimension: 1, p: name, points: points.map(({ x, y }) => [text(x), text(y)]) },
    claim: {
      knots: knots.length,
      fewest_knots: answer.fewest,
      minimizers: answer.ways === null ? "infinite" : `${answer.ways}`,
      objective,
    },
    minimizer: {
      left: { slope: text(answer.left.slope), intercept: text(answer.left.intercept) },
      knots: knots.map(({ x, slopeChange }) => ({ x: text(x), slope_change: text(slopeChange) })),
    },
    dual: answer.signs,
  };
}

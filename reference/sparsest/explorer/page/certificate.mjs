// Certificates (docs/certificate_v1.md, docs/tolerance_certificate_v1.md), which `sparsest verify` checks.

import { ZERO, abs, compare, decimals, price, sub, text, value } from "../solver/sparsest.mjs";

const given = (points) => points.map(({ x, y }) => [text(x), text(y)]);
const written = ({ left }, knots) => ({
  left: { slope: text(left.slope), intercept: text(left.intercept) },
  knots: knots.map(({ x, slopeChange }) => ({ x: text(x), slope_change: text(slopeChange) })),
});

/** The certificate of a function within a tolerance. */
export function toleranceCertificate(points, answer, tolerance) {
  const residuals = points.map(({ x, y }) => abs(sub(value(answer, x), y)));
  const order = new Map(points.map(({ x }, i) => [x, i + 1]));
  return {
    format: "sparsest/tolerance-certificate/1",
    problem: { dimension: 1, p: "0", points: given(points), tolerance: text(tolerance) },
    claim: {
      knots: answer.knots.length,
      fewest_knots: answer.bends.length,
      largest_residual: text(residuals.reduce((a, b) => (compare(a, b) < 0 ? b : a), ZERO)),
      critical: null,
    },
    spline: written(answer, answer.knots),
    bends: answer.bends.map(({ sign, places }) => [sign, ...places.map((x) => order.get(x))]),
    tighter: null,
  };
}

/** The certificate of an answer without a tolerance and without an undecided sign. */
export function certificate(points, answer, knots) {
  const { name, p } = answer.at;
  const objective = name === "0" ? [`${knots.length}`, `${knots.length}`] : typeof p === "string" ? null : decimals(price(knots), p);
  return {
    format: "sparsest/certificate/1",
    problem: { dimension: 1, p: name, points: given(points) },
    claim: {
      knots: knots.length,
      fewest_knots: answer.fewest,
      minimizers: answer.ways === null ? "infinite" : `${answer.ways}`,
      objective,
    },
    minimizer: written(answer, knots),
    dual: answer.signs,
  };
}

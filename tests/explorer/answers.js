// What the page answers to cases of the conformance suite: arguments[0] is a list of them.
const { solver, answerOf, placed } = sparsest;
const { text, ZERO } = solver;
const written = ({ left }, knots) => ({
  spline: {
    left: { slope: text(left.slope), intercept: text(left.intercept) },
    knots: knots.map(({ x, slopeChange }) => ({ x: text(x), slope_change: text(slopeChange) })),
  },
  knots: knots.length,
});

function solve({ csv, p = "0+", tolerance }) {
  if (tolerance !== undefined) {
    if (solver.exponent(p) !== "0") throw new solver.Declined("with a tolerance only p = 0");
    const found = solver.within(solver.gates(solver.table(csv), solver.given(tolerance)));
    return written(found, found.knots);
  }
  const points = solver.dataset(csv).map(([x, y]) => ({ x, y })); // also those beyond what can be drawn
  const found = answerOf({ points, p: solver.exponent(p), tolerance: ZERO, tie: 0n });
  if (found.undecided) throw new solver.Declined("undecided");
  const result = { ...written(found, placed(points, found.knots)), fewest_knots: found.fewest };
  if (found.ways !== null) result.minimizers = `${found.ways}`;
  return result;
}

function judge({ csv, p = "0", tolerance, claim }) {
  if (!claim.spline) throw new solver.Declined("networks are not read");
  const gate = tolerance === undefined ? null : solver.given(tolerance);
  return { accept: solver.optimal(solver.spline(claim.spline), csv, solver.exponent(p), gate) };
}

return arguments[0].map(({ task, given }) => {
  try {
    return (task === "judge" ? judge : solve)(given);
  } catch (error) {
    return error instanceof solver.Declined ? { declined: true, reason: error.message } : { errored: true, context: `${error}` };
  }
});

"""A network of one input: its function beside the optima of Theorem A and Theorem D."""

from __future__ import annotations

from collections.abc import Sequence

from flint import fmpq

from sparsest.data import Dataset
from sparsest.errors import NoFunctionError
from sparsest.exact.exponent import Exponent
from sparsest.spline import Spline
from sparsest.univariate.gates import Gates
from sparsest.univariate.local import local_minimizers
from sparsest.univariate.solve import Solution, solve
from sparsest.univariate.tolerance import Tolerance, ToleranceSolution, solve_within
from sparsest.validation.verdict import Comparison

__all__ = ["compared", "is_minimizer", "within_tolerance"]


def compared(spline: Spline, data: Dataset, p: Exponent, *, interpolates: bool) -> Comparison:
    """Return where a function stands to the optimum for the labels of the data.

    Parameters
    ----------
    spline : Spline
        The function.
    data : Dataset
        One label at each input.
    p : Exponent
        As for `solve`.
    interpolates : bool
        Whether the function has these labels, exactly.

    Examples
    --------
    >>> data = Dataset([0, 1, 2], [0, 0, 1])
    >>> compared(Spline(0, 0, [1], [1]), data, Exponent.read("1/2"), interpolates=True).minimal
    True
    """
    solution = solve(data, p)
    minimal = is_minimizer(spline, solution) if interpolates else None
    return Comparison(solution, minimal, spline.power_sum)


def is_minimizer(spline: Spline, solution: Solution) -> bool:
    """Return whether a function through the points is a minimiser: by complementary slackness, without a power.

    For p > 0 every minimiser is the spline of a matching (Theorem A), and the matching is one of the heaviest exactly
    if it has an edge only where the recurrence is not negative, and covers each gap after a positive one.

    Parameters
    ----------
    spline : Spline
        It goes through the points.
    solution : Solution
        Of these points.

    Examples
    --------
    >>> tie = solve(Dataset([0, 1, 2, 3, 4], [0, 0, 1, 4, 8]), "1/2")
    >>> [is_minimizer(f, tie) for f in tie.splines()], is_minimizer(Spline(0, 0, [1, 2, 3], [1, 2, 1]), tie)
    ([True, True], False)
    """
    if solution.p.name == "0" or len(solution.data) == 1:
        return len(spline.flint.knots) == solution.knots
    matching = local_minimizers(solution.data).matching_of(spline)
    if matching is None:
        return False
    edges = set(matching)
    for (start, _), signs in zip(solution.gaps.runs, solution.signs, strict=True):
        for k, sign in enumerate(signs, start):
            covered = k in edges or k + 1 in edges
            if (k in edges and sign < 0) or (sign > 0 and not covered):
                return False
    return True


def within_tolerance(
    data: Dataset, tolerance: Tolerance | None
) -> tuple[ToleranceSolution | None, Sequence[fmpq | None] | None]:
    """Return the fewest knots within a tolerance, and what each row is allowed; (None, None) if none is asked for.

    The first is None too where no function at all is within it.

    Examples
    --------
    >>> found, allowed = within_tolerance(Dataset([0, 1, 2], [0, 3, 0]), "3/2")
    >>> found.knots, allowed
    (0, [3/2, 3/2, 3/2])
    """
    if tolerance is None:
        return None, None
    try:
        found = solve_within(data, tolerance=tolerance)
    except NoFunctionError:
        # Two labels of one input are too far apart; the network is as far off as it is all the same.
        found = None
    # Each row at an input of its own, so that no two gates meet.
    rows = Gates.within(Dataset(range(len(data.rows.labels)), data.rows.labels, places=data.rows.places), tolerance)
    return found, [rows.scale] * len(rows.labels) if rows.kind == "tolerance" else rows.below

"""A network of one input: its outputs, and its function beside the optima of Theorem A and Theorem D."""

from __future__ import annotations

from collections.abc import Sequence

from flint import fmpq

from sparsest.data import Dataset
from sparsest.exact.exponent import Exponent
from sparsest.network import Network
from sparsest.spline import Spline
from sparsest.univariate.local import local_minimizers
from sparsest.univariate.solve import Solution, solve
from sparsest.univariate.tolerance import Tolerance, ToleranceSolution, solve_within
from sparsest.validation.verdict import Standing

__all__ = ["cost_of_function", "is_minimizer", "outputs", "standing", "within_tolerance"]


def outputs(spline: Spline, data: Dataset) -> list[fmpq]:
    """Return the function's values at the points of the data, exact.

    Examples
    --------
    >>> outputs(Spline(2, 1), Dataset([0, "1/2"], [0, 0]))
    [1, 2]
    """
    return [spline.value(x) for x in data.flint.x]


def cost_of_function(spline: Spline) -> Network:
    """Return the network of the function with one neuron for each kink: what its path norm is held against.

    Examples
    --------
    >>> cost_of_function(Spline(0, 0, [1], [2])).path_norm("0").rational
    Fraction(1, 1)
    """
    return Network.from_spline(spline)


def standing(spline: Spline, data: Dataset, p: Exponent, *, interpolates: bool) -> Standing:
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
    >>> standing(Spline(0, 0, [1], [1]), data, Exponent.read("1/2"), interpolates=True).minimal
    True
    """
    solution = solve(data, p)
    minimal = is_minimizer(spline, solution) if interpolates else None
    return Standing(solution, minimal, spline.power_sum - solution.spline.power_sum)


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

    Examples
    --------
    >>> found, allowed = within_tolerance(Dataset([0, 1, 2], [0, 3, 0]), "3/2")
    >>> found.knots, allowed
    (0, [3/2, 3/2, 3/2])
    """
    if tolerance is None:
        return None, None
    found = solve_within(data, tolerance=tolerance)
    gates = found.gates
    if gates.kind == "tolerance":
        return found, [gates.scale] * len(gates.labels)
    allowed: list[fmpq | None] = [None] * len(gates.labels)
    for row, width in zip(gates.order, gates.below, strict=True):
        allowed[row] = width
    return found, allowed

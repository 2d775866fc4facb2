"""Answers about linear programs: each is made from a proof, and only if it holds for the program as it was given.

How a solver found the numbers plays no part here; a wrong proof raises.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from flint import fmpq

from sparsest.errors import SparsestError
from sparsest.linear.tableau import Bound, SparseRow

__all__ = [
    "Checkable", "Feasible", "Infeasible", "Optimum", "Unbounded", "UnprovedError", "prove_infeasible",
    "prove_optimum", "prove_unbounded",
]  # fmt: skip

_ZERO = fmpq(0)


class UnprovedError(SparsestError):
    """A solver's numbers do not prove what they were taken to prove. From a public call this is a defect: report it."""


class Checkable(Protocol):
    """What a proof is checked against; `LinearProgram` documents these."""

    lower: tuple[Bound, ...]
    upper: tuple[Bound, ...]
    equalities: int

    def activities(self, point: Sequence[fmpq]) -> list[fmpq]:
        """Return [A; B] z."""

    def combine(self, multipliers: Sequence[fmpq]) -> list[fmpq]:
        """Return multipliers . [A; B]."""

    def fault(self, point: Sequence[fmpq]) -> str | None:
        """Return what the point breaks."""

    def bound(self, multipliers: Sequence[fmpq], cost: SparseRow, combination: Sequence[fmpq]) -> fmpq | None:
        """Return the lower bound that the multipliers prove."""


@dataclass(frozen=True)
class Feasible:
    """A point of the feasible set; a vertex of it unless the set contains a whole line.

    Parameters
    ----------
    point : tuple of fmpq
        z.
    """

    point: tuple[fmpq, ...]


@dataclass(frozen=True)
class Infeasible:
    """A Farkas certificate: the multipliers' combination of the rows asks for more than the bounds of z allow.

    With r = multipliers . [A; B] and multipliers >= 0 on B: multipliers . [b; h] > max of r.z over the bounds.

    Parameters
    ----------
    multipliers : tuple of fmpq
        One for each row, equalities first.
    combination : tuple of fmpq
        r. A column fixed by its bounds with r_i = 0 may be freed, and the program stays infeasible.
    """

    multipliers: tuple[fmpq, ...]
    combination: tuple[fmpq, ...]


@dataclass(frozen=True)
class Optimum:
    """A minimiser with the dual multipliers that prove it.

    Parameters
    ----------
    point : tuple of fmpq
        z; a vertex of the feasible set unless that contains a whole line.
    value : fmpq
        c.z.
    multipliers : tuple of fmpq
        One for each row, equalities first; >= 0 on B. `LinearProgram.bound` makes `value` of them.
    reduced_costs : tuple of fmpq
        c - multipliers . [A; B]: >= 0 at a lower bound, <= 0 at an upper one, 0 in between.
    """

    point: tuple[fmpq, ...]
    value: fmpq
    multipliers: tuple[fmpq, ...]
    reduced_costs: tuple[fmpq, ...]


@dataclass(frozen=True)
class Unbounded:
    """A feasible point and a direction in which the cost falls for ever.

    Parameters
    ----------
    point, ray : tuple of fmpq
        point + t ray is feasible for every t >= 0, and c.ray < 0.
    """

    point: tuple[fmpq, ...]
    ray: tuple[fmpq, ...]


def _verified(program: Checkable, point: tuple[fmpq, ...]) -> tuple[fmpq, ...]:
    if (fault := program.fault(point)) is not None:
        raise UnprovedError(f"the simplex method returned a point that breaks {fault}; please report this")
    return point


def prove_infeasible(program: Checkable, multipliers: tuple[fmpq, ...]) -> Infeasible:
    """Return the answer that the multipliers prove; `UnprovedError` if they prove none.

    Examples
    --------
    >>> from sparsest.linear.program import LinearProgram
    >>> prove_infeasible(LinearProgram(1, [([1], 2)], upper=1), (fmpq(1),)).combination
    (1,)
    """
    combination = program.combine(multipliers)
    bound = program.bound(multipliers, {}, combination)
    if bound is None or not bound > 0:
        raise UnprovedError(f"a Farkas certificate proves the bound {bound} only, not > 0; please report this")
    return Infeasible(multipliers, tuple(combination))


def prove_optimum(
    program: Checkable, cost: SparseRow, point: tuple[fmpq, ...], multipliers: tuple[fmpq, ...]
) -> Optimum:
    """Return the answer if the point is feasible and the multipliers prove its cost least; `UnprovedError` if not.

    Examples
    --------
    >>> from sparsest.linear.program import LinearProgram
    >>> prove_optimum(LinearProgram(1, [([2], 3)]), {0: fmpq(1)}, (fmpq(3, 2),), (fmpq(1, 2),)).value
    3/2
    """
    combination = program.combine(multipliers)
    value, bound = _product(cost, _verified(program, point)), program.bound(multipliers, cost, combination)
    if bound is None or bound != value:
        raise UnprovedError(f"the simplex method's value {value} has the dual bound {bound}; please report this")
    reduced = tuple(cost.get(k, _ZERO) - r for k, r in enumerate(combination))
    return Optimum(point, value, multipliers, reduced)


def prove_unbounded(program: Checkable, cost: SparseRow, point: tuple[fmpq, ...], ray: tuple[fmpq, ...]) -> Unbounded:
    """Return the answer if the point is feasible and the ray is one on which the cost falls; `UnprovedError` if not.

    Examples
    --------
    >>> from sparsest.linear.program import LinearProgram
    >>> prove_unbounded(LinearProgram(1, lower=0), {0: fmpq(-1)}, (fmpq(0),), (fmpq(1),)).ray
    (1,)
    """
    if not _is_ray(program, ray) or not _product(cost, ray) < 0:
        raise UnprovedError(f"the simplex method's ray {ray} is none; please report this")
    return Unbounded(_verified(program, point), ray)


def _product(cost: SparseRow, point: Sequence[fmpq]) -> fmpq:
    """Return c.z."""
    return sum((c * point[k] for k, c in cost.items()), _ZERO)


def _is_ray(program: Checkable, ray: Sequence[fmpq]) -> bool:
    """Return whether every feasible point stays feasible however far it moves along the ray."""
    ends = zip(ray, program.lower, program.upper, strict=True)
    if any((z < 0 and low is not None) or (z > 0 and high is not None) for z, low, high in ends):
        return False
    activities = program.activities(ray)
    return not any(activities[: program.equalities]) and all(a >= 0 for a in activities[program.equalities :])

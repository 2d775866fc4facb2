"""Why no network of a trained pattern interpolates: multipliers of the points (Farkas), checked by little code.

The multipliers m say: m . y > 0, though m . (f(x_1), ..., f(x_N)) <= 0 for every function f that the pattern allows.
The checks here use nothing of what found the multipliers.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from flint import fmpq

from sparsest.data import Dataset
from sparsest.exact.decimals import first_few
from sparsest.exact.rationals import format_rational
from sparsest.points import Points

__all__ = ["Cone", "ConeObstruction", "LineObstruction", "SignedGap"]

_ZERO = fmpq(0)


class SignedGap(NamedTuple):
    """Knots that a pattern of one input allows: anywhere in a closed gap, with slope changes of one sign.

    Parameters
    ----------
    gap : int
        As `closed_gaps` numbers them.
    sign : int
        1 or -1.
    """

    gap: int
    sign: int


class Cone(NamedTuple):
    """Neurons that a pattern of several inputs allows: one with this sign, active points and support.

    Parameters
    ----------
    sign : int
        That of v, 1 or -1.
    active : tuple of bool, shape (N,)
        Where w . xbar_i >= 0; at the other points it is <= 0.
    support : tuple of int
        The coordinates of v w that need not be 0; d is the bias.
    """

    sign: int
    active: tuple[bool, ...]
    support: tuple[int, ...]


@dataclass(frozen=True, repr=False)
class LineObstruction:
    """No spline with such knots goes through the points of one input.

    Parameters
    ----------
    multipliers : tuple of fmpq, shape (N,)
        m.

    Examples
    --------
    >>> data = Dataset([0, 1, 2], [0, 0, 1])
    >>> proof = LineObstruction((fmpq(1), fmpq(-2), fmpq(1)))
    >>> proof.holds(data, {SignedGap(0, -1), SignedGap(1, -1)}), proof.holds(data, {SignedGap(0, 1)})
    (True, False)
    """

    multipliers: tuple[fmpq, ...]

    def holds(self, data: Dataset, allowed: Collection[SignedGap]) -> bool:
        """Return whether this proves that no affine function plus such knots interpolates; exact."""
        x, y = data.flint
        if len(self.multipliers) != len(x) or _dot(self.multipliers, y) <= 0:
            return False
        affine = _dot(self.multipliers, (fmpq(1),) * len(x)) == 0 and _dot(self.multipliers, x) == 0
        return affine and all(self._never_gains(one, x) for one in allowed if 0 <= one.gap < len(x) - 1)

    def _never_gains(self, one: SignedGap, x: Sequence[fmpq]) -> bool:
        """Return whether m . (hinge at t) has never the sign of the knots: affine in t on the gap, so at its ends."""
        hinges = ([max(z - t, _ZERO) for z in x] for t in x[one.gap : one.gap + 2])
        return all(one.sign * _dot(self.multipliers, hinge) <= 0 for hinge in hinges)

    def to_json(self) -> dict[str, object]:
        """Return the multipliers that are not 0, by point counted from 0, JSON-ready.

        Examples
        --------
        >>> LineObstruction((fmpq(0), fmpq(1, 2))).to_json()
        {'multipliers': {'1': '1/2'}}
        """
        return {"multipliers": _nonzero(self.multipliers)}

    def __repr__(self) -> str:
        return f"<LineObstruction at {_places(self.multipliers)}>"


@dataclass(frozen=True, repr=False)
class ConeObstruction:
    """No network with such neurons goes through the points of several inputs.

    With s = 1 where a cone is active and -1 elsewhere, n >= 0 its own multipliers, and the sums over the points:
    sign sum_(active) m_i xbar_i = -sum_i n_i s_i xbar_i on the cone's support, and s_i xbar_i . w >= 0 inside.

    Parameters
    ----------
    multipliers : tuple of fmpq, shape (N,)
        m.
    inside : tuple of tuple of fmpq, each of shape (N,)
        n for each cone, in the order in which they were given.

    Examples
    --------
    >>> one = fmpq(1)
    >>> proof = ConeObstruction((one,), ((one,),))
    >>> proof.holds(Points([[2]], [3]), [Cone(-1, (True,), (0, 1))])
    True
    >>> proof.holds(Points([[2]], [3]), [Cone(1, (True,), (0, 1))])
    False
    """

    multipliers: tuple[fmpq, ...]
    inside: tuple[tuple[fmpq, ...], ...]

    def holds(self, points: Points, cones: Sequence[Cone]) -> bool:
        """Return whether this proves that no network with one neuron in each of the cones interpolates; exact."""
        if len(self.multipliers) != len(points) or len(self.inside) != len(cones):
            return False
        gain = _dot(self.multipliers, points.flint.y)
        return gain > 0 and all(map(self._never_gains, cones, self.inside, (points,) * len(cones)))

    def _never_gains(self, cone: Cone, inside: tuple[fmpq, ...], points: Points) -> bool:
        if len(inside) != len(points) or any(n < 0 for n in inside):
            return False
        weights = [
            (cone.sign * m + n) if on else -n for m, n, on in zip(self.multipliers, inside, cone.active, strict=True)
        ]
        return all(_dot(weights, [row[k] for row in points.lifted]) == 0 for k in cone.support)

    def to_json(self) -> dict[str, object]:
        """Return what is not 0, by point counted from 0, JSON-ready.

        Examples
        --------
        >>> ConeObstruction((fmpq(1),), ((fmpq(0),),)).to_json()
        {'multipliers': {'0': '1'}, 'inside': [{}]}
        """
        return {"multipliers": _nonzero(self.multipliers), "inside": [_nonzero(cone) for cone in self.inside]}

    def __repr__(self) -> str:
        return f"<ConeObstruction at {_places(self.multipliers)}, of {len(self.inside)} cones>"


def _dot(one: Sequence[fmpq], two: Sequence[fmpq]) -> fmpq:
    return sum((a * b for a, b in zip(one, two, strict=True) if a != 0), _ZERO)


def _places(multipliers: Sequence[fmpq]) -> str:
    used = [str(i) for i, m in enumerate(multipliers) if m != 0]
    return f"points {first_few(used, len(used), 40)}"


def _nonzero(values: Sequence[fmpq]) -> dict[str, str]:
    return {str(i): format_rational(a) for i, a in enumerate(values) if a != 0}

"""A function creased along hyperplanes, on flats of a box: bounds of it, and its exact extremes along lines.

f is affine on each cell of the arrangement of its hyperplanes in the box, so its least value is taken at a vertex. Take
a face G of the box, of the least dimension m, that holds a minimiser. If m = 0, it is a corner, an end of an edge. If
not, no minimiser is on the boundary of G, so there is a vertex inside G that is one, and m of the hyperplanes, which
all cut G, meet G there only. It is on the line where m-1 of them meet G. So it is enough to look along the lines in
which m-1 hyperplanes meet a face of dimension m, for all faces with m >= 1; and along each, f is a function of one
variable with known knots. The same goes for the greatest value. No vertex is solved for, and a line costs a few
operations a neuron.

Whether a hyperplane cuts is asked on a box around the flat, in the coordinates that are left: where it does not cut,
the neuron is affine or zero, and no flat beyond is missed, for a vertex inside G is inside that box too.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from math import comb
from typing import NamedTuple, TypeAlias

from flint import fmpq

from sparsest.multivariate.arrangement import Vector

__all__ = ["Crease", "Creased", "Interval", "Place", "extremes_on_line", "lines"]

_ZERO, _ONE = fmpq(0), fmpq(1)
# Slopes between 0 and 1 are rounded to this part: sums of rationals with as many denominators as neurons are slow.
_PART = 64

Interval: TypeAlias = tuple[fmpq, fmpq]


class Crease(NamedTuple):
    """The function v (w . [t, 1])_+."""

    v: fmpq
    weights: Vector


class Place(NamedTuple):
    """A value of f, and the input at which it is taken."""

    value: fmpq
    x: Vector


class Creased(NamedTuple):
    """A function of t = (t_1, ..., t_m) in a box: affine plus creases, each of which cuts the box.

    Parameters
    ----------
    box : tuple of (low, high), shape (m,)
        Where t is.
    affine : vector, shape (m+1,)
        The affine part, its constant last; so are all rows.
    creases : tuple of Crease
        Their hyperplanes have points of the box strictly on both sides.
    first : int
        The first of the creases along whose hyperplane `lines` may still cut.
    walls : tuple of vector
        Rows that must be >= 0: coordinates that were eliminated are in their intervals.
    back : tuple of vector
        The inputs x_1, ..., x_d at t.
    """

    box: tuple[Interval, ...]
    affine: Vector
    creases: tuple[Crease, ...]
    first: int
    walls: tuple[Vector, ...]
    back: tuple[Vector, ...]

    @classmethod
    def of(cls, box: Sequence[Interval], neurons: Iterable[Crease]) -> Creased:
        """Return the sum of neurons on a box: those that are affine there, or share a hyperplane, added up.

        Examples
        --------
        >>> one = [(fmpq(-1), fmpq(1))]
        >>> skip = [Crease(fmpq(1), (fmpq(2), fmpq(0))), Crease(fmpq(-1), (fmpq(-2), fmpq(0)))]
        >>> found = Creased.of(one, skip)
        >>> found.affine, found.creases
        ((2, 0), ())
        """
        m = len(box)
        back = tuple(tuple(_ONE if i == j else _ZERO for i in range(m + 1)) for j in range(m))
        affine, kept = _folded((_ZERO,) * (m + 1), neurons, box)
        affine, kept = _added(affine, kept)
        found = cls(tuple(box), affine, tuple(kept), 0, (), back)
        for j in reversed(range(m)):
            if box[j][0] == box[j][1]:
                found = found.fixed(j, box[j][0])
        return found

    @property
    def work(self) -> int:
        """About how many operations all its lines take: how many there may be, times the creases."""
        m, creases = len(self.box), len(self.creases)
        return sum(comb(m, k) * comb(creases, k - 1) << (m - k) for k in range(1, m + 1)) * (creases + 1)

    def place(self, t: Sequence[fmpq]) -> Place:
        """Return the value at t, and the input that t is.

        Examples
        --------
        >>> Creased.of([(fmpq(-1), fmpq(1))], [Crease(fmpq(3), (fmpq(1), fmpq(0)))]).place([fmpq(1, 2)])
        Place(value=3/2, x=(1/2,))
        """
        total = sum((v * z for v, w in self.creases if (z := _at(w, t)) > 0), _at(self.affine, t))
        return Place(total, tuple(_at(row, t) for row in self.back))

    def bounds(self) -> tuple[Interval, tuple[Vector, Vector]]:
        """Return bounds of f over the box, and the corners at which it is likely to be near them.

        With l < 0 < u the bounds of z, and any s in [0, 1], s z <= (z)_+ <= s z + max(-s l, (1-s) u): so one affine
        function bounds f from both sides, up to constants.

        Examples
        --------
        >>> Creased.of([(fmpq(-1), fmpq(1))], [Crease(fmpq(1), (fmpq(1), fmpq(0)))]).bounds()[0]
        (-1/2, 1)
        """
        slope, below, above = list(self.affine), _ZERO, _ZERO
        for v, w in self.creases:
            low, high = _range(w, self.box)
            s = fmpq((high * _PART / (high - low)).floor(), _PART)
            gap = v * max(-s * low, (1 - s) * high)
            below, above = below + min(gap, _ZERO), above + max(gap, _ZERO)
            slope = [a + v * s * b for a, b in zip(slope, w, strict=True)]
        low, high = _range(slope, self.box)
        corners = [tuple(ends[(a > 0) == up] for a, ends in zip(slope, self.box, strict=False)) for up in (False, True)]
        return (low + below, high + above), (corners[0], corners[1])

    def halves(self) -> tuple[Creased, Creased]:
        """Return the function on the two halves of the box, cut across where its creases vary most."""
        weights = [
            (high - low) * sum((abs(v * w[j]) for v, w in self.creases), _ZERO)
            for j, (low, high) in enumerate(self.box)
        ]
        j = weights.index(max(weights))
        low, high = self.box[j]
        middle = (low + high) / 2
        one, other = (self._on((*self.box[:j], part, *self.box[j + 1 :])) for part in ((low, middle), (middle, high)))
        return one, other

    def _on(self, box: tuple[Interval, ...]) -> Creased:
        affine, creases = _folded(self.affine, self.creases, box)
        return self._replace(box=box, affine=affine, creases=tuple(creases))

    def fixed(self, j: int, value: fmpq) -> Creased:
        """Return the function where t_j has this value."""
        return self._without(j, (*(_ZERO,) * (len(self.box) - 1), value), self.creases, self.first)

    def cut(self, k: int) -> Creased | None:
        """Return the function on the hyperplane of crease k, for later ones to cut; None if it misses the flat."""
        weights = self.creases[k].weights
        # The coordinate that is eliminated: one that the hyperplane does not leave free.
        j = next(i for i, a in enumerate(weights) if a != 0)
        solved = tuple(-a / weights[j] for i, a in enumerate(weights) if i != j)
        found = self._without(j, solved, self.creases[:k] + self.creases[k + 1 :], k)
        low, high = self.box[j]
        *rest, constant = solved
        walls = [(*rest, constant - low), (*(-a for a in rest), high - constant), *found.walls]
        ranges = [_range(wall, found.box) for wall in walls]
        if any(most < 0 for _, most in ranges):
            return None
        kept = (wall for wall, (least, _) in zip(walls, ranges, strict=True) if least < 0)
        return found._replace(walls=tuple(kept))

    def _without(self, j: int, solved: Vector, creases: Sequence[Crease], first: int) -> Creased:
        """Return the function where t_j is this row of the other coordinates."""

        def put(row: Vector) -> Vector:
            a = row[j]
            rest = row[:j] + row[j + 1 :]
            return rest if a == 0 else tuple(b + a * c for b, c in zip(rest, solved, strict=True))

        box = self.box[:j] + self.box[j + 1 :]
        moved = [Crease(v, put(w)) for v, w in creases]
        affine, before = _folded(put(self.affine), moved[:first], box)
        affine, after = _folded(affine, moved[first:], box)
        walls, back = tuple(map(put, self.walls)), tuple(map(put, self.back))
        return Creased(box, affine, (*before, *after), len(before), walls, back)


def lines(flat: Creased, worth: Callable[[Creased], bool], start: int = 0) -> Iterator[Creased]:
    """Yield the function along enough lines to find its extremes on the box: see the module.

    Parameters
    ----------
    flat : Creased
        A function without walls, m >= 1.
    worth : callable
        Asked of every flat of two dimensions or more: whether something is to be found there.
    start : int
        Coordinates before this one are not fixed at an end of their interval any more.

    Examples
    --------
    >>> one = (fmpq(-1), fmpq(1))
    >>> flat = Creased.of([one, one], [Crease(fmpq(1), (fmpq(1), fmpq(2), fmpq(0)))])
    >>> len(list(lines(flat, lambda _: True)))
    5
    """
    if len(flat.box) == 1:
        yield flat
    elif worth(flat):
        for j in range(start, len(flat.box)):
            for end in _ends(flat.box[j]):
                yield from lines(flat.fixed(j, end), worth, j)
        yield from _cut_lines(flat, worth)


def _ends(interval: Interval) -> Interval:
    """Return the two faces of a box in one of its coordinates."""
    return interval


def _cut_lines(flat: Creased, worth: Callable[[Creased], bool]) -> Iterator[Creased]:
    """Yield the lines in which hyperplanes meet the flat."""
    for k in range(flat.first, len(flat.creases)):
        part = flat.cut(k)
        if part is not None and len(part.box) == 1:
            yield part
        elif part is not None and worth(part):
            yield from _cut_lines(part, worth)


def extremes_on_line(line: Creased) -> tuple[Place, Place] | None:
    """Return the least and the greatest value on a line within its walls, with their inputs; None if no point is.

    Examples
    --------
    >>> flat = Creased.of([(fmpq(-1), fmpq(2))], [Crease(fmpq(3), (fmpq(1), fmpq(-1)))])
    >>> extremes_on_line(flat)
    (Place(value=0, x=(-1,)), Place(value=3, x=(2,)))
    """
    low, high = line.box[0]
    for a, b in line.walls:
        if a > 0:
            low = max(low, -b / a)
        elif a < 0:
            high = min(high, -b / a)
        elif b < 0:
            return None
    if low > high:
        return None
    found = _walk(line, low, high)
    least, greatest = (Place(value, tuple(a * t + b for a, b in line.back)) for value, t in (min(found), max(found)))
    return least, greatest


def _walk(line: Creased, low: fmpq, high: fmpq) -> list[tuple[fmpq, fmpq]]:
    """Return (value, t) at both ends and at every crease between them."""
    slope, constant = line.affine
    inside = []
    for v, (a, b) in line.creases:
        at = -b / a
        if low < at < high:
            inside.append((at, v * abs(a)))
        if (at <= low) == (a > 0):  # active right of the low end
            slope, constant = slope + v * a, constant + v * b
    value, t = slope * low + constant, low
    found = [(value, t)]
    for at, change in [*sorted(inside), (high, _ZERO)]:
        value, t = value + slope * (at - t), at
        slope += change
        found.append((value, t))
    return found


def _folded(affine: Vector, neurons: Iterable[Crease], box: Sequence[Interval]) -> tuple[Vector, list[Crease]]:
    """Return the affine part with all that is affine on the box added, and the neurons whose creases cut it."""
    kept = []
    for neuron in neurons:
        low, high = _range(neuron.weights, box)
        if low >= 0:
            affine = _plus(affine, neuron.v, neuron.weights)
        elif high > 0:
            kept.append(neuron)
    return affine, kept


def _added(affine: Vector, creases: Sequence[Crease]) -> tuple[Vector, list[Crease]]:
    """Return the same with one crease for each hyperplane, and none that cancel: (-z)_+ = (z)_+ - z."""
    keyed = sorted(((_line(w), v, w) for v, w in creases), key=lambda entry: entry[0])
    found, one = list[Crease](), None
    for key, v, w in keyed:
        if key != one:
            one = key
            found.append(Crease(_ZERO, w))
        total, base = found[-1]
        ratio = next(a / b for a, b in zip(w, base, strict=True) if b != 0)
        found[-1] = Crease(total + v * abs(ratio), base)
        if ratio < 0:
            affine = _plus(affine, v, w)
    return affine, [crease for crease in found if crease.v != 0]


def _line(weights: Vector) -> Vector:
    """Return the multiple of a vector whose first entry that is not 0 is 1."""
    lead = next(a for a in weights if a != 0)
    return tuple(a / lead for a in weights)


def _plus(row: Vector, v: fmpq, other: Vector) -> Vector:
    return tuple(a + v * b for a, b in zip(row, other, strict=True))


def _at(row: Sequence[fmpq], t: Sequence[fmpq]) -> fmpq:
    # Most entries of the rows that lead back to the inputs are 0.
    return sum((a * b for a, b in zip(row, t, strict=False) if a != 0), row[-1])


def _range(row: Sequence[fmpq], box: Sequence[Interval]) -> Interval:
    """Return the least and the greatest value of an affine function over a box."""
    low = high = row[-1]
    for a, (least, most) in zip(row, box, strict=False):
        if a > 0:
            low, high = low + a * least, high + a * most
        elif a < 0:
            low, high = low + a * most, high + a * least
    return low, high

"""The least count and the least price of networks of several inputs, by looking at all vertices; without the solver.

A neuron whose output weight is 1 or -1 has a vector z of input weights and bias. Where it is active fixes a cone, and
the rows and axes that z is orthogonal to fix a flat. Count and price are concave on each orthant, so one of least price
is the only solution of the linear system of some cones and flats: all such systems are solved, in rationals.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from itertools import combinations
from typing import Any

from flint import fmpq, fmpq_mat

from proofs_check.conformance.making.recount import cost_order
from sparsest.exact.exponent import Exponent
from sparsest.exact.rationals import to_rational

__all__ = ["BestNetworks", "InputPoints", "best_networks", "network_weights", "outputs_of", "read_input_points"]

#: Rows of inputs, and labels.
InputPoints = tuple[tuple[tuple[Fraction, ...], ...], tuple[Fraction, ...]]

_Vector = tuple[fmpq, ...]


@dataclass(frozen=True)
class BestNetworks:
    """What is true of the networks through some points at some p.

    Parameters
    ----------
    weights : tuple of fmpq
        The sizes of the weights and biases, that are not 0, of a best network.
    parameters : tuple of int
        How many of these the best networks that are vertices have.
    ways : int
        How many of these there are; at p = 0 there may be others.
    """

    weights: tuple[fmpq, ...]
    parameters: tuple[int, ...]
    ways: int


@dataclass(frozen=True)
class _Piece:
    """The vectors of a flat, for some active points.

    Parameters
    ----------
    basis : tuple of vectors
        Of the flat.
    columns : tuple of vectors
        What each of these puts out at the points.
    cone : tuple of vectors
        Rows that are to be >= 0 on the vector, or on its negative.
    """

    basis: tuple[_Vector, ...]
    columns: tuple[_Vector, ...]
    cone: tuple[_Vector, ...]


def read_input_points(csv: str) -> InputPoints:
    r"""Return the points of a table with several inputs, each once, read without the package's own reader.

    Raises
    ------
    ValueError
        If there are none, or two labels at one place.

    Examples
    --------
    >>> read_input_points("x1,x2,y\n1,0,1/2\n")
    (((Fraction(1, 1), Fraction(0, 1)),), (Fraction(1, 2),))
    """
    found: dict[tuple[Fraction, ...], Fraction] = {}
    for line in csv.splitlines()[1:]:
        *x, y = map(Fraction, line.split(","))
        if found.setdefault(tuple(x), y) != y:
            raise ValueError(f"two labels at {line}")
    if not found or len({len(x) for x in found}) > 1:
        raise ValueError("no table of points")
    return tuple(found), tuple(found.values())


@lru_cache(maxsize=256)
def best_networks(points: InputPoints, p: str) -> BestNetworks:
    """Return what is true of the networks through the points at p: "0" or a rational.

    Examples
    --------
    >>> best_networks((((Fraction(1), Fraction(2)),), (Fraction(2),)), "1/2")
    BestNetworks(weights=(1,), parameters=(1,), ways=1)
    """
    exponent, best, found = Exponent.read(p), tuple[fmpq, ...](), set[frozenset[tuple[int, _Vector]]]()
    for network in _vertices(points):
        weights = tuple(abs(a) for _, z in network for a in z if a != 0)
        order = cost_order(weights, best, exponent) if found else -1
        if order < 0:
            best, found = weights, set()
        if order <= 0:
            found.add(network)
    counts = sorted({sum(a != 0 for _, z in network for a in z) for network in found})
    return BestNetworks(best, tuple(counts), len(found))


@lru_cache(maxsize=64)
def _vertices(points: InputPoints) -> tuple[frozenset[tuple[int, _Vector]], ...]:
    rows = [(*map(to_rational, x), fmpq(1)) for x in points[0]]
    labels = [to_rational(y) for y in points[1]]
    pieces = sorted(_pieces(rows), key=lambda piece: len(piece.basis))
    return tuple(dict.fromkeys(_solved_sets(pieces, labels)))


def _solved_sets(pieces: Sequence[_Piece], labels: Sequence[fmpq]) -> Iterator[frozenset[tuple[int, _Vector]]]:
    """Yield the networks that some pieces determine, for all sets of pieces with no more dimensions than points."""

    def sets(start: int, left: int, chosen: tuple[_Piece, ...]) -> Iterator[tuple[_Piece, ...]]:
        yield chosen
        for k in range(start, len(pieces)):
            if len(pieces[k].basis) > left:
                return
            yield from sets(k + 1, left - len(pieces[k].basis), (*chosen, pieces[k]))

    for chosen in sets(0, len(labels), ()):
        network = _network(chosen, labels)
        if network is not None:
            yield network


def _network(chosen: Sequence[_Piece], labels: Sequence[fmpq]) -> frozenset[tuple[int, _Vector]] | None:
    parts = _only_solution([column for piece in chosen for column in piece.columns], labels)
    if parts is None:
        return None
    network, place = [], 0
    for piece in chosen:
        own = parts[place : place + len(piece.basis)]
        place += len(piece.basis)
        z = tuple(
            sum((m * u[k] for m, u in zip(own, piece.basis, strict=True)), fmpq(0)) for k in range(len(piece.basis[0]))
        )
        sign = _side(piece.cone, z)
        if sign == 0:
            return None
        network.append((sign, z))
    return frozenset(network)


def _only_solution(columns: Sequence[_Vector], labels: Sequence[fmpq]) -> list[fmpq] | None:
    """Return the one z, of entries other than 0, with sum z_k column_k = labels, or None."""
    if not columns:
        return [] if not any(labels) else None
    width = len(columns)
    matrix = fmpq_mat([[*(column[i] for column in columns), y] for i, y in enumerate(labels)])
    reduced, rank = matrix.rref()
    if rank != width or any(reduced[k, k] != 1 for k in range(width)):
        return None
    return [reduced[k, width] for k in range(width)]


def _pieces(rows: Sequence[_Vector]) -> Iterator[_Piece]:
    """Yield each flat with each set of active points, once for all sets that put out the same."""
    width, seen = len(rows[0]), set()
    axes = [tuple(fmpq(int(i == k)) for i in range(width)) for k in range(width)]
    for size in range(width):
        for normals in combinations([*rows, *axes], size):
            basis = _orthogonal(normals, width)
            for active in range(1, 2 ** len(rows)):
                on = [active >> i & 1 for i in range(len(rows))]
                columns = tuple(tuple(a * _dot(row, u) for a, row in zip(on, rows, strict=True)) for u in basis)
                cone = tuple(row if a else tuple(-v for v in row) for a, row in zip(on, rows, strict=True))
                if (basis, columns) in seen or (len(basis) == 1 and _side(cone, basis[0]) == 0):
                    continue
                seen.add((basis, columns))
                if all(any(column) for column in columns):
                    yield _Piece(basis, columns, cone)


def _orthogonal(normals: Sequence[_Vector], width: int) -> tuple[_Vector, ...]:
    """Return a basis, always the same one, of what is orthogonal to some vectors."""
    if not normals:
        return tuple(tuple(fmpq(int(i == k)) for i in range(width)) for k in range(width))
    reduced, rank = fmpq_mat([list(row) for row in normals]).rref()
    pivots = [next(k for k in range(width) if reduced[i, k] != 0) for i in range(rank)]
    found = []
    for free in (k for k in range(width) if k not in pivots):
        u = [fmpq(int(k == free)) for k in range(width)]
        for i, k in enumerate(pivots):
            u[k] = -reduced[i, free]
        found.append(tuple(u))
    return tuple(found)


def _dot(a: Iterable[fmpq], b: Iterable[fmpq]) -> fmpq:
    return sum((s * t for s, t in zip(a, b, strict=True)), fmpq(0))


def _side(cone: Sequence[_Vector], z: _Vector) -> int:
    """Return the sign that brings z into the cone, if there is one and z is not 0; else 0."""
    if not any(z):
        return 0
    values = [_dot(row, z) for row in cone]
    return 1 if all(v >= 0 for v in values) else -1 if all(v <= 0 for v in values) else 0


def network_weights(network: Mapping[str, Any]) -> list[fmpq]:
    """Return the sizes |v w_k| and |v b| of a network in JSON, those that are not 0.

    Examples
    --------
    >>> network_weights({"neurons": [{"output_weight": "-2", "input_weights": ["1", "0"], "bias": "3"}]})
    [2, 6]
    """
    found = []
    for neuron in network["neurons"]:
        v = Fraction(neuron["output_weight"])
        found += [abs(v * Fraction(a)) for a in (*neuron["input_weights"], neuron["bias"])]
    return [to_rational(a) for a in found if a]


def outputs_of(network: Mapping[str, Any], points: InputPoints) -> list[Fraction]:
    """Return what a network in JSON puts out at the points.

    Examples
    --------
    >>> net = {"neurons": [{"output_weight": "2", "input_weights": ["1", "0"], "bias": "-1"}]}
    >>> outputs_of(net, (((3, 0), (0, 0)), ()))
    [Fraction(4, 1), Fraction(0, 1)]
    """
    found = []
    for x in points[0]:
        total = Fraction(0)
        for neuron in network["neurons"]:
            inside = sum((Fraction(w) * a for w, a in zip(neuron["input_weights"], x, strict=True)), Fraction(0))
            total += Fraction(neuron["output_weight"]) * max(inside + Fraction(neuron["bias"]), Fraction(0))
        found.append(total)
    return found

"""Problem (8): all networks of least l^p price for a rational p in (0, 1), or as p -> 0, by enumeration of vertices.

A candidate is a set of faces whose outputs at the points are independent and reach the labels (`faces.py`); its weights
are the solution of a linear system. Sets are built face by face, those of high dimension first, in *quotient
coordinates*: all outputs and the labels modulo the span of the faces taken so far, by fraction-free elimination
(Bareiss 1968), so that integers stay determinants. With two dimensions left the multiples of the last two rays are
quotients of 2 x 2 determinants, and most pairs are ruled out by what these two cost alone (`prices.py`); the multiples
of the others follow by one left inverse for all pairs. What is not ruled out is compared exactly.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from operator import mul
from typing import NamedTuple, TypeAlias

from flint import ctx, fmpq, fmpq_mat, fmpz_mat

from sparsest.exact.clock import Clock
from sparsest.exact.decimals import format_decimal
from sparsest.exact.exponent import Exponent
from sparsest.exact.sign import sign
from sparsest.multivariate.faces import Face, faces, normals
from sparsest.multivariate.kinds import integral_labels
from sparsest.multivariate.network import MultivariateNetwork, MultivariateNeuron
from sparsest.multivariate.prices import Prices
from sparsest.multivariate.screen import Event, Screen, is_worthwhile, screen
from sparsest.points import Points

__all__ = ["MOST_RAYS", "Enumeration", "Progress"]

#: With more pairs of opposite rays than this (`most_rays`), the faces are too many to be listed.
MOST_RAYS = 400

_Ints: TypeAlias = list[int]
# The precision of the price that is shown while a search goes on.
_SHOWN_BITS = 64


class Progress(NamedTuple):
    """How far an enumeration has come.

    Parameters
    ----------
    done, total : int
        Faces that were tried as the first of a set, and all faces.
    price : str
        The best price so far, to six digits; empty where all vertices are collected.
    """

    done: int
    total: int
    price: str

    def __str__(self) -> str:
        best = f"best price {self.price}; " if self.price else ""
        return f"{best}{self.done} of {self.total} faces tried as the first of a network"


@dataclass(frozen=True)
class _Node:
    """A set of faces, and everything modulo the span of their outputs.

    Parameters
    ----------
    chosen : tuple of int
        The faces, by number.
    start : int
        Number of the first face that may follow.
    outputs : list
        For each face from there on its outputs in quotient coordinates; None for one of too high dimension.
    labels : list of int
        The labels in quotient coordinates.
    pivot : int
        The last pivot of the elimination, which divides everything after the next.
    kept : tuple of int
        The points that are the quotient coordinates.
    """

    chosen: tuple[int, ...]
    start: int
    outputs: list[list[_Ints] | None]
    labels: _Ints
    pivot: int
    kept: tuple[int, ...]


class Enumeration:
    """The enumeration of all networks that can have the least price; `networks` are the best so far.

    Parameters
    ----------
    points : Points
        The data.
    p : Exponent
        A rational in (0, 1), or "0+" for the networks of least price for every small enough p.
    start : MultivariateNetwork, optional
        An interpolant to begin with; the better it is, the faster. None to collect *all* vertices, whatever their
        price.
    clock : Clock, optional
        When the work must end (making the object, with `OutOfTimeError`); it tells a `Progress`.

    Examples
    --------
    >>> from sparsest.multivariate.constructions import first_network
    >>> points = Points([[0], [1], [2]], [0, 1, 0])
    >>> search = Enumeration(points, Exponent.read("1/2"), first_network(points))
    >>> search.run()
    True
    >>> print(search.networks[0].objective("1/2"))
    1 + 2*2^(1/2)
    >>> [n.charged for n in search.networks[0].neurons]
    [(-2, 2), (1, 0)]
    """

    def __init__(
        self,
        points: Points,
        p: Exponent,
        start: MultivariateNetwork | None,
        *,
        clock: Clock | None = None,
    ) -> None:
        self.points, self.p, self.clock = points, p, clock or Clock()
        self.faces: list[Face] = faces(points, self.clock)
        self.price = None if start is None else start.power_sum
        self.networks: list[MultivariateNetwork] = [] if start is None else [start]
        self.complete = False
        self.evaluated = 0
        self._rays_from = next(j for j, face in enumerate(self.faces) if face.dimension == 1)
        self._rays = [face.basis[0] if face.dimension == 1 else None for face in self.faces]
        self._inside = _inside(points, self.faces)
        self._labels = list(integral_labels(points))
        self._outputs = [[a for column in face.outputs for a in column] for face in self.faces]
        self._matrix = fmpq_mat(
            len(points), len(self.faces) - self._rays_from + 1, [a for row in self._table() for a in row]
        )
        self._prices = Prices(self.price, p, self._rays, self.clock)
        self._done = 0

    def _table(self) -> list[_Ints]:
        """Return for each point the outputs of all rays, and its label."""
        rays = self.faces[self._rays_from :]
        return [[*(face.outputs[0][i] for face in rays), y] for i, y in enumerate(self._labels)]

    def run(self, seconds: float | None = None) -> bool:
        """Go through all sets of faces; return whether the time sufficed, so that `networks` are all minimisers."""
        start, self.networks = self.networks, []
        outputs: list[list[_Ints] | None] = [[list(v) for v in face.outputs] for face in self.faces]
        root = _Node((), 0, outputs, self._labels, 1, tuple(range(len(self.points))))
        with self.clock.within(seconds):
            filtered = self._filter()
            if filtered is None:
                self._visit(root)
            else:
                self._follow(filtered, root)
            self.complete = True
        self.networks = self.networks or start
        return self.complete

    def _filter(self) -> Screen | None:
        """Return the filter in doubles, where the walk takes long enough and the numbers are fit for it."""
        if self.price is None or not any(self._labels) or not is_worthwhile(self.faces, len(self.points)):
            return None
        return screen(self.faces, normals(self.points), self._labels, self.p, self.clock)

    def _follow(self, filtered: Screen, root: _Node) -> None:
        """Look exactly at what the filter cannot exclude."""
        while not filtered.is_done and self.price is not None:
            for event in list(filtered.events(self.price)):
                self._tick(event.chosen[0], top=True)
                self._follow_up(event, root)
            self._tick(filtered.first, top=True)

    def _follow_up(self, event: Event, root: _Node) -> None:
        entries = [a for j in event.chosen for a in self._outputs[j]]
        many = len(entries) // len(self.points)
        if fmpz_mat(many, len(self.points), entries).rank() < many:
            return
        if event.whole:
            node: _Node | None = root
            for j in event.chosen:
                node = self._child(node, j) if node else None
            if node:
                self._visit(node)
        else:
            if fmpz_mat(many + 1, len(self.points), [*entries, *self._labels]).rank() == many:
                self._evaluate(event.chosen)

    def _visit(self, node: _Node) -> None:
        if not any(node.labels):
            # The chosen faces reach the labels alone; with more faces these would get weight 0.
            self._evaluate(node.chosen)
        elif len(node.kept) == 2 and node.start >= self._rays_from:
            self._pairs(node)
        elif len(node.kept) == 1 and node.start >= self._rays_from:
            self._last_rays(node)
        elif node.kept:
            for j in range(node.start, len(self.faces)):
                self._tick(j, top=not node.chosen)
                if node.outputs[j - node.start] is not None and (child := self._child(node, j)) is not None:
                    self._visit(child)

    def _child(self, node: _Node, j: int) -> _Node | None:
        """Return the node with face j as well; None if its outputs depend on those chosen."""
        face = self.faces[j]
        room = len(node.kept) - face.dimension
        if not self.p.is_rational and self._weights(node.chosen) + self._weights((j,)) >= self._prices.limit:
            return None
        own = node.outputs[j - node.start]
        rest = [
            vectors if vectors is not None and len(vectors) <= room else None
            for vectors in node.outputs[j - node.start + 1 :]
        ]
        labels, pivot, kept = node.labels, node.pivot, node.kept
        for k in range(face.dimension):
            vector = own[k] if own else []
            i = next((i for i, a in enumerate(vector) if a), None)
            if i is None or own is None:
                return None
            step = _Step(vector, i, pivot)
            own = own[: k + 1] + [step.apply(v) for v in own[k + 1 :]]
            rest = list(self._reduced(rest, step))
            labels, pivot, kept = step.apply(labels), vector[i], kept[:i] + kept[i + 1 :]
        return _Node((*node.chosen, j), j + 1, rest, labels, pivot, kept)

    def _reduced(self, outputs: Iterable[list[_Ints] | None], step: _Step) -> Iterator[list[_Ints] | None]:
        for vectors in outputs:
            self.clock.check()
            yield None if vectors is None else [step.apply(v) for v in vectors]

    def _weights(self, chosen: Sequence[int]) -> int:
        """Return how many weights are not 0 inside these faces: what they cost at least as p -> 0."""
        return sum(s != 0 for j in chosen for s in self.faces[j].signs[len(self.points) :])

    def _last_rays(self, node: _Node) -> None:
        """Try each ray where one dimension is left: its multiple is known at once."""
        label = abs(node.labels[0]) << self._prices.shift
        for j, vectors in enumerate(node.outputs, node.start):
            size, top = abs(vectors[0][0]) if vectors else 0, self._prices.tops[j]
            if size and (top == 0 or label < top * size):
                self._evaluate((*node.chosen, j))

    def _pairs(self, node: _Node) -> None:
        """Try each pair of rays where two dimensions are left."""
        y, z = node.labels
        first, shift = node.start, self._prices.shift
        vectors = [vectors[0] if vectors else [0, 0] for vectors in node.outputs]
        # With D = det(a, b): the multiple of a is det(y, b) / D, that of b is det(a, y) / D.
        with_labels = [(a[0] * z - a[1] * y) for a in vectors]
        shifted = [abs(a) << shift for a in with_labels]
        inverse: _Inverse | None = None
        for i, (a0, a1) in enumerate(vectors):
            self._tick(first + i, top=not node.chosen)
            own, large = with_labels[i], shifted[i]
            if own == 0:
                if a0 or a1:
                    self._evaluate((*node.chosen, first + i))
                continue
            for j in range(i + 1, len(vectors)):
                b0, b1 = vectors[j]
                size = a0 * b1 - a1 * b0
                if not size or not with_labels[j]:
                    continue
                top, own_top = self._prices.tops[first + j], self._prices.tops[first + i]
                if (top and large >= top * abs(size)) or (own_top and shifted[j] >= own_top * abs(size)):
                    continue
                inverse = inverse or self._inverse(node)
                self._finish(inverse, (first + i, -with_labels[j]), (first + j, own), size)

    def _inverse(self, node: _Node) -> _Inverse:
        columns = [column for j in node.chosen for column in self.faces[j].outputs]
        size = len(self.points)
        axes = [[int(i == k) for i in range(size)] for k in node.kept]
        matrix = fmpq_mat(size, size, [a for column in [*columns, *axes] for a in column]).transpose()
        numerators, denominator = (matrix.inv() * self._matrix).numer_denom()
        rows = [[int(a) for a in row] for row in numerators.tolist()[: len(columns)]]
        owners = [j for j in node.chosen for _ in self.faces[j].basis]
        rays = [(j, row) for j, row in zip(owners, rows, strict=True) if j >= self._rays_from]
        return _Inverse(node.chosen, rays, rows, int(denominator))

    def _finish(self, inverse: _Inverse, one: tuple[int, int], two: tuple[int, int], size: int) -> None:
        """Find the weights of a set whose last two faces are rays with the multiples one/size and two/size."""
        prices = self._prices
        spent = prices.of_ray(one[0], one[1], size) + prices.of_ray(two[0], two[1], size)
        if spent >= prices.limit:
            return
        i, j, bottom = one[0] - self._rays_from, two[0] - self._rays_from, inverse.denominator * size
        for k, row in inverse.rays:
            top = row[-1] * size - row[i] * one[1] - row[j] * two[1]
            spent += prices.of_ray(k, top, bottom)
            if top == 0 or spent >= prices.limit:
                return
        tops = [row[-1] * size - row[i] * one[1] - row[j] * two[1] for row in inverse.rows]
        last = [one[1] * inverse.denominator, two[1] * inverse.denominator]
        self._weigh((*inverse.chosen, one[0], two[0]), [*tops, *last], bottom)

    def _evaluate(self, chosen: tuple[int, ...]) -> None:
        """Solve for the weights of independent faces that reach the labels."""
        columns = [column for j in chosen for column in self.faces[j].outputs]
        if not columns:
            self._offer([])
            return
        matrix = fmpq_mat(len(columns), len(self.points), [a for column in columns for a in column])
        labels = fmpq_mat(len(self.points), 1, self._labels)
        # The normal equations have the one solution that there is.
        solution = (matrix * matrix.transpose()).solve(matrix * labels)
        numerators, denominator = solution.numer_denom()
        self._weigh(chosen, [int(a) for a in numerators.entries()], int(denominator))

    def _weigh(self, chosen: tuple[int, ...], multiples: Sequence[int], bottom: int) -> None:
        """Offer the network of these multiples of the faces' bases, over `bottom`, if its neurons lie inside."""
        self.evaluated += 1
        charged, spent, place = list[tuple[int, _Ints]](), 0, 0
        for j in chosen:
            face = self.faces[j]
            own = multiples[place : place + face.dimension]
            place += face.dimension
            vector = [sum(map(mul, own, column)) for column in zip(*face.basis, strict=True)]
            side = self._side(j, vector)
            if side == 0:
                return
            spent += self._prices.of_vector(vector, bottom)
            if spent >= self._prices.limit:
                return
            charged.append((1 if (side > 0) == (bottom > 0) else -1, vector))
        self._offer([(s, tuple(s * fmpq(a, bottom) for a in vector)) for s, vector in charged])

    def _side(self, j: int, vector: _Ints) -> int:
        """Return a positive number if the vector lies inside face j, a negative one if its negative does, else 0."""
        side = 0
        for row in self._inside[j]:
            product = sum(map(mul, row, vector))
            if product == 0 or product * side < 0:
                return 0
            side = product
        return side

    def _offer(self, charged: Iterable[tuple[int, tuple[fmpq, ...]]]) -> None:
        """Keep the network if it is no dearer than the best, exactly."""
        neurons = [MultivariateNeuron(fmpq(side), vector) for side, vector in charged]
        network = MultivariateNetwork(neurons, self.points.dimension)
        price = network.power_sum
        if self.price is None:
            self.networks.append(network)
            return
        more = sign(price - self.price, self.p)
        if more < 0:
            self.price, self.networks = price, [network]
            self._prices = Prices(price, self.p, self._rays, self.clock)
        elif more == 0:
            self.networks.append(network)

    def _tick(self, done: int, *, top: bool) -> None:
        if top:
            self._done = done
        self.clock.check(lambda: Progress(self._done, len(self.faces), self._shown_price()))

    def _shown_price(self) -> str:
        if self.price is None:
            return ""
        if self.p.is_rational:
            with ctx.workprec(_SHOWN_BITS):
                return format_decimal(self.price.at(self.p).ball().mid().fmpq(), 6)
        return str(sum(n for n, _ in self.price.terms))


class _Inverse(NamedTuple):
    """A left inverse of the chosen outputs, times the outputs of all rays and the labels, over one denominator."""

    chosen: tuple[int, ...]
    rays: list[tuple[int, _Ints]]  # the rays among the chosen, each with its row
    rows: list[_Ints]
    denominator: int


class _Step:
    """One step of fraction-free elimination: drops coordinate i with the help of a vector that is not 0 there."""

    __slots__ = ("_before", "_i", "_others", "_pivot")

    def __init__(self, vector: _Ints, i: int, before: int) -> None:
        self._i, self._pivot, self._before = i, vector[i], before
        self._others = vector[:i] + vector[i + 1 :]

    def apply(self, vector: _Ints) -> _Ints:
        """Return the vector modulo the one of this step, without coordinate i; the division is exact."""
        own, pivot, before, i = vector[self._i], self._pivot, self._before, self._i
        rest = vector[:i] + vector[i + 1 :]
        if own:
            return [(pivot * a - own * b) // before for a, b in zip(rest, self._others, strict=True)]
        return [pivot * a // before for a in rest]


def _inside(points: Points, faces: Sequence[Face]) -> list[list[tuple[int, ...]]]:
    """Return for each face normals whose products with a vector in its span are positive if it lies inside."""
    rows = normals(points)
    found = [[tuple(s * a for a in row) for row, s in zip(rows, face.signs, strict=True) if s] for face in faces]
    return [own[:1] if face.dimension == 1 else own for own, face in zip(found, faces, strict=True)]

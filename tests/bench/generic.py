"""How often N parameters are enough for N points: random data in general position, labels other than 0."""

import random
import time
from fractions import Fraction
from itertools import combinations

from flint import fmpq, fmpq_mat

from sparsest import MultivariateNetwork, MultivariateNeuron, Points
from sparsest.multivariate.fewest import Search
from sparsest.multivariate.incumbent import mixes, starts_for
from tests.bench.measure import DATASETS, table

# Dimension, number of points, random data sets with inputs of both signs, and with positive ones.
SIZES = [
    (1, 4, 100, 100),
    (2, 3, 2000, 2000),
    (2, 4, 1000, 400),
    (2, 5, 200, 200),
    (2, 6, 30, 30),
    (3, 4, 1000, 1000),
    (3, 5, 500, 500),
    (4, 5, 600, 600),
]
# Limits of the search among all networks, and of neurons taken one after the other.
_SECONDS, _MOVES = 60, 20_000


def in_general_position(points):
    """Whether no minor of [x, 1] is 0: no ties, no zeros, no d + 1 points in one hyperplane, with the origin or not."""
    rows, width = [list(row) for row in points.lifted], points.dimension + 1
    for size in range(1, min(len(rows), width) + 1):
        for chosen in combinations(rows, size):
            for columns in combinations(range(width), size):
                if fmpq_mat([[row[k] for k in columns] for row in chosen]).det() == 0:
                    return False
    return True


def drawn(dimension, count, least, rng):
    """Random points in general position, four decimals: inputs from `least` to 1, labels in [-1, 1] without 0."""
    while True:
        x = [[Fraction(rng.randint(least * 10**4, 10**4), 10**4) for _ in range(dimension)] for _ in range(count)]
        points = Points(x, [Fraction(rng.choice([-1, 1]) * rng.randint(1, 10**4), 10**4) for _ in x])
        if in_general_position(points):
            return points


class Sweep:
    """A network of N parameters by depth-first search, if neurons can be taken one after the other.

    Each meets as many points as it has weights, and is 0 at those met before. Exact; it finds most networks of N
    parameters at once, and proves nothing where it finds none.
    """

    def __init__(self, points):
        self.points, self.left = points, _MOVES
        size, width = len(points), points.dimension + 1
        self.moves = []
        for k in range(min(size, width), 0, -1):
            for support in combinations(range(width), k):
                rows = fmpq_mat([[row[j] for j in support] for row in points.lifted])
                for met in combinations(range(size), k):
                    inverse = fmpq_mat([[rows[i, j] for j in range(k)] for i in met]).inv()
                    outputs = [[a for a in row] for row in (rows * inverse).tolist()]  # noqa: C416 - flint's own
                    self.moves.append((met, support, inverse, outputs))

    def network(self):
        """Return the network, or None."""
        found = self._from(frozenset(), list(self.points.flint.y))
        return None if found is None else MultivariateNetwork(found, self.points.dimension)

    def _from(self, before, rest):
        if not any(rest):
            return []
        for met, support, inverse, outputs in self.moves:
            sign = 1 if rest[met[0]] > 0 else -1
            if not before.isdisjoint(met) or any(sign * rest[i] <= 0 for i in met):
                continue
            self.left -= 1
            if self.left < 0:
                return None
            own = [sign * rest[i] for i in met]
            values = [sum(a * b for a, b in zip(row, own, strict=True)) for row in outputs]
            if any(values[i] > 0 for i in before):
                continue
            after = [r - sign * a if a > 0 else r for r, a in zip(rest, values, strict=True)]
            if (others := self._from(before.union(met), after)) is not None:
                weights = [fmpq(0)] * (self.points.dimension + 1)
                for k, j in enumerate(support):
                    weights[j] = sum(inverse[k, i] * own[i] for i in range(len(met)))
                return [MultivariateNeuron(fmpq(sign), tuple(weights)), *others]
        return None


def excess(points):
    """Return how many more than N parameters are needed, both ways proved; None if that is open after a minute."""
    swept = Sweep(points).network()
    if swept is not None:
        # With generic labels fewer than N are not enough, so where N are, nothing is left to do.
        return checked(swept, points)
    search = Search(points)
    search.prepare()
    for mix in mixes(search.kinds, starts_for(points)):
        if (network := search.network_of(mix)).parameters <= len(points):
            return checked(network, points)
    search.run(_SECONDS)
    found = checked(search.best.network, points)
    return found if found <= 0 or search.is_optimal else None


def checked(network, points):
    if not network.interpolates(points):
        raise AssertionError("a network that does not interpolate")
    return network.parameters - len(points)


def generic_row(dimension, count, least, sets):
    rng, begin = random.Random(f"{dimension} {count} {least}"), time.process_time()
    found = [excess(drawn(dimension, count, least, rng)) for _ in range(sets)]
    more = [found.count(k) for k in (0, 1, 2)]
    cells = [sum(k is not None and k < 0 for k in found), *more, sum((k or 0) > 2 for k in found), found.count(None)]
    share = f"{100 * more[0] / sets:.2f}%"
    return (dimension, count, "positive" if least == 0 else "both signs", sets, *cells, share,
            f"{(time.process_time() - begin) / sets:.2f}")  # fmt: skip


HEADINGS = ["d", "N", "inputs", "data sets", "< N", "N", "N + 1", "N + 2", "more", "open", "N do", "CPU, s"]


def bench_generic():
    print("Fewest parameters of random data in general position: N if an exact network has N, more if a tree proves it")
    rows = [generic_row(d, n, least, sets) for d, n, *both in SIZES for least, sets in zip((-1, 0), both, strict=True)]
    table(HEADINGS, rows)
    several = [row for row in rows if row[0] > 1]
    total, enough = sum(row[3] for row in several), sum(row[4] + row[5] for row in several)
    print(f"d >= 2: N parameters are enough for {enough:,} of {total:,} data sets")
    search = Search(Points.from_csv(DATASETS / "counter_5.csv"))
    search.run()
    print(f"counter_5.csv, d = 2, N = 5: at least {search.lower}, found {search.best.count}")


BENCHMARKS = {"network-generic": bench_generic}

"""The minimisers, all of them, against brute force; and what must not change them."""

import random
from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from sparsest.exact.clock import Clock
from sparsest.exact.exponent import Exponent
from sparsest.exact.sign import sign
from sparsest.multivariate import minimize as module
from sparsest.multivariate.constructions import first_network
from sparsest.multivariate.minimize import Enumeration
from sparsest.multivariate.prices import Prices
from sparsest.multivariate.program import Program
from sparsest.points import Points

from .price_oracle import compare, least_networks
from .strategies import labelled

EXPONENTS = ["1/2", "1/3", "9/10", "1/10", "0+"]
exponents = st.sampled_from(EXPONENTS)
TRIANGLE = Points([[0], [1], [2]], [0, 1, 0])
FOUR = Points([[0, 0], [0, 1], [1, 0]], [1, 2, 0])
SQUARE = Points([[-1, -1], [-1, 1], [1, -1], [1, 1]], [-1, 0, 0, 1])
COLLINEAR = Points([[0, 0], [1, 1], [2, 2]], [1, -1, 1])
TIES = Points([[0], [1], [2], [4]], [1, -1, 2, 1])
MIXED = Points([["1/3"], [1], ["5/2"]], [2, "-1/5", 3])
SHIFTED = Points([[0, 0], [1, 2], [2, 1]], [0, 1, -1])


def enumerated(points, p, start=None):
    search = Enumeration(points, Exponent.read(p), start or first_network(points))
    assert search.run()
    assert search.complete
    return search.networks


def shape(network):
    """The network as the brute force has it."""
    return frozenset(
        (1 if n.output_weight > 0 else -1, tuple(Fraction(int(a.p), int(a.q)) for a in n.charged))
        for n in network.neurons
    )


def number(p):
    return p if p == "0+" else Fraction(p)


def agrees(points, p):
    """Whether all minimisers are found, each once, and nothing else."""
    found = [shape(network) for network in enumerated(points, p)]
    return len(found) == len(set(found)) and set(found) == least_networks(points.x, points.y, number(p))


@settings(max_examples=60)
@given(labelled(max_points=4, max_dimension=1), exponents)
@example(TRIANGLE, "1/2")
@example(TIES, "0+")
@example(MIXED, "9/10")
@example(Points([[0], [1]], [0, 0]), "1/3")
def test_enumeration__all_minimisers_of_one_input(points, p):
    assert agrees(points, p)


@settings(max_examples=40)
@given(labelled(max_points=3, max_dimension=2), exponents)
@example(FOUR, "1/2")
@example(COLLINEAR, "1/3")
def test_enumeration__all_minimisers_of_two_inputs(points, p):
    assert agrees(points, p)


@settings(max_examples=10)
@given(labelled(max_points=2, max_dimension=3), exponents)
def test_enumeration__all_minimisers_of_few_points_in_space(points, p):
    assert agrees(points, p)


@settings(max_examples=25)
@given(labelled(max_points=3, max_dimension=1))
def test_enumeration__without_a_start_all_vertices_are_collected(points):
    search = Enumeration(points, Exponent.read("1/2"), None)
    assert search.run()
    found = set(map(shape, search.networks))
    assert all(network.interpolates(points) for network in search.networks)
    for p in EXPONENTS:
        assert least_networks(points.x, points.y, number(p)) <= found


@pytest.mark.parametrize(
    ("points", "p", "minimisers"), [(FOUR, "1/2", 4), (COLLINEAR, "1/2", 4), (TIES, "0+", 2), (TRIANGLE, "1/2", 1)]
)
def test_enumeration__number_of_minimisers(points, p, minimisers):
    found = enumerated(points, p)
    assert len(found) == len(set(map(shape, found))) == minimisers
    assert enumerated(points, p, found[-1]) == found


def test_enumeration__same_vectors_with_other_signs_are_another_network():
    """On a square (x_1)_+ - (-x_2)_+ and (x_2)_+ - (-x_1)_+ are both (x_1 + x_2)/2."""
    found = enumerated(SQUARE, "1/2")
    assert len(found) == 2
    assert len({frozenset(vector for _, vector in shape(network)) for network in found}) == 1


@settings(max_examples=20)
@given(labelled(max_points=4, max_dimension=1))
def test_enumeration__near_0_the_limit_is_reached(points):
    assert {*map(shape, enumerated(points, "0+"))} == {*map(shape, enumerated(points, f"1/{10**7}"))}


@pytest.mark.parametrize("p", ["1/1000", "999/1000", 1e-12, 5e-324, f"{10**50 - 1}/{10**50}"])
@pytest.mark.parametrize("points", [TRIANGLE, FOUR, COLLINEAR], ids=["triangle", "four", "collinear"])
def test_enumeration__extreme_exponents(points, p):
    found = enumerated(points, p)
    limit = enumerated(points, "0+" if Exponent.read(p).fraction < Fraction(1, 2) else "999/1000")
    assert set(map(shape, found)) == set(map(shape, limit))


@settings(max_examples=10)
@given(labelled(max_points=4, max_dimension=1), st.sampled_from(EXPONENTS), st.sampled_from(["1e-50", "1e50", "1/3"]))
def test_enumeration__scaled_labels_scale_the_weights(points, p, factor):
    c = Fraction(factor)
    for other in (c, -c):
        scaled = Points(points.x, [other * y for y in points.y])
        expected = {
            frozenset(((s if other > 0 else -s), tuple(other * a for a in vector)) for s, vector in shape(network))
            for network in enumerated(points, p)
        }
        assert set(map(shape, enumerated(scaled, p))) == expected


@settings(max_examples=10)
@given(labelled(max_points=3, max_dimension=2), st.sampled_from(EXPONENTS), st.randoms())
def test_enumeration__axes_reflected_and_permuted(points, p, rng):
    d = points.dimension
    order, signs = rng.sample(range(d), d), [rng.choice([1, -1]) for _ in range(d)]

    def turned(x):
        return tuple(s * x[k] for s, k in zip(signs, order, strict=True))

    pairs = [(turned(x), y) for x, y in zip(points.x, points.y, strict=True)]
    rng.shuffle(pairs)
    other = Points([x for x, _ in pairs], [y for _, y in pairs])
    expected = {
        frozenset((s, (*turned(vector[:-1]), vector[-1])) for s, vector in shape(network))
        for network in enumerated(points, p)
    }
    assert set(map(shape, enumerated(other, p))) == expected


@pytest.mark.parametrize("factor", ["1e50", "1e-50"])
def test_enumeration__scaled_inputs(factor):
    """Large inputs have rays with huge entries; the biases stay, the input weights shrink."""
    c = Fraction(factor)
    for points in (TRIANGLE, SHIFTED):
        other = Points([[c * a for a in x] for x in points.x], points.y)
        for p in (Fraction(1, 2), "0+"):
            assert agrees(other, p)


@pytest.mark.slow
@pytest.mark.parametrize("p", ["1/2", "9/10", "1/10"])
def test_enumeration__no_random_network_is_cheaper(p):
    rng = random.Random(5)
    points = Points([["-1/2", "3/4"], [0, 1], ["2/3", -1], [1, "1/5"]], ["7/10", "-2/5", 1, "1/3"])
    found = enumerated(points, p)[0]
    program = Program(points)
    for _ in range(25):
        best = program.split().minimize([rng.choice([1, 1, 1, 3, 10, 50]) for _ in range(2 * program.columns)])
        other = program.to_network(program.join(best.point))
        assert other.interpolates(points)
        assert sign(other.power_sum - found.power_sum, Exponent.read(p)) >= 0


def test_enumeration__out_of_time_the_start_is_kept():
    start = first_network(FOUR)
    search = Enumeration(FOUR, Exponent.read("1/2"), start)
    assert not search.run(seconds=0)
    assert not search.complete
    assert search.networks == [start]


def test_enumeration__tells_how_far_it_is():
    told = []
    search = Enumeration(FOUR, Exponent.read("0+"), first_network(FOUR), clock=Clock(tell=told.append))
    search.run()
    assert 0 <= told[0].done <= told[0].total == len(search.faces)
    assert str(told[0]).startswith("best price ")
    assert str(told[0]).endswith("faces tried as the first of a network")


# --- planted faults: each is seen by some of the data above -----------------------------------------------------------

SEEN = [(points, p) for points in (TRIANGLE, FOUR, COLLINEAR, TIES, MIXED, SHIFTED) for p in ("1/2", "9/10", "0+")]


def without_planes(points, _):
    return [face for face in original_faces(points) if face.dimension != 2]


def without_large_faces(points, _):
    return [face for face in original_faces(points) if face.dimension < 2]


class TightPrices(Prices):
    """Bounds that are a little too small: networks at the best price are lost."""

    def __init__(self, best, p, rays, _):
        super().__init__(best, p, rays)
        self._weight = [a * 15 // 16 for a in self._weight]
        self._rays = [[a * 15 // 16 for a in row] for row in self._rays]
        self.tops = [a * 15 // 16 for a in self.tops]


def offer_strictly_cheaper(self, charged):
    before = list(self.networks)
    original_offer(self, charged)
    if before and len(self.networks) > len(before):
        self.networks = before


def evaluate_full_rank_only(self, chosen):
    if sum(self.faces[j].dimension for j in chosen) == len(self.points):
        original_evaluate(self, chosen)


def pairs_without_the_last(self, node):
    original_pairs(self, replace(node, outputs=node.outputs[:-1]))


def nothing(self, node):
    pass


def everything_inside(self, j, vector):
    return 1


def inside_closed(self, j, vector):
    products = [sum(a * b for a, b in zip(row, vector, strict=True)) for row in self._inside[j]]
    return 1 if min(products) >= 0 else -1 if max(products) <= 0 else 0


original_faces, original_offer = module.faces, Enumeration._offer
original_evaluate, original_pairs = Enumeration._evaluate, Enumeration._pairs

PLANTED = {
    "no faces of dimension 2": (module, "faces", without_planes),
    "rays only": (module, "faces", without_large_faces),
    "bounds too small": (module, "Prices", TightPrices),
    "ties left out": (Enumeration, "_offer", offer_strictly_cheaper),
    "labels reached early forgotten": (Enumeration, "_evaluate", evaluate_full_rank_only),
    "the last ray left out of pairs": (Enumeration, "_pairs", pairs_without_the_last),
    "no last rays": (Enumeration, "_last_rays", nothing),
    "the boundary counted as inside": (Enumeration, "_side", inside_closed),
    "the outside counted as inside": (Enumeration, "_side", everything_inside),
}


@pytest.mark.slow
def test_planted__nothing():
    assert all(agrees(*case) for case in SEEN)


@pytest.mark.parametrize("name", PLANTED)
def test_planted__faults_are_seen(name, monkeypatch):
    monkeypatch.setattr(*PLANTED[name])
    assert not all(agrees(*case) for case in SEEN)


def test_compare__planted_prices():
    """The judge of the brute force tells what it should."""
    assert compare([Fraction(2)] * 2, [Fraction(8)], Fraction(1, 2)) == 0
    assert compare([Fraction(2)] * 2, [Fraction(8)], "0+") == 1
    assert compare([Fraction(2), Fraction(3)], [Fraction(6), Fraction(1)], "0+") == -1
    assert compare([Fraction(1)], [Fraction(1) + Fraction(1, 10**30)], Fraction(1, 3)) == -1

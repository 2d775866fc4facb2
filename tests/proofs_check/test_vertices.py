"""The candidates, against all solutions of linear systems of cones and flats, which have no faces and no rays."""

from collections import Counter
from fractions import Fraction
from functools import cmp_to_key

import pytest

from proofs_check import fan as fans
from proofs_check import price_checker
from proofs_check import vertices as module
from proofs_check.fan import Fan
from proofs_check.network_checker import NetworkData
from proofs_check.vertices import candidates
from proofs_check.work import DEFAULT_WORK, StopError, Work
from sparsest import Points
from sparsest.exact.exponent import Exponent
from sparsest.multivariate.minimize import Enumeration
from tests.multivariate.price_oracle import least_networks

DATA = {
    "triangle": ([[0], [1], [2]], [0, 1, 0]),
    "four points": ([[0], [1], [2], [4]], [1, -1, 2, 1]),
    "the plane": ([[0, 0], [0, 1], [1, 0]], [1, 2, 0]),
    "collinear": ([[0, 0], [1, 1], [2, 2]], [1, -1, 1]),
    "fractions": ([[Fraction(1, 3)], [1], [Fraction(5, 2)]], [2, Fraction(-1, 5), 3]),
    "one point": ([[3]], [2]),
    "space": ([[0, 0, 1], [1, 0, 0]], [1, 2]),
    "labels 0": ([[0], [1]], [0, 0]),
}


def listed(name, work=DEFAULT_WORK):
    x, y = DATA[name]
    rows = [[Fraction(a) for a in row] + [Fraction(1)] for row in x]
    return list(candidates(Fan(Work(work), NetworkData(len(x[0]), rows, [Fraction(v) for v in y]))))


@pytest.mark.parametrize("name", DATA)
def test_candidates__have_the_least_networks_at_every_p(name):
    found = Counter(listed(name))
    for p in ("0+", Fraction(1, 10), Fraction(1, 2), Fraction(9, 10)):
        least = [tuple(sorted(abs(a) for _, w in net for a in w if a)) for net in least_networks(*DATA[name], p)]
        for weights, many in Counter(least).items():
            assert found[weights] >= many


@pytest.mark.parametrize("name", [name for name in DATA if any(DATA[name][1])])
def test_candidates__are_those_of_the_solver(name):
    search = Enumeration(Points(*DATA[name]), Exponent.read("0+"), None)
    assert search.run()
    theirs = [[(n, a) for n, a in network.power_sum.terms] for network in search.networks]
    whole = [tuple(sorted(Fraction(int(a.p), int(a.q)) for n, a in terms for _ in range(n))) for terms in theirs]
    assert sorted(whole) == sorted(listed(name))


def test_candidates__labels_0_need_no_weights():
    assert listed("labels 0") == [()]


def test_candidates__keep_to_the_work_that_is_granted():
    with pytest.raises(StopError, match="work limit"):
        listed("four points", work=20_000)


def without_planes(self):
    return (face for face in original_faces(self) if len(face[1]) != 2)


def with_all_inside(self, *given):
    original_fan(self, *given)
    self.inside = [[] for _ in self.inside]


original_faces, original_fan = fans.Fan.make_faces, fans.Fan.__init__
PLANTED = {
    "no faces of dimension 2": (fans.Fan, "make_faces", without_planes),
    "the outside counted as inside": (fans.Fan, "__init__", with_all_inside),
    "only single faces": (module, "_larger", lambda fan, some: iter(()) if some.chosen else larger(fan, some)),
}
larger = module._larger


@pytest.mark.parametrize("name", PLANTED)
def test_planted__faults_are_seen(name, monkeypatch):
    right = listed("four points"), listed("the plane")
    monkeypatch.setattr(*PLANTED[name])
    assert (listed("four points"), listed("the plane")) != right


@pytest.mark.parametrize("p", ["0+", Fraction(1, 3), Fraction(9, 10)])
@pytest.mark.parametrize("name", DATA)
def test_candidates__least_price_and_number_are_those_of_the_checker_that_passes_over_sets(name, p):
    """The price checker excludes most sets by bounds; here none is excluded."""
    x, y = DATA[name]
    rows = [[Fraction(a) for a in row] + [Fraction(1)] for row in sorted(x)]
    labels = [Fraction(v) for _, v in sorted(zip(x, y, strict=True))]
    data, work = NetworkData(len(x[0]), rows, labels), Work(DEFAULT_WORK)
    every = [list(weights) for weights in candidates(Fan(work, data))]
    least = min(every, key=cmp_to_key(lambda one, two: price_checker._dearer(work, p, one, two)))
    signs = [price_checker._dearer(work, p, weights, least) for weights in every]
    assert price_checker._Walk(work, data, p, least).count() == (None, signs.count(0))
    dearer = [weights for weights, side in zip(every, signs, strict=True) if side > 0]
    for weights in dearer[:3]:
        cheaper, _ = price_checker._Walk(work, data, p, weights).count()
        assert cheaper is not None
        assert price_checker._dearer(work, p, cheaper, weights) < 0

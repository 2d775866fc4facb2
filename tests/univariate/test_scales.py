"""Critical scales against brute force over all triples of rows."""

import random
from fractions import Fraction
from itertools import combinations

import pytest
from flint import fmpq

from sparsest import Dataset, SparsestError
from sparsest.univariate import scales as scales_module
from sparsest.univariate.gates import Gates
from sparsest.univariate.scales import Run, Scales, limit, simplest_between
from sparsest.univariate.windows import Bend
from tests.univariate.gate_oracle import fewest_by_blocks


def scaled(gates, scale):
    """The gates at a scale, one for each input, by the definition and in fractions."""
    x = [Fraction(int(t.p), int(t.q)) for t in gates.data.flint.x]
    low, high = [None] * len(x), [None] * len(x)
    for k, row in enumerate(gates.points):
        y, below, above = (
            None if v is None else Fraction(int(v.p), int(v.q))
            for v in (gates.labels[k], gates.below[k], gates.above[k])
        )
        if below is not None:
            low[row] = y - scale * below if low[row] is None else max(low[row], y - scale * below)
        if above is not None:
            high[row] = y + scale * above if high[row] is None else min(high[row], y + scale * above)
    return x, low, high


def candidates(gates):
    """All scales at which three ends are in line, or two at one x meet."""
    found = {Fraction(0)}
    n = len(gates.labels)
    for a, b, c in combinations(range(n), 3):
        if gates.points[a] < gates.points[b] < gates.points[c]:
            for sign in (-1, 1):
                outer, inner = (gates.above, gates.below) if sign < 0 else (gates.below, gates.above)
                if None not in (outer[a], inner[b], outer[c]) and (at := limit(gates, Bend(sign, a, b, c))) is not None:
                    found.add(Fraction(int(at.p), int(at.q)))
    for a, b in combinations(range(n), 2):
        if gates.points[a] == gates.points[b]:
            for one, two in ((a, b), (b, a)):
                width = (gates.below[two] or 0) + (gates.above[one] or 0)
                if None not in (gates.below[two], gates.above[one]) and width:
                    at = (gates.labels[two] - gates.labels[one]) / width
                    found.add(Fraction(int(at.p), int(at.q)))
    return sorted(t for t in found if t >= 0)


def fewest(gates, scale):
    """The fewest knots at a scale; None if the gates at one x do not meet."""
    x, low, high = scaled(gates, scale)
    if any(a is not None and b is not None and a > b for a, b in zip(low, high, strict=True)):
        return None
    return fewest_by_blocks(x, low, high)


def drawn(rng):
    """Gates that hold their labels: one tolerance, several, or bounds; with and without rows at one x."""
    n, ties = rng.randint(1, 8), rng.random() < 0.4
    x = sorted(rng.randint(0, 5) for _ in range(n)) if ties else list(range(n))
    data = Dataset(x, [rng.randint(-5, 5) for _ in x], ties="gates")
    m = len(data.rows.points)
    kind = rng.randrange(3)
    if kind == 0:
        return Gates.within(data, 20)
    if kind == 1:
        return Gates.within(data, [rng.choice([20, 30, "inf", 20 if ties else 0]) for _ in range(m)])
    lower = [None if rng.random() < 0.2 else y - rng.choice([20, 50]) for y in data.rows.labels]
    return Gates.between(data, lower, [None if rng.random() < 0.2 else y + 30 for y in data.rows.labels])


@pytest.mark.slow
def test_least__brute_force_over_all_candidates():
    rng, kinds = random.Random(417), set()
    for _ in range(400):
        gates = drawn(rng)
        found = Scales(gates)
        high = gates.scale
        at = [(t, fewest(gates, t)) for t in candidates(gates) if t <= Fraction(int(high.p), int(high.q))]
        first = next(t for t, k in at if k is not None)
        assert found.start.scale == fmpq(first.numerator, first.denominator)
        enough = Scales(gates).at(high).knots
        for knots in range(enough, max(k for _, k in at if k is not None) + 1):
            expected = next(t for t, k in at if k is not None and k <= knots)
            critical = found.least(knots, high)
            assert critical.scale == fmpq(expected.numerator, expected.denominator), (gates, knots)
            kinds.add((bool(critical.bends), bool(critical.apart)))
            assert critical.scale == 0 or critical.apart or len(critical.bends) == knots + 1
            for bend in critical.bends:
                assert (at_most := limit(gates, bend)) is None or at_most >= critical.scale
    assert kinds == {(False, False), (True, False), (False, True)}


def test_least__what_a_planted_fault_does(monkeypatch):
    """The limit of another bend than the (k+1)-th largest is noticed by the brute force above."""
    data = Dataset([0, 1, 2, 3, 4], [0, 3, 0, 5, 0])
    right = Scales(Gates.within(data, 9)).least(1, fmpq(9)).scale
    monkeypatch.setattr(Run, "limit", lambda self, _: self.limits[-1][0])
    assert Scales(Gates.within(data, 9)).least(1, fmpq(9)).scale != right


def test_least__a_step_of_two_knots():
    """Two bends with one limit fall together."""
    gates = Gates.within(Dataset([0, 1, 2, 3, 4], [0, 2, 0, 2, 0]), 9)
    found = Scales(gates)
    assert found.at(fmpq(0)).knots == 3
    assert [found.least(k, fmpq(9)).scale for k in (2, 1, 0)] == [1, 1, 1]


def test_runs__are_remembered(monkeypatch):
    found, walks = Scales(Gates.within(Dataset(range(6), [0, 3, 1, 4, 2, 9]), 9)), []
    walk = Gates.walk
    monkeypatch.setattr(Gates, "walk", lambda self, scale: walks.append(scale) or walk(self, scale))
    first = [found.least(k, fmpq(9)).scale for k in (0, 1, 2)]
    many = len(walks)
    assert [found.least(k, fmpq(9)).scale for k in (0, 1, 2)] == first
    assert (len(walks), len(set(map(str, walks)))) == (many, many)


def test_limit__always_forced_without_widths():
    gates = Gates.within(Dataset([0, 1, 2], [0, 3, 0]), [0, 0, 0])
    assert limit(gates, Bend(-1, 0, 1, 2)) is None
    with pytest.raises(SparsestError, match="please report"):
        Scales(gates).at(fmpq(1)).limit(0)


def test_progress__is_told_of_every_walk():
    told = []
    Scales(Gates.within(Dataset([0, 1, 2], [0, 3, 0]), 9), told.append).least(0, fmpq(9))
    assert set(told) == {3}


def test_simplest_between__has_the_least_denominator():
    rng = random.Random(1)
    for _ in range(300):
        low, high = sorted(fmpq(rng.randint(0, 60), rng.randint(1, 40)) for _ in range(2))
        if low < high:
            found = simplest_between(low, high)
            assert low <= found <= high
            least = next(d for d in range(1, 99) if (low * d).ceil() <= high * d)
            assert found.q == least
    assert scales_module.simplest_between(fmpq(0), fmpq(1, 9)) == 0

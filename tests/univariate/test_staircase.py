"""The staircase of the fewest knots: every step, none between, and none left out."""

import random
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given, settings

from proofs_check.cases.strategies import data_sets
from sparsest import Dataset, Staircase, UsageError, solve, staircase
from sparsest.univariate import staircase as module
from sparsest.univariate.staircase import Step
from tests.bench.measure import DATASETS
from tests.univariate.gate_oracle import fewest_by_blocks, is_bent


def fewest(data, eps):
    return fewest_by_blocks(data.x, [y - eps for y in data.y], [y + eps for y in data.y])


def brute(data):
    """Every step, by all triples of points: half of how far the middle one is from the line of the others."""
    n, limits = len(data), {Fraction(0)}
    for a in range(n):
        for b in range(a + 1, n):
            for c in range(b + 1, n):
                (x, u), (y, v), (z, w) = ((data.x[k], data.y[k]) for k in (a, b, c))
                limits.add(abs(v - (u * (z - y) + w * (y - x)) / (z - x)) / 2)
    steps = [Step(eps, fewest(data, eps)) for eps in sorted(limits)]
    return [step for before, step in pairwise([Step(Fraction(-1), -1), *steps]) if before.knots != step.knots]


@settings(max_examples=100, deadline=None)
@given(data_sets(1, 7))
def test_staircase__brute_force(points):
    data = Dataset(*points)
    found = staircase(data)
    assert list(found.steps) == brute(data)
    assert found.steps[0] == (0, solve(data, "0").fewest_knots)
    assert found.steps[-1].knots == 0
    assert all(a.tolerance < b.tolerance and a.knots > b.knots for a, b in pairwise(found.steps))


def test_staircase__nile_every_step():
    data = Dataset.from_csv(DATASETS / "nile.csv")
    found = staircase(data)
    assert len(found.steps) == 76
    assert found.steps[:2] == (Step(Fraction(0), 76), Step(Fraction(33, 4), 75))
    assert found.steps[-1] == (417, 0)
    for eps, knots in found.steps[::9]:
        assert solve(data, tolerance=eps, fit="any").knots == knots == solve(data, tolerance=eps).knots
        if eps:
            assert solve(data, tolerance=eps - Fraction(1, 10**30), fit="any").knots > knots


def test_staircase__parts_of_it():
    data = Dataset.from_csv(DATASETS / "nile.csv")
    every = staircase(data).steps
    assert staircase(data, most=5).steps == every[-5:]
    assert staircase(data, most=10**6).steps == every
    part = staircase(data, lowest=100, highest="150.5").steps
    assert part[0] == (100, solve(data, tolerance=100, fit="any").knots)
    assert part[1:] == tuple(step for step in every if 100 < step.tolerance <= Fraction(301, 2))
    assert staircase(data, lowest=every[7].tolerance, highest=every[9].tolerance).steps == every[7:10]
    assert staircase(data, highest=every[3].tolerance, most=2).steps == every[2:4]
    assert staircase(data, lowest=1000).steps == (Step(Fraction(1000), 0),)
    assert staircase(data, lowest=5, highest=5).steps == (Step(Fraction(5), 76),)


def test_staircase__several_labels_at_one_x():
    """The first step is where the gates at every x meet."""
    data = Dataset([0, 1, 1, 2, 3], [0, 3, 5, 0, 1], ties="gates")
    found = staircase(data)
    assert found.steps[0].tolerance == 1
    assert [solve(data, tolerance=eps, fit="any").knots for eps, _ in found.steps] == [k for _, k in found.steps]
    assert staircase(data, highest="1/2").steps == ()
    assert repr(staircase(data, highest="1/2")) == "<Staircase of 4 points: 0 steps>"


def test_staircase__of_what_has_one_step():
    for data in (Dataset([3], [7]), Dataset([0, 1], [5, -5]), Dataset([0, 1, 2], [1, 3, 5])):
        assert staircase(data).steps == (Step(Fraction(0), 0),)


@pytest.mark.slow
def test_staircase__monotone_mirrored_reversed_sheared():
    rng = random.Random(5)
    for _ in range(30):
        x, y = sorted(rng.sample(range(99), 12)), [rng.randint(-9, 9) for _ in range(12)]
        steps = staircase(Dataset(x, y)).steps
        assert staircase(Dataset(x, [-v for v in y])).steps == steps
        assert staircase(Dataset([-t for t in x], y)).steps == steps
        assert staircase(Dataset(x, [v + 7 * t - 3 for t, v in zip(x, y, strict=True)])).steps == steps
        twice = staircase(Dataset([3 * t for t in x], [2 * v for v in y])).steps
        assert [(eps / 2, knots) for eps, knots in twice] == list(steps)


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"most": 0}, "most = 0: give the number of steps, 1 or more"),
        ({"most": True}, "most = True"),
        ({"lowest": -1}, "lowest = -1 is negative"),
        ({"highest": "x"}, "highest: 'x' is not a finite number"),
        ({"lowest": 2, "highest": 1}, "highest = 1 is below lowest = 2; swap them"),
    ],
)
def test_usage__is_refused(options, said):
    with pytest.raises(UsageError) as caught:
        staircase(Dataset([0], [0]), **options)
    assert str(caught.value).startswith(said)
    with pytest.raises(UsageError, match="list is no data set"):
        staircase([1])


def test_to_json__and_progress():
    told = []
    found = staircase(Dataset([0, 1, 2], [0, 3, 0]), progress=told.append)
    assert isinstance(found, Staircase)
    assert set(told) == {3}
    assert found.to_json() == {
        "schema": "sparsest/tolerance/1",
        "steps": [{"tolerance": "0", "knots": 1}, {"tolerance": "3/2", "knots": 0}],
    }


def test_brute__is_no_copy_of_the_search(monkeypatch):
    """A planted fault, steps one knot at a time: it is noticed where two fall at once."""
    data = Dataset([0, 1, 2, 3, 4], [0, 2, 0, 2, 0])
    assert brute(data) == list(staircase(data).steps) == [Step(Fraction(0), 3), Step(Fraction(1), 0)]
    assert is_bent(data.x, data.y, data.y, 0, 1, 2)
    monkeypatch.setattr(
        module, "_downwards", lambda scales, *_: iter([(scales.least(0, scales.start.scale + 9).scale, 0)])
    )
    assert brute(data) != list(staircase(data).steps)

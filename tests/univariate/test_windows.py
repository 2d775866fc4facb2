"""The greedy by windows against two oracles, and faults that they see."""

import random
import types
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import pytest
from flint import fmpq

from sparsest.univariate import windows
from sparsest.univariate.windows import DOWN, UP, Bend, Line, walk
from tests.univariate.gate_oracle import (
    drawn,
    feasible,
    fewest_by_blocks,
    fewest_by_signs,
    is_bent,
    knots_of_signs,
    passes,
)


def check(found, x, low, high):
    """The function passes, has as many knots as there are bends, and these are forced, apart, and touch rightmost."""
    assert passes(found.lines, x, low, high)
    assert len(found.lines) == len(found.bends) + 1
    for one, two in pairwise(found.lines):
        assert (two.rise * one.run - one.rise * two.run) != 0
    for sign in (DOWN, UP):
        floors, ceilings = (low, high) if sign == DOWN else ([neg(v) for v in high], [neg(v) for v in low])
        own = [bend for bend in found.bends if bend.sign == sign]
        assert all(is_bent(x, floors, ceilings, *bend[1:]) for bend in own)
        assert all(one.c <= two.a for one, two in pairwise(own))
        for _, a, b, c in own:
            slope = Fraction(floors[b] - ceilings[a]) / (x[b] - x[a])
            beyond = [k for k in range(b + 1, c) if floors[k] is not None]
            assert all(floors[k] < floors[b] + slope * (x[k] - x[b]) for k in beyond)


def neg(value):
    return None if value is None else -value


@pytest.mark.slow
def test_walk__brute_force_over_all_signs():
    """N <= 8: an exact linear program for every assignment of signs."""
    rng, seen = random.Random(1986), set()
    for _ in range(400):
        gates = drawn(rng, 8)
        found = walk(*gates)
        check(found, *gates)
        assert len(found.bends) == fewest_by_signs(*gates), gates
        seen.add(len(found.bends))
    assert seen >= set(range(6))


@pytest.mark.slow
def test_walk__blocks():
    rng = random.Random(1981)
    for _ in range(4000):
        gates = drawn(rng, 15)
        found = walk(*gates)
        check(found, *gates)
        assert len(found.bends) == fewest_by_blocks(*gates), gates


def test_walk__mirror_reversal_shear_and_kind_of_number():
    rng = random.Random(21)
    for _ in range(600):
        x, low, high = drawn(rng, 12)
        many = len(walk(x, low, high).bends)
        assert len(walk(x, [neg(v) for v in high], [neg(v) for v in low]).bends) == many
        assert len(walk([-t for t in x[::-1]], low[::-1], high[::-1]).bends) == many
        lean = [[None if v is None else 3 * v + 5 * t for t, v in zip(x, ends, strict=True)] for ends in (low, high)]
        assert len(walk(x, *lean).bends) == many
        exact = [[None if v is None else fmpq(*Fraction(v).as_integer_ratio()) for v in ends] for ends in (low, high)]
        assert walk(x, *exact).bends == walk(x, low, high).bends


@pytest.mark.parametrize(
    ("low", "high", "bends"),
    [
        ([0, 1, 2, 3], [0, 1, 2, 3], 0),  # collinear points
        ([0, 1, 1, 0], [1, 2, 2, 1], 0),  # a line that touches all four
        ([0, 2, 2, 0], [1, 3, 3, 1], 1),
        ([0, 2, 2, 0], [2, 3, 3, 2], 0),  # they touch
        ([0, 2, 2, 0], [2, 3, 3, Fraction(2) - Fraction(1, 10**99)], 1),
        ([None] * 4, [None] * 4, 0),
        ([5, None, 5, None], [None, -5, None, -5], 2),
        ([0, 0, 0, 0], [None] * 4, 0),
        ([-9, -1, -2, -8], [9, 1, 2, 8], 0),  # nested
    ],
)
def test_walk__by_hand(low, high, bends):
    x = [0, 1, 2, 3]
    assert len(walk(x, low, high).bends) == bends == fewest_by_signs(x, low, high)


def test_walk__one_link_crosses_the_window_before_the_gates_of_its_end():
    """The second link passes above the ceilings that it does not use: imposing them costs a knot."""
    x, low, high = [0, 1, 2, 3, 4, 5], [0, 4, 8, None, 0, -8], [0, 4, 8, 14, 0, -8]
    assert walk(x, low, high).bends == [Bend(DOWN, 1, 2, 4)]
    assert fewest_by_signs(x, low, high) == 1


def test_walk__the_lines_of_one_bend():
    found = walk([0, 1, 2, 3], [0, 2, 2, 0], [1, 3, 3, 1])
    assert found.bends == [Bend(DOWN, 0, 1, 3)]
    assert found.lines == [Line(1, 1, 1), Line(-2, 8, 2)]


SOURCE = Path(windows.__file__).read_text()
FAULTS = {
    "ceilings imposed on the part that is not used": (
        "lowest, highest = _Lowest(), _after(x, low, -1, floors, j)",
        "lowest, highest = _after(x, high, 1, floors, j), _after(x, low, -1, floors, j)",
    ),
    "floors imposed on the part that is not used": (
        "lowest, highest = _after(x, high, 1, ceilings, j), _Lowest()",
        "lowest, highest = _after(x, high, 1, ceilings, j), _after(x, low, -1, ceilings, j)",
    ),
    "leftmost touch": (
        "if not hull or self.passes_above(end[0], end[1]):",
        "if not hull or self.passes_above(end[0], end[1] - Fraction(1, 10**90)):",
    ),
    "strict instead of weak": ("rise * (x - bx) > (y - by) * run", "rise * (x - bx) >= (y - by) * run"),
    "off by one gate: the touched one forgotten": ("for i in range(start, stop):", "for i in range(start + 1, stop):"),
    "off by one gate: the last one forgotten": ("for i in range(start, stop):", "for i in range(start, stop - 1):"),
    "off by one gate: the end of the link": (
        "floors, ceilings = bends[-1].b, j\n",
        "floors, ceilings = bends[-1].b, j + 1\n",
    ),
    "the line does not turn on": ("            k += 1\n", "            break\n"),
    "a hull that is none": ("            hull.pop()\n", "            break\n"),
}


@pytest.mark.slow
@pytest.mark.parametrize("fault", FAULTS)
def test_walk__planted_faults_are_seen(fault):
    old, new = FAULTS[fault]
    assert SOURCE.count(old) == 1
    module = types.ModuleType("planted")
    module.Fraction = Fraction
    exec(compile(SOURCE.replace(old, new), fault, "exec"), module.__dict__)  # noqa: S102 - our own text
    rng = random.Random(4)
    assert any(is_noticed(module, drawn(rng, 12)) for _ in range(3000))


def is_noticed(module, gates):
    """Whether gates show that a walk is faulty."""
    try:
        found = module.walk(*gates)
        check(found, *gates)
        return len(found.bends) != fewest_by_blocks(*gates)
    except (AssertionError, ZeroDivisionError):
        return True


def test_walk__visits_every_gate_at_most_twice(monkeypatch):
    """Linear: so many ends are taken by each of the two lines of a link."""
    taken = {"floor": 0, "ceiling": 0}
    for name in taken:
        method = getattr(windows._Lowest, f"add_{name}")

        def counting(self, end, method=method, name=name):
            taken[name] += 1
            method(self, end)

        monkeypatch.setattr(windows._Lowest, f"add_{name}", counting)
    rng, n = random.Random(3), 5000
    y = [0]
    for _ in range(n - 1):
        y.append(y[-1] + rng.randint(-9, 9))
    walk(range(n), [v - 6 for v in y], [v + 6 for v in y])
    assert taken["floor"] == 2 * n
    assert 2 * n < taken["ceiling"] <= 4 * n


def test_oracle__knots_of_signs_and_programs_by_hand():
    assert [knots_of_signs(s) for s in ((), (1,), (1, 1, 1), (1, -1, 1), (1, 1, -1, -1))] == [0, 1, 2, 3, 2]
    assert feasible([[1, 1]], [0, 0, 3], [1, 2, 3])
    assert not feasible([[1, 1]], [0, 0, 4], [1, 2, None])
    assert feasible([[1, -1], [1, 1]], [None, None, 1, None], [None, None, None, -1])

import math
from fractions import Fraction

import numpy as np
import pytest
from flint import ctx

from sparsest import UndecidedError
from sparsest.campaign.families import FAMILIES
from sparsest.exact.exponent import Exponent
from sparsest.fast import referee as module
from sparsest.fast.referee import Referee, nearest_double
from tests import oracles
from tests.fast import checks

HALF = Exponent.read("1/2")


def rationals(count, seed):
    """Yield rationals where rounding is delicate: doubles, middles of two, and what lies just beside."""
    rng = np.random.default_rng(seed)
    for _ in range(count):
        a = float(rng.uniform(1, 2) * 2.0 ** rng.integers(-1074, 1023) * rng.choice([-1, 1]))
        b = math.nextafter(a, math.inf)
        middle = (Fraction(a) + Fraction(b)) / 2
        yield from (Fraction(a), middle, *(middle + s * abs(middle) / 2**400 for s in (-1, 1)))


def test_nearest_double__none_is_nearer():
    for value in rationals(200, 0):
        found = nearest_double(value)
        error = abs(Fraction(found) - value)
        for other in (math.nextafter(found, -math.inf), math.nextafter(found, math.inf)):
            if math.isfinite(other):
                assert error <= abs(Fraction(other) - value)
                # The even one, if two are as near.
                assert error < abs(Fraction(other) - value) or int(np.float64(found).view(np.int64)) % 2 == 0


def test_nearest_double__ends_of_the_doubles():
    largest = Fraction(1.7976931348623157e308)
    beyond = Fraction(2) ** 1024 - Fraction(2) ** 970
    assert nearest_double(beyond) == math.inf
    assert nearest_double(-beyond) == -math.inf
    assert nearest_double(beyond - 1) == largest
    assert nearest_double(Fraction(1, 2**1075)) == 0.0
    assert nearest_double(Fraction(1, 2**1075) + Fraction(1, 2**2000)) == 5e-324
    assert nearest_double(Fraction(0)) == 0.0


def samples(family, size=40, seed=1):
    rng = np.random.default_rng(seed)
    for _ in range(size):
        x, y = FAMILIES[family](rng, int(rng.integers(4, 12)))
        if x.size >= 4:
            yield x, y


@pytest.mark.parametrize("family", FAMILIES)
def test_gap__is_correctly_rounded_and_keeps_its_sign(family):
    for x, y in samples(family):
        referee = Referee(x, y, HALF)
        for i in range(1, x.size - 1):
            true = checks.true_gap(x, y, i)
            found = referee.gap(i)
            assert np.sign(found) == (true > 0) - (true < 0)
            assert found == nearest_double(true) or (abs(true) <= Fraction(1, 2**1075) and abs(found) == 5e-324)
        assert (referee.gaps, referee.runs, referee.knots) == (x.size - 2, 0, 0)


def test_gap__that_is_no_double_is_not_0():
    x = np.array([0.0, 3.0, 6.0])
    for side in (-1, 1):
        y = side * np.array([0.0, 0.0, 5e-324])
        assert nearest_double(checks.true_gap(x, y, 1)) == 0
        assert Referee(x, y, HALF).gap(1) == side * 5e-324


@pytest.mark.parametrize("family", FAMILIES)
def test_knot__is_the_nearest_double_to_where_the_chords_meet(family):
    asked = 0
    for x, y in samples(family, 60):
        referee = Referee(x, y, HALF)
        for i in range(1, x.size - 2):
            if checks.true_gap(x, y, i) * checks.true_gap(x, y, i + 1) > 0:
                true = checks.true_crossing(x, y, i)
                assert x[i] <= referee.knot(i) == nearest_double(true) <= x[i + 1]
                asked += 1
                assert (referee.gaps, referee.runs) == (0, 0)
    assert asked > 20 or family in ("collinear pairs", "constant")


def run_data(gaps, sign):
    """Return a data set of one run with these gaps at the points 2, 3, ...: other runs, or none, on both sides."""
    gaps = [0, *gaps, -gaps[-1], 0]
    y = np.concatenate([[0.0], np.cumsum(np.concatenate([[0.0], np.cumsum(gaps)]))])
    return np.arange(float(y.size)), sign * y, 2, 2 + len(gaps) - 3


@pytest.mark.parametrize("p", ["1/2", "1/3", "37/100", "0+", "1-"])
def test_run__is_the_leftmost_of_the_best_with_fewest_knots(p):
    """Against all matchings of the run, compared exactly by code that the solver does not share."""
    rng = np.random.default_rng(len(p))
    tied = 0
    for _ in range(40):
        gaps = rng.choice([1.0, 1.0, 1.0, 1.0, 2.0, 4.0, 9.0], int(rng.integers(1, 8))).tolist()
        x, y, start, stop = run_data(gaps, rng.choice([-1.0, 1.0]))
        referee = Referee(x, y, Exponent.read(p))
        found = referee.run(start, stop)
        exact = [Fraction(v) for v in gaps]
        costs = {m: oracles.slope_changes(exact, m) for m in oracles.matchings(len(gaps))}
        best = next(iter(costs))
        for m in costs:
            best = m if oracles.compare_costs(costs[m], costs[best], p) < 0 else best
        minimal = [m for m in costs if oracles.compare_costs(costs[m], costs[best], p) == 0]
        most = max(map(len, minimal))
        assert set(found) in minimal
        # As far left as can be: the last pair first.
        assert list(found) == min((sorted(m) for m in minimal if len(m) == most), key=lambda m: m[::-1])
        assert referee.counts == ({start: len(minimal)} if len(minimal) > 1 else {})
        assert (referee.gaps, referee.runs, referee.knots) == (0, 1, 0)
        tied += len(minimal) > 1
    assert tied >= 5


def test_run__counts_of_several_runs_stand_by_their_first_points():
    y = np.array([0, 0, 1, 4, 8, 12, 15, 16, 16], np.float64)
    referee = Referee(np.arange(9.0), y, HALF)
    # Again, as when a block grows and its runs are asked for anew.
    for _ in range(2):
        assert [referee.run(1, 4), referee.run(5, 8)] == [(0,), (0,)]
        assert referee.counts == {1: 2, 5: 2}


def test_referee__holds_the_lock_while_precision_is_not_the_usual_one(monkeypatch):
    """FLINT's precision is one for all threads: no two referees may work at a time."""
    held = []
    usual = ctx.prec

    def watched(function):
        def inner(*arguments):
            held.append(module._LOCK.locked())
            return function(*arguments)

        return inner

    for name in ("recurrence_signs", "slope_gaps"):
        monkeypatch.setattr(module, name, watched(getattr(module, name)))
    referee = Referee(np.arange(5.0), np.array([0.0, 0, 1, 4, 8]), HALF)
    referee.gap(1)
    referee.run(1, 4)
    referee.knot(1)
    assert held == [True] * 4
    assert not module._LOCK.locked()
    assert ctx.prec == usual


def test_referee__gives_the_lock_back_when_it_cannot_decide(monkeypatch):
    def undecided(*_):
        raise UndecidedError("planted")

    monkeypatch.setattr(module, "recurrence_signs", undecided)
    with pytest.raises(UndecidedError, match="planted"):
        Referee(np.arange(5.0), np.array([0.0, 0, 1, 4, 8]), HALF).run(1, 4)
    assert not module._LOCK.locked()

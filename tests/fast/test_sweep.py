import os
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from sparsest import Dataset
from sparsest import solve as solve_exactly
from sparsest.campaign.families import FAMILIES
from sparsest.exact.exponent import Exponent
from sparsest.fast import solve, solve_batch, sweep, weights
from sparsest.fast.block import SHARED, Scratch
from sparsest.fast.referee import Referee, nearest_double
from tests.fast import checks
from tests.fast.mutants import compiled

ROOT = Path(__file__).parents[2]
HALF = Exponent.read("1/2")
CODES = (sweep.DONE, sweep.FAULT, sweep.GAPS, sweep.RUNS, sweep.KNOTS, sweep.ROOM, sweep.STAGE)


def read_only(values, kind=np.float64):
    """Return an array of the one type that the kernel is compiled for."""
    values = np.asarray(values, kind)
    values.flags.writeable = False
    return values


class Sweep:
    """A sweep of points from `start` on, held in hand: every call and every answer is the test's."""

    def __init__(self, x, y, offsets, start=0, stop=None):
        self.x, self.y, self.offsets = read_only(x), read_only(y), read_only(offsets, np.int64)
        self.kernels = sweep.stages_of(weights.ROOTS)
        self.stages = np.zeros(len(self.kernels), np.int64)
        self.stages[: sweep.FREQUENT] = [one.locate() for one in self.kernels[: sweep.FREQUENT]]
        n = len(x)
        self.state = np.zeros(len(sweep.STATE), np.int64)
        self["low"], self["stop"], self["dataset"] = start, n if stop is None else stop, np.searchsorted(offsets, start)
        # What must not be written to is recognised.
        self.marks, self.ends = np.full(n, 77, np.uint8), np.full(len(offsets), -77)
        self.knots, self.slope_changes = np.full(n, np.nan), np.full(n, np.nan)
        self.gaps, self.runs, self.places = {}, [], {}
        self.scratch = Scratch(sweep.BLOCK)

    def __getitem__(self, name):
        return int(self.state[sweep.STATE.index(name)])

    def __setitem__(self, name, value):
        self.state[sweep.STATE.index(name)] = value

    def call(self):
        answers = [np.array(sorted(self.gaps), np.int64), np.array([self.gaps[i] for i in sorted(self.gaps)], float)]
        answers += [np.array(sorted(self.runs), np.int64), np.array(sorted(self.places), np.int64)]
        answers += [np.array([self.places[i] for i in sorted(self.places)], float)]
        scratch = self.scratch
        code = sweep.sweep(
            self.x, self.y, self.offsets, self.stages, 0.0, *answers,
            self.marks, self.knots, self.slope_changes, self.ends, self.state,
            scratch.doubles, scratch.flags, scratch.requests,
        )  # fmt: skip
        if code in (sweep.DONE, sweep.FAULT):
            return code, []
        if code == sweep.STAGE:
            self.stages[self["asked"]] = self.kernels[self["asked"]].locate()
            return self.call()
        if code == sweep.ROOM:
            self.scratch = Scratch(self["asked"])
            return self.call()
        return code, scratch.requests[: self["asked"]].tolist()

    def answer(self, code, requests):
        """Answer by the referee, which is tested by itself."""
        referee = Referee(self.x, self.y, HALF)
        if code == sweep.GAPS:
            self.gaps |= {i: referee.gap(i) for i in requests}
        elif code == sweep.KNOTS:
            self.places |= {i: referee.knot(i) for i in requests}
        for start, stop in zip(requests[::2], requests[1::2], strict=True) if code == sweep.RUNS else ():
            self.marks[start:stop] = 0
            self.marks[[start + k for k in referee.run(start, stop)]] = SHARED
            self.runs.append(start)

    def finish(self):
        """Answer until it is done; return the codes and requests."""
        history = []
        while True:
            history.append(self.call())
            if history[-1][0] in (sweep.DONE, sweep.FAULT):
                return history
            self.answer(*history[-1])


def test_sweep__codes_and_state_have_names_of_their_own():
    assert len(set(CODES)) == 7
    assert len(set(sweep.STATE)) == len(sweep.STATE) == 11


@pytest.mark.parametrize("family", FAMILIES)
def test_sweep__with_answers_is_the_exact_solution(family):
    rng = np.random.default_rng(0)
    for _ in range(60):
        x, y = FAMILIES[family](rng, int(rng.integers(3, 14)))
        one = Sweep(x, y, [0, x.size])
        history = one.finish()
        # Each kind is asked for once for a block, in this order; nothing is asked twice.
        kinds = [code for code, _ in history]
        assert kinds == [*sorted(set(kinds) - {sweep.DONE}), sweep.DONE]
        exact = solve_exactly(Dataset(x, y), HALF)
        total = one["out"]
        assert one.knots[:total].tolist() == [nearest_double(t) for t in exact.spline.knots]
        assert (np.flatnonzero(one.marks == SHARED) - 1).tolist() == list(exact.matches)
        assert set(one.marks.tolist()) <= {0, 1, 2}
        assert one.ends[1:].tolist() == [total]
        assert (one["low"], one["runs"], one["edges"]) == (x.size, *checks.brute_runs(x, y))


def test_sweep__goes_on_where_it_asked():
    one = Sweep(np.arange(5.0), np.array([0, 0, 1, 4, 8.0]), [0, 5])
    code, requests = one.call()
    assert (code, requests) == (sweep.RUNS, [1, 4])
    # Unanswered, it asks again; nothing has been counted or written.
    assert one.call() == (code, requests)
    assert (one["low"], one["out"], one["runs"], one["edges"], one["unsure"]) == (0, 0, 0, 0, 0)
    assert set(one.marks.tolist()) == {77}
    one.answer(code, requests)
    assert one.finish()[-1] == (sweep.DONE, [])
    assert (one["low"], one["runs"], one["edges"], one["unsure"]) == (5, 1, 2, 1)
    # Done, it stays so.
    state = one.state.copy()
    assert one.call() == (sweep.DONE, [])
    assert np.array_equal(one.state, state)


def test_sweep__takes_the_answers_as_they_are():
    """It believes the referee: other answers make other results, so no answer is lost."""
    tie = np.array([0, 0, 1, 4, 8.0])
    for matching in ([1], [2]):
        one = Sweep(np.arange(5.0), tie, [0, 5])
        one.call()
        one.runs = [1]
        one.marks[1:4] = 0
        one.marks[matching] = SHARED
        one.finish()
        assert np.flatnonzero(one.marks == SHARED).tolist() == matching
    tiny = np.array([0, 0, 5e-324, 2e-323, 2e-323])
    for gap in (3.0, -3.0):
        one = Sweep(np.arange(5.0), tiny, [0, 5])
        assert one.call() == (sweep.GAPS, [1, 2, 3])
        one.gaps = {1: 7.0, 2: gap, 3: -5.0}
        one.finish()
        assert np.sum(one.slope_changes[: one["out"]]) == 7.0 + gap - 5.0
        assert (np.sign(one.slope_changes[: one["out"]]) > 0).any()


@pytest.mark.parametrize("n", [1500, 3500])
def test_sweep__counts_each_block_once(n):
    """Ties and refined gaps in every block, and a run over a whole block, for which it must look further ahead."""
    rng = np.random.default_rng(n)
    y = np.cumsum(rng.integers(-2, 3, n)).astype(float)
    y[200:1400] = np.arange(1200) ** 2
    one = Sweep(np.arange(float(n)), y, [0, n])
    history = one.finish()
    assert (one["runs"], one["edges"]) == checks.brute_runs(one.x, one.y)
    asked = [start for code, requests in history if code == sweep.RUNS for start in requests[::2]]
    assert len(set(asked)) == len(asked) == one["unsure"] > 3
    knots = [i for code, requests in history if code == sweep.KNOTS for i in requests]
    assert len(knots) <= one["rounded"]
    assert not [requests for code, requests in history if code == sweep.GAPS]
    # Lines: their gaps cancel and are refined, each once.
    zeros = sum(checks.true_gap(one.x, one.y, i) == 0 for i in range(1, n - 1))
    assert one["refined"] == zeros > 0


def test_sweep__keeps_to_its_share():
    """A share begins and ends where runs do; outside of it nothing is written, and the neighbours fit together."""
    rng = np.random.default_rng(1)
    x, y = np.arange(3000.0), rng.standard_normal(3000)
    offsets = [0, 400, 1300, 1301, 2400, 3000]
    whole = Sweep(x, y, offsets)
    whole.finish()
    gaps = [0.0 if {i, i + 1} & set(offsets) else checks.true_gap(x, y, i) for i in range(1, 2999)]
    ends = [i + 2 for i, (a, b) in enumerate(pairwise(gaps)) if a * b <= 0]
    for start, stop in ((0, ends[300]), (ends[300], ends[900]), (ends[900], 3000), (400, 1301), (1300, 1301)):
        part = Sweep(x, y, offsets, start, stop)
        part.finish()
        before = int(np.count_nonzero(whole.marks[:start]))
        total = part["out"]
        assert np.array_equal(part.marks[start:stop], whole.marks[start:stop])
        assert set(part.marks[:start].tolist()) | set(part.marks[stop:].tolist()) <= {77}
        assert total == np.count_nonzero(whole.marks[start:stop])
        assert np.array_equal(part.knots[:total], whole.knots[before : before + total])
        assert np.array_equal(part.slope_changes[:total], whole.slope_changes[before : before + total])
        for k, offset in enumerate(offsets):
            assert part.ends[k] == (whole.ends[k] - before if start < offset <= stop else -77)


@pytest.mark.parametrize(
    "sizes", [[1023] * 3, [1024] * 3, [1025, 1, 1023, 1, 1, 1022], [8] * 400, [1] * 2100, [2] * 1100]
)
def test_sweep__data_sets_that_end_where_blocks_do(sizes):
    """The next block must still know of a data set that begins with it: its first point has no gap."""
    rng = np.random.default_rng(5)
    offsets = np.cumsum([0, *sizes])
    x, y = np.arange(float(offsets[-1])), rng.standard_normal(offsets[-1])
    whole = Sweep(x, y, offsets)
    whole.finish()
    knots = 0
    for k, (start, stop) in enumerate(pairwise(offsets.tolist())):
        alone = Sweep(x[start:stop], y[start:stop], [0, stop - start])
        alone.finish()
        assert np.array_equal(whole.marks[start:stop], alone.marks)
        assert np.array_equal(whole.knots[knots : knots + alone["out"]], alone.knots[: alone["out"]])
        knots += alone["out"]
        assert whole.ends[k + 1] == knots


@pytest.mark.parametrize("i", [0, 1, 1023, 1024, 1025, 2499])
@pytest.mark.parametrize("value", [np.nan, np.inf])
def test_sweep__stops_at_a_fault_and_names_the_point(i, value):
    y = np.random.default_rng(2).standard_normal(2500)
    y[i] = value
    one = Sweep(np.arange(2500.0), y, [0, 1000, 2500])
    assert one.finish()[-1] == (sweep.FAULT, [])
    assert one["fault"] == i
    assert one["low"] <= i


def test_tally__against_brute_force():
    tally = compiled(sweep._tally)
    rng = np.random.default_rng(3)
    for _ in range(200):
        gaps = rng.choice([-2.0, 0.0, 1.0, 1.0], int(rng.integers(1, 9)))
        edges = sum(a * b > 0 for a, b in pairwise(gaps))
        runs = sum(gaps[k] != 0 and (k == 0 or gaps[k - 1] * gaps[k] <= 0) for k in range(gaps.size))
        assert tally(gaps, gaps.size) == (runs, edges)


def test_move__down_in_place():
    for source, target, count in ((5, 2, 4), (4, 3, 6), (3, 3, 2), (7, 0, 0), (9, 0, 1)):
        values = np.arange(10.0)
        expected = values.copy()
        expected[target : target + count] = values[source : source + count].copy()
        sweep.move(values, source, target, count)
        assert values.tolist() == expected.tolist()


# Compilation


def test_sweep__is_compiled_for_one_type_of_arrays():
    """Every further type would cost ten seconds at the first call with it."""
    rng = np.random.default_rng(4)
    values = rng.standard_normal((4, 30))
    frozen = values.copy()
    frozen.flags.writeable = False
    x = np.arange(30.0)
    for rows in (values, frozen, values[::2], values[:, ::-1], values.astype(">f8"), np.asfortranarray(values)):
        for p in ("1/2", "1/3", "0", "0+", "1-"):
            solve_batch(x, rows, p)
            solve(x, rows[0], p).objective_bounds  # noqa: B018
            solve_batch(x, rows[1], p, offsets=[0, 7, 9])
    solve(range(5), [0, 0, 1, 4, 8], "1/2", threads=2)
    assert len(sweep.sweep.dispatcher.signatures) == 1


COUNT = """
import numpy as np
from sparsest.fast import knots, objective, solve, sweep, weights
kernels = {kernels}
values = np.arange(4.0)
sweep.move(values, 1, 0, 2)
if sweep.sweep in kernels:
    print(solve(range(5), [0, 0, 1, 4, 8], "1/2").objective_bounds)
stats = [k.dispatcher.stats for k in kernels]
print(*(sum(sum(getattr(one, name).values()) for one in stats) for name in ("cache_hits", "cache_misses")))
"""


def cache_counts(kernels, **environment):
    """Return, from a fresh process, how many compilations came out of the cache, and how many had to be done."""
    command = [sys.executable, "-W", "error", "-c", COUNT.format(kernels=kernels)]
    found = subprocess.run(
        command, env={**os.environ, **environment}, cwd=ROOT, capture_output=True, text=True, check=True
    )
    return tuple(map(int, found.stdout.splitlines()[-1].split()))


@pytest.mark.slow
def test_kernels__are_compiled_once_for_all_processes():
    """This process compiles what is not there yet; the next one takes it from the cache and compiles nothing."""
    solve(range(5), [0, 0, 1, 4, 8], "1/2").objective_bounds  # noqa: B018
    sweep.move(np.arange(4.0), 1, 0, 2)
    assert cache_counts("[sweep.sweep, sweep.move, objective._total, weights.weigh_roots, knots.settle]") == (5, 0)


@pytest.mark.slow
def test_kernels__cache_counts_see_a_compilation(tmp_path):
    """The test above can fail: with an empty cache the same count says so (for the smallest kernel, to be quick)."""
    assert cache_counts("[sweep.move]", NUMBA_CACHE_DIR=str(tmp_path)) == (0, 1)
    assert cache_counts("[sweep.move]", NUMBA_CACHE_DIR=str(tmp_path)) == (1, 0)

"""The campaign within a tolerance: it finds no difference, and every planted one."""

import json
import pickle
from collections import Counter
from dataclasses import replace
from fractions import Fraction
from math import inf, nextafter

import numpy as np
import pytest

from sparsest import Dataset, UsageError
from sparsest import solve as solve_exactly
from sparsest.campaign import tolerance
from sparsest.campaign.block import Block
from sparsest.campaign.families import FAMILIES
from sparsest.campaign.runner import run
from sparsest.campaign.tolerance import TOLERANCES, WithinDifferential, draw_gates, within_disagreement
from sparsest.fast import solve, solve_batch

BLOCKS, SIZE = 10, 2_000
SEED = 20_260


@pytest.mark.slow
@pytest.mark.parametrize("index", range(BLOCKS))
def test_fast_path__equals_the_exact_path_within_tolerances(index):
    block = Block(SEED, index, SIZE)
    tally = WithinDifferential()(block)
    assert tally.failures == []
    # Not vacuous: every family and kind took part, and every way in which a kernel may ask was gone.
    assert tally.counts["examples"] == SIZE
    assert tally.counts["knots"] >= SIZE
    assert min(tally.counts.values()) >= 100
    kinds = Counter(name for names, _ in draw_gates(block, tuple(FAMILIES)) for name in names.split(", "))
    assert set(kinds) == set(FAMILIES) | set(TOLERANCES)


def test_draw__gates_touch_contain_each_other_are_missing_and_in_line():
    seen = Counter()
    for _, examples in draw_gates(Block(0, 0, 600), ("integers", "decimals")):
        for x, y, widths in examples:
            each = np.broadcast_to(widths, x.shape)
            assert widths.size in (1, x.size)
            assert (widths >= 0).all()
            low, high = y - each, y + each
            seen["none"] += bool(np.isinf(each).any())
            seen["points"] += bool((each == 0).any())
            seen["touch"] += bool((low[1:] == high[:-1]).any() | (low[:-1] == high[1:]).any())
            seen["contain"] += bool(((low[1:] < low[:-1]) & (high[1:] > high[:-1])).any())
            seen["one"] += widths.size == 1
    assert min(seen.values()) > 30
    assert len(seen) == 5


def test_draw__depends_on_the_block_only():
    def drawn(*block):
        return [
            (name, [[values.tobytes() for values in one] for one in examples])
            for name, examples in draw_gates(Block(*block), ("walk", "valley"))
        ]

    assert drawn(1, 2, 100) == drawn(1, 2, 100)
    assert drawn(1, 2, 100) != drawn(1, 3, 100)


# Planted wrong answers

SOLUTION = solve([0.0, 0.1, 0.3, 0.7, 1.1, 1.2], [0.3, 0.1, 0.9, 0.6, 1.3, 0.7], tolerance=0.125)


def altered(name, k, value):
    """Return the solution with another entry k in one of its arrays."""
    values = getattr(SOLUTION, name).copy()
    values[k] = value
    return replace(SOLUTION, **{name: values})


def test_disagreement__reports_wrong_bends():
    assert within_disagreement(replace(SOLUTION)) is None
    assert SOLUTION.fewest_knots >= 2
    for k in range(SOLUTION.fewest_knots):
        for column in range(4):
            row = SOLUTION.bends[k].copy()
            row[column] += 2
            assert within_disagreement(altered("bends", k, row)).startswith("bends [")
    assert within_disagreement(replace(SOLUTION, bends=SOLUTION.bends[:-1])).startswith("bends [")


def test_disagreement__reports_another_last_line():
    for k in range(2):
        wrong = altered("last", k, SOLUTION.last[k] - 1)
        assert " instead of " in within_disagreement(wrong)


def test_disagreement__reports_a_knot_that_is_off_by_one_unit():
    for k, knot in enumerate(SOLUTION.knots.tolist()):
        for side in (-inf, inf):
            assert within_disagreement(altered("knots", k, nextafter(knot, side))).startswith("knots [")


def test_disagreement__reports_a_slope_change_beyond_its_error():
    exact = solve_exactly(Dataset(SOLUTION.x, SOLUTION.y), tolerance=0.125, fit="any")
    for k, (error, true) in enumerate(
        zip(SOLUTION.slope_change_errors.tolist(), exact.spline.slope_changes, strict=True)
    ):
        ulp = Fraction(float(np.spacing(abs(float(true)))))
        for side in (-1, 1):
            beyond, inside = (float(true + side * (Fraction(error) + n * ulp)) for n in (1, -1))
            assert within_disagreement(altered("slope_changes", k, beyond)).startswith(f"slope change {k} is")
            assert within_disagreement(altered("slope_changes", k, inside)) is None
        assert within_disagreement(altered("slope_changes", k, 0.0)).startswith(f"slope change {k} is")


# The campaign


def test_differential__unknown_family():
    with pytest.raises(UsageError, match=r"no family named wlak; there are walk, integers"):
        WithinDifferential(("walk", "wlak"))
    with pytest.raises(UsageError, match=r"\(none given\)"):
        WithinDifferential(())


def moved(solve_it):
    """Return a solver whose knots are off by one unit in the last place."""

    def wrong(*arguments, **options):
        found = solve_it(*arguments, **options)
        return replace(found, knots=np.nextafter(found.knots, np.inf))

    return wrong


def test_differential__reports_and_shrinks_what_fails(monkeypatch):
    monkeypatch.setattr(tolerance, "solve_batch", moved(solve_batch))
    monkeypatch.setattr(tolerance, "solve", moved(solve))
    tally = WithinDifferential(("walk",))(Block(0, 0, 40))
    assert len(tally.failures) > 10
    for failure in json.loads(json.dumps(tally.failures)):
        x, y, widths = (np.array([float.fromhex(v) for v in failure[name]]) for name in ("x", "y", "tolerance"))
        assert x.size == y.size == 3
        assert widths.size in (1, 3)
        assert failure["difference"].startswith("knots [")
        assert failure["family"].startswith("walk, ")
        assert within_disagreement(moved(solve)(x, y, tolerance=widths if widths.size > 1 else float(widths[0])))


def test_differential__keeps_an_example_that_fails_in_its_batch_only(monkeypatch):
    monkeypatch.setattr(tolerance, "solve_batch", moved(solve_batch))
    failures = WithinDifferential(("walk",))(Block(0, 0, 20)).failures
    assert failures
    assert all(failure["difference"].startswith("knots [") for failure in failures)
    drawn = [x.tolist() for _, examples in draw_gates(Block(0, 0, 20), ("walk",)) for x, _, _ in examples]
    assert all([float.fromhex(v) for v in failure["x"]] in drawn for failure in failures)


@pytest.mark.slow
def test_campaign__resumes_with_this_job(tmp_path):
    job = WithinDifferential(("walk", "ties"))
    assert pickle.loads(pickle.dumps(job)) == job  # noqa: S301
    options = {"job": job, "block_size": 20, "seed": 3}

    def findings(report):
        return {**report.to_json(), "seconds": None}

    run(**options, examples=40, state=tmp_path / "a")
    resumed = run(**options, examples=100, state=tmp_path / "a")
    assert findings(resumed) == findings(run(**options, examples=100, state=tmp_path / "b"))
    assert (resumed.counts["examples"], resumed.failed) == (100, 0)

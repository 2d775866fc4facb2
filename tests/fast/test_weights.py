from itertools import pairwise

import numpy as np
import pytest
from flint import fmpq

from sparsest.exact.exponent import Exponent
from sparsest.univariate.gaps import runs_of_one_sign
from sparsest.univariate.matching import recurrence_signs
from tests.fast import checks
from tests.fast.checks import exact
from tests.fast.mutants import quiet, scratch, unchanged

modules = unchanged()
weights = modules.weights
KINDS = [("1/2", weights.ROOTS), ("37/100", weights.POWERS), ("0", weights.FEWEST), ("0+", weights.ZERO)]
KINDS += [("1-", weights.ONE)]


@pytest.mark.parametrize(
    ("mode", "p"),
    [("roots", 0.5), ("zero", 0.0), ("one", 0.0), *(("powers", p) for p in (1e-12, 0.01, 0.37, 0.9, 1 - 1e-12))],
)
def test_weights__enclose_the_true_ones_of_gaps_with_errors(mode, p):
    assert checks.weights_outside(weights, mode, p, seed=1, size=300) == 0


@pytest.mark.parametrize(("mode", "p"), [("roots", 0.5), ("powers", 0.5), ("zero", 0.0), ("one", 0.0)])
def test_weights__are_narrow_and_stand_where_edges_are(mode, p):
    gaps = np.array([1.0, 2.0, -3.0, -4.0, 0.0, 5.0, 5.0])
    lower, upper = checks.enclosures(weights, gaps, mode, p)
    for k, (a, b) in enumerate(pairwise(gaps)):
        if a * b > 0:
            assert 0 < upper[k] - lower[k] < 1e-6
        else:
            assert lower[k] == upper[k] == -np.inf


def test_recurrence__encloses_the_dual_solution():
    assert checks.recurrences_outside(weights, seed=2, runs=300) == 0


def decided(gaps, name, kind, suspect=None):
    """Return the decisions on gaps with zeros at both ends: 0, 1 or 2 (unknown) for each edge."""
    count = gaps.size
    block = scratch(modules, count)
    block.gaps[:count] = gaps
    block.suspect[:] = 0
    if suspect is not None:
        block.suspect[:count] = suspect
    p = Exponent.read(name)
    value = float(p.fraction) if p.value is not None else 0.0
    with quiet():
        middle = modules.block.last_run_end(gaps, (count + 1) // 2)
        kind.weigh(value, count, block)
        if suspect is not None:
            kind.loosen(value, count, block)
        unsure = kind.recur(count, block, middle, gaps, gaps)
    assert unsure == bool((block.positive[: count - 1] == 2).any())
    return block.positive[: count - 1]


@pytest.mark.parametrize(("name", "kind"), KINDS)
def test_kind__agrees_with_the_exact_recurrence(name, kind):
    rng = np.random.default_rng(3)
    sure = 0
    for _ in range(60):
        gaps = np.concatenate([[0], rng.choice([-1.0, 1, 1, 0.5, 4], rng.integers(1, 30)) * rng.choice([1, 1.7]), [0]])
        gaps *= np.where(rng.random(gaps.size) < 0.5, rng.uniform(0.5, 2), 1)
        positive = decided(gaps, name, kind)
        joined = np.zeros(gaps.size - 1, bool)
        for start, stop in runs_of_one_sign([exact(v) for v in gaps]):
            joined[start : stop - 1] = True
            signs = recurrence_signs([abs(exact(v)) for v in gaps[start:stop]], Exponent.read(name))
            for found, true in zip(positive[start : stop - 1].tolist(), signs, strict=True):
                assert found == 2 or found == (true > 0)
                assert true != 0 or found == (0 if name == "0" else 2)
                sure += found != 2
        assert not positive[~joined].any()
    assert sure > 100


def test_loosen__knows_nothing_of_extreme_gaps():
    """With weights that cannot be negative as p -> 0+, the edge after next was decided wrongly."""
    gaps = np.array([0, 2.0**-890, 2.0**-890, 2.0**-1000, 0])
    suspect = np.array([0, 0, 0, 2, 0], np.uint8)
    true = recurrence_signs([fmpq(1, 2**890), fmpq(1, 2**890), fmpq(1, 2**1000)], Exponent.read("0+"))
    assert true == [1, -1]
    positive = decided(gaps, "0+", weights.ZERO, suspect)
    assert positive.tolist() == [0, 1, 2, 0]

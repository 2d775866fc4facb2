"""The words of a verdict: each of them, for what it stands for and for nothing else."""

from fractions import Fraction
from itertools import product

import pytest
from flint import fmpq

from sparsest import Dataset, Network, solve
from sparsest.exact.exponent import Exponent
from sparsest.exact.powersum import PowerSum
from sparsest.validation.verdict import MOST_TERMS, VERDICTS, Better, Comparison, Residuals, power_json, verdict_of


def residuals(*values, allowed=None):
    return Residuals([fmpq(v) for v in values], [f"entry {i}" for i in range(len(values))], allowed)


def test_verdict_of__every_case():
    """The table of all cases, and that every word is there."""
    seen = set()
    for values, allowed, minimal in product([(0, 0), (0, 1)], [None, 0, 1, 2], [True, False, None]):
        own = residuals(*values, allowed=allowed if allowed is None else [fmpq(allowed)] * 2)
        verdict = verdict_of(own, minimal)
        exact = values == (0, 0)
        if exact and minimal:
            assert verdict == "proved minimal"
        elif allowed is not None:
            assert verdict == ("within tolerance" if max(values) <= allowed else "does not interpolate")
        elif not exact:
            assert verdict == "does not interpolate"
        else:
            assert verdict == {False: "not minimal", None: "undecided"}[minimal]
        seen.add(verdict)
    assert seen == set(VERDICTS)
    assert [VERDICTS[word] for word in VERDICTS] == [0, 0, 1, 1, 3]


def test_residuals__largest_with_its_place():
    own = residuals(1, -3, 3, 0, allowed=[fmpq(1), fmpq(2), None, fmpq(0)])
    assert (own.worst, own.largest, own.zeros, own.beyond, own.interpolates) == (1, Fraction(3), 1, 1, False)
    assert own.to_json() == {"largest": "3", "at": "entry 1", "zero": 1, "points": 4, "beyond_tolerance": 1}


def test_standing__of_long_sums_leaves_out_the_closed_form():
    terms = [(1, n) for n in range(2, MOST_TERMS + 3)]
    assert power_json(PowerSum.of(terms), Exponent.read("1/2"))["exact"] is None
    assert power_json(PowerSum.of(terms), Exponent.read("0"))["exact"] == str(MOST_TERMS + 1)
    assert power_json(PowerSum.of(terms[1:]), Exponent.read("1/2"))["exact"].startswith("2*3^(1/2)") is False
    assert power_json(PowerSum.of(terms[1:]), Exponent.read("1/2"))["exact"] is not None


@pytest.mark.parametrize("p", ["0+", "1-", "0", "1/2"])
def test_standing__json_at_every_kind_of_p(p):
    solution = solve(Dataset([0, 1, 2], [0, 0, 1]), p)
    shown = Comparison(solution, True, solution.spline.power_sum).to_json()
    assert shown["optimum"]["certified"] is True
    assert (shown["gap"] is None) == (p in ("0+", "1-"))
    assert shown["gap"] is None or shown["gap"]["enclosure"] == ["0", "0"]


def test_better__json():
    assert Better(Network([], 1), "why").to_json() == {"why": "why", "network": Network([], 1).to_json()}

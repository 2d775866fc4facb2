from dataclasses import replace
from typing import NamedTuple

from flint import fmpq
from rich.console import Console

from sparsest.exact.powersum import PowerSum, PowerValue
from sparsest.training_report import _beside, training_report
from tests.training.test_ends import FIRST, LAST, NEAR, NOTHING, of_networks


def shown(found):
    console = Console(width=120, record=True, file=None)
    with console.capture() as captured:
        console.print(training_report(found, "peak"))
    return captured.get()


def test_report__says_what_was_made_so():
    text = shown(of_networks(FIRST, LAST, NEAR, NOTHING, None))
    for part in (
        "peak: 5 points, 1 input, p = 0.4; 5 runs of 2 epochs",
        "20% of the runs",
        "20% ended without neurons where some are needed",
        "40% attain the certified minimum",
        "2 knots, cost 1 + 5^(2/5)",
        "greedy matching is",
        "no local minimiser",
    ):
        assert part in text
    assert "optimal" not in text
    assert text.splitlines()[-2].split()[:2] == ["40%", "2"]
    assert text.splitlines()[-1].split()[:2] == ["20%", "2"]


class _Excess(NamedTuple):
    excess: PowerValue


def test_beside_the_best_known__signs_are_exact():
    """Differences far below any enclosure that is shown are told from zero."""
    tiny = [PowerSum.of([(1, fmpq(1) + e), (-1, fmpq(1))]) for e in (fmpq(0), fmpq(1, 10**40), -fmpq(1, 10**40))]
    found = replace(of_networks(FIRST), ends=tuple(_Excess(own.at("1/2")) for own in tiny))
    assert _beside(found) == "1 of 3 are better, 1 as good, 1 dearer"


def test_report__leaves_out_what_did_not_happen():
    text = shown(of_networks(FIRST))
    assert "diverged" not in text
    assert "collapsed" not in text
    assert "1 run of" in text

"""The counts of a campaign, by name."""

from proofs_check.running.counts import CLOCK, COUNTED, FAST_PATH, further, outcomes, those_counted
from sparsest.campaign import Report


def report(counts, failures=()):
    return Report({}, 5, 1, 0, counts, len(failures), failures, 0.1)


def test_counts_go_to_the_claim_of_the_whole_name():
    found = report({"a b accepted": 2, "a accepted": 3, "a microseconds": 5000, "other": 1, "a other": 1})
    assert those_counted(found, [FAST_PATH, "a"]) == ("a",)
    (one,) = outcomes(found, ("a",))
    assert (one.accepted, one.examples, one.seconds) == (3, 3, 0.005)
    assert further(found, ["a"]) == {"a b accepted": 2, "other": 1, "a other": 1}


def test_outcomes__have_the_first_failure_of_their_claim():
    failures = ({"kind": "error"}, {"claim": "a", "reason": "1st"}, {"claim": "a", "reason": "2nd"})
    first, second = outcomes(report({"a rejected": 2, "b accepted": 1}, failures), ("a", "b"))
    assert (first.reason, first.rejected, second.reason) == ("1st", 2, "")


def test_kinds__are_all_that_a_check_can_say():
    assert [*COUNTED.values(), CLOCK] == ["accepted", "rejected", "vacuous", "undecided", "microseconds"]

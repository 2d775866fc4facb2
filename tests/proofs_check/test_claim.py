from types import SimpleNamespace

import pytest

from proofs_check.claim import Verdict, examine, exists, holds, least_points, not_met, refute, undecided
from proofs_check.claims import claim


@pytest.mark.parametrize(
    ("check", "verdict", "reason"),
    [
        (lambda _: None, Verdict.HOLDS, ""),
        (lambda _: holds(slack=1), Verdict.HOLDS, ""),
        (lambda _: refute("r"), Verdict.REFUTED, "r"),
        (lambda _: not_met("n"), Verdict.NOT_MET, "n"),
        (lambda _: undecided("u"), Verdict.UNDECIDED, "u"),
    ],
    ids=["nothing", "holds", "refute", "not_met", "undecided"],
)
def test_examine__says_what_and_why(check, verdict, reason):
    finding = examine(check, None)
    assert (finding.verdict, finding.reason) == (verdict, reason)


def test_examine__lets_through_what_is_no_finding():
    with pytest.raises(ZeroDivisionError):
        examine(lambda _: 1 // 0, None)


def test_refuted__keeps_its_witness():
    assert examine(lambda _: refute("r", knot="1/2"), None).witness == {"knot": "1/2"}


def test_hypotheses__are_met_or_not():
    case = SimpleNamespace(size=2, knots=[])
    assert least_points(2)(case) is None
    assert examine(least_points(3), case).reason == "fewer than 3 points"
    assert exists(lambda case: case.size, "no points")(case) is None
    finding = examine(exists(lambda case: case.knots, "no knots"), case)
    assert (finding.verdict, finding.reason) == (Verdict.NOT_MET, "no knots")


def test_is_ours__tells_the_paper_from_us():
    assert not claim("theorem-3.1-1").is_ours
    assert claim("theorem-a").is_ours

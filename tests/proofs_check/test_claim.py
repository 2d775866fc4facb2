import pytest

from proofs_check.claim import Verdict, holds, not_met, refuted, undecided
from proofs_check.claims import claim


@pytest.mark.parametrize(
    ("finding", "verdict", "reason"),
    [
        (holds(), Verdict.HOLDS, ""),
        (refuted("r"), Verdict.REFUTED, "r"),
        (not_met("n"), Verdict.NOT_MET, "n"),
        (undecided("u"), Verdict.UNDECIDED, "u"),
    ],
)
def test_findings__say_what_and_why(finding, verdict, reason):
    assert (finding.verdict, finding.reason) == (verdict, reason)


def test_refuted__keeps_its_witness():
    assert refuted("r", knot="1/2").witness == {"knot": "1/2"}


def test_is_ours__tells_the_paper_from_us():
    assert not claim("theorem-3.1-1").is_ours
    assert claim("theorem-a").is_ours

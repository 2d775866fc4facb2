import pytest

from proofs_check.conformance.outcomes import OUTCOMES, RIGHT, Judged, worst


def test_worst__is_the_worst_of_all_and_the_first_of_equals():
    assert worst(Judged(one) for one in OUTCOMES[:4]).outcome == "wrong"
    assert worst([Judged("wrong", "first"), Judged("wrong", "second")]).detail == "first"
    with pytest.raises(ValueError, match="empty"):
        worst([])


def test_right__is_what_answers_can_be_at_best():
    assert {"exact", "optimal"} == RIGHT

"""What a session's record says in one word, and its exit code."""

import pytest

from proofs_check.claim import Derivation, Verdict, holds, refute
from proofs_check.claims import claim
from proofs_check.running.plan import Plan
from proofs_check.running.record import Checked, Derived, Session
from proofs_check.running.runs import Outcome

THEOREM = claim("theorem-3.1-1")
STEP = Derivation("n", "s", "m", holds, lambda: refute("false"))
GOOD, BAD = Outcome("c", "property", accepted=3), Outcome("c", "property", rejected=1)
OPEN, EMPTY = Outcome("c", "property", undecided=1), Outcome("c", "property", vacuous=3)
NOT_MET = Outcome("c", "data", vacuous=1)


@pytest.mark.parametrize(
    ("one", "verdict", "code"),
    [
        (Checked(THEOREM, GOOD), Verdict.HOLDS, 0),
        (Checked(THEOREM, EMPTY, GOOD), Verdict.VACUOUS, 3),
        (Checked(THEOREM, None, OPEN), Verdict.UNDECIDED, 3),
        (Checked(THEOREM, GOOD, BAD), Verdict.REFUTED, 1),
        (Checked(THEOREM, GOOD, data={"d": NOT_MET}), Verdict.HOLDS, 0),
        (Checked(THEOREM, data={"d": NOT_MET}), Verdict.NOT_MET, 0),
        (Checked(THEOREM, data={"d": NOT_MET, "e": GOOD}), Verdict.HOLDS, 0),
        (Checked(THEOREM, data={"d": GOOD, "e": OPEN}), Verdict.UNDECIDED, 3),
        (Checked(THEOREM, GOOD, derivations=(Derived(STEP, BAD),)), Verdict.REFUTED, 1),
        (Checked(THEOREM, GOOD, derivations=(Derived(STEP, GOOD, BAD),)), Verdict.HOLDS, 0),
        (Checked(THEOREM, GOOD, derivations=(Derived(STEP, GOOD, GOOD),)), Verdict.HOLDS, 1),
        (Checked(THEOREM, GOOD, faults=(BAD, OPEN)), Verdict.HOLDS, 3),
        (Checked(THEOREM, GOOD, faults=(EMPTY,)), Verdict.HOLDS, 1),
        (Checked(THEOREM), Verdict.VACUOUS, 0),
    ],
)  # fmt: skip
def test_verdict_and_exit_code(one, verdict, code):
    assert one.verdict is verdict
    assert Session((one,), Plan()).exit_code == code


def test_exit_code__of_the_fast_path():
    assert Session((Checked(THEOREM, GOOD),), Plan(), fast_path=BAD).exit_code == 1

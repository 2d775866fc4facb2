"""The runner itself: counts, verdicts, and that nothing is called true which was not seen to be."""

import json
from dataclasses import replace
from fractions import Fraction

import pytest

from proofs_check.cases import SplineCase, spline_cases
from proofs_check.claim import Derivation, Fault, Finding, Verdict, holds, refute
from proofs_check.claims import claim
from proofs_check.running.runs import Outcome, check_derivation, check_fault, check_given, check_property
from sparsest import Dataset, UndecidedError

THEOREM = claim("theorem-3.1-1")
CASE = SplineCase(Dataset([0, 1, 2, 3], [0, 0, 1, 3]))


def with_check(check):
    return replace(THEOREM, check=check)


@pytest.mark.parametrize(
    ("finding", "data", "drawn"),
    [
        (holds(), Verdict.HOLDS, Verdict.HOLDS),
        (Finding(Verdict.REFUTED, "no"), Verdict.REFUTED, Verdict.REFUTED),
        (Finding(Verdict.NOT_MET, "no run"), Verdict.NOT_MET, Verdict.VACUOUS),
        (Finding(Verdict.UNDECIDED, "too long"), Verdict.UNDECIDED, Verdict.UNDECIDED),
    ],
)
def test_verdicts__of_one_case_and_of_many(finding, data, drawn):
    one = with_check(lambda _: finding)
    assert check_given(one, [CASE]).verdict is data
    outcome = check_property(one, examples=10)
    assert outcome.verdict is drawn
    assert outcome.examples == (1 if drawn is Verdict.REFUTED else 10)
    assert json.loads(json.dumps(outcome.to_json()))["verdict"] == drawn.value


def test_verdict__one_rejection_outweighs_all_else():
    assert Outcome("c", "data", accepted=9, rejected=1, undecided=1).verdict is Verdict.REFUTED
    assert Outcome("c", "property", accepted=9, undecided=1).verdict is Verdict.UNDECIDED
    assert Outcome("c", "property").verdict is Verdict.VACUOUS


def test_check_property__finds_and_shrinks_a_counterexample():
    few_points = with_check(lambda case: refute("long") if len(case.x) > 4 else holds())
    outcome = check_property(few_points)
    assert outcome.verdict is Verdict.REFUTED
    assert len(outcome.case["x"]) == 5
    assert set(outcome.case["y"]) == {"0"}


def test_check_property__the_same_seed_draws_the_same_cases():
    def draws(seed):
        seen = []
        check_property(with_check(lambda case: seen.append(str(case)) or holds()), examples=20, seed=seed)
        return seen

    assert draws(1) == draws(1) != draws(2)


def test_check_property__keeps_the_smallest_slack_and_reports_progress():
    slacks = iter(range(100, 0, -1))
    steps = []
    outcome = check_property(with_check(lambda _: holds(slack=next(slacks))), examples=10, progress=steps.append)
    assert outcome.slack == 91
    assert steps == [1] * 10


def test_check_property__undecided_errors_count_as_undecided_others_are_not_hidden():
    def gives_up(case):
        raise UndecidedError("precision")

    def breaks(case):
        raise ZeroDivisionError

    outcome = check_property(with_check(gives_up), examples=5)
    assert (outcome.verdict, outcome.reason) == (Verdict.UNDECIDED, "precision")
    with pytest.raises(ZeroDivisionError):
        check_property(with_check(breaks), examples=5)


def test_check_fault__a_true_variant_is_not_refuted():
    assert check_fault(THEOREM, Fault("the claim itself", "", THEOREM.check), examples=20).verdict is Verdict.HOLDS


def test_check_fault__draws_its_own_cases():
    only_two_points = Fault("f", "", lambda case: refute("two") if len(case.x) == 2 else holds(), two_points)
    outcome = check_fault(THEOREM, only_two_points)
    assert (outcome.name, outcome.kind, outcome.verdict) == ("f", "fault", Verdict.REFUTED)


def two_points():
    return spline_cases().map(lambda case: SplineCase(Dataset(case.x[:2], case.y[:2]), case.p, case.seed))


def test_check_given__counts_all_cases_and_takes_a_faults_check():
    outcome = check_given(THEOREM, [CASE, CASE])
    assert (outcome.accepted, outcome.kind) == (2, "data")
    assert check_given(THEOREM, [CASE], THEOREM.faults[0]).verdict is Verdict.REFUTED


def test_check_derivation__runs_the_proof_or_its_fault():
    step = Derivation("n", "s", "m", lambda: holds(bound=str(Fraction(1, 2))), lambda: refute("false"))
    assert check_derivation(step).verdict is Verdict.HOLDS
    assert check_derivation(step, fault=True).verdict is Verdict.REFUTED


def test_check_derivation__without_z3_it_is_undecided_and_other_modules_must_be_there():
    def lacks(name):
        raise ModuleNotFoundError(f"No module named {name!r}", name=name)

    outcome = check_derivation(Derivation("n", "s", "m", lambda: lacks("z3"), lambda: lacks("z3")))
    assert outcome.verdict is Verdict.UNDECIDED
    assert outcome.reason.startswith("derivations need z3: pip install 'sparsest-relu[claims]'")
    with pytest.raises(ModuleNotFoundError):
        check_derivation(Derivation("n", "s", "m", lambda: lacks("sympy"), lambda: lacks("sympy")))


@pytest.mark.parametrize(
    ("slack", "number"),
    [
        (Fraction(1, 3), 1 / 3),
        (Fraction(1, 10**400), 5e-324),
        (Fraction(10**400), None),
        (0, 0),
        (None, None),
        (2.5, 2.5),
    ],
)
def test_outcome__the_slack_as_json_has_it(slack, number):
    """Nothing that is not zero becomes zero, and nothing raises."""
    outcome = check_property(with_check(lambda _: holds(slack=slack, any="thing")), examples=3)
    assert outcome.slack == slack
    assert outcome.to_json()["slack"] == number

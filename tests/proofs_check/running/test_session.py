"""What a session of claims looks at, and what came out of it."""

from dataclasses import replace
from fractions import Fraction

import pytest

from proofs_check.cases import NetworkCase, SplineCase
from proofs_check.cases.exponents import GIVEN_EXPONENTS
from proofs_check.claim import Derivation, Fault, Finding, Sample, Verdict, holds, not_met, refute, undecided
from proofs_check.running import session
from proofs_check.running.choosing import read_exponents
from proofs_check.running.data_set import DataSet
from proofs_check.running.plan import Plan
from proofs_check.running.session import hold_session, in_campaign, with_campaign
from sparsest import Dataset, Points, UsageError
from sparsest.campaign import Report
from tests.proofs_check.planted import NAME, THEOREM, WRONG, plant

DATA = Dataset([0, 1, 2, 3], [0, 0, 1, 3])
PLANE = Points([[0, 0], [0, 1], [1, 0]], [1, 2, 0])
BOTH = ("one input", "several inputs")


def with_check(check, **changes):
    return replace(THEOREM, check=check, **changes)


def generated(*claims, **plan):
    return hold_session(claims, Plan(**{"examples": 10} | plan))


def on_data(claims, points, exponents=(), seed=0):
    given = DataSet("d", "", points, read_exponents(exponents), BOTH)
    return hold_session(claims, Plan(generated=False, seed=seed, data=(given,)))


@pytest.mark.parametrize(
    ("finding", "on_given", "on_drawn"),
    [
        (holds(), 0, 0),
        (Finding(Verdict.REFUTED, "no"), 1, 1),
        (Finding(Verdict.NOT_MET, "no run"), 0, 3),
        (Finding(Verdict.UNDECIDED, "too long"), 3, 3),
    ],
)
def test_exit_code__of_each_verdict(finding, on_given, on_drawn):
    one = with_check(lambda _: finding)
    assert on_data([one], DATA).exit_code == on_given
    assert generated(one).exit_code == on_drawn
    # A refutation outweighs what is undecided, and that what holds.
    both = generated(one, with_check(lambda _: undecided("too long")))
    assert both.exit_code == (1 if on_drawn == 1 else 3)


def test_exit_code__a_fault_that_is_not_refuted_is_an_error_of_the_check():
    for check, code in ((THEOREM.faults[0].check, 0), (THEOREM.check, 1), (lambda _: not_met("never"), 1)):
        run = generated(replace(THEOREM, examples=30, faults=(Fault("f", "false", check),)), faults=True)
        assert run.exit_code == code
        assert [fault.name for _, fault in run.unrefuted] == ["f"] * code


def test_exit_code__derivations_and_their_faults():
    def step(prove, fault):
        return replace(THEOREM, faults=(), derivations=(Derivation("n", "s", "m", prove, fault),))

    def no():
        refute("false")

    assert generated(step(holds, no), derivations=True, faults=True).exit_code == 0
    assert generated(step(no, no), derivations=True).exit_code == 1
    assert generated(step(no, no)).exit_code == 0  # not carried out
    assert generated(step(holds, holds), derivations=True).exit_code == 0
    assert generated(step(holds, holds), derivations=True, faults=True).exit_code == 1
    lacking = generated(step(lambda: undecided("no z3"), lambda: undecided("no z3")), derivations=True, faults=True)
    assert (lacking.exit_code, lacking.unrefuted) == (3, ())


def test_derivations__that_claims_share_are_carried_out_once():
    done = []
    step = Derivation("n", "s", "m", lambda: done.append("proof") or holds(), lambda: refute("false"))
    ones = [replace(THEOREM, id=name, faults=(), derivations=(step,)) for name in "ab"]
    run = generated(*ones, derivations=True, faults=True)
    assert done == ["proof"]
    assert [one.derivations[0].proof.verdict for one in run.checked] == [Verdict.HOLDS] * 2
    assert run.checked[1].variants[0].name == "derivation: n"
    assert [one.step.name for one in run.derivations] == ["n"]
    assert [outcome.kind for outcome in run.outcomes] == ["property", "property", "derivation"]


def test_on_data__each_exponent_or_once_and_the_right_kind_of_case():
    seen = []

    def check(case):
        seen.append(case)
        return holds()

    run = on_data([with_check(check), with_check(check, per_exponent=False)], DATA, seed=9)
    assert [case.p.name for case in seen] == [*GIVEN_EXPONENTS, GIVEN_EXPONENTS[0]]
    assert all(isinstance(case, SplineCase) and case.seed == 9 and case.data is DATA for case in seen)
    assert len({id(case) for case in seen}) == len(GIVEN_EXPONENTS)  # claims share what was computed
    assert [len(one.data) for one in run.checked] == [1, 1]
    seen.clear()
    on_data([with_check(check, scope="several inputs")], DATA, ["1/10"])
    assert [type(case) for case in seen] == [NetworkCase]
    assert seen[0].points.x == ((Fraction(0),), (Fraction(1),), (Fraction(2),), (Fraction(3),))


def test_on_data__several_inputs():
    seen = []
    network = with_check(lambda case: seen.append(case) or holds(), scope="several inputs")
    run = on_data([THEOREM, network], PLANE, ["1/10", "1/3"])
    first, second = (one.data["d"] for one in run.checked)
    assert (first.verdict, first.reason) == (Verdict.NOT_MET, "these data have several inputs")
    assert (second.verdict, second.accepted, seen[0].points) == (Verdict.HOLDS, 2, PLANE)
    assert run.exit_code == 0


def test_in_campaign__takes_the_beginning_of_ids(tmp_path):
    run = in_campaign(["theorem-3.1"], examples=20, state=tmp_path / "state")
    assert [one.claim.id for one in run.checked] == [
        "theorem-3.1-1",
        "theorem-3.1-2a",
        "theorem-3.1-2b",
        "theorem-3.1-p0",
    ]
    with pytest.raises(UsageError, match="example-81-82 is about data"):
        in_campaign(["example"], examples=20, state=tmp_path / "other")


def test_in_campaign__an_example_has_data_of_its_own(tmp_path):
    with pytest.raises(UsageError, match="example-81-82 is about data"):
        in_campaign(["example-81-82"], examples=10, state=tmp_path / "state")


def test_in_campaign__goes_on_and_sees_a_planted_refutation(monkeypatch, tmp_path):
    monkeypatch.setattr(session, "_BLOCK", 20)
    run = in_campaign([NAME], examples=20, state=tmp_path / "right")
    assert (run.exit_code, run.checked[0].campaign.accepted) == (0, 20)
    run = in_campaign([NAME], examples=60, state=tmp_path / "right")
    assert (run.exit_code, run.checked[0].campaign.accepted, run.fast_path.accepted) == (0, 60, 60)
    plant(monkeypatch, check=WRONG)
    run = in_campaign([NAME], examples=40, state=tmp_path / "wrong")
    assert (run.exit_code, run.checked[0].campaign.verdict) == (1, Verdict.REFUTED)
    plant(monkeypatch, check=lambda _: not_met("never"))
    assert in_campaign([NAME], examples=20, state=tmp_path / "vacuous").exit_code == 3
    plant(monkeypatch, check=lambda _: 1 // 0)
    assert in_campaign([NAME], examples=20, state=tmp_path / "raises").exit_code == 1


@pytest.mark.parametrize("seed", [0, 7])
def test_on_data__every_case_gets_all_that_is_only_sampled_of_drawn_ones_whatever_the_seed(seed):
    parts = [Sample("this", 16), Sample("that", 3)]
    seen = []
    one = with_check(lambda case: seen.append([part.takes(case) for part in parts]), samples=tuple(parts))
    assert on_data([one], DATA, seed=seed).exit_code == 0
    assert seen == [[True, True]] * len(GIVEN_EXPONENTS)
    seen.clear()
    generated(one, examples=60)
    assert [True, True] in seen
    assert [False, False] in seen


def test_data_sets__only_those_that_a_claim_is_for_and_the_verdict_of_all():
    line, plane = DataSet("line", "", DATA), DataSet("plane", "", PLANE)
    run = hold_session([THEOREM], Plan(generated=False, data=(line, plane)))
    assert list(run.checked[0].data) == ["line"]
    long = with_check(lambda case: undecided("long") if case.size > 3 else holds())
    run = hold_session([long], Plan(examples=3, data=(line, DataSet("tent", "", Dataset([0, 1, 2], [0, 1, 0])))))
    assert [one.verdict for one in run.checked[0].data.values()] == [Verdict.UNDECIDED, Verdict.HOLDS]
    assert [one.name for one in run.checked[0].data.values()] == [f"{NAME} on line", f"{NAME} on tent"]


@pytest.mark.slow
def test_progress__ends_where_the_plan_said(monkeypatch):
    plan = Plan(examples=12, data=(DataSet("line", "", DATA),), faults=True, derivations=True)
    step = Derivation("n", "s", "m", holds, lambda: refute("false"))
    done = []
    claims = [replace(THEOREM, derivations=(step,)), with_check(WRONG), with_check(lambda _: not_met("never"))]
    hold_session(claims, plan, progress=lambda what, steps: done.append((what, steps)))
    assert sum(steps for _, steps in done) == plan.steps(claims)
    assert {what.split(": ")[0] for what, _ in done} >= {NAME, f"{NAME} on line"}


@pytest.mark.slow
def test_shrinking__is_bounded_by_calls():
    def sizes(**plan):
        found = generated(replace(THEOREM, check=WRONG, faults=()), examples=200, **plan)
        return len(found.checked[0].generated.case["x"])

    assert sizes() == 4
    assert sizes(shrinking={"one input": 0}) >= sizes(shrinking={"one input": 2000}) == 4


def test_with_campaign__joins_what_was_counted_and_a_refutation_there_refutes():
    counts = {f"{NAME} accepted": 4, f"{NAME} rejected": 1, "fast path accepted": 5, "examples": 5}
    failures = ({"claim": NAME, "reason": "no", "witness": {"k": "1"}, "case": {}},)
    run = generated(THEOREM, replace(THEOREM, id="other"))
    assert run.exit_code == 0
    joined = with_campaign(run, Report({}, 5, 1, 0, counts, 1, failures, 0.1))
    first, second = joined.checked
    assert (first.verdict, first.campaign.reason, first.generated) == (Verdict.REFUTED, "no", run.checked[0].generated)
    assert (second.campaign, second.verdict, joined.fast_path.accepted, joined.exit_code) == (None, Verdict.HOLDS, 5, 1)

"""What `sparsest claims` looks at, and with which exit code it ends."""

import re
from dataclasses import replace
from fractions import Fraction

import pytest

from proofs_check.cases import NetworkCase, SplineCase
from proofs_check.claim import Derivation, Fault, Finding, Verdict, holds, not_met, refute, undecided
from proofs_check.claims import CLAIMS
from sparsest import Dataset, Points, UsageError
from sparsest_cli import claims_run
from sparsest_cli.claims_run import EXPONENTS, chosen, in_campaign, on_data, on_generated, read_exponents, suitable
from tests.sparsest_cli.planted import NAME, THEOREM, WRONG, plant

DATA = Dataset([0, 1, 2, 3], [0, 0, 1, 3])
PLANE = Points([[0, 0], [0, 1], [1, 0]], [1, 2, 0])
AT = read_exponents(EXPONENTS)


def with_check(check, **changes):
    return replace(THEOREM, check=check, **changes)


def generated(one, *, derivations=False, faults=False):
    return on_generated([one], 10, 0, derivations=derivations, faults=faults)


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
    assert on_data([one], DATA, "d", AT, 0).exit_code == on_given
    assert generated(one).exit_code == on_drawn
    # A refutation outweighs what is undecided, and that what holds.
    both = on_generated([one, with_check(lambda _: undecided("too long"))], 5, 0, derivations=False, faults=False)
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
    run = on_generated(ones, 1, 0, derivations=True, faults=True)
    assert done == ["proof"]
    assert [one.derivations[0].verdict for one in run.checked] == [Verdict.HOLDS] * 2
    assert run.checked[1].faults[0].name == "derivation: n"


def test_on_data__each_exponent_or_once_and_the_right_kind_of_case():
    seen = []

    def check(case):
        seen.append(case)
        return holds()

    run = on_data([with_check(check), with_check(check, per_exponent=False)], DATA, "d", AT, 9)
    assert [case.p.name for case in seen] == [*EXPONENTS, EXPONENTS[0]]
    assert all(isinstance(case, SplineCase) and case.seed == 9 and case.data is DATA for case in seen)
    assert len({id(case) for case in seen}) == len(EXPONENTS)  # claims share what was computed
    assert run.data == {"name": "d", "points": 4, "inputs": 1, "exponents": list(EXPONENTS), "left_out": []}
    seen.clear()
    on_data([with_check(check, scope="several inputs")], DATA, "d", AT[:1], 0)
    assert [type(case) for case in seen] == [NetworkCase]
    assert seen[0].points.x == ((Fraction(0),), (Fraction(1),), (Fraction(2),), (Fraction(3),))


def test_on_data__several_inputs():
    seen = []
    network = with_check(lambda case: seen.append(case) or holds(), scope="several inputs")
    run = on_data([THEOREM, network], PLANE, "d", AT[:2], 0)
    first, second = (one.outcome for one in run.checked)
    assert (first.verdict, first.reason) == (Verdict.NOT_MET, "these data have several inputs")
    assert (second.verdict, second.accepted, seen[0].points) == (Verdict.HOLDS, 2, PLANE)
    assert run.exit_code == 0


def test_chosen_and_exponents():
    assert chosen([]) == CLAIMS
    with pytest.raises(UsageError, match=r"'theorem-9'; there are .*theorem-3\.1-1"):
        chosen(["theorem-9"])
    for wrong in ("0", "0+", "1-", "1", "3/2", "half"):
        with pytest.raises(UsageError, match=r"rationals in \(0, 1\)"):
            read_exponents([wrong])


def test_suitable__claims_about_several_inputs_are_for_small_data():
    small, large = Dataset([0, 1, 2], [0, 1, 0]), Dataset(range(7), [0, 1, 0, 1, 0, 1, 0])
    assert suitable(CLAIMS, small) == suitable(CLAIMS, PLANE) == CLAIMS
    assert {one.scope for one in suitable(CLAIMS, large)} == {"one input"}


@pytest.mark.parametrize(
    ("given", "found"),
    [
        (["theorem-3.1"], ["theorem-3.1-1", "theorem-3.1-2a", "theorem-3.1-2b", "theorem-3.1-p0"]),
        (["theorem-3.1-2"], ["theorem-3.1-2a", "theorem-3.1-2b"]),
        (["theorem-3.1-1"], ["theorem-3.1-1"]),
        (["inequality"], ["inequality-78"]),
        (["lemma-a", "lemma-a.1", "lemma"], ["lemma-a.1", "lemma-a.2", "lemma-4.1"]),
        (["theorem-c", "theorem-3.1-1"], ["theorem-c", "theorem-3.1-1"]),
    ],
)
def test_chosen__an_id_or_the_beginning_of_several(given, found):
    assert [one.id for one in chosen(given)] == found


@pytest.mark.parametrize(
    "name", ["", "theorem-", "theorem-3.", "theo", "theorem-3.1-p", "lemma-a.1-", "Theorem-3.1", "-", "."]
)
def test_chosen__a_beginning_that_ends_within_a_word_is_none(name):
    with pytest.raises(UsageError, match=f"no claim named '{re.escape(name)}'; there are proposition-3.1, "):
        chosen([name])


def test_chosen__a_full_id_stands_for_itself_alone():
    assert [one.id for one in chosen(["theorem-4.1"])] == ["theorem-4.1"]
    assert [one.id for one in chosen(["theorem-4"])] == ["theorem-4.1", "theorem-4.1-vertices"]


def test_in_campaign__takes_the_beginning_of_ids(tmp_path):
    run = in_campaign(["theorem-3.1"], 20, 0, tmp_path / "state", 1)
    assert [one.claim.id for one in run.checked] == [
        "theorem-3.1-1",
        "theorem-3.1-2a",
        "theorem-3.1-2b",
        "theorem-3.1-p0",
    ]
    with pytest.raises(UsageError, match="example-81-82 is about data"):
        in_campaign(["example"], 20, 0, tmp_path / "other", 1)


def test_in_campaign__an_example_has_data_of_its_own(tmp_path):
    with pytest.raises(UsageError, match="example-81-82 is about data"):
        in_campaign(["example-81-82"], 10, 0, str(tmp_path / "state"), 1)


def test_in_campaign__goes_on_and_sees_a_planted_refutation(monkeypatch, tmp_path):
    monkeypatch.setattr(claims_run, "_BLOCK", 20)
    run = in_campaign([NAME], 20, 0, tmp_path / "right", 1)
    assert (run.exit_code, run.checked[0].outcome.accepted) == (0, 20)
    run = in_campaign([NAME], 60, 0, tmp_path / "right", 1)
    assert (run.exit_code, run.checked[0].outcome.accepted, run.fast_path.accepted) == (0, 60, 60)
    plant(monkeypatch, check=WRONG)
    run = in_campaign([NAME], 40, 0, tmp_path / "wrong", 1)
    assert (run.exit_code, run.checked[0].outcome.verdict) == (1, Verdict.REFUTED)
    plant(monkeypatch, check=lambda _: not_met("never"))
    assert in_campaign([NAME], 20, 0, tmp_path / "vacuous", 1).exit_code == 3
    plant(monkeypatch, check=lambda _: 1 // 0)
    assert in_campaign([NAME], 20, 0, tmp_path / "raises", 1).exit_code == 1

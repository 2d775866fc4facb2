"""The campaign of the claims: what it draws, counts and reports, that it goes on where it was and sees faults."""

from collections import Counter
from dataclasses import replace

import pytest

from proofs_check import claims
from proofs_check.cases import SplineCase
from proofs_check.cases.exponents import CAMPAIGN_EXPONENTS
from proofs_check.claim import Verdict, not_met, undecided
from proofs_check.claims import CLAIMS, claim
from proofs_check.running import campaign
from proofs_check.running.campaign import WEIGHTS, ClaimsJob, draw
from proofs_check.running.counts import FAST_PATH, outcomes
from sparsest import Dataset, UsageError
from sparsest.campaign import Block, run
from sparsest.campaign.families import FAMILIES
from sparsest.exact.exponent import Exponent

NAME = "theorem-3.1-1"


def exact_counts(report_or_tally):
    return {name: n for name, n in report_or_tally.counts.items() if not name.endswith("microseconds")}


def plant(monkeypatch, **changes):
    """Put a changed claim into the registry."""
    planted = replace(claim(NAME), **changes)
    monkeypatch.setattr(claims, "CLAIMS", tuple(planted if one.id == NAME else one for one in CLAIMS))
    return planted


@pytest.mark.slow
def test_draw__all_families_sizes_and_exponents_and_only_rational_ones():
    families, sizes, exponents = Counter(), Counter(), Counter()
    for p, family, examples in draw(Block(3, 0, 10_000)):
        families[family] += len(examples)
        sizes.update(x.size for x, _ in examples)
        exponents["float" if p.value.q > 10**9 else p.name] += len(examples)
    assert set(families) <= set(FAMILIES) == set(WEIGHTS)
    assert min(WEIGHTS.values()) > 0
    assert set(sizes) == set(range(2, 13))
    assert set(exponents) == set(CAMPAIGN_EXPONENTS)
    quick = ("walk", "integers", "ties", "decimals", "constant")
    assert sum(families[name] for name in quick) > 0.95 * families.total()


def test_job__checks_all_claims_of_one_input_on_one_case(monkeypatch):
    seen = []
    plant(monkeypatch, check=lambda case: seen.append(case) or not_met("no"))
    tally = ClaimsJob((NAME,))(Block(0, 0, 30))
    assert len({id(case) for case in seen}) == 30
    assert len({case.seed for case in seen}) == 30
    # The exact solution was computed for the comparison with the kernels, and the claim finds it there.
    assert all("solution" in vars(case) for case in seen)
    assert exact_counts(tally) == {
        "examples": 30,
        **{
            f"{FAST_PATH} {word}": 30 * (word == "accepted")
            for word in ("accepted", "rejected", "vacuous", "undecided")
        },
        **{f"{NAME} {word}": 30 * (word == "vacuous") for word in ("accepted", "rejected", "vacuous", "undecided")},
    }
    left_out = {one.id for one in CLAIMS if one.scope == "one input"} - set(ClaimsJob().claims)
    assert all(name.startswith("example-") for name in left_out)


def test_job__bad_claims(monkeypatch):
    with pytest.raises(UsageError, match="no claim named 'theorem-9'"):
        ClaimsJob(("theorem-9",))
    with pytest.raises(UsageError, match="none given"):
        ClaimsJob(())
    plant(monkeypatch, scope="several inputs")
    with pytest.raises(UsageError, match=r"theorem-3\.1-1 is none"):
        ClaimsJob((NAME,))


def test_campaign__goes_on_where_it_was(tmp_path):
    job = ClaimsJob((NAME,))
    run(job, examples=40, block_size=40, seed=5, state=tmp_path / "half")
    resumed = run(job, examples=120, block_size=40, seed=5, state=tmp_path / "half")
    whole = run(job, examples=120, block_size=40, seed=5, state=tmp_path / "whole")
    assert exact_counts(resumed) == exact_counts(whole)
    assert resumed.counts[f"{NAME} accepted"] == resumed.counts[f"{FAST_PATH} accepted"] == 120
    assert resumed.counts[f"{NAME} microseconds"] > 0
    assert [o.verdict for o in outcomes(resumed, (FAST_PATH, NAME))] == [Verdict.HOLDS, Verdict.HOLDS]


def test_campaign__a_planted_refutation_is_counted_shrunk_and_replayable(monkeypatch, tmp_path):
    wrong = plant(monkeypatch, check=claim(NAME).faults[1].check)
    report = run(ClaimsJob((NAME,)), examples=200, block_size=100, seed=1, state=tmp_path / "state")
    assert report.errors == 0
    assert report.counts[f"{NAME} rejected"] >= report.failed == 2 * campaign._MOST_KEPT
    fast, found = outcomes(report, (FAST_PATH, NAME))
    assert (fast.verdict, found.verdict) == (Verdict.HOLDS, Verdict.REFUTED)
    case = SplineCase(Dataset(found.case["x"], found.case["y"]), Exponent.read(found.case["p"]), found.case["seed"])
    again = wrong.examine(case)
    assert (again.verdict, again.reason, dict(again.witness)) == (Verdict.REFUTED, found.reason, found.witness)
    # Two neighbouring gaps of one sign are needed, so four points; nothing else is left of the data that was drawn.
    assert found.case["x"] == ["0", "1", "2", "3"]
    assert (found.case["p"], found.case["seed"]) == ("1/2", 0)


def test_campaign__undecided_is_counted(monkeypatch):
    plant(monkeypatch, check=lambda _: undecided("precision"))
    tally = ClaimsJob((NAME,))(Block(0, 0, 10))
    assert (tally.counts[f"{NAME} undecided"], tally.failures) == (10, [])


@pytest.mark.parametrize("part", ["matches", "minimizers", "knots"])
def test_campaign__a_kernel_that_errs_is_refuted(monkeypatch, part):
    solve_batch = campaign.solve_batch

    def astray(*arguments, **options):
        for solution in solve_batch(*arguments, **options):
            yield Astray(solution, part)

    monkeypatch.setattr(campaign, "solve_batch", astray)
    tally = ClaimsJob((NAME,))(Block(0, 0, 40))
    assert tally.counts[f"{FAST_PATH} rejected"] == 40
    assert len(tally.failures) == campaign._MOST_KEPT
    word = {"matches": "match", "minimizers": "count", "knots": "knots"}[part]
    assert all(failure["claim"] == FAST_PATH and word in failure["reason"] for failure in tally.failures)


class Astray:
    """A fast solution with one wrong part."""

    def __init__(self, right, part):
        self.matches = (*right.matches, 99) if part == "matches" else right.matches
        self.minimizers = right.minimizers + 1 if part == "minimizers" else right.minimizers
        self.knots = right.knots + 1.0 if part == "knots" and right.knots.size else right.knots
        if part == "knots" and not right.knots.size:
            self.minimizers += 1

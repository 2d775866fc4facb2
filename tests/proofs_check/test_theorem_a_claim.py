"""The check of Theorem A sees planted bugs: in the matchings, their count, the zero test, the canonical choice."""

from dataclasses import replace
from fractions import Fraction
from itertools import product

import pytest

from proofs_check.cases import SplineCase
from proofs_check.checker import check_certificate
from proofs_check.claim import Verdict
from proofs_check.claims import CLAIMS, claim, theorem_a
from proofs_check.derivations.powers import LIMITS
from proofs_check.running.runs import check_derivation, check_property
from proofs_check.unaided.matchings import best_at_p, best_matchings, sizes_of_runs
from sparsest import Dataset
from sparsest.exact.exponent import Exponent
from sparsest.univariate import matching
from sparsest.univariate import solve as solver
from sparsest.univariate.solve import Solution

CLAIM = claim("theorem-a")
HALF = Exponent.read("1/2")
TWO_TIES = [1, 1, 1, 0, 1, 2, 1]
# At p = 1/2: minimisers of 2 knots and of 3. The zero test of surds is needed to see the tie.
SURD = [Fraction(25, 16), 9, 16, Fraction(49, 36)]


def check(gaps, lot=0):
    return CLAIM.examine(SplineCase(Dataset.from_gaps(gaps), HALF, lot=lot))


def last_run_turns(self):
    """The odometer forgets all runs but the last one."""
    *first, last = [list(matching.matchings(signs)) for signs in self.signs] or [[()]]
    for chosen in last:
        yield matching.join(self.gaps.runs, [*(wheel[0] for wheel in first), chosen][: len(self.signs)])


def canonical_twice(self):
    yield self.gaps.spline(self.matches)
    yield from (self.gaps.spline(one) for one in self._matchings())


def first_run_counts(self):
    return matching.count_matchings(self.signs[0]) if self.signs else 1


def rightmost(signs):
    """Of the matchings with the most pairs that whose pairs are as far right as can be."""
    every = [m for m in all_best(signs) if len(m) == max(map(len, all_best(signs)))]
    return max(every)


def fewest_pairs(signs):
    return min(all_best(signs), key=lambda m: (len(m), m))


def all_best(signs, matchings=matching.matchings, first=matching.first_matching):
    """All matchings of greatest weight, made with the right `first_matching` whatever is planted."""
    planted, matching.first_matching = matching.first_matching, first
    try:
        return list(matchings(signs))
    finally:
        matching.first_matching = planted


def with_first_matching(monkeypatch, planted):
    monkeypatch.setattr(matching, "first_matching", planted)
    monkeypatch.setattr(solver, "first_matching", planted)


def plant_odometer(monkeypatch):
    monkeypatch.setattr(Solution, "_matchings", last_run_turns)


def plant_twice(monkeypatch):
    monkeypatch.setattr(Solution, "splines", canonical_twice)


def plant_count(monkeypatch):
    monkeypatch.setattr(Solution, "minimizers", property(first_run_counts))


def plant_rightmost(monkeypatch):
    with_first_matching(monkeypatch, rightmost)


def plant_fewest_pairs(monkeypatch):
    with_first_matching(monkeypatch, fewest_pairs)


def plant_no_zero(monkeypatch):
    right = matching.sign
    monkeypatch.setattr(matching, "sign", lambda terms, p: right(terms, p) or (1 if terms.terms else 0))


def plant_fewest_knots(monkeypatch):
    monkeypatch.setattr(Solution, "fewest_knots", property(lambda self: self.gaps.fewest_knots + (self.p.name != "0")))


PLANTED = {
    plant_odometer: TWO_TIES,
    plant_twice: [1, 2, 1],
    plant_count: TWO_TIES,
    plant_rightmost: [1, 2, 1],
    plant_fewest_pairs: SURD,
    plant_no_zero: SURD,
    plant_fewest_knots: [1, 2, 1],
}


@pytest.mark.parametrize("gaps", [TWO_TIES, [1, 2, 1], [1, 1, 1], SURD, [1] * 9])
def test_the_check_holds_without_bugs(gaps):
    assert check(gaps).verdict is Verdict.HOLDS


@pytest.mark.parametrize(("plant", "gaps"), PLANTED.items(), ids=lambda value: getattr(value, "__name__", ""))
def test_a_planted_bug_is_seen_on_data_made_for_it(plant, gaps, monkeypatch):
    plant(monkeypatch)
    assert check(gaps, lot=1).verdict is Verdict.REFUTED  # without the certificate, which is asked for at lot 0


@pytest.mark.parametrize("plant", PLANTED, ids=lambda plant: plant.__name__)
def test_a_planted_bug_is_seen_on_drawn_data(plant, monkeypatch):
    plant(monkeypatch)
    assert check_property(CLAIM, shrink=False).verdict is Verdict.REFUTED


@pytest.mark.parametrize(("lot", "asked"), [(0, 1), (1, 0), (15, 0), (16, 1)])
def test_the_checker_is_asked_by_the_lot_and_not_by_the_seed(lot, asked, monkeypatch):
    calls = []
    right = theorem_a.check_certificate
    monkeypatch.setattr(theorem_a, "check_certificate", lambda proof: calls.append(proof) or right(proof))
    for seed in (0, 7):
        case = SplineCase(Dataset.from_gaps([1, 2, 1]), HALF, seed, lot)
        assert CLAIM.examine(case).verdict is Verdict.HOLDS
    assert len(calls) == 2 * asked


def test_a_rejected_certificate_refutes(monkeypatch):
    monkeypatch.setattr(theorem_a, "check_certificate", lambda proof: check_certificate({**proof, "format": "other"}))
    assert check([1, 2, 1]).reason.startswith("the checker rejects the certificate")
    assert check([1, 2, 1], lot=1).verdict is Verdict.HOLDS


def test_more_minimisers_than_are_listed(monkeypatch):
    gaps = [*[1, 1, 1, 0] * 6]  # 2 to the power of 6
    assert check(gaps, lot=1).verdict is Verdict.HOLDS
    plant_twice(monkeypatch)
    assert "twice" in check(gaps, lot=1).reason


def test_more_minimisers_than_are_listed__one_is_too_dear(monkeypatch):
    def dear(self):
        found = [self.gaps.spline(one) for one in self._matchings()]
        yield from found[:10]
        yield self.gaps.spline(self.matches[1:])  # a pair less
        yield from found[10:]

    monkeypatch.setattr(Solution, "splines", dear)
    assert "other splines" in check([*[1, 1, 2, 2, 0] * 1, *[1, 1, 1, 0] * 6], lot=1).reason


def test_the_canonical_matching_is_leftmost_pair_by_pair():
    for gaps in product((1, 2), repeat=7):
        (sizes,) = sizes_of_runs(SplineCase(Dataset.from_gaps(gaps)))
        best = best_matchings(sizes, HALF)
        first = theorem_a._canonical(best)
        for other in best:
            assert len(other) < len(first) or all(a <= b for a, b in zip(first, other, strict=True))


def test_every_claim_of_each_minimiser_says_how_many_it_looks_at():
    names = [
        "proposition-3.1",
        "theorem-3.1-1",
        "theorem-3.1-2a",
        "theorem-3.1-2b",
        "corollary-3.1.1",
        "corollary-3.1.2",
        "lemma-a.1",
        "lemma-a.2",
        "section-a.1.3",
        "lipschitz",
        "theorem-a",
    ]
    assert all("first 50" in claim(name).establishes for name in names)


def test_derivations_by_z3__say_at_which_exponent():
    for step in (step for one in CLAIMS for step in one.derivations):
        if step.name.endswith("at p = 1/2"):
            assert "p = 1/2" in step.statement


def test_expansions_at_0_and_1__start_at_0():
    steps = check_derivation(LIMITS)
    assert steps.verdict is Verdict.HOLDS
    assert {"n = 0 is c^p", "n = 0 is c^(1-h)"} <= set(LIMITS.prove().witness)


@pytest.mark.slow
def test_drawn_cases__have_ties_in_two_runs_and_surd_ties():
    seen = set()

    def look(case):
        tied = [best for best in best_at_p(case) if len(best) > 1]
        if len(tied) > 1:
            seen.add("two runs")
        if any(len({len(m) for m in best}) > 1 for best in tied):
            seen.add("2 and 3 knots")

    check_property(replace(CLAIM, check=look))
    assert seen == {"two runs", "2 and 3 knots"}

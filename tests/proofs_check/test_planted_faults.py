"""A broken `sign`, `solve`, `Gaps` or `PowerSum` is planted: every claim that relies on it is refuted.

All claims are examined with all plants. What a claim does not see is listed with the reason why that is right; a claim
that ceases to see a plant, or begins to, fails here.
"""

import sys
from dataclasses import fields, replace
from fractions import Fraction
from functools import cache

import pytest

from proofs_check.cases import NetworkCase, SplineCase
from proofs_check.claim import Verdict
from proofs_check.claims import CLAIMS
from proofs_check.claims import claim as claim_of
from proofs_check.claims import tolerance as tolerance_claim
from proofs_check.unaided import signs as signs_module
from proofs_check.unaided.matchings import changes_of, matchings
from sparsest import Dataset, Points
from sparsest.exact.exponent import Exponent
from sparsest.exact.powersum import PowerSum
from sparsest.exact.sign import sign
from sparsest.spline import Spline
from sparsest.univariate import gaps as gaps_module
from sparsest.univariate.solve import solve

HALF, THIRD = Exponent.read("1/2"), Exponent.read("1/3")
TINY = Fraction(1, 10**60)
# At p = 1/2 a minimiser of two knots and one of three are equally good.
SURD_TIE = [Fraction(25, 16), 9, 16, Fraction(49, 36)]
# Gaps with ties, near ties on either side of one, long runs, runs of either sign.
GAPS = [
    [1, -1, -1, 1], [1, 2], [1, 2, 3], [1, 3, 1], [1, 3, 4, 5, 0, -1], [1, 2, 1], [1, 2, 1 + TINY], [1, 2, 1 - TINY],
    [1, 1, 1, 1, 1], [4, 8, 58, 22, 14], [1, 50, 50, 1], [1, 50, 50, 1, -1, -40, -30, -2], [1, -1, 2, -3],
    [3, 5, 0, -2, -7, -2 + TINY],
    *([*SURD_TIE[:-1], SURD_TIE[-1] + more] for more in (0, TINY, -TINY)),
]  # fmt: skip
POINTS = [
    Points([[-3], [4], [5]], [2, -2, 3]),
    Points([[0, 0], [0, 1], [1, 0]], [1, 2, 0]),
    Points([[1], [2], [4]], [3, -1, 2]),
    Points([[-1], [0]], [1003, 1001]),
]
# Where more is needed: a run too long for all its matchings; points where a positive sign matters as p -> 0.
MORE = {
    "theorem-3.2-threshold": [[1, 50, 50, 1, 40, 90, 3, 200, 300, 2, 5, 100]],
    "proposition-4.1-bound": [Points([[-6, 36], [-1, 1], [2, 4], [8, 64]], [9, 6, 6, -4])],
    "proposition-4.1-blocks": [Points([[-6, 36], [-1, 1], [2, 4], [8, 64]], [9, 6, 6, -4])],
}


def everywhere(patch, name, right, wrong):
    """Put the wrong function in the place of the right one in every module that holds it."""
    places = [
        module
        for owner, module in sys.modules.items()
        if owner.split(".")[0] in {"sparsest", "proofs_check"} and vars(module).get(name) is right
    ]
    assert places
    for module in places:
        patch.setattr(module, name, wrong)


def broken_sign(change):
    return lambda patch: everywhere(patch, "sign", sign, lambda *given, **more: change(sign(*given, **more)))


def broken_solve(change):
    return lambda patch: everywhere(patch, "solve", solve, lambda *given, **more: change(solve(*given, **more)))


def broken_gaps(change):
    right = gaps_module._gaps_of
    return lambda patch: patch.setattr(gaps_module, "_gaps_of", lambda data: change(right(data)))


def broken_sums(change):
    return lambda patch: patch.setattr(
        PowerSum, "__init__", lambda self, terms: object.__setattr__(self, "terms", change(terms))
    )


def with_own(solution, **own):
    """Return the solution with other attributes than it would compute."""
    kind = type("Broken", (type(solution),), own)
    return kind(**{field.name: getattr(solution, field.name) for field in fields(solution)})


def a_knot_less(solution):
    def less(spline):
        is_ = spline.flint
        return Spline(is_.slope, is_.intercept, is_.knots[:-1], is_.changes[:-1])

    return with_own(
        solution, spline=property(lambda _: less(solution.spline)), splines=lambda _: map(less, solution.splines())
    )


def one_minimiser_more(solution):
    return with_own(solution, minimizers=property(lambda _: solution.minimizers + 1))


def second_best(solution):
    """Return the solution whose first run of two gaps or more has a matching that is not the best."""
    run = next((run for run in solution.gaps.runs if run[1] - run[0] > 1), None)
    if run is None:
        return solution
    sizes, p = solution.gaps.sizes(run), float(solution.p.value or {"1-": 1 - 1e-6}.get(solution.p.name, 1e-6))
    costs = {m: sum(float(c) ** p for c in changes_of(sizes, m)) for m in matchings(len(sizes))}
    least = min(costs.values())
    second = min((m for m in costs if costs[m] > least + 1e-9), key=costs.__getitem__, default=())
    others = [k for k in solution.matches if not run[0] <= k < run[1]]
    matches = tuple(sorted([*others, *(run[0] + k for k in second)]))
    return with_own(
        solution, matches=property(lambda _: matches), splines=lambda _: iter([solution.gaps.spline(matches)])
    )


def a_wrong_sign(gaps):
    turned = (*(-d for d in gaps.gaps[:1]), *gaps.gaps[1:])
    return replace(gaps, gaps=turned, runs=tuple(gaps_module.runs_of_one_sign(turned)))


def a_run_cut_short(gaps):
    return replace(gaps, runs=tuple((start, stop - (stop - start > 1)) for start, stop in gaps.runs))


PLANTS = {
    "sign: never 1": broken_sign(lambda found: min(found, 0)),
    "sign: never 0": broken_sign(lambda found: found or 1),
    "sign: swapped": broken_sign(lambda found: -found),
    "solve: a knot less": broken_solve(a_knot_less),
    "solve: one minimiser more": broken_solve(one_minimiser_more),
    "solve: second best": broken_solve(second_best),
    "Gaps: a wrong sign": broken_gaps(a_wrong_sign),
    "Gaps: a run cut short": broken_gaps(a_run_cut_short),
    "PowerSum: a term lost": broken_sums(lambda terms: terms[:-1]),
    "PowerSum: a coefficient turned": broken_sums(lambda terms: (*terms[:-1], *((-n, a) for n, a in terms[-1:]))),
}

#: The same places with what is right in them: each notes that its kind of plant was asked for.
PLACES = {"sign": broken_sign, "solve": broken_solve, "Gaps": broken_gaps, "PowerSum": broken_sums}

OWN = "speaks of functions that it draws itself, compared by `compare`: takes nothing from the solver"
ANY = "is true of the spline of every matching, so of the one that a wrong decision gives, and asks for no price"
TWO_GAPS = "speaks of runs of two gaps at most, whose one pair saves without a sign being asked for, and of no price"
THREE_GAPS = "speaks of runs of three gaps at most, where one pair is matched whatever the sign, and of no price"
MAXIMAL = "is true of every maximal matching, which a wrong decision still gives, and asks for no price"
ENDS = "a sign is asked for at both ends of where a zero may be: the zero stays if both are turned; neither end is one"
NO_COUNT = "does not say how many minimisers there are"
LIMIT_0 = "is about p = 0, where neither a sign nor a price of a power sum is asked for"
OWN_SIGN = "compares by `compare`, and asks for no sign of the package"
GATES = "speaks of gates, whose greedy takes no sign, gap or price; test_tolerance_claims.py plants faults there"
VERTICES = "takes all vertices, which are found without a price, and compares them by `compare`"
RANKS = "asks in its ranks whether one costs less than another, for which a sign 1 is as good as 0"
#: What a claim does not see, by the start of the name of the plants, and why that is right. All others it must see.
UNSEEN = {
    "proposition-3.1": {
        "sign": ANY, "PowerSum": ANY, "solve: one": NO_COUNT, "solve: second": ANY, "Gaps: a run": ANY,
    },
    "remark-1": {"": OWN},
    "theorem-3.1-1": {"sign": ANY, "PowerSum": ANY, "solve: one": NO_COUNT, "solve: second": ANY, "Gaps: a run": ANY},
    "theorem-3.1-2a": {"sign": TWO_GAPS, "PowerSum": TWO_GAPS, "solve: one": NO_COUNT},
    "theorem-3.1-2b": {"sign": MAXIMAL, "PowerSum": MAXIMAL, "solve: one": NO_COUNT, "Gaps: a run": MAXIMAL},
    "theorem-3.1-p0": {"sign": LIMIT_0, "PowerSum": LIMIT_0, "solve: one": NO_COUNT},
    "corollary-3.1.1": {
        "sign": ANY, "PowerSum": ANY, "solve: one": NO_COUNT, "solve: second": ANY, "Gaps: a run": ANY,
    },
    "corollary-3.1.2": {
        "sign": ANY, "PowerSum": ANY, "solve: one": NO_COUNT, "solve: second": ANY, "Gaps: a run": ANY,
    },
    "corollary-3.1.1-form": {"": OWN},
    "corollary-3.1.1-p0": {"sign": LIMIT_0, "PowerSum": LIMIT_0, "solve: one": NO_COUNT},
    "lipschitz": {"sign": ANY, "PowerSum": ANY, "solve: one": NO_COUNT, "solve: second": ANY, "Gaps: a run": ANY},
    "example-81-82": {"sign": TWO_GAPS},
    "theorem-3.2-threshold": {"sign: never 0": ENDS, "sign: swapped": ENDS, "solve: one": NO_COUNT},
    "theorem-3.2-easy": {"sign": TWO_GAPS, "PowerSum": TWO_GAPS},
    "lemma-4.1": {"sign": OWN_SIGN},
    "section-4-patterns": {"": "counts patterns, for which neither a price nor a sign of a power sum is asked"},
    "inequality-76": {"": VERTICES},
    "inequality-78": {"": OWN},
    "algorithm-1": {"": OWN},
    "algorithm-1-support": {"": OWN},
    "algorithm-1-descent": {"": OWN},
    "algorithm-1-stationary": {"": OWN},
    "section-a.1.1": {"": OWN},
    "lemma-a.1": {"sign": MAXIMAL, "PowerSum": MAXIMAL, "solve: one": NO_COUNT},
    "lemma-a.2": {"sign": ANY, "PowerSum": ANY, "solve: one": NO_COUNT, "solve: second": ANY, "Gaps: a run": ANY},
    "section-a.1.3": {"sign": ANY, "PowerSum": ANY, "solve: one": NO_COUNT, "solve: second": ANY, "Gaps: a run": ANY},
    "theorem-b": {"sign": THREE_GAPS, "PowerSum": THREE_GAPS, "solve: one": NO_COUNT},
    "theorem-c": {"sign": LIMIT_0, "PowerSum": LIMIT_0, "solve: a knot": NO_COUNT, "solve: second": NO_COUNT},
    "theorem-f": {"sign: never 1": RANKS, "solve: one": NO_COUNT},
    "tolerance": {"": GATES},
    "tolerance-staircase": {"sign": LIMIT_0, "PowerSum": LIMIT_0, "solve: one": NO_COUNT},
    "tolerance-invariance": {"": GATES},
}  # fmt: skip
#: Claims that speak of gates, whatever p is: their cases have none, so that whoever asks for one fails.
WITHOUT_P = ("tolerance", "tolerance-staircase", "tolerance-invariance")
# Claims about several inputs are about networks, which come from neither of these.
ONE_INPUT_ONLY = ("solve", "Gaps")


def plants_for(claim):
    return [name for name in PLANTS if claim.scope == "one input" or not name.startswith(ONE_INPUT_ONLY)]


def cases(claim):
    """Return fresh cases, since a case keeps what it has asked the solver for."""
    if claim.scope == "one input":
        exponents = (None,) if claim.id in WITHOUT_P else (HALF, THIRD)
        return [SplineCase(Dataset.from_gaps(gaps), p) for gaps in [*GAPS, *MORE.get(claim.id, [])] for p in exponents]
    return [NetworkCase(points, HALF) for points in [*POINTS, *MORE.get(claim.id, [])]]


def is_refuted(claim):
    return any(claim.examine(case).verdict is Verdict.REFUTED for case in cases(claim))


@pytest.fixture
def counted_once(monkeypatch):
    """What is counted from the signs of all gaps takes nothing that is planted, and long: it is kept between plants."""
    planted = {"sign": sign, "solve": solve, "Gaps": gaps_module.Gaps, "PowerSum": PowerSum}
    assert not planted.keys() & vars(signs_module).keys()
    monkeypatch.setattr(tolerance_claim, "fewest_by_signs", cache(tolerance_claim.fewest_by_signs))


def asked_for(claim, monkeypatch):
    """Return the kinds of plants in whose place the claim asks for something; it holds, with what is right there."""
    asked = set()
    with monkeypatch.context() as patch:
        for kind, place in PLACES.items():
            place(lambda found, kind=kind: asked.add(kind) or found)(patch)
        assert not is_refuted(claim)
    return asked


@pytest.mark.usefixtures("counted_once")
@pytest.mark.parametrize("claim", CLAIMS, ids=lambda claim: claim.id)
def test_claims__see_every_plant_but_those_that_they_rightly_do_not(claim, monkeypatch):
    seen, asked = set(), asked_for(claim, monkeypatch)
    for name in plants_for(claim):
        if name.partition(":")[0] not in asked:
            continue  # it would go exactly as with what is right
        with monkeypatch.context() as patch:
            PLANTS[name](patch)
            if is_refuted(claim):
                seen.add(name)
    blind = tuple(UNSEEN.get(claim.id, {}))
    assert seen == {name for name in plants_for(claim) if not (blind and name.startswith(blind))}


@pytest.mark.parametrize("name", WITHOUT_P)
def test_without_p__the_verdict_is_that_at_any_p(name):
    for gaps in GAPS[3:7]:
        held = {verdict_at(name, gaps, p) for p in (None, HALF, THIRD)}
        assert held == {Verdict.HOLDS}
    with pytest.raises(AttributeError):
        verdict_at("theorem-a", GAPS[3], None)


def verdict_at(name, gaps, p):
    return claim_of(name).examine(SplineCase(Dataset.from_gaps(gaps), p)).verdict


def test_every_plant_is_seen_by_some_claim_and_every_reason_speaks_of_a_plant():
    assert set(UNSEEN) <= {one.id for one in CLAIMS}
    for one in CLAIMS:
        reasons = UNSEEN.get(one.id, {})
        assert all(any(name.startswith(start) for name in plants_for(one)) for start in reasons)
    for name in PLANTS:
        able = [one for one in CLAIMS if name in plants_for(one)]
        assert any(not name.startswith(tuple(UNSEEN.get(one.id, {"?": ""}))) for one in able)


def test_everywhere__no_module_keeps_the_right_one(monkeypatch):
    with monkeypatch.context() as patch:
        PLANTS["sign: swapped"](patch)
        left = [name for name, module in sys.modules.items() if name.startswith("sparsest.") if sign in held(module)]
    assert left == []
    assert any(sign in held(module) for name, module in sys.modules.items() if name.startswith("sparsest."))


def held(module):
    return [value for value in vars(module).values() if callable(value)]

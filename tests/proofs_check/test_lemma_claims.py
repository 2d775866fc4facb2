"""Lemmas A.1, A.2 and sections A.1.3, A.1.4: wrong formulas and wrong solutions are seen."""

from __future__ import annotations

from fractions import Fraction

import pytest
from flint import fmpq

from proofs_check.cases import SplineCase
from proofs_check.claim import Verdict
from proofs_check.claims import claim, lemma_a_1, lemma_a_2, section_a_1_3, section_a_1_4
from proofs_check.claims.section_a_1_4 import distinct_words, printed_words
from proofs_check.derivations.extreme_points import difference_matrix
from proofs_check.unaided import stretches
from proofs_check.unaided.functions import Function, connecting_the_dots
from sparsest import Dataset, Spline
from sparsest.exact.exponent import Exponent

CONVEX = [0, 0, 1, 3, 6, 7]
ZIGZAG = [0, 0, 1, 1, 2, 2]


def _case(y, seed=0, p="1/2"):
    return SplineCase(Dataset(range(len(y)), y), Exponent.read(p), seed)


@pytest.mark.parametrize("p", ["1/2", "1/1000", "999/1000"])
@pytest.mark.parametrize(("name", "y"), [("lemma-a.2", ZIGZAG), ("lemma-a.1", CONVEX), ("section-a.1.4", CONVEX)])
def test_claims__hold_on_given_data(name, y, p):
    assert claim(name).examine(_case(y, p=p)).verdict is Verdict.HOLDS


@pytest.mark.parametrize(("name", "y"), [("lemma-a.2", CONVEX), ("lemma-a.1", ZIGZAG)])
def test_lemmas__say_nothing_without_their_hypothesis(name, y):
    assert claim(name).examine(_case(y[:4])).verdict is Verdict.NOT_MET


@pytest.mark.parametrize(("name", "y"), [("lemma-a.2", ZIGZAG), ("lemma-a.1", CONVEX)])
def test_lemmas__a_wrong_formula_is_seen(monkeypatch, name, y):
    def changes(turn, stretch):
        return stretch.a + turn.delta, -turn.delta / turn.tau, stretch.b + turn.delta * (1 - turn.tau) / turn.tau

    monkeypatch.setattr(stretches.Turn, "changes", changes)
    assert claim(name).examine(_case(y)).reason == "the formulas are not the slope changes of the function"


@pytest.mark.parametrize(
    ("module", "y", "planted"),
    [
        (lemma_a_1, CONVEX, lambda s, _: [(s.a + s.b) / 2]),  # too cheap
        (lemma_a_1, CONVEX, lambda s, _: [s.a + s.b + 1]),  # one knot, and dearer
        (lemma_a_2, ZIGZAG, lambda s, _: [s.a, s.b]),  # as cheap as the straight piece
        (lemma_a_2, ZIGZAG, lambda s, _: [9 * (s.a - s.b)]),  # dearer, with one slope change and not two
    ],
)
def test_lemmas__several_knots_of_a_wrong_cost_or_number_are_seen(monkeypatch, module, y, planted):
    assert module.CLAIM.examine(_case(y)).verdict is Verdict.HOLDS
    monkeypatch.setattr(module, "winding", planted)
    assert "several" in module.CLAIM.examine(_case(y)).reason


def test_lemma_a_1__a_knot_where_both_signs_are_0_and_a_wrong_sparsest_are_seen(monkeypatch):
    bent = Spline(0, 0, [1, Fraction(5, 4), Fraction(7, 4), 2], [1, -2, 2, -1])
    monkeypatch.setattr(lemma_a_1, "_of_fewest_knots", lambda _: [Function.of(bent)])
    assert "where both signs are 0" in lemma_a_1.CLAIM.examine(_case([0, 0, 0, 0, 1, 3])).reason
    monkeypatch.setattr(lemma_a_1, "_of_fewest_knots", lambda case: [connecting_the_dots(case)])
    assert "no single knot" in lemma_a_1.CLAIM.examine(_case(CONVEX)).reason


@pytest.mark.parametrize(
    ("y", "alpha", "reason"),
    [
        ([0, 0, 1, 3, 6, 10], [1, 1], "the fewest knots are not"),
        ([0, 0, 1, 3, 6, 10, 15], [1, 0, 0], "1 functions of fewest knots"),
    ],
)
def test_section_a_1_4__wrong_sparsest_functions_are_seen(monkeypatch, y, alpha, reason):
    monkeypatch.setattr(section_a_1_4, "_sparsest_alphas", lambda *_: [list(map(fmpq, alpha))] * 3)
    assert reason in section_a_1_4.CLAIM.examine(_case(y)).reason


def test_measured__a_function_that_misses_the_second_point_is_none():
    case = _case(CONVEX)
    one = stretches.stretches(case, lambda a, b: a * b > 0, case.rng())[0]
    crooked = one._replace(s=one.s + 1)
    assert stretches.measured(one, stretches.Turn(fmpq(1), fmpq(1, 3))) is not None
    assert stretches.measured(crooked, stretches.Turn(fmpq(1), fmpq(1, 3))) is None


def test_distinct_words__agree_with_the_matchings():
    assert [len(distinct_words(n)) for n in range(1, 9)] == [1, 2, 3, 5, 8, 13, 21, 34]


def test_printed_words__are_all_candidates_but_the_connected_dots():
    assert [len(printed_words(m)) for m in range(2, 8)] == [len(distinct_words(m + 1)) - 1 for m in range(2, 8)]
    assert difference_matrix(3).rank() == 3  # m = 4: A is this 4 x 3 matrix up to the widths of the intervals


@pytest.mark.parametrize(
    ("name", "wrong", "reason"),
    [
        ("printed_words", lambda _: ((0, 0, 1, 1, 1),), "has 1 functions"),
        ("_at", lambda s, alpha: [s[0], *(s[k + 1] for k, _ in enumerate(alpha)), s[-1]], "not strictly concave"),
        ("atoms_of_slopes", lambda case, start, _: [(case.data.flint.x[start + 1], fmpq(9))], "is not V_p"),
    ],
)
def test_section_a_1_4__a_wrong_cube_is_seen(monkeypatch, name, wrong, reason):
    monkeypatch.setattr(section_a_1_4, name, wrong)
    assert reason in claim("section-a.1.4").examine(_case([0, 0, 1, 3, 6, 10])).reason


def _with_other_minimizers(y, other):
    """A case whose `splines` are those of the labels `other`."""
    case = _case(y)
    case.__dict__["splines"] = _case(other).splines
    return case


@pytest.mark.parametrize(("seed", "lot", "number"), [(0, 0, 4), (7, 0, 4), (0, 1, 2), (7, 1, 2)])
def test_section_a_1_4__looks_at_all_runs_of_given_data(monkeypatch, seed, lot, number):
    starts = []
    monkeypatch.setattr(section_a_1_4, "_see_inside_the_box", lambda _, start, *__: starts.append(start))
    case = SplineCase(Dataset.from_gaps([1, 0, 1, 0, 1, 0, 1]), seed=seed, lot=lot)
    assert claim("section-a.1.4").examine(case).verdict is Verdict.HOLDS
    assert len(starts) == number


def test_section_a_1_4__slopes_of_no_function_are_seen(monkeypatch):
    monkeypatch.setattr(section_a_1_4, "_point", lambda s, _: [2 * s[-1] - s[0]] * (len(s) - 1))
    finding = claim("section-a.1.4").examine(_case(CONVEX))
    assert finding.reason == "the slopes belong to no function through the points"


def test_section_a_1_4__another_minimiser_is_seen():
    case = _with_other_minimizers(CONVEX, [0, 0, 1, 3, 6, 9])
    assert claim("section-a.1.4").examine(case).reason == "the minimiser is not as cheap as the best extreme point"


def test_section_a_1_4__a_wrong_number_of_minimisers_is_seen():
    case = _case([0, 0, 1, 3, 6])  # three equal gaps: two minimisers
    case.__dict__["solution"] = _case([0, 0, 1, 3]).solution
    assert "extreme points are cheapest" in claim("section-a.1.4").examine(case).reason


@pytest.mark.parametrize(
    ("size", "reason"),
    [
        (2, "a slope change beyond the range of the chord slopes"),
        (Fraction(1, 2), "a slope outside the range of the chord slopes"),
    ],
    ids=["change", "slope"],
)
def test_section_a_1_3__a_minimiser_out_of_bounds_is_seen(size, reason):
    """It goes through the points, with a tooth between x_2 and x_3; the chord slopes are 0 and 1."""
    case = _case([0, 0, 0, 0, 0, 1])
    tooth = Spline(0, 0, [1, Fraction(3, 2), 2, 4], [-size, 2 * size, -size, 1])
    case.__dict__["splines"] = (tooth,)
    assert claim("section-a.1.3").examine(case).reason == reason


def test_section_a_1_3__a_network_out_of_bounds_is_seen(monkeypatch):
    right = section_a_1_3.Network
    monkeypatch.setattr(section_a_1_3, "Network", lambda neurons, skip, offset: right(neurons, skip + 1, offset))
    assert claim("section-a.1.3").examine(_case(CONVEX)).reason.endswith("is another function")
    monkeypatch.setattr(section_a_1_3, "Network", right)
    monkeypatch.setattr(section_a_1_3, "function_of", lambda network: network.to_spline().flint)
    case = _case(CONVEX)
    far = Spline(0, 0, [20], [1])
    for function, reason in ((section_a_1_3.Function.of(far), "a bias beyond 4"), (_steep(case), "a weight beyond 6")):
        with pytest.raises(Exception, match=reason):
            section_a_1_3._see_parameters(case, function)


def _steep(case):
    return section_a_1_3.Function.of(Spline(0, 0, [1], [7]))

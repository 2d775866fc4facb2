import json
import math
from fractions import Fraction
from itertools import pairwise

import mpmath
import pytest
from flint import fmpq
from hypothesis import given, settings
from hypothesis import strategies as st

from proofs_check.cases.strategies import data_from_gaps, data_sets, data_sets_with_gaps, exact_ties, gap_sequences
from proofs_check.verify import check_certificate
from sparsest import Dataset, UndecidedError, UsageError, critical_exponent, first_crossing, path, solve
from tests import oracles
from tests.ratios import ratios

run_of_gaps = st.lists(ratios(Fraction(1, 9), 60, 9), min_size=4, max_size=9)
four = Dataset.from_gaps(["1/100", 1, 1, "1/100"])
KNOWN = "0.18071736370581730651"


def bases(gaps):
    """What a run's knots can cost the powers of: the sizes of its gaps, and of each with the next."""
    d = [abs(mpmath.mpf(v.numerator) / v.denominator) for v in gaps]
    return d, [a + b for a, b in pairwise(d)]


def fewest(alone, matched):
    """The knots of a minimiser of one run, from these powers, by dynamic programming in mpmath: shares no code."""
    best = [(mpmath.mpf(0), 0)]
    for k in range(len(alone)):
        single = (best[k][0] + alone[k], best[k][1] + 1)
        pair = (best[k - 1][0] + matched[k - 1], best[k - 1][1] + 1) if k else single
        best.append(min(single, pair))
    return best[-1][1]


def sampled_changes(gaps, cells=150):
    """Where the number of knots changes, by sampling at 50 digits and bisection: may miss close pairs."""
    kinds = bases(gaps)
    # Along the grid each power grows by one factor: a multiplication in place of an exponential.
    factors = [[a ** (mpmath.mpf(1) / cells) for a in kind] for kind in kinds]
    now, found, before = factors, [], None
    for k in range(1, cells):
        here = fewest(*now)
        if before not in (None, here):
            low, high = mpmath.mpf(k - 1) / cells, mpmath.mpf(k) / cells
            for _ in range(60):
                middle = (low + high) / 2
                same = fewest(*([a**middle for a in kind] for kind in kinds)) == before
                low, high = (middle, high) if same else (low, middle)
            found.append(low)
        before = here
        now = [[a * b for a, b in zip(*pair, strict=True)] for pair in zip(now, factors, strict=True)]
    return found


@settings(max_examples=120)
@given(run_of_gaps)
def test_path__has_the_changes_that_sampling_finds(gaps):
    with mpmath.workdps(50):
        found = path(Dataset.from_gaps(gaps))
        brackets = [point.enclosure(20) for point in found.breakpoints]
        for p in sampled_changes(gaps):
            assert any(float(low) - 1e-12 <= p <= float(high) + 1e-12 for low, high in brackets)
        # Two adjacent pieces cost the same at the breakpoint between them, and each is the cheaper on its own side.
        for (before, after), point in zip(pairwise(found.pieces), found.breakpoints, strict=True):
            at = mpmath.mpf(float(point.enclosure()[0]))
            left, right = (cost(piece.spline, at) for piece in (before, after))
            assert abs(left - right) < 1e-12 * left


def cost(spline, p):
    return mpmath.fsum(abs(mpmath.mpf(c.numerator) / c.denominator) ** p for c in spline.slope_changes)


@settings(max_examples=100)
@given(data_sets_with_gaps(gap_sequences(0, 12)), st.fractions(min_value=0, max_value=1))
def test_path__every_piece_is_what_solve_finds_inside(points, share):
    data = Dataset(*points)
    found = path(data)
    ends = [Fraction(0), *(e for point in found.breakpoints for e in point.enclosure()), Fraction(1)]
    for piece, low, high in zip(found.pieces, ends[::2], ends[1::2], strict=True):
        between = low + (high - low) * (share * Fraction(98, 100) + Fraction(1, 100))
        for p in [piece.inside()] + [between] * (low < high):
            solution = solve(data, p)
            assert piece.spline == solution.spline
            assert piece.minimizers == solution.minimizers
            assert piece.knots == solution.knots
    for limit, piece in (("0+", found.pieces[0]), ("1-", found.pieces[-1])):
        assert piece.spline == solve(data, limit).spline
        assert piece.minimizers == solve(data, limit).minimizers


@settings(max_examples=100)
@given(data_sets_with_gaps(gap_sequences(0, 10)), st.fractions(min_value=Fraction(1, 9), max_value=9))
def test_path__invariances(points, factor):
    """Scaling labels and mirroring inputs change no breakpoint: other power sums, the same numbers, the same digits."""
    x, y = points
    base = path(Dataset(x, y))
    for other in (Dataset(x, [factor * v for v in y]), Dataset([-v for v in x], y)):
        moved = path(other)
        for point, known in zip(moved.breakpoints, base.breakpoints, strict=True):
            (a, b), (c, d) = point.enclosure(20), known.enclosure(20)
            assert max(a, c) <= min(b, d)
            assert (a, b) == (c, d) or not (point.resolved and known.resolved)
        assert [piece.knots for piece in moved.pieces] == [piece.knots for piece in base.pieces]
        assert [piece.minimizers for piece in moved.pieces] == [piece.minimizers for piece in base.pieces]


@settings(max_examples=60)
@given(data_sets_with_gaps(gap_sequences(3, 9)))
def test_path__says_the_same_whatever_was_asked_before(points):
    """What is known of a breakpoint grows with what is asked; what is answered does not depend on it."""
    fresh, asked = path(Dataset(*points)), path(Dataset(*points))
    for point in asked.breakpoints:
        point.enclosure(60)
        assert not point.resolved or point.bracket[1] - point.bracket[0] <= fmpq(1, 10**60)
    asked.to_json(40)
    for digits in (1, 5, 17):
        assert asked.to_json(digits) == fresh.to_json(digits)
    if asked.to_json()["resolved"]:
        assert asked.certificate() == fresh.certificate()
    assert [piece.inside() for piece in asked.pieces] == [piece.inside() for piece in path(Dataset(*points)).pieces]


@given(data_sets_with_gaps(gap_sequences(0, 3)))
def test_theorem_b__runs_of_three_any_p_will_do(points):
    found = path(Dataset(*points))
    assert found.critical_exponent is None
    assert {piece.knots for piece in found.pieces} == {found.gaps.fewest_knots}


@settings(max_examples=100)
@given(data_sets_with_gaps(gap_sequences(0, 9)))
def test_critical_exponent__agrees_with_the_pieces(points):
    data = Dataset(*points)
    found = path(data)
    excess = [k for k, piece in enumerate(found.pieces) if piece.knots > found.gaps.fewest_knots]
    alone = critical_exponent(data)
    assert (found.critical_exponent is None) == (alone is None)
    if excess:
        assert alone.enclosure() == found.breakpoints[excess[0] - 1].enclosure()
    if alone is not None:
        assert alone.enclosure() == found.critical_exponent.enclosure()
        low, _ = alone.enclosure()
        assert solve(data, low - Fraction(1, 10**30)).knots == found.gaps.fewest_knots


def test_critical_exponent__known_to_twenty_digits():
    low, high = critical_exponent(four).enclosure(40)
    assert Fraction(KNOWN) <= low <= high <= Fraction(KNOWN) + Fraction(1, 10**20)
    assert high - low <= Fraction(1, 10**40)
    assert path(four).to_json()["critical_exponent"] == ["0.18071736370581730", "0.18071736370581731"]


def test_thresholds__are_ordered_and_differ():
    """Gaps where the first change leaves the fewest knots alone, and where two losers cross before it."""
    data = Dataset.from_gaps([8, 4, 71, 19, 24])
    found = path(data)
    assert [piece.knots for piece in found.pieces] == [3, 3]
    assert found.critical_exponent is None
    assert found.first_change is not None
    crossing = first_crossing(data)
    assert crossing.enclosure()[0] <= found.first_change.enclosure()[1]
    assert first_crossing(Dataset([0, 1, 2], [0, 0, 1])) is None
    with pytest.raises(UsageError, match="candidates"):
        first_crossing(Dataset.from_gaps(range(1, 30)))


@settings(max_examples=40)
@given(run_of_gaps.filter(lambda g: len(g) <= 5))
def test_first_crossing__never_beyond_the_first_change(gaps):
    data = Dataset.from_gaps(gaps)
    change, crossing = path(data).first_change, first_crossing(data)
    if change is not None:
        assert crossing.enclosure()[0] <= change.enclosure()[1]
    with mpmath.workdps(40):  # below it, no two candidates change order
        low = mpmath.mpf(float(crossing.enclosure()[0])) if crossing else mpmath.mpf(1)
        candidates = [oracles.slope_changes(gaps, m) for m in oracles.matchings(len(gaps))]
        orders = []
        for share in (0.02, 0.5, 0.98):
            costs = [
                mpmath.fsum((mpmath.mpf(c.numerator) / c.denominator) ** (low * share) for c in m) for m in candidates
            ]
            orders.append([(a > b + 1e-30) - (b > a + 1e-30) for a in costs for b in costs])
        assert orders[0] == orders[1] == orders[2]


@settings(max_examples=60)
@given(st.lists(ratios(Fraction(1, 9), 60, 9), min_size=1, max_size=5))
def test_path__the_knots_never_fall_with_up_to_five_gaps(gaps):
    counts = [piece.knots for piece in path(Dataset.from_gaps(gaps)).pieces]
    assert counts == sorted(counts)
    assert len(set(counts)) <= (2 if len(gaps) == 4 else 1)


@settings(max_examples=60)
@given(st.lists(st.integers(1, 40), min_size=4, max_size=4))
def test_path__of_four_gaps_one_sign_at_p_1_tells_whether_any_p_will_do(gaps):
    """F'(1) < 0 in floats: of gaps up to 40 none comes nearer to 0 than 10^-5."""
    a, b, c, d = gaps
    slope = math.fsum(x * math.log(x) for x in (a + b, c + d)) - math.fsum(x * math.log(x) for x in (a, b + c, d))
    assert abs(slope) > 1e-9
    assert (critical_exponent(Dataset.from_gaps(gaps)) is not None) == (slope < 0)


def test_path__non_monotone_sparsity_with_six_gaps():
    found = path(Dataset.from_gaps([1, 7, 29, 30, 16, 1]))
    assert [piece.knots for piece in found.pieces] == [3, 4, 3]


@given(exact_ties("1/3"))
def test_path__ties_on_a_whole_interval_cost_no_breakpoint(gaps):
    found = path(Dataset(*data_from_gaps(gaps)))
    assert found.breakpoints == ()
    assert found.pieces[0].minimizers > 1


def test_path__a_breakpoint_at_exactly_one_half():
    """Where roots are rational the tie at 1/2 is known exactly, and low = high."""
    tie = next(g for g in surd_candidates() if path(Dataset.from_gaps(g)).breakpoints)
    point = path(Dataset.from_gaps(tie)).breakpoints[0]
    assert point.enclosure() == (Fraction(1, 2), Fraction(1, 2))
    assert solve(Dataset.from_gaps(tie), "1/2").minimizers > 1


def surd_candidates():
    """Runs of four gaps with sqrt a + sqrt(b + c) + sqrt d = sqrt(a + b) + sqrt(c + d), all roots whole."""
    squares = [k * k for k in range(1, 60)]
    roots = set(squares)
    for ab in squares[5:40]:
        for a in (s for s in squares if s < ab):
            b = ab - a
            for cd in squares[5:40]:
                for d in (s for s in squares if s < cd):
                    c = cd - d
                    if b + c in roots and math.isqrt(a) + math.isqrt(b + c) + math.isqrt(d) == math.isqrt(
                        ab
                    ) + math.isqrt(cd):
                        yield (a, b, c, d)


def test_path__equal_runs_change_together():
    gaps = [1, 100, 100, 1]
    found = path(Dataset.from_gaps([*gaps, *(-d for d in gaps), 0, *(3 * d for d in gaps)]))
    assert [piece.knots for piece in found.pieces] == [6, 9]


def test_path__one_and_two_points_and_json():
    for data, minimizers in ((Dataset([0], [0]), "infinite"), (Dataset([0, 1], [0, 1]), "1")):
        shown = path(data).to_json()
        assert [piece["minimizers"] for piece in shown["pieces"]] == [minimizers]
        assert shown["critical_exponent"] == ["1", "1"]
        assert json.loads(json.dumps(shown)) == shown


def test_breakpoint__digits():
    point = critical_exponent(four)
    with pytest.raises(UsageError, match="digits"):
        point.enclosure(0)
    low, high = point.enclosure(200)
    assert high - low <= Fraction(1, 10**200)


@settings(max_examples=60)
@given(data_sets(1, 9))
def test_certificate__brackets_are_proper(points):
    found = path(Dataset(*points))
    made = found.certificate()
    assert made["claim"]["fewest_knots"] == found.gaps.fewest_knots
    assert len(made["runs"]) == len(found.gaps.runs)
    for run in made["runs"]:
        flat = [Fraction(e) for pair in run["zeros"] for e in pair]
        assert flat == sorted(flat)
        assert len(run["signs"]) == len(run["zeros"]) + 1


def test_certificate__none_for_an_unresolved_zero():
    found = path(four)
    found.runs[0].zeros[0].resolved = False
    with pytest.raises(UndecidedError, match="no proof"):
        found.certificate()


def test_critical_exponent__of_an_unresolved_zero_is_only_bounded_below():
    found = path(four)
    assert found.to_json()["resolved"]
    found.runs[0].zeros[0].resolved = False
    low, high = found.critical_exponent.enclosure()
    assert (float(low) < 0.1808, high, found.critical_exponent.resolved) == (True, 1, False)
    assert not found.to_json()["resolved"]


def test_inside__lies_strictly_inside_also_while_the_brackets_are_wide():
    """The brackets of these breakpoints are [0, 1] until someone asks for digits."""
    for gaps in ([1, 3, 4, 1], [1, 4, 4, 1]):
        data = Dataset.from_gaps(gaps)
        pieces = path(data).pieces
        ps = [piece.inside() for piece in pieces]
        assert all(0 < p < 1 for p in ps)
        assert [solve(data, p).knots for p in ps] == [piece.knots for piece in pieces] == [2, 3]


def test_inside__says_so_where_an_unresolved_end_covers_the_piece():
    pieces = path(Dataset.from_gaps([1, 3, 4, 1])).pieces
    pieces[0].high.zero.resolved = False
    with pytest.raises(UndecidedError, match="unresolved"):
        pieces[0].inside()


@pytest.mark.parametrize("digits", [1, 2, 3])
def test_certificate__breakpoints_are_told_apart_however_few_digits_are_asked_for(digits):
    found = path(Dataset.from_gaps([1, 100, 100, 1, -1, -101, -101, -1]))
    made = found.certificate(digits)
    pairs = [tuple(map(Fraction, pair)) for pair in made["claim"]["breakpoints"]]
    assert len(pairs) == 2
    assert pairs[0][1] < pairs[1][0]
    assert check_certificate(made).verdict == "accept"
    # With so few digits the brackets would be the same: planted, and rejected.
    made["claim"]["breakpoints"] = found.to_json(1)["breakpoints"]
    assert made["claim"]["breakpoints"][0] == made["claim"]["breakpoints"][1]
    assert check_certificate(made).clause == "P12"

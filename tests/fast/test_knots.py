import math
from itertools import chain, pairwise, product

import numpy as np
import pytest

from sparsest import Dataset
from sparsest.fast.referee import nearest_double
from sparsest.univariate.gaps import Gaps
from tests.fast import checks
from tests.fast.mutants import quiet, scratch, unchanged

modules = unchanged()
knots = modules.knots
SHARED = modules.block.SHARED
NOTHING = modules.block.Known(*(np.empty(0, np.int64) for _ in range(5)))


def known(**answers):
    return NOTHING._replace(**{name: np.array(values) for name, values in answers.items()})


# The matching


def backwards(positive):
    """Return the matching by its definition: from the right, an edge is in if it is wanted and the next is not in."""
    chosen = [False] * (len(positive) + 1)
    for j in reversed(range(len(positive))):
        chosen[j] = bool(positive[j]) and not chosen[j + 1]
    return chosen[:-1]


@pytest.mark.parametrize("count", range(1, 11))
def test_match_edges__from_the_right_what_is_wanted(count):
    for positive in product([0, 1], repeat=count - 1):
        expected = [False, *backwards(positive), False]
        # A place where a run ends, as the second of the two chains wants it, or none.
        for middle in range((count - 1) // 2 + 1):
            if middle and positive[middle - 1]:
                continue
            match = np.full(count + 3, 7, np.uint8)
            knots.match_edges(np.array([*positive, 9], np.uint8), match, count, middle)
            assert match[: count + 1].tolist() == expected


def in_doubt(signs, positive):
    """Return a block of gaps with decisions, as far as `settle` looks at it."""
    count = len(signs)
    block = scratch(modules, count)
    block.gaps[:count] = signs
    block.positive[: count - 1] = positive
    block.match[: count + 1] = 9
    return block


def test_settle__requests_whole_runs_and_copies_the_answers():
    #        a run of 3      a run of 2, sure   a run of 4, twice in doubt   one alone
    signs = [0, 1, 1, 1, -1, -1, 0, 2, 2, 2, 2, -1, 0]
    positive = [0, 1, 2, 0, 1, 0, 0, 2, 1, 2, 0, 0]
    requests = np.empty(40, np.int64)
    marks = np.zeros(120, np.uint8)
    block = in_doubt(signs, positive)
    assert knots.settle(100, 13, block, NOTHING, marks, requests) == (2, 4)
    assert requests[:4].tolist() == [101, 104, 107, 111]
    assert block.match[:14].tolist() == [9] * 14
    marks[[102, 108, 110]] = SHARED
    marks[109] = modules.block.OWN
    answers = known(run_starts=[101])
    assert knots.settle(100, 13, block, answers, marks, requests) == (2, 2)
    assert requests[:2].tolist() == [107, 111]
    assert block.match[:14].tolist() == [9, 9, 0, 1, 0, *[9] * 9]
    assert knots.settle(100, 13, block, known(run_starts=[101, 107]), marks, requests) == (2, 0)
    assert block.match[:14].tolist() == [9, 9, 0, 1, 0, 9, 9, 9, 0, 1, 0, 1, 9, 9]


def test_settle__of_what_is_sure():
    block = in_doubt([0, 1, 1, 0], [0, 1, 0])
    assert knots.settle(0, 4, block, NOTHING, np.zeros(4, np.uint8), np.empty(8, np.int64)) == (0, 0)


# The knots


def placed(x, y, matches):
    """Return the block of a data set with a given matching after `place_knots`, and what that returned and filled."""
    count = x.size
    block = scratch(modules, count)
    offsets, requests = np.array([0, count]), np.empty(3 * count, np.int64)
    with quiet():
        if any(modules.slopes.fill_slopes(x, y, offsets, 0, 0, count, block)):
            modules.slopes.void_overflow(block.steps, block.slopes, count + 1)
        refined = requested = 0
        if modules.slopes.fill_gaps(offsets, 0, 0, count, block):
            refined, requested = modules.slopes.refine_gaps(x, y, 0, count, block, NOTHING, requests)
        if requested:
            points = requests[:requested].copy()
            referee = modules.referee.Referee(x, y, None)
            answers = known(gap_points=points, gap_values=[referee.gap(i) for i in points.tolist()])
            modules.slopes.refine_gaps(x, y, 0, count, block, answers, requests)
        block.match[: count + 1] = 0
        block.match[[k + 2 for k in matches]] = 1
        places, changes = np.full(count, np.nan), np.full(count, np.nan)
        doubtful = knots.place_knots(x, block, refined > 0, places, changes, count)
    assert doubtful == bool(block.doubt[:count].any())
    return block, places, changes


def matched_families(size=40, families=tuple(modules.families.FAMILIES), seed=0, shift=0.0):
    """Yield data sets with random matchings: knots are where they are whether or not they are best."""
    rng = np.random.default_rng(seed)
    for k in range(size * len(families)):
        x, y = modules.families.FAMILIES[families[k % len(families)]](rng, int(rng.integers(4, 14)))
        x = x + shift
        gaps = Gaps.of(Dataset(x, y))
        matches = []
        for j, (d, e) in enumerate(pairwise(gaps.gaps)):
            if d * e > 0 and (not matches or matches[-1] < j - 1) and rng.random() < 0.7:
                matches.append(j)
        yield x, y, gaps, matches


@pytest.mark.slow
def test_place_knots__are_those_of_the_exact_spline_where_not_in_doubt():
    pairs = doubts = singles = 0
    # Near 0 all places are in doubt, for a gap's error is beyond their last digit.
    far = (matched_families(100, ("walk", "far", "decimals", "smooth"), 1, 2.0**k) for k in (3, 6, 9, 20))
    for x, y, gaps, matches in chain(matched_families(), *far):
        block, places, changes = placed(x, y, matches)
        spline = gaps.spline(matches)
        expected = list(gaps.places(matches))
        assert np.flatnonzero(block.keep[: x.size]).tolist() == [k + 1 for k, _ in expected]
        for (k, pair), place, change in zip(expected, spline.knots, spline.slope_changes, strict=True):
            j = k + 1
            if pair and block.doubt[j]:
                doubts += 1
            else:
                # Bit by bit: in particular the points themselves.
                assert places[j] == nearest_double(place)
                assert pair or places[j] == x[j]
                pairs += pair
                singles += not pair
            assert (changes[j] > 0) == (change > 0)
            if not block.suspect[j] and not (pair and block.suspect[j + 1]):
                assert abs(changes[j] / float(change) - 1) < 3e-9
        assert not any(block.doubt[k + 1] for k, pair in expected if not pair)
    assert min(pairs, doubts, singles) > 100


def test_place_knots__doubts_few_places_far_from_0():
    """Doubt costs time only; but a filter that doubts everything would hide a wrong place from the test above."""
    doubts = pairs = 0
    for x, y, _, matches in matched_families(300, ("walk",), shift=2.0**20):
        block, _, _ = placed(x, y, matches)
        doubts += int(block.doubt[: x.size].sum())
        pairs += len(matches)
    assert pairs > 300
    assert doubts <= 0.02 * pairs


def test_place_knots__doubts_what_rests_on_a_gap_that_only_exact_arithmetic_knows():
    x, y = np.arange(6.0) + 2.0**20, np.array([0, 0, 1, 4, 9.5, 9.5])
    for j in range(1, 4):
        matches = [j - 1]
        for k in range(1, 5):
            block, places, changes = placed(x, y, matches)
            assert not block.doubt[j]
            for suspicion, doubted in ((1, False), (2, k in (j, j + 1))):
                block.suspect[:6] = 0
                block.suspect[k] = suspicion
                with quiet():
                    knots.place_knots(x, block, True, places, changes, 6)
                assert bool(block.doubt[j]) == doubted
            # Without anything suspicious the flags are left from another block.
            with quiet():
                knots.place_knots(x, block, False, places, changes, 6)
            assert not block.doubt[j]


def test_round_knots__rounds_correctly_or_asks():
    asked = rounded = 0
    for x, y, _, matches in matched_families(seed=1):
        block, places, _ = placed(x, y, matches)
        doubted = np.flatnonzero(block.doubt[: x.size]).tolist()
        before, requests = places.copy(), np.empty(x.size, np.int64)
        with quiet():
            refined, requested = knots.round_knots(x, y, 0, x.size, block, NOTHING, places, requests)
        points = requests[:requested].tolist()
        assert refined == len(doubted)
        assert set(points) <= set(doubted)
        for j in doubted:
            if j not in points:
                rounded += 1
                assert places[j] == nearest_double(checks.true_crossing(x, y, j))
        others = np.setdiff1d(np.arange(x.size), doubted)
        assert np.array_equal(places[others], before[others], equal_nan=True)
        asked += len(points)
        # Answered, it asks no more, and takes the answers as they are.
        answers = known(knot_points=np.array(points, np.int64), knot_places=np.arange(float(len(points))) + 0.25)
        with quiet():
            refined, requested = knots.round_knots(x, y, 0, x.size, block, answers, places, requests)
        assert (refined, requested) == (len(doubted), 0)
        assert places[points].tolist() == answers.knot_places.tolist()
    assert min(asked, rounded) > 50


def test_round_knots__numbers_the_points_of_the_whole_input():
    x, y = np.arange(8.0), np.array([0, 0, 0, 0, 5e-324, 3 * 5e-324, 3 * 5e-324, 0])
    block = scratch(modules, 3)
    block.doubt[:3] = [0, 1, 0]
    requests, places = np.empty(3, np.int64), np.full(3, np.nan)
    with quiet():
        assert knots.round_knots(x, y, 3, 3, block, NOTHING, places, requests) == (1, 1)
        assert requests[0] == 4
        answers = known(knot_points=[1, 4], knot_places=[8.0, 9.0])
        assert knots.round_knots(x, y, 3, 3, block, answers, places, requests) == (1, 0)
    assert places[1] == 9.0


@pytest.mark.parametrize("out", [0, 3])
def test_emit__appends_what_is_kept(out):
    rng = np.random.default_rng(0)
    places, changes, keep = rng.random(12), rng.random(12), rng.integers(0, 2, 12).astype(np.uint8)
    for start, stop in ((0, 12), (3, 9), (5, 5)):
        to, slope_changes = np.full(20, math.nan), np.full(20, math.nan)
        end = knots.emit(places, changes, keep, start, stop, to, slope_changes, np.uint64(out))
        kept = [j for j in range(start, stop) if keep[j]]
        assert end == out + len(kept)
        assert to[out:end].tolist() == places[kept].tolist()
        assert slope_changes[out:end].tolist() == changes[kept].tolist()
        assert np.isnan(to[:out]).all()

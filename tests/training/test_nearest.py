"""The nearest matching against a linear program in other variables, and against all vertices one by one."""

from itertools import pairwise, product

import numpy as np
import pytest
from flint import fmpq

from sparsest.data import Dataset
from sparsest.linear.program import Infeasible, LinearProgram, Optimum
from sparsest.spline import Spline
from sparsest.training.merging import kinks
from sparsest.training.nearest import joined, line_obstruction, nearest_matching, signed_gaps, widened
from sparsest.training.obstruction import SignedGap
from sparsest.univariate.gaps import Gaps

from .drawn import coarse_network, data_of, network_of


def inner(data, allowed):
    return sorted(own for own in allowed if 0 <= own.gap < len(data) - 1)


def program_of(data, allowed):
    """The program as it is stated: free slope and intercept, then for each signed gap its size c, its moment c t."""
    x, y = data.flint
    allowed = inner(data, allowed)
    rows = []
    for z, label in zip(x, y, strict=True):
        row = {0: z, 1: fmpq(1)}
        for k, (gap, sign) in enumerate(allowed):
            if z > x[gap]:
                row |= {2 + 2 * k: sign * z, 3 + 2 * k: fmpq(-sign)}
        rows.append((row, label))
    ends = []
    for k, (gap, _) in enumerate(allowed):
        ends.append(({3 + 2 * k: fmpq(1), 2 + 2 * k: -x[gap]}, 0))
        ends.append(({3 + 2 * k: fmpq(-1), 2 + 2 * k: x[gap + 1]}, 0))
    size = 2 + 2 * len(allowed)
    return LinearProgram(size, rows, ends, lower={2 + 2 * k: 0 for k in range(len(allowed))})


def spline_of(data, allowed, point):
    atoms = [
        (point[3 + 2 * k] / point[2 + 2 * k], sign * point[2 + 2 * k])
        for k, (_, sign) in enumerate(inner(data, allowed))
        if point[2 + 2 * k] != 0
    ]
    return Spline.merging(point[0], point[1], atoms)


def on_data(spline, data):
    """A spline with its first and last piece as they are between the inputs: knots at the ends are affine pieces."""
    return [spline.value(x) for x in data.flint.x]


def random_bends(rng, data, share):
    gaps = range(-1, len(data))
    return {SignedGap(gap, s) for gap in gaps for s in (1, -1) if rng.random() < share}


@pytest.mark.slow
def test_line_obstruction__as_the_linear_program_says_and_it_holds():
    rng = np.random.default_rng(0)
    seen = []
    for _ in range(400):
        data = data_of(rng)
        allowed = random_bends(rng, data, rng.choice([0.4, 0.7, 0.9]))
        proof = line_obstruction(data, allowed)
        assert (proof is not None) == isinstance(program_of(data, allowed).feasible(), Infeasible)
        if proof is not None:
            assert proof.holds(data, allowed)
            # Either knot that is missing would do away with the proof.
            middle = [i for i, m in enumerate(proof.multipliers) if m != 0][1]
            sign = 1 if Gaps.of(data).gaps[middle - 1] > 0 else -1
            assert not any(proof.holds(data, {*allowed, SignedGap(gap, sign)}) for gap in (middle - 1, middle))
        seen.append(proof is None)
    assert 100 < sum(seen) < 300


def matchings_of(data, allowed):
    """All vertices: every slope gap given whole to one of the gaps beside its point that allow it."""
    gaps = Gaps.of(data).gaps
    choices = []
    for k, d in enumerate(gaps):
        sign = 1 if d > 0 else -1
        choices.append([g for g in (k, k + 1) if SignedGap(g, sign) in allowed] if d != 0 else [None])
    for owners in product(*choices):
        pairs = tuple(k for k, (a, b) in enumerate(pairwise(owners)) if a == b == k + 1 and gaps[k] * gaps[k + 1] > 0)
        yield owners, pairs


def distance(owners, data, trained):
    """The sum of squares between the shares of a vertex and the trained ones, by their definition."""
    x = data.flint.x
    shares = {}
    for kink in trained:
        for gap in range(len(x) - 1):
            if x[gap] <= kink.place < x[gap + 1]:
                length = x[gap + 1] - x[gap]
                left = abs(kink.change) * (x[gap + 1] - kink.place) / length
                for point, share in ((gap, left), (gap + 1, abs(kink.change) - left)):
                    key = (gap, kink.sign, point)
                    shares[key] = shares.get(key, 0) + share
    for k, (owner, d) in enumerate(zip(owners, Gaps.of(data).gaps, strict=True)):
        if owner is not None:
            key = (owner, 1 if d > 0 else -1, k + 1)
            shares[key] = shares.get(key, 0) - abs(d)
    return sum(share * share for share in shares.values())


def test_nearest_matching__is_nearest_of_all_vertices():
    rng = np.random.default_rng(1)
    tried = several = 0
    while tried < 200:
        data = data_of(rng, 7)
        trained = kinks(coarse_network(rng, data, 14))
        allowed = signed_gaps(trained, data)
        if line_obstruction(data, allowed) is not None:
            continue
        tried += 1
        all_of_them = list(matchings_of(data, allowed))
        found = nearest_matching(trained, data, allowed)
        distances = [(distance(owners, data, trained), pairs) for owners, pairs in all_of_them]
        least = min(d for d, _ in distances)
        assert found in [pairs for d, pairs in distances if d == least]
        several += len({pairs for _, pairs in distances}) > 1
    assert several > 50


def test_vertices_are_matchings_whatever_is_minimised():
    rng = np.random.default_rng(2)
    for _ in range(150):
        data = data_of(rng, 8)
        allowed = random_bends(rng, data, 0.9)
        found = program_of(data, allowed).minimize(
            {2 + 2 * k: int(rng.integers(1, 99)) for k in range(len(inner(data, allowed)))}
        )
        if not isinstance(found, Optimum):
            continue
        candidates = [Gaps.of(data).spline(pairs) for _, pairs in matchings_of(data, allowed)]
        assert spline_of(data, allowed, found.point) in candidates


def stable_by_hand(gaps, pairs):
    """The definition, written down anew: no two lone neighbours of one sign, none as large as a pair beside it."""
    taken = {k + step: abs(gaps[k] + gaps[k + 1]) for k in pairs for step in (0, 1)}
    for k, d in enumerate(gaps):
        for j in (k - 1, k + 1):
            if k not in taken and 0 <= j < len(gaps) and d * gaps[j] > 0 and abs(d) >= taken.get(j, fmpq(0)):
                return False
    return True


def perturbed(rng, data, pairs):
    net = network_of(Gaps.of(data).spline(pairs), rng, 1e-4)
    trained = kinks(net)
    return trained, signed_gaps(trained, data)


def majoriser_choice(data, allowed, trained, power=0.5):
    """What minimising the majoriser of inequality 78 at the trained sizes gives, by the linear program."""
    sizes = dict.fromkeys(inner(data, allowed), 1e-9)
    for kink in trained:
        for gap in range(len(data) - 1):
            if data.flint.x[gap] <= kink.place <= data.flint.x[gap + 1]:
                sizes[SignedGap(gap, kink.sign)] += abs(float(kink.change.p) / float(kink.change.q))
    prices = {2 + 2 * k: round(1000 * sizes[own] ** -power) for k, own in enumerate(inner(data, allowed))}
    found = program_of(data, allowed).minimize(prices)
    return None if isinstance(found, Infeasible) else spline_of(data, allowed, found.point)


@pytest.mark.slow
def test_nearest_matching__returns_to_the_one_it_was_disturbed_from():
    """At a stable matching the majoriser agrees; at an unstable one it may leave, and the nearest does not."""
    rng = np.random.default_rng(3)
    stays = leaves = 0
    for _ in range(400):
        sizes = rng.integers(1, 30, int(rng.integers(3, 7))).tolist()
        data = Dataset.from_gaps(sizes)
        gaps = Gaps.of(data).gaps
        every = {
            joined(pairs, data) for _, pairs in matchings_of(data, {SignedGap(g, 1) for g in range(len(data) - 1)})
        }
        pairs = sorted(every)[int(rng.integers(len(every)))]
        trained, allowed = perturbed(rng, data, pairs)
        if line_obstruction(data, allowed) is not None:
            continue
        assert joined(nearest_matching(trained, data, allowed), data) == joined(pairs, data)
        majoriser = majoriser_choice(data, allowed, trained)
        if stable_by_hand(gaps, pairs):
            assert majoriser == Gaps.of(data).spline(pairs)
            stays += 1
        else:
            leaves += majoriser != Gaps.of(data).spline(pairs)
    assert stays > 20
    assert leaves > 20


def test_joined__is_maximal_never_dearer_and_from_nothing_stable():
    rng = np.random.default_rng(4)
    for _ in range(300):
        data = data_of(rng, 12)
        gaps = Gaps.of(data)
        every = [(), *(pairs for _, pairs in matchings_of(data, random_bends(rng, data, 0.95)))][:50]
        pairs = every[int(rng.integers(len(every)))]
        found = joined(pairs, data)
        assert set(pairs) <= set(found)
        before, after = (gaps.spline(m).variation("1/2") for m in (pairs, found))
        assert after <= before
        taken = {k + step for k in found for step in (0, 1)}
        assert not any(
            gaps.gaps[k] * gaps.gaps[k + 1] > 0 and taken.isdisjoint({k, k + 1}) for k in range(len(gaps.gaps) - 1)
        )
        assert stable_by_hand(gaps.gaps, joined((), data))


def test_widened__reaches_a_kink_on_the_wrong_side_of_one_input():
    data = Dataset.from_gaps([1, 10, -1])  # one knot for both gaps, just left of x = 2
    allowed = {SignedGap(2, 1), SignedGap(2, -1)}
    assert line_obstruction(data, allowed) is not None
    assert line_obstruction(data, widened(allowed)) is None
    assert joined(nearest_matching([], data, widened(allowed)), data) == (0,)

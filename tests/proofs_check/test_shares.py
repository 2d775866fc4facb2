"""Bounds by the dearest neurons: what brute force finds is never ruled out, and much else is."""

from fractions import Fraction
from itertools import permutations

import pytest
from mpmath import mpf, workdps

from proofs_check.fan import Fan
from proofs_check.network_checker import NetworkData
from proofs_check.parts import PriceParts
from proofs_check.shares import Shares
from proofs_check.spaces import sign_of
from proofs_check.windows import Window
from proofs_check.work import DEFAULT_WORK, Work
from tests.multivariate.price_oracle import candidates, compare

DATA = {
    "four of one input": ([[-2], [0], [1], [3]], [1, -2, 3, 1]),
    "three in the plane": ([[0, 0], [1, 2], [2, -1]], [2, -1, 1]),
    "a tie": ([[-1], [0], [1]], [1, 0, 1]),
}


def price(vector, p):
    return sum((mpf(abs(a.numerator)) / a.denominator) ** (mpf(p.numerator) / p.denominator) for a in vector if a)


def made(x, y, p, weights):
    work = Work(DEFAULT_WORK)
    rows = [[Fraction(a) for a in point] + [Fraction(1)] for point in x]
    fan, parts = Fan(work, NetworkData(len(x[0]), rows, [Fraction(a) for a in y])), PriceParts(work, p, weights)
    rays = fan.faces[fan.rays_from :]
    tops = [parts.thresholds(basis[0])[-1] for _, basis, _ in rays]
    return fan, Shares(work, p, tops, [outputs[0] for _, _, outputs in rays], fan.y, fan.around(), fan.width)


def networks(x, y, p):
    """Return vertices as lists of vectors, those of a fifth that cost least, and the weights of the dearest of them."""
    found = [[tuple(s * a for a in vector) for s, vector in network] for network in candidates(x, y)]
    found.sort(key=lambda vectors: sum(price(vector, p) for vector in vectors))
    kept = found[: max(len(found) // 5, 2)]
    dearest = [abs(a) for vector in kept[-1] for a in vector if a]
    return [one for one in kept if compare([abs(a) for v in one for a in v if a], dearest, p) <= 0], dearest


def face_of(fan, vector):
    signs = tuple(sign_of(sum(a * b for a, b in zip(row, vector, strict=True))) for row in fan.normals)
    return next(j for j, face in enumerate(fan.faces) if face[0] == signs)


def wrongs(x, y, p, change=lambda _: None):
    """Count networks that are ruled out though they cost less, sequences that are, and faces after one."""
    kept, weights = networks(x, y, p)
    fan, shares = made(x, y, p, weights)
    change(shares)
    wrong, ruled_out, left_out, n, whole = 0, 0, 0, len(x), price(weights, p)
    pairs = list(permutations(range(fan.rays_from, len(fan.faces)), 2))
    for window in shares.powers.windows(n):
        shares.enter(window)
        # What is kept from these is asked of the networks, too.
        ruled_out += sum(shares.ruled_out(pair, n - 2) is not None for pair in pairs)
        left_out += sum(not shares.following(pair[:1], n - 1)[n - 2] >> pair[1] & 1 for pair in pairs)
        for vectors in kept:
            ordered = sorted(vectors, key=lambda v: -price(v, p))
            if window.low <= Fraction(float(price(ordered[0], p) / whole)) <= window.high:
                wrong += rejected(fan, shares, [face_of(fan, v) for v in ordered], n)
    return wrong, ruled_out, left_out


def rejected(fan, shares, faces, left):
    """Count how often a network with these faces, the dearest first, is ruled out."""
    wrong = 0
    for k, face in enumerate(faces[:-1]):
        m = left - len(fan.faces[face][1])
        wrong += shares.ruled_out(tuple(faces[: k + 1]), m) is not None
        wrong += not shares.following(tuple(faces[:k]), left)[m] >> face & 1
        left = m
    return wrong


@pytest.mark.slow
@pytest.mark.parametrize("p", [Fraction(1, 2), Fraction(9, 10), Fraction(1, 3)])
@pytest.mark.parametrize("name", DATA)
def test_shares__no_network_is_ruled_out_and_many_sequences_are(name, p):
    wrong, ruled_out, left_out = wrongs(*DATA[name], p)
    assert wrong == 0
    if p == Fraction(9, 10):
        assert min(ruled_out, left_out) > 10


def left_by(shares, windows, pairs, m):
    """Count pairs, the dearer first, that some window does not rule out, with so many others."""
    left = set()
    for window in windows:
        shares.enter(window)
        left |= {pair for pair in pairs if shares.ruled_out(pair, m) is None}
    return len(left)


def test_shares__windows_rule_out_more_than_no_windows():
    """One neuron that costs all of V does not speak for two that share it."""
    x, y, p = [[-2, 1], [0, 0], [1, 2], [2, -1]], [-1, 2, -1, 1], Fraction(1, 2)
    least = networks(x, y, p)[0][0]
    fan, shares = made(x, y, p, [abs(a) for vector in least for a in vector if a])
    pairs = list(permutations(range(fan.rays_from, len(fan.faces)), 2))
    whole = [Window(shares.powers, Fraction(0), Fraction(1))]
    assert 0 < left_by(shares, shares.powers.windows(4), pairs, 2) < left_by(shares, whole, pairs, 2)


def test_shares__faults_would_be_seen():
    def smaller(shares):
        power = shares.powers.of
        shares.powers.of = lambda share: power(share) * 2 // 5

    def forgetful(shares):
        narrow = shares.narrow
        shares.narrow = lambda masks, loads, chosen: narrow(masks, loads, chosen[:-1])

    p = Fraction(9, 10)
    for change in (smaller, forgetful):
        assert wrongs(*DATA["four of one input"], p)[0] == 0
        assert wrongs(*DATA["four of one input"], p, change)[0] > 0


@pytest.mark.parametrize("p", [Fraction(1, 2), Fraction(2, 3), Fraction(1, 7)])
def test_shares__roots_are_on_the_safe_side(p):
    shares = made([[0], [1], [2], [4]], [1, -1, 2, 1], p, [Fraction(9)])[1]
    for j in range(1, 5):
        root = Fraction(shares.roots[j], 2**128)
        assert root**p.numerator * j**p.denominator >= 1
        assert (root * Fraction(2**110 - 1, 2**110)) ** p.numerator * j**p.denominator < 1


@pytest.mark.parametrize("p", [Fraction(1, 2), Fraction(2, 3), Fraction(1, 40)])
def test_shares__tops_cost_little_more_than_the_network(p):
    fan, shares = made([[0], [1], [2], [4]], [1, -1, 2, 1], p, [Fraction(9), Fraction(1, 7)])
    assert len(shares.caps[1]) == len(fan.faces) - fan.rays_from
    with workdps(60):
        whole = price([Fraction(9), Fraction(1, 7)], p)
        for top, (_, (ray,), _) in zip(shares.caps[1], fan.faces[fan.rays_from :], strict=True):
            assert whole < price([Fraction(top * a, 2**128) for a in ray], p) < whole * mpf("1.01")

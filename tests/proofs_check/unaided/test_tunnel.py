"""The tunnel: at least what gates at many places between the data force, and no more than gates at some places do."""

import random
from itertools import pairwise

import pytest
from flint import fmpq

from proofs_check.cases import SplineCase
from proofs_check.unaided import tunnel
from proofs_check.unaided.gates import PlainGates, band, fewest_blocks
from proofs_check.unaided.tunnel import least_in_tunnel
from sparsest import Dataset
from tests.proofs_check.unaided.test_gates import plain
from tests.univariate.gate_oracle import drawn


def along(x, ends, t):
    for (a, v), (b, w) in pairwise(zip(x, ends, strict=True)):
        if a <= t <= b:
            return v + (w - v) * (t - a) / (b - a)
    return ends[0]


def with_gates_at(gates, places):
    x = sorted({(v.p, v.q): v for v in (*gates.x, *places)}.values())
    return PlainGates(tuple(x), *(tuple(along(gates.x, ends, t) for t in x) for ends in gates[1:]))


def test_least_in_tunnel__gates_between_force_as_many_bends_and_never_more(monkeypatch):
    """Right beyond the places where bends end, gates force them all; at places drawn at random, mostly fewer."""
    rng, more, ends = random.Random(9), 0, []
    first_end = tunnel._first_end

    def noted(floors, ceilings):
        if (end := first_end(floors, ceilings)) is not None:
            ends.append(end[0])
        return end

    monkeypatch.setattr(tunnel, "_first_end", noted)
    for _ in range(400):
        gates = plain(drawn(rng, 9))
        if None in (*gates.low, *gates.high):
            continue
        ends.clear()
        least = least_in_tunnel(gates)
        beyond = [t + (b - a) * fmpq(1, 10**50) for t in ends for a, b in pairwise(gates.x) if a <= t < b]
        assert fewest_blocks(with_gates_at(gates, beyond)) == least
        between = [a + (b - a) * fmpq(rng.randint(1, 9), 10) for a, b in pairwise(gates.x)]
        assert fewest_blocks(gates) <= fewest_blocks(with_gates_at(gates, between)) <= least
        more += least > fewest_blocks(gates)
    assert more > 20


@pytest.mark.slow
def test_least_in_tunnel__the_nile():
    case = SplineCase(Dataset.from_csv("reference/sparsest/datasets/nile.csv"))
    found = {e: (fewest_blocks(band(case, fmpq(e))), least_in_tunnel(band(case, fmpq(e)))) for e in (0, 10, 50)}
    assert found == {0: (76, 98), 10: (74, 88), 50: (56, 58)}

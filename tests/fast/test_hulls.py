"""Extreme lines: where they stand at a gate, and what they touch, as the exact ones."""

from itertools import pairwise

import numpy as np

from sparsest.univariate.windows import _Lowest
from tests.fast.ends import end, exact_turn, gates_of, wrong_stands
from tests.fast.mutants import quiet, unchanged

HULLS = unchanged().hulls


def extreme(size, side):
    return HULLS.Extreme(np.empty(size, np.int64), np.empty(5, np.int64), np.empty(2), side)


def grids(count):
    """Yield gates whose ends are often in line, x from 0."""
    rng = np.random.default_rng(0)
    for k in range(count):
        n = int(rng.integers(2, 12))
        scale = [1.0, 0.1, 1e-170][k % 3]
        yield gates_of(unchanged(), np.arange(n) * 1.0, rng.integers(-3, 4, n) * scale, [0.5, 1.0, 2.0][k % 2] * scale)


def test_stand__is_what_the_exact_line_is():
    """The same gates through the exact twin, in integers, as long as one link lasts."""
    met, touches = set(), 0
    for found in grids(300):
        gates = found.gates
        for side in (1.0, -1.0):
            line, exact = extreme(gates.x.size, side), _Lowest()
            HULLS.begin(line, 0)
            for k in range(gates.x.size):
                inner = end(gates, k, -side)[1] * int(side)
                outer = end(gates, k, side)[1] * int(side)
                with quiet():
                    where = HULLS.stand(gates, line, k)
                beyond = exact.touched is not None and exact.passes_above(int(k), outer)
                between = exact.touched is not None and exact.passes_above(int(k), inner)
                expected = HULLS.BEYOND if beyond else HULLS.BETWEEN if between else HULLS.SHORT
                assert where == expected
                met.add(where)
                if beyond:
                    break
                if where == HULLS.SHORT:
                    with quiet():
                        HULLS.turn_to(gates, line, k)
                exact.add_floor((int(k), inner, k))
                exact.add_ceiling((int(k), outer, k))
                if exact.touched is not None:
                    touches += 1
                    assert (line.state[HULLS.A], line.state[HULLS.B]) == (exact.touched[0][2], exact.touched[1][2])
            with quiet():
                HULLS.take_in(gates, line, line.state[HULLS.NEXT])
    assert met == {HULLS.SHORT, HULLS.BETWEEN, HULLS.BEYOND}
    assert touches > 500


def test_stand__at_a_gate_that_is_large_beside_all_others():
    assert wrong_stands(unchanged()) == []


def test_take_in__leaves_a_strictly_convex_hull_of_the_outer_ends():
    for found in grids(100):
        gates = found.gates
        for side in (1.0, -1.0):
            line = extreme(gates.x.size, side)
            HULLS.begin(line, 0)
            with quiet():
                HULLS.take_in(gates, line, gates.x.size)
            hull = line.hull[: line.state[HULLS.SIZE]].tolist()
            assert (hull[0], hull[-1], line.state[HULLS.NEXT]) == (0, gates.x.size - 1, gates.x.size)
            for a, b, c in zip(hull, hull[1:], hull[2:], strict=False):
                assert side * exact_turn(gates, a, side, b, side, c, side) < 0
            for a, b in pairwise(hull):
                for k in range(a + 1, b):
                    assert side * exact_turn(gates, a, side, k, side, b, side) >= 0


def test_take_in__passes_by_where_there_is_no_gate():
    gates = gates_of(unchanged(), np.arange(5.0), np.zeros(5), [1, np.inf, 0.5, np.inf, 1]).gates
    line = extreme(5, 1.0)
    HULLS.begin(line, 1)
    HULLS.take_in(gates, line, 5)
    assert line.hull[: line.state[HULLS.SIZE]].tolist() == [2, 4]

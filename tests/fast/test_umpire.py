"""The exact answers within a tolerance."""

from fractions import Fraction

import numpy as np
import pytest

from sparsest.data import Dataset
from sparsest.fast import solve, umpire
from sparsest.fast.umpire import Umpire
from sparsest.univariate.tolerance import solve_within
from tests.fast.ends import SIDES, exact_turn, gates_of, sign, triples
from tests.fast.mutants import unchanged


def test_turn__is_the_sign_of_the_determinant():
    for x, y, widths in triples(5, 60):
        one, gates = Umpire(x, y, widths), gates_of(unchanged(), x, y, widths).gates
        for s, t, r in SIDES:
            sides = 4 * (s > 0) + 2 * (t > 0) + (r > 0)
            assert one.turn(0, 1, 2, sides) == sign(exact_turn(gates, 0, s, 1, t, 2, r))
        assert one.turns == 8


def test_last__is_the_line_of_the_exact_path():
    """Everything asked: the kernels' own answers are thrown away."""
    rng = np.random.default_rng(0)
    for k in range(60):
        n = int(rng.integers(2, 9))
        x, y, widths = np.arange(n) * 1.0, rng.integers(-3, 4, n) * 1.0, np.array([[0.5, 1.0, 2.0][k % 3]])
        found = solve(x, y, tolerance=float(widths[0]))
        exact = solve_within(Dataset(x, y), tolerance=float(widths[0]), fit="any").spline
        slope, intercept = Umpire(x, y, widths).last_line(found.last)
        end = Fraction(10**9)
        assert Fraction(int(slope.p), int(slope.q)) * end + Fraction(int(intercept.p), int(intercept.q)) == exact(end)


def test_knot__is_rounded_correctly_and_a_change_never_to_0():
    one = Umpire(np.arange(2.0), np.zeros(2), np.zeros(1))
    tiny = umpire._exact(np.float64(5e-324)) / 4
    flat, third = (tiny * 0, tiny * 0 + 1), (tiny, tiny * 0 + 1 - tiny / 3)
    assert one.knot(flat, third) == (1 / 3, 5e-324)
    assert one.knot(third, flat) == (1 / 3, -5e-324)
    assert one.knots == 2


def test_asked__what_is_raised_in_an_answer_is_raised_at_the_end(monkeypatch):
    """A C function cannot raise: numba would go on, and Python print a traceback of its own."""

    def interrupted(self, *numbers):
        raise KeyboardInterrupt

    tiny = 1e-200 * np.arange(30), 1e-200 * np.random.default_rng(0).integers(-2, 3, 30)
    assert solve(*tiny, tolerance=0.5e-200).decisions.exact_turns > 0
    monkeypatch.setattr(Umpire, "turn", interrupted)
    with pytest.raises(KeyboardInterrupt):
        solve(*tiny, tolerance=0.5e-200)

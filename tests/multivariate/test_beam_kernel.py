"""The kernel of the beam search: what it says is left of the labels is what its neurons leave, by fractions."""

import numpy as np
import pytest

from sparsest.exact.clock import Clock
from sparsest.multivariate import beam
from tests.multivariate.test_proposals import uniform


def one_level(points, change=None):
    """Return the search after the moves from its start, and the states that came of them: residuals and moves."""
    rng = np.random.default_rng(1)
    order = next(beam._orders(points, rng))
    search = beam._Beam(order, order.labels, 0, beam._moves(order, rng), 8, 99, rng, Clock())
    if change:
        change(search)
    seen = []
    kernel = search._expand

    def once(*given):
        made = kernel(*given)
        if not seen:
            slots = np.flatnonzero(search._sizes[: search._sizes.size])
            for slot in slots.tolist():
                for b in range(int(search._sizes[slot])):
                    if slot != 0:
                        rule, side = int(search._rules[slot, b]), int(search._sides[slot, b])
                        size, own = search._moves[rule, :2].tolist()
                        columns = tuple(search._moves[rule, 2 + size : 2 + 2 * size].tolist())
                        met = tuple(search._points[slot, b, :size].tolist())
                        move = beam.BeamMove(-1 if side else 1, columns, met[:own], met[own:])
                        seen.append((search._residuals[slot, b].copy(), move))
        return made

    search._expand = once
    search.paths()
    return order, seen


def gaps(order, seen):
    """Return how far what the kernel says is left is from what is left, in parts of the largest label."""
    largest = max(map(abs, order.labels))
    for residual, move in seen:
        neurons, left, _ = beam._made(order, order.labels, 0, [move], Clock())
        assert len(neurons) == 1
        exact = np.array([float(a / largest) for a in left])
        scale = np.abs(residual).max() / max(np.abs(exact).max(), 1e-300) if np.abs(exact).max() else 1.0
        yield float(np.abs(residual - scale * exact).max())


@pytest.mark.parametrize(("count", "dimension"), [(9, 1), (12, 2), (12, 3)])
def test_expand__residuals_are_those_of_the_neurons(count, dimension):
    order, seen = one_level(uniform(count, dimension))
    assert len(seen) >= 8
    assert max(gaps(order, seen)) < 1e-9
    assert all(sum(a == 0 for a in residual) >= len(move.own) for residual, move in seen)


def test_expand__wrong_rows_are_seen():
    def changed(search):
        search._rows[:, 0] *= 1 + 1e-3 * np.arange(len(search._rows))

    order, seen = one_level(uniform(12, 2), changed)
    assert max(gaps(order, seen)) > 1e-6


def test_expand__no_state_with_more_waste_than_is_allowed():
    """A search that may waste nothing keeps fewer states, and its paths have a parameter for each point."""

    def searched(waste):
        rng = np.random.default_rng(1)
        order = next(beam._orders(uniform(12, 2), rng))
        search = beam._Beam(order, order.labels, 0, beam._moves(order, rng), 300, waste, rng, Clock())
        return [sum(len(move.columns) for move in path) for path in search.paths()], len(search._history)

    (_, many), (costs, few) = searched(99), searched(0)
    assert max(costs) <= 12
    assert few < many
    assert searched(-1)[1] == 1

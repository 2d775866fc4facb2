import numpy as np
import pytest

from sparsest.training.problem import posed
from sparsest.training.rates import rates_between
from sparsest.training.recipe import Recipe

FULL = Recipe(
    schedule="cosine", hold_weight=0.8, smoothing=1.0, last_smoothing=1e-4, noise=2.0, first_threshold=3,
    optimizer="adamw", weight_decay=0.1, precision="float64",
)  # fmt: skip


def test_rates__follow_the_schedules():
    problem = posed([0, 1], [0, 1], 0.5, FULL, 100)
    rates = rates_between(problem, 1, 100)
    step, weight = rates[:, 0] * (1 - 0.9 ** np.arange(1, 101)), rates[:, 3]
    assert step[:60] == pytest.approx(np.full(60, 0.01))
    assert step[79] == pytest.approx((0.01 + 1e-6) / 2)
    assert step[99] == pytest.approx(1e-6)
    assert weight[:2].tolist() == [0, 0]
    assert weight[2] == pytest.approx(0.003 * 0.01 * 0.5)
    assert weight[89] / (step[89] * 0.5) == pytest.approx(np.sqrt(0.003 * 1e-7))
    assert weight[99] / (step[99] * 0.5) == pytest.approx(1e-7)
    assert rates[24, 4] == pytest.approx(1e-2)
    assert rates[50:, 4] == pytest.approx(np.full(50, 1e-4))
    assert rates[24, 5] == pytest.approx(1.0)
    assert rates[49:, 5].tolist() == [0.0] * 51
    assert rates[:, 2] == pytest.approx(1 - 0.1 * step)
    assert rates[9, 1] == pytest.approx(1 / np.sqrt(1 - 0.999**10))


def test_rates__do_not_depend_on_how_the_run_is_cut():
    problem = posed([0, 1], [0, 1], 0.5, FULL, 100)
    whole = rates_between(problem, 1, 100)
    assert np.array_equal(np.vstack([rates_between(problem, 1, 37), rates_between(problem, 38, 100)]), whole)


def test_rates__of_plain_steps_are_the_step():
    rates = rates_between(posed([0], [0], 1, Recipe(optimizer="gradient", weight_decay=0.5), 9), 1, 9)
    assert rates[:, 0] == pytest.approx(np.full(9, 0.01))
    assert rates[:, 2].tolist() == [1] * 9

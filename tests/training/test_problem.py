import numpy as np
import pytest

from sparsest.errors import DataError, UsageError
from sparsest.points import Points
from sparsest.training.network import FloatNetwork
from sparsest.training.problem import doubles, posed
from sparsest.training.recipe import Recipe


def test_units__restore_the_function():
    rng = np.random.default_rng(0)
    x, y = np.cumsum(rng.uniform(0.1, 2, 7)) + 50, rng.standard_normal(7) * 9 + 3
    for skip in (False, True):
        problem = posed(x, y, 0.5, Recipe(normalize=True, skip=skip), 10)
        net = FloatNetwork(*(rng.standard_normal(s) for s in (4, (4, 1), 4)), rng.standard_normal(1), 0.3)
        seen, labels = problem.seen
        assert np.abs(seen).max() == pytest.approx(1)
        assert np.abs(labels).max() == pytest.approx(1)
        units = problem.units
        expected = net(seen) * units.height + units.slope * x + units.level
        restored = units.restored(net.v, net.w, net.b, net.skip, net.offset)
        assert restored(x[:, None]) == pytest.approx(expected, rel=1e-12)
        # What the training misses, the data miss, in their own units.
        assert restored(x[:, None]) - y == pytest.approx((net(seen) - labels) * units.height, abs=1e-9)


def test_units__take_off_the_best_line_only_with_a_skip_connection():
    x, y = [0, 1, 2], [5, 7, 9]
    assert posed(x, y, 0.5, Recipe(normalize=True, skip=True), 5).seen[1] == pytest.approx([0, 0, 0], abs=1e-12)
    assert posed(x, y, 0.5, Recipe(normalize=True), 5).units.slope == 0


def test_units__of_several_inputs_are_the_labels_size():
    problem = posed([[0, 1], [2, 3]], [4, -8], 0.5, Recipe(normalize=True), 5)
    assert problem.seen[0].tolist() == [[0, 1, 1], [2, 3, 1]]
    assert problem.seen[1].tolist() == [0.5, -1]


def test_units__of_one_point_or_zero_labels():
    for x, y in (([3], [0]), ([1, 2], [0, 0])):
        assert np.isfinite(posed(x, y, 0.5, Recipe(normalize=True, skip=True), 5).seen[1]).all()


def test_marks():
    assert posed([0], [0], 1, Recipe(), 1000).marks[:2] == (10, 20)
    assert len(posed([0], [0], 1, Recipe(), 10**6).marks) == 100
    assert posed([0], [0], 1, Recipe(), 50, [7, 3]).marks == (3, 7, 50)


def test_units__of_huge_labels():
    recipe = Recipe(normalize=True, skip=True)
    assert np.abs(posed([0, 1, 2], [0, 1e200, 0], 0.5, recipe, 5).seen[1]).max() == 1
    with pytest.raises(DataError, match="the data are too large"):
        posed([0, 1, 2], [0, 1.7e308, -1.7e308], 0.5, recipe, 5)


def test_doubles():
    x, y = doubles(Points([["1/2", 1]], [3]))
    assert x.tolist() == [[0.5, 1.0]]
    assert y.tolist() == [3.0]


@pytest.mark.parametrize(
    ("arguments", "error", "message"),
    [
        (([0, 1], [0], 0.5, Recipe(), 5), DataError, r"x has shape \(2, 1\), y \(1,\)"),
        (([], [], 0.5, Recipe(), 5), DataError, "give N > 0 rows"),
        (
            ([0, np.inf], [0, 1], 0.5, Recipe(), 5),
            DataError,
            "numbers that doubles hold; rescale",
        ),
        (([[0, 1], [0, np.nan]], [0, 1], 0.5, Recipe(), 5), DataError, r"x\[1, 1\] = nan"),
        ((["a"], [0], 0.5, Recipe(), 5), DataError, "x is no array of numbers"),
        (([0], [0], 0, Recipe(), 5), UsageError, "p = 0.0: training needs 0 < p <= 1"),
        (([0], [0], 1.5, Recipe(), 5), UsageError, "p = 1.5"),
        (([0], [0], 1, Recipe(), 0), UsageError, "epochs = 0: give a whole number from 1"),
        (([0], [0], 1, Recipe(), 5, [6]), UsageError, r"marks = \[6\]: give whole numbers from 1 to 5"),
        (([0], [0], 1, Recipe(), 5, [0.5]), UsageError, "marks"),
        (([[0, 1]], [0], 1, Recipe(skip=True), 5), UsageError, "has no skip"),
        (([[0, 1]], [0], 1, Recipe(coordinates="kinks"), 5), UsageError, "with one input only"),
        (([[0, 1]], [0], 1, Recipe(start="spread"), 5), UsageError, "with one input only"),
    ],
)
def test_refuses(arguments, error, message):
    with pytest.raises(error, match=message):
        posed(*arguments)

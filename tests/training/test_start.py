import numpy as np
import pytest

from sparsest.training.problem import posed
from sparsest.training.recipe import Recipe
from sparsest.training.start import drawn

X = np.linspace(-1, 3, 9)


def start(seed=0, x=X, **options):
    return drawn(posed(x, np.zeros(len(x)), 0.5, Recipe(width=2000, **options), 5), seed)


def test_linear__is_pytorchs_law():
    found = start(x=np.zeros((3, 8)))
    assert found.w.shape == (2000, 9)
    assert np.abs(found.w).max() <= 1 / 3
    assert found.w.std() == pytest.approx(1 / 3 / np.sqrt(3), rel=0.05)
    assert not found.b.any()
    assert found.v.std() == pytest.approx(1 / np.sqrt(2000) / np.sqrt(3), rel=0.05)
    assert np.abs(start().b).max() <= 1 < 1.01 * np.abs(start().b).max()


def test_spread__has_its_kinks_on_the_range():
    found = start(start="spread")
    kinks = -found.b / found.w[:, 0]
    assert kinks.min() >= -1
    assert kinks.max() <= 3
    assert kinks.std() == pytest.approx(4 / np.sqrt(12), rel=0.05)
    assert set(found.w.ravel()) == {-1.0, 1.0}
    assert np.abs(found.v).max() <= 1 / 2000


@pytest.mark.parametrize("coordinates", ["kinks", "products"])
def test_split__is_the_same_function(coordinates):
    plain, split = start(), start(coordinates=coordinates)
    for x in (-2.0, 0.3):
        values = [np.maximum(s.w[:, 0] * x + s.b, 0) * s.v for s in (plain, split)]
        assert values[0] == pytest.approx(values[1], abs=1e-15)
    fixed = split.w if coordinates == "kinks" else split.v
    assert set(fixed.ravel()) == {-1.0, 1.0}


def test_seeds_differ_and_repeat():
    assert np.array_equal(start(3).w, start(3).w)
    assert not np.array_equal(start(3).w, start(4).w)


def test_spread_of_thresholds__only_with_noise():
    assert set(start().spread) == {1.0}
    assert np.log(start(noise=1.0).spread).std() == pytest.approx(1, rel=0.1)

import pytest

from sparsest.errors import UsageError
from sparsest.training.recipe import RECIPES, Recipe, recipe_of


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"optimizer": "sgd"}, "optimizer = 'sgd': give one of adam, adamw, gradient"),
        ({"width": 0}, "width = 0: give a whole number from 1 to 100000"),
        ({"width": 2.5}, "width = 2.5: give a whole number"),
        ({"step": float("nan")}, "step = nan: give a number from 1e-12 to 10.0"),
        ({"step": "big"}, "step = 'big': give a number"),
        ({"skip": 1}, "skip = 1: give true or false"),
        ({"smoothing": 1.0}, "give both smoothing and last_smoothing, or neither"),
        ({"hold_weight": 0.5, "weight": 0.0}, "give both weight and last_weight"),
        ({"coordinates": "kinks", "charge_bias": True}, "leaves no bias to charge"),
        ({"coordinates": "products", "optimizer": "adamw"}, "would decay what is fixed"),
        ({"colour": "red"}, "no option colour of a recipe; there are width, step,"),
    ],
)
def test_refuses_options(options, message):
    with pytest.raises(UsageError, match=message):
        Recipe().but(**options)


def test_recipe_of():
    assert recipe_of("published") is RECIPES["published"]
    assert recipe_of(Recipe(width=3)).width == 3
    with pytest.raises(UsageError, match="recipe = 'best': give one of published, repaired"):
        recipe_of("best")


def test_published__is_what_print_and_notebooks_say():
    published = RECIPES["published"]
    assert (published.width, published.weight, published.step, published.first_threshold) == (80, 0.003, 0.01, 6)
    assert (published.bias, published.skip, published.smoothing, published.schedule) == (
        "fixed",
        False,
        0.0,
        "constant",
    )
    assert RECIPES["repaired"].bias == "scaled"


def test_to_json__comes_back():
    for recipe in RECIPES.values():
        assert Recipe().but(**recipe.to_json()) == recipe

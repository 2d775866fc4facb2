from proofs_check.experiments import ablations as module
from proofs_check.experiments.ablations import ablations
from proofs_check.experiments.experiment import Effort
from sparsest.training import RECIPES


def test_each_row_changes_one_thing():
    for changes, base in ((module._CHANGES, RECIPES["kinks"]), (module._MENDED, RECIPES["published"])):
        recipes = [recipe.to_json() for _, recipe in changes.values()]
        assert recipes[0] == base.to_json()
        assert all(recipe != recipes[0] for recipe in recipes[1:])


def test_tables():
    text = ablations(Effort(seeds=1, epochs=16, data_sets=1)).text
    for name in (*module._CHANGES, *module._MENDED):
        assert f"| {name} |" in text

import re

from proofs_check.experiments.pictures import sparsity_picture
from sparsest.training import Recipe, train


def test_panels__are_named():
    training = train([0, 1, 2], [0, 0, 1], "1/2", seeds=range(2), epochs=20, recipe=Recipe(width=8))
    picture = sparsity_picture({("published", "0.4"): training, ("ours", "1"): training}, "neurons", 1)
    texts = re.findall("<!-- (.*?) -->", picture.decode())
    assert {"published, p = 0.4", "ours, p = 1", "neurons", "epoch"} <= set(texts)


def test_runs_that_diverged_are_left_out():
    recipe = Recipe(width=8, optimizer="gradient", step=10.0, threshold="none", precision="float32")
    training = train(range(-2, 4), [0, 0, 1, 1, 0, 0], "1/2", epochs=200, recipe=recipe.but(width=80))
    assert training.runs[0].network is None
    assert sparsity_picture({("published", "0.4"): training}, "neurons", None)

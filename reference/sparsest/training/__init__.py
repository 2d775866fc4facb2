"""Training in floats: the paper's Algorithm 1 and its variants, from many starts, each end held against the optimum.

Nothing here says exact, optimal or proved of a trained network: only its exact, polished form is judged
(`sparsest.training.judge`). May import all but what writes tables and pictures.
"""

from sparsest.training.judge import RunEnd, judge
from sparsest.training.network import FloatNetwork
from sparsest.training.polish import NotPolished, Polished, polish
from sparsest.training.recipe import RECIPES, Recipe
from sparsest.training.train import Training, train

__all__ = [
    "RECIPES", "FloatNetwork", "NotPolished", "Polished", "Recipe", "RunEnd", "Training", "judge", "polish", "train",
]  # fmt: skip

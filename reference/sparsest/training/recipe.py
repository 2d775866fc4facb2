"""How a network is trained: every departure from the printed algorithm is an option that has a name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace
from types import MappingProxyType

from sparsest.errors import UsageError, short

__all__ = ["RECIPES", "Recipe", "recipe_of"]

_CHOICES = {
    "optimizer": ("adam", "adamw", "gradient"),
    "schedule": ("constant", "cosine"),
    "threshold": ("none", "published", "preconditioned"),
    "coordinates": ("weights", "kinks", "products"),
    "bias": ("fixed", "scaled"),
    "previous": ("before", "mixed"),
    "start": ("linear", "spread"),
    "precision": ("float32", "float64"),
}
# name -> least, greatest; both may be reached.
_RANGES = {
    "width": (1, 100_000),
    "step": (1e-12, 10.0),
    "weight": (0.0, 1e6),
    "last_step": (0.0, 10.0),
    "last_weight": (0.0, 1e6),
    "hold_step": (0.0, 1.0),
    "hold_weight": (0.0, 1.0),
    "smoothing": (0.0, 1e6),
    "last_smoothing": (0.0, 1e6),
    "noise": (0.0, 10.0),
    "melt": (1e-6, 1.0),
    "settle": (0.0, 1.0),
    "merge": (0.0, 1.0),
    "dead_below": (0.0, 1.0),
    "first_threshold": (1, 10**9),
    "weight_decay": (0.0, 1.0),
}


@dataclass(frozen=True)
class Recipe:
    """All that a training run depends on but the data, p, the epochs and the seed. See docs/training.md.

    Parameters
    ----------
    width : int
        K, the number of neurons at the start.
    step : float
        gamma, the step of the optimizer.
    weight : float
        lambda, what the path norm weighs beside the mean squared error.
    optimizer : {"adam", "adamw", "gradient"}
        Adam and AdamW with PyTorch's constants; plain gradient steps make Algorithm 1 a proximal gradient method.
    weight_decay : float
        Of AdamW.
    schedule : {"constant", "cosine"}
        Of the step: constant, or from `hold_step` of the run on down to `last_step` along a cosine.
    hold_step, last_step : float
        See `schedule`.
    hold_weight, last_weight : float
        From `hold_weight` of the run on the weight falls geometrically to `last_weight`; 1 for never.
    threshold : {"none", "published", "preconditioned"}
        The soft threshold of the products: none (a baseline), that of print, or divided by Adam's own denominators.
    first_threshold : int
        The first epoch with a threshold, counted from 1; published 6.
    previous : {"before", "mixed"}
        Which products weigh the threshold: those before the gradient step, or, as in one published notebook, new output
        weights times old input weights.
    smoothing, last_smoothing : float
        Added to the products in the threshold's weights, which so stay finite (0: as printed, zero absorbs): falls from
        the one geometrically to the other over the first `melt` of the run.
    noise : float
        The threshold of neuron k is multiplied by exp(noise xi_k), xi_k normal; falls linearly to 0 over `melt`.
    melt : float
        A share of the run, see above.
    settle : float
        From this share of the run on a product that is zero stays zero, whatever the smoothing; 1 for never.
    merge : float
        From this share of the run on, every 500 epochs, neurons of one sign with kinks between the same neighbouring
        data become one, which changes no value at the data; 1 for never. Coordinates "kinks" only.
    dead_below : float
        A neuron whose products have a smaller Euclidean norm becomes zero, and counts as none.
    coordinates : {"weights", "kinks", "products"}
        What is trained: w, b and v (print); with one input b and v only, w being 1 or -1 for good, so that the
        threshold moves no kink; or w and b only, v being 1 or -1 for good.
    bias : {"fixed", "scaled"}
        Whether the threshold leaves biases alone (published; kinks move) or scales them with the weights (kinks stay).
    charge_bias : bool
        Whether biases are entries of w like any other, the problem (8); always so with several inputs.
    skip : bool
        Whether there is a skip connection with a constant, as in the paper's equation 1 but not in what was published.
    start : {"linear", "spread"}
        PyTorch's law, or kinks uniform on the range of the data with sizes 1/K (one input).
    normalize : bool
        Whether data are brought to unit range before (and networks back after): neither minimizers nor their order
        change. Several inputs: the labels' size alone.
    precision : {"float32", "float64"}
        Of the training.

    Raises
    ------
    UsageError
        If an option has no such value, or two of them do not go together: the message says which and what can be given.

    Examples
    --------
    >>> Recipe(bias="scaled").optimizer
    'adam'
    """

    width: int = 80
    step: float = 0.01
    weight: float = 0.003
    optimizer: str = "adam"
    weight_decay: float = 0.0
    schedule: str = "constant"
    hold_step: float = 0.6
    last_step: float = 1e-6
    hold_weight: float = 1.0
    last_weight: float = 1e-7
    threshold: str = "published"
    first_threshold: int = 6
    previous: str = "before"
    smoothing: float = 0.0
    last_smoothing: float = 0.0
    noise: float = 0.0
    melt: float = 0.5
    settle: float = 1.0
    merge: float = 1.0
    dead_below: float = 1e-8
    coordinates: str = "weights"
    bias: str = "fixed"
    charge_bias: bool = False
    skip: bool = False
    start: str = "linear"
    normalize: bool = False
    precision: str = "float32"

    def __post_init__(self) -> None:
        for name, choices in _CHOICES.items():
            if getattr(self, name) not in choices:
                raise UsageError(f"{name} = {short(getattr(self, name))}: give one of {', '.join(choices)}")
        for name, (least, most) in _RANGES.items():
            self._check_number(name, least, most)
        for field in fields(self):
            if field.type == "bool" and type(getattr(self, field.name)) is not bool:
                raise UsageError(f"{field.name} = {short(getattr(self, field.name))}: give true or false")
        if (self.smoothing == 0) != (self.last_smoothing == 0):
            raise UsageError("smoothing falls geometrically: give both smoothing and last_smoothing, or neither")
        if self.hold_weight < 1 and (self.weight == 0) != (self.last_weight == 0):
            raise UsageError("the weight falls geometrically: give both weight and last_weight, or hold_weight = 1")
        if self.coordinates == "kinks" and self.charge_bias:
            raise UsageError(
                "coordinates = 'kinks' leaves no bias to charge: give coordinates = 'weights' or 'products'"
            )
        if self.coordinates != "kinks" and self.merge < 1:
            raise UsageError("merge: only kinks are merged: give coordinates = 'kinks'")
        if self.coordinates != "weights" and self.optimizer == "adamw":
            raise UsageError("optimizer = 'adamw' would decay what is fixed: give coordinates = 'weights'")

    def _check_number(self, name: str, least: float, most: float) -> None:
        value = getattr(self, name)
        whole = type(least) is int
        if type(value) not in ((int,) if whole else (int, float)) or not least <= value <= most:
            raise UsageError(
                f"{name} = {short(value)}: give a {'whole ' if whole else ''}number from {least} to {most}"
            )

    def but(self, **changes: object) -> Recipe:
        """Return the recipe with some options changed.

        Raises
        ------
        UsageError
            If there is no such option; the message names those there are.

        Examples
        --------
        >>> RECIPES["published"].but(bias="scaled").bias
        'scaled'
        """
        unknown = set(changes) - {field.name for field in fields(self)}
        if unknown:
            known = ", ".join(field.name for field in fields(self))
            raise UsageError(f"no option {', '.join(sorted(unknown))} of a recipe; there are {known}")
        return replace(self, **changes)  # type: ignore[arg-type]  # checked when it is made

    def to_json(self) -> dict[str, object]:
        """Return the options, JSON-ready.

        Examples
        --------
        >>> Recipe().to_json()["width"]
        80
        """
        return asdict(self)


_PUBLISHED = Recipe()
# What both of ours have in common: smoothed while young, at rest in the end.
_MELTING = Recipe(
    weight=0.0003,
    schedule="cosine",
    hold_weight=0.8,
    threshold="preconditioned",
    first_threshold=1,
    smoothing=1.0,
    last_smoothing=1e-3,
    noise=1.0,
    normalize=True,
)
#: The recipes that have a name. "kinks" is for one input, "products" for several; the others suit either.
RECIPES: Mapping[str, Recipe] = MappingProxyType(
    {
        "published": _PUBLISHED,
        "repaired": _PUBLISHED.but(bias="scaled"),
        "adam": _PUBLISHED.but(threshold="none"),
        "adamw": _PUBLISHED.but(threshold="none", optimizer="adamw", weight_decay=0.003),
        "kinks": _MELTING.but(coordinates="kinks", merge=0.5, skip=True, start="spread"),
        "products": _MELTING.but(coordinates="products", width=100),
    }
)


def recipe_of(given: str | Recipe) -> Recipe:
    """Return a recipe by its name, or the one given.

    Raises
    ------
    UsageError
        If there is none of that name; the message names those there are.

    Examples
    --------
    >>> recipe_of("repaired").bias
    'scaled'
    """
    if isinstance(given, Recipe):
        return given
    if given not in RECIPES:
        raise UsageError(f"recipe = {short(given)}: give one of {', '.join(RECIPES)}, or a Recipe")
    return RECIPES[given]

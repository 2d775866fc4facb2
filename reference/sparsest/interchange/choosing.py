"""Which rounding: the nearest one, or, where a tolerance is asked for, the best of several, each measured exactly."""

from __future__ import annotations

from collections.abc import Iterator
from operator import attrgetter
from typing import NamedTuple

from flint import fmpq

from sparsest.errors import DataError
from sparsest.interchange.feedback import rerounded
from sparsest.interchange.floats import FloatKind, float_kind
from sparsest.interchange.layers import Layers
from sparsest.interchange.measures import Labelled, Most, network_residual, spline_of, worst_difference
from sparsest.interchange.rounding import RoundedLayers, nearest_layers

__all__ = ["Measured", "best_rounding", "measure_rounding"]

Box = tuple[fmpq, fmpq]
# From so many points on only so many roundings, besides the first, are held against the labels.
_MANY_POINTS, _CLOSEST = 5000, 3
# Functions of more knots are not written anew: that takes some ten seconds and more.
_MOST_KNOTS = 2000


class Measured(NamedTuple):
    """A rounded network and how far it is off, exactly.

    Parameters
    ----------
    rounded : RoundedLayers
        The network.
    residual : Most or None
        The largest |f(x_i) - y_i| of the rounded network; None without data.
    difference : Most or None
        The largest distance from the exact function in the box; None without a box or with several inputs.

    Examples
    --------
    >>> net = Layers((), (), (), (fmpq(0),), fmpq(1))
    >>> measure_rounding(nearest_layers(net), net)[1:]
    (None, None)
    """

    rounded: RoundedLayers
    residual: Most | None
    difference: Most | None

    @property
    def sizes(self) -> tuple[fmpq, fmpq]:
        """What the best has least of: first the residual, then the difference.

        Examples
        --------
        >>> Measured(nearest_layers(Layers((), (), (), (), fmpq(0))), None, Most(fmpq(2), (fmpq(0),))).sizes
        (0, 2)
        """
        residual, difference = self.residual, self.difference
        return residual.size if residual else fmpq(0), difference.size if difference else fmpq(0)


def measure_rounding(
    rounded: RoundedLayers, exact: Layers, data: Labelled | None = None, box: Box | None = None
) -> Measured:
    """Return how far a rounded network is off: exactly, as the dyadic rationals that its weights are.

    Examples
    --------
    >>> net = Layers((), (), (), (fmpq(0),), fmpq(1, 3))
    >>> measure_rounding(nearest_layers(net, 16), net, box=(fmpq(0), fmpq(1))).difference.size
    1/12288
    """
    residual = network_residual(rounded.layers, data) if data else None
    difference = None
    if box is not None and exact.dimension == 1:
        difference = worst_difference(spline_of(exact), spline_of(rounded.layers), *box)
    return Measured(rounded, residual, difference)


def best_rounding(exact: Layers, bits: int, data: Labelled, box: Box | None) -> tuple[Measured, int]:
    """Return the rounding of least largest residual among several, and among how many; ties go to the earlier one.

    Raises
    ------
    DataError
        If a weight is beyond the largest float whichever way it is rounded.

    Examples
    --------
    >>> net = Layers(((fmpq(1, 3),),), (fmpq(-1, 7),), (fmpq(3),), (fmpq(0),), fmpq(0))
    >>> data = [((fmpq(0),), fmpq(0)), ((fmpq(1),), fmpq(4, 7))]
    >>> found, tried = best_rounding(net, 16, data, (fmpq(0), fmpq(1)))
    >>> found.residual.size <= measure_rounding(nearest_layers(net, 16), net, data).residual.size, tried > 2
    (True, True)
    """
    made = list(_candidates(exact, float_kind(bits), box))
    roundings = [one for one in made if not isinstance(one, DataError)]
    if not roundings:
        raise next(one for one in made if isinstance(one, DataError))
    if len(data) > _MANY_POINTS and box is not None and exact.dimension == 1:
        # Labels are many: only what is closest to the exact function is held against all of them.
        distances = [measure_rounding(one, exact, None, box).sizes for one in roundings]
        closest = sorted(range(len(roundings)), key=distances.__getitem__)[:_CLOSEST]
        kept = [roundings[k] for k in sorted({0, *closest})]
    else:
        kept = roundings
    found = [measure_rounding(one, exact, data, box) for one in kept]
    return min(found, key=attrgetter("sizes")), len(roundings)


def _candidates(exact: Layers, kind: FloatKind, box: Box | None) -> Iterator[RoundedLayers | DataError]:
    """Yield roundings; a refusal in place of one that would be infinite."""
    for layers, way in ((exact, ""), (_normalised(exact), ", after its output weight was made 1 or -1")):
        try:
            found = nearest_layers(layers, kind.bits)
        except DataError as error:
            yield error
        else:
            yield found._replace(way=found.way + way)
    if exact.dimension == 1 and box is not None and len(exact.v) <= _MOST_KNOTS:
        yield from rerounded(spline_of(exact), kind, *box)


def _normalised(layers: Layers) -> Layers:
    """Return the same function with every v 1 or -1 (0 stays): one rounding less for each neuron."""
    sizes = [abs(v) if v != 0 else fmpq(1) for v in layers.v]
    return layers._replace(
        w=tuple(tuple(a * size for a in row) for row, size in zip(layers.w, sizes, strict=True)),
        b=tuple(a * size for a, size in zip(layers.b, sizes, strict=True)),
        v=tuple(a / size for a, size in zip(layers.v, sizes, strict=True)),
    )

"""The exact range of a network over an interval or a box: whether a property holds there, with no tolerance."""

from __future__ import annotations

from collections.abc import Sequence

from sparsest.errors import UsageError
from sparsest.exact.rationals import RationalLike, format_rational, to_rational
from sparsest.multivariate.box import BoxRange, Taken, box_range
from sparsest.multivariate.network import MultivariateNetwork
from sparsest.network import Network

__all__ = ["range_json", "range_over"]


def range_over(
    network: Network | MultivariateNetwork,
    box: Sequence[tuple[RationalLike, RationalLike]],
    *,
    seconds: float | None = None,
) -> BoxRange:
    """Return the least and the greatest value of a network over a box, with inputs where it takes them.

    Parameters
    ----------
    network : Network or MultivariateNetwork
        d inputs.
    box : sequence of (low, high), shape (d,)
        low <= high for each input; a single pair is meant for all of them.
    seconds : float, optional
        Several inputs: stop after this time, with proved bounds in place of the range.

    Raises
    ------
    UsageError
        If there are not d pairs, or one is empty.
    DataError
        If an end is not a finite number.

    Examples
    --------
    >>> from sparsest import Neuron
    >>> found = range_over(Network([Neuron.of(1, 1, 0), Neuron.of(-2, 1, -1)]), [(-1, "3/2")])
    >>> found.least.value, found.greatest.value, found.exact
    (Fraction(0, 1), Fraction(1, 1), True)
    """
    inputs = 1 if isinstance(network, Network) else network.dimension
    pairs = list(box) * inputs if len(box) == 1 else list(box)
    if len(pairs) != inputs:
        raise UsageError(
            f"{len(pairs)} ranges; the network has {inputs} input{'s' * (inputs != 1)}: give one for each, or one "
            "for all"
        )
    if isinstance(network, MultivariateNetwork):
        return box_range(network, [low for low, _ in pairs], [high for _, high in pairs], seconds=seconds)
    low, high = map(to_rational, pairs[0])
    least, greatest = (Taken(end.value, (end.x,)) for end in network.to_spline().extremes(low, high))
    return BoxRange(least, greatest, least.value, greatest.value)


def range_json(found: BoxRange) -> dict[str, object]:
    """Return a range as JSON-ready values, exact numbers as text.

    Examples
    --------
    >>> range_json(range_over(Network([], 1), [(0, 1)]))["greatest"]
    {'value': '1', 'x': ['1']}
    """
    ends = {"least": found.least, "greatest": found.greatest}
    return {
        "exact": found.exact,
        **{
            name: {"value": format_rational(end.value), "x": list(map(format_rational, end.x))}
            for name, end in ends.items()
        },
        "lower": format_rational(found.lower),
        "upper": format_rational(found.upper),
    }

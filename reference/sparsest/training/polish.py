"""From a trained network to the exact interpolant on its support and activation pattern; or the proof that none exists.

One input: the spline of the nearest matching, with knots of one sign in one closed gap made one (`nearest.py`). Several
inputs: the vertex of a linear program at which the majoriser of the objective is least (`cones.py`). Where the trained
pattern has no interpolant, a second attempt widens it by one point: every neuron may be active at one point more or
less. That is what the rounding of a kink next to an input does, and what a network trained to a residual of 1e-3 needs.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal, TypeAlias

from sparsest.data import Dataset
from sparsest.exact.clock import Clock
from sparsest.exact.exponent import Exponent
from sparsest.exact.rationals import RationalLike
from sparsest.multivariate.network import MultivariateNetwork
from sparsest.network import Network
from sparsest.points import Points
from sparsest.training.cones import cheaper_network, cheapest_network, cones_of, flipped
from sparsest.training.merging import check_dimensions, kinks, merged_network
from sparsest.training.nearest import joined, line_obstruction, nearest_matching, signed_gaps, widened
from sparsest.training.network import FloatNetwork
from sparsest.training.obstruction import ConeObstruction, LineObstruction
from sparsest.univariate.gaps import Gaps
from sparsest.univariate.local import descend as descend_matching
from sparsest.univariate.matching import Matching

__all__ = ["NotPolished", "Polished", "polish"]

Obstruction: TypeAlias = LineObstruction | ConeObstruction


@dataclass(frozen=True, repr=False)
class Polished:
    """An exact network through the points. Made by `polish`.

    Parameters
    ----------
    network : Network or MultivariateNetwork
        It interpolates, exactly: one neuron with w = 1 for each knot of one input; of several inputs v = 1 or -1.
    pattern : {"trained", "widened"}
        The pattern on which it was found.
    obstruction : LineObstruction, ConeObstruction or None
        Where the pattern was widened, the proof that the trained one has no interpolant.
    matching : tuple of int or None
        Of one input, the matched pairs of gaps, as `Solution.matches` has them.
    descended : bool
        Whether it is no longer the nearest one, but where descent from there ended; only if that was asked for.
    """

    network: Network | MultivariateNetwork
    pattern: Literal["trained", "widened"]
    obstruction: Obstruction | None
    matching: Matching | None
    descended: bool = False

    @property
    def parameters(self) -> int:
        """Nonzero entries of all v_k w_k; of one input the number of knots.

        Examples
        --------
        >>> polish(FloatNetwork([1.1], [[1]], [-0.9], [0]), Dataset([0, 1, 2], [0, 0, 1])).parameters
        1
        """
        return self.network.power_sum.count

    def to_json(self) -> dict[str, object]:
        """Return network and pattern as JSON-ready values, exact numbers as text.

        Examples
        --------
        >>> import numpy as np
        >>> polish(FloatNetwork([], np.zeros((0, 1)), [], [0]), Dataset([0, 1], [0, 1])).to_json()["network"]["skip"]
        ['1']
        """
        proof = None if self.obstruction is None else self.obstruction.to_json()
        return {
            "polished": True,
            "pattern": self.pattern,
            "obstruction": proof,
            "descended": self.descended,
            "network": self.network.to_json(),
        }

    def __repr__(self) -> str:
        size = "knots" if isinstance(self.network, Network) else "parameters"
        end = ", after descent" if self.descended else ""
        return f"<Polished on the {self.pattern} pattern: {self.parameters} {size}{end}>"


@dataclass(frozen=True, repr=False)
class NotPolished:
    """No network interpolates on the trained pattern, nor (if asked) on the widened one. Made by `polish`.

    Parameters
    ----------
    obstruction : LineObstruction or ConeObstruction
        The proof for the widened pattern, which contains the trained one; for the trained one if that is all.
    """

    obstruction: Obstruction

    def to_json(self) -> dict[str, object]:
        """Return the proof, JSON-ready.

        Examples
        --------
        >>> import numpy as np
        >>> polish(FloatNetwork([], np.zeros((0, 1)), [], [0]), Dataset([0, 1, 2], [0, 0, 1])).to_json()["obstruction"]
        {'multipliers': {'0': '1', '1': '-2', '2': '1'}}
        """
        return {"polished": False, "obstruction": self.obstruction.to_json()}

    def __repr__(self) -> str:
        return f"<NotPolished: {self.obstruction!r}>"


def polish(
    network: FloatNetwork,
    data: Dataset | Points,
    *,
    p: RationalLike | Exponent = "0+",
    descend: bool = False,
    widen: bool = True,
    clock: Clock | None = None,
) -> Polished | NotPolished:
    """Return the exact interpolant nearest to a trained network on its pattern, or the proof that there is none.

    Parameters
    ----------
    network : FloatNetwork
        As training leaves it; it need not interpolate.
    data : Dataset or Points
        A `Dataset` for the model of equation 1, where affine functions are free; `Points` for (7), of as many inputs.
    p : str, int, Fraction, Decimal, float or Exponent
        Of several inputs: what the prices are made for. Of one input nothing depends on it.
    descend : bool
        Go on from there by steps that lower the objective. Of one input: to a stable matching, at every p. Of several:
        on the same pattern, at p, with prices set anew from each network. That is more than polish: what comes out
        says less of the network that went in.
    widen : bool
        Whether a trained pattern without an interpolant is widened. Of several inputs that takes far more time.
    clock : Clock, optional
        When to give up, with `OutOfTimeError`; never unless told. Of one input it takes no time.

    Returns
    -------
    Polished or NotPolished
        Exact either way: the network interpolates, or the obstruction proves that none on the pattern does.

    Raises
    ------
    UsageError
        If the dimensions differ; if a network for `Points` has a skip connection; if p is out of range.
    DataError
        If an input has several labels.

    Examples
    --------
    >>> trained = FloatNetwork([1, -1.99, 1], [[1], [1], [1]], [0.998, -1.01, -2.001], [0], 0.001)
    >>> found = polish(trained, Dataset([-2, -1, 0, 1, 2, 3], [0, 0, 1, 1, 0, 0]))
    >>> found, found.network.to_spline().knots[1]
    (<Polished on the widened pattern: 3 knots>, Fraction(1, 2))
    """
    check_dimensions(network, data)
    exponent = Exponent.read(p)
    if isinstance(data, Points):
        return _polish_cones(network, data, exponent, (descend, widen), clock)
    found = _polish_line(network, data, widen)
    return _descended(found, data) if descend and isinstance(found, Polished) else found


def _polish_line(network: FloatNetwork, data: Dataset, widen: bool) -> Polished | NotPolished:
    trained = kinks(network)
    allowed = signed_gaps(trained, data)
    first = line_obstruction(data, allowed)
    if first is not None:
        if not widen:
            return NotPolished(first)
        allowed = widened(allowed)
        second = line_obstruction(data, allowed)
        if second is not None:
            return NotPolished(second)
    matching = joined(nearest_matching(trained, data, allowed), data)
    return Polished(_spline_network(matching, data), "widened" if first else "trained", first, matching)


def _polish_cones(
    network: FloatNetwork, points: Points, p: Exponent, wanted: tuple[bool, bool], clock: Clock | None
) -> Polished | NotPolished:
    descend, widen = wanted
    cones = cones_of(merged_network(network, points), points)
    found, proof = cheapest_network(points, cones, p, clock), None
    if isinstance(found, ConeObstruction) and widen:
        proof, cones = found, flipped(cones)
        found = cheapest_network(points, cones, p, clock)
    if isinstance(found, ConeObstruction):
        return NotPolished(found)
    last = cheaper_network(points, cones, p, clock) if descend else found
    return Polished(last, "widened" if proof else "trained", proof, None, last != found)


def _descended(found: Polished, data: Dataset) -> Polished:
    end = descend_matching(Gaps.of(data), found.matching or ())
    if end == found.matching:
        return found
    return replace(found, network=_spline_network(end, data), matching=end, descended=True)


def _spline_network(matching: Matching, data: Dataset) -> Network:
    return Network.from_spline(Gaps.of(data).spline(matching))

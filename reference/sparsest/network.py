"""Exact single-hidden-layer ReLU networks, and their correspondence with splines (paper, Proposition 3.1)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from functools import cached_property
from typing import Any, NamedTuple, cast, overload

import numpy as np
from flint import fmpq

from sparsest.errors import UsageError
from sparsest.exact.arrays import exact_matrix, exact_vector
from sparsest.exact.decimals import format_short
from sparsest.exact.exponent import Exponent
from sparsest.exact.powersum import PowerSum, PowerValue
from sparsest.exact.rationals import RationalLike, as_fraction, each_exactly, format_rational, is_sequence, to_rational
from sparsest.spline import Spline, check_length

__all__ = ["Network", "Neuron"]


class Neuron(NamedTuple):
    """One hidden neuron x -> v (w x + b)_+ of one input.

    Parameters
    ----------
    output_weight, input_weight, bias : fmpq
        v, w and b of the paper's equation 1, exact.

    Examples
    --------
    >>> Neuron.of(2, "1/2", -1).input_weight
    1/2
    """

    output_weight: fmpq
    input_weight: fmpq
    bias: fmpq

    @classmethod
    def of(cls, output_weight: RationalLike, input_weight: RationalLike, bias: RationalLike) -> Neuron:
        """Return the neuron of these weights, read exactly.

        Examples
        --------
        >>> Neuron.of(1, 2.0, "0.5").bias
        1/2
        """
        return cls(*(v if isinstance(v, fmpq) else to_rational(v) for v in (output_weight, input_weight, bias)))

    def __repr__(self) -> str:
        v, w, b = map(format_short, self)
        return f"Neuron(output_weight={v}, input_weight={w}, bias={b})"

    @property
    def weight(self) -> fmpq:
        """The |v w| that the path norm charges: the size of the neuron's slope change.

        Examples
        --------
        >>> Neuron.of(2, -3, 1).weight
        6
        """
        return abs(self.output_weight * self.input_weight)


class Network:
    """The network f(x) = sum_k v_k (w_k x + b_k)_+ + a x + c (paper, equation 1), exact.

    Parameters
    ----------
    neurons : iterable of Neuron
        The hidden layer.
    skip, offset : rational
        a and c: the skip connection and its constant, which the objective does not charge.

    Examples
    --------
    >>> net = Network([Neuron.of(1, 1, 0), Neuron.of(1, -1, 0)])
    >>> net(-3), net(2)
    (Fraction(3, 1), Fraction(2, 1))
    >>> net.to_spline().slope_changes
    (Fraction(2, 1),)
    """

    __slots__ = ("__dict__", "neurons", "offset", "skip")

    def __init__(self, neurons: Iterable[Neuron], skip: RationalLike = 0, offset: RationalLike = 0) -> None:
        self.neurons = tuple(neurons)
        self.skip = skip if isinstance(skip, fmpq) else to_rational(skip)
        self.offset = offset if isinstance(offset, fmpq) else to_rational(offset)

    @classmethod
    def from_arrays(
        cls, v: Sequence[Any], w: Sequence[Any], b: Sequence[Any], skip: RationalLike = 0, offset: RationalLike = 0
    ) -> Network:
        """Return the network of these weights, each entry read exactly: a float is the dyadic rational that it is.

        Parameters
        ----------
        v, w, b : array-like, shape (K,)
            Output weights, input weights and biases; w may have shape (K, 1).
        skip, offset : rational
            The skip connection and its constant.

        Raises
        ------
        UsageError
            If the shapes do not fit together.
        DataError
            If an entry is no finite number; the message says which.

        Examples
        --------
        >>> Network.from_arrays([2.0], [[1]], ["-1/2"])(3)
        Fraction(5, 1)
        """
        units = exact_vector("v", v)
        two_axes = getattr(w, "ndim", 0) == 2 or (is_sequence(w) and len(w) > 0 and is_sequence(w[0]))
        rows = exact_matrix("w", w, len(units)) if two_axes else [(c,) for c in exact_vector("w", w, len(units))]
        if rows and len(rows[0]) != 1:
            raise UsageError(f"w has rows of {len(rows[0])} entries; a network of several is a MultivariateNetwork")
        neurons = zip(units, rows, exact_vector("b", b, len(units)), strict=True)
        return cls((Neuron(c, row[0], bias) for c, row, bias in neurons), skip, offset)

    @classmethod
    def from_spline(cls, spline: Spline) -> Network:
        """Return the network of the spline: one neuron with w = 1 for each knot (paper, Proposition 3.1).

        Examples
        --------
        >>> Network.from_spline(Spline(0, 0, [1], [2])).neurons
        (Neuron(output_weight=2, input_weight=1, bias=-1),)
        """
        slope, intercept, knots, changes = spline.flint
        one = fmpq(1)
        return cls((Neuron(c, one, -t) for t, c in zip(knots, changes, strict=True)), slope, intercept)

    def to_spline(self) -> Spline:
        """Return the function of the network as a spline: neurons that share a kink are merged, dead ones vanish.

        Examples
        --------
        >>> Network([Neuron.of(1, 0, 5), Neuron.of(3, -2, 2)]).to_spline().to_json()["left"]
        {'slope': '-6', 'intercept': '11'}
        """
        slope, intercept = self.skip, self.offset
        atoms = []
        for neuron in self.neurons:
            v, w, b = neuron.output_weight, neuron.input_weight, neuron.bias
            if w == 0:
                intercept += v * max(b, fmpq(0))
                check_length(intercept)
                continue
            if w < 0:  # active left of its kink: (z)_+ = z + (-z)_+
                slope, intercept = slope + v * w, intercept + v * b
                check_length(intercept)
            atoms.append((-b / w, v * abs(w)))
        return Spline.merging(slope, intercept, atoms)

    def merged(self) -> Network:
        """Return the network of the same function with one neuron for each kink, never of larger norm.

        Examples
        --------
        >>> len(Network([Neuron.of(1, 1, 0), Neuron.of(1, 2, 0)]).merged().neurons)
        1
        """
        return Network.from_spline(self.to_spline())

    @overload
    def __call__(self, x: RationalLike) -> Fraction: ...
    @overload
    def __call__(self, x: np.ndarray | Sequence[Any]) -> np.ndarray: ...
    def __call__(self, x: RationalLike | np.ndarray | Sequence[Any]) -> Fraction | np.ndarray:
        """Return the exact value at x, or at each entry of an array; `DataError` if one is not a finite number.

        Examples
        --------
        >>> Network([Neuron.of(2, 1, 0)])([-1, "1/2"])
        array([Fraction(0, 1), Fraction(1, 1)], dtype=object)
        """
        return cast("Fraction | np.ndarray", each_exactly(self.value, x))

    def value(self, x: fmpq) -> fmpq:
        """Return the exact value at x, without conversions.

        Examples
        --------
        >>> Network([Neuron.of(2, 1, 0)]).value(fmpq(1, 2))
        1
        """
        total = self.skip * x + self.offset
        for neuron in self.neurons:
            activation = neuron.input_weight * x + neuron.bias
            if activation > 0:
                total += neuron.output_weight * activation
        return total

    @cached_property
    def power_sum(self) -> PowerSum:
        """The path norm as a function of p: the multiset of the nonzero |v_k w_k|.

        Examples
        --------
        >>> str(Network([Neuron.of(2, -3, 1)]).power_sum)
        '6^p'
        """
        return PowerSum.of((1, n.weight) for n in self.neurons if n.weight != 0)

    def path_norm(self, p: RationalLike | Exponent) -> PowerValue:
        """Return sum_k |v_k w_k|^p at a rational p in (0, 1), or the number of active neurons at p = 0 (eq. 2, 3).

        Raises
        ------
        UsageError
            If p is out of range, or a limit.

        Examples
        --------
        >>> print(Network([Neuron.of(1, 1, 0), Neuron.of(1, 1, 0)]).path_norm("1/2"))
        2
        """
        return self.power_sum.at(p)

    def to_json(self) -> dict[str, object]:
        """Return the network as JSON-ready values, exact numbers as text.

        Examples
        --------
        >>> Network([], 1, 2).to_json()
        {'neurons': [], 'skip': ['1'], 'offset': '2'}
        """
        return {
            "neurons": [
                {
                    "output_weight": format_rational(n.output_weight),
                    "input_weights": [format_rational(n.input_weight)],
                    "bias": format_rational(n.bias),
                }
                for n in self.neurons
            ],
            "skip": [format_rational(self.skip)],
            "offset": format_rational(self.offset),
        }

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Network):
            return NotImplemented
        return (self.neurons, self.skip, self.offset) == (other.neurons, other.skip, other.offset)

    def __hash__(self) -> int:
        return hash((self.neurons, as_fraction(self.skip), as_fraction(self.offset)))

    def __repr__(self) -> str:
        return (
            f"<Network of {len(self.neurons)} neurons, skip {format_short(self.skip)}*x + {format_short(self.offset)}>"
        )

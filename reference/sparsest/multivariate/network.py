"""Exact networks f(x) = sum_k v_k (w_k . xbar)_+ of several inputs (paper, equation 7)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Any

from flint import fmpq

from sparsest.errors import UsageError, short
from sparsest.exact.arrays import exact_matrix, exact_vector
from sparsest.exact.decimals import format_short
from sparsest.exact.exponent import Exponent
from sparsest.exact.powersum import PowerSum, PowerValue
from sparsest.exact.rationals import RationalLike, as_fraction, format_rational, is_sequence, to_rational
from sparsest.points import Points

__all__ = ["MultivariateNetwork", "MultivariateNeuron"]

_ZERO = fmpq(0)
# Of a `repr` that shows all weights.
_LONGEST = 120


@dataclass(frozen=True, repr=False)
class MultivariateNeuron:
    """One neuron x -> v (w . [x, 1])_+.

    Parameters
    ----------
    output_weight : fmpq
        v.
    weights : tuple of fmpq, shape (d+1,)
        w; the bias is its last entry.

    Examples
    --------
    >>> MultivariateNeuron.of(2, [1, "1/2"], -1).charged
    (2, 1, -2)
    """

    output_weight: fmpq
    weights: tuple[fmpq, ...]

    @classmethod
    def of(
        cls, output_weight: RationalLike, input_weights: Sequence[RationalLike], bias: RationalLike
    ) -> MultivariateNeuron:
        """Return the neuron of these weights, read exactly.

        Examples
        --------
        >>> MultivariateNeuron.of(1, ["0.5"], 0).weights
        (1/2, 0)
        """
        if not is_sequence(input_weights):
            raise UsageError(f"input_weights = {short(input_weights)}: give a list of numbers, one for each input")
        return cls(_exact(output_weight), tuple(map(_exact, (*input_weights, bias))))

    def __repr__(self) -> str:
        shown = ", ".join(map(format_short, self.weights))
        text = f"MultivariateNeuron(output_weight={format_short(self.output_weight)}, weights=({shown}))"
        if len(text) <= _LONGEST:
            return text
        return (
            f"<MultivariateNeuron of {len(self.weights) - 1} inputs, output weight {format_short(self.output_weight)}>"
        )

    @property
    def charged(self) -> tuple[fmpq, ...]:
        """The vector v w that (8) and (9) charge; (v/c, c w), c > 0, is the same function at the same price.

        Examples
        --------
        >>> MultivariateNeuron.of(-2, [1], 3).charged
        (-2, -6)
        """
        return tuple(self.output_weight * w for w in self.weights)

    def activation(self, xbar: Sequence[fmpq]) -> fmpq:
        """Return w . xbar, before the ReLU.

        Examples
        --------
        >>> MultivariateNeuron.of(1, [2], -3).activation([fmpq(1), fmpq(1)])
        -1
        """
        return sum((w * x for w, x in zip(self.weights, xbar, strict=True)), _ZERO)


class MultivariateNetwork:
    """The network f(x) = sum_k v_k (w_k . xbar)_+ of d inputs: no skip connection, biases charged; exact.

    Parameters
    ----------
    neurons : iterable of MultivariateNeuron
        The hidden layer; none for the zero function.
    dimension : int
        d.

    Raises
    ------
    UsageError
        If a neuron is none, or has another number of inputs.

    Examples
    --------
    >>> net = MultivariateNetwork([MultivariateNeuron.of(2, [1, 0], -1), MultivariateNeuron.of(-1, [0, 1], 0)], 2)
    >>> net([3, 1]), net.parameters
    (Fraction(3, 1), 3)
    """

    __slots__ = ("__dict__", "dimension", "neurons")

    def __init__(self, neurons: Iterable[MultivariateNeuron], dimension: int) -> None:
        if not isinstance(neurons, Iterable):
            raise UsageError(f"neurons = {short(neurons)}: give a list of MultivariateNeuron")
        self.neurons, self.dimension = tuple(neurons), dimension
        for k, neuron in enumerate(self.neurons):
            if not isinstance(neuron, MultivariateNeuron):
                raise UsageError(f"neuron {k} is {short(neuron)}; make one with MultivariateNeuron.of")
            if len(neuron.weights) != dimension + 1:
                raise UsageError(
                    f"neuron {k} has {len(neuron.weights)} weights with its bias; "
                    f"give {dimension + 1} for dimension {dimension}"
                )

    @classmethod
    def from_arrays(cls, v: Sequence[Any], w: Sequence[Any], b: Sequence[Any]) -> MultivariateNetwork:
        """Return the network of these weights, each entry read exactly: a float is the dyadic rational that it is.

        Parameters
        ----------
        v, b : array-like, shape (K,)
            Output weights and biases.
        w : array-like, shape (K, d)
            Input weights. K = 0 takes an array of shape (0, d).

        Raises
        ------
        UsageError
            If the shapes do not fit together, or there is no d.
        DataError
            If an entry is no finite number; the message says which.

        Examples
        --------
        >>> MultivariateNetwork.from_arrays([2.0], [[1, "1/2"]], [-1])([3, 2])
        Fraction(6, 1)
        """
        units = exact_vector("v", v)
        rows = exact_matrix("w", w, len(units))
        dimension = len(rows[0]) if rows else getattr(w, "shape", (0, 0))[1]
        if not dimension:
            raise UsageError(f"w = {short(w)} has no inputs; give an array of shape (K, d)")
        neurons = zip(units, rows, exact_vector("b", b, len(units)), strict=True)
        return cls((MultivariateNeuron(c, (*row, bias)) for c, row, bias in neurons), dimension)

    def __call__(self, x: Sequence[RationalLike]) -> Fraction:
        """Return the exact value at x; `UsageError` if x has not d entries, `DataError` if one is no finite number."""
        if not is_sequence(x) or getattr(x, "ndim", 1) != 1:
            raise UsageError(f"x = {short(x)}: give a list of {self.dimension} numbers, one for each input")
        if len(x) != self.dimension:
            raise UsageError(f"x has {len(x)} entries; give {self.dimension}, one for each input")
        return as_fraction(self.value((*map(_exact, x), fmpq(1))))

    def value(self, xbar: Sequence[fmpq]) -> fmpq:
        """Return f at the input of xbar = [x, 1].

        Examples
        --------
        >>> MultivariateNetwork([MultivariateNeuron.of(1, [1], 0)], 1).value([fmpq(2), fmpq(1)])
        2
        """
        return sum((n.output_weight * a for n in self.neurons if (a := n.activation(xbar)) > 0), _ZERO)

    def interpolates(self, points: Points) -> bool:
        """Return whether f(x_i) = y_i at every point, exactly; False in another dimension.

        Examples
        --------
        >>> MultivariateNetwork([], 1).interpolates(Points([[3]], [0]))
        True
        """
        if points.dimension != self.dimension:
            return False
        return all(self.value(row) == y for row, y in zip(points.lifted, points.flint.y, strict=True))

    @property
    def parameters(self) -> int:
        """The objective of (9): nonzero entries of all v_k w_k, biases included.

        Examples
        --------
        >>> MultivariateNetwork([MultivariateNeuron.of(1, [1, 0], 3)], 2).parameters
        2
        """
        return sum(a != 0 for n in self.neurons for a in n.charged)

    @cached_property
    def power_sum(self) -> PowerSum:
        """The objective of (8) as a function of p: the multiset of the nonzero |v_k w_ki|.

        Examples
        --------
        >>> str(MultivariateNetwork([MultivariateNeuron.of(-2, [1], 3)], 1).power_sum)
        '2^p + 6^p'
        """
        return PowerSum.of((1, abs(a)) for n in self.neurons for a in n.charged if a != 0)

    def objective(self, p: RationalLike | Exponent) -> PowerValue:
        """Return sum_k ||v_k w_k||_p^p at a rational p in (0, 1), or the number of parameters at p = 0.

        Raises
        ------
        UsageError
            If p is out of range, or a limit.

        Examples
        --------
        >>> print(MultivariateNetwork([MultivariateNeuron.of(2, [1, 0], 1)], 2).objective("1/2"))
        2*2^(1/2)
        """
        return self.power_sum.at(p)

    def normalised(self) -> MultivariateNetwork:
        """Return the same function at the same price with every v_k = 1 or -1 and no neuron that is zero.

        Examples
        --------
        >>> MultivariateNetwork([MultivariateNeuron.of(-2, [1], 3)], 1).normalised().neurons
        (MultivariateNeuron(output_weight=-1, weights=(2, 6)),)
        """
        kept = (n for n in self.neurons if any(n.charged))
        return MultivariateNetwork((_normalised(n) for n in kept), self.dimension)

    def merged(self, points: Points) -> MultivariateNetwork:
        """Return a network with the same values at the points, never at a higher price: one neuron for each pattern.

        Neurons whose v have one sign and that are active at the same points become one, with v = 1 or -1, whose vector
        is the sum of theirs; |a + b|^p <= |a|^p + |b|^p. Those active at no point are dropped. (Between the points the
        function may change.)

        Raises
        ------
        UsageError
            If the points have another dimension.

        Examples
        --------
        >>> net = MultivariateNetwork([MultivariateNeuron.of(v, [w], b) for v, w, b in ((1, 2, -1), (3, 1, 0))], 1)
        >>> net.merged(Points([[0], [2]], [0, 0])).neurons
        (MultivariateNeuron(output_weight=1, weights=(5, -1)),)
        """
        if points.dimension != self.dimension:
            raise UsageError(f"the points have {points.dimension} inputs and the network {self.dimension}")
        sums: dict[tuple[int, tuple[bool, ...]], tuple[fmpq, ...]] = {}
        for neuron in self.normalised().neurons:
            active = tuple(neuron.activation(row) > 0 for row in points.lifted)
            if any(active):
                key = (1 if neuron.output_weight > 0 else -1, active)
                others = sums.get(key, (_ZERO,) * len(neuron.weights))
                sums[key] = tuple(a + w for a, w in zip(others, neuron.weights, strict=True))
        return MultivariateNetwork((MultivariateNeuron(fmpq(s), w) for (s, _), w in sums.items()), self.dimension)

    def to_json(self) -> dict[str, object]:
        """Return the network as JSON-ready values, exact numbers as text.

        Examples
        --------
        >>> MultivariateNetwork([MultivariateNeuron.of(1, [1, "-1/2"], 0)], 2).to_json()
        {'neurons': [{'output_weight': '1', 'input_weights': ['1', '-1/2'], 'bias': '0'}]}
        """
        return {
            "neurons": [
                {
                    "output_weight": format_rational(n.output_weight),
                    "input_weights": [format_rational(w) for w in n.weights[:-1]],
                    "bias": format_rational(n.weights[-1]),
                }
                for n in self.neurons
            ]
        }

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, MultivariateNetwork):
            return NotImplemented
        return (self.neurons, self.dimension) == (other.neurons, other.dimension)

    def __hash__(self) -> int:
        return hash((self.neurons, self.dimension))

    def __repr__(self) -> str:
        return f"<MultivariateNetwork: {len(self.neurons)} neurons, {self.parameters} parameters, d = {self.dimension}>"


def _normalised(neuron: MultivariateNeuron) -> MultivariateNeuron:
    size = abs(neuron.output_weight)
    return MultivariateNeuron(neuron.output_weight / size, tuple(size * w for w in neuron.weights))


def _exact(value: RationalLike) -> fmpq:
    return value if isinstance(value, fmpq) else to_rational(value)

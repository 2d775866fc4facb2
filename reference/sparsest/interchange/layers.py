"""What every format of a network with one hidden layer comes to: its weights, exact, by layers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from flint import fmpq

from sparsest.exact.rationals import format_rational
from sparsest.multivariate.network import MultivariateNetwork, MultivariateNeuron
from sparsest.network import Network, Neuron

__all__ = ["Layers"]

_ZERO, _ONE = fmpq(0), fmpq(1)


class Layers(NamedTuple):
    """The network f(x) = sum_k v_k (w_k . x + b_k)_+ + a . x + c, exact (paper, equations 1 and 7).

    Parameters
    ----------
    w : tuple of tuple of fmpq, shape (K, d)
        Input weights.
    b : tuple of fmpq, shape (K,)
        Biases.
    v : tuple of fmpq, shape (K,)
        Output weights.
    skip : tuple of fmpq, shape (d,)
        a, of the skip connection; zeros where there is none. Its length is the number of inputs.
    offset : fmpq
        c.
    notes : tuple of str
        What was assumed on the way to it.

    Examples
    --------
    >>> Layers.of_network(Network([Neuron.of(2, 1, -1)], 3)).dimension
    1
    """

    w: tuple[tuple[fmpq, ...], ...]
    b: tuple[fmpq, ...]
    v: tuple[fmpq, ...]
    skip: tuple[fmpq, ...]
    offset: fmpq
    notes: tuple[str, ...] = ()

    @property
    def dimension(self) -> int:
        """d, the number of inputs.

        Examples
        --------
        >>> Layers((), (), (), (_ZERO, _ZERO), _ONE).dimension
        2
        """
        return len(self.skip)

    @classmethod
    def of_network(cls, network: Network | MultivariateNetwork) -> Layers:
        """Return the layers of an exact network.

        Examples
        --------
        >>> Layers.of_network(MultivariateNetwork([MultivariateNeuron.of(2, [1, 0], -1)], 2)).b
        (-1,)
        """
        if isinstance(network, Network):
            v, w, b = zip(*network.neurons, strict=True) if network.neurons else ((), (), ())
            return cls(tuple((weight,) for weight in w), tuple(b), tuple(v), (network.skip,), network.offset)
        weights = [neuron.weights for neuron in network.neurons]
        return cls(
            tuple(row[:-1] for row in weights),
            tuple(row[-1] for row in weights),
            tuple(neuron.output_weight for neuron in network.neurons),
            (_ZERO,) * network.dimension,
            _ZERO,
        )

    def to_network(self) -> Network | MultivariateNetwork:
        """Return the exact network: one of one input keeps its skip connection, which the problem (2)/(3) has too.

        Examples
        --------
        >>> Layers(((_ONE,),), (_ZERO,), (_ONE,), (_ONE,), _ZERO).to_network()(2)
        Fraction(4, 1)
        """
        if self.dimension != 1:
            return self.to_multivariate()
        rows = zip(self.v, self.w, self.b, strict=True)
        return Network((Neuron(v, w[0], b) for v, w, b in rows), self.skip[0], self.offset)

    def to_multivariate(self) -> MultivariateNetwork:
        """Return the network of equation 7, which has neither skip connection nor output bias.

        They become neurons: c is v (0 . x + 1)_+, and a . x is (a . x)_+ - (-a . x)_+; `added` says so.

        Examples
        --------
        >>> Layers((), (), (), (_ONE, _ZERO), fmpq(3)).to_multivariate().parameters
        3
        """
        neurons = [MultivariateNeuron(v, (*w, b)) for v, w, b in zip(self.v, self.w, self.b, strict=True)]
        if any(self.skip):
            neurons += [MultivariateNeuron(s, (*(s * a for a in self.skip), _ZERO)) for s in (_ONE, -_ONE)]
        if self.offset != 0:
            neurons.append(MultivariateNeuron(self.offset, (*(_ZERO,) * self.dimension, _ONE)))
        return MultivariateNetwork(neurons, self.dimension)

    @property
    def added(self) -> tuple[str, ...]:
        """What `to_multivariate` adds, in words: nothing if the network is of the form of equation 7.

        Examples
        --------
        >>> Layers((), (), (), (_ONE,), fmpq(1, 2)).added
        ('the skip connection is written as two neurons', 'the output bias 1/2 is written as a neuron without inputs')
        """
        found = ["the skip connection is written as two neurons"] if any(self.skip) else []
        if self.offset != 0:
            offset = format_rational(self.offset)
            found.append(f"the output bias {offset} is written as a neuron without inputs")
        return tuple(found)

    def with_maps(
        self, x_map: Sequence[tuple[fmpq, fmpq]] | None = None, y_map: tuple[fmpq, fmpq] | None = None
    ) -> Layers:
        """Return the layers of x -> A f(a x + b) + B: a network with the affine maps around it, exactly.

        Parameters
        ----------
        x_map : sequence of (a, b), shape (d,), optional
            What each input is mapped by before the network sees it.
        y_map : (A, B), optional
            What the network's value is mapped by.

        Examples
        --------
        >>> net = Layers(((_ONE,),), (_ZERO,), (_ONE,), (_ZERO,), _ZERO)
        >>> net.with_maps([(fmpq(1, 2), fmpq(-1))], (fmpq(3), fmpq(5))).to_network()(6)
        Fraction(11, 1)
        """
        w, b, skip, offset = self.w, self.b, self.skip, self.offset
        if x_map is not None:
            shift = [by for _, by in x_map]
            b = tuple(at + _dot(row, shift) for row, at in zip(w, b, strict=True))
            offset += _dot(skip, shift)
            w = tuple(tuple(c * a for c, (a, _) in zip(row, x_map, strict=True)) for row in w)
            skip = tuple(c * a for c, (a, _) in zip(skip, x_map, strict=True))
        v = self.v
        if y_map is not None:
            by, plus = y_map
            v, skip, offset = tuple(c * by for c in v), tuple(c * by for c in skip), offset * by + plus
        return Layers(w, b, v, skip, offset, self.notes)


def _dot(a: Sequence[fmpq], b: Sequence[fmpq]) -> fmpq:
    return sum((s * t for s, t in zip(a, b, strict=True)), _ZERO)

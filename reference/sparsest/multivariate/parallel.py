"""A network of several inputs written with fewer neurons: the same function everywhere, never at a higher price."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from flint import fmpq

from sparsest.multivariate.network import MultivariateNetwork, MultivariateNeuron

__all__ = ["rewritten"]

_ZERO, _ONE = fmpq(0), fmpq(1)
_Vector = tuple[fmpq, ...]


def rewritten(network: MultivariateNetwork) -> MultivariateNetwork:
    """Return the same function, everywhere, with the neurons added up that have one kink; never dearer, for p <= 1.

    Neurons whose [w, b] point in one direction become one, v = 1 or -1, or vanish: |a + b|^p <= |a|^p + |b|^p. Where
    the two directions of one hyperplane cancel, (z)_+ - (-z)_+ = z, only an affine function is left; all of these
    together are written as one, where that is cheaper: in the number of weights, and in every single weight.

    Parameters
    ----------
    network : MultivariateNetwork
        Any.

    Examples
    --------
    >>> of = MultivariateNeuron.of
    >>> rewritten(MultivariateNetwork([of(1, [2, 0], 2), of(3, [1, 0], 1), of(1, [0, 0], -1)], 2)).neurons
    (MultivariateNeuron(output_weight=1, weights=(5, 0, 5)),)
    """
    rays, d = _by_ray(network), network.dimension
    flat = [_neuron(ray, size) for ray, size in rays.items() if size != 0 and _is_straight(rays, ray)]
    # Both of a pair are there, and v times [w, b] is the same for both: half of the sum.
    total = tuple(sum((n.charged[i] for n in flat), _ZERO) / 2 for i in range(d + 1))
    if not any(total[:-1]):
        constant = (*(_ZERO,) * d, _ONE)
        rays[constant] = rays.get(constant, _ZERO) + total[-1]
        flat = []
    folds = [_neuron(ray, size) for ray, size in rays.items() if size != 0 and not _is_straight(rays, ray)]
    one = [MultivariateNeuron(s, tuple(s * a for a in total)) for s in (_ONE, -_ONE)]
    return MultivariateNetwork((*folds, *(one if len(flat) > 2 and _is_cheaper(one, flat) else flat)), d)


def _by_ray(network: MultivariateNetwork) -> dict[_Vector, fmpq]:
    """Return, for each direction of [w, b], what its neurons come to: f is the sum of size * (ray . xbar)_+."""
    sizes = defaultdict[_Vector, fmpq](lambda: _ZERO)
    for neuron in network.neurons:
        lead = next((abs(w) for w in neuron.weights if w != 0), _ZERO)
        if lead == 0 or (neuron.weights[-1] < 0 and not any(neuron.weights[:-1])):
            continue  # the activation is never positive
        sizes[tuple(w / lead for w in neuron.weights)] += neuron.output_weight * lead
    return dict(sizes)


def _is_straight(rays: Mapping[_Vector, fmpq], ray: _Vector) -> bool:
    """Return whether the function has no bend at the hyperplane of a direction."""
    return rays[ray] + rays.get(tuple(-w for w in ray), _ZERO) == 0


def _neuron(ray: _Vector, size: fmpq) -> MultivariateNeuron:
    return MultivariateNeuron(_ONE if size > 0 else -_ONE, tuple(abs(size) * w for w in ray))


def _is_cheaper(one: Sequence[MultivariateNeuron], other: Sequence[MultivariateNeuron]) -> bool:
    """Return whether the weights of `one` can be matched to larger ones of the other: then it costs less for every p.

    That is sufficient, and needs no p; where it fails the network stays as it is.
    """
    few, many = (sorted((abs(a) for n in of for a in n.charged if a != 0), reverse=True) for of in (one, other))
    return len(few) <= len(many) and all(a <= b for a, b in zip(few, many, strict=False))

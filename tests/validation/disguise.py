"""The same function as a network that hides it: permuted, rescaled, split, duplicated, with neurons that do nothing."""

from fractions import Fraction

from sparsest import MultivariateNetwork, MultivariateNeuron, Network, Neuron


def disguised(spline, rng):
    """Return a network of a spline whose neurons face either side, and that has all kinds of superfluous neurons."""
    skip, offset = spline.slope, spline.intercept
    neurons = []
    for t, c in zip(spline.knots, spline.slope_changes, strict=True):
        for share in _shares(rng):
            part = c * share
            if rng.integers(2):
                neurons.append((part, Fraction(1), -t))
            else:  # (z)_+ = z + (-z)_+
                skip, offset = skip + part, offset - part * t
                neurons.append((part, Fraction(-1), t))
    neurons += _idle(rng)
    if rng.integers(2):
        at = _small(rng)
        neurons += [(skip, Fraction(1), -at), (-skip, Fraction(-1), at)]
        skip, offset = Fraction(0), offset + skip * at
    scaled = [_rescaled(neuron, rng) for neuron in neurons]
    order = rng.permutation(len(scaled))
    return Network([Neuron.of(*scaled[k]) for k in order], skip, offset)


def disguised_of_several(network, rng):
    """Return a network of several inputs with the same function, that has all kinds of superfluous neurons."""
    d = network.dimension
    neurons = []
    for neuron in network.neurons:
        v, *w = (Fraction(str(a)) for a in (neuron.output_weight, *neuron.weights))
        neurons += [(v * share, w) for share in _shares(rng)]
    for _ in range(int(rng.integers(3))):
        w = [_small(rng) for _ in range(d + 1)]
        v = _small(rng)
        neurons += [(Fraction(0), w), (v, w), (-v, [2 * a for a in w]), (v, w)]
    neurons += [(Fraction(2), [Fraction(0)] * d + [Fraction(-1)])] * int(rng.integers(2))
    scaled = []
    for v, w in neurons:
        by = _positive(rng)
        scaled.append(MultivariateNeuron.of(v / by, [a * by for a in w[:-1]], w[-1] * by))
    return MultivariateNetwork([scaled[k] for k in rng.permutation(len(scaled))], d)


def _shares(rng):
    """Return parts that add up to one, negative ones among them, for split and duplicated neurons."""
    kind = int(rng.integers(4))
    if kind == 0:
        return [Fraction(1, 2)] * 2
    if kind == 1:
        return [Fraction(3), Fraction(-2)]
    return [Fraction(1)]


def _idle(rng):
    """Return neurons that add nothing: dead ones and cancelling ones."""
    found = []
    for _ in range(int(rng.integers(3))):
        t, v = _small(rng), _small(rng)
        found += [(Fraction(0), Fraction(1), t), (v, Fraction(0), Fraction(-1))]
        found += [(v, Fraction(1), t), (-v, Fraction(1), t)]
    return found


def _rescaled(neuron, rng):
    v, w, b = neuron
    by = _positive(rng)
    return v / by, w * by, b * by


def _small(rng):
    return Fraction(int(rng.integers(-6, 7)), int(rng.integers(1, 4)))


def _positive(rng):
    return Fraction(int(rng.integers(1, 9)), int(rng.integers(1, 9)))

"""Random data and networks for the tests of polishing; small numbers, so that ties and kinks at inputs are common."""

from fractions import Fraction

import numpy as np

from sparsest.data import Dataset
from sparsest.training.network import FloatNetwork


def data_of(rng, most=9):
    """Return up to `most` points with small slope gaps, zeros and equal ones among them, inputs unequally spaced."""
    size = int(rng.integers(3, most + 1))
    x = np.cumsum(rng.integers(1, 4, size)).tolist()
    slopes = np.cumsum(rng.integers(-2, 3, size) * rng.integers(1, 3)).tolist()
    labels = [0]
    for i in range(1, size):
        labels.append(labels[-1] + Fraction(slopes[i] * (x[i] - x[i - 1]), 2))
    return Dataset(x, labels)


def coarse_network(rng, data, units=8):
    """Return a network of one input whose kinks lie on a grid of halves, often at inputs, or outside of them."""
    low, high = float(data.x[0]), float(data.x[-1])
    places = np.round(2 * rng.uniform(low - 2, high + 2, units)) / 2
    w = rng.choice([-2.0, -0.5, 1.0, 4.0], units)
    return FloatNetwork(rng.choice([-1.5, -0.25, 0.0, 1.0, 2.0], units), w[:, None], -w * places, [0.0])


def network_of(spline, rng, noise=0.0):
    """Return the network of a spline of floats, each neuron of random side and scale, kinks and changes disturbed."""
    slope, intercept, knots, changes = spline.flint
    places = np.array([float(Fraction(str(t))) for t in knots]) + noise * rng.standard_normal(len(knots))
    sizes = np.array([float(Fraction(str(c))) for c in changes]) * (1 + noise * rng.standard_normal(len(knots)))
    w = rng.choice([-1.0, 1.0], len(knots)) * rng.uniform(0.5, 2.0, len(knots))
    left = w < 0  # z_+ = z + (-z)_+
    skip = float(Fraction(str(slope))) + sizes[left].sum()
    offset = float(Fraction(str(intercept))) - (sizes * places)[left].sum()
    return FloatNetwork(sizes / abs(w), w[:, None], -w * places, [skip], offset)

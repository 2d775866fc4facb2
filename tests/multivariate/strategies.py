"""Points and networks of several inputs for the tests: small integers and thirds, degenerate positions common."""

import random
from fractions import Fraction
from functools import cache

from hypothesis import strategies as st

from sparsest.multivariate.network import MultivariateNetwork, MultivariateNeuron
from sparsest.points import Points

small = st.one_of(st.integers(-2, 2), st.integers(-6, 6).map(lambda n: Fraction(n, 3)))


_COORDINATES = st.sampled_from([st.integers(0, 2), small])


# What a composite strategy draws from is built once: Hypothesis looks a strategy through when it first draws from it.
@cache
def _up_to(most):
    return st.integers(1, most)


@cache
def _rows(coordinate, dimension, most):
    return st.lists(st.tuples(*[coordinate] * dimension), min_size=1, max_size=most, unique=True)


@cache
def _labels(count):
    return st.lists(small, min_size=count, max_size=count)


@cache
def _neurons(dimension, most):
    neuron = st.builds(MultivariateNeuron.of, small, st.lists(small, min_size=dimension, max_size=dimension), small)
    return st.lists(neuron, max_size=most)


@st.composite
def inputs(draw, max_points=5, max_dimension=3):
    """Draw distinct rows: on a grid so coarse that collinear, coplanar and opposite ones are common."""
    d = draw(_up_to(max_dimension))
    return draw(_rows(draw(_COORDINATES), d, max_points))


@st.composite
def labelled(draw, **sizes):
    rows = draw(inputs(**sizes))
    return Points(rows, draw(_labels(len(rows))))


@st.composite
def networks(draw, dimension, max_neurons=5):
    return MultivariateNetwork(draw(_neurons(dimension, max_neurons)), dimension)


@st.composite
def networks_with_points(draw, **sizes):
    rows = draw(inputs(**sizes))
    net = draw(networks(len(rows[0])))
    return net, Points(rows, [net(row) for row in rows])


def planted(count, dimension, neurons, seed):
    """Return a network with weights of two decimals, and points of three that it labels."""
    rng = random.Random(seed)

    def number(decimals):
        return Fraction(rng.randint(-(10**decimals), 10**decimals), 10**decimals)

    hidden = [
        MultivariateNeuron.of(rng.choice([1, -1]), [number(2) for _ in range(dimension)], number(2) / 2)
        for _ in range(neurons)
    ]
    net = MultivariateNetwork(hidden, dimension)
    rows = [[number(3) for _ in range(dimension)] for _ in range(count)]
    return net, Points(rows, [net(row) for row in rows])

"""Elimination in doubles beside that in fractions: every number is within its bound."""

import random
from fractions import Fraction

import pytest

from sparsest.exact.clock import Clock
from sparsest.exact.exponent import Exponent
from sparsest.multivariate import screen as module
from sparsest.multivariate.constructions import first_network
from sparsest.multivariate.faces import faces, normals
from sparsest.multivariate.kinds import integral_labels
from sparsest.multivariate.screen import screen
from sparsest.points import Points


def walked(points, work, monkeypatch):
    """A walk that was stopped on its way, and for how many levels its numbers belong to the sets it was at."""
    monkeypatch.setattr(module, "_WORK", work)
    made = screen(faces(points), normals(points), integral_labels(points), Exponent.read("1/2"), Clock())
    list(made.events(first_network(points).power_sum))
    chosen = made._integers[4][: made._state[0]].tolist()
    return made, sum(made._faces[j].dimension for j in chosen)


def is_enclosed(made, levels, points):
    """Whether every number of these levels is as near as its bound says to that of exact elimination."""
    outputs = [v for face in made._faces for v in face.outputs]
    exact = [[Fraction(a, 2**s) for a in v] for v, s in zip(outputs, made._shifts, strict=True)]
    exact.append([Fraction(y, 2**made._label_shift) for y in integral_labels(points)])
    first = 0
    for level in range(levels + 1):
        for c in range(first, len(exact)):
            for a, v, e in zip(exact[c], made._values[level, c], made._errors[level, c], strict=False):
                if abs(a - Fraction(v)) > Fraction(e):
                    return False
        column, i = made._pivots[level].tolist()
        if level < levels:
            own = exact[column]
            exact = [
                [a - v[i] * b / own[i] for k, (a, b) in enumerate(zip(v, own, strict=True)) if k != i] for v in exact
            ]
            first = column + 1
    return True


@pytest.mark.parametrize("seed", range(4))
def test_sift__bounds_of_errors_hold_and_no_smaller_ones_would(seed, monkeypatch):
    rng = random.Random(seed)
    points = Points([[rng.random(), rng.random()] for _ in range(5)], [rng.random() for _ in range(5)])
    made, levels = walked(points, 10 ** rng.randint(4, 7), monkeypatch)
    assert levels >= 1
    assert is_enclosed(made, levels, points)
    made._errors /= 30
    assert not is_enclosed(made, levels, points)

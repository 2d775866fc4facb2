"""All networks of least price by brute force; shares no code with the solver or the checker.

A neuron lies in the closed cone of some set of active points (any set, realised or not), and in a *flat*: the vectors
that are orthogonal to some rows and axes. A network of least price is the one solution of the linear system of some
cones and flats (along a line of solutions the price would fall), so all systems are solved, in fractions; prices are
compared with mpmath at 60 digits. No faces, no rays and no bounds are used.
"""

from fractions import Fraction
from functools import lru_cache
from itertools import combinations

from mpmath import mp, mpf, workdps

from .oracles import integers, solutions

NOISE = mpf(10) ** -45


def least_networks(x, y, p):
    """Return the networks of least price, each a set of (sign of v, vector v w)."""
    best, networks = [], set()
    for network in candidates(x, y):
        weights = [abs(a) for _, vector in network for a in vector if a]
        order = compare(weights, best, p) if networks else -1
        if order < 0:
            best, networks = weights, set()
        if order <= 0:
            networks.add(network)
    return networks


def compare(one, two, p):
    """Return the sign of the price of some weights less that of others; at "0+" for small enough p."""
    if sorted(one) == sorted(two):
        return 0
    with workdps(60):
        terms = [(n, mpf(a.numerator) / a.denominator) for n, weights in ((1, one), (-1, two)) for a in weights]
        for order in range(8):
            if p == "0+":
                value = sum((n * mp.log(a) ** order for n, a in terms), mpf(0))
            else:
                value = sum((n * a ** (mpf(p.numerator) / p.denominator) for n, a in terms), mpf(0))
            if abs(value) > NOISE:
                return int(mp.sign(value))
            if p != "0+":
                return 0
    raise ArithmeticError("all moments vanish")


def candidates(x, y):
    """Return interpolating networks, every one that can have the least price among them, whatever p is."""
    return found_candidates(tuple(map(tuple, x)), tuple(y))


@lru_cache(maxsize=100)
def found_candidates(x, y):
    return tuple(unique_solutions(*integers(x, y)))


def unique_solutions(rows, labels):
    pieces = pieces_of(rows)
    for size in range(len(rows) + 1):
        for chosen in combinations(pieces, size):
            if sum(len(basis) for basis, _, _ in chosen) <= len(rows):
                network = solved(chosen, labels)
                if network is not None:
                    yield network


def pieces_of(rows):
    """(basis of a flat, what it puts out for some active points, the cone of these), different for each output."""
    width, found = len(rows[0]), {}
    axes = [[int(i == k) for i in range(width)] for k in range(width)]
    for size in range(width):
        for normals in combinations([*rows, *axes], size):
            basis = solutions([list(column) for column in zip(*normals, strict=True)] or [[]] * width, [0] * size)[1]
            basis = [scaled(w) for w in basis]
            for active in range(1, 2 ** len(rows)):
                cone = [[a if active >> i & 1 else -a for a in row] for i, row in enumerate(rows)]
                on = [row if active >> i & 1 else [0] * width for i, row in enumerate(rows)]
                outputs = [[dot(row, w) for row in on] for w in basis]
                if len(basis) > 1 or side(cone, basis[0]):
                    found[str((sorted(basis), sorted(map(tuple, outputs))))] = basis, outputs, cone
    return list(found.values())


def scaled(w):
    """The vector with 1 as its first entry that is not 0."""
    lead = next(a for a in w if a)
    return tuple(Fraction(a) / lead for a in w)


def dot(a, b):
    return sum(s * t for s, t in zip(a, b, strict=True))


def side(cone, w):
    """The sign that brings the vector into the cone; 0 if there is none."""
    return next((s for s in (1, -1) if all(s * dot(row, w) >= 0 for row in cone)), 0)


def solved(chosen, labels):
    """Return the one network of these pieces, if there is one."""
    columns = [column for _, outputs, _ in chosen for column in outputs]
    found = solutions(columns, labels)
    if found is None or found[1]:
        return None
    network, place = [], 0
    for basis, _, cone in chosen:
        own = found[0][place : place + len(basis)]
        place += len(basis)
        vector = tuple(sum(m * w[k] for m, w in zip(own, basis, strict=True)) for k in range(len(basis[0])))
        s = side(cone, vector)
        if s == 0:
            return None
        network += [(s, vector)] if any(vector) else []
    return frozenset(network)

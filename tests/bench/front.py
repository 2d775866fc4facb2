"""The table of the README: noisy readings, by several tools."""

from pathlib import Path

import numpy as np

import sparsest
from tests.bench.measure import median_seconds, table
from tests.bench.within import douglas_peucker, swinging_door

READINGS = Path(sparsest.__file__).with_name("datasets") / "heating.csv"
EPS = 2.5


def kept(points):
    """A peer that keeps some of the points and joins them."""
    return lambda x, y: (points(x, y).size - 2, lambda at: np.interp(at, x[points(x, y)], y[points(x, y)]))


def splineops(x, y):
    from splineops.adaptive_regression_splines.sparsification import sparsest_interpolant

    places, changes, (intercept, slope) = sparsest_interpolant(x, y)
    hinges = zip(places, changes, strict=True)
    return (
        len(places),
        lambda at, hinges=tuple(hinges): (
            intercept + slope * at + sum(change * np.maximum(at - place, 0) for place, change in hinges)
        ),
    )


def pwlf(x, y):
    from pwlf import PiecewiseLinFit

    np.random.seed(0)  # noqa: NPY002 - its search draws from there
    fit = PiecewiseLinFit(x, y)
    fit.fitfast(4, pop=3)
    return 3, fit.predict


def ours(**how):
    def answer(x, y):
        found = sparsest.solve(sparsest.Dataset(list(map(str, x)), list(map(str, y))), **how)
        return found.knots, lambda at: np.array([float(found.spline(str(t))) for t in at])

    return answer


PEERS = {
    "dots joined (numpy.interp)": kept(lambda x, _: np.arange(x.size)),
    "splineops, sparsest interpolant": splineops,
    "ours, through every point": ours(),
    "Ramer-Douglas-Peucker, vertical": kept(lambda x, y: douglas_peucker(x, y, EPS, vertical=True)),
    "swinging door": kept(lambda x, y: swinging_door(x, y, EPS)),
    "pwlf, told to use 3 knots": pwlf,
    "ours, within 2.5": ours(tolerance=str(EPS)),
}


def bench_front():
    print(f"{READINGS.name}: 60 noisy readings of a line with three bends, known to within {EPS}")
    x, y = np.loadtxt(READINGS, delimiter=",", skiprows=1).T
    rows = []
    for name, peer in PEERS.items():
        try:
            knots, function = peer(x, y)
        except ImportError as missing:
            rows.append((name, f"needs {missing.name}", "", ""))
            continue
        error = np.abs(function(x) - y).max()
        rows.append((name, knots, f"{error:.3g}", f"{median_seconds(lambda peer=peer: peer(x, y), 5) * 1e3:.2f}"))
    table(["", "knots", "largest error", "ms"], rows)


BENCHMARKS = {"front": bench_front}

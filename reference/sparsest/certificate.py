"""What a solver writes down so that others can check it; nothing is verified here.

The formats: `docs/certificate_v1.md`, `docs/path_certificate_v1.md`, `docs/network_certificate_v1.md`,
`docs/price_certificate_v1.md`, `docs/network_path_certificate_v1.md`, `docs/tolerance_certificate_v1.md`. The other
side are `checker.py` and `{path,network,price,network_path,tolerance}_checker.py` in `proofs_check`, which share no
code with this package.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TypeAlias

from flint import fmpq, fmpz

from sparsest.data import Dataset
from sparsest.exact.powersum import PowerSum
from sparsest.exact.rationals import format_rational
from sparsest.points import Points
from sparsest.spline import Spline

__all__ = [
    "FORMAT",
    "NETWORK_FORMAT",
    "NETWORK_PATH_FORMAT",
    "PATH_FORMAT",
    "PRICE_FORMAT",
    "TOLERANCE_FORMAT",
    "certificate",
    "format_count",
    "network_certificate",
    "network_path_certificate",
    "path_certificate",
    "price_certificate",
    "tolerance_certificate",
]

#: Decimal bounds.
Bounds: TypeAlias = tuple[str, str]

#: The values of the key "format".
FORMAT, PATH_FORMAT = "sparsest/certificate/1", "sparsest/path-certificate/1"
NETWORK_FORMAT, PRICE_FORMAT = "sparsest/network-certificate/1", "sparsest/price-certificate/1"
NETWORK_PATH_FORMAT = "sparsest/network-path-certificate/1"
TOLERANCE_FORMAT = "sparsest/tolerance-certificate/1"

_SIGNS = {1: "+", 0: "0", -1: "-"}


def certificate(
    data: Dataset,
    p: str,
    spline: Spline,
    dual: Iterable[Sequence[int]],
    *,
    fewest_knots: int,
    minimizers: float,
    objective: tuple[str, str] | None,
) -> dict[str, object]:
    """Return the certificate of a univariate minimiser as JSON-ready values.

    Parameters
    ----------
    data : Dataset
        The points.
    p : str
        "0", "0+", "1-" or a reduced fraction.
    spline : Spline
        The minimiser.
    dual : iterable of sequence of int
        For each run, from left to right, the signs of g_k - D_k.
    fewest_knots : int
        Least number of knots of any interpolating spline.
    minimizers : int or math.inf
        Number of minimisers.
    objective : pair of str, or None
        Decimal bounds of V_p; None for the limits.

    Examples
    --------
    >>> data = Dataset([0, 1], [0, 2])
    >>> made = certificate(data, "1/2", Spline(2, 0), [], fewest_knots=0, minimizers=1, objective=("0", "0"))
    >>> made["claim"]
    {'knots': 0, 'fewest_knots': 0, 'minimizers': '1', 'objective': ['0', '0']}
    """
    return {
        "format": FORMAT,
        "problem": {"dimension": 1, "p": p, "points": _points(data)},
        "claim": {
            "knots": len(spline.flint.knots),
            "fewest_knots": fewest_knots,
            "minimizers": format_count(minimizers),
            "objective": None if objective is None else list(objective),
        },
        "minimizer": spline.to_json(),
        "dual": [_text(signs) for signs in dual],
    }


def path_certificate(
    data: Dataset,
    runs: Iterable[tuple[Iterable[tuple[fmpq, fmpq]], Iterable[Sequence[int]]]],
    claim: dict[str, object],
) -> dict[str, object]:
    """Return the certificate of all minimisers over 0 < p < 1 as JSON-ready values.

    Parameters
    ----------
    data : Dataset
        The points.
    runs : iterable of (zeros, signs)
        For each run, from left to right, the brackets of the zeros and the signs of g_k - D_k in each cell.
    claim : dict
        What `docs/path_certificate_v1.md`, section 4, says.

    Examples
    --------
    >>> path_certificate(Dataset([0, 1], [0, 1]), [], {})["format"]
    'sparsest/path-certificate/1'
    """
    return {
        "format": PATH_FORMAT,
        "problem": {"dimension": 1, "points": _points(data)},
        "runs": [
            {
                "zeros": [[format_rational(low), format_rational(high)] for low, high in zeros],
                "signs": [_text(s) for s in signs],
            }
            for zeros, signs in runs
        ],
        "claim": claim,
    }


def _points(data: Dataset) -> list[list[str]]:
    return [[format_rational(x), format_rational(y)] for x, y in zip(*data.flint, strict=True)]


def _text(signs: Sequence[int]) -> str:
    return "".join(_SIGNS[s] for s in signs)


def format_count(count: float) -> str:
    """Return a number of minimisers as text, of any length; "infinite" for `math.inf`.

    Examples
    --------
    >>> import math
    >>> format_count(12), format_count(math.inf)
    ('12', 'infinite')
    """
    # fmpz: Python itself refuses to print integers of more than 4,300 digits.
    return str(fmpz(count)) if isinstance(count, int) else "infinite"


def network_certificate(
    points: Points,
    count: str,
    network: Mapping[str, object],
    affine: Sequence[fmpq],
    *,
    bounds: tuple[int, int],
    cuts: Iterable[Sequence[int]],
    packings: Sequence[Sequence[int]] = (),
    tree: Sequence[int],
    part: Mapping[str, Sequence[int]] | None = None,
) -> dict[str, object]:
    """Return the certificate of bounds on the least count of a network as JSON-ready values.

    Parameters
    ----------
    points : Points
        The data.
    count : str
        "parameters", "neurons" or "knots".
    network : mapping
        The network that counts the upper bound, as `MultivariateNetwork.to_json` gives it.
    affine : sequence of fmpq, shape (d+1,)
        Its free affine part.
    bounds : (int, int)
        The lower bound that the tree proves, and the upper one.
    cuts : iterable of sequence of int, each of shape (N,)
        Multipliers for the points as they are.
    packings : sequence of sequence of int
        Each a whole, then cuts with their shares. Where there are none, the certificate does not speak of them.
    tree : sequence of int
        For every node, in preorder, the number of a cut, or of a packing; these count on from the cuts.
    part : mapping, optional
        "subset", the numbers of the points that cuts and tree are of, or "regions", of those whose regions are counted.

    Examples
    --------
    >>> none = network_certificate(Points([[1]], [0]), "neurons", {"neurons": []}, [fmpq(0)] * 2, bounds=(0, 0),
    ...                            cuts=[], tree=[])
    >>> none["problem"]
    {'dimension': 1, 'p': '0', 'count': 'neurons', 'points': [[['1'], '0']]}
    """
    return {
        "format": NETWORK_FORMAT,
        "problem": {"dimension": points.dimension, "p": "0", "count": count, "points": _listed(points)},
        "claim": {"lower": bounds[0], "upper": bounds[1]},
        "network": {**network, "affine": [format_rational(a) for a in affine]},
        "cuts": [[format_rational(fmpq(a)) for a in cut] for cut in cuts],
        **({"packings": [list(packing) for packing in packings]} if packings else {}),
        **{name: list(numbers) for name, numbers in (part or {}).items()},
        "tree": list(tree),
    }


def price_certificate(
    points: Points, p: str, network: Mapping[str, object], *, minimizers: int, parameters: int, objective: Bounds | None
) -> dict[str, object]:
    """Return the certificate that a network has the least l^p price, as JSON-ready values.

    Parameters
    ----------
    points : Points
        The data.
    p : str
        "0+" or a reduced fraction.
    network : mapping
        A minimiser, as `MultivariateNetwork.to_json` gives it.
    minimizers, parameters : int
        The number of minimisers, and of this network's nonzero parameters.
    objective : pair of str, or None
        Decimal bounds of its price; None at "0+".

    Examples
    --------
    >>> made = price_certificate(
    ...     Points([[1]], [0]), "1/2", {"neurons": []}, minimizers=1, parameters=0, objective=("0", "0"))
    >>> made["claim"]
    {'minimizers': '1', 'parameters': 0, 'objective': ['0', '0']}
    """
    return {
        "format": PRICE_FORMAT,
        "problem": {"dimension": points.dimension, "p": p, "points": _listed(points)},
        "network": dict(network),
        "claim": {
            "minimizers": str(minimizers),
            "parameters": parameters,
            "objective": None if objective is None else list(objective),
        },
    }


def network_path_certificate(
    points: Points,
    networks: Iterable[Mapping[str, object]],
    zeros: Iterable[tuple[fmpq, fmpq, PowerSum | None]],
    claim: Mapping[str, object],
) -> dict[str, object]:
    """Return the certificate of all networks of least l^p price over 0 < p < 1, as JSON-ready values.

    Parameters
    ----------
    points : Points
        The data.
    networks : iterable of mapping
        A minimiser of each piece from p = 0 on, as `MultivariateNetwork.to_json` gives it.
    zeros : iterable of (fmpq, fmpq, PowerSum or None)
        The brackets between the pieces, and the common factor of what vanishes in it, where it needs one.
    claim : mapping
        What `docs/network_path_certificate_v1.md`, section 4, says.

    Examples
    --------
    >>> network_path_certificate(Points([[1]], [0]), [{"neurons": []}], [], {})["networks"]
    [{'neurons': []}]
    """
    return {
        "format": NETWORK_PATH_FORMAT,
        "problem": {"dimension": points.dimension, "points": _listed(points)},
        "networks": [dict(network) for network in networks],
        "zeros": [
            {
                "bracket": [format_rational(low), format_rational(high)],
                "factor": None if factor is None else _sum(factor),
            }
            for low, high, factor in zeros
        ],
        "claim": dict(claim),
    }


def _sum(power_sum: PowerSum) -> list[list[str]]:
    return [[str(n), format_rational(a)] for n, a in sorted(power_sum.terms, key=lambda term: term[1])]


def _listed(points: Points) -> list[list[object]]:
    inputs, labels = points.flint
    return [[[*map(format_rational, x)], format_rational(y)] for x, y in zip(inputs, labels, strict=True)]


def tolerance_certificate(
    points: Iterable[tuple[fmpq, fmpq]],
    gates: fmpq | Sequence[tuple[fmpq | None, fmpq | None]] | None,
    spline: Spline,
    bends: Iterable[tuple[int, int, int, int]],
    *,
    largest_residual: fmpq,
    critical: fmpq | None = None,
    tighter: Iterable[tuple[int, int, int, int]] = (),
    apart: tuple[int, int] | None = None,
) -> dict[str, object]:
    """Return the certificate of a function with the fewest knots within a tolerance, as JSON-ready values.

    Parameters
    ----------
    points : iterable of (x, y)
        The rows, by increasing x.
    gates : fmpq, or None, or sequence of (fmpq or None, fmpq or None)
        One tolerance, None being infinite, or the bounds of each row.
    spline : Spline
        The function.
    bends : iterable of (sign, a, b, c)
        As many as knots, by rows from 0.
    largest_residual : fmpq
        The largest |f(x) - y|.
    critical : fmpq, optional
        The least scale at which so many knots suffice.
    tighter, apart
        Why: one bend more than knots, or two rows at one x; neither at scale 0.

    Examples
    --------
    >>> line = tolerance_certificate([(fmpq(0), fmpq(1))], fmpq(1, 2), Spline(0, 1), [], largest_residual=fmpq(0))
    >>> line["problem"]
    {'dimension': 1, 'p': '0', 'points': [['0', '1']], 'tolerance': '1/2'}
    """
    if gates is None or isinstance(gates, fmpq):
        tolerance: object = "infinite" if gates is None else format_rational(gates)
    else:
        tolerance = [[None if end is None else format_rational(end) for end in pair] for pair in gates]
    proof = [["=", *(row + 1 for row in apart)]] if apart else [_bend(bend) for bend in tighter]
    shown = [_bend(bend) for bend in bends]
    return {
        "format": TOLERANCE_FORMAT,
        "problem": {
            "dimension": 1,
            "p": "0",
            "points": [[format_rational(x), format_rational(y)] for x, y in points],
            "tolerance": tolerance,
        },
        "claim": {
            "knots": len(spline.flint.knots),
            "fewest_knots": len(shown),
            "largest_residual": format_rational(largest_residual),
            "critical": None if critical is None else format_rational(critical),
        },
        "spline": spline.to_json(),
        "bends": shown,
        "tighter": None if critical is None else proof,
    }


def _bend(bend: tuple[int, int, int, int]) -> list[object]:
    sign, *rows = bend
    return [_SIGNS[sign], *(row + 1 for row in rows)]

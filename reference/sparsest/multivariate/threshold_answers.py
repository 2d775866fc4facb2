"""The critical exponent of small data with several inputs, as an answer: all pieces, or what is proved so far."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from flint import arb, ctx, fmpq

from sparsest.certificate import format_count, network_path_certificate
from sparsest.exact.decimals import format_bounds
from sparsest.exact.powersum import PowerSum
from sparsest.exact.rationals import as_fraction
from sparsest.multivariate.brackets import Change, change_brackets
from sparsest.multivariate.network import MultivariateNetwork
from sparsest.points import Points
from sparsest.univariate.breakpoint import Breakpoint, certified_decimals

__all__ = ["NetworkPiece", "Thresholds", "UnfinishedThresholds"]

_BITS = 128


@dataclass(frozen=True, repr=False)
class NetworkPiece:
    """A maximal interval of p with one set of minimisers of (8).

    Parameters
    ----------
    start : Breakpoint or None
        Where it begins; None at p = 0.
    networks : tuple of MultivariateNetwork
        All minimisers inside the interval; where it ends, those of the next are as good.
    """

    start: Breakpoint | None
    networks: tuple[MultivariateNetwork, ...]

    def __repr__(self) -> str:
        start = "= 0" if self.start is None else self.start.place
        return f"<NetworkPiece from p {start}: {len(self.networks)} minimisers of {self.parameters} parameters>"

    @property
    def parameters(self) -> int:
        """The number of parameters of every minimiser of the piece: they have equal multisets of weights."""
        return self.networks[0].parameters


@dataclass(frozen=True, repr=False)
class Thresholds:
    """The critical exponent of data, and what the theorem's proof gives. Made by `threshold.thresholds`.

    Parameters
    ----------
    points : Points
        The data.
    fewest_parameters : int
        K0.
    vertices : int
        Number of candidates, each of which has the least price at some p or at none.
    smallest, largest : fmpq
        r, the least weight of a vertex, and R, the largest of a network of K0 parameters that is best for small p.
    critical : Breakpoint or None
        p*; None where it is 1.
    pieces : tuple of NetworkPiece
        All minimisers over 0 < p < 1.
    prices : tuple of PowerSum
        What all candidates cost as functions of p, each price once.
    unresolved : tuple of Breakpoint
        Where another price may touch the least one, or pass it twice; empty where everything is proved.

    Examples
    --------
    >>> from sparsest.multivariate.threshold import thresholds
    >>> found = thresholds(Points([[0], [1], [2]], [0, 1, 0]))
    >>> found.fewest_parameters, found.vertices, found.critical
    (3, 5, None)
    >>> low, high = found.proof
    >>> round(float(low), 6), round(float(high), 6), len(found.pieces)
    (0.415037, 0.415037, 1)
    """

    points: Points
    fewest_parameters: int
    vertices: int
    smallest: fmpq
    largest: fmpq
    critical: Breakpoint | None
    pieces: tuple[NetworkPiece, ...]
    prices: tuple[PowerSum, ...]
    unresolved: tuple[Breakpoint, ...] = ()

    def __repr__(self) -> str:
        critical = "= 1" if self.critical is None else self.critical.place
        fewest = f"{self.fewest_parameters} parameters at the least"
        return f"<Thresholds of {len(self.points)} points: {fewest}, p* {critical}>"

    @property
    def proof(self) -> tuple[Fraction, Fraction]:
        """Bounds of ln(1 + 1/K0) / ln(R/r), at most 1: what the proof of Theorem 4.1 gives with these r and R."""
        if self.smallest == self.largest or self.fewest_parameters == 0:
            return Fraction(1), Fraction(1)
        with ctx.workprec(_BITS):
            value = arb(1 + fmpq(1, self.fewest_parameters)).log() / arb(self.largest / self.smallest).log()
            low, high = value.lower().mid().fmpq(), value.upper().mid().fmpq()
        return min(Fraction(1), as_fraction(low)), min(Fraction(1), as_fraction(high))

    def to_json(self, digits: int = 17) -> dict[str, object]:
        """Return everything as `docs/schemas/network-path-1.json` has it; bounds rounded outwards to so many digits.

        Raises
        ------
        UsageError
            If `digits` is out of range.

        Examples
        --------
        >>> from sparsest.multivariate.threshold import thresholds
        >>> thresholds(Points([[-3], [4], [5]], [2, -2, 3])).to_json(5)["critical_exponent"]
        ['0.27289', '0.27290']
        """
        starts = [piece.start for piece in self.pieces if piece.start is not None]
        return {
            "schema": "sparsest/network-path/1",
            "problem": {"dimension": self.points.dimension, "points": len(self.points)},
            "complete": True,
            "fewest_parameters": self.fewest_parameters,
            "vertices": self.vertices,
            "proof_threshold": list(format_bounds(*self.proof, digits)),
            "critical_exponent": ["1", "1"] if self.critical is None else list(self.critical.decimals(digits)),
            "breakpoints": [list(start.decimals(digits)) for start in starts],
            "pieces": [
                {"parameters": piece.parameters, "networks": [network.to_json() for network in piece.networks]}
                for piece in self.pieces
            ],
        }

    def certificate(self, digits: int = 17) -> dict[str, object]:
        """Return the proof for all p, JSON-ready: see `docs/network_path_certificate_v1.md`.

        Raises
        ------
        UndecidedError
            If a point where two prices meet is unresolved: then there is no proof to write down.
        UsageError
            If more than 60 digits are asked for.

        Examples
        --------
        >>> from sparsest.multivariate.threshold import thresholds
        >>> thresholds(Points([[0], [1], [2]], [0, 1, 0])).certificate()["claim"]["pieces"]
        [{'parameters': 3, 'minimizers': '1'}]
        """
        starts = [piece.start for piece in self.pieces if piece.start is not None]
        certified_decimals(self.unresolved, digits)  # raises if there is any: what is not resolved has no proof
        shown, digits = certified_decimals(starts, digits)
        sums = [piece.networks[0].power_sum for piece in self.pieces]
        changes = [Change(start.zero, *pair) for start, pair in zip(starts, pairwise(sums), strict=True)]
        claim = {
            "fewest_parameters": self.fewest_parameters,
            "breakpoints": shown,
            "pieces": [
                {"parameters": piece.parameters, "minimizers": format_count(len(piece.networks))}
                for piece in self.pieces
            ],
            "critical_exponent": ["1", "1"] if self.critical is None else list(self.critical.decimals(digits)),
            "vertices": format_count(self.vertices),
            "proof_threshold": list(format_bounds(*self.proof, digits)),
        }
        return network_path_certificate(
            self.points,
            [piece.networks[0].to_json() for piece in self.pieces],
            change_brackets(changes, self.prices, digits),
            claim,
        )


@dataclass(frozen=True)
class UnfinishedThresholds:
    """What is proved of the critical exponent when the time is up. Made by `threshold.thresholds`.

    Parameters
    ----------
    points : Points
        The data.
    lower : int
        K0, the fewest parameters of any interpolant, is at least this: proved.
    network : MultivariateNetwork
        An interpolant of few parameters: K0 is at most its count.
    critical : (Fraction, Fraction)
        p* lies between these; the lower one is above 0, from the sizes of the data if from nothing better (`sizes.py`).
    proof : (Fraction, Fraction) or None
        As `Thresholds.proof`; None where not all candidates are known.

    Examples
    --------
    >>> from sparsest.multivariate.threshold import thresholds
    >>> found = thresholds(Points([[0], [1], [2]], [0, 1, 0]), seconds=1e-9)
    >>> found.lower, found.network.parameters, found.critical_decimals(3), found.proof
    (1, 3, ('0.0205', '1'), None)
    """

    points: Points
    lower: int
    network: MultivariateNetwork
    critical: tuple[Fraction, Fraction]
    proof: tuple[Fraction, Fraction] | None

    def to_json(self, digits: int = 17) -> dict[str, object]:
        """Return everything as `docs/schemas/network-path-1.json` has it; bounds rounded outwards to so many digits.

        Examples
        --------
        >>> from sparsest.multivariate.threshold import thresholds
        >>> thresholds(Points([[0], [1], [2]], [0, 1, 0]), seconds=1e-9).to_json()["bound"]
        {'lower': 1, 'upper': 3}
        """
        return {
            "schema": "sparsest/network-path/1",
            "problem": {"dimension": self.points.dimension, "points": len(self.points)},
            "complete": False,
            "bound": {"lower": self.lower, "upper": self.network.parameters},
            "network": self.network.to_json(),
            "proof_threshold": None if self.proof is None else list(format_bounds(*self.proof, digits)),
            "critical_exponent": list(self.critical_decimals(digits)),
        }

    def critical_decimals(self, digits: int = 17) -> tuple[str, str]:
        """Return the bounds of p*, rounded outwards to so many digits.

        Examples
        --------
        >>> from sparsest.multivariate.threshold import thresholds
        >>> thresholds(Points([[0], [1], [2]], [0, 1, 0]), seconds=1e-9).critical_decimals(5)
        ('0.020542', '1')
        """
        low, high = format_bounds(*self.critical, digits)
        return low, "1" if self.critical[1] == 1 else high

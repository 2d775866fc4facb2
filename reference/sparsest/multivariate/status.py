"""What a search for the fewest parameters has come to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from flint import fmpq

from sparsest.multivariate.network import MultivariateNetwork

__all__ = ["Solved", "Status"]


class Status(NamedTuple):
    """How far a search has come: the count lies between these bounds."""

    lower: int
    upper: int | None
    nodes: int

    def __str__(self) -> str:
        return f"proved at least {self.lower}, found {self.upper}; {self.nodes:,} nodes"


@dataclass(frozen=True)
class Solved:
    """A network with an affine part (which only "knots" has), what it counts, and the method that found it."""

    network: MultivariateNetwork
    affine: tuple[fmpq, ...]
    count: int
    source: str

"""The given data of the report: those that the package ships, and a few small ones of several inputs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from importlib.resources import as_file, files
from typing import Any

from proofs_check.cases import NetworkCase, SplineCase
from proofs_check.claim import Scope
from sparsest.data import Dataset
from sparsest.exact.exponent import Exponent
from sparsest.points import Points

__all__ = ["DATA_SETS", "EXPONENTS", "DataSet", "cases_of", "shipped"]

#: Where statements that depend on p are checked on given data.
EXPONENTS = ("1/10", "2/5", "7/10", "19/20")


@dataclass(frozen=True)
class DataSet:
    """A named data set.

    Parameters
    ----------
    name : str
        Short.
    about : str
        A few words.
    points : Dataset or Points
        Of one input, or of several.
    """

    name: str
    about: str
    points: Dataset | Points

    @property
    def scope(self) -> Scope:
        """Which claims are checked on it.

        Examples
        --------
        >>> DATA_SETS[0].scope
        'one input'
        """
        return "one input" if isinstance(self.points, Dataset) else "several inputs"

    def to_json(self) -> dict[str, Any]:
        """Return name, description and size, JSON-ready.

        Examples
        --------
        >>> DATA_SETS[0].to_json()["points"]
        6
        """
        inputs = self.points.dimension if isinstance(self.points, Points) else 1
        return {
            "name": self.name, "about": self.about, "scope": self.scope, "points": len(self.points), "inputs": inputs,
            "exponents": list(EXPONENTS),
        }  # fmt: skip


def cases_of(data_set: DataSet, seed: int = 0, *, per_exponent: bool = True) -> list[SplineCase] | list[NetworkCase]:
    """Return the cases of a data set: one for each of `EXPONENTS`, or a single one for a statement without p.

    Examples
    --------
    >>> [case.p.name for case in cases_of(DATA_SETS[0])], len(cases_of(DATA_SETS[0], per_exponent=False))
    (['1/10', '2/5', '7/10', '19/20'], 1)
    """
    chosen = [Exponent.read(p) for p in (EXPONENTS if per_exponent else ("1/2",))]
    points = data_set.points
    if isinstance(points, Dataset):
        return [SplineCase(points, p, seed) for p in chosen]
    return [NetworkCase(points, p, seed) for p in chosen]


def shipped(name: str) -> Dataset:
    """Return a data set of one input that the package ships.

    Examples
    --------
    >>> shipped("peak_plateau").x[0]
    Fraction(-2, 1)
    """
    with as_file(files("sparsest").joinpath("datasets", f"{name}.csv")) as path:
        return Dataset.from_csv(path)


def _several() -> Sequence[DataSet]:
    yes_or_no = Points([[0, 0], [1, 1], [0, 1]], [1, 1, 0])
    return (
        DataSet("three_points", "d = 1; p* = 0.27289...", Points([[-3], [4], [5]], [2, -2, 3])),
        DataSet("tent", "d = 1: a tent", Points([[0], [1], [2]], [0, 1, 0])),
        DataSet("half_xor", "d = 2: three corners of XOR", yes_or_no),
        DataSet("zero_labels", "d = 2: all labels 0", Points([[1, 0], [0, 1]], [0, 0])),
    )


#: All given data of the report.
DATA_SETS: tuple[DataSet, ...] = (
    DataSet("peak_plateau", "the paper's example: a peak and a plateau", shipped("peak_plateau")),
    DataSet("non_monotone", "3, then 4, then 3 knots as p grows", shipped("non_monotone")),
    DataSet("tiny_exponent", "a critical exponent of 0.0098...", shipped("tiny_exponent")),
    DataSet("four_pieces", "one run of 10 gaps; 5, 6, 5, 6 knots", shipped("four_pieces")),
    DataSet("five_breakpoints", "five runs, five breakpoints", shipped("five_breakpoints")),
    DataSet("nile", "yearly volume of the Nile at Aswan", shipped("nile")),
    *_several(),
)

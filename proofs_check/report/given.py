"""The given data of the report: those that the package ships, and a few small ones of several inputs."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.resources import as_file, files

from proofs_check.running.data_set import DataSet
from sparsest.data import Dataset
from sparsest.points import Points

__all__ = ["DATA_SETS", "shipped"]


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

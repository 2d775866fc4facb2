"""Points with the same input: equal labels are one point, several are an error or are merged as told, exactly.

Within a tolerance several labels at one input need not be merged: their gates intersect. `GivenRows` keeps them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import groupby, pairwise
from operator import itemgetter
from typing import Any, Literal, NamedTuple, NoReturn, get_args

from flint import fmpq

from sparsest.errors import UsageError, short
from sparsest.exact.decimals import nearest_float

__all__ = ["GATES", "TIES", "GivenRows", "Ties", "check_ties", "merge", "merge_notes", "rows_of"]

#: What can be done with several labels at one input. "first" and "last" go by the order in which they were given.
Ties = Literal["error", "mean", "median", "min", "max", "first", "last"]
TIES: tuple[str, ...] = get_args(Ties)
#: What can be done besides where there is a tolerance: every label keeps its gate.
GATES = "gates"


class GivenRows(NamedTuple):
    """The rows that points were made of, in the order in which they were given.

    Parameters
    ----------
    points : sequence of int
        The point of each row, from 0.
    labels : sequence of fmpq
        The label of each row; that of its point if labels were merged.
    places : sequence of str
        Where each row stood.
    """

    points: Sequence[int]
    labels: Sequence[fmpq]
    places: Sequence[str]

    def several_labels(self) -> tuple[int, int] | None:
        """Return two rows of one point that have different labels, if there are any.

        Examples
        --------
        >>> GivenRows([0, 1, 0], [fmpq(1), fmpq(2), fmpq(3)], ["a", "b", "c"]).several_labels()
        (0, 2)
        """
        if isinstance(self.points, range):  # no two rows have one input
            return None
        first = dict[int, int]()
        for row, (point, label) in enumerate(zip(self.points, self.labels, strict=True)):
            one = first.setdefault(point, row)
            if label != self.labels[one]:
                return one, row
        return None


def _mean(labels: Sequence[fmpq]) -> fmpq:
    return sum(labels, fmpq(0)) / len(labels)


def _median(labels: Sequence[fmpq]) -> fmpq:
    ordered, half = sorted(labels), len(labels) // 2
    return ordered[half] if len(labels) % 2 else (ordered[half - 1] + ordered[half]) / 2


_CHOICES: dict[str, Callable[[Sequence[fmpq]], fmpq]] = {
    "mean": _mean,
    "median": _median,
    "min": min,
    "max": max,
    "first": itemgetter(0),
    "last": itemgetter(-1),
    GATES: lambda labels: (min(labels) + max(labels)) / 2,
}


def check_ties(ties: str) -> None:
    """Raise `UsageError` if there is no such choice.

    Examples
    --------
    >>> check_ties("mean")
    """
    if ties not in TIES:
        raise UsageError(f"ties = {short(ties)}: use one of {', '.join(TIES)}")


def merge(
    given: Sequence[Any],
    values: Sequence[fmpq],
    ties: str,
    refuse: Callable[[Any, fmpq, int, fmpq, int], NoReturn],
) -> tuple[list[Any], list[fmpq], int]:
    """Return inputs, increasing, their labels, and how many points were merged away though their labels differed.

    Parameters
    ----------
    given, values : sequence, shape (N,)
        Inputs and labels, in the order in which they were given.
    ties : str
        One of `TIES`, or `GATES`, the middle of the labels. A mean is over all points at an input, equal ones too.
    refuse : callable
        Called with an input, a label, its index, another label and its index if ties are an error; it raises.

    Examples
    --------
    >>> merge([fmpq(0), fmpq(1), fmpq(0)], [fmpq(1), fmpq(5), fmpq(2)], "mean", lambda *found: None)
    ([0, 1], [3/2, 5], 1)
    """
    if all(x < following for x, following in pairwise(given)):
        return list(given), list(values), 0
    inputs, labels, merged = list[Any](), list[fmpq](), 0
    # By their indices: tuples of a million points would take more memory than all their numbers.
    for x, group in groupby(_in_order(given), key=given.__getitem__):
        index, *rest = group
        first = values[index]
        inputs.append(x)
        other = next((k for k in rest if values[k] != first), None)
        if other is None:
            labels.append(first)
        elif ties == "error":
            refuse(x, first, index, values[other], other)
        else:
            labels.append(_CHOICES[ties]([first, *(values[k] for k in rest)]))
            merged += len(rest)
    return inputs, labels, merged


def _in_order(given: Sequence[Any]) -> Iterable[int]:
    """Return the rows by increasing input, equal inputs as they were given.

    By the nearest floats first, whose order is that of the numbers but for equal floats: exact comparisons, which take
    far longer, then find nearly everything in order.
    """
    rows: Iterable[int] = range(len(given))
    if all(isinstance(x, fmpq) for x in given):
        floats = [nearest_float(x) for x in given]
        if None not in floats:
            rows = sorted(rows, key=floats.__getitem__)  # type: ignore[arg-type]
    return sorted(rows, key=given.__getitem__)


def merge_notes(merged: int, ties: str) -> tuple[str, ...]:
    """Return what to say of points that were merged.

    Examples
    --------
    >>> merge_notes(3, "mean"), merge_notes(0, "mean")
    (('3 points with the same input as another merged by their mean label',), ())
    """
    by = {"mean": "by their mean label", "median": "by their median label"}.get(ties, f"to the {ties} label")
    by = "into one, each with a gate of its own" if ties == GATES else by
    shown = {"min": "to the least label", "max": "to the largest label"}.get(ties, by)
    return (f"{merged} point{'s' * (merged > 1)} with the same input as another merged {shown}",) if merged else ()


def rows_of(
    given: Sequence[Any],
    inputs: Sequence[Any],
    merged: Sequence[fmpq],
    places: Sequence[str],
    own: Sequence[fmpq] | None,
) -> GivenRows:
    """Return the rows of given inputs, which were sorted and merged to `inputs` with the labels `merged`.

    Each row has its own label if these are told, else that of its point.

    Examples
    --------
    >>> rows_of([fmpq(2), fmpq(1)], [fmpq(1), fmpq(2)], [fmpq(7), fmpq(8)], ["a", "b"], None).labels
    [8, 7]
    """
    points, point = [0] * len(given), -1
    for row in _in_order(given):
        point += point < 0 or given[row] != inputs[point]
        points[row] = point
    return GivenRows(points, [merged[k] for k in points] if own is None else own, places)

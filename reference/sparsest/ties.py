"""Points with the same input: equal labels are one point, several are an error or are merged as told, exactly."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import groupby
from operator import itemgetter
from typing import Any, Literal, NoReturn, get_args

from flint import fmpq

from sparsest.errors import UsageError, short

__all__ = ["TIES", "Ties", "check_ties", "merge"]

#: What can be done with several labels at one input. "first" and "last" go by the order in which they were given.
Ties = Literal["error", "mean", "median", "min", "max", "first", "last"]
TIES: tuple[str, ...] = get_args(Ties)


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
        One of `TIES`. A mean is over all points at an input, equal ones too.
    refuse : callable
        Called with an input, a label, its index, another label and its index if ties are an error; it raises.

    Examples
    --------
    >>> merge([fmpq(0), fmpq(1), fmpq(0)], [fmpq(1), fmpq(5), fmpq(2)], "mean", lambda *found: None)
    ([0, 1], [3/2, 5], 1)
    """
    inputs, labels, merged = list[Any](), list[fmpq](), 0
    # By their indices: tuples of a million points would take more memory than all their numbers.
    for x, group in groupby(sorted(range(len(given)), key=given.__getitem__), key=given.__getitem__):
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

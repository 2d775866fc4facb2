"""What an export did to the function: in words for people, and as JSON."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from flint import fmpq

from sparsest.exact.decimals import format_decimal, format_short
from sparsest.exact.rationals import format_rational
from sparsest.interchange.measures import Most

__all__ = ["Account"]


class Account(NamedTuple):
    """What was written, and how far it is from the labels and from the exact function.

    Parameters
    ----------
    format : str
        What is in the file.
    neurons, inputs : int
        Of the network that was read.
    way : str
        How its numbers became those in the file.
    points : int
        Data points that the residual is of: 0 where none were given, or none is where the file has a value.
    residual : Most or None
        The largest distance from a label.
    box : (low, high) or None
        Where the difference was looked for.
    difference : Most or None
        The largest distance from the exact function there.
    changed : int or None
        Weights that are not what they were; None where that does not say anything.
    tolerance : fmpq or None
        What was asked for.
    notes : sequence of str
        More that should be known.

    Examples
    --------
    >>> Account("npz", 3, 1, "exactly").to_json()["largest_residual"] is None
    True
    """

    format: str
    neurons: int
    inputs: int
    way: str
    points: int = 0
    residual: Most | None = None
    box: tuple[fmpq, fmpq] | None = None
    difference: Most | None = None
    changed: int | None = None
    tolerance: fmpq | None = None
    notes: Sequence[str] = ()

    def to_json(self) -> dict[str, object]:
        """Return the account as JSON-ready values, exact numbers as text.

        Examples
        --------
        >>> Account("npz", 3, 1, "exactly", tolerance=fmpq(1, 2)).to_json()["tolerance"]
        '1/2'
        """
        return {
            "schema": "sparsest/export/1",
            "format": self.format,
            "neurons": self.neurons,
            "inputs": self.inputs,
            "rounding": self.way,
            "changed_weights": self.changed,
            "points": self.points,
            "largest_residual": _most_json(self.residual),
            "box": None if self.box is None else [format_rational(end) for end in self.box],
            "largest_difference": _most_json(self.difference),
            "tolerance": None if self.tolerance is None else format_rational(self.tolerance),
            "notes": list(self.notes),
        }

    def lines(self) -> list[tuple[str, str]]:
        """Return (what, how much) for a report.

        Examples
        --------
        >>> Account("npz", 1, 2, "exactly").lines()[:2]
        [('network', '1 neuron, 2 inputs'), ('rounding', 'exactly')]
        """
        found = [("network", f"{_number(self.neurons, 'neuron')}, {_number(self.inputs, 'input')}")]
        changed = "" if self.changed is None else f" ({_number(self.changed, 'weight')} changed)"
        found.append(("rounding", self.way + changed))
        if self.residual is not None:
            within = "" if self.tolerance is None else f", within the tolerance {format_short(self.tolerance)}"
            found.append(("largest residual", f"{_most(self.residual)}, of {_number(self.points, 'point')}{within}"))
        if self.difference is not None and self.box is not None:
            low, high = map(format_short, self.box)
            apart = f"{_most(self.difference)}, from the exact function on [{low}, {high}]"
            found.append(("largest difference", apart))
        return [*found, *(("note", note) for note in self.notes)]


def _most_json(most: Most | None) -> dict[str, object] | None:
    if most is None:
        return None
    return {
        "exact": format_rational(most.size),
        "decimal": format_decimal(most.size, 6),
        "at": [format_rational(x) for x in most.where],
    }


def _most(most: Most) -> str:
    if most.size == 0:
        return "0"
    text = format_short(most.size)
    shown = text if len(text) <= 12 else f"about {format_decimal(most.size, 4)}"
    return f"{shown} at {', '.join(f'{format_decimal(x, 9)}' for x in most.where)}" if most.where else shown


def _number(count: int, noun: str) -> str:
    return f"{count} {noun}{'' if count == 1 else 's'}"

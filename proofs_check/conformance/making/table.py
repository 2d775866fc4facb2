"""Tables of points as a solver is given them, as text, and as the exact points that the text means."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from itertools import pairwise
from random import Random

from proofs_check.conformance.suite import Expected

__all__ = [
    "Draft", "Group", "PlanePoints", "PointTable", "drawing", "numeral", "points_of_text", "table_from_gaps",
    "uneven_places",
]  # fmt: skip

#: Places, increasing, and labels.
PlanePoints = tuple[tuple[Fraction, ...], tuple[Fraction, ...]]


@dataclass(frozen=True)
class PointTable:
    """A table of one input and a label.

    Parameters
    ----------
    comment : str
        What is special about it, in one line.
    rows : tuple of pairs of str
        Input and label, as they are to stand in the text.
    flags : tuple of str
        What its family says it shows.
    exponents : tuple of str
        Where it shows it; empty: wherever it is asked.

    Examples
    --------
    >>> PointTable("", (("1", "1/2"), ("0", "0.1"))).points
    ((Fraction(0, 1), Fraction(1, 1)), (Fraction(1, 10), Fraction(1, 2)))
    """

    comment: str
    rows: tuple[tuple[str, str], ...]
    flags: tuple[str, ...] = ()
    exponents: tuple[str, ...] = ()

    @cached_property
    def csv(self) -> str:
        """The text."""
        return "x,y\n" + "".join(f"{x},{y}\n" for x, y in self.rows)

    @cached_property
    def points(self) -> PlanePoints:
        """The points in order."""
        return points_of_text(self.csv)


@dataclass(frozen=True)
class Draft:
    """A test before its truth is established and it has an id.

    Parameters
    ----------
    comment : str
        In one line.
    flags : tuple of str
        Those that describe the case, and those of faults that it may show.
    case : dict
        What an implementation is given.
    result : str
        As in `suite.Test`.
    reason : str
        Of a claim or of a case that is refused: why.
    """

    comment: str
    flags: tuple[str, ...]
    case: dict[str, object]
    result: Expected = "accept"
    reason: str = ""


@dataclass(frozen=True)
class Group:
    """Drafts of one kind.

    Parameters
    ----------
    name, why : str
        What they have in common, and why they are there.
    drafts : tuple of Draft
        In this order.
    """

    name: str
    why: str
    drafts: tuple[Draft, ...] = field(default=())


def points_of_text(csv: str) -> PlanePoints:
    r"""Return the points that a text means, each once, in order, read without the package's own reader.

    Raises
    ------
    ValueError
        If there are none, or two labels at one place.

    Examples
    --------
    >>> points_of_text("x,y\n1,1e-1\n0,-3\n0,-3\n")
    ((Fraction(0, 1), Fraction(1, 1)), (Fraction(-3, 1), Fraction(1, 10)))
    """
    found: dict[Fraction, Fraction] = {}
    for line in csv.splitlines()[1:]:
        x, y = map(Fraction, line.split(","))
        if found.setdefault(x, y) != y:
            raise ValueError(f"two labels at {x}")
    if not found:
        raise ValueError("no points")
    places = tuple(sorted(found))
    return places, tuple(found[x] for x in places)


def numeral(value: Fraction | int) -> str:
    """Return a number as text: an integer, a decimal of up to 25 places if it is one, or a fraction.

    Examples
    --------
    >>> numeral(Fraction(1, 8)), numeral(Fraction(-1, 3)), numeral(7)
    ('0.125', '-1/3', '7')
    """
    value = Fraction(value)
    if value.denominator == 1:
        return str(value.numerator)
    for places in range(1, 26):
        scaled = value * 10**places
        if scaled.denominator == 1:
            whole, part = divmod(abs(scaled.numerator), 10**places)
            return f"{'-' if value < 0 else ''}{whole}.{part:0{places}d}"
    return str(value)


def table_from_gaps(
    comment: str,
    gaps: Iterable[Fraction | int | str],
    *flags: str,
    x: Sequence[Fraction | int] | None = None,
    start: tuple[Fraction | int, Fraction | int] = (0, 0),
    exponents: tuple[str, ...] = (),
) -> PointTable:
    """Return the table whose slope gaps are these, with its first label and first slope given.

    Examples
    --------
    >>> table_from_gaps("", [1, 2]).rows
    (('0', '0'), ('1', '0'), ('2', '1'), ('3', '4'))
    """
    changes = [Fraction(gap) for gap in gaps]
    places = [Fraction(t) for t in (range(len(changes) + 2) if x is None else x)]
    label, slope = Fraction(start[0]), Fraction(start[1])
    labels = [label]
    for k, (a, b) in enumerate(pairwise(places)):
        slope += changes[k - 1] if k else 0
        label += slope * (b - a)
        labels.append(label)
    rows = tuple((numeral(a), numeral(b)) for a, b in zip(places, labels, strict=True))
    return PointTable(comment, rows, flags, exponents)


def drawing(seed: str) -> Random:
    """Return what draws, always the same from the same seed.

    Examples
    --------
    >>> drawing("a").randint(0, 9) == drawing("a").randint(0, 9)
    True
    """
    return Random(seed)  # noqa: S311 - data, not secrets


def uneven_places(count: int, rng: Random) -> list[int]:
    """Return so many places, increasing, at distances of 1, 2, 3 and 5.

    Examples
    --------
    >>> len(uneven_places(4, drawing("a")))
    4
    """
    places = [rng.randint(-5, 5)]
    while len(places) < count:
        places.append(places[-1] + rng.choice((1, 1, 2, 3, 5)))
    return places

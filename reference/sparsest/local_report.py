"""The local minimisers of V_p as a table for people."""

from __future__ import annotations

from rich.console import Group, RenderableType
from rich.text import Text

from sparsest.certificate import format_count
from sparsest.exact.decimals import cut_text, format_enclosure
from sparsest.exact.exponent import Exponent
from sparsest.layout import Records
from sparsest.univariate.local import LocalMinimizers, Ranked

__all__ = ["local_report"]

_DIGITS = 12


def local_report(local: LocalMinimizers, p: Exponent, limit: int) -> RenderableType:
    """Return how many local minimisers there are and a table of the first ones, for a `rich` console.

    Parameters
    ----------
    local : LocalMinimizers
        What `local_minimizers` returned.
    p : Exponent
        Where they are ranked: not "0".
    limit : int
        How many are shown.

    Examples
    --------
    >>> import sparsest
    >>> from rich.console import Console
    >>> local = sparsest.local_minimizers(sparsest.Dataset.from_gaps([2, 2, 3]))
    >>> Console(width=80).print(local_report(local, Exponent.read("1/2"), 1))  # doctest: +ELLIPSIS
    local minimisers: 2, the same for every p in (0, 1)
     rank  knots       about V_p  pairs with one knot...
        1      2  3.650281539872  3+4...
    ... and 1 more (--local 2)
    """
    listed = local.listing(p, limit)
    title = Text(f"local minimisers: {cut_text(format_count(local.count))}, the same for every p in (0, 1)")
    valued = p.is_rational
    several = [set(one.matching) for one in listed] if len(listed) > 1 else [set()]
    shared = set[int].intersection(*several)
    rows = [_row(local, p, one, shared) for one in listed]
    pairs = f"pairs with one knot{f', beside {len(shared)} that all have' if shared else ''}"
    table = [Records(("rank", "knots", *(["about V_p"] if valued else []), pairs), rows, left=[pairs])] if rows else []
    return Group(title, *table, *_more(local, listed))


def _row(local: LocalMinimizers, p: Exponent, one: Ranked, shared: set[int]) -> list[str]:
    """Return a row: points are counted from 1, and gap k, from 0, belongs to point k+2."""
    spline = local.gaps.spline(one.matching)
    value = [format_enclosure(*spline.variation(p).enclosure(_DIGITS), _DIGITS)[0]] if p.is_rational else []
    pairs = ", ".join(f"{k + 2}+{k + 3}" for k in one.matching if k not in shared) or "none"
    rank = "-" if one.rank is None else str(one.rank)
    return [rank, str(len(spline.flint.knots)), *value, cut_text(pairs)]


def _more(local: LocalMinimizers, listed: list[Ranked]) -> list[Text]:
    left = local.count - len(listed)
    if not 0 < left < float("inf"):
        return []
    unranked = [Text("not ranked: more than 1,000 local minimisers")] if listed and listed[0].rank is None else []
    return [Text(f"... and {cut_text(format_count(int(left)))} more (--local {2 * max(len(listed), 1)})"), *unranked]

"""Whether the first line has the names of the columns: no point may pass for a header, no header for a bad number."""

from __future__ import annotations

from collections.abc import Sequence

from sparsest.errors import DataError
from sparsest.table.dialect import Row
from sparsest.table.entries import Token, entry_error, kind_of
from sparsest.table.options import option

__all__ = ["has_header"]


def has_header(first: Row, decimal: str, told: bool | None, name: str, read: Sequence[int] | None = None) -> bool:
    """Return whether a first line is a header: told, or if no entry could be a number, however misprinted.

    Where it is told which columns are read, their entries alone decide for a header if each of them is a word of its
    own: no number is lost then, whatever the others are. Against one all entries speak: a word in a column that is not
    read may be the title of a line of years.

    Parameters
    ----------
    first : Row
        The first line.
    decimal : str
        The decimal sign.
    told : bool or None
        Whether it is one, if that is told.
    name : str
        What to call the table in messages.
    read : sequence of int, optional
        The columns that are read, from 0, if all of them are told.

    Raises
    ------
    DataError
        If it could be a header and a misprinted point as well; the message names both options.

    Examples
    --------
    >>> [has_header(Row(1, row), ".", None, "a file") for row in (["2theta", "-log10(p)"], ["0", "NA"])]
    [True, False]
    """
    if told is not None:
        return told
    kinds = [kind_of(entry, decimal) for entry in first.entries]
    if read is not None and all(kinds[k] is Token.WORD for k in read):
        names = [first.entries[k].strip() for k in read]
        if len({*names}) == len(names):
            return True
    numbers = any(kind in (Token.NUMBER, Token.DATE) for kind in kinds)
    number = any(kind is Token.NUMBER for kind in kinds)
    words = [entry for entry, kind in zip(first.entries, kinds, strict=True) if kind is Token.WORD]
    place, either = f"{name}, line {first.line}", f"{option('header')} or {option('no-header')}"
    if numbers and words:
        shown = next(e for e, kind in zip(first.entries, kinds, strict=True) if kind in (Token.NUMBER, Token.DATE))
        raise DataError(
            f"{place}: both {shown.strip()!r:.40} and {words[0].strip()!r:.40}: names of columns or a point? say "
            f"{either}"
        )
    if len(first.entries) > 2 and [entry.strip() for entry in first.entries] == [
        "",
        *map(str, range(len(first.entries) - 1)),
    ]:
        raise DataError(f"{place}: nothing, 0, 1, ...: names that pandas gives to columns, or a point? say {either}")
    odd = [
        e for e, kind in zip(first.entries, kinds, strict=True) if kind in (Token.MISPRINT, Token.MISSING, Token.DATE)
    ]
    if odd and not number:
        raise DataError(f"{place}: names of columns, or a point in which {entry_error(odd[0], decimal)}; say {either}")
    return not number

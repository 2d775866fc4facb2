"""Whether the first line has the names of the columns: no point may pass for a header, no header for a bad number."""

from __future__ import annotations

from sparsest.errors import DataError
from sparsest.table.dialect import Row
from sparsest.table.entries import Kind, entry_error, kind_of
from sparsest.table.options import option

__all__ = ["has_header"]

_EITHER = f"{option('header')} or {option('no-header')}"


def has_header(first: Row, decimal: str, told: bool | None, name: str) -> bool:
    """Return whether a first line is a header: told, or if no entry could be a number, however misprinted.

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
    numbers = any(kind in (Kind.NUMBER, Kind.DATE) for kind in kinds)
    number = any(kind is Kind.NUMBER for kind in kinds)
    words = [entry for entry, kind in zip(first.entries, kinds, strict=True) if kind is Kind.WORD]
    place = f"{name}, line {first.line}"
    if numbers and words:
        shown = next(e for e, kind in zip(first.entries, kinds, strict=True) if kind in (Kind.NUMBER, Kind.DATE))
        raise DataError(
            f"{place}: both {shown.strip()!r:.40} and {words[0].strip()!r:.40}: names of columns or a point? say "
            f"{_EITHER}"
        )
    if len(first.entries) > 2 and [entry.strip() for entry in first.entries] == [
        "",
        *map(str, range(len(first.entries) - 1)),
    ]:
        raise DataError(f"{place}: nothing, 0, 1, ...: names that pandas gives to columns, or a point? say {_EITHER}")
    odd = [e for e, kind in zip(first.entries, kinds, strict=True) if kind in (Kind.MISPRINT, Kind.MISSING, Kind.DATE)]
    if odd and not number:
        raise DataError(f"{place}: names of columns, or a point in which {entry_error(odd[0], decimal)}; say {_EITHER}")
    return not number

"""JSON from strangers: no key twice, no NaN, no number of a million digits, no million levels."""

from __future__ import annotations

import json
import math
from collections import Counter
from typing import Any, Never

from sparsest.errors import DataError, one_line
from sparsest.exact.rationals import MAX_DIGITS

__all__ = ["parse"]

# Of brackets and commas: what is between them takes time and memory, however little it takes in the file.
_MOST_PARTS = 2**20
_PARTS = (b"[", b"{", b",")


def parse(content: bytes, name: str) -> Any:
    """Return what a JSON text says; its numbers are int or (finite) float.

    Parameters
    ----------
    content : bytes
        UTF-8.
    name : str
        The file, for messages.

    Raises
    ------
    DataError
        If it is no JSON, has a key twice, NaN, an infinity, a number of more than `MAX_DIGITS` digits, or too many or
        too deeply nested lists.

    Examples
    --------
    >>> parse(b'{"a": [1, 2.5]}', "net.json")
    {'a': [1, 2.5]}
    >>> parse(b'{"a": 1, "a": 2}', "net.json")
    Traceback (most recent call last):
    ...
    sparsest.errors.DataError: net.json: has the key 'a' twice in one object; leave one of them
    """
    if sum(map(content.count, _PARTS)) > _MOST_PARTS:
        raise DataError(f"{name}: has more than {_MOST_PARTS} lists, objects and values; give one network alone")
    try:
        return json.loads(
            content.decode("utf-8-sig"),
            object_pairs_hook=_object,
            parse_int=_integer,
            parse_float=_float,
            parse_constant=_constant,
        )
    except RecursionError:
        raise DataError(f"{name}: its lists are nested too deeply; a network has four levels") from None
    except _RefusedError as error:
        raise DataError(f"{name}: {error}") from None
    except ValueError as error:
        raise DataError(f"{name}: is no JSON in UTF-8 ({one_line(str(error), 80)}); write it anew") from None


class _RefusedError(Exception):
    """What JSON allows and a network does not."""


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        twice = next(key for key, times in Counter(key for key, _ in pairs).items() if times > 1)
        raise _RefusedError(f"has the key '{one_line(twice, 40)}' twice in one object; leave one of them")
    return found


def _integer(text: str) -> int:
    if len(text) > MAX_DIGITS:
        raise _RefusedError(f"has the number {text[:20]}... of {len(text)} digits; at most {MAX_DIGITS} are read")
    return int(text)


def _float(text: str) -> float:
    value = float(text)
    vanished = value == 0 and any(digit in text.lower().split("e")[0] for digit in "123456789")
    if vanished or not math.isfinite(value):
        raise _RefusedError(
            f"has the number {one_line(text, 40)}, which no double holds; write exact numbers as text, in quotes"
        )
    return value


def _constant(text: str) -> Never:
    raise _RefusedError(f"has the number {text}; give finite numbers")

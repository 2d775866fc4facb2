"""The note's text held to its numbers: none from anywhere else, none left over, each with its command beside it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from proofs_check.note.book import Book
from proofs_check.note.drawing import FIGURES, RECORDED

__all__ = ["TEXT", "bare_numerals", "faults", "keys"]

#: The line that ends the note's definitions.
TEXT = "// The text."
_CALL = re.compile(r'#?\b(num|listing|by|coq|item|plate|plot|thm|prop|theorem|proposition)\(((?:"[^"]*"(?:,\s*)?)*)')
_STRING = re.compile(r'"([^"]*)"')
# Lengths, widths, labels, citations, raw text: nothing that a reader takes for a number of ours.
_LAYOUT = re.compile(
    r"\b\d+(?:\.\d+)?(?:pt|em|mm|fr)\b|\b(?:width|texts): \d+%?|<[\w-]+>|@[\w-]+|`[^`]*`|^//.*$", re.MULTILINE
)
_MATH = re.compile(r"\$([^$]*)\$")
_NUMERAL = re.compile(r"\d+(?:[.,]\d+)*%?")


def keys(text: str, call: str) -> list[str]:
    """Return what a function of the note is called with, each key as often as it occurs.

    Examples
    --------
    >>> keys('Of #num("starts") starts. #by("peak", "nile")', "by")
    ['peak', 'nile']
    """
    found = [(name, _STRING.findall(arguments)) for name, arguments in _CALL.findall(text)]
    calls = ("num", "listing") if call == "num" else (call,)
    # Of a table or a figure only the first string is a key.
    return [key for name, strings in found if name in calls for key in (strings if call == "by" else strings[:1])]


def bare_numerals(text: str) -> list[str]:
    """Return the numerals of a text that do not come out of the data.

    In formulas whole numbers of one digit are no measured ones: exponents, indices, coefficients.

    Examples
    --------
    >>> bare_numerals('In $V_1$, see @one1, #num("two2") of 69% and $p = 0.4$ at 3 places.')
    ['0.4', '69%', '3']
    """
    left = _LAYOUT.sub(" ", _CALL.sub(" ", text))
    inside = [numeral for formula in _MATH.findall(left) for numeral in _NUMERAL.findall(formula)]
    return [numeral for numeral in inside if len(numeral) > 1] + _NUMERAL.findall(_MATH.sub(" ", left))


def faults(note: str, book: Book) -> list[str]:
    """Return everything that is wrong with the numbers of a note, in words; nothing if nothing is.

    Parameters
    ----------
    note : str
        The whole file.
    book : Book
        What it may say.
    """
    _, mark, text = note.partition(TEXT)
    if not mark:
        return [f"no line {TEXT!r} ends the definitions"]
    return [*_unknown(text, book), *_unused(text, book), *_bare(text), *_without_command(text, book)]


def _known(book: Book) -> dict[str, set[str]]:
    return {
        "num": set(book.numbers), "plate": set(book.tables), "by": set(book.sources), "coq": set(book.theorems),
        "item": set(book.items), "plot": {*FIGURES, *RECORDED},
    }  # fmt: skip


def _unknown(text: str, book: Book) -> Iterator[str]:
    for call, known in _known(book).items():
        yield from (f"{call}({key!r}): there is no such key" for key in sorted(set(keys(text, call)) - known))


def _unused(text: str, book: Book) -> Iterator[str]:
    for call, known in _known(book).items():
        if call in ("num", "plate", "plot"):
            yield from (f"{call}({key!r}) is made and never shown" for key in sorted(known - set(keys(text, call))))


def _bare(text: str) -> Iterator[str]:
    yield from (f"the numeral {numeral} stands in the text and not in the data" for numeral in bare_numerals(text))


def _without_command(text: str, book: Book) -> Iterator[str]:
    """Yield the sources that no command stands for in the section that shows their numbers."""
    for section in re.split(r"^= ", text, flags=re.MULTILINE):
        shown = {book.numbers[key].source for key in keys(section, "num") if key in book.numbers}
        tables = {book.tables[key].source for key in keys(section, "plate") if key in book.tables}
        name = section.partition("\n")[0]
        missing = sorted(shown - tables - set(keys(section, "by")))
        yield from (f"section {name!r} has numbers of {source!r}, and no command for them" for source in missing)
        idle = sorted(set(keys(section, "by")) & set(book.sources) - shown - tables)
        yield from (f"section {name!r} has the command of {source!r}, and no number of it" for source in idle)

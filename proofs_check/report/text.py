"""Exact values and samples as text; and formulas (x_{N-1}, |d|^p, <=) cut into segments with sub- and superscripts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from proofs_check.claim import Sample

__all__ = ["exact_text", "sampling", "segments"]

# A letter's index or a power: x_{N-1}, d_(i+1), (z)_+, |d_i|^p. Long words after "_" are names, not indices.
_SCRIPT = re.compile(
    r"(?<=[A-Za-z)])_(?:\{([^{}]+)\}|\(([^()]+)\)|(\+|(?:[0-9]+|[A-Za-z]{1,2})\b))"
    r"|(?<=[\w|)\]])\^(?:\{([^{}]+)\}|([0-9]+\b|[0-9]*[A-Za-z]\b))"
)
_CODE = re.compile(r"`([^`]+)`")
_GREEK = {
    "eps": "ε", "tau": "τ", "delta": "δ", "lambda": "λ", "sigma": "σ", "phi": "φ", "beta": "β", "nu": "ν", "omega": "ω",
}  # fmt: skip
_LETTER = re.compile(rf"\b({'|'.join(_GREEK)})(?![A-Za-z])")
_SIGNS = (("<=", "≤"), (">=", "≥"), ("!=", "≠"), ("->", "→"))


def exact_text(values: Mapping[str, object]) -> str:
    """Return JSON-ready values as one line: lists in brackets, nothing rounded.

    Examples
    --------
    >>> exact_text({"x": ["0", "1/3"], "p": "1/2", "pair": {"left": 1, "right": [[1, 2], []]}})
    'x = [0, 1/3]; p = 1/2; pair = (left = 1, right = [[1, 2], []])'
    """
    return "; ".join(f"{name} = {_shown(value)}" for name, value in values.items())


def _shown(value: object) -> str:
    if isinstance(value, Mapping):
        return "(" + ", ".join(f"{name} = {_shown(inner)}" for name, inner in value.items()) + ")"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(map(_shown, value)) + "]"
    return str(value)


def sampling(sample: Sample) -> str:
    """Return which cases get a part of a check, as a sentence.

    Examples
    --------
    >>> sampling(Sample("the checker is asked for the certificate", 16))
    'One drawn case in 16: the checker is asked for the certificate; given data: always.'
    """
    return f"One drawn case in {sample.one_in}: {sample.what}; given data: always."


def segments(text: str) -> list[tuple[str, str]]:
    """Return the text cut into (kind, part), kind one of "text", "code", "sub", "sup"; <=, eps and so on become signs.

    Examples
    --------
    >>> segments("|d_i|^p <= x_{N-1}")
    [('text', '|d'), ('sub', 'i'), ('text', '|'), ('sup', 'p'), ('text', ' ≤ x'), ('sub', 'N-1')]
    >>> segments("`read_it`, 2^(1/2), snake_case_name")
    [('code', 'read_it'), ('text', ', 2^(1/2), snake_case_name')]
    >>> segments("d_(i+1) (z)_+^2p")
    [('text', 'd'), ('sub', 'i+1'), ('text', ' (z)'), ('sub', '+'), ('text', '^2p')]
    """
    parts: list[tuple[str, str]] = []
    for k, part in enumerate(_CODE.split(text)):
        if k % 2:
            parts.append(("code", part))
        else:
            parts.extend(_scripts(part))
    return parts


def _scripts(text: str) -> Iterator[tuple[str, str]]:
    at = 0
    for match in _SCRIPT.finditer(text):
        if at < match.start():
            yield "text", _signs(text[at : match.start()])
        sub = match[1] or match[2] or match[3]
        yield ("sub", _signs(sub)) if sub else ("sup", _signs(match[4] or match[5]))
        at = match.end()
    if at < len(text):
        yield "text", _signs(text[at:])


def _signs(text: str) -> str:
    for plain, sign in _SIGNS:
        text = text.replace(plain, sign)
    return _LETTER.sub(lambda match: _GREEK[match[1]], text)

"""The score as a small picture, for a page or a README."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from proofs_check.conformance.outcomes import RIGHT

if TYPE_CHECKING:
    from proofs_check.conformance.report import Report

__all__ = ["badge"]

_LEFT = "sparsest conformance"
# Width of a letter of the sans-serif at 11 px, about; and the space beside a text.
_LETTER, _SPACE = 6.6, 12


def badge(report: Report) -> str:
    """Return the badge: how many of the tests that were asked came out right; green if none failed.

    Examples
    --------
    >>> from proofs_check.conformance.session import run
    >>> from proofs_check.conformance.suite import load_suite
    >>> ">1/1 right<" in badge(run(lambda case: {"knots": 1}, suite=load_suite(only=[414])))
    True
    """
    asked = [one for one in report.results if one.asked]
    right = sum(one.outcome in RIGHT for one in asked)
    said = f"{right}/{len(asked)} right"
    colour = "#777" if not right else "#2c7a3f" if report.passed else "#a4372e"
    left, whole = _width(_LEFT), _width(_LEFT) + _width(said)
    title = escape(report.sentence)
    size = f'width="{whole}" height="20"'
    return f"""<svg xmlns="http://www.w3.org/2000/svg" {size} role="img" aria-label="{_LEFT}: {said}">
<title>{title}</title>
<rect width="{left}" height="20" fill="#444"/>
<rect x="{left}" width="{whole - left}" height="20" fill="{colour}"/>
<g fill="#fff" text-anchor="middle" font-family="Verdana,DejaVu Sans,sans-serif" font-size="11">
<text x="{left / 2:g}" y="14">{_LEFT}</text>
<text x="{(left + whole) / 2:g}" y="14">{said}</text>
</g>
</svg>
"""


def _width(text: str) -> int:
    return round(len(text) * _LETTER) + _SPACE

"""The report as one self-contained HTML page, figures and style sheet inside."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import jinja2
from markupsafe import Markup, escape

from proofs_check.report.figures import INK, MUTED
from proofs_check.report.text import exact_text, segments

__all__ = ["LONGEST_TEXT", "inlined_svg", "render"]

#: Exact texts longer than this are cut in HTML and PDF, which say so; report.json has them whole.
LONGEST_TEXT = 1200

_TAGS = {"sub": "sub", "sup": "sup", "code": "code"}


def render(report: Mapping[str, Any], svgs: Mapping[str, str]) -> str:
    """Return the page: the same report and pictures give the same text.

    Parameters
    ----------
    report : mapping
        What `collect` returned, with "figures".
    svgs : mapping
        For each figure's name its SVG.

    Examples
    --------
    >>> from proofs_check.report.data import collect, plan_of
    >>> page = render({**collect([], plan=plan_of(data_sets=())), "figures": []}, {})
    >>> page.startswith("<!DOCTYPE html>"), "No claims" in page
    (True, True)
    """
    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("proofs_check.report", "templates"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=jinja2.StrictUndefined,
        keep_trailing_newline=True,
    )
    environment.filters.update(
        prose=_prose, exact=_exact, word=_word, percent=_percent, seconds=_seconds, plain=exact_text
    )
    pictures = {name: Markup(inlined_svg(svg, name)) for name, svg in svgs.items()}  # noqa: S704 - our own figures
    rows = {row["id"]: row for row in report["claims"]}
    return environment.get_template("report.html").render(r=report, pictures=pictures, rows=rows)


def inlined_svg(svg: str, name: str) -> str:
    """Return an SVG file's text as an element of a page: ids made unique, named by its caption, ink as the page's.

    Examples
    --------
    >>> inlined_svg('<?xml version="1.0"?><svg><g id="a"/><use xlink:href="#a"/></svg>', "f")
    '<svg role="img" aria-labelledby="f-title"><g id="f-a"/><use xlink:href="#f-a"/></svg>'
    """
    element = svg[svg.index("<svg") :].strip()
    element = re.sub(r"<metadata>.*?</metadata>", "", element, flags=re.DOTALL)
    element = re.sub(r'\bid="', f'id="{name}-', element)
    element = re.sub(r'href="#', f'href="#{name}-', element)
    element = re.sub(r"url\(#", f"url(#{name}-", element)
    element = element.replace(INK, "currentColor").replace(MUTED, "var(--muted)")
    return element.replace("<svg", f'<svg role="img" aria-labelledby="{name}-title"', 1)


def _prose(text: str) -> Markup:
    """Set indices and powers; everything is escaped."""
    parts = []
    for kind, part in segments(text):
        tag = _TAGS.get(kind)
        parts.append(Markup("<{0}>{1}</{0}>").format(Markup(tag), part) if tag else escape(part))  # noqa: S704
    return Markup("").join(parts)


def _exact(text: str) -> str:
    if len(text) <= LONGEST_TEXT:
        return text
    return f"{text[:LONGEST_TEXT]} ... ({len(text)} characters; whole in report.json)"


def _word(verdict: str) -> Markup:
    """Return a verdict in words, with a class for its colour."""
    return Markup('<span class="verdict {}">{}</span>').format(verdict.split()[0], verdict)


def _percent(share: float) -> str:
    return f"{100 * share:.1f} %"


def _seconds(value: float) -> str:
    return f"{value:.1f} s"

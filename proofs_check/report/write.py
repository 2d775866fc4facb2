"""Writes the report into a folder: report.json, figures/*.svg, report.html, report.pdf."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from proofs_check.claim import Claim
from proofs_check.claims import CLAIMS
from proofs_check.report import html, pdf
from proofs_check.report.data import collect
from proofs_check.report.figures import figures
from proofs_check.running.plan import Plan
from sparsest import files

__all__ = ["render", "write_report"]


def write_report(
    folder: Path,
    plan: Plan,
    campaign: Path | None = None,
    *,
    claims: Sequence[Claim] = CLAIMS,
    progress: Callable[[str, int], object] | None = None,
) -> dict[str, Any]:
    """Run all checks, write the report, and return it as it stands in report.json.

    Parameters
    ----------
    folder : path
        Made if it is not there; earlier reports in it are overwritten.
    plan, campaign, claims, progress
        As `collect` takes them.

    Raises
    ------
    UsageError
        As `collect`.
    OSError
        If a file cannot be written.
    """
    report = collect(claims, plan=plan, campaign=campaign, progress=progress)
    render(report, folder)
    return report


def render(report: dict[str, Any], folder: Path) -> None:
    """Write a report that was collected; its "figures" are added to it.

    Parameters
    ----------
    report : dict
        What `collect` returned.
    folder : path
        Made if it is not there.
    """
    drawn = figures(report["claims"])
    report["figures"] = [figure.to_json() for figure in drawn]
    (folder / "figures").mkdir(parents=True, exist_ok=True)
    for figure in drawn:
        files.write(folder / "figures" / f"{figure.name}.svg", figure.svg)
    text = json.dumps(report, indent=1, ensure_ascii=False, allow_nan=False)
    files.write(folder / "report.json", f"{text}\n")
    page = html.render(report, {figure.name: figure.svg for figure in drawn})
    files.write(folder / "report.html", page)
    files.write(folder / "report.pdf", pdf.render(folder))

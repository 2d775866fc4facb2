"""What a campaign of claims counts, by which names, and what these counts say; written by `ClaimsJob`, read here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from proofs_check.claim import Verdict
from proofs_check.running.runs import Outcome
from sparsest.campaign import Report

__all__ = ["CLOCK", "COUNTED", "FAST_PATH", "further", "outcomes", "those_counted"]

#: What the comparison of the kernels with the exact solution is called among the claims.
FAST_PATH = "fast path"
#: The kinds of counts: "ID accepted" and so on for cases, "ID microseconds" for the time of the processor.
COUNTED = {
    Verdict.HOLDS: "accepted",
    Verdict.REFUTED: "rejected",
    Verdict.NOT_MET: "vacuous",
    Verdict.UNDECIDED: "undecided",
}
CLOCK = "microseconds"


def outcomes(report: Report, names: Sequence[str]) -> list[Outcome]:
    """Return what a campaign has found, one outcome for each name.

    Parameters
    ----------
    report : Report
        What `sparsest.campaign.run` returned for a `ClaimsJob`, or `sparsest.campaign.read`.
    names : sequence of str
        Ids of its claims, and `FAST_PATH`.

    Examples
    --------
    >>> counts = {"fast path accepted": 5, "c accepted": 3, "c vacuous": 2, "c microseconds": 1500}
    >>> report = Report({}, 5, 1, 0, counts, 0, (), 0.1)
    >>> [(o.name, o.verdict.value, o.vacuous) for o in outcomes(report, (FAST_PATH, "c"))]
    [('fast path', 'holds', 0), ('c', 'holds', 2)]
    """
    first: dict[object, Mapping[str, Any]] = {}
    for failure in report.failures:
        first.setdefault(failure.get("claim"), failure)
    return [
        Outcome(
            name,
            "property",
            **{word: report.counts.get(f"{name} {word}", 0) for word in COUNTED.values()},
            seconds=report.counts.get(f"{name} {CLOCK}", 0) / 1e6,
            reason=first.get(name, {}).get("reason", ""),
            witness=first.get(name, {}).get("witness", {}),
            case=first.get(name, {}).get("case", {}),
        )
        for name in names
    ]


def those_counted(report: Report, names: Iterable[str]) -> tuple[str, ...]:
    """Return the names of which the campaign has counted anything.

    Examples
    --------
    >>> those_counted(Report({}, 5, 1, 0, {"a b accepted": 5}, 0, (), 0.1), ("a", "b", "a b"))
    ('a b',)
    """
    return tuple(name for name in names if any(key in report.counts for key in _keys(name)))


def further(report: Report, names: Iterable[str]) -> dict[str, int]:
    """Return the counts that are of none of these names.

    Examples
    --------
    >>> further(Report({}, 5, 1, 0, {"a accepted": 5, "examples": 5}, 0, (), 0.1), ("a", "b"))
    {'examples': 5}
    """
    named = {key for name in names for key in _keys(name)}
    return {key: count for key, count in report.counts.items() if key not in named}


def _keys(name: str) -> list[str]:
    return [f"{name} {word}" for word in (*COUNTED.values(), CLOCK)]

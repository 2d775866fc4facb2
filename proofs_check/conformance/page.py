"""The report as one HTML page that needs nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from proofs_check.conformance.outcomes import OUTCOMES
from sparsest.exact.decimals import cut_text
from sparsest.extras import needs

if TYPE_CHECKING:
    from proofs_check.conformance.report import Report

__all__ = ["page", "require_jinja2"]

# So many failing cases are shown of a flag, and so much of a table; the JSON has all of them.
_CASES_OF_A_FLAG, _MOST_OF_A_TABLE = 5, 2_000


def require_jinja2() -> None:
    """Say what to install if the page cannot be made: before a run, not after it.

    Raises
    ------
    MissingExtraError
        If jinja2 is not installed.

    Examples
    --------
    >>> require_jinja2()
    """
    with needs("report", "pages of the conformance suite"):
        import jinja2  # noqa: F401 - whether it is there


def page(report: Report) -> str:
    """Return the page: the score, the flags with their notes, and failing cases with what was answered.

    Raises
    ------
    MissingExtraError
        If jinja2 is not installed.

    Examples
    --------
    >>> from proofs_check.conformance.session import run
    >>> from proofs_check.conformance.suite import load_suite
    >>> "<!DOCTYPE html>" in page(run(lambda case: {"knots": 1}, suite=load_suite(only=[414])))
    True
    """
    require_jinja2()
    import jinja2

    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("proofs_check.conformance", "templates"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=jinja2.StrictUndefined,
        keep_trailing_newline=True,
    )
    environment.filters["cut"] = lambda text: cut_text(text, _MOST_OF_A_TABLE)
    failing = [(one, report.test_of(one)) for one in report.results if one.fails]
    cases = {
        flag: [pair for pair in failing if flag in pair[0].flags][:_CASES_OF_A_FLAG] for flag in report.failing_flags
    }
    return environment.get_template("conformance.html").render(report=report, cases=cases, outcomes=OUTCOMES)

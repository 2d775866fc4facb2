"""What a command writes: its answer to standard output, and certificate, picture and table into files."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from sparsest.files import STANDARD_OUTPUT, refuse_clashes, suffix_of, write
from sparsest_cli.common import display, fail

if TYPE_CHECKING:
    from rich.console import RenderableType

    from sparsest.multivariate.solve import NetworkSolution
    from sparsest.univariate.solve import Solution
    from sparsest.univariate.staircase import Staircase
    from sparsest.univariate.tolerance import ToleranceSolution

__all__ = ["Outputs", "unreadable"]


class Outputs(NamedTuple):
    """Where an answer goes; "-" is standard output, where a file stands alone, without the report.

    Parameters
    ----------
    as_json : bool
        Whether standard output gets JSON in place of the report.
    certificate, plot, table : str or None
        The files to write.
    table_digits : int or None
        Significant digits of the table's decimals.
    """

    as_json: bool
    certificate: str | None = None
    plot: str | None = None
    table: str | None = None
    table_digits: int | None = None

    def check(self, data: str, *more: tuple[str, str | None]) -> None:
        """Raise `UsageError`, before anything is computed, if something cannot be written where it is told to.

        More (option, file) are what the command itself writes.
        """
        from sparsest.errors import UsageError

        answer = [("--json", STANDARD_OUTPUT)] if self.as_json else []
        files = [("--certificate", self.certificate), ("--plot", self.plot), ("--table", self.table)]
        refuse_clashes(data, [*answer, *files, *more])
        if self.table_digits is not None and not self.table:
            raise UsageError("--table-digits goes with --table FILE; add it")
        if self.table and suffix_of(self.table, ".csv") != ".csv":
            raise UsageError(
                f"--table {self.table}: a table is written as .csv; name the file so, or - for standard output"
            )
        if self.plot is not None:
            from sparsest.frame import refuse_suffix

            refuse_suffix(self._suffix, f"--plot {self.plot}: ")

    @property
    def _suffix(self) -> str:
        return suffix_of(self.plot or "", ".svg")

    def write_certificate(self, make: Callable[[], Mapping[str, object]]) -> str:
        """Write the certificate, if told; where no checker would read it, return why, and leave the file as it is.

        The reason is returned so that the answer, which may have taken long and is right, is shown before `end`.
        """
        if not self.certificate:
            return ""
        text, reason = unreadable(make())
        if not reason:
            write(self.certificate, text)
        return reason

    def write_picture(self, draw: Callable[[str], bytes]) -> None:
        """Write the picture that `draw` makes in the format of a suffix, if told."""
        if self.plot:
            write(self.plot, draw(self._suffix))

    def write_table(self, answer: Solution | NetworkSolution | ToleranceSolution | Staircase) -> None:
        """Write the answer as a table, if told."""
        if self.table:
            from sparsest.answer_table import answer_table

            write(self.table, answer_table(answer, self.table_digits) + "\n")

    def show(self, to_json: Callable[[], Any], report: Callable[[], RenderableType], unread: str = "") -> None:
        """Print the answer: as JSON or as a report, which says which files were written."""
        if self.as_json:
            click.echo(json.dumps(to_json(), indent=2))
            return
        certificate = None if unread else self.certificate
        display(report(), certificate=certificate, plot=self.plot, table=self.table)

    def end(self, unread: str) -> None:
        """End with exit code 2 if there is a reason why the certificate was not written."""
        if unread:
            fail(
                f"error: {self.certificate}: no certificate was written: {unread}; the answer stands, but for a "
                "certificate of it the data must have fewer points or shorter numbers",
                2,
            )


def unreadable(certificate: Mapping[str, object]) -> tuple[str, str]:
    """Return the text of a certificate, without a blank, and why no checker would read it, or "".

    Examples
    --------
    >>> unreadable({"problem": {"p": "1/" + "3" * 1001}})[1]
    'a number in its part "problem" has 1,001 digits, and checkers read 1,000'
    """
    from proofs_check.work import DATA_DIGITS, MAX_BYTES, SPLINE_DIGITS

    given = dict.fromkeys(("problem", "runs"), DATA_DIGITS)
    found = dict.fromkeys(("minimizer", "network", "cuts", "spline"), SPLINE_DIGITS)
    for part, limit in (given | found).items():
        longest = max(map(len, re.split("[^0-9]+", json.dumps(certificate.get(part)))))
        if longest > limit:
            return "", f'a number in its part "{part}" has {longest:,} digits, and checkers read {limit:,}'
    text = json.dumps(certificate, separators=(",", ":")) + "\n"
    if len(text) > MAX_BYTES:
        return "", f"it would have {len(text):,} bytes, and checkers read {MAX_BYTES:,}"
    return text, ""

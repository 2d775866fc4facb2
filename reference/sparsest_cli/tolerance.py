"""Gates instead of points: `sparsest solve` with a tolerance, and `sparsest tolerance`, which shows what each costs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from sparsest.errors import UsageError
from sparsest_cli.common import StrictCommand, passes_line
from sparsest_cli.outputs import Outputs
from sparsest_cli.reading import name_of, read_gates, reads_table

if TYPE_CHECKING:
    from flint import fmpq

__all__ = ["Within", "solve_within_tolerance", "tolerance"]


class Within(NamedTuple):
    """What was asked of `sparsest solve` about a tolerance.

    Parameters
    ----------
    tolerance, column, fit : str or None
        The options; None where they were not given.
    """

    tolerance: str | None
    column: str | None
    fit: str | None

    @property
    def asked(self) -> bool:
        """Whether there is a tolerance; `UsageError` for one too many, or for a fit without one.

        Examples
        --------
        >>> Within("1/20", None, None).asked, Within(None, None, None).asked
        (True, False)
        """
        if self.tolerance is not None and self.column is not None:
            raise UsageError("--tolerance and --tolerance-column: give one of them")
        found = self.tolerance is not None or self.column is not None
        if self.fit is not None and not found:
            raise UsageError("--fit goes with --tolerance or --tolerance-column; add one, or leave --fit out")
        return found


def solve_within_tolerance(data: str, p: str | None, within: Within, reading: dict[str, Any], out: Outputs) -> None:
    """Find the fewest knots within a tolerance; write and print what was found."""
    from sparsest.exact.exponent import Exponent
    from sparsest.univariate.priced import MOST_PRICED
    from sparsest.univariate.solve import solve

    if p is not None and Exponent.read(p).name != "0":
        raise UsageError(
            f"--p {p} with a tolerance: only the fewest knots, p = 0, are found within one; leave --p out, or solve "
            f"without a tolerance (for at most {MOST_PRICED} points Python's solve tries all candidates)"
        )
    points = read_gates(data, reading, within.column)
    asked: str | Sequence[fmpq | None] | None = within.tolerance if within.column is None else points.beside[0]
    with passes_line("solving") as advance:
        solution: Any = solve(points, tolerance=asked, fit=within.fit or "least", progress=advance)

    def draw(suffix: str) -> bytes:
        from sparsest.plot import picture_of_solution

        return picture_of_solution(solution, suffix, axes=(points.names[0], points.names[-1]))

    def describe() -> Any:
        from sparsest.report import tolerance_report

        return tolerance_report(solution, name_of(data))

    unread = out.write_certificate(solution.certificate)
    out.write_picture(draw)
    out.write_table(solution)
    out.show(solution.to_json, describe, unread)
    out.end(unread)


@click.command(cls=StrictCommand)
@click.argument("data", type=click.Path(allow_dash=True))
@click.option("--json", "as_json", is_flag=True, help="Print the steps as JSON, exact numbers as text.")
@click.option("--most", type=click.IntRange(1), metavar="K", help="The K steps of the largest tolerances only.")
@click.option(
    "--from", "lowest", metavar="LOW", help="Only tolerances from here on, and how many knots suffice at LOW."
)
@click.option("--to", "highest", metavar="HIGH", help="Only tolerances up to here.")
@click.option("--plot", metavar="FILE", help="Write a picture: .svg, .png or .pdf.")
@click.option("--table", metavar="FILE", help="Write the steps as a table: .csv.")
@reads_table
def tolerance(
    data: str, most: int | None, lowest: str | None, highest: str | None, reading: dict[str, Any], **files: Any
) -> None:
    """Compute the fewest knots against the tolerance: every step, exactly.

    From each tolerance that is shown on, it included, so many knots suffice and fewer do not, up to the next one. That
    answers "which tolerance?": `solve --tolerance T` gives the function. The last step is the best line.
    """
    from sparsest.univariate.staircase import staircase

    out = Outputs(**files)
    out.check(data)
    points = read_gates(data, reading)
    with passes_line("looking for steps") as advance:
        found = staircase(points, most=most, lowest=lowest or 0, highest=highest, progress=advance)

    def draw(suffix: str) -> bytes:
        from sparsest.tolerance_plot import picture_of_staircase

        return picture_of_staircase(found, suffix)

    def describe() -> Any:
        from sparsest.report import staircase_report

        return staircase_report(found, name_of(data))

    out.write_picture(draw)
    out.write_table(found)
    out.show(found.to_json, describe)

"""The commands that compute: `sparsest solve` and `sparsest path`."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import click

from sparsest.cli.common import UNDECIDED, bounds_line, progress_bar, show, write_whole
from sparsest.cli.reading import name_of, read_points, reads_table

if TYPE_CHECKING:
    from sparsest.data import Dataset
    from sparsest.multivariate.solve import NetworkSolution
    from sparsest.points import Points
    from sparsest.univariate.solve import Solution

    _TableWriter = Callable[[Solution | NetworkSolution], str | None]

__all__ = ["path", "solve"]

_P_HELP = 'Rational in (0, 1) like 1/2 or 0.4; "0": fewest knots; "0+", "1-": the limits p -> 0, p -> 1.'
_DIGITS_HELP = "Significant digits of its decimals; unless told, the shortest that read back to the nearest float."

_MODEL = click.option(
    "--model",
    type=click.Choice(["auto", "multivariate"]),
    default="auto",
    show_default=True,
    help="With one input column, auto is the univariate problem (2)/(3).",
)


@click.command()
@click.argument("data", type=click.Path(allow_dash=True))
@click.option("--p", "p", metavar="P", help=_P_HELP)
@click.option("--json", "as_json", is_flag=True, help="Print the solution as JSON, exact numbers as text.")
@click.option("--certificate", type=click.Path(), metavar="FILE", help="Write the proof, for `sparsest verify`.")
@click.option("--plot", type=click.Path(), metavar="FILE", help="Write a picture: .svg, .png or .pdf.")
@click.option("--table", metavar="FILE", help="Write the answer as a table: .csv, or - for standard output alone.")
@click.option("--table-digits", metavar="K", type=click.IntRange(1, 100_000), help=_DIGITS_HELP)
@_MODEL
@click.option("--count", type=click.Choice(["parameters", "neurons"]), help="Multivariate: what to have fewest of.")
@click.option("--seconds", type=click.FloatRange(0, min_open=True), help="Multivariate: stop after about this time.")
@reads_table
def solve(
    data: str,
    p: str | None,
    as_json: bool,
    certificate: str | None,
    plot: str | None,
    table: str | None,
    table_digits: int | None,
    model: str,
    count: str | None,
    seconds: float | None,
    reading: dict[str, Any],
) -> None:
    """Compute a global minimiser, exactly.

    One input column: sum |slope change|^p over all interpolants, P = 0+ unless told. More columns: networks without
    skip connection, biases charged; P = 0 (unless told) for the fewest nonzero parameters, else the least sum of their
    p-th powers. Exit code 3 if the time did not suffice for the proof: then what is known is printed.
    """
    from sparsest.errors import UsageError
    from sparsest.points import Points

    write_table = _table_writer(table, table_digits, as_json=as_json)
    points = read_points(data, reading, multivariate=model == "multivariate")
    if isinstance(points, Points):
        if plot:
            raise UsageError(f"--plot {plot}: there are pictures for one input only; leave --plot out")
        _solve_network(
            points, name_of(data), p or "0", as_json, certificate, count or "parameters", seconds, write_table
        )
    elif count or seconds:
        raise UsageError(
            "--count and --seconds belong to the multivariate problem; leave them out, or add --model multivariate"
        )
    else:
        _solve_univariate(points, name_of(data), p or "0+", as_json, certificate, plot, write_table)


def _solve_univariate(
    points: Dataset,
    name: str,
    p: str,
    as_json: bool,
    certificate: str | None,
    plot: str | None,
    write_table: _TableWriter,
) -> None:
    from sparsest.univariate.solve import solve as solve_univariate

    with progress_bar("solving", len(points) - 2) as advance:
        solution = solve_univariate(points, p, progress=advance)
    if certificate:
        write_whole(certificate, json.dumps(solution.certificate(), indent=1))
    if plot:
        from sparsest.plot import plot_solution

        plot_solution(solution, plot)
    table = write_table(solution)
    if as_json:
        click.echo(json.dumps(solution.to_json(), indent=2))
    elif table != "-":
        from sparsest.report import report

        show(report(solution, name), certificate=certificate, plot=plot, table=table)


def _table_writer(table: str | None, digits: int | None, *, as_json: bool) -> _TableWriter:
    """Return what writes the table of an answer and says where to; a `UsageError` if it cannot be written."""
    from sparsest.errors import UsageError

    if digits is not None and not table:
        raise UsageError("--table-digits goes with --table FILE; add it")
    if table is not None and table != "-" and not table.lower().endswith(".csv"):
        raise UsageError(f"--table {table}: a table is written as .csv; name the file so, or - for standard output")
    if table == "-" and as_json:
        raise UsageError("--table - and --json both write to standard output; give the table a file")

    def write(answer: Solution | NetworkSolution) -> str | None:
        if table:
            from sparsest.answer_table import answer_table

            text = answer_table(answer, digits)
            if table == "-":
                click.echo(text)
            else:
                write_whole(table, text)
        return table

    return write


def _solve_network(
    points: Points,
    name: str,
    p: str,
    as_json: bool,
    certificate: str | None,
    count: str,
    seconds: float | None,
    write_table: _TableWriter,
) -> None:
    from sparsest.multivariate.solve import solve_network

    with bounds_line() as progress:
        solution = solve_network(points, p, count=count, seconds=seconds, progress=progress)  # type: ignore[arg-type]
    proved = solution.optimal or p == "0"
    if certificate and proved:
        write_whole(certificate, json.dumps(solution.certificate()))
    table = write_table(solution)
    if as_json:
        click.echo(json.dumps(solution.to_json(), indent=2))
    elif table != "-":
        from sparsest.report import network_report

        show(network_report(solution, name), certificate=certificate if proved else None, table=table)
    if certificate and not proved:
        click.echo(f"sparsest: {certificate} was not written: there is no proof yet; give it more --seconds", err=True)
    sys.exit(0 if solution.optimal else UNDECIDED)


@click.command()
@click.argument("data", type=click.Path(allow_dash=True))
@click.option("--json", "as_json", is_flag=True, help="Print the path as JSON, numbers as text.")
@click.option("--digits", default=17, show_default=True, type=click.IntRange(1, 10_000), help="Of the breakpoints.")
@click.option("--certificate", type=click.Path(), metavar="FILE", help="Write the proof, for `sparsest verify`.")
@click.option("--plot", type=click.Path(), metavar="FILE", help="Write a picture: .svg, .png or .pdf.")
@_MODEL
@reads_table
def path(
    data: str, as_json: bool, digits: int, certificate: str | None, plot: str | None, model: str, reading: dict[str, Any]
) -> None:
    """Compute all minimisers over 0 < p < 1: pieces, breakpoints, critical exponent.

    Several input columns (small data only): the networks of least sum of p-th powers, and the threshold of the proof of
    the paper's Theorem 4.1 beside the critical exponent.
    """
    from sparsest.errors import UsageError
    from sparsest.points import Points
    from sparsest.univariate.path import MOST_CERTIFIED_DIGITS
    from sparsest.univariate.path import path as path_of

    points = read_points(data, reading, multivariate=model == "multivariate")
    if isinstance(points, Points):
        if certificate or plot:
            raise UsageError("--certificate and --plot go with one input column; leave them out")
        _network_path(points, name_of(data), as_json, digits)
        return
    with progress_bar("following the minimisers", len(points) - 2) as advance:
        found = path_of(points, progress=advance)
    if certificate:
        write_whole(certificate, json.dumps(found.certificate(min(digits, MOST_CERTIFIED_DIGITS)), indent=1))
    if plot:
        from sparsest.plot import plot_path

        plot_path(found, plot)
    if as_json:
        click.echo(json.dumps(found.to_json(digits), indent=2))
        return
    from sparsest.report import path_report

    show(path_report(found, name_of(data), digits), certificate=certificate, plot=plot)


def _network_path(points: Points, name: str, as_json: bool, digits: int) -> None:
    from sparsest.multivariate.threshold import thresholds

    with bounds_line() as progress:
        found = thresholds(points, progress=progress)
    if as_json:
        click.echo(json.dumps(found.to_json(digits), indent=2))
        return
    from sparsest.report import network_path_report

    show(network_path_report(found, name, digits))

"""The commands that compute: `sparsest solve` and `sparsest path`."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

from sparsest.cli.common import UNDECIDED, bounds_line, name_of, progress_bar, read_points, show, write_whole

if TYPE_CHECKING:
    from sparsest.data import Dataset
    from sparsest.points import Points

__all__ = ["path", "solve"]

_P_HELP = 'Rational in (0, 1) like 1/2 or 0.4; "0": fewest knots; "0+", "1-": the limits p -> 0, p -> 1.'

_MODEL = click.option(
    "--model",
    type=click.Choice(["auto", "multivariate"]),
    default="auto",
    show_default=True,
    help="With one input column, auto is the univariate problem (2)/(3).",
)


#: How long searches with several inputs may take, unless told.
_SECONDS = 60.0

_TIME = click.option(
    "--seconds",
    type=click.FloatRange(0, min_open=True),
    help=f"Multivariate: stop after this time with what is proved.  [default: {_SECONDS:g}]",
)


@click.command()
@click.argument("data", type=click.Path(allow_dash=True))
@click.option("--p", "p", metavar="P", help=_P_HELP)
@click.option("--json", "as_json", is_flag=True, help="Print the solution as JSON, exact numbers as text.")
@click.option("--certificate", type=click.Path(), metavar="FILE", help="Write the proof, for `sparsest verify`.")
@click.option("--plot", type=click.Path(), metavar="FILE", help="Write a picture: .svg, .png or .pdf.")
@_MODEL
@click.option("--count", type=click.Choice(["parameters", "neurons"]), help="Multivariate: what to have fewest of.")
@_TIME
def solve(
    data: str,
    p: str | None,
    as_json: bool,
    certificate: str | None,
    plot: str | None,
    model: str,
    count: str | None,
    seconds: float | None,
) -> None:
    """Compute a global minimiser, exactly.

    One input column: sum |slope change|^p over all interpolants, P = 0+ unless told. More columns: networks without
    skip connection, biases charged; P = 0 (unless told) for the fewest nonzero parameters, else the least sum of their
    p-th powers. Exit code 3 if the time did not suffice for the proof: then what is known is printed.
    """
    from sparsest.errors import UsageError
    from sparsest.points import Points

    points = read_points(data, multivariate=model == "multivariate")
    if isinstance(points, Points):
        if plot:
            raise UsageError(f"--plot {plot}: there are pictures for one input only; leave --plot out")
        _solve_network(points, name_of(data), p or "0", as_json, certificate, count or "parameters", seconds)
    elif count or seconds:
        raise UsageError(
            "--count and --seconds belong to the multivariate problem; leave them out, or add --model multivariate"
        )
    else:
        _solve_univariate(points, name_of(data), p or "0+", as_json, certificate, plot)


def _solve_univariate(
    points: Dataset, name: str, p: str, as_json: bool, certificate: str | None, plot: str | None
) -> None:
    from sparsest.univariate.solve import solve as solve_univariate

    with progress_bar("solving", len(points) - 2) as advance:
        solution = solve_univariate(points, p, progress=advance)
    if certificate:
        write_whole(certificate, json.dumps(solution.certificate(), indent=1))
    if plot:
        from sparsest.plot import plot_solution

        plot_solution(solution, plot)
    if as_json:
        click.echo(json.dumps(solution.to_json(), indent=2))
        return
    from sparsest.report import report

    show(report(solution, name), certificate=certificate, plot=plot)


def _solve_network(
    points: Points, name: str, p: str, as_json: bool, certificate: str | None, count: str, seconds: float | None
) -> None:
    from sparsest.multivariate.solve import solve_network

    with bounds_line() as progress, _limited(seconds) as limit:
        solution = solve_network(points, p, count=count, seconds=limit, progress=progress)  # type: ignore[arg-type]
    proved = solution.optimal or p == "0"
    if certificate and proved:
        write_whole(certificate, json.dumps(solution.certificate()))
    if as_json:
        click.echo(json.dumps(solution.to_json(), indent=2))
    else:
        from sparsest.report import network_report

        show(network_report(solution, name), certificate=certificate if proved else None)
    if certificate and not proved:
        click.echo(f"sparsest: {certificate} was not written: there is no proof yet; give it more --seconds", err=True)
    sys.exit(0 if solution.optimal else UNDECIDED)


@contextmanager
def _limited(seconds: float | None) -> Iterator[float]:
    """Yield how long a search may take; say on stderr that the default was used up."""
    begin = time.monotonic()
    yield seconds or _SECONDS
    if seconds is None and time.monotonic() - begin >= _SECONDS:
        click.echo(f"sparsest: the default of {_SECONDS:g} s is used up; --seconds N gives the search N", err=True)


@click.command()
@click.argument("data", type=click.Path(allow_dash=True))
@click.option("--json", "as_json", is_flag=True, help="Print the path as JSON, numbers as text.")
@click.option("--digits", default=17, show_default=True, type=click.IntRange(1, 10_000), help="Of the breakpoints.")
@click.option("--certificate", type=click.Path(), metavar="FILE", help="Write the proof, for `sparsest verify`.")
@click.option("--plot", type=click.Path(), metavar="FILE", help="Write a picture: .svg, .png or .pdf.")
@_MODEL
@_TIME
def path(
    data: str,
    as_json: bool,
    digits: int,
    certificate: str | None,
    plot: str | None,
    model: str,
    seconds: float | None,
) -> None:
    """Compute all minimisers over 0 < p < 1: pieces, breakpoints, critical exponent.

    Several input columns (small data only): the networks of least sum of p-th powers, and the threshold of the proof of
    the paper's Theorem 4.1 beside the critical exponent. Exit code 3 if the time did not suffice: then what is proved
    is printed.
    """
    from sparsest.errors import UsageError
    from sparsest.points import Points
    from sparsest.univariate.path import MOST_CERTIFIED_DIGITS
    from sparsest.univariate.path import path as path_of

    points = read_points(data, multivariate=model == "multivariate")
    if isinstance(points, Points):
        if certificate or plot:
            raise UsageError("--certificate and --plot go with one input column; leave them out")
        _network_path(points, name_of(data), as_json, digits, seconds)
        return
    if seconds:
        raise UsageError("--seconds belongs to the multivariate problem; leave it out, or add --model multivariate")
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


def _network_path(points: Points, name: str, as_json: bool, digits: int, seconds: float | None) -> None:
    from sparsest.multivariate.threshold import Thresholds, thresholds

    with bounds_line() as progress, _limited(seconds) as limit:
        found = thresholds(points, seconds=limit, progress=progress)
    if as_json:
        click.echo(json.dumps(found.to_json(digits), indent=2))
    else:
        from sparsest.report import network_path_report

        show(network_path_report(found, name, digits))
    sys.exit(0 if isinstance(found, Thresholds) else UNDECIDED)

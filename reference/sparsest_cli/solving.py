"""The commands that compute: `sparsest solve` and `sparsest path`."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import click

from sparsest.errors import UsageError
from sparsest_cli.common import UNDECIDED, StrictCommand, bounds_line, progress_bar, say
from sparsest_cli.outputs import Outputs
from sparsest_cli.reading import name_of, read_points, reads_table
from sparsest_cli.tolerance import Within, solve_within_tolerance

if TYPE_CHECKING:
    from sparsest.data import Dataset
    from sparsest.multivariate.network import MultivariateNetwork
    from sparsest.points import Points

__all__ = ["path", "solve"]

_P_HELP = 'Rational in (0, 1) like 1/2 or 0.4; "0": fewest knots; "0+", "1-": the limits p -> 0, p -> 1.'
_DIGITS_HELP = "Significant digits of its decimals; unless told, the shortest that read back to the nearest float."
#: How long searches with several inputs may take, unless told.
_SECONDS = 60.0
_LIMIT_DIGITS, _LIMIT_SHOWN = 9, 40
#: Of so many inputs networks are drawn.
_MAPPED = 2

_TIME = click.option(
    "--seconds",
    type=click.FloatRange(0, min_open=True),
    help=f"Multivariate: stop after this time with what is proved.  [default: {_SECONDS:g}]",
)
_MODEL = click.option(
    "--model",
    type=click.Choice(["auto", "multivariate"]),
    default="auto",
    show_default=True,
    help="With one input column, auto is the univariate problem (2)/(3).",
)
_CERTIFICATE = click.option("--certificate", metavar="FILE", help="Write the proof, for `sparsest verify`.")
_PLOT = click.option("--plot", metavar="FILE", help="Write a picture: .svg, .png or .pdf.")


def _limit(_context: click.Context, _option: click.Parameter, value: str | None) -> int | None:
    """Return how many are to be listed; `UsageError` for anything but a whole number, such as the name of a file."""
    if value is None or (value.isascii() and value.isdigit() and len(value) <= _LIMIT_DIGITS):
        return None if value is None else int(value)
    raise click.UsageError(
        f"--local {value[:_LIMIT_SHOWN]}: give a whole number of at most {_LIMIT_DIGITS} digits, how many are listed; "
        "DATA goes before a --local without one"
    )


@click.command(cls=StrictCommand)
@click.argument("data", type=click.Path(allow_dash=True))
@click.option("--p", "p", metavar="P", help=_P_HELP)
@click.option("--json", "as_json", is_flag=True, help="Print the solution as JSON, exact numbers as text.")
@_CERTIFICATE
@_PLOT
@click.option("--table", metavar="FILE", help="Write the answer as a table: .csv.")
@click.option("--table-digits", metavar="K", type=click.IntRange(1, 100_000), help=_DIGITS_HELP)
@click.option("--tolerance", metavar="T", help="Fewest knots within T of the labels: 0.05, 1/20, inf.")
@click.option("--tolerance-column", metavar="COLUMN", help="The same with a tolerance for each point.")
@click.option(
    "--fit",
    type=click.Choice(["least", "any"]),
    help="Within a tolerance: the least largest residual of all with so few knots, or the first found, in linear time."
    "  [default: least]",
)
@click.option(
    "--local",
    metavar="[LIMIT]",
    is_flag=False,
    flag_value="10",
    callback=_limit,
    help="List the first LIMIT local minimisers of V_p too, which are the same for every p, and count them.  [10]",
)
@_MODEL
@click.option("--count", type=click.Choice(["parameters", "neurons"]), help="Multivariate: what to have fewest of.")
@_TIME
@click.option(
    "--train",
    "training",
    type=click.FloatRange(0, min_open=True),
    metavar="SECONDS",
    help="Several inputs: first train and polish networks for this time, on top of --seconds, and start from the best.",
)
@reads_table
def solve(
    data: str,
    p: str | None,
    model: str,
    count: str | None,
    seconds: float | None,
    training: float | None,
    tolerance: str | None,
    tolerance_column: str | None,
    fit: str | None,
    local: int | None,
    reading: dict[str, Any],
    **files: Any,
) -> None:
    """Compute a global minimiser, exactly.

    One input column: sum |slope change|^p over all interpolants, P = 0+ unless told; with a tolerance the fewest knots
    (P = 0) of all functions within it, exit code 1 if there is none. More columns: networks without
    skip connection, biases charged; P = 0 (unless told) for the fewest nonzero parameters, else the least sum of their
    p-th powers. Exit code 3 if the time did not suffice for the proof: then what is known is printed.
    """
    from sparsest.points import Points

    out, within = Outputs(**files), Within(tolerance, tolerance_column, fit)
    out.check(data)
    if within.asked:
        if count or seconds or training or model == "multivariate":
            raise UsageError("--model, --count, --seconds and --train do not go with a tolerance; leave them out")
        if local is not None:
            raise UsageError("--local is about functions through all points and not within a tolerance; leave one out")
        solve_within_tolerance(data, p, within, reading, out)
        return
    points = read_points(data, reading, multivariate=model == "multivariate")
    if isinstance(points, Points):
        if out.plot and points.dimension != _MAPPED:
            raise UsageError(
                f"--plot {out.plot}: networks are drawn as maps of two inputs, and there are {points.dimension}; "
                "leave --plot out"
            )
        if local is not None:
            raise UsageError("--local is about one input column and the univariate problem; leave it out")
        _solve_network(points, name_of(data), (p or "0", count or "parameters"), (training, seconds), out)
    elif training:
        raise UsageError("--train goes with several inputs; with one the minimum is found at once: leave it out")
    elif count or seconds:
        raise UsageError(
            "--count and --seconds belong to the multivariate problem; leave them out, or add --model multivariate"
        )
    else:
        _solve_univariate(points, name_of(data), p or "0+", local, out)


def _solve_univariate(points: Dataset, name: str, p: str, limit: int | None, out: Outputs) -> None:
    from sparsest.univariate.local import local_minimizers
    from sparsest.univariate.solve import solve as solve_univariate

    with progress_bar("solving", len(points) - 2) as advance:
        solution = solve_univariate(points, p, progress=advance)
    local = local_minimizers(points)
    if limit is not None:
        local.ranking(solution.p)  # what is refused is refused before anything is written

    def draw(suffix: str) -> bytes:
        from sparsest.plot import picture_of_solution

        return picture_of_solution(solution, suffix, axes=(points.names[0], points.names[-1]))

    def describe() -> Any:
        from rich.console import Group

        from sparsest.local_report import local_report
        from sparsest.report import report

        more = [] if limit is None else [local_report(local, solution.p, limit)]
        return Group(report(solution, name), *more)

    def to_json() -> dict[str, object]:
        more = {} if limit is None else {"local_minimizers": local.to_json(solution.p, limit)}
        return {**solution.to_json(), **more}

    unread = out.write_certificate(solution.certificate)
    out.write_picture(draw)
    out.write_table(solution)
    out.show(to_json, describe, unread)
    out.end(unread)


def _solve_network(
    points: Points, name: str, wanted: tuple[str, str], times: tuple[float | None, float | None], out: Outputs
) -> None:
    """Solve for p and what is counted, in the seconds of training and of the search."""
    from sparsest.multivariate.solve import solve_network

    (p, count), (training, seconds) = wanted, times
    start = None if training is None else _trained(points, p, count, training)
    with bounds_line() as progress, _limited(seconds) as limit:
        solution = solve_network(points, p, count=count, seconds=limit, progress=progress, incumbent=start)  # type: ignore[arg-type]
    proved = solution.optimal or p == "0"
    written = out if proved else out._replace(certificate=None)

    def describe() -> Any:
        from sparsest.report import network_report

        return network_report(solution, name)

    def draw(suffix: str) -> bytes:
        from sparsest.plot import picture_of_solution

        return picture_of_solution(solution, suffix)

    unread = written.write_certificate(solution.certificate)
    written.write_picture(draw)
    written.write_table(solution)
    written.show(solution.to_json, describe, unread)
    if out.certificate and not proved:
        say(f"sparsest: {out.certificate} was not written: there is no proof yet; give it more --seconds")
    written.end(unread)
    sys.exit(0 if solution.optimal else UNDECIDED)


def _trained(points: Points, p: str, count: str, seconds: float) -> MultivariateNetwork | None:
    """Return the best polished network of a time of training; say so if there is none."""
    from sparsest.training.incumbents import trained_incumbent

    with bounds_line() as progress:
        found = trained_incumbent(points, p, count=count, seconds=seconds, progress=progress)  # type: ignore[arg-type]
    if found is None:
        say(f"sparsest: no network was trained and polished in {seconds:g} s; the search starts without one")
    return found


@contextmanager
def _limited(seconds: float | None) -> Iterator[float]:
    """Yield how long a search may take; say on stderr that the default was used up."""
    begin = time.monotonic()
    yield seconds or _SECONDS
    if seconds is None and time.monotonic() - begin >= _SECONDS:
        say(f"sparsest: the default of {_SECONDS:g} s is used up; --seconds N gives the search N")


@click.command(cls=StrictCommand)
@click.argument("data", type=click.Path(allow_dash=True))
@click.option("--json", "as_json", is_flag=True, help="Print the path as JSON, numbers as text.")
@click.option("--digits", default=17, show_default=True, type=click.IntRange(1, 10_000), help="Of the breakpoints.")
@_CERTIFICATE
@_PLOT
@_MODEL
@_TIME
@reads_table
def path(data: str, digits: int, model: str, seconds: float | None, reading: dict[str, Any], **files: Any) -> None:
    """Compute all minimisers over 0 < p < 1: pieces, breakpoints, critical exponent.

    Several input columns (small data only): the networks of least sum of p-th powers, and the threshold of the proof of
    the paper's Theorem 4.1 beside the critical exponent. Exit code 3 if the time did not suffice: then what is proved
    is printed.
    """
    from sparsest.points import Points

    out = Outputs(**files)
    out.check(data)
    points = read_points(data, reading, multivariate=model == "multivariate")
    if isinstance(points, Points):
        _network_path(points, name_of(data), digits, seconds, out)
    elif seconds:
        raise UsageError("--seconds belongs to the multivariate problem; leave it out, or add --model multivariate")
    else:
        _univariate_path(points, name_of(data), digits, out)


def _univariate_path(points: Dataset, name: str, digits: int, out: Outputs) -> None:
    from sparsest.univariate.breakpoint import MOST_CERTIFIED_DIGITS
    from sparsest.univariate.path import path as path_of

    with progress_bar("following the minimisers", len(points) - 2) as advance:
        found = path_of(points, progress=advance)

    def draw(suffix: str) -> bytes:
        from sparsest.plot import picture_of_path

        return picture_of_path(found, suffix, axes=(points.names[0], points.names[-1]))

    def describe() -> Any:
        from sparsest.report import path_report

        return path_report(found, name, digits)

    unread = out.write_certificate(lambda: found.certificate(min(digits, MOST_CERTIFIED_DIGITS)))
    out.write_picture(draw)
    out.show(lambda: found.to_json(digits), describe, unread)
    out.end(unread)


def _network_path(points: Points, name: str, digits: int, seconds: float | None, out: Outputs) -> None:
    from sparsest.multivariate.threshold import Thresholds, thresholds
    from sparsest.univariate.breakpoint import MOST_CERTIFIED_DIGITS

    with bounds_line() as progress, _limited(seconds) as limit:
        found = thresholds(points, seconds=limit, progress=progress)

    def describe() -> Any:
        from sparsest.report import network_path_report

        return network_path_report(found, name, digits)

    def draw(suffix: str) -> bytes:
        from sparsest.plot import picture_of_path

        return picture_of_path(found, suffix)

    complete = isinstance(found, Thresholds)
    drawn = complete or points.dimension == _MAPPED
    written = out._replace(plot=out.plot if drawn else None, certificate=out.certificate if complete else None)
    unread = ""
    if isinstance(found, Thresholds):
        proved = found
        unread = written.write_certificate(lambda: proved.certificate(min(digits, MOST_CERTIFIED_DIGITS)))
    written.write_picture(draw)
    written.show(lambda: found.to_json(digits), describe, unread)
    for file in (name for name, kept in ((out.plot, drawn), (out.certificate, complete)) if name and not kept):
        say(f"sparsest: {file} was not written: not all candidates are known yet; give it more --seconds")
    written.end(unread)
    sys.exit(0 if complete else UNDECIDED)

"""`sparsest validate`: somebody's network held against the exact optimum."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import click

from sparsest.errors import SparsestError, UsageError
from sparsest.files import write
from sparsest_cli.common import StrictCommand, bounds_line, fail, say, status_line
from sparsest_cli.networks import interval_of, read_layers_of, reads_network
from sparsest_cli.outputs import Outputs
from sparsest_cli.reading import name_of, read_gates, read_points, reads_table

if TYPE_CHECKING:
    from sparsest.data import Dataset
    from sparsest.multivariate.box import BoxRange
    from sparsest.points import Points
    from sparsest.validation.validate import Validation
    from sparsest.validation.verdict import Better

__all__ = ["validate"]

# Options with the files that they name.
_Wanted = Sequence[tuple[str, str | None]]

_SECONDS = 60.0
# From so many points it may take more than two seconds.
_MANY_POINTS = 20_000
# What a better network is written as.
_NETWORKS = (".pt", ".safetensors", ".npz", ".onnx", ".json")


@click.command(cls=StrictCommand)
@click.argument("network", type=click.Path(allow_dash=True))
@click.argument("data", type=click.Path(allow_dash=True))
@click.option(
    "--p", default="1/2", show_default=True, metavar="P", help='Of the path norm: 0 < P < 1, "0", "0+" or "1-".'
)
@click.option("--tolerance", metavar="T", help="Is it within T of every label? 0.05, 1/20.")
@click.option("--tolerance-column", metavar="COLUMN", help="The same with a tolerance for each point.")
@click.option("--range", "box", multiple=True, metavar="LOW,HIGH", help="Its exact range there; repeat for each input.")
@click.option(
    "--model",
    type=click.Choice(["auto", "multivariate"]),
    default="auto",
    show_default=True,
    help="With one input column, auto is the univariate problem (2)/(3).",
)
@click.option(
    "--seconds",
    type=click.FloatRange(0, min_open=True),
    help=f"Multivariate: how long to look for the optimum.  [default: {_SECONDS:g}]",
)
@click.option("--json", "as_json", is_flag=True, help="Print everything as JSON, exact numbers as text.")
@click.option("--certificate", metavar="FILE", help="Write the proof, for `sparsest verify`.")
@click.option("--plot", metavar="FILE", help="Write a picture: .svg, .png or .pdf.")
@click.option(
    "--better", metavar="FILE", help="Write the better network, if any: .pt, .safetensors, .npz, .onnx, .json."
)
@click.option("--better-own", metavar="FILE", help="Write the one that is best for the network's own outputs.")
@reads_network
@reads_table
def validate(
    network: str,
    data: str,
    p: str,
    tolerance: str | None,
    tolerance_column: str | None,
    box: tuple[str, ...],
    model: str,
    seconds: float | None,
    better: str | None,
    better_own: str | None,
    how: dict[str, Any],
    reading: dict[str, Any],
    **files: Any,
) -> None:
    """Check a network of one hidden ReLU layer on data: exactly, each float as the number that it is.

    Does it interpolate, is it minimal, how far from the best is it, and what is the better one? NETWORK is a PyTorch
    state dict (.pt), safetensors, ONNX, .npz, or JSON of ours. Exit code 0: proved minimal, or within the tolerance;
    1: not minimal, or does not interpolate; 3: undecided.
    """
    from sparsest.validation.extent import range_over
    from sparsest.validation.validate import validate as validate_exactly
    from sparsest.validation.verdict import VERDICTS

    out = Outputs(**files)
    wanted = (("--better", better), ("--better-own", better_own))
    _check_files(network, data, out, wanted)
    ends = [interval_of(text, "--range") for text in box]
    points, allowed = _points(data, reading, (tolerance, tolerance_column), model)
    _check_inputs(points, out, seconds)
    layers = read_layers_of(network, how)
    if len(ends) not in {0, 1, layers.dimension}:
        raise UsageError(f"--range is given {len(ends)} times; give it once, or for each of {layers.dimension} inputs")
    exact = layers.to_network()
    if layers.added and (model != "auto" or layers.dimension > 1):
        say(f"sparsest: {name_of(network)}: {'; '.join(layers.added)}")
    with bounds_line() as progress, status_line("validating", len(points) > _MANY_POINTS):
        found = validate_exactly(
            exact, points, p, tolerance=allowed, seconds=seconds or _SECONDS, progress=progress,
        )  # fmt: skip
        extent = [range_over(exact, ends, seconds=seconds or _SECONDS)] if ends else []

    _write_answer(found, extent, (network, data), out, wanted)
    sys.exit(VERDICTS[found.verdict])


def _write_answer(
    found: Validation, extent: Sequence[BoxRange], names: tuple[str, str], out: Outputs, wanted: _Wanted
) -> None:
    """Write files and print the answer; what cannot be written is said after it."""
    network, data = names

    def draw(suffix: str) -> bytes:
        from sparsest.validation_plot import picture_of_validation

        return picture_of_validation(found, suffix, axes=(found.data.names[0], found.data.names[-1]))

    def describe() -> Any:
        from sparsest.validation_report import validation_report

        return validation_report(found, name_of(network), name_of(data), extent)

    def to_json() -> dict[str, object]:
        from sparsest.validation.extent import range_json

        return {**found.to_json(), **({"range": range_json(extent[0])} if extent else {})}

    unread = _write_certificate(found, out)
    out.write_picture(draw)
    lost: list[str] = []
    for (option, file), one in zip(wanted, (found.better, found.better_own), strict=True):
        lost += _write_better(file, option, one)
    shown = out if found.is_certified else out._replace(certificate=None)
    shown.show(to_json, describe, unread)
    out.end(unread)
    if lost:
        fail(f"error: {'; '.join(lost)}; the answer stands", 2)


def _check_files(network: str, data: str, out: Outputs, wanted: _Wanted) -> None:
    """Refuse, before anything is read, what cannot be read or written as it is told."""
    from sparsest.interchange.export import target_of

    if network == data == "-":
        raise UsageError("NETWORK and DATA cannot both come from standard input; give one of them as a file")
    for source in (data, network):
        out.check(source, *wanted)
    for option, file in wanted:
        if file is not None and not (file.lower().endswith(_NETWORKS) and target_of(file) in _NETWORKS):
            raise UsageError(
                f"{option} {file}: a network is written as one of {', '.join(_NETWORKS)}; "
                "other formats are made of a .json by `sparsest export`"
            )


def _check_inputs(points: Dataset | Points, out: Outputs, seconds: float | None) -> None:
    """Refuse, before anything is computed, what does not go with so many inputs."""
    from sparsest.data import Dataset

    if isinstance(points, Dataset):
        if seconds:
            raise UsageError("--seconds belongs to the multivariate problem; leave it out")
    elif out.plot:
        raise UsageError(f"--plot {out.plot}: there are pictures of the univariate problem only; leave it out")


def _write_certificate(found: Validation, out: Outputs) -> str:
    """Write the certificate, if told and if something is proved; return why no checker would read it, or ""."""
    if out.certificate and not found.is_certified:
        cure = "give the search more --seconds" if found.labels else "no function is within the tolerance"
        say(f"sparsest: {out.certificate} was not written: nothing is proved; {cure}")
        return ""
    return out.write_certificate(found.certificate)


def _points(
    data: str, reading: dict[str, Any], tolerance: tuple[str | None, str | None], model: str
) -> tuple[Dataset | Points, Any]:
    """Return the points, and the tolerance or those of the rows."""
    one, column = tolerance
    if one is not None and column is not None:
        raise UsageError("--tolerance and --tolerance-column: give one of them")
    if column is not None:
        points = read_gates(data, reading, column)
        return points, points.beside[0]
    return read_points(data, reading, multivariate=model == "multivariate", gates=one is not None), one


def _write_better(file: str | None, option: str, better: Better | None) -> list[str]:
    """Write a better network, if told and if there is one; say so if there is none.

    Returns
    -------
    list of str
        Why it could not be written, if so: that must not lose the answer, which may have taken long.
    """
    if file is None:
        return []
    if better is None:
        say(f"sparsest: {file} was not written: {option}: no better network is known")
        return []
    from sparsest.interchange.export import export, target_of
    from sparsest.interchange.layers import Layers

    try:
        made = export(Layers.of_network(better.network), target_of(file))
        write(file, made.content)
    except SparsestError as error:
        return [f"{option} {file}: {error} (a .json holds every number)"]
    if made.account.notes:
        say(f"sparsest: {file}: {'; '.join(made.account.notes)}")
    return []

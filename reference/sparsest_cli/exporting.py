"""`sparsest export`: an exact result as a file for other tools, and what rounding did to it."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from sparsest.errors import UsageError, one_line
from sparsest.files import STANDARD_OUTPUT, is_standard_output, refuse_clashes, write
from sparsest_cli.common import StrictCommand, display, status_line
from sparsest_cli.networks import interval_of, read_layers_of, reads_network
from sparsest_cli.reading import name_of, read_points, reads_table, standard_input

if TYPE_CHECKING:
    from flint import fmpq

    from sparsest.interchange.account import Account
    from sparsest.interchange.layers import Layers
    from sparsest.interchange.measures import Labelled
    from sparsest.interchange.wishes import Wishes

__all__ = ["export"]

# What Coq takes for the name of a file.
_COQ_NAME = re.compile("[A-Za-z_][A-Za-z0-9_]*")
# So many neurons and points take a second or more, where the best of several roundings is looked for.
_MUCH = 2000


@click.command(cls=StrictCommand)
@click.argument("source", type=click.Path(allow_dash=True))
@click.option("--to", "file", required=True, metavar="FILE", help="What to write; its suffix says the format.")
@click.option("--bits", type=click.Choice(["64", "32", "16"]), help="Of the floats in the file; 64 unless told.")
@click.option("--tolerance", metavar="T", help="Choose the rounding such that every label is met within T.")
@click.option("--data", type=click.Path(allow_dash=True), metavar="DATA", help="The points; a certificate has its own.")
@click.option("--box", metavar="LO,HI", help="The interval; from the first data point to the last unless told.")
@click.option(
    "--c-type", type=click.Choice(["double", "float", "int32", "int16"]), help="For .c: of inputs and outputs."
)
@click.option("--x-unit", metavar="U", help="For .c with integers: what the input 1 stands for; 1 unless told.")
@click.option("--y-unit", metavar="U", help="For .c with integers: what the output 1 stands for; 1 unless told.")
@click.option("--difference", metavar="T", help="For .vnnlib: what network and function may differ by.")
@click.option("--json", "as_json", is_flag=True, help="Print what rounding did as JSON.")
@reads_network
@reads_table
def export(
    source: str,
    file: str,
    data: str | None,
    as_json: bool,
    how: dict[str, Any],
    reading: dict[str, Any],
    **asked: Any,
) -> None:
    """Write SOURCE, a certificate, what `solve --json` printed or a network's file, in another format.

    Formats: .pt, .safetensors, .npz, .onnx (networks); .json (exact); .csv (a table of the function); .ppoly.npz
    (SciPy); .c; .vnnlib, with the network in .onnx beside it; .v, of a certificate at one p or within a tolerance, for
    Coq's kernel to prove what it claims. Numbers are rounded as the format demands, and what that
    does to the function is computed exactly and said. Exit code 1 if no rounding is within the tolerance.
    """
    from sparsest.interchange.export import PROOF, target_of
    from sparsest.interchange.export import export as exported

    if is_standard_output(file):
        raise UsageError(f"--to {file}: the suffix says the format; give the name of a file")
    suffix = target_of(file)
    beside = {".onnx": str(Path(file).with_suffix(".onnx"))} if suffix == ".vnnlib" else {}
    _refuse_files(source, data, file, beside, as_json=as_json)
    if suffix == PROOF:
        _prove(source, file, as_json=as_json)
        return
    layers, points = _read(source, how)
    if data is not None:
        points = _points(data, reading)
    wishes = _wishes(points, Path(file).name[: -len(suffix)], **asked)
    with status_line("rounding", len(layers.v) + len(points or ()) > _MUCH):
        made = exported(layers, suffix, wishes)
    for other, content in made.beside.items():
        write(beside[other], content)
    write(file, made.content)
    _show(made.account, [file, *(beside[other] for other in made.beside)], name_of(source), as_json=as_json)


def _prove(source: str, file: str, *, as_json: bool) -> None:
    """Write a certificate as a file for Coq, which compiles if its kernel has checked what is claimed."""
    from proofs_check.checker import Verdict
    from proofs_check.formal.reading import read
    from proofs_check.formal.writing import proof_file
    from sparsest.interchange.account import Account
    from sparsest.interchange.tensors import MAX_BYTES, content_of

    _refuse_options_of_others(file)
    if not _COQ_NAME.fullmatch(Path(file).stem):
        raise UsageError(f"--to {file}: Coq takes the name for one of its own: letters, digits and _, no digit first")
    name = name_of(source)
    given = read(standard_input(MAX_BYTES + 1) if source == "-" else content_of(source)[1])
    if isinstance(given, Verdict):
        raise UsageError(
            f"{name}: no certificate that Coq can read: {given.reason} [{given.clause}]; a proof is made from what "
            "--certificate FILE wrote"
        )
    with status_line("writing", len(given.points) > _MUCH):
        text = proof_file(given, title=name)
    write(file, text.encode())
    note = (
        f"coqc -Q FOLDER Sparsest {Path(file).name} compiles it, where FOLDER has the development, which make proofs "
        f"compiles in build/formal; sparsest verify {'CERTIFICATE' if source == '-' else name} --coq does both"
    )
    account = Account("Coq, a theorem", len(given.knots), 1, "none: the numbers are exact", notes=(note,))
    _show(account, [file], name, as_json=as_json)


def _refuse_options_of_others(file: str) -> None:
    """Refuse all options but those that a file for Coq has."""
    from click.core import ParameterSource

    context = click.get_current_context()
    given = [
        option.opts[0]
        for option in context.command.params
        if option.name and context.get_parameter_source(option.name) is ParameterSource.COMMANDLINE
    ]
    if left := sorted(set(given) - {"source", "--to", "--json"}):
        raise UsageError(f"--to {file}: {', '.join(left)} says nothing for this format; leave it out")


def _refuse_files(source: str, data: str | None, file: str, beside: dict[str, str], *, as_json: bool) -> None:
    """Refuse, before anything is read, what would destroy what is read, or be lost."""
    if source == "-" and data == "-":
        raise UsageError("SOURCE - and --data -: standard input can be read once; give the name of a file")
    outputs = [("--to", file), *(("--to", other) for other in beside.values())]
    for read in (source, data):
        refuse_clashes(read, [*([("--json", STANDARD_OUTPUT)] if as_json else []), *outputs])


def _read(source: str, how: dict[str, Any]) -> tuple[Layers, Labelled | None]:
    """Return the network, and the points that stand beside it in a certificate."""
    from sparsest.interchange.given import points_in
    from sparsest.interchange.strict_json import parse
    from sparsest.interchange.tensors import MAX_BYTES, content_of

    content = standard_input(MAX_BYTES + 1) if source == "-" else content_of(source)[1]
    layers = read_layers_of(source, how, content)._replace(notes=())  # they were said
    # A certificate begins like this, as all JSON of ours does; so does no file of tensors.
    text = content.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] == b"{"
    return layers, points_in(parse(content, name_of(source)), name_of(source)) if text else None


def _points(data: str, reading: dict[str, Any]) -> Labelled:
    from sparsest.interchange.measures import labelled

    return labelled(read_points(data, reading, multivariate=False))


def _wishes(points: Labelled | None, stem: str, **asked: Any) -> Wishes:
    from sparsest.interchange.wishes import Wishes

    bits, box, c_type = (asked.pop(name) for name in ("bits", "box", "c_type"))
    interval = interval_of(box, "--box") if box else None
    numbers = {name: _number(name, value) for name, value in asked.items()}
    return Wishes(data=points, stem=stem, bits=bits and int(bits), box=interval, c_type=c_type, **numbers)


def _number(name: str, text: str | None) -> fmpq | None:
    """Return the number that an option gives, exactly."""
    from sparsest.errors import DataError
    from sparsest.exact.rationals import to_rational

    if text is None:
        return None
    try:
        return to_rational(text)
    except DataError as error:
        raise UsageError(f"--{name.replace('_', '-')}: {error}") from None


def _show(account: Account, files: list[str], name: str, *, as_json: bool) -> None:
    """Print what was done, after it was done."""
    if as_json:
        click.echo(json.dumps({**account.to_json(), "files": files}, indent=2))
        return
    from rich.text import Text

    lines = account.lines()
    width = max(len(what) for what, _ in lines)
    shown = "\n".join(f"{what:<{width}}  {value}" for what, value in lines)
    display(Text(f"{name} as {account.format}\n{shown}"))
    for file in files:
        click.echo(f"written to {one_line(file)}")

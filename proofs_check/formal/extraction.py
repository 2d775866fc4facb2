"""The third checker: OCaml, extracted from the checkers that are proved right, with a reader of JSON that is not."""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from pathlib import Path

from proofs_check.formal.development import run, run_coqc
from sparsest.errors import UsageError

__all__ = ["EXTRACTED", "extract", "verdicts"]

#: Its sources: what is extracted, the reader, the hints, the program.
EXTRACTED = Path(__file__).parent / "extracted"

_ORDER = ("checker.mli", "checker.ml", "json.ml", "reader.ml", "tolerance.ml", "hinting.ml", "main.ml")


def extract(theories: Path) -> str:
    """Extract and compile the checker in the folder of the compiled development; return where it is.

    Raises
    ------
    UsageError
        If there is no OCaml compiler, or no Zarith for it.
    CoqError
        If something does not compile.
    """
    if shutil.which("ocamlfind") is None:
        raise UsageError(
            "there is no ocamlfind; install OCaml and Zarith (Debian: apt-get install libzarith-ocaml-dev)"
        )
    room = theories / "extracted"
    room.mkdir(exist_ok=True)
    for source in EXTRACTED.iterdir():
        shutil.copyfile(source, room / source.name)
    run_coqc(room / "Extraction.v", theories)
    run(["ocamlfind", "ocamlopt", "-w", "-a", "-package", "zarith", "-linkpkg", *_ORDER, "-o", "checker"], room)
    return str(room / "checker")


def verdicts(program: Path, files: Iterable[Path], *, seconds: float | None = None) -> list[tuple[str, str]]:
    """Return verdict and clause ("" of an accepted one) on each file, in order.

    Raises
    ------
    CoqError
        If the program breaks off.
    """
    names = "\n".join(str(file.resolve()) for file in files)
    said = run([str(program.resolve())], program.parent, seconds=seconds, given=names)
    return [(verdict, clause) for verdict, _, clause in (line.partition(" ") for line in said.splitlines())]

"""Building the Coq development, once for each state of its sources and each version of Coq."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory

from sparsest.errors import UsageError

__all__ = ["THEORIES", "CoqError", "build", "built", "coq_version", "recheck", "run", "run_coqc", "sources"]

#: Where the sources are; `_CoqProject` in it names them in reading order.
THEORIES = Path(__file__).parent / "theories"

# How to come by it, in a word: the errors end with it.
_CURE = "install Coq 8.16 or newer (Debian: apt-get install coq)"


class CoqError(Exception):
    """What Coq refused; the message is what it said."""


def coq_version() -> str:
    """Return the version of the Coq that is found first.

    Raises
    ------
    UsageError
        If there is none; the message says how to come by it.
    """
    program = shutil.which("coqc")
    if program is None:
        raise UsageError(f"there is no coqc on this machine; {_CURE}")
    said = subprocess.run([program, "-print-version"], capture_output=True, text=True, check=False)  # noqa: S603
    if said.returncode or not said.stdout.split():
        raise UsageError(f"{program} does not run: {said.stderr.strip()[:200]}; {_CURE}")
    return said.stdout.split()[0]


def sources(folder: Path = THEORIES) -> list[Path]:
    """Return the files of the development in reading order.

    Examples
    --------
    >>> sources()[0].name
    'Prices.v'
    """
    lines = (folder / "_CoqProject").read_text(encoding="utf-8").splitlines()
    return [folder / line for line in lines if line.endswith(".v")]


def build(target: Path, *, jobs: int = 2) -> str:
    """Compile the development in a folder; what was compiled there from the same sources is kept. Return how much.

    Raises
    ------
    UsageError
        If there is no Coq.
    CoqError
        If a file does not compile.
    """
    coq_version()
    target.mkdir(parents=True, exist_ok=True)
    for source in [THEORIES / "_CoqProject", *sources()]:
        copy = target / source.name
        if not copy.exists() or copy.read_bytes() != source.read_bytes():  # else its time stays, and make is content
            shutil.copyfile(source, copy)
    run(["coq_makefile", "-f", "_CoqProject", "-o", "CoqMakefile"], target)
    run(["make", "-f", "CoqMakefile", "-s", f"-j{jobs}"], target)
    return f"{len(sources())} files, {sum(len(one.read_text().splitlines()) for one in sources())} lines"


def recheck(target: Path) -> str:
    """Let `coqchk`, a checker of its own, check what was compiled; the standard library is taken from the disk.

    Raises
    ------
    CoqError
        If it refuses, or something of ours is an axiom or was compiled with a check turned off.
    """
    modules = [word for one in sources() for word in ("-norec", f"Sparsest.{one.stem}")]
    said = run(["coqchk", "-silent", "-o", "-Q", ".", "Sparsest", *modules], target)
    for what in ("type-in-type", "unsafe (co)fixpoints", "positivity is assumed"):
        line = next((line for line in said.splitlines() if what in line), "")
        if not line.endswith("<none>"):
            raise CoqError(f"coqchk: {line or said or what}")
    # What is admitted is an axiom, whether a theorem rests on it or not.
    if ours := [word for word in said.split() if word.startswith("Sparsest.")]:
        raise CoqError(f"coqchk: not proved: {', '.join(ours)}")
    return f"{len(sources())} modules, nothing admitted, nothing with a check turned off"


def built() -> Path:
    """Return the folder of the compiled development in the user's cache; build it there if it is not.

    Raises
    ------
    UsageError
        If there is no Coq, or the folder cannot be written.
    CoqError
        If a file does not compile, which with a Coq of the supported versions is a defect.
    """
    key = sha256(coq_version().encode())
    for source in sources():
        key.update(source.read_bytes())
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "sparsest"
    folder = cache / f"coq-{key.hexdigest()[:16]}"
    if folder.is_dir():
        return folder
    try:
        cache.mkdir(parents=True, exist_ok=True)
        with TemporaryDirectory(dir=cache, prefix="building-") as room:
            build(Path(room) / "theories")
            (Path(room) / "theories").rename(folder)
    except OSError as fault:
        if not folder.is_dir():  # unless another process was first
            raise UsageError(f"{folder}: {fault.strerror or fault}; set XDG_CACHE_HOME to a folder for it") from fault
    return folder


def run_coqc(file: Path, theories: Path, *, seconds: float | None = None) -> str:
    """Let Coq check a file against the compiled development; return what it printed.

    Raises
    ------
    CoqError
        If it refuses the file, or takes longer than so many seconds.
    """
    return run(["coqc", "-q", "-Q", str(theories.resolve()), "Sparsest", file.name], file.parent, seconds=seconds)


def run(command: Sequence[str], folder: Path, *, seconds: float | None = None, given: str | None = None) -> str:
    """Run a program in a folder; return what it printed, on either stream.

    Raises
    ------
    UsageError
        If there is no such program.
    CoqError
        If it ends with anything but 0, or takes longer than so many seconds.
    """
    program = shutil.which(command[0])
    if program is None:
        raise UsageError(f"{command[0]} is not found, which building the development needs; {_CURE}, and make")
    try:
        done = subprocess.run(  # noqa: S603 - the programs are those named above, the arguments ours
            [program, *command[1:]],
            cwd=folder,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
            timeout=seconds,
            input=given,
        )
    except subprocess.TimeoutExpired as fault:
        raise CoqError(f"{command[0]} was stopped after {seconds:g} s") from fault
    if done.returncode:
        raise CoqError(done.stdout.strip() or f"{command[0]} ended with {done.returncode}")
    return done.stdout

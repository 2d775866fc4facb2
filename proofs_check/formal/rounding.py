"""The rounding bounds of `docs/fast_path.md`, derived a second time by gappa: `bounds/*.g`."""

from __future__ import annotations

import re
import shutil
from fractions import Fraction
from pathlib import Path

from proofs_check.formal.development import CoqError, run
from sparsest.fast import arithmetic

__all__ = ["check", "prove", "scripts", "statement"]

# Where the scripts are; each says in its first lines which bound it derives, and from what.
_BOUNDS = Path(__file__).parent / "bounds"

# Gains of less than a hundredth are worth remembering too; what to split is said in the scripts. Warnings are read with
# the rest: gappa warns where it does not see that the two sides of a rewriting rule are equal.
_GAPPA = ("gappa", "-Eno-auto-dichotomy", "-Echange-threshold=0.0005")
# Derivations take a few tenths of a second.
_SECONDS = 30.0
# Where the coefficients of the polynomials stand in the scripts of log2 and exp2.
_COEFFICIENTS = {"L": arithmetic._L, "E": arithmetic._E}  # noqa: SLF001


def scripts() -> list[Path]:
    """Return the scripts, by name.

    Examples
    --------
    >>> scripts()[0].name
    'change.g'
    """
    return sorted(_BOUNDS.glob("*.g"))


def statement(script: Path) -> str:
    """Return a script with the kernels' own coefficients in it, each as the dyadic number that it is.

    Examples
    --------
    >>> "q11 = 8598921598319397b-84" in statement(scripts()[0].with_name("exp2.g"))
    True
    """

    def dyadic(found: re.Match[str]) -> str:
        number = Fraction(_COEFFICIENTS[found[1]][int(found[2])])
        return f"{number.numerator}b-{number.denominator.bit_length() - 1}"

    return re.sub(r"@([LE])(\d+)@", dyadic, re.sub(r"#.*", "", script.read_text(encoding="utf-8")))


def prove(text: str, name: str) -> None:
    """Let gappa prove a statement.

    Raises
    ------
    CoqError
        If it does not, or has a doubt about a rewriting rule; the message names the statement and says what gappa said.
    """
    try:
        said = run(_GAPPA, _BOUNDS, seconds=_SECONDS, given=text)
    except CoqError as fault:
        said = str(fault)
    if said.strip():  # of what it proves it says nothing
        raise CoqError(f"{name}: gappa does not prove it: {said.strip()[-400:]}")


def check() -> str:
    """Let gappa prove all bounds; return how many there are, or what is missing.

    Raises
    ------
    CoqError
        If it does not prove one: a kernel or a script is wrong.
    """
    if shutil.which("gappa") is None:
        return "left out: gappa is not installed (Debian: apt-get install gappa)"
    for script in scripts():
        prove(statement(script), script.name)
    return f"{len(scripts())} bounds"

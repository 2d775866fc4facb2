"""The verdict of Coq's kernel on a certificate: accept means that it has checked a proof of what the file claims."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from proofs_check import checker, tolerance_checker
from proofs_check.checker import Verdict, check_text
from proofs_check.formal.development import CoqError, built, coq_version, run_coqc
from proofs_check.formal.hints import Hints, hints_for
from proofs_check.formal.reading import read
from proofs_check.formal.tolerance import ToleranceGiven
from proofs_check.formal.writing import proof_file

__all__ = ["coq_verdict"]

_PROOF = "Theorem certified"


def coq_verdict(source: str | bytes, theories: Path | None = None) -> Verdict:
    """Return the verdict on the text of a certificate, at one p or within a tolerance.

    "accept" is the kernel's alone. Where it refuses a sign [C11] or a bound [C17] the hints may not suffice, which is
    no fault of the certificate: that is "reject" only if the independent checker rejects it by the same clause.

    Parameters
    ----------
    source : str or bytes
        The certificate.
    theories : Path, optional
        Where the development is compiled; in the user's cache unless told, where it is built if it is not there.

    Raises
    ------
    UsageError
        If there is no Coq on this machine, or no check of this format in it; the message says what to do.
    """
    version = coq_version()
    given = read(source)
    if isinstance(given, Verdict):
        return given
    within = isinstance(given, ToleranceGiven)
    clauses, claims = (
        (tolerance_checker.CLAUSES, tolerance_checker.CLAIMS) if within else (checker.CLAUSES, checker.CLAIMS)
    )
    theories, hints = theories or built(), Hints() if isinstance(given, ToleranceGiven) else hints_for(given)
    text = proof_file(given, hints)
    with TemporaryDirectory() as room:
        file = Path(room) / "certificate.v"
        file.write_text(text, encoding="ascii")
        try:
            run_coqc(file, theories)
            return Verdict("accept", len(claims), clauses[-1], f"proved, by the kernel of Coq {version}")
        except CoqError:  # the boolean check does not compute to true: ask it for the clause
            pass
        asked = Path(room) / "fault.v"
        question = f"Eval vm_compute in ({'first_failing' if within else 'first_fault h'} c).\n"
        asked.write_text(text[: text.index(_PROOF)] + question, encoding="ascii")
        return _refused(run_coqc(asked, theories), source, clauses, claims)


def _refused(said: str, source: str | bytes, clauses: Sequence[str], claims: Mapping[str, str]) -> Verdict:
    number = re.search(r"= Some (\d+)", said)
    if number is None:  # a defect of ours: the theorem fails though the check does not
        return Verdict("undecided", 0, clauses[0], f"Coq refuses the proof and no clause: {said.strip()[:200]}")
    clause = clauses[int(number[1]) - 1]
    passed = set(clauses[: clauses.index(clause)])
    proved = sum(set(needed.split()) <= passed for needed in claims.values())
    if clause in ("C11", "C17"):
        other = check_text(source)
        if (other.verdict, other.clause) != ("reject", clause):
            return Verdict("undecided", proved, clause, f"the hints do not tell; the checker says {other.verdict}")
    return Verdict("reject", proved, clause, "the check of this clause, in the kernel, is false")

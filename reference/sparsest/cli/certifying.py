"""A certificate on its way into a file: what no checker would read is not written."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping

from sparsest.cli.common import fail, write_whole

__all__ = ["refuse_unread", "write_certificate"]


def write_certificate(file: str, certificate: Mapping[str, object]) -> str:
    """Write a certificate without a blank; where no checker would read it, return why, and leave the file as it is.

    The reason is returned, so that the answer, which may have taken long and is right, can be shown before
    `refuse_unread` ends the command with it.

    Raises
    ------
    UsageError
        If the file cannot be written; choose another one.

    Examples
    --------
    >>> write_certificate("proof.json", {"problem": {"p": "1/" + "3" * 1001}})
    'a number in its part "problem" has 1,001 digits, and checkers read 1,000'
    """
    from proofs_check.checker import DATA_DIGITS, MAX_BYTES, SPLINE_DIGITS

    given = dict.fromkeys(("problem", "runs"), DATA_DIGITS)
    found = dict.fromkeys(("minimizer", "network", "cuts"), SPLINE_DIGITS)
    for part, limit in (given | found).items():
        longest = max(map(len, re.split("[^0-9]+", json.dumps(certificate.get(part)))))
        if longest > limit:
            return f'a number in its part "{part}" has {longest:,} digits, and checkers read {limit:,}'
    text = json.dumps(certificate, separators=(",", ":"))
    if len(text) >= MAX_BYTES:  # the end of the line is a byte more
        return f"it would have {len(text) + 1:,} bytes, and checkers read {MAX_BYTES:,}"
    write_whole(file, text)
    return ""


def refuse_unread(file: str | None, reason: str) -> None:
    """End with exit code 2 if there is a reason why the certificate was not written.

    Examples
    --------
    >>> refuse_unread("proof.json", "")
    """
    if reason:
        fail(
            f"error: {file}: no certificate was written: {reason}; the answer stands, but for a certificate of it "
            "the data must have fewer points or shorter numbers",
            2,
        )

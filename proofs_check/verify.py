"""Check a certificate of any format: the front door of the checkers, for all who do not ask for one of them.

``python -m proofs_check.verify FILE [--json] [--work N]``: like `checker.py`. Every verdict, with the number of claims
that are proved, is made there; the table of the formats, with the clauses of each claim, is the checkers' own.
"""

import sys
from functools import partial
from pathlib import Path

if not __package__:  # run as a file, which would end with 1, as if it rejected, if its neighbours were not found
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from proofs_check import checker
from proofs_check.network_path_checker import NETWORK_PATH_AUDITS
from proofs_check.tolerance_checker import TOLERANCE_AUDITS

__all__ = ["ALL_AUDITS", "check_certificate", "check_file", "check_text", "main"]

#: All formats: each checker's table has those of the checkers below it.
ALL_AUDITS = {**NETWORK_PATH_AUDITS, **TOLERANCE_AUDITS}

#: As in `checker.py`, for certificates of any format.
check_text = partial(checker.check_text, audits=ALL_AUDITS)
check_certificate = partial(checker.check_certificate, audits=ALL_AUDITS)
check_file = partial(checker.check_file, audits=ALL_AUDITS)
main = partial(checker.main, audits=ALL_AUDITS)

if __name__ == "__main__":
    sys.exit(main())

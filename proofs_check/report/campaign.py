"""Reads the state of a campaign for the report: what was run, how much, and what was counted for each claim."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

from proofs_check.running.campaign import FAST_PATH
from sparsest.campaign.state import opened
from sparsest.errors import UsageError

__all__ = ["read_campaign"]

# The kind of count that is a time; see `ClaimsJob`.
_CLOCK = "microseconds"
#: So many failures are reported; all of them are in the state file.
MOST_FAILURES = 20


def read_campaign(path: Path, claims: Sequence[str] = ()) -> dict[str, Any]:
    """Return what a campaign has found, JSON-ready; all that depends on the clock is under "seconds".

    Parameters
    ----------
    path : path
        The state that `sparsest.campaign.run` keeps.
    claims : sequence of str
        Ids. Counts named "ID KIND", as a `ClaimsJob` has them, are put into a table of these claims and the fast path.

    Raises
    ------
    UsageError
        If there is no such file, it is in use, or it is not the state of a campaign.

    Examples
    --------
    >>> import tempfile
    >>> from sparsest.campaign import Tally, run
    >>> def job(block):
    ...     return Tally({"theorem-a accepted": block.size, "theorem-a microseconds": 1000, "decisions": 1})
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     _ = run(job, examples=20, block_size=10, seed=1, state=f"{folder}/a.campaign")
    ...     found = read_campaign(Path(folder, "a.campaign"), ["theorem-a"])
    >>> found["examples"], found["claims"], found["counts"], found["seconds"]["claims"]
    (20, {'theorem-a': {'accepted': 20}}, {'decisions': 2}, {'theorem-a': 0.002})
    """
    if not path.is_file():
        raise UsageError(f"{path}: there is no such file; give the state file of a campaign")
    identity = _identity(path)
    with opened(path, identity) as state:
        ledger, failures = state.ledger(), state.failures(MOST_FAILURES)
    by_claim, others = _by_claim(ledger.counts, [FAST_PATH, *claims])
    seconds = {name: counts.pop(_CLOCK, 0) / 1e6 for name, counts in by_claim.items()}
    return {
        "campaign": identity,
        "examples": (ledger.blocks - ledger.errors) * int(identity["block_size"]),
        "blocks": ledger.blocks,
        "errors": ledger.errors,
        "failed": ledger.failed,
        "failures": failures,
        "claims": by_claim,
        "counts": others,
        "seconds": {"total": round(ledger.seconds, 1), "claims": seconds},
    }


def _identity(path: Path) -> dict[str, Any]:
    """Read what was run; whether the rest is sound is looked at by `opened`."""
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, timeout=0)) as db:
            ((text,),) = db.execute("SELECT identity FROM campaign")
        identity = json.loads(text)
    except (sqlite3.Error, ValueError) as error:
        raise UsageError(f"{path}: not the state of a campaign, or in use ({error})") from None
    if not isinstance(identity, dict) or not isinstance(identity.get("block_size"), int):
        raise UsageError(f"{path}: not the state of a campaign: it does not say what was run")
    return identity


def _by_claim(counts: dict[str, int], names: Sequence[str]) -> tuple[dict[str, dict[str, int]], dict[str, int]]:
    by_claim: dict[str, dict[str, int]] = {name: {} for name in names}
    others: dict[str, int] = {}
    for key, count in sorted(counts.items()):
        name, _, kind = key.rpartition(" ")
        by_claim.get(name, others)[kind if name in by_claim else key] = count
    return {name: found for name, found in by_claim.items() if found}, others

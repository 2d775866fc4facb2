"""Reads the state of a campaign for the report: what was run, how much, and what was counted for each claim."""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

from sparsest.campaign_state import opened
from sparsest.errors import UsageError

__all__ = ["read_campaign"]

#: So many failures are reported; all of them are in the state file.
MOST_FAILURES = 20


def read_campaign(path: Path, claims: Sequence[str] = ()) -> dict[str, Any]:
    """Return what a campaign has found, JSON-ready; "seconds" is the only entry that depends on the clock.

    Parameters
    ----------
    path : path
        The state that `sparsest.campaign.run` keeps.
    claims : sequence of str
        Ids. A count named "ID:KIND" (or with a space, dot or slash) is put into a table of these claims.

    Raises
    ------
    UsageError
        If there is no such file, it is in use, or it is not the state of a campaign.

    Examples
    --------
    >>> import tempfile
    >>> from sparsest.campaign import Tally, run
    >>> def job(block):
    ...     return Tally({"theorem-a:accepted": block.size, "decisions": 1})
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     _ = run(job, examples=20, block_size=10, seed=1, state=f"{folder}/a.campaign")
    ...     found = read_campaign(Path(folder, "a.campaign"), ["theorem-a"])
    >>> found["examples"], found["claims"], found["counts"]
    (20, {'theorem-a': {'accepted': 20}}, {'decisions': 2})
    """
    if not path.is_file():
        raise UsageError(f"{path}: there is no such file; give the state file of a campaign")
    with opened(path, _identity(path)) as state:
        ledger, failures = state.ledger(), state.failures(MOST_FAILURES)
    identity = _identity(path)
    by_claim, others = _sorted_counts(ledger.counts, claims)
    return {
        "campaign": identity,
        "examples": (ledger.blocks - ledger.errors) * int(identity["block_size"]),
        "blocks": ledger.blocks,
        "errors": ledger.errors,
        "failed": ledger.failed,
        "failures": failures,
        "claims": by_claim,
        "counts": others,
        "seconds": round(ledger.seconds, 1),
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


def _sorted_counts(counts: dict[str, int], claims: Sequence[str]) -> tuple[dict[str, dict[str, int]], dict[str, int]]:
    by_claim: dict[str, dict[str, int]] = {}
    others: dict[str, int] = {}
    # Longest first: one id may begin another.
    names = "|".join(re.escape(name) for name in sorted(claims, key=len, reverse=True))
    pattern = re.compile(rf"({names})[ .:/](.+)") if names else None
    for name, count in sorted(counts.items()):
        match = pattern.fullmatch(name) if pattern else None
        if match:
            by_claim.setdefault(match[1], {})[match[2]] = count
        else:
            others[name] = count
    return {name: by_claim[name] for name in claims if name in by_claim}, others

"""The ids ever given: a test keeps its id as long as its task and case stay as they are, and no other gets it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

__all__ = ["IdLedger", "fingerprint"]

_SCHEMA = "sparsest/ledger/1"


def fingerprint(task: str, case: Mapping[str, Any]) -> str:
    r"""Return a short text that tells this case from all others.

    Examples
    --------
    >>> fingerprint("path", {"csv": "x,y\n0,0\n"})
    '96eb8f75746dd68e'
    """
    text = json.dumps([task, case], sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()[:16]


class IdLedger:
    """The ids of all cases that ever were in the suite.

    Parameters
    ----------
    ids : mapping
        The id of each fingerprint.

    Examples
    --------
    >>> ledger = IdLedger({"gone": 4})
    >>> ledger.id_of("path", {"csv": ""}), ledger.id_of("path", {"csv": ""})
    (5, 5)
    """

    def __init__(self, ids: Mapping[str, int]) -> None:
        self._ids = dict(ids)
        self._last = max(self._ids.values(), default=0)

    @classmethod
    def read(cls, path: Path) -> IdLedger:
        """Return the ledger of a file; an empty one if there is none."""
        return cls(json.loads(path.read_text(encoding="utf-8"))["ids"] if path.exists() else {})

    def id_of(self, task: str, case: Mapping[str, Any]) -> int:
        """Return the id of a case, a new one if it has none."""
        key = fingerprint(task, case)
        if key not in self._ids:
            self._last += 1
            self._ids[key] = self._last
        return self._ids[key]

    def text(self) -> str:
        """Return what the file says."""
        rows = ",\n".join(f'  "{key}": {number}' for key, number in sorted(self._ids.items(), key=lambda pair: pair[1]))
        return f'{{\n "schema": "{_SCHEMA}",\n "last": {self._last},\n "ids": {{\n{rows}\n }}\n}}\n'

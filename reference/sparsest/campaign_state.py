"""What a campaign keeps on disk: who it is, which blocks are done, the sums over them, the failures.

The state is one SQLite file rather than a journal of lines. A transaction commits blocks, their counts and their
failures together or not at all, also under `kill -9` and power cuts; the lock that keeps a second process out vanishes
with the process that holds it; a file that is something else is recognised before a byte is written; and the blocks
done are one row that is rewritten, so the file grows with the failures, not with the blocks.
"""

from __future__ import annotations

import json
import sqlite3
import time
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path

from sparsest.errors import UsageError

__all__ = ["Ledger", "Outcome", "State", "opened"]

# How an SQLite file says whose it is ("spar"), and the layout of ours.
_APPLICATION = int.from_bytes(b"spar", "big")
_LAYOUT = 1


@dataclass(frozen=True)
class Outcome:
    """What came of a block.

    Parameters
    ----------
    counts : dict of str to int
        To be added up.
    failures : list of str
        As JSON.
    error : bool, default False
        Whether the job raised.
    """

    counts: dict[str, int]
    failures: list[str]
    error: bool = False


@dataclass
class Ledger:
    """Which blocks are done, and the sums over them.

    Blocks are started in order. So those that are started but not done are no more than were ever in flight at a time,
    and the ledger stays small whatever the number of blocks.

    Parameters
    ----------
    started : int
        All blocks from this number on are not done.
    unfinished : list of int
        The blocks below `started` that are not done either, ascending.
    counts : dict of str to int
        Sums of the counts.
    errors : int
        Number of blocks in which the job raised.
    failed : int
        Number of failures.
    seconds : float
        Time spent.
    """

    started: int = 0
    unfinished: list[int] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)
    errors: int = 0
    failed: int = 0
    seconds: float = 0.0

    @property
    def blocks(self) -> int:
        """How many blocks are done."""
        return self.started - len(self.unfinished)

    def add(self, index: int, outcome: Outcome) -> bool:
        """Add a block; return False, with nothing changed, if it has been added before.

        Examples
        --------
        >>> ledger = Ledger()
        >>> ledger.add(2, Outcome({"examples": 10}, [])), ledger.add(2, Outcome({"examples": 10}, []))
        (True, False)
        >>> ledger.started, ledger.unfinished, ledger.counts
        (3, [0, 1], {'examples': 10})
        """
        if index >= self.started:
            self.unfinished += range(self.started, index)
            self.started = index + 1
        elif index in self.unfinished:
            self.unfinished.remove(index)
        else:
            return False
        for name, count in outcome.counts.items():
            self.counts[name] = self.counts.get(name, 0) + count
        self.errors += outcome.error
        self.failed += len(outcome.failures)
        return True


class State:
    """The state on disk, locked; made by `opened`. Memory keeps no copy, which an interrupt could leave half changed.

    Parameters
    ----------
    db : sqlite3.Connection
        Open, in autocommit mode.
    path : Path
        Its file, for messages.
    """

    def __init__(self, db: sqlite3.Connection, path: Path) -> None:
        self._db, self.path = db, path
        self._clock = time.monotonic()

    def ledger(self) -> Ledger:
        """Read the ledger."""
        with _plain_errors(self.path):
            ((text,),) = self._db.execute("SELECT ledger FROM campaign")
            return Ledger(**json.loads(text))

    def failures(self, most: int) -> list[dict[str, object]]:
        """Read the first failures, in the order of the blocks."""
        with _plain_errors(self.path):
            rows = self._db.execute("SELECT json FROM failure ORDER BY block, rowid LIMIT ?", (most,))
            return [json.loads(text) for (text,) in rows]

    def save(self, outcomes: Mapping[int, Outcome]) -> Ledger:
        """Add the outcomes of blocks in one transaction, except of those that are there already; return the ledger."""
        if not outcomes:
            return self.ledger()
        with _plain_errors(self.path), self._db:
            self._db.execute("BEGIN")
            ledger = self.ledger()
            rows = [
                (index, failure)
                for index, outcome in outcomes.items()
                if ledger.add(index, outcome)
                for failure in outcome.failures
            ]
            self._db.executemany("INSERT INTO failure VALUES (?, ?)", rows)
            now = time.monotonic()
            ledger.seconds += now - self._clock
            self._db.execute("UPDATE campaign SET ledger = ?", (json.dumps(asdict(ledger)),))
        self._clock = now
        return ledger


@contextmanager
def opened(path: Path, identity: Mapping[str, object]) -> Iterator[State]:
    """Open and lock the state of a campaign, or make it if there is none.

    Parameters
    ----------
    path : Path
        Its file.
    identity : mapping
        What two sessions of a campaign must have in common, JSON-ready.

    Raises
    ------
    UsageError
        If the file is in use, damaged, something else, or the state of another campaign. It is left as it is.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     with opened(Path(folder, "a.campaign"), {"seed": 1}) as state:
    ...         state.save({0: Outcome({"examples": 10}, [])}).counts
    ...     with opened(Path(folder, "a.campaign"), {"seed": 1}) as state:
    ...         state.ledger().blocks
    {'examples': 10}
    1
    """
    with _plain_errors(path):
        db = sqlite3.connect(path, timeout=0, isolation_level=None)
    with closing(db):
        with _plain_errors(path), db:
            # In this mode the lock is kept from here until the file is closed.
            db.execute("PRAGMA locking_mode = EXCLUSIVE")
            db.execute("BEGIN EXCLUSIVE")
            if _is_new(db, path):
                _create(db, identity)
            else:
                _compare(db, path, identity)
        yield State(db, path)


def _is_new(db: sqlite3.Connection, path: Path) -> bool:
    """Return whether there is nothing in the file yet; refuse what is not the state of a campaign."""
    ((tables,),) = db.execute("SELECT count(*) FROM sqlite_master")
    ((application,),) = db.execute("PRAGMA application_id")
    ((layout,),) = db.execute("PRAGMA user_version")
    if (tables, application, layout) == (0, 0, 0):
        return True
    if (application, layout) != (_APPLICATION, _LAYOUT):
        raise UsageError(f"{path}: an SQLite file, but not the state of a campaign. Give another file")
    ((verdict,),) = db.execute("PRAGMA integrity_check(1)")
    if verdict != "ok":
        raise sqlite3.DatabaseError(verdict)
    return False


def _create(db: sqlite3.Connection, identity: Mapping[str, object]) -> None:
    db.execute(f"PRAGMA application_id = {_APPLICATION}")
    db.execute(f"PRAGMA user_version = {_LAYOUT}")
    db.execute("CREATE TABLE campaign (identity TEXT NOT NULL, ledger TEXT NOT NULL)")
    db.execute("CREATE TABLE failure (block INTEGER NOT NULL, json TEXT NOT NULL)")
    db.execute("INSERT INTO campaign VALUES (?, ?)", (json.dumps(identity), json.dumps(asdict(Ledger()))))


def _compare(db: sqlite3.Connection, path: Path, identity: Mapping[str, object]) -> None:
    ((text,),) = db.execute("SELECT identity FROM campaign")
    there = json.loads(text)
    differ = [
        f"{name}: {there.get(name)!r} there, {identity.get(name)!r} here"
        for name in sorted(there.keys() | identity.keys())
        if there.get(name) != identity.get(name)
    ]
    if differ:
        raise UsageError(f"{path}: the state of another campaign: {'; '.join(differ)}. Give another file")


@contextmanager
def _plain_errors(path: Path) -> Iterator[None]:
    """Say what the errors of SQLite and of reading JSON mean for the state."""
    try:
        yield
    except UsageError:
        raise
    except sqlite3.Error as error:
        code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_CORRUPT) & 0xFF
        if code == sqlite3.SQLITE_BUSY:
            raise UsageError(f"{path}: in use by another process. Wait for it, or give another file") from None
        if code in (sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT):
            raise _not_a_state(path, error) from None
        raise UsageError(f"{path}: the state cannot be read or written ({error})") from None
    except (TypeError, ValueError) as error:
        raise _not_a_state(path, error) from None


def _not_a_state(path: Path, error: Exception) -> UsageError:
    return UsageError(f"{path}: not the state of a campaign, or damaged ({error}); left as it is. Give another file")

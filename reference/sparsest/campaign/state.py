"""What a campaign keeps on disk: who it is, which blocks are done, the sums over them, the failures.

The state is one SQLite file rather than a journal of lines. A transaction commits blocks, their counts and their
failures together or not at all, also under `kill -9` and power cuts; the lock that keeps a second process out vanishes
with the process that holds it; a file that is something else is recognised before a byte is written; and the blocks
done are one row that is rewritten, so the file grows with the failures, not with the blocks. What SQLite does not do,
notice a changed byte, is done by `seal`.
"""

from __future__ import annotations

import json
import sqlite3
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, closing, contextmanager, suppress
from dataclasses import asdict, dataclass, field
from io import SEEK_END, RawIOBase
from pathlib import Path

from sparsest.campaign.seal import APPLICATION, NO_FAILURES, NO_SEAL, checksum, is_broken, link, seal
from sparsest.errors import UsageError, one_line, short

__all__ = ["RECORD", "Done", "Ledger", "State", "opened"]

# How an SQLite file says whose it is: ours, and that of the layout before, which had no checksums.
_APPLICATION, _BEFORE = (int.from_bytes(name, "big") for name in (APPLICATION, b"spar"))
_TABLES = {
    "campaign": "CREATE TABLE campaign "
    "(identity TEXT NOT NULL, ledger TEXT NOT NULL, failures TEXT NOT NULL, checksum TEXT NOT NULL)",
    "failure": "CREATE TABLE failure (block INTEGER NOT NULL, json TEXT NOT NULL)",
}
#: How a row of the failures' table begins that is none, but a record: so states need one table, as they had before.
RECORD = '{"record": '
_RECORDS = f"{RECORD}*"
# The state may be as it should be, and yet not be read or written.
_OUTSIDE = {
    sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_NOMEM, sqlite3.SQLITE_PERM,
    sqlite3.SQLITE_READONLY, sqlite3.SQLITE_TOOBIG,
}  # fmt: skip


@dataclass(frozen=True)
class Done:
    """What came of a block.

    Parameters
    ----------
    counts : dict of str to int
        To be added up.
    failures, records : list of str
        As JSON.
    error : bool, default False
        Whether the job raised.
    worker : dict of str to str
        The versions of who did it.
    """

    counts: dict[str, int]
    failures: list[str]
    error: bool = False
    records: list[str] = field(default_factory=list)
    worker: dict[str, str] = field(default_factory=dict)


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
    workers : dict of str to str
        The versions of those who did the blocks; empty if none told, as before versions were kept.
    """

    started: int = 0
    unfinished: list[int] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)
    errors: int = 0
    failed: int = 0
    seconds: float = 0.0
    workers: dict[str, str] = field(default_factory=dict)

    @property
    def blocks(self) -> int:
        """How many blocks are done."""
        return self.started - len(self.unfinished)

    def add(self, index: int, outcome: Done) -> bool:
        """Add a block; return False, with nothing changed, if it has been added before.

        Examples
        --------
        >>> ledger = Ledger()
        >>> ledger.add(2, Done({"examples": 10}, [])), ledger.add(2, Done({"examples": 10}, []))
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
        self.workers = self.workers or outcome.worker
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

    def identity(self) -> dict[str, object]:
        """Read what was run."""
        with _plain_errors(self.path):
            return _identity(self._db)

    def ledger(self) -> Ledger:
        """Read the ledger."""
        with _plain_errors(self.path):
            ((text,),) = self._db.execute("SELECT ledger FROM campaign")
            return Ledger(**json.loads(text))

    def failures(self, most: int) -> list[dict[str, object]]:
        """Read the first failures, in the order of the blocks."""
        with _plain_errors(self.path):
            rows = self._db.execute(
                "SELECT json FROM failure WHERE json NOT GLOB ? ORDER BY block, rowid LIMIT ?", (_RECORDS, most)
            )
            return [json.loads(text) for (text,) in rows]

    def records(self) -> list[dict[str, object]]:
        """Read all records, in the order of the blocks."""
        with _plain_errors(self.path):
            rows = self._db.execute("SELECT json FROM failure WHERE json GLOB ? ORDER BY block, rowid", (_RECORDS,))
            return [json.loads(text)["record"] for (text,) in rows]

    def save(self, outcomes: Mapping[int, Done]) -> Ledger:
        """Add the outcomes of blocks in one transaction, except of those that are there already; return the ledger."""
        if not outcomes:
            return self.ledger()
        with _plain_errors(self.path), self._db:
            self._db.execute("BEGIN")
            ledger = self.ledger()
            ((identity, chain),) = self._db.execute("SELECT identity, failures FROM campaign")
            rows = [
                (index, text)
                for index, outcome in outcomes.items()
                if ledger.add(index, outcome)
                for text in (*outcome.failures, *(f"{RECORD}{record}}}" for record in outcome.records))
            ]
            for row in rows:
                chain = link(chain, *row)
            self._db.executemany("INSERT INTO failure VALUES (?, ?)", rows)
            now = time.monotonic()
            ledger.seconds += now - self._clock
            text = json.dumps(asdict(ledger))
            self._db.execute(
                "UPDATE campaign SET ledger = ?, failures = ?, checksum = ?",
                (text, chain, checksum(identity, text, chain)),
            )
            if _seal_of(self._db) != NO_SEAL:
                self._db.execute(f"PRAGMA user_version = {NO_SEAL}")
        self._clock = now
        return ledger


@contextmanager
def opened(path: Path, identity: Mapping[str, object] | None) -> Iterator[State]:
    """Open and lock the state of a campaign, or make it if there is none.

    Parameters
    ----------
    path : Path
        Its file.
    identity : mapping or None
        What two sessions of a campaign must have in common, JSON-ready; None for whatever is there.

    Raises
    ------
    UsageError
        If the file is in use, damaged, something else, or the state of another campaign. It is left as it is.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     with opened(Path(folder, "a.campaign"), {"seed": 1}) as state:
    ...         state.save({0: Done({"examples": 10}, [])}).counts
    ...     with opened(Path(folder, "a.campaign"), {"seed": 1}) as state:
    ...         state.ledger().blocks
    {'examples': 10}
    1
    """
    with _plain_errors(path):
        db = sqlite3.connect(path, timeout=0, isolation_level=None, check_same_thread=False)
    # To close a handle of a file takes its locks away (POSIX): ours is opened after the lock, and closed at the end.
    with ExitStack() as files, closing(db):
        with _plain_errors(path), db:
            # In this mode the lock is kept from here until the file is closed.
            db.execute("PRAGMA locking_mode = EXCLUSIVE")
            db.execute("BEGIN EXCLUSIVE")
            file = files.enter_context(path.open("rb", buffering=0))
            if is_broken(file):
                raise _DamagedError("bytes were changed since it was closed")
            if file.seek(0, SEEK_END) == 0:
                _create(db, identity)
            else:
                _refuse_what_is_not_ours(db, path)
                _refuse_damage(db)
                _compare(_identity(db), path, identity)
        try:
            yield State(db, path)
        finally:
            # Without a seal, on a full disk say, the file is that of a killed process: nothing is lost.
            with suppress(sqlite3.Error, OSError):
                _seal(db, file)


class _DamagedError(Exception):
    """What is found to be damaged, in a few words."""


def _create(db: sqlite3.Connection, identity: Mapping[str, object] | None) -> None:
    if identity is None:
        raise _DamagedError("it is empty")
    db.execute(f"PRAGMA application_id = {_APPLICATION}")
    for statement in _TABLES.values():
        db.execute(statement)
    texts = json.dumps(identity), json.dumps(asdict(Ledger())), NO_FAILURES
    db.execute("INSERT INTO campaign VALUES (?, ?, ?, ?)", (*texts, checksum(*texts)))


def _refuse_what_is_not_ours(db: sqlite3.Connection, path: Path) -> None:
    ((application,),) = db.execute("PRAGMA application_id")
    if application not in (_APPLICATION, _BEFORE):
        raise _DamagedError("an SQLite file of something else")
    ((verdict,),) = db.execute("PRAGMA integrity_check(1)")
    if verdict != "ok":
        raise _DamagedError(verdict)
    if application == _BEFORE:
        raise UsageError(
            f"{path}: the state of an earlier version of sparsest, without checksums: it may be damaged, unnoticed. "
            "Go on with that version, or give another file"
        )


def _refuse_damage(db: sqlite3.Connection) -> None:
    """Compare what is there with its checksums. The tables first: others could have anything done by reading them."""
    if dict(db.execute("SELECT name, sql FROM sqlite_master")) != _TABLES:
        raise _DamagedError("its tables are not those of a state")
    rows = db.execute("SELECT * FROM campaign").fetchall()
    if len(rows) != 1:
        raise _DamagedError(f"{len(rows)} campaigns in it")
    ((identity, ledger, failures, there),) = rows
    chain = NO_FAILURES
    for block, failure in db.execute("SELECT block, json FROM failure ORDER BY rowid"):
        chain = link(chain, block, failure)
    if chain != failures:
        raise _DamagedError("the failures do not fit their checksum")
    if checksum(identity, ledger, failures) != there:
        raise _DamagedError("the counts do not fit their checksum")
    if not _is_ledger(json.loads(ledger)) or not isinstance(json.loads(identity), dict):
        raise _DamagedError("its counts are none")


def _is_ledger(there: object) -> bool:
    """Return whether this can be read as a ledger: a checksum that fits says nothing of who made it."""
    # States from before workers told their versions have none: they go on, and the next block's are kept.
    if not isinstance(there, dict) or {*there, "workers"} != Ledger.__dataclass_fields__.keys():
        return False
    unfinished, counts, seconds = (there[name] for name in ("unfinished", "counts", "seconds"))
    workers = there.get("workers", {})
    if not isinstance(workers, dict) or not all(isinstance(text, str) for text in workers.values()):
        return False
    numbers = [there[name] for name in ("started", "errors", "failed")]
    if not isinstance(unfinished, list) or not isinstance(counts, dict) or not isinstance(seconds, float):
        return False
    return all(type(n) is int and n >= 0 for n in (*numbers, *unfinished)) and all(
        type(n) is int for n in counts.values()
    )


def _identity(db: sqlite3.Connection) -> dict[str, object]:
    ((text,),) = db.execute("SELECT identity FROM campaign")
    return dict(json.loads(text))


def _compare(there: Mapping[str, object], path: Path, identity: Mapping[str, object] | None) -> None:
    if identity is None:
        return
    differ = list(_differences(there, identity))
    if differ:
        raise UsageError(f"{path}: the state of another campaign: {'; '.join(differ)}. Give another file")


def _differences(there: Mapping[str, object], here: Mapping[str, object], where: str = "") -> Iterator[str]:
    """Yield what differs, entry by entry; a data set among the parameters is cut."""
    for name in sorted(there.keys() | here.keys()):
        one, other = there.get(name), here.get(name)
        if isinstance(one, dict) and isinstance(other, dict):
            yield from _differences(one, other, f"{where}{name}: ")
        elif one != other:
            yield f"{where}{name}: {short(one)} there, {short(other)} here"


def _seal_of(db: sqlite3.Connection) -> int:
    ((there,),) = db.execute("PRAGMA user_version")
    return int(there)


def _seal(db: sqlite3.Connection, file: RawIOBase) -> None:
    if _seal_of(db) == NO_SEAL:
        db.execute(f"PRAGMA user_version = {seal(file, sqlite3.sqlite_version_info)}")


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
        if code in _OUTSIDE and not _is_broken(path):
            raise UsageError(
                f"{path}: the state cannot be read or written ({error}). Make room, see to its permissions, or give "
                "another file"
            ) from None
        raise _damaged(path, error) from None
    except (_DamagedError, AttributeError, RecursionError, TypeError, ValueError) as error:
        raise _damaged(path, error) from None


def _is_broken(path: Path) -> bool:
    """Return whether what SQLite cannot use is a sealed file that was changed: it may then refuse it for any reason."""
    try:
        with path.open("rb", buffering=0) as file:
            return is_broken(file)
    except OSError:
        return False


def _damaged(path: Path, error: Exception) -> UsageError:
    return UsageError(
        f"{path}: not the state of a campaign, or damaged ({one_line(str(error))}); left as it is. "
        "Put a copy in its place, or give another file"
    )

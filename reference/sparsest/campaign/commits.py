"""What has come back is written by time: every half second, in a thread, however fast blocks arrive or slow one is."""

from __future__ import annotations

from threading import Event, Thread
from types import TracebackType
from typing import Self

from sparsest.campaign.state import Done, State
from sparsest.campaign.versions import differences
from sparsest.errors import UsageError

__all__ = ["EVERY", "Commits"]

#: Seconds from one transaction to the next: so long, and the transaction itself, is what a kill can cost.
EVERY = 0.5


class Commits:
    """Takes what came of blocks, and saves it before a second has gone by; all of it when the context ends.

    Parameters
    ----------
    store : State
        Where it is saved; nobody else saves there meanwhile.

    Examples
    --------
    >>> import tempfile
    >>> from pathlib import Path
    >>> from sparsest.campaign.state import opened
    >>> with tempfile.TemporaryDirectory() as folder, opened(Path(folder, "a"), {"seed": 1}) as state:
    ...     with Commits(state) as commits:
    ...         commits.add(0, Done({"examples": 10}, ["{}"]))
    ...         commits.failed
    ...     state.ledger().blocks
    1
    1
    """

    def __init__(self, store: State) -> None:
        ledger, versions = store.ledger(), store.identity().get("versions")
        self.failed = ledger.failed
        self._store = store
        self._known = ledger.workers or (dict(versions) if isinstance(versions, dict) else {})
        self._pending: dict[int, Done] = {}
        self._stop = Event()
        self._error: Exception | None = None
        self._thread = Thread(target=self._keep_saving, name="commits", daemon=True)

    def add(self, index: int, outcome: Done) -> None:
        """Take what came of a block; the same again changes nothing.

        Raises
        ------
        UsageError
            If who did it has other versions than those before, then it is not taken; or what went wrong with saving.
        """
        if self._error is not None:
            raise self._error
        differ = "; ".join(differences(self._known, outcome.worker))
        if differ:
            raise UsageError(
                f"{self._store.path}: block {index} was done by a worker unlike those before it: {differ}. It is not "
                "counted; what was finished is kept. Start all workers from one environment, on processors of one "
                "kind if it is the floats, and run again; or give another file to go on with these"
            )
        self._known = outcome.worker or self._known
        if index not in self._pending:
            self.failed += len(outcome.failures)
        self._pending[index] = outcome

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        self._stop.set()
        interrupt = None
        while self._thread.is_alive():
            # A transaction that is under way is short, and must be through before the file is closed.
            try:
                self._thread.join()
            except KeyboardInterrupt as came:
                interrupt = came
        self._commit()
        if interrupt is not None and error is None:
            raise interrupt

    def _keep_saving(self) -> None:
        while not self._stop.wait(EVERY):
            try:
                self._commit()
            except Exception as error:  # raised where somebody sees it
                self._error = error
                return

    def _commit(self) -> None:
        """Save what there is. Interrupted before it is noted it comes again, and is added once."""
        taken = dict(self._pending)
        if taken:
            self._store.save(taken)
            for index in taken:
                del self._pending[index]

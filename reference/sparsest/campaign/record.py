"""What a campaign has found so far, as its state says it: while it runs, and afterwards from the file alone."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from sparsest.campaign.state import State, opened
from sparsest.errors import UsageError

if TYPE_CHECKING:
    from os import PathLike

__all__ = ["Report", "read", "records", "report_of"]


@dataclass(frozen=True)
class Report:
    """What a campaign has found so far.

    Parameters
    ----------
    campaign : dict
        What was run: job, parameters, seed, block size, versions.
    examples : int
        Examples in the blocks whose job ran to its end.
    blocks : int
        Blocks done, in which the job ran to its end or raised.
    errors : int
        Blocks in which the job raised.
    counts : dict of str to int
        The sums of the tallies.
    failed : int
        How many failures there are, errors included.
    failures : tuple of dict
        The first of them, in the order of the blocks. A job that raised is
        ``{"kind": "error", "block": ..., "traceback": ...}``; ``job(Block(**failure["block"]))`` raises again.
    seconds : float
        Time spent, over all sessions.
    workers : dict of str to str
        The versions of those who did the blocks, and the fingerprint of their processors' floats.
    """

    campaign: dict[str, object]
    examples: int
    blocks: int
    errors: int
    counts: dict[str, int]
    failed: int
    failures: tuple[dict[str, object], ...]
    seconds: float
    workers: dict[str, str] = field(default_factory=dict)

    def to_json(self) -> dict[str, object]:
        """Return the report in the schema "sparsest/campaign/1", JSON-ready.

        Examples
        --------
        >>> report = Report({"job": "j"}, 10, 1, 0, {}, 0, (), 0.5)
        >>> report.to_json()["examples"]
        10
        """
        return {"schema": "sparsest/campaign/1", **asdict(self), "failures": list(self.failures)}


def report_of(state: State, max_failures: int) -> Report:
    """Return what an open state says, with no more than so many of its failures.

    Examples
    --------
    >>> import tempfile
    >>> from sparsest.campaign.state import Done
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     with opened(Path(folder, "a.campaign"), {"job": "j", "block_size": 10}) as state:
    ...         _ = state.save({0: Done({"examples": 10}, [])})
    ...         report_of(state, 5).examples
    10
    """
    campaign, ledger = state.identity(), state.ledger()
    return Report(
        campaign,
        examples=(ledger.blocks - ledger.errors) * _block_size(campaign, state.path),
        blocks=ledger.blocks,
        errors=ledger.errors,
        counts=dict(sorted(ledger.counts.items())),
        failed=ledger.failed,
        failures=tuple(state.failures(max_failures)),
        seconds=ledger.seconds,
        workers=ledger.workers,
    )


def _block_size(campaign: dict[str, object], path: Path) -> int:
    size = campaign.get("block_size")
    if type(size) is not int:
        raise UsageError(f"{path}: not the state of a campaign: it does not say what was run")
    return size


def read(path: str | PathLike[str], max_failures: int = 100) -> Report:
    """Return what a campaign has found, from its state file; nothing is run, and the file is left as it is.

    Parameters
    ----------
    path : path
        The state that `sparsest.campaign.run` keeps.
    max_failures : int
        No more failures than so many are read.

    Raises
    ------
    UsageError
        If there is no such file, it is in use, damaged, or not the state of a campaign: name another one, or wait.

    Examples
    --------
    >>> import tempfile
    >>> from sparsest.campaign import Tally, run
    >>> def job(block):
    ...     return Tally({"decisions": 1})
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     ran = run(job, examples=20, block_size=10, seed=1, state=f"{folder}/a.campaign")
    ...     read(f"{folder}/a.campaign") == ran
    True
    """
    with opened(_existing(path), None) as state:
        return report_of(state, max_failures)


def records(path: str | PathLike[str]) -> list[dict[str, object]]:
    """Return what the blocks of a campaign left to be kept, in their order, from its state file; nothing is run.

    Raises
    ------
    UsageError
        As `read`.

    Examples
    --------
    >>> import tempfile
    >>> from sparsest.campaign import Tally, run
    >>> def job(block):
    ...     return Tally({}, records=[{"block": block.index}])
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     _ = run(job, examples=2, block_size=1, seed=1, state=f"{folder}/a.campaign")
    ...     records(f"{folder}/a.campaign")
    [{'block': 0}, {'block': 1}]
    """
    with opened(_existing(path), None) as state:
        return state.records()


def _existing(path: str | PathLike[str]) -> Path:
    file = Path(path)
    if not file.is_file():
        raise UsageError(f"{path}: there is no such file; give the state file of a campaign")
    return file.absolute()

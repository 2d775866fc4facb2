"""What a campaign hands out and what comes back: a numbered block of random examples, a job, and its tally."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np

__all__ = ["Block", "Job", "Tally"]


@dataclass(frozen=True)
class Block:
    """One numbered block of random examples.

    Parameters
    ----------
    seed : int
        The seed of the campaign.
    index : int
        The number of the block: 0, 1, 2, ...
    size : int
        How many examples it has.
    """

    seed: int
    index: int
    size: int

    def rng(self) -> np.random.Generator:
        """Return a fresh generator that depends on the seed and the block's number only.

        Examples
        --------
        >>> block = Block(seed=0, index=7, size=100)
        >>> bool(block.rng().integers(1000) == block.rng().integers(1000))
        True
        """
        return np.random.default_rng(np.random.SeedSequence(self.seed, spawn_key=(self.index,)))


@dataclass(frozen=True)
class Tally:
    """What a job found in a block.

    Parameters
    ----------
    counts : mapping of str to int
        Added up over the blocks: "decisions", "vacuous", ...
    failures : sequence of dict, default none
        JSON-ready counterexamples, each with all that is needed to replay it.
    records : sequence of dict, default none
        JSON-ready results to be kept, whatever they say; `sparsest.campaign.records` reads them again.
    """

    counts: Mapping[str, int]
    failures: Sequence[Mapping[str, object]] = ()
    records: Sequence[Mapping[str, object]] = ()


class Job(Protocol):
    """What a campaign applies to each block: a function, or a frozen dataclass whose fields are its parameters.

    It is sent to the workers, so it must be picklable for processes. Its name and parameters are written into the
    state, so the parameters must be JSON-ready. It must take its randomness from the block (`Block.rng`) and nothing
    from the clock or the machine. Its code is not looked at: when that changes, change a parameter or the file.
    """

    def __call__(self, block: Block, /) -> Tally:
        """Look at the examples of a block."""

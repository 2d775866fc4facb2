"""What a child process runs so that kernels are in the cache: each is called once, on something small."""

from __future__ import annotations

import numpy as np

from sparsest.multivariate.beam import beam_networks
from sparsest.multivariate.cuts import Cut, CutPool
from sparsest.multivariate.kinds import Kinds
from sparsest.multivariate.packing import Packer
from sparsest.multivariate.pricing import pricer
from sparsest.points import Points

__all__ = ["warm"]


def warm(name: str) -> None:
    """Call the kernels of "beam", "packing" or "pricing" on something small, which compiles them.

    Examples
    --------
    >>> warm("beam")
    """
    if name == "beam":
        list(beam_networks(Points([[0], [1], [2]], [1, 2, -1])))
    elif name == "packing":
        pool = CutPool(3)
        for k in range(3):
            pool.add(Cut((k,), np.arange(3) != k))
        packer = Packer(pool, np.ones(3, np.int64))
        packer.pack(np.arange(3), np.ones(3, np.bool_), 1)
        packer.again([], np.ones(3, np.bool_), 1)
    elif name == "pricing":
        kinds = Kinds(Points([[1], [2]], [0, 3]))
        if (found := pricer(kinds, [1] * len(kinds.rays))) is not None:
            found.multipliers([1] * 2 * len(kinds.rays))

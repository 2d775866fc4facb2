"""The fast path: compiled kernels over float64 arrays that decide by proved error bounds or ask the exact path.

Import what is public from here; its modules import from `univariate` and below, and only here is numba imported.
"""

from sparsest.fast.driver import Decisions
from sparsest.fast.fitting import WithinDecisions
from sparsest.fast.solution import Batch, FastSolution
from sparsest.fast.solve import solve, solve_batch, solve_grid
from sparsest.fast.within import WithinBatch, WithinSolution

__all__ = [
    "Batch", "Decisions", "FastSolution", "WithinBatch", "WithinDecisions", "WithinSolution", "solve", "solve_batch",
    "solve_grid",
]  # fmt: skip

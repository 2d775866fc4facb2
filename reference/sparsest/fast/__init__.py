"""The fast path: compiled kernels over float64 arrays that decide by proved error bounds or ask the exact path.

Import what is public from here; its modules import from `univariate` and below, and only here is numba imported.
"""

from sparsest.fast.driver import Decisions
from sparsest.fast.solve import Batch, FastSolution, solve, solve_batch, solve_grid

__all__ = ["Batch", "Decisions", "FastSolution", "solve", "solve_batch", "solve_grid"]

"""Exact sparsest ReLU interpolants, with certificates that an independent checker accepts."""

from sparsest.errors import DataError, SparsestError, UndecidedError, UsageError

__all__ = ["DataError", "SparsestError", "UndecidedError", "UsageError"]

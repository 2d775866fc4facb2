"""`worker_pool` under its first name; it stands in `sparsest.campaign`."""

from sparsest.campaign.workers import worker_pool

__all__ = ["worker_pool"]

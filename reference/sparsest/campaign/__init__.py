"""Campaigns: one job on very many random examples, on any executor, resumable; and the one that tests the fast path.

Import what runs them from here. The runner knows nothing of jobs, and modules that import the compiled kernels
(`families`, `fast_path`, `tolerance`) are not imported here; they may import all but what writes tables and pictures.
"""

from sparsest.campaign.block import Block, Job, Tally
from sparsest.campaign.record import Report, read, records
from sparsest.campaign.runner import run, shrink
from sparsest.campaign.workers import RenewedExecutor, worker_pool

__all__ = ["Block", "Job", "RenewedExecutor", "Report", "Tally", "read", "records", "run", "shrink", "worker_pool"]

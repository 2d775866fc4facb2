"""Campaigns: one job on very many random examples, on any executor, resumable; and the one that tests the fast path.

Import what runs them from here. The runner knows nothing of jobs, and modules that import the compiled kernels
(`families`, `fast_path`, `tolerance`) are not imported here; they may import all but what writes tables and pictures.
"""

from sparsest.campaign.record import Report, read, records
from sparsest.campaign.runner import Block, Job, Tally, run, shrink
from sparsest.campaign.workers import worker_pool

__all__ = ["Block", "Job", "Report", "Tally", "read", "records", "run", "shrink", "worker_pool"]

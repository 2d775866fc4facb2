"""How many cases it takes to refute each false variant, over many seeds: none may survive its budget."""

import time

from proofs_check.claims import CLAIMS
from proofs_check.running.runs import check_fault
from tests.bench.measure import table

SEEDS, SECONDS = 100, 60


def needed(claim, fault, seeds=SEEDS, seconds=SECONDS):
    """Return the largest number of cases until the fault was refuted, the seeds tried, and those that it survived."""
    end, most, survived, tried = time.monotonic() + seconds, 0, [], 0
    for seed in range(seeds):
        outcome = check_fault(claim, fault, seed=seed, shrink=False)
        most, tried = max(most, outcome.examples), tried + 1
        survived += [seed] * (outcome.rejected == 0)
        if time.monotonic() > end:
            break
    return most, tried, survived


def bench_faults(seeds=SEEDS, seconds=SECONDS):
    print(
        f"Cases until a false variant is refuted, the most of {seeds} seeds, beside its budget ({seconds} s for each)"
    )
    rows, alive = [], []
    for claim in CLAIMS:
        for fault in claim.faults:
            most, tried, survived = needed(claim, fault, seeds, seconds)
            budget = fault.examples or claim.examples
            rows.append((claim.id, fault.name, most, budget, f"{most / budget:.2f}", tried, len(survived)))
            alive += [f"{claim.id}, {fault.name}: seeds {survived}"] * bool(survived)
    table(["claim", "false variant", "most cases", "budget", "share", "seeds", "survived"], rows)
    if alive:
        raise SystemExit("false variants survived: " + "; ".join(alive))


BENCHMARKS = {"claims-faults": bench_faults}

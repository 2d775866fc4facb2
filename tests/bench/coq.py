"""How long Coq takes: its kernel with a certificate, beside `checker.py`; the development itself."""

import json
import os
import random
import tempfile
import time
from pathlib import Path

from proofs_check.checker import check_text
from proofs_check.formal import development
from proofs_check.formal.kernel import coq_verdict
from sparsest import Dataset, UsageError, solve
from tests.bench.measure import median_seconds, table

NILE = Path(development.__file__).parents[2] / "reference/sparsest/datasets/nile.csv"


def drawn(count):
    rng = random.Random(count)
    return Dataset(range(count), [rng.randint(-1000, 1000) for _ in range(count)])


def has_coq():
    """Whether there is a Coq; without it these benchmarks are left out, and that is said."""
    try:
        development.coq_version()
    except UsageError as error:
        print(f"left out: {error}\n")
        return False
    return True


def bench_kernel():
    if not has_coq():
        return
    print("A certificate checked by Coq's kernel, the file written and read included; baseline: checker.py")
    nile = Dataset.from_csv(NILE)
    cases = [("Nile", nile, p) for p in ("0", "1/2", "37/100", "0+", "1-")]
    cases += [("random", drawn(count), "0") for count in (500, 1000, 2000)]  # the time goes with the points
    cases += [("random", drawn(300), "37/100"), ("random", drawn(1000), "1/2")]
    theories = Path(os.environ.get("SPARSEST_COQ") or development.built())
    rows = []
    for name, data, p in cases:
        text = json.dumps(solve(data, p).certificate())
        assert coq_verdict(text, theories).verdict == "accept" == check_text(text).verdict
        kernel = median_seconds(lambda text=text: coq_verdict(text, theories), repeats=3)
        plain = median_seconds(lambda text=text: check_text(text), repeats=3)
        rows.append((name, len(data), p, f"{kernel:.2f}", f"{plain:.3f}", f"{kernel / plain:.0f}"))
    table(["data", "points", "p", "Coq, s", "checker.py, s", "ratio"], rows)


def bench_development():
    if not has_coq():
        return
    print("The Coq development, compiled from nothing by two processes; baseline: by one")
    rows = []
    for jobs in (2, 1):
        with tempfile.TemporaryDirectory() as folder:
            begun = time.perf_counter()
            what = development.build(Path(folder) / "theories", jobs=jobs)
            rows.append((jobs, what, f"{time.perf_counter() - begun:.0f}"))
    table(["processes", "", "s"], rows)


BENCHMARKS = {"formal-kernel": bench_kernel, "formal-build": bench_development}

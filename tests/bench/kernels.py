"""How many of the faults planted in the compiled kernels the conformance suite sees.

A fault counts if it changes an answer: a matching or function, a number of minimisers, a failure, for some data of the
families of `sparsest campaign`. Others only loosen a bound that nothing here comes near, say, or change
how work is shared among threads.
"""

import signal
import time
from contextlib import contextmanager
from fractions import Fraction

import numpy as np

from proofs_check.conformance.contestants.fast import answer_by
from proofs_check.conformance.judging import judge
from proofs_check.conformance.report import Result
from proofs_check.conformance.suite import load_suite
from tests.bench.measure import table
from tests.fast.mutants import plain, quiet, unchanged

SOLVE = ("solve:p", "solve:p=0", "solve:p=0+", "solve:p=1-")
PS = ("1/2", "37/100", "0", "0+", "1-", "1/3")
SECONDS = 5


@contextmanager
def alarm(seconds):
    """Raise TimeoutError after some seconds: a fault may make a loop endless."""

    def ring(*_):
        raise TimeoutError

    before = signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def drawn(modules, within, examples):
    """Yield data of all families, with p or a tolerance."""
    rng = np.random.default_rng(0)
    families = list(modules.families.FAMILIES.values())
    for k in range(examples):
        x, y = families[k % len(families)](rng, int(rng.integers(3, 14)))
        yield x, y, ("0", {"tolerance": float(abs(rng.normal()))}) if within else (PS[k % len(PS)], {})


def shown(solve, x, y, p, more):
    """Return what a solver says of data, or how it fails; where several functions are right, only whether one is."""
    try:
        with alarm(SECONDS), quiet():
            found = solve(x, y, p, **more)
            spline = found.to_spline()
            if p != "0":
                return spline.to_json(), found.minimizers
            off = max(abs(spline(Fraction(t)) - Fraction(v)) for t, v in zip(x.tolist(), y.tolist(), strict=True))
            return len(spline.knots), off <= Fraction(more.get("tolerance", 0)), None if more else found.minimizers
    except Exception as error:
        return type(error).__name__


def changes(modules, within, examples=400):
    """Whether the fault changes an answer on the data of the campaign's families."""
    same = unchanged()
    return any(
        shown(modules.solve.solve, x, y, p, more) != shown(same.solve.solve, x, y, p, more)
        for x, y, (p, more) in drawn(same, within, examples)
    )


def fails(modules, test):
    """Whether a test is failed by the fast path with these modules."""
    try:
        with alarm(SECONDS), quiet():
            answer = answer_by(modules.solve.solve, test.case)
    except Exception as error:
        answer = {"errored": True, "context": str(error)}
    return Result(test.id, test.task, test.flags, *judge(test, answer)).fails


def doubles(tests):
    """Return the tests that the fast path does not decline."""
    same = unchanged()
    return [test for test in tests if test.result == "accept" and "declined" not in _tried(same, test)]


def _tried(modules, test):
    with quiet():
        return answer_by(modules.solve.solve, test.case)


def first_failed(modules, tests):
    """Return the first test that is failed, None if there is none."""
    return next((test for test in tests if fails(modules, test)), None)


def bench_kernels(examples=400):
    print("Faults planted in the kernels of the fast path that change an answer, and those that the suite catches")
    from tests.fast import test_mutations, test_within_mutations  # pytest is needed for these only

    rows, missed = [], []
    for within, module in ((False, test_mutations), (True, test_within_mutations)):
        tests, start = doubles(load_suite(["tolerance"] if within else SOLVE).tests), time.perf_counter()
        changing = caught = 0
        for name, (part, old, new, _) in module.MUTANTS.items():
            modules = plain(part, old, new)
            if changes(modules, within, examples):
                found = first_failed(modules, tests)
                changing, caught = changing + 1, caught + (found is not None)
                missed += [f"{part}: {name}"] * (found is None)
        rows.append(("tolerance" if within else "solve", len(tests), len(module.MUTANTS), changing, caught,
                     f"{caught / changing:.0%}", f"{time.perf_counter() - start:.0f}"))  # fmt: skip
    table(["tasks", "tests taken", "faults", "that change an answer", "caught", "share", "seconds"], rows)
    print("not caught:", "; ".join(missed) or "none")


BENCHMARKS = {"conformance-kernels": bench_kernels}

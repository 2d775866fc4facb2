"""Kernels that a child compiles: the deadline ends it."""

import subprocess
import sys
import time

import numpy as np
import pytest

from sparsest import Points
from sparsest.exact.clock import Clock, OutOfTimeError
from sparsest.fast.entry import entry
from sparsest.multivariate import ahead, beam_kernel, packing_kernel, pricing_kernel, solve, threshold
from sparsest.multivariate.warming import warm


def cold(values):
    return values[0] + 1.0


def colder(values):
    return values[0] + 2.0


def test_compiled_within__what_is_in_the_cache_costs_nothing(monkeypatch):
    for name, kernels in [
        ("beam", [beam_kernel.expand]),
        ("packing", [packing_kernel.pack, packing_kernel.known]),
        ("pricing", [pricing_kernel.price]),
    ]:
        warm(name)
        monkeypatch.setattr(subprocess, "run", None)
        ahead.compiled_within(Clock(5), name, *kernels)


def test_compiled_within__a_compiler_is_left_when_the_time_is_up(monkeypatch):
    kernel = entry(cold)
    monkeypatch.setattr(type(kernel), "is_kept", lambda _self: False)
    monkeypatch.setattr(ahead, "_CHILD", "import time; time.sleep(60)  # {}")
    begin = time.monotonic()
    with pytest.raises(OutOfTimeError):
        ahead.compiled_within(Clock(0.4), "beam", kernel)
    assert time.monotonic() - begin < 2
    ahead.compiled_within(Clock(), "beam", kernel)
    monkeypatch.setattr(ahead, "_CHILD", "pass  # {}")
    ahead.compiled_within(Clock(20), "beam", kernel)
    assert kernel(np.ones(1)) == 2


def test_is_kept__only_what_was_compiled():
    assert not entry(colder).is_kept()
    warm("beam")
    assert beam_kernel.expand.is_kept()


def test_import_compiler__is_left_to_the_searches():
    """Whoever writes, draws or compares answers does not wait for numba."""
    modules = "sparsest.plot, sparsest.report, sparsest.answer_table, sparsest.validation_report"
    program = f"import sys, {modules}, proofs_check.running.session; print('numba' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program], capture_output=True, check=True).stdout == b"False\n"


@pytest.mark.parametrize(("module", "search"), [(solve, solve.solve_network), (threshold, threshold.thresholds)])
def test_import_compiler__comes_before_the_time_of_a_search(module, search, monkeypatch):
    begun = []
    monkeypatch.setattr(module, "import_compiler", lambda: begun.append("import"))
    monkeypatch.setattr(module, "Clock", lambda *told: begun.append("clock") or Clock(*told))
    search(Points([[0], [1], [2]], [0, 1, 0]))
    assert begun == ["import", "clock"]

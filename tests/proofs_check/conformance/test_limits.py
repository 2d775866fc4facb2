import subprocess
import sys

import pytest

from proofs_check.conformance.limits import MEMORY_IS_LIMITED, CaseLimits, limit_memory


@pytest.mark.parametrize("wrong", [{"seconds": 0}, {"seconds": float("nan")}, {"memory": -1}, {"start_seconds": 0}])
def test_limits__are_positive(wrong):
    with pytest.raises(ValueError, match=f"{next(iter(wrong))} = .*give a limit > 0"):
        CaseLimits(**{"seconds": 1, "memory": 1, **wrong})


@pytest.mark.skipif(not MEMORY_IS_LIMITED, reason="this system cannot limit the memory of another process")
def test_memory__is_limited_in_another_process():
    code = "input(); x = bytearray(2**28)"
    for memory, ended in ((2**27, 1), (2**30, 0)):
        process = subprocess.Popen([sys.executable, "-S", "-c", code], stdin=subprocess.PIPE, stderr=subprocess.DEVNULL)
        limit_memory(process.pid, memory)
        process.communicate(b"\n", timeout=20)
        assert process.returncode == ended

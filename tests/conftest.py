"""Hypothesis profiles: `ci` is derandomised so that a red run means a change; `dev` and `soak` explore.

`--quick` is for the hand: what is marked `slow` is left out, of each parametrised test the first cases are taken, and
of each property a few examples are drawn, whatever its own settings say. Every test file still has its say, which
`tests/test_quick.py` asserts.

And where numba keeps what it compiles. Its own place, `__pycache__` beside each module, is looked up by the time stamp
of the file that a kernel stands in; but a kernel also holds the code of the kernels that it calls from other files, so
an edit of `arithmetic.py` would leave a stale `sweep`. So the tests name a folder by the contents of all of them:
compiled once after an edit, never stale. `make clean` removes it. This must happen before numba is imported.
"""

import gc
import hashlib
import os
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import HealthCheck, is_hypothesis_test, settings

_ROOT = Path(__file__).parents[1]


def kernel_cache(*patterns: Path) -> Path:
    """Return where numba keeps the kernels of the present sources: files by their patterns."""
    digest = hashlib.sha256()
    for path in sorted(path for pattern in patterns for path in pattern.parent.glob(pattern.name)):
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return _ROOT / "build" / "numba" / digest.hexdigest()[:16]


_PACKAGE = _ROOT / "reference" / "sparsest"
os.environ["NUMBA_CACHE_DIR"] = str(
    kernel_cache(_PACKAGE / "fast" / "*.py", *(_PACKAGE / "training" / f"{name}.py" for name in ("kernel", "lanes")))
)

settings.register_profile("ci", derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("dev", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("soak", parent=settings.get_profile("dev"), max_examples=20_000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci"))

#: How much is made before garbage is looked for: less often than usual, for tests leave little.
GARBAGE = 20_000, 20, 20
#: Under `--quick`: examples of a property, and cases of a parametrised test.
FEW, FIRST = 5, 2


def pytest_addoption(parser):
    parser.addoption("--quick", action="store_true", help="few examples, first cases, nothing that is marked slow")


def pytest_collection_modifyitems(config, items):
    if not config.getoption("--quick"):
        return
    taken = quick_ones(items)
    config.hook.pytest_deselected(items=[item for item in items if item not in taken])
    items[:] = taken
    for test in {item.obj for item in items if is_hypothesis_test(getattr(item, "obj", None))}:
        made_few(test)


@pytest.hookimpl(wrapper=True)
def pytest_collection():
    """Look for no garbage meanwhile, nor later among what was collected: it stays to the end."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.freeze()
        gc.set_threshold(*GARBAGE)
        gc.enable()


def quick_ones(items):
    """Return the tests that `--quick` runs: nothing slow, and of a parametrised test the first cases."""
    cases, taken = Counter(), []
    for item in items:
        if item.get_closest_marker("slow"):
            continue
        test = item.nodeid.partition("[")[0]
        cases[test] += 1
        if cases[test] <= FIRST or item.get_closest_marker("whole"):
            taken.append(item)
    return taken


@pytest.fixture
def few(pytestconfig):
    """How many examples to draw where it is told: None, the usual number, but for `--quick`."""
    return FEW if pytestconfig.getoption("--quick") else None


def made_few(test):
    """Let a property draw few examples. Hypothesis takes settings once only, by decoration: they are replaced here."""
    name = "_hypothesis_internal_use_settings"
    own = getattr(test, name)
    setattr(test, name, settings(own, max_examples=min(own.max_examples, FEW)))

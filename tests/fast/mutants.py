"""The fast path's sources as plain Python, as they are or with a planted fault, beside the compiled ones.

With numba switched off the decorators return the functions themselves, and addresses are arrays. So a mutant costs no
compilation, and runs in the process of the test.
"""

import importlib
import sys
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from importlib.machinery import SourceFileLoader
from importlib.util import spec_from_loader
from pathlib import Path
from types import CodeType, ModuleType, SimpleNamespace

import numba
import numpy as np
from numba.core import config

import sparsest
import sparsest.campaign
import sparsest.fast
from sparsest.campaign import Block
from sparsest.data import Dataset
from sparsest.univariate.solve import solve
from sparsest.univariate.tolerance import solve_within

FOLDER = Path(sparsest.fast.__file__).parent
# Beside the modules of the fast path those that try it out, which import from it.
HARNESS = [f"sparsest.campaign.{name}" for name in ("families", "fast_path", "tolerance")]
NAMES = [*sorted(f"sparsest.fast.{path.stem}" for path in FOLDER.glob("*.py") if path.stem != "__init__"), *HARNESS]


def _is_copied(name: str) -> bool:
    return name.split(".")[:2] == ["sparsest", "fast"] or name in HARNESS


class _Loader(SourceFileLoader):
    """Compiles a module's source after a substitution, and leaves no bytecode behind."""

    def __init__(self, name, path, change):
        super().__init__(name, path)
        self._change = change

    def get_code(self, _fullname):
        return _compiled(self._change(Path(self.path).read_text()), self.path)


@cache
def _compiled(source: str, path: str) -> CodeType:
    """Return the code of a source; all mutants share the modules that are as they are."""
    return compile(source, path, "exec")


class _Finder:
    def __init__(self, module, change):
        self._module, self._change = module, change

    def find_spec(self, name, _path=None, _target=None):
        if not _is_copied(name):
            return None
        folder = FOLDER.parent / "campaign" if name in HARNESS else FOLDER
        stem = "__init__" if name == "sparsest.fast" else name.rpartition(".")[2]
        change = self._change if stem == self._module else lambda text: text
        loader = _Loader(name, str(folder / f"{stem}.py"), change)
        return spec_from_loader(name, loader, is_package=stem == "__init__")


def substitution(old: str, new: str):
    """Return what replaces `old`, which must occur exactly once."""

    def change(text):
        assert text.count(old) == 1, f"{text.count(old)} times: {old}"
        return text.replace(old, new)

    return change


def plain(module: str = "", old: str = "", new: str = "") -> SimpleNamespace:
    """Return the modules of `sparsest.fast` in plain Python, with one substitution in one of them."""
    with _without_fast(), _patching() as patch:
        patch(config, "DISABLE_JIT", True)
        finder = _Finder(module, substitution(old, new))
        sys.meta_path.insert(0, finder)
        try:
            modules = {name.rpartition(".")[2]: importlib.import_module(name) for name in NAMES}
        finally:
            sys.meta_path.remove(finder)
    return _quick(SimpleNamespace(**modules))


@contextmanager
def _without_fast() -> Iterator[None]:
    """Take the compiled modules out of sight, and put them back."""
    for name in HARNESS:
        importlib.import_module(name)
    saved = {name: one for name, one in sys.modules.items() if _is_copied(name)}
    for name in saved:
        del sys.modules[name]
    del sparsest.fast
    try:
        yield
    finally:
        for name in filter(_is_copied, list(sys.modules)):
            del sys.modules[name]
        sys.modules.update(saved)
        sparsest.fast = saved["sparsest.fast"]
        for name in HARNESS:
            setattr(sparsest.campaign, name.rpartition(".")[2], saved[name])


@contextmanager
def _patching():
    """Set attributes, and set them back."""
    saved: list[tuple[ModuleType, str, object]] = []

    def patch(owner, name, value):
        saved.append((owner, name, getattr(owner, name)))
        setattr(owner, name, value)

    try:
        yield patch
    finally:
        for owner, name, value in reversed(saved):
            setattr(owner, name, value)


@cache
def _exact(x: bytes, y: bytes, p):
    return solve(Dataset(np.frombuffer(x), np.frombuffer(y)), p)


@cache
def _exact_within(x: bytes, y: bytes, tolerance):
    given = list(tolerance) if isinstance(tolerance, tuple) else tolerance
    return solve_within(Dataset(np.frombuffer(x), np.frombuffer(y)), tolerance=given, fit="any")


def _within(data, *, tolerance, fit):
    return _exact_within(*data, tuple(tolerance) if isinstance(tolerance, list) else tolerance)


def _quick(modules: SimpleNamespace) -> SimpleNamespace:
    """Let the campaign solve each example exactly but once for all mutants, and report failures as they are."""
    for campaign in (modules.fast_path, modules.tolerance):
        campaign.Dataset = lambda x, y: (x.tobytes(), y.tobytes())
        campaign.shrink = lambda example, *_, **__: example
    modules.fast_path.solve_exactly = lambda data, p: _exact(*data, p)
    modules.tolerance.solve_within = _within
    return modules


def failure(
    modules: SimpleNamespace, families: tuple[str, ...], examples: int, seed: int = 0, *, within: bool = False
) -> str | None:
    """Return the first disagreement with the exact path that a campaign finds, None if it finds none."""
    job = modules.tolerance.WithinDifferential(families) if within else modules.fast_path.Differential(families)
    with quiet():
        for k in range(-(-examples // 50)):
            found = job(Block(seed, k, 50)).failures
            if found:
                return str(found[0]["difference"])
    return None


@contextmanager
def quiet() -> Iterator[None]:
    """Let plain Python's floats overflow and divide by zero in silence, as compiled kernels do."""
    with np.errstate(all="ignore"), warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)
        yield


def compiled(function):
    """Return a kernel that only kernels can call as one that Python can."""
    return numba.jit(**{**function.targetoptions, "no_cpython_wrapper": False})(function.py_func)


def scratch(modules, size):
    """Return a block of `size` points over arrays of its own."""
    memory = modules.block.Scratch(size)
    return modules.block.lay_out(memory.doubles, memory.flags, size)


@cache
def unchanged() -> SimpleNamespace:
    """Return the modules in plain Python as they are."""
    return plain()


def failure_alone(
    modules: SimpleNamespace, families: tuple[str, ...], examples: int, ps: tuple[str, ...]
) -> str | None:
    """Return the first disagreement found with data sets solved one by one."""
    rng = np.random.default_rng(1)
    with quiet():
        for k in range(examples):
            x, y = modules.families.FAMILIES[families[k % len(families)]](rng, int(rng.integers(3, 14)))
            found = modules.fast_path.disagreement(modules.solve.solve(x, y, ps[k % len(ps)]))
            if found:
                return found
    return None

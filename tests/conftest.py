"""Hypothesis profiles: `ci` is derandomised so that a red run means a change; `dev` and `soak` explore.

And where numba keeps what it compiles. Its own place, `__pycache__` beside each module, is looked up by the time stamp
of the file that a kernel stands in; but a kernel also holds the code of the kernels that it calls from other files, so
an edit of `arithmetic.py` would leave a stale `sweep`. So the tests name a folder by the contents of all of them:
compiled once after an edit, never stale. `make clean` removes it. This must happen before numba is imported.
"""

import hashlib
import os
from pathlib import Path

from hypothesis import HealthCheck, settings

_ROOT = Path(__file__).parents[1]


def kernel_cache(folder: Path) -> Path:
    """Return where numba keeps the kernels of a folder's present sources."""
    digest = hashlib.sha256()
    for path in sorted(folder.glob("*.py")):
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return _ROOT / "build" / "numba" / digest.hexdigest()[:16]


os.environ["NUMBA_CACHE_DIR"] = str(kernel_cache(_ROOT / "reference" / "sparsest" / "fast"))

settings.register_profile("ci", derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("dev", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("soak", parent=settings.get_profile("dev"), max_examples=20_000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci"))

"""What is only needed for some things, and how to install it: one message wherever it is not there."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sparsest.errors import MissingExtraError

__all__ = ["EXTRAS", "how_to_install", "needs"]

#: The modules that each extra brings; "test" and "bench" are for a checkout only, and not published.
EXTRAS = {
    "plot": ("matplotlib",),
    "claims": ("hypothesis", "z3"),
    "report": ("hypothesis", "jinja2", "matplotlib", "typst", "z3"),
    "onnx": ("onnx",),
    "torch": ("torch",),
    "sklearn": ("sklearn",),
    "test": ("distributed", "hypothesis", "jsonschema", "jupytext", "nbclient", "onnx", "pytest"),
    "bench": ("splineops",),
}
_IN_A_CHECKOUT = {"test": "requirements/test.txt", "bench": "requirements/bench.txt"}


def how_to_install(extra: str) -> str:
    """Return the commands that install an extra: as published, and from a checkout.

    Examples
    --------
    >>> how_to_install("plot")
    "pip install 'sparsest-relu[plot]' (in a checkout: pip install '.[plot]')"
    >>> how_to_install("bench")
    'in a checkout: pip install -r requirements/bench.txt'
    """
    if extra in _IN_A_CHECKOUT:
        return f"in a checkout: pip install -r {_IN_A_CHECKOUT[extra]}"
    return f"pip install 'sparsest-relu[{extra}]' (in a checkout: pip install '.[{extra}]')"


@contextmanager
def needs(extra: str, what: str) -> Iterator[None]:
    """Say what to install where a module of an extra is imported and is not there; any other lack is an error of ours.

    Parameters
    ----------
    extra : str
        One of `EXTRAS`.
    what : str
        What it is needed for.

    Raises
    ------
    MissingExtraError
        A `UsageError` and an `ImportError`, if one of its modules is not there: install the extra, as the message says.

    Examples
    --------
    >>> with needs("bench", "benchmarks"):
    ...     raise ModuleNotFoundError(name="splineops")
    Traceback (most recent call last):
    ...
    sparsest.errors.MissingExtraError: benchmarks need splineops: in a checkout: pip install -r requirements/bench.txt
    """
    try:
        yield
    except ModuleNotFoundError as error:
        module = (error.name or "").split(".")[0]
        if module not in EXTRAS[extra]:
            raise
        raise MissingExtraError(f"{what} need {module}: {how_to_install(extra)}") from None

"""Hypothesis learns what data sets, points and splines are: `st.from_type(sparsest.Dataset)` draws them.

Called when Hypothesis is imported, by an entry point; nothing is imported before a type is asked for.
"""

from __future__ import annotations

import sys
from fractions import Fraction
from functools import partial
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

__all__ = ["drawn_type", "register"]

_HOMES = {"Dataset": "sparsest.data", "Points": "sparsest.points", "Spline": "sparsest.spline"}


def register() -> None:
    """Register a strategy for each type, as soon as it is there.

    Examples
    --------
    >>> register()
    >>> import sparsest
    >>> from hypothesis import strategies as st
    >>> from proofs_check.cases.strategies import simplest
    >>> simplest(st.from_type(sparsest.Dataset)).x
    (Fraction(0, 1),)
    """
    import sparsest

    for name, home in _HOMES.items():
        if home in sys.modules and hasattr(sys.modules[home], name):
            _register(name, getattr(sys.modules[home], name))
        else:
            sparsest._when_imported[name] = partial(_register, name)  # noqa: SLF001 - it is for this


def drawn_type(name: str) -> SearchStrategy[Any]:
    """Return the strategy of a type: all kinds of data sets; points of one to three inputs; splines of few knots.

    Examples
    --------
    >>> from proofs_check.cases.strategies import simplest
    >>> simplest(drawn_type("Spline")).knots
    ()
    """
    from hypothesis import strategies as st

    from proofs_check.cases.drawn import network_cases
    from proofs_check.cases.strategies import data_sets, rationals
    from sparsest.data import Dataset
    from sparsest.spline import Spline

    if name == "Dataset":
        return data_sets().map(lambda xy: Dataset(*xy))
    if name == "Points":
        return network_cases((1, 3)).map(lambda case: case.points)
    atoms = st.lists(st.tuples(rationals(), rationals().filter(bool)), max_size=6, unique_by=lambda atom: atom[0])
    return st.builds(_spline, st.just(Spline), rationals(), rationals(), atoms.map(sorted))


def _spline(kind: Any, slope: Fraction, intercept: Fraction, atoms: list[tuple[Fraction, Fraction]]) -> Any:
    return kind(slope, intercept, [t for t, _ in atoms], [c for _, c in atoms])


def _register(name: str, kind: type) -> None:
    from hypothesis import strategies as st

    # A function: what the strategies need is imported when the first of them is drawn from.
    st.register_type_strategy(kind, lambda _: drawn_type(name))

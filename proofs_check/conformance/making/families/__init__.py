"""Families of tables, each made for what it shows: `FAMILIES` has them by name, with the reason why."""

from __future__ import annotations

from collections.abc import Callable

from proofs_check.conformance.making.families import doubt, drawn, few, floats, real, rows, runs, scales, ties, traps
from proofs_check.conformance.making.table import PointTable

__all__ = ["FAMILIES"]

#: Name, why, and what makes the tables, always the same ones.
FAMILIES: tuple[tuple[str, str, Callable[[], list[PointTable]]], ...] = tuple(
    (module.NAME, module.WHY, module.tables)
    for module in (few, runs, traps, ties, scales, floats, rows, real, drawn, doubt)
)

"""Stretches of the data sets that are shipped: the Nile at Aswan, a platinum thermometer, and the examples."""

from __future__ import annotations

from importlib.resources import files

from proofs_check.conformance.making.table import PointTable

NAME = "real data"
WHY = "Measured labels have flat stretches, jumps and decimals in combinations that nobody makes up."


def tables() -> list[PointTable]:
    """Return the tables."""
    nile, pt100 = _rows("nile"), _rows("pt100")
    flags = ("RealData", "JoinDots", "SortedLabels")
    found = [
        PointTable(f"the Nile from {nile[a][0]} on, {n} years", nile[a : a + n], flags)
        for a, n in ((0, 8), (10, 10), (25, 12), (40, 9), (60, 12), (80, 11), (88, 12), (0, 30), (50, 40))
    ]
    found += [
        PointTable(f"a platinum thermometer from {pt100[a][0]} ohm on, {n} rows", pt100[a : a + n], flags)
        for a, n in ((0, 8), (100, 9), (200, 12), (400, 10), (700, 12), (1000, 12), (300, 40))
    ]
    found.append(PointTable("the Nile, all hundred years", nile, (*flags, "Large"), ("1/2", "0", "0+")))
    found += [
        PointTable(f"the example {name}", _rows(name), ("JoinDots", "NotMonotone" if "non" in name else "OneSign"))
        for name in ("five_breakpoints", "four_pieces", "non_monotone", "peak_plateau", "tiny_exponent")
    ]
    return found


def _rows(name: str) -> tuple[tuple[str, str], ...]:
    text = files("sparsest.datasets").joinpath(f"{name}.csv").read_text(encoding="utf-8")
    pairs = (line.split(",") for line in text.splitlines()[1:] if line.strip())
    return tuple((x, y) for x, y in pairs)

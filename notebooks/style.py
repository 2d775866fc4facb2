"""What the notebooks share: claims checked on the very data shown, and the look of the figures.

The figures are for the eye, so they are drawn in floats; what is checked is checked exactly.
"""

from __future__ import annotations

import os
import textwrap
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import matplotlib as mpl
import matplotlib.pyplot as plt
import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.transforms import offset_copy

import sparsest
from proofs_check.claim import Verdict
from proofs_check.claims import claim
from proofs_check.running.runs import check_given
from sparsest.exact.decimals import format_bounds
from sparsest.exact.powersum import PowerSum

__all__ = [
    "BLUE", "DATASETS", "GREEN", "GREY", "INK", "ORANGE", "PURPLE", "RED", "SKY", "SMALL", "NotShownError", "axes",
    "bounds", "checked", "costs", "draw_points", "draw_spline", "false_variants", "name_ends", "require",
]  # fmt: skip

#: Whether the notebook runs as a test, at a small size.
SMALL = os.environ.get("SPARSEST_SMALL") == "1"
#: The data sets that ship with the package.
DATASETS = Path(sparsest.__file__).parent / "datasets"

# Okabe and Ito's colours, which people with any colour vision tell apart.
INK, GREY, BLUE, RED, GREEN = "#1b1f24", "#8a929c", "#0072b2", "#d55e00", "#009e73"
PURPLE, ORANGE, SKY = "#cc79a7", "#e69f00", "#56b4e9"

mpl.rcParams.update(
    {
        "axes.spines.right": False,
        "axes.spines.top": False,
        "axes.titlelocation": "left",
        "axes.titlesize": 10,
        "figure.constrained_layout.use": True,
        "figure.dpi": 100,
        "font.size": 10,
        "lines.linewidth": 1.6,
    }
)


class NotShownError(Exception):
    """A notebook says something that its own data do not bear out."""


def require(condition: bool, what: str) -> None:
    """Raise unless what the text says is so: `assert` vanishes under python -O."""
    if not condition:
        raise NotShownError(f"this fails: {what}")


def checked(name: str, *cases: Any, yours: bool = False) -> None:
    """Print a claim's statement, and check it on the cases shown with the registry's own check.

    Parameters
    ----------
    name : str
        The claim's id.
    cases : SplineCase or NetworkCase
        What is shown.
    yours : bool
        Whether these are the reader's data, which need not meet the hypotheses. The notebook's own must.

    Raises
    ------
    NotShownError
        If the claim is refuted; on the notebook's own data also unless it is seen to hold in every case.
    """
    theorem = claim(name)
    outcome = check_given(theorem, cases)
    found = f"{outcome.verdict.value} in {outcome.accepted} of {len(cases)} cases"
    found += f" ({outcome.reason})" if outcome.reason else ""
    print(textwrap.fill(f"{theorem.number}: {theorem.statement}", 110, subsequent_indent="    "))
    print(f"    checked on the data shown [{theorem.id}]: {found}")
    if outcome.rejected or not (yours or outcome.accepted == len(cases)):
        raise NotShownError(f"{name}: {found} {dict(outcome.witness)}")


def false_variants(name: str, *cases: Any) -> None:
    """Print what the checks of a claim's false variants say of the same data."""
    theorem = claim(name)
    for fault in theorem.faults:
        outcome = check_given(theorem, cases, fault)
        told = f"refuted: {outcome.reason}" if outcome.verdict is Verdict.REFUTED else "not refuted by these data"
        print(textwrap.fill(f"false: {fault.statement}", 110, subsequent_indent="    "))
        print(textwrap.fill(f"    {told}", 110, subsequent_indent="    "))


def bounds(point: Any, digits: int = 12) -> str:
    """Return a breakpoint as text: exact bounds, rounded outwards; None stands for 1."""
    if point is None:
        return "1"
    low, high = format_bounds(*point.enclosure(digits + 2), digits)
    return f"[{low}, {high}]"


def axes(columns: int = 1, height: float = 3.6, **options: Any) -> tuple[Figure, Any]:
    """Return a figure with one row of axes."""
    return plt.subplots(1, columns, figsize=(9.5, height), **options)


def draw_points(ax: Axes, data: Any, *, size: float = 4.5, chords: bool = True) -> None:
    """Draw the points, and the chords between them as a thin dashed line."""
    x, y = [float(v) for v in data.x], [float(v) for v in data.y]
    if chords:
        ax.plot(x, y, color=GREY, lw=0.9, ls=(0, (4, 3)), zorder=1)
    ax.plot(x, y, "o", color=INK, ms=size, zorder=5)
    ax.set_xlabel("$x$")


def draw_spline(ax: Axes, f: Any, low: float, high: float, color: str = BLUE, **options: Any) -> None:
    """Draw an exact spline on [low, high], with its knots as open squares."""
    knots = [float(t) for t in f.knots]
    corners = sorted({low, high, *(t for t in knots if low < t < high)})
    ax.plot(corners, [float(f(t)) for t in corners], color=color, zorder=3, **options)
    inside = [t for t in knots if low <= t <= high]
    ax.plot(inside, [float(f(t)) for t in inside], "s", mfc="white", mec=color, mew=1.4, ms=7, zorder=4)


def costs(power_sum: PowerSum, p: np.ndarray) -> np.ndarray:
    """Return sum n a^p for many p, in floats."""
    n = np.array([float(k) for k, _ in power_sum.terms])
    logs = np.log([float(a) for _, a in power_sum.terms])
    return np.exp(np.outer(p, logs)) @ n


def name_ends(ax: Axes, ends: Iterable[tuple[float, float, str, str]], gap: float = 0.075) -> None:
    """Write names beside the ends (x, y, text, colour) of lines, apart from each other."""
    forward, inverse = ax.transScale.transform, ax.transScale.inverted().transform
    low, high = sorted(forward([(1, y) for y in ax.get_ylim()])[:, 1])
    beside = offset_copy(ax.transData, ax.figure, x=7, units="points")
    floor = -np.inf
    for x, y, text, color in sorted(ends, key=lambda end: end[1]):
        height = max(forward((1, y))[1], floor)
        floor = height + gap * (high - low)
        ax.text(x, inverse((1, height))[1], text, color=color, va="center", fontsize=9, transform=beside)

"""The picture of the README, what a tolerance is worth on noisy data: `python docs/site/picture.py docs/noise.svg`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import sparsest
from sparsest.frame import CHORD, INK, LINE, Frame, picture

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

ROOT = Path(__file__).parents[2]
TOLERANCE = "2.5"


def front() -> bytes:
    """Return the picture: the readings met exactly, and within what they may be off, beside each other.

    Examples
    --------
    >>> front()[:5]
    b'<?xml'
    """
    data = sparsest.Dataset.from_csv(ROOT / "reference/sparsest/datasets/heating.csv")
    exact, near = sparsest.solve(data), sparsest.solve(data, tolerance=TOLERANCE)

    def draw(figure: Figure) -> None:
        left, right = figure.subplots(1, 2, sharex=True, sharey=True)
        frame = Frame(data, [exact.spline, near.spline], ("minutes", "degrees Celsius"))
        _panel(left, frame, exact.spline, f"every digit met: {exact.knots} knots, none fewer (proved)")
        _panel(right, frame, near.spline, f"within {TOLERANCE} degrees: {near.knots} knots, none fewer (proved)")
        places, gates = frame.x.floats(frame.data.x), [near.gates.bounds(row) for row in range(len(frame.data.x))]
        floors, ceilings = (frame.y.floats(ends) for ends in zip(*gates, strict=True))
        right.vlines(places, floors, ceilings, color=CHORD, alpha=0.5, lw=3, zorder=1)
        right.set_ylabel("")

    return picture(draw, ".svg", 3.4)


def _panel(panel: Axes, frame: Frame, spline: sparsest.Spline, title: str) -> None:
    panel.plot(frame.x.floats(frame.data.x), frame.y.floats(frame.data.y), "o", color=INK, ms=2.5, zorder=3)
    frame.draw_spline(panel, spline, color=LINE, lw=1.5, zorder=2)
    frame.mark(panel, spline.flint.knots, spline, "s", mfc="white", mec=LINE, ms=4.5, zorder=4)
    frame.name_axes(panel)
    panel.set_title(title, loc="left", fontsize=10)


if __name__ == "__main__":
    Path(sys.argv[1]).write_bytes(front())

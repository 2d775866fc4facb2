"""What all pictures have in common: where numbers are drawn (`Frame`), how files are made, and how they look."""

from __future__ import annotations

import io
import warnings
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path as FilePath
from typing import TYPE_CHECKING, Any, BinaryIO

import numpy as np
from flint import arb, ctx, fmpq
from numpy.typing import NDArray

from sparsest import files
from sparsest.axes import Scale
from sparsest.data import Dataset
from sparsest.errors import UsageError
from sparsest.extras import needs
from sparsest.spline import Spline
from sparsest.table.dates import Moment, shown_after

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

__all__ = [
    "CHORD", "COLOURS", "FORMATS", "INK", "LINE", "MANY", "MATCH", "PIXELS", "Frame", "legend", "log_costs",
    "name_axis", "picture", "refuse_suffix", "write_picture",
]  # fmt: skip

#: Suffixes that can be written.
FORMATS = (".svg", ".png", ".pdf")

#: Colours.
INK, LINE, CHORD, MATCH = "#1b1f24", "#0b6bcb", "#8a929c", "#d1472b"
#: Colours of several curves.
COLOURS = ("#0b6bcb", "#d1472b", "#2a8f4f", "#8b4fc4", "#b8860b", "#1f9e9e", "#c2418b", "#5c6670")
# Beyond so many points or knots, marks of single ones only blur the picture; beyond so many, curves are pixels in it.
MANY, PIXELS = 400, 2000
# So many ticks of dates stand beside each other.
_MOMENTS = 6
_LONGEST_NAME, _BEYOND = 60, 1000
# Points of a picture to the inch; fewer where an SVG holds curves as pixels, for the sake of its size.
_DPI, _SVG_DPI = 150, 100
_BITS = 80


def write_picture(target: str | FilePath | BinaryIO, form: str | None, make: Callable[[str], bytes]) -> None:
    """Write the picture that `make` makes in the format of a suffix.

    Parameters
    ----------
    target : path or binary file
        Where to write; the suffix of a path says which format (a pipe without one gets SVG).
    form : str or None
        The format, whatever the suffix; a binary file gets "svg" unless told.
    make : callable
        From a suffix to the content of the file.

    Raises
    ------
    UsageError
        If the format is unknown, or matplotlib is missing (`pip install 'sparsest-relu[plot]'`).
    OSError
        If the file cannot be written.

    Examples
    --------
    >>> into = io.BytesIO()
    >>> write_picture(into, None, lambda suffix: suffix.encode())
    >>> into.getvalue()
    b'.svg'
    """
    if isinstance(target, str | FilePath):
        suffix = f".{form.lstrip('.')}" if form else files.suffix_of(str(target), ".svg")
        refuse_suffix(suffix, f"{target}: ")
        files.write(target, make(suffix))
    else:
        target.write(make(f".{(form or 'svg').lstrip('.')}"))


def refuse_suffix(suffix: str, where: str = "") -> None:
    """Raise `UsageError` if no picture can be made in the format of a suffix, one of `FORMATS`.

    Examples
    --------
    >>> refuse_suffix(".svg")
    """
    if suffix not in FORMATS:
        shown = suffix or "a file without suffix"
        raise UsageError(f"{where}cannot write {shown}; use one of {', '.join(FORMATS)}")
    _matplotlib()


def picture(draw: Callable[[Figure], None], suffix: str, height: float, panels: int = 1) -> bytes:
    """Return the content of a file with what `draw` draws into a figure of this height in inches.

    An SVG may hold curves as pixels in so many panels: the more, the fewer pixels to the inch.

    Examples
    --------
    >>> picture(lambda figure: None, ".png", 2)[1:4]
    b'PNG'
    """
    refuse_suffix(suffix)
    matplotlib, figure_class = _matplotlib()
    # A fixed salt and no date: the same solution gives the same file.
    style = {"svg.hashsalt": "sparsest", "font.size": 10, "axes.spines.top": False, "axes.spines.right": False}
    made = io.BytesIO()
    with matplotlib.rc_context(style), warnings.catch_warnings():
        # A letter that the font lacks is drawn as a box.
        warnings.filterwarnings("ignore", message="Glyph .* missing from font")
        figure = figure_class(figsize=(9, height), layout="constrained")
        draw(figure)
        dated = {".svg": {"Date": None}, ".pdf": {"CreationDate": None}}
        dpi = round(_SVG_DPI / panels**0.5) if suffix == ".svg" else _DPI
        figure.savefig(made, format=suffix[1:], dpi=dpi, metadata=dated.get(suffix))
    return made.getvalue()


def _matplotlib() -> tuple[Any, Any]:
    with needs("plot", "plots"):
        import matplotlib
        from matplotlib.figure import Figure
    return matplotlib, Figure


class Frame:
    """The data and both axes: what is drawn where.

    Parameters
    ----------
    data : Dataset
        The points.
    splines : sequence of Spline
        The functions to draw.
    names : pair of str
        What x and y are called.
    more : iterable of fmpq
        Other values that are to be seen: ends of gates.

    Examples
    --------
    >>> Frame(Dataset([0, 1], [2, 3]), [Spline(1, 2)], ("x", "y")).x
    Scale(low=0, high=1, ordinary=True)
    """

    def __init__(
        self, data: Dataset, splines: Sequence[Spline], names: tuple[str, str], more: Iterable[fmpq] = ()
    ) -> None:
        self.data, self.names, self.origin = data.flint, names, data.origin
        self.x = Scale.of(self.data.x)
        self.outer = self.x.ends()
        inner = [*self.data.y, *more, *(spline.value(t) for spline in splines for t in spline.flint.knots)]
        outer = [spline.value(t) for spline in splines for t in self.outer]
        # Far beyond the last of many points the function may be anywhere, and they would be a line at the rim.
        self.inner = Scale.of(inner) if len(self.data.x) > MANY else None
        self.y = self.inner or Scale.of([*inner, *outer])

    def draw_data(self, panel: Axes) -> None:
        """Draw the points and the chords between them."""
        x, y = self.x.floats(self.data.x), self.y.floats(self.data.y)
        pixels = len(x) > PIXELS
        panel.plot(x, y, color=CHORD, lw=1, ls="--", zorder=1, label="chords", rasterized=pixels)
        size = 3.5 if len(x) <= MANY else 0.7 if pixels else 1.5
        panel.plot(x, y, "o", color=INK, ms=size, zorder=3, label=f"data ({len(x)} points)", rasterized=pixels)

    def draw_spline(self, panel: Axes, spline: Spline, **style: Any) -> None:
        """Draw a spline through its knots and on to both ends."""
        corners = [self.outer[0], *spline.flint.knots, self.outer[1]]
        # The ends outside the picture stay within floats; nobody sees where a steep line goes there.
        beyond = _BEYOND * (self.y.high - self.y.low)
        low, high = self.y.low - beyond, self.y.high + beyond
        values = self.y.floats(min(max(spline.value(t), low), high) for t in corners)
        drawn = {"zorder": 2, "rasterized": len(corners) > PIXELS, **style}
        panel.plot(self.x.floats(corners), values, **drawn)

    def mark(self, panel: Axes, knots: Sequence[fmpq], spline: Spline, shape: str, **style: Any) -> None:
        """Mark these knots of the spline."""
        panel.plot(self.x.floats(knots), self.y.floats(map(spline.value, knots)), shape, **style)

    def name_axes(self, panel: Axes) -> None:
        """Name both axes as the columns, and their ticks where these are no floats."""
        if self.inner:
            panel.set_ylim(*self.y.floats(self.inner.ends()))
        name_axis(panel.xaxis, self.x, self.names[0], self.origin)
        name_axis(panel.yaxis, self.y, self.names[1])


def name_axis(axis: Any, scale: Scale, name: str, origin: Moment | None = None) -> None:
    """Name an axis, and its ticks where these are no floats, or days since a moment.

    Examples
    --------
    >>> from matplotlib.figure import Figure
    >>> panel = Figure().add_subplot()
    >>> name_axis(panel.xaxis, Scale.of([fmpq(0), fmpq(10) ** 400]), "far")
    >>> panel.xaxis.get_ticklabels()[1].get_text()
    '2e399'
    """
    added = ""
    if not scale.ordinary:
        ticks, texts, added = scale.ticks()
        axis.set_ticks(scale.floats(ticks), texts)
    elif origin is not None:
        _name_moments(axis, origin)
    shown = name if len(name) <= _LONGEST_NAME else f"{name[:_LONGEST_NAME]}..."
    axis.set_label_text(shown + added, parse_math=False)


def _name_moments(axis: Any, origin: Moment) -> None:
    """Call the ticks of an axis of days by their dates and times, which are long: few of them, in two lines."""
    axis.get_major_locator().set_params(nbins=_MOMENTS)
    axis.set_major_formatter(
        lambda days, _: shown_after(origin, fmpq(*float(days).as_integer_ratio())).replace("T", "\n")
    )


def legend(axes: Axes, of: Axes | None = None, below: float = 0.12) -> None:
    """Put the legend of a panel, or that of another one, so far below it.

    Examples
    --------
    >>> from matplotlib.figure import Figure
    >>> panel = Figure().add_subplot()
    >>> _ = panel.plot([0, 1], label="a line")
    >>> legend(panel)
    >>> panel.get_legend().get_texts()[0].get_text()
    'a line'
    """
    shown = (of or axes).get_legend_handles_labels()
    axes.legend(*shown, frameon=False, fontsize=8, ncols=6, loc="upper left", bbox_to_anchor=(0, -below))


def log_costs(terms: Iterable[tuple[int, fmpq]], p: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return ln of sum n a^p over the pairs (n, a), a > 0, at each p; for sizes beyond floats too. No pairs cost 1.

    Examples
    --------
    >>> log_costs([(2, fmpq(4)), (1, fmpq(16))], np.array([0.0, 0.5])).round(6)
    array([1.098612, 2.079442])
    """
    pairs = list(terms)
    if not pairs:
        return np.zeros_like(p)
    with ctx.workprec(_BITS):
        logs = np.array([float(arb(a).log()) for _, a in pairs])
    top = logs.max()
    powers = np.exp(np.outer(p, logs - top)) @ np.array([float(n) for n, _ in pairs])
    return np.asarray(p * top + np.log(powers))

"""Pictures of networks of two inputs, as maps, and of what candidates cost against p; for the eye only."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise
from math import lcm
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from flint import fmpq
from numpy.typing import NDArray

from sparsest.axes import Scale
from sparsest.errors import UsageError
from sparsest.exact.decimals import format_decimal, format_exponent
from sparsest.frame import CHORD, COLOURS, INK, LINE, MANY, MATCH, log_costs, name_axis, picture
from sparsest.multivariate.network import MultivariateNetwork
from sparsest.multivariate.solve import NetworkSolution
from sparsest.multivariate.threshold import Thresholds, UnfinishedThresholds
from sparsest.points import Points

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

__all__ = ["Fold", "folds", "picture_of_network_path", "picture_of_network_solution"]

# Maps in a picture and in a row of it, colours to the side of one, points whose labels are written beside them.
_MAPS, _IN_ROW, _PIXELS, _WRITTEN = 6, 3, 240, 12
_SAMPLES, _RIVALS, _DEAREST, _DIGITS = 200, 40, 0.25, 6


class Fold(NamedTuple):
    """A line on which a function of two inputs bends.

    Parameters
    ----------
    line : tuple of fmpq, shape (3,)
        a, b, c of `a x1 + b x2 + c = 0`; the first of a, b that is not 0 is 1.
    bend : fmpq
        By how many (a, b) the gradient grows across it; above 0 it bends up.
    """

    line: tuple[fmpq, fmpq, fmpq]
    bend: fmpq

    def within(self, low: Sequence[fmpq], high: Sequence[fmpq]) -> tuple[tuple[fmpq, ...], ...]:
        """Return the ends of the part of the line that lies in a box, exactly; none if it misses or only touches it.

        Examples
        --------
        >>> Fold((fmpq(1), fmpq(1), fmpq(-1)), fmpq(1)).within([fmpq(0)] * 2, [fmpq(3, 4)] * 2)
        ((1/4, 3/4), (3/4, 1/4))
        """
        found = set[tuple[fmpq, ...]]()
        for k, other in ((0, 1), (1, 0)):
            if self.line[other] != 0:
                for side in (low[k], high[k]):
                    met = -(self.line[k] * side + self.line[2]) / self.line[other]
                    if low[other] <= met <= high[other]:
                        found.add((side, met) if k == 0 else (met, side))
        ends = sorted(found)
        return (ends[0], ends[-1]) if len(ends) > 1 else ()


def folds(network: MultivariateNetwork) -> tuple[Fold, ...]:
    """Return the lines on which a network of two inputs bends: neurons on one line add up, and may cancel.

    Examples
    --------
    >>> from sparsest.multivariate.network import MultivariateNeuron
    >>> line = [MultivariateNeuron.of(v, [0, w], 0) for v, w in ((1, -2), (-1, 2))]
    >>> folds(MultivariateNetwork(line, 2)), folds(MultivariateNetwork(line[:1], 2))
    ((), (Fold(line=(0, 1, 0), bend=2),))
    """
    bends: dict[tuple[fmpq, ...], fmpq] = {}
    for neuron in network.neurons:
        lead = next((w for w in neuron.weights[:-1] if w != 0), None)
        if lead is not None:
            line = tuple(w / lead for w in neuron.weights)
            bends[line] = bends.get(line, fmpq(0)) + neuron.output_weight * abs(lead)
    return tuple(Fold((a, b, c), bend) for (a, b, c), bend in bends.items() if bend != 0)


def picture_of_network_solution(solution: NetworkSolution, suffix: str = ".svg") -> bytes:
    """Return a picture of a network of two inputs: its values as colours, its folds, and the points in their colours.

    Of several minimisers the first six are drawn, side by side.

    Raises
    ------
    UsageError
        If there are not two inputs, the format is unknown, or matplotlib is missing.

    Examples
    --------
    >>> from sparsest.multivariate.solve import solve_network
    >>> picture_of_network_solution(solve_network(Points([[0, 0], [0, 1]], [1, 2])))[:5]
    b'<?xml'
    """
    refuse_inputs(solution.points)
    shown = solution.networks[:_MAPS]
    known = "the best possible" if solution.optimal else f"proved: at least {_decimal(solution.lower)}"
    title = f"p = {solution.p}: {solution.value} {solution.count} ({known})"
    if solution.objective is not None and solution.p.is_rational:
        price = solution.objective.decimals(6)[0]
        title = f"p = {solution.p}: {solution.value} parameters, price {price} ({known})"
    if len(solution.networks) > 1:
        more = f", the first {_MAPS} drawn" if len(solution.networks) > _MAPS else ""
        title += f"; {len(solution.networks)} minimisers{more}"

    def draw(figure: Figure) -> None:
        figure.suptitle(title, x=0.01, ha="left", fontsize=10)
        titles = [f"minimiser {k}" if len(shown) > 1 else "" for k in range(1, len(shown) + 1)]
        _Map(solution.points, shown).draw_all(figure, titles)

    return picture(draw, suffix, _height(len(shown)))


def picture_of_network_path(found: Thresholds | UnfinishedThresholds, suffix: str = ".svg") -> bytes:
    """Return a picture of all minimisers over p: what they and the next best candidates cost, and maps of two inputs.

    Where the time did not suffice for all p, it is a map of the network that was found.

    Raises
    ------
    UsageError
        If the time did not suffice and there are not two inputs; as `picture_of_network_solution`.

    Examples
    --------
    >>> from sparsest.multivariate.threshold import thresholds
    >>> picture_of_network_path(thresholds(Points([[-3], [4], [5]], [2, -2, 3])))[:5]
    b'<?xml'
    """
    if isinstance(found, UnfinishedThresholds):
        refuse_inputs(found.points)
        low, high = found.critical_decimals(4)
        title = f"unfinished: {found.network.parameters} parameters, proved: at least {found.lower}; p* in "
        title += f"[{low}, {high}]"
        alone = _Map(found.points, [found.network])
        return picture(lambda figure: alone.draw_all(figure, [title]), suffix, _height(1))
    pieces = found.pieces[:_MAPS] if found.points.dimension == 2 else ()

    def draw(figure: Any) -> None:
        curves, maps = figure, None
        if pieces:
            curves, maps = figure.subfigures(2, 1, squeeze=False, height_ratios=(3.4, _height(len(pieces))))[:, 0]
        left, right = curves.subplots(1, 2)
        _draw_costs(left, found)
        _draw_parameters(right, found)
        if maps is not None:
            titles = [f"{low} < p < {high}" for low, high in _intervals(found)][: len(pieces)]
            _Map(found.points, [piece.networks[0] for piece in pieces]).draw_all(maps, titles)

    return picture(draw, suffix, 3.4 + (_height(len(pieces)) if pieces else 0))


def refuse_inputs(points: Points) -> None:
    """Raise `UsageError` unless there are two inputs, of which there are maps.

    Examples
    --------
    >>> refuse_inputs(Points([[0, 0]], [1]))
    """
    if points.dimension != 2:
        raise UsageError(f"{points!r}: networks are drawn as maps of two inputs, and there are {points.dimension}")


def _height(maps: int) -> float:
    return 4.6 if maps == 1 else 1 + 3.0 * -(-maps // _IN_ROW)


def _decimal(lower: str) -> str:
    return lower if lower.isdigit() else lower[: _DIGITS + 2]


class _Map:
    """Where points and folds are drawn, and what each colour means: the same in all maps of a picture."""

    def __init__(self, points: Points, networks: Sequence[MultivariateNetwork]) -> None:
        self.points, self.networks = points, networks
        self.axes = [Scale.of(_wide(column)) for column in zip(*points.flint.x, strict=True)]
        self.low, self.high = zip(*(axis.ends() for axis in self.axes), strict=True)
        # The function may be anywhere far off the points: colours go as far beyond the labels as these are apart.
        lowest, *_, highest = sorted(_wide(points.flint.y))
        self.seen = Scale.of([lowest - (highest - lowest), highest + (highest - lowest)])

    def draw_all(self, figure: Any, titles: Sequence[str]) -> None:
        """Draw all networks side by side, with one bar of colours."""
        columns = min(len(self.networks), _IN_ROW)
        panels = figure.subplots(-(-len(self.networks) // columns), columns, squeeze=False).flat
        values = [self.values(network) for network in self.networks]
        labels, limits = self.seen.floats(self.points.flint.y), self.seen.floats((self.seen.low, self.seen.high))
        least, most = min(*labels, *(v.min() for v in values)), max(*labels, *(v.max() for v in values))
        colours = {"cmap": "cividis", "vmin": max(least, limits[0]), "vmax": min(most, limits[1])}
        shades = None
        for network, shown, title in zip(self.networks, values, titles, strict=True):
            panel = next(panels)
            shades = self._draw(panel, network, shown, colours)
            panel.set_title(title, loc="left", fontsize=9)
        used = list(figure.axes)
        for panel in panels:
            panel.set_visible(False)
        beyond = {(0, 0): "neither", (0, 1): "max", (1, 0): "min", (1, 1): "both"}
        ends = beyond[int(least < limits[0]), int(most > limits[1])]
        bar = figure.colorbar(shades, ax=used, extend=ends, shrink=0.9)
        name_axis(bar.ax.yaxis, self.seen, self.points.names[-1])
        figure.supxlabel("white lines: folds, solid where the function bends up, dashed where down", fontsize=8)

    def _draw(self, panel: Axes, network: MultivariateNetwork, values: NDArray[np.float64], colours: Any) -> Any:
        (left, right), (bottom, top) = (a.floats(a.ends()) for a in self.axes)
        extent = (left, right, bottom, top)
        shades = panel.imshow(
            values, origin="lower", extent=extent, aspect="auto", interpolation="bilinear", zorder=0, **colours
        )
        self._draw_folds(panel, network)
        x, y = self._places(self.points.flint.x)
        size, edge = (4, 0.0) if len(self.points) > MANY else (42, 1.2)
        labels = self.seen.floats(self.points.flint.y)
        panel.scatter(x, y, c=labels, s=size, edgecolors="white", linewidths=edge, zorder=4, **colours)
        if len(self.points) <= _WRITTEN:
            for place, label in zip(zip(x, y, strict=True), self.points.flint.y, strict=True):
                box = {"fc": "white", "ec": "none", "pad": 0.6, "alpha": 0.75}
                text = format_decimal(label, _DIGITS)
                panel.annotate(text, place, (6, 5), textcoords="offset points", fontsize=8, bbox=box)
        panel.set_xlim(left, right)
        panel.set_ylim(bottom, top)
        name_axis(panel.xaxis, self.axes[0], self.points.names[0])
        name_axis(panel.yaxis, self.axes[1], self.points.names[1])
        return shades

    def _places(self, points: Sequence[Sequence[fmpq]]) -> list[list[float]]:
        return [axis.floats(column) for axis, column in zip(self.axes, zip(*points, strict=True), strict=True)]

    def _draw_folds(self, panel: Axes, network: MultivariateNetwork) -> None:
        """Draw where the function bends up (solid) and down (dashed), inside the box."""
        for fold in folds(network):
            if ends := fold.within(self.low, self.high):
                panel.plot(
                    *self._places(ends), color="white", lw=1.5, ls="-" if fold.bend > 0 else (0, (4, 2.5)), zorder=2
                )

    def values(self, network: MultivariateNetwork) -> NDArray[np.float64]:
        """Return where the values at the middles of the pixels lie on the scale of colours; row 0 is the lowest.

        In whole numbers over one denominator, so that large neurons may cancel; only the result is made of floats.
        """
        pixels = _PIXELS if len(network.neurons) <= MANY // 10 else _PIXELS // 2
        corners = [(*corner, fmpq(1)) for corner in ((self.low[0], self.low[1]), (self.high[0], self.low[1]))]
        corners.append((self.low[0], self.high[1], fmpq(1)))
        planes = [
            (neuron.output_weight > 0, [abs(neuron.output_weight) * neuron.activation(corner) for corner in corners])
            for neuron in network.neurons
        ]
        ends = [self.seen.low, self.seen.high]
        # The middle of pixel k lies (2 k + 1) / (2 pixels) along its side.
        whole = 2 * pixels * lcm(1, *(int(a.q) for a in [*ends, *(a for _, plane in planes for a in plane)]))
        low, high = (int(a * whole) for a in ends)
        total = np.zeros((pixels, pixels), object)
        along = np.arange(1, 2 * pixels, 2, dtype=object)
        for positive, plane in planes:
            start, right, up = (int(a * (whole // (2 * pixels))) for a in plane)
            across = 2 * pixels * start + along * (right - start)
            active = np.maximum(np.add.outer(along * (up - start), across), 0)
            total = total + active if positive else total - active
        far = high - low  # beyond this all is one colour, and floats would overflow
        clipped = np.clip(total, low - far, high + far)
        shown = clipped / whole if self.seen.ordinary else (clipped - low) / (high - low)
        return shown.astype(np.float64)


def _wide(values: Sequence[fmpq]) -> list[fmpq]:
    """Return the values, and others beside the one that they all are."""
    if any(value != values[0] for value in values):
        return list(values)
    room = abs(values[0]) if values[0] != 0 else fmpq(1)
    return [values[0] - room, values[0], values[0] + room]


def _intervals(found: Thresholds) -> list[tuple[str, str]]:
    starts = [piece.start.enclosure()[0] for piece in found.pieces if piece.start is not None]
    ends = ["0", *(format_exponent(start, 4) for start in starts), "1"]
    return list(pairwise(ends))


def _starts(found: Thresholds) -> Iterable[float]:
    return (float(piece.start.enclosure()[0]) for piece in found.pieces if piece.start is not None)


def _draw_costs(panel: Axes, found: Thresholds) -> None:
    """Draw what the minimisers and the next best candidates cost at every p, in excess of the least."""
    p = np.linspace(0.001, 0.999, _SAMPLES)
    ours = [piece.networks[0] for piece in found.pieces]
    logs = np.array([log_costs(network.power_sum.terms, p) for network in ours])
    least = logs.min(axis=0)
    others = sorted(
        (np.expm1(log_costs(price.terms, p) - least) for price in found.prices), key=lambda excess: float(excess.min())
    )
    for excess in others[:_RIVALS]:
        panel.plot(p, excess, color=CHORD, lw=0.6, zorder=1)
    for k, (network, excess) in enumerate(zip(ours, np.expm1(logs - least), strict=True)):
        width = 1.4 + 0.9 * max(0, min(len(ours), _MAPS) - 1 - k)
        label = f"{network.parameters} parameters"
        panel.plot(p, excess, color=COLOURS[k % len(COLOURS)], lw=width, label=label, zorder=2)
    panel.set_title("price of each candidate, relative to the least", loc="left", fontsize=10)
    panel.set_ylim(-0.02 * _DEAREST, _DEAREST)
    panel.yaxis.set_major_formatter(lambda value, _: f"+{100 * value:.3g}%")
    panel.set_xlim(0, 1)
    panel.set_xlabel("p")
    panel.legend(frameon=False, fontsize=8, loc="upper left")


def _draw_parameters(panel: Axes, found: Thresholds) -> None:
    """Draw how many parameters minimisers have, p*, and the threshold of the theorem's proof."""
    ends = [0.0, *_starts(found), 1.0]
    for (low, high), piece in zip(pairwise(ends), found.pieces, strict=True):
        panel.plot([low, high], [piece.parameters] * 2, color=LINE, lw=2, solid_capstyle="butt")
    critical = 1.0 if found.critical is None else float(found.critical.enclosure()[0])
    shown = "1" if found.critical is None else format_exponent(found.critical.enclosure()[0], 4)
    panel.axvline(critical, color=MATCH, lw=1, ls="--", label=f"p* = {shown}")
    proof = found.proof[0]
    panel.axvline(float(proof), color=INK, lw=1, ls=":", label=f"the proof's threshold, {format_exponent(proof, 3)}")
    panel.set_title("parameters of the minimisers", loc="left", fontsize=10)
    panel.set_xlim(0, 1)
    panel.set_xlabel("p")
    panel.yaxis.get_major_locator().set_params(integer=True)  # type: ignore[call-arg]
    panel.legend(frameon=False, fontsize=8)

"""From arrays to decided arrays: sweeps in one or several threads, each beside a referee that answers its requests."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from typing import Any, Self, TypeVar

import numpy as np
from numpy.typing import NDArray

from sparsest.errors import DataError
from sparsest.exact.exponent import Exponent
from sparsest.fast import sweep as kernel
from sparsest.fast import weights
from sparsest.fast.arithmetic import RANGE_LOW
from sparsest.fast.arrays import Doubles, Integers
from sparsest.fast.block import NONE, SHARED, Scratch
from sparsest.fast.compiled import DISABLED
from sparsest.fast.referee import Referee
from sparsest.fast.stage import Stage

__all__ = ["Decided", "Decisions", "decide", "fault_at", "read_only"]

_Array = TypeVar("_Array", Doubles, Integers)

_STATE = {name: k for k, name in enumerate(kernel.STATE)}
# Below this many points a second thread costs more than it saves.
_SMALLEST_SHARE = 100_000


class Summed:
    """Counts that add up field by field. A base of dataclasses."""

    def __add__(self, other: Self) -> Self:
        return type(self)(*(a + b for a, b in zip(vars(self).values(), vars(other).values(), strict=True)))


@dataclass(frozen=True)
class Decisions(Summed):
    """Who decided what. Every decision is certain; these numbers tell how often the fast filter had to ask.

    Parameters
    ----------
    runs, edges : int
        Runs of gaps of one sign, and pairs of neighbours in them: each pair is one decision.
    refined_gaps : int
        Gaps recomputed because they cancelled too far (a compiled routine, exact where it must be).
    unsure_runs : int
        Runs with a decision within the error bound: decided again by the exact path.
    refined_knots : int
        Knots recomputed to more digits to round them correctly.
    exact_gaps, exact_knots : int
        Gaps and knots that only exact rational arithmetic settled.
    """

    runs: int = 0
    edges: int = 0
    refined_gaps: int = 0
    unsure_runs: int = 0
    refined_knots: int = 0
    exact_gaps: int = 0
    exact_knots: int = 0


@dataclass(frozen=True)
class Decided:
    """What the sweeps found for all data sets: see `sparsest.fast.solution.Batch`."""

    marks: NDArray[np.uint8]
    knots: Doubles
    slope_changes: Doubles
    ends: Integers
    counts: dict[int, int]
    decisions: Decisions


class _Outputs:
    """Room for the results; memory that is never written to is never taken."""

    def __init__(self, points: int, data_sets: int) -> None:
        self.marks = np.empty(points, np.uint8)
        self.knots = np.empty(points)
        self.slope_changes = np.empty(points)
        self.ends = np.zeros(data_sets + 1, np.int64)


def decide(x: Doubles, y: Doubles, offsets: Integers, p: Exponent, threads: int) -> Decided:
    """Return matching and knots of every data set, certified.

    Parameters
    ----------
    x, y : float64 arrays, shape (n,), contiguous
        The points of all data sets, one behind the other.
    offsets : int64 array
        Where each data set begins, and n.
    p : Exponent
        The exponent.
    threads : int
        How many threads share the work.

    Raises
    ------
    DataError
        If an entry is not finite, or x does not increase inside a data set.

    Examples
    --------
    >>> decided = decide(np.arange(4.0), np.array([0, 0, 1, 3.0]), np.array([0, 4]), Exponent.read("1/2"), 1)
    >>> decided.knots, decided.slope_changes
    (array([1.5]), array([2.]))
    """
    outputs = _Outputs(x.size, offsets.size - 1)
    shares = list(_shares(x, y, offsets, threads))
    sweeps = [_Sweep(x, y, offsets, p, outputs, *share) for share in shares]
    if len(sweeps) == 1:
        sweeps[0].run()
    else:
        with ThreadPoolExecutor(len(sweeps)) as pool:
            list(pool.map(_Sweep.run, sweeps))
            list(pool.map(partial(_close_ranks, sweeps), (outputs.knots, outputs.slope_changes)))
    total = _count_on(sweeps, outputs, offsets)
    return Decided(
        outputs.marks,
        outputs.knots[:total],
        outputs.slope_changes[:total],
        outputs.ends,
        {start: ways for one in sweeps for start, ways in one.referee.counts.items()},
        sum((one.decisions for one in sweeps), Decisions()),
    )


class _Sweep:
    """One sweep over the points start..stop-1, which begin and end where runs do."""

    def __init__(
        self, x: Doubles, y: Doubles, offsets: Integers, p: Exponent, outputs: _Outputs, start: int, stop: int
    ) -> None:
        # Read-only arrays are a type of their own to numba: one type, one compilation.
        self._x, self._y, self._offsets = read_only(x), read_only(y), read_only(offsets)
        kind, self._p = _weights(p)
        self._stages = kernel.stages_of(kind)
        self._addresses = _addresses(self._stages)
        self._outputs = outputs
        self.start, self.stop = start, stop
        self.referee = Referee(x, y, p)
        self._state = np.zeros(len(kernel.STATE), np.int64)
        self._state[_STATE["low"]], self._state[_STATE["stop"]] = start, stop
        self._state[_STATE["dataset"]] = np.searchsorted(offsets, start)

    @property
    def knots(self) -> int:
        """How many knots this sweep has written."""
        return int(self._state[_STATE["out"]])

    @property
    def decisions(self) -> Decisions:
        """Who decided what in this sweep."""
        counts = {name: int(self._state[k]) for name, k in _STATE.items()}
        return Decisions(
            counts["runs"], counts["edges"], counts["refined"], counts["unsure"], counts["rounded"],
            self.referee.gaps, self.referee.knots,
        )  # fmt: skip

    def run(self) -> None:
        """Sweep to the end, answering every request; all answers serve one block and are then forgotten."""
        known, scratch = _Answers(), Scratch(kernel.BLOCK)
        block = self.start
        while (code := self._sweep(known, scratch)) != kernel.DONE:
            asked = int(self._state[_STATE["asked"]])
            if code == kernel.FAULT:
                raise fault_at(self._x, self._y, self._offsets, int(self._state[_STATE["fault"]]))
            if code == kernel.ROOM:
                scratch = Scratch(asked)
                continue
            if code == kernel.STAGE:
                self._addresses[asked] = self._stages[asked].locate()
                continue
            if block != self._state[_STATE["low"]]:
                block, known = int(self._state[_STATE["low"]]), _Answers()
            known.add(code, scratch.requests[:asked], self.referee, self._outputs.marks)

    def _sweep(self, known: _Answers, scratch: Scratch) -> int:
        out = self._outputs
        code: int = kernel.sweep(
            self._x, self._y, self._offsets, self._addresses, self._p, *known.arrays(),
            out.marks, out.knots[self.start : self.stop], out.slope_changes[self.start : self.stop], out.ends,
            self._state, scratch.doubles, scratch.flags, scratch.requests,
        )  # fmt: skip
        return code


class _Answers:
    """What the referee said about the current block: values by their points, and runs by their starts."""

    def __init__(self) -> None:
        self._gaps: dict[int, float] = {}
        self._knots: dict[int, float] = {}
        self._runs: Integers = np.empty(0, np.int64)

    def add(self, code: int, requests: Integers, referee: Referee, marks: NDArray[np.uint8]) -> None:
        """Take the answers to requests of one kind."""
        if code == kernel.GAPS:
            self._gaps |= {i: referee.gap(i) for i in requests.tolist()}
        elif code == kernel.KNOTS:
            self._knots |= {i: referee.knot(i) for i in requests.tolist()}
        else:
            for start, stop in requests.reshape(-1, 2).tolist():
                marks[start:stop] = NONE
                marks[[start + k for k in referee.run(start, stop)]] = SHARED
            self._runs = np.sort(np.concatenate([self._runs, requests[::2]]))

    def arrays(self) -> tuple[Integers, Doubles, Integers, Integers, Doubles]:
        """Return the answers as the sweep takes them."""
        return *_sorted(self._gaps), self._runs, *_sorted(self._knots)


def read_only(values: _Array) -> _Array:
    """Return a view of an array that cannot be written to: to numba a type of its own, so that all are of one.

    Examples
    --------
    >>> read_only(np.zeros(2)).flags.writeable
    False
    """
    view = values.view()
    view.flags.writeable = False
    return view


def _sorted(values: dict[int, float]) -> tuple[Integers, Doubles]:
    points = sorted(values)
    return np.array(points, np.int64), np.array([values[i] for i in points], np.float64)


def _weights(p: Exponent) -> tuple[weights.WeightKind, float]:
    """Return the stages that decide edges, and their float exponent."""
    if p.value is not None:
        return (weights.ROOTS if p.name == "1/2" else weights.POWERS), float(p.fraction)
    return {"0": weights.FEWEST, "0+": weights.ZERO, "1-": weights.ONE}[p.name], 0.0


def _addresses(stages: tuple[Stage, ...]) -> Integers | list[Any]:
    """Return the addresses of the stages, of the rare ones as far as they are compiled."""
    for one in stages[: kernel.FREQUENT]:
        one.locate()
    addresses = [one.address for one in stages]
    return addresses if DISABLED else np.array(addresses, np.int64)


def fault_at(x: Doubles, y: Doubles, offsets: Integers, i: int) -> DataError:
    """Return the error that says what is wrong with point i.

    Examples
    --------
    >>> print(fault_at(np.zeros(2), np.zeros(2), np.array([0, 2]), 1))
    x, entry 1: 0.0 does not lie right of 0.0 before it; merge equal points
    """
    data_set = int(np.searchsorted(offsets, i, side="right")) - 1
    start = int(offsets[data_set])
    where = f"entry {i - start}" + (f" of data set {data_set}" if offsets.size > 2 else "")
    for axis, values in (("x", x), ("y", y)):
        if not np.isfinite(values[i]):
            return DataError(f"{axis}, {where}: {values[i]} is not finite; leave the point out or mend it")
    before, here = float(x[i - 1]), float(x[i])
    cure = "merge equal points" if before == here else "sort by x first: k = numpy.argsort(x); x[k], y[k]"
    return DataError(f"x, {where}: {here!r} does not lie right of {before!r} before it; {cure}")


def _shares(x: Doubles, y: Doubles, offsets: Integers, threads: int) -> Iterator[tuple[int, int]]:
    """Yield as many ranges of points, of about one size, as there are threads; they end where runs end for certain."""
    start = 0
    shares = min(threads, max(1, x.size // _SMALLEST_SHARE))
    for k in range(1, shares):
        cut = _run_end(x, y, offsets, max(start, k * x.size // shares))
        if cut > start:
            yield start, cut
            start = cut
    if start < x.size:
        yield start, x.size


def _run_end(x: Doubles, y: Doubles, offsets: Integers, near: int) -> int:
    """Return a point from `near` on before which a run ends, x.size if none is found within reach."""
    data_set = int(np.searchsorted(offsets, near))
    limit = int(offsets[data_set])
    if limit == near or data_set == 0:
        return limit
    reach = 256
    while near >= 2 and reach < x.size:
        stop = min(near + reach, limit - 1)
        with np.errstate(all="ignore"):
            steps = np.diff(x[near - 1 : stop + 1])
            slopes = np.where(steps < np.inf, np.diff(y[near - 1 : stop + 1]) / steps, np.nan)
            gaps = np.diff(slopes)
            # Differences that overflowed and gaps that may be rounding below the normal doubles are not sure.
            sure = np.abs(gaps) > 2.0**-40 * (np.abs(slopes[1:]) + np.abs(slopes[:-1])) + RANGE_LOW
            turns = np.flatnonzero(sure[1:] & sure[:-1] & (np.sign(gaps[1:]) != np.sign(gaps[:-1])))
        if turns.size:
            # Entry k of gaps belongs to point near + k.
            return near + int(turns[0]) + 1
        if stop == limit - 1:
            break
        reach *= 8
    return limit


def _close_ranks(sweeps: list[_Sweep], values: Doubles) -> None:
    """Move each sweep's knots, or their slope changes, behind those of the sweep before."""
    total = 0
    for one in sweeps:
        if total != one.start:
            kernel.move(values, one.start, total, one.knots)
        total += one.knots


def _count_on(sweeps: list[_Sweep], outputs: _Outputs, offsets: Integers) -> int:
    """Let the ends of each sweep's data sets count the knots of the sweeps before; return how many knots there are."""
    total = 0
    for one in sweeps:
        if total:
            ended = slice(*np.searchsorted(offsets, [one.start + 1, one.stop + 1]))
            outputs.ends[ended] += total
        total += one.knots
    return total

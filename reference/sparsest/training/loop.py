"""One run: from a seed's start through all epochs, with a look at the marks; what is dead for good is dropped."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sparsest.fast.entry import entry
from sparsest.training import kernel
from sparsest.training.lanes import LANES
from sparsest.training.network import FloatNetwork
from sparsest.training.objective import path_norm
from sparsest.training.problem import Problem
from sparsest.training.rates import absorbs, rates_between
from sparsest.training.start import Start, drawn

__all__ = ["MERGES", "History", "TrainingRun", "run_seed"]

# Epochs in one call of the kernel: so long that calls cost nothing, so short that Ctrl-C and progress are prompt.
_LONGEST = 2000
# ... and no longer than so many sums and products, a second or so.
_WORK = 400_000_000
_ROWS = 5
#: Epochs between two merges.
MERGES = 500
_FOUR = 4


# An entry is for one kind of arguments, so there is one for each precision.
_ADVANCE: dict[str, Callable[..., float]] = {
    "float32": kernel.advance,
    "float64": entry(kernel.advance.__wrapped__),  # type: ignore[attr-defined]
}


@dataclass(frozen=True, eq=False)
class History:
    """What a run looked like at its marks.

    Parameters
    ----------
    epochs, neurons, parameters : array of int64, shape (n,)
        Marks; neurons with ||v_k w_k||_2 >= `dead_below`; products v_k w_ki of at least that size.
    loss, path_norm : array of float64, shape (n,)
        The mean squared error and sum |v_k w_ki|^p, in the data's units.
    """

    epochs: NDArray[np.int64]
    neurons: NDArray[np.int64]
    parameters: NDArray[np.int64]
    loss: NDArray[np.float64]
    path_norm: NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class TrainingRun:
    """Where one seed ended.

    Parameters
    ----------
    seed : int
        Of the start.
    network : FloatNetwork or None
        The last network, without dead neurons, in the data's units; None if the run diverged.
    history : History
        What it looked like at the marks.
    """

    seed: int
    network: FloatNetwork | None
    history: History

    def to_json(self) -> dict[str, object]:
        """Return the run, JSON-ready; floats read back as the same doubles.

        Examples
        --------
        >>> empty = History(*([[]] * 5))
        >>> TrainingRun(3, None, empty).to_json()["network"] is None
        True
        """
        marks = {name: _plain(values) for name, values in vars(self.history).items()}
        return {"seed": self.seed, "network": self.network and self.network.to_json(), "history": marks}

    @classmethod
    def from_json(cls, given: Mapping[str, Any]) -> TrainingRun:
        """Return the run that `to_json` wrote.

        Examples
        --------
        >>> marks = dict.fromkeys(History.__dataclass_fields__, [])
        >>> TrainingRun.from_json({"seed": 3, "network": None, "history": marks}).seed
        3
        """
        marks, network = given["history"], given["network"]
        whole = [np.array(marks[name], np.int64) for name in ("epochs", "neurons", "parameters")]
        real = [np.array([np.nan if v is None else v for v in marks[name]]) for name in ("loss", "path_norm")]
        history = History(whole[0], whole[1], whole[2], real[0], real[1])
        return cls(given["seed"], None if network is None else FloatNetwork.from_json(network), history)


def _plain(values: Any) -> list[Any]:
    """Return a list of numbers, None for those that are none."""
    return [None if value != value else value for value in np.asarray(values).tolist()]


class _Trainee:
    """The arrays of a run, as `kernel.advance` has them."""

    def __init__(self, problem: Problem, start: Start) -> None:
        x, y = problem.seen
        dtype = np.dtype(problem.recipe.precision)
        self.problem, self.points, self.inputs = problem, len(y), x.shape[1]
        padded = -(-len(y) // _FOUR) * _FOUR
        self.x, self.y = np.zeros((padded, self.inputs), dtype), np.zeros(padded, dtype)
        self.x[: len(y)], self.y[: len(y)] = x, y
        self.flags, self.gates = _flags(problem), np.unique(x[:, 0])
        self.taken = np.arange(self.inputs)  # which inputs are left
        columns = np.zeros((_ROWS, self.inputs + 2, len(start.v)), dtype)
        columns[0] = np.vstack([start.w.T, start.b, start.v])
        self._pack(columns, np.zeros((_ROWS, _whole(self.inputs + 1)), dtype), start.spread.astype(dtype))

    def _pack(self, columns: NDArray[Any], rest: NDArray[Any], spread: NDArray[Any]) -> None:
        """Lay out neurons (rows, parameters, neurons) and what belongs to none of them."""
        self.width, self.units = _whole(columns.shape[2]), columns.shape[2]
        filled = np.pad(columns, ((0, 0), (0, 0), (0, self.width - self.units)))
        self.state = np.ascontiguousarray(np.hstack([filled.reshape(_ROWS, -1), rest]))
        self.spread = np.pad(spread, (0, self.width - self.units), constant_values=1)
        self.hidden = np.zeros((len(self.y), self.width), self.y.dtype)
        self.residual = np.zeros_like(self.y)

    def _columns(self) -> NDArray[Any]:
        whole = self.state[:, : (self.inputs + 2) * self.width]
        return whole.reshape(_ROWS, self.inputs + 2, self.width)[:, :, : self.units]

    def advance(self, first: int, last: int) -> bool:
        """Do the epochs first, ..., last, counted from 1; return whether all residuals were finite."""
        problem = self.problem
        wrong = _ADVANCE[problem.recipe.precision](
            self.state, self.x, self.y, self.hidden, self.residual, rates_between(problem, first, last),
            self.flags, problem.p - 1.0, problem.recipe.dead_below, self.spread, self.width, self.points,
        )  # fmt: skip
        return wrong == 0.0

    def drop_dead(self, epoch: int) -> None:
        """Forget the neurons that are dead for good after an epoch, and the inputs that no neuron takes any more."""
        if self.problem.recipe.coordinates == "products" and not self.problem.charges_bias:
            return  # of one without input weights v b_+ is left, which goes on being trained
        columns = self._columns()
        w, v, moments = columns[0, : self.inputs], columns[0, -1], columns[1, : self.inputs]
        dead = ~np.any(w * v != 0, axis=0)
        taken = np.ones(self.inputs, np.bool_)
        if absorbs(self.problem, np.array([epoch + 1.0]))[0]:
            if self.problem.charges_bias:
                taken = np.any(w * v != 0, axis=1)
                taken[0] |= not taken.any()
        else:
            # Zero weights with zero moments stay: their gradients are zero, and the threshold undoes v's moves.
            still = ~np.any(w != 0, axis=0) & (v == 0) & ~np.any(moments != 0, axis=0)
            dead = still if self.problem.recipe.coordinates == "weights" else np.zeros_like(still)
        narrower = _whole(int(np.sum(~dead))) < self.width
        if narrower or not taken.all():
            # Neurons change places, and sums their order, only if that makes a group less.
            kept = ~dead if narrower else np.ones_like(dead)
            rest, spread = self.state[:, (self.inputs + 2) * self.width :], self.spread[: self.units]
            rows = np.append(taken, [True, True])
            self.x, self.taken = np.ascontiguousarray(self.x[:, taken]), self.taken[taken]
            self.inputs = len(self.taken)
            self._pack(columns[:, rows][:, :, kept], rest, spread[kept])

    def merge(self) -> None:
        """Make one neuron of those of one sign with kinks between the same neighbouring data; the largest stays.

        Their sizes add up and the kink is the weighted mean, so no value at the data changes. Neurons that are active
        on different sides differ by an affine function, for which a skip connection is needed.
        """
        state, columns = self.state.astype(np.float64), self._columns().astype(np.float64)
        w, b, c = columns[0, 0], columns[0, 1], columns[0, 2]
        kinks, rest = -b * w, state[0, 3 * self.width :]
        gaps = np.searchsorted(self.gates, kinks)
        sides = np.zeros_like(w) if self.problem.recipe.skip else w
        merged = np.ones(self.units, np.bool_)
        for key in sorted({*zip(gaps, np.sign(c), sides, strict=True)}):
            own = np.flatnonzero((gaps == key[0]) & (np.sign(c) == key[1]) & (sides == key[2]))
            if key[1] == 0 or own.size < 2 or key[0] in (0, len(self.gates)):
                continue
            largest = own[np.argmax(np.abs(c[own]))]
            turned = own[w[own] != w[largest]]
            # c (-(x - t))_+ = c (x - t)_+ - c (x - t)
            rest[0] += float(np.sum(c[turned] * w[turned]))
            rest[1] += float(np.sum(c[turned] * b[turned]))
            merged[own] = False
            merged[largest] = True
            kink = float(c[own] @ kinks[own] / np.sum(c[own]))
            c[largest] = np.sum(c[own])
            b[largest] = -kink * w[largest]
        if not merged.all():
            dtype, rest = self.state.dtype, state[:, 3 * self.width :]
            self._pack(columns[:, :, merged].astype(dtype), rest.astype(dtype), self.spread[: self.units][merged])

    def epochs_at_once(self) -> int:
        """Return for how many epochs one call may go on, so that Ctrl-C is heard within a second or so."""
        return max(1, _WORK // int(self.y.size * self.width * (self.inputs + 2)))

    def sizes(self) -> NDArray[np.float64]:
        """Return the |v_k w_ki| that are charged, in the training's units, shape (D, K)."""
        columns = self._columns()[0].astype(np.float64)
        return np.asarray(np.abs(columns[: self.inputs] * columns[-1]))

    def network(self) -> FloatNetwork | None:
        """Return the network as it stands, in the data's units; None if it is not finite there."""
        columns = self._columns()[0].astype(np.float64)
        rest = self.state[0, (self.inputs + 2) * self.width :].astype(np.float64)
        b, v, d = columns[-2], columns[-1], self.problem.x.shape[1]
        by_input = np.zeros((d + self.problem.charges_bias, self.units))
        by_input[self.taken] = columns[: self.inputs]
        w = by_input.T
        b = w[:, d] if self.problem.charges_bias else b
        skip, offset = (rest[:d], rest[d]) if self.problem.recipe.skip else (np.zeros(d), 0.0)
        return self.problem.units.restored(v, w[:, :d], b, skip, float(offset))


def _whole(count: int) -> int:
    """Return the least whole number of groups, at least one, that holds so many."""
    return max(1, -(-count // LANES)) * LANES


def _flags(problem: Problem) -> NDArray[np.int64]:
    recipe = problem.recipe
    flags = np.zeros(kernel.FLAGS, np.int64)
    flags[kernel.ADAPTIVE] = recipe.optimizer != "gradient"
    flags[kernel.THRESHOLD] = recipe.threshold != "none"
    flags[kernel.PRECONDITIONED] = recipe.threshold == "preconditioned"
    flags[kernel.MIXED] = recipe.previous == "mixed"
    flags[kernel.SCALES_BIAS] = recipe.bias == "scaled"
    flags[kernel.FREE_BIAS] = not problem.charges_bias
    flags[kernel.FREEZES_INPUT] = recipe.coordinates == "kinks"
    flags[kernel.FREEZES_OUTPUT] = recipe.coordinates == "products"
    flags[kernel.SKIP] = recipe.skip
    return flags


def run_seed(problem: Problem, seed: int, progress: Callable[[int], object] | None = None) -> TrainingRun:
    """Train from the start of one seed.

    Parameters
    ----------
    problem : Problem
        See `sparsest.training.problem.posed`.
    seed : int
        0 or more.
    progress : callable, optional
        Called with the number of epochs done since the last call.

    Examples
    --------
    >>> from sparsest.training.problem import posed
    >>> from sparsest.training.recipe import Recipe
    >>> run = run_seed(posed([0, 1, 2], [0, 0, 1], 0.5, Recipe(width=8), 50), seed=3)
    >>> int(run.history.epochs[-1])
    50
    """
    trainee = _Trainee(problem, drawn(problem, seed))
    marks = set(problem.marks)
    looks: list[_Look] = []
    shrinks = problem.recipe.threshold != "none"
    done = 0
    for last, tidies in _stops(problem, trainee):
        if not trainee.advance(done + 1, last):
            return TrainingRun(seed, None, _history(problem.marks, looks))
        if progress is not None:
            progress(last - done)
        done = last
        if _merges_at(problem, last):
            trainee.merge()
        if shrinks and tidies:
            trainee.drop_dead(last)
        if last in marks:
            looks.append(_look(trainee))
    network = trainee.network()
    live = None if network is None else network.live(charge_bias=problem.charges_bias)
    return TrainingRun(seed, live, _history(problem.marks, looks))


def _stops(problem: Problem, trainee: _Trainee) -> Iterator[tuple[int, bool]]:
    """Yield the last epoch of each call, and whether the dead are dropped then: early and often, for most die early.

    That does not depend on the marks, as what is dropped changes the order of sums; nor on how long a call may take.
    """
    marks = list(reversed(problem.marks))
    tidy, done = LANES, 0
    while marks:
        stop = min(tidy, marks[-1], done + trainee.epochs_at_once())
        if problem.recipe.merge < 1:
            stop = min(stop, (done // MERGES + 1) * MERGES)
        yield stop, stop == tidy
        if stop == marks[-1]:
            marks.pop()
        if stop == tidy:
            tidy += min(tidy, _LONGEST)
        done = stop


def _merges_at(problem: Problem, epoch: int) -> bool:
    return epoch % MERGES == 0 and epoch > problem.recipe.merge * problem.epochs


class _Look(NamedTuple):
    """A run at a mark: see `History`."""

    loss: float
    neurons: int
    parameters: int
    path_norm: float


def _look(trainee: _Trainee) -> _Look:
    """Count in the training's units, in which neurons die; loss and path norm are in those of the data."""
    problem, sizes = trainee.problem, trainee.sizes()
    least = problem.recipe.dead_below or np.finfo(np.float64).tiny
    neurons = int(np.sum(np.sqrt(np.sum(sizes**2, axis=0)) >= least))
    network = trainee.network()
    if network is None:
        return _Look(np.nan, neurons, int(np.sum(sizes >= least)), np.nan)
    with np.errstate(over="ignore"):
        loss = float(np.mean((network(problem.x) - problem.y) ** 2))
    norm = path_norm(network, problem.p, charge_bias=problem.charges_bias)
    return _Look(loss, neurons, int(np.sum(sizes >= least)), norm)


def _history(marks: tuple[int, ...], looks: list[_Look]) -> History:
    """Return what was seen at the first marks: all of them, if the run came to its end."""
    whole = [np.array([getattr(look, name) for look in looks], np.int64) for name in ("neurons", "parameters")]
    real = [np.array([getattr(look, name) for look in looks], np.float64) for name in ("loss", "path_norm")]
    return History(np.array(marks[: len(looks)], np.int64), whole[0], whole[1], real[0], real[1])

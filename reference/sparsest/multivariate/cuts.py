"""Cuts: multipliers that prove that every interpolating network needs one of certain kinds of neurons.

For lambda in Q^N with lambda . y > 0 (and orthogonal to what the model has for free), sum_k s_k F(w_k) > 0 for every
interpolating network, where F(w) = sum_i lambda_i (xbar_i . w)_+. So some neuron contributes more than 0, and its kind
is *unblocked*: s F > 0 at a ray of its cell. This is a Farkas certificate for all networks of blocked kinds at once.

Cuts are proposed by linear programs over signed rays, min price . mu with sum mu s phi(r) = y, mu >= 0: its multipliers
satisfy s F(r) <= price(r), so rays of price 0 are blocked. Whether a cut is one is then decided in integers.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import gcd

import numpy as np
from flint import fmpq
from numpy.typing import NDArray

from sparsest.linear.highs import proposer
from sparsest.linear.program import Infeasible, LinearProgram, Optimum, ProgramSession
from sparsest.linear.scaling import scaled_floats
from sparsest.multivariate.kinds import Kinds, Mask
from sparsest.multivariate.pricing import pricer

__all__ = ["Cut", "CutPool", "Cutter", "Mix", "ray_program", "ray_sizes"]

_ZERO, _ONE = fmpq(0), fmpq(1)
#: A price so high that a ray is used only where nothing else will do.
_PROHIBITIVE = 1000
# If less than this share of the rays is to be blocked, try to block all of it at once: that program is small.
_FEW = 0.1


@dataclass(frozen=True)
class Cut:
    """Multipliers and what they leave unblocked.

    Parameters
    ----------
    multipliers : tuple of int, shape (N,)
        lambda, for the rows and labels as `Kinds` scales them.
    unblocked : bool array, shape (signed kinds,)
        Which signed kinds can contribute.
    """

    multipliers: tuple[int, ...]
    unblocked: Mask


@dataclass(frozen=True)
class Mix:
    """An exact combination of rays that interpolates.

    Parameters
    ----------
    weights : dict of (int, int) to fmpq
        By signed kind and ray: the ray's positive coefficient in the neuron of that kind.
    affine : tuple of fmpq
        Coefficients of the free columns.
    """

    weights: dict[tuple[int, int], fmpq]
    affine: tuple[fmpq, ...]


def ray_sizes(kinds: Kinds) -> list[int]:
    """Return for each ray a power of two near its largest output: free to divide by in exact arithmetic.

    Examples
    --------
    >>> from sparsest.points import Points
    >>> kinds = Kinds(Points([[3]], [1]))
    >>> kinds.rays, ray_sizes(kinds)
    ([(1, 0), (0, 1)], [4, 2])
    """
    return [2 ** max(map(int.bit_length, row)) for row in kinds.outputs]


def ray_program(kinds: Kinds, columns: Sequence[tuple[int, int]], sizes: Sequence[int] | None = None) -> LinearProgram:
    """Return the program of all interpolating mixes: one column >= 0 for each signed ray, then the free columns.

    Parameters
    ----------
    kinds : Kinds
        Whose rays, points and free columns they are.
    columns : sequence of (int, int)
        A signed kind, or just its sign (odd for output weights < 0), and a ray, for each column.
    sizes : sequence of int, optional
        What to divide each ray's outputs by; nothing unless told.

    Examples
    --------
    >>> from sparsest.points import Points
    >>> ray_program(Kinds(Points([[1], [2]], [0, 3])), [(0, 0), (1, 1)])
    <LinearProgram: 2 columns, 2 equalities and 0 inequalities>
    """
    rows: list[dict[int, fmpq]] = [{} for _ in kinds.rows]
    for c, (sign, ray) in enumerate(columns):
        kinds.clock.check()
        size = 1 if sizes is None else sizes[ray]
        for i, a in enumerate(kinds.outputs[ray]):
            if a:
                rows[i][c] = fmpq(-a if sign % 2 else a, size)
    for f, column in enumerate(kinds.free, len(columns)):
        for i, a in enumerate(column):
            if a:
                rows[i][f] = fmpq(a)
    lower = [_ZERO] * len(columns) + [None] * len(kinds.free)
    return LinearProgram(len(lower), zip(rows, map(fmpq, kinds.labels), strict=True), lower=lower, clock=kinds.clock)


class Cutter:
    """Finds cuts that block given kinds, or finds that these kinds interpolate.

    Parameters
    ----------
    kinds : Kinds
        The kinds there are.

    Examples
    --------
    >>> from sparsest.points import Points
    >>> kinds = Kinds(Points([[0], [1], [2]], [0, 1, 0]))
    >>> cut = Cutter(kinds).cut([], np.ones(2 * len(kinds), bool))
    >>> sum(a * y for a, y in zip(cut.multipliers, kinds.labels, strict=True)) > 0
    True
    """

    def __init__(self, kinds: Kinds) -> None:
        self.kinds = kinds
        self.solved = 0
        rays = len(kinds.rays)
        self._sizes = ray_sizes(kinds)
        columns = [(sign, ray) for sign in (0, 1) for ray in range(rays)]
        self._program = ray_program(kinds, columns, self._sizes)
        self._session = ProgramSession(self._program)
        self._pricer = pricer(kinds, self._sizes)
        self._proposer = proposer(self._program)
        self._outputs = np.array(
            [self._scaled(row, size) for row, size in zip(kinds.outputs, self._sizes, strict=True)]
        ).reshape(rays, len(kinds.rows))

    def _scaled(self, row: Sequence[int], size: int) -> list[float]:
        self.kinds.clock.check()
        return [float(fmpq(a, size)) for a in row]

    def cut(self, chosen: Sequence[int], relevant: Mask, tries: int = 2) -> Cut | None:
        """Return a cut that blocks the chosen kinds and leaves few relevant ones; None if none was found.

        Parameters
        ----------
        chosen : sequence of int
            Signed kinds.
        relevant : bool array
            The signed kinds that one would like to see blocked.
        tries : int
            How often to change prices in vain.
        """
        mask = np.zeros(2 * len(self.kinds), np.bool_)
        mask[list(chosen)] = True
        inside, wanted = self.kinds.rays_of(mask), self.kinds.rays_of(relevant)
        if wanted.sum() < _FEW * wanted.size:
            closing = self._priced(np.where(inside | wanted, 0, 1).astype(np.int64))
            if closing is not None and not (closing.unblocked & (relevant | mask)).any():
                return closing
        prices = np.where(inside, 0, np.where(wanted, 1, _PROHIBITIVE)).astype(np.int64)
        best: Cut | None = None
        left, failed = 0, 0
        while (found := self._priced(prices)) is not None and not found.unblocked[list(chosen)].any():
            count = int((found.unblocked & relevant).sum())
            if best is None or count < left:
                best, left, failed = found, count, 0
            else:
                failed += 1
            if left == 0 or failed > tries:
                break
            prices = self._sharpened(prices, found, wanted & ~inside, gentle=failed > 0)
        return best

    def _sharpened(self, prices: NDArray[np.int64], cut: Cut, wanted: Mask, *, gentle: bool) -> NDArray[np.int64]:
        """Ask more for the rays that contribute much, and nothing for those that contribute little: block them."""
        totals = self._outputs @ np.array(scaled_floats([fmpq(a) for a in cut.multipliers]))
        signed = np.concatenate([totals, -totals])
        open_rays = np.flatnonzero((signed > 0) & wanted)
        if open_rays.size == 0:
            return prices
        large = signed[open_rays] > np.median(signed[open_rays])
        changed = prices.copy()
        changed[open_rays[~large]] = 1 if gentle else 0
        changed[open_rays[large]] = np.minimum(_PROHIBITIVE, 4 * prices[open_rays[large]] + 1)
        return changed

    def settle(self, chosen: Sequence[int]) -> Cut | Mix:
        """Decide exactly whether the chosen signed kinds interpolate: return how, or a cut that blocks them.

        Examples
        --------
        >>> from sparsest.points import Points
        >>> kinds = Kinds(Points([[1], [2]], [0, 3]))
        >>> kinds[0]
        Kind(support=(0, 1), signs=(-1, 1), rays=(0, 1), cost=2)
        >>> Cutter(kinds).settle([0]).weights
        {(0, 0): 3}
        """
        columns = [(kind, ray) for kind in dict.fromkeys(chosen) for ray in self.kinds[kind // 2].rays]
        found = ray_program(self.kinds, columns).feasible()
        if isinstance(found, Infeasible):
            return self._checked(found.multipliers)
        weights = {key: mu for key, mu in zip(columns, found.point, strict=False) if mu != 0}
        return Mix(weights, found.point[len(columns) :])

    def _priced(self, prices: NDArray[np.int64]) -> Cut | None:
        """Return the cut of the multipliers at these prices; None if their value is not positive."""
        self.solved += 1
        quick = self._pricer.multipliers(prices) if self._pricer else None
        if quick is not None and ((good := self._is_positive(quick)) or not self.kinds.free):
            return self._checked(quick) if good else None
        cost = {k: fmpq(int(price)) for k, price in enumerate(prices) if price}
        proposal = self._proposer.propose(self._program, cost) if self._proposer else None
        if proposal is None:
            answer = self._session.minimize(cost)
            multipliers = answer.multipliers if isinstance(answer, Infeasible | Optimum) else ()
        else:
            multipliers = tuple(proposal[1])
        return self._checked(multipliers) if self._is_positive(multipliers) else None

    def _is_positive(self, multipliers: Sequence[fmpq]) -> bool:
        """Return whether these multipliers make a cut at all, exactly."""
        if not sum((a * y for a, y in zip(multipliers, self.kinds.labels, strict=False)), _ZERO) > 0:
            return False
        return all(sum((a * b for a, b in zip(multipliers, c, strict=True)), _ZERO) == 0 for c in self.kinds.free)

    def _checked(self, multipliers: Sequence[fmpq]) -> Cut:
        whole = _primitive(multipliers)
        return Cut(whole, self.kinds.unblocked(whole))


class CutPool:
    """The cuts found so far, as rows of bits, for quick choice of the best.

    Parameters
    ----------
    size : int
        Number of signed kinds.

    Examples
    --------
    >>> pool = CutPool(3)
    >>> pool.add(Cut((1,), np.array([True, False, True])))
    0
    >>> pool.blocking([1], np.arange(0), []), pool.left(np.array([0]), np.array([True, True, False]))
    (array([0]), array([1]))
    """

    def __init__(self, size: int) -> None:
        self.cuts: list[Cut] = []
        self._size = size
        self._words = np.zeros((64, -(-max(size, 1) // 64)), np.uint64)
        #: Which signed kinds each cut leaves unblocked; rows beyond the last cut mean nothing.
        self.masks = np.zeros((64, size), np.bool_)

    def __len__(self) -> int:
        return len(self.cuts)

    def add(self, cut: Cut) -> int:
        """Keep a cut; return its number."""
        number = len(self.cuts)
        if number == len(self._words):
            self._words = np.concatenate([self._words, np.zeros_like(self._words)])
            self.masks = np.concatenate([self.masks, np.zeros_like(self.masks)])
        self.cuts.append(cut)
        self._words[number] = self._packed(cut.unblocked)
        self.masks[number] = cut.unblocked
        return number

    def blocking(self, chosen: Sequence[int], among: NDArray[np.int64], added: Sequence[int]) -> NDArray[np.int64]:
        """Return the cuts that block all chosen kinds: of `among`, which block all but the last, and of `added`.

        Parameters
        ----------
        chosen : sequence of int
            Signed kinds.
        among : int array
            Cuts that are known to block all chosen kinds but the last.
        added : sequence of int
            Further cuts; with no `among`, all cuts are looked at.
        """
        if len(among) == 0 and len(added) == 0:
            added = range(len(self.cuts))
        kept = among[~self.masks[among, chosen[-1]]] if chosen else among
        fresh = np.asarray(added, np.int64)
        if chosen and fresh.size:
            fresh = fresh[~self.masks[np.ix_(fresh, np.asarray(chosen))].any(axis=1)]
        return np.concatenate([kept, fresh])

    def left(self, numbers: NDArray[np.int64], relevant: Mask) -> NDArray[np.int64]:
        """Return how many relevant kinds each of these cuts leaves unblocked."""
        common = self._words[numbers] & self._packed(relevant)
        return np.asarray(np.bitwise_count(common).sum(axis=1, dtype=np.int64))

    def _packed(self, mask: Mask) -> NDArray[np.uint64]:
        padded = np.zeros(64 * self._words.shape[1], np.bool_)
        padded[: self._size] = mask
        return np.packbits(padded).view(np.uint64)


def _primitive(multipliers: Sequence[fmpq]) -> tuple[int, ...]:
    """Return the multipliers times a positive number, as integers without a common factor."""
    scale = 1
    for a in multipliers:
        scale = scale * int(a.q) // gcd(scale, int(a.q))
    whole = [int(a.p) * (scale // int(a.q)) for a in multipliers]
    common = gcd(*whole)
    return tuple(a // common for a in whole) if common > 1 else tuple(whole)

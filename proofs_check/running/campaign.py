"""The campaign of the claims: each on very many data sets of floats, among them ties and near ties, on any executor.

All claims of one input look at one and the same case, so that its exact solution and path are computed once; and the
compiled kernels solve the same data in batches, to be held against that solution. Run it with `sparsest.campaign.run`.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cache, partial

import numpy as np
from flint import fmpq

from proofs_check.cases import LOTS, SplineCase
from proofs_check.cases.exponents import CAMPAIGN_EXPONENTS
from proofs_check.claim import Finding, Verdict, examine, refute
from proofs_check.claims import CLAIMS, claim
from proofs_check.running.counts import CLOCK, COUNTED, FAST_PATH
from sparsest.campaign import Block, Tally, shrink
from sparsest.campaign.families import FAMILIES, Example
from sparsest.data import Dataset
from sparsest.errors import UsageError
from sparsest.exact.exponent import Exponent
from sparsest.fast.referee import nearest_double
from sparsest.fast.solution import FastSolution
from sparsest.fast.solve import solve_batch

__all__ = ["ClaimsJob"]

#: How often each family is drawn from, per thousand groups: seldom where the exact path is slow.
WEIGHTS = {
    "walk": 180, "integers": 320, "ties": 180, "decimals": 150, "constant": 90, "near ties": 25, "near collinear": 20,
    "smooth": 10, "collinear pairs": 10, "cancelled ties": 5, "far": 4, "subnormals": 3, "wide": 1, "wide steps": 1,
    "valley": 1,
}  # fmt: skip
_GROUP, _SMALL_GROUP, _QUICK = 40, 4, 100

_MOST_POINTS = 12
_SHARE_OF_TWO_POINTS = 0.02
# So many failures of one claim in one block are kept, and the first of them is made small.
_MOST_KEPT = 3
_MOST_SHRINKING = 2000


def draw(block: Block) -> Iterator[tuple[Exponent, str, list[Example]]]:
    """Yield a block's data sets, of 2 to 12 points, in groups of one exponent and one family.

    Examples
    --------
    >>> sum(len(examples) for _, _, examples in draw(Block(0, 0, 100)))
    100
    """
    rng = block.rng()
    names, weights = list(WEIGHTS), np.array(list(WEIGHTS.values()), dtype=np.float64)
    left = block.size
    while left:
        family = names[int(rng.choice(len(names), p=weights / weights.sum()))]
        most = _GROUP if WEIGHTS[family] >= _QUICK else _SMALL_GROUP
        size = min(left, int(rng.integers(1, most + 1)))
        name = CAMPAIGN_EXPONENTS[int(rng.integers(len(CAMPAIGN_EXPONENTS)))]
        p = Exponent.read(float(rng.uniform(0.01, 0.99)) if name == "float" else name)
        yield p, family, [_data_set(rng, family) for _ in range(size)]
        left -= size


def _data_set(rng: np.random.Generator, family: str) -> Example:
    # Small data sets more often: nearly all that can happen happens there, and they take less time. The least of three
    # draws makes 5 points on average, and 8 or more for one data set in 8.
    n = 2 if rng.random() < _SHARE_OF_TWO_POINTS else int(rng.integers(3, _MOST_POINTS + 1, 3).min())
    x, y = FAMILIES[family](rng, max(n, 3))
    return x[:n], y[:n]


@dataclass(frozen=True)
class ClaimsJob:
    """The campaign's job: claims of one input on a block's data sets, and the kernels against the exact solution.

    The tally counts "<id> accepted", "<id> rejected", "<id> vacuous", "<id> undecided", and "<id> microseconds" of the
    processor, which is for the eye and the one thing that depends on the machine. What claims share is on the account
    of whoever needs it first: the exact solution that of the "fast path", which is computed first.

    Parameters
    ----------
    claims : tuple of str
        Ids of claims of one input; all of them unless given, but for examples, which are about data of their own.

    Raises
    ------
    UsageError
        If there is no such claim, or if it takes several inputs.

    Examples
    --------
    >>> tally = ClaimsJob(("theorem-3.1-1",))(Block(0, 0, 50))
    >>> tally.counts["theorem-3.1-1 accepted"], tally.counts["fast path accepted"], tally.failures
    (50, 50, [])
    """

    claims: tuple[str, ...] = tuple(
        one.id for one in CLAIMS if one.scope == "one input" and not one.id.startswith("example-")
    )

    def __post_init__(self) -> None:
        several = [name for name in self.claims if claim(name).scope != "one input"]
        if several or not self.claims:
            raise UsageError(
                f"a campaign is for claims of one input, and {', '.join(several) or '(none given)'} is none; "
                "leave --state out to check the others"
            )

    def __call__(self, block: Block) -> Tally:
        """Check the claims on the data sets of a block; see `Tally`."""
        claims = [claim(name) for name in self.claims]
        seeds = np.random.default_rng(np.random.SeedSequence(block.seed, spawn_key=(block.index, 1)))
        counts = {"examples": 0}
        counts |= {f"{name} {word}": 0 for name in self._names() for word in (*COUNTED.values(), CLOCK)}
        rows = [_Row(one.id, one.examine) for one in claims]
        failures: list[dict[str, object]] = []
        kept: Counter[str] = Counter()
        for p, family, examples in draw(block):
            for fast, (x, y) in zip(_solve_all(examples, p), examples, strict=True):
                seed, lot = (int(seeds.integers(most)) for most in (2**32, LOTS))
                case = SplineCase(Dataset(_exact(x), _exact(y)), p, seed, lot)
                counts["examples"] += 1
                start = time.thread_time_ns()
                for row in (_Row(FAST_PATH, partial(examine, partial(_as_the_exact_path, fast))), *rows):
                    finding = row.examine(case)
                    end = time.thread_time_ns()
                    counts[row.clock] += end - start
                    start = end
                    counts[row.counted[finding.verdict]] += 1
                    if finding.verdict is Verdict.REFUTED and kept[row.name] < _MOST_KEPT:
                        small = _smallest(row.name, row.examine, case) if not kept[row.name] else case
                        failures.append(_failure(row.name, family, row.examine(small), small))
                        kept[row.name] += 1
                        start = time.thread_time_ns()
        for name in self._names():
            counts[f"{name} {CLOCK}"] //= 1000
        return Tally(counts, failures)

    def _names(self) -> tuple[str, ...]:
        return (FAST_PATH, *self.claims)


class _Row:
    """A check, with the names of its counts: made once, not for every case."""

    __slots__ = ("clock", "counted", "examine", "name")

    def __init__(self, name: str, examine: Callable[[SplineCase], Finding]) -> None:
        self.name, self.examine, self.clock = name, examine, f"{name} {CLOCK}"
        self.counted = _counted(name)


@cache
def _counted(name: str) -> dict[Verdict, str]:
    return {verdict: f"{name} {word}" for verdict, word in COUNTED.items()}


def _exact(column: np.ndarray) -> list[fmpq]:
    """Return the dyadic rationals that these doubles are; sooner than `Dataset` would find out what they are."""
    return [fmpq(*v.as_integer_ratio()) for v in column.tolist()]


def _solve_all(examples: list[Example], p: Exponent) -> Iterator[FastSolution]:
    x, y = (np.concatenate(column) for column in zip(*examples, strict=True))
    yield from solve_batch(x, y, p, offsets=np.cumsum([0, *(data.size for data, _ in examples)]))


def _as_the_exact_path(fast: FastSolution, case: SplineCase) -> None:
    """Compare what is quickly compared; `sparsest campaign` looks at everything, bit by bit."""
    exact = case.solution
    if fast.matches != exact.matches:
        refute(f"the kernels match {fast.matches} and the exact path {exact.matches}")
    if fast.minimizers != exact.minimizers:
        refute(f"the kernels count {fast.minimizers} minimisers and the exact path {exact.minimizers}")
    knots = [nearest_double(t) for t in exact.spline.flint.knots]
    if fast.knots.tolist() != knots:
        refute(f"the kernels have knots {fast.knots.tolist()} and the exact path {knots}")


def _smallest(name: str, examine: Callable[[SplineCase], Finding], case: SplineCase) -> SplineCase:
    """Return a small case that is refuted too; that of the fast path stays as it is, for it belongs to its batch."""
    if name == FAST_PATH:
        return case
    return shrink(case, _smaller, lambda one: examine(one).verdict is Verdict.REFUTED, _MOST_SHRINKING)


def _smaller(case: SplineCase) -> Iterator[SplineCase]:
    """Yield simpler cases: without a point; with rounder numbers; at p = 1/2; with seed and lot 0."""
    x, y = case.x, case.y
    for k in range(len(x)) if len(x) > 2 else ():
        yield replace(case, data=Dataset(x[:k] + x[k + 1 :], y[:k] + y[k + 1 :]))
    if x != tuple(range(len(x))):
        yield replace(case, data=Dataset(range(len(x)), y))
    for places in range(4):
        rounder = tuple(Fraction(round(v * 10**places), 10**places) for v in y)
        if rounder != y and _size(rounder) < _size(y):
            yield replace(case, data=Dataset(x, rounder))
    for k, v in enumerate(y):
        if v != 0:
            yield replace(case, data=Dataset(x, (*y[:k], 0, *y[k + 1 :])))
    if case.p.name != "1/2":
        yield replace(case, p=Exponent.read("1/2"))
    if case.seed:
        yield replace(case, seed=0)
    if case.lot:
        yield replace(case, lot=0)


def _size(values: tuple[Fraction, ...]) -> int:
    return sum(len(str(v)) for v in values)


def _failure(name: str, family: str, finding: Finding, case: SplineCase) -> dict[str, object]:
    return {
        "claim": name,
        "family": family,
        "reason": finding.reason,
        "witness": dict(finding.witness),
        "case": case.to_json(),
    }

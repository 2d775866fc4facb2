"""What impostors are made of: all that is right about them."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from flint import fmpq

from proofs_check.conformance.contestants import exact
from sparsest.data import Dataset
from sparsest.univariate.gaps import Gaps

__all__ = ["SOLVE", "Case", "Found", "Impostor", "answer_exactly", "gaps_of", "pairing", "rewriting", "with_function"]

Case = Mapping[str, Any]
Found = dict[str, Any]

#: The tasks of most impostors.
SOLVE = ("solve:p=0", "solve:p=0+", "solve:p", "solve:p=1-")


@dataclass(frozen=True)
class Impostor:
    """A solver with one fault.

    Parameters
    ----------
    name : str
        What to call it.
    wrong : str
        What is wrong with it.
    flags : tuple of str
        The flags that name its fault: one of them at least stands at a test that it fails.
    answer : callable
        The solver.
    supports : tuple of str
        The tasks that it takes.
    """

    name: str
    wrong: str
    flags: tuple[str, ...]
    answer: Callable[[Case], Found]
    supports: tuple[str, ...] = SOLVE

    def __call__(self, case: Case) -> Found:
        """Answer a case."""
        return self.answer(case)


def answer_exactly(case: Case) -> Found:
    r"""Return the exact path's result; computed once, since many impostors ask for it.

    Examples
    --------
    >>> answer_exactly({"csv": "x,y\n0,0\n1,0\n2,1\n", "p": "1/2"})["knots"]
    1
    """
    return dict(_answered(json.dumps(dict(case), sort_keys=True)))


@lru_cache(maxsize=4096)
def _answered(case: str) -> Found:
    return exact.answer(json.loads(case))


def gaps_of(case: Case) -> Gaps:
    r"""Return the slope gaps of a case, exactly.

    Examples
    --------
    >>> gaps_of({"csv": "x,y\n0,0\n1,0\n2,1\n"}).gaps
    (1,)
    """
    return Gaps.of(Dataset.from_csv(io.StringIO(case["csv"]), "the case"))


def with_function(gaps: Gaps, matches: Sequence[int]) -> Found:
    r"""Return the function whose pairs these are, whether or not they can be pairs.

    Examples
    --------
    >>> with_function(gaps_of({"csv": "x,y\n0,0\n1,0\n2,1\n3,3\n"}), [0])["knots"]
    1
    """
    spline = gaps.spline(matches)
    return {"spline": spline.to_json(), "knots": len(spline.knots)}


def pairing(choose: Callable[[list[fmpq], str], Iterable[int]]) -> Callable[[Case], Found]:
    r"""Return the solver that pairs the gaps of each run as it is told, by their sizes and p.

    Examples
    --------
    >>> pairing(lambda sizes, p: [])({"csv": "0,0\n1,0\n2,1\n3,3\n", "p": "1/2"})["knots"]
    2
    """

    def answer(case: Case) -> Found:
        gaps = gaps_of(case)
        matches = [run[0] + k for run in gaps.runs for k in choose(gaps.sizes(run), case["p"])]
        return with_function(gaps, matches)

    return answer


def rewriting(change: Callable[[list[fmpq], list[fmpq]], Iterable[tuple[Any, Any]]]) -> Callable[[Case], Found]:
    r"""Return the solver that solves other points exactly: those that a change makes of x and y.

    Examples
    --------
    >>> rewriting(lambda x, y: zip(x, sorted(y)))({"csv": "0,1\n1,0\n2,2\n", "p": "1/2"})["knots"]
    0
    """

    def answer(case: Case) -> Found:
        data = Dataset.from_csv(io.StringIO(case["csv"]), "the case").flint
        rows = "".join(f"{x},{y}\n" for x, y in change(list(data.x), list(data.y)))
        return answer_exactly({**case, "csv": f"x,y\n{rows}"})

    return answer

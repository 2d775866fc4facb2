"""The check of Theorem F sees planted bugs: in the test of stability, the count, the list, the ranks, the descents."""

from functools import cached_property

import pytest

from proofs_check.cases import SplineCase
from proofs_check.claim import Verdict
from proofs_check.claims import claim, theorem_f
from sparsest import Dataset
from sparsest.exact.exponent import Exponent
from sparsest.univariate import stable
from sparsest.univariate.local import LocalMinimizers, Ranked

CLAIM = claim("theorem-f")
CASES = [
    [1, 2, 3], [1, 1, 1], [3, 2, 1], [1, 1, 5, 1, 1], [2, 2, 3, 0, 1, -1, -1, -1], [1, -1, 2], ["1/100", 1, 1, "1/100"],
    [5, 1, 1, 1, 5, 2], [], [0, 0], [4],
]  # fmt: skip


def is_refuted():
    cases = [SplineCase(Dataset.from_gaps(gaps), Exponent.read(p)) for gaps in CASES for p in ("1/2", "1/100")]
    return any(CLAIM.examine(case).verdict is Verdict.REFUTED for case in cases)


def test_nothing_planted():
    assert not is_refuted()


def or_as_large(d, left, k, right=stable._descent_at):
    step = right(d, left, k)
    equal = step is not None and step.broken is not None and abs(d[k]) == abs(d[step.broken] + d[step.broken + 1])
    return None if equal else step


def right_side_only(d, left, k, right=stable._descent_at):
    step = right(d, left, k)
    return None if step is not None and step.broken is not None and step.broken < k else step


def never_breaks_a_pair(d, left, k, right=stable._descent_at):
    step = right(d, left, k)
    return None if step is not None and step.broken is not None else step


PLANTS = {
    "stable or as large": lambda patch: patch.setattr(stable, "_descent_at", or_as_large),
    "stable from the right only": lambda patch: patch.setattr(stable, "_descent_at", right_side_only),
    "stable if maximal": lambda patch: patch.setattr(stable, "_descent_at", never_breaks_a_pair),
    "a neighbour is any": lambda patch: patch.setattr(stable, "_one_sign", lambda a, b: a != 0 and b != 0),
    "one too many": lambda patch: patch.setattr(LocalMinimizers, "count", property(lambda self: 1 + len(list(self)))),
    "one is listed twice": lambda patch: patch.setattr(
        LocalMinimizers, "__iter__", lambda self, right=LocalMinimizers.__iter__: iter([*right(self), *right(self)])
    ),
    "the last one is not listed": lambda patch: patch.setattr(
        LocalMinimizers, "__iter__", lambda self, right=LocalMinimizers.__iter__: iter([*right(self)][:-1])
    ),
    "equal ranks told apart": lambda patch: patch.setattr(
        LocalMinimizers,
        "ranking",
        lambda self, p, right=LocalMinimizers.ranking: [
            Ranked(k + 1, one.matching) for k, one in enumerate(right(self, p))
        ],
    ),
    "all are contained": lambda patch: patch.setattr(LocalMinimizers, "contains", lambda *_: True),
    "descends nowhere": lambda patch: patch.setattr(theorem_f, "descend", lambda _, matching: tuple(matching)),
    "descends to the empty one": lambda patch: patch.setattr(theorem_f, "descend", lambda *_: ()),
}


@pytest.mark.parametrize("name", PLANTS)
def test_planted_bugs_are_seen(monkeypatch, name):
    assert isinstance(vars(LocalMinimizers)["count"], cached_property)
    PLANTS[name](monkeypatch)
    assert is_refuted()


def test_a_search_that_finds_nothing_is_seen(monkeypatch):
    """What looks for descents and finds none refutes the claim for what is not stable; what finds all, for the rest."""
    with monkeypatch.context() as patch:
        patch.setattr(theorem_f, "small_changes", lambda *_: iter(()))
        assert is_refuted()
    monkeypatch.setattr(theorem_f, "_compared", lambda *_, **__: -1)
    assert is_refuted()


def test_random_splines_that_cannot_be_left_are_seen(monkeypatch):
    """One gap has one matching, which is stable; a random spline through these points is mostly another one."""
    cases = [SplineCase(Dataset.from_gaps([1]), Exponent.read("1/2"), seed) for seed in range(10)]
    assert {CLAIM.examine(case).verdict for case in cases} == {Verdict.HOLDS}
    monkeypatch.setattr(theorem_f, "_changed", lambda *_: iter(()))
    reasons = {CLAIM.examine(case).reason for case in cases}
    assert "no change lowers V_p, and it is none of the local minimisers" in reasons


@pytest.mark.parametrize(
    ("gaps", "reason"), [([1, -1] * 75, "152 points are too many"), ([1] * 11, "a run of 11 gaps is too long")]
)
def test_too_large_is_undecided(gaps, reason):
    found = CLAIM.examine(SplineCase(Dataset.from_gaps(gaps)))
    assert found.verdict is Verdict.UNDECIDED
    assert reason in found.reason


def test_many_runs_are_looked_at_one_by_one():
    case = SplineCase(Dataset.from_gaps([1, 2, 3, -1, -2, -3, 2, 2, 2, -1, -1, -1]))
    assert sum(1 for _ in theorem_f._looked_at(case)) == 12
    assert CLAIM.examine(case).verdict is Verdict.HOLDS


def test_longer_data__have_three_matchings_searched(monkeypatch):
    seen, plain = [], theorem_f._see_what_is_said
    monkeypatch.setattr(theorem_f, "_see_what_is_said", lambda *given: (seen.append(given), plain(*given)))
    found = CLAIM.examine(SplineCase(Dataset.from_gaps([1, 2, 1, -1] * 12), Exponent.read("1/2")))
    assert found.verdict is Verdict.HOLDS
    assert len(seen) == 3

"""How much there is to do."""

from proofs_check.claims import claim
from proofs_check.running.data_set import DataSet
from proofs_check.running.plan import Plan
from sparsest import Dataset, Points

THEOREM = claim("theorem-3.1-1")


def test_steps__count_cases_data_sets_of_the_scope_false_variants_and_derivations():
    data = (DataSet("line", "", Dataset([0, 1], [0, 1])), DataSet("plane", "", Points([[0, 1]], [1])))
    assert Plan(examples=30).steps([THEOREM] * 2) == 60
    assert Plan().steps([THEOREM]) == THEOREM.examples
    assert Plan(generated=False, data=data).steps([THEOREM]) == 1
    every = Plan(examples=1, data=data, faults=True, derivations=True)
    assert every.steps([THEOREM]) == 2 + len(THEOREM.faults) + len(THEOREM.derivations)


def test_draws__false_variants_are_drawn_too():
    assert [Plan().draws, Plan(generated=False).draws, Plan(generated=False, faults=True).draws] == [True, False, True]

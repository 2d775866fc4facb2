"""The claims, in the order of the paper, then ours; one file for each numbered statement.

Import `CLAIMS` and `claim` from here. A claim may import `claim`, `cases`, `unaided`, `answers` and derivations, and no
other claim.
"""

from __future__ import annotations

from proofs_check.claim import Claim
from proofs_check.claims import (
    algorithm_1,
    algorithm_1_descent,
    algorithm_1_smoothed,
    algorithm_1_stationary,
    algorithm_1_support,
    corollary_3_1_1,
    corollary_3_1_1_form,
    corollary_3_1_1_p0,
    corollary_3_1_2,
    example_81_82,
    generic_labels,
    inequality_76,
    inequality_78,
    lemma_4_1,
    lemma_4_1_values,
    lemma_a_1,
    lemma_a_2,
    limits,
    lipschitz,
    open_question,
    proposition_3_1,
    proposition_4_1_blocks,
    proposition_4_1_bound,
    proposition_4_1_exists,
    proposition_4_1_neurons,
    remark_1,
    section_4_patterns,
    section_a_1_1,
    section_a_1_3,
    section_a_1_4,
    section_a_2_3,
    theorem_3_1_1,
    theorem_3_1_2a,
    theorem_3_1_2b,
    theorem_3_1_p0,
    theorem_3_2_easy,
    theorem_3_2_threshold,
    theorem_3_2_unique,
    theorem_4_1,
    theorem_a,
    theorem_b,
    theorem_c,
    theorem_f,
    tolerance,
    tolerance_invariance,
    tolerance_staircase,
    vertices,
)
from sparsest.errors import UsageError

__all__ = ["CLAIMS", "claim"]

#: All claims.
CLAIMS: tuple[Claim, ...] = (
    proposition_3_1.CLAIM,
    remark_1.CLAIM,
    theorem_3_1_1.CLAIM,
    theorem_3_1_2a.CLAIM,
    theorem_3_1_2b.CLAIM,
    theorem_3_1_p0.CLAIM,
    corollary_3_1_1.CLAIM,
    corollary_3_1_1_form.CLAIM,
    corollary_3_1_1_p0.CLAIM,
    corollary_3_1_2.CLAIM,
    example_81_82.CLAIM,
    theorem_3_2_unique.CLAIM,
    theorem_3_2_threshold.CLAIM,
    theorem_3_2_easy.CLAIM,
    proposition_4_1_exists.CLAIM,
    proposition_4_1_neurons.CLAIM,
    proposition_4_1_bound.CLAIM,
    proposition_4_1_blocks.CLAIM,
    section_4_patterns.CLAIM,
    lemma_4_1.CLAIM,
    lemma_4_1_values.CLAIM,
    theorem_4_1.CLAIM,
    vertices.CLAIM,
    open_question.CLAIM,
    inequality_76.CLAIM,
    inequality_78.CLAIM,
    algorithm_1.CLAIM,
    algorithm_1_smoothed.CLAIM,
    algorithm_1_support.CLAIM,
    algorithm_1_descent.CLAIM,
    algorithm_1_stationary.CLAIM,
    section_a_1_1.CLAIM,
    lemma_a_1.CLAIM,
    lemma_a_2.CLAIM,
    section_a_1_3.CLAIM,
    section_a_1_4.CLAIM,
    section_a_2_3.CLAIM,
    theorem_a.CLAIM,
    theorem_b.CLAIM,
    theorem_c.CLAIM,
    theorem_f.CLAIM,
    limits.CLAIM,
    lipschitz.CLAIM,
    generic_labels.CLAIM,
    tolerance.CLAIM,
    tolerance_staircase.CLAIM,
    tolerance_invariance.CLAIM,
)


def claim(name: str) -> Claim:
    """Return the claim of this id.

    Raises
    ------
    UsageError
        If there is none; the message lists those there are.

    Examples
    --------
    >>> claim("theorem-3.1-1").number
    'Theorem 3.1, item 1'
    """
    for one in CLAIMS:
        if one.id == name:
            return one
    raise UsageError(f"no claim named {name!r}; there are {', '.join(one.id for one in CLAIMS)}")

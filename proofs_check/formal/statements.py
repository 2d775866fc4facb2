"""The headline theorems of the development: what each says, and what of print, claims and certificates it is.

`theories/Statements.v` restates them, with what they assume.
"""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["STATEMENTS", "STATEMENTS_FILE", "Statement", "of_claim", "of_clause", "of_item"]

#: Where they stand, seen from the documents.
STATEMENTS_FILE = "../proofs_check/formal/theories/Statements.v"


@dataclass(frozen=True)
class Statement:
    """A theorem of `Statements.v`.

    Parameters
    ----------
    name : str
        Its name there.
    file : str
        The file that proves it.
    says : str
        What it says, in a line.
    items : tuple of str
        The items of print that it is, as `proofs_check.printed` numbers them.
    claims : tuple of str
        Ids of the claims that it proves, or proves a part of.
    clauses : tuple of str
        The clauses of certificates that rest on it.
    """

    name: str
    file: str
    says: str
    items: tuple[str, ...] = ()
    claims: tuple[str, ...] = ()
    clauses: tuple[str, ...] = ()


STATEMENTS: tuple[Statement, ...] = (
    Statement("theorem_A", "TheoremA",
        "for every price the minimum exists, a matching attains it, and the recurrence gives it",
        ("Theorem 3.1, existence",), ("theorem-a", "section-a.1.3"), ("C11", "C12")),
    Statement("lower_bound", "Charging",
        "no spline through the points costs less than a feasible dual solution is worth", (), ("theorem-a",),
        ("C11", "C12")),
    Statement("theorem_A_iff", "Distinct",
        "for a strictly concave price the minimisers are the matchings of greatest weight", (), ("theorem-a",)),
    Statement("matchings_distinct", "Distinct", "different matchings are different functions", (), ("theorem-a",)),
    Statement("count_minimisers", "Counting",
        "the count over the signs of the recurrence is the number of minimisers, as functions", (), ("theorem-a",),
        ("C16", "P14")),
    Statement("unique_iff", "Counting", "one minimiser exactly where the count is 1", ("Footnote 5",),
        ("theorem-3.2-unique", "theorem-a"), ("C16",)),
    Statement("count_matchings", "Counting", "a run of n gaps has Fibonacci(n + 1) matchings, and runs multiply", (),
        ("theorem-a", "section-a.1.4")),
    Statement("proposition_3_1", "Networks",
        "0 <= p <= 1, any width K: solutions of (2) and (3) are the functions of solutions of (5)",
        ("(1)", "(2), (3)", "Proposition 3.1", "(5)", "~(13) to ~(17)"), ("proposition-3.1", "section-a.1.1")),
    Statement("width_of_solutions", "Networks", "for a strict price the solutions are the same for every K >= N - 2",
        ("Footnote 4",), ("proposition-3.1",)),
    Statement("remark_1", "Variation", "V_p is the p-variation of the right-hand slope, and is attained",
        ("(6)", "Remark 1"), ("remark-1",)),
    Statement("theorem_3_1", "TheoremThreeOne",
        "0 < p < 1: minimisers exist, and all have the printed form, item by item",
        ("Theorem 3.1, existence", "Theorem 3.1, item 1", "Theorem 3.1, item 2a", "Theorem 3.1, item 2b",
         "~(28) to ~(35)"),
        ("theorem-3.1-1", "theorem-3.1-2a", "theorem-3.1-2b", "section-a.1.3")),
    Statement("theorem_3_1_sparsest", "TheoremThreeOne", "some minimiser at p = 0 has the printed form",
        ("Theorem 3.1, p = 0",), ("theorem-3.1-p0",)),
    Statement("lemma_A_1", "LemmasA", "same signs: straight, or a single knot", ("Lemma A.1",), ("lemma-a.1",)),
    Statement("lemma_A_2", "LemmasA", "different signs, 0 < p < 1: straight", ("Lemma A.2",), ("lemma-a.2",)),
    Statement("lemma_A_2_zero", "LemmasA", "different signs, p = 0: straight, or some solution is", ("Lemma A.2",),
        ("lemma-a.2",)),
    Statement("corollary_3_1_1", "Corollaries",
        "a solution for 0 < p < 1 has the least l1 norm of all networks and at most N - 2 active neurons",
        ("Corollary 3.1.1", "Contribution 1"), ("corollary-3.1.1",)),
    Statement("form_least_V1", "LeastV1", "every function of the printed form minimises V_1",
        ("Remarks after Corollary 3.1.1",), ("corollary-3.1.1-form",)),
    Statement("sparsest_unbounded", "Corollaries", "sparsest interpolants have slope changes beyond any bound",
        ("Remarks after Corollary 3.1.1",), ("corollary-3.1.1-p0",)),
    Statement("corollary_3_1_2", "Corollaries",
        "the l1 norm is sum |s_(i+1) - s_i|, and the least Lipschitz constant is max |s_i| exactly",
        ("Corollary 3.1.2",), ("corollary-3.1.2", "lipschitz")),
    Statement("few_zeros", "PowerSums", "a sum of n exponentials vanishes for all p or at fewer than n", (),
        ("theorem-3.2-unique",)),
    Statement("curves_meet", "Sizes", "two cost curves are the same or meet finitely often", ("Cost curves",),
        ("theorem-3.2-unique", "theorem-3.2-threshold")),
    Statement("unique_but_for_finitely_many", "TheoremThreeTwo",
        "but for finitely many p all minimisers have the same sizes of slope changes", ("Theorem 3.2, uniqueness",),
        ("theorem-3.2-unique",)),
    Statement("unique_and_sparsest_for_small_p", "TheoremThreeTwo",
        "for p < p* minimisers have the fewest knots, and all the same sizes", ("Theorem 3.2, threshold",),
        ("theorem-3.2-threshold",)),
    Statement("networks_for_small_p", "TheoremThreeTwo", "for p < p* every solution of (2) solves (3), of any width",
        ("Theorem 3.2, threshold", "Contribution 1"), ("theorem-3.2-threshold",)),
    Statement("easy_case", "TheoremThreeTwo",
        "at most two consecutive points of one curvature: one minimiser, with the fewest knots, at every p",
        ("Theorem 3.2, easy condition",), ("theorem-3.2-easy",)),
    Statement("theorem_B", "TheoremB", "no run of four gaps: every minimiser has the fewest knots, at every p", (),
        ("theorem-b",)),
    Statement("limit_at_0", "Limits", "as p -> 0+ the minimisers are first in the order of the moments at 0", (),
        ("limits",)),
    Statement("limit_at_1", "Limits", "as p -> 1- the minimisers are first in the order of the moments at 1", (),
        ("limits",)),
    Statement("least_product", "Limits", "for small p: fewest knots, and the least product of slope changes", (),
        ("limits",)),
    Statement("critical_exponent_exists", "Critical", "the critical exponent exists and is in (0, 1]", (),
        ("theorem-3.2-threshold",)),
    Statement("critical_exponent_enclosed", "Critical",
        "true signs on cells and at zeros, and the first zero with more knots, enclose the critical exponent", (), (),
        ("P15",)),
    Statement("critical_exponent_one", "Critical",
        "if no run has a zero with more knots, the critical exponent is 1", (), (), ("P15",)),
    Statement("clauses_prove_run", "PathSigns", "the clauses of a path's run prove its signs for all p", (), (),
        ("P06", "P07", "P08")),
    Statement("theorem_C", "TheoremC", "at p = 0 there is one minimiser or there are infinitely many; the signs tell",
        (), ("theorem-c",), ("C16",)),
    Statement("theorem_D", "Tolerance",
        "the fewest knots within gates are the most forced bends that do not overlap",
        (), ("tolerance",), ("T10", "T11", "T14")),
    Statement("tolerance_check_sound", "ToleranceCheck", "what an accepted tolerance certificate claims is true", (),
        ("tolerance",), tuple(f"T{n:02}" for n in range(4, 18))),
    Statement("check_sound", "Checker", "what an accepted certificate claims is true", (), ("theorem-a", "theorem-c"),
        ("C03", "C05", *(f"C{n:02}" for n in (*range(7, 13), *range(14, 18))))),
    Statement("proposition_4_1", "PropositionFourOne",
        "several inputs: (8) and (9) have solutions, and every solution has at most N active neurons",
        ("Proposition 4.1, existence", "Proposition 4.1, neurons", "~(47) to ~(50)"),
        ("proposition-4.1-exists", "proposition-4.1-neurons")),
    Statement("any_width", "PropositionFourOne",
        "solutions for one width K >= N are the cheapest networks of any width",
        ("Footnote 4", "(8), (9)"), ("proposition-4.1-exists",)),
    Statement("parameters_in_print", "Blocks",
        "in general position a solution of (9) has at most 8(N + 1) parameters, and 2N or N for N <= d + 1",
        ("Proposition 4.1, bound", "(51), (52), and the count before them"), ("proposition-4.1-bound",)),
    Statement("parameters_by_blocks", "Blocks",
        "in general position, with different values of some input, N + 2 ceil(N/(d+1)) - 1 parameters do", (),
        ("proposition-4.1-blocks",)),
    Statement("lemma_4_1", "LemmaFourOne",
        "solutions of (8) and (9) come from solutions of (10) with at most N vectors, at equal prices for every q",
        ("Lemma 4.1", "(10)", "(11), (12)", "~(55) to ~(57)"), ("lemma-4.1", "lemma-4.1-values")),
    Statement("candidates", "Several",
        "finitely many networks, the same for every price, hold all solutions up to scaling", (),
        ("theorem-4.1-vertices",)),
    Statement("threshold", "TheoremFourOne", "below the printed threshold a solution of (8) solves (9)",
        ("~(72) to (76)",),
        ("theorem-4.1", "inequality-76")),
    Statement("theorem_4_1", "TheoremFourOne", "for p < p* every solution of (8) solves (9), for every width",
        ("Theorem 4.1", "Contribution 2"), ("theorem-4.1",)),
    Statement("inequality_76", "TheoremFourOne", "the printed threshold is where (R/r)^p K0 < K0 + 1",
        ("~(72) to (76)",),
        ("inequality-76",)),
    Statement("inequality_78", "TheoremFourOne", "a power lies below its tangent, with equality at |x| = |y| alone",
        ("~(78)",),
        ("inequality-78",)),
)  # fmt: skip


def of_claim(name: str) -> list[Statement]:
    """Return the theorems that prove a claim, or a part of it.

    Examples
    --------
    >>> [one.name for one in of_claim("theorem-b")]
    ['theorem_B']
    """
    return [one for one in STATEMENTS if name in one.claims]


def of_item(number: str) -> list[Statement]:
    """Return the theorems that an item of print is.

    Examples
    --------
    >>> [one.name for one in of_item("Lemma A.1")]
    ['lemma_A_1']
    """
    return [one for one in STATEMENTS if number in one.items]


def of_clause(clause: str) -> list[Statement]:
    """Return the theorems that a clause of a certificate rests on.

    Examples
    --------
    >>> [one.name for one in of_clause("P07")]
    ['clauses_prove_run']
    """
    return [one for one in STATEMENTS if clause in one.clauses]

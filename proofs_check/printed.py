"""What is printed, item by item and in print's order; with the claims and errata about each.

Of arXiv 2505.21791, version 2, main part and appendix. "~" before the number of a display says that it was found by
counting: the text itself names (1) to (3), (5), (6), (8) to (10), (12), (44), (46), (51), (52), (54), (58), (59), (76),
(79), (81) and (82). Ids stand here and nowhere else in the tables that are made of this.
"""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["NOTEBOOKS", "PRINTED", "Printed"]


@dataclass(frozen=True)
class Printed:
    """An item of print.

    Parameters
    ----------
    number : str
        What it is called in print: "Theorem 3.1, item 2a".
    says : str
        What it states, in our words and one line.
    claims : tuple of str
        Ids of the claims that check it.
    errata : tuple of str
        Ids of the errata about it.
    nothing : str
        Why there is nothing to check, where no claim is about it.
    unchecked : str
        What of it none of its claims checks.
    """

    number: str
    says: str
    claims: tuple[str, ...] = ()
    errata: tuple[str, ...] = ()
    nothing: str = ""
    unchecked: str = ""


#: The notebooks, each with the claims that it names.
NOTEBOOKS: dict[str, tuple[str, ...]] = {
    "01_function_view": ("proposition-3.1", "remark-1", "section-a.1.1"),
    "02_geometry": (
        "theorem-3.1-1", "theorem-3.1-2a", "theorem-3.1-2b", "theorem-3.1-p0", "corollary-3.1.1", "corollary-3.1.2",
        "example-81-82", "theorem-a", "theorem-c", "lipschitz",
    ),
    "03_lemmas": ("lemma-a.1", "lemma-a.2"),
    "04_uniqueness_and_thresholds": (
        "theorem-3.2-unique", "theorem-3.2-threshold", "theorem-3.2-easy", "section-a.1.4", "theorem-a", "theorem-b",
    ),
    "05_not_monotone": ("theorem-3.2-threshold", "theorem-a", "theorem-b", "limits"),
    "06_several_inputs": (
        "proposition-4.1-exists", "proposition-4.1-neurons", "proposition-4.1-bound", "lemma-4.1", "lemma-4.1-values",
        "theorem-4.1-vertices", "algorithm-1", "algorithm-1-smoothed", "generic-labels",
    ),
    "07_threshold": ("theorem-4.1", "theorem-4.1-vertices", "inequality-76"),
    "08_validate_fast": ("theorem-a",),
    "09_which_tolerance": ("theorem-3.1-p0",),
    "10_does_training_find_it": ("theorem-f",),
}  # fmt: skip

_WORDS = "a definition"

#: Heading of a section -> its items.
PRINTED: dict[str, tuple[Printed, ...]] = {
    "1 Introduction": (
        Printed("Footnote 1",
            "With one input, nonzero input weights and biases of active neurons are as many as active neurons.",
            ("proposition-3.1",), ("E27",)),
        Printed("Contribution 1",
            "With one input: at most N - 2 neurons, also least for p = 1, sparsest for small p, nearly always unique.",
            ("corollary-3.1.1", "theorem-3.2-threshold", "theorem-3.2-unique")),
        Printed("Contribution 2",
            "In any dimension: a strictly concave function over a polytope; a threshold; at most N neurons; O(N).",
            ("theorem-4.1", "proposition-4.1-neurons", "proposition-4.1-bound"), ("E19",)),
        Printed("Contribution 3", "The objective is continuous, and differentiable away from 0.",
            nothing="a power |t|^p, t != 0"),
        Printed("Footnote 2", "Polyhedron; polytope: a bounded one.", errata=("E19",), nothing=_WORDS),
    ),
    "2 Related work": (
        Printed("Figure 1",
            "Interpolants of least l1 norm, always with a sparsest one; networks with 5 and with 16 parameters.",
            ("theorem-3.1-p0", "corollary-3.1.1"), unchecked="the two networks, whose data are not given"),
        Printed("Footnote 3", "Another l1 path norm of earlier work, with ||w||_2.", nothing="about other papers"),
        Printed("Boursier and Flammarion",
            "Their condition: no more than three consecutive points of strict convexity or concavity.",
            nothing="about another problem, which charges biases; ours of like form is Theorem B"),
    ),
    "3 One input": (
        Printed("(1)", "The network: sum v_k (w_k x + b_k)_+ + a x + c.", ("proposition-3.1",)),
        Printed("(2), (3)", "Least sum |w_k v_k|^p, 0 < p <= 1; fewest active neurons; K >= N.", ("proposition-3.1",)),
        Printed("Footnote 4", "N neurons interpolate in any dimension, so K >= N; solution sets do not depend on K.",
            ("proposition-3.1", "proposition-4.1-exists", "proposition-4.1-neurons"), ("E26",)),
        Printed("(4)", "S*_p: the functions of optimal parameters.", nothing=_WORDS),
        Printed("Proposition 3.1", "S*_p is the solution set of (5), 0 <= p <= 1; S*_0 is not empty.",
            ("proposition-3.1",), ("E6",)),
        Printed("(5)", "Least V_p(f): f piecewise linear, at most K knots, through the points.", ("proposition-3.1",)),
        Printed("(6)", "V_p as a supremum over partitions; V_0 the number of knots.", ("remark-1",), ("E23",)),
        Printed("Remark 1", "V_p is the p-variation of Df and of D^2 f: sum |c_k|^p; the path norm, if kinks differ.",
            ("remark-1",), ("E23",)),
        Printed("Definitions before Theorem 3.1", "Chord slopes s_i, discrete curvature eps_i.", nothing=_WORDS),
        Printed("Words before Theorem 3.1",
            "Where a minimiser is determined; at most m knots on a stretch of one curvature, N - 2 in all.",
            ("theorem-3.1-2a", "theorem-3.1-2b", "corollary-3.1.1"), ("E14",)),
        Printed("Theorem 3.1, existence", "For 0 < p < 1 there are solutions of (5).", ("section-a.1.3",)),
        Printed("Theorem 3.1, item 1",
            "Where a minimiser is linear: the ends, collinear points, between different curvatures.",
            ("theorem-3.1-1",), ("E1",)),
        Printed("Theorem 3.1, item 2a", "m = 1, two neighbours of one curvature: a single knot between them.",
            ("theorem-3.1-2a",), ("E3", "E8")),
        Printed("Theorem 3.1, item 2b",
            "m >= 2: at most m - 1 slopes besides those of the ends, each between those of two chords.",
            ("theorem-3.1-2b",), ("E3", "E8")),
        Printed("Theorem 3.1, p = 0", "Some sparsest interpolant has this form.", ("theorem-3.1-p0",)),
        Printed("Figure 2", "An example of Theorem 3.1.", nothing="a picture; its data are not given"),
        Printed("Corollary 3.1.1", "A minimiser for 0 < p < 1 minimises V_1, and N - 2 neurons do.",
            ("corollary-3.1.1",)),
        Printed("Remarks after Corollary 3.1.1",
            "Every function of the form minimises V_1; l0 solutions need not, and their slope changes are unbounded.",
            ("corollary-3.1.1-form", "corollary-3.1.1-p0"), ("E13",)),
        Printed("Corollary 3.1.2",
            "max |v_k w_k| <= sum |v_k w_k| = sum |s_{i+1} - s_i|; the Lipschitz constant is at most max |s_i|.",
            ("corollary-3.1.2", "lipschitz")),
        Printed("Remarks after Corollary 3.1.2",
            "Least l1 norm is had with any number of knots; l0 solutions have between order N/2 and N - 2 neurons.",
            ("corollary-3.1.1", "theorem-3.1-p0"), ("E28",)),
        Printed("Theorem 3.2, uniqueness",
            "Unique for all but finitely many p, footnote 5: up to equal sets of slope changes.",
            ("theorem-3.2-unique",), ("E9",)),
        Printed("Footnote 5", "What unique means.", ("theorem-3.2-unique",), ("E9",)),
        Printed("Theorem 3.2, threshold", "For p < p* the unique solution has the fewest knots.",
            ("theorem-3.2-threshold",), ("E17",)),
        Printed("Theorem 3.2, easy condition", "At most two consecutive points of one curvature: sparsest at every p.",
            ("theorem-3.2-easy",), ("E8",)),
    ),
    "4 Several inputs": (
        Printed("(7)", "The network: sum v_k (w_k . xbar)_+, without skip connection.", ("lemma-4.1",)),
        Printed("(8), (9)", "Least sum ||v_k w_k||_p^p; fewest parameters of active neurons; K >= N.", ("lemma-4.1",)),
        Printed("Footnote 6", "Active: v_k w_k != 0.", nothing=_WORDS),
        Printed("Proposition 4.1, existence", "(8) and (9) have solutions.", ("proposition-4.1-exists",), ("E6",)),
        Printed("Proposition 4.1, neurons", "Every solution of (8) and of (9) has at most N active neurons.",
            ("proposition-4.1-neurons",)),
        Printed("Proposition 4.1, bound", "In general position a solution of (9) has O(N) parameters.",
            ("proposition-4.1-bound", "proposition-4.1-blocks"), ("E4", "E5", "E29")),
        Printed("Footnote 7", "General position.", nothing=_WORDS),
        Printed("The number J of patterns", "J <= 2 sum_{k <= d} C(N-1, k).", ("section-4-patterns",)),
        Printed("Lemma 4.1",
            "Solutions of (8) from those of (10), with equal counts and equal q-norms; the same for (9).",
            ("lemma-4.1", "lemma-4.1-values")),
        Printed("(10)", "The finite program: nu_j, omega_j with the signs of pattern j.", ("lemma-4.1",), ("E19",)),
        Printed("(11), (12)", "Neurons from nu_j and omega_j, scaled freely.", ("lemma-4.1",)),
        Printed("Theorem 4.1", "For p < p* every solution of (8) solves (9).", ("theorem-4.1",)),
        Printed("Remarks after Theorem 4.1",
            "Recovers a part of Theorem 3.2; whether solutions of (8) solve p = 1 too is open.",
            ("theorem-4.1", "open-question"), ("E7", "E19"), unchecked="the part of Theorem 3.2; see E7"),
    ),
    "5, 6 Experiments, discussion": (
        Printed("Section 5", "A summary of A.3.", nothing="see there"),
        Printed("Figure 3", "Sparsity over time.", errata=("E20",), nothing="training runs; no statement"),
        Printed("Section 6", "p* can be had by enumerating exponentially many vertices; an efficient way is open.",
            ("theorem-3.2-threshold", "theorem-4.1")),
    ),
    "A.1.1 Proof of Proposition 3.1": (
        Printed("~(13) to ~(17)",
            "Rescaling and turning change neither function nor norm; merging neurons of one kink costs no more.",
            ("section-a.1.1", "proposition-3.1"), ("E6", "E32")),
    ),
    "A.1.2 Two lemmas": (
        Printed("Figures 4 to 7", "The stretch and the steps of the two lemmas.", nothing="pictures of the proofs"),
        Printed("Lemma A.1", "Equal signs: both 0, linear; else a single knot. 0 <= p < 1.", ("lemma-a.1",)),
        Printed("~(18)", "Intermediate slopes cost more: strict subadditivity.", ("lemma-a.1",)),
        Printed("Lemma A.2", "Different signs: linear for 0 < p < 1; at p = 0 some solution is.", ("lemma-a.2",)),
        Printed("~(19) to ~(27)", "C(delta), its three break points, h_1 and h_2.", ("lemma-a.2",), ("E15", "E24")),
    ),
    "A.1.3 Proof of Theorem 3.1": (
        Printed("~(28) to ~(35)",
            "Exchanges that lower V_p: different curvatures, collinear points, the inductive step.",
            ("theorem-3.1-1", "theorem-3.1-2b"), ("E2", "E18")),
        Printed("Figures 8 to 15", "The cases of the proof.", nothing="pictures of the proof"),
        Printed("~(36) to ~(38)", "Bounds B, 2C, A, C_0 on parameters: the minimum is over a compact set.",
            ("section-a.1.3",), ("E30",)),
    ),
    "A.1.4 Proof of Theorem 3.2": (
        Printed("~(39) to ~(43)", "The cost in alpha, its matrix of rank m - 1: strictly concave; 2^(m-1) vertices.",
            ("section-a.1.4",), ("E16",)),
        Printed("Sparsest vertices",
            "ceil((m+1)/2) knots (Debarre et al., 2022); one such function for odd m, uncountably many for even m.",
            ("section-a.1.4", "theorem-3.1-p0"), ("E11", "E31")),
        Printed("Cost curves", "Two of them meet finitely often; p* is the first meeting.",
            ("theorem-3.2-unique", "theorem-3.2-threshold"), ("E17",)),
        Printed("Footnote 8", "Generalised Dirichlet polynomials.", nothing=_WORDS),
        Printed("Figure 16", "Two sparsest interpolants for m = 4.", ("section-a.1.4",), ("E31",)),
    ),
    "A.2.1 Proof of Proposition 4.1": (
        Printed("(44) to (46)", "With ||w_k||_p = 1 and |v_k| <= C: a compact set.", ("proposition-4.1-exists",),
            unchecked="compactness"),
        Printed("~(47) to ~(50)", "More than N active neurons: dependent outputs, and a cheaper network.",
            ("proposition-4.1-neurons",)),
        Printed("(51), (52), and the count before them",
            "8(N + 1) parameters for N >= d + 1; else 2N, and N for labels of one sign.", ("proposition-4.1-bound",),
            ("E4", "E5", "E29")),
    ),
    "A.2.2 Proof of Lemma 4.1": (
        Printed("~(53), (54)", "Merging in groups; equality if and only if supports are disjoint.",
            ("lemma-4.1-values",)),
        Printed("~(55) to ~(57)", "The signs of a pattern; networks from (10).", ("lemma-4.1",)),
    ),
    "A.2.3 Proof of Theorem 4.1": (
        Printed("(58) to ~(62)", "(10) in matrix form: Az = y, Gz >= 0.", ("lemma-4.1",)),
        Printed("~(63) to ~(67)", "Full column rank at a minimiser: a finite set Z that does not depend on p.",
            ("theorem-4.1-vertices", "section-a.2.3"), ("E12",)),
        Printed("~(68) to ~(71)", "R, the polytopes Omega and Omega', r.", ("theorem-4.1", "section-a.2.3"), ("E19",)),
        Printed("~(72) to (76)", "||z_p||_0 <= (R/r)^p ||z_0||_0, and below which p that is less than ||z_0||_0 + 1.",
            ("inequality-76", "theorem-4.1", "section-a.2.3"), ("E6",)),
        Printed("~(77)", "The result carried over to theta by Lemma 4.1.", ("theorem-4.1", "lemma-4.1-values")),
    ),
    "A.3.1 Algorithm": (
        Printed("~(78)", "|x|^p <= p|y|^(p-1)|x| + (1-p)|y|^p, with its cases of equality.", ("inequality-78",)),
        Printed("(79), ~(80)", "The bound for |v_k w_{k,i}|; weights of the previous iterate.",
            ("inequality-78", "algorithm-1", "algorithm-1-descent"), ("E33",)),
        Printed("Algorithm 1", "Gradient step, soft threshold, split anew.", (
            "algorithm-1", "algorithm-1-support", "algorithm-1-descent", "algorithm-1-stationary",
            "algorithm-1-smoothed",
        ), ("E10", "E22", "E25")),
    ),
    "A.3.2 Experiments": (
        Printed("(81), (82)", "The peak and plateau, and its minimiser, for 0 < p < 1 the only one.",
            ("example-81-82",), ("E13",)),
        Printed("Runs for d = 1, Figures 17 to 19", "Five methods on (81).", errata=("E20", "E21", "E22"),
            nothing="training runs, which say nothing of minimisers; run again from 100 starts: paper/experiments.md"),
        Printed("Runs for d = 50, Figure 20", "Five methods on 10 random points.", errata=("E10", "E20", "E21"),
            nothing="training runs, which say nothing of minimisers; run again from 100 starts: paper/experiments.md"),
        Printed("Checklist", "Answers to the conference's questions.", errata=("E21",), nothing="no mathematics"),
    ),
}  # fmt: skip

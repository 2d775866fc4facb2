"""What stands behind each public function and class: the table at the head of docs/guarantees.md is made of it.

A name that is public and not here fails a test, and so does one that is here and no longer public.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

__all__ = ["GUARANTEES", "ROOMS", "Assurance", "Guarantee", "guarantee_of"]


class Assurance(Enum):
    """How much is known of what a function returns, from the most to the least."""

    PROVED = "proved"
    EXACT = "exact and tested"
    FLOAT = "bounded float"
    HEURISTIC = "heuristic"


@dataclass(frozen=True)
class Guarantee:
    """The standing of some public names of one module.

    Parameters
    ----------
    room : str
        The module that they are imported from.
    names : tuple of str
        Functions and classes; a class speaks for its methods.
    assurance : Assurance
        What may be relied on; the weakest of what they return, unless `says` tells the parts apart.
    says : str
        What it is that has this standing, in Markdown.
    """

    room: str
    names: tuple[str, ...]
    assurance: Assurance
    says: str


#: The modules whose `__all__` is public, as their users import them, and what they are for.
ROOMS = {
    "sparsest": "The exact solver",
    "sparsest.fast": "The same over float64 arrays, compiled",
    "sparsest.validation.extent": "The range of a network over a box",
    "sparsest.interchange.export": "Answers as files of other tools",
    "sparsest.training": "Training from many starts, polished to exact networks",
    "sparsest.training.incumbents": "Training as a start for the search",
    "sparsest.torch": "The paper's Algorithm 1 in a PyTorch loop",
    "sparsest.sklearn": "The exact solver as scikit-learn's estimators",
    "sparsest.campaign": "Very many random examples, on any executor",
    "sparsest.phenomena": "Searches for data that show something",
    "sparsest.plot": "Pictures",
    "sparsest.explorer": "The explorer, a page to play with",
    "proofs_check.verify": "The independent checkers of certificates",
    "proofs_check.conformance": "The conformance suite",
    "proofs_check.cases.strategies": "Hypothesis strategies for tests of your own",
}


def _rows(room: str, *rows: tuple[Assurance, str, str]) -> tuple[Guarantee, ...]:
    return tuple(Guarantee(room, tuple(names.split()), standing, says) for standing, names, says in rows)


_PROVED, _EXACT, _FLOAT, _HEURISTIC = Assurance

#: One entry for each public function and class; errors and constants promise nothing.
GUARANTEES = (
    *_rows(
        "sparsest",
        (_PROVED, "solve Solution", "no function through the data costs less; how many attain it; the fewest knots"),
        (_PROVED, "ToleranceSolution", "no function within the tolerance has fewer knots; the least largest residual"),
        (_PROVED, "staircase Staircase", "every tolerance at which the fewest knots change"),
        (_PROVED, "PricedSolution", "the least cost within gates, by trying all vertices; at most 7 points"),
        (
            _PROVED,
            "path Path critical_exponent first_crossing",
            "all minimisers for all p, where `resolved`; p* in a rigorous bracket",
        ),
        (_PROVED, "local_minimizers LocalMinimizers", "these are all of them, the same for every p in (0, 1)"),
        (
            _PROVED,
            "solve_network NetworkSolution",
            (
                "the least price or the fewest parameters where `optimal`; else `lower` alone, and "
                "the network interpolates"
            ),
        ),
        (
            _PROVED,
            "thresholds Thresholds UnfinishedThresholds",
            "the critical exponent of several inputs, in a bracket; out of time what is marked as proved",
        ),
        (
            _PROVED,
            "validate Validation",
            "*proved minimal* and *not minimal*; residuals, gap and counts are exact; else *undecided*",
        ),
        (
            _EXACT,
            "Dataset Points",
            "each number is the rational that it is written as; what was assumed in reading is noted",
        ),
        (
            _EXACT,
            "Spline Network Neuron MultivariateNetwork MultivariateNeuron",
            "values, conversions and costs in rational arithmetic",
        ),
        (_EXACT, "read_network", "each float is the rational that it is; what is not understood is declined"),
    ),
    *_rows(
        "sparsest.fast",
        (
            _FLOAT,
            "solve solve_batch solve_grid FastSolution Batch",
            (
                "every decision is that of the exact path; knots correctly rounded; costs and slope "
                "changes within stated bounds; values at points have none"
            ),
        ),
        (
            _FLOAT,
            "WithinSolution WithinBatch",
            (
                "every decision and the fewest knots are those of the exact path; knots correctly "
                "rounded; values at points have no bound"
            ),
        ),
        (_EXACT, "Decisions WithinDecisions", "who decided how much; every decision is certain"),
    ),
    *_rows(
        "sparsest.validation.extent",
        (
            _EXACT,
            "range_over range_json",
            "with inputs that attain both ends; out of time proved bounds, marked as such",
        ),
    ),
    *_rows(
        "sparsest.interchange.export",
        (
            _EXACT,
            "export target_of",
            "what rounding did is computed in rationals; that no better rounding exists is not said",
        ),
    ),
    *_rows(
        "sparsest.training",
        (_HEURISTIC, "train Training FloatNetwork Recipe", "floats: no word on optimality; a seed gives the same bits"),
        (
            _EXACT,
            "polish Polished NotPolished",
            "the network interpolates; an obstruction proves that none on the trained pattern does",
        ),
        (_EXACT, "judge RunEnd", "exact of the polished network alone; what is said of the trained one is in floats"),
    ),
    *_rows(
        "sparsest.training.incumbents",
        (_HEURISTIC, "trained_incumbent Attempts", "the network interpolates, exactly; how good it is, is luck"),
    ),
    *_rows(
        "sparsest.torch", (_HEURISTIC, "PathNormProx float_network", "a training step in floats: no word on optimality")
    ),
    *_rows(
        "sparsest.sklearn",
        (
            _FLOAT,
            "SparsestInterpolator SparsestRegressor",
            "`solution_` is proved as `solve` is; predictions are its values, rounded once",
        ),
    ),
    *_rows(
        "sparsest.campaign",
        (
            _EXACT,
            "run read records Report worker_pool RenewedExecutor",
            "every block counts once, whatever stops it and whoever is lost; what is not refuted is not proved",
        ),
        (_EXACT, "Block Job Tally", "a block's examples depend on seed and number alone"),
        (_HEURISTIC, "shrink", "the example fails; that it is the smallest is not said"),
    ),
    *_rows(
        "sparsest.phenomena",
        (_HEURISTIC, "search Find shrink_gaps", "what is found is exact; what is not found proves nothing"),
        (_PROVED, "profile", "the numbers of knots of a run, as `path` gives them"),
    ),
    *_rows(
        "sparsest.plot",
        (_HEURISTIC, "plot_solution plot_path picture_of_solution picture_of_path", "for the eye: drawn in floats"),
    ),
    *_rows(
        "sparsest.explorer",
        (
            _EXACT,
            "explorer_page",
            (
                "the page: signs by floats within a proved bound, else exactly, and what is undecided is called so; "
                "judged on the conformance suite in a browser. Its curves, between the values tried, are for the eye"
            ),
        ),
    ),
    *_rows(
        "proofs_check.verify",
        (
            _EXACT,
            "check_certificate check_text check_file main",
            (
                "*accept*: the claims of the file hold; standard library only, tested by mutation, "
                "two proved checkers beside it"
            ),
        ),
    ),
    *_rows(
        "proofs_check.conformance",
        (_EXACT, "run judge Report", "answers are judged in rationals; a pass means not refuted by these cases"),
        (
            _EXACT,
            "load_suite small_suite",
            "what a test says was confirmed twice: by the solver with a checker, and without the solver",
        ),
        (_EXACT, "OneShot Stdio", "doors to an implementation: what it says is passed on as it is"),
    ),
    *_rows(
        "proofs_check.cases.strategies",
        (
            _EXACT,
            (
                "collinear_stretches csv_texts data_from_gaps data_sets data_sets_with_gaps "
                "data_sets_with_runs exact_ties exponents float_data_sets gap_sequences interpolants "
                "Interpolant near_ties rationals runs simplest wide_ratios"
            ),
            "what is drawn is exactly as described; which examples come is Hypothesis' choice",
        ),
    ),
)


def guarantee_of(room: str, name: str) -> Guarantee | None:
    """Return the entry of a public name, None if it has none.

    Examples
    --------
    >>> guarantee_of("sparsest.fast", "solve").assurance.value
    'bounded float'
    """
    return next((one for one in GUARANTEES if one.room == room and name in one.names), None)

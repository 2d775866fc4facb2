"""What a claim is: a numbered statement with the checks that try to refute it, and what such a check says.

A check takes one *case* (data, an exponent p and a seed for whatever it draws itself) and raises what it finds wrong:
`refute`, `not_met`, `undecided`. The same check serves given data and generated data, of which some get more than
others (`Sample`); a *fault* is a false variant of the statement whose check must be refuted, and a *derivation*
establishes a step of a proof for all parameters. `running/` runs all of these.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import Enum
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Literal, NoReturn, TypeAlias

from sparsest.errors import UndecidedError

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

__all__ = [
    "Check", "Claim", "Derivation", "Fault", "Finding", "FindingError", "Sample", "Scope", "Verdict",
    "examine", "exists", "holds", "least_points", "not_met", "refute", "undecided",
]  # fmt: skip

#: What a claim's cases hold: a `SplineCase` (problem 2/3) or a `NetworkCase` (problem 8/9).
Scope: TypeAlias = Literal["one input", "several inputs"]


class Verdict(Enum):
    """What a check says; VACUOUS is that of a property whose hypothesis was never met, so that it checked nothing."""

    HOLDS = "holds"
    REFUTED = "refuted"
    NOT_MET = "hypothesis not met"
    UNDECIDED = "undecided"
    VACUOUS = "vacuous"


@dataclass(frozen=True)
class Finding:
    """What one check of one case found: `examine` returns it.

    Parameters
    ----------
    verdict : Verdict
        HOLDS, REFUTED, NOT_MET or UNDECIDED.
    reason : str
        What fails, which hypothesis is not met, or what could not be decided; empty if the claim holds.
    witness : mapping
        JSON-ready values that show it, exact numbers as text.
    slack : Fraction, int, float or None
        How far an inequality of the claim was from failing; for the eye only, no verdict rests on it.
    """

    verdict: Verdict
    reason: str = ""
    witness: Mapping[str, object] = field(default_factory=dict)
    slack: Fraction | float | None = None


class FindingError(Exception):
    """Ends a check with a finding. Raised by `refute` and `not_met`, caught by `examine`."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(finding.reason)
        self.finding = finding


def holds(slack: Fraction | float | None = None, **witness: object) -> Finding:
    """Return that the claim holds in this case, and by how much; a check with nothing to add need return nothing.

    Examples
    --------
    >>> holds(slack=0.5).verdict
    <Verdict.HOLDS: 'holds'>
    """
    return _HOLDS if slack is None and not witness else Finding(Verdict.HOLDS, "", witness, slack)


_HOLDS = Finding(Verdict.HOLDS)  # nearly every finding is this one


def refute(reason: str, **witness: object) -> NoReturn:
    """Raise that the claim fails in this case, with what shows it.

    Raises
    ------
    FindingError
        Always.

    Examples
    --------
    >>> examine(lambda case: refute("a knot left of x_2", knot="-1"), None).witness
    {'knot': '-1'}
    """
    raise FindingError(Finding(Verdict.REFUTED, reason, witness))


def not_met(reason: str) -> NoReturn:
    """Raise that the claim says nothing of this case.

    Raises
    ------
    FindingError
        Always.

    Examples
    --------
    >>> examine(lambda case: not_met("no two neighbouring gaps of equal sign"), None).verdict.value
    'hypothesis not met'
    """
    raise FindingError(Finding(Verdict.NOT_MET, reason))


def undecided(reason: str) -> NoReturn:
    """Raise that the case could not be decided, and why: too large, or no decision within the precision cap.

    Raises
    ------
    UndecidedError
        Always: what the package raises too.

    Examples
    --------
    >>> examine(lambda case: undecided("a run of 60 gaps"), None).reason
    'a run of 60 gaps'
    """
    raise UndecidedError(reason)


#: A check of a case: it ends by `refute`, `not_met` or `undecided`; else the claim holds, with what `holds` adds.
Check: TypeAlias = "Callable[[Any], Finding | None]"


def examine(check: Check, case: Any) -> Finding:
    """Return what a check of a case finds.

    Examples
    --------
    >>> examine(lambda case: None, None).verdict.value
    'holds'
    """
    try:
        found = check(case)
    except FindingError as ended:
        return ended.finding
    except UndecidedError as error:
        return Finding(Verdict.UNDECIDED, str(error))
    return _HOLDS if found is None else found


@dataclass(frozen=True)
class Sample:
    """A part of a check that takes longer than the rest: one drawn case in so many gets it, given data always do.

    Parameters
    ----------
    what : str
        What is done, as the end of a sentence: "the checker is asked for the certificate".
    one_in : int
        Its share of the drawn cases.
    """

    what: str
    one_in: int

    def takes(self, case: Any) -> bool:
        """Return whether this case gets it; by its lot, which is 0 unless it was drawn.

        Examples
        --------
        >>> from types import SimpleNamespace
        >>> [Sample("all is looked at twice", 4).takes(SimpleNamespace(lot=lot)) for lot in (0, 1, 4)]
        [True, False, True]
        """
        return bool(case.lot % self.one_in == 0)


def least_points(number: int) -> Callable[[Any], None]:
    """Return the hypothesis that there are so many points, for `Claim.requires`.

    Examples
    --------
    >>> from types import SimpleNamespace
    >>> examine(least_points(3), SimpleNamespace(size=2)).reason
    'fewer than 3 points'
    """

    def require(case: Any) -> None:
        if case.size < number:
            not_met(f"fewer than {number} points")

    return require


def exists(find: Callable[[Any], object], otherwise: str) -> Callable[[Any], None]:
    """Return the hypothesis that a case has what the claim speaks of, for `Claim.requires`.

    Parameters
    ----------
    find : callable
        Takes the case and returns what there is: nothing if that is empty, 0 or None.
    otherwise : str
        What to say of a case that has none.

    Examples
    --------
    >>> examine(exists(lambda case: [], "no two gaps of one sign"), None).reason
    'no two gaps of one sign'
    """

    def require(case: Any) -> None:
        if not find(case):
            not_met(otherwise)

    return require


@dataclass(frozen=True)
class Fault:
    """A false variant of a claim: strengthened, a hypothesis dropped, off by one, or its p = 1 version.

    Parameters
    ----------
    name : str
        Short, unique within the claim.
    statement : str
        What it claims wrongly.
    check : callable
        As `Claim.check`, for the false statement. It must be refuted within `examples`.
    cases : callable, optional
        What to draw its cases from; the claim's unless given.
    requires : tuple of callable, optional
        Its hypotheses; the claim's unless given.
    examples : int, optional
        How many cases it may take until it is refuted; the claim's number unless given.
    """

    name: str
    statement: str
    check: Check
    cases: Callable[[], SearchStrategy[Any]] | None = None
    requires: tuple[Callable[[Any], None], ...] | None = None
    examples: int | None = None


@dataclass(frozen=True)
class Derivation:
    """A step of a proof, established for all parameters and not sampled.

    Parameters
    ----------
    name : str
        Short, unique over all claims.
    statement : str
        What is established, with all quantifiers.
    method : str
        By what: "symbolic (sympy)", "case exhaustion", "interval arithmetic (flint)", "SMT (z3)".
    prove : callable
        Takes nothing and ends as a check does; must not depend on chance.
    fault : callable
        The same machinery on a false variant of the statement: must refute it.
    """

    name: str
    statement: str
    method: str
    prove: Callable[[], Finding | None]
    fault: Callable[[], Finding | None]


@dataclass(frozen=True, kw_only=True)
class Claim:
    """A numbered statement, in our own words, with its checks.

    Parameters
    ----------
    id : str
        What it is called on the command line: "theorem-3.1-2a".
    number : str
        What it is called in print: "Theorem 3.1, item 2a"; of ours: "Theorem A (ours)".
    title : str
        A few words.
    statement, hypotheses : str
        In our own words.
    establishes, leaves_open : str
        What an accepted check shows, and what it does not.
    scope : {"one input", "several inputs"}
        Which kind of case it takes.
    check : callable
        Takes a case that meets the hypotheses; see `Check`.
    cases : callable
        Takes nothing, returns a Hypothesis strategy of cases: random and adversarial ones.
    faults : tuple of Fault
        At least one.
    derivations : tuple of Derivation
        Steps of its proof.
    requires : tuple of callable
        The hypotheses that a case is tested for before the check: each takes the case and ends by `not_met` or not.
    samples : tuple of Sample
        The parts of the check that only some drawn cases get.
    examples : int
        How many cases its property draws unless told: fewer where a case is slow.
    per_exponent : bool
        Whether the statement depends on p. If not, given data are checked once and not for every exponent.
    """

    id: str
    number: str
    title: str
    statement: str
    hypotheses: str
    establishes: str
    leaves_open: str
    scope: Scope
    check: Check
    cases: Callable[[], SearchStrategy[Any]]
    faults: tuple[Fault, ...]
    derivations: tuple[Derivation, ...] = ()
    requires: tuple[Callable[[Any], None], ...] = ()
    samples: tuple[Sample, ...] = ()
    examples: int = 200
    per_exponent: bool = True

    @property
    def is_ours(self) -> bool:
        """Whether the statement is this project's and not the paper's."""
        return "(ours)" in self.number

    def examine(self, case: Any, fault: Fault | None = None) -> Finding:
        """Return what the check, or that of a false variant, finds in a case; first whether the hypotheses are met.

        Examples
        --------
        >>> from proofs_check.cases import SplineCase
        >>> from proofs_check.claims import claim
        >>> from sparsest import Dataset
        >>> claim("theorem-3.1-1").examine(SplineCase(Dataset([0, 1, 2], [0, 0, 1]))).verdict.value
        'holds'
        """
        requires = self.requires if fault is None or fault.requires is None else fault.requires
        check = self.check if fault is None else fault.check

        def checked(case: Any) -> Finding | None:
            for require in requires:
                require(case)
            return check(case)

        return examine(checked, case)

"""What a claim is: a numbered statement with the checks that try to refute it, and what such a check says.

A check takes one *case* (data, an exponent p and a seed for whatever it draws itself) and returns a `Finding`. The same
check serves given data and generated data; a *fault* is a false variant of the statement whose check must be refuted,
and a *derivation* establishes a step of a proof for all parameters. `running/` runs all of these.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import Enum
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

__all__ = [
    "Claim", "Derivation", "Fault", "Finding", "Scope", "Verdict", "holds", "not_met", "refuted", "undecided",
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
    """What one check of one case found. Made by `holds`, `refuted`, `not_met` and `undecided`.

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


def holds(slack: Fraction | float | None = None, **witness: object) -> Finding:
    """Return that the claim holds in this case.

    Examples
    --------
    >>> holds(slack=0.5).verdict
    <Verdict.HOLDS: 'holds'>
    """
    return _HOLDS if slack is None and not witness else Finding(Verdict.HOLDS, "", witness, slack)


_HOLDS = Finding(Verdict.HOLDS)  # nearly every finding is this one


def refuted(reason: str, **witness: object) -> Finding:
    """Return that the claim fails in this case, with what shows it.

    Examples
    --------
    >>> refuted("a knot left of x_2", knot="-1").witness
    {'knot': '-1'}
    """
    return Finding(Verdict.REFUTED, reason, witness)


def not_met(reason: str) -> Finding:
    """Return that the claim says nothing of this case.

    Examples
    --------
    >>> not_met("no two neighbouring gaps of equal sign").verdict.value
    'hypothesis not met'
    """
    return Finding(Verdict.NOT_MET, reason)


def undecided(reason: str) -> Finding:
    """Return that the case could not be decided, and why: too large, or no decision within the precision cap.

    Examples
    --------
    >>> undecided("a run of 60 gaps").reason
    'a run of 60 gaps'
    """
    return Finding(Verdict.UNDECIDED, reason)


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
        As `Claim.check`, for the false statement. It must be refuted within the claim's default number of examples.
    cases : callable, optional
        What to draw its cases from; the claim's unless given.
    """

    name: str
    statement: str
    check: Callable[[Any], Finding]
    cases: Callable[[], SearchStrategy[Any]] | None = None


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
        Takes nothing, returns HOLDS, UNDECIDED, or REFUTED with a witness; must not depend on chance.
    fault : callable
        The same machinery on a false variant of the statement: must return REFUTED.
    """

    name: str
    statement: str
    method: str
    prove: Callable[[], Finding]
    fault: Callable[[], Finding]


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
        Takes a case, returns a `Finding`. Must not raise, except `sparsest.UndecidedError`, which counts as undecided.
    cases : callable
        Takes nothing, returns a Hypothesis strategy of cases: random and adversarial ones.
    faults : tuple of Fault
        At least one.
    derivations : tuple of Derivation
        Steps of its proof.
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
    check: Callable[[Any], Finding]
    cases: Callable[[], SearchStrategy[Any]]
    faults: tuple[Fault, ...]
    derivations: tuple[Derivation, ...] = ()
    examples: int = 200
    per_exponent: bool = True

    @property
    def is_ours(self) -> bool:
        """Whether the statement is this project's and not the paper's."""
        return "(ours)" in self.number

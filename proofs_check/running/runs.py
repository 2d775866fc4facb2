"""Runs the checks of claims: on given data, on generated data, as derivations; and their faults, to be refuted."""

from __future__ import annotations

import math
import os
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from fractions import Fraction
from tempfile import TemporaryDirectory
from typing import Any

from proofs_check.claim import Claim, Derivation, Fault, Finding, Verdict, examine, undecided
from sparsest.extras import how_to_install

__all__ = ["Outcome", "check_derivation", "check_fault", "check_given", "check_property", "nothing_left_behind"]

_LEAST_FLOAT = 5e-324


@dataclass(frozen=True)
class Outcome:
    """What a run of checks found.

    Parameters
    ----------
    name : str
        The claim's id, or the name of the fault or derivation.
    kind : str
        "data", "property", "derivation" or "fault".
    accepted, rejected, vacuous, undecided : int
        How many cases ended how; vacuous are those whose hypothesis was not met.
    seconds : float
        Time spent.
    slack : Fraction, int, float or None
        The smallest slack of an accepted case, for the eye.
    reason : str
        Of the first rejection, else of an undecided or vacuous case.
    witness, case : mapping
        The rejected case and what shows it; the smallest that was found.
    """

    name: str
    kind: str
    accepted: int = 0
    rejected: int = 0
    vacuous: int = 0
    undecided: int = 0
    seconds: float = 0.0
    slack: Fraction | float | None = None
    reason: str = ""
    witness: Mapping[str, object] = field(default_factory=dict)
    case: Mapping[str, object] = field(default_factory=dict)

    @property
    def examples(self) -> int:
        """How many cases were looked at."""
        return self.accepted + self.rejected + self.vacuous + self.undecided

    @property
    def verdict(self) -> Verdict:
        """One word for all: a rejection refutes, and nothing is said to hold that was not seen to hold.

        Examples
        --------
        >>> Outcome("c", "property", accepted=3, vacuous=9).verdict, Outcome("c", "property", vacuous=9).verdict
        (<Verdict.HOLDS: 'holds'>, <Verdict.VACUOUS: 'vacuous'>)
        >>> Outcome("c", "data", vacuous=1).verdict, Outcome("c", "data", accepted=1, undecided=1).verdict
        (<Verdict.NOT_MET: 'hypothesis not met'>, <Verdict.UNDECIDED: 'undecided'>)
        """
        if self.rejected:
            return Verdict.REFUTED
        if self.undecided:
            return Verdict.UNDECIDED
        if self.accepted:
            return Verdict.HOLDS
        return Verdict.NOT_MET if self.kind == "data" and self.vacuous else Verdict.VACUOUS

    def to_json(self) -> dict[str, object]:
        """Return the outcome JSON-ready.

        Examples
        --------
        >>> Outcome("theorem-a", "data", accepted=1).to_json()["verdict"]
        'holds'
        """
        return {
            "name": self.name,
            "kind": self.kind,
            "verdict": self.verdict.value,
            "examples": self.examples,
            "accepted": self.accepted,
            "rejected": self.rejected,
            "vacuous": self.vacuous,
            "undecided": self.undecided,
            "seconds": round(self.seconds, 3),
            "slack": _number(self.slack),
            "reason": self.reason,
            "witness": dict(self.witness),
            "case": dict(self.case),
        }


def _number(slack: Fraction | float | None) -> float | None:
    """Return the slack as JSON has it: a float, 0 only if the slack is; beyond floats None, as JSON has no infinity."""
    if slack is None or (isinstance(slack, float) and not math.isfinite(slack)):
        return None
    try:
        return float(slack) or (0.0 if slack == 0 else math.copysign(_LEAST_FLOAT, slack))
    except OverflowError:
        return None


class _Tally:
    """Counts findings; the first rejection freezes the counts, later ones only make the counterexample smaller."""

    def __init__(self, name: str, kind: str) -> None:
        self.name, self.kind = name, kind
        self.counts: Counter[Verdict] = Counter()
        self.slack: Fraction | float | None = None
        self.reasons: dict[Verdict, str] = {}
        self.witness: Mapping[str, object] = {}
        self.case: Mapping[str, object] = {}
        self._start = time.perf_counter()

    def add(self, finding: Finding, case: Any = None) -> None:
        """Count a finding."""
        if finding.verdict is Verdict.REFUTED:
            self.counts[Verdict.REFUTED] = 1
            self.reasons[Verdict.REFUTED] = finding.reason
            self.witness, self.case = finding.witness, case.to_json() if case is not None else {}
            return
        if self.counts[Verdict.REFUTED]:
            return
        self.counts[finding.verdict] += 1
        self.reasons.setdefault(finding.verdict, finding.reason)
        if finding.slack is not None and (self.slack is None or finding.slack < self.slack):
            self.slack = finding.slack

    def outcome(self) -> Outcome:
        """Return what was counted."""
        seen = [v for v in (Verdict.REFUTED, Verdict.UNDECIDED, Verdict.NOT_MET) if self.counts[v]]
        return Outcome(
            self.name,
            self.kind,
            accepted=self.counts[Verdict.HOLDS],
            rejected=self.counts[Verdict.REFUTED],
            vacuous=self.counts[Verdict.NOT_MET],
            undecided=self.counts[Verdict.UNDECIDED],
            seconds=time.perf_counter() - self._start,
            slack=self.slack,
            reason=self.reasons[seen[0]] if seen else "",
            witness=self.witness,
            case=self.case,
        )


def check_given(claim: Claim, cases: Iterable[Any], fault: Fault | None = None) -> Outcome:
    """Check a claim on given cases, all of them.

    Parameters
    ----------
    claim : Claim
        The claim.
    cases : iterable of SplineCase or NetworkCase
        What its scope says.
    fault : Fault, optional
        A false variant to check instead.

    Examples
    --------
    >>> from proofs_check.cases import SplineCase
    >>> from proofs_check.claims import claim
    >>> from sparsest import Dataset
    >>> check_given(claim("theorem-3.1-1"), [SplineCase(Dataset([0, 1, 2], [0, 0, 1]))]).verdict.value
    'holds'
    """
    tally = _Tally(claim.id, "data")
    for case in cases:
        tally.add(claim.examine(case, fault), case)
    return tally.outcome()


def check_property(
    claim: Claim,
    *,
    examples: int | None = None,
    seed: int = 0,
    fault: Fault | None = None,
    shrink: bool = True,
    progress: Callable[[int], object] | None = None,
) -> Outcome:
    """Try to refute a claim, or a false variant of it, on generated cases.

    Parameters
    ----------
    claim : Claim
        The claim.
    examples : int, optional
        How many cases at most; the claim's default unless given. Hypothesis stops sooner where it has seen them all.
    seed : int
        The same seed draws the same cases in the same command and version; Hypothesis also draws constants that it
        finds in the modules that are loaded.
    fault : Fault, optional
        A false variant to check instead.
    shrink : bool
        Whether to make a counterexample small.
    progress : callable, optional
        Called with 1 after every case.

    Examples
    --------
    >>> from proofs_check.claims import claim
    >>> outcome = check_property(claim("theorem-3.1-1"), examples=20)
    >>> outcome.verdict.value, outcome.rejected
    ('holds', 0)
    """
    import hypothesis
    from hypothesis import HealthCheck, Phase, given, settings

    cases = (fault and fault.cases) or claim.cases
    tally = _Tally(claim.id, "property") if fault is None else _Tally(fault.name, "fault")

    @hypothesis.seed(seed)
    @settings(
        max_examples=examples or (fault and fault.examples) or claim.examples,
        database=None,
        deadline=None,
        derandomize=False,
        phases=(Phase.generate, Phase.shrink) if shrink else (Phase.generate,),
        suppress_health_check=list(HealthCheck),
        report_multiple_bugs=False,
        print_blob=False,
    )
    @given(cases())
    def body(case: Any) -> None:
        finding = claim.examine(case, fault)
        tally.add(finding, case)
        if progress is not None:
            progress(1)
        if finding.verdict is Verdict.REFUTED:
            raise _RefutedError

    with suppress(_RefutedError):
        body()
    return tally.outcome()


def check_fault(
    claim: Claim, fault: Fault, *, examples: int | None = None, seed: int = 0, shrink: bool = True
) -> Outcome:
    """Run a claim's false variant, which must be refuted: `Outcome.verdict` is REFUTED if the check is worth something.

    Examples
    --------
    >>> from proofs_check.claims import claim
    >>> theorem = claim("theorem-3.1-1")
    >>> check_fault(theorem, theorem.faults[0], shrink=False).verdict.value
    'refuted'
    """
    return check_property(claim, examples=examples, seed=seed, fault=fault, shrink=shrink)


def check_derivation(derivation: Derivation, *, fault: bool = False) -> Outcome:
    """Carry out a derivation, or its false variant.

    Examples
    --------
    >>> from proofs_check.claim import refute
    >>> step = Derivation("1 > 0", "1 > 0", "case exhaustion", lambda: None, lambda: refute("0 > 1 fails"))
    >>> check_derivation(step).verdict.value, check_derivation(step, fault=True).verdict.value
    ('holds', 'refuted')
    """
    tally = _Tally(derivation.name, "fault" if fault else "derivation")
    prove = derivation.fault if fault else derivation.prove

    def carried_out(_: None) -> Finding | None:
        try:
            return prove()
        except ModuleNotFoundError as error:
            if error.name != "z3":
                raise
            undecided(f"derivations need z3: {how_to_install('claims')}")

    tally.add(examine(carried_out, None))
    return tally.outcome()


@contextmanager
def nothing_left_behind() -> Iterator[None]:
    """Let Hypothesis keep its notes on our modules in a fleeting folder, and not in one that it makes where we are.

    Examples
    --------
    >>> from proofs_check.claims import claim
    >>> with nothing_left_behind():
    ...     check_property(claim("theorem-3.1-1"), examples=20).verdict.value
    'holds'
    """
    from hypothesis.configuration import set_hypothesis_home_dir

    if os.environ.get("HYPOTHESIS_STORAGE_DIRECTORY"):
        yield
        return
    with TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        set_hypothesis_home_dir(folder)
        try:
            yield
        finally:
            set_hypothesis_home_dir(None)


class _RefutedError(Exception):
    """Tells Hypothesis that a case refutes."""

"""The one record of what a session of claims has found: tables, JSON and the report all read it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib.metadata import version
from typing import TYPE_CHECKING

from proofs_check.claim import Claim, Derivation, Verdict
from proofs_check.running.plan import Plan
from proofs_check.running.runs import Outcome

if TYPE_CHECKING:
    from sparsest.campaign import Report

__all__ = ["Checked", "Derived", "Session"]

# The exit code of "undecided".
_OPEN = 3


@dataclass(frozen=True)
class Derived:
    """A derivation, with what came out of it and, if it was run, of its false variant."""

    step: Derivation
    proof: Outcome
    fault: Outcome | None = None


@dataclass(frozen=True)
class Checked:
    """A claim with what came out of it.

    Parameters
    ----------
    claim : Claim
        The claim.
    generated, campaign : Outcome or None
        On generated cases, and in a campaign; None where that was not done.
    data : mapping
        For the name of each data set what came out there.
    derivations : tuple of Derived
        In the order of the claim's, none if they were not carried out.
    faults : tuple of Outcome
        In the order of the claim's, none if they were not run.
    """

    claim: Claim
    generated: Outcome | None = None
    campaign: Outcome | None = None
    data: Mapping[str, Outcome] = field(default_factory=dict)
    derivations: tuple[Derived, ...] = ()
    faults: tuple[Outcome, ...] = ()

    @property
    def outcomes(self) -> tuple[Outcome, ...]:
        """Those of the claim itself: on generated cases, in a campaign, on each data set."""
        return (*(one for one in (self.generated, self.campaign) if one), *self.data.values())

    @property
    def variants(self) -> tuple[Outcome, ...]:
        """Those of its false variants, and of the false variants of its derivations."""
        return (*self.faults, *(one.fault for one in self.derivations if one.fault))

    @property
    def verdict(self) -> Verdict:
        """One word for all: that of generated cases, else of a campaign, else of the data, unless anything refutes it.

        Examples
        --------
        >>> from proofs_check.claims import claim
        >>> right, wrong = Outcome("c", "property", accepted=3), Outcome("c", "data", rejected=1)
        >>> one = claim("theorem-b")
        >>> Checked(one, right).verdict.value, Checked(one, right, data={"tent": wrong}).verdict.value
        ('holds', 'refuted')
        """
        proofs = (one.proof for one in self.derivations)
        if any(outcome.verdict is Verdict.REFUTED for outcome in (*self.outcomes, *proofs)):
            return Verdict.REFUTED
        drawn = self.generated or self.campaign
        if drawn:
            return drawn.verdict
        found = {outcome.verdict for outcome in self.data.values()}
        order = (Verdict.UNDECIDED, Verdict.HOLDS, Verdict.NOT_MET)
        return next((verdict for verdict in order if verdict in found), Verdict.VACUOUS)


@dataclass(frozen=True)
class Session:
    """All that a session of claims has found.

    Parameters
    ----------
    checked : tuple of Checked
        One for each claim.
    plan : Plan
        What was done.
    left_out : tuple of Claim
        Those that were not checked, to be named.
    campaign : Report or None
        What the campaign says.
    fast_path : Outcome or None
        How the campaign's comparison of the kernels with the exact solution ended.
    """

    checked: tuple[Checked, ...]
    plan: Plan
    left_out: tuple[Claim, ...] = ()
    campaign: Report | None = None
    fast_path: Outcome | None = None

    @property
    def version(self) -> str:
        """The version of this package."""
        return version("sparsest-relu")

    @property
    def outcomes(self) -> tuple[Outcome, ...]:
        """All outcomes but those of false variants; that of a derivation once, though several claims rest on it."""
        own = [outcome for one in self.checked for outcome in one.outcomes]
        return (*own, *(one.proof for one in self.derivations), *([self.fast_path] if self.fast_path else ()))

    @property
    def derivations(self) -> tuple[Derived, ...]:
        """All derivations that were carried out, each once."""
        return tuple({one.step.name: one for row in self.checked for one in row.derivations}.values())

    @property
    def unrefuted(self) -> tuple[tuple[Claim, Outcome], ...]:
        """The false variants that were not refuted though cases were decided: errors of the checks."""
        pairs = [(one.claim, fault) for one in self.checked for fault in one.variants]
        return tuple((c, f) for c, f in pairs if f.verdict is not Verdict.REFUTED and not _is_open(f))

    @property
    def exit_code(self) -> int:
        """Return 1 if anything is refuted or a check has an error, 3 if something is undecided or vacuous, else 0."""
        verdicts = {outcome.verdict for outcome in self.outcomes}
        if Verdict.REFUTED in verdicts or self.unrefuted or (self.campaign and self.campaign.failed):
            return 1
        left_open = any(_is_open(fault) for one in self.checked for fault in one.variants)
        return _OPEN if left_open or verdicts & {Verdict.UNDECIDED, Verdict.VACUOUS} else 0


def _is_open(fault: Outcome) -> bool:
    """Return whether nothing at all was decided, as without z3."""
    return fault.verdict is Verdict.UNDECIDED and not fault.accepted

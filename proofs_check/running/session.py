"""One session of claims: on given data, on generated cases, with false variants and derivations; or a campaign.

What is done with each claim says a `Plan`, what came out of all a `Session`. Hypothesis is needed for generated cases
only, z3 for derivations only, the kernels for campaigns only: each is imported there.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from proofs_check.claim import Claim, Derivation, Fault, Scope
from proofs_check.claims import claim
from proofs_check.running.choosing import chosen
from proofs_check.running.counts import FAST_PATH, outcomes, those_counted
from proofs_check.running.data_set import DataSet
from proofs_check.running.plan import Plan
from proofs_check.running.record import Checked, Derived, Session
from proofs_check.running.runs import (
    Outcome,
    check_derivation,
    check_fault,
    check_given,
    check_property,
    nothing_left_behind,
)
from proofs_check.running.shrinking import limited
from sparsest.errors import UsageError
from sparsest.extras import needs

if TYPE_CHECKING:
    from concurrent.futures import Executor

    from sparsest.campaign import Report

__all__ = ["CAMPAIGN_EXAMPLES", "hold_session", "in_campaign", "with_campaign"]

#: So many data sets has a campaign unless told.
CAMPAIGN_EXAMPLES = 100_000
_BLOCK = 500


def hold_session(
    claims: Sequence[Claim],
    plan: Plan,
    *,
    left_out: Sequence[Claim] = (),
    progress: Callable[[str, int], object] | None = None,
) -> Session:
    """Do with each claim what the plan says.

    Parameters
    ----------
    claims : sequence of Claim
        The claims.
    plan : Plan
        What is done with each.
    left_out : sequence of Claim
        Claims that are only named.
    progress : callable, optional
        Called with what is being done and how many of the `Plan.steps` more are done.

    Raises
    ------
    UsageError
        If Hypothesis is needed and not installed: install the extra "claims", as the message says.

    Examples
    --------
    >>> session = hold_session(chosen(["theorem-3.1-1"]), Plan(examples=20))
    >>> [(one.claim.id, one.verdict.value) for one in session.checked], session.exit_code
    ([('theorem-3.1-1', 'holds')], 0)
    """
    steps = _Steps(plan, progress or (lambda _what, _steps: None))
    with ExitStack() as around:
        if plan.draws:
            around.enter_context(needs("claims", "generated cases"))
            around.enter_context(nothing_left_behind())
        return Session(tuple(map(steps.checked, claims)), plan, tuple(left_out))


class _Steps:
    """Does what a plan says, and keeps what claims share: the cases of given data, and derivations."""

    def __init__(self, plan: Plan, progress: Callable[[str, int], object]) -> None:
        self.plan, self.progress = plan, progress
        self._cases: dict[tuple[str, Scope], Sequence[Any]] = {}
        self._derived: dict[str, Derived] = {}

    def checked(self, one: Claim) -> Checked:
        """Return what came out for one claim."""
        plan = self.plan
        return Checked(
            one,
            generated=self._generated(one) if plan.generated else None,
            data={some.name: self._given(one, some) for some in plan.data if one.scope in some.scopes},
            derivations=tuple(self._derivation(one, step) for step in one.derivations if plan.derivations),
            faults=tuple(self._fault(one, fault) for fault in one.faults if plan.faults),
        )

    def _generated(self, one: Claim) -> Outcome:
        """Draw its cases; as Hypothesis may stop sooner, or shrink, the last step makes up for it."""
        what, left = f"{one.id}: generated cases", self.plan.drawn(one)

        def advance(done: int) -> None:
            nonlocal left
            self.progress(what, min(done, left))
            left -= min(done, left)

        calls = self._calls(one)
        bounded = one if calls is None else replace(one, check=limited(one.check, calls))
        found = check_property(
            bounded, examples=self.plan.examples, seed=self.plan.seed, shrink=calls != 0, progress=advance
        )
        advance(left)
        return found

    def _calls(self, one: Claim) -> int | None:
        return None if self.plan.shrinking is None else self.plan.shrinking[one.scope]

    def _given(self, one: Claim, data_set: DataSet) -> Outcome:
        """Check it at each exponent, or once where the statement does not depend on p."""
        key = data_set.name, one.scope
        if key not in self._cases:
            self._cases[key] = data_set.cases(one.scope, self.plan.seed)
        cases = self._cases[key]
        if cases:
            found = check_given(one, cases if one.per_exponent else cases[:1])
        else:
            found = Outcome(one.id, "data", vacuous=1, reason="these data have several inputs")
        where = f"{one.id} on {data_set.name}"
        self.progress(where, 1)
        return replace(found, name=where) if self.plan.generated or len(self.plan.data) > 1 else found

    def _derivation(self, one: Claim, step: Derivation) -> Derived:
        """Carry it out; one that several claims rest on is carried out for the first of them."""
        if step.name not in self._derived:
            proof = check_derivation(step)
            fault = check_derivation(step, fault=True) if self.plan.faults else None
            named = fault and replace(fault, name=f"derivation: {step.name}")
            self._derived[step.name] = Derived(step, proof, named)
        self.progress(f"{one.id}: {step.name}", 1)
        return self._derived[step.name]

    def _fault(self, one: Claim, fault: Fault) -> Outcome:
        calls = self._calls(one)
        bounded = fault if calls is None else replace(fault, check=limited(fault.check, calls))
        found = check_fault(one, bounded, seed=self.plan.seed, shrink=bool(calls))
        self.progress(f"{one.id}: {fault.name}", 1)
        return found


def in_campaign(
    ids: Sequence[str],
    *,
    state: str,
    examples: int = CAMPAIGN_EXAMPLES,
    seed: int = 0,
    executor: Executor | None = None,
    progress: Callable[[int], object] | None = None,
) -> Session:
    """Check claims of one input, all unless told, on very many data sets; go on where the state file ends.

    Parameters
    ----------
    ids : sequence of str
        As `chosen` takes them; all claims of one input if there are none.
    state : path
        The file that keeps the state of the campaign.
    examples, seed : int
        Data sets in total, and the seed of the campaign.
    executor : concurrent.futures.Executor, optional
        Who does the work, as `sparsest.campaign.run` takes it.
    progress : callable, optional
        Called with the number of data sets done since the last call.

    Raises
    ------
    UsageError
        If a claim is not for campaigns: leave the state out. Or if the file is not this campaign's: give another one.
    """
    from proofs_check.running.campaign import ClaimsJob
    from sparsest.campaign import run

    names = tuple(one.id for one in chosen(ids))
    examples_of_their_own = [name for name in names if ids and name.startswith("example-")]
    if examples_of_their_own:
        raise UsageError(
            f"{', '.join(examples_of_their_own)} is about data that a campaign does not draw; leave --state out"
        )
    job = ClaimsJob(names) if ids else ClaimsJob()
    report = run(
        job, examples=examples, block_size=_BLOCK, seed=seed, state=state, executor=executor, progress=progress
    )
    plan = Plan(generated=False, examples=examples, seed=seed)
    return _joined(Session(tuple(Checked(claim(name)) for name in job.claims), plan), report, (FAST_PATH, *job.claims))


def with_campaign(session: Session, report: Report) -> Session:
    """Return the session with what a campaign has found of its claims besides.

    Examples
    --------
    >>> from sparsest.campaign import Report
    >>> report = Report({}, 5, 1, 0, {"theorem-b accepted": 5}, 0, (), 0.1)
    >>> session = hold_session(chosen(["theorem-b", "theorem-c"]), Plan(generated=False))
    >>> [one.verdict.value for one in with_campaign(session, report).checked]
    ['holds', 'vacuous']
    """
    return _joined(session, report, those_counted(report, (FAST_PATH, *(one.claim.id for one in session.checked))))


def _joined(session: Session, report: Report, names: Sequence[str]) -> Session:
    found = {outcome.name: outcome for outcome in outcomes(report, names)}
    checked = tuple(replace(one, campaign=found.get(one.claim.id)) for one in session.checked)
    return replace(session, checked=checked, campaign=report, fast_path=found.get(FAST_PATH))

"""What `sparsest claims` does: claims on given data, on generated data, or in a campaign.

Hypothesis is needed for generated cases only, z3 for derivations only; both are imported where that is done.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from importlib.metadata import version
from typing import TYPE_CHECKING

from proofs_check.cases import NetworkCase, SplineCase
from proofs_check.claim import Claim, Derivation, Verdict
from proofs_check.claims import CLAIMS, claim
from proofs_check.running.runs import (
    Outcome,
    check_derivation,
    check_fault,
    check_given,
    check_property,
    nothing_left_behind,
)
from proofs_check.unaided.nets import is_small
from sparsest.data import Dataset
from sparsest.errors import UsageError
from sparsest.exact.exponent import Exponent
from sparsest.extras import needs
from sparsest.points import Points
from sparsest_cli.common import UNDECIDED, progress_bar

if TYPE_CHECKING:
    from sparsest.campaign import Report

__all__ = [
    "EXPONENTS", "Checked", "ClaimsRun", "chosen", "in_campaign", "on_data", "on_generated", "read_exponents",
    "suitable",
]  # fmt: skip

#: The exponents at which claims are checked on given data unless told.
EXPONENTS = ("1/10", "1/3", "1/2", "2/3", "9/10")
_CAMPAIGN_EXAMPLES, _BLOCK = 100_000, 500
# Less than this is done in about two seconds: generated cases, and points times checks of given data.
_MANY_CASES, _MANY_CHECKS = 150, 50_000


@dataclass(frozen=True)
class Checked:
    """A claim with what came out of it, of its derivations and of their and its own false variants."""

    claim: Claim
    outcome: Outcome
    derivations: tuple[Outcome, ...] = ()
    faults: tuple[Outcome, ...] = ()


@dataclass(frozen=True)
class ClaimsRun:
    """All that one call of `sparsest claims` has found.

    Parameters
    ----------
    checked : tuple of Checked
        One for each claim.
    seed : int
        Of all random choices.
    examples : int or None
        Cases to draw for each claim, or data sets of the campaign; None if each claim's own number, or for given data.
    data : dict or None
        What was read: name, number of points and inputs, exponents; and which claims were left out.
    campaign : Report or None
        What the campaign says.
    fast_path : Outcome or None
        How the campaign's comparison of the kernels with the exact solution ended.
    """

    checked: tuple[Checked, ...]
    seed: int
    examples: int | None = None
    data: dict[str, object] | None = None
    campaign: Report | None = None
    fast_path: Outcome | None = None

    @property
    def version(self) -> str:
        """The version of this package."""
        return version("sparsest-relu")

    @property
    def outcomes(self) -> tuple[Outcome, ...]:
        """All outcomes but those of false variants."""
        own = [outcome for one in self.checked for outcome in (one.outcome, *one.derivations)]
        return (*own, self.fast_path) if self.fast_path else tuple(own)

    @property
    def unrefuted(self) -> tuple[tuple[Claim, Outcome], ...]:
        """The false variants that were not refuted though cases were decided: errors of the checks."""
        pairs = [(one.claim, fault) for one in self.checked for fault in one.faults]
        return tuple((c, f) for c, f in pairs if f.verdict is not Verdict.REFUTED and not _is_open(f))

    @property
    def exit_code(self) -> int:
        """Return 1 if anything is refuted or a check has an error, 3 if something is undecided or vacuous, else 0."""
        verdicts = {outcome.verdict for outcome in self.outcomes}
        if Verdict.REFUTED in verdicts or self.unrefuted or (self.campaign and self.campaign.failed):
            return 1
        left_open = any(_is_open(fault) for one in self.checked for fault in one.faults)
        return UNDECIDED if left_open or verdicts & {Verdict.UNDECIDED, Verdict.VACUOUS} else 0


def _is_open(fault: Outcome) -> bool:
    """Return whether nothing at all was decided, as without z3."""
    return fault.verdict is Verdict.UNDECIDED and not fault.accepted


def chosen(ids: Sequence[str]) -> tuple[Claim, ...]:
    """Return the claims of these ids, or whose ids begin so, each once; all if there are none.

    Parameters
    ----------
    ids : sequence of str
        A full id stands for that claim alone. The beginning of an id must end where a word or a number ends.

    Raises
    ------
    UsageError
        If there is no such claim; the message lists those there are.

    Examples
    --------
    >>> [one.number for one in chosen(["theorem-3.1-1", "theorem-3.1-1"])]
    ['Theorem 3.1, item 1']
    >>> [one.id for one in chosen(["theorem-3.1"])]
    ['theorem-3.1-1', 'theorem-3.1-2a', 'theorem-3.1-2b', 'theorem-3.1-p0']
    """
    found = {one.id: one for name in ids for one in _beginning_with(name)}
    return tuple(found.values()) if ids else CLAIMS


def _beginning_with(name: str) -> list[Claim]:
    names = [one.id for one in CLAIMS]
    more = [] if name in names else [one for one in names if one.startswith(name) and _ends(name, one[len(name)])]
    return [claim(one) for one in more or [name]]


def _ends(name: str, then: str) -> bool:
    """Return whether a word or a number ends here: 2a begins with 2, and 12 not with 1."""
    return then in "-." or (name[-1:].isdigit() and then.isalpha())


def read_exponents(texts: Iterable[str]) -> tuple[Exponent, ...]:
    """Return the exponents, each once; `UsageError` for one that is no rational in (0, 1).

    Examples
    --------
    >>> [p.name for p in read_exponents(["0.5", "1/2", "1/3"])]
    ['1/2', '1/3']
    """
    found = {}
    for text in texts:
        try:
            p = Exponent.read(text)
        except UsageError:
            p = None
        if p is None or not p.is_rational:
            raise UsageError(f"p = {text}: claims are checked at rationals in (0, 1), such as 1/2 or 0.37")
        found[p.name] = p
    return tuple(found.values())


def suitable(claims: Sequence[Claim], points: Dataset | Points) -> tuple[Claim, ...]:
    """Return the claims to check on data where the user named none: those of several inputs only on small data.

    Everything about several inputs is enumerated, so one column of many points would only be undecided there.

    Examples
    --------
    >>> len(suitable(chosen([]), Dataset(range(9), range(9)))) < len(suitable(chosen([]), Dataset([0, 1], [0, 1])))
    True
    """
    if isinstance(points, Points) or is_small(Points([[x] for x in points.x], points.y)):
        return tuple(claims)
    return tuple(one for one in claims if one.scope == "one input")


def on_data(
    claims: Sequence[Claim],
    points: Dataset | Points,
    name: str,
    exponents: Sequence[Exponent],
    seed: int,
    *,
    left_out: Sequence[Claim] = (),
) -> ClaimsRun:
    """Check claims on given data: at each exponent, or once where the statement does not depend on p.

    The claims that are left out are only named.
    """
    several = points if isinstance(points, Points) else Points([[x] for x in points.x], points.y)
    networks = [NetworkCase(several, p, seed) for p in exponents]
    splines = [] if isinstance(points, Points) else [SplineCase(points, p, seed) for p in exponents]
    size = len(points) * len(claims) * len(exponents) * several.dimension
    checked = []
    with progress_bar("checking", len(claims), many=0 if size >= _MANY_CHECKS else len(claims) + 1) as advance:
        for one in claims:
            cases: Sequence[SplineCase | NetworkCase] = splines if one.scope == "one input" else networks
            if cases:
                outcome = check_given(one, cases if one.per_exponent else cases[:1])
            else:
                outcome = Outcome(one.id, "data", vacuous=1, reason="these data have several inputs")
            checked.append(Checked(one, outcome))
            if advance is not None:
                advance(1)
    shown = {
        "name": name,
        "points": len(points),
        "inputs": several.dimension,
        "exponents": [p.name for p in exponents],
        "left_out": [one.id for one in left_out],
    }
    return ClaimsRun(tuple(checked), seed, data=shown)


def on_generated(
    claims: Sequence[Claim], examples: int | None, seed: int, *, derivations: bool, faults: bool
) -> ClaimsRun:
    """Check claims on generated cases; carry out their derivations, and run the false variants of both, if told.

    A false variant draws no fewer cases than its claim's default, within which it must be refuted.
    """
    with needs("claims", "generated cases"), nothing_left_behind():
        return _on_generated(claims, examples, seed, derivations=derivations, faults=faults)


def _on_generated(
    claims: Sequence[Claim], examples: int | None, seed: int, *, derivations: bool, faults: bool
) -> ClaimsRun:
    prove, disprove = _each_once(fault=False), _each_once(fault=True)
    total = sum((examples or one.examples) + faults * 10 * len(one.faults) for one in claims)
    checked = []
    with progress_bar("checking", total, many=_MANY_CASES) as advance:
        for one in claims:
            outcome = check_property(one, examples=examples, seed=seed, progress=advance)
            steps = one.derivations if derivations else ()
            wrong = one.faults if faults else ()
            checked.append(
                Checked(
                    one,
                    outcome,
                    tuple(prove(step) for step in steps),
                    tuple(check_fault(one, fault, seed=seed, shrink=False) for fault in wrong)
                    + tuple(disprove(step) for step in steps if faults),
                )
            )
    return ClaimsRun(tuple(checked), seed, examples)


def _each_once(*, fault: bool) -> Callable[[Derivation], Outcome]:
    """Return what carries out a derivation, or its false variant; claims may share one, which is then done once."""
    done: dict[str, Outcome] = {}

    def carry_out(step: Derivation) -> Outcome:
        if step.name not in done:
            outcome = check_derivation(step, fault=fault)
            done[step.name] = replace(outcome, name=f"derivation: {step.name}") if fault else outcome
        return done[step.name]

    return carry_out


def in_campaign(ids: Sequence[str], examples: int | None, seed: int, state: str, workers: int) -> ClaimsRun:
    """Check claims of one input, all unless told, on very many data sets; go on where the state file ends."""
    # The kernels are only needed here.
    from proofs_check.running.campaign import ClaimsJob, outcomes
    from sparsest.campaign import run as run_campaign
    from sparsest.campaign import worker_pool
    from sparsest.campaign.fast_path import compile_kernels

    names = tuple(one.id for one in chosen(ids))
    examples_of_their_own = [name for name in names if ids and name.startswith("example-")]
    if examples_of_their_own:
        raise UsageError(
            f"{', '.join(examples_of_their_own)} is about data that a campaign does not draw; leave --state out"
        )
    job = ClaimsJob(names) if ids else ClaimsJob()
    examples = examples or _CAMPAIGN_EXAMPLES
    if workers > 1:
        compile_kernels()
    with progress_bar("checking", examples, many=2000) as advance, worker_pool(workers) as executor:
        report = run_campaign(
            job, examples=examples, block_size=_BLOCK, seed=seed, state=state, executor=executor, progress=advance
        )
    fast_path, *found = outcomes(report, job.claims)
    checked = tuple(Checked(claim(outcome.name), outcome) for outcome in found)
    return ClaimsRun(checked, seed, examples, campaign=report, fast_path=fast_path)

"""The list of the claims for terminals: what each says, and what a check of it is worth."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.text import Text

from proofs_check.claim import Claim
from proofs_check.formal.statements import of_claim
from proofs_check.report.text import sampling

__all__ = ["claims_list"]


def claims_list(claims: Sequence[Claim], *, full: bool) -> RenderableType:
    """Return what the claims say; in full, also under which hypotheses and what a check of them is worth.

    Examples
    --------
    >>> from rich.console import Console
    >>> from proofs_check.running.choosing import chosen
    >>> Console(width=80).print(claims_list(chosen(["theorem-3.1-1"]), full=False))  # doctest: +ELLIPSIS
    theorem-3.1-1  Theorem 3.1, item 1: where a minimiser is linear
    ...
    """
    return Group(*(part for claim in claims for part in _entry(claim, full=full)))


def _entry(claim: Claim, *, full: bool) -> Iterator[RenderableType]:
    yield Text.assemble((claim.id, "bold"), f"  {claim.number}: {claim.title}")
    lines = [claim.statement]
    if full:
        lines = [
            f"Statement: {claim.statement}",
            f"Hypotheses: {claim.hypotheses}",
            f"A check establishes: {claim.establishes}",
            f"It leaves open: {claim.leaves_open}",
            f"Cases: {claim.scope}, {claim.examples} unless told",
            *(f"Formal theorem {theorem.name} ({theorem.file}.v): {theorem.says}" for theorem in of_claim(claim.id)),
            *(sampling(sample) for sample in claim.samples),
            *(f"False variant {fault.name!r}: {fault.statement}" for fault in claim.faults),
            *(f"Derivation {step.name!r} by {step.method}: {step.statement}" for step in claim.derivations),
        ]
    for line in lines:
        yield Padding(Text(line), (0, 0, 0, 4), expand=False)

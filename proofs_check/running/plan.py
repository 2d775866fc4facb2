"""What a session of claims does with each of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from proofs_check.claim import Claim, Scope
from proofs_check.running.data_set import DataSet

__all__ = ["Plan"]


@dataclass(frozen=True, kw_only=True)
class Plan:
    """What a session does with each claim.

    Parameters
    ----------
    generated : bool
        Whether to check it on generated cases.
    examples : int, optional
        How many cases to draw for each, or data sets of a campaign; each claim's own number unless given. A false
        variant draws its own number in any case, within which it must be refuted.
    seed : int
        Of all random choices.
    data : sequence of DataSet
        Given data to check it on.
    faults, derivations : bool
        Whether to run its false variants, and to carry out its derivations; with both also their false variants.
    shrinking : mapping, optional
        For each scope after how many further calls a counterexample is made no smaller; 0 for not at all. Unless given,
        a counterexample of a claim is made as small as it gets, and that of a false variant is left as it is.
    """

    generated: bool = True
    examples: int | None = None
    seed: int = 0
    data: Sequence[DataSet] = ()
    faults: bool = False
    derivations: bool = False
    shrinking: Mapping[Scope, int] | None = None

    def steps(self, claims: Sequence[Claim]) -> int:
        """Return how much is to be done: generated cases; data sets, derivations and false variants count as one each.

        Examples
        --------
        >>> from proofs_check.running.choosing import chosen
        >>> one = chosen(["theorem-b"])
        >>> Plan(examples=30).steps(one), Plan(generated=False, faults=True).steps(one)
        (30, 2)
        """
        return sum(self._steps(one) for one in claims)

    def _steps(self, one: Claim) -> int:
        given = sum(one.scope in data_set.scopes for data_set in self.data)
        drawn = self.drawn(one) if self.generated else 0
        return drawn + given + self.faults * len(one.faults) + self.derivations * len(one.derivations)

    def drawn(self, one: Claim) -> int:
        """Return how many cases are drawn for a claim at most.

        Examples
        --------
        >>> from proofs_check.claims import claim
        >>> Plan(examples=7).drawn(claim("theorem-b")), Plan().drawn(claim("theorem-b"))
        (7, 100)
        """
        return self.examples or one.examples

    @property
    def draws(self) -> bool:
        """Whether anything is drawn, so that Hypothesis is needed."""
        return self.generated or self.faults

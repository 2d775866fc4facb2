"""All impostors."""

from __future__ import annotations

from proofs_check.conformance.impostors import others, pairings, reading, stating
from proofs_check.conformance.impostors.parts import Impostor

__all__ = ["ALL"]

#: All impostors, by name.
ALL: dict[str, Impostor] = {
    impostor.name: impostor
    for impostor in (*pairings.IMPOSTORS, *reading.IMPOSTORS, *stating.IMPOSTORS, *others.IMPOSTORS)
}

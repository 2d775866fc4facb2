"""Claims with other checks, in the place of a real one."""

from dataclasses import replace

from proofs_check import claims
from proofs_check.claims import CLAIMS, claim

NAME = "theorem-3.1-1"
THEOREM = claim(NAME)
WRONG = THEOREM.faults[1].check


def plant(monkeypatch, **changes):
    """Put a changed claim into the registry."""
    planted = replace(THEOREM, **changes)
    monkeypatch.setattr(claims, "CLAIMS", tuple(planted if one.id == NAME else one for one in CLAIMS))
    return planted

"""A tiny report of a true claim and of three that are planted: wrong, vacuous, weak."""

import dataclasses

from proofs_check.claim import Derivation, Fault, holds, not_met, refute
from proofs_check.claims import claim
from proofs_check.report.data import collect, plan_of
from proofs_check.report.given import DATA_SETS

FIRST = claim("theorem-3.1-1")


def planted(**changes):
    return dataclasses.replace(FIRST, **{"derivations": (), "faults": FIRST.faults[:1]} | changes)


STEP = Derivation("step <1>", "For all a_i: a_i <= a_i.", "symbolic (sympy)", holds, lambda: refute("no", a="1/2"))
CLAIMS = (
    planted(derivations=(STEP,)),
    planted(id="wrong", number="Wrong 1", statement="x_{N-1} < 1 & <b>y</b>", check=lambda _: refute("no", k="1/3")),
    planted(id="empty", number="Empty 1", check=lambda _: not_met("never")),
    planted(id="weak", number="Weak 1", faults=(Fault("weak", "Anything.", lambda _: holds()),), examples=3),
)


SHRINKING = {"one input": 10, "several inputs": 0}


def tiny(claims=CLAIMS, seed=0, **changes):
    plan = plan_of(3, seed, data_sets=DATA_SETS[:2], shrinking=SHRINKING)
    found = collect(claims, plan=plan, **changes)
    return {**found, "figures": []}

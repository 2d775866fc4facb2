"""The errata: slips and loose ends, each confirmed or refuted by a search for its smallest example.

Import `ERRATA` from here; nothing but `python -m proofs_check.errata` does, and its files may import what claims may.
"""

from __future__ import annotations

from proofs_check.errata import (
    cost_curves,
    experiments,
    lemmas,
    one_input,
    peak_plateau,
    several_inputs,
    variation,
    widths,
)
from proofs_check.errata.erratum import Erratum

__all__ = ["ERRATA"]

#: All errata, by number.
ERRATA: tuple[Erratum, ...] = tuple(
    sorted(
        (
            *one_input.ERRATA,
            *peak_plateau.ERRATA,
            *variation.ERRATA,
            *widths.ERRATA,
            *lemmas.ERRATA,
            *cost_curves.ERRATA,
            *several_inputs.ERRATA,
            *experiments.ERRATA,
        ),
        key=lambda erratum: int(erratum.id[1:]),
    )
)

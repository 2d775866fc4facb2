"""The page of the experiments: all sections, with what they mean in short."""

from __future__ import annotations

from collections.abc import Sequence

from proofs_check.experiments.ablations import ablations
from proofs_check.experiments.experiment import Section
from proofs_check.experiments.held_out import held_out
from proofs_check.experiments.high_dimensional import high_dimensional
from proofs_check.experiments.peak_plateau import peak_plateau

__all__ = ["SECTIONS", "experiments_page"]

#: The sections by name, in the order of the page.
SECTIONS = {
    "peak-plateau": peak_plateau,
    "high-dimensional": high_dimensional,
    "ablations": ablations,
    "held-out": held_out,
}

_HEAD = """\
# Does training find it?

Both experiments of the paper from many starts, and what goes beyond them. Made by `make experiments`; do not edit. A
seed gives the same bits each time on machines of one kind, so each table can be repeated by the command below it.
Training is in floats and proves nothing: what is said of minimisers and local minimisers is said of the *polished*
networks, exactly (`sparsest.training.judge`).
"""


def experiments_page(sections: Sequence[Section]) -> str:
    """Return the page in Markdown.

    Examples
    --------
    >>> experiments_page([Section("a", "Title", "Text.", {})]).splitlines()[-3:]
    ['## Title', '', 'Text.']
    """
    parts = [f"## {section.title}\n\n{section.text.strip()}\n" for section in sections]
    return "\n".join([_HEAD, *parts])

"""The errata as Markdown."""

from __future__ import annotations

from collections.abc import Iterable

from proofs_check.errata.erratum import Erratum, ErratumResult, Standing

__all__ = ["errata_page", "erratum_section"]

_HEAD = """\
# Errata and loose ends

Of J. Nakhleh and R. D. Nowak, *Global Minimizers of l^p-Regularized Objectives Yield the Sparsest ReLU Neural
Networks*, NeurIPS 2025, arXiv 2505.21791, version 2, and of published code that goes with it. What is printed is told
in our words. **None of the theorems falls.** An entry with an example was confirmed by a search for the smallest case
in which the printed statement fails or does not suffice; the same search finds no case in which the repaired one fails.
That is a check, not a proof, of the repair; proofs and further checks are those of the claims named (`sparsest claims
ID`). An entry that is *recorded* says what a published file holds, and which file was read: there is nothing to search
for. In the copy of the paper that was read the running text is complete and displayed formulas are missing; an entry
that concerns a display says what its rebuilding rests on. Where each entry stands in the paper: [the table of its
contents](../docs/paper.md).

Made by `make errata`; `python -m proofs_check.errata` prints it.
"""

_OURS = """\
## Sharper statements found on the way

- *Theorem 3.2, easy condition.* At most three consecutive points of equal nonzero curvature will do, not only two, for
  the fewest knots at every p (claim `theorem-b`); four can fail: slope gaps (1, 3, 4, 1).
- *Proposition 4.1.* 4(d+1) ceil(N/d) <= 8N for N >= d + 1 (claim `proposition-4.1-bound`); the paper has 8(N+1).
- *Theorem 3.2, threshold.* In one dimension the critical exponent can be computed with proof (claim
  `theorem-3.2-threshold`).

## Of our own

- "Each variable stands in exactly one equation" in the matching proof was to be *at most one*: what an atom in an end
  interval would pay outwards stands in none (claim `theorem-a`, derivation over all sign patterns). The proof is not
  touched.
"""


def errata_page(errata: Iterable[Erratum]) -> str:
    """Return all errata as one Markdown document, examined anew.

    Examples
    --------
    >>> errata_page([]).splitlines()[0]
    '# Errata and loose ends'
    """
    results = [(erratum, erratum.examine()) for erratum in errata]
    rows = "".join(f"| {e.id} | {e.where} | {r.standing.value} |\n" for e, r in results)
    table = f"\n| | place | standing |\n|---|---|---|\n{rows}\n"
    return _HEAD + table + "".join(erratum_section(erratum, result) + "\n" for erratum, result in results) + _OURS


def erratum_section(erratum: Erratum, result: ErratumResult) -> str:
    """Return one erratum as a section.

    Examples
    --------
    >>> slip = Erratum(id="E0", where="p. 1", printed="1 = 2.", fails="It is not.", repair="1 = 1.", theorem="None.")
    >>> print(erratum_section(slip, slip.examine()))
    ## E0. p. 1
    <BLANKLINE>
    **Not examined.**
    <BLANKLINE>
    - *Printed:* 1 = 2.
    - *What fails:* It is not.
    - *Repair:* 1 = 1.
    - *The theorem:* None.
    <BLANKLINE>
    """
    lines = [f"## {erratum.id}. {erratum.where}", "", f"**{result.standing.value.capitalize()}.**", ""]
    lines += [f"- *Printed:* {erratum.printed}", f"- *What fails:* {erratum.fails}"]
    if result.standing is not Standing.NOT_EXAMINED and erratum.search is not None:
        found = result.example or "none"
        lines.append(f"- *Smallest example:* {found}. Searched: {erratum.search.space} ({result.looked_at} cases).")
    if erratum.record:
        lines.append(f"- *Read:* {erratum.record}")
    lines += [f"- *Repair:* {erratum.repair}", f"- *The theorem:* {erratum.theorem}"]
    if erratum.withdrawn:
        lines.append(f"- *Withdrawn:* {erratum.withdrawn}")
    if erratum.claims:
        lines.append(f"- *Claims:* {', '.join(f'`{name}`' for name in erratum.claims)}")
    return "\n".join(lines) + "\n"

"""The making of the vectors: ``python -m proofs_check.conformance.making [--check]``.

A family of tables (`families`) is made for a fault that it shows; a task (`tasks`) asks something of tables. What is
true is established twice, by the solver with the checker of its certificates (`solved`), and without any of it
(`recount`, `networks`); what they do not agree on is not written (`confirm`). Flags that name a fault are given only
where that fault, committed on purpose (`faults`), gives a wrong answer.
"""

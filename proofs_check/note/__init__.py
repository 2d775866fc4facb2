"""The technical note: `paper/note.typ` and every number in it, made by `make paper`.

A number is computed here, or read in the document that a longer command wrote; never typed. `python -m
proofs_check.note` computes, draws, writes them as data for the note, and sets it as PDF and HTML.
"""

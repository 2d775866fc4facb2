"""Derivations: steps of the proofs, established for all parameters.

They may import `claim`, `cases`, `unaided`, `answers`; claims import them by name, and no derivation imports a claim.
"""

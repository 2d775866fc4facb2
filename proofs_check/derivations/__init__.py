"""Derivations: steps of the proofs, established for all parameters."""

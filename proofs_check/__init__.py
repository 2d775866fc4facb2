"""Checks of what `sparsest` says: independent checkers of certificates, and claims with all that tries to refute them.

Import from its modules; each imports from `sparsest` and from rooms below its own, the checkers from nothing of ours.
"""

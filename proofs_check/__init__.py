"""Checks of what `sparsest` says: the independent checker of certificates, and strategies for property tests."""

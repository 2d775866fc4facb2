"""Exact numbers: rationals, coprime bases, power sums and their signs. Knows nothing of data or networks.

Import from its modules; they import nothing of `sparsest` but `errors`, `extras`, `files` and each other.
"""

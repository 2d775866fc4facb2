"""Exact numbers: rationals, coprime bases, power sums and their signs. Knows nothing of data or networks."""

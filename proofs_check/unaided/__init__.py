"""What checks know without the solver: costs compared, matchings, functions, networks, all by brute force or by chance.

Nothing here imports what solves; `proofs_check.answers` is where answers of the solver come from.
"""

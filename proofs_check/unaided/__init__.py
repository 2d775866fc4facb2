"""What checks know without the solver: costs compared, matchings, functions, networks, all by brute force or by chance.

Import from its modules. Nothing here imports what solves; `proofs_check.answers` is where answers of the solver come
from.
"""

"""Linear programs over the rationals, whose every answer carries a proof.

Import from its modules; they import from `exact` and below only.
"""

"""Problems (2) and (3) of the paper: one input, free skip connection. Gaps, runs, matching, solution.

Import from its modules, or what is public from `sparsest`; they import from certificates, data and `exact`.
"""

"""Problems (2) and (3) of the paper: one input, free skip connection. Gaps, runs, matching, solution."""

"""The paper's two experiments again, and what goes beyond them: training from many starts against the optimum.

`experiment` runs and counts; each of `peak_plateau`, `high_dimensional`, `ablations` and `held_out` is one section of
`paper/experiments.md`; `page` puts them together (`make experiments`). May import all of `sparsest`.
"""

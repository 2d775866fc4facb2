"""Networks and functions of other people's tools: readers of their files, exactly, and writers of ours.

layers (the common form) -> tensors and one module for each format -> read; rounding and one module for each target ->
export. Imports nothing above `sparsest.multivariate`; libraries of single formats are imported where they are used.
"""

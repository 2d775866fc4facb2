"""Problems (8) and (9) of the paper: several inputs, no skip connection, biases penalised.

Import from its modules, or what is public from `sparsest`; they import from certificates and below, and from
`univariate` how curves of p cross.
"""

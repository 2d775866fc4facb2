"""Problems (8) and (9) of the paper: several inputs, no skip connection, biases penalised."""

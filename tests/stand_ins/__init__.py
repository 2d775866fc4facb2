"""As much of scikit-learn and PyTorch as the adapters ask for, over NumPy: their tests need neither, and take the real
one where it is installed (`make adapters`)."""

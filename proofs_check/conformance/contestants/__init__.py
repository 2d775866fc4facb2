"""Solvers that go through the suite's door like any other: ours, a textbook's, a peer's, one in another language."""

"""What is left out of the doctests: the adapters to libraries that are not installed, and never have to be."""

from importlib.util import find_spec

collect_ignore = [f"sparsest/{name}.py" for name in ("sklearn", "torch") if find_spec(name) is None]

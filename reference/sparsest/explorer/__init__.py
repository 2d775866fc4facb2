"""The explorer: one page, a single HTML file, that solves in the browser what its reader draws."""

from pathlib import Path

__all__ = ["FOLDER"]

#: The folder of this package, with the parts of the page and the solver in JavaScript.
FOLDER = Path(__file__).parent

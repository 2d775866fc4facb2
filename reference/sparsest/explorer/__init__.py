"""The explorer: one page, a single HTML file, that solves in the browser what its reader draws."""

from __future__ import annotations

import json
import re
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

from sparsest.errors import UsageError

if TYPE_CHECKING:
    from sparsest.data import Dataset

__all__ = ["FOLDER", "MOST_POINTS", "explorer_page"]

#: The folder of this package, with the parts of the page and the solver in JavaScript.
FOLDER = Path(__file__).parent
#: The most points that the page shows, as page/state.mjs has it.
MOST_POINTS = 2000

_LARGEST = 10**300

# In this order, each uses only those before it.
_MODULES = (
    "solver/sparsest", "page/powers", "page/runs", "page/ties", "page/answer", "page/curves", "page/certificate",
    "page/state", "page/numbers", "page/picture", "page/charts", "page/tables", "page/view", "page/main",
)  # fmt: skip
# Data sets of one input that ship, as buttons.
_GALLERY = {
    "Peak and plateau": "peak_plateau", "Non-monotone": "non_monotone", "Four pieces": "four_pieces",
    "Five breakpoints": "five_breakpoints", "Tiny exponent": "tiny_exponent", "Nile": "nile", "Pt100": "pt100",
}  # fmt: skip

_IMPORT = re.compile(r'^import (\{[^}]*\}|\* as \w+) from "\.[./\w]*/(\w+)\.mjs";$', re.M)
_EXPORT = re.compile(r"^export (?=(?:async )?(?:const|function|class) (\w+))", re.M)


def explorer_page(data: Dataset | None = None, *, name: str = "") -> str:
    """Return the explorer: an HTML page that needs nothing else, with these points in it.

    The page computes with the JavaScript solver of the conformance suite, in rationals of any size. It decides signs
    by floats where a proved bound allows it, else exactly, and says "undecided" where it can do neither.

    Parameters
    ----------
    data : Dataset, optional
        N points to begin with, 1 <= N <= 2000, taken exactly; a data set that ships unless told.
    name : str
        What the data are called, for the title of the page.

    Returns
    -------
    str
        The page, below 150 kB before the data are put in. Exact: all numbers in it are text.

    Raises
    ------
    UsageError
        If there are more points than the page shows, or a number is beyond 1e300 and so cannot be drawn.

    Notes
    -----
    Source: the construction of the paper's Theorem 3.1, by the recurrence of docs/theory.md, section 3.

    Examples
    --------
    >>> from sparsest import Dataset
    >>> page = explorer_page(Dataset([0, 1, 2], [0, "1/3", 1]), name="<mine>")
    >>> '["1", "1/3"]' in page, "<mine>" in page, "http:" in page.replace("http://www.w3.org/2000/svg", "")
    (True, False, False)
    """
    if data is not None and len(data) > MOST_POINTS:
        raise UsageError(f"{len(data)} points, and the explorer shows at most {MOST_POINTS}; give it a part of them")
    if data is not None and any(abs(value) > _LARGEST for value in (*data.x, *data.y)):
        raise UsageError("a number is beyond 1e300, which the explorer cannot draw; give the data in a larger unit")
    given = {
        "data": None
        if data is None
        else {"name": name, "points": [[str(x), str(y)] for x, y in zip(data.x, data.y, strict=True)]},
        "gallery": [{"name": title, "points": _rows(stem)} for title, stem in _GALLERY.items()],
    }
    page = (FOLDER / "page" / "index.html").read_text(encoding="utf-8")
    parts = {
        "STYLE": (FOLDER / "page" / "style.css").read_text(encoding="utf-8"),
        "GIVEN": _embedded(given),
        "SCRIPT": _script(),
    }
    return re.sub(r"/\*(STYLE|GIVEN|SCRIPT)\*/", lambda mark: parts[mark[1]], page)


def _rows(stem: str) -> list[list[str]]:
    text = (files("sparsest") / "datasets" / f"{stem}.csv").read_text(encoding="utf-8")
    return [line.split(",") for line in text.splitlines()[1:]]


def _embedded(value: object) -> str:
    """Return JSON that ends no element of HTML, whatever is in it."""
    text = json.dumps(value)  # ASCII
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


def _script() -> str:
    """Return all modules as one: each is a function that returns what it exports."""
    return "\n".join(_module(path) for path in _MODULES)


def _module(path: str) -> str:
    text = (FOLDER / f"{path}.mjs").read_text(encoding="utf-8")
    names = _EXPORT.findall(text)
    body = _EXPORT.sub("", _IMPORT.sub(_taken, text))
    return f"const ${path.rpartition('/')[2]} = (() => {{\n{body}return {{ {', '.join(names)} }};\n}})();"


def _taken(match: re.Match[str]) -> str:
    what = match[1].removeprefix("* as ")
    return f"const {what} = ${match[2]};"

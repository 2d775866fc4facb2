"""Lays out what Sphinx reads: `python docs/site/stage.py` mirrors the documents in build/site-source.

The documents are written for whoever reads the repository, and link files of it. The mirror keeps their places, so that
most links hold as they are; one to a notebook becomes one to its executed copy (build/notebooks), one to any other file
becomes one to a page that shows this file. Nothing here needs Sphinx.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path, PurePosixPath

import api

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
BUILD = ROOT / "build"

# Written for the repository, mirrored where they stand; the site's own pages stand beside this file.
DOCUMENTS = [
    "README.md", "CONTRIBUTING.md", "CHANGELOG.md", "docs/*.md", "docs/howto/*.md", "paper/*.md", "notebooks/README.md",
    "reference/sparsest/datasets/README.md",
]  # fmt: skip
# Pages of the sidebar that stand under another.
_TREE = "\n```{{toctree}}\n:hidden:\n:glob:\n\n{}\n```\n"
UNDER = {"notebooks/README.md": _TREE.format("[0-9]*"), "paper/README.md": _TREE.format("e*")}
# Where it is there, the explorer is a page of the site, and the first thing that the front page offers.
EXPLORER = ROOT / "reference" / "sparsest" / "explorer"
_EXPLORER = """\
# Explorer

The theorem on data of your own, computed in this page; nothing leaves it.
<a href="explorer-page.html">The explorer alone</a>, to keep or to send, is one file.

<iframe class="explorer" src="explorer-page.html" title="Sparsest interpolants of points that you move"></iframe>
"""
_TRY = "- **[Try it](explorer.md)**\n\n  Move points, or drop a table, and see the answer at once.\n\n"
LANGUAGES = {".py": "python", ".json": "json", ".v": "coq", ".toml": "toml", ".csv": "text"}
PICTURES = {".svg", ".png"}

_BLOCK = re.compile(r"^```.*?^```$|^(?: {4}[^\n]*\n)+", re.S | re.M)
_LINK = re.compile(r"(\[(?:[^\[\]]|\[[^\[\]]*\])*\])\(([^()\s]+)\)")
# What a link in the text that is only a name leads to: a line of its own, at the end of a document.
_NAMED = re.compile(r"^(\[[^\[\]\n]+\]: )(\S+)$", re.M)
_ANCHORED = re.compile(r'^<a id="([^"]+)"></a>\n+(?=#)', re.M)
_SHELL = re.compile(r"^```\n(?=\$ )", re.M)
# JSON with an ellipsis is none, and is coloured as what has one.
_ELLIPSIS = re.compile(r"^```json\n(?=.*\.\.\.)", re.M)


class StageError(Exception):
    """A document links what is not there, or a notebook was not executed."""


def documents(root: Path = ROOT) -> list[Path]:
    """Return the documents that become pages."""
    return [path for pattern in DOCUMENTS for path in sorted(root.glob(pattern))]


def notebooks(root: Path = ROOT) -> list[Path]:
    """Return the notebooks as text, each of which becomes a page with its figures."""
    return sorted((root / "notebooks").glob("[0-9]*.py"))


def outside_blocks(text: str, change: Callable[[str], str]) -> str:
    r"""Return text changed wherever it is not a block of code.

    Examples
    --------
    >>> outside_blocks("a\n```\na\n```\na", str.upper)
    'A\n```\na\n```\nA'
    """
    parts, begin = [], 0
    for match in _BLOCK.finditer(text):
        parts += [change(text[begin : match.start()]), match.group()]
        begin = match.end()
    return "".join([*parts, change(text[begin:])])


def label(path: Path, anchor: str) -> str:
    """Return what Sphinx, whose labels are the same for all pages, calls an anchor of a document.

    Examples
    --------
    >>> label(Path("docs/statements.md"), "theorem-a")
    'statements-theorem-a'
    """
    return f"{path.stem}-{anchor}"


class Stage:
    """One mirror of the documents of a repository.

    Parameters
    ----------
    root : Path
        The repository.
    """

    def __init__(self, root: Path = ROOT) -> None:
        self.root = root.resolve()
        self.pages = {path.resolve() for path in documents(self.root)}
        self.notebooks = {path.resolve() for path in notebooks(self.root)}
        self.shown: set[Path] = set()
        self.copied: set[Path] = set()
        self._anchors: dict[Path, set[str]] = {}

    def docnames(self) -> list[str]:
        """Return what Sphinx calls the documents, but for those that stand under another."""
        names = [path.relative_to(self.root).with_suffix("").as_posix() for path in sorted(self.pages)]
        return [name for name in names if not name.startswith("paper/e")]

    def page(self, path: Path) -> str:
        """Return the text of a document as the site has it, with the pages that belong under it."""
        text = outside_blocks(path.read_text(), lambda part: self.relinked(part, path))
        text = _ANCHORED.sub(lambda match: f"({label(path, match[1])})=\n", text)
        text = _ELLIPSIS.sub("```javascript\n", _SHELL.sub("```console\n", text))
        return text + UNDER.get(path.relative_to(self.root).as_posix(), "")

    def notebook(self, path: Path, executed: Path) -> str:
        """Return an executed notebook, its texts as the site has them."""
        if not executed.exists():
            raise StageError(f"{executed} is missing: `make docs` executes the notebooks first")
        content = json.loads(executed.read_text())
        for cell in content["cells"]:
            if cell["cell_type"] == "markdown":
                cell["source"] = self.relinked("".join(cell["source"]), path)
        return json.dumps(content)

    def relinked(self, text: str, path: Path) -> str:
        """Return a part of a document, its links to files of the repository made links within the site."""
        text = _LINK.sub(lambda match: f"{match[1]}({self.target(match[2], path)})", text)
        return _NAMED.sub(lambda match: match[1] + self.target(match[2], path), text)

    def target(self, link: str, path: Path) -> str:
        """Return what a link of a document becomes."""
        name, mark, fragment = link.partition("#")
        if ":" in name:
            return link
        file = (path.parent / name).resolve() if name else path
        if fragment and fragment in self.anchors(file):
            return f"#{label(file, fragment)}"
        if not name:
            return link
        if not file.is_file() or not file.is_relative_to(self.root):
            raise StageError(f"{path.relative_to(self.root)} links {link}, which is no file of the repository")
        place = self.place(file)
        return os.path.relpath(place, path.relative_to(self.root).parent) + mark + fragment

    def anchors(self, file: Path) -> set[str]:
        """Return the anchors that a document sets by itself, besides those of its headings."""
        if file not in self._anchors:
            self._anchors[file] = set(_ANCHORED.findall(file.read_text())) if file in self.pages else set()
        return self._anchors[file]

    def place(self, file: Path) -> PurePosixPath:
        """Return where the mirror has a file of the repository: on a page of its own if it is no document."""
        inside = PurePosixPath(file.relative_to(self.root).as_posix())
        if file in self.pages:
            return inside
        if file in self.notebooks:
            return inside.with_suffix(".ipynb")
        (self.copied if file.suffix in PICTURES else self.shown).add(file)
        return inside if file.suffix in PICTURES else PurePosixPath("files", f"{inside}.md")

    def listing(self, file: Path) -> str:
        """Return a page that shows a file."""
        name = file.relative_to(self.root)
        fence = "`" * 8
        block = f"{fence}{LANGUAGES.get(file.suffix, 'text')}\n{file.read_text()}{fence}\n"
        return f"---\norphan: true\n---\n\n# {name}\n\n{block}"


def front(text: str, pages: list[str], explorer: bool) -> str:
    r"""Return the front page, with all pages in its sidebar: those that it does not list come last.

    Examples
    --------
    >>> front("a page about docs/theory\n", ["docs/theory", "docs/new"], explorer=False).splitlines()[-2:]
    ['docs/new', '```']
    """
    if explorer:
        text = text.replace("docs/quickstart\n", "docs/quickstart\nexplorer\n")
        text = text.replace("- **[Install]", f"{_TRY}- **[Install]")
    left = [page for page in pages if not re.search(rf"^(?:.* <)?{re.escape(page)}>?$", text, re.M)]
    return text + (f"\n```{{toctree}}\n:hidden:\n:caption: More\n\n{chr(10).join(left)}\n```\n" if left else "")


def explore(target: Path) -> Path:
    """Write the explorer, one file that needs nothing else, with a data set that ships."""
    target.parent.mkdir(parents=True, exist_ok=True)
    data = ROOT / "reference" / "sparsest" / "datasets" / "peak_plateau.csv"
    subprocess.run([sys.executable, "-m", "sparsest", "explore", data, "--output", target], check=True, cwd=ROOT)
    return target


def write(place: Path, text: str) -> Path:
    """Write a file if it is not there as it is: Sphinx reads again what has changed."""
    if not place.exists() or place.read_text() != text:
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text)
    return place


def lay_out(stage: Stage, executed: Path, target: Path) -> set[Path]:
    """Write the mirror, and return its files."""
    made = {write(target / path.relative_to(stage.root), stage.page(path)) for path in sorted(stage.pages)}
    for path in sorted(stage.notebooks):
        text = stage.notebook(path, executed / f"{path.stem}.ipynb")
        made.add(write(target / "notebooks" / f"{path.stem}.ipynb", text))
    made.add(write(target / "index.md", front((HERE / "index.md").read_text(), stage.docnames(), EXPLORER.is_dir())))
    if EXPLORER.is_dir():
        made.add(write(target / "explorer.md", _EXPLORER))
        explore(BUILD / "site-extra" / "explorer-page.html")
    made |= {write(target / "api" / name, text) for name, text in api.pages()}
    made |= {write(target / stage.place(file), stage.listing(file)) for file in sorted(stage.shown)}
    made |= {write(target / stage.place(file), file.read_text()) for file in sorted(stage.copied)}
    return made


def main() -> None:
    """Make build/site-source what the documents say, and remove what they do not."""
    target = BUILD / "site-source"
    made = lay_out(Stage(), BUILD / "notebooks", target)
    for path in [path for path in target.rglob("*") if path.is_file() and path not in made]:
        path.unlink()
        (BUILD / "site" / path.relative_to(target)).with_suffix(".html").unlink(missing_ok=True)


if __name__ == "__main__":
    main()

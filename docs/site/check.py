"""Checks the built site: `python docs/site/check.py build/site` follows every link, and counts the clicks to answers.

Within the site every link must lead to a page, and to a place of it; nothing may be loaded from elsewhere; each answer
in `WANTED` is at most two clicks from the front page, by links in the text, not those of the sidebar. Links to other
sites are listed in build/site-links.txt; with `--others` each is asked for, and one that is gone is an error.
"""

from __future__ import annotations

import re
import sys
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path, PurePosixPath
from posixpath import normpath
from urllib.parse import unquote, urlsplit

MOST_CLICKS = 2

#: What a newcomer looks for: the page and the place where it is answered, and words that must stand on that page.
WANTED = {
    "how to install it": ("docs/quickstart.html#install", "make demo"),
    "the answer for a CSV": ("docs/quickstart.html#an-answer-for-a-table", "sparsest solve"),
    "what p* is": ("docs/howto/which-p.html#what-p-is", "critical exponent"),
    "Lemma A.2": ("docs/statements.html#statements-lemma-a-2", "Lemma A.2"),
    "the guarantee of fast.solve": ("api/sparsest.fast.solve.html", "Guarantee: bounded float"),
    "how to validate a solver": ("docs/conformance.html", "sparsest conformance"),
}

# What a browser loads by itself: tags and attributes.
_LOADS = {"img": "src", "script": "src", "iframe": "src", "source": "src", "object": "data", "embed": "src"}
_WITHIN_CSS = re.compile(r"(?:url\(\s*|@import\s+)['\"]?([^'\")\s;]+)")
_VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}


@dataclass
class Page(HTMLParser):
    """What a page has: places that links can lead to, links, and what it loads."""

    places: set[str] = field(default_factory=set)
    links: list[str] = field(default_factory=list)
    in_text: list[str] = field(default_factory=list)
    loads: list[str] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    _depth: int = 0

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take down what a tag says."""
        has = {key: value or "" for key, value in attrs}
        self.places |= {has[key] for key in ("id", "name") if key in has}
        if tag == "article" or (self._depth and tag not in _VOID):
            self._depth += 1
        if tag == "a" and "href" in has:
            self.links.append(has["href"])
            self.in_text += [has["href"]] if self._depth else []
        if tag == "link" and {"stylesheet", "icon", "preload", "modulepreload"} & set(has.get("rel", "").split()):
            self.loads.append(has["href"])
        if tag in _LOADS and _LOADS[tag] in has:
            self.loads.append(has[_LOADS[tag]])

    def handle_endtag(self, tag: str) -> None:
        """Leave the text where its element ends."""
        if self._depth and tag not in _VOID:
            self._depth -= 1

    def handle_data(self, data: str) -> None:
        """Take down the words."""
        self.words.append(data)

    @property
    def text(self) -> str:
        """Return the words of the page, with single blanks."""
        return " ".join(" ".join(self.words).split())


def read_site(folder: Path) -> dict[str, Page]:
    """Return the pages of a built site by their paths."""
    found = {}
    for path in sorted(folder.rglob("*.html")):
        if "_static" not in path.relative_to(folder).parts:
            page = found[path.relative_to(folder).as_posix()] = Page()
            page.feed(path.read_text())
            page.close()
    return found


def is_elsewhere(link: str) -> bool:
    """Return whether a link leaves the site.

    Examples
    --------
    >>> is_elsewhere("https://arxiv.org/abs/2505.21791"), is_elsewhere("docs/theory.html#x")
    (True, False)
    """
    return bool(urlsplit(link).scheme or urlsplit(link).netloc)


def is_fetched(link: str) -> bool:
    """Return whether a browser needs a network to load it.

    Examples
    --------
    >>> is_fetched("data:image/png;base64,"), is_fetched("//fonts.example/a.woff2")
    (False, True)
    """
    return is_elsewhere(link) and not link.startswith("data:")


def resolved(link: str, page: str) -> tuple[str, str]:
    """Return the path within the site that a link of a page leads to, and the place.

    Examples
    --------
    >>> resolved("../docs/theory.html#a", "paper/errata.html")
    ('docs/theory.html', 'a')
    """
    parts = urlsplit(link)
    path = normpath(PurePosixPath(page).parent / unquote(parts.path)) if parts.path else page
    return path, unquote(parts.fragment)


def dead_links(folder: Path, site: dict[str, Page]) -> Iterator[str]:
    """Yield a line for each link within the site that leads nowhere."""
    for name, page in site.items():
        for link in [*page.links, *page.loads]:
            if is_elsewhere(link):
                continue
            path, place = resolved(link, name)
            if not (folder / path).is_file():
                yield f"{name}: {link} leads to no file"
            elif place and path in site and place not in site[path].places:
                yield f"{name}: {link} leads to no place of {path}"


def loaded_from_elsewhere(folder: Path, site: dict[str, Page]) -> Iterator[str]:
    """Yield a line for each thing that a browser would fetch over the network by itself."""
    for name, page in site.items():
        yield from (f"{name} loads {link}" for link in page.loads if is_fetched(link))
    for path in sorted(folder.rglob("*.css")):
        for link in _WITHIN_CSS.findall(path.read_text()):
            if is_fetched(link):
                yield f"{path.relative_to(folder)} loads {link}"


def clicks(site: dict[str, Page], front: str = "index.html") -> dict[str, list[str]]:
    """Return for each page, and each place that is linked, the shortest way from the front page, by links in texts."""
    ways: dict[str, list[str]] = {front: []}
    ahead = deque([front])
    while ahead:
        here = ahead.popleft()
        path = here.partition("#")[0]
        for link in site[path].in_text if path in site else []:
            if not is_elsewhere(link):
                target, place = resolved(link, path)
                for end in (target, f"{target}#{place}" if place else target):
                    if end not in ways:
                        ways[end] = [*ways[here], end]
                        ahead.append(end)
    return ways


def too_far(site: dict[str, Page], wanted: dict[str, tuple[str, str]]) -> Iterator[str]:
    """Yield a line for each answer that is not found on its page, or not with two clicks."""
    ways = clicks(site)
    for what, (end, words) in wanted.items():
        page = site.get(end.partition("#")[0])
        if end not in ways or page is None:
            yield f"{what}: no way from the front page to {end}"
        elif len(ways[end]) > MOST_CLICKS:
            yield f"{what}: {len(ways[end])} clicks: {' > '.join(ways[end])}"
        elif words not in page.text:
            yield f"{what}: {end} does not say '{words}'"


def elsewhere(site: dict[str, Page]) -> list[str]:
    """Return the links to other sites."""
    return sorted({link.partition("#")[0] for page in site.values() for link in page.links if is_elsewhere(link)})


def gone(links: list[str]) -> Iterator[str]:
    """Ask for each page of another site; yield a line for each that is not there, and say what could not be asked."""
    from urllib.error import HTTPError, URLError
    from urllib.request import Request, urlopen

    for link in [link for link in links if link.startswith("http")]:
        try:
            urlopen(Request(link, method="HEAD"), timeout=10).close()  # noqa: S310 - http and https only
        except HTTPError as answer:
            if answer.code in (404, 410):
                yield f"{link}: gone ({answer.code})"
        except (URLError, TimeoutError, OSError) as why:
            print(f"not reached: {link} ({why})")


def main(words: list[str]) -> int:
    """Print what is wrong with a built site; return 1 if anything is."""
    folder = Path(words[0])
    site = read_site(folder)
    wrong = [*dead_links(folder, site), *loaded_from_elsewhere(folder, site), *too_far(site, WANTED)]
    others = elsewhere(site)
    (folder.parent / "site-links.txt").write_text("\n".join([*others, ""]))
    wrong += gone(others) if "--others" in words else []
    print(*wrong, sep="\n", end="\n" if wrong else "")
    links = sum(len(page.links) + len(page.loads) for page in site.values())
    print(f"{folder}: {len(site)} pages, {links} links, {len(others)} other sites; {len(wrong)} faults")
    for end, _ in [] if wrong else WANTED.values():
        print("  " + " > ".join(["index.html", *clicks(site)[end]]))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

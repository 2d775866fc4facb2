"""Numbers of small examples, computed for the note: in exact arithmetic, within seconds."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Iterable, Iterator
from fractions import Fraction
from itertools import pairwise, product

from proofs_check.claims.section_a_2_3 import printed_constants
from proofs_check.note.book import Book, Origin
from proofs_check.report.given import shipped
from sparsest.data import Dataset
from sparsest.exact.decimals import format_bounds
from sparsest.multivariate.threshold import thresholds
from sparsest.points import Points
from sparsest.univariate.local import local_minimizers
from sparsest.univariate.path import Breakpoint, path
from sparsest.univariate.solve import solve
from sparsest.univariate.staircase import staircase
from sparsest.univariate.tolerance import solve_within

__all__ = ["FEWEST_WITH_CHANGE", "SHIPPED", "add_examples", "changing_runs", "own"]

#: Where the package keeps its data, as a command names it.
SHIPPED = "reference/sparsest/datasets"
#: Four whole slope gaps of one sign have one number of knots at every p if they add up to less than this.
FEWEST_WITH_CHANGE = 9


def own(name: str) -> str:
    """Return the command that prints the numbers of a source that no other command prints.

    Examples
    --------
    >>> own("ties")
    'python -m proofs_check.note --source ties'
    """
    return f"python -m proofs_check.note --source {name}"


def add_examples(book: Book) -> None:
    """Add all of them."""
    for add in (_peak, _certificate, _nile, _pt100, _noise, _ties, _paths, _four_gaps, _stable, _threshold):
        add(book)


def changing_runs(total: int) -> Iterator[tuple[tuple[int, ...], Breakpoint]]:
    """Yield all runs of four whole gaps of this sum whose number of knots changes with p, with the place.

    Examples
    --------
    >>> [gaps for gaps, _ in changing_runs(9)], list(changing_runs(8))
    ([(1, 3, 4, 1), (1, 4, 3, 1)], [])
    """
    for gaps in product(range(1, total - 2), repeat=4):
        if sum(gaps) == total:
            at = path(Dataset.from_gaps(list(gaps))).critical_exponent
            if at is not None:
                yield gaps, at


def _peak(book: Book) -> None:
    data = shipped("peak_plateau")
    found = solve(data, "1/2")
    numbers = {
        "peak-points": len(data),
        "peak-knots": found.knots,
        "peak-dots": _dots(data),
        "peak-objective": str(found.objective).replace("2^(1/2)", "√2"),
        "peak-changes": _listed(found.spline.slope_changes),
        "peak-places": _listed(found.spline.knots),
    }
    book.add(Origin("peak", f"sparsest solve {SHIPPED}/peak_plateau.csv --p 1/2"), numbers)


def _certificate(book: Book) -> None:
    """Add the certificate itself, in lines that a page has room for; breaks are nothing to JSON."""
    written = solve(shipped("peak_plateau"), "1/2").certificate()
    parts = ",\n".join(f" {json.dumps(key)}: {json.dumps(part)}" for key, part in written.items())
    whole = f"{{{parts[1:]}}}".splitlines()
    lines = [short for line in whole for short in textwrap.wrap(line, 100, subsequent_indent="   ")]
    command = f"sparsest solve {SHIPPED}/peak_plateau.csv --p 1/2 --certificate plateau.json"
    book.add(Origin("peak-certificate", command), {"peak-certificate": "\n".join(lines)})


def _dots(data: Dataset) -> int:
    """Return how many knots joining the dots takes."""
    slopes = [(g - f) / (b - a) for (a, b), (f, g) in zip(pairwise(data.x), pairwise(data.y), strict=True)]
    return sum(s != t for s, t in pairwise(slopes))


def _nile(book: Book) -> None:
    data = shipped("nile")
    book.add(
        Origin("nile", f"sparsest solve {SHIPPED}/nile.csv"),
        {"nile-points": len(data), "nile-knots": solve(data, "0+").knots, "nile-dots": _dots(data)},
    )
    steps = staircase(data).steps
    at = {f"nile-at-{t}": next(one.knots for one in reversed(steps) if one.tolerance <= t) for t in (10, 50, 100)}
    line = steps[-1].tolerance
    book.add(
        Origin("nile-staircase", f"sparsest tolerance {SHIPPED}/nile.csv"),
        {"nile-steps": len(steps), **at, "nile-ten": 10, "nile-fifty": 50, "nile-hundred": 100, "nile-line": line},
    )


def _pt100(book: Book) -> None:
    data = shipped("pt100")
    near = solve_within(data, tolerance="1/10")
    numbers = {
        "pt-points": f"{len(data):,}",
        "pt-tolerance": "0.1",
        "pt-knots": near.knots,
        "pt-residual": near.largest_residual,
    }
    book.add(Origin("pt100", f"sparsest solve {SHIPPED}/pt100.csv --tolerance 0.1"), numbers)
    book.add(Origin("pt100-exact", f"sparsest solve {SHIPPED}/pt100.csv"), {"pt-exact": solve(data, "0+").knots})


def _noise(book: Book) -> None:
    x = [Fraction(k / 100) for k in range(101)]
    y = [Fraction(3 * float(t) + 1) for t in x]
    numbers = {"noise-points": len(x), "noise-knots": solve(Dataset(x, y), "0").knots}
    book.add(Origin("noise", own("noise")), numbers)


def _ties(book: Book) -> None:
    equal = [1, 1, 1]
    numbers = {"tie-gaps": _listed(equal), "tie-minimisers": solve(Dataset.from_gaps(equal), "1/2").minimizers}
    book.add(Origin("ties", own("ties")), numbers)


def _paths(book: Book) -> None:
    for name, key in (
        ("non_monotone", "up"), ("tiny_exponent", "tiny"), ("four_pieces", "pieces"), ("five_breakpoints", "five"),
    ):  # fmt: skip
        found = path(shipped(name))
        counts = _listed(piece.knots for piece in found.pieces)
        first, *more = (_decimals(point, 6) for point in found.breakpoints)
        numbers: dict[str, dict[str, object]] = {
            "up": {"up-gaps": _listed(found.gaps.gaps), "up-knots": counts, "up-p1": first, "up-p2": more and more[0]},
            "tiny": {"tiny-gaps": _listed(found.gaps.gaps), "tiny-p1": first},
            "pieces": {"pieces-gaps": _listed(found.gaps.gaps), "pieces-knots": counts},
            "five": {"five-changes": len(found.breakpoints)},
        }
        book.add(Origin(f"path-{key}", f"sparsest path {SHIPPED}/{name}.csv"), numbers[key])


def _four_gaps(book: Book) -> None:
    """Look at all runs of four whole gaps, by their sum, until some number of knots changes with p."""
    earlier = [len(list(changing_runs(total))) for total in range(4, FEWEST_WITH_CHANGE)]
    (first, at), (second, _) = changing_runs(FEWEST_WITH_CHANGE)
    numbers = {
        "four-sum": FEWEST_WITH_CHANGE,
        "four-earlier": sum(earlier),
        "four-first": _listed(first),
        "four-second": _listed(second),
        "four-at": _decimals(at, 6),
    }
    book.add(Origin("four-gaps", own("four-gaps")), numbers)


def _stable(book: Book) -> None:
    level = [1, 2, 3]
    numbers = {
        "stable-up": local_minimizers(shipped("non_monotone")).count,
        "stable-equal": _listed(local_minimizers(Dataset.from_gaps([1] * n)).count for n in range(1, 13)),
        "stable-level": _listed(level),
        "stable-level-count": local_minimizers(Dataset.from_gaps(level)).count,
    }
    book.add(Origin("stable", own("stable")), numbers)


def _threshold(book: Book) -> None:
    points = Points([[-3], [4], [5]], [2, -2, 3])
    found = thresholds(points)
    printed = printed_constants(points).threshold
    numbers = {
        "threshold-x": _listed(row[0] for row in points.x),
        "threshold-y": _listed(points.y),
        "threshold-true": "1" if found.critical is None else _decimals(found.critical, 4),
        "threshold-ours": format_bounds(*found.proof, 3)[0],
        "threshold-printed": f"{float(printed):.3f}",
    }
    book.add(Origin("threshold", own("threshold")), numbers)


def _listed(values: Iterable[object]) -> str:
    return ", ".join(_short(value) for value in values)


def _short(value: object) -> str:
    """Return a number as a reader writes it: a power of ten where there is one."""
    text = str(value).replace("-", "−")
    zeros = len(text) - len(text.rstrip("0"))
    return f"10^{zeros}" if zeros > 6 and text.startswith("1") and len(text) == zeros + 1 else text


def _decimals(point: Breakpoint, digits: int) -> str:
    """Return digits of a breakpoint that are proved: those of its lower bound."""
    return point.decimals(digits)[0]

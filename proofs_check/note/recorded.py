"""Numbers of what takes longer than a note may: measured once, and read in the document that was written then."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from pathlib import Path

from proofs_check.note.book import Book, Origin
from proofs_check.note.documents import Document
from sparsest.errors import UsageError

__all__ = ["add_recorded"]

_BENCHMARKS = "docs/benchmarks.md"
_EXPERIMENTS = "paper/experiments.md"


def add_recorded(book: Book, root: Path) -> None:
    """Add all of them from the documents of a checkout.

    Raises
    ------
    UsageError
        If a document is missing, or no longer holds what is read there.
    """
    for name, makers in _READ.items():
        page = Document(root, name)
        for add in makers:
            try:
                add(book, page)
            except (LookupError, StopIteration, ValueError) as error:
                place = "proofs_check/note/recorded.py"
                raise UsageError(f"{name}: no {error} for {add.__name__} of {place}; mend it there") from error


def _bench(*names: str) -> str:
    return f"python -m tests.bench {' '.join(names)}"


def _chosen(rows: Iterable[list[str]], begin: str) -> list[list[str]]:
    """Return the rows whose first cell begins so, at least one."""
    found = [row for row in rows if row[0].startswith(begin)]
    if not found:
        raise LookupError(f"row {begin!r}")
    return found


def _grouped(text: str) -> str:
    """Return a whole number with its thousands told apart, and anything else as it is."""
    return f"{int(text):,}" if text.isdigit() else text


def _when(book: Book, page: Document) -> None:
    python, month = page.find(r"on two shared cores \(Python ([\d.]+), (\w+ \d+)\)")
    book.add(Origin("bench", "make bench", _BENCHMARKS), {"bench-python": python, "bench-month": month})


def _exact(book: Book, page: Document) -> None:
    rows = _chosen(page.printed("Exact solve with certificate", 5), "100000")
    (memory,) = page.find(r"^peak memory of this process: (\d+) MB")
    at = {row[1]: row[2] for row in rows}
    numbers = {"exact-points": "100,000", "exact-half": at["1/2"], "exact-memory": memory}
    book.add(Origin("bench-solve", _bench("solve"), _BENCHMARKS), numbers)


def _checked(book: Book, page: Document) -> None:
    # The column p may hold a space: "0.37 (float)"; the table is read from its right.
    rows = page.printed("The checker on its own", 5)
    at = {row[0].split(None, 1)[1]: row[3] for row in rows if row[0].startswith("100000")}
    book.add(Origin("bench-check", _bench("checker"), _BENCHMARKS), {"check-half": at["1/2"]})


def _paths(book: Book, page: Document) -> None:
    rows = {row[0]: row for row in page.printed("Whole path, certified", 6)}
    walk, run = rows["random walk, 10000 points"], rows["one run of 200 gaps"]
    numbers = {
        "walk-points": "10,000", "walk-seconds": walk[3], "walk-breaks": walk[1],
        "run-gaps": "200", "run-seconds": run[3], "run-breaks": run[1], "run-changes": run[2],
    }  # fmt: skip
    book.add(Origin("bench-path", _bench("path"), _BENCHMARKS), numbers)


def _fast(book: Book, page: Document) -> None:
    rows = page.printed("Certified solve, N = 10,000,000, random walk", 8)
    head = ("p", "powers alone, s", "certified, one core, s", "ratio", "two cores, s", "ratio")
    cost = {row[0]: row[3] for row in page.printed("What certification costs, N = 10,000,000", 4)}
    half, other = (cost[p].lstrip("+") for p in ("1/2", "37/100"))
    numbers = {
        "fast-points": "10,000,000", "fast-saved-half": half, "fast-saved-other": other, "fast-other": "37/100",
    }  # fmt: skip
    source = Origin("bench-fast", _bench("fast-large", "fast-filter"), _BENCHMARKS)
    book.add(source, numbers, {"fast": (head, [row[:6] for row in rows])})


def _batch(book: Book, page: Document) -> None:
    row = _chosen(page.printed("1,000,000 data sets of 12 points in one call, p = 1/2", 4), "2")[0]
    book.add(Origin("bench-batch", _bench("fast-batch"), _BENCHMARKS), {"batch-million": row[2], "batch-points": "12"})


def _peer(book: Book, page: Document) -> None:
    rows = {row[0]: row for row in page.printed("A peer at p = 0: splineops", 7)}
    lines, small = rows["collinear points"], rows["labels times 1e-6"]
    numbers = {
        "peer-scale": "10^−6", "peer-fewest": _grouped(lines[1]), "peer-theirs": _grouped(lines[3]),
        "peer-small": _grouped(small[1]), "peer-small-theirs": small[3], "peer-times": rows["generic"][6],
    }  # fmt: skip
    book.add(Origin("bench-peer", _bench("fast-peer"), _BENCHMARKS), numbers)


def _within(book: Book, page: Document) -> None:
    rows = page.printed("Peers on a random walk of 10,000 points, tolerance 2", 5)
    head = ("method", "knots", "largest error", "ms")
    certified = _chosen(page.printed("Certified fewest knots within 2, N = 10,000,000", 5), "certified")[0]
    walk, tolerance = page.find(r"^Peers on a random walk of ([\d,]+) points, tolerance (\d+)")
    numbers = {
        "within-points": "10,000,000", "within-seconds": certified[1], "within-ratio": certified[3],
        "within-walk": walk, "within-tolerance": tolerance,
    }  # fmt: skip
    source = Origin("bench-within", _bench("within-large", "within-peers"), _BENCHMARKS)
    book.add(source, numbers, {"within": (head, [list(map(_grouped, row[:4])) for row in rows])})


def _fewest(book: Book, page: Document) -> None:
    rows = page.printed("Fewest parameters, certified (problem 9)", 11)
    asked = ("d = 1, N = 12", "d = 2, N = 6, seed 1", "d = 2, N = 8", "d = 3, N = 6, seed 1")
    begins = (*(f"2 decimals, {begin}" for begin in asked), "the paper's")
    shown = [row for begin in begins for row in _chosen(rows, begin)]
    head = ("data", "signed kinds", "fewest", "s", "nodes", "certificate, kB", "check, s")
    cells = [[row[0].replace(", seed 1", ""), *map(_grouped, row[1:5]), row[8], row[9]] for row in shown]
    low, high = shown[-1][2].split("..")
    for row in cells:
        row[2] = row[2].replace("..", " to ")
    d, n = re.findall(r"\d+", shown[-1][0])
    numbers = {"fifty-lower": low, "fifty-upper": high, "fifty-d": d, "fifty-n": n}
    book.add(Origin("bench-fewest", _bench("network-fewest"), _BENCHMARKS), numbers, {"fewest": (head, cells)})


def _no_fewer(book: Book, page: Document) -> None:
    row = {row[0]: row for row in page.printed("That no network counts N - 1", 9)}["2 decimals, d = 2, N = 10"]
    numbers = {"proof-n": "10", "proof-seconds": row[1], "proof-nodes": f"{int(row[2]):,}", "proof-check": row[7]}
    book.add(Origin("bench-proof", _bench("network-proof"), _BENCHMARKS), numbers)


def _generic(book: Book, page: Document) -> None:
    some, all_ = page.find(r"^d >= 2: N parameters are enough for ([\d,]+) of ([\d,]+) data sets")
    least, found = page.find(r"^counter_5.csv, d = 2, N = 5: at least (\d+), found (\d+)")
    rows = page.printed("Fewest parameters of random data in general position", 10)
    positive = {(row[0].split()[1]): row for row in rows if row[0].startswith("2 ") and row[0].endswith("positive")}
    numbers = {
        "generic-some": some, "generic-all": all_, "counter-least": least, "counter-found": found,
        "generic-four": positive["4"][4], "generic-four-of": positive["4"][1],
        "generic-five": positive["5"][4], "generic-five-of": positive["5"][1],
    }  # fmt: skip
    book.add(Origin("bench-generic", _bench("network-generic"), _BENCHMARKS), numbers)


def _mip(book: Book, page: Document) -> None:
    rows = page.printed("Program (10) with big-M in HiGHS", 7)
    wrong = next(row for row in rows if row[0].endswith("1e+06"))
    numbers = {"mip-bound": "10^6", "mip-says": wrong[1], "mip-true": wrong[5]}
    book.add(Origin("bench-mip", _bench("network-mip"), _BENCHMARKS), numbers)


def _thresholds(book: Book, page: Document) -> None:
    rows = page.printed("How small must p be: the critical exponent", 11)
    ratios = sorted(int(row[6]) for row in rows)
    numbers = {"ratio-least": ratios[0], "ratio-most": ratios[-1], "ratio-of": len(rows)}
    book.add(Origin("bench-threshold", _bench("network-threshold"), _BENCHMARKS), numbers)


def _blocks(book: Book, page: Document) -> None:
    rows = {row[0]: row for row in page.printed("Blocks along directions", 5)}
    numbers = {"blocks-ten-d": "10"}
    for key, d, n in (("plane", 2, 100), ("ten", 10, 300)):
        row = rows[f"uniform, d = {d}, N = {n}"]
        numbers |= {f"blocks-{key}": row[1], f"blocks-{key}-bound": row[2], f"blocks-{key}-n": str(n)}
    book.add(Origin("bench-blocks", _bench("network-blocks"), _BENCHMARKS), numbers)


def _training_time(book: Book, page: Document) -> None:
    row = next(
        row for row in page.printed("Peak and plateau, 80 neurons, 6 points: five models", 4) if row[0] == "all five"
    )
    numbers = {"training-seconds": row[1], "training-ratio": row[3]}
    book.add(Origin("bench-training", _bench("training-peak"), _BENCHMARKS), numbers)


def _peak(book: Book, page: Document) -> None:
    columns = ("collapsed", "fits", "polished", "minimisers", "median neurons", "with 3 neurons")
    found = {key[:2]: row for key, row in page.rows("step", "p", "collapsed").items()}
    shown = [[*key, *(row[name] for name in columns)] for key, row in found.items() if key[1] in ("0.4", "0.7", "1")]
    starts, epochs = page.find(r"(\d+) starts each,\n([\d,]+) epochs\. The certified")
    (adam,) = page.find(r"^Adam ([\d.]+) neurons in the median")
    numbers = {
        "starts": starts, "epochs": epochs, "adam-neurons": adam, "p-low": "0.4", "p-mid": "0.7",
        "peak-published": found["published", "0.4"]["minimisers"],
        "peak-kept": found["kinks kept", "0.4"]["minimisers"],
        "peak-ours": found["ours", "0.4"]["minimisers"],
    }  # fmt: skip
    head = ("step", "p", *columns)
    command = "python -m proofs_check.experiments --only peak-plateau --seeds 100 --epochs 100000"
    book.add(Origin("experiment-peak", command, _EXPERIMENTS), numbers, {"peak": (head, shown)})


def _fifty(book: Book, page: Document) -> None:
    columns = ("starts", "fits", "below 20", "median parameters", "polished", "least parameters", "least sum")
    found = {key[:2]: row for key, row in page.rows("step", "p", "starts").items()}
    shown = [[*key, *(row[name] for name in columns)] for key, row in found.items() if key[1] in ("0.4", "0.7", "1")]
    command = "python -m proofs_check.experiments --only high-dimensional --seeds 100 --epochs 100000"
    n, d = page.find(r"says \(N = (\d+), d = (\d+), inputs and labels uniform")
    numbers = {"high-n": n, "high-d": d}
    book.add(Origin("experiment-fifty", command, _EXPERIMENTS), numbers, {"fifty": (("step", "p", *columns), shown)})


def _held_out(book: Book, page: Document) -> None:
    columns = ("runs", "fits", "polished", "fewest", "local minima", "minimisers", "best of 8")
    found = page.rows("step", "runs")
    shown = [[key[0], *(_grouped(row[name]) for name in columns)] for key, row in found.items()]
    sides, descent, greedy = page.find(
        r"a side drawn for each gap ([\d.]+%); then descent over matchings\n([\d.]+%); the greedy matching ([\d.]+%)"
    )
    sets, least, most, starts = page.find(r"^(\d+) data sets of (\d+) to (\d+) points .*, (\d+) starts each,$")
    numbers = {
        "held-sets": sets, "held-least": least, "held-most": most, "held-starts": starts, "held-sides": sides,
        "held-descent": descent, "held-greedy": greedy,
    }  # fmt: skip
    command = "python -m proofs_check.experiments --only held-out --seeds 100 --epochs 100000 --data-sets 40"
    book.add(Origin("experiment-held-out", command, _EXPERIMENTS), numbers, {"held-out": (("step", *columns), shown)})


def _theory(book: Book, page: Document) -> None:
    (moved,) = page.find(r"moved by \(-1/2, -1/2\) need (\d+)\.")
    book.add(
        Origin("moved", "python notebooks/run.py notebooks/06_several_inputs.py", "docs/theory.md"),
        {"counter-moved": moved},
    )
    single, packed = page.find(r"Trees: ([\d,]+) nodes instead of ([\d,]+) for d = 2, N = 8")[::-1]
    book.add(
        Origin("packings", _bench("network-proof"), "docs/theory.md"), {"tree-single": single, "tree-packed": packed}
    )


def _formal(book: Book, page: Document) -> None:
    rows = page.rows("data", "points", "p")
    head = ("data", "points", "p", "Coq, s", "checker.py, s")
    (seconds,) = page.find(r"The development compiles in (\d+) s")
    source = Origin("bench-formal", _bench("formal-kernel"), "docs/formal.md")
    book.add(source, {"formal-seconds": seconds}, {"kernel": (head, [list(row.values()) for row in rows.values()])})


def _items(book: Book, page: Document) -> None:
    items, checked, formal = page.find(r"^(\d+) items, (\d+) of them checked;.* (\d+) are formal theorems")
    numbers = {"items": items, "items-checked": checked, "items-formal": formal}
    book.add(Origin("items", "make contents", "docs/paper.md"), numbers)


def _contestants(book: Book, page: Document) -> None:
    columns = ("asked", "exact", "optimal", "not optimal", "wrong", "declined", "errored")
    rows = page.rows("contestant")
    shown = [[key[0].split(" (")[0], *(_grouped(row[name]) for name in columns)] for key, row in rows.items()]
    planted, wrong, caught = page.find(
        r"plants (\d+) faults in the compiled kernels .* (\d+) of them make an answer wrong .* the suite catches (\d+):"
    )
    numbers = {"kernel-faults": planted, "kernel-wrong": wrong, "kernel-caught": caught}
    source = Origin("conformance", "make conformance", "docs/conformance.md")
    book.add(source, numbers, {"contestants": (("contestant", *columns), shown)})


#: What reads in which document.
_READ: dict[str, tuple[Callable[[Book, Document], None], ...]] = {
    _BENCHMARKS: (
        _when, _exact, _checked, _paths, _fast, _batch, _peer, _within, _fewest, _no_fewer, _generic, _mip,
        _thresholds, _blocks, _training_time,
    ),
    _EXPERIMENTS: (_peak, _fifty, _held_out),
    "docs/theory.md": (_theory,),
    "docs/formal.md": (_formal,),
    "docs/paper.md": (_items,),
    "docs/conformance.md": (_contestants,),
}  # fmt: skip

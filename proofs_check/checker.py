"""Check a certificate at one p: docs/certificate_v1.md, clause by clause, in their order.

``python proofs_check/checker.py FILE [--json] [--work N]`` exits with 0 accept, 1 reject, 3 undecided; with 2 if the
file cannot be read or the verdict cannot be printed, with 130 if it was interrupted. The checkers of the other formats
(`READERS`) stand on this one; `verify.py` checks them all. Values are read by `work.py`, signs decided by `signs.py`.
Lists count from 0 in the code, and from 1, as on the page, in the messages. Invariants, cited where kept:

(I1) "accept" is said in one place, after all clauses of the format were entered in order and nothing was raised.
(I2) All numbers are integers or fractions. An *enclosure* of a real r at precision w is a pair of integers
     with low <= r * 2^w <= high; roundings go outwards, and the rest of a truncated series is bounded.
(I3) A sign comes from an enclosure without 0 or from an exact zero test; else the verdict is "undecided".
(I4) Work is charged as it is done, and nothing recurses: a hostile file ends in "reject" or "undecided".
"""

import json
import sys
from collections.abc import Callable
from dataclasses import asdict, dataclass
from decimal import Decimal
from fractions import Fraction
from getopt import gnu_getopt
from itertools import groupby, pairwise
from pathlib import Path
from typing import Any, NamedTuple

if not __package__:  # run as a file, which would end with 1, as if it rejected, if its neighbours were not found
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from proofs_check.signs import SUSPECT_BITS, Exponent, PowerSum
from proofs_check.work import DATA_DIGITS, DEFAULT_WORK, MAX_BYTES, SPLINE_DIGITS, StopError, Work, show

Knots = list[tuple[Fraction, Fraction]]  # the place of each, and how it changes the slope

FORMAT = "sparsest/certificate/1"
CLAUSES = [f"C{number:02}" for number in range(1, 18)]
CLAIMS = {  # which clauses prove what; the claims proved are counted from here, in all formats
    "the minimiser interpolates": "C03 C04 C05 C06 C07 C08 C09",
    "it is a minimiser": "C10 C11 C12 C14 C17",
    "the fewest knots": "C15",
    "the number of minimisers": "C16",
}
READERS = {
    f"sparsest/{name}-certificate/1": f"{name.replace('-', '_')}_checker"
    for name in ("path", "network", "price", "network-path", "tolerance")
}
INFINITE = 0  # in place of a number of ways, which is never 0; products then come out right by themselves


@dataclass(frozen=True)
class Verdict:
    """The verdict, how many claims have all their clauses passed, the clause where the check ended, and why."""

    verdict: str
    claims_checked: int
    clause: str
    reason: str

    def __repr__(self) -> str:
        why = repr(self.reason)
        return f"<Verdict: {self.verdict}, {self.clause}: {why if len(why) <= 85 else why[:80] + ' ...'}>"


class Data(NamedTuple):
    """The points, their chord slopes, the gaps between these, and the runs of gaps of one sign."""

    x: list[Fraction]
    y: list[Fraction]
    slopes: list[Fraction]
    gaps: list[Fraction]  # d_i of point i; 0 at both ends
    signs: list[int]  # of the gaps
    runs: list[list[int]]  # the places of the gaps


def read_data(work: Work, clauses: tuple[str, str, str], dimension: Any, points: Any) -> Data:
    """Read points of one input; the clauses are those of the dimension, of the points and of their order."""
    one, pairs, increasing = clauses
    work.need(one, type(dimension) is int and dimension == 1, "dimension", dimension, "is not the integer 1")
    x, y, slopes = list[Fraction](), list[Fraction](), list[Fraction]()
    for i, left, label in work.points(pairs, points):
        x.append(work.rational(pairs, left, DATA_DIGITS, f"x of point {i}"))
        y.append(work.rational(pairs, label, DATA_DIGITS, f"y of point {i}"))
    work.enter(increasing)
    for i, (t, after) in enumerate(pairwise(x)):
        work.need(increasing, t < after, f"x of point {i + 2}", after, "is not larger than the one before")
        work.charge(16, 0, t, after, y[i], y[i + 1])
        slopes.append((y[i + 1] - y[i]) / (after - t))
    ends = [Fraction(0)]  # for the gaps that the end points lack, so that no run or knot gets there
    gaps = ends + [after - s for s, after in pairwise(slopes)] + ends[: len(slopes)]
    signs = [(d > 0) - (d < 0) for d in gaps]
    runs = [list(run) for s, run in groupby(range(len(gaps)), signs.__getitem__) if s]
    return Data(x, y, slopes, gaps, signs, runs)


def _check(work: Work, certificate: Any) -> None:
    """Check the clauses C02 to C17."""
    names = "format problem minimizer dual claim"
    form, problem, minimizer, dual, claim = work.fields("C02", certificate, names, "certificate")
    work.need("C02", form == FORMAT, "format", form, "is not known")
    dimension, text, points = work.fields("C03", problem, "dimension p points", "problem")
    p: Exponent = text if text in ("0+", "1-") else work.rational("C03", text, DATA_DIGITS, "p")
    work.need("C03", isinstance(p, str) or 0 <= p < 1, "p", text, "is not in [0, 1)")
    data = read_data(work, ("C03", "C04", "C05"), dimension, points)
    line, knots = _minimizer(work, minimizer)
    matches = _service(work, data, line, knots)
    ways = _dual(work, dual, p, data, matches)
    _claim(work, claim, p, data, knots, ways)


def _minimizer(work: Work, minimizer: Any) -> tuple[list[Fraction], Knots]:
    left, listed = work.fields("C06", minimizer, "left knots", "minimizer")
    line = work.fields("C06", left, "slope intercept", "left")
    first = [work.rational("C06", value, SPLINE_DIGITS, "left") for value in line]
    knots: Knots = []
    for k, knot in enumerate(work.listed("C06", listed, "knots"), 1):
        t, c = work.fields("C06", knot, "x slope_change", f"knot {k}")
        t = work.rational("C06", t, SPLINE_DIGITS, f"x of knot {k}")
        knots.append((t, work.rational("C06", c, SPLINE_DIGITS, f"slope change of knot {k}")))
    work.enter("C07")
    for k, (t, c) in enumerate(knots, 1):
        work.need("C07", c != 0, f"slope change of knot {k}", c, "is not allowed")
        good = k == 1 or knots[k - 2][0] < t
        work.need("C07", good, f"x of knot {k}", t, "is not larger than the one before")
    return first, knots


def _service(work: Work, data: Data, line: list[Fraction], knots: Knots) -> set[int]:
    """Find the gaps that each knot serves; return the first gap of each match."""
    pending, served = [i for run in data.runs for i in run][::-1], list[list[int]]()
    for k, (t, _) in enumerate(knots, 1):  # knots and gaps both go from left to right
        work.need("C08", pending != [], f"x of knot {k}", t, "finds no gap left to serve")
        served.append([i := pending.pop()])
        if t != data.x[i]:
            good = data.x[i] < t < data.x[i + 1] and data.signs[i] == data.signs[i + 1]
            work.need("C08", good, f"x of knot {k}", t, f"does not serve gap {i + 1}, the next one")
            served[-1].append(pending.pop())
    work.need("C08", pending == [], "number of knots", len(knots), "leaves a gap unserved")
    # By C08 it is enough that the function starts on the first chord line, that a knot at x_i turns it by
    # d_i into the next one, and that a match turns it by d_i + d_(i+1) where the lines around it meet.
    slope, intercept = line
    good = slope * data.x[0] + intercept == data.y[0]
    work.need("C09", good, "left", intercept, "does not lead through point 1")
    work.need("C09", data.slopes[:1] in ([], [slope]), "left", slope, "does not lead to point 2")
    for k, ((t, c), gaps) in enumerate(zip(knots, served, strict=True), 1):
        work.charge(16, 0, t, c)
        turn = sum(data.gaps[i] for i in gaps)
        moment = sum(data.gaps[i] * data.x[i] for i in gaps)
        work.need("C09", c == turn, f"slope change of knot {k}", c, f"should be {show(turn)}")
        work.need("C09", c * t == moment, f"x of knot {k}", t, f"should be {show(moment / turn)}")
    return {gaps[0] for gaps in served if len(gaps) == 2}


def _dual(work: Work, dual: Any, p: Exponent, data: Data, matches: set[int]) -> int:
    """Check the signs of each run and that the matches keep to them; return in how many ways one can."""
    for run, marks in zip(data.runs, work.listed("C10", dual, "dual", len(data.runs)), strict=True):
        work.text("C10", marks, f"[+0-]{{{len(run) - 1}}}", f"dual of the run from gap {run[0] + 1} on")
    work.enter("C11")
    for run, marks in zip(data.runs, dual, strict=True):
        _signs(work, [abs(data.gaps[i]) for i in run], p, marks, f"run from gap {run[0] + 1} on")
    work.enter("C12")
    ways = 1
    for run, marks in zip(data.runs, dual, strict=True):
        for i, mark in zip(run[:-1], marks, strict=True):
            match, good = f"match of gaps {i + 1} and {i + 2}", mark != "-" or i not in matches
            work.need("C12", good, match, mark, "does not allow it")
            good = mark != "+" or i in matches or i + 1 in matches
            work.need("C12", good, f"gap {i + 2}", mark, "wants it in a match")
        ways *= count_matchings(marks, work)
    return ways


def _signs(work: Work, gaps: list[Fraction], p: Exponent, marks: str, where: str) -> None:
    least = min(gaps)
    unit = Fraction(2) ** (least.denominator.bit_length() - least.numerator.bit_length())
    gaps = [gap * unit for gap in gaps]  # a common factor changes no sign
    total = PowerSum(p, [])
    for k, mark in enumerate(marks):
        n = (-1) ** k
        work.charge(4, 0, gaps[k], gaps[k + 1])
        total.terms += [(gaps[k], n), (gaps[k] + gaps[k + 1], -n), (gaps[k + 1], n)]
        sign = "0+-"[n * total.sign(work)]  # of g_k - D_k = g_k - g_(k-1) + ... back to where D was 0
        work.need("C11", mark == sign, f"sign {k + 1} of the {where}", mark, f"should be {sign}")
        total = total if mark == "+" else PowerSum(p, [])


def _claim(work: Work, claim: Any, p: Exponent, data: Data, knots: Knots, ways: int) -> None:
    names = "knots fewest_knots minimizers objective"
    many, fewest, minimizers, objective = work.fields("C13", claim, names, "claim")
    work.count("C13", many, "knots")
    work.count("C13", fewest, "fewest_knots")
    work.text("C13", minimizers, "infinite|0|[1-9][0-9]*", "minimizers")
    bounds = () if objective is None else work.bounds("C13", objective, "objective")
    work.need("C14", many == len(knots), "knots", many, f"should be {len(knots)}")
    least = sum((len(run) + 1) // 2 for run in data.runs)
    work.need("C15", fewest == least, "fewest_knots", fewest, f"should be {least}")
    ways = INFINITE if len(data.x) == 1 else _ways_at_0(data.signs) if p == 0 else ways
    text = "infinite" if ways == INFINITE else f"{Decimal(ways):f}"  # exact; str() refuses large ones
    work.need("C16", minimizers == text, "minimizers", minimizers, f"should be {show(text)}")
    work.need(
        "C17", (objective is None) == isinstance(p, str), "objective", objective, f"does not go with p = {show(p)}"
    )
    total, before = PowerSum(p, [(abs(c), 1) for _, c in knots]), Fraction(0)
    for value, bound, side in zip(objective or [], bounds, (1, -1), strict=False):
        total.terms.append((Fraction(1), before - bound))  # now the sum is V - bound
        sign, before = total.sign(work, max(SUSPECT_BITS, 4 * len(value))), bound
        good = sign in (0, side if p else 0)
        work.need("C17", good, "objective", value, "is on the wrong side of the minimum")


def _ways_at_0(signs: list[int]) -> int:
    """Count the minimisers at p = 0 by the table of section 4, N >= 2."""
    best = {0: (0, 1), 1: (1, INFINITE), -1: (1, INFINITE)}  # class of r: fewest knots, ways
    for i, d in enumerate(signs[1:-1], 3):
        paths = []  # (class of r, knots, ways)
        for s, (knots, ways) in best.items():
            rests = [(-s, INFINITE)] if s else [(d, 1)]  # (class of l, ways)
            rests += [(0, 1), (s, INFINITE)] if s == d != 0 else []
            for t, some in rests:
                steps = [(0, 1, 1), (t, 1, 1), (-t, 2, INFINITE)] if t else [(0, 0, 1)]
                steps = [(0, 1, INFINITE)] if t and i == len(signs) else steps
                paths += [(r, knots + more, ways * some * times) for r, more, times in steps]
        least = {r: min(k for s, k, _ in paths if s == r) for r, _, _ in paths}
        found = {r: [ways for s, k, ways in paths if (s, k) == (r, least[r])] for r in least}
        best = {r: (least[r], sum(found[r]) if INFINITE not in found[r] else INFINITE) for r in least}
    return best[0][1]


def count_matchings(marks: str, work: Work) -> int:
    """Count the maximum-weight matchings of a run, see [C12]."""
    free, taken, must = 1, 0, False  # ways with the gap free, or taken by a match with the one before
    for mark in marks:
        work.charge(1 + free.bit_length() // 1024)
        free, taken = taken + (0 if must else free), 0 if mark == "-" else free
        must = mark == "+"
    return taken + (0 if must else free)


#: By format: what checks it, its clauses in their order, and those of each claim.
Audits = dict[str, tuple[Callable[[Work, Any], None], list[str], dict[str, str]]]
AUDITS: Audits = {FORMAT: (_check, CLAUSES, CLAIMS)}


def _format(work: Work, certificate: Any, audits: Audits) -> str:
    """Return the format of a certificate; where there is none, the first one, whose clause C02 will say so."""
    form = certificate.get("format") if isinstance(certificate, dict) else None
    if not isinstance(form, str):
        return FORMAT
    if form not in audits:  # clause C02 is entered here for that alone: others are the first of the other formats
        fault = f"is read by python -m proofs_check.{READERS[form]} FILE" if form in READERS else "is not known"
        work.need("C02", False, "format", form, f"{fault}; this checker reads {', '.join(audits)}")
    return form


def _verdict(source: Any, limit: int, audits: Audits, *, parse: bool) -> Verdict:
    (check, clauses, claims), work = AUDITS[FORMAT], Work(limit)
    try:
        certificate = work.json(source) if parse else source
        work.plain(certificate, 0 if parse else 25)  # the text has paid already
        check, clauses, claims = audits[_format(work, certificate, audits)]
        check(work, certificate)
        verdict, reason = "undecided", "a clause was left out"
        if work.entered == clauses:
            verdict, reason = "accept", "all clauses hold"  # (I1)
    except StopError as stop:
        verdict, reason = stop.args
    except Exception as fault:
        verdict, reason = "undecided", f"{type(fault).__name__} in the checker"
    # A clause was passed if one after it was entered; and none counts for a claim if one was left out.
    passed = clauses if verdict == "accept" else work.entered[:-1]
    if work.entered != clauses[: len(work.entered)]:
        passed = []
    proved = sum(set(needed.split()) <= set(passed) for needed in claims.values())
    return Verdict(verdict, proved, work.entered[-1], reason)


def check_text(text: str | bytes, *, work: int = DEFAULT_WORK, audits: Audits = AUDITS) -> Verdict:
    """Return the exact verdict on the text of a certificate, after about `work` steps at most; never raise.

    Examples
    --------
    >>> check_text('{"format": 1, "format": 2}').clause
    'C01'
    """
    return _verdict(text, work, audits, parse=True)


def check_certificate(obj: object, *, work: int = DEFAULT_WORK, audits: Audits = AUDITS) -> Verdict:
    """Return the verdict on a certificate that was read as JSON already; otherwise like `check_text`.

    Examples
    --------
    >>> check_certificate({}).verdict
    'reject'
    """
    return _verdict(obj, work, audits, parse=False)


def check_file(path: str | Path, *, work: int = DEFAULT_WORK, audits: Audits = AUDITS) -> Verdict:
    """Return the verdict on a file like `check_text`; raise OSError if it cannot be read."""
    with Path(path).open("rb") as file:
        return check_text(file.read(MAX_BYTES + 1), work=work, audits=audits)


def _arguments(argv: list[str]) -> tuple[str, int, bool]:
    options, names = gnu_getopt(argv, "", ["json", "work="])
    given = dict(options)
    work = int(given.get("--work", DEFAULT_WORK))
    if len(names) != 1 or work < 1:
        raise ValueError("there must be one FILE and at least one step of work")
    return names[0], work, "--json" in given


def _print(text: str, name: str = "stdout") -> str:
    """Print a line to the end; return why it could not be printed."""
    try:
        stream = getattr(sys, name)
        stream.write(text + "\n")
        stream.flush()
    except (OSError, ValueError, AttributeError) as fault:  # the last: it was closed before Python began
        setattr(sys, name, None)  # else Python tries again when it ends, and changes the exit code
        return getattr(fault, "strerror", None) or "it is closed"
    return ""


def main(argv: list[str] | None = None, audits: Audits = AUDITS) -> int:
    """Print the verdict on a file; return 0 (accept), 1 (reject), 3 (undecided), 2 (no verdict), 130 (interrupted)."""
    try:
        name, work, as_json = _arguments(sys.argv[1:] if argv is None else argv)
        verdict = check_file(name, work=work, audits=audits)
        line = f"{verdict.verdict}: {verdict.clause} {verdict.reason} ({verdict.claims_checked} claims proved)"
        line = line.encode("ascii", "backslashreplace").decode()  # whatever the terminal can show
        report = json.dumps({"schema": "sparsest/verdict/1", **asdict(verdict)})
        fault = _print(report if as_json else line)
        if not fault:
            return {"accept": 0, "reject": 1}.get(verdict.verdict, 3)
        _print(f"checker: the verdict cannot be printed on standard output: {fault}", "stderr")
    except KeyboardInterrupt:
        _print("checker: interrupted, no verdict", "stderr")
        return 130
    except Exception as error:  # nothing but a verdict may end with 0, 1 or 3
        text = str(error) or type(error).__name__
        _print(f"usage: checker.py FILE [--json] [--work N] ({text})", "stderr")
    return 2


if __name__ == "__main__":
    sys.exit(main())

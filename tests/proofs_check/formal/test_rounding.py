import re
import shutil
from fractions import Fraction
from pathlib import Path

import pytest
from flint import arb, ctx

from proofs_check.formal import rounding
from proofs_check.formal.development import CoqError
from proofs_check.formal.rounding import _BOUNDS, check, prove, scripts, statement
from sparsest.fast import hulls, lines, slopes, turns, weights
from sparsest.fast.arithmetic import POWER_ERROR
from sparsest.fast.block import U

needs_gappa = pytest.mark.skipif(shutil.which("gappa") is None, reason="gappa is not installed")
DOCUMENT = Path(__file__).parents[3] / "docs" / "fast_path.md"
NAMES = [script.stem for script in scripts()]
# What the kernels take, or the document says, for each goal of each script: no goal may be above it.
TAKEN = {
    "slope": [3.01 * U],
    "filter": [2.82e-9],
    "short_determinant": [4 * U**2],
    "pair_add": [3 * U**2],
    "pair_multiply": [8 * U**2 * (1 - 3 * U)],
    "pair_divide": [16 * U**2 * (1 - 3 * U)],
    "determinant": [2.0**-102],
    "expansion": [4 * U],
    "refined": [2.0**-49],
    "log2": [2.0**-45.6, 901 * U + 2.0**-45.6],
    "exp2": [4 * U, 2.0**-46],
    "power": [2.0**-41.3, POWER_ERROR * 2.0**-0.7],
    "weight": [2.8206e-9, 5.65e-9],
    "weight_zero": [weights._LOG_WIDTH - 7e-10, weights._LOG_WIDTH],
    "weight_one": [weights._ENTROPY_WIDTH - 1.7e-10],
    "interval": [weights._POWER_WIDTH - 5.65e-9] * 2,
    "interval_zero": [1.0, 1.0],
    "change": [4.1 * U, 16.1 * U, 18 * U],
    "knot": [48 * U],
    "crossing": [2.0**-100],
    "objective": [1.001, 2.0, 2.0**-50],
    "turn": [turns._FILTER],
    "line": [4.1 * U, 1.1 * U],
    "stand": [turns._SLOPE_FILTER, hulls._ERROR],
    "turn_pairs": [2.0**-102],
    "slope_pairs": [lines._ERROR],
    "quick_crossing": [lines._QUICK_ERROR, lines._QUICK_ERROR, 1.01, 5.2 * U, 1.01],
    "fine_crossing": [lines._ERROR, lines._ERROR, 1.001],
}
# Hypotheses that other scripts prove: the script, what it bounds, who proves it, the number of the goal, what times.
PROVED = [
    ("filter", "s", "slope", 0, 1),
    ("filter", "t", "slope", 0, 1),
    ("refined", "det -/ exact", "expansion", 0, 1),
    ("pair_divide", "m", "pair_multiply", 0, 1.0001),
    ("pair_divide", "n", "pair_multiply", 0, 1.0001),
    ("pair_divide", "s", "pair_add", 0, 2.0001),
    ("pair_divide", "t", "pair_add", 0, 2.0001),
    ("determinant", "m", "pair_multiply", 0, 1.001),
    ("determinant", "s", "pair_add", 0, 1),
    ("crossing", "a", "determinant", 0, 1),
    ("crossing", "quotient", "pair_divide", 0, 1),
    ("crossing", "product", "pair_multiply", 0, 1.001),
    ("power", "L - l", "log2", 1, 1),
    ("power", "r", "exp2", 1, 1),
    ("weight", "r", "filter", 0, 1.00001),
    ("weight", "x", "power", 1, 1),
    ("weight", "mean", "weight", 0, 1),
    ("weight_zero", "K - k - x", "log2", 1, 1),
    ("weight_zero", "x", "filter", 0, 1.4427),
    ("weight_one", "eta", "filter", 0, 1.00001),
    ("weight_one", "logarithm", "log2", 1, 1),
    ("change", "mean", "slope", 0, 1),
    ("change", "refined", "refined", 0, 1),
    ("change", "error", "change", 1, 1),
    ("knot", "e", "change", 1, 1),
    ("knot", "f", "change", 1, 1),
    ("objective", "r", "power", 1, 1),
    ("stand", "e", "line", 0, 1),
    ("quick_crossing", "mean", "line", 0, 1),
    ("turn_pairs", "l", "pair_add", 0, 1),
    ("turn_pairs", "p", "pair_multiply", 0, 1.001),
    ("turn_pairs", "sum", "pair_add", 0, 1),
    ("slope_pairs", "l", "pair_add", 0, 1),
    ("slope_pairs", "q", "pair_divide", 0, 1),
    ("fine_crossing", "a", "pair_add", 0, 1),
    ("fine_crossing", "p", "pair_multiply", 0, 1.001),
]


def number(word):
    """Return the number that a word of gappa means, such as 2.82e-9 or 3b-106."""
    mantissa, _, exponent = word.partition("b")
    return Fraction(mantissa) * Fraction(2) ** int(exponent or 0)


def goals(text):
    """Return where in a statement the bounds of its goals stand."""
    end = text.index("}")
    start = text.rindex("->", 0, end)
    return [found.span(1) for found in re.finditer(r"<= (\S+)", text) if start < found.start() < end]


def proved(name):
    text = statement(_BOUNDS / f"{name}.g")
    return [number(text[slice(*place)]) for place in goals(text)]


@needs_gappa
@pytest.mark.slow
def test_check__proves_all():
    assert check() == f"{len(NAMES)} bounds"


def test_check__says_what_is_missing(monkeypatch):
    monkeypatch.setattr(shutil, "which", lambda _: None)
    assert check() == "left out: gappa is not installed (Debian: apt-get install gappa)"


@needs_gappa
def test_prove__takes_a_true_statement_and_refuses_a_false_one():
    prove("{ x in [0, 1] -> |x * x| <= 1 }", "true")
    with pytest.raises(CoqError, match=r"false: gappa does not prove it: .*properties were not satisfied"):
        prove("{ x in [0, 1] -> |x * x| <= 0.5 }", "false")
    with pytest.raises(CoqError, match="syntax error"):
        prove("{ x in [0, 1] ->", "cut")


@needs_gappa
def test_prove__refuses_a_false_rewriting_rule():
    with pytest.raises(CoqError, match="not trivially equal"):
        prove("{ x in [0, 1] -> |x * x| <= 0.5 }\nx * x -> x / 2;", "wrong rule")


@needs_gappa
@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
def test_prove__refuses_a_bound_of_a_tenth(name):
    """Each of a script's goals is needed to be as wide as that, within a factor of ten."""
    text = statement(_BOUNDS / f"{name}.g")
    for start, end in goals(text):
        with pytest.raises(CoqError, match=name):
            prove(f"{text[:start]}{float(number(text[start:end]) / 10)}{text[end:]}", name)


@pytest.mark.parametrize(("name", "letter"), [("log2", "L"), ("exp2", "E")])
def test_statement__has_the_kernels_coefficients(monkeypatch, name, letter):
    before = statement(_BOUNDS / f"{name}.g")
    changed = [v * (1 + 1e-9 * (j == 3)) for j, v in enumerate(rounding._COEFFICIENTS[letter])]
    monkeypatch.setitem(rounding._COEFFICIENTS, letter, changed)
    after = statement(_BOUNDS / f"{name}.g")
    assert sum(a != b for a, b in zip(before.split(), after.split(), strict=True)) == 2  # the sum, and its hypothesis


def strays(letter, coefficients):
    """Return the coefficients that are further from those of the series than the scripts take for granted."""
    with ctx.workprec(200):
        ln2 = arb(2).log()
        if letter == "L":
            exact, share = [2 / ((2 * k + 1) * ln2) for k in range(8)], 3 * U
        else:
            exact, share = [ln2**k / arb(k).fac() for k in range(12)], U
        pairs = list(zip(coefficients, exact, strict=True))
        return [k for k, (a, b) in enumerate(pairs) if not abs(arb(a) - b) <= arb(share) * abs(arb(a))]


@pytest.mark.parametrize("letter", ["L", "E"])
def test_coefficients__are_near_those_of_the_series(letter):
    coefficients = rounding._COEFFICIENTS[letter]
    assert strays(letter, coefficients) == []
    assert strays(letter, [v * (1 + 1e-15 * (j == 3)) for j, v in enumerate(coefficients)]) == [3]


def test_tails__are_below_what_the_scripts_take():
    with ctx.workprec(200):
        ln2, s = arb(2).log(), arb(0.4142135623730952) / arb(2.4142135623730952)
        assert 2 / (17 * ln2 * (1 - s**2)) < arb("0.175")
        assert ln2**12 / arb(12).fac() / (1 - ln2 / 26) < arb("2.7e-11")
    assert "tail in [0, 0.175]" in statement(_BOUNDS / "log2.g")
    assert "tail in [0, 2.7e-11]" in statement(_BOUNDS / "exp2.g")


def test_statements__are_no_wider_than_what_is_taken():
    assert sorted(TAKEN) == NAMES
    for name, taken in TAKEN.items():
        found = proved(name)
        assert len(found) == len(taken), name
        assert all(float(a) <= b for a, b in zip(found, taken, strict=True)), (name, [float(a) for a in found], taken)


@pytest.mark.parametrize(("name", "what", "source", "goal", "times"), PROVED)
def test_hypotheses__are_no_narrower_than_what_is_proved(name, what, source, goal, times):
    (word,) = re.findall(rf"(?<!\S)\|{re.escape(what)}\| <= (\S+)", statement(_BOUNDS / f"{name}.g").split(" ->")[0])
    assert number(word) >= proved(source)[goal] * Fraction(times)


def test_hypotheses__are_those_of_the_kernels():
    assert 1 / slopes._SHARE < 8388609
    assert lines._SHARE == 2.0**-20
    source = Path(slopes.__file__).parent
    assert "(48.0 * U)" in (source / "knots.py").read_text()
    assert "(18 * _U)" in (source / "objective.py").read_text()


def test_document__names_every_script():
    assert sorted(re.findall(r"^\| .*\| `(\w+)\.g` \|", DOCUMENT.read_text(), re.MULTILINE)) == NAMES

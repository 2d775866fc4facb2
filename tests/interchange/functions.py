"""Functions and networks to export, and their values by arithmetic that shares no code with the package's."""

import ctypes
import subprocess
from fractions import Fraction

from hypothesis import strategies as st

from sparsest import Spline
from sparsest.errors import DataError
from sparsest.exact.rationals import as_fraction
from tests.ratios import ratios

numbers = st.one_of(
    ratios(-50, 50, 60),
    st.floats(-1e4, 1e4, allow_subnormal=False).map(Fraction),
    st.fractions(-2000, 2000, max_denominator=10**6),
)


@st.composite
def splines(draw, most=6, values=numbers):
    knots = sorted(draw(st.sets(values, max_size=most)))
    changes = [draw(values.filter(bool)) for _ in knots]
    return Spline(draw(values), draw(values), knots, changes)


@st.composite
def boxes(draw, values=numbers):
    low, high = sorted(draw(st.lists(values, min_size=2, max_size=2, unique=True)))
    return low, high


def at(spline, x):
    """Return f(x) from slope, intercept and knots, in Fractions."""
    knots = zip(spline.knots, spline.slope_changes, strict=True)
    return spline.slope * x + spline.intercept + sum((c * (x - t) for t, c in knots if x > t), Fraction(0))


def net_at(arrays, x):
    """Return the value of a network of float arrays at a list of inputs, in Fractions."""

    def exact(array):
        return [Fraction(float(a)) for a in array.ravel()]

    x = [Fraction(a) for a in x]
    total = exact(arrays["output.bias"])[0]
    if "skip.weight" in arrays:
        total += sum(a * t for a, t in zip(exact(arrays["skip.weight"]), x, strict=True))
    biases, outs = exact(arrays["hidden.bias"]), exact(arrays["output.weight"])
    for row, b, v in zip(arrays["hidden.weight"], biases, outs, strict=True):
        total += v * max(Fraction(0), sum(a * t for a, t in zip(exact(row), x, strict=True)) + b)
    return total


def unless_infinite(make, *arguments):
    """Return what is made; None where it is refused because a number is beyond the largest float."""
    try:
        return make(*arguments)
    except DataError as error:
        if "beyond the largest" not in str(error):
            raise
        return None


def exact(number):
    """Return a flint rational as a Fraction."""
    return as_fraction(number)


def compiled(source, folder, name, c_type):
    """Compile a C file, warnings being errors, and return its function."""
    file, library = folder / f"{name}.c", folder / f"{name}.so"
    file.write_text(source)
    strict = ["-std=c99", "-pedantic", "-Wall", "-Wextra", "-Werror", "-O2", "-fPIC", "-shared"]
    trap = ["-fsanitize=undefined", "-fsanitize-undefined-trap-on-error"]
    subprocess.run(["cc", *strict, *trap, "-o", library, file], check=True, timeout=60)
    function = getattr(ctypes.CDLL(str(library)), name)
    kind = {"double": ctypes.c_double, "float": ctypes.c_float, "int32": ctypes.c_int32, "int16": ctypes.c_int16}
    function.restype, function.argtypes = kind[c_type], [kind[c_type]]
    return function

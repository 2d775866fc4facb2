"""Section A.1.3 and the function view: what a knot pays, where knots need not be, and bounds on slopes."""

from __future__ import annotations

import sympy as sp

from proofs_check.claim import Derivation, Finding
from proofs_check.derivations.powers import subadditive_signed
from proofs_check.derivations.symbolic import (
    UP_TO_ONE,
    all_of,
    below_one,
    positive_symbols,
    show_positive,
    show_zero,
)

__all__ = ["BOUNDS", "CONFINED", "LOWER_SEMICONTINUOUS", "TENTS"]

_METHOD = "symbolic (sympy)"
_P = below_one("q")


def _tents(*, inside: bool) -> Finding:
    """Show that the gap d_i of (x - t)_+ is the tent phi_i(t), wherever t is; affine functions have gap 0.

    x_{i-1} = x - h, x_i = x, x_{i+1} = x + k. Five places of t: left of the three points, in each interval, right of
    them and, by continuity, at the points. The false variant takes the tent to be 1 all over (x_{i-1}, x_{i+1}).
    """
    x, a, c = (sp.Symbol(name, real=True) for name in ("x", "a", "c"))
    h, k, far = positive_symbols("h k m")
    share = below_one("s")
    nodes = (x - h, x, x + k)

    def gap(values: tuple[sp.Expr, ...]) -> sp.Expr:
        return (values[2] - values[1]) / k - (values[1] - values[0]) / h

    places = {
        "left of all": (x - h - far, (True, True, True), sp.Integer(0)),
        "between x_{i-1} and x_i": (x - h + share * h, (False, True, True), share),
        "between x_i and x_{i+1}": (x + share * k, (False, False, True), 1 - share),
        "right of all": (x + k + far, (False, False, False), sp.Integer(0)),
    }
    found = [show_zero(gap(tuple(a * node + c for node in nodes)), "an affine function has gap 0")]
    for name, (t, beyond, tent) in places.items():
        values = tuple(node - t if is_beyond else sp.Integer(0) for node, is_beyond in zip(nodes, beyond, strict=True))
        height = sp.Integer(1) if inside and tent != 0 else tent
        found += [show_zero(gap(values) - height, f"t {name}: the gap is phi_i(t)")]
        found += [
            show_positive(sp.factor((node - t) if is_beyond else (t - node)), f"t {name}: signs")
            for node, is_beyond in zip(nodes, beyond, strict=True)
        ]
    return all_of(found)


def _confined(p: sp.Expr, *, whole: bool) -> Finding:
    """Move a knot of an end interval to the data point: the same payment, strictly cheaper.

    A knot of slope change c at distance tau h before x_2 = x_1 + h, tau in (0, 1), pays c (1 - tau) to the gap of x_2
    only, as does one of slope change c (1 - tau) at x_2. The false variant keeps c whole.
    """
    c = sp.Symbol("c", positive=True)
    share = below_one("s")  # 1 - tau
    moved = c if whole else c * share
    return all_of(
        (
            show_zero(moved - c * share, "the payment stays the same"),
            show_positive(c**p - (c * share) ** p, "strictly cheaper"),
            show_positive(c**p, "a knot outside [x_1, x_N] pays nothing and costs c^p > 0"),
        )
    )


def _bounds(p: sp.Expr) -> Finding:
    """Bound the slopes by the cost: (a + b)^p < a^p + b^p, so |c_1| + ... + |c_K| <= V_p^(1/p), one after the other.

    With V = v^(1/p): if |c_1| + ... + |c_k| <= V_k^(1/p), then (sum + c)^p <= V_k + c^p.
    """
    a, b, v = positive_symbols("a b v")
    largest, other = positive_symbols("D e")
    return all_of(
        (
            show_positive(a**p + b**p - (a + b) ** p, "(|c_1| + |c_2|)^p < |c_1|^p + |c_2|^p"),
            show_positive((a + b) ** p - a**p, "|c_1|^p < (|c_1| + |c_2|)^p"),
            show_positive((v + a) ** (1 / p) - v ** (1 / p), "V -> V^(1/p) increases: a bound on V_p bounds sum |c_k|"),
            show_positive((largest + other) ** p - largest**p, "every |d|^p is at most the greatest"),
        )
    )


def _lower_semicontinuous(p: sp.Expr) -> Finding:
    """Knots that meet in a limit cost no more than before: subadditivity with signs, also for a sum of 0."""
    a = sp.Symbol("a", positive=True)
    return all_of((subadditive_signed(p, 2), subadditive_signed(p, 3), show_positive(2 * a**p, "0 < 2 a^p")))


TENTS = Derivation(
    "the gap of a ramp is a tent",
    "For all x_{i-1} < x_i < x_{i+1} and t: the slope gap of (x - t)_+ at x_i is phi_i(t), and that of an affine "
    "function is 0. So sum_k c_k phi_i(t_k) = d_i is what interpolation asks for, up to an affine function.",
    _METHOD + ", case exhaustion",
    lambda: _tents(inside=False),
    lambda: _tents(inside=True),
)
CONFINED = Derivation(
    "knots lie in [x_2, x_{N-1}]",
    "For all p in (0, 1), c != 0 and tau in (0, 1): a knot in an end interval is strictly dearer than the knot at "
    "the data point that pays the same; a knot outside [x_1, x_N] pays nothing and costs something.",
    _METHOD,
    lambda: _confined(_P, whole=False),
    lambda: _confined(_P, whole=True),
)
BOUNDS = Derivation(
    "the cost bounds the slopes",
    "For all p in (0, 1): sum |c_k| <= V_p^(1/p), and V_p of connecting the dots is at most (N - 2) max |d_i|^p. "
    "Strict for two nonzero slope changes. (At p = 1 there is equality.)",
    _METHOD,
    lambda: _bounds(_P),
    lambda: _bounds(UP_TO_ONE),
)
LOWER_SEMICONTINUOUS = Derivation(
    "meeting knots get no dearer",
    "For all p in (0, 1): where two or three knots meet in a limit, the cost of the limit is at most, and unless all "
    "but one vanish less than, the limit of the costs. (At p = 1 it need not be less.)",
    _METHOD + ", case exhaustion",
    lambda: _lower_semicontinuous(_P),
    lambda: _lower_semicontinuous(UP_TO_ONE),
)

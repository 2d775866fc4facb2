"""Lemmas A.1 and A.2: one inner knot between two neighbouring points, for all parameters.

A stretch [x_i, x_{i+1}] with chord slope s; the slope is a before x_i and b after x_{i+1}; A = s - a, B = b - s. With
one inner knot at relative position tau in (0, 1) and slope s + delta before it,

    C(delta) = |A + delta|^p + |delta / (1 - tau)|^p + |B + delta tau / (1 - tau)|^p,     C(0) = |A|^p + |B|^p.

With u = delta / (1 - tau) the three slope changes are A + (1 - tau) u, -u, B + tau u: their sum is A + B. In print a
and c are the slopes before and after, b is that of the chord: A = b - a, B = c - b, and |A + delta| = |a - b - delta|.
"""

from __future__ import annotations

from collections.abc import Iterator

import sympy as sp

from proofs_check.claim import Derivation, Finding, refute
from proofs_check.derivations.powers import subadditive_signed
from proofs_check.derivations.symbolic import (
    UP_TO_ONE,
    all_of,
    below_one,
    counterexample,
    positive_symbols,
    show_positive,
    show_zero,
)

__all__ = [
    "BREAK_POINTS", "FORMULAS", "LEMMA_A_1", "LEMMA_A_2", "PIECES", "PRINTED_H1", "PRINTED_H2", "SEVERAL",
    "SEVERAL_OPPOSITE", "cost", "slope_changes",
]  # fmt: skip

_METHOD = "symbolic (sympy)"
_P = below_one("q")
_TAU = below_one("t")
_A, _B, _U, _V, _W = positive_symbols("A B u v w")
_SIGNED = tuple(sp.Rational(*pair) for pair in ((-1, 1), (1, 1), (-1, 3), (2, 1), (1, 2), (-2, 1), (0, 1)))


def slope_changes(a: sp.Expr, b: sp.Expr, delta: sp.Expr, tau: sp.Expr) -> tuple[sp.Expr, sp.Expr, sp.Expr]:
    """Return the slope changes at x_i, at the inner knot and at x_{i+1}, for A = a and B = b.

    Examples
    --------
    >>> slope_changes(1, 2, sp.Rational(1, 2), sp.Rational(1, 2))
    (3/2, -1, 5/2)
    """
    return a + delta, -delta / (1 - tau), b + delta * tau / (1 - tau)


def cost(a: sp.Expr, b: sp.Expr, delta: sp.Expr, tau: sp.Expr, p: sp.Expr) -> sp.Expr:
    """Return C(delta)."""
    return sp.Add(*(sp.Abs(change) ** p for change in slope_changes(a, b, delta, tau)))


def _formulas(inner: sp.Expr) -> Finding:
    """Follow the function: slope s + delta up to the inner knot, `inner` after it, and through both data points."""
    s, a, b, delta, h = (sp.Symbol(name, real=True) for name in ("s", "a", "b", "delta", "h"))
    changes = (s + delta - a, inner - (s + delta), b - inner)
    names = ("at x_i", "at the inner knot", "at x_{i+1}")
    expected = slope_changes(s - a, b - s, delta, _TAU)
    arrival = h * _TAU * (s + delta) + h * (1 - _TAU) * inner - h * s
    found = [show_zero(arrival, "the function passes through (x_{i+1}, y_{i+1})")]
    found += [show_zero(c - e, f"slope change {n}") for c, e, n in zip(changes, expected, names, strict=True)]
    found.append(show_zero(sum(expected) - (b - a), "the three slope changes sum to A + B"))
    return all_of(found)


def _inner_slope(factor: sp.Expr) -> Finding:
    s, delta = sp.Symbol("s", real=True), sp.Symbol("delta", real=True)
    return _formulas(s - delta * factor)


def _pieces(p: sp.Expr) -> Finding:
    """Show that h(delta) = (x + beta delta)^p has h'' < 0 and h' of the sign of beta where x + beta delta > 0.

    C is a sum of such terms; on a piece between break points each |.| is +(.) or -(.), so beta is 1, -1, +-1/(1 - tau)
    or +-tau/(1 - tau).
    """
    x, delta = sp.Symbol("x", real=True), sp.Symbol("delta", real=True)
    inside = _V  # the value of x + beta delta on the piece
    found = []
    for size, name in ((sp.Integer(1), "1"), (1 / (1 - _TAU), "1/(1-tau)"), (_TAU / (1 - _TAU), "tau/(1-tau)")):
        for sign in (1, -1):
            beta = sign * sp.together(size)
            term = (x + beta * delta) ** p
            first, second = (
                sp.diff(term, delta, order).subs(x, inside - beta * delta).subs(delta, 0) for order in (1, 2)
            )
            formulas = p * beta * inside ** (p - 1), -p * (1 - p) * beta**2 * inside ** (p - 2)
            label = f"({'-' if sign < 0 else ''}{name})"
            found += [
                show_zero(first - formulas[0], f"h' = p beta (.)^(p-1), beta = {label}"),
                show_zero(second - formulas[1], f"h'' = -p (1-p) beta^2 (.)^(p-2), beta = {label}"),
                show_positive(sp.factor(sign * first), f"h' has the sign of beta = {label}"),
                show_positive(sp.factor(-second), f"h'' < 0, beta = {label}"),
            ]
    return all_of(found)


def _break_points(p: sp.Expr, outer: int) -> Finding:
    """Show the values of C at the break points for A, B > 0, and that C grows outwards on the outer rays.

    `outer` = 1: on the ray delta > 0 all three numbers are positive with positive factors; for delta below all break
    points (delta = -A - v or further) all three change with -delta. The false variant has -1.
    """
    tau, delta = _TAU, sp.Symbol("delta", real=True)
    lowest = {"-A": -_A, "-B (1 - tau)/tau": -_B * (1 - tau) / tau}
    found = [
        show_positive(outer * sp.diff((_A + _V) ** p, _V), "C grows with delta > 0: first term"),
        show_positive(outer * sp.diff((_V / (1 - tau)) ** p, _V), "C grows with delta > 0: second term"),
        show_positive(outer * sp.diff((_B + _V * tau / (1 - tau)) ** p, _V), "C grows with delta > 0: third term"),
    ]
    for name, at in lowest.items():
        changes = [sp.simplify(change) for change in slope_changes(_A, _B, at, tau)]
        found.append(show_zero(sum(changes) - _A - _B, f"at delta = {name} the slope changes sum to A + B"))
        found.append(show_zero(sp.Mul(*changes), f"at delta = {name} one slope change is 0"))
    single = sp.simplify(lowest["-A"] - lowest["-B (1 - tau)/tau"])
    found.append(show_zero(single.subs(_B, _A * tau / (1 - tau)), "the two meet where tau = B/(A + B)"))
    found.append(show_positive(sp.factor(sp.diff(-lowest["-B (1 - tau)/tau"], _B)), "and for no other B"))
    left = slope_changes(-_A, -_B, delta, tau)  # mirrored in 0: delta > A and delta tau/(1 - tau) > B
    found += [
        show_positive(outer * sp.diff(_W**p, _W) * sp.diff(change, delta), "C grows away from 0 on the left ray")
        for change in (left[0], -left[1], left[2])
    ]
    return all_of(found)


def _cases_of_lemma_a_2(p: sp.Expr) -> Iterator[Finding]:
    """Yield C - C(0) > 0, part by part, for A >= 0 >= B = -b and u = v > 0; the rest follows by mirror and negation.

    C - C(0) = [(A + m)^p - A^p] + [(z + m)^p + |z - b|^p - b^p] with z = tau v, m = (1 - tau) v: two free positive
    numbers, as tau and v are. Both parts are positive.
    """
    z, m, b = _V, _U, _B
    yield show_zero((z + m) * (z / (z + m)) - z, "tau = z/(z + m) and v = z + m")
    yield show_positive((_A + m) ** p - _A**p, "first part, A > 0")
    yield show_positive(m**p, "first part, A = 0")
    yield show_positive((b + _W + m) ** p - b**p, "second part less |z - b|^p > 0, z = b + w > b > 0")
    yield show_positive((b + m) ** p - b**p, "second part, z = b > 0")
    yield show_positive((z + m) ** p + _W**p - (z + _W) ** p, "second part, b = z + w > z")
    yield show_positive((z + m) ** p + z**p, "second part, b = 0")


def _symmetries() -> Finding:
    """Show that C is the same for the mirrored and for the negated stretch; a product A B keeps its sign."""
    a, b, u = (sp.Symbol(name, real=True) for name in ("A", "B", "u"))
    tau = _TAU

    def three(first: sp.Expr, last: sp.Expr, change: sp.Expr, at: sp.Expr) -> tuple[sp.Expr, sp.Expr, sp.Expr]:
        return first + (1 - at) * change, -change, last + at * change

    plain, mirrored, negated = three(a, b, u, tau), three(b, a, u, 1 - tau)[::-1], three(-a, -b, -u, tau)
    formula = slope_changes(a, b, u * (1 - tau), tau)
    found = [show_zero(x - y, "delta = (1 - tau) u") for x, y in zip(plain, formula, strict=True)]
    found += [show_zero(x - y, "mirror") for x, y in zip(plain, mirrored, strict=True)]
    found += [show_zero(x + y, "negation") for x, y in zip(plain, negated, strict=True)]
    return all_of(found)


def _lemma_a_2() -> Finding:
    return all_of((_symmetries(), *_cases_of_lemma_a_2(_P)))


def _lemma_a_2_without_hypothesis() -> None:
    """Look for A, B of any signs with C(delta) <= C(0)."""
    a, b, delta = (sp.Symbol(name, real=True) for name in ("A", "B", "delta"))
    excess = cost(a, b, delta, _TAU, _P) - sp.Abs(a) ** _P - sp.Abs(b) ** _P
    _look_for_counterexample(excess, "C(delta) > C(0)", (a, b), delta)


def _look_for_counterexample(excess: sp.Expr, what: str, ends: tuple[sp.Symbol, ...], delta: sp.Symbol) -> None:
    nonzero = tuple(value for value in _SIGNED if value != 0)
    values = dict.fromkeys(ends, _SIGNED) | {delta: nonzero, UP_TO_ONE: (sp.Integer(1),)}
    found = counterexample(excess, values)
    if found is not None:
        refute(f"{what} fails", **found)


def _lemma_a_1() -> Finding:
    """Three numbers with sum A + B; equality needs one nonzero number alone, and that is the single knot."""
    a, b = _A, _B
    at, delta = b / (a + b), -a
    single = slope_changes(a, b, delta, at)
    u = sp.Symbol("u", real=True)
    tau = sp.Symbol("tau", positive=True)
    alone = sp.solve([a + (1 - tau) * u, b + tau * u], [u, tau], dict=True)
    found = [
        show_zero(sum(slope_changes(a, b, u * (1 - _TAU), _TAU)) - a - b, "the three slope changes sum to A + B"),
        subadditive_signed(_P, 3),
        show_zero(single[0], "single knot: none at x_i"),
        show_zero(single[1] - a - b, "single knot: A + B inside"),
        show_zero(single[2], "single knot: none at x_{i+1}"),
        show_positive(sp.factor(at), "single knot: tau > 0"),
        show_positive(sp.factor(1 - at), "single knot: tau < 1"),
        show_zero(sp.Integer(len(alone) - 1), "only one (u, tau) leaves no change at x_i and x_{i+1}"),
    ]
    for one in alone:
        found.append(show_zero(one[tau] - at, "which has tau = B/(A + B)"))
        found.append(show_zero((1 - one[tau]) * one[u] - delta, "and delta = -A"))
    found.append(show_positive(a**_P + b**_P - (a + b) ** _P, "delta = 0 is dearer than the single knot"))
    return all_of(found)


def _two_knots_best() -> None:
    """Look for A, B > 0 with C(delta) < |A|^p + |B|^p."""
    delta = sp.Symbol("delta", real=True)
    _look_for_counterexample(cost(_A, _B, delta, _TAU, _P) - _A**_P - _B**_P, "C(delta) >= |A|^p + |B|^p", (), delta)


def _several(p: sp.Expr) -> Finding:
    """Add one number after the other: |s + z|^p < |s|^p + |z|^p for the sum s so far and the next z, not 0."""
    return all_of((subadditive_signed(p, 2), show_positive(2 * _A**p, "0 < 2 |z|^p, where they cancel")))


def _opposite_ends(p: sp.Expr, *, less: bool) -> Finding:
    """Show |A - alpha|^p + P^p > A^p for A >= 0, P > 0 and alpha < P, three ways for alpha to lie; less: alpha = P.

    P is the sum of the positive inner slope changes, alpha what all inner knots pay to x_i: each positive c pays
    c (1 - tau) < c there, a negative one less than 0. The same with -B and the negative ones at x_{i+1}. Together, as
    the inner knots cost at least P^p + M^p: C > A^p + |B|^p. Without a positive one, alpha < 0 and |A - alpha| > A.
    """
    rest, over = _V, _U if less else sp.Integer(0)
    return all_of(
        (
            show_positive((_A + _W) ** p - _A**p, "alpha = -w < 0, with a positive one or without"),
            show_positive(_B**p, "alpha = 0"),
            show_positive(rest**p + _A**p - (_A + rest) ** p, "0 < alpha < A: |A - alpha|^p + alpha^p > A^p"),
            show_positive((_A + over) ** p - _A**p, "0 < alpha = A: 0 + P^p > A^p"),
            show_positive((_A + rest) ** p - _A**p, "alpha > A: P^p > alpha^p > A^p"),
        )
    )


def _printed(sign_of_h1: int = 1, sign_of_h2: int = 1) -> Finding:
    """Show what is said of h_1 and h_2, for a - b = x, b - c = -y of different signs; the negative of both is alike.

    With t = v/(1 + v): 1/(1 - t) = 1 + v and t/(1 - t) = v, growing with t; with w = (1 - t)/t: 1/t = 1 + w, falling.
    Where b = c (y = 0) the first term of h_1 grows, where a = b (x = 0) the second one of h_2.
    """
    x, y, v, w, p = _A, _B, _V, _W, _P
    first, second = (x * (1 + v), y + v * x), (x + w * y, y * (1 + w))  # of which h_1 and h_2 are the sums of powers
    tau = v / (1 + v)
    at_1, at_3 = (slope_changes(-x, y, delta, tau) for delta in (x, -(1 - tau) * y / tau))
    found = [
        show_zero(change - value, f"slope changes at delta_{k}, those of h_{h}(tau)")
        for k, h, changes, values in (
            (1, 1, at_1, (0, -first[0], first[1])),
            (3, 2, at_3, (-second[0].subs(w, 1 / v), second[1].subs(w, 1 / v), 0)),
        )
        for change, value in zip(changes, values, strict=True)
    ]
    for name, sides, at in (("h_1(0)", first, v), ("h_2(1)", second, w)):
        found += [show_zero(side.subs(at, 0) - end, f"{name} = C(0)") for side, end in zip(sides, (x, y), strict=True)]
    found += [show_positive(sign_of_h1 * sp.diff(side**p, v), "h_1' > 0") for side in first]
    found += [show_positive(sign_of_h2 * sp.diff(side**p, w), "h_2 grows with (1 - t)/t: h_2' < 0") for side in second]
    return all_of(found)


FORMULAS = Derivation(
    "slope changes with an inner knot",
    "For all s, a, b, delta and tau in (0, 1): the function that leaves x_i with slope s + delta and turns once, at "
    "relative position tau, to reach (x_{i+1}, y_{i+1}) has the slope changes A + delta, -delta/(1-tau) and "
    "B + delta tau/(1-tau).",
    _METHOD,
    lambda: _inner_slope(_TAU / (1 - _TAU)),
    lambda: _inner_slope(sp.Integer(1)),
)
PIECES = Derivation(
    "C is strictly concave between break points",
    "For all p, tau in (0, 1): the first and second derivatives of the terms of C between its break points are "
    "p beta (.)^(p-1) and -p (1-p) beta^2 (.)^(p-2) < 0. (At p = 1 the second is 0.)",
    _METHOD,
    lambda: _pieces(_P),
    lambda: _pieces(UP_TO_ONE),
)
BREAK_POINTS = Derivation(
    "C at its break points and on the outer rays",
    "For all A, B > 0, p, tau in (0, 1): C increases away from its break points -A, 0, -B (1-tau)/tau on both outer "
    "rays; at -A and -B (1-tau)/tau the two nonzero slope changes sum to A + B, and both vanish there only if "
    "tau = B/(A+B).",
    _METHOD,
    lambda: _break_points(_P, 1),
    lambda: _break_points(_P, -1),
)
LEMMA_A_2 = Derivation(
    "Lemma A.2 for all parameters",
    "For all p, tau in (0, 1), A B <= 0 and delta != 0: C(delta) > C(0).",
    _METHOD + ", case exhaustion",
    _lemma_a_2,
    _lemma_a_2_without_hypothesis,
)
LEMMA_A_1 = Derivation(
    "Lemma A.1 for all parameters",
    "For all p, tau in (0, 1), A B > 0 and all delta: C(delta) >= |A + B|^p, with equality only for delta = -A and "
    "tau = B/(A + B); C(0) is greater.",
    _METHOD + ", case exhaustion",
    _lemma_a_1,
    _two_knots_best,
)
SEVERAL = Derivation(
    "any number of slopes between",
    "For all p in (0, 1) and any finitely many numbers of which two or more are not 0: |sum|^p < sum of the |.|^p, by "
    "adding one after the other; so every function with two or more knots from x_i to x_{i+1} costs more than |A + "
    "B|^p. (At p = 1 it need not.)",
    _METHOD + ", induction",
    lambda: _several(_P),
    lambda: _several(UP_TO_ONE),
)
SEVERAL_OPPOSITE = Derivation(
    "different signs, any number of inner knots",
    "For all p in (0, 1), A >= 0 >= B and any inner knots, one or more: C > |A|^p + |B|^p, and at least as many slope "
    "changes are not 0 (p = 0). (The step fails where a knot may pay all that it has to one end.)",
    _METHOD + ", case exhaustion",
    lambda: _opposite_ends(_P, less=True),
    lambda: _opposite_ends(_P, less=False),
)
PRINTED_H1 = Derivation(
    "h_1 of the proof of Lemma A.2",
    "For all p, tau in (0, 1) and a - b, b - c of different signs: h_1(0) = C(0), h_1(tau) = C(delta_1), h_1' > 0 if "
    "a - b is not 0. So C(delta_1) is above C(0). (The false variant has h_1' < 0.)",
    _METHOD,
    _printed,
    lambda: _printed(sign_of_h1=-1),
)
PRINTED_H2 = Derivation(
    "h_2 of the proof of Lemma A.2",
    "For all p, tau in (0, 1) and a - b, b - c of different signs: h_2(tau) = C(delta_3), h_2(1) = C(0), h_2' < 0 if "
    "b - c is not 0. So C(delta_3) is above C(0). (Print has h_2' > 0, the false variant.)",
    _METHOD,
    _printed,
    lambda: _printed(sign_of_h2=-1),
)

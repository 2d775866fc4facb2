"""Networks as functions (section A.1.1), and what a knot pays to the slope gaps (Corollary 3.1.1)."""

from __future__ import annotations

import sympy as sp

from proofs_check.claim import Derivation, Finding, refute
from proofs_check.derivations.symbolic import all_of, show_zero

__all__ = ["BALANCING", "DECAY", "PAYMENTS", "RESCALING", "TENT_SUMS", "TURNING"]

_METHOD = "symbolic (sympy)"

# --- Section A.1.1: v, w, z real (z stands for w x + b), a > 0; v, w > 0 where they stand for the sizes |v|, |w|. ---


def _relu(z: sp.Expr) -> sp.Expr:
    return (z + sp.Abs(z)) / 2


def _rescaling(sign: int) -> Finding:
    """Prove it for a > 0; with sign -1 try it for a < 0."""
    v, w, z = sp.symbols("v w z", real=True)
    a = sp.Symbol("a", positive=True) * sign
    return all_of(
        (
            show_zero(sp.Abs(v / a * (a * w)) - sp.Abs(v * w), "|(v/a)(a w)| = |v w|"),
            show_zero(v / a * _relu(a * z) - v * _relu(z), "(v/a) (a z)_+ = v (z)_+"),
        )
    )


def _turning(affine: int) -> Finding:
    """Prove that v z is left; with 0 try that nothing is."""
    v, z = sp.symbols("v z", real=True)
    return show_zero(v * _relu(z) - v * _relu(-z) - affine * v * z, "v (z)_+ - v (-z)_+ = v z")


def _decay(factor: int) -> Finding:
    """Prove (X^2 + Y^2) / factor - X Y = (X - Y)^2 / factor for X = |v|^p, Y = |w|^p."""
    v, w, p = sp.symbols("v w p", positive=True)
    penalty = (v ** (2 * p) + w ** (2 * p)) / factor
    return show_zero(penalty - (v * w) ** p - (v**p - w**p) ** 2 / factor, "penalty - path norm is a square")


def _balancing(power: int) -> Finding:
    """Prove it for a = (|v|/|w|)^(1/power)."""
    v, w, p = sp.symbols("v w p", positive=True)
    a = (v / w) ** sp.Rational(1, power)
    return all_of(
        show_zero(sp.expand_power_base(part ** (2 * p)) - (v * w) ** p, f"{name}^2p = |v w|^p")
        for name, part in (("|v/a|", v / a), ("|a w|", a * w))
    )


RESCALING = Derivation(
    "rescaling",
    "For a > 0 and all v, w, z: (v/a) (a z)_+ = v (z)_+ and |(v/a)(a w)| = |v w|. (False for a < 0.)",
    _METHOD,
    lambda: _rescaling(1),
    lambda: _rescaling(-1),
)
TURNING = Derivation(
    "turning round",
    "For all v, z: v (z)_+ - v (-z)_+ = v z. (False: = 0.)",
    _METHOD,
    lambda: _turning(1),
    lambda: _turning(0),
)
DECAY = Derivation(
    "penalty over path norm",
    "For all v, w != 0 and p > 0: (|v|^2p + |w|^2p)/2 - |v w|^p = (|v|^p - |w|^p)^2 / 2, so it is >= 0, and 0 "
    "only where |v| = |w|. (False with 3 for 2.)",
    _METHOD,
    lambda: _decay(2),
    lambda: _decay(3),
)
BALANCING = Derivation(
    "balanced weights",
    "For all v, w != 0 and p > 0, a = (|v|/|w|)^(1/2) makes |v/a|^2p = |a w|^2p = |v w|^p, so the penalty is "
    "the path norm there. (False with a = |v|/|w|.)",
    _METHOD,
    lambda: _balancing(2),
    lambda: _balancing(1),
)

# --- Corollary 3.1.1: neighbouring points x - g < x < x + h and a knot of slope change c at t. ---


def _payments(*, swapped: bool) -> Finding:
    """Prove that the ramp c (x - t)_+ adds c phi_i(t) to the gap d_i, for t in each of the four zones of x_i."""
    c, x, tau = sp.symbols("c x tau", real=True)  # tau: where t stands in its zone, from 0 to 1
    g, h, r = sp.symbols("g h r", positive=True)
    zones = {  # t, how many of the three points are right of it (the ramp is 0 at a knot itself), phi_i(t)
        "left of x_{i-1}": (x - g - r, 3, sp.Integer(0)),
        "from x_{i-1} to x_i": (x - g + g * tau, 2, tau),
        "from x_i to x_{i+1}": (x + h * tau, 1, tau if swapped else 1 - tau),
        "right of x_{i+1}": (x + h + r, 0, sp.Integer(0)),
    }
    found = []
    for zone, (t, right, tent) in zones.items():
        before, here, after = (c * (a - t) if k >= 3 - right else 0 for k, a in enumerate((x - g, x, x + h)))
        found.append(show_zero((after - here) / h - (here - before) / g - c * tent, f"a knot {zone} pays c phi_i(t)"))
    return all_of(found)


def _tent_sums(*, strict: bool) -> None:
    """Prove that the tents sum to at most 1, at relative position tau in [0, 1] of each kind of interval.

    The tent of the left end is 1 - tau there and that of the right end tau; x_1 and x_N have none. Sums are linear in
    tau, so that their values at 0 and 1 bound them.
    """
    # Whether the left and the right end of the interval have a tent.
    ends = {"inner": (1, 1), "first": (0, 1), "last": (1, 0), "only or outside": (0, 0)}
    for interval, (left, right) in ends.items():
        for tau in (0, 1):
            value = left * (1 - tau) + right * tau
            if not 0 <= value <= 1 or (strict and value == 1):
                refute(f"the tents sum to {value}", interval=interval, tau=str(tau))


PAYMENTS = Derivation(
    "what a knot pays",
    "For all points and all t, c: the ramp c (x - t)_+ adds c phi_i(t) to the slope gap d_i at x_i, where "
    "phi_i is the tent that is 1 at x_i and 0 outside (x_{i-1}, x_{i+1}). (False with tau for 1 - tau.)",
    _METHOD,
    lambda: _payments(swapped=False),
    lambda: _payments(swapped=True),
)
TENT_SUMS = Derivation(
    "tents sum to at most 1",
    "At every t the tents phi_2, ..., phi_{N-1} are >= 0 and sum to at most 1; with what a knot pays, "
    "sum |d_i| <= V_1. (False: to less than 1.)",
    "case exhaustion",
    lambda: _tent_sums(strict=False),
    lambda: _tent_sums(strict=True),
)

# ---
# jupyter:
#   jupytext:
#     text_representation:
#       extension: .py
#       format_name: percent
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# # 3. The two lemmas behind the theorem
#
# Theorem 3.1 rests on two lemmas about one interval $[x_i, x_{i+1}]$ between neighbouring points. May it pay to leave
# the straight line there and put a knot inside? You will see the cost as a function of how much one bends, for any
# sizes and any $p$ that you like: with slope changes of equal signs at the two ends one knot in the place of two is
# best ([Lemma A.1](../docs/statements.md#lemma-a-1)), with opposite signs the straight piece is best ([Lemma
# A.2](../docs/statements.md#lemma-a-2)). Both are checked on the data shown, and by derivations that prove them for all
# parameters at once (`sparsest claims lemma-a.2 --list` prints the statement at the command line).

# %%
from fractions import Fraction

import matplotlib.pyplot as plt
import numpy as np
import style
from flint import fmpq

from proofs_check.cases import SplineCase
from proofs_check.claims import claim
from proofs_check.running.runs import check_derivation
from proofs_check.unaided.compare import compare
from sparsest import Dataset
from sparsest.exact.exponent import Exponent

# %% [markdown]
# ## Bending one piece
#
# Let the slope change by $A$ at $x_i$ and by $B$ at $x_{i+1}$, with a straight piece of slope $s$ between. Now leave
# $x_i$ with slope $s + \delta$ instead, up to a knot at the relative position $\tau$ in $(0, 1)$; from there one has
# to get back to $(x_{i+1}, y_{i+1})$. The three slope changes are then
#
# $$A + \delta, \qquad -\frac{\delta}{1-\tau}, \qquad B + \frac{\tau\,\delta}{1-\tau},$$
#
# and the cost is $C(\delta) = |A + \delta|^p + \bigl|\frac{\delta}{1-\tau}\bigr|^p + \bigl|B + \frac{\tau
# \delta}{1-\tau}\bigr|^p$, with $C(0) = |A|^p + |B|^p$ for the straight piece. Play with the numbers in the next
# cell.

# %%
A, B = Fraction(1), Fraction(-2)
DELTA, TAU = Fraction(3, 4), Fraction(2, 5)


def changes(a, b, delta, tau):
    return a + delta, -delta / (1 - tau), b + tau * delta / (1 - tau)


def cost(a, b, delta, tau, p):
    return sum(np.abs(c) ** p for c in changes(a, b, delta, tau))


def draw_bent(ax, a, b, delta, tau, title):
    """Draw four points with gaps a and b, the straight piece, and the bent one."""
    straight = Dataset.from_gaps([a, b])
    x, y = ([float(v) for v in values] for values in (straight.x, straight.y))
    ax.plot(x, y, "o-", color=style.GREY, lw=1.2, mfc=style.INK, mec=style.INK, zorder=2)
    ax.plot(1 + tau, y[1] + (a + delta) * tau, "s", mfc="white", mec=style.BLUE, mew=1.4, zorder=4)
    ax.plot([0, 1, 1 + tau, 2, 3], [y[0], y[1], y[1] + (a + delta) * tau, y[2], y[3]], color=style.BLUE, zorder=3)
    ax.set(xlabel="$x$", title=title)
    ax.set_xticks([1, 2], ["$x_i$", "$x_{i+1}$"])
    bent = changes(a, b, delta, tau)
    at = [(1, y[1]), (1 + tau, y[1] + (a + delta) * tau), (2, y[2])]
    look = {"xytext": (-8, 8), "textcoords": "offset points", "color": style.BLUE, "ha": "right", "fontsize": 9}
    for (u, v), c in zip(at, bent, strict=True):
        ax.annotate(str(c), (float(u), float(v)), **look)


def show_bent(a, b, delta, tau):
    shown = ", ".join(map(str, changes(a, b, delta, tau)))
    print(f"A = {a}, B = {b}, delta = {delta}, tau = {tau}: slope changes {shown}")


show_bent(A, B, DELTA, TAU)

# %% [markdown]
# **Left: the straight piece (grey) and the bent one (blue) with its slope changes. Right: the cost $C(\delta)$
# relative to the straight piece, for several $p$.** Between its break points $-A$, $0$ and $-B(1-\tau)/\tau$ (dotted)
# $C$ is concave, so its least value is at one of them. With $A B \le 0$ it is at $\delta = 0$: [Lemma
# A.2](../docs/statements.md#lemma-a-2).

# %%
POWERS = ((0.1, style.BLUE), (0.3, style.GREEN), (0.5, style.ORANGE), (0.8, style.RED))


def draw_costs(ax, a, b, tau):
    a, b, tau = float(a), float(b), float(tau)
    breaks = sorted({-a, 0.0, -b * (1 - tau) / tau})
    reach = max(1.0, 1.4 * max(map(abs, breaks)))
    delta = np.unique(np.concatenate([np.linspace(-reach, reach, 2001), breaks]))
    ends = []
    for p, colour in POWERS:
        curve = cost(a, b, delta, tau, p) / (abs(a) ** p + abs(b) ** p if a or b else 1)
        ax.plot(delta, curve, color=colour, lw=1.4)
        ends.append((delta[-1], curve[-1], f"$p = {p:g}$", colour))
    for at in breaks:
        ax.axvline(at, color=style.GREY, lw=0.8, ls=":")
    ax.axhline(1, color=style.INK, lw=0.8)
    ax.set(xlabel=r"$\delta$", title=rf"$C(\delta)\, /\, C(0)$, $\tau$ = {tau:.3g}", xlim=(-reach, reach))
    style.name_ends(ax, ends)


_, (left, right) = style.axes(2)
draw_bent(left, A, B, DELTA, TAU, f"$A$ = {A}, $B$ = {B}")
draw_costs(right, A, B, TAU)

# %% [markdown]
# In floats one sees it; exactly one knows it. The next cell compares $C(\delta)$ with $C(0)$ at many rational
# $\delta$, $\tau$ and $p$, in exact arithmetic.

# %%
COUNT = 5 if style.SMALL else 12
DELTAS = [sign * Fraction(k * k, 7) for k in range(1, COUNT) for sign in (1, -1)]
TAUS = [Fraction(k, COUNT) for k in range(1, COUNT)]
EXPONENTS = [Exponent.read(p) for p in ("1/10", "1/2", "9/10")]


def exact(*values):
    return tuple(fmpq(v.numerator, v.denominator) for v in values)


def least_is(a, b, best, deltas=DELTAS, taus=TAUS):
    """Count exact comparisons of bent functions with the slope changes `best`: cheaper, equal, dearer."""
    found = {-1: 0, 0: 0, 1: 0}
    for delta in sorted(set(deltas)):
        for tau in sorted(set(taus)):
            for p in EXPONENTS:
                found[compare(exact(*changes(a, b, delta, tau)), exact(*best), p)] += 1
    return found


for a, b in ((Fraction(1), Fraction(-2)), (Fraction(1), Fraction(0)), (Fraction(-1, 3), Fraction(5))):
    found = least_is(a, b, (a, b))
    print(f"A = {a}, B = {b}: bent is cheaper {found[-1]}, equal {found[0]}, dearer {found[1]} times")
    style.require(found[-1] == found[0] == 0, "Lemma A.2: every bent function costs strictly more")

opposite = SplineCase(Dataset.from_gaps([A, B]))
style.checked("lemma-a.2", *[SplineCase(opposite.data, p, seed) for p in EXPONENTS for seed in range(5)])
style.false_variants("lemma-a.2", SplineCase(Dataset.from_gaps([1, 2])), opposite)

# %% [markdown]
# ## Equal signs: one knot for two
#
# With $A B > 0$ take $\delta = -A$ and $\tau = B / (A + B)$: then the outer slope changes vanish, and one knot of
# slope change $A + B$ is left. $|A + B|^p < |A|^p + |B|^p$, so that is cheaper than the straight piece; by [Lemma
# A.1](../docs/statements.md#lemma-a-1) nothing else with one knot inside is as cheap.
#
# **Left: the single knot. Middle: $C(\delta)$ at its $\tau$; the least is at $\delta = -A$, where both outer terms
# vanish. Right: at another $\tau$ no $\delta$ makes both vanish.**

# %%
A2, B2 = Fraction(1), Fraction(2)
SINGLE = B2 / (A2 + B2)

_, (left, middle, right) = style.axes(3, 3.3)
draw_bent(left, A2, B2, -A2, SINGLE, f"$A$ = {A2}, $B$ = {B2}: one knot")
draw_costs(middle, A2, B2, SINGLE)
draw_costs(right, A2, B2, Fraction(1, 3))
show_bent(A2, B2, -A2, SINGLE)

# %% [markdown]
# **The excess $C(\delta, \tau) - |A + B|^p$ over the single knot at $p = 1/2$.** It is 0 at one point only (star).
# Dashed: where an outer slope change vanishes; these two lines cross at the star. The white line at $\delta = 0$ is
# the straight piece.

# %%
p = 0.5
delta, tau = np.meshgrid(np.linspace(-2.5, 1, 351), np.linspace(0.02, 0.98, 241))
a, b = float(A2), float(B2)
excess = cost(a, b, delta, tau, p) - (a + b) ** p
_, ax = plt.subplots(figsize=(7.5, 3.8))
shades = ax.contourf(delta, tau, excess, levels=np.linspace(0, 3, 13), cmap="cividis", extend="max")
places = np.linspace(0.02, 0.98, 100)
ax.plot(np.full_like(places, -a), places, color="white", ls="--", lw=1)
line = -b * (1 - places) / places
ax.plot(line[line > -2.5], places[line > -2.5], color="white", ls="--", lw=1)
ax.axvline(0, color="white", lw=1)
ax.plot([-a], [b / (a + b)], "*", color=style.RED, ms=13)
ax.set(xlabel=r"$\delta$", ylabel=r"$\tau$", title=f"$C - |A+B|^p$, $A$ = {A2}, $B$ = {B2}, $p$ = 1/2", xlim=(-2.5, 1))
plt.colorbar(shades, ax=ax)
style.require(bool(excess.min() >= 0), "no point of the picture is below the single knot")

# %%
for a, b in ((A2, B2), (Fraction(1), Fraction(1, 100)), (Fraction(-3), Fraction(-1, 2))):
    found = least_is(a, b, (a + b,), [*DELTAS, -a], [*TAUS, b / (a + b)])
    print(f"A = {a}, B = {b}: cheaper than the single knot {found[-1]}, equal {found[0]}, dearer {found[1]} times")
    style.require(found[-1] == 0, "Lemma A.1: nothing is cheaper than the single knot")
    style.require(found[0] == len(EXPONENTS), "Lemma A.1: nothing else is as cheap")

equal = SplineCase(Dataset.from_gaps([A2, B2]))
style.checked("lemma-a.1", *[SplineCase(equal.data, p, seed) for p in EXPONENTS for seed in range(5)])
one_zero = SplineCase(Dataset.from_gaps([1, 0]))
style.false_variants("lemma-a.1", *[SplineCase(equal.data, p, seed) for p in EXPONENTS for seed in range(5)], one_zero)

# %% [markdown]
# ## For all parameters
#
# A grid proves nothing about what lies between. The registry derives the steps of both lemmas for *all* $A$, $B$,
# $\delta$, $\tau$, $p$, and each derivation has a false variant that the same machinery must refute.

# %%
steps = {step.name: step for name in ("lemma-a.1", "lemma-a.2") for step in claim(name).derivations}
for name, step in list(steps.items())[: 2 if style.SMALL else None]:
    proved, false = check_derivation(step), check_derivation(step, fault=True)
    print(f"{name} [{step.method}]: {proved.verdict.value}; false variant {false.verdict.value}")
    style.require((proved.verdict.value, false.verdict.value) == ("holds", "refuted"), name)

# %% [markdown]
# ## Now with your data
#
# Put a path to a CSV file with two columns into `FILE`, or set it to `None` and write lists; choose an interval by
# the index $i$ of its left end (from 0, so $1 \le i \le N - 3$), a place $\tau$ and a $p$. The lemmas are checked on
# all intervals.

# %%
FILE = style.DATASETS / "peak_plateau.csv"
X, Y = [0, 1, 2, 3, 4], ["0.5", 0, 0, 1, 3]
INDEX, YOUR_TAU, YOUR_P = 2, Fraction(1, 2), "1/3"

yours = SplineCase(Dataset.from_csv(FILE) if FILE else Dataset(X, Y), Exponent.read(YOUR_P))
a, b = yours.gaps[INDEX - 1], yours.gaps[INDEX]
print(f"A = {a}, B = {b} between x = {yours.x[INDEX]} and x = {yours.x[INDEX + 1]}")
_, ax = plt.subplots(figsize=(6, 3.4))
draw_costs(ax, a, b, YOUR_TAU)

# %%
for name in ("lemma-a.1", "lemma-a.2"):
    style.checked(name, *[SplineCase(yours.data, yours.p, seed) for seed in range(5)], yours=True)

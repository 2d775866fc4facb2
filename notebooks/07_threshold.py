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
# # 7. How small must $p$ be for several inputs?
#
# [Theorem 4.1](../docs/statements.md#theorem-4-1): for all small enough $p$ every minimiser of problem (8), $\min \sum_k
# \|v_k w_k\|_p^p$ over networks through the points, has the fewest parameters. Its proof gives a threshold, $p <
# \ln(1 + 1/K_0) / \ln(R/r)$; here $r$ and $R$ are sharper than the [printed
# ones](../docs/statements.md#section-a-2-3). You will see that threshold beside the true one, the critical exponent
# $p^*$, computed by following the prices of *all* candidates over $0 < p < 1$; where the threshold comes from
# ([inequality (76)](../docs/statements.md#inequality-76)); and how much is lost on random data. The claims are checked
# on the data shown (`sparsest claims theorem-4.1 --list` prints one at the command line).

# %%
import random

import matplotlib.pyplot as plt
import numpy as np
import style
from matplotlib.ticker import LogLocator

from proofs_check.answers import all_vertices
from proofs_check.cases import NetworkCase
from proofs_check.claims.section_a_2_3 import printed_constants
from proofs_check.unaided import nets
from sparsest import Points, thresholds
from sparsest.exact.decimals import format_bounds
from sparsest.exact.exponent import Exponent
from sparsest.exact.powersum import PowerSum
from sparsest.exact.sign import sign

# %% [markdown]
# ## Three points whose minimiser changes with $p$

# %%
POINTS = Points([[-3], [4], [5]], [2, -2, 3])


def report(found):
    low, high = (format_bounds(*bounds, 12) for bounds in (found.proof, found.proof))
    print(f"{found.vertices} candidates; fewest parameters K0 = {found.fewest_parameters}")
    print(f"r = {found.smallest}, R = {found.largest}")
    print(f"threshold of the proof in [{low[0]}, {high[1]}]")
    print(f"critical exponent p*   in {style.bounds(found.critical)}")
    for piece in found.pieces:
        start = "0" if piece.start is None else style.bounds(piece.start)
        print(f"    from p = {start}: {piece.parameters} parameters, {len(piece.networks)} minimiser(s)")


found = thresholds(POINTS)
report(found)
print(f"with r and R as printed the threshold is at most {float(printed_constants(POINTS).threshold):.4f}")
style.require([piece.parameters for piece in found.pieces] == [3, 4, 5], "3, then 4, then 5 parameters")

# %% [markdown]
# **Every candidate's price in excess of the least, in percent, by its number of parameters.** Whatever touches 0 is a
# minimiser there. Shaded: where the proof guarantees the fewest parameters. The dotted line at $p^*$ is how far it
# really goes.


# %%
def draw_prices(found):
    prices = [PowerSum.of((1, a) for a in nets.weights(net)) for net in all_vertices(found.points)]
    p = np.linspace(0.002, 0.998, 400)
    curves = [style.costs(price, p) for price in prices]
    least = np.min(curves, axis=0)
    counts = [sum(n for n, _ in price.terms) for price in prices]
    colours = (style.BLUE, style.RED, style.GREEN, style.GREY)
    _, ax = plt.subplots(figsize=(9.5, 4.2))
    for count, curve in sorted(zip(counts, curves, strict=True), key=lambda pair: -pair[0]):
        extra = min(count - found.fewest_parameters, 3)
        ax.plot(p, 100 * (curve / least - 1), color=colours[extra], lw=1.2, zorder=4 - extra)
    top = 60.0
    for k, colour in enumerate(colours):
        if k + found.fewest_parameters <= max(counts):
            more = " or more" if k == 3 else ""
            name = f"{k + found.fewest_parameters} parameters{more}"
            ax.text(1.02, 0.95 - 0.08 * k, name, color=colour, transform=ax.transAxes)
    bound = float(found.proof[0])
    ax.axvspan(0, bound, color=style.SKY, alpha=0.35, lw=0)
    look = {
        "textcoords": "offset points",
        "va": "center",
        "fontsize": 9,
        "bbox": {"fc": "white", "ec": "none", "pad": 1},
    }
    ax.annotate(f"the proof's\nthreshold {bound:.3f}", (bound, 0.9 * top), (8, 0), **look)
    if found.critical is not None:
        at = float(found.critical.enclosure(9)[0])
        ax.axvline(at, color=style.INK, lw=1, ls=":")
        ax.annotate(f"$p^*$ = {at:.4f}", (at, 0.7 * top), (6, 0), **look)
    ax.set(xlim=(0, 1), ylim=(-0.01 * top, top), xlabel="$p$", title="price in excess of the least, in percent")


draw_prices(found)

# %% [markdown]
# The claim itself is checked at $p$ below the threshold of the proof, below $p^*$, and above.

# %%
cases = [NetworkCase(POINTS, Exponent.read(p)) for p in ("1/20", "1/4", "1/2")]
style.checked("theorem-4.1", *cases)
style.false_variants("theorem-4.1", cases[2])

# %% [markdown]
# ## Where the threshold comes from
#
# Let $r$ be the least weight of any vertex, $R$ the largest of a minimiser, $K_0$ the fewest parameters. A vertex
# with more than $K_0$ parameters costs at least $(K_0 + 1) r^p$; the best with $K_0$ costs at most $K_0 R^p$. So
#
# $$K_0 R^p < (K_0 + 1) r^p \quad\Longleftrightarrow\quad p < \frac{\ln(1 + 1/K_0)}{\ln(R/r)}.$$
#
# Both estimates are crude: they replace all weights by the extreme ones.
#
# **Solid: the true prices, of the best network with $K_0$ parameters (blue) and of the best with more (red). Dashed:
# the bounds of the proof.** The proof needs the dashed lines apart, which they are only in the shaded part.


# %%
def draw_chain(found):
    prices = [PowerSum.of((1, a) for a in nets.weights(net)) for net in all_vertices(found.points)]
    p = np.linspace(0, 1, 300)
    few, more = [], []
    for price in prices:
        (few if sum(n for n, _ in price.terms) == found.fewest_parameters else more).append(style.costs(price, p))
    count, low, high = found.fewest_parameters, float(found.smallest), float(found.largest)
    _, ax = plt.subplots(figsize=(9.5, 4))
    names = []
    for curve, colour, dash, name in (
        (np.min(few, axis=0), style.BLUE, "-", f"best with {count}"),
        (np.min(more, axis=0) if more else None, style.RED, "-", "best with more"),
        (count * high**p, style.BLUE, "--", f"${count} R^p$"),
        ((count + 1) * low**p, style.RED, "--", f"${count + 1} r^p$"),
    ):
        if curve is not None:
            ax.plot(p, curve, color=colour, ls=dash)
            names.append((1.0, curve[-1], name, colour))
    ax.axvspan(0, float(found.proof[0]), color=style.SKY, alpha=0.35, lw=0)
    ax.set(xlim=(0, 1), yscale="log", xlabel="$p$", title="price (logarithmic)")
    ax.yaxis.set_major_locator(LogLocator(subs=(1, 2, 5)))
    ax.yaxis.set_major_formatter("{x:g}")
    ax.yaxis.set_minor_formatter("")
    style.name_ends(ax, names)


draw_chain(found)

# %% [markdown]
# Just below the threshold the chain holds, just above it fails; decided exactly.

# %%
count = found.fewest_parameters
chain = PowerSum.of([(count + 1, found.smallest), (-count, found.largest)])
for side, p in (("below", found.proof[0] * 999 / 1000), ("above", found.proof[1] * 1001 / 1000)):
    positive = sign(chain, Exponent.read(str(p))) > 0
    print(f"just {side} the threshold (K0 + 1) r^p - K0 R^p is {'positive' if positive else 'not positive'}")
    style.require(positive == (side == "below"), "the threshold is where the chain breaks")
style.checked("inequality-76", cases[0])

# %% [markdown]
# ## How much is lost
#
# **Random data: the threshold of the proof against the true critical exponent.** On the diagonal nothing would be
# lost. Dots at the top have $p^* = 1$: any $p$ gives the fewest parameters.

# %%
rng = random.Random(3)
HOW_MANY = ((1, 3, 4), (1, 4, 2), (2, 3, 1)) if style.SMALL else ((1, 3, 20), (1, 4, 14), (2, 3, 8))
dots, checked = [], []
for d, n, times in HOW_MANY:
    for _ in range(times):
        places = (
            rng.sample(range(-9, 10), n) if d == 1 else [(rng.randint(-5, 5), rng.randint(-5, 5)) for _ in range(n)]
        )
        places = list(dict.fromkeys(places))
        drawn = Points([[a] if d == 1 else a for a in places], [rng.choice((-3, -2, -1, 1, 2, 3)) for _ in places])
        one = thresholds(drawn)
        true = 1.0 if one.critical is None else float(one.critical.enclosure(9)[0])
        style.require(float(one.proof[0]) <= true, "the proof never promises too much")
        dots.append((d, n, float(one.proof[0]), true))
        checked.append(NetworkCase(drawn, Exponent.read("1/50")))
_, ax = plt.subplots(figsize=(6.5, 4.6))
ends = []
for (d, n, _), colour, mark in zip(HOW_MANY, (style.BLUE, style.GREEN, style.RED), ("o", "s", "^"), strict=True):
    chosen = [(bound, true) for e, m, bound, true in dots if (e, m) == (d, n)]
    ax.plot(*zip(*chosen, strict=True), mark, color=colour, ms=6, alpha=0.8)
    ends.append(f"$d$ = {d}, $N$ = {n}")
    ax.text(0.98, 0.30 - 0.07 * len(ends), ends[-1], color=colour, transform=ax.transAxes, ha="right")
ax.plot([0, 1], [0, 1], color=style.GREY, lw=0.9, zorder=0)
ax.set(xlabel="threshold of the proof", ylabel="critical exponent $p^*$", ylim=(0, 1.05))
ax.set_xlim(0, max(0.3, 1.1 * max(bound for _, _, bound, _ in dots)))

ratios = sorted(true / bound for _, _, bound, true in dots)
print(f"{len(ratios)} data sets: p* is {ratios[0]:.1f} to {ratios[-1]:.1f} times the threshold of the proof")

# %%
style.checked("theorem-4.1", *checked[:3])
style.checked("theorem-4.1-vertices", *checked[:3])

# %% [markdown]
# ## Now with your data
#
# Put a path to a CSV file (inputs first, label last) into `FILE`, or set it to `None` and write lists: up to 5 points
# with one input, up to 4 with two; more take long.

# %%
FILE = None  # or "my.csv"
X, Y = ([[-2], [-1], [1]], [1, -1, 2]) if style.SMALL else ([[-2], [-1], [1], [3]], [1, -1, 2, 1])

yours = thresholds(Points.from_csv(FILE) if FILE else Points(X, Y))
report(yours)
draw_prices(yours)
draw_chain(yours)
for name in ("theorem-4.1", "inequality-76"):
    style.checked(name, NetworkCase(yours.points, Exponent.read("1/20")), yours=True)

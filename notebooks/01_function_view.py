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
# # 1. Networks are splines, and redundancy costs more
#
# A network $f(x) = \sum_k v_k (w_k x + b_k)_+ + a x + c$ is a continuous piecewise-linear function: a *spline*, with
# a knot wherever a neuron switches on or off. You will see that a network which spends one neuron on each knot pays
# $\sum_k |v_k w_k|^p = V_p(f) = \sum_k |c_k|^p$, the sum over the slope changes $c_k$ of its function, and that any
# other network of the same function pays more, for every $0 < p < 1$. So the search for the best network is a search
# for the best spline: [Proposition 3.1](../docs/statements.md#proposition-3-1). What a network may change for free is in
# [section A.1.1](../docs/statements.md#section-a-1-1). Both are checked below on the data shown (`sparsest claims proposition-3.1
# --list` prints the statement at the command line).

# %%
import random

import matplotlib.pyplot as plt
import numpy as np
import style

from proofs_check.cases import SplineCase
from proofs_check.unaided.compare import compare
from proofs_check.unaided.rivals import random_function, redundant_network
from sparsest import Dataset, Network, Neuron, Spline
from sparsest.exact.exponent import Exponent

# %% [markdown]
# ## A network, and the function that it is
#
# Change the neurons below as you like. These seven make a plateau of height 1 with slopes up to it and down again.
# Among them are two that share a kink (at 1/2), one with $w < 0$, one pair that cancels (at 0) and one that is never
# active ($w = 0$).

# %%
NEURONS = [  # v, w, b
    (1, 1, 1),
    ("-1/2", 1, "-1/2"),
    ("-3/4", 2, -1),
    (1, -1, 2),
    (2, "1/2", 0),
    (-1, 1, 0),
    (3, 0, -1),
]
network = Network([Neuron.of(*weights) for weights in NEURONS], skip=1, offset=-2)
spline = network.to_spline()

print("   v     w     b   kink at   |v w|")
for n in network.neurons:
    kink = "none" if n.input_weight == 0 else -n.bias / n.input_weight
    print(f"{n.output_weight!s:>4}  {n.input_weight!s:>4}  {n.bias!s:>4}   {kink!s:>7}   {n.weight!s:>5}")
print("knots of the function:", ", ".join(map(str, spline.knots)))
print("slope changes:        ", ", ".join(map(str, spline.slope_changes)))

# %% [markdown]
# The function of the network, recomputed neuron by neuron at 101 rational points, is that of the spline, exactly.

# %%
for k in range(101):
    x = f"{5 * k - 200}/100"
    style.require(network(x) == spline(x), f"network and spline agree at {x}")
print("equal at 101 points")

# %% [markdown]
# **The neurons (left) and their sum (right).** Seven neurons, but three knots (squares): where two neurons share a
# kink, only the sum of their slope changes can be seen in the function.

# %%
_, (left, right) = style.axes(2)
low, high = -3.0, 4.0
grid = np.linspace(low, high, 281)
ends = []
for n, colour in zip(
    network.neurons,
    (style.BLUE, style.RED, style.ORANGE, style.GREEN, style.PURPLE, style.SKY, style.GREY),
    strict=False,
):
    v, w, b = float(n.output_weight), float(n.input_weight), float(n.bias)
    values = v * np.maximum(w * grid + b, 0)
    left.plot(grid, values, color=colour)
    if w:
        left.plot([-b / w], [0], "o", color=colour, ms=5)
    inner = f"{w:g}x{b:+g}".replace("1x", "x").removesuffix("+0").replace("0x", "")
    ends.append((high, values[-1], f"${'' if v == 1 else '-' if v == -1 else f'{v:g}'}({inner})_+$", colour))
left.set(xlabel="$x$", title="each neuron, with its kink")
style.name_ends(left, ends)
style.draw_spline(right, spline, low, high)
right.set(xlabel="$x$", title="the network: all neurons, plus $x - 2$", ylim=(-0.3, 2))

# %% [markdown]
# ## What redundancy costs
#
# The path norm $\sum_k |v_k w_k|^p$ of the network, and $V_p$ of its function, which is what the *merged* network
# pays.

# %%
merged = network.merged()
for p in ("0", "1/2", "9/10"):
    print(f"p = {p}: the network pays {network.path_norm(p)}, the merged one {merged.path_norm(p)}")
    style.require(compare([n.weight for n in network.neurons if n.weight],
                          [n.weight for n in merged.neurons], Exponent.read("1/2" if p == "0" else p)) > 0,
                  "redundancy costs more")  # fmt: skip

# %% [markdown]
# **Left: both as functions of $p$**, with the numbers of active neurons at $p = 0$. **Right: why.** A knot of slope
# change 1 is shared by two neurons of one sign, $s$ and $1 - s$. They pay $s^p + (1-s)^p$, more than 1 for $p < 1$,
# because $t^p$ is strictly concave. At $p = 1$ they pay 1: there sharing is free, so $p = 1$ does not see it, and
# neither do its minimisers need to be sparse. (A pair of opposite signs that partly undo each other costs more even
# at $p = 1$.)

# %%
_, (left, right) = style.axes(2)
p = np.linspace(0, 1, 201)
lines = [(network, style.RED, "seven neurons, six active"), (merged, style.BLUE, "merged: one for each knot")]
for net, colour, _ in lines:
    left.plot(p, style.costs(net.power_sum, p), color=colour)
    left.plot([0], [style.costs(net.power_sum, p[:1])[0]], "o", color=colour, clip_on=False)
left.set(xlabel="$p$", title="path norm", xlim=(0, 1), ylim=(0, None))
style.name_ends(left, [(1, style.costs(net.power_sum, p[-1:])[0], name, colour) for net, colour, name in lines])

s, ends = np.linspace(0, 1, 401), []
for q, colour in ((0.1, style.BLUE), (0.3, style.GREEN), (0.5, style.ORANGE), (0.8, style.RED), (1.0, style.INK)):
    right.plot(s, s**q + (1 - s) ** q, color=colour)
    right.text(0.5, 2 * 0.5**q + 0.02, f"$p = {q:g}$", color=colour, ha="center", va="bottom", fontsize=9)
right.set(xlabel="share $s$ of one of the two neurons", title=r"$s^p + (1-s)^p$", xlim=(0, 1), ylim=(0.9, 2.05))

# %% [markdown]
# ## All networks through the data
#
# Now six points, and networks through them drawn at random: splines with knots anywhere, and for each of them a
# network whose neurons are split, rescaled, turned round, dead or undo each other, or which has one neuron for each
# knot.
#
# **Every random network (dot) costs at least $V_p$ of its function: no dot is below the diagonal, and those on it
# have one neuron for each knot.** The dashed lines are the minimum of $V_p$ over all splines through the points. All
# comparisons are made exactly; the picture only shows them.

# %%
P = "1/2"
data = Dataset.from_csv(style.DATASETS / "peak_plateau.csv")
case = SplineCase(data, Exponent.read(P))


def draw_random_networks(case, count):
    rng = random.Random(0)
    dots = []
    best = [abs(c) for c in case.solution.spline.flint.changes]
    for _ in range(count):
        function = random_function(case, rng)
        net = redundant_network(function, rng) if rng.random() < 0.7 else Network.from_spline(Spline(*function))
        prices = [n.weight for n in net.neurons if n.weight]
        over = compare(prices, function.sizes, case.p)
        style.require(over >= 0, "a network costs at least V_p of its function")
        style.require(
            (over == 0) == (len(prices) == len(function.knots)), "equal exactly with one neuron for each knot"
        )
        style.require(compare(function.sizes, best, case.p) >= 0, "no function costs less than the minimiser")
        dots.append((sum(float(c) ** q for c in function.sizes), sum(float(c) ** q for c in prices), over == 0))
    least = sum(float(c) ** q for c in best)
    _, ax = plt.subplots(figsize=(6, 4.2))
    for equal, colour, name in ((False, style.RED, "redundant"), (True, style.BLUE, "one neuron for each knot")):
        chosen = [dot for dot in dots if dot[2] == equal]
        ax.plot([a for a, _, _ in chosen], [b for _, b, _ in chosen], "o", color=colour, ms=3.5, alpha=0.7)
        print(f"{name}: {len(chosen)} networks")
    top = max((b for _, b, _ in dots), default=1) * 1.05
    ax.plot([0, top], [0, top], color=style.GREY, lw=0.9, zorder=0)
    ax.axvline(least, color=style.INK, lw=0.9, ls="--")
    ax.axhline(least, color=style.INK, lw=0.9, ls="--")
    ax.text(0.97, 0.26, "redundant networks", color=style.RED, transform=ax.transAxes, ha="right", fontsize=9)
    ax.text(0.97, 0.19, "one neuron for each knot", color=style.BLUE, transform=ax.transAxes, ha="right", fontsize=9)
    ax.text(top, least, f"minimum {least:.3f} ", ha="right", va="bottom", fontsize=9)
    ax.set(xlabel=f"$V_p$ of the function, $p = {case.p}$", ylabel="path norm of the network")
    ax.set(xlim=(least * 0.8, top), ylim=(least * 0.8, top))


q = float(case.p.fraction)
draw_random_networks(case, 40 if style.SMALL else 400)

# %%
style.checked("proposition-3.1", *[SplineCase(data, case.p, seed) for seed in range(10)])
print()
style.false_variants("proposition-3.1", *[SplineCase(data, case.p, seed) for seed in range(10)])

# %% [markdown]
# ## What is free
#
# A neuron may be rescaled, $(v, w, b) \to (v/a, a w, a b)$ with $a > 0$, and turned round, $w \to -w$, if the skip
# connection makes up for it: the function and $|v w|$ stay. So *weight decay* $\tfrac12 (|v|^{2p} + |w|^{2p})$, which
# does change, is least where the two are balanced, and then it is $|v w|^p$ ([section
# A.1.1](../docs/statements.md#section-a-1-1)). That $V_p$ is the $p$-variation of the slope is [Remark
# 1](../docs/statements.md#remark-1).
#
# **Weight decay of one neuron with $v w = 2$ while it is rescaled:** the least value of each curve, at $|v| = |w|$,
# is $2^p$.

# %%
_, ax = plt.subplots(figsize=(6, 3.4))
a = np.exp(np.linspace(-2, 2, 401))
ends = []
for power, colour in ((0.2, style.BLUE), (0.5, style.GREEN), (1.0, style.RED)):
    decay = 0.5 * ((2 / a) ** (2 * power) + a ** (2 * power))
    ax.plot(a, decay, color=colour)
    ax.plot([2**0.5], [2**power], "o", color=colour)
    ends.append((a[-1], decay[-1], f"$p = {power:g}$", colour))
ax.set(xscale="log", yscale="log", xlabel="$|w|$, with $|v| = 2/|w|$")
ax.set_title(r"$\frac{1}{2}(|v|^{2p} + |w|^{2p})$; dots: $|v w|^p$")
ax.set_xticks([0.2, 0.5, 1, 2, 5], ["0.2", "0.5", "1", "2", "5"], minor=False)
ax.set_yticks([1, 2, 5, 10, 20, 50, 100], ["1", "2", "5", "10", "20", "50", "100"], minor=False)
ax.minorticks_off()
style.name_ends(ax, ends)

# %%
style.checked("section-a.1.1", *[SplineCase(data, case.p, seed) for seed in range(10)])
style.checked("remark-1", *[SplineCase(data, case.p, seed) for seed in range(10)])

# %% [markdown]
# ## Now with your data
#
# Put a path to a CSV file with two columns into `FILE`, or set it to `None` and write lists. You get the cheapest
# network through your points at your $p$, and random ones beside it.

# %%
FILE = None  # or "my.csv"
X, Y = [0, 1, 2, "5/2", 4, 5], [1, "0.5", 2, 2, 0, "1/3"]
YOUR_P = "1/3"

yours = SplineCase(Dataset.from_csv(FILE) if FILE else Dataset(X, Y), Exponent.read(YOUR_P))
best = yours.solution.network
print(f"f(x) = {best.skip} x + ({best.offset}), and {len(best.neurons)} neurons:")
for n in best.neurons:
    print(f"    {n.output_weight} * ({n.input_weight} x + ({n.bias}))_+")
print(f"path norm {yours.solution.objective} at p = {YOUR_P}, minimisers: {yours.solution.minimizers}")

q = float(yours.p.fraction)
draw_random_networks(yours, 40 if style.SMALL else 400)
style.checked("proposition-3.1", *[SplineCase(yours.data, yours.p, seed) for seed in range(5)], yours=True)

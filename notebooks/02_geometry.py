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
# # 2. What minimisers look like
#
# For $0 < p < 1$ the minimisers of $V_p(f) = \sum_k |c_k|^p$ (over all continuous piecewise-linear $f$ through the
# points, $c_k$ the slope changes) can be read off the data, nearly. You will see, on data of your choice: where a
# minimiser is a straight line ([Theorem 3.1, item 1](../docs/statements.md#theorem-3-1-1)); that two neighbouring points
# of equal curvature share one knot, and where ([item 2a](../docs/statements.md#theorem-3-1-2a)); what can happen on
# longer stretches ([item 2b](../docs/statements.md#theorem-3-1-2b)); how many knots are needed at least ([the case $p =
# 0$](../docs/statements.md#theorem-3-1-p0)), and that at $p = 0$ there are usually many answers ([Theorem
# C](../docs/statements.md#theorem-c)). Each item is checked on the data shown (`sparsest claims theorem-3.1-2a --list`
# prints one at the command line).

# %%
from fractions import Fraction
from itertools import pairwise

import matplotlib.pyplot as plt
import numpy as np
import style

from proofs_check.cases import SplineCase
from proofs_check.unaided.form import equal_pairs, equal_stretches, linear_intervals, meeting_point
from sparsest import Dataset, Spline
from sparsest.exact.exponent import Exponent
from sparsest.univariate.matching import matchings

# %% [markdown]
# ## The data: slopes, gaps, curvature
#
# $s_i$ is the slope of the chord from $x_i$ to $x_{i+1}$, $d_i = s_i - s_{i-1}$ the *slope gap* at $x_i$, and its
# sign $\varepsilon_i$ the curvature there. A *run* is a stretch of neighbouring points of one nonzero curvature. Put
# your own points here, or gaps; these have a lone gap, a pair, two collinear points, a run of four and a lone gap.

# %%
DATA = Dataset.from_gaps([1, -2, -1, 0, 0, "1/4", 2, 2, "1/2", -3])
P = "1/2"

case = SplineCase(DATA, Exponent.read(P))
print("x:     ", ", ".join(map(str, case.x)))
print("y:     ", ", ".join(map(str, case.y)))
print("slopes:", ", ".join(map(str, case.slopes)))
print("gaps:  ", ", ".join(map(str, case.gaps)))
print("runs:  ", ", ".join(f"points {start + 2} to {stop + 1}" for start, stop in case.runs))

# %% [markdown]
# **Points, chords (dashed), and below them the slope gaps:** blue where the data curve up, red where they curve down.


# %%
def draw_gaps(ax, case):
    x, gaps = [float(v) for v in case.x], [float(d) for d in case.gaps]
    width = 0.5 * min((b - a for a, b in pairwise(x)), default=1)
    ax.bar(x[1:-1], gaps, width=width, color=[style.BLUE if d > 0 else style.RED for d in gaps])
    size = max(map(abs, gaps), default=1)
    for at, d, text in zip(x[1:-1], gaps, case.gaps, strict=True):
        ax.text(at, d + (0.06 if d >= 0 else -0.06) * size, str(text), ha="center", fontsize=9,
                va="bottom" if d >= 0 else "top")  # fmt: skip
    ax.axhline(0, color=style.INK, lw=0.8)
    ax.set(xlabel="$x$", ylabel="gap $d_i$", ylim=(-1.35 * size, 1.35 * size))


_, (above, below) = plt.subplots(2, 1, figsize=(9, 5), sharex=True, height_ratios=(2, 1))
style.draw_points(above, DATA)
above.set(xlabel="", ylabel="$y$")
draw_gaps(below, case)

# %% [markdown]
# ## Item 1: where every minimiser is a straight line
#
# Before $x_2$, after $x_{N-1}$, and between neighbours whose curvatures differ or are 0 there are no knots.
#
# **Grey: the intervals where the theorem allows no knot. Lines: the minimisers for several $p$.** All their knots
# (squares) are in the white parts or at their ends.


# %%
def draw_minimisers(ax, case, exponents):
    x = [float(v) for v in case.x]
    margin = 0.06 * (x[-1] - x[0])
    for low, high in linear_intervals(case):
        ends = (x[0] - margin if low is None else float(low), x[-1] + margin if high is None else float(high))
        ax.axvspan(*ends, color=style.GREY, alpha=0.22, lw=0)
    styles = ((style.BLUE, "-"), (style.RED, (0, (5, 2))), (style.GREEN, (0, (1, 1.5))))
    shown = {}
    for p in exponents:
        for f in SplineCase(case.data, Exponent.read(p)).splines[:2]:
            shown.setdefault(f, []).append(p)
    for (f, ps), (colour, dash) in zip(shown.items(), styles, strict=False):
        style.draw_spline(ax, f, x[0] - margin, x[-1] + margin, colour, ls=dash)
        print(f"p = {', '.join(dict.fromkeys(ps))}: {len(f.knots)} knots, at {', '.join(map(str, f.knots))}")
    style.draw_points(ax, case.data, chords=False)
    ax.set_ylabel("$y$")


exponents = ("1/10", "1/2", "9/10")
_, ax = plt.subplots(figsize=(9, 4))
draw_minimisers(ax, case, exponents)

# %%
at_all = [SplineCase(DATA, Exponent.read(p)) for p in exponents]
style.checked("theorem-3.1-1", *at_all)

# %% [markdown]
# ## Item 2a: two neighbours of equal curvature share one knot
#
# It stands where the lines through the outer pairs of points meet, and its slope change is $d_i + d_{i+1}$.
#
# **Left: the two chord lines and where they meet. Right: the price of doing otherwise.** A knot may pay the whole gap
# $|d_i|$ and only a share $t$ of $|d_{i+1}|$, whose rest is left to a second knot: together $(|d_i| + t |d_{i+1}|)^p
# + ((1-t) |d_{i+1}|)^p$. That is concave in $t$, so the least is at an end: at $t = 1$, one knot.


# %%
def draw_pair(case, i):
    _, (left, right) = style.axes(2)
    x, y, s = case.x, case.y, case.slopes
    window = range(i - 1, i + 3)
    low, high = float(x[i - 1]), float(x[i + 2])
    style.draw_spline(left, case.splines[0], low, high)
    left.plot([float(x[j]) for j in window], [float(y[j]) for j in window], "o", color=style.INK, zorder=5)
    bottom, top = left.get_ylim()
    bottom, top = bottom - 0.12 * (top - bottom), top + 0.12 * (top - bottom)
    for j, k in ((i, i - 1), (i + 1, i + 1)):
        ends = np.array([low, high])
        left.plot(ends, float(y[j]) + float(s[k]) * (ends - float(x[j])), color=style.GREY, lw=0.9, ls="--", zorder=1)
    t = case.splines[0]
    meet = meeting_point(case, i)
    left.set(xlabel="$x$", ylim=(bottom, top), title=f"the chord lines meet at $x$ = {meet}")
    style.require(Fraction(str(meet)) in t.knots, "the minimiser has its knot where the chord lines meet")
    a, b = float(abs(case.gaps[i - 1])), float(abs(case.gaps[i]))
    share, ends = np.linspace(0, 1, 301), []
    for p, colour in ((0.1, style.BLUE), (0.5, style.GREEN), (0.9, style.ORANGE), (1.0, style.INK)):
        cost = (a + share * b) ** p + ((1 - share) * b) ** p
        right.plot(share, cost / cost[-1], color=colour)
        ends.append((0.5, (cost / cost[-1])[150], f"$p = {p:g}$", colour))
    for at, height, name, colour in ends:
        below = colour == style.INK
        place = height + (-0.015 if below else 0.015)
        right.text(at, place, name, color=colour, ha="center", va="top" if below else "bottom", fontsize=9)
    right.set_ylim(0.93, None)
    right.set(
        xlabel="share $t$ of the second gap that the first knot pays", title="cost, relative to one knot", xlim=(0, 1)
    )


for i in equal_pairs(case)[:1]:
    draw_pair(case, i)

# %%
style.checked("theorem-3.1-2a", *at_all)

# %% [markdown]
# ## Item 2b: longer runs
#
# On $m + 1 \ge 3$ points of one curvature a minimiser is convex (or concave), its slopes at each point $x_j$ lie between
# $s_{j-1}$ and $s_j$, and it has between $\lceil (m+1)/2 \rceil$ and $m$ knots there. By [Theorem
# A](../docs/statements.md#theorem-a) it is one of finitely many candidates, the matchings of the run.
#
# **All candidates of the longest run, with what the run costs at the chosen $p$:** the cheapest is blue. Squares are
# knots.


# %%
def draw_candidates(case):
    start, stop = max(case.runs, key=lambda run: run[1] - run[0])
    sizes = [abs(d) for d in case.gaps[start:stop]]
    p = float(case.p.fraction)
    listed = []
    for matching in list(matchings([0] * (len(sizes) - 1)))[:8]:
        spline = case.solution.gaps.spline([start + k for k in matching])
        taken = {k + 1 for k in matching}
        changes = [a + sizes[k + 1] if k in matching else a for k, a in enumerate(sizes) if k not in taken]
        listed.append((sum(float(c) ** p for c in changes), changes, spline))
    listed.sort(key=lambda row: row[0])
    columns = min(4, len(listed))
    rows = -(-len(listed) // columns)
    _, grid = plt.subplots(rows, columns, figsize=(9.5, 2.4 * rows), sharex=True, sharey=True, squeeze=False)
    x, y = [float(v) for v in case.x[start : stop + 2]], [float(v) for v in case.y[start : stop + 2]]
    for ax in grid.flat[len(listed) :]:
        ax.set_axis_off()
    for ax, (cost, changes, spline) in zip(grid.flat, listed, strict=False):
        best = spline in case.splines or cost <= listed[0][0] + 1e-12
        style.draw_spline(ax, spline, x[0], x[-1], style.BLUE if best else style.GREY)
        ax.plot(x, y, "o", color=style.INK, ms=3.5, zorder=5)
        terms = " + ".join(f"({c})^p" if "/" in str(c) else f"{c}^p" for c in changes)
        name = f"${terms}$" if len(changes) < 4 else f"{len(changes)} knots, $V_p$"
        ax.set_title(f"{name} = {cost:.3f}", fontsize=8.5, color=style.BLUE if best else style.INK)


draw_candidates(case)

# %%
style.checked("theorem-3.1-2b", *at_all)
style.checked("theorem-a", *at_all)

# %% [markdown]
# Every check can fail. These are false variants of the two items, on the same data:

# %%
style.false_variants("theorem-3.1-1", case)
style.false_variants("theorem-3.1-2a", case)
style.false_variants("theorem-3.1-2b", *at_all)

# %% [markdown]
# ## The fewest knots ($p = 0$)
#
# A run of $n$ gaps needs $\lceil n/2 \rceil$ knots, and no spline does with less. But at $p = 0$ a knot costs the
# same whatever its slope change, so knots can be moved. The smallest example has a gap $+1$ beside a gap $-1$.
#
# **Infinitely many splines with two knots, the fewest** (grey), and the one that is the minimiser for all small $p$
# (blue): it has the least product of slope changes. The first knot of a grey one overshoots, and the second undoes
# it.

# %%
bend = SplineCase(Dataset.from_gaps([0, 1, -1, 0]))
x = [float(v) for v in bend.x]
_, ax = plt.subplots(figsize=(7, 3.2))
for tenths in range(1, 8, 2):
    t = Fraction(tenths, 10)  # the knot at 2 + t has slope change c with c (1 - t) = 1; the next one takes c t off
    c = 1 / (1 - t)
    other = Spline(0, 0, [2 + t, 3], [c, -1 - c * t])
    style.require(all(other(a) == b for a, b in zip(bend.x, bend.y, strict=True)), "the grey splines interpolate")
    style.draw_spline(ax, other, x[0], x[-1], style.GREY)
style.draw_spline(ax, bend.solution.spline, x[0], x[-1])
style.draw_points(ax, bend.data, chords=False)
ax.set_ylabel("$y$")
print("minimisers at p = 0:", bend.fewest.minimizers, "; at p = 1/2:", bend.solution.minimizers)

# %%
style.checked("theorem-3.1-p0", case, bend)
style.checked("theorem-c", bend)

# %% [markdown]
# ## Two consequences
#
# A minimiser of $V_p$ also has the least total variation of the slope, $V_1 = \sum |d_i|$, and at most $N - 2$ knots
# ([Corollary 3.1.1](../docs/statements.md#corollary-3-1-1)); minimisers of $V_1$ itself can have as many as one likes.
# So its weights are bounded by the data, and so is its steepest slope ([Corollary
# 3.1.2](../docs/statements.md#corollary-3-1-2)), which is that of the steepest chord
# ([ours](../docs/statements.md#lipschitz)).

# %%
for one in at_all:
    total = sum(abs(c) for f in one.splines[:1] for c in f.slope_changes)
    print(f"p = {one.p}: {len(one.splines[0].knots)} knots, N - 2 = {len(one.x) - 2}; V_1 = {total}")
    style.require(total == sum(map(abs, one.gaps)), "V_1 is the sum of the |gaps|")
style.checked("corollary-3.1.1", *at_all)
style.checked("corollary-3.1.2", *at_all)
style.checked("lipschitz", *at_all)

# %% [markdown]
# ## Now with your data
#
# Put a path to a CSV file with two columns into `FILE`, or set it to `None` and write lists. The default is the
# paper's peak/plateau example ([equations 81 and 82](../docs/statements.md#example-81-82)): four gaps, two of them a
# pair. Also try `style.DATASETS / "nile.csv"`.

# %%
FILE = style.DATASETS / "peak_plateau.csv"
X, Y = [0, 1, 2, 3, 4], ["0.5", 0, 0, 1, 3]

yours = SplineCase(Dataset.from_csv(FILE) if FILE else Dataset(X, Y), Exponent.read("1/2"))
_, ax = plt.subplots(figsize=(9, 4))
draw_minimisers(ax, yours, exponents)
for i in equal_pairs(yours)[:1]:
    draw_pair(yours, i)
if yours.runs:
    draw_candidates(yours)
stretches = equal_stretches(yours)[:5]
print("fewest knots:", yours.solution.fewest_knots, " longest stretches (first point, m):", stretches)

# %%
for name in ("theorem-3.1-1", "theorem-3.1-2a", "theorem-3.1-2b", "theorem-3.1-p0", "example-81-82"):
    style.checked(name, yours, yours=True)

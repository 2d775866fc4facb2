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
# # 4. Uniqueness, and how small $p$ must be
#
# By [Theorem A](../docs/statements.md#theorem-a) the minimisers of $V_p$ are among finitely many candidates, the
# matchings of neighbouring slope gaps. You will see their cost curves over $0 < p < 1$; that the minimiser is unique
# but for finitely many $p$ ([Theorem 3.2](../docs/statements.md#theorem-3-2-unique), with the proviso of the paper's
# footnote 5); three thresholds that are easily taken for one another, all below which the minimiser has the fewest
# knots ([Theorem 3.2](../docs/statements.md#theorem-3-2-threshold)); when any $p$ will do ([the easy
# condition](../docs/statements.md#theorem-3-2-easy), relaxed by [Theorem B](../docs/statements.md#theorem-b)); and the proof
# of optimality itself in pictures. Each claim is checked on the data shown (`sparsest claims theorem-3.2-unique
# --list` prints one at the command line).

# %%
from itertools import chain, pairwise, product

import matplotlib.pyplot as plt
import numpy as np
import style

from proofs_check.cases import SplineCase
from proofs_check.checker import check_certificate
from sparsest import Dataset, first_crossing, path
from sparsest.exact.exponent import Exponent
from sparsest.exact.powersum import PowerSum
from sparsest.exact.sign import sign
from sparsest.univariate.matching import matchings

# %% [markdown]
# ## The cost curves of all candidates
#
# Two runs of slope gaps, $5, 21, 10, 7, 3$ and $-1, -4, -4, -1$. A run of $n$ gaps has Fibonacci$(n+1)$ matchings:
# here $8 \cdot 5 = 40$ candidates ([Section A.1.4](../docs/statements.md#section-a-1-4)).

# %%
DATA = Dataset.from_gaps([5, 21, 10, 7, 3, -1, -4, -4, -1])


def candidates(case):
    """Return the splines of all matchings."""
    wheels = []
    for start, stop in case.runs:
        wheels.append([[start + k for k in m] for m in matchings([0] * (stop - start - 1))])
    return [case.solution.gaps.spline(sorted(chain(*chosen))) for chosen in product(*wheels)]


case = SplineCase(DATA)
every = candidates(case)
print(len(every), "candidates, with", ", ".join(map(str, sorted({len(f.knots) for f in every}))), "knots")
style.require(len(every) == 40, "8 times 5 candidates")
style.checked("section-a.1.4", case)

# %% [markdown]
# **Each line is what one candidate costs in excess of the least, in percent**, by its number of knots. The least is
# 0, the bottom line. Whatever touches it is a minimiser there. **Dotted, from left to right: the three thresholds.**
#
# - *First crossing*: the first $p$ at which the curves of any two candidates cross, minimal or not. The proof of
#   Theorem 3.2 uses this one.
# - *First change*: the first $p$ at which the minimiser changes at all.
# - *Critical exponent* $p^*$: the supremum of the $q$ such that for all $p < q$ every minimiser has the fewest knots.
#
# Each is at most the next, and here they are far apart: at the first change one minimiser with 5 knots gives way to
# another.


# %%
def thresholds(case):
    found = case.path
    return {"first crossing": first_crossing(case.data), "first change": found.first_change,
            "critical exponent": found.critical_exponent}  # fmt: skip


def draw_curves(case, shown):
    p = np.linspace(0.002, 0.998, 400)
    curves = [(len(f.knots), style.costs(f.power_sum, p)) for f in shown]
    least = np.min([curve for _, curve in curves], axis=0)
    fewest = min(knots for knots, _ in curves)
    colours = (style.BLUE, style.RED, style.GREEN, style.ORANGE)
    _, ax = plt.subplots(figsize=(9.5, 4.4))
    for knots, curve in sorted(curves, key=lambda row: -row[0]):
        colour = colours[min(knots - fewest, 3)]
        ax.plot(p, 100 * (curve / least - 1), color=colour, lw=1.1, alpha=0.85)
    top = np.percentile([100 * (curve / least - 1) for _, curve in curves], 60) or 1.0
    ax.set(xlim=(0, 1), ylim=(-0.02 * top, top), xlabel="$p$", title="cost in excess of the least, in percent")
    for k in range(max(knots for knots, _ in curves) - fewest + 1):
        more = "" if k < 3 else " or more"
        if k < 4:
            ax.text(1.02, 0.95 - 0.07 * k, f"{fewest + k} knots{more}", color=colours[k], transform=ax.transAxes)
    for k, (name, point) in enumerate(thresholds(case).items()):
        at = 1.0 if point is None else float(point.enclosure(9)[0])
        ax.axvline(at, color=style.INK, lw=1, ls=":")
        ax.text(at, (0.97 - 0.07 * k) * top, f" {name} ", ha="left" if at < 0.75 else "right", va="top", fontsize=9,
                bbox={"fc": "white", "ec": "none", "pad": 1})  # fmt: skip


draw_curves(case, every)
for name, point in thresholds(case).items():
    print(f"{name}: {style.bounds(point)}")
ends = [float(point.enclosure(9)[0]) for point in thresholds(case).values()]
style.require(ends[0] < ends[1] < ends[2] < 1, "the three thresholds differ")

# %%
inside = [SplineCase(DATA, Exponent.read(str(piece.inside()))) for piece in case.path.pieces]
for piece in case.path.pieces:
    print(f"around p = {float(piece.inside()):.3f}: {piece.knots} knots, {piece.minimizers} minimiser(s)")
style.checked("theorem-3.2-threshold", *inside)
style.checked("theorem-3.2-unique", *inside)

# %% [markdown]
# ## Uniqueness, and the two ways in which it fails
#
# *For one $p$.* Where two curves cross on the bottom line both are minimisers. For gaps $25/16, 9, 16, 49/36$ that is
# at $p = 1/2$: with $9 + 16 = 25$, $25/16 + 9 = (13/4)^2$ and $16 + 49/36 = (25/6)^2$ all roots are rational, and the
# tie is found by algebra, not within a tolerance.
#
# *For every $p$.* Gaps $1, 2, 1$: pairing $1 + 2$ or $2 + 1$ gives different functions with the same slope changes
# $\{3, 1\}$, so they cost the same at every $p$. This is the paper's footnote 5: "unique" means up to equal multisets
# of slope changes.
#
# **Both minimisers in each case.** Squares are knots.

# %%
# (a, 9, 16, d) with sqrt(a) = 5/4 and sqrt(d) = 7/6: at p = 1/2 the pairs 1 and 3 save 1 each, and the pair 2 saves
# 3 + 4 - 5 = 2, as much as both.
for_one = SplineCase(Dataset.from_gaps(["25/16", 9, 16, "49/36"]))
for_all = SplineCase(Dataset.from_gaps([1, 2, 1]))
for name, one in (("for one p", for_one), ("for every p", for_all)):
    print(f"{name}: gaps {', '.join(map(str, one.gaps))}")
    for f in one.splines:
        print(f"    slope changes {', '.join(map(str, f.slope_changes))}; V_1/2 = {f.variation('1/2')}")
    for p in ("2/5", "1/2", "3/5"):
        print(f"    p = {p}: {SplineCase(one.data, Exponent.read(p)).solution.minimizers} minimiser(s)")
    style.require(one.solution.minimizers == 2, "two minimisers at p = 1/2")

_, grid = style.axes(2)
for ax, one, title in zip(grid, (for_one, for_all), ("a tie at $p = 1/2$ only", "a tie at every $p$"), strict=True):
    x = [float(v) for v in one.x]
    for f, colour, dash in zip(one.splines, (style.BLUE, style.RED), ("-", (0, (5, 2))), strict=True):
        style.draw_spline(ax, f, x[0], x[-1], colour, ls=dash)
    style.draw_points(ax, one.data, chords=False)
    ax.set_title(title)

# %%
style.checked("theorem-3.2-unique", for_one, for_all)
style.false_variants("theorem-3.2-unique", for_one, for_all)

# %% [markdown]
# ## When any $p$ will do
#
# With at most two consecutive points of equal curvature the minimiser is the same, and has the fewest knots, for
# every $p$. For the number of knots three points are still fine (Theorem B), four are not: gaps $1, M, M, 1$.
#
# **The critical exponent of gaps $1, M, M, 1$** goes to 0 as $M$ grows: how small $p$ must be depends on the data and
# can be as small as one likes. (For small $M$ it is 1.)

# %%
style.checked("theorem-3.2-easy", SplineCase(Dataset.from_gaps([1, 2, 0, -1, -3, 5])))
style.checked("theorem-b", SplineCase(Dataset.from_gaps([1, 2, 1, 0, -1, -30, -5])))

_, ax = plt.subplots(figsize=(7, 3.2))
sizes = (
    [2, 3, 4, 6, 10, 30, 100]
    if style.SMALL
    else [2, 3, 4, 5, 6, 8, 10, 14, 20, 30, 50, 100, 300, 1000, 10**4, 10**5, 10**6]
)
found = [path(Dataset.from_gaps([1, M, M, 1])).critical_exponent for M in sizes]
ax.plot(sizes, [1.0 if point is None else float(point.enclosure(6)[0]) for point in found], "o-", color=style.BLUE)
ax.set(xscale="log", xlabel="$M$", title="critical exponent of the gaps $1, M, M, 1$", ylim=(0, 1.05))
print(f"M = {sizes[-1]}: p* in {style.bounds(found[-1])}")

# %% [markdown]
# ## The proof in pictures
#
# A matched pair $(k, k+1)$ saves $g_k(p) = |d_k|^p + |d_{k+1}|^p - |d_k + d_{k+1}|^p$, so the minimum of $V_p$ is
# $\sum |d_i|^p$ less the greatest weight of a matching. Along each run let $D_1 = 0$ and
#
# $$D_{k+1} = \max(0,\; g_k - D_k).$$
#
# Then $D \ge 0$ and $D_k + D_{k+1} \ge g_k$ on every edge. A matching uses each gap at most once, so no matching
# saves more than $\sum_k D_k$. And one saves exactly that much: it is optimal, and anyone can recheck it in linear
# time.
#
# **Above: the gaps as bars; brackets are the matched pairs. Below: for each edge its saving $g_k$ (line) and the two
# dual values $D_k$ (light) and $D_{k+1}$ (dark) stacked.** No line is above its stack; on matched edges (blue) the
# two meet.

# %%
P = "1/2"


def dual(sizes, p):
    """Return the savings and the dual values of a run as exact power sums, decided by exact signs."""
    g = [PowerSum.of([(1, a), (1, b), (-1, a + b)]) for a, b in pairwise(sizes)]
    values = [PowerSum.of([])]
    for saving in g:
        rest = saving - values[-1]
        values.append(rest if sign(rest, p) > 0 else PowerSum.of([]))
    return g, values


def draw_proof(case):
    start, stop = max(case.runs, key=lambda run: run[1] - run[0])
    p, n = case.p, stop - start
    sizes = case.solution.gaps.sizes((start, stop))
    g, values = dual(sizes, p)
    matched = [k - start for k in case.solution.matches if start <= k < stop - 1]
    total = PowerSum.of([])
    for k, saving in enumerate(g):
        slack = values[k] - (saving - values[k + 1])
        style.require(sign(slack, p) >= 0, "the dual covers every edge")
        if k in matched:
            style.require(sign(slack, p) == 0, "matched edges are tight")
            total = PowerSum.of([*total.terms, *saving.terms])
    left_over = PowerSum.of([term for value in values for term in value.terms]) - total
    style.require(sign(left_over, p) == 0, "the matching saves the sum of the dual values")
    print(f"points {start + 2} to {stop + 1}: the pairs save {total.at(p)}, the sum of the dual values")

    g, values = ([float(v.at(p)) for v in some] for some in (g, values))
    _, (above, below) = plt.subplots(2, 1, figsize=(9, 5.4), sharex=True)
    heights = [float(a) for a in sizes]
    above.bar(range(n), heights, width=0.5, color=style.GREY)
    for k, a in enumerate(sizes):
        above.text(k, heights[k] + 0.02 * max(heights), f"$|d| = {a}$", ha="center", fontsize=9)
    for k in matched:
        top = max(heights[k : k + 2]) + 0.14 * max(heights)
        above.plot([k, k, k + 1, k + 1], [top, top * 1.03, top * 1.03, top], color=style.BLUE, lw=2)
    above.set(title=f"gaps and matched pairs, $p = {p}$", ylim=(0, 1.35 * max(heights)))
    for k, saving in enumerate(g):
        colour = style.BLUE if k in matched else style.RED
        below.bar(k + 0.5, values[k], width=0.36, color=style.SKY, alpha=0.6)
        below.bar(k + 0.5, values[k + 1], bottom=values[k], width=0.36, color=style.SKY)
        below.plot([k + 0.25, k + 0.75], [saving] * 2, color=colour, lw=2.5)
        below.text(k + 0.5, values[k] + values[k + 1] + 0.04 * max(g), f"$g$ = {saving:.3f}", ha="center", fontsize=9,
                   color=colour)  # fmt: skip
    below.set(xlabel="gap, from the left of the run", title="savings and dual values of the edges")
    below.set(ylim=(0, 1.2 * max(values[k] + values[k + 1] for k in range(len(g)))))
    below.set_xticks(range(n), [str(k + 1) for k in range(n)])


draw_proof(SplineCase(DATA, Exponent.read(P)))

# %% [markdown]
# The dual values are in the certificate of the solution, as signs. The independent checker recomputes them with
# arithmetic of its own; one wrong sign, and it rejects.

# %%
at_p = SplineCase(DATA, Exponent.read(P))
certificate = at_p.solution.certificate()
print("dual signs:", certificate["dual"], "->", check_certificate(certificate).verdict)
style.require(check_certificate(certificate).verdict == "accept", "the checker accepts")
flipped = str.maketrans("+-", "-+")
certificate["dual"][0] = certificate["dual"][0].translate(flipped)
print("forged:    ", certificate["dual"], "->", check_certificate(certificate).verdict)
style.require(check_certificate(certificate).verdict == "reject", "the checker rejects a forgery")
style.checked("theorem-a", at_p)

# %% [markdown]
# ## Now with your data
#
# Put a path to a CSV file with two columns into `FILE`, or set it to `None` and write lists. Up to 200 candidates are
# drawn.

# %%
FILE = style.DATASETS / "non_monotone.csv"
X, Y = [0, 1, 2, 3, 4, 5], [0, 0, "0.01", "1.02", "3.03", "5.05"]

yours = SplineCase(Dataset.from_csv(FILE) if FILE else Dataset(X, Y), Exponent.read("1/2"))
number = (
    len(candidates(yours)) if all(stop - start < 12 for start, stop in yours.runs) and len(yours.runs) < 5 else 10**9
)
print(
    "critical exponent:",
    style.bounds(yours.path.critical_exponent),
    " first change:",
    style.bounds(yours.path.first_change),
)
if number <= 200:
    draw_curves(yours, candidates(yours))
if any(stop - start > 1 for start, stop in yours.runs):
    draw_proof(yours)
for name in ("theorem-3.2-threshold", "theorem-3.2-unique", "theorem-a"):
    style.checked(name, yours, yours=True)

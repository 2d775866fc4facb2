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
# # 5. Sparsity is not monotone in $p$
#
# The smaller $p$, the closer $\sum_k |c_k|^p$ is to counting knots. So one expects that knots only ever get *more* as
# $p$ grows. They do not: you will see eight points whose minimiser has 3 knots (the fewest possible) for small $p$,
# then 4, and near $p = 1$ again 3. Everything below is exact: the two values of $p$ where the minimiser changes are
# enclosed by rational bounds, and an independent checker accepts the proof. The claims behind it are [Theorem 3.2 on
# small $p$](../docs/statements.md#theorem-3-2-threshold), [Theorem A](../docs/statements.md#theorem-a), [Theorem
# B](../docs/statements.md#theorem-b) and [the limits](../docs/statements.md#limits); each is checked on the data shown
# (`sparsest claims theorem-a --list` prints it at the command line).

# %%
from itertools import pairwise

import numpy as np
import style

from proofs_check.cases import SplineCase
from proofs_check.verify import check_certificate
from sparsest import Dataset, path, phenomena
from sparsest.exact.exponent import Exponent

# %% [markdown]
# ## The data
#
# Slope gaps are the differences of neighbouring chord slopes: $d_i = s_i - s_{i-1}$. Here they are 1, 7, 29, 30, 16,
# 1, all positive: one *run* of six gaps.

# %%
data = Dataset.from_csv(style.DATASETS / "non_monotone.csv")
case = SplineCase(data)
print("gaps:", ", ".join(map(str, case.gaps)))
style.require(case.gaps == (1, 7, 29, 30, 16, 1), "the gaps are those of the text")

# %% [markdown]
# ## All minimisers for all $p$
#
# `sparsest.path` returns the minimisers for every $p$ in $(0, 1)$: pieces, with certified breakpoints between them.


# %%
def show_pieces(found):
    ends = [None, *found.breakpoints, None]
    for k, piece in enumerate(found.pieces):
        low = "0" if ends[k] is None else style.bounds(ends[k])
        changes = ", ".join(map(str, piece.spline.slope_changes))
        print(f"p from {low} to {style.bounds(ends[k + 1])}: {piece.knots} knots, slope changes {changes}")


found = case.path
show_pieces(found)
print(
    "fewest possible:",
    found.gaps.fewest_knots,
    "knots;  critical exponent p* in",
    style.bounds(found.critical_exponent),
)
style.require([piece.knots for piece in found.pieces] == [3, 4, 3], "3, then 4, then 3 knots")

# %% [markdown]
# The first and the last piece have the *same* minimiser: it is best, is beaten, and is best again.
#
# **Left: knots against $p$. Then what each function costs in excess of the least**, in percent. A curve is at 0 where
# its function is a minimiser. The critical exponent $p^*$ of [Theorem 3.2](../docs/statements.md#theorem-3-2-threshold)
# is the first breakpoint: below it every minimiser has the fewest knots. The theorem says nothing about $p > p^*$,
# and rightly so.


# %%
COLOURS = (style.BLUE, style.RED, style.GREEN, style.PURPLE, style.ORANGE, style.SKY)


def distinct(found):
    """Return (piece, which pieces it is, colour) for the different functions, four at most."""
    numbers = {}
    for k, piece in enumerate(found.pieces):
        numbers.setdefault(piece.matches, []).append(k)
    return [
        (found.pieces[ks[0]], "piece" + "s" * (len(ks) > 1) + " " + ", ".join(str(k + 1) for k in ks), colour)
        for ks, colour in zip(list(numbers.values())[:4], COLOURS, strict=False)
    ]


def draw_path(found):
    _, (stairs, excess, close) = style.axes(3, 3.2)
    ends = [0.0, *(float(point.enclosure()[0]) for point in found.breakpoints), 1.0]
    colours = {piece.matches: colour for piece, _, colour in distinct(found)}
    for piece, (low, high) in zip(found.pieces, pairwise(ends), strict=True):
        stairs.plot([low, high], [piece.knots] * 2, color=colours.get(piece.matches, style.GREY), lw=3)
        stairs.text((low + high) / 2, piece.knots + 0.06, str(piece.knots), ha="center", va="bottom")
    p = np.linspace(0.001, 0.999, 400)
    shown = [(style.costs(piece.spline.power_sum, p), name, colour) for piece, name, colour in distinct(found)]
    least = np.maximum(np.min([style.costs(piece.spline.power_sum, p) for piece in found.pieces], axis=0), 1e-300)
    names = []
    for curve, name, colour in shown:
        over = 100 * (curve / least - 1)
        excess.plot(p, over, color=colour)
        close.plot(p, over, color=colour)
        names.append((p[-1], over[-1], name, colour))
    for end in ends[1:-1]:
        stairs.axvline(end, color=style.GREY, lw=0.8, ls=":")
        excess.axvline(end, color=style.GREY, lw=0.8, ls=":")
        close.axvline(end, color=style.GREY, lw=0.8, ls=":")
    counts = [piece.knots for piece in found.pieces]
    stairs.set(xlabel="$p$", title="knots of the minimiser", xlim=(0, 1), ylim=(min(counts) - 0.5, max(counts) + 0.5))
    stairs.set_yticks(range(min(counts), max(counts) + 1))
    excess.set(xlabel="$p$", title="excess over the least cost, %", xlim=(0, 1))
    highest = max((100 * (c / least - 1))[p > ends[1]].max(initial=0.0) for c, _, _ in shown) if ends[1] < 1 else 0.0
    close.set(xlabel="$p$", title="the same, enlarged", xlim=(0, 1), ylim=(-0.03 * highest, 1.05 * highest or 1.0))
    style.name_ends(close, names)


draw_path(found)

# %%
inside = [SplineCase(data, Exponent.read(str(piece.inside()))) for piece in found.pieces]
style.checked("theorem-3.2-threshold", *inside)
style.checked("limits", *inside)

# %% [markdown]
# ## Why: two matchings compete
#
# By [Theorem A](../docs/statements.md#theorem-a) a minimiser is a *matching* of neighbouring gaps. A matched pair $(i,
# i+1)$ becomes one knot and saves $g_i(p) = |d_i|^p + |d_{i+1}|^p - |d_i + d_{i+1}|^p$; the best matching saves most.
# Six gaps make at most three pairs, in one way only. With two pairs there are four knots.
#
# **The bars are the gaps, the brackets the matched pairs, with what they save at a $p$ inside the piece.** For small
# $p$ three pairs win, since every pair saves nearly 1. In the middle, pairing $7 + 29$ and $30 + 16$ saves more than
# the three pairs, two of which contain a gap of size 1. Near $p = 1$, $V_p \approx V_1 - (1 - p) \sum |c| \ln |c|$
# with the same $V_1$ for all, so the largest $\sum |c| \ln |c|$ wins: that is the one with the pair $29 + 30 = 59$.
# So both ends favour three pairs, for different reasons.


# %%
def draw_matchings(found):
    shown = distinct(found)
    _, grid = style.axes(len(shown), 3.0, sharey=True, squeeze=False)
    sizes = [float(abs(d)) for d in found.gaps.gaps]
    top = max(sizes, default=1.0)
    for (piece, name, colour), ax in zip(shown, grid[0], strict=True):
        p = float(piece.inside())
        ax.bar(range(2, len(sizes) + 2), sizes, width=0.55, color=style.GREY)
        for i, size in enumerate(sizes):
            ax.text(i + 2, size + 0.02 * top, str(abs(found.gaps.gaps[i])), ha="center", fontsize=8, color=style.INK)
        for i in piece.matches:
            a, b = sizes[i : i + 2]
            height = max(a, b) + 0.14 * top
            ax.plot([i + 2, i + 2, i + 3, i + 3], [height, height * 1.04, height * 1.04, height], color=colour, lw=2)
            saving = a**p + b**p - (a + b) ** p
            ax.text(i + 2.5, height * 1.06, f"{saving:.3f}", ha="center", va="bottom", fontsize=8, color=colour)
        ax.set(xlabel="gap $i$", title=f"{name}, at $p$ = {p:.3f}", ylim=(0, 1.4 * top))
        ax.set_xticks(range(2, len(sizes) + 2))


draw_matchings(found)

# %%
for piece in (found.pieces[0], found.pieces[1]):
    weight = sum(float(abs(c)) * np.log(float(abs(c))) for c in piece.spline.slope_changes)
    print(f"slope changes {', '.join(map(str, piece.spline.slope_changes))}: sum |c| ln|c| = {weight:.3f}")

# %%
style.checked("theorem-a", *inside)

# %% [markdown]
# ## What the functions look like
#
# The squares are knots. The functions differ by little, and so do their costs.


# %%
def draw_functions(found):
    shown = distinct(found)
    _, grid = style.axes(len(shown), 3.0, sharey=True, squeeze=False)
    x = found.data.x
    for (piece, name, colour), ax in zip(shown, grid[0], strict=True):
        style.draw_points(ax, found.data)
        style.draw_spline(ax, piece.spline, float(x[0]), float(x[-1]), colour)
        ax.set_title(f"{name}: {piece.knots} knots")


draw_functions(found)

# %% [markdown]
# ## The proof, checked by somebody else
#
# The path has a certificate: brackets of all zeros, signs between them. The checker below shares no code with the
# solver; it refuses the certificate if one number of it is changed.

# %%
certificate = found.certificate()
verdict = check_certificate(certificate)
print(verdict.verdict, "the certificate")
style.require(verdict.verdict == "accept", "the checker accepts")

certificate["claim"]["pieces"][1]["knots"] = 3
forged = check_certificate(certificate)
print(forged.verdict, "a certificate that claims 3 knots throughout")
style.require(forged.verdict == "reject", "the checker rejects a forgery")

# %% [markdown]
# ## How short can such data be?
#
# [Theorem B](../docs/statements.md#theorem-b): a run of at most 3 gaps has the fewest knots for every $p$, so it cannot
# happen there. A random search finds examples with 6 gaps; with 4 and 5 it found none, which proves nothing.

# %%
style.checked("theorem-b", SplineCase(Dataset.from_gaps([1, 7, 29])), SplineCase(Dataset.from_gaps([30, 16, 1])))
tries, lengths = (50, (4, 5)) if style.SMALL else (500, (4, 5, 6))
for gaps in lengths:
    find = phenomena.search("non-monotone", gaps, tries, seed=3, largest=1000)
    print(f"{gaps} gaps:", "none found" if find is None else f"gaps {find.gaps}, knots {find.knots}")

# %% [markdown]
# ## Now with your data
#
# Put a path to a CSV file with two columns into `FILE`, or leave it empty and put gaps, or your own points, in its
# place. The default is one run of ten gaps whose minimisers have 5, 6, 5 and 6 knots.

# %%
FILE = style.DATASETS / "four_pieces.csv"
yours = Dataset.from_csv(FILE) if FILE else Dataset.from_gaps([1, 100, 100, 1])

mine = path(yours)
show_pieces(mine)
draw_path(mine)
draw_matchings(mine)
draw_functions(mine)

# %%
cases = [SplineCase(yours, Exponent.read(str(piece.inside()))) for piece in mine.pieces]
style.checked("theorem-3.2-threshold", *cases, yours=True)
style.checked("theorem-a", *cases, yours=True)

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
# # 9. Which tolerance?
#
# Labels that carry noise need a knot at nearly every point when they are met exactly. Within a tolerance $\varepsilon$,
# $|f(x_i) - y_i| \le \varepsilon$, far fewer do; at $\varepsilon = 0$ it is problem (3) of the paper, [solved by its
# Theorem 3.1](../docs/statements.md#theorem-3-1-p0) (`sparsest claims theorem-3.1-p0 --list` prints the statement at
# the command line). You will see the fewest knots against the tolerance, every step of it exact; how that staircase
# shows where noise ends and shape begins; one function with its gates; and why no other has fewer knots, in pictures
# and as a certificate.

# %%
import copy
import random
from fractions import Fraction
from itertools import pairwise

import matplotlib.pyplot as plt
import style

from proofs_check.cases import SplineCase
from proofs_check.verify import check_certificate
from sparsest import Dataset, Spline, solve, staircase
from sparsest.exact.exponent import Exponent

# %% [markdown]
# ## A shape, and noise upon it
#
# A function with 3 knots, seen at points where every label is off by up to $1/4$. All numbers are rational.

# %%
SHAPE = Spline(1, 0, [4, 9, 13], [-2, 3, "-3/2"])
NOISE, COUNT = Fraction(1, 4), 24 if style.SMALL else 60

rng = random.Random(5)
x = [Fraction(16 * k, COUNT - 1) for k in range(COUNT)]
noisy = Dataset(x, [SHAPE(t) + NOISE * Fraction(rng.randint(-100, 100), 100) for t in x])
print(f"{COUNT} points, met exactly: {solve(noisy).knots} knots; the shape has {len(SHAPE.knots)}")

# %% [markdown]
# ## The staircase
#
# From each tolerance on, it included, so many knots suffice, and fewer do not, up to the next one. `sparsest tolerance
# DATA` prints the same.

# %%
found = staircase(noisy)
for step in found.steps[-6:]:
    print(f"{step.knots:3d} knots from tolerance {step.tolerance} = {float(step.tolerance):.4f} on")


def draw_staircase(found, mark=None):
    at, knots = [float(step.tolerance) for step in found.steps], [step.knots for step in found.steps]
    _, ax = style.axes(height=3.4)
    ax.step([*at, 1.1 * at[-1] or 1.0], [*knots, knots[-1]], where="post", color=style.BLUE)
    ax.plot(at, knots, "o", color=style.BLUE, ms=3.5)
    if mark is not None:
        ax.axvline(float(mark), color=style.RED, lw=1, ls=":")
        ax.annotate("the noise", (float(mark), max(knots)), (5, -4), textcoords="offset points", color=style.RED)
    ax.set(xlabel=r"tolerance $\varepsilon$", title="fewest knots within each tolerance")
    ax.set_ylim(bottom=-0.5)


# %% [markdown]
# **The fewest knots (blue) fall steeply while the tolerance is smaller than the noise, and hardly beyond it (dotted).**

# %%
draw_staircase(found, NOISE)

# %% [markdown]
# Steps to the right of the noise are about the shape. The shape itself is within the noise of every label, so its 3
# knots suffice from there on; a much larger tolerance is needed to do with one less.

# %%
enough = next(step for step in found.steps if step.knots <= len(SHAPE.knots))
fewer = next(step for step in found.steps if step.knots < len(SHAPE.knots))
print(f"{enough.knots} knots from {float(enough.tolerance):.4f} on, {fewer.knots} from {float(fewer.tolerance):.4f} on")
style.require(enough.tolerance <= NOISE, "the knots of the shape suffice within the noise")
style.require(fewer.tolerance > NOISE, "fewer knots than the shape has do not suffice within the noise")

# %% [markdown]
# ## One function
#
# `solve(data, tolerance=...)` returns a function with the fewest knots; of all of these one whose largest residual is
# the least, which is the tolerance of its step: the same at any tolerance up to the next step.

# %%
one = solve(noisy, tolerance=NOISE)
print(f"{one.knots} knots; largest residual {one.largest_residual} = {float(one.largest_residual):.4f}")
style.require(one.largest_residual == enough.tolerance, "the largest residual is the tolerance of the step")


# %% [markdown]
# **Gates (grey), data (dots), the function with its knots (blue), the shape behind the data (green, dashed).**


# %%
def draw_gates(ax, solution):
    ends = [solution.gates.bounds(row) for row in range(len(solution.gates.labels))]
    at = [float(solution.data.x[point]) for point in solution.gates.points]
    bars = [(t, float(low), float(high)) for t, (low, high) in zip(at, ends, strict=True) if None not in (low, high)]
    if bars:
        ax.vlines(*zip(*bars, strict=True), color=style.GREY, lw=3, alpha=0.6)


def draw_solution(solution):
    _, ax = style.axes(height=3.8)
    draw_gates(ax, solution)
    style.draw_points(ax, solution.data, size=3, chords=False)
    style.draw_spline(ax, solution.spline, float(solution.data.x[0]), float(solution.data.x[-1]))
    ax.set(title=f"{solution.knots} knots, largest residual {float(solution.largest_residual):.4g}")
    return ax


ax = draw_solution(one)
corners = [0, *SHAPE.knots, 16]
ax.plot([float(t) for t in corners], [float(SHAPE(t)) for t in corners], color=style.GREEN, ls="--", lw=1, zorder=1)

# %% [markdown]
# ## Why not fewer?
#
# A *bend* is a gate between two others that no line through these two can pass: so there is a knot between them,
# where the slope changes that way. Bends of one sign that do not overlap need a knot each, of their own. The certificate
# names as many bends as there are knots.

# %%
certificate = one.certificate()
print("bends (sign, and three points):", certificate["bends"])
print(check_certificate(certificate))
style.require(check_certificate(certificate).verdict == "accept", "the checker accepts")
style.require(len(certificate["bends"]) == one.knots, "as many bends as knots")

# %% [markdown]
# **Each bend: the line through the nearest ends of two gates (red) passes the gate between on the wrong side.**


# %%
def draw_bends(solution, certificate):
    ax = draw_solution(solution)
    gates = solution.gates
    for sign, *rows in certificate["bends"]:
        a, b, c = (row - 1 for row in rows)
        side = 1 if sign == "-" else 0
        ends = [gates.bounds(a)[side], gates.bounds(b)[1 - side], gates.bounds(c)[side]]
        at = [float(solution.data.x[gates.points[row]]) for row in (a, b, c)]
        values = [float(end) for end in ends]
        ax.plot([at[0], at[2]], [values[0], values[2]], color=style.RED, lw=1.2, zorder=6)
        ax.plot(at[1], values[1], "o", mfc="none", mec=style.RED, ms=9, zorder=6)
    ax.set(title=f"{len(certificate['bends'])} bends, so {len(certificate['bends'])} knots are needed")


draw_bends(one, certificate)

# %% [markdown]
# A certificate that claims more than it proves is refused: one bend less, a residual that is too small, a function
# that leaves a gate.

# %%
for what in ("a bend less", "a smaller residual", "a knot moved"):
    forged = copy.deepcopy(certificate)
    if what == "a bend less":
        forged["bends"].pop()
    elif what == "a smaller residual":
        forged["claim"]["largest_residual"] = "0"
    else:
        forged["spline"]["knots"][0]["x"] = "1"
    verdict = check_certificate(forged)
    print(f"{what}: {verdict.verdict} ({verdict.clause})")
    style.require(verdict.verdict == "reject", f"{what} is refused")

# %% [markdown]
# ## A calibration table
#
# The resistance of a platinum thermometer and its temperature (IEC 60751, steps of one degree). Exactly, the rounding
# of the table is met too; within a tenth of a degree few pieces are left.

# %%
table = Dataset.from_csv(style.DATASETS / "pt100.csv")
print(f"{len(table)} points, met exactly: {solve(table).knots} knots")
for tolerance in ("1/2", "1/5", "1/10") if style.SMALL else ("2", "1", "1/2", "1/5", "1/10", "1/20"):
    near = solve(table, tolerance=tolerance, fit="any")
    print(f"within {tolerance:>4} degrees: {near.knots:3d} knots ({check_certificate(near.certificate()).verdict})")
style.require(solve(table, tolerance="1/10", fit="any").knots == 16, "16 knots within a tenth of a degree")

# %% [markdown]
# ## At tolerance 0
#
# Gates without width are points: then the count is that of the paper's Theorem 3.1, which is checked on the same data.

# %%
style.require(solve(noisy, tolerance=0).knots == solve(noisy, "0").knots, "at tolerance 0 as without one")
style.checked("theorem-3.1-p0", SplineCase(noisy, Exponent.read("0")))

# %% [markdown]
# ## Now with your data
#
# Put a path to a CSV file (input and label) into `FILE`, or set it to `None` and write lists. With `TOLERANCE = None`
# the tolerance of the step with the longest level, by its ratio, is taken.

# %%
FILE = None  # or "my.csv"
X, Y = range(12), ["0", "1.1", "1.9", "3.05", "3.9", "5.1", "4.2", "2.9", "2.1", "0.95", "0.1", "-1"]
TOLERANCE = None  # or "1/4"

yours = Dataset.from_csv(FILE, ties="gates") if FILE else Dataset(X, Y)
steps = staircase(yours, most=40)
draw_staircase(steps)


def longest_level(steps):
    positive = [step.tolerance for step in steps if step.tolerance > 0]
    pairs = [(after / before, before) for before, after in pairwise(positive)]
    return max(pairs, default=(1, steps[-1].tolerance))[1]


solution = solve(yours, tolerance=longest_level(steps.steps) if TOLERANCE is None else TOLERANCE)
draw_bends(solution, solution.certificate())
print(solution, check_certificate(solution.certificate()).verdict)
if yours.rows.several_labels() is None:
    style.checked("theorem-3.1-p0", SplineCase(yours, Exponent.read("0")), yours=True)
plt.show()

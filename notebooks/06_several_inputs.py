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
# # 6. Several inputs: a finite program
#
# With inputs $x \in \mathbb{R}^d$, $\bar x = [x, 1]$, the paper's networks are $f(x) = \sum_k v_k (w_k \cdot \bar
# x)_+$: no skip connection, and every entry of $v_k w_k$, biases included, is charged. You will see, for three points
# and one input, that a neuron matters only through the points at which it is active, that there are six such
# *patterns*, that the search among all networks becomes a finite program ([Lemma 4.1](../docs/statements.md#lemma-4-1)),
# and that its minimisers are among ten vertices; then how many neurons and parameters are needed ([Proposition
# 4.1](../docs/statements.md#proposition-4-1-neurons), [its bound](../docs/statements.md#proposition-4-1-bound)), and the same
# with two inputs. Each claim is checked on the data shown (`sparsest claims lemma-4.1 --list` prints one at the
# command line).

# %%
import random
from fractions import Fraction

import matplotlib.pyplot as plt
import numpy as np
import style

from proofs_check.answers import all_vertices
from proofs_check.cases import NetworkCase
from proofs_check.unaided import nets
from proofs_check.unaided.compare import compare
from proofs_check.verify import check_certificate
from sparsest import Dataset, MultivariateNetwork, MultivariateNeuron, Points, solve, solve_network
from sparsest.exact.exponent import Exponent
from sparsest.multivariate.constructions import first_network, parameter_bound, upper_network
from sparsest.multivariate.patterns import cells, cover_count
from sparsest.multivariate.program import Program

# %% [markdown]
# ## Patterns: where a neuron is active
#
# Each point cuts the plane of all neurons $u = (w, b)$ by the line $x_i w + b = 0$: on one side the neuron is active
# at $x_i$, on the other not. Three lines through the origin leave six cells; all neurons of a cell have the same
# *pattern* $D_j$. In general position there are $2 \sum_{k \le d} \binom{N-1}{k}$ of them (Cover).

# %%
POINTS = Points([[-1], [0], [2]], [1, 2, -1])
P = "1/2"

case = NetworkCase(POINTS, Exponent.read(P))
patterns = cells(POINTS)
for pattern in patterns:
    print("active at", "".join("1" if on else "0" for on in pattern.active), " for example w, b =",
          ", ".join(map(str, pattern.witness)))  # fmt: skip
print(len(patterns), "patterns; Cover counts", cover_count(len(POINTS), POINTS.dimension))
style.require(len(patterns) == cover_count(3, 1) == 6, "six patterns")

# %% [markdown]
# **Left: the plane of neurons $(w, b)$, cut by one line for each point.** A cell is named by its pattern, a digit for
# each point. **Right: one neuron of each cell as a function of $x$.** The colours are the same.

# %%
COLOURS = (style.GREY, style.BLUE, style.GREEN, style.ORANGE, style.RED, style.PURPLE)

_, (left, right) = style.axes(2, 4.0)
angles = np.linspace(0, 2 * np.pi, 2000)
x = [float(row[0]) for row in POINTS.x]
inside = np.array([[np.cos(a) * xi + np.sin(a) >= 0 for xi in x] for a in angles])
grid = np.linspace(-2, 3, 251)
named = set()
for pattern, colour in zip(patterns, COLOURS, strict=True):
    own = angles[(inside == np.array(pattern.active)).all(axis=1)]
    steps = np.diff(own)
    if len(steps) and steps.max() > 1:  # the cell that contains the angle 0
        cut = int(np.argmax(steps)) + 1
        own = np.concatenate([own[cut:] - 2 * np.pi, own[:cut]])
    left.fill([0, *np.cos(own)], [0, *np.sin(own)], color=colour, alpha=0.55, lw=0)
    middle = own[len(own) // 2]
    name = "".join("1" if on else "0" for on in pattern.active)
    left.text(1.13 * np.cos(middle), 1.13 * np.sin(middle), name, ha="center", va="center", fontsize=9)
    right.plot(grid, np.maximum(np.cos(middle) * grid + np.sin(middle), 0), color=colour, label=name)
for xi in x:
    size = np.hypot(1, xi)
    left.plot([-1.02 / size, 1.02 / size], [1.02 * xi / size, -1.02 * xi / size], color=style.INK, lw=1)
left.set(
    xlabel="$w$", ylabel="$b$", title="neurons and their patterns", xlim=(-1.3, 1.3), ylim=(-1.3, 1.3), aspect="equal"
)
for xi in x:
    right.axvline(xi, color=style.GREY, lw=0.8, ls=":")
right.plot(x, [0] * len(x), "o", color=style.INK, zorder=5)
right.set(xlabel="$x$ (dots: the points)", title="a neuron of each cell")

# %% [markdown]
# ## Lemma 4.1: networks and the finite program (10)
#
# Neurons with the same pattern and the same sign of $v$ add up: at the points they act as one neuron, whose vector is
# the sum of theirs. So one positive neuron $\nu_j$ and one negative neuron $\omega_j$ for each pattern are enough:
#
# $$\min \sum_j \|\nu_j\|_p^p + \|\omega_j\|_p^p \quad\text{s.t.}\quad \sum_j D_j \bar X (\nu_j - \omega_j) = y,\quad
# (2 D_j - I) \bar X \nu_j \ge 0,\quad (2 D_j - I) \bar X \omega_j \ge 0.$$
#
# Merging costs nothing, because $|a + b|^p \le |a|^p + |b|^p$. But the function changes between the points.
#
# **A network with two neurons of one pattern (red) and the network of its feasible point (blue).** They agree at the
# points.

# %%
program = Program(POINTS)
print(program)

SHARING = [(1, 3, "1/4"), (1, 2, "7/4"), (1, -1, 1)]  # v, w, b: the first two are active at 0 and 2 only
redundant = MultivariateNetwork([MultivariateNeuron.of(v, [w], b) for v, w, b in SHARING], 1)


def complete(network, points):
    """Return the network with neurons added that meet what it leaves of the labels."""
    rest = Points(points.x, [y - network(row) for row, y in zip(points.x, points.y, strict=True)])
    return MultivariateNetwork([*network.neurons, *first_network(rest).neurons], points.dimension)


network = complete(redundant, POINTS)
z = program.from_network(network)
back = program.to_network(z)
print("network:", network.objective(P), "at p =", P, "with", network.parameters, "parameters")
print("merged: ", back.objective(P), "at p =", P, "with", back.parameters, "parameters")
style.require(network.interpolates(POINTS) and back.interpolates(POINTS), "both interpolate")
style.require(
    compare(nets.weights(nets.charged(back)), nets.weights(nets.charged(network)), case.p) < 0,
    "here merging is strictly cheaper",
)

_, ax = plt.subplots(figsize=(7, 3.4))
grid = [Fraction(k, 40) for k in range(-80, 121)]
ends = []
for net, colour, name in ((network, style.RED, "as given"), (back, style.BLUE, "merged")):
    values = [float(net([t])) for t in grid]
    ax.plot([float(t) for t in grid], values, color=colour)
    ends.append((3.0, values[-1], name, colour))
ax.plot(x, [float(y) for y in POINTS.y], "o", color=style.INK, zorder=5)
ax.set(xlabel="$x$", ylabel="$f(x)$")
style.name_ends(ax, ends)

# %%
style.checked("lemma-4.1", *[NetworkCase(POINTS, case.p, seed) for seed in range(3)])
style.false_variants("lemma-4.1", *[NetworkCase(POINTS, case.p, seed) for seed in range(3)])
style.checked("lemma-4.1-values", case)

# %% [markdown]
# ## Vertices
#
# The price is strictly concave on every orthant, so for $0 < p < 1$ every minimiser is a vertex of the feasible set
# cut by an orthant: a rational point, one of finitely many, the same ones for all $p$. Here there are ten.
#
# **All candidates as functions, cheapest first, with their price at the chosen $p$;** the minimiser is blue. Below
# each title the number of parameters.


# %%
def draw_vertices(case, most=10):
    p = float(case.p.fraction)
    vertices = sorted(all_vertices(case.points), key=lambda net: sum(float(a) ** p for a in nets.weights(net)))
    print(len(vertices), "candidates")
    best = [net for net in vertices if compare(nets.weights(net), nets.weights(vertices[0]), case.p) == 0]
    x = np.array([float(row[0]) for row in case.points.x])
    margin = 0.15 * (x.max() - x.min() or 1.0)
    grid = np.linspace(x.min() - margin, x.max() + margin, 200)
    shown = vertices[:most]
    rows = -(-len(shown) // 5)
    _, axs = plt.subplots(rows, 5, figsize=(9.5, 1.95 * rows), sharex=True, sharey=True, squeeze=False)
    for ax in axs.flat[len(shown) :]:
        ax.set_axis_off()
    for ax, net in zip(axs.flat, shown, strict=False):
        values = sum((s * np.maximum(float(w[0]) * grid + float(w[1]), 0) for s, w in net), 0 * grid)
        ax.plot(grid, values, color=style.BLUE if net in best else style.GREY)
        ax.plot(x, [float(y) for y in case.points.y], "o", color=style.INK, ms=3.5)
        price = sum(float(a) ** p for a in nets.weights(net))
        ax.set_title(f"{price:.3f}, {nets.count(net)} parameters", fontsize=8.5)
    return best


best = draw_vertices(case)
solution = case.solution
print("least price:", solution.objective, " minimisers:", solution.minimizers, " proved:", solution.optimal)
for n in solution.network.neurons:
    print(f"    {n.output_weight} * ({n.weights[0]} x + ({n.weights[1]}))_+")
style.require(len(best) == solution.minimizers, "the cheapest vertices are the minimisers")

# %%
style.checked("theorem-4.1-vertices", case)
style.checked("proposition-4.1-exists", case)
style.checked("proposition-4.1-neurons", case)

# %% [markdown]
# ## Reweighting stands still at minimisers
#
# Iteratively reweighted $\ell^1$ replaces $|z_i|^p$ by $w_i |z_i|$ with $w_i = (|z_i| + \varepsilon)^{p-1}$,
# minimises that, and repeats. No step raises the smoothed price, and minimisers are fixed points
# ([smoothed](../docs/statements.md#algorithm-1-smoothed)). Fixed points need not be minimisers, so what it returns
# proves nothing. The printed [Algorithm 1](../docs/statements.md#algorithm-1) has no $\varepsilon$ and takes gradient
# steps: a product that is 0 has infinite weight and stays 0.

# %%
style.checked("algorithm-1", case)
style.checked("algorithm-1-smoothed", case)
style.false_variants("algorithm-1-smoothed", case)

# %% [markdown]
# ## With one input this is another problem than the first one
#
# Problems (2) and (8) differ at $d = 1$: here there is no free skip connection, and biases cost.
#
# **The minimisers of (8) (blue) and of (2) (red) for the same three points and $p$.** A free straight line and one
# knot at the middle point, against a kink at $x = 0$, where neurons without bias bend.

# %%
other = Points([[-2], [-1], [1]], [1, -1, 2])
priced, free = solve_network(other, P), solve(Dataset([row[0] for row in other.x], other.y), P)
print("(8):", priced.objective, " (2):", free.objective)
grid = [Fraction(k, 40) for k in range(-100, 61)]
_, ax = plt.subplots(figsize=(7, 3.2))
ends = []
for f, colour, name in (
    (lambda t: priced.network([t]), style.BLUE, f"(8): {priced.network.parameters} parameters"),
    (free.spline, style.RED, f"(2): {free.knots} knot"),
):
    values = [float(f(t)) for t in grid]
    ax.plot([float(t) for t in grid], values, color=colour)
    ends.append((float(grid[-1]), values[-1], name, colour))
ax.plot([float(row[0]) for row in other.x], [float(y) for y in other.y], "o", color=style.INK, zorder=5)
ax.set(xlabel="$x$", ylabel="$f(x)$")
style.name_ends(ax, ends)

# %% [markdown]
# ## Two inputs
#
# A neuron is now a half plane with a slope. **Left: the values of the minimiser; each neuron's kink is a line. Right:
# the patterns: each of the cells of the neurons' space is one way to cut the points by a line (one witness drawn for
# each).**


# %%
def draw_plane(points, network):
    _, (left, right) = style.axes(2, 4.0)
    x = np.array([[float(a) for a in row] for row in points.x])
    low, high = x.min(axis=0) - 0.5, x.max(axis=0) + 0.5
    a, b = np.meshgrid(np.linspace(low[0], high[0], 201), np.linspace(low[1], high[1], 201))
    values = 0 * a
    for n in network.neurons:
        v, (w1, w2, bias) = float(n.output_weight), (float(w) for w in n.weights)
        values = values + v * np.maximum(w1 * a + w2 * b + bias, 0)
        if w1 or w2:
            left.contour(a, b, w1 * a + w2 * b + bias, levels=[0], colors="white", linewidths=1.6)
    shades = left.contourf(a, b, values, levels=12, cmap="cividis", zorder=0)
    plt.colorbar(shades, ax=left)
    for ax in (left, right):
        ax.plot(x[:, 0], x[:, 1], "o", color=style.INK, mec="white", ms=7, zorder=5)
        for row, y in zip(x, points.y, strict=True):
            ax.annotate(str(y), row, (6, 6), textcoords="offset points", fontsize=9, zorder=6,
                        bbox={"fc": "white", "ec": "none", "pad": 0.8, "alpha": 0.8})  # fmt: skip
        ax.locator_params(nbins=5)
        ax.set(xlabel="$x_1$", ylabel="$x_2$", xlim=(low[0], high[0]), ylim=(low[1], high[1]))
    found = cells(points)
    for cell in found[: len(found) // 2]:
        w1, w2, bias = (float(u) for u in cell.witness)
        if w1 or w2:
            right.contour(a, b, w1 * a + w2 * b + bias, levels=[0], colors=style.BLUE, linewidths=1)
    left.set_title(f"$f$: {len(network.neurons)} neurons, {network.parameters} parameters")
    right.set_title(f"{len(found)} patterns (half of them drawn)")


plane = Points([[0, 0], [0, 1], [1, 0], [1, 2]][: 3 if style.SMALL else 4], [1, 2, 0, -1][: 3 if style.SMALL else 4])
in_plane = NetworkCase(plane, Exponent.read(P))
print("least price:", in_plane.solution.objective, " minimisers:", in_plane.solution.minimizers)
for n in in_plane.solution.network.neurons:
    print(f"    {n.output_weight} * ({n.weights[0]} x1 + ({n.weights[1]}) x2 + ({n.weights[2]}))_+")
draw_plane(plane, in_plane.solution.network)

# %%
style.checked("lemma-4.1", in_plane)
style.checked("proposition-4.1-bound", case, in_plane)

# %% [markdown]
# ## How many parameters always do
#
# In general position $2N$ do if $N \le d + 1$ (an affine function), else $4 (d+1) \lceil N/d \rceil \le 8 (N+1)$
# (strips, each of which meets $d$ points). With generic labels no network has fewer than $N$ ([generic
# labels](../docs/statements.md#generic-labels)).
#
# **Random points: the bound (grey), what the construction takes (red), and the fewest, proved (blue).**

# %%
rng = random.Random(1)
rows, proved = [], []
for n, d in (
    ((2, 1), (3, 1), (4, 1), (2, 2), (3, 2))
    if style.SMALL
    else ((2, 1), (3, 1), (4, 1), (5, 1), (2, 2), (3, 2), (4, 2), (5, 2))
):
    drawn = Points(
        [[rng.randint(-20, 20) for _ in range(d)] for _ in range(n)], [rng.randint(-9, 9) or 1 for _ in range(n)]
    )
    fewest = solve_network(drawn)
    style.require(fewest.optimal, "the fewest parameters are proved")
    proved.append(NetworkCase(drawn, case.p))
    rows.append((f"$N$ = {n}\n$d$ = {d}", parameter_bound(n, d), upper_network(drawn).parameters, fewest.value))
    style.require(rows[-1][3] <= rows[-1][2] <= rows[-1][1], "fewest <= construction <= bound")
_, ax = plt.subplots(figsize=(9, 3.4))
for k, (colour, name) in enumerate(((style.GREY, "bound"), (style.RED, "construction"), (style.BLUE, "fewest"))):
    heights = [row[k + 1] for row in rows]
    ax.bar(np.arange(len(rows)) + 0.27 * (k - 1), heights, width=0.25, color=colour)
    for j, height in enumerate(heights):
        ax.text(j + 0.27 * (k - 1), height + 0.3, str(height), ha="center", fontsize=8, color=colour)
    ax.text(0.02, 0.95 - 0.09 * k, name, color=colour, transform=ax.transAxes)
ax.set_xticks(range(len(rows)), [row[0] for row in rows])
ax.set_ylabel("parameters")

# %%
style.checked("generic-labels", *proved[:2])

# %% [markdown]
# ## Are $N$ always enough?
#
# With two inputs or more random data nearly always need $N$ parameters and no more (`python -m tests.bench
# network-generic`, [figures](../docs/benchmarks.md#how-often-n-parameters-are-enough)). *Always* would be wrong: the five
# points below are in general position (no ties, no zeros, no three on a line) and need six. Every input is positive,
# and biases are charged, so the origin matters: moved by $(-1/2, -1/2)$ the same points with the same labels need five.
#
# **The sparsest network of the five points, and that of the points moved; both counts are proved.**

# %%
counter = Points.from_csv(style.DATASETS / "counter_5.csv")
moved = Points([[a - Fraction(1, 2) for a in row] for row in counter.x], counter.y)
for points, count in ((counter, 6),) if style.SMALL else ((counter, 6), (moved, 5)):
    sparsest_of = solve_network(points)
    print(len(points), "points:", sparsest_of.network.parameters, "parameters, proved:", sparsest_of.optimal)
    style.require(sparsest_of.optimal and sparsest_of.value == count, f"{count} parameters, proved")
    style.require(check_certificate(sparsest_of.certificate()).verdict == "accept", "the checker accepts the proof")
    draw_plane(points, sparsest_of.network)

# %% [markdown]
# ## Now with your data
#
# Put a path to a CSV file (inputs first, label last) into `FILE`, or set it to `None` and write lists: up to 5 points
# with one input, up to 4 with two; more take long.

# %%
FILE = None  # or "my.csv"
X, Y = [[-2], [-1], [1]], [1, -1, 2]
YOUR_P = "1/3"

yours = NetworkCase(Points.from_csv(FILE) if FILE else Points(X, Y), Exponent.read(YOUR_P))
found = yours.solution
print("least price:", found.objective, " minimisers:", found.minimizers, " parameters:", found.network.parameters)
for n in found.network.neurons:
    print("   ", n.output_weight, "*", ", ".join(map(str, n.weights)), "(bias last)")
if yours.points.dimension == 1:
    draw_vertices(yours)
if yours.points.dimension == 2:
    draw_plane(yours.points, found.network)
for name in ("lemma-4.1", "proposition-4.1-neurons", "proposition-4.1-bound"):
    style.checked(name, yours, yours=True)

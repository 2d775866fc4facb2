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
# # 10. Does training find it?
#
# The paper proposes an objective to *train* with: the mean squared error plus $\lambda \sum_k |v_k w_k|^p$, and a
# proximal step for it (Algorithm 1). Training works in floats, from a random start, and ends somewhere. The sparsest
# network is known here, with proof, so one can ask how often training ends at it. You will see that on the paper's
# data it mostly does; that where it does not, it ends in *another local minimiser*; that which functions these are does
# not depend on $p$ at all ([Theorem F](../docs/statements.md#theorem-f); `sparsest claims theorem-f --list` prints it
# at the command line); and how much of it one gets without any training.
#
# What is said of a trained network is a measurement. It never passes through the points exactly, so each end is first
# *polished*: replaced by the exact function on its own pattern of kinks, if there is one. Only this function is held
# against the certified minimum, and exactly.

# %%
from collections import Counter

import numpy as np
import style

from proofs_check.cases import SplineCase
from sparsest import Dataset, Points, local_minimizers, solve, solve_network
from sparsest.exact.exponent import Exponent
from sparsest.training import NotPolished, Polished, train
from sparsest.training.baselines import greedy_matching, random_sides
from sparsest.training.ends import judged
from sparsest.univariate.local import descend, is_stable

SEEDS, EPOCHS = (6, 1_000) if style.SMALL else (24, 10_000)

# %% [markdown]
# ## The paper's data, three ways to train
#
# Six points, a peak with a plateau. `published` is Algorithm 1 as it was published; `repaired` also scales the biases
# in the proximal step, so that it does not move kinks; `kinks` is the recipe that this project found to work best on
# *other* data: kinks stay where the gradient puts them, the threshold is weighed as Adam's own steps are, and its
# singularity is smoothed at first.


# %%
def trained(data, p, recipe="kinks"):
    """Train from all seeds, polish and judge the ends."""
    x, y = [float(v) for v in data.x], [float(v) for v in data.y]
    runs = train(x, y, p, seeds=range(SEEDS), epochs=EPOCHS, recipe=recipe)
    return judged(runs, data, p, solve(data, p))


def percent(share):
    return f"{100 * share:3.0f}%"


def show_shares(found):
    """Print what the ends are, of the trained networks first, then of the polished ones."""
    shares = found.shares
    print(
        f"    trained:  collapsed to nothing {percent(shares['collapsed'])}, within 0.001 {percent(shares['fits'])},",
        end=" ",
    )
    print(f"median of {shares['median_neurons']:g} neurons")
    print(
        f"    polished: {percent(shares['polished'])}, to a local minimiser {percent(shares['local_minimizer'])},",
        end=" ",
    )
    print(f"to the certified minimum {percent(shares['optimal'])}")


P = "2/5"
peak = Dataset.from_csv(style.DATASETS / "peak_plateau.csv")
ways = {recipe: trained(peak, P, recipe) for recipe in ("published", "repaired", "kinks")}
print(f"{SEEDS} seeds of {EPOCHS} epochs, p = {P}; certified: {solve(peak, P).knots} knots, {solve(peak, P).objective}")
for recipe, found in ways.items():
    print(recipe)
    show_shares(found)

# %% [markdown]
# Where an end was not polished, no function through the points has its kinks in the gaps where training left them, nor
# one gap further. That is proved: multipliers of the points show it.

# %%
without = [
    end.polished for found in ways.values() for end in found.ends if end and isinstance(end.polished, NotPolished)
]
print(len(without), "ends have no exact interpolant on their pattern")
if without:
    print("one proof, the multipliers by point:", without[0].to_json()["obstruction"]["multipliers"])
style.require(
    all(sum(bool(end and end.optimal is None) for end in found.ends) == 0 for found in ways.values()),
    "of every end it is decided whether it is a minimiser",
)

# %% [markdown]
# ## Sparsity over time, and an atlas of ends
#
# **Left: neurons against epochs, the median of all seeds with its middle half; dashed the certified number of knots.
# Right: what the ends are once polished, red where they attain the certified minimum.** Neurons that share a gap with
# another of their sign are counted one by one on the left, so a curve may stay above the dashed line though nothing
# is amiss.


# %%
def draw_training(ways):
    """Draw sparsity over time and the atlas of ends, for several trainings of the same data."""
    _, (left, right) = style.axes(2, 3.6)
    ends, names, bars, colours = [], [], [], []
    for (name, found), colour in zip(ways.items(), (style.ORANGE, style.GREEN, style.BLUE, style.PURPLE), strict=False):
        runs = [run for run in found.training.runs if run.network is not None]
        counts = np.array([run.history.neurons for run in runs])
        epochs = runs[0].history.epochs
        low, middle, high = np.quantile(counts, [0.25, 0.5, 0.75], axis=0)
        left.fill_between(epochs, low, high, color=colour, alpha=0.2, lw=0)
        left.plot(epochs, middle, color=colour)
        ends.append((float(epochs[-1]), float(middle[-1]), name, colour))
        for shape in found.shapes:
            names.append(f"{name}: {shape.polished.parameters} knots")
            bars.append(100 * shape.count / len(found.ends))
            colours.append(style.RED if shape.end.optimal else style.GREY)
        lost = len(found.ends) - sum(shape.count for shape in found.shapes)
        if lost:
            names.append(f"{name}: none")
            bars.append(100 * lost / len(found.ends))
            colours.append(style.SKY)
    left.axhline(found.optimum.knots, color=style.RED, lw=1, ls="--")
    left.set_yscale("symlog", linthresh=10)  # a network may have no neuron left
    left.set_yticks([0, 3, 6, 10, 30, 80], list(map(str, [0, 3, 6, 10, 30, 80])))
    left.set(xlabel="epoch", title="neurons", ylim=(0, 100))
    style.name_ends(left, ends)
    right.barh(range(len(bars)), bars, color=colours)
    right.set_yticks(range(len(bars)), names)
    right.invert_yaxis()
    right.set(xlabel=f"% of {SEEDS} seeds", title="ends, polished")


draw_training(ways)

# %% [markdown]
# ## Without training
#
# Six points leave little to get wrong. A coin for each gap ("does it share its knot with the left or the right
# neighbour?") gives an exact function through the points too, and descent from it (exact steps that lower $V_p$) ends
# at a local minimiser. So does the greedy choice of the largest sums. None of these has seen a gradient. A training is
# worth something where it is above these lines, not where it is above 0.

# %%
for recipe, found in ways.items():
    print(f"{recipe:>22}: {percent(found.shares['optimal'])}")
base = ways["kinks"].baseline
print(f"{'random sides':>22}: {percent(base.random_sides)}  (of {base.draws} draws)")
print(f"{'random sides, descent':>22}: {percent(base.random_sides_descended)}")
print(f"{'greedy':>22}: {percent(base.greedy)}")
style.require(
    base.random_sides_descended == 1 and local_minimizers(peak).count == 1,
    "there is one local minimiser, so that every descent ends at it",
)

# %%
style.checked("theorem-f", SplineCase(peak, Exponent.read(P)))

# %% [markdown]
# ## Data with several local minimisers
#
# The eight points of [notebook 5](05_not_monotone.py) have two local minimisers (*stable matchings*): one with 3 knots,
# one with 4. They are the same for every $p$ in $(0, 1)$; which of them costs less changes twice. Descent, and training
# in so far as it descends, can end at either. What $p$ can change is how often.


# %%
def untrained_ends(local, draws):
    """Return how often descent from random sides ends at each local minimiser."""
    rng = np.random.default_rng(0)
    return Counter(descend(local.gaps, random_sides(local.gaps, rng)) for _ in range(draws))


def show_ends(data, powers):
    """Train at each p; print and draw how often each local minimiser is met; return the shares at the minimum."""
    local, draws = local_minimizers(data), 300 if style.SMALL else 3000
    known = [matching for _, matching in local.ranking("1/2")]
    plain, greedy = untrained_ends(local, draws), greedy_matching(local.gaps)
    print(
        f"{local.count} local minimisers, counted in the order of their cost at p = 1/2; the greedy choice is", end=" "
    )
    print(f"number {known.index(greedy) + 1}" if greedy in known else "none of them")
    _, grid = style.axes(len(powers), 3.2, sharey=True, squeeze=False)
    shares = {}
    for ax, p in zip(grid[0], powers, strict=True):
        found = trained(data, p)
        best = {matching for rank, matching in local.ranking(p) if rank == 1}
        ends = [end.polished.matching for end in found.ends if end is not None and isinstance(end.polished, Polished)]
        style.require(found.optimum.matches in best, "the certified minimiser is the first of the local ones")
        style.require(
            all((matching in known) == is_stable(local.gaps, matching) for matching in {*ends, *plain}),
            "an end is on the list if and only if it is a local minimiser",
        )
        draw_ends(ax, local, (known, best), Counter(ends), plain)
        ax.set_title(f"$p$ = {p}")
        published = trained(data, p, "published").shares["optimal"]
        shares[p] = found.shares["optimal"], published, found.baseline.random_sides_descended
        print(
            f"p = {p}: at the certified minimum {percent(found.shares['optimal'])}, {percent(published)} as published;",
            end=" ",
        )
        print(f"random sides, descent {percent(found.baseline.random_sides_descended)}")
    grid[0][0].set_ylabel("% of the ends")
    return shares


def draw_ends(ax, local, minimisers, ends, plain):
    """Draw a pair of bars for each local minimiser, and one for all other ends of training."""
    known, best = minimisers
    places, draws = np.arange(len(known)), sum(plain.values())
    names = [f"{k + 1}: {len(local.gaps.spline(matching).knots)} knots" for k, matching in enumerate(known)]
    shares = [100 * ends[matching] / SEEDS for matching in known]
    ax.bar(places - 0.2, shares, 0.38, color=[style.RED if matching in best else style.BLUE for matching in known])
    ax.bar(places + 0.2, [100 * plain[matching] / draws for matching in known], 0.38, color=style.GREY)
    ax.bar([len(known)], [100 - sum(shares)], 0.38, color=style.SKY)
    ax.set_xticks(range(len(known) + 1), [*names, "others"])
    ax.set_ylim(0, 105)


# %% [markdown]
# **Each pair of bars is a local minimiser: left how often training ended there (red where it attains the certified
# minimum at this $p$, else blue), right, in grey, how often descent from random sides did, which knows no $p$.**

# %%
non_monotone = Dataset.from_csv(style.DATASETS / "non_monotone.csv")
shares = show_ends(non_monotone, ("1/5", "1/2", "4/5"))
style.require(
    all(shares[p][0] < shares[p][2] for p in ("1/5", "1/2")), "below coin and descent at 1/5 and 1/2, trained by kinks"
)

# %% [markdown]
# Training by `kinks` mostly ends at the function with 4 knots, the best one at $p = 4/5$ only; at $1/5$ and $1/2$ it
# meets the certified minimum less often than a coin with descent. So $p$ says which local minimiser is the best one,
# and has a hand in where training ends, but training does not look for the best one, and no recipe is the best one
# for all data. Many starts help, and each end can be held against the certified minimum.

# %%
cases = [SplineCase(non_monotone, Exponent.read(p)) for p in ("1/5", "1/2", "4/5")]
style.checked("theorem-f", *cases)
style.false_variants("theorem-f", *cases)

# %% [markdown]
# ## Several inputs
#
# Here there is no skip connection and biases are charged. Polish is a linear program on the trained pattern of
# activations. It takes the vertex that is cheapest at prices made from the trained weights, so part of what comes out
# is due to it: the second line is the same polish of networks that were trained for *one* epoch.

# %%
plane = Points([[0, 0], [0, 1], [1, 0], [1, 2]][: 3 if style.SMALL else 4], [1, 2, 0, -1][: 3 if style.SMALL else 4])
certified = solve_network(plane, "1/2")
x, y = [[float(v) for v in row] for row in plane.x], [float(v) for v in plane.y]
print(f"certified: {certified.value} parameters, {certified.objective}; minimisers: {certified.minimizers}")
for epochs in (EPOCHS, 1):
    ends = judged(train(x, y, "1/2", seeds=range(SEEDS), epochs=epochs), plane, "1/2", certified)
    print(f"{epochs:>6} epochs: polished {percent(ends.shares['polished'])},", end=" ")
    print(f"to the certified minimum {percent(ends.shares['optimal'])}")
    style.require(
        all(end.polished.network.interpolates(plane) for end in ends.ends if isinstance(end.polished, Polished)),
        "what is polished interpolates, exactly",
    )

# %% [markdown]
# Where a proof is out of reach the best polished end is still an upper bound: `sparsest solve DATA --train 10` starts
# the search from it.
#
# ## In your own training loop
#
# The proximal step goes behind any optimiser of PyTorch, which is not needed for anything here:
#
# ```python
# from sparsest.torch import PathNormProx
#
# prox = PathNormProx(optimizer, pairs=[(model.hidden, model.output)], p=0.5, lam=1e-3)
# for x, y in batches:
#     train_step(model, optimizer, x, y)  # yours: it ends with optimizer.step()
#     prox.step()
# ```
#
# What it ends at, `sparsest.training.FloatNetwork` takes as arrays, and `sparsest.training.polish` and `judge` say what
# that is.

# %% [markdown]
# ## Now with your data
#
# Put a path to a CSV file with two columns into `FILE`, or leave it empty and write lists. The default is one run of
# five gaps. `sparsest train DATA` does the same at the command line, with a picture for `--plot`.

# %%
FILE = None  # or "my.csv"
X, Y = [0, 1, 2, 3, 4, 5, 6], [0, 0, 2, 7, 13, 21, 31]
YOUR_P = "1/2"

yours = Dataset.from_csv(FILE) if FILE else Dataset(X, Y)
mine = trained(yours, YOUR_P)
show_shares(mine)
draw_training({"kinks": mine})
if local_minimizers(yours).count <= 6:
    show_ends(yours, (YOUR_P,))
style.checked("theorem-f", SplineCase(yours, Exponent.read(YOUR_P)), yours=True)

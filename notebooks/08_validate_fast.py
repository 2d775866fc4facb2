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
# # 8. Checking a fast implementation against the exact one
#
# `sparsest.fast` computes minimisers from double-precision arrays with compiled kernels; `sparsest.solve` computes
# them in exact arithmetic. You will see how one is checked against the other, on random data and on data made to
# hurt, and how a deliberately wrong implementation is caught: first one that takes pairs greedily, then one that is
# right except that it trusts floating point. One line, `sparsest.validate`, judges what an implementation of yours
# returns. What both must compute is [Theorem A](../docs/statements.md#theorem-a), which is checked on the
# counterexamples too (`sparsest claims theorem-a --list` prints it at the command line).

# %%
import tempfile
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import matplotlib.pyplot as plt
import numpy as np
import style

from proofs_check.cases import SplineCase
from proofs_check.checker import check_certificate
from sparsest import Dataset, campaign, fast, solve, validate
from sparsest.campaign.families import FAMILIES
from sparsest.campaign.fast_path import Differential, disagreement
from sparsest.errors import UsageError
from sparsest.exact.exponent import Exponent
from sparsest.univariate.gaps import Gaps

# %% [markdown]
# ## One data set, both ways
#
# A double is the dyadic rational that it is, so both see the same points. `disagreement` compares the matched pairs,
# the number of minimisers, every knot (bit by bit: the fast one is the double nearest to the exact one), the errors
# that the fast path states, and the objective.

# %%
rng = np.random.default_rng(0)
x, y = np.cumsum(rng.uniform(0.1, 1.0, 12)), np.cumsum(rng.standard_normal(12))
quick, exact = fast.solve(x, y, "1/2"), solve(Dataset(x, y), "1/2")
print("knots, fast: ", quick.knots)
print("first of them, exact:", exact.spline.knots[0])
print("V_p lies in", quick.objective_bounds, "says the fast path;", *exact.objective.decimals(20), "the exact one")
print("differences:", disagreement(quick))
style.require(disagreement(quick) is None, "both agree")

# %% [markdown]
# **Data (dots), chords (dashed) and the minimiser at $p = 1/2$;** squares are its knots.

# %%
_, ax = plt.subplots(figsize=(7, 3.2))
style.draw_points(ax, exact.data)
style.draw_spline(ax, exact.spline, float(x[0]), float(x[-1]))
ax.set(ylabel="$y$", title=f"{exact.knots} knots, {exact.minimizers} minimiser")

# %% [markdown]
# ## A campaign: blocks of random data
#
# `Differential` is a *job*: a function of a numbered block. `campaign.run` gives it one block after the other, and
# keeps what is done in a file, so that it can be stopped and resumed; for a million examples at the command line:
# `sparsest campaign --state FILE --examples 1000000`. The families of data are random walks, integers, ties, near
# ties, collinear points, numbers of very different sizes, subnormal numbers, ...

# %%
BLOCKS, SIZE = (1, 100) if style.SMALL else (4, 500)

with tempfile.TemporaryDirectory() as folder:
    report = campaign.run(
        Differential(), examples=BLOCKS * SIZE, block_size=SIZE, seed=1, state=Path(folder, "fast.campaign")
    )
print(len(FAMILIES), "families:", ", ".join(FAMILIES))
print(report.examples, "examples;", "failures:", report.failed)
print({name: count for name, count in report.counts.items() if name != "examples"})
style.require(report.examples == BLOCKS * SIZE and report.failed == 0, "no failure, and no block left out")

# %% [markdown]
# `unsure_runs` says how often the fast path did not trust its own error bound and asked exact arithmetic. That is why
# it is never wrong, and with ties among the data it must be more than 0.

# %%
style.require(report.counts["unsure_runs"] > 0, "some decisions went to exact arithmetic")

# %% [markdown]
# ## Two wrong implementations
#
# The minimiser of one run of gaps $d_1, \dots, d_n$ is a matching of neighbours with the weights $g_k = d_k^p +
# d_{k+1}^p - (d_k + d_{k+1})^p$. Here are two implementations in plain floating point:
#
# - `greedy` takes the heaviest pair, then the heaviest that is left, and so on;
# - `trusting` does the right thing, the recurrence $D_{k+1} = \max(0, g_k - D_k)$, but without error bounds.


# %%
def weights(gaps, p):
    return [a**p + b**p - (a + b) ** p for a, b in pairwise(abs(d) for d in gaps)]


def greedy(gaps, p):
    g, taken = weights(gaps, p), set()
    for k in sorted(range(len(g)), key=lambda k: -g[k]):
        if not {k - 1, k, k + 1} & taken:
            taken.add(k)
    return sorted(taken)


def trusting(gaps, p):
    covered, dual = [], 0.0
    for g in weights(gaps, p):
        covered.append(g > dual)
        dual = max(0.0, g - dual)
    edges, k = [], len(gaps)
    while k >= 2:  # from the right: take the edges at nodes that the dual says must be covered
        if covered[k - 2]:
            edges.append(k - 2)
            k -= 2
        else:
            k -= 1
    return sorted(edges)


def runs_of(gaps):
    start = 0
    for k in range(1, len(gaps) + 1):
        if k == len(gaps) or gaps[k] * gaps[k - 1] <= 0:
            yield start, k
            start = k


def matches_of(method, x, y, p):
    gaps = (np.diff(np.diff(y) / np.diff(x))).tolist()
    pairs = []
    for start, stop in runs_of(gaps):
        if gaps[start] != 0:
            pairs += [start + k for k in method(gaps[start:stop], p)]
    return tuple(pairs)


# %% [markdown]
# ## Caught
#
# A returned function is right if it is a minimiser, whatever ties there are: `sparsest.validate` decides that exactly.
# It goes through every point, and costs no more than the certified optimum, or it is wrong. The same line judges a
# network that was trained, or that a file holds ([how](../docs/networks.md)). The job below does this for a block of
# examples; a failure is shrunk (points removed, numbers rounded) while it still fails.


# %%
METHODS = {"greedy": greedy, "trusting": trusting}
HALF = Exponent.read("1/2")


def is_wrong(method, example):
    try:
        f = Gaps.of(Dataset(*example)).spline(matches_of(method, *example, 0.5))
    except (ZeroDivisionError, UsageError):  # it pairs gaps of opposite signs
        return True
    return validate(f, Dataset(*example), HALF).verdict != "proved minimal"


def smaller(example):
    x, y = example
    for k in range(len(x)) if len(x) > 3 else ():
        yield np.delete(x, k), np.delete(y, k)
    for digits in range(5):
        if np.any(np.round(y, digits) != y):
            yield x, np.round(y, digits)
    if np.any(x != np.arange(len(x))):
        yield np.arange(float(len(x))), y


@dataclass(frozen=True)
class Versus:
    """Compares a method with the exact solver on one family of data."""

    method: str
    family: str

    def __call__(self, block):
        rng, failures = block.rng(), []
        for _ in range(block.size):
            example = FAMILIES[self.family](rng, int(rng.integers(4, 12)))
            if is_wrong(METHODS[self.method], example):
                failures.append({"x": example[0].tolist(), "y": example[1].tolist()})
        return campaign.Tally({"wrong": len(failures)}, failures)


EACH = 40 if style.SMALL else 300
found, first = {}, {}
for method in METHODS:
    for family in ("walk", "decimals", "far", "ties", "near ties", "near collinear"):
        with tempfile.TemporaryDirectory() as folder:
            report = campaign.run(
                Versus(method, family), examples=EACH, block_size=EACH, seed=2, state=Path(folder, "s"),
                max_failures=10**6,
            )  # fmt: skip
        style.require(report.errors == 0, f"no block raises {report.failures[:1]}")
        found[method, family] = report.counts["wrong"] / report.examples
        for failure in report.failures[:1]:
            first.setdefault(method, failure)
        print(f"{method:>8} on {family}: wrong in {report.counts['wrong']} of {report.examples}")
style.require(found["greedy", "far"] > 0, "greedy is caught")
style.require(found["trusting", "walk"] == 0, "trusting is right on ordinary data")
style.require(found["trusting", "near collinear"] > 0, "trusting is caught on data made to hurt")

# %% [markdown]
# **How often each is wrong, by family of data.** On random walks `trusting` looks perfect: ordinary test data would
# pass it. Data made to hurt find it out.

# %%
_, ax = plt.subplots(figsize=(7, 2.8))
families = list(dict.fromkeys(family for _, family in found))
for row, (method, colour) in enumerate((("greedy", style.RED), ("trusting", style.BLUE))):
    shares = [100 * found[method, family] for family in families]
    places = np.arange(len(families)) + 0.38 * row
    ax.barh(places, shares, height=0.34, color=colour)
    for place, share in zip(places, shares, strict=True):
        ax.text(share + 0.5, place, f"{method}: {share:.3g}%", va="center", fontsize=9, color=colour)
ax.set_yticks(np.arange(len(families)) + 0.19, families)
ax.set(xlabel="wrong answers, in percent", xlim=(0, 1.25 * max(100 * share for share in found.values()) + 1))

# %% [markdown]
# A counterexample to each, shrunk. The registry's check of Theorem A holds on the same data, so it is the
# implementation that is wrong and not the theorem; and the certificate of the exact answer is accepted by the
# independent checker.

# %%
for method, failure in first.items():
    example = campaign.shrink(
        (np.array(failure["x"]), np.array(failure["y"])), smaller, lambda e, m=METHODS[method]: is_wrong(m, e)
    )
    solution = solve(Dataset(*example), HALF)
    print(f"{method}: x = {example[0].tolist()}, y = {example[1].tolist()}")
    print(f"    its pairs {matches_of(METHODS[method], *example, 0.5)}, right: {solution.matches}")
    style.require(disagreement(fast.solve(*example, HALF)) is None, "sparsest.fast gets it right")
    style.require(check_certificate(solution.certificate()).verdict == "accept", "the checker accepts")
    style.checked("theorem-a", SplineCase(solution.data, HALF))

# %% [markdown]
# ## Now with your data
#
# Put your implementation into `mine`: from the gaps of one run and $p$ to the left indices of its pairs; and put a
# path to a CSV file with two columns into `FILE`, or write lists. The default implementation pairs from the left, as
# one does for the fewest knots; at $p = 1/2$ that is wrong for these gaps.

# %%
FILE = None  # or "my.csv"
X, Y = [0, 1, 2, 3, 4, 5], [0, 0, 1, 102, 303, 505]


def mine(gaps, _p):
    return list(range(0, len(gaps) - 1, 2))


data = Dataset.from_csv(FILE) if FILE else Dataset(X, Y)
x, y = (np.array([float(v) for v in values]) for values in (data.x, data.y))
print("sparsest.fast differs from sparsest.solve:", disagreement(fast.solve(x, y, HALF)))
print("mine is", "wrong" if is_wrong(mine, (x, y)) else "right", "on these points")
style.checked("theorem-a", SplineCase(Dataset(x, y), HALF), yours=True)

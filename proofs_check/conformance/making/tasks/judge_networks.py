"""Networks of several inputs claimed to be best: true ones in other clothes, and false ones."""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from fractions import Fraction
from typing import Any

from proofs_check.conformance.making.solved import solver_truth
from proofs_check.conformance.making.table import Draft, Group
from proofs_check.conformance.making.tasks.network import network_rows
from proofs_check.conformance.suite import Expected

__all__ = ["groups"]


def groups() -> list[Group]:
    """Return the groups."""
    drafts = [
        draft
        for p, points, inputs, count in (
            ("0", 2, 2, 6),
            ("0", 3, 2, 8),
            ("1/2", 2, 2, 5),
            ("1/2", 3, 2, 6),
            ("1/3", 2, 3, 3),
        )
        for k, rows in enumerate(network_rows(points, inputs, count, f"judge {p}"))
        for draft in _drafts("\n".join((",".join(_head(inputs)), *(",".join(row) for row in rows), "")), p, k)
    ]
    why = "A network may be scaled inside and its neurons come in any order; what it counts or costs does not change."
    return [Group("claims: networks", why, tuple(drafts))]


def _head(inputs: int) -> list[str]:
    return [*(f"x{k}" for k in range(1, inputs + 1)), "y"]


def _drafts(csv: str, p: str, k: int) -> Iterator[Draft]:
    best = solver_truth("network:p=0" if p == "0" else "network:p", {"csv": csv, "p": p})["network"]
    yield _draft(csv, p, best, "a best network", "ManyInputs", "accept")
    if not best["neurons"]:
        return
    if k % 2:
        yield _draft(
            csv, p, _scaled(best), "a best network, scaled inside, its neurons turned around", "ManyInputs", "accept"
        )
    yield _draft(csv, p, _split(best), "a neuron split into two", "WrongCount")
    ways = (
        (_without(best), "without its last neuron", "MissesPoint"),
        (_biased(best), "a bias larger by 1e-9", "MissesPoint"),
        (_mirrored(best), "an output weight of the other sign", "MissesPoint"),
    )
    yield _draft(csv, p, *ways[k % len(ways)])


def _draft(csv: str, p: str, network: dict[str, Any], said: str, flag: str, result: Expected = "reject") -> Draft:
    flags = ("ManyInputs",) if flag == "ManyInputs" else ("ManyInputs", flag)
    return Draft(f"{said}; at p = {p}", flags, {"csv": csv, "p": p, "claim": {"network": network}}, result, said)


def _scaled(network: dict[str, Any]) -> dict[str, Any]:
    """Return the network with output weights tripled and what is inside divided by 3, the last neuron first."""
    found = deepcopy(network)
    for neuron in found["neurons"]:
        neuron["output_weight"] = str(3 * Fraction(neuron["output_weight"]))
        neuron["input_weights"] = [str(Fraction(w) / 3) for w in neuron["input_weights"]]
        neuron["bias"] = str(Fraction(neuron["bias"]) / 3)
    found["neurons"].reverse()
    return found


def _split(network: dict[str, Any]) -> dict[str, Any]:
    found = deepcopy(network)
    half = found["neurons"][0]
    half["output_weight"] = str(Fraction(half["output_weight"]) / 2)
    found["neurons"].append(deepcopy(half))
    return found


def _without(network: dict[str, Any]) -> dict[str, Any]:
    return {**network, "neurons": network["neurons"][:-1]}


def _biased(network: dict[str, Any]) -> dict[str, Any]:
    found = deepcopy(network)
    for neuron in found["neurons"]:
        neuron["bias"] = str(Fraction(neuron["bias"]) + Fraction(1, 10**9))
    return found


def _mirrored(network: dict[str, Any]) -> dict[str, Any]:
    found = deepcopy(network)
    neuron = found["neurons"][0]
    neuron["output_weight"] = str(-Fraction(neuron["output_weight"]))
    return found

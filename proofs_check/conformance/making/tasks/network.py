"""The network of several inputs of least count or least price: few points, so that all vertices can be looked at."""

from __future__ import annotations

from proofs_check.conformance.making.table import Draft, Group, drawing
from proofs_check.conformance.making.tasks.refused import refused
from proofs_check.conformance.suite import Expected

__all__ = ["groups", "network_rows"]

_EXPONENTS = ("1/2", "1/3", "1/2", "2/3", "1/2", "3/4", "37/100", "1/10", "9/10")

#: Points, inputs, and how many tables, at p = 0 and at a rational p.
_SIZES = {
    "network:p=0": ((2, 2, 16), (3, 2, 34), (2, 3, 12), (3, 3, 14), (4, 2, 8)),
    "network:p": ((2, 2, 14), (3, 2, 28), (2, 3, 8), (3, 3, 8), (4, 2, 3)),
}


def groups(task: str) -> list[Group]:
    """Return the groups of one of the tasks."""
    p = "0" if task == "network:p=0" else "1/2"
    edges = tuple(
        Draft(comment, ("ManyInputs", *flags), {"csv": _csv(rows), "p": p}, result)
        for comment, flags, rows, result in _EDGES
    )
    drawn = tuple(
        Draft(f"{points} points of {inputs} inputs", ("ManyInputs",), {"csv": _csv(rows), "p": _exponent(task, k)})
        for points, inputs, count in _SIZES[task]
        for k, rows in enumerate(network_rows(points, inputs, count, task))
    )
    strange = ({"p": "2"}, {"p": "-1"}) if p != "0" else ()
    return [
        Group("edges", "No label but 0, one point, points on a line: bounds and bases are empty here.", edges),
        Group("drawn at random", "Integers whose best networks are found by looking at all vertices.", drawn),
        refused("x1,x2,y", {"p": p}, *strange),
    ]


_Rows = tuple[tuple[str, ...], ...]

_EDGES: tuple[tuple[str, tuple[str, ...], _Rows, Expected], ...] = (
    ("all labels 0: no neuron", ("FewPoints",), (("0", "1", "0"), ("2", "1", "0")), "accept"),
    ("one point", ("FewPoints",), (("1", "2", "3"),), "accept"),
    ("one point at 0", ("FewPoints",), (("0", "0", "-3"),), "accept"),
    ("one point, label 0", ("FewPoints",), (("1", "2", "0"),), "accept"),
    ("equal labels: the bias alone", ("FewPoints",), (("1", "2", "3"), ("0", "5", "3"), ("2", "2", "3")), "accept"),
    ("points on a line", ("Collinear",), (("0", "0", "1"), ("1", "1", "2"), ("2", "2", "3")), "accept"),
    ("points on a line, a bend", ("Collinear",), (("0", "0", "0"), ("1", "2", "0"), ("2", "4", "1")), "accept"),
    ("labels of both signs", ("OppositeSigns",), (("0", "1", "2"), ("1", "0", "-2"), ("1", "1", "0")), "accept"),
    ("labels that are symmetric", ("Tie",), (("0", "1", "1"), ("1", "0", "1")), "accept"),
    ("the exclusive or", ("OppositeSigns",), (("0", "1", "1"), ("1", "0", "1"), ("1", "1", "0")), "accept"),
    ("fractions", ("Fractions",), (("1/3", "1/2", "2/7"), ("1", "-1/3", "1/5"), ("0", "2/3", "1")), "accept"),
    ("tenths", ("Float32",), (("0.1", "0.2", "0.3"), ("0.3", "0.1", "0.4"), ("0.7", "0.2", "0.9")), "accept"),
    ("tiny labels", ("TinyScale",), (("1", "2", "3e-30"), ("2", "1", "1e-30"), ("0", "3", "2e-30")), "accept"),
    ("huge inputs", ("HugeScale",), (("1e30", "2e30", "1"), ("3e30", "1e30", "2"), ("0", "1e30", "3")), "accept"),
    ("an input that is always 0", ("Collinear",), (("0", "1", "1"), ("0", "2", "3"), ("0", "4", "4")), "accept"),
    ("a row twice", ("Duplicates",), (("0", "1", "1"), ("0", "1", "1"), ("2", "0", "3")), "either"),
)


def network_rows(points: int, inputs: int, count: int, seed: str) -> list[tuple[tuple[str, ...], ...]]:
    """Return tables of small integers, no two rows with the same inputs.

    Examples
    --------
    >>> [len(rows) for rows in network_rows(2, 2, 3, "seed")]
    [2, 2, 2]
    """
    rng, found = drawing(f"{seed} {points} {inputs}"), list[_Rows]()
    while len(found) < count:
        places = {tuple(rng.randint(-3, 3) for _ in range(inputs)) for _ in range(points)}
        if len(places) == points:
            found.append(tuple((*map(str, x), str(rng.randint(-4, 5))) for x in sorted(places)))
    return found


def _exponent(task: str, k: int) -> str:
    return "0" if task == "network:p=0" else _EXPONENTS[k % len(_EXPONENTS)]


def _csv(rows: _Rows) -> str:
    head = [f"x{k}" for k in range(1, len(rows[0]))]
    return "\n".join((",".join((*head, "y")), *(",".join(row) for row in rows), ""))

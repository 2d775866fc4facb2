"""Our own JSON: networks and splines, and what holds one: solutions, certificates, trainings."""

from __future__ import annotations

from functools import reduce
from operator import truediv
from typing import Any, NamedTuple, TypeAlias

from flint import fmpq

from sparsest.errors import DataError, UsageError, one_line, short
from sparsest.exact.rationals import to_rational
from sparsest.interchange.layers import Layers
from sparsest.interchange.strict_json import parse
from sparsest.network import Network
from sparsest.spline import Spline

__all__ = ["read"]

# Text is read more slowly than floats: a second for so many.
_MOST_NUMBERS = 2**17
# Where a network or a spline stands in what we write; the first that is there counts.
_HOLDERS = ("network", "spline", "minimizer")
_SEVERAL = ("pieces", "ends")
# What `validate --json` prints: about a network, which is not in it, and the better one, if there is.
_VALIDATION = "sparsest/validation/"


def read(content: bytes, name: str) -> Layers:
    """Return the network, or the spline as a network, that a JSON file of ours holds.

    Parameters
    ----------
    content : bytes
        A network or spline as `to_json` writes it, the output of `sparsest solve --json`, a certificate with a
        minimiser in it, the output of `sparsest train --json` with one polished end, or of `sparsest validate --json`
        with a better network, which is taken. Numbers as text are read exactly; plain JSON numbers are doubles, each
        the dyadic rational that it is.
    name : str
        The file, for messages.

    Raises
    ------
    DataError
        If it is no such JSON, or holds no network or several: give one of them alone.

    Examples
    --------
    >>> read(b'{"left": {"slope": "0", "intercept": "1/2"}, "knots": [{"x": 1, "slope_change": 2}]}', "f.json").offset
    1/2
    """
    held = parse(content, name)
    try:
        return _layers(held, _At(name))
    except RecursionError:  # a holder in a holder in a holder
        raise DataError(f"{name}: a network within networks; give one alone") from None


_Step: TypeAlias = str | int


class _At(NamedTuple):
    """A place in a file, for messages; further steps are only put together where there is something to say."""

    name: str
    path: str = ""

    def __truediv__(self, step: _Step) -> _At:
        return _At(self.name, f"{self.path}[{step}]" if isinstance(step, int) else f"{self.path}.{step}".lstrip("."))

    def refused(self, what: str, *steps: _Step) -> DataError:
        path = one_line(reduce(truediv, steps, self).path, 80)
        return DataError(f"{self.name}: {path}{': ' if path else ''}{what}")


def _layers(held: Any, at: _At) -> Layers:
    if isinstance(held, dict):
        if str(held.get("schema")).startswith(_VALIDATION):
            return _better(held, at)
        if isinstance(held.get("neurons"), list):
            return _network(held, at)
        if "left" in held and isinstance(held.get("knots"), list):
            return Layers.of_network(Network.from_spline(_spline(held, at)))
        for key in _HOLDERS:
            if isinstance(held.get(key), dict):
                return _layers(held[key], at / key)
        for key in _SEVERAL:
            if isinstance(held.get(key), list):
                return _only(held[key], at / key)
    raise at.refused(
        "holds no network and no spline; give one as to_json writes it, the output of solve --json, or a certificate"
    )


def _better(held: dict[str, Any], at: _At) -> Layers:
    """Return the better network of a validation."""
    if not isinstance(held.get("better"), dict):
        raise at.refused("is what validate printed, and no better network is in it; give the file that was validated")
    found = _layers(held["better"], at / "better")
    return found._replace(notes=("of what validate printed, the better network is taken", *found.notes))


def _only(pieces: list[Any], at: _At) -> Layers:
    if len(pieces) != 1:
        raise at.refused(f"holds {len(pieces)} networks; give a file with one of them alone")
    return _layers(pieces[0], at / 0)


def _network(held: dict[str, Any], at: _At) -> Layers:
    found = held["neurons"]
    _refuse_many(sum(len(n["input_weights"]) for n in found if _is_neuron(n)) + 2 * len(found), at)
    neurons = [_neuron(neuron, at / "neurons" / k) for k, neuron in enumerate(found)]
    affine = _numbers(held, "affine", at)
    skip = _numbers(held, "skip", at) or affine[:-1]
    dimension = len(neurons[0][1]) if neurons else len(skip)
    if not dimension:
        raise at.refused("has neither neurons nor a skip connection, which would say how many inputs there are")
    skip = skip or (fmpq(0),) * dimension
    for k, (_, row, _) in enumerate(neurons):
        if len(row) != dimension:
            raise at.refused(f"has {len(row)} input weights, and the first has {dimension}", "neurons", k)
    if len(skip) != dimension or (affine and len(affine) != dimension + 1) or (affine and "skip" in held):
        raise at.refused(f"its skip connection does not fit {dimension} inputs")
    offset = _number(held["offset"], at, "offset") if "offset" in held else sum(affine[-1:], fmpq(0))
    return Layers(
        tuple(row for _, row, _ in neurons),
        tuple(bias for _, _, bias in neurons),
        tuple(v for v, _, _ in neurons),
        skip,
        offset,
    )


def _is_neuron(held: Any) -> bool:
    named = isinstance(held, dict) and {"output_weight", "input_weights", "bias"} <= set(held)
    return named and isinstance(held["input_weights"], list)


def _neuron(held: Any, at: _At) -> tuple[fmpq, tuple[fmpq, ...], fmpq]:
    if not _is_neuron(held):
        raise at.refused("is no neuron; give output_weight, a list of input_weights, and bias")
    v, b = (_number(held[key], at, key) for key in ("output_weight", "bias"))
    return v, _numbers(held, "input_weights", at), b


def _spline(held: dict[str, Any], at: _At) -> Spline:
    left = held["left"]
    if not isinstance(left, dict) or not {"slope", "intercept"} <= set(left):
        raise at.refused("is no line; give slope and intercept", "left")
    _refuse_many(2 * len(held["knots"]), at)
    knots = [_knot(knot, k, at) for k, knot in enumerate(held["knots"])]
    slope, intercept = (_number(left[key], at, "left", key) for key in ("slope", "intercept"))
    try:
        return Spline(slope, intercept, [x for x, _ in knots], [change for _, change in knots])
    except UsageError as error:
        raise at.refused(one_line(str(error))) from None


def _knot(held: Any, k: int, at: _At) -> tuple[fmpq, fmpq]:
    if not isinstance(held, dict) or not {"x", "slope_change"} <= set(held):
        raise at.refused("is no knot; give x and slope_change", "knots", k)
    return _number(held["x"], at, "knots", k, "x"), _number(held["slope_change"], at, "knots", k, "slope_change")


def _numbers(held: dict[str, Any], key: str, at: _At) -> tuple[fmpq, ...]:
    """Return the numbers of a list; none if it is not there."""
    found = held.get(key, [])
    if not isinstance(found, list):
        raise at.refused(f"is {short(found)}; give a list of numbers", key)
    _refuse_many(len(found), at)
    return tuple(_number(value, at, key, k) for k, value in enumerate(found))


def _number(value: Any, at: _At, *steps: _Step) -> fmpq:
    if not isinstance(value, str | int | float):
        raise at.refused(f"is a {type(value).__name__}; give a number", *steps)
    try:
        return to_rational(value)
    except DataError as error:
        raise at.refused(one_line(str(error)), *steps) from None


def _refuse_many(count: int, at: _At) -> None:
    if count > _MOST_NUMBERS:
        raise at.refused(f"has {count} numbers; at most {_MOST_NUMBERS} are read")

"""Answers as they come, taken exactly: text is read digit by digit, a JSON float is the dyadic rational that it is.

Nothing is mended: what is no answer is said to be none. Sizes are bounded, so that no answer can hold up the judge.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any, NamedTuple

from flint import fmpq, fmpz

from proofs_check.unaided.functions import Function
from sparsest.errors import one_line

__all__ = ["LONGEST_NUMBER", "MOST_CHARACTERS", "MOST_PARTS", "GivenNetwork", "GivenNeuron", "NoAnswerError", "Reader"]

#: Most characters of one number, of all numbers of an answer, and most knots or neurons.
LONGEST_NUMBER, MOST_CHARACTERS, MOST_PARTS = 10_000, 500_000, 20_000

_TEXT = re.compile(r"([+-]?[0-9]+)(?:/([0-9]+))?|([+-]?)([0-9]*)(?:\.([0-9]*))?(?:[eE]([+-]?[0-9]{1,5}))?")


class NoAnswerError(ValueError):
    """What was given is no answer; the message says what is wrong with it."""


class GivenNeuron(NamedTuple):
    """A neuron v (w . x + b)_+."""

    output_weight: fmpq
    input_weights: tuple[fmpq, ...]
    bias: fmpq


class GivenNetwork(NamedTuple):
    """A network: its neurons, and an affine function beside them."""

    neurons: tuple[GivenNeuron, ...]
    skip: tuple[fmpq, ...]
    offset: fmpq


class Reader:
    """Reads the parts of one answer, and counts how long its numbers are.

    Examples
    --------
    >>> Reader().number("-1/3", "a"), Reader().number(0.5, "a"), Reader().number("2.5e-1", "a")
    (-1/3, 1/2, 1/4)
    >>> Reader().number(float("nan"), "knot 1: x")
    Traceback (most recent call last):
    ...
    proofs_check.conformance.reading.NoAnswerError: knot 1: x is nan, no finite number
    """

    def __init__(self) -> None:
        self._read = 0

    def number(self, value: object, where: str) -> fmpq:
        """Return a number, given as exact text, a whole number or a float.

        Raises
        ------
        NoAnswerError
            If it is none, or is too long.
        """
        if isinstance(value, bool) or not isinstance(value, int | float | str):
            raise NoAnswerError(f"{where} is {_shown(value)}, no number")
        if isinstance(value, float):
            if not math.isfinite(value):
                raise NoAnswerError(f"{where} is {value}, no finite number")
            return fmpq(*value.as_integer_ratio())
        if isinstance(value, int):
            self._count(value.bit_length() // 3, where)
            return fmpq(value)
        self._count(len(value), where)
        return _parsed(value, where)

    def whole(self, value: object, where: str) -> int:
        """Return a count: a whole number of JSON, not negative."""
        if isinstance(value, bool) or not isinstance(value, int) or value < 0:
            raise NoAnswerError(f"{where} is {_shown(value)}, no count")
        return value

    def interval(self, value: object, where: str) -> tuple[fmpq, fmpq]:
        """Return [low, high]; of one number, this twice."""
        if not isinstance(value, list):
            return (self.number(value, where),) * 2
        if len(value) != 2:
            raise NoAnswerError(f"{where} has {len(value)} ends, not 2")
        low, high = (self.number(end, where) for end in value)
        if low > high:
            raise NoAnswerError(f"{where} is [{low}, {high}], whose ends are in the wrong order")
        return low, high

    def function(self, value: object, where: str = "spline") -> Function:
        """Return a continuous piecewise linear function: knots increase, no slope change is 0."""
        left, knots = _fields(value, ("left", "knots"), where)
        slope, intercept = _fields(left, ("slope", "intercept"), f"{where}: left")
        at, changes = [], []
        for k, knot in enumerate(_list(knots, f"{where}: knots"), 1):
            x, change = _fields(knot, ("x", "slope_change"), f"{where}: knot {k}")
            at.append(self.number(x, f"{where}: knot {k}: x"))
            changes.append(self.number(change, f"{where}: knot {k}: slope_change"))
            if changes[-1] == 0:
                raise NoAnswerError(f"{where}: knot {k} has slope change 0: it is none")
        for k, (t, u) in enumerate(pairwise(at), 1):
            if not t < u:
                raise NoAnswerError(f"{where}: knots {k} and {k + 1} do not increase")
        left_of_all = self.number(slope, f"{where}: left: slope"), self.number(intercept, f"{where}: left: intercept")
        return Function(*left_of_all, tuple(at), tuple(changes))

    def network(self, value: object, inputs: int, where: str = "network") -> GivenNetwork:
        """Return a network of so many inputs; `skip` and `offset` may be left out."""
        (neurons,) = _fields(value, ("neurons",), where)
        found = []
        for k, neuron in enumerate(_list(neurons, f"{where}: neurons"), 1):
            here = f"{where}: neuron {k}"
            output, weights, bias = _fields(neuron, ("output_weight", "input_weights", "bias"), here)
            found.append(
                GivenNeuron(
                    self.number(output, f"{here}: output_weight"),
                    self._vector(weights, inputs, f"{here}: input_weights"),
                    self.number(bias, f"{here}: bias"),
                )
            )
        beside: Mapping[str, Any] = value  # type: ignore[assignment]  # `_fields` has seen that it is one
        skip = beside.get("skip")
        return GivenNetwork(
            tuple(found),
            self._vector([0] * inputs if skip is None else skip, inputs, f"{where}: skip"),
            self.number(0 if beside.get("offset") is None else beside["offset"], f"{where}: offset"),
        )

    def _vector(self, value: object, size: int, where: str) -> tuple[fmpq, ...]:
        entries = _list(value, where)
        if len(entries) != size:
            raise NoAnswerError(f"{where} has {len(entries)} entries, not {size}")
        return tuple(self.number(entry, where) for entry in entries)

    def _count(self, characters: int, where: str) -> None:
        self._read += characters
        if characters > LONGEST_NUMBER:
            raise NoAnswerError(f"{where} has {characters} digits; at most {LONGEST_NUMBER} are read")
        if self._read > MOST_CHARACTERS:
            raise NoAnswerError(f"the numbers of the answer have more than {MOST_CHARACTERS} characters")


def _parsed(text: str, where: str) -> fmpq:
    match = _TEXT.fullmatch(text.strip())
    if match is None:
        raise NoAnswerError(f"{where} is {_shown(text)}, no number")
    whole, denominator, sign, before, after, exponent = match.groups()
    if whole is not None:
        below = fmpz(denominator or "1")
        if below == 0:
            raise NoAnswerError(f"{where} is {_shown(text)}, which divides by zero")
        return fmpq(fmpz(whole.removeprefix("+")), below)
    after = after or ""
    power = int(exponent or "0") - len(after)
    if not before + after or abs(power) > LONGEST_NUMBER:
        raise NoAnswerError(f"{where} is {_shown(text)}, no number that is read")
    mantissa = fmpz(sign.replace("+", "") + before + after)
    return fmpq(mantissa * fmpz(10) ** power) if power >= 0 else fmpq(mantissa, fmpz(10) ** -power)


def _fields(value: object, names: Sequence[str], where: str) -> list[Any]:
    if not isinstance(value, Mapping):
        raise NoAnswerError(f"{where} is {_shown(value)}, no object")
    for name in names:
        if name not in value:
            raise NoAnswerError(f"{where} has no {name}")
    return [value[name] for name in names]


def _list(value: object, where: str) -> list[Any]:
    if not isinstance(value, list):
        raise NoAnswerError(f"{where} is {_shown(value)}, no list")
    if len(value) > MOST_PARTS:
        raise NoAnswerError(f"{where} has {len(value)} entries; at most {MOST_PARTS} are read")
    return value


def _shown(value: object) -> str:
    return one_line(repr(value)[:200], 40) if not isinstance(value, int) else f"a number of {value.bit_length()} bits"

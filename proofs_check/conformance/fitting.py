"""What a test gives and asks, and what an answer is there: its values at the points, and what it is charged for.

A case is a header and rows of exact numbers; nothing is guessed, and all rows are kept: within a tolerance there may be
several labels at one input.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any, NamedTuple

from flint import fmpq

from proofs_check.conformance.reading import GivenNetwork, NoAnswerError, Reader
from proofs_check.conformance.suite import Test
from proofs_check.unaided.functions import Function, values
from sparsest.exact.exponent import Exponent

__all__ = ["Fit", "Question", "asked", "fit_of", "fit_of_function", "fit_of_truth"]

_ZERO = fmpq(0)


class Question(NamedTuple):
    """The points, rows of inputs with their labels; p; the tolerance; and whether the function is of several inputs."""

    x: tuple[tuple[fmpq, ...], ...]
    y: tuple[fmpq, ...]
    p: Exponent
    tolerance: fmpq
    several: bool

    @property
    def size(self) -> fmpq:
        """The size of the labels: what is relative is so to it."""
        return max(map(abs, self.y), default=_ZERO)


class Fit(NamedTuple):
    """An answer at the points: its values there; and the sizes, none 0, of what its price is made of.

    The sizes are those of the slope changes; of a network, of all entries v w (and v b, where inputs are several).
    """

    values: tuple[fmpq, ...]
    sizes: tuple[fmpq, ...]


def asked(test: Test) -> Question:
    """Return what a test gives and asks.

    Examples
    --------
    >>> from proofs_check.conformance.suite import load_suite
    >>> asked(load_suite(only=[414]).tests[0]).y
    (0, 0, 1, 3)
    """
    several = test.task.startswith("network")
    return _asked(test.case["csv"], str(test.case.get("p", "0")), str(test.case.get("tolerance", "0")), several)


@lru_cache(maxsize=64)
def _asked(csv: str, p: str, tolerance: str, several: bool) -> Question:
    reader = Reader()
    rows = sorted((_row(line, reader) for line in csv.splitlines()[1:] if line.strip()), key=_inputs)
    inputs, labels = tuple(map(_inputs, rows)), tuple(row[-1] for row in rows)
    return Question(inputs, labels, Exponent.read(p), reader.number(tolerance, "tolerance"), several)


def _row(line: str, reader: Reader) -> tuple[fmpq, ...]:
    return tuple(reader.number(entry, "an entry") for entry in line.split(","))


def _inputs(row: tuple[fmpq, ...]) -> tuple[fmpq, ...]:
    return row[:-1]


def fit_of(answer: Mapping[str, Any], given: Question, reader: Reader) -> Fit | None:
    """Return what the function of an answer is at the points; None if it has none, numbers only.

    Raises
    ------
    NoAnswerError
        If what it has is no function of this many inputs.

    Examples
    --------
    >>> from proofs_check.conformance.suite import load_suite
    >>> test = load_suite(only=[414]).tests[0]
    >>> fit_of({"spline": test.truth["spline"]}, asked(test), Reader())
    Fit(values=(0, 0, 1, 3), sizes=(2,))
    """
    if answer.get("spline") is not None:
        if given.several:
            raise NoAnswerError("a spline has one input; give a network")
        return fit_of_function(reader.function(answer["spline"]), given)
    if answer.get("network") is not None:
        return _fit_of_network(reader.network(answer["network"], len(given.x[0])), given)
    return None


def fit_of_truth(test: Test, given: Question) -> Fit | None:
    """Return what the minimiser of a test is at the points; None if the test names none.

    Examples
    --------
    >>> from proofs_check.conformance.suite import load_suite
    >>> test = load_suite(only=[414]).tests[0]
    >>> fit_of_truth(test, asked(test)).sizes
    (2,)
    """
    return fit_of(test.truth or {}, given, Reader())


def fit_of_function(function: Function, given: Question) -> Fit:
    """Return what a function of one input is at the points.

    Examples
    --------
    >>> from proofs_check.conformance.suite import load_suite
    >>> given = asked(load_suite(only=[414]).tests[0])
    >>> fit_of_function(Function(fmpq(0), fmpq(0), (fmpq(2),), (fmpq(-3),)), given)
    Fit(values=(0, 0, 0, -3), sizes=(3,))
    """
    return Fit(tuple(values(function, (row[0] for row in given.x))), tuple(function.sizes))


def _fit_of_network(network: GivenNetwork, given: Question) -> Fit:
    if given.several and any((*network.skip, network.offset)):
        raise NoAnswerError("the networks of several inputs have no affine part: skip and offset are 0 in (7)")
    return Fit(tuple(_outputs(network, given)), tuple(_charged(network, biases=given.several)))


def _outputs(network: GivenNetwork, given: Question) -> Iterator[fmpq]:
    for row in given.x:
        total = network.offset + _dot(network.skip, row)
        for neuron in network.neurons:
            z = _dot(neuron.input_weights, row) + neuron.bias
            if z > 0:
                total += neuron.output_weight * z
        yield total


def _charged(network: GivenNetwork, *, biases: bool) -> Iterator[fmpq]:
    for neuron in network.neurons:
        for w in (*neuron.input_weights, neuron.bias) if biases else neuron.input_weights:
            if (product := neuron.output_weight * w) != 0:
                yield abs(product)


def _dot(a: tuple[fmpq, ...], b: tuple[fmpq, ...]) -> fmpq:
    return sum((s * t for s, t in zip(a, b, strict=True)), _ZERO)

"""What is true of somebody's network, as a table for people; `to_json` has the exact values."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from rich.console import Group, RenderableType
from rich.text import Text

from sparsest.exact.decimals import format_decimal, format_enclosure, scaled_bounds
from sparsest.exact.exponent import Exponent
from sparsest.exact.powersum import PowerSum
from sparsest.layout import Facts
from sparsest.multivariate.box import BoxRange
from sparsest.multivariate.network import MultivariateNetwork
from sparsest.multivariate.solve import NetworkSolution
from sparsest.network import Network
from sparsest.validation.facts import NetworkFacts
from sparsest.validation.validate import Validation
from sparsest.validation.verdict import Comparison

__all__ = ["validation_report"]

_LONGEST, _DIGITS, _DECIMALS = 60, 6, 17


def validation_report(found: Validation, network: str, data: str, extent: Sequence[BoxRange] = ()) -> RenderableType:
    """Return the report of a validation, for a `rich` console.

    Parameters
    ----------
    found : Validation
        What `validate` returned.
    network, data : str
        What to call them.
    extent : sequence of BoxRange
        Ranges of the network over boxes, to be shown too.

    Examples
    --------
    >>> import sparsest
    >>> from rich.console import Console
    >>> found = sparsest.validate(sparsest.Network([], 1), sparsest.Dataset([0, 1, 2], [0, 1, 2]), "1/2")
    >>> Console(width=80).print(validation_report(found, "line.json", "three points"))  # doctest: +ELLIPSIS
    line.json on three points: 3 points, 1 input, p = 1/2
    verdict ... proved minimal...
    """
    inputs, points = found.data.dimension, len(found.data)
    title = Text(
        f"{network} on {data}: {points} point{'s' * (points != 1)}, {inputs} input{'s' * (inputs != 1)}, p = {found.p}"
    )
    return Group(title, Facts([*_facts(found), *map(_extent, extent)]))


def _extent(found: BoxRange) -> tuple[str, str]:
    least, greatest = (format_decimal(end.value, _DECIMALS) for end in (found.least, found.greatest))
    if found.exact:
        rounded = (Fraction(least), Fraction(greatest)) != (found.least.value, found.greatest.value)
        return "range there", f"from {least} to {greatest}, both attained{' (rounded; exactly: --json)' * rounded}"
    unit = 10**_DIGITS
    lower, upper = scaled_bounds(_DIGITS, (found.lower * unit).__floor__(), (found.upper * unit).__ceil__())
    return "range there", f"within [{lower}, {upper}], proved; values from {least} to {greatest} are attained"


def _facts(found: Validation) -> Iterator[tuple[str, str]]:
    hidden = found.verdict == "proved minimal" and found.better is not None
    yield "verdict", found.verdict + ", once neurons of one kink are added up" * hidden
    yield "residuals", _residuals(found)
    yield "neurons", _neurons(found.facts)
    kinks = "" if found.facts.knots is None else f"{found.facts.knots} knots, "
    yield "once merged", f"{kinks}{found.facts.merged} neuron{'s' * (found.facts.merged != 1)}"
    yield "parameters", f"{found.facts.parameters} not zero"
    if not _is_limit(found.p):
        merged = found.function.power_sum
        same = not (merged - found.written).terms
        yield "path norm", _value(found.written, found.p) + ("" if same else f"; merged: {_value(merged, found.p)}")
    if found.labels is not None:
        yield "for these labels", _standing(found.labels)
    if found.own is not None and found.own is not found.labels:
        yield "for its own outputs", _standing(found.own)
    if found.within is not None:
        yield "within the tolerance", f"{_knots(found.within.knots)} suffice, and fewer do not"
    if found.better is not None:
        yield "better", f"{_size(found.better.network)}: {found.better.why}"
    yield from (("note", note) for note in found.data.notes)


def _residuals(found: Validation) -> str:
    own = found.residuals
    if own.interpolates:
        return "none: every label is met, exactly"
    worst = own.values[own.worst]
    text = f"largest {format_decimal(abs(worst), _DIGITS)} at {own.places[own.worst]}; "
    text += f"exactly met: {own.zeros} of {len(own.values)}"
    return text if own.beyond is None else f"{text}; beyond the tolerance: {own.beyond}"


def _neurons(facts: NetworkFacts) -> str:
    others = {
        "dead": facts.dead, "constant": facts.constant, "cancelling": facts.cancelling,
        "silent on the data": facts.silent,
    }  # fmt: skip
    said = [f"{count} {name}" for name, count in others.items() if count]
    return f"{facts.neurons}, active {facts.active}{' (' * bool(said)}{', '.join(said)}{')' * bool(said)}"


def _standing(own: Comparison) -> str:
    best = own.solution
    text = f"{'the optimum' if own.is_certified else 'the best that is known'} has {_size(best.network)}"
    if not _is_limit(best.p):
        text += f", cost {_value(best.network.power_sum, best.p)}"
    if not own.is_certified:
        text += f"; proved: at least {_rounded_down(best.lower)}" if isinstance(best, NetworkSolution) else ""
    if own.minimal is None:
        return text + ("" if own.is_certified else "; nothing is decided: give it more time")
    if own.minimal:
        return f"minimal: {text}"
    dearer = "" if _is_limit(best.p) else f"; dearer by {_value(own.gap, best.p).removeprefix('in ')}"
    return f"not minimal: {text}{dearer}"


def _rounded_down(bound: str) -> str:
    return bound if len(bound) <= _DECIMALS else format_enclosure(Fraction(bound), Fraction(bound), _DIGITS)[0]


def _is_limit(p: Exponent) -> bool:
    return p.name in ("0+", "1-")


def _value(power_sum: PowerSum, p: Exponent) -> str:
    """Return a closed form if it is short, else decimals that the value rounds to."""
    value = power_sum.at(p)
    text = str(value) if len(power_sum.terms) <= _LONGEST else ""
    low, high = value.enclosure(12)
    ends = format_enclosure(low, high, 9)
    near = ends[0] if low == high else f"in [{ends[0]}, {ends[1]}]"
    return text if text and len(text) <= _LONGEST else near


def _size(network: Network | MultivariateNetwork) -> str:
    if isinstance(network, Network):
        return _knots(len(network.neurons))
    parameters, neurons = network.parameters, len(network.neurons)
    return f"{parameters} parameters in {neurons} neuron{'s' * (neurons != 1)}"


def _knots(count: int) -> str:
    return f"{count} knot{'s' * (count != 1)}"

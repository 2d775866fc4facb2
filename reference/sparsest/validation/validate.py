"""Is this network minimal, does it interpolate, how far from the best is it, and what is the better one: exactly."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, cast

from flint import fmpq

from sparsest.data import Dataset
from sparsest.errors import DataError, UsageError, option
from sparsest.exact.clock import check_seconds
from sparsest.exact.decimals import first_few, format_short
from sparsest.exact.exponent import Exponent
from sparsest.exact.powersum import PowerSum
from sparsest.exact.rationals import RationalLike, format_rational, is_sequence
from sparsest.interchange.layers import Layers
from sparsest.multivariate.network import MultivariateNetwork
from sparsest.multivariate.outputs import values_at_points
from sparsest.multivariate.parallel import rewritten
from sparsest.network import Network
from sparsest.points import Points
from sparsest.ties import GivenRows
from sparsest.univariate.gates import Gates
from sparsest.univariate.tolerance import Tolerance, ToleranceSolution
from sparsest.validation.facts import NetworkFacts, facts_of
from sparsest.validation.one_input import compared, within_tolerance
from sparsest.validation.several import compared_of_several
from sparsest.validation.verdict import Better, Comparison, Residuals, power_json, verdict_of

__all__ = ["Validation", "validate"]

_AnyNetwork = Network | MultivariateNetwork


@dataclass(frozen=True, repr=False)
class Validation:
    """What is true of a network on given data; every statement is exact. Made by `validate`.

    Parameters
    ----------
    network : Network or MultivariateNetwork
        As it was given; in the form of equation 7 where the problem is (8)/(9).
    data : Dataset or Points
        The points.
    p : Exponent
        Of the path norm, "0", "0+" and "1-" included.
    facts : NetworkFacts
        What the network is made of.
    residuals : Residuals
        At every row.
    function : Network or MultivariateNetwork
        The same function with the neurons of one kink added up: what is held against the optimum.
    labels : Comparison or None
        Beside the optimum for the labels given; None where an input has several labels.
    own : Comparison or None
        Beside the optimum for the labels that the network itself produces; None if they have too many digits.
    within : ToleranceSolution or None
        The fewest knots within the tolerance, where one was asked for, with one input; None too if no function is.

    Examples
    --------
    >>> from sparsest import Neuron
    >>> net = Network([Neuron.of(1, 1, -1), Neuron.of(1, 2, -3)])
    >>> found = validate(net, Dataset([0, 1, 2], [0, 0, 2]), "1/2")
    >>> found.verdict, found.gap is not None, str(found.better.network.path_norm("1/2"))
    ('not minimal', True, '2^(1/2)')
    """

    network: _AnyNetwork
    data: Dataset | Points
    p: Exponent
    facts: NetworkFacts
    residuals: Residuals
    function: _AnyNetwork
    labels: Comparison | None
    own: Comparison | None
    within: ToleranceSolution | None

    @property
    def verdict(self) -> str:
        """The verdict: one of `sparsest.validation.verdict.VERDICTS`.

        Examples
        --------
        >>> validate(Network([], 1), Dataset([0, 1], [0, 1])).verdict
        'proved minimal'
        """
        return verdict_of(self.residuals, None if self.labels is None else self.labels.minimal)

    @property
    def gap(self) -> PowerSum | None:
        """What the function costs more than the optimum for the labels, as a function of p; see `Comparison`.

        Examples
        --------
        >>> str(validate(Network([], 1), Dataset([0, 1], [0, 1])).gap)
        '0'
        """
        return None if self.labels is None else self.labels.gap

    @property
    def written(self) -> PowerSum:
        """The path norm of the network as it is written, as a function of p.

        Examples
        --------
        >>> from sparsest import Neuron
        >>> str(validate(Network([Neuron.of(2, 1, 0)] * 2), Dataset([0, 1], [0, 4])).written)
        '2*2^p'
        """
        return self.network.power_sum

    @property
    def better(self) -> Better | None:
        """A better network, if there is one: for the labels given, or the same function written with less.

        Examples
        --------
        >>> from sparsest import Neuron
        >>> validate(Network([Neuron.of(2, 1, 0)] * 2), Dataset([-1, 0, 1], [0, 0, 4])).better.why
        'the same function, neurons of one kink added up'
        """
        verdict = self.verdict
        if verdict == "proved minimal":
            lean = self.function.power_sum != self.written and self.facts.merged < self.facts.neurons
            if self.within is not None and self.within.knots < (self.facts.knots or 0):
                return Better(self.within.network, "the fewest knots within the tolerance")
            return Better(self.function, "the same function, neurons of one kink added up") if lean else None
        if self.within is not None:
            fewer = verdict == "does not interpolate" or self.within.knots < (self.facts.knots or 0)
            return Better(self.within.network, "the fewest knots within the tolerance") if fewer else None
        if self.labels is None or verdict in ("undecided", "within tolerance"):
            return None
        if verdict == "does not interpolate":
            why = f"it has the labels{', at the least possible cost' * self.labels.is_certified}"
        else:
            why = f"it has the labels too, and costs less{', the least possible' * self.labels.is_certified}"
        return Better(self.labels.solution.network, why)

    @property
    def better_own(self) -> Better | None:
        """A network with the same outputs at the points that costs less; None if there is none, or none is known.

        Examples
        --------
        >>> from sparsest import Neuron
        >>> net = Network([Neuron.of(1, 1, -1), Neuron.of(1, 2, -3)])
        >>> validate(net, Dataset([0, 1, 2], [0, 0, 3])).better_own.why
        'the same outputs at the points, and costs less, the least possible'
        """
        if self.own is None or self.own.minimal is not False:
            return None
        why = f"the same outputs at the points, and costs less{', the least possible' * self.own.is_certified}"
        return Better(self.own.solution.network, why)

    @property
    def is_certified(self) -> bool:
        """Whether there is something that `certificate` can prove.

        Examples
        --------
        >>> validate(Network([], 1), Dataset([0, 1], [0, 1])).is_certified
        True
        """
        # At p = 0 there is a certificate of the lower bound, too.
        known = self.labels is not None and (self.labels.is_certified or self.p.name == "0")
        return known or self.within is not None

    def certificate(self) -> dict[str, object]:
        """Return the proof of what the verdict rests on, JSON-ready, for the independent checker.

        Of a network that is proved minimal it is that of its own function, where the checker's clauses have it (not
        for every function at p = 0); else of the optimum for the labels, or within the tolerance.

        Raises
        ------
        UsageError
            If nothing is proved: the time did not suffice, or an input has several labels and there is no tolerance.

        Examples
        --------
        >>> validate(Network([], 1), Dataset([0, 1], [0, 1])).certificate()["minimizer"]["knots"]
        []
        """
        if self.within is not None and self.verdict != "proved minimal":
            return self.within.certificate()
        if self.labels is None:
            raise UsageError("an input has several labels: there is a certificate within a tolerance only")
        made = self.labels.solution.certificate()
        return made if self.verdict != "proved minimal" else self._of_its_own(made)

    def _of_its_own(self, made: dict[str, Any]) -> dict[str, object]:
        """Return a certificate with the network that was validated in place of another one that is as good."""
        if isinstance(self.function, MultivariateNetwork):
            # What else the certificate says of its network: an affine part at p = 0, which (9) has not, or a count.
            network = {**made["network"], **self.function.to_json()}
            counts = {name: self.function.parameters for name in made["claim"] if name == "parameters"}
            return {**made, "network": network, "claim": {**made["claim"], **counts}}
        if self.p.name == "0":
            return made
        spline = self.function.to_spline()
        return {**made, "minimizer": spline.to_json(), "claim": {**made["claim"], "knots": self.facts.knots}}

    def to_json(self) -> dict[str, object]:
        """Return everything as `docs/schemas/validation-1.json` has it, exact numbers as text.

        Examples
        --------
        >>> validate(Network([], 1), Dataset([0, 1], [0, 1])).to_json()["verdict"]
        'proved minimal'
        """
        labels = {"minimal": None, "optimum": None, "gap": None} if self.labels is None else self.labels.to_json()
        lean = power_json(self.function.power_sum, self.p)
        notes = {"notes": list(self.data.notes)} if self.data.notes else {}
        return {
            "schema": "sparsest/validation/1",
            "problem": {
                "dimension": self.data.dimension,
                "points": len(self.data),
                "p": self.p.name,
                "model": "univariate" if isinstance(self.network, Network) else "multivariate",
                **notes,
            },
            "verdict": self.verdict,
            "residuals": self.residuals.to_json(),
            "network": self.facts._asdict(),
            "path_norm": {"written": power_json(self.written, self.p), "merged": lean},
            "optimum": labels["optimum"],
            "gap": labels["gap"],
            "own_labels": None
            if self.own is None
            else {**self.own.to_json(), "better": self.better_own and self.better_own.to_json()},
            "within_tolerance": self._within_json(),
            "better": self.better and self.better.to_json(),
        }

    def _within_json(self) -> dict[str, object] | None:
        if self.residuals.allowed is None:
            return None
        one = set(map(str, self.residuals.allowed))
        same = self.residuals.allowed[0] if len(one) == 1 else None
        found = self.within
        return {
            "tolerance": None if same is None else format_rational(same),
            "fewest_knots": None if found is None else found.knots,
            "largest_residual": None if found is None else format_rational(found.largest_residual),
        }

    def __repr__(self) -> str:
        return f"<Validation: {self.verdict}; {self.network!r} on {len(self.data)} points>"


def validate(
    network: Any,
    data: Dataset | Points,
    p: RationalLike | Exponent = "1/2",
    *,
    tolerance: Tolerance | None = None,
    seconds: float | None = 60.0,
    progress: Callable[[Any], object] | None = None,
) -> Validation:
    """Return what is true of a network on these data: verdict, residuals, gap, a better network, certificate.

    Parameters
    ----------
    network : Network, MultivariateNetwork, or what `sparsest.read_network` reads
        A file, a torch module, an `MLPRegressor`, ...: taken exactly, each float as the dyadic rational that it is.
    data : Dataset or Points
        With a `Dataset` the problem is (2)/(3), without penalty on biases; with `Points`, of one input too, (8)/(9).
    p : str, int, Fraction, Decimal, float or Exponent
        As for `solve` (or `solve_network`): a rational in (0, 1), "0", "0+"; "1-" with a `Dataset`.
    tolerance : rational >= 0 or infinity, or a sequence of these, optional
        Ask whether |f(x_i) - y_i| <= tolerance at every row too, and (one input) for the fewest knots within it.
    seconds : float, optional
        Several inputs: how long to look for the optimum in all; None for no limit.
    progress : callable, optional
        As for `solve_network`.

    Raises
    ------
    DataError
        If the network cannot be read, or is declined; if an input has several labels and there is no tolerance.
    UsageError
        If the network has another number of inputs than the data, or an argument has no such value.

    Examples
    --------
    >>> from sparsest import Neuron
    >>> data = Dataset([-2, -1, 0, 1, 2, 3], [0, 0, 1, 1, 0, 0])
    >>> net = Network([Neuron.of(*neuron) for neuron in ((1, 1, 1), (-1, 1, 0), (-1, 1, -1), (1, 1, -2))])
    >>> found = validate(net, data, "1/2")
    >>> found.verdict, found.gap.at("1/2").decimals(6)
    ('not minimal', ('0.585786', '0.585787'))
    """
    if not isinstance(data, Dataset | Points):
        raise UsageError(f"{type(data).__name__} is no data set; make one: sparsest.Dataset(x, y), or sparsest.Points")
    exponent = Exponent.read(p)
    check_seconds(seconds)
    given = _exact(network, data)
    if isinstance(data, Dataset):
        return _of_one_input(cast("Network", given), data, exponent, tolerance)
    return _of_several(cast("MultivariateNetwork", given), data, exponent, tolerance, seconds, progress)


def _exact(network: Any, data: Dataset | Points) -> _AnyNetwork:
    """Return the network, in the form of the data's problem; `UsageError` if it has another number of inputs."""
    if isinstance(network, Network | MultivariateNetwork):
        layers = Layers.of_network(network)
    else:
        from sparsest.interchange.read import read_layers  # readers are needed for what is not ours only

        layers = read_layers(network)
    if layers.dimension != data.dimension:
        raise UsageError(
            f"the network has {layers.dimension} input{'s' * (layers.dimension != 1)} and the data {data.dimension}: "
            f"choose as many columns with {option('x')}"
        )
    if isinstance(data, Dataset):
        return layers.to_network()
    return network if isinstance(network, MultivariateNetwork) else layers.to_multivariate()


def _of_one_input(network: Network, data: Dataset, p: Exponent, tolerance: Tolerance | None) -> Validation:
    if tolerance is None:
        data.check_labels()
    within, allowed = within_tolerance(data, tolerance)
    spline = network.to_spline()
    values = spline.values_at(data.flint.x)
    points, given, places = data.rows if tolerance is not None else _one_row_each(data)
    off = [values[point] - label for point, label in zip(points, given, strict=True)]
    residuals = Residuals(off, places, allowed)
    labels = own = None
    if data.rows.several_labels() is None:
        labels = compared(spline, data, p, interpolates=residuals.interpolates)
    if residuals.interpolates:
        own = labels
    elif (produced := _relabelled(data, values)) is not None:
        own = compared(spline, produced, p, interpolates=True)
    facts = facts_of(network, data)
    return Validation(network, data, p, facts, residuals, Network.from_spline(spline), labels, own, within)


def _one_row_each(data: Dataset) -> GivenRows:
    """Return the first row of each point, where rows of one input have one label, their own or a merged one."""
    first: dict[int, int] = {}
    for row, point in enumerate(data.rows.points):
        first.setdefault(point, row)
    rows = first.values()
    return GivenRows(list(first), [data.rows.labels[row] for row in rows], [data.rows.places[row] for row in rows])


def _relabelled(data: Dataset, values: Sequence[fmpq]) -> Dataset | None:
    try:
        return Dataset(data.flint.x, values)
    except DataError:  # the outputs have more digits than data may have
        return None


def _of_several(
    network: MultivariateNetwork,
    points: Points,
    p: Exponent,
    tolerance: Tolerance | None,
    seconds: float | None,
    progress: Callable[[Any], object] | None,
) -> Validation:
    values = values_at_points(network, points.lifted)
    allowed = None if tolerance is None else [_tolerance(tolerance)] * len(points)
    places = [f"x = {_shown(x)}" for x in points.flint.x]
    residuals = Residuals([f - y for f, y in zip(values, points.flint.y, strict=True)], places, allowed)
    exact = residuals.interpolates
    function = rewritten(network)
    share = seconds if seconds is None or exact else seconds / 2
    labels = compared_of_several(function, points, p, interpolates=exact, seconds=share, progress=progress)
    own: Comparison | None = labels
    if not exact:
        own = None
        with suppress(DataError):  # outputs with more digits than data may have
            produced = Points(points.flint.x, values)
            own = compared_of_several(function, produced, p, interpolates=True, seconds=share, progress=progress)
    facts = facts_of(network, points)
    return Validation(network, points, p, facts, residuals, function, labels, own, None)


def _tolerance(tolerance: Tolerance) -> fmpq | None:
    """Return the tolerance of all points, None for infinity."""
    if is_sequence(tolerance):
        raise UsageError("a tolerance for each point goes with one input; give one for all")
    return Gates.within(Dataset([0], [0]), tolerance).scale


def _shown(x: Sequence[fmpq]) -> str:
    return f"({first_few([format_short(value) for value in x], len(x), 60)})"

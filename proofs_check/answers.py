"""Answers of the solver, with proofs that an independent checker accepts: networks, functions within a tolerance.

A proof that it rejects, and an enumeration that finds nothing or breaks off, are defects: `RejectedError`. A check that
is `guarded` says refuted then; any other call of it, a false variant's for one, counts as undecided.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import wraps
from itertools import islice
from typing import Any, TypeVar

from proofs_check.cases import MOST_MINIMIZERS, NetworkCase, SplineCase
from proofs_check.claim import refute
from proofs_check.unaided.compare import compare
from proofs_check.unaided.functions import Function, function_of, require_interpolation
from proofs_check.unaided.nets import Net, charged, missed_label, shown, weights
from proofs_check.verify import check_certificate
from sparsest.certificate import price_certificate
from sparsest.errors import SparsestError, UndecidedError
from sparsest.exact.exponent import Exponent
from sparsest.multivariate.constructions import first_network
from sparsest.multivariate.minimize import Enumeration
from sparsest.multivariate.network import MultivariateNetwork
from sparsest.network import Network
from sparsest.points import Points
from sparsest.spline import Spline
from sparsest.univariate.tolerance import ToleranceSolution, solve_within

__all__ = [
    "MINIMIZERS_SEEN", "RejectedError", "all_vertices", "guarded", "minimal_functions", "minimal_networks",
    "most_looked_at", "proved_fewest", "proved_minimizers", "proved_within", "some_minimizers",
]  # fmt: skip

#: What a check that goes through `some_minimizers` has to say of "each minimiser".
MINIMIZERS_SEEN = (
    "Of more than 50 minimisers only the first 50 are looked at; where N > 1000 the first 20,000/N, at least one."
)


_MANY_POINTS = 1000


def some_minimizers(case: SplineCase) -> Iterator[Spline]:
    """Yield minimisers of the case: all that the case keeps of small data, fewer of large ones.

    Examples
    --------
    >>> from sparsest import Dataset
    >>> len(list(some_minimizers(SplineCase(Dataset([0, 1, 2, 3, 4], [0, 0, 1, 3, 6])))))
    2
    """
    many = len(case.data) > _MANY_POINTS
    return islice(case.solution.splines() if many else case.splines, most_looked_at(case))


def most_looked_at(case: SplineCase) -> int:
    """Return how many minimisers `some_minimizers` yields at most.

    Examples
    --------
    >>> from sparsest import Dataset
    >>> [most_looked_at(SplineCase(Dataset.from_gaps([1] * n))) for n in (2, 1998, 50_000)]
    [50, 10, 1]
    """
    return MOST_MINIMIZERS if len(case.data) <= _MANY_POINTS else max(1, 20_000 // len(case.data))


def minimal_functions(case: SplineCase) -> list[Function]:
    """Return the functions of `some_minimizers`, each followed through the data; computed once for the case.

    Examples
    --------
    >>> from sparsest import Dataset
    >>> minimal_functions(SplineCase(Dataset([0, 1, 2], [0, 0, 1])))[0].knots
    (1,)
    """
    return case.once(_functions)


def _functions(case: SplineCase) -> list[Function]:
    return [require_interpolation(case, Function.of(one), "the minimiser") for one in some_minimizers(case)]


def minimal_networks(case: SplineCase) -> list[tuple[Network, Function]]:
    """Return the networks of `some_minimizers`, each with the function that it is; computed once for the case.

    Examples
    --------
    >>> from sparsest import Dataset
    >>> minimal_networks(SplineCase(Dataset([0, 1, 2], [0, 0, 1])))[0][1].knots
    (1,)
    """
    return case.once(_networks)


def _networks(case: SplineCase) -> list[tuple[Network, Function]]:
    found = map(Network.from_spline, some_minimizers(case))
    return [(network, function_of(network)) for network in found]


# What wrong code raises, rather than what was not given.
_BREAKS = (ArithmeticError, AttributeError, LookupError, SparsestError, StopIteration, TypeError, ValueError)


_Found = TypeVar("_Found")


class RejectedError(UndecidedError):
    """The solver's answer is not right: its proof is rejected, or there is none."""


def guarded(check: Callable[[Any], _Found]) -> Callable[[Any], _Found]:
    """Make a check, or a hypothesis, refute where the checker rejects a proof or the package breaks off.

    Examples
    --------
    >>> from proofs_check.claim import examine
    >>> def check(case):
    ...     raise RejectedError("the enumeration found nothing")
    >>> examine(guarded(check), NetworkCase(Points([[0]], [1]))).verdict.value
    'refuted'
    """

    @wraps(check)
    def run(case: Any) -> _Found:
        try:
            return check(case)
        except RejectedError as error:
            refute(str(error))
        except UndecidedError:
            raise
        except _BREAKS as error:
            refute(f"the package breaks off with {type(error).__name__}: {error}")

    return run


def proved_minimizers(case: NetworkCase, p: str | Exponent | None = None) -> tuple[Net, ...]:
    """Return all networks of least price at p (the case's, unless given), if the independent checker agrees.

    Raises
    ------
    RejectedError
        If the checker rejects that no network is cheaper, and that there are so many as cheap; or if there is none.
    UndecidedError
        If it does not end within its work limits.

    Examples
    --------
    >>> [len(net) for net in proved_minimizers(NetworkCase(Points([[0], [1], [2]], [0, 1, 0])))]
    [2]
    """
    exponent = case.p if p is None else Exponent.read(p)
    found = _enumerated(case.points, exponent, first_network(case.points))
    best = found[0]
    proof = price_certificate(
        case.points,
        exponent.name,
        best.to_json(),
        minimizers=len(found),
        parameters=best.parameters,
        objective=best.objective(exponent).decimals(20) if exponent.is_rational else None,
    )
    _accept(proof)
    nets = tuple(charged(network) for network in found)
    # The checker counts the minimisers and has seen one of them: what the others are is seen here.
    if len({tuple(sorted(net)) for net in nets}) < len(nets):
        raise RejectedError("the enumeration gives a network twice")
    for net in nets[1:]:
        if missed_label(case.points, net) is not None or compare(weights(net), weights(nets[0]), exponent) != 0:
            raise RejectedError(f"the enumeration gives {shown(net)}, which is no minimiser at p = {exponent}")
    return nets


def proved_fewest(case: NetworkCase) -> Net:
    """Return a network of fewest parameters, if its search ended and the independent checker accepts the lower bound.

    Raises
    ------
    RejectedError
        If the checker rejects it.
    UndecidedError
        If the search did not end.

    Examples
    --------
    >>> from proofs_check.unaided.nets import count
    >>> count(proved_fewest(NetworkCase(Points([[0], [1], [2]], [0, 1, 0]))))
    3
    """
    if not case.fewest.optimal:
        raise UndecidedError("the search for fewest parameters did not end")
    _accept(case.fewest.certificate())
    return charged(case.fewest.network)


def proved_within(case: SplineCase, *, seen: bool = True, **asked: Any) -> ToleranceSolution:
    """Return a function with the fewest knots through gates, if the independent checker accepts its certificate.

    Parameters
    ----------
    case : SplineCase
        The data.
    seen : bool
        Whether the checker is asked.
    **asked
        What `solve_within` takes: `tolerance`, or `lower` and `upper`; `fit`.

    Raises
    ------
    RejectedError
        If the checker rejects it.

    Examples
    --------
    >>> from sparsest import Dataset
    >>> proved_within(SplineCase(Dataset([0, 1, 2], [0, 3, 0])), tolerance=1).knots
    1
    """
    found = solve_within(case.data, **asked)
    if seen:
        _accept(found.certificate())
    return found


def all_vertices(points: Points) -> tuple[Net, ...]:
    """Return all candidates for a least price at some p, whatever their price.

    Raises
    ------
    RejectedError
        If there is none.

    Examples
    --------
    >>> len(all_vertices(Points([[0], [1], [2]], [0, 1, 0])))
    5
    """
    return tuple(charged(network) for network in _enumerated(points, Exponent.read("0+"), None))


def _enumerated(points: Points, p: Exponent, start: MultivariateNetwork | None) -> list[MultivariateNetwork]:
    try:
        search = Enumeration(points, p, start)
        search.run()
    except UndecidedError:
        raise
    except _BREAKS as error:
        raise RejectedError(f"the enumeration breaks off with {type(error).__name__}: {error}") from error
    if not search.networks:
        raise RejectedError("the enumeration found nothing")
    return search.networks


def _accept(proof: dict[str, object]) -> None:
    verdict = check_certificate(proof)
    if verdict.verdict != "accept":
        error = RejectedError if verdict.verdict == "reject" else UndecidedError
        raise error(f"the independent checker says {verdict.verdict} at {verdict.clause}: {verdict.reason}")

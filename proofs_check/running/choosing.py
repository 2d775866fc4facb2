"""Which claims are meant, and where they are checked: by their ids, on data of this kind, at these exponents."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from proofs_check.claim import Claim
from proofs_check.claims import CLAIMS, claim
from proofs_check.unaided.nets import is_small
from sparsest.data import Dataset
from sparsest.errors import UsageError
from sparsest.exact.exponent import Exponent
from sparsest.points import Points

__all__ = ["chosen", "read_exponents", "suitable"]


def chosen(ids: Sequence[str]) -> tuple[Claim, ...]:
    """Return the claims of these ids, or whose ids begin so, each once; all if there are none.

    Parameters
    ----------
    ids : sequence of str
        A full id stands for that claim alone. The beginning of an id must end where a word or a number ends.

    Raises
    ------
    UsageError
        If there is no such claim; the message lists those there are.

    Examples
    --------
    >>> [one.number for one in chosen(["theorem-3.1-1", "theorem-3.1-1"])]
    ['Theorem 3.1, item 1']
    >>> [one.id for one in chosen(["theorem-3.1"])]
    ['theorem-3.1-1', 'theorem-3.1-2a', 'theorem-3.1-2b', 'theorem-3.1-p0']
    """
    found = {one.id: one for name in ids for one in _beginning_with(name)}
    return tuple(found.values()) if ids else CLAIMS


def _beginning_with(name: str) -> list[Claim]:
    names = [one.id for one in CLAIMS]
    more = [] if name in names else [one for one in names if one.startswith(name) and _ends(name, one[len(name)])]
    return [claim(one) for one in more or [name]]


def _ends(name: str, then: str) -> bool:
    """Return whether a word or a number ends here: 2a begins with 2, and 12 not with 1."""
    return then in "-." or (name[-1:].isdigit() and then.isalpha())


def read_exponents(texts: Iterable[str]) -> tuple[Exponent, ...]:
    """Return the exponents, each once; `UsageError` for one that is no rational in (0, 1).

    Examples
    --------
    >>> [p.name for p in read_exponents(["0.5", "1/2", "1/3"])]
    ['1/2', '1/3']
    """
    found = {}
    for text in texts:
        try:
            p = Exponent.read(text)
        except UsageError:
            p = None
        if p is None or not p.is_rational:
            raise UsageError(f"p = {text}: claims are checked at rationals in (0, 1), such as 1/2 or 0.37")
        found[p.name] = p
    return tuple(found.values())


def suitable(claims: Sequence[Claim], points: Dataset | Points) -> tuple[Claim, ...]:
    """Return the claims to check on data where the user named none: those of several inputs only on small data.

    Everything about several inputs is enumerated, so one column of many points would only be undecided there.

    Examples
    --------
    >>> len(suitable(chosen([]), Dataset(range(9), range(9)))) < len(suitable(chosen([]), Dataset([0, 1], [0, 1])))
    True
    """
    if isinstance(points, Points) or is_small(Points([[x] for x in points.x], points.y)):
        return tuple(claims)
    return tuple(one for one in claims if one.scope == "one input")

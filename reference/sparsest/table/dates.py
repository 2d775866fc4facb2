"""ISO 8601 dates and times as exact numbers of days."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from flint import fmpq

from sparsest.errors import DataError

__all__ = ["Moment", "days_since_first", "parse_moment", "shown_after", "shown_moment"]

_SECONDS_A_DAY = 86_400
# Of the calendar: the years 1 to 9999.
_DAYS = (datetime.max - datetime.min).days + 1
_MOMENT = re.compile(
    r"(?:(?P<date>[0-9]{4}-[0-9]{2}-[0-9]{2}|[0-9]{4}-?W[0-9]{2}-?[1-7]|[0-9]{8}(?=T|$))(?:[T ]+(?=[0-9])|$))?"
    r"(?:T?(?P<time>[0-9]{2}:[0-9]{2}(?::[0-9]{2})?|[0-9]{6}|[0-9]{4})(?:(?<=[0-9]{2}:[0-9]{2}:[0-9]{2})[.,](?P<fraction>[0-9]{1,300}))?)?"
    r"\s?(?P<zone>Z|[+-][0-9]{2}(?::?[0-9]{2})?)?"
)


class Moment(NamedTuple):
    """A date, a time of day, or both.

    Parameters
    ----------
    days : fmpq
        Exact: since the year 1 began, in UTC if the zone is known; or since midnight.
    form : str
        "date" or "time", with "Z" behind it if the zone is given: only equal forms can be compared.
    """

    days: fmpq
    form: str


def parse_moment(text: str) -> Moment:
    """Return the moment that an ISO 8601 text stands for, exactly; fractions of seconds of any length.

    Raises
    ------
    DataError
        If it is no such text.

    Examples
    --------
    >>> parse_moment("00:00:01.5").days, parse_moment("2024-01-31T06:00Z").form
    (1/57600, 'dateZ')
    """
    match = _MOMENT.fullmatch(text.strip())
    time = "" if match is None else match["time"] or ""
    # A time in the basic form is a number unless a date or a T stands before it.
    alone = match is not None and not match["date"] and ":" not in time and not text.strip().startswith("T")
    if match is None or not (match["date"] or time) or alone:
        raise DataError(
            f"{text.strip()!r:.40} is no ISO 8601 date or time; write it like 2024-01-31 or 2024-01-31T12:30:05Z"
        )
    day = match["date"] or "0001-01-01"
    try:
        moment = datetime.fromisoformat(f"{day}T{match['time'] or '00:00'}{match['zone'] or ''}")
        # Beyond the calendar's ends there is no UTC.
        elapsed = _elapsed(moment)
    except (ValueError, OverflowError) as error:
        raise DataError(f"{text.strip()!r:.40} is no date or time of the calendar ({error}); mend it") from None
    if not 0 <= elapsed < _DAYS * _SECONDS_A_DAY:
        raise DataError(f"{text.strip()!r:.40} is before the year 1 or after 9999 in UTC; leave the point out")
    digits = match["fraction"] or ""
    seconds = fmpq(elapsed) + (fmpq(int(digits), 10 ** len(digits)) if digits else 0)
    form = ("date" if match["date"] else "time") + ("Z" if match["zone"] else "")
    return Moment(seconds / _SECONDS_A_DAY, form)


def _elapsed(moment: datetime) -> int:
    """Return the whole seconds since the year 1 began."""
    offset = moment.utcoffset() or timedelta(0)
    since = moment.replace(tzinfo=None) - datetime(1, 1, 1)
    return (since.days - offset.days) * _SECONDS_A_DAY + since.seconds - offset.seconds


def days_since_first(moments: Sequence[Moment]) -> tuple[list[fmpq], Moment]:
    """Return the days between the earliest moment and each, and the earliest.

    Raises
    ------
    DataError
        If dates stand beside times of day, or moments with a zone beside others; the message names both forms.

    Examples
    --------
    >>> days_since_first([parse_moment("2024-03-01"), parse_moment("2024-02-28")])[0]
    [2, 0]
    """
    forms = sorted({moment.form for moment in moments})
    if len(forms) > 1:
        spoken = [form.replace("Z", " with a time zone") for form in forms[:2]]
        raise DataError(f"a {spoken[0]} beside a {spoken[1]} cannot be compared; write all of them in one form")
    first = min(moments, key=lambda moment: moment.days)
    return [moment.days - first.days for moment in moments], first


def shown_after(first: Moment, days: fmpq) -> str:
    """Return the moment so many days after another as text, to the second.

    Examples
    --------
    >>> shown_after(parse_moment("2024-02-28"), fmpq(1)), shown_after(parse_moment("2024-02-28"), fmpq(1, 2))
    ('2024-02-29', '2024-02-28T12:00:00')
    """
    seconds = ((first.days + days) * _SECONDS_A_DAY + fmpq(1, 2)).floor()
    if not 0 <= seconds < _DAYS * _SECONDS_A_DAY:
        # Beyond the calendar, as beside the points of a picture.
        return ""
    return shown_moment(Moment(fmpq(seconds) / _SECONDS_A_DAY, first.form))


def shown_moment(moment: Moment) -> str:
    """Return a moment as text, to the microsecond.

    Examples
    --------
    >>> shown_moment(parse_moment("2024-01-31T06:00+02:00")), shown_moment(parse_moment("00:00:01"))
    ('2024-01-31T04:00:00Z', '00:00:01')
    """
    micro = int((moment.days * _SECONDS_A_DAY * 10**6).floor())
    at = datetime(1, 1, 1, tzinfo=UTC) + timedelta(microseconds=micro)
    text = at.replace(tzinfo=None).isoformat()
    if moment.form.startswith("time"):
        text = text.partition("T")[2]
    elif text.endswith("T00:00:00") and moment.form == "date":
        text = text.partition("T")[0]
    return text + ("Z" if moment.form.endswith("Z") else "")

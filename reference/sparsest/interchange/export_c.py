"""The target `.c`: which table, and what its comment states."""

from __future__ import annotations

from collections.abc import Sequence

from flint import fmpq

from sparsest.errors import UsageError
from sparsest.exact.decimals import format_short
from sparsest.interchange.account import Account
from sparsest.interchange.c import Stated, c_name, c_of_floats, evaluation_bound, most_in_words, rounded_up
from sparsest.interchange.c_fixed import FixedPoint, c_of_integers, fixed_point
from sparsest.interchange.floats import FLOATS
from sparsest.interchange.measures import Most, spline_of
from sparsest.interchange.segments import segments_of
from sparsest.interchange.wishes import NO_CERTIFICATE, ExportJob, Made

__all__ = ["C_TYPES", "c_target"]

#: Types of C, with the bits of each.
C_TYPES = {"double": 64, "float": 32, "int32": 32, "int16": 16}
_FLOATING = {"double", "float"}
_WHAT = "a continuous piecewise-linear function as a table, with a lookup without branches."


def c_target(job: ExportJob) -> Made:
    """Return the C file of a function of one input.

    Examples
    --------
    >>> from sparsest.interchange.layers import Layers
    >>> from sparsest.interchange.wishes import Wishes
    >>> job = ExportJob.of(Layers((), (), (), (fmpq(2),), fmpq(1)), Wishes(box=(fmpq(0), fmpq(1)), c_type="int16"))
    >>> c_target(job).account.way
    'fixed point in 64 bits, inputs and outputs int16'
    """
    wishes = job.wishes
    c_type = wishes.c_type or "double"
    if c_type not in C_TYPES:
        raise UsageError(f"{c_type!r} is no type for C; give one of {', '.join(C_TYPES)}")
    if c_type in _FLOATING:
        if wishes.x_unit is not None or wishes.y_unit is not None:
            raise UsageError(f"units go with integers: give int32 or int16 as type, not {c_type}, or leave them out")
        return _floats(job, c_type)
    for name, unit in (("x", wishes.x_unit), ("y", wishes.y_unit)):
        if unit is not None and unit <= 0:
            raise UsageError(f"the {name} unit is {format_short(unit)}; give a positive number")
    return _integers(job, c_type)


def _floats(job: ExportJob, c_type: str) -> Made:
    low, high = job.needed_box()
    segments = segments_of(spline_of(job.layers), FLOATS[C_TYPES[c_type]], low, high)
    lookup = evaluation_bound(segments, low, high)
    way = f"starts, values and slopes are {c_type}, each row made good by the next"
    account = job.segments_account(f"C, {c_type}", way, segments)
    worst = account.difference or Most(fmpq(0), ())
    said = [
        *_head(job, c_name(job.wishes.stem), c_type),
        f"Error of the table against the exact function: {most_in_words(worst)}.",
        f"Rounding in a lookup adds at most {rounded_up(lookup)} (operations of the type's own precision, to nearest);",
        f"so for an input of this type in the range the function is off by at most {rounded_up(worst.size + lookup)}.",
        *_at_data(job, account, "by the table"),
        "Literals are hexadecimal: the table is the same on every machine, bit for bit.",
        "Beyond the range the first and the last line go on. Inputs are finite.",
    ]
    note = f"rounding in a lookup adds at most {rounded_up(lookup)}"
    content = c_of_floats(segments, Stated(c_name(job.wishes.stem), said))
    return Made(content.encode(), account._replace(notes=(*account.notes, note)))


def _integers(job: ExportJob, c_type: str) -> Made:
    wishes, spline, box = job.wishes, spline_of(job.layers), job.needed_box()
    x_unit, y_unit = wishes.x_unit or fmpq(1), wishes.y_unit or fmpq(1)
    table = fixed_point(spline, C_TYPES[c_type], box, x_unit, y_unit)
    error, exactly = table.error(spline, x_unit, y_unit)
    residual = _integer_residual(job, table, x_unit, y_unit)
    way = f"fixed point in 64 bits, inputs and outputs {c_type}"
    account = job.table_account(f"C, {c_type}", way, residual, Most(error, ()))
    count = table.last - table.first + 1
    shown = " (all of them were tried)" if exactly else " (proved: the table is linear along each row)"
    said = [
        *_head(job, c_name(wishes.stem), f"{c_type}_t"),
        f"The input n, {table.first} to {table.last}, stands for n * {format_short(x_unit)};",
        f"what is returned, m, for m * {format_short(y_unit)}. Beyond these inputs the nearest of them is taken.",
        f"Error against the exact function over all {count} inputs: at most {rounded_up(error)}, which is",
        f"{rounded_up(error / y_unit)} units of the output{shown}.",
        *_at_data(job, account, "with the nearest input"),
    ]
    note = f"over all {count} inputs{shown}"
    content = c_of_integers(table, Stated(c_name(wishes.stem), said))
    return Made(content.encode(), account._replace(notes=(*account.notes, note, NO_CERTIFICATE)))


def _head(job: ExportJob, name: str, c_type: str) -> list[str]:
    low, high = job.needed_box()
    return [
        f"{name}: {_WHAT}",
        f"Made by sparsest export; {c_type} to {c_type}.",
        f"Range: {format_short(low)} to {format_short(high)}.",
    ]


def _at_data(job: ExportJob, account: Account, how: str) -> list[str]:
    if not job.data or account.residual is None:
        return []
    count, given = account.points, len(job.data)
    shown = f"{count} point{'s' * (count != 1)}" + (f" in the range (of {given})" if count < given else "")
    return [f"Distance from the labels of {shown}, {how}: {most_in_words(account.residual)}."]


def _integer_residual(job: ExportJob, table: FixedPoint, x_unit: fmpq, y_unit: fmpq) -> Most | None:
    """Return the largest residual at the data of the interval, each input rounded to the unit."""

    def value(x: Sequence[fmpq]) -> fmpq:
        near = x[0] / x_unit + fmpq(1, 2)
        return table.at(int(near.p // near.q)) * y_unit

    return job.residual_of(value)

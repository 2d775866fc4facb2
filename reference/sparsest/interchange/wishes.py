"""What is asked of an export, and what it comes to for one network."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from flint import fmpq

from sparsest.errors import DataError, UsageError, option
from sparsest.exact.decimals import format_short
from sparsest.interchange.account import Account
from sparsest.interchange.floats import float_kind
from sparsest.interchange.layers import Layers
from sparsest.interchange.measures import Labelled, Most, spline_of, worst_residual
from sparsest.interchange.segments import Segments, check_box

__all__ = ["NO_CERTIFICATE", "ExportJob", "Made", "Wishes"]

#: What goes without saying and is said.
NO_CERTIFICATE = "a certificate speaks of the exact function: none is carried over to rounded numbers"


class Wishes(NamedTuple):
    """How to export; what is None was not asked for.

    Parameters
    ----------
    data : sequence of (x, y), optional
        The points that residuals are of; a tolerance needs them.
    tolerance : fmpq, optional
        How far the rounded function may be from each label.
    box : (low, high), optional
        The interval, of one input: from the first data point to the last unless told.
    bits : 64, 32 or 16, optional
        Of the floats.
    c_type : "double", "float", "int32" or "int16", optional
        Of inputs and outputs in C.
    x_unit, y_unit : fmpq, optional
        What the integer 1 stands for, with integers in C; 1 unless told.
    difference : fmpq, optional
        t of the query in VNN-LIB; unless told the exact one, rounded up to 3 digits.
    stem : str
        What to call the function in C.

    Examples
    --------
    >>> Wishes(bits=32).asked
    {'bits'}
    """

    data: Labelled | None = None
    tolerance: fmpq | None = None
    box: tuple[fmpq, fmpq] | None = None
    bits: int | None = None
    c_type: str | None = None
    x_unit: fmpq | None = None
    y_unit: fmpq | None = None
    difference: fmpq | None = None
    stem: str = "function"

    @property
    def asked(self) -> set[str]:
        """The names of what was asked for that only some targets know.

        Examples
        --------
        >>> Wishes(stem="f").asked
        set()
        """
        apart = {"data", "tolerance", "stem"}
        return {name for name, value in self._asdict().items() if value is not None and name not in apart}


class Made(NamedTuple):
    """A file and what it took.

    Parameters
    ----------
    content : bytes
        Of the file.
    account : Account
        How far it is off.
    beside : mapping of str to bytes
        Further files, by the suffix that takes the place of the file's own.
    """

    content: bytes
    account: Account
    beside: Mapping[str, bytes] = {}


class ExportJob(NamedTuple):
    """A network with what is asked of it, checked.

    Parameters
    ----------
    layers : Layers
        The exact network.
    wishes : Wishes
        What was asked for.
    box : (low, high) or None
        The interval: as asked for, or from the first data point to the last; None with neither, or several inputs.
    """

    layers: Layers
    wishes: Wishes
    box: tuple[fmpq, fmpq] | None

    @classmethod
    def of(cls, layers: Layers, wishes: Wishes) -> ExportJob:
        """Check what was asked for against a network.

        Raises
        ------
        UsageError
            If it contradicts itself, or the network.
        DataError
            If the data have another number of inputs.

        Examples
        --------
        >>> points = [((fmpq(3),), fmpq(1)), ((fmpq(2),), fmpq(1))]
        >>> ExportJob.of(Layers((), (), (), (fmpq(0),), fmpq(0)), Wishes(points)).box
        (2, 3)
        """
        data, box = wishes.data, wishes.box
        if data and len(data[0][0]) != layers.dimension:
            raise DataError(f"the data have {len(data[0][0])} inputs and the network {layers.dimension}; give its own")
        if wishes.tolerance is not None and not data:
            raise UsageError(
                f"a tolerance is about labels: export a certificate, which holds them, or give {option('data', 'FILE')}"
            )
        if wishes.tolerance is not None and wishes.tolerance < 0:
            raise UsageError(f"a tolerance of {wishes.tolerance}: give 0 or more")
        if wishes.bits is not None:
            float_kind(wishes.bits)
        if layers.dimension != 1:
            if box is not None:
                raise UsageError(f"a box is for functions of one input, and this one has {layers.dimension}")
            return cls(layers, wishes, None)
        if box is not None:
            check_box(*box)
        elif data:
            inputs = [x for (x,), _ in data]
            box = min(inputs), max(inputs)
        return cls(layers, wishes, box)

    @property
    def data(self) -> Labelled | None:
        """The points, if there are any.

        Examples
        --------
        >>> ExportJob(Layers((), (), (), (fmpq(0),), fmpq(0)), Wishes(), None).data is None
        True
        """
        return self.wishes.data

    def needed_box(self) -> tuple[fmpq, fmpq]:
        """Return the interval; `UsageError` if nothing says which.

        Examples
        --------
        >>> ExportJob(Layers((), (), (), (fmpq(0),), fmpq(0)), Wishes(), (fmpq(0), fmpq(1))).needed_box()
        (0, 1)
        """
        if self.box is None:
            raise UsageError(
                f"nothing says on which interval: give {option('box', 'LO,HI')}, {option('data', 'FILE')}, "
                "or a certificate, which holds its data"
            )
        return self.box

    def refuse_what_is_of_no_use(self, suffix: str, takes: frozenset[str]) -> None:
        """Raise `UsageError` if something is asked for that the target does not know.

        Examples
        --------
        >>> ExportJob(Layers((), (), (), (fmpq(0),), fmpq(0)), Wishes(bits=16), None).refuse_what_is_of_no_use(
        ...     ".csv", frozenset())
        Traceback (most recent call last):
        ...
        sparsest.errors.UsageError: .csv: bits=... says nothing for this format; leave it out
        """
        left = sorted(self.wishes.asked - takes)
        if left:
            names = ", ".join(option(name.replace("_", "-")) for name in left)
            raise UsageError(f"{suffix}: {names} says nothing for this format; leave it out")

    def account(self, what: str, way: str, residual: Most | None, difference: Most | None) -> Account:
        """Return the account of a file made of this network.

        Examples
        --------
        >>> job = ExportJob(Layers((), (), (), (fmpq(0),), fmpq(0)), Wishes(), None)
        >>> job.account("npz", "none", None, None).neurons
        0
        """
        layers = self.layers
        return Account(
            what, len(layers.v), layers.dimension, way, len(self.data or ()), residual, self.box, difference,
            notes=layers.notes,
        )  # fmt: skip

    def table_account(self, what: str, way: str, residual: Most | None, difference: Most) -> Account:
        """Return the account of a table over the interval: points in it count, and how many others there are is said.

        Examples
        --------
        >>> box, points = (fmpq(0), fmpq(1)), [((fmpq(0),), fmpq(0)), ((fmpq(9),), fmpq(5))]
        >>> job = ExportJob(Layers((), (), (), (fmpq(0),), fmpq(0)), Wishes(points), box)
        >>> job.table_account("C", "none", None, Most(fmpq(0), ())).notes
        ('1 of 2 data points is outside of [0, 1] and does not count',)
        """
        inside, given = len(self.inside()), len(self.data or ())
        low, high = map(format_short, self.needed_box())
        out = given - inside
        found = self.account(what, way, residual, difference)._replace(points=inside)
        if not out:
            return found
        does = "is outside of [{}, {}] and does" if out == 1 else "are outside of [{}, {}] and do"
        points = "data point" if given == 1 else "data points"
        return found._replace(notes=(*found.notes, f"{out} of {given} {points} {does.format(low, high)} not count"))

    def segments_account(self, what: str, way: str, segments: Segments) -> Account:
        """Return the account of a table of floats."""
        low, high = self.needed_box()
        error = segments.worst_error(spline_of(self.layers), low, high)
        residual = self.residual_of(lambda x: segments.at(x[0]))
        found = self.table_account(what, way, residual, error)
        return found._replace(notes=(*found.notes, NO_CERTIFICATE))

    def residual_of(self, function: Callable[[Sequence[fmpq]], fmpq]) -> Most | None:
        """Return the largest residual of what a table gives, at the data inside the interval; None if none are."""
        inside = self.inside()
        return worst_residual([function(x) for x, _ in inside], inside) if inside else None

    def inside(self) -> Labelled:
        """Return the data points inside the interval.

        Raises
        ------
        UsageError
            If there is a tolerance and a point is outside, where a table says nothing: take a larger box.

        Examples
        --------
        >>> points = [((fmpq(0),), fmpq(0)), ((fmpq(9),), fmpq(5))]
        >>> ExportJob(Layers((), (), (), (fmpq(0),), fmpq(0)), Wishes(points), (fmpq(0), fmpq(1))).inside()
        [((0,), 0)]
        """
        low, high = self.needed_box()
        data = self.data or ()
        outside = [x for (x,), _ in data if not low <= x <= high]
        if outside and self.wishes.tolerance is not None:
            raise UsageError(
                f"a tolerance is about every label, and {len(outside)} of {len(data)} data points "
                f"{'is' if len(outside) == 1 else 'are'} outside of [{format_short(low)}, {format_short(high)}], the "
                f"first at x = {format_short(outside[0])}: give {option('box', 'LO,HI')} that holds them, or other data"
            )
        return [(x, y) for x, y in data if low <= x[0] <= high]

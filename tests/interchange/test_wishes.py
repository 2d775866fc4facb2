"""What is asked for is held against the network before anything is made."""

import pytest
from flint import fmpq

from sparsest.errors import DataError, UsageError
from sparsest.interchange.floats import FLOATS
from sparsest.interchange.layers import Layers
from sparsest.interchange.measures import Most
from sparsest.interchange.segments import Segments
from sparsest.interchange.wishes import NO_CERTIFICATE, ExportJob, Made, Wishes

_LINE = Layers((), (), (), (fmpq(2),), fmpq(1))
_PLANE = Layers((), (), (), (fmpq(2), fmpq(1)), fmpq(1))
_POINTS = [((fmpq(3),), fmpq(7)), ((fmpq(-1),), fmpq(0))]


@pytest.mark.parametrize(
    ("layers", "wishes", "error", "part"),
    [
        (_PLANE, Wishes(data=_POINTS), DataError, "1 inputs and the network 2"),
        (_LINE, Wishes(tolerance=fmpq(1)), UsageError, "about labels"),
        (_LINE, Wishes(data=_POINTS, tolerance=fmpq(-1)), UsageError, "0 or more"),
        (_LINE, Wishes(bits=8), UsageError, "64, 32 or 16"),
        (_LINE, Wishes(box=(fmpq(1), fmpq(0))), UsageError, "smaller number first"),
        (_PLANE, Wishes(box=(fmpq(0), fmpq(1))), UsageError, "one input"),
    ],
)
def test_of__refusals(layers, wishes, error, part):
    with pytest.raises(error, match=part):
        ExportJob.of(layers, wishes)


def test_of__the_interval_is_that_of_the_data_unless_told():
    assert ExportJob.of(_LINE, Wishes(data=_POINTS)).needed_box() == (-1, 3)
    assert ExportJob.of(_LINE, Wishes(data=_POINTS, box=(fmpq(0), fmpq(9)))).needed_box() == (0, 9)
    with pytest.raises(UsageError, match="on which interval"):
        ExportJob.of(_LINE, Wishes()).needed_box()


def test_refuse_what_is_of_no_use():
    job = ExportJob.of(_LINE, Wishes(bits=32, c_type="float"))
    job.refuse_what_is_of_no_use(".c", frozenset({"bits", "c_type"}))
    with pytest.raises(UsageError, match="bits"):
        job.refuse_what_is_of_no_use(".c", frozenset({"c_type"}))


def test_segments_account__measures_at_the_data_inside():
    table = Segments((fmpq(0),), (fmpq(1),), (fmpq(2),), FLOATS[64])
    job = ExportJob.of(_LINE, Wishes(data=_POINTS, box=(fmpq(0), fmpq(9))))
    assert job.residual_of(lambda x: table.at(x[0])) == Most(fmpq(0), (fmpq(3),))
    account = job.segments_account("C", "so", table)
    outside = "1 of 2 data points is outside of [0, 9] and does not count"
    assert (account.difference.size, account.points, account.notes) == (0, 1, (outside, NO_CERTIFICATE))
    assert (
        ExportJob.of(_LINE, Wishes(data=_POINTS, box=(fmpq(5), fmpq(9)))).residual_of(lambda x: table.at(x[0])) is None
    )
    assert Made(b"", account).beside == {}

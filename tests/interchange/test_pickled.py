"""The machine for pickles: what it builds, and that it builds nothing else."""

import pickle
import pickletools
from collections import OrderedDict

import pytest

from sparsest import DataError
from sparsest.interchange import pickled
from sparsest.interchange.pickled import Storage, Tensor, unpickled
from tests.interchange import hostile

PLAIN = {
    "a": 1,
    "b": [2.5, None, True, False, "text"],
    "c": (1, (2, 3), (4, 5, 6), (7, 8, 9, 10), ()),
    "d": {0: -(2**40)},
}


@pytest.mark.parametrize("protocol", [2, 3, 4, 5])
def test_unpickled__is_what_pickle_reads(protocol):
    shared = ["x"]
    for held in (PLAIN, OrderedDict(PLAIN), {"long" * 100: 3}, {"a": shared, "b": shared}):
        assert unpickled(pickle.dumps(held, protocol), "a") == held


def test_unpickled__tensors():
    made = b"\x80\x02" + hostile.tensor((2, 3), (3, 1), offset=1, size=9, kind="HalfStorage", key="5") + b"."
    assert unpickled(made, "a") == Tensor(Storage("HalfStorage", "5", 9), 1, (2, 3), (3, 1))


def test_unpickled__parameters_and_states():
    made = hostile.tensor((1,), (1,))
    parameter = b"\x80\x02ctorch._utils\n_rebuild_parameter\n(" + made + b"\x88ccollections\nOrderedDict\n)RtR."
    assert isinstance(unpickled(parameter, "a"), Tensor)
    assert unpickled(b"\x80\x02ccollections\nOrderedDict\n)R}X\x01\0\0\0aK\x01sb.", "a") == {}


def marked(mark):
    """Return a tensor whose maker gets a seventh argument, as PyTorch writes a negative or conjugate bit."""
    return b"\x80\x02" + hostile.tensor((2,), (1,)).removesuffix(b"tR") + mark + b"tR."


@pytest.mark.parametrize(
    ("mark", "name"),
    [
        (b"}X\x03\0\0\0neg\x88s", "neg"),
        (b"}X\x04\0\0\0conj\x88s", "conj"),
        (b"K\x01", "what is no table"),
    ],
)
def test_unpickled__tensors_with_marks_are_refused_with_the_cure(mark, name):
    assert unpickled(marked(b"}"), "a") == unpickled(marked(b"N"), "a") == unpickled(marked(b""), "a")
    with pytest.raises(DataError, match=rf"a.pt: a tensor in it has PyTorch's marks \({name}\).*[.]resolve_neg\(\)"):
        unpickled(marked(mark), "a.pt")
    with pytest.raises(DataError, match=r"calls torch[.]_utils[.]_rebuild_tensor_v2"):
        unpickled(marked(b"NN"), "a.pt")


# Those whose tables are refused only where they are looked at.
BUILT = {"exponential value", "list in itself", "lists of lists", "long names", "deep"}


@pytest.mark.parametrize("way", [*hostile.codes(""), *sorted(set(hostile.pickles()) - BUILT)])
def test_unpickled__refuses(way):
    content = (hostile.codes("true") | hostile.pickles())[way]
    with pytest.raises(DataError, match=r"^a[.]pt: its pickle "):
        unpickled(content, "a.pt")


@pytest.mark.parametrize("code", pickletools.opcodes, ids=lambda code: code.name)
def test_unpickled__knows_no_operation_that_is_not_listed(code):
    known = {
        "PROTO", "FRAME", "STOP", "BININT", "BININT1", "BININT2", "LONG1", "BINFLOAT", "BINUNICODE", "SHORT_BINUNICODE",
        "NONE", "NEWTRUE", "NEWFALSE", "EMPTY_TUPLE", "EMPTY_LIST", "EMPTY_DICT", "MARK", "TUPLE", "TUPLE1", "TUPLE2",
        "TUPLE3", "APPEND", "APPENDS", "SETITEM", "SETITEMS", "BINPUT", "LONG_BINPUT", "MEMOIZE", "BINGET",
        "LONG_BINGET", "GLOBAL", "STACK_GLOBAL", "REDUCE", "BUILD", "BINPERSID",
    }  # fmt: skip
    assert (code.name in pickled._Machine.steps or code.name == "STOP") == (code.name in known)


@pytest.mark.parametrize(
    "name", ["os.system", "builtins.eval", "torch.load", "torch.jit.FloatStorage", "numpy.core.multiarray.scalar",
             "collections.defaultdict", "torch._utils._rebuild_tensor", "__main__.Net"],
)  # fmt: skip
def test_unpickled__names_the_global(name):
    module, _, attribute = name.rpartition(".")
    with pytest.raises(DataError, match=f"asks for {name}, which is no part"):
        unpickled(f"c{module}\n{attribute}\n.".encode(), "a")


def test_unpickled__refuses_long_ones():
    with pytest.raises(DataError, match="has more than 200000 operations"):
        unpickled(hostile.pickles()["long"], "a")
    with pytest.raises(DataError, match="has 1048577 bytes; at most 1048576"):
        unpickled(b"." * (2**20 + 1), "a")

"""Every target: what is written is read back, and is the function that was reported, exactly."""

import csv
import json
from fractions import Fraction
from io import BytesIO, StringIO

import numpy as np
import pytest
from flint import fmpq
from hypothesis import given, settings
from hypothesis import strategies as st

from sparsest import Dataset, Network, Points, Spline, solve, solve_network
from sparsest.errors import DataError, NoFunctionError, UsageError
from sparsest.exact.rationals import to_rational
from sparsest.interchange import choosing
from sparsest.interchange.export import PROOF, TARGETS, export, target_of
from sparsest.interchange.layers import Layers
from sparsest.interchange.measures import Most, labelled, spline_of
from sparsest.interchange.read import read_layers
from sparsest.interchange.wishes import ExportJob, Wishes
from tests.interchange.functions import at, compiled, exact, net_at, numbers, splines, unless_infinite
from tests.interchange.test_layers import layers
from tests.interchange.test_ppoly import scipys
from tests.interchange.vnnlib_reader import Query

_DATA = Dataset(["-3", "-1/3", "1/7", 2, 5, "51/10"], [0, "10/3", "-22/7", 4, 4, 9])
_NET = Layers.of_network(solve(_DATA).network)
_PLANE = Points([[0, 1], ["1/2", 0], [1, 1], ["1/3", 5]], [1, "-1/3", 2, 0])
_PLANE_NET = Layers.of_network(solve_network(_PLANE).network)
_WITH_ALL = Layers(((fmpq(1, 3), fmpq(2)),), (fmpq(-1, 10),), (fmpq(3, 7),), (fmpq(0), fmpq(1, 9)), fmpq(5))
_TENSORS = [".pt", ".safetensors", ".npz", ".onnx"]


def same_weights(one, other):
    """Say whether two networks have the same weights, whatever was noted."""
    return one[:5] == other[:5]


def read_back(made, suffix):
    stream = BytesIO(made.content)
    stream.name = f"net{suffix}"
    return read_layers(stream)


@pytest.mark.parametrize("bits", [64, 32, 16])
@pytest.mark.parametrize("suffix", _TENSORS)
@pytest.mark.parametrize(("net", "data"), [(_NET, _DATA), (_PLANE_NET, _PLANE), (_WITH_ALL, None)])
def test_tensors__are_read_back_bit_for_bit_and_are_what_is_reported(suffix, bits, net, data):
    points = None if data is None else labelled(data)
    made = export(net, suffix, Wishes(data=points, bits=bits))
    back = read_back(made, suffix)
    again = export(back, suffix, Wishes(data=points, bits=bits))
    assert again.content == made.content
    assert again.account.changed == 0
    if points is not None:
        found = max(abs(value_of(back, x) - exact(y)) for x, y in points)
        assert found == exact(made.account.residual.size)
    if net.dimension == 1:
        f, g = spline_of(net), spline_of(back)
        apart = [abs(at(f, x) - at(g, x)) for x in (*f.knots, *g.knots, *_DATA.x) if -3 <= x <= Fraction(51, 10)]
        assert max(apart) == exact(made.account.difference.size)


def value_of(net, x):
    """Return the value of layers by the formula, in Fractions."""
    x = [exact(a) for a in x]
    total = sum(exact(a) * t for a, t in zip(net.skip, x, strict=True)) + exact(net.offset)
    for w, b, v in zip(net.w, net.b, net.v, strict=True):
        total += exact(v) * max(Fraction(0), sum(exact(c) * t for c, t in zip(w, x, strict=True)) + exact(b))
    return total


@pytest.mark.parametrize("suffix", _TENSORS)
@settings(max_examples=15)
@given(net=layers())
def test_tensors__networks_of_floats_come_back_as_they_were(suffix, net):
    back = read_back(export(net, suffix, Wishes(bits=16)), suffix)
    if not net.v:  # a neuron of zeros is written
        zeros = (fmpq(0),)
        net = net._replace(w=(zeros * net.dimension,), b=zeros, v=zeros)
    assert same_weights(back, net)


@settings(max_examples=30)
@given(net=layers())
def test_json__is_exact(net):
    thirds = net._replace(v=tuple(v / 3 for v in net.v), offset=net.offset / 7)
    made = export(thirds, ".json")
    assert same_weights(read_back(made, ".json"), thirds)
    assert made.account.way.startswith("none")
    assert json.loads(made.content)["offset"] == str(thirds.offset)


@settings(max_examples=30)
@given(f=splines(), x=numbers)
def test_csv__is_exact(f, x):
    made = export(Layers.of_network(Network.from_spline(f)), ".csv")
    rows = list(csv.DictReader(StringIO(made.content.decode())))
    row = next((row for row in reversed(rows) if Fraction(row["x"]) <= x), rows[0])
    slope = row["slope"] if Fraction(row["x"]) <= x else row["slope_left"]
    assert Fraction(row["y"]) + Fraction(slope) * (x - Fraction(row["x"])) == at(f, x)


def test_csv__of_several_inputs_is_its_neurons():
    made = export(_WITH_ALL, ".csv")
    rows = list(csv.DictReader(StringIO(made.content.decode())))
    for x in ([0, 0], [Fraction(1, 3), 2], [-4, 1]):
        total = sum(
            Fraction(r["output_weight"])
            * max(0, Fraction(r["weight_1"]) * x[0] + Fraction(r["weight_2"]) * x[1] + Fraction(r["bias"]))
            for r in rows
        )
        assert total == value_of(_WITH_ALL, [to_rational(a) for a in x])
    assert "written as two neurons" in made.account.notes[0]


def test_ppoly__is_what_is_reported():
    made = export(_NET, ".ppoly.npz", Wishes(data=labelled(_DATA)))
    with np.load(BytesIO(made.content), allow_pickle=False) as file:
        found = max(abs(scipys(file["c"], file["x"], x) - y) for x, y in zip(_DATA.x, _DATA.y, strict=True))
    assert found == exact(made.account.residual.size)


def test_c__is_what_is_reported(tmp_path):
    made = export(_NET, ".c", Wishes(data=labelled(_DATA), c_type="float", stem="f"))
    function = compiled(made.content.decode(), tmp_path, "sparsest_f", "float")
    f = spline_of(_NET)
    inputs = [Fraction(k, 128) for k in range(-3 * 128, 5 * 128)]
    assert max(abs(Fraction(function(float(x))) - at(f, x)) for x in inputs) < Fraction(1, 10**5)


@pytest.mark.parametrize("bits", [32, 16])
def test_vnnlib__the_answer_that_is_told_is_right(bits):
    f, points = spline_of(_NET), labelled(_DATA)
    made = export(_NET, ".vnnlib", Wishes(data=points, bits=bits))
    g = spline_of(read_back(made._replace(content=made.beside[".onnx"]), ".onnx"))
    inputs = [x for x in (*f.knots, *g.knots, *_DATA.x) if _DATA.x[0] <= x <= _DATA.x[-1]]
    # No input is a counterexample: the query is unsat, as its remarks say.
    query = Query(made.content.decode())
    assert not any(query.holds(X=x, Y=at(g, x)) for x in inputs)
    assert b"As exact arithmetic has it: unsat" in made.content
    closer = export(_NET, ".vnnlib", Wishes(data=points, bits=bits, difference=made.account.difference.size / 2))
    assert b"As exact arithmetic has it: sat" in closer.content
    query = Query(closer.content.decode())
    assert any(query.holds(X=x, Y=at(g, x)) for x in inputs)


def test_tolerance__within_it_is_said_and_so(tmp_path):
    points = labelled(_DATA)
    plain = export(_NET, ".npz", Wishes(data=points, bits=16)).account.residual.size
    made = export(_NET, ".npz", Wishes(data=points, bits=16, tolerance=plain / 4))
    with np.load(BytesIO(made.content), allow_pickle=False) as file:
        found = max(abs(net_at(dict(file), [x]) - y) for x, y in zip(_DATA.x, _DATA.y, strict=True))
    assert found == exact(made.account.residual.size) <= exact(plain) / 4
    assert made.account.tolerance == plain / 4
    assert "the best of" in made.account.way
    with pytest.raises(NoFunctionError, match=r"largest residual is .*the best of .*nothing was written"):
        export(_NET, ".npz", Wishes(data=points, bits=16, tolerance=fmpq(1, 10**12)))


def test_tensors__another_network_of_the_same_function_is_said_to_be_that():
    net = Layers(((fmpq(1, 3),),), (fmpq(-1),), (fmpq(3),), (fmpq(0),), fmpq(0))  # (x - 3)_+
    points = [((fmpq(a),), fmpq(max(0, a - 3))) for a in (0, 3, 7)]
    same, other = (export(net, ".npz", Wishes(data=points, bits=16, tolerance=fmpq(t))) for t in (0, 9))
    assert same.account.notes == other.account.notes == ("the weights are others, the function is the same",)
    assert "none is carried over" in export(net, ".npz", Wishes(data=points, bits=16)).account.notes[0]


def within(made, points, tolerance):
    """Say whether the arrays of an .npz file are within T of every label, by the formula, in Fractions."""
    with np.load(BytesIO(made.content), allow_pickle=False) as file:
        arrays = dict(file)
    return max(abs(net_at(arrays, [exact(a) for a in x]) - exact(y)) for x, y in points) <= tolerance


@settings(max_examples=30)
@given(
    f=splines(most=4),
    inputs=st.lists(numbers, min_size=1, max_size=5, unique=True),
    tolerance=st.one_of(st.fractions(0, 1), st.integers(-20, 3).map(lambda k: Fraction(2) ** k)),
    bits=st.sampled_from([32, 16]),
)
def test_tolerance__is_never_said_to_be_met_where_it_is_not(f, inputs, tolerance, bits):
    points = [((to_rational(x),), to_rational(at(f, x))) for x in inputs]
    wishes = Wishes(data=points, bits=bits, tolerance=to_rational(tolerance))
    try:
        made = unless_infinite(export, Layers.of_network(Network.from_spline(f)), ".npz", wishes)
    except NoFunctionError:
        return
    assert made is None or within(made, points, tolerance)


def test_tolerance__a_residual_that_is_told_wrongly_would_be_seen(monkeypatch):
    points = labelled(_DATA)
    wishes = Wishes(data=points, bits=16, tolerance=fmpq(1, 10**12))
    monkeypatch.setattr(choosing, "network_residual", lambda _layers, data: Most(fmpq(0), data[0][0]))
    assert not within(export(_NET, ".npz", wishes), points, Fraction(1, 10**12))


@pytest.mark.parametrize("suffix", [".c", ".ppoly.npz", ".json", ".csv"])
def test_tolerance__holds_for_every_target(suffix):
    off = [(x, y + fmpq(1, 10)) for x, y in labelled(_DATA)]
    assert export(_NET, suffix, Wishes(data=off, tolerance=fmpq(11, 100))).account.tolerance == fmpq(11, 100)
    with pytest.raises(NoFunctionError, match="nothing was written"):
        export(_NET, suffix, Wishes(data=off, tolerance=fmpq(9, 100)))


@pytest.mark.parametrize(
    ("net", "suffix", "wishes", "error", "part"),
    [
        (_PLANE_NET, ".c", Wishes(), UsageError, "one input, and this one has 2"),
        (_PLANE_NET, ".vnnlib", Wishes(), UsageError, "one input"),
        (_NET, ".csv", Wishes(bits=16), UsageError, "bits"),
        (_NET, ".npz", Wishes(c_type="int16"), UsageError, "c-type|c_type"),
        (_NET, ".c", Wishes(box=(fmpq(0), fmpq(1)), difference=fmpq(1)), UsageError, "difference"),
        (_NET._replace(offset=fmpq(10) ** 6), ".npz", Wishes(bits=16), DataError, "output.bias"),
        (_NET, ".vnnlib", Wishes(), UsageError, "on which interval"),
    ],
)
def test_export__refusals(net, suffix, wishes, error, part):
    with pytest.raises(error, match=part):
        export(net, suffix, wishes)


def test_export__the_same_bytes_each_time():
    for suffix in TARGETS:
        wishes = Wishes(data=labelled(_DATA))
        assert export(_NET, suffix, wishes).content == export(_NET, suffix, wishes).content


@pytest.mark.parametrize(("name", "part"), [("a", ".safetensors"), ("a.csv.gz", ".pt"), ("a.vo", ".v")])
def test_target_of__others_are_refused(name, part):
    with pytest.raises(UsageError, match=part):
        target_of(name)
    assert target_of("dir.v/A.NPZ") == ".npz"


def test_export__a_function_without_knots():
    line = Layers.of_network(Network.from_spline(Spline("1/3", 2)))
    for suffix in TARGETS:
        assert export(line, suffix, Wishes(data=[((fmpq(0),), fmpq(2)), ((fmpq(3),), fmpq(3))])).content


_KINK = Layers(((fmpq(1),),), (fmpq(-1),), (fmpq(1),), (fmpq(0),), fmpq(0))
_JUMP = labelled(Dataset([0, 1, 2, 3], [0, 0, 100, 100]))
_TABLES = [(".ppoly.npz", None), *((".c", c_type) for c_type in ("double", "float", "int32", "int16"))]


@pytest.mark.parametrize(("suffix", "c_type"), _TABLES)
@pytest.mark.parametrize(("box", "out", "first"), [((0, 1), 2, 2), ((5, 6), 4, 0), ((1, 3), 1, 0)])
def test_tolerance__points_outside_of_the_box_of_a_table_are_refused(suffix, c_type, box, out, first):
    ends = (fmpq(box[0]), fmpq(box[1]))
    with pytest.raises(UsageError, match=rf"{out} of 4 data points (is|are) outside of .*, the first at x = {first}:"):
        export(_KINK, suffix, Wishes(_JUMP, fmpq(1, 100), ends, c_type=c_type))


@pytest.mark.parametrize(("suffix", "c_type"), _TABLES)
def test_table__without_a_tolerance_points_inside_of_the_box_count(suffix, c_type):
    some = export(_KINK, suffix, Wishes(_JUMP, box=(fmpq(0), fmpq(2)), c_type=c_type))
    assert (some.account.points, some.account.residual) == (3, Most(fmpq(99), (fmpq(2),)))
    assert "1 of 4 data points is outside of [0, 2] and does not count" in some.account.notes
    none = export(_KINK, suffix, Wishes(_JUMP, box=(fmpq(5), fmpq(6)), c_type=c_type))
    assert (none.account.points, none.account.residual) == (0, None)
    assert "4 of 4 data points are outside of [5, 6] and do not count" in none.account.notes
    if suffix == ".c":
        assert b"the labels of 3 points in the range (of 4)" in some.content
        assert b"the labels" not in none.content


@pytest.mark.parametrize("suffix", [".pt", ".npz", ".vnnlib"])
def test_tolerance__networks_are_held_against_every_label_whatever_the_box(suffix):
    with pytest.raises(NoFunctionError, match="largest residual is 99, at x = 2"):
        export(_KINK, suffix, Wishes(_JUMP, fmpq(1, 100), (fmpq(0), fmpq(1))))


def test_tolerance__is_not_met_by_no_points(monkeypatch):
    monkeypatch.setattr(ExportJob, "inside", lambda _: [])
    with pytest.raises(UsageError, match="no data point"):
        export(_KINK, ".c", Wishes(_JUMP, fmpq(1, 100), (fmpq(5), fmpq(6))))


def test_export__a_network_has_no_proof():
    with pytest.raises(UsageError, match=r"\.v is for a certificate, not for a network: sparsest export CERTIFICATE"):
        export(Layers((), (), (), (fmpq(0),), fmpq(0)), PROOF)
    assert target_of("a/Proof.V") == PROOF

"""Files of PyTorch: held against what PyTorch itself said of them, and written as it reads them."""

import io
import zipfile

import numpy as np
import pytest

from sparsest import DataError, read_network
from sparsest.interchange import pt
from tests.interchange import hostile, valid

FILES = valid.recorded()
READ = [name for name, entry in FILES.items() if "tensors" in entry]
KINDS = {"torch.bfloat16": np.float32}


@pytest.mark.parametrize("name", READ)
def test_read__is_what_pytorch_says(name):
    found, said = pt.read(FILES[name]["file"], "a.pt"), FILES[name]["tensors"]
    assert list(found) == list(said)
    for key, tensor in said.items():
        assert found[key].dtype == KINDS.get(tensor["dtype"], tensor["dtype"].removeprefix("torch."))
        assert list(found[key].shape) == tensor["shape"]
        assert [float(value).hex() for value in found[key].reshape(-1)] == tensor["values"]


@pytest.mark.parametrize("name", sorted(set(FILES) - set(READ)))
def test_read__refuses_what_is_no_table_of_tensors(name):
    with pytest.raises(DataError, match=f"^a.pt: {FILES[name]['refused']}.*"):
        pt.read(FILES[name]["file"], "a.pt")


def test_recorded__has_all_kinds():
    assert {"float32", "float64", "bfloat16", "transposed", "checkpoint", "whole module", "legacy"} <= set(FILES)
    kinds = {tensor["dtype"] for name in READ for tensor in FILES[name]["tensors"].values()}
    assert kinds == {f"torch.{kind}" for kind in ("float16", "float32", "float64", "bfloat16", "int64")}


def test_read__a_checkpoint_is_the_network_in_it():
    network = read_network(io.BytesIO(FILES["checkpoint"]["file"]))
    said = FILES["checkpoint"]["tensors"]
    assert [float(n.output_weight).hex() for n in network.neurons] == said["model_state_dict.fc2.weight"]["values"]


@pytest.mark.parametrize("kind", [np.float16, np.float32, np.float64])
def test_round_trip__bit_for_bit(kind):
    arrays = valid.tensors(kind=kind) | {"one": np.array(2.5, kind), "none": np.zeros((0, 3), kind)}
    found = pt.read(pt.write(arrays), "a")
    assert list(found) == list(arrays)
    for name, array in arrays.items():
        assert (found[name].dtype, found[name].shape) == (kind, array.shape)
        assert found[name].tobytes() == array.tobytes()


def test_write__is_the_same_each_time_whatever_the_layout():
    array = np.arange(6.0).reshape(2, 3)
    assert pt.write({"w": array}) == pt.write({"w": np.asfortranarray(array).astype(">f8").astype("<f8")})


def test_write__looks_like_a_file_of_pytorch():
    with zipfile.ZipFile(io.BytesIO(pt.write(valid.tensors()))) as archive:
        names = archive.namelist()
    assert {"archive/data.pkl", "archive/byteorder", "archive/version", "archive/data/0"} <= set(names)


def test_read__big_endian():
    body = b"\x80\x02}(" + hostile.text("w") + hostile.tensor((2,), (1,), size=2) + b"u."
    kept = hostile.entry("n/data/0", np.array([1, 2], ">f4").tobytes())
    made = hostile.archive(hostile.entry("n/data.pkl", body), hostile.entry("n/byteorder", b"big"), kept)
    assert pt.read(made, "a")["w"].tolist() == [1, 2]


# These are tensors, if none of a network; of the others the memory is not what they say.
TENSORS = {"rank 0", "rank 3", "million entries"}


@pytest.mark.parametrize("way", sorted(set(hostile.views()) - TENSORS))
def test_read__refuses_views_that_lie(way):
    with pytest.raises(DataError, match=r"^a.pt: (tensor 'w'|its pickle|its tensors)"):
        pt.read(hostile.table(w=hostile.views()[way]), "a.pt")


def test_read__views_into_the_middle_and_transposed_are_fine():
    storage = np.arange(6, dtype="<f4").tobytes()
    body = b"\x80\x02}(" + hostile.text("w") + hostile.tensor((2, 2), (1, 3), offset=1) + b"u."
    assert pt.read(hostile.torch_file(body, {"0": storage}), "a")["w"].tolist() == [[1, 4], [2, 5]]
    one = hostile.tensor((1, 1), (0, 77), offset=5)  # the strides of an axis with one entry say nothing
    body = b"\x80\x02}(" + hostile.text("w") + one + b"u."
    assert pt.read(hostile.torch_file(body, {"0": storage}), "a")["w"].tolist() == [[5]]


def test_read__many_views_of_one_storage_are_counted_before_they_are_made():
    storage = np.ones(2**20, "<f4").tobytes()
    view = hostile.tensor((2**20,), (1,), size=2**20)
    body = b"\x80\x02}(" + b"".join(hostile.text(str(k)) + view for k in range(5)) + b"u."
    with pytest.raises(DataError, match="its tensors have 20971520 bytes together"):
        pt.read(hostile.torch_file(body, {"0": storage}), "a")


def test_read__nested_tables_with_one_dotted_name():
    view = hostile.tensor((1,), (1,))
    inner = hostile.text("a") + b"}" + hostile.text("b") + view + b"s"
    body = b"\x80\x02}(" + inner + hostile.text("a.b") + view + b"u."
    with pytest.raises(DataError, match=r"has two tensors of the name 'a[.]b'"):
        pt.read(hostile.torch_file(body), "a.pt")


def test_read__refuses_numbers_that_are_none():
    with pytest.raises(DataError, match="tensor 'w', entry 1 is nan"):
        pt.read(pt.write({"w": np.array([1, np.nan])}), "a.pt")

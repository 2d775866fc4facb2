"""What an export says of itself."""

import json
from pathlib import Path

import jsonschema
from flint import fmpq

from sparsest.interchange.account import Account
from sparsest.interchange.measures import Most

_FULL = Account(
    "npz, float16", 3, 1, "each weight is the nearest float16", 7, Most(fmpq(1, 3), (fmpq(2),)), (fmpq(-1), fmpq(5)),
    Most(fmpq(10, 7), (fmpq(1, 2),)), 1, fmpq(1, 2), ["said"],
)  # fmt: skip


def schema():
    file = Path(__file__).parents[2] / "docs/schemas/export-1.json"
    return jsonschema.Draft202012Validator(json.loads(file.read_text()))


def test_to_json__is_of_its_schema():
    for account in (_FULL, Account("C, int16", 0, 1, "none")):
        schema().validate({**account.to_json(), "files": ["a.npz"]})
    assert _FULL.to_json()["largest_residual"] == {"exact": "1/3", "decimal": "0.333333", "at": ["2"]}
    assert not schema().is_valid({**_FULL.to_json(), "files": [], "more": 1})
    assert not schema().is_valid(_FULL.to_json() | {"files": ["a"], "largest_residual": "1/3"})


def test_lines__say_what_is_known():
    said = dict(_FULL.lines())
    assert said["network"] == "3 neurons, 1 input"
    assert said["rounding"].endswith("(1 weight changed)")
    assert said["largest residual"] == "1/3 at 2, of 7 points, within the tolerance 1/2"
    assert said["largest difference"] == "10/7 at 0.5, from the exact function on [-1, 5]"
    assert said["note"] == "said"
    assert len(Account("npz", 1, 2, "none").lines()) == 2
    assert dict(_FULL._replace(residual=Most(fmpq(0), (fmpq(1),))).lines())["largest residual"].startswith("0, of")

"""Ids stay, and are not given again."""

import json

from proofs_check.conformance.making.ledger import IdLedger, fingerprint
from proofs_check.conformance.suite import VECTORS, load_suite


def test_ids_stay_and_are_not_given_again():
    ledger = IdLedger({"gone": 7})
    one = ledger.id_of("path", {"csv": "a"})
    assert one == 8
    assert ledger.id_of("path", {"csv": "b"}) == 9
    assert IdLedger(json.loads(ledger.text())["ids"]).id_of("path", {"csv": "a"}) == one


def test_the_ledger_knows_all_tests():
    ids = json.loads((VECTORS / "ledger.json").read_text())["ids"]
    assert len(set(ids.values())) == len(ids)
    assert [test.id for test in load_suite().tests if ids[fingerprint(test.task, dict(test.case))] != test.id] == []

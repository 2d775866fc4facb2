import json
import shutil
from pathlib import Path

import pytest

from proofs_check.formal.development import CoqError
from proofs_check.formal.extraction import _ORDER, EXTRACTED, extract, verdicts
from sparsest.errors import UsageError
from tests.bench.extracted import asked, compare, draw, expected
from tests.proofs_check.formal.certificates import FORGED, HONEST, THEORIES, needs_coq

PROGRAM = THEORIES / "extracted" / "checker"


def test_extract__says_what_is_missing(monkeypatch, tmp_path):
    monkeypatch.setattr(shutil, "which", lambda _: None)
    with pytest.raises(UsageError, match="there is no ocamlfind; install OCaml and Zarith"):
        extract(tmp_path)


def test_extract__compiles_all_sources():
    assert {one.name for one in EXTRACTED.glob("*.ml")} == set(_ORDER) - {"checker.ml", "checker.mli"}


@needs_coq
def test_verdicts__honest_ones_are_accepted():
    found = asked(PROGRAM, [json.dumps(one) for one in HONEST.values()])
    assert dict(zip(HONEST, found, strict=True)) == dict.fromkeys(HONEST, ("accept", ""))


@needs_coq
@pytest.mark.slow
def test_verdicts__forged_ones_are_refused_by_the_checkers_clause():
    found = asked(PROGRAM, FORGED)
    differ = [(text[:300], one) for text, one in zip(FORGED, found, strict=True) if one != expected(text)]
    assert differ == []


@needs_coq
@pytest.mark.slow
def test_verdicts__drawn_ones():
    counts, apart, _ = compare(PROGRAM, draw(400, 5))
    assert apart == []
    assert counts["accept", ""] > 100
    assert len(counts) > 15


def test_verdicts__a_program_that_breaks_off(tmp_path):
    with pytest.raises(CoqError, match="ended with 1"):
        verdicts(Path(shutil.which("false")), [tmp_path])

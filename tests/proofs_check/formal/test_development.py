import re
import shutil

import pytest

from proofs_check.formal import development
from proofs_check.formal.development import (
    THEORIES,
    CoqError,
    build,
    built,
    coq_version,
    recheck,
    run,
    run_coqc,
    sources,
)
from sparsest.errors import UsageError
from tests.proofs_check.formal import certificates
from tests.proofs_check.formal.certificates import needs_coq


@pytest.fixture
def bare(monkeypatch):
    monkeypatch.setenv("PATH", "")


@pytest.mark.parametrize("call", [coq_version, built, lambda: build(THEORIES / "none")])
def test_coq__is_missing(bare, call):
    with pytest.raises(UsageError, match=r"^there is no coqc on this machine; install Coq 8.16 or newer \(Debian: "):
        call()
    assert not (THEORIES / "none").exists()


def test_run__no_such_program(tmp_path, bare):
    with pytest.raises(UsageError, match="coq_makefile is not found"):
        run(["coq_makefile"], tmp_path)


def test_run(tmp_path):
    assert run(["cat"], tmp_path, given="text") == "text"
    with pytest.raises(CoqError, match="said so"):
        run(["sh", "-c", "echo said so; exit 3"], tmp_path)
    with pytest.raises(CoqError, match="false ended with 1"):
        run(["false"], tmp_path)
    with pytest.raises(CoqError, match=r"sleep was stopped after 0.1 s"):
        run(["sleep", "5"], tmp_path, seconds=0.1)


def test_sources__are_all_files_each_after_what_it_requires():
    names = [one.stem for one in sources()]
    assert sorted(names) == sorted(one.stem for one in THEORIES.glob("*.v"))
    for k, one in enumerate(sources()):
        needed = one.read_text().split("From Sparsest Require Import", 1)
        words = needed[1].split(".", 1)[0].split() if len(needed) > 1 else []
        assert set(words) <= set(names[:k]), one


_STATED = re.compile(
    r"^[ \t]*(?:(?:Local|Global|Program|#\[[^\]]*\])\s+)*"
    r"(?:Lemma|Theorem|Corollary|Proposition|Fact|Remark)\s+([\w']+)",
    re.M,
)


def comments(text):
    """Return where the comments of a file begin and end; those within another are a part of it."""
    spans, depth = [], 0
    for mark in re.finditer(r"\(\*|\*\)", text):
        depth += 1 if mark[0] == "(*" else -1
        if mark[0] == "(*" and depth == 1:
            spans.append([mark.start()])
        elif mark[0] == "*)" and depth == 0:
            spans[-1].append(mark.end())
    return spans


def uncommented(text):
    """Return the lemmas of a file above which stands no comment: one that ends a line is about this line."""
    spans = comments(text)
    own = [one for one in spans if not text[text.rfind("\n", 0, one[0]) + 1 : one[0]].strip()]
    above = {end for begin, end in own if re.search(r"\w", text[begin:end])}
    stated = (one for one in _STATED.finditer(text) if not any(begin < one.start() < end for begin, end in spans))
    return [one[1] for one in stated if one.start() - 1 not in above or text[one.start() - 1] != "\n"]


def test_sources__every_lemma_has_a_comment_above_it():
    missing = [f"{source.stem}.{name}" for source in sources() for name in uncommented(source.read_text())]
    assert not missing, f"{len(missing)} lemmas have no comment directly above them: {', '.join(missing)}"


def test_uncommented__sees_a_lemma_without_one():
    for source in sources()[:3]:
        planted = source.read_text() + "\nLemma planted : True.\nProof. trivial. Qed.\n"
        assert set(uncommented(planted)) - set(uncommented(source.read_text())) == {"planted"}
        told = planted.replace("\nLemma planted", "\n(* It is (* so *)\n   told. *)\nLemma planted")
        assert uncommented(told) == uncommented(source.read_text())


@pytest.mark.parametrize(
    "above",
    [
        "",
        "(* far *)\n\n",
        "Definition a := 1. (* of a *)\n",
        "(* of b *)\nLemma b : True. Proof. trivial. Qed.\n",
        "*)\n",
        "(* *)\n",
    ],
)
@pytest.mark.parametrize("kind", ["Lemma", "Theorem", "Corollary", "Proposition", "Fact", "  Remark", "Local Lemma"])
def test_uncommented__what_is_no_comment_of_it(above, kind):
    stated = f"{kind} a' : True.\nProof. trivial. Qed.\n"
    assert uncommented(above + stated) == ["a'"]
    assert uncommented(f"(* told *)\n{stated}(* {stated} *)\n") == []


def test_sources__nothing_is_admitted():
    assert not [one for one in sources() if "Admitted" in one.read_text() or "admit." in one.read_text()]


def test_recheck__a_check_that_was_turned_off(monkeypatch, tmp_path):
    said = "type-in-type: <none>\nunsafe (co)fixpoints: Sparsest.Prices.f\npositivity is assumed: <none>\n"
    monkeypatch.setattr(development, "run", lambda *_: said)
    with pytest.raises(CoqError, match="unsafe"):
        recheck(tmp_path)


def test_recheck__an_axiom_of_ours(monkeypatch, tmp_path):
    none = "type-in-type: <none>\nunsafe (co)fixpoints: <none>\npositivity is assumed: <none>\n"
    monkeypatch.setattr(development, "run", lambda *_: f"* Axioms:\n    Coq.Logic.classic\n{none}")
    assert "nothing admitted" in recheck(tmp_path)
    monkeypatch.setattr(development, "run", lambda *_: f"* Axioms:\n    Sparsest.Prices.planted\n{none}")
    with pytest.raises(CoqError, match=r"not proved: Sparsest[.]Prices[.]planted"):
        recheck(tmp_path)


@needs_coq
@pytest.mark.slow
def test_run_coqc__false_is_refused(tmp_path):
    file = tmp_path / "a.v"
    file.write_text("From Sparsest Require Import Prices.\nTheorem a : False. Proof. trivial. Qed.\n")
    with pytest.raises(CoqError, match=r"a[.]v"):
        run_coqc(file, certificates.THEORIES)
    file.write_text("From Sparsest Require Import Prices.\nTheorem a : True. Proof. trivial. Qed.\n")
    run_coqc(file, certificates.THEORIES)


def test_coq_version__that_does_not_run(monkeypatch, tmp_path):
    monkeypatch.setattr(shutil, "which", lambda _: "/bin/false")
    with pytest.raises(UsageError, match="/bin/false does not run"):
        coq_version()

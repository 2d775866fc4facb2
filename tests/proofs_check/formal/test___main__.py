import pytest
from click.testing import CliRunner

from proofs_check.formal import __main__
from proofs_check.formal.__main__ import main
from proofs_check.formal.development import CoqError
from sparsest.errors import UsageError


def refuse(fault):
    raise fault


@pytest.mark.parametrize("fault", [CoqError("File a.v: no"), UsageError("there is no coqc")])
def test_main__ends_with_1_at_the_first_fault(monkeypatch, tmp_path, fault):
    steps = {"build": lambda: "2 files", "coqchk": lambda: refuse(fault), "more": lambda: "never"}
    monkeypatch.setattr(__main__, "_steps", lambda _: steps)
    done = CliRunner().invoke(main, [str(tmp_path)])
    assert done.exit_code == 1
    assert "build: 2 files (0.0 s)" in done.output
    assert f"make proofs: {fault}" in done.output
    assert "more" not in done.output


def test_main__says_each_step(monkeypatch, tmp_path):
    monkeypatch.setattr(__main__, "_steps", lambda _: {"build": lambda: "2 files", "coqchk": lambda: "ok"})
    done = CliRunner().invoke(main, [str(tmp_path)])
    assert (done.exit_code, done.output.count("\n")) == (0, 2)


def test_steps():
    assert list(__main__._steps(None)) == ["build", "coqchk", "assumptions", "extracted checker", "rounding bounds"]

"""The front door: every format is read, by the checkers' own verdict and nothing besides."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from proofs_check import checker, verify
from proofs_check.network_path_checker import NETWORK_PATH_AUDITS
from proofs_check.tolerance_checker import TOLERANCE_AUDITS
from tests.proofs_check.editing import edited
from tests.proofs_check.test_all_formats import FORMATS

AUDITS = {**NETWORK_PATH_AUDITS, **TOLERANCE_AUDITS}
FORGED = {
    "certificate": ("claim.knots", "C14"),
    "path": ("claim.fewest_knots", "P11"),
    "network": ("claim.upper", "N08"),
    "price": ("claim.parameters", "Q09"),
    "network_path": ("claim.fewest_parameters", "M13"),
    "tolerance": ("claim.knots", "T13"),
}


def test_verify__has_all_formats():
    assert set(verify.ALL_AUDITS) == {made["format"] for made in FORMATS.values()}
    assert set(verify.ALL_AUDITS) == {checker.FORMAT, *checker.READERS}


@pytest.mark.parametrize("name", FORMATS)
def test_verify__says_what_the_checkers_say(tmp_path, name):
    made, (where, clause) = FORMATS[name], FORGED[name]
    forged = edited(made, where, 99)
    for cert, verdict, end in ((made, "accept", AUDITS[made["format"]][1][-1]), (forged, "reject", clause)):
        found = verify.check_certificate(cert)
        (tmp_path / "file").write_text(json.dumps(cert))
        assert (found.verdict, found.clause) == (verdict, end)
        assert found == checker.check_certificate(cert, audits=AUDITS)
        assert found == verify.check_text(json.dumps(cert)) == verify.check_file(tmp_path / "file")
        assert verify.main([str(tmp_path / "file")]) == (verdict == "reject")


def test_verify__keeps_to_the_work_that_it_is_granted():
    assert verify.check_certificate(FORMATS["path"], work=1000).verdict == "undecided"


PROGRAMS = [["proofs_check/verify.py"], ["-m", "proofs_check.verify"], ["-O", "-m", "proofs_check.verify"]]


@pytest.mark.parametrize("command", PROGRAMS, ids=" ".join)
@pytest.mark.parametrize("name", FORMATS)
def test_verify__as_a_program(tmp_path, name, command):
    (tmp_path / "file").write_text(json.dumps(FORMATS[name]))
    root = Path(verify.__file__).parents[1]
    done = subprocess.run(
        [sys.executable, *command, "--json", str(tmp_path / "file")],
        cwd=root,
        check=False,
        capture_output=True,
        text=True,
    )
    claims = len(verify.ALL_AUDITS[FORMATS[name]["format"]][2])
    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads(done.stdout)["claims_checked"] == claims

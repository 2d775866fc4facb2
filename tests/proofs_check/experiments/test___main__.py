import pytest
from click.testing import CliRunner

from proofs_check.experiments.__main__ import main


@pytest.mark.slow
def test_main__writes_page_and_figures(tmp_path):
    told = ["--only", "peak-plateau", "--seeds", "1", "--epochs", "5"]
    result = CliRunner().invoke(main, [str(tmp_path / "page.md"), *told])
    assert result.exit_code == 0
    assert (tmp_path / "page.md").read_text().startswith("# Does training find it?")
    assert (tmp_path / "experiments" / "peak-plateau.svg").is_file()
    assert CliRunner().invoke(main, told).output == (tmp_path / "page.md").read_text()


def test_main__refuses():
    assert CliRunner().invoke(main, ["--only", "nothing"]).exit_code == 2
    assert CliRunner().invoke(main, ["--seeds", "0"]).exit_code == 2

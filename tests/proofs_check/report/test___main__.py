from click.testing import CliRunner

from proofs_check.report.__main__ import main


def test_the_command_says_where_and_what_is_wrong(tmp_path):
    missing = str(tmp_path / "none")
    result = CliRunner().invoke(main, ["--out", str(tmp_path / "out"), "--campaign", missing])
    assert result.exit_code == 1
    assert f"{missing}: there is no such file" in result.output
    assert not (tmp_path / "out").exists()

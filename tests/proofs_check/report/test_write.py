import json


def test_all_files_are_written(folder):
    names = sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())
    assert names[-3:] == ["report.html", "report.json", "report.pdf"]
    assert len(names) == 9
    report = json.loads((folder / "report.json").read_text())
    assert [figure["file"] for figure in report["figures"]] == [f"figures/{f['name']}.svg" for f in report["figures"]]

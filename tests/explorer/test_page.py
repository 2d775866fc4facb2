"""The page as a file: in one piece, small, and whatever data are in it, they are data."""

import json
import re
import shutil
import subprocess
from fractions import Fraction
from itertools import accumulate

import pytest

from sparsest import Dataset, UsageError, critical_exponent
from sparsest.explorer import _MODULES, FOLDER, MOST_POINTS, explorer_page
from tests.explorer import browser

NODE = shutil.which("node")


def test_page__small_and_alone():
    page = explorer_page()
    assert len(page.encode()) < 150_000
    assert re.findall(r"""(?:src|href)="(?!data:)[^"]*"|@import|url\((?!#)|fetch\(|XMLHttp""", page) == []
    assert set(re.findall(r"https?://[^\s\"'`]+", page)) == {"http://www.w3.org/2000/svg"}
    assert not re.search(r"^import |^export |/\*(STYLE|GIVEN|SCRIPT)\*/", page, re.M)
    assert page.count("<script") == page.count("</script>") == 2


def test_page__hostile_names_stay_names():
    name = "</script><script>alert(1)</script>&<!--\u2028"
    page = explorer_page(Dataset([0, 1], ["1/3", 2]), name=name)
    assert page.count("<script") == page.count("</script>") == 2
    assert "<!--" not in page
    assert page.isascii() or "\u2028" not in page
    given = json.loads(re.search(r'id="given">(.*?)</script>', page)[1])
    assert given["data"] == {"name": name, "points": [["0", "1/3"], ["1", "2"]]}


def test_page__every_module_is_in_it():
    found = {path.relative_to(FOLDER).with_suffix("").as_posix() for path in FOLDER.rglob("*.mjs")}
    assert found - {"solver/stdio"} == set(_MODULES)
    for path in (FOLDER / "page").iterdir():
        assert path.read_text().count("\n") <= 400
    # What a module uses stands before it.
    for place, module in enumerate(_MODULES):
        used = re.findall(r'from "\.[./\w]*/(\w+)\.mjs"', (FOLDER / f"{module}.mjs").read_text())
        assert {one.rpartition("/")[2] for one in _MODULES[:place]} >= set(used)


def test_page__points_beyond_what_it_shows():
    with pytest.raises(UsageError, match="2001 points"):
        explorer_page(Dataset(range(MOST_POINTS + 1), range(MOST_POINTS + 1)))
    with pytest.raises(UsageError, match="beyond 1e300"):
        explorer_page(Dataset([0, 1], [0, "-1e301"]))
    assert f"MOST_POINTS = {MOST_POINTS};" in (FOLDER / "page" / "state.mjs").read_text()


POWERS = """
import {{ double, log, logError, powerError, powerOf }} from "{folder}/page/powers.mjs";
import {{ decimals, number, one }} from "{folder}/solver/sparsest.mjs";
let worst = 0;
for (let k = 0; k < 400; k += 1) {{
  const a = number(`${{(k * 7919) % 9973 + 1}}/${{(k * 104729) % 997 + 1}}${{k % 5 ? "" : "0".repeat(k % 50)}}`);
  const p = number(`${{k % 37 + 1}}/41`);
  const l = log(double(a));
  const value = powerOf(l, Number(p.n) / Number(p.d));
  const bound = powerError(l, Number(p.n) / Number(p.d)) * {factor};
  const [low, high] = decimals(one(a), p, 30n).map(Number);
  const far = (x) => Math.abs(value - x) / value;
  worst = Math.max(worst, far(low) / bound, far(high) / bound);
}}
console.log(worst);
"""


@pytest.mark.slow
@pytest.mark.skipif(NODE is None, reason="Node is not installed: the bounds of floats are tried in the browser alone")
def test_powers__are_within_their_bound():
    def worst(factor):
        code = POWERS.format(folder=FOLDER.as_uri(), factor=factor)
        done = subprocess.run([NODE, "--input-type=module", "-e", code], capture_output=True, text=True, timeout=60)
        assert done.stderr == ""
        return float(done.stdout)

    assert 0 < worst(1) < 1
    assert worst("1e-3") > 1


def test_browser__a_missing_one_is_a_failure_where_it_is_required(monkeypatch):
    monkeypatch.setattr(browser, "BROWSER", None)
    monkeypatch.delenv(browser.REQUIRED, raising=False)
    assert "not installed" in browser.missing()
    monkeypatch.setenv(browser.REQUIRED, "required")
    with pytest.raises(RuntimeError, match="missing"):
        browser.missing()
    assert f"export {browser.REQUIRED}=" in (FOLDER.parents[2] / ".ci" / "run").read_text()


CURVES = """
import {{ criticalExponent }} from "{folder}/page/curves.mjs";
import {{ readTable }} from "{folder}/page/state.mjs";
import {{ text }} from "{folder}/solver/sparsest.mjs";
const found = {tables}.map((csv) => criticalExponent(readTable(csv)));
console.log(JSON.stringify(found.map(({{ low, high, proved }}) => [text(low), text(high), proved])));
"""


@pytest.mark.skipif(NODE is None, reason="Node is not installed: p* is tried in the browser alone")
def test_star__holds_what_the_library_proves():
    """The page knows p* of short runs by a theorem, the library by isolating all zeros."""
    gaps = [(1, 3, 4, 1), (1, 100, 100, 1), (3, 1, 1, 3), (1, 1, 1), (1, 7, 29, 30, 16, 1), (2, 5, 4, 1, 0, 1, 3, 4, 1)]
    tables = ["\n".join(f"{i},{y}" for i, y in enumerate(of_gaps(one))) for one in gaps]
    code = CURVES.format(folder=FOLDER.as_uri(), tables=json.dumps(tables))
    done = subprocess.run([NODE, "--input-type=module", "-e", code], capture_output=True, text=True, timeout=60)
    assert done.stderr == ""
    for one, (low, high, proved) in zip(gaps, json.loads(done.stdout), strict=True):
        star = critical_exponent(Dataset(range(len(one) + 2), of_gaps(one)))
        star = 1.0 if star is None else float(star.decimals(12)[0])
        assert star <= float(Fraction(high)) + 1e-11
        assert proved == (one != (1, 7, 29, 30, 16, 1))
        if proved:
            assert float(Fraction(low)) - 1e-11 <= star
            assert Fraction(high) - Fraction(low) < Fraction(1, 10**7)


def of_gaps(gaps):
    """Return labels at 0, 1, 2, ... with these slope gaps."""
    slopes = [0, *accumulate(gaps)]
    return [0, *accumulate(slopes)]

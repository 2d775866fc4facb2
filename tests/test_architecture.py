"""The repository checks itself: imports point down, sizes stay small, every module has a test, nothing foreign."""

import ast
import re
import subprocess
import sys
from collections import defaultdict
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "reference" / "sparsest"
COMMANDS = ROOT / "reference" / "sparsest_cli"
SOURCES = sorted([*PACKAGE.rglob("*.py"), *COMMANDS.rglob("*.py")])
CHECKS = sorted((ROOT / "proofs_check").rglob("*.py"))
# What is run one and all by tests/proofs_check/test_claims.py, each with its faults.
MAKING = "proofs_check/conformance/making"
REGISTERED = ["proofs_check/claims", "proofs_check/derivations", f"{MAKING}/families", f"{MAKING}/tasks"]

# A module may import from its own floor and from those before it.
FLOORS = {
    "sparsest": [
        ["errors", "extras"],
        ["files"],
        ["exact"],
        ["linear"],
        ["table", "ties", "rounding"],
        ["data", "points", "spline", "network"],
        ["certificate"],
        ["univariate"],
        ["fast"],
        ["multivariate"],
        ["campaign"],
        ["answer_table"],
        ["interchange"],
        ["validation"],
        ["training"],
        ["torch", "sklearn"],
        ["workers"],
        ["layout", "axes", "frame", "tolerance_plot", "network_plot", "plot", "report", "local_report", "phenomena"],
        ["training_plot", "training_report", "validation_plot", "validation_report"],
        ["explorer"],
    ],
    "proofs_check": [
        ["work"],
        ["signs"],
        ["checker"],
        ["curve"],
        ["path_checker"],
        ["spaces"],
        ["regions"],
        ["network_checker"],
        ["fan", "parts"],
        ["windows"],
        ["loads"],
        ["shares"],
        ["price_checker"],
        ["factors"],
        ["vertices"],
        ["network_path_checker"],
        ["tolerance_checker"],
        ["verify"],
        ["formal"],
        ["claim"],
        ["cases"],
        ["unaided"],
        ["answers"],
        ["claims", "derivations"],
        ["running"],
        ["printed", "guarantees"],
        ["errata", "experiments", "report", "conformance"],
        ["note"],
    ],
    "sparsest_cli": [],
}
# The trusted files, which somebody has to read whole.
TRUSTED_LINES = {
    "work.py": 162,
    "signs.py": 191,
    "checker.py": 346,
    "curve.py": 130,
    "path_checker.py": 275,
    "network_checker.py": 426,
    "fan.py": 110,
    "windows.py": 97,
    "loads.py": 54,
    "shares.py": 214,
    "price_checker.py": 370,
    "factors.py": 40,
    "vertices.py": 110,
    "network_path_checker.py": 285,
    "tolerance_checker.py": 342,
    "verify.py": 40,
}
# The packages, from the lowest; `python -m sparsest` alone is above all of them.
PACKAGES = ["sparsest", "proofs_check", "sparsest_cli"]


class Facts(NamedTuple):
    """What is looked at in a source: the names that it imports, and what is too long in it or should not be there."""

    imported: tuple[str, ...]
    faults: tuple[str, ...]


def facts(name, text):
    """Return the facts of a source, wherever in the file."""
    names = []
    faults = ["too many lines"] if text.count("\n") > TRUSTED_LINES.get(name.removeprefix("proofs_check/"), 400) else []
    faults += re.findall(r"\b(?:TODO|FIXME|XXX)\b", text)
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Import):
            names += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            names.append(node.module or "")
        elif isinstance(node, ast.Assert):
            faults.append(f"assert in line {node.lineno}")
        elif isinstance(node, ast.FunctionDef) and body_length(node) > 60:
            faults.append(f"{node.name} is too long")
    return Facts(tuple(names), tuple(faults))


@cache
def facts_of(path):
    """Return the facts of a file: each is read once, whoever asks."""
    return facts(f"{path.parent.name}/{path.name}", path.read_text())


def imported(path):
    """Return the dotted names that a file imports, wherever in the file."""
    return facts_of(path).imported


def floor(package, part):
    return next((level for level, names in enumerate(FLOORS[package]) if part in names), None)


def breaches(path, names):
    package, *inside = path.relative_to(ROOT / "reference" if path.is_relative_to(ROOT / "reference") else ROOT).parts
    here = inside[0].removesuffix(".py")
    if (package, here) == ("sparsest", "__main__"):
        return
    for name in names:
        parts = name.split(".")
        if parts[0] in PACKAGES and PACKAGES.index(parts[0]) > PACKAGES.index(package):
            yield name
        if package == parts[0] and FLOORS[package] and len(parts) > 1 and here != "__init__":
            target, own = floor(package, parts[1]), floor(package, here)
            if target is None or own is None or target > own:
                yield name


def test_imports_point_down():
    found = {path: list(breaches(path, imported(path))) for path in SOURCES + CHECKS}
    assert len(found) > 400
    assert {path: names for path, names in found.items() if names} == {}


def test_imports_point_down__sees_a_breach():
    assert list(breaches(PACKAGE / "exact" / "sign.py", ["sparsest.data"])) == ["sparsest.data"]
    assert list(breaches(PACKAGE / "spline.py", ["proofs_check.checker"])) == ["proofs_check.checker"]
    assert list(breaches(PACKAGE / "data.py", ["sparsest.new_module"])) == ["sparsest.new_module"]
    assert list(breaches(PACKAGE / "data.py", ["sparsest_cli.common"])) == ["sparsest_cli.common"]
    assert list(breaches(ROOT / "proofs_check" / "claim.py", ["sparsest_cli"])) == ["sparsest_cli"]
    assert list(breaches(ROOT / "proofs_check" / "cases" / "case.py", ["proofs_check.claims"])) == [
        "proofs_check.claims"
    ]


def modules():
    """Return the file of each module by its dotted name."""
    found = {}
    for path in SOURCES + CHECKS:
        inside = path.relative_to(ROOT / "reference" if path.is_relative_to(ROOT / "reference") else ROOT)
        found[".".join(inside.with_suffix("").parts).removesuffix(".__init__")] = path
    return found


def arrows(files):
    """Return by module the modules that it imports at run time, anywhere in the file."""
    found = {}
    for name, path in files.items():
        tree = ast.parse(path.read_text())
        for node in [node for node in ast.walk(tree) if isinstance(node, ast.If)]:
            if ast.unparse(node.test) == "TYPE_CHECKING":
                node.body = []
        named = set()
        for node in ast.walk(tree):
            if isinstance(node, ast.Import):
                named |= {alias.name for alias in node.names}
            elif isinstance(node, ast.ImportFrom):
                for alias in node.names:
                    whole = f"{node.module}.{alias.name}"
                    named.add(whole if whole in files else node.module)
        found[name] = (named & set(files)) - {name}
    return found


def circles(graph):
    """Return the modules that are left when those that import nothing of what is left are taken away, over and over."""
    left = dict(graph)
    while ended := [name for name, targets in left.items() if not targets & set(left)]:
        for name in ended:
            del left[name]
    return sorted(left)


@pytest.mark.slow
def test_imports_make_no_circle():
    graph = arrows(modules())
    assert len(graph) > 150
    assert circles(graph) == []
    back = {**graph, "sparsest.exact.exponent": {"sparsest.exact.sign"}}
    assert {"sparsest.exact.exponent", "sparsest.exact.sign"} <= set(circles(back))


# It costs little: `make quick` takes all of them.
@pytest.mark.whole
@pytest.mark.parametrize(
    ("name", "others"),
    [
        ("work", set()),
        ("signs", {"work"}),
        ("checker", {"work", "signs"}),
        ("curve", {"", "work", "signs"}),
        ("path_checker", {"", "work", "signs", "checker", "curve"}),
        ("spaces", {"work"}),
        ("regions", {"work", "spaces"}),
        ("network_checker", {"", "work", "checker", "path_checker", "regions", "spaces"}),
        ("fan", {"work", "network_checker", "spaces"}),
        ("factors", {"work", "signs"}),
        ("vertices", {"fan", "spaces"}),
        (
            "network_path_checker",
            {
                "",
                "work",
                "signs",
                "checker",
                "curve",
                "path_checker",
                "network_checker",
                "fan",
                "price_checker",
                "factors",
                "vertices",
            },
        ),
        ("parts", {"work", "signs", "spaces"}),
        ("windows", {"work", "signs", "parts"}),
        ("loads", {"parts", "windows"}),
        ("shares", {"work", "spaces", "parts", "windows", "loads"}),
        (
            "price_checker",
            {"", "work", "signs", "checker", "network_checker", "fan", "parts", "shares", "spaces"},
        ),
        ("tolerance_checker", {"", "work", "checker"}),
        ("verify", {"", "network_path_checker", "tolerance_checker"}),
    ],
)
def test_a_checker_imports_the_standard_library_and_earlier_checkers_only(name, others):
    found = set(imported(ROOT / "proofs_check" / f"{name}.py"))
    ours = {module for module in found if module.split(".")[0] not in sys.stdlib_module_names}
    assert ours == {f"proofs_check.{other}".rstrip(".") for other in others}


# The data model and how numbers are read: all that `proofs_check/unaided/` may know of the package.
UNAIDED = {
    "sparsest.errors", "sparsest.exact.exponent", "sparsest.exact.rationals", "sparsest.multivariate.network",
    "sparsest.network", "sparsest.points", "sparsest.spline",
}  # fmt: skip
# What a case has from the solver.
SOLVED = {"solution", "minimizers", "fewest", "path"}
# A verdict of ours is never theirs.
COMPARISONS = {"sparsest.exact.sign", "sparsest.exact.powersum", "sparsest.exact.order", "sparsest.exact.zeros"}


def asked_of_cases(text):
    """Return what the text takes from the solver by way of a case: attributes of something named `case`."""
    nodes = (node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Attribute))
    return {node.attr for node in nodes if isinstance(node.value, ast.Name) and node.value.id == "case"} & SOLVED


def test_what_is_unaided_knows_nothing_that_solves():
    files = sorted((ROOT / "proofs_check" / "unaided").glob("*.py"))
    found = {name for path in files for name in imported(path) if name.split(".")[0] == "sparsest"}
    assert found == UNAIDED
    assert {name for path in files for name in asked_of_cases(path.read_text())} == set()
    assert asked_of_cases("def f(case): return case.solution.spline") == {"solution"}


def test_claims_leave_comparisons_to_the_one_that_owes_nothing_to_the_solver():
    claims = sorted((ROOT / "proofs_check" / "claims").glob("*.py"))
    assert len(claims) > 30
    assert [path for path in claims if not COMPARISONS.isdisjoint(imported(path))] == []


def test_sizes_asserts_and_leftovers():
    assert {path: facts_of(path).faults for path in SOURCES + CHECKS if facts_of(path).faults} == {}


def test_sizes_asserts_and_leftovers__each_is_seen():
    long, documented = (f"def f():\n    {doc}\n" + "    f()\n" * 59 for doc in ("f()", "'Long.'"))
    planted = "import a.b\nfrom c import d\nassert a  # TODO\n"
    assert facts("a.py", planted) == (("a.b", "c"), ("TODO", "assert in line 3"))
    assert facts("a.py", long).faults == ("f is too long",)
    assert facts("a.py", documented).faults == facts("claims/work.py", "a\n" * 400).faults == ()
    assert facts("a.py", "a\n" * 401).faults == facts("proofs_check/work.py", "a\n" * 163).faults == ("too many lines",)


def body_length(node):
    """Lines of a function without its docstring."""
    total = node.end_lineno - node.lineno + 1
    first = node.body[0]
    return total - (first.end_lineno - first.lineno + 1 if ast.get_docstring(node) else 0)


def test_every_module_has_its_test_file():
    files = [path for path in map(file_of_tests, SOURCES + CHECKS) if path is not None]
    assert len(files) > 300
    assert [path for path in files if not path.is_file()] == []
    assert file_of_tests(PACKAGE / "exact" / "sign.py") == ROOT / "tests/exact/test_sign.py"


def file_of_tests(path):
    """Return where the tests of a module stand; None of what needs none of its own."""
    if path.name == "__init__.py" or str(path.parent.relative_to(ROOT)) in REGISTERED:
        return None
    top = next(top for top in (PACKAGE, ROOT / "reference", ROOT) if path.is_relative_to(top))
    return ROOT / "tests" / path.relative_to(top).parent / f"test_{path.name}"


@pytest.mark.slow
def test_public_names_are_documented():
    bare = []
    for path in SOURCES + CHECKS:
        tree = ast.parse(path.read_text())
        classes = [node for node in tree.body if isinstance(node, ast.ClassDef) and not node.name.startswith("_")]
        for node in [*tree.body, *(member for owner in classes for member in owner.body)]:
            public = isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_")
            public = public and "overload" not in map(ast.unparse, node.decorator_list)  # what it declares has one
            if public and ast.get_docstring(node) is None:
                bare.append(f"{path.name}:{node.name}")
    assert bare == []


FOREIGN = re.compile(r"(--(extra-)?index-url|/simple\b|find-links|\b(pypi|mirror)\.\S+\.\w+|/root/|/home/\w+/|/tmp/)")


@pytest.mark.skipif(not (ROOT / ".git").exists(), reason="not a checkout: nothing says which files are tracked")
def test_nothing_foreign_in_the_repository():
    files = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout.split()
    found = [
        f"{name}: {match.group()}"
        for name in files
        if name != "tests/test_architecture.py" and (ROOT / name).is_file()
        for match in [FOREIGN.search((ROOT / name).read_text(encoding="utf-8", errors="replace"))]
        if match
    ]
    assert found == []
    assert len(files) > 30
    assert FOREIGN.search("--index-url https://example")


# Public names that stand in two modules on purpose; all others have one meaning, in one place.
TWINS = {
    "the same part of each file of a kind": [
        "CLAIM", "ERRATA", "IMPOSTORS", "NAME", "WHY", "answer", "groups", "main", "render", "tables",
    ],
    "the table of each checker": ["CLAIMS", "CLAUSES", "COUNTS", "FORMAT"],
    "a checker's own, as the package has it too, for they share no code": [
        "Curve", "Exponent", "Face", "Packing", "PowerSum", "Signs", "Vector", "count_matchings", "dot", "null_space",
        "sign_of",
    ],
    "what checks know without the solver, as it has it too": ["Matching", "matchings", "rank"],
    "one format, and all formats": ["check_certificate", "check_file", "check_text"],
    "what a checker says of a file, what a check says of a claim": ["Verdict"],
    "a reader and a writer, each of its own format": ["read", "write"],
    "how much is read of a file, of each kind": ["MAX_BYTES"],
    "a function of the package, and the command that calls it": [
        "export", "path", "search", "solve", "train", "validate",
    ],
    "of a campaign or a training, and of the conformance suite": ["Report", "judge", "run"],
}  # fmt: skip


@pytest.mark.slow
def test_public_names_have_one_meaning():
    homes = defaultdict(set)
    for path in SOURCES + CHECKS:
        if path.name == "__init__.py":
            continue
        for node in ast.parse(path.read_text()).body:
            for name in defined(node):
                homes[name].add(path)
    several = {name for name, paths in homes.items() if len(paths) > 1 and not name.startswith("_")}
    assert len(homes) > 700
    assert several == {name for names in TWINS.values() for name in names}


def defined(node):
    if isinstance(node, ast.FunctionDef | ast.ClassDef):
        return [node.name]
    targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
    return [target.id for target in targets if isinstance(target, ast.Name)]

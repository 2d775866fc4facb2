"""What the checkers share, over all formats: claims, digits, counts, objects, depth, and the programs."""

import json
import os
import re
import signal
import subprocess
import sys
import time
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from proofs_check import (
    checker,
    curve,
    fan,
    network_checker,
    network_path_checker,
    path_checker,
    price_checker,
    tolerance_checker,
    verify,
    vertices,
    work,
)
from proofs_check.checker import AUDITS, READERS
from proofs_check.verify import ALL_AUDITS, check_certificate, check_text
from proofs_check.work import DATA_DIGITS, MAX_DEPTH, SPLINE_DIGITS, StopError, Work, show
from sparsest import Dataset, Points, path, solve, solve_network
from sparsest.multivariate.threshold import thresholds
from tests.proofs_check.editing import edited

ROOT = Path(checker.__file__).parents[1]
BENT = Dataset([0, 1, 2, 3, 4, 5], [0, 0, 1, 5, 13, 22])
TRIANGLE = Points([[0], [1], [2]], [0, 1, 0])
FORMATS = {
    "certificate": solve(BENT, "1/2").certificate(),
    "path": path(BENT).certificate(),
    "network": solve_network(TRIANGLE, "0").certificate(),
    "price": solve_network(TRIANGLE, "1/2").certificate(),
    "network_path": thresholds(Points([[3, -2], [3, 2]], [2, -2])).certificate(),
    "tolerance": solve(Dataset([0, 1, 2, 3, 4, 5], [0, 3, 0, 5, 0, 1]), tolerance="9/4").certificate(),
}
READ = {  # which formats each of them reads
    "checker": AUDITS,
    "path_checker": path_checker.PATH_AUDITS,
    "network_checker": network_checker.NETWORK_AUDITS,
    "price_checker": price_checker.PRICE_AUDITS,
    "network_path_checker": network_path_checker.NETWORK_PATH_AUDITS,
    "tolerance_checker": tolerance_checker.TOLERANCE_AUDITS,
    "verify": ALL_AUDITS,
}
PAGES = {
    name: ROOT / f"docs/{name}_certificate_v1.md" for name in ("path", "network", "price", "network_path", "tolerance")
}
PAGES["certificate"] = ROOT / "docs/certificate_v1.md"
COUNTS = {  # where a format has an integer, and the clause that compares it
    "certificate": {"problem.dimension": "C03", "claim.knots": "C14", "claim.fewest_knots": "C15"},
    "path": {"problem.dimension": "P03", "claim.fewest_knots": "P11", "claim.pieces.1.knots": "P13"},
    "network": {"problem.dimension": "N04", "claim.lower": "N08", "claim.upper": "N08", "tree.0": "N11"},
    "price": {"problem.dimension": "Q04", "claim.parameters": "Q09"},
    "network_path": {"problem.dimension": "M04", "claim.fewest_parameters": "M13", "claim.pieces.1.parameters": "M15"},
    "tolerance": {"problem.dimension": "T03", "claim.knots": "T13", "claim.fewest_knots": "T14"},
}
PLACES = [(name, where, clause) for name, places in COUNTS.items() for where, clause in places.items()]


def places(node, way=()):
    """Yield the path of every value inside."""
    for key, child in node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ():
        yield ".".join(map(str, (*way, key)))
        yield from places(child, (*way, key))


@pytest.mark.parametrize("name", FORMATS)
def test_honest__are_accepted_with_all_claims(name):
    made = FORMATS[name]
    verdict = check_certificate(made)
    assert (verdict.verdict, verdict.claims_checked) == ("accept", len(ALL_AUDITS[made["format"]][2]))
    assert check_text(json.dumps(made)) == verdict


# --- (a) claims -------------------------------------------------------------------------------------------------------


def stopped(form, clauses):
    """The verdict of a check that enters these clauses, and fails at the last of them."""

    def check(work, _):
        for clause in clauses:
            work.enter(clause)
        raise StopError("reject", "as told")

    _, every, claims = ALL_AUDITS[form]
    return check_certificate({"format": form}, audits={form: (check, every, claims)})


@pytest.mark.parametrize("form", ALL_AUDITS)
def test_claims__count_only_if_all_their_clauses_were_passed(form):
    _, clauses, claims = ALL_AUDITS[form]
    for end in range(1, len(clauses) + 1):
        verdict = stopped(form, clauses[:end])
        expected = sum(all(clause in clauses[: end - 1] for clause in needed.split()) for needed in claims.values())
        assert (verdict.clause, verdict.claims_checked) == (clauses[end - 1], expected)
    assert expected < len(claims)  # the last clause was entered, and failed


@pytest.mark.parametrize("form", ALL_AUDITS)
def test_claims__none_counts_where_a_clause_was_left_out_or_entered_again(form):
    _, clauses, _ = ALL_AUDITS[form]
    assert stopped(form, clauses[:1] + clauses[2:]).claims_checked == 0
    assert stopped(form, [*clauses, clauses[-2], clauses[-1]]).claims_checked == 0


def test_claims__one_table_counts_them(monkeypatch):
    """A claim more in the table is a claim more in the verdict, in all formats: nothing else counts them."""
    for made in FORMATS.values():
        _, clauses, claims = ALL_AUDITS[made["format"]]
        before = check_certificate(made).claims_checked
        monkeypatch.setitem(claims, "one more", " ".join(clauses))
        assert check_certificate(made).claims_checked == before + 1
        monkeypatch.setitem(claims, "never", "X99")
        assert check_certificate(made).claims_checked == before + 1


@pytest.mark.parametrize("name", FORMATS)
def test_claims__are_those_of_the_page(name):
    _, clauses, claims = ALL_AUDITS[FORMATS[name]["format"]]
    rows = re.findall(r"^\| ([^|]+) \| ((?:\[[CPNQMT]\d\d\](?:-| )?)+)\|$", PAGES[name].read_text(), re.M)
    shown = {}
    for claim, text in rows:
        shown[claim] = []
        for first, last in re.findall(r"\[(\w+)\](?:-\[(\w+)\])?", text):
            start = clauses.index(first)
            shown[claim] += clauses[start : clauses.index(last or first) + 1]
    assert shown == {claim: needed.split() for claim, needed in claims.items()}
    assert all(set(needed.split()) <= set(clauses) for needed in claims.values())


def test_claims__a_path_rejected_at_p12_has_proved_the_signs_alone():
    verdict = check_certificate(edited(FORMATS["path"], "claim.breakpoints.0", ["0.1", "0.2"]))
    assert (verdict.verdict, verdict.clause, verdict.claims_checked) == ("reject", "P12", 1)
    assert "[1/10, 1/5]" in verdict.reason  # and not Fraction(1, 10)


# --- (b) digits -------------------------------------------------------------------------------------------------------

DECIMALS = [
    ("certificate", "claim.objective", "C13"),
    ("path", "claim.critical_exponent", "P10"),
    ("path", "claim.breakpoints.0", "P10"),
    ("price", "claim.objective", "Q08"),
    ("network_path", "claim.critical_exponent", "M12"),
    ("network_path", "claim.breakpoints.0", "M12"),
]


@pytest.mark.parametrize(("name", "where", "clause"), DECIMALS)
def test_digits__of_a_decimal_are_counted_without_the_dot(name, where, clause):
    def longer(pair, digits):
        return [pair[0], pair[1] + "0" * (digits + 1 - len(pair[1]))]  # 1: the dot

    assert check_certificate(edited(FORMATS[name], where, lambda pair: longer(pair, SPLINE_DIGITS))).verdict == "accept"
    verdict = check_certificate(edited(FORMATS[name], where, lambda pair: longer(pair, SPLINE_DIGITS + 1)))
    assert (verdict.verdict, verdict.clause) == ("reject", clause)
    assert "has more than 20000 digits" in verdict.reason


@pytest.mark.parametrize("text", ["7{}", "-7{}", "1/7{}", "-1/7{}", "0.7{}", "7.{}", "7{}/8{}"])
def test_digits__one_rule_for_all_numbers(text):
    work, extra = Work(10**9), sum(char.isdigit() for char in text.split("/")[-1])
    work.digits("C04", text.format(*["0" * (DATA_DIGITS - extra)] * 2), DATA_DIGITS, "here")
    with pytest.raises(StopError, match="more than 1000 digits"):
        work.digits("C04", text.format(*["0" * (DATA_DIGITS - extra + 1)] * 2), DATA_DIGITS, "here")


def test_digits__no_checker_counts_them_otherwise():
    early = (work, checker, curve, path_checker, network_checker, fan, price_checker)
    for module in (*early, vertices, network_path_checker, tolerance_checker, verify):
        source = Path(module.__file__).read_text()
        assert len(re.findall(r"<= (limit|\w+_DIGITS)|(limit|\w+_DIGITS) >=", source)) == (module is work)


# --- (c) other formats ------------------------------------------------------------------------------------------------


def test_formats__readers_are_told_for_all_that_the_first_checker_does_not_read():
    assert set(READERS) == set(ALL_AUDITS) - set(AUDITS)
    for form, module in READERS.items():
        assert form in sys.modules[f"proofs_check.{module}"].FORMAT


@pytest.mark.parametrize(
    ("name", "module", "reader"),
    [
        ("path", "checker", "path_checker"),
        ("network", "checker", "network_checker"),
        ("network", "path_checker", "network_checker"),
        ("price", "checker", "price_checker"),
        ("price", "path_checker", "price_checker"),
        ("price", "network_checker", "price_checker"),
        ("network_path", "checker", "network_path_checker"),
        ("network_path", "price_checker", "network_path_checker"),
        ("tolerance", "checker", "tolerance_checker"),
        ("tolerance", "price_checker", "tolerance_checker"),
        ("price", "tolerance_checker", "price_checker"),
    ],
)
def test_formats__another_checkers_certificate_is_told_first(name, module, reader):
    made, read = FORMATS[name], READ[module]
    verdict = checker.check_certificate(made, audits=read)
    assert (verdict.verdict, verdict.clause, verdict.claims_checked) == ("reject", "C02", 0)
    start = f"format: '{made['format']}' is read by python -m proofs_check.{reader} FILE; this checker reads "
    assert verdict.reason == start + ", ".join(read)
    # Whatever else is wrong, the format comes first.
    assert checker.check_certificate({"format": made["format"]}, audits=read).reason == verdict.reason
    worse = edited(made, "problem", 0) | {"extra": 0}
    assert checker.check_certificate(worse, audits=read).reason == verdict.reason


def test_formats__an_unknown_one_is_told_first():
    verdict = check_certificate({**FORMATS["certificate"], "format": "sparsest/certificate/2", "extra": 0})
    assert (verdict.verdict, verdict.clause) == ("reject", "C02")
    assert verdict.reason.startswith("format: 'sparsest/certificate/2' is not known; this checker reads sparsest/")


# --- (d) counts -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text", ["-0", "-0.0", "0.0", "1.0", "1e0", "1E0", "-1", "true", "false", "null", '"1"', "NaN"]
)
@pytest.mark.parametrize(("name", "where", "clause"), PLACES)
def test_counts__are_nonnegative_integers_and_nothing_else(name, where, clause, text):
    made = json.dumps(edited(FORMATS[name], where, "HERE"))
    verdict = check_text(made.replace('"HERE"', text))
    assert verdict.verdict == "reject"
    if "." in text or "e" in text.lower().strip("truefalsn") or text in ("-0", "NaN"):
        assert verdict.clause == "C01"
    assert check_text(made.replace('"HERE"', json.dumps(at(FORMATS[name], where)))).verdict == "accept"


def at(node, where):
    for key in where.split("."):
        node = node[int(key) if key.isdigit() else key]
    return node


def test_counts__minus_zero_where_the_count_is_zero():
    flat = json.dumps(solve(Dataset([0, 1], [0, 1]), "1/2").certificate())
    assert check_text(flat).verdict == "accept"
    verdict = check_text(flat.replace('"knots": 0', '"knots": -0'))
    assert (verdict.verdict, verdict.clause, verdict.reason) == ("reject", "C01", "text: ['-0'] is not allowed")
    none = json.dumps(solve_network(Points([[0], [1]], [0, 0]), "0").certificate())
    assert check_text(none).verdict == "accept"
    assert check_text(none.replace('"lower": 0', '"lower": -0')).verdict == "reject"


# --- (e) objects ------------------------------------------------------------------------------------------------------


class Fierce:
    """Raises whatever it is asked."""

    def __eq__(self, other):
        raise OSError

    __hash__ = __repr__ = __len__ = __iter__ = __lt__ = __eq__


class Text(str):
    """A text that is none."""

    def __eq__(self, other):
        raise OSError

    __hash__ = str.__hash__


def named_as(kind, *bases):
    """An object of a class of this name, which is not the known one."""
    return type(kind, bases, {"__module__": "elsewhere"})()


CYCLE = []
CYCLE += [CYCLE, CYCLE]
OBJECTS = {
    "huge": 10**5000,
    "huge and negative": -(10**5000),
    "longer than may be printed": 10**640,
    "enormous": 1 << 10**7,
    "array": np.array([1, 2]),
    "numpy integer": np.int64(1),
    "numpy float": np.float64(1),
    "fraction": Fraction(1, 2),
    "decimal": Decimal(1),
    "not a number": float("nan"),
    "infinite": float("inf"),
    "complex": 1j,
    "fierce": Fierce(),
    "subclass of str": Text("0"),
    "subclass of dict": type("Odd", (dict,), {"keys": None, "values": None})(),
    "another int": named_as("int"),
    "another list": named_as("list", list),
    "another fraction": named_as("Fraction"),
    "key of another str": {named_as("str", str): 0},
    "tuple of arrays": (np.array([1, 2]), np.array([1, 2])),
    "set": {1},
    "bytes": b"1",
    "type": int,
    "function": len,
    "cycle": CYCLE,
    "surrogates": "\ud800" * 99,
    "key that is none": {1: "x"},
    "fierce key": {Text("x"): 0},
    "fierce key that is asked for": {Text("format"): 0},
    "none": None,
}


@pytest.mark.slow
@pytest.mark.parametrize("name", FORMATS)
def test_objects__whatever_stands_anywhere_is_judged(name):
    made = FORMATS[name]
    before = sys.get_int_max_str_digits()
    sys.set_int_max_str_digits(640)  # Python's least: what is judged here is judged with 4300, too
    try:
        for where in places(made):
            for kind, value in OBJECTS.items():
                changed = edited_by_hand(made, where, value)
                verdict = check_certificate(changed)
                assert verdict.verdict == "reject" or changed == made, (where, kind, verdict)
                assert 0 < len(verdict.reason) < 500
        for kind, value in OBJECTS.items():
            assert check_certificate(value).verdict == "reject", kind
            assert check_text(value).verdict == "reject", kind
    finally:
        sys.set_int_max_str_digits(before)


def edited_by_hand(cert, where, value):
    """As `edited`, for values that cannot be copied, and without calling them."""
    cert = json.loads(json.dumps(cert))
    *way, last = (int(key) if key.isdigit() else key for key in where.split("."))
    node = cert
    for key in way:
        node = node[key]
    node[last] = value
    return cert


@pytest.mark.parametrize(("name", "where", "clause"), PLACES)
def test_objects__a_huge_count_is_rejected_where_it_is_compared(name, where, clause):
    verdict = check_certificate(edited(FORMATS[name], where, 10**5000))
    assert (verdict.verdict, verdict.clause) == ("reject", clause)


def test_objects__planted__the_plain_way_to_show_a_number_would_be_noticed(monkeypatch):
    monkeypatch.setattr(work, "show", repr)
    assert check_certificate(edited(FORMATS["certificate"], "claim.knots", 10**5000)).verdict == "undecided"


def test_objects__that_fan_out_without_end_cost_no_more_than_the_limit():
    value = ["0"]
    for _ in range(5):
        value = [value] * 30  # 24 million values in the end; ten million use up the limit
    start = time.process_time()
    assert check_certificate({"format": value}).verdict == "undecided"
    assert time.process_time() - start < 10


def test_reasons__show_fractions_as_people_write_them():
    assert show([Fraction(1, 10), Fraction(-3), Fraction(10**700, 3)]) == ("[1/10, -3, an integer of 2326 bits/3]")
    for name, where, value in (
        ("certificate", "minimizer.knots.0.x", "8/7"),
        ("certificate", "minimizer.left.slope", "1/10"),
        ("path", "claim.breakpoints.0", ["0.1", "0.2"]),
        ("network", "network.neurons.0.output_weight", "1/10"),
        ("price", "network.neurons.0.output_weight", "1/10"),
        ("network_path", "networks.1.neurons.0.output_weight", "1/10"),
        ("tolerance", "spline.left.slope", "1/10"),
    ):
        reason = check_certificate(edited(FORMATS[name], where, value)).reason
        assert "Fraction" not in reason
        assert "/" in reason


# --- (f) brackets that say nothing ------------------------------------------------------------------------------------


def test_paths__brackets_lie_in_0_1_and_apart():
    made = FORMATS["path"]
    for pair, verdict in (
        (["0", "1"], "accept"),
        (["0", "1.0000"], "accept"),
        (["0", "1.0001"], "reject"),
        (["0", "99"], "reject"),
    ):
        for where in ("claim.critical_exponent", "claim.breakpoints.0"):
            found = check_certificate(edited(made, where, pair))
            assert (found.verdict, found.clause) == (verdict, "P15" if verdict == "accept" else "P10")


def test_paths__brackets_of_breakpoints_do_not_touch():
    made = path(Dataset.from_gaps([1, 100, 100, 1, -1, -101, -101, -1])).certificate()
    first, second = made["claim"]["breakpoints"][:2]
    assert check_certificate(made).verdict == "accept"
    for pair, verdict in (
        ([first[0], second[0]], "reject"),
        ([first[0], second[1]], "reject"),
        (["0", str((Decimal(first[1]) + Decimal(second[0])) / 2)], "accept"),
    ):
        found = check_certificate(edited(made, "claim.breakpoints.0", pair))
        assert (found.verdict, found.clause) == (verdict, "P15" if verdict == "accept" else "P12")


# --- (i) depth --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("opened", "closed"), [("[", "]"), ('{"a": ', "}")])
def test_depth__is_limited_and_said(opened, closed):
    deepest = opened * (MAX_DEPTH - 1) + "0" + closed * (MAX_DEPTH - 1)
    for text, clause in ((deepest, "C02"), (opened + deepest + closed, "C01"), (opened * 10**5, "C01")):
        verdict = check_text('{"problem": ' + text + "}")
        assert (verdict.verdict, verdict.clause) == ("reject", clause)
    assert check_text('{"problem": ' + opened + deepest + closed + "}").reason.endswith("nesting: 17 is deeper than 16")
    assert "16 deep" in PAGES["certificate"].read_text()


# --- the programs -----------------------------------------------------------------------------------------------------

PROGRAMS = {
    "checker": [str(ROOT / "proofs_check/checker.py")],
    "path": ["-m", "proofs_check.path_checker"],
    "network": ["-m", "proofs_check.network_checker"],
    "price": ["-m", "proofs_check.price_checker"],
    "network_path": ["-m", "proofs_check.network_path_checker"],
    "tolerance": ["-m", "proofs_check.tolerance_checker"],
    "verify": [str(ROOT / "proofs_check/verify.py")],
}


# Where output is buffered, as it is unless told, Python tries to write what is left once more when it ends.
BUFFERED = {name: value for name, value in os.environ.items() if name != "PYTHONUNBUFFERED"}


@pytest.fixture
def files(tmp_path):
    (tmp_path / "good").write_text(json.dumps(FORMATS["certificate"]))
    (tmp_path / "forged").write_text(json.dumps(edited(FORMATS["certificate"], "claim.knots", 9)))
    return tmp_path


def run(program, *arguments, **streams):
    command = [sys.executable, *PROGRAMS[program], *map(str, arguments)]
    return subprocess.run(command, cwd=ROOT, check=False, timeout=60, env=BUFFERED, **streams)


@pytest.mark.parametrize("options", [[], ["--json"]], ids=str)
@pytest.mark.parametrize("program", PROGRAMS)
def test_programs__a_verdict_that_cannot_be_printed_is_none(files, program, options):
    for name in ("good", "forged"):
        with Path("/dev/full").open("r+b", buffering=0) as full:
            done = run(program, files / name, *options, stdout=full, stderr=subprocess.PIPE)
        said = b"checker: the verdict cannot be printed on standard output: No space left on device\n"
        assert (done.returncode, done.stderr) == (2, said)
        reader, writer = os.pipe()
        os.close(reader)
        done = run(program, files / name, *options, stdout=writer, stderr=subprocess.PIPE)
        os.close(writer)
        assert (done.returncode, done.stderr) == (2, said.replace(b"No space left on device", b"Broken pipe"))


@pytest.mark.slow
@pytest.mark.parametrize("program", PROGRAMS)
def test_programs__nothing_but_a_verdict_ends_with_its_exit_code(files, program):
    shell = " ".join(["exec", sys.executable, *PROGRAMS[program]])
    for arguments in (f"{files}/good >&-", f"{files}/good >&- 2>&-", f"{files}/good >/dev/full 2>/dev/full"):
        done = subprocess.run(
            ["sh", "-c", f"{shell} {arguments}"], cwd=ROOT, env=BUFFERED, check=False, capture_output=True
        )
        assert done.returncode == 2
    for arguments in ("absent 2>/dev/full", "absent 2>&-", f"{files} 2>/dev/full", ""):
        done = subprocess.run(
            ["sh", "-c", f"{shell} {arguments}"], cwd=ROOT, env=BUFFERED, check=False, capture_output=True
        )
        assert (done.returncode, done.stdout) == (2, b"")


@pytest.mark.parametrize("program", PROGRAMS)
def test_programs__an_interrupt_ends_with_130(files, program):
    pipe = files / "pipe"
    os.mkfifo(pipe)
    command = [sys.executable, *PROGRAMS[program], str(pipe)]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    with pipe.open("wb"):  # it opens once the program reads; and what it reads ends after the signal came
        process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=60)
    assert (process.returncode, out, err) == (130, b"", b"checker: interrupted, no verdict\n")


@pytest.mark.parametrize("module", READ)
@pytest.mark.parametrize("name", FORMATS)
def test_programs__run_as_a_file_from_anywhere_without_an_installation(tmp_path, name, module):
    (tmp_path / "good").write_text(json.dumps(FORMATS[name]))
    command = [sys.executable, "-I", "-S", str(ROOT / "proofs_check" / f"{module}.py"), "good"]
    done = subprocess.run(command, cwd=tmp_path, check=False, capture_output=True, text=True)
    read = FORMATS[name]["format"] in READ[module]
    assert (done.returncode, done.stderr) == (0 if read else 1, "")
    assert done.stdout.startswith("accept" if read else "reject: C02 format: ")


@pytest.mark.slow
@pytest.mark.parametrize("program", PROGRAMS)
def test_programs__work_is_limited_as_told(files, program):
    for limit, code in (("10", 3), ("1000000", 0), ("0", 2), ("-5", 2), ("many", 2), ("1e9", 2), ("", 2)):
        done = run(program, "--work", limit, files / "good", capture_output=True)
        assert done.returncode == code
        assert (b"--work N" in done.stderr) is (code == 2)
        assert done.stderr.count(b"\n") == (code == 2)
        assert (b"the work limit was met: 10 steps; --work N allows more" in done.stdout) is (code == 3)


def test_programs__an_error_of_the_program_is_no_verdict(files, monkeypatch, capsys):
    for fault in (MemoryError, RecursionError, SystemError):
        with monkeypatch.context() as patch:
            patch.setattr(checker, "check_file", lambda *_, fault=fault, **__: (_ for _ in ()).throw(fault))
            assert checker.main([str(files / "good")]) == 2
        assert fault.__name__ in capsys.readouterr().err

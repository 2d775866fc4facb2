"""What must hold under `python -O`, where assertions vanish: a script that exits non-zero, run by `make test`."""

import copy
import json
import sys

from proofs_check.verify import check_certificate, check_text
from sparsest import Dataset, Points, SparsestError, path, solve, solve_network

DATA = Dataset([0, 1, 2, 3, 4, 5, 6], [0, 0, 1, 4, 8, 8, 7])
POINTS = Points([[0, 0], [0, 1], [1, 0], [2, 3]], [1, 2, 0, -1])


def must(holds, what):
    """Exit unless it holds."""
    if not holds:
        sys.exit(f"under python -O this failed: {what}")


def main():
    """Honest certificates are accepted, forged ones rejected, bad input is refused."""
    must(sys.flags.optimize > 0, "this script is for python -O")
    checked = 0
    for p in ("1/2", "37/100", "0", "0+", "1-"):
        good = solve(DATA, p).certificate()
        must(check_certificate(good).verdict == "accept", f"an honest certificate at p = {p}")
        for section, key, value in (
            ("claim", "knots", 7),
            ("claim", "fewest_knots", 0),
            ("claim", "knots", 10**5000),
            ("problem", "dimension", True),
        ):
            bad = copy.deepcopy(good)
            bad[section][key] = value
            must(check_certificate(bad).verdict == "reject", f"a forged {key} at p = {p}")
            checked += 1
    for p, key, value in (("0", "lower", 1), ("0", "upper", 9), ("1/2", "minimizers", "9"), ("0+", "parameters", 1)):
        good = solve_network(POINTS, p).certificate()
        must(check_certificate(good).verdict == "accept", f"an honest certificate of a network at p = {p}")
        bad = copy.deepcopy(good)
        bad["claim"][key] = value
        must(check_certificate(bad).verdict == "reject", f"a forged {key} at p = {p}")
        checked += 1
    good = path(DATA).certificate()
    must(check_certificate(good).verdict == "accept", "an honest certificate of a path")
    for pair in (["0", "99"], ["1", "0"]):
        bad = copy.deepcopy(good)
        bad["claim"]["critical_exponent"] = pair
        must(check_certificate(bad).verdict == "reject", f"a critical exponent in {pair}")
        checked += 1
    for tolerance, where, value in (
        ("1/4", ("claim", "knots"), 0),
        ("1/4", ("claim", "largest_residual"), "0"),
        ("1/4", ("claim", "critical"), "1/100"),
        ("inf", ("problem", "tolerance"), "0"),
    ):
        good = solve(DATA, tolerance=tolerance).certificate()
        must(check_certificate(good).verdict == "accept", f"an honest certificate within {tolerance}")
        bad = copy.deepcopy(good)
        bad[where[0]][where[1]] = value
        must(check_certificate(bad).verdict == "reject", f"a forged {where[1]} within {tolerance}")
        checked += 1
    flat = json.dumps(solve(Dataset([0, 1], [0, 1]), "1/2").certificate())
    must(check_text(flat).verdict == "accept", "an honest certificate without knots")
    must(check_text(flat.replace('"knots": 0', '"knots": -0', 1)).verdict == "reject", "a count of -0")
    checked += 1
    for x, y, p in (([0, 0], [0, 1], "1/2"), ([0], ["nan"], "1/2"), ([0], [0], "2")):
        try:
            solve(Dataset(x, y), p)
        except SparsestError:
            checked += 1
        else:
            must(False, f"bad input {x}, {y}, {p} was taken")
    print(f"python -O: {checked} passed, 0 failed")


if __name__ == "__main__":
    main()

import pytest

from proofs_check.report.text import exact_text, segments


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("x_{N-1}", [("text", "x"), ("sub", "N-1")]),
        ("eps_i != 0", [("text", "ε"), ("sub", "i"), ("text", " ≠ 0")]),
        ("delta -> 0", [("text", "δ → 0")]),
        ("theorem_3_1 and deltas", [("text", "theorem_3_1 and deltas")]),
        ("", []),
    ],
)
def test_segments(text, expected):
    assert segments(text) == expected


def test_exact_text_rounds_nothing():
    assert exact_text({"x": ["1/3", 10**30]}) == f"x = [1/3, {10**30}]"

"""Where bounds of rounding do not decide: one sign of many, which a compiled kernel must leave to exact arithmetic.

Found by faults planted in the kernels of `sparsest.fast`: without a bound, or with one that is too small, they fail
here and nowhere else. Numbers are doubles, in hexadecimal as Python writes them.
"""

from __future__ import annotations

from fractions import Fraction

from proofs_check.conformance.making.table import PointTable

__all__ = ["NAME", "WHY", "tables", "within"]

NAME = "doubt"
WHY = "Doubles do not decide here, and bounds of what they round say so: who drops the bounds is wrong."

_Rows = tuple[tuple[str, str], ...]


def tables() -> list[PointTable]:
    """Return the tables."""
    return [PointTable(comment, _texts(rows), ("Doubt",), (p,)) for comment, p, rows in _SOLVE]


def within() -> list[tuple[PointTable, str]]:
    """Return tables with the tolerance at which they are in doubt."""
    return [(PointTable(comment, _texts(rows), ("Doubt",)), _text(width)) for comment, width, rows in _WITHIN]


def _texts(rows: _Rows) -> _Rows:
    return tuple((_text(x), _text(y)) for x, y in rows)


def _text(number: str) -> str:
    return str(Fraction(float.fromhex(number)))


# fmt: off
_SOLVE: tuple[tuple[str, str, _Rows], ...] = (
    ("a weight between its own bounds", "1-", (
        ("0x0.0p+0", "0x0.0p+0"),
        ("0x1.0000000000000p+0", "0x0.0p+0"),
        ("0x1.0000000000000p+1", "0x1.3333333333334p-2"),
        ("0x1.8000000000000p+1", "0x1.cccccccccccccp+1"),
        ("0x1.0000000000000p+2", "0x1.cccccccccccccp+2"),
        ("0x1.4000000000000p+2", "0x1.b999999999999p+3"),
        ("0x1.8000000000000p+2", "0x1.7666666666666p+4"),
        ("0x1.c000000000000p+2", "0x1.1000000000000p+5"),
        ("0x1.0000000000000p+3", "0x1.6733333333333p+5"),
        ("0x1.2000000000000p+3", "0x1.d666666666666p+5"),
        ("0x1.4000000000000p+3", "0x1.26ccccccccccep+6"),
        ("0x1.6000000000000p+3", "0x1.6666666666667p+6"),
    )),
    ("gaps that a filter of signs must suspect", "1-", (
        ("0x1.999999999999ap-4", "0x1.a02a94920e32cp-1"),
        ("0x1.199999999999ap+0", "0x1.610d4a0b72406p+1"),
        ("0x1.6666666666667p+0", "0x1.abc14850b9dcbp+1"),
        ("0x1.3333333333334p+1", "0x1.5261f69bd4482p+2"),
        ("0x1.4000000000001p+1", "0x1.5ed54ba760379p+2"),
        ("0x1.c000000000001p+1", "0x1.db569e1ad7915p+2"),
        ("0x1.2000000000000p+2", "0x1.2bebf84727759p+3"),
        ("0x1.3333333333333p+2", "0x1.3e98f7d8795cap+3"),
        ("0x1.7333333333333p+2", "0x1.7cd9a1123509ap+3"),
        ("0x1.7999999999999p+2", "0x1.83134b97fb013p+3"),
    )),
    ("a gap that doubles do not hold", "1/3", (
        ("0x1.3d0cdd8351eefp+28", "0x1.7c75d69d95852p+27"),
        ("0x1.28f1efbd924b9p+42", "0x1.64558616af8dep+41"),
        ("0x1.282c96e02fe00p+54", "0x1.6368b50d06400p+53"),
        ("0x1.0868e1efb4526p+59", "0x1.3d4aa8b93ec94p+58"),
        ("0x1.93009cde00cc0p+68", "0x1.e39a55d734280p+67"),
        ("0x1.5c8ac9e7bc054p+73", "0x1.a240257c7b398p+72"),
    )),
    ("a gap known exactly, of subnormal labels", "1/2", (
        ("0x1.0000000000000p+0", "0x0.0000000000004p-1022"),
        ("0x1.0000000000000p+2", "-0x0.0000000000001p-1022"),
        ("0x1.c000000000000p+2", "-0x0.0000000000003p-1022"),
        ("0x1.2000000000000p+3", "0x0.0000000000001p-1022"),
        ("0x1.4000000000000p+3", "0x0.0000000000008p-1022"),
        ("0x1.8000000000000p+3", "-0x0.0000000000007p-1022"),
        ("0x1.a000000000000p+3", "0x0.0000000000006p-1022"),
        ("0x1.0000000000000p+4", "-0x0.0000000000002p-1022"),
        ("0x1.1000000000000p+4", "0x0.0000000000007p-1022"),
    )),
    ("a gap that is no double and is not 0", "0+", (
        ("0x1.0000000000000p+0", "0x0.0000000000005p-1022"),
        ("0x1.8000000000000p+1", "0x0.0p+0"),
        ("0x1.4000000000000p+2", "-0x0.0000000000007p-1022"),
        ("0x1.0000000000000p+3", "-0x0.0000000000003p-1022"),
        ("0x1.4000000000000p+3", "0x0.0p+0"),
        ("0x1.8000000000000p+3", "0x0.0000000000004p-1022"),
        ("0x1.e000000000000p+3", "-0x0.0000000000008p-1022"),
    )),
)
_WITHIN: tuple[tuple[str, str, _Rows], ...] = (
    ("three gates in line but for rounding", "0x1.d6fb1dfe83906p-3", (
        ("0x1.a98f14a352ca0p+24", "0x1.feabb25d968c1p+23"),
        ("0x1.7c3314daedcc0p+26", "0x1.c83d4c39ea280p+25"),
        ("0x1.53013194f1890p+33", "0x1.96ce3b7f883e0p+32"),
        ("0x1.61bf60147ba8ep+76", "0x1.a87f401894644p+75"),
        ("0x1.d69e08249f018p+77", "0x1.1a5ed1af929a8p+77"),
    )),
    ("floors and ceilings that all but touch", "0x1.9f5cbcc3eba7fp-1", (
        ("-0x1.e47d669461097p+308", "-0x1.6af79ec8e9f08p+390"),
        ("-0x1.4e85fc0fcaea5p-251", "0x0.0p+0"),
        ("0x0.0p+0", "0x0.0p+0"),
        ("0x1.212b018d13fb9p-463", "0x0.0p+0"),
        ("0x1.af24000fd7954p-411", "-0x1.8aebbfc13a057p-512"),
        ("0x1.21a4fb332364bp-377", "-0x1.22b29f1510aecp-423"),
        ("0x1.61929391c12ffp-297", "-0x1.57167bacccc10p-159"),
    )),
    ("a last line in doubt", "0x1.ec7aabfa08629p-2", (
        ("-0x1.392b3e6ac7f11p-721", "0x1.6ef1d65e00ec0p+6"),
        ("-0x1.169991dc5b88ep-797", "-0x1.ea1070eb9d87bp+6"),
        ("-0x1.ad63ea4e38cc3p-821", "-0x1.18b7023482ca3p+6"),
        ("0x1.5c0614801c867p-382", "-0x1.c7ffb893bba92p+6"),
        ("0x1.fb84f5c53ed54p-291", "-0x1.44c3eb0ab05cdp+6"),
        ("0x1.9d45a72234dd7p-102", "-0x1.4062fa52a691fp+3"),
        ("0x1.00d205ee57998p+55", "-0x1.63c8429d18ef9p+6"),
        ("0x1.4de452f920787p+395", "0x1.4eae2598ba8ebp+4"),
        ("0x1.8902cd62348e7p+919", "0x1.c86c0739b470cp+2"),
        ("0x1.ae8b6e4abd5b5p+921", "0x1.85607ed2a69b2p+5"),
        ("0x1.681e23c052f2dp+981", "0x1.02cc02b5a62e7p+7"),
    )),
)
# fmt: on

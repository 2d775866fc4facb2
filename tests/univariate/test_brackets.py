from dataclasses import replace
from fractions import Fraction

from flint import fmpq

from proofs_check.verify import check_certificate
from sparsest import Dataset, path
from sparsest.exact.powersum import PowerSum
from sparsest.exact.zeros import Curve, Zero
from sparsest.univariate.brackets import kept_apart
from sparsest.univariate.pieces import RunPath


def test_kept_apart__brackets_that_touch_are_refined():
    half = Curve(PowerSum.of([(1, 8), (-2, 2)])).pattern().zeros[0]
    later = Curve(PowerSum.of([(7, 2), (-5, 3)])).pattern().zeros[0]
    half, later = Zero(half.curve, half.low, half.high), Zero(later.curve, fmpq(1, 2), later.high)
    brackets = kept_apart([RunPath((half, later), (), (), ((), ()))], [[half], [later]], 1)
    assert brackets[half] == (fmpq(1, 2), fmpq(1, 2))  # bisection meets 1/2, where the sign oracle says 0
    assert brackets[half][1] < brackets[later][0] < brackets[later][1]


def test_kept_apart__brackets_hold_no_zero_of_what_is_asked_for_beside():
    """Right of the second change g_5 - g_4 + g_3 would be 0 as well: so close that 18 digits do not tell."""
    tiny = Fraction(1, 10**23)
    found = path(Dataset.from_gaps([Fraction(1, 40), 1, 1, Fraction(11, 26), tiny, 1]))
    (run,) = found.runs
    ((), (other,)) = run.beside
    assert check_certificate(found.certificate()).verdict == "accept"
    careless = replace(run, beside=((), ()))
    (_, high), short = (kept_apart([one], [[z] for z in run.zeros], 17)[run.zeros[1]] for one in (run, careless))
    assert short[0] < other.cell(200)[0] < short[1]
    assert high < other.cell(200)[0]
    certificate = found.certificate()
    certificate["runs"][0]["zeros"][1] = [str(end) for end in short]
    assert (check_certificate(certificate).verdict, check_certificate(certificate).clause) == ("reject", "P08")

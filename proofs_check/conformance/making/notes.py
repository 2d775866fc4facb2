"""What each flag says: the kind of case, which fault it shows, and what that fault does to an answer."""

from __future__ import annotations

from proofs_check.conformance.suite import Note

__all__ = ["NOTES"]

#: The notes of all flags.
NOTES = {
    "Ordinary": Note(
        "data as they come", "a solver that does not solve", "some function through the points, or none, dear or cheap"
    ),
    "FewPoints": Note(
        "one, two or three points", "arrays that are empty, indices that are negative", "a failure, or a knot too many"
    ),
    "OneSign": Note("a single run", "the ends of a run", "the first or the last gap is left unpaid"),
    "OppositeSigns": Note(
        "gaps of both signs, each a run of its own", "pairs across a change of sign", "a knot where lines do not meet"
    ),
    "ZeroGaps": Note(
        "runs with collinear points between", "runs joined over a gap of 0", "a pair of gaps that are no neighbours"
    ),
    "Collinear": Note(
        "three or more points on one line",
        "a gap of 0 that counts as a gap",
        "a knot of slope change 0, or a wrong run",
    ),
    "LongRun": Note(
        "a run of many gaps", "a solver that tries all matchings, or loses count of odd and even", "no answer in time"
    ),
    "EqualGaps": Note("gaps of one size", "a rule for ties that leaves a gap behind", "a knot more than the fewest"),
    "JoinDots": Note(
        "minimisers with fewer knots than the dots joined",
        "a knot at each point where the slope changes",
        "a function that interpolates and costs too much",
    ),
    "KnotsBetweenPoints": Note(
        "minimisers with knots between the points",
        "knots looked for at data points only",
        "too many knots, or points that are missed",
    ),
    "LeftToRight": Note(
        "runs whose pairs are not first with second, third with fourth",
        "gaps paired from left to right",
        "a function that interpolates and costs too much",
    ),
    "Greedy": Note(
        "the pair that saves most is not part of the best pairs",
        "pairs chosen one by one, the most saving first",
        "a function that interpolates and costs too much",
    ),
    "POne": Note(
        "the minimiser is not the limit p -> 1", "the answer for p = 1 at every p", "too many knots, or too dear"
    ),
    "PHalf": Note(
        "the minimiser is not the one at p = 1/2", "the answer for p = 1/2 at every p", "right at one p only"
    ),
    "OtherExponent": Note(
        "right at another p", "p is not looked at", "a function that is a minimiser, but of another problem"
    ),
    "OffByOne": Note(
        "runs in which pairs moved by one gap cost more", "an index off by one", "knots at the neighbouring places"
    ),
    "UnevenSpacing": Note(
        "x not evenly spaced",
        "second differences of the labels in the place of slope gaps",
        "pairs of gaps that do not save most, or are none",
    ),
    "SortedLabels": Note(
        "labels that neither rise nor fall throughout",
        "labels sorted apart from their inputs",
        "points that are missed",
    ),
    "UnsortedRows": Note(
        "rows in any order", "the order of the rows taken for that of x", "slopes over steps backwards"
    ),
    "Duplicates": Note(
        "a row that stands there twice", "a division by x - x", "a failure, or a slope that is no number"
    ),
    "Notation": Note(
        "one number written in several ways", "a reader of numbers that knows one of them", "another number"
    ),
    "Negative": Note("inputs and labels below 0", "a sign lost", "a function mirrored or moved"),
    "Tie": Note(
        "several minimisers", "a rule for ties taken for the truth", "a right function called wrong, a count that is 1"
    ),
    "TiedKnots": Note(
        "minimisers with different numbers of knots",
        "one number of knots taken for granted",
        "a right function called wrong",
    ),
    "NearTie": Note(
        "one minimiser, and another function dearer by less than 1e-12 of the cost",
        "costs compared as floats",
        "the second best, or a tie where there is none",
    ),
    "SecondBest": Note(
        "the next dearer matching", "a search that ends too early", "a function that interpolates and costs too much"
    ),
    "TinyScale": Note(
        "slope gaps below 1e-9", "a fixed tolerance for what is 0", "no knots at all, and points that are missed"
    ),
    "HugeScale": Note("labels up to 1e300", "squares and products that overflow", "infinite or missing numbers"),
    "Subnormal": Note("labels of 1e-320 and the like", "products that vanish", "no knots at all"),
    "SmallTolerance": Note(
        "labels whose bends are within 1e-6",
        "a tolerance of 1e-6 that nobody asked for",
        "fewer knots, and points that are missed",
    ),
    "BigIntegers": Note(
        "integers beyond 2^53", "integers read as floats", "labels moved by one or more, and knots that are not there"
    ),
    "ManyDigits": Note("numbers of 20 digits and more", "digits cut off", "points that are missed"),
    "Fractions": Note("entries like 1/3", "a reader that takes decimals only", "a failure, or 1 for 1/3"),
    "FloatBits": Note(
        "the signs of the slope gaps in floats are not those of the numbers",
        "slopes compared as floats",
        "knots where the points are collinear, or none where they are not",
    ),
    "Float32": Note(
        "inputs or labels that single precision rounds", "single precision", "points that are missed in digit eight"
    ),
    "UInt8": Note(
        "labels from 0 to 255 that fall", "labels kept as bytes, whose differences wrap", "slopes of the wrong sign"
    ),
    "Doubt": Note(
        "a sign that doubles do not decide", "bounds of rounding left out, or too small", "another function, or a tie"
    ),
    "RealData": Note("measured data", "what no example thought of", "anything"),
    "Large": Note("some hundred points", "time or depth that grows too fast", "no answer in time"),
    "Staircase": Note(
        "a tolerance at which fewer knots begin to suffice",
        "a comparison that is strict where it is weak",
        "one knot more than needed",
    ),
    "JustBelow": Note(
        "a tolerance just short of one at which fewer knots suffice", "a tolerance rounded up", "a gate that is missed"
    ),
    "NotMonotone": Note(
        "paths on which the number of knots rises and falls again",
        "a search that stops at the first change",
        "pieces that are missing",
    ),
    "Changes": Note("paths of several pieces", "one minimiser taken for that of all p", "pieces that are missing"),
    "ChangesTwice": Note(
        "paths of three pieces and more", "a search that ends at the first change", "pieces that are missing"
    ),
    "ManyInputs": Note("several inputs", "a solver of one input", "no network"),
    "MissesPoint": Note("a claim that misses a point", "interpolation not checked, or not at all points", "accepted"),
    "WrongKnot": Note("a claim with a knot moved", "only the number of knots checked", "accepted"),
    "WrongCount": Note("a claim with a knot more", "only interpolation checked", "accepted"),
    "OtherData": Note("a claim that is optimal for other data", "the points not looked at", "accepted"),
    "Refuse": Note(
        "no table of a function, or no such question", "input that is not looked at", "an answer to nothing"
    ),
}

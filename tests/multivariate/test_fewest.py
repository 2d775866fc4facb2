"""The search: its counts against brute force and the solver of one input, its trees, and what moves leave alone."""

from fractions import Fraction

import highspy
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from proofs_check.verify import check_certificate
from sparsest import Dataset, UsageError, solve
from sparsest.exact.clock import Clock
from sparsest.linear.program import Infeasible
from sparsest.multivariate import fewest, incumbent
from sparsest.multivariate.fewest import Search
from sparsest.multivariate.kinds import Kinds
from sparsest.multivariate.packing import Packer
from sparsest.multivariate.program import Program
from sparsest.multivariate.status import Status
from sparsest.points import Points

from .oracles import least_count
from .strategies import labelled, small

COUNTS = ["parameters", "neurons"]
EXAMPLE = Points([[0], [1], [2]], [0, 1, 0])


@pytest.fixture(scope="module", autouse=True)
def few_starts():
    """Leave the work to the tree: with all starts the first networks are nearly always the best already."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(incumbent, "_MOST_STARTS", 1)
        yield


def searched(points, count):
    search = Search(points, count)
    search.run()
    assert search.is_optimal
    assert search.status == Status(search.lower, search.lower, search.nodes)
    return search


def assert_is_least(points, count, least):
    search = searched(points, count)
    assert search.lower == least
    best = search.interpolant()
    outputs = [
        best.network(x) + sum(Fraction(int(a.p), int(a.q)) * b for a, b in zip(best.affine, (*x, 1), strict=True))
        for x in points.x
    ]
    assert tuple(outputs) == points.y
    assert (best.network.parameters if count == "parameters" else len(best.network.neurons)) == least
    certificate = search.certificate()
    assert certificate["claim"] == {"lower": least, "upper": least}
    verdict = check_certificate(certificate)
    assert (verdict.verdict, verdict.claims_checked) == ("accept", 3), verdict


@settings(max_examples=40)
@given(labelled(max_points=4, max_dimension=1), st.sampled_from([*COUNTS, "knots"]))
def test_search__one_input_as_brute_force(points, count):
    assert_is_least(points, count, least_count(points.x, points.y, count))


@settings(max_examples=40)
@given(labelled(max_points=3, max_dimension=2), st.sampled_from(COUNTS))
def test_search__two_inputs_as_brute_force(points, count):
    assert_is_least(points, count, least_count(points.x, points.y, count))


# Collinear points, coordinates 0, a rank below d + 1, labels 0 or affine or of one sign, fewer points than inputs.
DEGENERATE = [
    ([[0]], [0]),
    ([[0]], [-2]),
    ([[0], [1]], [0, 0]),
    ([[0], [1], [2]], [1, 2, 3]),
    ([[-1], [0], [1]], [1, 0, 1]),
    ([[-1], [0], [1]], [-1, 0, 1]),
    ([[0], [1], [2], [3]], [-1, -1, -1, -1]),
    ([[0], [1], [2], [3]], [0, 1, 0, 1]),
    ([[0, 0], [1, 1], [2, 2]], [0, 1, 0]),
    ([[0, 0], [0, 1], [0, 2]], [1, 0, 1]),
    ([[0, 0], [0, 1], [1, 0]], [1, 2, -1]),
    ([[-1, 1], [1, -1]], [1, 1]),
    ([[0, 0], [1, 1], [2, 2], [3, 3]], [0, 0, 1, 0]),
    ([[0, 0], [0, 1], [1, 0], [1, 1]], [0, 1, 1, 0]),
    ([[0, 1], [1, 0], [1, 1], [2, 2]], [1, 1, 2, 4]),
    ([[1, 2, 3], [2, 4, 6]], [1, -1]),
    ([[0, 0, 0]], ["1/3"]),
]


@pytest.mark.parametrize("count", COUNTS)
@pytest.mark.parametrize(("x", "y"), DEGENERATE, ids=str)
def test_search__degenerate_points_as_brute_force(x, y, count):
    assert_is_least(Points(x, y), count, least_count(x, y, count))


@settings(max_examples=40)
@given(st.lists(st.integers(-3, 9), min_size=1, max_size=8, unique=True), st.data())
def test_search__knots_are_those_of_one_input(x, data):
    y = data.draw(st.lists(small, min_size=len(x), max_size=len(x)))
    search = Search(Points([[a] for a in x], y), "knots")
    search.run(20)
    assert search.lower == search.best.count == solve(Dataset(x, y), "0").fewest_knots
    assert check_certificate(search.certificate()).verdict == "accept"


@pytest.mark.parametrize("seed", range(6))
def test_search__packings_change_no_count(seed):
    """Trees of single cuts, as all proofs were before there were packings, against trees with both."""
    rng = np.random.default_rng(seed)
    high = int(rng.choice([3, 100]))
    rows = {tuple(map(int, rng.integers(-high, high + 1, 2))): int(rng.integers(-high, high + 1)) for _ in range(5)}
    points = Points(list(rows), list(rows.values()))
    for count in COUNTS:
        packed = searched(points, count)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(Packer, "again", lambda *_: None)
            patch.setattr(Packer, "pack", lambda *_: None)
            single = searched(points, count)
        assert single.proof.tree is None or not single.proof.tree.packings
        assert packed.lower == single.lower
        for search in (packed, single):
            assert check_certificate(search.certificate()).verdict == "accept"


# --- moves that leave the count alone ---------------------------------------------------------------------------------


def moved(points, kind, random):
    """The same problem in other words."""
    x, y = [list(row) for row in points.x], list(points.y)
    match kind:
        case "points":
            order = random.sample(range(len(x)), len(x))
            x, y = [x[i] for i in order], [y[i] for i in order]
        case "labels scaled":
            factor = Fraction(random.randint(1, 9), random.randint(1, 9))
            y = [factor * label for label in y]
        case "labels negated":
            y = [-label for label in y]
        case "axis reflected":
            x = [[-row[0], *row[1:]] for row in x]
        case "axes scaled":
            x = [[Fraction(3, 2) * row[0], *row[1:]] for row in x]
        case "axes":
            order = random.sample(range(len(x[0])), len(x[0]))
            x = [[row[k] for k in order] for row in x]
    return Points(x, y)


MOVES = ["points", "labels scaled", "labels negated", "axis reflected", "axes scaled", "axes"]


@pytest.mark.parametrize("kind", MOVES)
@settings(max_examples=8)
@given(labelled(max_points=4, max_dimension=3), st.sampled_from(COUNTS), st.randoms(use_true_random=False))
def test_search__moves_leave_the_count_alone(kind, points, count, random):
    assert searched(points, count).lower == searched(moved(points, kind, random), count).lower


# --- trees and time ---------------------------------------------------------------------------------------------------


@settings(max_examples=15)
@given(labelled(max_points=4, max_dimension=2), st.sampled_from(COUNTS))
def test_exclude__each_bound_is_a_certificate(points, count):
    search, lower = Search(points, count), 0
    while not search.is_optimal:
        search.interpolant()
        certificate = search.certificate()
        assert certificate["claim"]["lower"] == lower <= certificate["claim"]["upper"]
        assert check_certificate(certificate).verdict == "accept"
        search.exclude(search.lower)
        assert search.proof.tree is None or search.proof.tree.budget == search.lower - 1
        lower = search.lower
    assert lower == searched(points, count).lower


def test_run__time_is_up_and_on_again():
    points = Points([[0], [1], [2], [3], [4]], [0, 3, -1, 2, 0])
    search = Search(points)
    search.exclude(0)
    search.exclude(1)
    search.run(1e-9)
    assert not search.is_optimal
    assert search.lower == 2
    assert search.certificate()["claim"]["lower"] < search.certificate()["claim"]["upper"]
    assert check_certificate(search.certificate()).verdict == "accept"
    search.run()
    assert search.is_optimal
    assert search.lower == searched(points, "parameters").lower


def test_run__tells_how_far_it_is():
    told = []
    search = Search(Points([[0], [1], [2], [3]], [0, 3, -1, 2]), clock=Clock(tell=told.append))
    search.run()
    assert told
    assert all(isinstance(status, Status) for status in told)
    assert [status.nodes for status in told] == sorted(status.nodes for status in told)
    assert all(status.upper is None or status.lower <= status.upper for status in told)


def test_interpolant__of_knots_without_a_run():
    assert Search(EXAMPLE, "knots").interpolant().count >= 1
    search = Search(Points([[0], [1], [2]], [1, 2, 3]), "knots")
    search.run()
    assert search.interpolant().count == 0
    assert search.certificate()["network"]["affine"] == ["1", "1"]


def test_interpolant__nothing_found(monkeypatch):
    search = Search(EXAMPLE, "knots")
    monkeypatch.setattr(fewest.Cutter, "settle", lambda *_: None)
    with pytest.raises(UsageError, match="no network was found in the time; give the search more"):
        search.interpolant()


@settings(max_examples=10)
@given(labelled(max_points=4, max_dimension=2))
def test_search__with_many_kinds_only_those_within_the_budget(points):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(fewest, "_MANY_KINDS", 0)
        limited = searched(points, "parameters")
    assert limited.lower == searched(points, "parameters").lower
    assert check_certificate(limited.certificate()).verdict == "accept"


def test_run__ends_where_no_more_is_within_reach(monkeypatch):
    monkeypatch.setattr(fewest, "_MANY_KINDS", 0)
    monkeypatch.setattr(fewest, "_TOO_MANY_SIGNS", 0)
    points = Points([[0], [1], [2], [3], [4]], [0, 3, -1, 2, 0])
    search = Search(points)
    search.run()
    assert not search.is_optimal
    assert 0 < search.lower < search.interpolant().count
    assert check_certificate(search.certificate()).verdict == "accept"


# --- program (10): another way to the same count ----------------------------------------------------------------------


@settings(max_examples=15)
@given(labelled(max_points=3, max_dimension=2))
def test_search__its_network_is_a_least_support_of_program_10(points):
    search = searched(points, "parameters")
    program = Program(points)
    z = program.from_network(search.best.network)
    support = [k for k, a in enumerate(z) if a != 0]
    assert len(support) == search.lower
    for k in support:
        rest = [other for other in support if other != k]
        assert isinstance(program.linear_program(rest).feasible(), Infeasible)


@pytest.mark.parametrize(
    ("x", "y", "said", "least"),
    [
        ([[0, 3], [4, 2], [4, 4]], [2, -2, -3], 0, 3),
        ([[0, 4], [1, 0], [2, 0], [2, 1], [2, 4]], [-3, 3, 2, 1, -2], 2, 5),
    ],
)
def test_search__where_big_m_says_less_its_support_is_refuted_exactly(x, y, said, least):
    """With |z| <= 10^6 b a binary of 2e-6 passes for 0 and lets z be 2: within tolerance, and false."""
    program = Program(Points(x, y))
    support = big_m_support(program, 1e6)
    assert len(support) == said < least == searched(program.points, "parameters").lower
    assert isinstance(program.linear_program(support).feasible(), Infeasible)


def big_m_support(program, bound):
    """The columns that HiGHS, asked for the fewest nonzero entries with -bound b <= z <= bound b, leaves nonzero."""
    model, size, infinity = highspy.Highs(), program.columns, highspy.kHighsInf
    model.silent()
    for _ in range(size):
        model.addVar(-bound, bound)
    for k in range(size, 2 * size):
        model.addVar(0, 1)
        model.changeColIntegrality(k, highspy.HighsVarType.kInteger)
        model.changeColCost(k, 1)

    def add(low, high, row):
        model.addRow(low, high, len(row), np.array(list(row)), np.array([float(a) for a in row.values()]))

    for row, side in program.equalities:
        add(float(side), float(side), row)
    for row, _ in program.cone_rows:
        add(0, infinity, row)
    for k in range(size):
        add(-infinity, 0, {k: 1, size + k: -bound})
        add(0, infinity, {k: 1, size + k: bound})
    model.run()
    assert model.getModelStatus() == highspy.HighsModelStatus.kOptimal
    return [k for k in range(size) if model.getSolution().col_value[size + k] > 0.5]


# --- planted faults ---------------------------------------------------------------------------------------------------


def test_planted__a_support_forgotten(monkeypatch):
    honest = Kinds._independent_supports
    points = Points([[-2], [-1], [0], [1], [2]], [-1, 0, 1, 3, 5])
    assert_is_least(points, "parameters", 3)
    monkeypatch.setattr(Kinds, "_independent_supports", lambda self: (s for s in honest(self) if len(s) > 1))
    assert searched(points, "parameters").lower == 4
    with pytest.raises(AssertionError):
        assert_is_least(points, "parameters", 3)


def test_planted__too_much_kept_for_a_missing_sign(monkeypatch):
    honest = Search._affordable

    def stingy(self, chosen, left):
        return honest(self, chosen, left) & (self.kinds.costs <= left - bool(self._signs_needed))

    monkeypatch.setattr(incumbent, "_MOST_STARTS", 0)
    points = Points([[-2], [-1], [0], [1], [2]], [-1, 0, 1, 3, 5])
    assert_is_least(points, "parameters", 3)
    monkeypatch.setattr(Search, "_affordable", stingy)
    assert searched(points, "parameters").lower > 3


def test_planted__siblings_not_barred(monkeypatch):
    honest = Search._node

    def forgetful(self, chosen, open_kinds, left, *rest):
        honest(self, chosen, np.ones_like(open_kinds), left, *rest)

    # Where a later child meets its earlier siblings again: not in every proof.
    cases = [
        (Points([[-3, -1], [0, -3], [1, -1], [1, 0]], [2, -3, 1, -1]), "parameters"),
        (Points([[-2, -3], [0, 1], [0, 2], [3, 1]], [-1, 2, -1, 0]), "parameters"),
        (Points([[-2], [-1], [1], [3]], [1, 2, -2, 1]), "parameters"),
        (Points([[-3], [-2], [1], [2], [3]], [1, -3, 0, -3, -1]), "neurons"),
    ]
    assert {verdict(*case) for case in cases} == {"accept"}
    monkeypatch.setattr(Search, "_node", forgetful)
    assert "reject" in {verdict(*case) for case in cases}


def verdict(points, count):
    return check_certificate(searched(points, count).certificate()).verdict


def test_exclude__after_a_run_whose_time_was_up():
    search = Search(Points([[0], [1], [2], [4]], [1, 0, 2, 1]))
    search.run(1e-9)
    assert not search.is_optimal
    search.exclude(0)
    assert search.lower == 1


def test_mixes__are_made_once_and_anew_for_other_kinds(monkeypatch):
    made = []

    def counted(kinds, starts):
        made.append(kinds)
        yield from mixes(kinds, 20)

    mixes = incumbent.mixes
    monkeypatch.setattr(fewest, "mixes", counted)
    search = Search(Points([[0], [1], [3], [4], [6]], [1, 0, 2, 1, 0]))
    search.prepare()
    assert next(search.mixes()).weights  # whoever stops early leaves them to be made again
    first, again = list(search.mixes()), list(search.mixes())
    assert first == again
    assert len(first) == len({tuple(sorted(mix.weights.items())) for mix in first}) < len(list(mixes(search.kinds, 20)))
    assert made == [search.kinds] * 2
    search._take_kinds(1)
    list(search.mixes())
    assert made[2:] == [search.kinds]
    assert search.kinds is not made[0]

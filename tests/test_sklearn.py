"""The estimators, over a stand-in or over scikit-learn itself where it is installed (`make adapters`)."""

import importlib
import importlib.util
import pickle
import re
import sys
import warnings
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

import sparsest
from sparsest import DataError, Dataset, NoFunctionError, UsageError, solve
from tests.stand_ins import scikit_learn

ROOT = Path(__file__).parents[1]
THERE = importlib.util.find_spec("sklearn") is not None
real = pytest.mark.skipif(not THERE, reason="scikit-learn is not installed: `make adapters` runs this")
PEAK = [[-2], [-1], [0], [1], [2], [3]], [0, 0, 1, 1, 0, 0]


def forget():
    """Have `sparsest.sklearn` imported anew when it is next asked for."""
    sys.modules.pop("sparsest.sklearn", None)
    vars(sparsest).pop("sklearn", None)


@pytest.fixture
def estimators(monkeypatch):
    """The module, over what is there."""
    if not THERE:
        scikit_learn.install(monkeypatch)
        forget()
    yield importlib.import_module("sparsest.sklearn")
    if not THERE:
        forget()


class Table(np.ndarray):
    """An array with names of columns."""

    columns = ("time", "flow")


def rows_of_noise(count):
    rng = np.random.default_rng(count)
    return rng.uniform(-1, 1, (count, 1)), rng.standard_normal(count)


def test_interpolator__is_the_exact_solution_rounded_once(estimators):
    x, y = rows_of_noise(30)
    model = estimators.SparsestInterpolator(p="1/2").fit(x, y)
    spline = solve(Dataset(x[:, 0], y), "1/2").spline
    asked = np.linspace(-2, 2, 101)
    assert model.solution_.spline == spline
    assert model.predict(asked[:, None]).tolist() == [float(spline(Fraction(t))) for t in asked.tolist()]
    assert model.knots_.tolist() == [float(t) for t in spline.knots]
    assert model.slope_changes_.tolist() == [float(c) for c in spline.slope_changes]
    assert model.score(x, y) == 1


def test_interpolator__p_chooses(estimators):
    x, y = np.arange(4)[:, None], [0, 0, 1, 3]
    assert len(estimators.SparsestInterpolator(p="1/2").fit(x, y).knots_) == 1
    for p, message in ((2, "outside"), ("half", "p: ")):
        with pytest.raises(UsageError, match=message):
            estimators.SparsestInterpolator(p=p).fit(x, y)


def test_equal_inputs__are_averaged_exactly(estimators):
    x, y = [[0.0], [1], [1], [1], [2]], [0.0, 0.1, 0.2, 0.4, 1]
    model = estimators.SparsestInterpolator().fit(x, y)
    mean = sum(map(Fraction, y[1:4])) / 3
    assert model.solution_.data.y[1] == mean != Fraction(float(mean))
    assert estimators.SparsestInterpolator(ties="max").fit(x, y).predict([[1]]).tolist() == [0.4]
    with pytest.raises(DataError, match="x = 1 has two labels"):
        estimators.SparsestInterpolator(ties="error").fit(x, y)


def test_regressor__fewest_knots_within_the_tolerance(estimators):
    x, y = rows_of_noise(40)
    for tolerance in ("1/2", 0.25, 0):
        model = estimators.SparsestRegressor(tolerance).fit(x, y)
        within = solve(Dataset(x[:, 0], y), tolerance=tolerance)
        assert model.solution_.spline == within.spline
        assert len(model.knots_) == within.fewest_knots
        assert np.max(np.abs(model.predict(x) - y)) <= float(tolerance if tolerance != "1/2" else 0.5) + 1e-15
        any_one = estimators.SparsestRegressor(tolerance, residual="any").fit(x, y)
        assert len(any_one.knots_) == within.fewest_knots
    few, all_of_them = (estimators.SparsestRegressor(tolerance).fit(x, y).knots_ for tolerance in (0.5, 0))
    assert len(few) < len(all_of_them)


def test_regressor__equal_inputs_by_their_mean_or_each_of_them(estimators):
    x, y = [[0], [0], [1]], [0, 1, 5]
    assert estimators.SparsestRegressor("1/10").fit(x, y).solution_.data.y[0] == Fraction(1, 2)
    with pytest.raises(NoFunctionError, match="at x = 0 the gates"):
        estimators.SparsestRegressor("1/10", ties="gates").fit(x, y)
    assert estimators.SparsestRegressor("1/2", ties="gates").fit(x, y).predict([[0]]).tolist() == [0.5]


def test_regressor__refuses_what_means_nothing(estimators):
    for options, message in (
        ({"tolerance": -1}, "-1 is negative"),
        ({"residual": "less"}, "residual = 'less' is unknown"),
        ({"ties": "sum"}, "ties = 'sum': use one of"),
    ):
        with pytest.raises(ValueError, match=message):
            estimators.SparsestRegressor(**options).fit(*PEAK)


def test_several_columns__the_first_with_a_warning_or_the_one_that_is_chosen(estimators):
    x = np.array([[0.0, 3], [1, 1], [2, 2]])
    y = [0, 0, 1]
    for kind in (estimators.SparsestInterpolator, estimators.SparsestRegressor):
        with pytest.warns(UserWarning, match=rf"2 columns; only the first .*{kind.__name__} fits .*column=0"):
            said = kind().fit(x, y)
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            chosen, other, named = kind(column=0).fit(x, y), kind(column=np.int64(1)).fit(x, y), kind(column="flow")
            assert kind().fit(x[:, 1:], y).knots_.tolist() == other.knots_.tolist() == [2]
        assert said.knots_.tolist() == chosen.knots_.tolist() == [1]
        assert other.predict([[9, 2.5]]).tolist() == [0.5]
        if not THERE:
            assert named.fit(x.view(Table), y).knots_.tolist() == [2]


def test_several_columns__one_that_is_not_there(estimators):
    x = np.array([[0.0, 3], [1, 1], [2, 2]])
    for column in (2, -1, "flow", 0.5, [0]):
        with pytest.raises(UsageError, match=r"column = .* is none of X's; give a number from 0 to 1$"):
            estimators.SparsestInterpolator(column=column).fit(x, [0, 0, 1])
    if not THERE:
        with pytest.raises(UsageError, match="or a name such as 'flow'"):
            estimators.SparsestInterpolator(column="depth").fit(x.view(Table), [0, 0, 1])


def test_predict__beyond_the_largest_float_and_before_a_fit(estimators):
    model = estimators.SparsestInterpolator().fit([[0.0], [1e-300]], [0, 1e300])
    assert model.predict([[5.0], [-7]]).tolist() == [np.inf, -np.inf]
    with pytest.raises(ValueError, match="not fitted"):
        estimators.SparsestInterpolator().predict([[1]])


@pytest.mark.parametrize("document", ["docs/tour.md", "docs/adapters.md"])
def test_documents__what_they_show(estimators, document, capsys):
    (shown,) = re.findall(r"```python\n([^`]*sparsest\.sklearn[^`]*)```", (ROOT / document).read_text())
    exec(shown, {"X": PEAK[0], "y": PEAK[1]})  # noqa: S102 (our own page)
    assert capsys.readouterr().out.startswith("True [")


def test_without_scikit_learn__one_line_says_what_to_install(monkeypatch):
    for name in ("sklearn", "sklearn.base"):
        monkeypatch.setitem(sys.modules, name, None)
    forget()
    with pytest.raises(ImportError, match=r"estimators need sklearn: pip install 'sparsest-relu\[sklearn\]'"):
        _ = sparsest.sklearn
    forget()


@real
@pytest.mark.parametrize("kind", ["SparsestInterpolator", "SparsestRegressor"])
def test_check_estimator(kind):
    """Nothing fails; what is skipped needs pandas or `SCIPY_ARRAY_API`, which `make adapters` has."""
    from sklearn.utils.estimator_checks import check_estimator

    import sparsest.sklearn

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        done = check_estimator(getattr(sparsest.sklearn, kind)(), on_skip=None, on_fail=None)
    failed = {one["check_name"]: one["exception"] for one in done if one["status"] not in ("passed", "skipped")}
    assert failed == {}
    skipped = {one["check_name"] for one in done if one["status"] == "skipped"}
    assert skipped <= {"check_array_api_input", "check_regressor_data_not_an_array"}
    assert len(done) > 50


@real
def test_inside_scikit_learn():
    from sklearn.model_selection import GridSearchCV
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import StandardScaler

    from sparsest.sklearn import SparsestInterpolator, SparsestRegressor

    rng = np.random.default_rng(0)
    x = rng.uniform(0, 1, (60, 1))
    y = np.abs(x[:, 0] - 0.4) + rng.normal(0, 0.02, 60)
    search = GridSearchCV(SparsestRegressor(), {"tolerance": [0, 0.02, 0.05, 0.1, 0.2, 0.5]}, cv=5).fit(x, y)
    assert len(search.best_estimator_.knots_) <= 3
    piped = make_pipeline(StandardScaler(), SparsestInterpolator()).fit(x, y)
    assert pickle.loads(pickle.dumps(piped)).score(x, y) > 0.999999  # noqa: S301 (our own)

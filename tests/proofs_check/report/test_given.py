from proofs_check.report.given import DATA_SETS


def test_both_scopes_have_data_and_names_are_unique():
    assert {one.scope for one in DATA_SETS} == {"one input", "several inputs"}
    assert len({one.name for one in DATA_SETS}) == len(DATA_SETS)


def test_the_paper_s_example_is_among_them():
    points = DATA_SETS[0].points
    assert list(zip(points.x, points.y, strict=True)) == [(-2, 0), (-1, 0), (0, 1), (1, 1), (2, 0), (3, 0)]

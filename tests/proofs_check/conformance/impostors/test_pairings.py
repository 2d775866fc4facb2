from proofs_check.conformance.impostors.register import ALL


def function(name, csv, p="1/2"):
    spline = ALL[name]({"csv": "x,y\n" + csv, "p": p})["spline"]
    return [(knot["x"], knot["slope_change"]) for knot in spline["knots"]]


RUN = "0,0\n1,0\n2,1\n3,11\n4,31\n5,52\n"  # gaps 1, 9, 10, 1


def test_pairings__of_one_run():
    assert function("joins the dots", RUN) == [("1", "1"), ("2", "9"), ("3", "10"), ("4", "1")]
    assert [change for _, change in function("left to right", RUN)] == ["10", "11"]
    assert [change for _, change in function("greedy", RUN)] == ["1", "19", "1"]
    assert [change for _, change in function("loses a pair", RUN)] == ["1", "9", "10", "1"]
    assert [change for _, change in function("off by one", "0,0\n1,0\n2,2\n3,6\n4,11\n")] == ["2", "3"]


def test_pairings__another_p():
    crossing = "0,0\n1,0\n2,1\n3,102\n4,303\n5,505\n"  # gaps 1, 100, 100, 1
    assert function("fewest knots", crossing, "1/2") != function("p = 1", crossing, "1/2")
    assert function("p = 1/2", crossing, "1/100") == function("p = 1/2", crossing, "1/2")


def test_pairings__across_what_parts_runs():
    assert [change for _, change in function("across signs", "0,0\n1,0\n2,1\n3,-1\n")] == ["-2"]
    collinear = "0,0\n1,0\n2,1\n3,2\n4,4\n"  # gaps 1, 0, 1
    assert function("collinear gaps", collinear) == [("1", "1"), ("2", "0"), ("3", "1")]
    assert function("across collinear", collinear) == [("2", "2")]


def test_pairings__places():
    assert function("data points only", "0,0\n1,0\n2,1\n3,4\n") == [("2", "3")]
    uneven = "0,0\n1,0\n11,1\n12,11\n13,22\n"
    assert function("unit spacing", uneven) != function("p = 1/2", uneven)

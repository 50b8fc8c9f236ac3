"""What findings say of small evaluations, worked out by hand."""

from __future__ import annotations

from typing import Any

import polars as pl
import pytest

from indicator_tree import Rulebook, load_rulebook
from indicator_tree.findings import Fallen, FindingRules, LineCrossed, Lowest, Recurring
from scoring.findings.changes import changes
from scoring.findings.lines import firms_past_lines, spread_of_ratios
from scoring.findings.rates import pooled_rates
from scoring.findings.recommendations import RECOMMENDATIONS, recommend
from scoring.findings.shares import shares_of_answers
from scoring.findings.shortfalls import shortfalls
from scoring.findings.tallies import tally
from scoring.frames import BREAKDOWN, EVIDENCE, LEDGER, SCORES
from tests.support.tables import firms

BOOK = load_rulebook("2017")
CITED: dict[str, Any] = {"basis": "assumed", "reference": {"title": "x"}}


def evidence(*rows: tuple[str, str, str, float] | tuple[str, str, str, float, float]) -> pl.DataFrame:
    """Rows of firm, parameter, cause, quantity and, for answers, weight."""
    full = []
    for firm, parameter, cause, quantity, *weight in rows:
        node = "bonus" if parameter.startswith("bonus") else ".".join(parameter.split(".")[:3])
        full.append((firm, node, parameter, cause, "s", quantity, weight[0] if weight else None))
    return pl.DataFrame(full, schema=EVIDENCE, orient="row")


def summary(**means: float | None) -> pl.DataFrame:
    """A summary of leaves, `n1_1_1` for 1.1.1."""
    nodes = [name.removeprefix("n").replace("_", ".") for name in means]
    names = [BOOK.indicator[node].name for node in nodes]
    return pl.DataFrame(
        {"node": nodes, "name": names, "level": [3] * len(nodes), "mean": list(means.values())},
        schema={"node": pl.String, "name": pl.String, "level": pl.Int64, "mean": pl.Float64},
    )


def before(**means: float | None) -> pl.DataFrame:
    return summary(**means).select("node", "mean")


def test_changes_are_points_and_shares_of_the_previous_mean() -> None:
    previous = pl.concat([before(n1_1_1=80, n1_2_1=0, n4_1_1=None), pl.DataFrame({"node": ["9.9"], "mean": [1.0]})])
    found = changes(summary(n1_1_1=90, n1_2_1=50, n4_1_1=70, n4_1_3=None), previous)
    assert found["node"].to_list() == ["1.1.1", "1.2.1", "4.1.1", "4.1.3"]
    assert found["points"].to_list() == [10, 50, None, None]
    assert found["relative"].to_list() == [pytest.approx(0.125), None, None, None]


def test_without_a_previous_year_there_are_no_changes() -> None:
    found = changes(summary(n1_1_1=90))
    assert found.select("previous", "points", "relative").row(0) == (None, None, None)


def test_tallies_add_up_counts_but_neither_answers_nor_ratios_nor_best_categories() -> None:
    found = tally(
        evidence(
            ("A", "bonus.part.charity_amount", "公益扶贫金额", 0.5),
            ("A", "2.2.2.part.base", "省级", 2),
            ("A", "4.1.1.ratio", "资本杠杆率", 0.5),
            ("A", "2.1.2.answers", "满意", 3, 3),
            ("B", "1.2.1.deduct.complaint", "12386热线投诉", 4),
            ("A", "1.2.1.deduct.complaint", "12386热线投诉", 1),
            ("C", "1.2.1.deduct.complaint", "12386热线投诉", 0),
        ),
        BOOK,
    )
    assert found.drop("source").rows() == [
        ("1.2.1", "1.2.1.deduct.complaint", "12386热线投诉", 5, 2, 4),
        ("bonus", "bonus.part.charity_amount", "公益扶贫金额", 0.5, 1, 0.5),
    ]


def test_shares_of_answers_are_weighted_and_every_option_is_told() -> None:
    found = shares_of_answers(
        evidence(
            ("A", "3.2.1.answers", "是", 3, 1.0),
            ("B", "3.2.1.answers", "是", 1, 2.0),
            ("B", "3.2.1.answers", "否", 4, 1.0),
        ),
        BOOK,
    )
    assert found.filter(node="3.2.1").rows() == [
        ("3.2.1", "suitability_match", "是", 100, 4, 0.75),
        ("3.2.1", "suitability_match", "否", 0, 4, 0.25),
    ]
    assert found.filter(node="3.3.1").select("respondents", "share").rows() == [(0, None), (0, None)]


@pytest.mark.parametrize(
    ("node", "ratios", "warning", "limit"),
    [
        ("4.1.3", (0.0399, 0.04, 0.0499, 0.05, 0.06), 2, 2),
        ("4.1.1", (0.2, 0.096, 0.0959, 0.08, 0.0799), 2, 1),
        ("4.1.3", (float("inf"), float("nan")), 0, 0),
    ],
    ids=["lower is better: at the line is past it", "higher is better: at the line is not past it", "no ratio"],
)
def test_firms_past_lines(node: str, ratios: tuple[float, ...], warning: int, limit: int) -> None:
    rows = [(f"F{at}", f"{node}.ratio", "r", ratio) for at, ratio in enumerate(ratios)]
    found = firms_past_lines(evidence(*rows), BOOK).filter(node=node)
    assert dict(found.select("line", "firms").iter_rows()) == {"warning": warning, "limit": limit}


def test_ratios_spread_over_the_firms_that_have_one() -> None:
    rows = [("A", "4.2.2.ratio", "r", 1.0), ("B", "4.2.2.ratio", "r", 4.0), ("C", "4.2.2.ratio", "r", float("nan"))]
    found = spread_of_ratios(evidence(*rows), BOOK)
    assert found.filter(node="4.2.2").row(0) == ("4.2.2", "融资融券余额占比", 2, 1, 2.5, 4)
    assert found.filter(node="4.2.1").row(0) == ("4.2.1", "单一客户授信集中度", 0, None, None, None)


@pytest.mark.parametrize(
    ("scores", "band"),
    [
        ({"C": 100.0, "D": 100.0}, "100分"),
        ({"C": 99.9, "D": 90.0}, "[90,100)"),
        ({"C": 90.0, "D": 89.9}, None),
        ({"C": 100.0, "D": None}, None),
    ],
    ids=["of full marks", "of one band, at its lower edge", "of two bands", "one has no score"],
)
def test_firms_that_received_nothing_are_counted_and_placed(scores: dict[str, float | None], band: str | None) -> None:
    rows = [("A", "2.3.1.received", "r", 4), ("A", "2.3.1.done", "r", 1), ("D", "2.3.1.received", "r", 0)]
    scored = {"A": 75.0, "B": 0.0} | scores
    found = pooled_rates(
        evidence(*rows, ("B", "2.3.1.received", "r", 1), ("B", "2.3.1.done", "r", 1)),
        pl.DataFrame({"firm_id": list(scored), "node": "2.3.1", "score": list(scored.values())}),
        firms("A", "B", "C", "D").vstack(firms("E").with_columns(status=pl.lit("excluded"))),
        BOOK,
    )
    assert found.row(0) == ("2.3.1", 5, 3, 0.6, 2, band)


def test_where_every_firm_received_something_no_band_is_that_of_the_others() -> None:
    rows = [("A", "2.3.1.received", "r", 4), ("A", "2.3.1.done", "r", 0)]
    scored = pl.DataFrame({"firm_id": ["A"], "node": ["2.3.1"], "score": [100.0]})
    assert pooled_rates(evidence(*rows), scored, firms("A"), BOOK).row(0)[-2:] == (0, None)


def recommended(rules: FindingRules | None, **given: Any) -> pl.DataFrame:
    """What rules pick of 10 firms."""
    book: Rulebook = BOOK.model_copy(update={"findings": rules})
    figures: dict[str, pl.DataFrame] = {
        "changes": changes(summary(n1_1_1=90, n1_2_1=50, n2_1_1=95, n4_1_1=70, n4_1_3=None), given.get("previous")),
        "tallies": tally(given.get("counts", evidence()), BOOK),
        "lines": firms_past_lines(given.get("ratios", evidence()), BOOK),
        "breakdown": given.get("breakdown", BREAKDOWN.to_frame()),
    }
    found = recommend(book, firms=10, **figures)
    assert found.schema == RECOMMENDATIONS
    return found


def test_without_rules_nothing_is_recommended() -> None:
    assert recommended(None).is_empty()
    assert recommended(FindingRules()).is_empty()


def test_the_lowest_indicators_are_those_with_a_mean() -> None:
    found = recommended(FindingRules(lowest=Lowest(count=2, **CITED)))
    assert found.select("kind", "node", "mean").rows() == [("lowest", "1.2.1", 50), ("lowest", "4.1.1", 70)]


def test_only_falls_of_enough_points_are_told_the_deepest_first() -> None:
    previous = before(n1_1_1=91, n1_2_1=53, n4_1_1=70.9, n4_1_3=99)
    found = recommended(FindingRules(fallen=Fallen(count=9, points=1, **CITED)), previous=previous)
    assert found.select("node", "points").rows() == [("1.2.1", -3), ("1.1.1", -1)]
    assert recommended(FindingRules(fallen=Fallen(count=9, points=1, **CITED))).is_empty()


@pytest.mark.parametrize(("least", "told"), [(3, [("4.1.1", "warning", 0.096, 2, 1)]), (4, [])])
def test_lines_are_told_from_so_many_firms_on(least: int, told: list[tuple[Any, ...]]) -> None:
    ratios = evidence(*((f"F{at}", "4.1.1.ratio", "r", ratio) for at, ratio in enumerate((0.01, 0.08, 0.09, 0.5))))
    found = recommended(FindingRules(line=LineCrossed(firms=least, **CITED)), ratios=ratios)
    assert found.select("node", "line", "value", "firms", "firms_limit").rows() == told


def counted(*rows: tuple[str, str, float, int, float]) -> pl.DataFrame:
    """Wholes of a breakdown: node, source, records, firms, most."""
    wholes = [(node, source, "", "", "records", n, firms, firms, most) for node, source, n, firms, most in rows]
    return pl.DataFrame(wholes, schema=BREAKDOWN, orient="row")


def test_causes_recur_that_concern_many_firms_or_one_firm_often() -> None:
    counts = evidence(
        ("A", "1.1.1.deduct.notice", "提示关注", 4),
        ("A", "1.1.1.deduct.general", "一般预警", 1),
        ("A", "1.2.1.deduct.complaint", "12386热线投诉", 3),
        ("A", "1.2.1.deduct.measure.scaled", "诚信档案措施（分支机构减半）", 9),
        *((firm, "2.1.1.fault.not_answered", "无人接听", 1) for firm in "ABCDEF"),
    )
    wholes = counted(
        ("", "fund_warnings", 99, 10, 99),
        ("1.1.1", "fund_warnings", 5, 5, 1),
        ("1.2.1", "complaints", 3, 1, 3),
        ("1.2.1", "integrity_measures", 9, 1, 9),
    )
    values = by_column(("level", "提示关注", 5), ("matter", "划转差错", 3), ("matter", "余额不符", 2))
    rules = FindingRules(recurring=Recurring(count=5, share=0.5, times=9, **CITED))
    found = recommended(rules, counts=counts, breakdown=pl.concat([wholes, values]))
    assert found.select("node", "cause", "source", "records", "firms", "most").rows() == [
        ("2.1.1", "无人接听", "s", 6, 6, 1),
        ("1.1.1", None, "fund_warnings", 5, 5, 1),
        ("1.2.1", None, "integrity_measures", 9, 1, 9),
    ]
    assert found.select("value_of", "commonest", "commonest_records").rows() == [
        (None, None, None),
        ("matter", "划转差错", 3),
        (None, None, None),
    ]


NONE = (None, None, None)
TIE = [("matter", "划转差错", 2), ("matter", "余额不符", 2)]


@pytest.mark.parametrize(
    ("values", "commonest"),
    [
        ([("matter", "划转差错", 3), ("matter", "余额不符", 2)], ("matter", "划转差错", 3)),
        ([*TIE, ("cause", "手工", 3), ("cause", "系统", 1)], ("cause", "手工", 3)),
        (TIE, NONE),
        ([("cause", "未填写", 3), ("cause", "手工", 2)], NONE),
        ([("matter", "其余", 3), ("matter", "余额不符", 2)], ("matter", "余额不符", 2)),
        ([("level", "提示关注", 5)], NONE),
    ],
    ids=[
        "one stands out",
        "the first column in which one does",
        "a tie",
        "most are empty",
        "most are not named",
        "sole",
    ],
)
def test_what_recurs_is_told_by_the_value_that_stands_out(
    values: list[tuple[str, str, int]], commonest: tuple[str | None, ...]
) -> None:
    rules = FindingRules(recurring=Recurring(count=5, share=0.5, times=9, **CITED))
    wholes = counted(("1.1.1", "fund_warnings", 5, 5, 1))
    found = recommended(rules, counts=evidence(), breakdown=pl.concat([wholes, by_column(*values)]))
    assert found.select("value_of", "commonest", "commonest_records").rows() == [commonest]


def by_column(*values: tuple[str, str, float]) -> pl.DataFrame:
    """Warnings at 1.1.1 by the values of columns."""
    rows = [("1.1.1", "fund_warnings", column, value, "records", n, 5, 5, 1.0) for column, value, n in values]
    return pl.DataFrame(rows, schema=BREAKDOWN, orient="row")


def test_a_node_that_was_called_otherwise_is_not_compared() -> None:
    summary = pl.DataFrame({"node": ["1", "2"], "name": ["安全", "服务"], "level": [1, 1], "mean": [90.0, 80.0]})
    before = pl.DataFrame({"node": ["1", "2"], "name": ["安全", "偿付"], "mean": [80.0, 40.0]})
    assert changes(summary, before)["previous"].to_list() == [80.0, None]
    assert changes(summary, before.drop("name"))["previous"].to_list() == [80.0, 40.0]


@pytest.mark.parametrize(
    ("decimals", "points", "relative"),
    [(None, -3.1734, -0.0396229), (2, -3.17, -0.0395805), (0, -3.0, -0.0375)],
    ids=["unrounded between runs", "as printed with two decimals", "as printed without decimals"],
)
def test_a_mean_known_only_as_printed_is_compared_with_this_mean_as_printed(
    decimals: int | None, points: float, relative: float
) -> None:
    was = 80.0 if decimals == 0 else 80.09
    previous = pl.DataFrame({"node": ["4.1.1"], "mean": [was], "decimals": [decimals]}).cast({"decimals": pl.Int64})
    (found,) = changes(summary(n4_1_1=was - 3.1734), previous).to_dicts()
    assert found["mean"] == was - 3.1734
    assert (found["points"], found["relative"]) == (pytest.approx(points), pytest.approx(relative, rel=1e-5))


def ledger(*rows: tuple[str, str, float | None]) -> pl.DataFrame:
    """Rows of firm, parameter and points."""
    cells = [
        {"firm_id": firm, "node": ".".join(parameter.split(".")[:3]), "parameter": parameter, "points": points}
        for firm, parameter, points in rows
    ]
    return pl.DataFrame(cells, schema=LEDGER)


def scored(*rows: tuple[str, str, float | None]) -> pl.DataFrame:
    """Rows of firm, node and score."""
    return pl.DataFrame([dict(zip(("firm_id", "node", "score"), row, strict=True)) for row in rows], schema=SCORES)


@pytest.mark.parametrize(
    ("rows", "scores", "told"),
    [
        (
            [
                ("A", "1.1.1.deduct.notice", -6.0),
                ("A", "1.1.1.deduct.general", -5.0),
                ("B", "1.1.1.deduct.notice", 0.0),
            ],
            [("A", "1.1.1", 89.0), ("B", "1.1.1", 100.0)],
            [("1.1.1", "提示关注", 3.0, 1), ("1.1.1", "一般预警", 2.5, 1)],
        ),
        (
            [("A", "1.2.1.deduct.measure", -25.0), ("A", "1.2.1.deduct.measure.scaled", -12.5)],
            [("A", "1.2.1", 62.5)],
            [("1.2.1", "诚信档案措施", 37.5, 1)],
        ),
        (
            [("A", "2.2.1.part.products", 40.0), ("A", "2.2.1.part.clicks", 24.0), ("B", "2.2.1.part.clicks", None)],
            [("A", "2.2.1", 64.0), ("B", "2.2.1", None)],
            [("2.2.1", "网上点击量", 6.0, 1)],
        ),
        ([("A", "2.1.2.answers", 80.0)], [("A", "2.1.2", 80.0)], []),
    ],
    ids=[
        "a mean over all firms with a score, what cost most first",
        "what a factor made of it belongs to its deduction",
        "a part loses what it gives less than its most; a firm without a score loses nothing",
        "an answer is no cause",
    ],
)
def test_points_are_lost_by_causes(rows: Any, scores: Any, told: list[tuple[Any, ...]]) -> None:
    assert shortfalls(ledger(*rows), scored(*scores), BOOK).rows() == told


def test_a_recommendation_belongs_to_the_area_above_its_leaf() -> None:
    found = recommended(FindingRules(lowest=Lowest(count=2, **CITED)))
    assert found.select("area", "node").rows() == [("1", "1.2.1"), ("4", "4.1.1")]

"""What the next band asks for: every proposal reaches it by the rule itself, one step less does not."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings

import scoring
from data_sources.records import Records
from indicator_tree import Rulebook, load_rulebook
from scoring import Evaluation
from scoring.frames import EVIDENCE
from scoring.ledger import write_ledger
from scoring.next_band import next_bands
from scoring.precision import DECIMALS
from tests.reports import small
from tests.support.random_records import FIRMS, Rows, as_records, record_rows
from tests.support.tables import firms, tables

# random answers would break the questionnaire's quality rules; made-up tables lack what is only counted by columns
BOOK = load_rulebook("2017").model_copy(update={"questionnaire": None, "breakdown": {}})
Needed = dict[str, tuple[float, str]]
"""Parameter → quantity, and of what kind it is."""
STEP = {"records": 1.0, "open": 1.0, "faults": 1.0, "remedied": 1.0, "grade": 1.0, "ratio": 1e-4, "mean": 1e-2}


def changed(evaluation: Evaluation, firm: str, variants: list[tuple[str, Needed]]) -> list[float]:
    """The firm's score at a node if its evidence there were other, for each variant of it, in one ledger."""
    named = [(f"{number:06}", node) for number, (node, _) in enumerate(variants)]
    own = evaluation.evidence.filter(pl.col("firm_id") == firm)
    evidence = [
        altered(own.with_columns(firm_id=pl.lit(name)), evaluation.rulebook, node, needed)
        for (name, node), (_, needed) in zip(named, variants, strict=True)
    ]
    ledger = write_ledger(pl.Series([name for name, _ in named]), pl.concat(evidence), evaluation.rulebook)
    points = dict.fromkeys(named, 0.0)
    for name, node, added in ledger.select("firm_id", "node", "points").iter_rows():
        if (name, node) in points:
            points[name, node] += added
    return [round(found, DECIMALS) for found in points.values()]


def altered(own: pl.DataFrame, book: Rulebook, node: str, needed: Needed) -> pl.DataFrame:
    """A firm's evidence with other quantities at a node."""
    added = []
    for parameter, (quantity, kind) in needed.items():
        if kind == "mean":
            values = book.indicator[node].rule.answers.values
            worst, best = min(values, key=values.__getitem__), max(values, key=values.__getitem__)
            share = (quantity - values[worst]) / (values[best] - values[worst])
            count = own.filter(pl.col("parameter") == parameter)["quantity"].sum()
            new = [(worst, count * (1 - share), count * (1 - share)), (best, count * share, count * share)]
        elif kind == "grade":
            part = next(p for at, p in book.parts if parameter == f"{at}.part.{p.id}")
            new = [(list(part.grades)[round(quantity) - 1], quantity, None)]
        else:
            new = [("", quantity, None)]
        added += [(own["firm_id"][0], node, parameter, cause, "", amount, weight) for cause, amount, weight in new]
    rest = own.filter(~pl.col("parameter").is_in(list(needed)))
    return pl.concat([rest, pl.DataFrame(added, schema=EVIDENCE, orient="row")])


def weaker(step: dict[str, object]) -> float:
    """The quantity one step short of what is needed, not past what it is now."""
    now, needed, kind = float(step["now"]), float(step["needed"]), str(step["kind"])
    if kind == "quantity":
        return max(now, needed - 1e-6)
    less = needed + STEP[kind] if needed < now else needed - STEP[kind]
    return min(less, now) if needed < now else max(less, now)


def check(evaluation: Evaluation, firm: str) -> int:
    """Hold every option of a firm to the rule; returns how many there were."""
    found = next_bands(evaluation, [firm])
    edges = dict(found.targets.select("node", "edge").iter_rows())
    options = [(str(node), steps.to_dicts()) for (node, _), steps in found.steps.group_by("node", "option")]
    variants: list[tuple[str, Needed]] = []
    for node, rows in options:
        needed: Needed = {row["parameter"]: (row["needed"], row["kind"]) for row in rows}
        weakened = [needed | {row["parameter"]: (weaker(row), row["kind"])} for row in rows]
        variants += [(node, variant) for variant in (needed, *weakened)]
    scores = iter(changed(evaluation, firm, variants))
    for node, rows in options:
        reached = next(scores)
        assert reached >= edges[node], rows
        assert reached == pytest.approx(rows[0]["score"], abs=1e-9)
        for row in rows:
            assert row["difference"] == abs(row["needed"] - row["now"]) > 0
            assert next(scores) < edges[node], (row, rows)
    return len(options)


@settings(max_examples=10, suppress_health_check=[HealthCheck.too_slow])
@given(record_rows(BOOK))
def test_a_proposal_reaches_the_band_and_one_step_less_does_not(rows: Rows) -> None:
    evaluation = scoring.score(as_records(rows), BOOK)
    assert sum(check(evaluation, firm) for firm in FIRMS) > 0


@settings(max_examples=10, suppress_health_check=[HealthCheck.too_slow])
@given(record_rows(BOOK))
def test_there_is_a_target_for_every_score_and_none_in_the_highest_band(rows: Rows) -> None:
    evaluation = scoring.score(as_records(rows), BOOK)
    targets = next_bands(evaluation).targets
    assert targets.height == len(FIRMS) * len(BOOK.leaves)
    top = {node: BOOK.band_set(node).edges[0] for node in BOOK.leaves}
    for row in targets.iter_rows(named=True):
        if round(row["score"], DECIMALS) >= top[row["node"]]:
            assert (row["next_band"], row["edge"], row["gap"], row["options"]) == (None, None, None, 0)
        else:
            assert row["edge"] - row["score"] == pytest.approx(row["gap"])
            assert row["gap"] > 0


FULL = {
    "annual_ratios": [
        {"ratio": rule.ratio, "numerator": rule.knot[-1 if rule.direction == "higher_is_better" else 0].ratio}
        for node in BOOK.leaves
        if (rule := BOOK.indicator[node].rule) is not None and rule.kind == "scale"
    ],
    "phone_checks": [{"round": number} for number in (1, 2, 3)],
    "survey_responses": [
        {
            **{
                rule.question: next(iter(rule.answers.values))
                for node in BOOK.leaves
                if (rule := BOOK.indicator[node].rule) is not None and rule.kind == "answers"
            },
            "count": 50,
        }
    ],
    "education_products": [{"count": 40, "form": "图文", "clicks": 100000}],
    "education_activities": [{"count": 40, "sessions": 30, "participants": 5000}],
    "education_bases": [{"tier": "国家级"}],
}


def proposals(node: str, records: dict[str, list[dict[str, object]]]) -> list[list[tuple[object, ...]]]:
    """Options at one node for a firm that is otherwise without fault: cause, now, needed of every step."""
    given_ = {source: [*FULL.get(source, []), *records.get(source, [])] for source in {*FULL, *records}}
    if "annual_ratios" in records:
        named = {row["ratio"] for row in records["annual_ratios"]}
        others = [row for row in FULL["annual_ratios"] if row["ratio"] not in named]
        given_["annual_ratios"] = [*others, *records["annual_ratios"]]
    given_ |= {source: rows for source, rows in records.items() if source.startswith(("education", "phone"))}
    evaluation = scoring.score(
        Records(firms=firms("F"), tables=tables(given_), intake=(), quarantine={}),
        BOOK,
    )
    check(evaluation, "F")
    steps = next_bands(evaluation).steps.filter(pl.col("node") == node)
    return [group.select("cause", "now", "needed").rows() for _, group in steps.group_by("option", maintain_order=True)]


CASES = {
    "fewer records of one kind, where one kind is enough alone": (
        "1.1.1",
        {"fund_warnings": [{"level": "提示关注", "count": 3}, {"level": "一般预警", "count": 2}]},
        [[("一般预警", 2.0, 0.0)], [("提示关注", 3.0, 0.0)]],
    ),
    "measures against branches, which count half": (
        "1.3.1",
        {
            "integrity_measures": [
                {"matter": "资金账户安全"},
                {"matter": "资金账户安全", "subject_level": "分支机构", "count": 2},
            ]
        },
        [[("诚信档案措施", 1.0, 0.0)], [("诚信档案措施（分支机构减半）", 2.0, 1.0)]],
    ),
    "several kinds, where none is enough alone": (
        "1.1.1",
        {"fund_warnings": [{"level": "提示关注", "count": 1}, {"level": "一般预警", "count": 1}]},
        [[("一般预警", 1.0, 0.0), ("提示关注", 1.0, 0.0)]],
    ),
    "far below the floor": (
        "1.1.1",
        {"fund_warnings": [{"level": "一般预警", "count": 40}]},
        [[("一般预警", 40.0, 8.0)]],
    ),
    "more complaints done in time": (
        "2.3.1",
        {"complaints": [{"category": "其他", "count": 12}, {"category": "其他", "closed_on": None, "count": 3}]},
        [[("未按期办结", 3.0, 1.0)]],
    ),
    "one fault fewer": (
        "2.1.1",
        {"phone_checks": [{"round": 1}, {"round": 2, "effective": False}, {"round": 3, "polite": False}]},
        [[("态度不友好", 1.0, 0.0)], [("不能有效回答问题", 1.0, 0.0)]],
    ),
    "a ratio on the scale": (
        "4.1.1",
        {"annual_ratios": [{"ratio": "资本杠杆率", "numerator": 0.2}]},
        [[("资本杠杆率", 0.2, 0.42)]],
    ),
    "a ratio that must stay below the limit": (
        "4.2.2",
        {"annual_ratios": [{"ratio": "融资融券余额占比", "numerator": 4.0}]},
        [[("融资融券余额占比", 4.0, 3.9999)]],
    ),
    "the next tier, of the part that needs the least first": (
        "2.2.1",
        {"education_products": [{"count": 29, "form": "图文", "clicks": 17241}]},
        [[("网上点击量", 499989.0, 500000.0)], [("产品数量", 29.0, 30.0)], [("产品形式", 1.0, 3.0)]],
    ),
}


@pytest.mark.parametrize(("node", "records", "expected"), CASES.values(), ids=CASES)
def test_what_closes_the_distance(
    node: str, records: dict[str, list[dict[str, object]]], expected: list[list[tuple[object, ...]]]
) -> None:
    assert proposals(node, records) == expected


def test_caps_are_respected() -> None:
    # 乙: two general warnings of 45 points, at most 70: 30 points; without one of them 55, without both 100
    found = next_bands(small.evaluation(), [small.B]).steps.filter(pl.col("node") == "1.1")
    assert found.select("cause", "now", "needed", "score").rows() == [("一般预警", 2.0, 0.0, 100.0)]


def test_firms_without_a_score_have_no_target() -> None:
    found = next_bands(small.evaluation(), [small.B])
    assert "2.1" not in found.targets["node"]

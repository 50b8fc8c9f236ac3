"""An evaluation of three firms under the small rulebook, from typed tables: no files, nothing drawn at random."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import polars as pl

from indicator_tree import Rulebook, load_rulebook
from scoring import Evaluation, score_evidence
from scoring.reducing import reduce_records

HERE = Path(__file__).parent
SMALL, WITH_SURVEY = HERE / "small.toml", HERE / "small_with_survey.toml"

A, B, C, MERGED, YOUNG = (
    "91990000MA000001X3",
    "91990000MA000002X4",
    "91990000MA000003X5",
    "91990000MA000004X6",
    "91990000MA000005X7",
)

FIRMS = pl.DataFrame(
    [
        (A, "甲证券", "甲证券股份有限公司", ["老甲证券"], date(1999, 1, 1), True, A, "evaluated", None),
        (B, "乙证券", "乙证券有限责任公司", [], date(2000, 1, 1), True, B, "evaluated", None),
        (C, "丙证券", "丙证券有限责任公司", [], date(2001, 1, 1), True, C, "evaluated", None),
        (MERGED, "甲证券西部", "甲证券西部有限公司", [], date(2002, 1, 1), True, A, "merged", "与甲证券合并评价"),
        (YOUNG, "戊证券", "戊证券有限公司", [], date(2017, 9, 1), True, None, "excluded", "成立不满一年，不参与评价"),
    ],
    schema={
        "firm_id": pl.String,
        "firm": pl.String,
        "full_name": pl.String,
        "former_names": pl.List(pl.String),
        "established_on": pl.Date,
        "brokerage": pl.Boolean,
        "evaluated_as": pl.String,
        "status": pl.String,
        "reason": pl.String,
    },
    orient="row",
)


def _table(schema: dict[str, Any], rows: list[tuple[Any, ...]]) -> pl.LazyFrame:
    """record_id, firm_id, entity_id and the columns of the schema."""
    keys = {"record_id": pl.String, "firm_id": pl.String, "entity_id": pl.String}
    return pl.LazyFrame(rows, schema=keys | schema, orient="row")


def tables() -> dict[str, pl.LazyFrame]:
    """甲: two notices (one event reported twice), ten complaints of which one is open; 乙: two general warnings, past
    the cap and no leverage ratio; 丙: nothing against it, and charity beyond the cap.
    """
    day = date(2017, 5, 1)
    closed = date(2017, 6, 1)
    end = date(2017, 12, 31)
    return {
        "fund_warnings": _table(
            {"occurred_on": pl.Date, "level": pl.String, "matter": pl.String},
            [
                ("YJ1", A, A, day, "提示关注", "划款"),
                ("YJ2", A, MERGED, day, "提示关注", "划款"),
                ("YJ3", A, A, date(2017, 7, 1), "提示关注", "报送"),
                ("YJ4", B, B, day, "一般预警", "报送"),
                ("YJ5", B, B, day, "一般预警", "报送"),
            ],
        ),
        "complaints": _table(
            {"closed_on": pl.Date},
            [*((f"GD{n:02}", A, A, closed) for n in range(1, 10)), ("GD10", A, A, None), ("GD11", B, B, closed)],
        ),
        "annual_ratios": _table(
            {"ratio": pl.String, "numerator": pl.Float64, "denominator": pl.Float64, "as_of": pl.Date},
            [
                ("r1", A, A, "资本杠杆率", 54.0, 100.0, end),
                ("r2", C, C, "资本杠杆率", 7.0, 100.0, end),
                *(
                    (f"r{n}", firm, firm, "融资融券余额占比", float(n), 1.0, end)
                    for n, firm in ((0, A), (3, B), (4, C))
                ),
            ],
        ),
        "social_projects": _table(
            {"part": pl.String, "cases": pl.Int64},
            [("XM1", C, C, "公益扶贫", 4), ("XM2", C, C, "公益扶贫", 2), ("XM3", A, A, "公益扶贫", 1)],
        ),
        "survey_responses": _table(
            {"rights_reminder": pl.String},
            [
                (f"DJ{n:02}", firm, firm, answer)
                for n, (firm, answer) in enumerate(
                    [(A, "满意"), (A, "满意"), (A, "一般"), (A, "不满意"), (B, "满意"), (C, "一般")]
                )
            ],
        ),
    }


@cache
def rulebook(path: Path = SMALL) -> Rulebook:
    """The small rulebook."""
    return load_rulebook(path)


@cache
def evaluation(path: Path = SMALL, weights: str | None = None) -> Evaluation:
    """The three firms scored."""
    return score_evidence(FIRMS, reduce_records(tables(), rulebook(path)), rulebook(path), weights)

"""Small frames for every chart, and what they are drawn as."""

from __future__ import annotations

import polars as pl

from reports.charts import Drawn, causes, distribution, histogram_place, level_scores, place, waterfall

LEVELS = pl.DataFrame(
    {
        "node": ["1", "2", "3"],
        "name": ["投资者资产安全", "投资者服务教育和监督投诉权保护状况", "受偿权"],
        "mean": [94.705, 87.5, 90.0],
        "previous": [93.0, None, 91.25],
    }
)
BANDS = pl.DataFrame(
    {
        "band": ["100分", "[90,100)", "[60,90)", "[0,60)"],
        "firms": [3, 18, 82, 0],
        "firms_low": [3, 16, 77, 0],
        "firms_high": [3, 23, 84, 1],
    }
)
UNLIMITED = BANDS.with_columns(firms_low=pl.lit(None, pl.Int64), firms_high=pl.lit(None, pl.Int64))
CAUSES = pl.DataFrame({"value": ["服务态度", "其他", "开户、销户、转户"], "quantity": [45.0, 1333.0, 0.5]})
STEPS = pl.DataFrame(
    {
        "kind": ["start", "change", "change", "change", "end"],
        "cause": ["起始 100 分", "提示关注", "其他", "其他", "得分"],
        "points": [100.0, -9.0, 0.0, 1.5, None],
        "running": [100.0, 91.0, 91.0, 92.5, 92.5],
    }
)
UNSCORED = pl.DataFrame(
    {
        "kind": ["start", "change", "end"],
        "cause": ["起始", "没有答卷", "得分"],
        "points": [None] * 3,
        "running": [None] * 3,
    },
    schema_overrides={"points": pl.Float64, "running": pl.Float64},
)
PLACES = pl.DataFrame(
    {
        "node": [f"1.{number}" for number in range(1, 24)],
        "name": ["证券公司是否因资金、资产、交易、账户安全等问题被处罚", *(f"指标{number}" for number in range(2, 24))],
        "score": [None, *(70.0 + number for number in range(2, 24))],
        "low": [80.0] * 23,
        "median": [85.5] * 23,
        "high": [90.0] * 23,
        "min": [40.0] * 23,
        "max": [100.0] * 23,
    }
)
OWN = BANDS.select("band", "firms", own=pl.col("band") == "[60,90)")


def all_drawn() -> dict[str, Drawn]:
    """Every chart, with and without what may be missing."""
    none = pl.lit(None, pl.Float64)
    return {
        "levels": level_scores(LEVELS),
        "levels without previous": level_scores(LEVELS.with_columns(previous=none)),
        "one level": level_scores(LEVELS.head(1)),
        "distribution": distribution(BANDS),
        "distribution without limits": distribution(UNLIMITED),
        "distribution of no firms": distribution(UNLIMITED.with_columns(firms=pl.lit(0))),
        "causes": causes(CAUSES, "件"),
        "one cause": causes(CAUSES.head(1), "件"),
        "causes that never occurred": causes(CAUSES.with_columns(quantity=pl.lit(0.0)), "件"),
        "waterfall": waterfall(STEPS),
        "waterfall of no score": waterfall(UNSCORED),
        "place": place(PLACES),
        "place in one": place(PLACES.tail(1)),
        "place of a firm without scores": place(PLACES.with_columns(score=none)),
        "place among firms without scores": place(
            PLACES.with_columns(pl.col("low", "median", "high", "min", "max") * none)
        ),
        "own band": histogram_place(OWN, 88.125),
        "no own band": histogram_place(OWN.with_columns(own=pl.lit(False)), None),
        "levels of nothing": level_scores(LEVELS.clear()),
        "distribution of nothing": distribution(BANDS.clear()),
        "causes of nothing": causes(CAUSES.clear(), "件"),
        "waterfall of nothing": waterfall(STEPS.clear()),
        "place in nothing": place(PLACES.clear()),
        "own band of nothing": histogram_place(OWN.clear(), None),
    }

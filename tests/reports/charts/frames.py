"""Small frames for every chart, and what they are drawn as."""

from __future__ import annotations

from datetime import date

import polars as pl

from indicator_tree.periods import period_words
from indicator_tree.units import FIRMS
from reports.charts import (
    Drawn,
    causes,
    change_courses,
    changes,
    clearing,
    distribution,
    histogram_place,
    level_scores,
    place,
    rank_intervals,
    rank_spread,
    sobol,
    tornado,
    trend,
    waterfall,
    weight_bands,
)
from reports.figures import plain

YEAR = period_words(date(2017, 1, 1), date(2017, 12, 31), 2017)

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
COURSES = pl.DataFrame(
    [
        ("户数", date(2018, 12, 1), 0.5),
        ("户数", date(2019, 1, 1), None),
        ("户数", date(2019, 2, 1), -0.25),
        ("笔数", date(2018, 12, 1), 0.1),
        ("笔数", date(2019, 1, 1), 0.0),
    ],
    schema=["name", "month", "change"],
    orient="row",
)
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
MONTHS = pl.DataFrame(
    {
        "month": [date(2018, 11, 1), date(2018, 12, 1), date(2019, 1, 1), date(2019, 2, 1)],
        "value": [1234.0, None, 1100.5, 987.0],
        "median": [1500.0, 1480.0, 1450.0, 1400.0],
        "low": [1300.0, 1290.0, 1280.0, 1200.0],
        "high": [1700.0, 1690.0, 1680.0, 1600.0],
    }
)
ALONE = MONTHS.with_columns(pl.lit(None, pl.Float64).alias(name) for name in ("median", "low", "high"))
DAYS = pl.DataFrame(
    {
        "date": [date(2019, 7, 30), date(2019, 8, 1), date(2019, 8, 2), date(2019, 8, 5)],
        "records": [1_000_000.0, 1_200_000.0, 900_000.0, None],
        "seconds": [600.0, 650.0, 900.0, 610.0],
        "expected": [None, 655.0, 560.0, None],
        "low": [None, 600.0, 510.0, None],
        "high": [None, 710.0, 610.0, None],
        "outside": [False, False, True, None],
        "current": [False, True, True, True],
    }
)
CHANGES = pl.DataFrame(
    {
        "name": ["15位证件号码的客户账户", "证件类型为其他的个人投资者一码通账户", "交收指令笔数", "百岁老人"],
        "change": [-0.79416, 0.125, 0.3, None],
        "improved": [True, False, None, None],
    }
)
RANKS = pl.DataFrame(
    {"firm": ["甲证券", "乙证券", "丙证券"], "rank": [1, 2, 2], "rank_low": [1, 1, 2], "rank_high": [2, 3, 3]}
)
MANY_RANKS = pl.DataFrame(
    {
        "firm": [f"{number}号证券" for number in range(1, 102)],
        "rank": range(1, 102),
        "rank_low": [max(1, number - number % 7) for number in range(1, 102)],
        "rank_high": [min(101, number + number % 11) for number in range(1, 102)],
    }
)
EFFECTS = pl.DataFrame(
    {
        "name": ["1.2.1 资金监控：每次预警的扣分", "2.1 办结率：没有受理时的得分", "3 抽样"],
        "low": [0.3125, -0.1, None],
        "high": [-0.25, -0.02, 0.0],
    }
)
WEIGHTS = pl.DataFrame(
    {
        "name": ["投资者资产安全", "公平交易权", "受偿权"],
        "equal": [1 / 3] * 3,
        "closest": [0.31, 0.3567, 1 / 3],
        "low": [0.0, 0.125, 1 / 3],
        "high": [0.6, 0.7, 1 / 3],
        "determined": [False, False, True],
    }
)
INDICES = pl.DataFrame(
    {
        "name": ["权重", "略去一项指标", "抽样误差"],
        "first": [0.4, -0.01, 0.0],
        "first_low": [0.35, -0.03, None],
        "first_high": [0.45, 0.01, None],
        "total": [0.5, 0.1, 0.0],
        "total_low": [0.45, 0.05, None],
        "total_high": [0.55, 0.15, None],
    }
)


def all_drawn() -> dict[str, Drawn]:
    """Every chart, with and without what may be missing."""
    none = pl.lit(None, pl.Float64)
    return {
        "levels": level_scores(LEVELS, YEAR),
        "levels without previous": level_scores(LEVELS.with_columns(previous=none), YEAR),
        "one level": level_scores(LEVELS.head(1), YEAR),
        "distribution": distribution(BANDS, FIRMS),
        "distribution without limits": distribution(UNLIMITED, FIRMS),
        "distribution of no firms": distribution(UNLIMITED.with_columns(firms=pl.lit(0)), FIRMS),
        "causes": causes(CAUSES, "件"),
        "one cause": causes(CAUSES.head(1), "件"),
        "causes that never occurred": causes(CAUSES.with_columns(quantity=pl.lit(0.0)), "件"),
        "waterfall": waterfall(STEPS),
        "waterfall of no change": waterfall(STEPS.filter(kind="start")),
        "waterfall of no score": waterfall(UNSCORED),
        "place": place(PLACES, FIRMS),
        "place in one": place(PLACES.tail(1), FIRMS),
        "place of a firm without scores": place(PLACES.with_columns(score=none), FIRMS),
        "place among firms without scores": place(
            PLACES.with_columns(pl.col("low", "median", "high", "min", "max") * none), FIRMS
        ),
        "own band": histogram_place(OWN, 88.125, FIRMS),
        "no own band": histogram_place(OWN.with_columns(own=pl.lit(False)), None, FIRMS),
        "trend": trend(MONTHS, "户", plain),
        "trend alone": trend(ALONE, "秒", plain, own="整体"),
        "trend of what never varies": trend(ALONE.with_columns(value=pl.lit(0.0)), "户", plain),
        "trend of many months": trend(
            pl.concat([ALONE.head(1)] * 17).with_columns(
                month=pl.date_range(date(2018, 7, 1), date(2019, 11, 1), "1mo", eager=True)
            ),
            "户",
            plain,
        ),
        "clearing": clearing(DAYS),
        "clearing without a band": clearing(
            DAYS.with_columns(pl.lit(None, pl.Float64).alias(name) for name in ("expected", "low", "high"))
        ),
        "changes": changes(CHANGES),
        "changes of none": changes(CHANGES.with_columns(change=pl.lit(0.0))),
        "change courses": change_courses(COURSES),
        "change courses of what never varies": change_courses(COURSES.with_columns(change=pl.lit(0.0))),
        "change courses of nothing": change_courses(COURSES.with_columns(change=none)),
        "ranks": rank_intervals(RANKS),
        "rank of one": rank_intervals(RANKS.head(1)),
        "rank of one without a name": rank_spread(RANKS.head(1).with_columns(rank_high=1)),
        "ranks of many": rank_intervals(MANY_RANKS),
        "ranks without names": rank_spread(RANKS),
        "ranks of many without names": rank_spread(MANY_RANKS),
        "tornado": tornado(EFFECTS, "总分均值的变化（分）", 3),
        "tornado of no effect": tornado(EFFECTS.with_columns(low=none, high=none), "平均位次变动（位）"),
        "weight bands": weight_bands(WEIGHTS),
        "weight bands that are determined": weight_bands(WEIGHTS.filter("determined")),
        "Sobol indices": sobol(INDICES),
        "ranks of nothing": rank_intervals(RANKS.clear()),
        "ranks without names of nothing": rank_spread(RANKS.clear()),
        "tornado of nothing": tornado(EFFECTS.clear(), "总分均值的变化（分）"),
        "weight bands of nothing": weight_bands(WEIGHTS.clear()),
        "Sobol indices of nothing": sobol(INDICES.clear()),
        "trend of nothing": trend(ALONE.with_columns(value=pl.lit(None, pl.Float64)), "户", plain),
        "clearing of nothing": clearing(DAYS.clear()),
        "changes of nothing": changes(CHANGES.clear()),
        "levels of nothing": level_scores(LEVELS.clear(), YEAR),
        "distribution of nothing": distribution(BANDS.clear(), FIRMS),
        "causes of nothing": causes(CAUSES.clear(), "件"),
        "waterfall of nothing": waterfall(STEPS.clear()),
        "place in nothing": place(PLACES.clear(), FIRMS),
        "own band of nothing": histogram_place(OWN.clear(), None, FIRMS),
    }

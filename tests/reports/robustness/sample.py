"""A study of the three firms of the small rulebook, its tables written by hand: nothing is drawn at random."""

from __future__ import annotations

import polars as pl

from indicator_tree.robustness import Robustness
from reports.robustness import Study
from reports.weight_tables import WeightsTold
from scoring.coherence import frames as coherence
from scoring.recovery import Year, recover, weight_bands
from scoring.robustness.exclusion import EXCLUDED
from scoring.robustness.one_at_a_time import ONE_AT_A_TIME
from scoring.robustness.outcomes import DRAWS, GROUPS, INTERVALS, SUPERIORITY
from scoring.robustness.parameters_table import PARAMETERS
from scoring.robustness.sobol import SENSITIVITY
from scoring.robustness.steadiness import steadiness, steady_pairs, widths
from tests.reports.small import A, B, C, rulebook

_ZERO = "指标 1 取加权几何平均，而有的下级得分不大于 0"
_CITED = {"basis": "assumed", "reference": {"title": "小规则第9条"}}
SETTINGS = Robustness.model_validate(
    {
        **_CITED,
        "note": "次数足够",
        "draws": 1000,
        "seed": 7,
        "interval": 0.9,
        "realisations": 4,
        "stable": 0.9,
        "sobol": 8,
        "weights": {"kind": "perturbed", "spread": 0.25, "note": "不使权重加倍", **_CITED},
        "schemes": {"names": ["equal", "given"], **_CITED},
        "aggregation": [
            {"label": "算术平均", **_CITED},
            {"label": "几何平均", "method": "geometric", "basis": "derived", "reference": {"title": "小规则第10条"}},
        ],
        "parameters": {"calibrated": 0.1, "assumed": 0.25, **_CITED},
        "leave_one_out": {"vary": True, **_CITED},
        "coherence": {
            "sd": 1,
            "floor_share": 0.2,
            "ceiling_share": 0.5,
            "correlation_low": 0.1,
            "correlation_high": 0.9,
            "alpha": 0.6,
            **_CITED,
        },
    }
)


def _frame(schema: pl.Schema, *rows: tuple[object, ...]) -> pl.DataFrame:
    return pl.DataFrame(rows, schema=schema, orient="row")


def study(settings: Robustness = SETTINGS, **changed: pl.DataFrame) -> Study:
    """The study, with some of its tables changed."""
    intervals = _frame(
        INTERVALS,
        (C, "丙证券", "total", 91.25, 1, 90.5, 85.125, 95.0, 1, 1, 2),
        (A, "甲证券", "total", 88.0, 2, 87.0, 80.0, 93.5, 2, 1, 2),
        (B, "乙证券", "total", 40.0, 3, 39.0, 30.0, 52.25, 3, 3, 3),
        (C, "丙证券", "base", 86.25, 2, 85.5, 80.125, 90.0, 2, 1, 2),
    )
    superiority = _frame(
        SUPERIORITY,
        (C, A, 0.625, 0.0),
        (A, C, 0.375, 0.0),
        (C, B, 1.0, 0.0),
        (B, C, 0.0, 0.0),
        (A, B, 0.96875, 0.03125),
        (B, A, 0.0, 0.03125),
    )
    totals = intervals.filter(node="total")
    frames = {
        "intervals": intervals,
        "superiority": superiority,
        "groups": _frame(
            GROUPS,
            (C, "丙证券", 1, 1, 2, 1, 0, 1),
            (A, "甲证券", 1, 2, 2, 1, 0, 1),
            (B, "乙证券", 2, 3, 1, 0, 2, 0),
        ),
        "draws": _frame(DRAWS, ("", 940, 0.94), (_ZERO, 60, 0.06)),
        "steadiness": steadiness(totals),
        "widths": widths(totals),
        "pairs": steady_pairs(superiority, settings.stable),
        "sensitivity": _frame(
            SENSITIVITY,
            ("weights", 0.2, 0.1, 0.3, 0.25, 0.15, 0.35),
            ("parameters", -0.005, -0.02, 0.01, 0.04, 0.02, 0.06),
            ("left_out", 0.5, 0.4, 0.6, 0.6, 0.5, 0.7),
        ),
        "excluded": _frame(EXCLUDED, ("aggregation", "几何平均", 1, 2, _ZERO)),
        "one_at_a_time": _frame(
            ONE_AT_A_TIME,
            ("scheme", "逐级等权", 0.0, 0, 0, 0.0, False, ""),
            ("scheme", "给定权重", 2 / 3, 1, 2, -1.25, False, ""),
            ("aggregation", "几何平均", None, None, None, None, True, "有的下级得分不大于 0"),
            ("left_out", "1.1", 2 / 3, 1, 2, 0.5, False, ""),
        ),
        "parameters": _frame(
            PARAMETERS,
            ("1.1.deduct.notice.points", "1.1", "提示扣分", "assumed", 3.0, 2.25, 3.75, 0.5, -0.5, 0.0, 1.5, 0, 2, ""),
            ("bonus.cap", "bonus", "加分上限", "calibrated", 5.0, 4.5, 5.5, -0.0125, 0.0, 0.0, 0.0, 0, 0, ""),
            ("2.1.limit.score", "2.1", "触及监管标准的得分", "assumed", 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0, 0, ""),
        ),
        "correlations": _frame(
            coherence.CORRELATIONS,
            ("1", "2", "siblings", -0.5, -0.25, 3, "负相关"),
            ("1.1", "1", "parent", 0.75, 0.5, 3, None),
        ),
        "reliability": _frame(coherence.RELIABILITY, ("base", 2, 3, -0.125, "内部一致性低"), ("", 5, 3, 0.75, None)),
        "components": _frame(
            coherence.COMPONENTS,
            ("base", 1, 1.5, 0.75, "1", 0.5),
            ("base", 1, 1.5, 0.75, "2", -0.875),
            ("base", 2, 0.5, 0.25, "1", None),
            ("base", 2, 0.5, 0.25, "2", None),
        ),
        "importance": _frame(
            coherence.IMPORTANCE,
            ("base", "1", 0.5, 0.8, 0.8, 0.75),
            ("base", "2", 0.5, 0.2, 0.2, None),
            ("", "1.1", 0.25, 0.1, 1.0, 0.1),
        ),
        "discrimination": _frame(
            coherence.DISCRIMINATION,
            ("1", 3, 12.5, 3, 0.0, 1 / 3, None),
            ("2.1", 3, 0.5, 2, 0.0, 2 / 3, "得分差异很小，区分度低；得满分的过多"),
        ),
    }  # fmt: skip
    sizes = {"weights": 1000, "scheme": 2, "aggregation": 2, "parameters": 4, "survey": 0, "counting": 0, "left_out": 6}
    return Study(rulebook(), "equal", settings, sizes, ("没有问卷，抽样误差不变动。",), **(frames | changed))


def failed_study() -> Study:
    """The study of which no draw succeeded."""
    nothing = ("superiority", "groups", "sensitivity", "excluded")
    found = study()
    gone = ("mean", "score_low", "score_high", "rank_median", "rank_low", "rank_high")
    intervals = found.intervals.with_columns(pl.lit(None, INTERVALS[name]).alias(name) for name in gone)
    return study(
        intervals=intervals,
        draws=_frame(DRAWS, ("", 0, 0.0), (_ZERO, 1000, 1.0)),
        steadiness=steadiness(intervals),
        widths=widths(intervals),
        pairs=steady_pairs(found.superiority.clear(), 0.9),
        **{name: getattr(found, name).clear() for name in nothing},
    )


def recovered(**changed: tuple[float, float]) -> WeightsTold:
    """What is known of the weights of 2 and 3 children, where the means of the first two are those published.

    Args:
        changed: node → the interval of its mean, where it is another.
    """
    means = {"1": (89.995, 90.005), "2": (79.995, 80.005), "total": (83.995, 84.005), "1.1": (90.0, 90.01)}
    means |= {"1.2": (89.99, 90.0), "1.3": (90.0, 90.0)} | changed
    year = Year(2017, {"": ("1", "2"), "1": ("1.1", "1.2", "1.3")}, means)
    names = {"1": "安全", "2": "偿付", "1.1": "预警", "1.2": "投诉", "1.3": "系统", "total": "总分"}
    found = recover([year])
    return WeightsTold({2017: "小报告"}, found, weight_bands(found, names, 0.02), names, 0.02, 0.0, ())

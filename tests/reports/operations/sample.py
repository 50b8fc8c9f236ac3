"""Tables of an operations run of four invented firms, made without monitoring: all follows from the catalogue."""

from __future__ import annotations

from datetime import date, timedelta
from math import sin

import polars as pl

from indicator_tree.catalogue import Catalogue, load_catalogue
from reports.operations.tables import DUE, Tables
from scoring.effects import best_improved, industry_change, pooled_efficiency, tally_improved, with_efficiency
from scoring.operations import digest
from scoring.operations.frames import ALERTS, CLEARING, CLEARING_MODELS, MONTHLY, READINGS

FIRMS = {"F1": "甲一证券", "F2": "乙二证券", "F3": "丙三证券", "F4": "丁四证券"}
OWN = "F1"
MONTH = date(2019, 8, 1)
LAST_DAY = date(2019, 8, 31)
MONTHS = [date(2018 + (6 + at) // 12, (6 + at) % 12 + 1, 1) for at in range(14)]
OPEN = {"banks": ("工商银行", "建设银行"), "mirrors": ("上海站点", "深圳站点")}
_BASE = {"count": 2400.0, "number": 3.6, "ratio": 31.0, "amount": 2.6e8, "seconds": 1500.0, "time": 66_000.0}


def tables(alerts: pl.DataFrame | None = None) -> Tables:
    """Four firms, fourteen months, all indicators."""
    catalogue = load_catalogue("operations_2020")
    monthly = _monthly(catalogue)
    clearing, models = _clearing(catalogue)
    directions = pl.DataFrame(
        [(leaf, catalogue.indicator[leaf].direction) for leaf in catalogue.leaves] + [("clearing_efficiency", "lower")],
        schema=["indicator", "direction"],
        orient="row",
    )
    course = with_efficiency(monthly, clearing)
    industry = industry_change(course, directions)
    parents = {code: catalogue.indicator[code].parent for code in catalogue.nodes}
    return Tables(
        catalogue=catalogue,
        firms=pl.DataFrame({"firm_id": list(FIRMS), "firm": list(FIRMS.values())}),
        readings=_readings(),
        alerts=_alerts() if alerts is None else alerts,
        monthly=monthly,
        peers=_peers(monthly, catalogue),
        clearing=clearing,
        clearing_models=models,
        effects=best_improved(course, directions),
        industry=industry,
        due=_due(catalogue),
        tally=tally_improved(industry, parents),
        pooled=pooled_efficiency(clearing),
        notice="本报告中的公司与数据均为虚构。",
    )


def _systems(catalogue: Catalogue, leaf: str) -> tuple[str, ...]:
    found = catalogue.splits(leaf)
    return ("",) if found is None else found or OPEN[catalogue.indicator[leaf].split or ""]


def _monthly(catalogue: Catalogue) -> pl.DataFrame:
    rows = []
    for firm_at, firm_id in enumerate(FIRMS):
        for leaf_at, leaf in enumerate(catalogue.leaves):
            node = catalogue.indicator[leaf]
            for system_at, system in enumerate(_systems(catalogue, leaf)):
                for at, month in enumerate(MONTHS):
                    swing = 1 + 0.2 * sin(leaf_at + 2 * firm_at + at * 0.9 + system_at) - 0.03 * at
                    if node.kind == "text":
                        continue
                    value = (
                        float((leaf_at + at + firm_at) % 7 == 0)
                        if node.kind == "state"
                        else _BASE[node.kind] * swing * (1 + firm_at * 0.3)
                    )
                    value = float(round(value)) if node.kind == "count" else value
                    rows.append((firm_id, leaf, system, month, value))
    frame = pl.DataFrame(rows, schema=MONTHLY.names()[:5], orient="row", schema_overrides={"month": pl.Date})
    before = pl.col("value").shift().over("firm_id", "indicator", "system")
    return (
        frame.with_columns(previous=before)
        .with_columns(
            points=pl.col("value") - pl.col("previous"),
            relative=pl.when(pl.col("previous") != 0).then(pl.col("value") / pl.col("previous") - 1),
        )
        .cast(dict(MONTHLY))
    )


def _peers(monthly: pl.DataFrame, catalogue: Catalogue) -> pl.DataFrame:
    higher = [leaf for leaf in catalogue.leaves if catalogue.indicator[leaf].direction == "higher"]
    none = [leaf for leaf in catalogue.leaves if catalogue.indicator[leaf].direction == "none"]
    best = pl.when(pl.col("indicator").is_in(higher)).then(pl.col("most")).otherwise(pl.col("least"))
    return (
        monthly.group_by("indicator", "system", "month", maintain_order=True)
        .agg(
            firms=pl.len().cast(pl.Int64),
            mean=pl.col("value").mean(),
            q1=pl.col("value").quantile(0.25, "linear"),
            median=pl.col("value").median(),
            q3=pl.col("value").quantile(0.75, "linear"),
            most=pl.col("value").max(),
            least=pl.col("value").min(),
        )
        .with_columns(best=pl.when(~pl.col("indicator").is_in(none)).then(best))
        .drop("most", "least")
    )


def _clearing(catalogue: Catalogue) -> tuple[pl.DataFrame, pl.DataFrame]:
    days = catalogue.due_days("daily", MONTHS[0], LAST_DAY)
    shapes = {
        "法人清算系统": (900.0, 4.2e-4, 3.2e6),
        "普通交易柜台": (300.0, 7e-5, 9e6),
        "融资融券柜台": (260.0, 3e-4, 1.3e6),
        "股票期权柜台": (120.0, 0.3, 900.0),
    }
    rows, models = [], []
    for firm_at, firm_id in enumerate(FIRMS):
        for place, (system, (start, slope, usual)) in enumerate(shapes.items()):
            spread = 0.04 * (start + slope * usual)
            for at, day in enumerate(days):
                records = float(round(usual * (1 + 0.25 * sin(at * 1.7 + place + firm_at) + 0.1 * sin(at * 0.31))))
                expected = start + slope * records
                odd = firm_id == OWN and place == 1 and day in {date(2019, 8, 14), date(2019, 1, 15)}
                seconds = expected + spread * sin(at * 2.9 + place) + (5 * spread if odd else 0.0)
                low, high = expected - 2 * spread, expected + 2 * spread
                rows.append((firm_id, system, day, seconds, records, seconds / records, expected, low, high, odd))
            deadline = catalogue.clearing.deadline[system]
            limit = (deadline - start) / slope
            models.append(
                (firm_id, system, len(days), start, slope, spread, 0.93, deadline, limit, limit * 0.96, limit * 1.05)
            )
    return (
        pl.DataFrame(rows, schema=CLEARING, orient="row"),
        pl.DataFrame(models, schema=CLEARING_MODELS, orient="row"),
    )


def _readings() -> pl.DataFrame:
    rows = [
        (OWN, "5.4.2", "", date(2019, 8, 20), 1.0, "异常：中登文件下发延迟"),
        (OWN, "5.4.2", "", date(2019, 8, 21), 0.0, "正常"),
        (OWN, "4.2.4", "", date(2019, 8, 31), None, "客户银证转账冲正形成大额透支，次日已补足"),
        ("F2", "5.4.2", "", date(2019, 8, 20), 1.0, "异常：乙二证券内部系统升级"),
    ]
    return pl.DataFrame(rows, schema=READINGS, orient="row")


def _due(catalogue: Catalogue) -> pl.DataFrame:
    """Of the own firm two series lack something."""
    last = LAST_DAY
    rows, absent = [], []
    for firm_id in FIRMS:
        for leaf in catalogue.leaves:
            for system in _systems(catalogue, leaf):
                rows.append((firm_id, leaf, system, last, None, None))
    for leaf, system, days in (("2.1.3", "", (5, 6, 7)), ("4.3.7", "", (31,)), ("5.1.3", "股票期权柜台", (30,))):
        absent += [(OWN, leaf, system, date(2019, 8, day)) for day in days]
    missing = pl.DataFrame(absent, schema=["firm_id", "indicator", "system", "date"], orient="row")
    found = digest.due_readings(pl.DataFrame(rows, schema=READINGS, orient="row"), missing, catalogue, MONTH, last)
    return found.cast(dict(DUE))


def _alerts() -> pl.DataFrame:
    paper = "运营管理信息报告机制示范实践（2020年7月13日发布）第一部分第2节"
    own = [
        *(
            (OWN, "2.1.1", "", day, "threshold", 3, 24.0 + day.day / 10, 20.0, "主数据库 CPU 负载达到或超过建议的 20%",
             "2.1.1.threshold.cpu", "published", paper)
            for day in (date(2019, 8, 5) + timedelta(days=at) for at in range(5))
        ),
        (OWN, "2.1.3", "", date(2019, 8, 12), "threshold", 2, 92.0, 90.0, "主数据库磁盘空间利用率高于 90%",
         "2.1.3.threshold.disk_high", "assumed", paper),
        (OWN, "5.4.2", "", date(2019, 8, 20), "threshold", 1, 1.0, None, "中登非担保交收状态不正常：中登文件下发延迟",
         "5.4.2.threshold.state", "assumed", paper),
        (OWN, "5.1.1", "普通交易柜台", date(2019, 8, 14), "clearing", 2, 1480.0, 1210.0,
         "清算时长超出按记录数推算的正常波动范围", "clearing.confidence", "assumed", paper),
        (OWN, "4.2.2", "", date(2019, 8, 31), "history", 3, 3.1e8, 2.2e8, "高于自身历史的正常水平",
         "monitoring.history.factor", "assumed", paper),
    ]  # fmt: skip
    others = [
        ("F2", "2.1.1", "", date(2019, 8, 5), "threshold", 3, 77.7, 20.0, "乙二证券的预警", "2.1.1.threshold.cpu",
         "published", paper),
        (OWN, "2.1.1", "", date(2019, 7, 5), "threshold", 3, 55.5, 20.0, "上月的预警", "2.1.1.threshold.cpu",
         "published", paper),
    ]  # fmt: skip
    return pl.DataFrame([*own, *others], schema=ALERTS, orient="row")

"""How much of what was planted into readings a run tells, and how often it tells what is sound."""

from __future__ import annotations

import polars as pl

from ipscore_demo.pilot import KIND_LABELS
from reports.figures import fixed, percent
from reports.table import Table, label, number
from scoring.operations.detection import Detection, detection
from scoring.operations.frames import SERIES

_READING = [*SERIES, "date"]


def detect(planted: pl.DataFrame, alerts: pl.DataFrame, checks: pl.DataFrame, readings: pl.DataFrame) -> Detection:
    """Recall and false alarm rate of alerts and checks together.

    A reading that was refused on reading is told as missing. What lasts (a new level, a standstill) is found if it is
    told on any day that the list gives for it; what only changed with another reading is neither planted nor sound.

    Args:
        planted: as `ipscore_demo.pilot` lists it.
        alerts: ALERTS.
        checks: CHECKED.
        readings: READINGS in which the anomalies were planted, without refused ones.
    """
    told = pl.concat([alerts.select(_READING), checks.select(_READING)]).unique()
    main = planted.filter(pl.col("kind") != "part").with_row_index("at")
    days = (
        main.join(told.rename({"date": "told"}), on=SERIES)
        .filter(pl.col("told").is_between("date", "until"))
        .group_by("at")
        .agg(pl.col("told").min())
    )
    found = main.join(days, on="at", how="left").select(
        *SERIES, "kind", date=pl.coalesce("told", "date"), first="date", last="until"
    )
    parts = planted.filter(kind="part").select(_READING)
    others = readings.select(_READING).join(parts, on=_READING, how="anti")
    return detection(found.unique(_READING, keep="first", maintain_order=True), told, others)


def detection_table(found: Detection) -> Table:
    """Recall by kind, and both rates."""
    labels: dict[str, str] = {str(kind): text for kind, text in KIND_LABELS.items()}
    return Table(
        title=f"放入的异常：{found.planted} 处中识别 {found.found} 处（{percent(found.recall)}），"
        f"正常读数 {found.sound:,} 个中误报 {found.alarms:,} 个（{percent(found.false_alarm_rate, 2)}）",
        columns=(label("种类"), number("放入"), number("识别"), number("识别率")),
        rows=tuple(
            (labels[kind], fixed(planted, 0), fixed(hits, 0), percent(recall))
            for kind, planted, hits, recall in found.by_kind.iter_rows()
        ),
        notes=("识别：阈值、历史、业务量、勾稽、清算的提示，以及缺报、勾稽与突变的检查",),
    )

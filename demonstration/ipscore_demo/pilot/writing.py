"""Writing the pilot as firms send it: a register, daily readings as Parquet, monthly ones as CSV."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from data_sources.acceptance import ACCEPTED_FILE, Wanted, write_accepted
from data_sources.readings.source import SOURCE, STATE_MARK

if TYPE_CHECKING:
    from pathlib import Path

    from indicator_tree.catalogue import Catalogue
    from indicator_tree.published.operations import PilotFigures
    from ipscore_demo.pilot.rebuilding import Pilot

REGISTER, DAILY, MONTHLY, NOTE = "证券公司名录.csv", "readings.parquet", "运营指标读数_月报.csv", "说明.txt"
_NOTE = """本文件夹的数据是虚构的，不是任何证券公司的真实读数。

它由{title}公布的数字反推而成，使计算得出公布的数字；随机种子 {seed}。
公司名称、统一社会信用代码（行政区划 990000 不存在）、存管银行、镜像站点和读数均为自造。
其中有意放入了异常，供监测识别；它们不影响公布的数字，清单另存。
超出合理范围而读不进的，accepted.toml 写明不计的理由。
"""
_HEADERS = {
    "firm": "证券公司",
    "indicator": "指标",
    "system": "系统",
    "date": "日期",
    "value": "数值",
    "text": "说明",
}


def write_pilot(folder: Path, pilot: Pilot, catalogue: Catalogue, figures: PilotFigures, seed: int) -> None:
    """Write register, readings and a note into a folder; the same pilot gives the same bytes.

    Raises:
        OSError: a file cannot be written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    pilot.firms.select(
        pl.col("firm_id").alias("统一社会信用代码"),
        pl.col("full_name").alias("公司全称"),
        pl.col("short_name").alias("公司简称"),
        pl.lit("").alias("曾用名"),
        pl.col("established_on").alias("成立日期"),
        pl.lit("是").alias("经纪业务资格"),
        pl.lit("").alias("合并至"),
    ).write_csv(folder / REGISTER, include_bom=True)
    typed = _as_typed(pilot, catalogue)
    daily = pl.col("frequency") == "daily"
    typed.filter(daily).select(_HEADERS.values()).write_parquet(folder / DAILY)
    typed.filter(~daily).select(_HEADERS.values()).write_csv(folder / MONTHLY, include_bom=True)
    if impossible := _impossible(pilot.readings, catalogue):
        reason = "反推时有意放入的单位错误：超出合理范围"
        write_accepted(folder, [Wanted(SOURCE.name, impossible, reason, ACCEPTED_FILE)])
    note = _NOTE.format(title=figures.title, seed=seed)
    (folder / NOTE).write_text(note, encoding="utf-8", newline="\n")


def _impossible(readings: pl.DataFrame, catalogue: Catalogue) -> int:
    """How many readings lie outside the plausible range of their indicator, which nobody can read them as."""
    found = 0
    for code in catalogue.leaves:
        low, high = catalogue.indicator[code].plausible or (None, None)
        if low is not None and high is not None:
            values = readings.filter(pl.col("indicator") == code)["value"]
            found += int((~values.is_between(low, high)).sum())
    return found


def _as_typed(pilot: Pilot, catalogue: Catalogue) -> pl.DataFrame:
    """Cells as text: whole numbers without a point, states by name with the cause beside them."""
    nodes = [(code, node.kind, node.frequency) for code in catalogue.leaves for node in [catalogue.indicator[code]]]
    kinds = pl.DataFrame(nodes, schema=["indicator", "kind", "frequency"], orient="row")
    value, text, is_state = pl.col("value"), pl.col("text"), pl.col("kind") == "state"
    number = pl.when(value == value.round()).then(value.cast(pl.Int64).cast(pl.String)).otherwise(value.cast(pl.String))
    return (
        pilot.readings.join(kinds, on="indicator", maintain_order="left")
        .join(pilot.firms.select("firm_id", firm="short_name"), on="firm_id", maintain_order="left")
        .with_columns(
            value=pl.when(is_state).then(text.str.split(STATE_MARK).list.first()).otherwise(number),
            text=pl.when(is_state).then(text.str.extract(f"{STATE_MARK}(.*)$")).otherwise(text),
        )
        .rename(_HEADERS)
    )

"""Corrections of readings: their contract, and what they say: from the value in a file to the one that counts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import polars as pl

from data_sources import columns
from data_sources.contract import Contract
from data_sources.corrections.decision import Place
from data_sources.corrections.header_checks import lacking, strange_headers
from data_sources.corrections.units import doubtful_unit
from data_sources.corrections.values import initials, is_signed, shown
from data_sources.quarantine import Findings
from data_sources.readings.sifting import sift_readings
from data_sources.source import Source

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date

    from data_sources.batches import Batch
    from data_sources.parts import Part
    from data_sources.readings.frame import Frame

CORRECTED = pl.Schema(
    {
        **dict.fromkeys(("file", "sheet"), pl.String()),
        "row": pl.Int64(),
        **dict.fromkeys(("firm_id", "indicator", "system"), pl.String()),
        "date": pl.Date(),
        **dict.fromkeys(("old", "new", "text", "corrected_by"), pl.String()),
        "corrected_on": pl.Date(),
        "reason": pl.String(),
    }
)
"""One row per correction, those of one reading in the order in which they were made: where it stands, which reading,
what it held and holds, by whom, when and why. Persons are masked."""

_OFFICES = r"(?:部|处|科|组|室|岗|中心|公司|委员会|小组|团队|员|长)$"


class ReadingCorrection(Contract):
    """What a reading held, and what it should hold."""

    firm: str = columns.column(
        "机构",
        "公司全称、简称或统一社会信用代码；只有一家公司的可以没有这一列",
        example="示例证券",
        aliases=("证券公司", "公司", "公司名称", "机构名称"),
        optional=True,
    )
    indicator: str = columns.column("指标代码", "指标代码或名称", example="2.1.1", aliases=("指标", "指标名称", "代码"))
    system: str = columns.column("系统", "不分系统的留空", example="", aliases=("系统名称", "所属系统"), optional=True)
    date: str = columns.column(
        "日期", "读数的日期，每月指标也可写月份", example="2019-08-30", aliases=("数据日期", "月份")
    )
    old: str = columns.column(
        "原值", "文件里的值，或上一次更正后的值；没有填写的留空", example="12.5", aliases=("旧值",), optional=True
    )
    new: str = columns.column("新值", "应有的值，写法与读数相同", example="21.5", aliases=("更正后",))
    text: str = columns.column("说明", "新的说明；状态异常时写原因", example="", aliases=("新说明",), optional=True)
    corrected_by: str = columns.column(
        "更正人", "更正的部门、岗位或人；姓名只保留首字", example="运行管理部", aliases=("更正部门", "经办")
    )
    corrected_on: pl.Date = columns.column("更正日期", "更正的日期", example="2019-09-02", aliases=("更正时间",))
    reason: str = columns.column("理由", "为什么更正", example="录入时小数点错位", aliases=("更正理由", "原因"))


SOURCE = Source(
    "readings_corrections",
    "读数更正",
    ReadingCorrection,
    "对已报读数的更正，一行一次；同一读数更正多次的各写一行。没有更正则不需要这个文件。",
    unit="次",
)

Meaning = tuple[float | None, str | None]
"""What a reading says: value and text."""
Key = tuple[str, str, str, "date"]
"""firm_id, indicator, system, date."""


class Step(NamedTuple):
    """One correction of a reading; the texts as they stand in its file."""

    place: Place
    old: str | None
    new: str
    text: str | None
    corrected_by: str
    corrected_on: date
    reason: str


@dataclass(frozen=True)
class Corrections:
    """What correction files say of readings.

    Attributes:
        chains: reading → its corrections, in the order in which they were made; none without a fault of its own.
        problems: what is wrong, each with its place.
    """

    chains: dict[Key, tuple[Step, ...]]
    problems: tuple[str, ...]


NONE = Corrections({}, ())


def read_corrections(parts: Sequence[Part], batches: Iterable[Batch], frame: Frame) -> Corrections:
    """The corrections of readings in gathered rows.

    Args:
        parts: the sheets that they stand in.
        batches: the rows, held against the contract.
        frame: what readings are read against.
    """
    problems = list(strange_headers(parts, SOURCE.name))
    found: dict[Key, list[Step]] = {}
    for batch in batches:
        file, sheet = batch.origin.file, batch.origin.sheet
        for row, column, value, why in batch.kept_out.frame().filter(kind="rejected").select(
            "row", "column", "value", "reason"
        ).iter_rows():  # fmt: skip
            what = f"{column}“{value}”" if value else column or ""
            problems.append(f"{Place(0, file, sheet, row)}：{what}：{why}")
        if (rows := batch.used().collect()).height and (lacks := lacking(SOURCE, batch.origin.headers, ("old",))):
            problems.append(f"{batch.origin.place}：表头里没有{lacks}")
            continue
        for key, step in _steps(rows, Place(batch.origin.part, file, sheet, 0), frame, problems):
            found.setdefault(key, []).append(step)
    chains = {
        key: tuple(sorted(steps, key=lambda step: (step.corrected_on, step.place))) for key, steps in found.items()
    }
    for key, chain in chains.items():
        problems += _broken(key, chain, frame)
    return Corrections(chains, tuple(problems))


def _steps(rows: pl.DataFrame, at: Place, frame: Frame, problems: list[str]) -> Iterator[tuple[Key, Step]]:
    """Every row as a correction of a reading; what a reading would be refused for is wrong here too."""
    raw = rows.select("_row", "firm", "indicator", "system", "date", pl.col("new").alias("value"), "text")
    findings = Findings(raw)
    read = sift_readings(findings, frame)
    wrong = {index: (name, why) for index, name, why in findings.found.select("index", "column", "reason").iter_rows()}
    titles = {column.name: column.title for column in SOURCE.columns} | {"value": "新值"}
    for index, row in enumerate(rows.to_dicts()):
        place = at._replace(row=row["_row"])
        if index in wrong:
            name, why = wrong[index]
            cell = row["new"] if name == "value" else row.get(name)
            problems.append(f"{place}：{titles.get(name, name)}{shown(cell)}：{why}")
            continue
        key = read.row(index)[:4]
        by = row["corrected_by"]
        known = pl.select(pl.lit(by).str.contains(_OFFICES)).item()
        yield (
            key,
            Step(
                place,
                row["old"],
                row["new"],
                row["text"],
                by if known else initials(by),
                row["corrected_on"],
                row["reason"],
            ),
        )


def meanings(key: Key, texts: Sequence[tuple[str | None, str | None]], frame: Frame) -> list[Meaning]:
    """What cells of a reading (value and words) mean: value and text; both null for what means nothing."""
    firm, indicator, system, day = key
    raw = pl.DataFrame(
        [(at, firm, indicator, system, str(day), value, words) for at, (value, words) in enumerate(texts)],
        {"_row": pl.Int64, **dict.fromkeys(("firm", "indicator", "system", "date", "value", "text"), pl.String)},
        orient="row",
    )
    return list(sift_readings(Findings(raw), frame).select("value", "text").iter_rows())


def _broken(key: Key, chain: Sequence[Step], frame: Frame) -> Iterator[str]:
    """Where a correction does not begin with what the one before it left, changes nothing, or may be read otherwise."""
    cells = [cell for step in chain for cell in ((step.old, None), (step.new, None))]
    meant = meanings(key, cells, frame)
    named = f"{key[1]}{f'（{key[2]}）' if key[2] else ''} {key[3]} 的读数"
    node = frame.catalogue.indicator[key[1]]
    first_day = key[3].replace(day=1) if node.frequency == "monthly" else key[3]
    for at, step in enumerate(chain):
        old, new = meant[2 * at], meant[2 * at + 1]
        if step.text is None and _changes_nothing(step, old, new):
            yield f"{step.place}：{named}的新值与原值相同（{step.new}）"
        if doubt := doubtful_unit(step.old, step.new, node.unit or "") if node.is_numeric else "":
            yield f"{step.place}：{named}：{doubt}"
        if step.corrected_on < first_day:
            yield f"{step.place}：更正日期 {step.corrected_on} 早于{named}"
        if at and not same(step.old, old[0], chain[at - 1].new, meant[2 * at - 1][0]):
            before = chain[at - 1]
            yield (
                f"{step.place}：{named}写的原值是{shown(step.old)}，而上一次更正（{before.place}，{before.corrected_on}）"
                f"后是{shown(before.new)}"
            )


def _changes_nothing(step: Step, old: Meaning, new: Meaning) -> bool:
    """Whether a new value is the old one in another spelling; one that only gets or loses a percent sign is not."""
    if (step.old or "").strip() == step.new.strip():
        return True
    return new != (None, None) and old == new and is_signed(step.old or "") == is_signed(step.new)


def same(one: str | None, value: float | None, other: str | None, other_value: float | None) -> bool:
    """Whether two cells say the same: by what they mean, or else by their texts."""
    if value is not None and other_value is not None:
        return value == other_value
    return (one or "").strip() == (other or "").strip()

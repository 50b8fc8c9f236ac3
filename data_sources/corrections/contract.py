"""The contract of correction files."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from data_sources import columns
from data_sources.contract import Contract
from data_sources.source import Mapped, Source

if TYPE_CHECKING:
    from collections.abc import Mapping

DROP, REPLACE, ADD, MOVE = ACTIONS = ("撤销", "更正", "补录", "改列")
"""What a decision does with a record."""

EMPTIED = "（空）"
"""The new value that empties a cell; the old value of a cell that is empty."""

NEEDED: Mapping[str, tuple[str, ...]] = {
    DROP: (),
    REPLACE: ("column", "old", "new"),
    ADD: ("column", "new"),
    MOVE: ("old", "new"),
}
"""What a decision does → the columns that a file needs for it beside those of all rows."""

BESIDE = ("序号", "备注", "经办人", "复核人")
"""Headers that an office may have beside those of the contract; nothing below them is read."""


class CorrectionRow(Contract):
    """What a decision says of one column of one record, or of the record as a whole."""

    source: str = columns.column(
        "来源", "被更正的记录所在的来源：中文名或英文名", example="资金监控预警", aliases=("数据源", "来源名称")
    )
    record: str = columns.column(
        "记录编号",
        "被更正的记录的编号；补录的填新编号",
        example="YJ2017-0001",
        aliases=("record_id",),
        kind="identifier",
    )
    action: str = columns.column(
        "处理",
        "撤销：该记录不计；更正：改一列的值；补录：新增一条记录，每列一行；改列：改到别的评价对象名下",
        example="更正",
        aliases=("处理方式",),
        options=ACTIONS,
    )
    column: str = columns.column(
        "列",
        "被更正的列：表头或英文名，数量可带单位，如 金额（万元）；撤销、改列可不填",
        example="预警级别",
        aliases=("更正列", "字段"),
        optional=True,
    )
    old: str = columns.column(
        "原值", "文件里现在的值，空格写（空）；补录留空", example="重大预警", aliases=("旧值", "原内容"), optional=True
    )
    new: str = columns.column(
        "新值", "应有的值，要清空的写（空）；撤销留空", example="一般预警", aliases=("更正后", "新内容"), optional=True
    )
    reason: str = columns.column("理由", "为什么更正", example="异议成立：级别录入有误", aliases=("更正理由", "原因"))
    decision: str = columns.column(
        "决定文号", "同一文号的各行是同一个决定", example="更正〔2018〕1号", aliases=("文号", "决定编号")
    )
    decided_on: pl.Date = columns.column("决定日期", "作出决定的日期", example="2018-05-10", aliases=("更正日期",))


SOURCE = Source(
    "corrections",
    "更正决定",
    CorrectionRow,
    "异议处理后对记录的更正，一行一列；没有更正则不需要这个文件。",
    unit="行",
    mapped=Mapped(values={"action": {"drop": DROP, "replace": REPLACE, "add": ADD, "move": MOVE}}),
)
"""Correction files lie beside the records. They are no records themselves: nothing counts them."""

"""What stands in the form before anybody has written in it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from reports.figures import signed

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from indicator_tree.units import Words
    from reports.firm.firm import Firm

SHEET, GUIDE = "异议", "填写说明"
"""The names of the sheets."""
ACTIONS = ("drop", "replace", "move", "add", "recompute")
"""What programs call what a firm may ask for."""


def grounds(words: Words) -> tuple[str, ...]:
    """Why a firm may object."""
    return (
        f"不是{words.own}的记录",
        "记录的内容有误",
        "同一事项重复记录",
        "不在评价范围内",
        "缺少应计的记录",
        "计算有误",
        "其他",
    )


def claims(words: Words) -> dict[str, str]:
    """What a firm may ask for → what that is called by programs."""
    asked = ("去掉这条记录", "更正这条记录", f"改记到其他{words.noun}", "补记一条记录", "重新计算")
    return dict(zip(asked, ACTIONS, strict=True))


class Prefilled(NamedTuple):
    """A row: what a ledger counted, and one record behind it, if there is any."""

    number: str
    node: str
    name: str
    cause: str
    parameter: str
    points: str
    source: str
    record_id: str
    content: str


HEADERS: Mapping[str, str] = {
    "number": "序号",
    "node": "指标",
    "name": "指标名称",
    "cause": "原因",
    "parameter": "参数",
    "points": "该行分值",
    "source": "数据源",
    "record_id": "记录编号",
    "content": "记录内容",
    "ground": "异议理由",
    "statement": "说明与依据",
    "claim": "请求",
    "column": "应改的列",
    "value": "应改为",
}
"""Columns of the form → their headers; those after the first nine are the firm's to fill in."""
KEYS = tuple(HEADERS)[len(Prefilled._fields) :]
"""The columns to be filled in."""


def prefilled(firm: Firm) -> Iterator[Prefilled]:
    """A row for every record behind every line of every ledger, and one for a line behind which there are none."""
    number = 0
    for node, steps in firm.ledgers.items():
        for step in steps:
            if step.kind != "change" or not step.parameter:
                continue
            for record_id in step.records or ("",):
                number += 1
                yield Prefilled(
                    str(number),
                    node,
                    str(firm.nodes[node]["name"]),
                    step.cause,
                    step.parameter,
                    signed(step.points),
                    _title(firm, step.source or "") if record_id else "",
                    record_id,
                    _content(firm, step.source or "", record_id),
                )


def _title(firm: Firm, source: str) -> str:
    kind = None if firm.contents is None else firm.contents.kinds.get(source)
    return source if kind is None else kind.title


def _content(firm: Firm, source: str, record_id: str) -> str:
    """What the record says, in one line."""
    if firm.contents is None or not record_id:
        return ""
    cells = zip(firm.contents.columns(source), firm.contents.cells(source, record_id), strict=True)
    return "；".join(f"{column.header}：{cell}" for column, cell in cells if cell)

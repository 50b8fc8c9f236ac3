"""Elicited weights as a workbook: weights, every expert's own, consistency, judgements that contradict each other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reports.elicitation.layout import METHODS
from reports.elicitation.told import MEASURES, node_title, scale_text
from reports.operations.sheets import one_table
from reports.workbook.book import Book
from reports.workbook.columns import Column

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from reports.elicitation.told import Elicited

_PARENT, _NODE, _NAME = Column("上级", "text", 30), Column("指标", "text", 9), Column("名称", "text", 30)
_EXPERT = Column("专家", "text", 10)


def write_elicitation(found: Elicited, path: Path) -> None:
    """Write the workbook. The same forms give the same bytes; no name of an expert is in it.

    Raises:
        OSError: the file cannot be written.
    """
    book = Book(path, "专家征询的权重", found.rulebook.title, found.rulebook.period.end)
    names = {code: indicator.name for code, indicator in found.rulebook.indicator.items()}
    _weights(book, found, names)
    _experts(book, found, names)
    _consistency(book, found, names)
    _clashes(book, found, names)
    book.close()


def _weights(book: Book, found: Elicited, names: Mapping[str, str]) -> None:
    numbers = [Column(header, "quantity", 12) for header in ("权重", "专家数", "最低", "最高", "标准差")]
    rows = (
        (
            *(node_title(row["parent"], names), row["node"], names[row["node"]]),
            *(row[key] for key in ("weight", "experts", "low", "high", "sd")),
        )
        for row in found.tables.weights.iter_rows(named=True)
    )
    notes = (
        f"方法：{METHODS[found.method]}；{found.combined}",
        f"专家：{'、'.join(found.experts)}；{found.when}",
        *found.remarks,
    )
    one_table(book, "权重", "专家征询的权重", (_PARENT, _NODE, _NAME, *numbers), rows, notes=notes)


def _experts(book: Book, found: Elicited, names: Mapping[str, str]) -> None:
    own: dict[tuple[str, str], dict[str, float]] = {}
    for row in found.tables.experts.iter_rows(named=True):
        own.setdefault((row["parent"], row["node"]), {})[row["expert"]] = row["weight"]
    columns = (_PARENT, _NODE, _NAME, *(Column(expert, "quantity", 12) for expert in found.experts))
    rows = (
        (node_title(parent, names), node, names[node], *(each.get(expert) for expert in found.experts))
        for (parent, node), each in own.items()
    )
    one_table(book, "各位专家", "各位专家单独得出的权重", columns, rows, notes=("空格：没有对这一级作判断",))


def _consistency(book: Book, found: Elicited, names: Mapping[str, str]) -> None:
    numbers = [Column(header, "quantity", 14) for header in ("比率", "至多", "λmax", "CI", "ξ")]
    columns = (_PARENT, _EXPERT, Column("指标名称", "text", 20), *numbers, Column("可以接受", "text", 10))
    left_out = set(found.left_out)
    rows = (
        (
            node_title(row["parent"], names),
            row["expert"] or "合成",
            MEASURES[row["measure"]],
            *(row[key] for key in ("ratio", "limit", "lambda_max", "index", "xi")),
            ("是" if row["acceptable"] else "否")
            + ("（未计入）" if (row["parent"], row["expert"]) in left_out else ""),
        )
        for row in found.read.consistency.iter_rows(named=True)
    )
    one_table(book, "一致性", "各位专家的判断是否一致", columns, rows)


def _clashes(book: Book, found: Elicited, names: Mapping[str, str]) -> None:
    columns = (
        *(_PARENT, _EXPERT, Column("次序", "count", 8), Column("甲", "text", 9), Column("乙", "text", 9)),
        *(
            Column("甲比乙：所填", "quantity", 14),
            Column("按其余判断", "quantity", 14),
            Column("最近的刻度", "text", 12),
        ),
    )
    rows = (
        (
            node_title(row["parent"], names),
            *(row[key] for key in ("expert", "place", "first", "second", "given", "implied")),
            scale_text(row["implied"]),
        )
        for row in found.read.clashes.iter_rows(named=True)
    )
    notes = ("次序：1 为与其余判断最不相合的",)
    one_table(book, "不相合的判断", "与其余判断不相合的判断", columns, rows, notes=notes)

"""How an export of a survey platform was taken, spelled out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reports.figures import EMPTY
from reports.table import Table, label, number, text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ipscore.survey_import import Imported, Matched

_SHOWN = 3
_LONG = 24


def import_tables(found: Imported) -> tuple[Table, ...]:
    """Which header is which question, how many answers were given, and which are no option."""
    return (
        Table(
            title=f"{found.file}：表头与问卷的对应",
            columns=(
                label("问卷"),
                text("导出文件的表头"),
                label("凭"),
                number("有答案"),
                number("未问或未答"),
                number("不是选项"),
                text("不是选项的值"),
            ),
            rows=tuple(_row(one, one.header) for one in found.matched if one.header is not None),
            notes=tuple(_notes(found)),
        ),
    )


def _row(one: Matched, full: str) -> tuple[str, ...]:
    header = full if len(full) <= _LONG else f"{full[:_LONG]}…"
    if one.tally is None:
        return one.title, header, one.by, *([EMPTY] * 3), ""
    lost = one.tally.unrecognised
    return one.title, header, one.by, f"{one.tally.given:,}", f"{one.empty:,}", f"{one.tally.lost:,}", _most(lost)


def _most(cells: Mapping[str, int]) -> str:
    ordered = sorted(cells.items(), key=lambda pair: (-pair[1], pair[0]))
    shown = "、".join(f"“{cell}”{f' {count:,} 个' if count > 1 else ''}" for cell, count in ordered[:_SHOWN])
    return f"{shown}等 {len(ordered)} 种" if len(ordered) > _SHOWN else shown


def _notes(found: Imported) -> list[str]:
    repeated = f"，其中 {found.excluded:,} 行与别的行相同，只计一次" if found.excluded else ""
    unmatched = [
        f"没有对应的表头：“{header}”{f'，或即“{likely}”？若是，请写进问卷的 aliases' if likely else ''}"
        for header, likely in found.unmatched
    ]
    ignored = [f"平台自己的列，不读入：{'、'.join(found.ignored)}"] if found.ignored else []
    absent = [one.title for one in found.matched if one.header is None]
    return [
        f"读入 {found.read:,} 行{repeated}",
        *([f"导出文件没有的列：{'、'.join(absent)}"] if absent else []),
        *unmatched,
        *ignored,
        *found.remarks,
        *(["公司没有与名录核对：没有写 --register 或 --records"] if not found.checked else []),
        *(
            ["不是选项的答案照原样写出，评分时只失去该答案"]
            if any(m.tally and m.tally.lost for m in found.matched)
            else []
        ),
    ]

"""Whether the header of a correction file holds what its rows need, and nothing that somebody believes to be read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from data_sources.corrections.contract import BESIDE
from data_sources.header_texts import header_key, label_of, unit_stated
from data_sources.suggest import perhaps
from data_sources.units import is_unit_like

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from data_sources.parts import Part
    from data_sources.source import Source


def strange_headers(parts: Iterable[Part], name: str) -> Iterator[str]:
    """What is wrong with the headers of the sheets of a source, in Chinese.

    Args:
        parts: sheets, of other sources too.
        name: of the source.
    """
    for part in parts:
        if part.source.name == name:
            yield from _strange(part)


def _strange(part: Part) -> Iterator[str]:
    titles = [column.title for column in part.source.columns]
    absent = [column.title for column in part.source.columns if column.name not in part.header.positions]
    beside = {header_key(text) for text in BESIDE}
    for text in part.header.dropped:
        if header_key(text) not in beside:
            meant = perhaps(text, absent) or perhaps(text, titles)
            yield (
                f"{part.sheet.place}：表头“{text}”不是{part.source.title}的列；可用：{'、'.join(titles)}{meant}"
                f"（{'、'.join(BESIDE)}可以另有，不读）"
            )
    by_column = any(column.name == "column" for column in part.source.columns)
    example = "请在列里写明单位，如 金额（万元）" if by_column else "请把单位写在格里，如 12.5万元"
    for name in ("old", "new"):
        text = part.header.texts.get(name, "")
        if any(is_unit_like(note) for note in label_of((text,)).notes):
            yield f"{part.sheet.place}：表头“{text}”写着单位，而各行的单位不同；{example}"
    above = part.sheet.head.head(max(part.header.row + 1 - part.header.rows, 0)).rows()
    for cell in dict.fromkeys(cell for row in above for cell in row if cell):
        if unit_stated(cell):
            yield f"{part.sheet.place}：表上方写着“{cell.strip()}”，而各行的单位不同；{example}"


def lacking(source: Source, headers: Collection[str], needed: Iterable[str]) -> str:
    """The titles of the columns that are needed and have no header."""
    return "、".join(source.column(name).title for name in needed if name not in headers)

"""The cache, spelled out."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from ipscore.cache import ELSEWHERE
from reports.table import Table, label, number, text

if TYPE_CHECKING:
    from data_sources.cache.store import Kept, Store


def cache_table(store: Store) -> Table:
    """The copies, the last used first, and how much they may take up."""
    copies = sorted(store.copies(), key=lambda copy: (-copy.used, copy.folder.name))
    return Table(
        title="缓存中的副本",
        columns=(text("文件"), label("数据源"), number("大小"), text("上次使用")),
        rows=(
            *map(_row, copies),
            (f"合计 {len(copies)} 份", "", megabytes(sum(copy.size for copy in copies)), ""),
        ),
        notes=(
            f"文件夹 {store.folder}（可用环境变量 {ELSEWHERE} 指定别处）",
            f"最多 {megabytes(store.limit)}，超过即删去最久未用的；清空用 ipscore cache clear",
        ),
    )


def megabytes(size: int) -> str:
    """A size in megabytes of 2^20 bytes."""
    return f"{size / (1 << 20):,.1f} MB"


def _row(copy: Kept) -> tuple[str, ...]:
    size = megabytes(copy.size)
    if copy.entry is None:
        return "（已损坏，下次读入时重做）", "", size, ""
    used = datetime.fromtimestamp(copy.used).astimezone()
    sources = "、".join(sheet.source for sheet in copy.entry.sheets)
    return copy.entry.file, sources, size, f"{used:%Y-%m-%d %H:%M}"

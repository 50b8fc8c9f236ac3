"""Several evaluations as a workbook: means, totals, every node of every firm, and what changed in between."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reports.operations.sheets import one_table
from reports.trend_tables import LIKE, MOVES, move_text, node_changes
from reports.workbook.book import Book
from reports.workbook.columns import Column

if TYPE_CHECKING:
    from pathlib import Path

    import polars as pl

    from reports.workbook.columns import Kind
    from scoring.trend import Trend

_NODE, _NAME = Column("指标", "text", 9), Column("名称", "text", 36)
_PERIOD = Column("期间", "text", 14)
_LIKE_NOTE = f"{LIKE}：只计各期都有的末级指标，按最近一期的体系、权重与合成方法合成；评分规则与参数的变化不在此列"


def write_trend(trend: Trend, path: Path) -> None:
    """Write the workbook. The same runs give the same bytes.

    Raises:
        OSError: the file cannot be written.
    """
    latest = trend.latest
    book = Book(path, f"各期对照：{'、'.join(trend.periods)}", latest.title, latest.period.end)
    noun = latest.words.noun
    named = (Column(noun, "text", 20),)
    _wide(book, "均分", "各期均分", trend, trend.means, values=("mean", "like", "firms"))
    totals = trend.scores.filter(node="total")
    _wide(book, "总分", "各期总分与位次", trend, totals, values=("score", "rank", "band"), firm=named)
    every = ("score", "rank", "band", "like", "like_rank")
    _wide(book, "各指标", "各期各指标得分", trend, trend.scores, values=every, firm=named)
    if trend.lettered:
        _letters(book, trend, named)
    changes = ((row["period"], row["node"], row["name"], row["told"]) for row in node_changes(trend) if row["told"])
    columns: tuple[Column, ...] = (_PERIOD, _NODE, _NAME, Column("与上一期相比", "text", 70))
    one_table(book, "体系变化", "体系与权重的变化", columns, changes)
    moves = (
        (row["period"], row["firm_id"], row["firm"], MOVES[row["kind"]], move_text(row))
        for row in trend.firms.iter_rows(named=True)
    )
    columns = (_PERIOD, Column("代码", "text", 22), *named, Column("变动", "text", 12), Column("说明", "text", 50))
    one_table(book, f"{noun}进出", f"{noun}的进出", columns, moves)
    book.close()


def _letters(book: Book, trend: Trend, named: tuple[Column, ...]) -> None:
    """A row per firm and node with letters; those of every period side by side."""
    runs = range(1, len(trend.periods) + 1)
    rows = []
    for (firm_id, node), group in trend.letters.sort("node", "firm_id", "run").group_by(
        ["firm_id", "node"], maintain_order=True
    ):
        by = {row["run"]: row["letter"] for row in group.iter_rows(named=True)}
        rows.append((firm_id, group["firm"][-1], node, *(by.get(run) for run in runs)))
    columns = (Column("代码", "text", 22), *named, _NODE, *(Column(period, "text", 14) for period in trend.periods))
    one_table(book, "等级", "各期等级", columns, rows)


_HEADERS: dict[str, tuple[str, Kind]] = {
    "mean": ("均分", "points"),
    "score": ("得分", "points"),
    "like": (LIKE, "points"),
    "rank": ("位次", "count"),
    "like_rank": (f"{LIKE}位次", "count"),
    "firms": ("{measure}数", "count"),
    "band": ("分段", "text"),
}


def _wide(
    book: Book,
    sheet: str,
    heading: str,
    trend: Trend,
    frame: pl.DataFrame,
    *,
    values: tuple[str, ...],
    firm: tuple[Column, ...] = (),
) -> None:
    """A row per node, or firm and node; the values of every period side by side."""
    shown = values if trend.changed else tuple(name for name in values if not name.startswith("like"))
    keys = ["firm_id", "firm", "node", "name"] if firm else ["node", "name"]
    columns = [Column("代码", "text", 22), *firm, _NODE, _NAME] if firm else [_NODE, _NAME]
    for name in shown:
        header, kind = _HEADERS[name]
        header = header.format(measure=trend.latest.words.measure)
        columns += [Column(f"{period} {header}", kind, 14) for period in trend.periods]
    rows = []
    for key, group in frame.group_by(keys, maintain_order=True):
        by = {row["run"]: row for row in group.iter_rows(named=True)}
        runs = range(1, len(trend.periods) + 1)
        rows.append((*key, *(by[run][name] if run in by else None for name in shown for run in runs)))
    one_table(book, sheet, heading, columns, rows, notes=(_LIKE_NOTE,) if trend.changed else ())

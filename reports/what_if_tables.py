"""What would be otherwise, spelled out as tables: who moves, node by node, or of one firm."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import polars as pl

from reports.figures import EMPTY, fixed, plain, signed
from reports.letters_tables import letter_moves_table
from reports.naming import named
from reports.table import Table, label, number, text
from scoring.frames import node_names
from scoring.what_if import largest_first

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from scoring import Evaluation
    from scoring.what_if import Drop, WhatIf

_SHOWN = 20
_NOTHING = "没有任何得分或位次改变。"


@dataclass(frozen=True)
class Supposition:
    """What was supposed, and what follows.

    Attributes:
        evaluation: as published.
        found: what would be otherwise.
        drops: the records left out.
        titles: names of sources as people know them.
    """

    evaluation: Evaluation
    found: WhatIf
    drops: Sequence[Drop]
    titles: Mapping[str, str]


def what_if_tables(given: Supposition) -> list[Table]:
    """What was supposed, how the total moves, the nodes touched, and who comes into another band."""
    found, words = given.found, given.evaluation.rulebook.words
    if not found.moves.height:
        alone = _letters_table(given)
        return [_supposed(given, _NOTHING), *([alone] if alone.rows else [])]
    total = next(iter(found.nodes.filter(pl.col("node") == "total").to_dicts()), None)
    summary = "没有总分或总分位次改变。"
    if total is not None:
        counts = "，".join(
            f"{total[name]} {words.measure}{said}"
            for name, said in (("risen", "上升"), ("fallen", "下降"), ("reranked", "位次改变"))
        )
        means = f"{fixed(total['mean_before'])} → {fixed(total['mean_now'])}（{signed(total['change'], 4)}）"
        summary = f"总分：{counts}；均分 {means}"
    tables = [_moves_table(given), _nodes_table(found), _crossings_table(given), _letters_table(given)]
    return [_supposed(given, summary), *(table for table in tables if table.rows)]


def firm_what_if_tables(given: Supposition, firm_id: str, firm: str) -> list[Table]:
    """What was supposed, and every score of one firm that moves."""
    rows = given.found.moves.filter(pl.col("firm_id") == firm_id).to_dicts()
    crossed = given.found.crossings.filter(pl.col("firm_id") == firm_id).to_dicts()
    names = node_names(given.evaluation.rulebook)
    bands = {row["node"]: f"{row['band_before'] or EMPTY} → {row['band_now'] or EMPTY}" for row in crossed}
    table = Table(
        title=named(firm, firm_id),
        columns=(label("指标"), text("名称"), *_scores(), label("位次"), label("分段", spare=1)),
        rows=tuple(
            (row["node"], names[row["node"]], *_changes(row), _ranks(row), bands.get(row["node"], "")) for row in rows
        ),
    )
    letters = _letters_table(given, firm_id)
    told = [_supposed(given), table] if rows else [_supposed(given, f"{firm}{_NOTHING}")]
    return [*told, *([letters] if letters.rows else [])]


def _supposed(given: Supposition, *summary: str) -> Table:
    """What is supposed, one line each, and what follows."""
    found, before = given.found, given.evaluation
    lines = [f"{key}：{_value(was)} → {_value(now)}" for key, was, now in found.settings]
    if found.scheme != before.scheme:
        schemes = (before.rulebook, before.scheme), (found.rulebook, found.scheme)
        lines.append("权重方案：" + " → ".join(f"{name}（{book.weights[name].title}）" for book, name in schemes))
    lines += [f"去掉 {given.titles.get(drop.source, drop.source)} {drop.record_id}" for drop in given.drops[:_SHOWN]]
    if len(given.drops) > _SHOWN:
        lines.append(f"……共去掉 {len(given.drops)} 条记录")
    return Table(f"{before.rulebook.title}：假如", (), (), (*lines, *summary))


def _moves_table(given: Supposition) -> Table:
    moved = largest_first(given.found.moves.filter(pl.col("node") == "total"))
    rest = moved.height - _SHOWN
    words = given.evaluation.rulebook.words
    return Table(
        title=f"总分或位次改变的{words.noun}",
        columns=(text(words.noun), *_scores(), label("位次")),
        rows=tuple((row["firm"], *_changes(row), _ranks(row)) for row in moved.head(_SHOWN).to_dicts()),
        notes=(f"另有 {rest} {words.measure}，变化较小（--format csv 列出全部）",) if rest > 0 else (),
    )


def _nodes_table(found: WhatIf) -> Table:
    return Table(
        title="受影响的指标",
        columns=(
            label("指标"),
            text("名称"),
            number("升"),
            number("降"),
            number("位次改变"),
            number("此前均分"),
            number("现在均分"),
            number("变化"),
        ),
        rows=tuple(
            (
                row["node"],
                row["name"],
                *(str(row[name]) for name in ("risen", "fallen", "reranked")),
                fixed(row["mean_before"]),
                fixed(row["mean_now"]),
                signed(row["change"], 4),
            )
            for row in found.nodes.to_dicts()
        ),
    )


def _crossings_table(given: Supposition) -> Table:
    found, rulebook = given.found, given.evaluation.rulebook
    names, noun = node_names(rulebook), rulebook.words.noun
    rest = found.crossings.height - _SHOWN
    return Table(
        title=f"分段改变的{noun}",
        columns=(label("指标"), text("名称"), text(noun), label("此前"), label("现在")),
        rows=tuple(
            (row["node"], names[row["node"]], row["firm"], row["band_before"] or EMPTY, row["band_now"] or EMPTY)
            for row in found.crossings.head(_SHOWN).to_dicts()
        ),
        notes=(f"另有 {rest} 项（--format json 列出全部）",) if rest > 0 else (),
    )


def _letters_table(given: Supposition, firm_id: str | None = None) -> Table:
    found, rulebook = given.found.letters, given.evaluation.rulebook
    own = found if firm_id is None else found.filter(firm_id=firm_id)
    rest = own.height - _SHOWN
    return letter_moves_table(
        *(f"等级改变的{rulebook.words.noun}", own.head(_SHOWN), rulebook),
        heads=("此前", "现在"),
        notes=(f"另有 {rest} 项（--format json 列出全部）",) if rest > 0 else (),
    )


def _scores() -> tuple[Any, ...]:
    return number("此前"), number("现在"), number("变化")


def _changes(row: Mapping[str, Any]) -> tuple[str, str, str]:
    return fixed(row["before"]), fixed(row["now"]), signed(row["change"])


def _ranks(row: Mapping[str, Any]) -> str:
    """`12 → 7`."""
    before, now = row["rank_before"], row["rank_now"]
    return f"{EMPTY if before is None else before} → {EMPTY if now is None else now}"


def _value(value: Any) -> str:
    if value is None:
        return "无"
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, int | float):
        return plain(value, 9)
    return "、".join(map(_value, value)) if isinstance(value, list) else str(value)

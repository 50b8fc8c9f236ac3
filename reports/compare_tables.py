"""The comparison of two evaluations, spelled out as tables."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl

from reports.figures import EMPTY, fixed, signed
from reports.letters_tables import letter_moves_table
from reports.naming import named
from reports.table import Table, label, number, text
from scoring.comparison import band_moves, largest_moves
from scoring.lettering.moves import letter_moves

if TYPE_CHECKING:
    from collections.abc import Mapping

    from indicator_tree import Rulebook
    from reports.table import Column
    from scoring import Evaluation
    from scoring.comparison import Comparison

MOVES_SHOWN = 10
_PARTS = (number("规则"), number("权重"), number("记录"))
_PARTS_NOTE = (
    "变化 = 规则 + 权重 + 记录：规则为评分规则与参数改变的影响，权重为指标体系、权重与合成方法改变的影响，"
    "记录为数据改变的影响；三者按各种先后次序平均（Shapley 分解）"
)
_INDICATORS = {"new": "新增", "gone": "取消"}
_FIRMS = {"new": "仅本次参评", "gone": "仅上次参评"}
_QUANTITIES = {"new": "本次新要求", "gone": "本次不再要求", "changed": "统计口径不同"}
_DIRECTIONS = {"risen": "上升", "fallen": "下降"}


def compare_tables(comparison: Comparison, node: str | None = None) -> list[Table]:
    """Both evaluations, the means of every node or of one, the largest moves at it (of the total where none is given),
    who comes into another band there, and what only one evaluation has.
    """
    moved = "total" if node is None else node
    found = [heading(comparison), means_table(comparison, node)]
    found += [moves_table(comparison, moved, direction) for direction in _DIRECTIONS]
    found += [bands_table(comparison, moved), letters_table(comparison, moved)]
    found.append(nodes_table(comparison, node))
    if node is None:
        found += [firms_table(comparison), quantities_table(comparison)]
    return [found[0], *(table for table in found[1:] if table.rows)]


def firm_tables(comparison: Comparison, firm_id: str, node: str | None = None) -> list[Table]:
    """The change of one firm at every node, or at one."""
    own = comparison.split.filter(pl.col("firm_id") == firm_id)
    rows = (own if node is None else own.filter(pl.col("node") == node)).to_dicts()
    name = next(iter(own["firm"]), firm_id)
    alone = {row["kind"] for row in comparison.firms.filter(pl.col("firm_id") == firm_id).to_dicts()}
    table = Table(
        title=f"{named(name, firm_id)}{''.join(f'：{_FIRMS[kind]}，没有分解' for kind in alone)}",
        columns=(label("指标"), text("名称"), *_scores(), *_PARTS, label("位次")),
        rows=tuple((row["node"], _named(row, alone), *_changes(row), _ranks(row)) for row in rows),
        notes=(_PARTS_NOTE,),
    )
    return [heading(comparison), table]


def heading(comparison: Comparison) -> Table:
    """Which evaluations are compared."""
    before, now = comparison.before, comparison.now
    both = f"两次都参评 {comparison.common} {now.rulebook.words.measure}"
    notes = [_evaluation("上次", before), _evaluation("本次", now), both]
    return Table(f"{before.rulebook.title} → {now.rulebook.title}", (), (), tuple(notes))


def _evaluation(when: str, one: Evaluation) -> str:
    book = one.rulebook
    firms = one.firms.filter(pl.col("status") == "evaluated").height
    scheme = f"{one.scheme}（{book.weights[one.scheme].title}）"
    return f"{when}：规则 {book.id}，{_when(book)}，权重方案 {scheme}，参评 {firms} {book.words.measure}"


def _when(book: Rulebook) -> str:
    """`2017 年度`, `2024年3月`."""
    return book.period_words.title.replace("年度", " 年度")


def means_table(comparison: Comparison, node: str | None = None) -> Table:
    """The means of the nodes that both evaluations have, with the parts of their change."""
    both = comparison.means.filter(pl.col("kind") == "both")
    rows = (both if node is None else both.filter(pl.col("node") == node)).to_dicts()
    moving = any(signed(row["population"] or 0.0) != signed(0.0) for row in rows)
    noun = comparison.now.rulebook.words.noun
    notes = [_PARTS_NOTE]
    if moving:
        notes.append(f"均分为各次全部有得分的{noun}的平均；{noun}为两次有得分的{noun}不尽相同的影响，变化为四项之和")
    return Table(
        title="均分的变化",
        columns=(
            label("指标"),
            text("名称"),
            *_scores("均分"),
            *_PARTS,
            *([number(noun)] if moving else []),
            number("升"),
            number("降"),
            number("不变", spare=1),
        ),
        rows=tuple(
            (
                row["node"],
                row["name"],
                *_changes(row),
                *([signed(row["population"])] if moving else []),
                *(str(row[count]) for count in ("risen", "fallen", "same")),
            )
            for row in rows
        ),
        notes=tuple(notes),
    )


def moves_table(comparison: Comparison, node: str, direction: str) -> Table:
    """The firms that rose or fell most at a node."""
    moves = largest_moves(comparison.split, node, MOVES_SHOWN)
    rows = moves.filter(pl.col("direction") == direction).to_dicts()
    noun = comparison.now.rulebook.words.noun
    return Table(
        title=f"{_node(comparison, node)}：{_DIRECTIONS[direction]}最多的{noun}",
        columns=(text(noun), *_scores(), *_PARTS, label("位次")),
        rows=tuple((row["firm"], *_changes(row), _ranks(row)) for row in rows),
    )


def bands_table(comparison: Comparison, node: str) -> Table:
    """The firms that come into another band of a node."""
    noun = comparison.now.rulebook.words.noun
    return Table(
        title=f"{_node(comparison, node)}：分段改变的{noun}",
        columns=(text(noun), label("上次分段"), label("本次分段"), number("上次"), number("本次")),
        rows=tuple(
            (row["firm"], row["band_before"], row["band_now"], fixed(row["before"]), fixed(row["now"]))
            for row in band_moves(comparison, node).to_dicts()
        ),
    )


def letters_table(comparison: Comparison, node: str) -> Table:
    """The firms of both evaluations that have another letter at a node."""
    before, now = comparison.before, comparison.now
    moves = letter_moves(before.letters, now.letters, [node])
    sets = [one.rulebook.letters_at(node).labels for one in (before, now) if node in one.rulebook.lettered]
    others = ("两次的等级不同：" + "；".join("、".join(labels) for labels in sets),) if len(set(sets)) > 1 else ()
    title = f"{_node(comparison, node)}：等级改变的{now.rulebook.words.noun}"
    return letter_moves_table(title, moves, now.rulebook, heads=("上次", "本次"), notes=others)


def _node(comparison: Comparison, node: str) -> str:
    return f"{node} {next(iter(comparison.nodes.filter(pl.col('node') == node).reverse()['name']), node)}"


def nodes_table(comparison: Comparison, node: str | None = None) -> Table:
    """Indicators of one evaluation only, or those of one code."""
    alone = comparison.means.filter(pl.col("kind") != "both")
    return Table(
        title="只有一次有的指标",
        columns=(label("指标"), text("名称"), label("变动"), number("上次均分"), number("本次均分")),
        rows=tuple(
            (row["node"], row["name"], _INDICATORS[row["kind"]], fixed(row["before"]), fixed(row["now"]))
            for row in (alone if node is None else alone.filter(pl.col("node") == node)).to_dicts()
        ),
        notes=("代码与名称都相同的才是同一指标；增减指标的影响计入权重",),
    )


def firms_table(comparison: Comparison) -> Table:
    """Firms of one evaluation only."""
    noun = comparison.now.rulebook.words.noun
    return Table(
        title=f"只有一次参评的{noun}",
        columns=(text(noun), label("变动"), number("总分"), number("位次"), text("另一次未参评的原因")),
        rows=tuple(
            (
                row["firm"],
                _FIRMS[row["kind"]],
                fixed(row["score"]),
                EMPTY if row["rank"] is None else str(row["rank"]),
                row["reason"] or "不在该次的名录中",
            )
            for row in comparison.firms.to_dicts()
        ),
    )


def quantities_table(comparison: Comparison) -> Table:
    """Quantities that the records of one year cannot give to the rules of the other."""
    return Table(
        title="视为两年相同的数量",
        columns=(label("指标"), text("数量"), label("原因")),
        rows=tuple(
            (
                row["node"],
                row["parameter"] + (f"：{row['answer']}" if row["answer"] else ""),
                _QUANTITIES[row["kind"]],
            )
            for row in comparison.quantities.to_dicts()
        ),
        notes=("另一年没有按此统计，由此产生的变化计入规则，不计入记录",),
    )


def _scores(what: str = "") -> tuple[Column, ...]:
    return number(f"上次{what}"), number(f"本次{what}"), number("变化")


def _changes(row: Mapping[str, Any]) -> tuple[str, ...]:
    parts = (signed(row[name]) for name in ("change", "rules", "weights", "records"))
    return fixed(row["before"]), fixed(row["now"]), *parts


def _named(row: Mapping[str, Any], alone: set[str]) -> str:
    """The name of a node, with what became of the node itself."""
    kind = row["kind"]
    return str(row["name"]) if kind == "both" or alone else f"{row['name']}（{_INDICATORS[kind]}）"


def _ranks(row: Mapping[str, Any]) -> str:
    """`12 → 7（升 5）`."""
    before, now, change = row["rank_before"], row["rank_now"], row["rank_change"]
    ranks = f"{EMPTY if before is None else before} → {EMPTY if now is None else now}"
    return f"{ranks}（{'升' if change < 0 else '降'} {abs(change)}）" if change else ranks

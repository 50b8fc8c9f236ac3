"""公司得分: firms by rank, with their scores at every node."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl

from data_sources.sheet_names import sheet_name
from reports.distribution import confidence_label
from reports.workbook.columns import Column
from reports.workbook.statistics import shown
from scoring.lettering.next import next_letters
from scoring.node_rules.words import node_text

if TYPE_CHECKING:
    from indicator_tree.units import Words
    from reports.workbook.book import Book
    from scoring import Evaluation

_WIDTH_OF_PAGE = 190  # half-width characters that are still read easily on one landscape page
_LOW, _HIGH = "#E08A3C", "#FFFFFF"
_FIXED = 2  # columns that stay: rank and firm


def add(book: Book, evaluation: Evaluation) -> None:
    """A row per evaluated firm in the order of ranks, a column per node: the totals, then the tree."""
    summary = shown(evaluation.summary, evaluation)
    nodes, words = list(summary.iter_rows(named=True)), evaluation.rulebook.words
    frame, ranks = _wide(evaluation, [row["node"] for row in nodes])
    columns = [
        *_leading(ranks, confidence_label(evaluation), words),
        *_letters(evaluation),
        *(_score(row, words) for row in nodes),
    ]
    sheet = book.sheet(
        sheet_of(words),
        f"各{words.noun}得分与名次",
        f"按总分名次排列。底色在同一列内比较：颜色越深，得分越低；全部{words.noun}得分相同的列没有底色。",
    )
    place = sheet.table(columns, frame.rows())
    before = len(columns) - len(nodes)
    for at, row in enumerate(nodes, before):
        if place.last >= place.first and row["min"] != row["max"]:
            sheet.worksheet.conditional_format(
                place.first, at, place.last, at, {"type": "2_color_scale", "min_color": _LOW, "max_color": _HIGH}
            )
    wide = sum(column.width for column in columns)
    sheet.worksheet.repeat_columns(0, _FIXED - 1)
    sheet.finish((place.first, _FIXED), repeat=(place.head, place.head), pages=-int(-wide // _WIDTH_OF_PAGE))


def sheet_of(words: Words) -> str:
    """What the sheet is called."""
    return sheet_name(f"{words.noun}得分")


def _wide(evaluation: Evaluation, nodes: list[str]) -> tuple[pl.DataFrame, list[str]]:
    """rank, firm, firm_id, limits of the rank where there are any, one column per node; and the columns of the rank."""
    scores = evaluation.scores
    total = scores.filter(pl.col("node") == "total").sort("rank", "firm_id", nulls_last=True)
    ranks = ["rank_low", "rank_high"] if total["rank_low"].is_not_null().any() else []
    wide = scores.pivot("node", index="firm_id", values="score", maintain_order=True)
    frame = total.select("rank", "firm", "firm_id", *ranks).join(wide, on="firm_id", how="left", maintain_order="left")
    letters = evaluation.letters.pivot("node", index="firm_id", values="letter", maintain_order=True)
    named = {node: f"{node} letter" for node in evaluation.rulebook.lettered}
    gaps = {node: f"{node} gap" for node in named}
    if named:
        frame = frame.join(letters.rename(named), on="firm_id", how="left", maintain_order="left")
        ahead = next_letters(evaluation).pivot("node", index="firm_id", values="gap", maintain_order=True)
        absent = [pl.lit(None, pl.Float64).alias(node) for node in named if node not in ahead.columns]
        missing = ahead.with_columns(*absent).rename(gaps)
        frame = frame.join(missing, on="firm_id", how="left", maintain_order="left")
    lettered = [column for node in named for column in (named[node], gaps[node])]
    return frame.select("rank", "firm", "firm_id", *ranks, *lettered, *nodes), ranks


def _leading(ranks: list[str], confidence: str, words: Words) -> list[Column]:
    limits = [
        Column("名次\n最前", "count", 7, f"总分名次 {confidence}的上端", "名"),
        Column("名次\n最后", "count", 7, f"总分名次 {confidence}的下端", "名"),
    ]
    return [
        Column("名次", "count", 7, "按总分排名，同分同名次", "名"),
        Column(words.noun, "text", 18, f"{words.noun}简称"),
        Column("代码", "text", 21, words.key_meaning),
        *(limits if ranks else []),
    ]


def _letters(evaluation: Evaluation) -> list[Column]:
    """Two columns per node that has letters: the letter, and what is missing to the next one."""
    book = evaluation.rulebook
    columns = []
    for node in book.lettered:
        title = f"{node_text(node, book)}\n{book.letters_at(node).title}"
        told = "按得分、按本次界线，到上一级还差多少分；空格为已在最高一级，或没有等级"
        columns.append(Column(title, "text", 10, "适用节点规则之后的等级；空格为没有"))
        columns.append(Column(f"{title}\n距上一级", "points", 10, told, "分"))
    return columns


def _score(row: dict[str, Any], words: Words) -> Column:
    if not row["level"]:
        return Column(row["name"], "points", 10, f"该{words.noun}得分", "分")
    header = f"{row['node']}\n{row['name']}"
    return Column(header, "points", 11, f"该{words.noun}在该指标的得分；空格表示没有得分", "分", "各指标（代码与名称）")

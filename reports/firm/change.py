"""The change from last year, split by cause."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import polars as pl

from reports.document import Exhibit, Heading, Listing, Paragraph, Reference, Text
from reports.figures import fixed, signed
from reports.firm.change_tables import WEIGHTS, causes_table, code, mark, nodes_table
from reports.firm.steps import waterfall
from reports.system.tables import split_table
from reports.system.words import split_sentence

if TYPE_CHECKING:
    from collections.abc import Iterator

    from indicator_tree.periods import PeriodWords
    from reports.document import Block, Figure
    from reports.firm.firm import Compared, Firm
    from reports.system import System
    from scoring.change_by_cause import ChangeByCause

_OTHER_SPLIT = f"“各指标的变动”表中的“{WEIGHTS}”只计两次都有的指标，增减的指标在那里另成一行，因此与本表的这一列不同"


def change_blocks(firm: Firm) -> Iterator[Block]:
    """The chapter 与上年比较; nothing where no comparison was asked for."""
    compared = firm.compared
    if compared is None:
        return
    yield Heading(1, f"与{compared.title}比较", "change")
    change = compared.change
    if change is None:
        yield Paragraph(
            (Text(f"{firm.rulebook.words.own}没有{compared.title}的总分（未参加评价或没有得分），无从比较。"),)
        )
        return
    yield Paragraph(_sentence(compared, change))
    period = firm.rulebook.period_words
    yield _waterfall(change, compared.title, period)
    yield Exhibit("change-nodes", nodes_table(change, period, compared.system))
    moved = change.causes.filter((pl.col("change") != 0) | pl.col("quantity").ne_missing(pl.col("quantity_before")))
    if moved.is_empty():
        yield Paragraph((Text(f"两{period.one}都有得分的指标，各项原因的数量和分值都没有变动。"),))
    else:
        yield Exhibit("change-causes", causes_table(firm, moved))
    if compared.system is not None:
        yield from _system(compared, compared.system, firm)


def _sentence(compared: Compared, change: ChangeByCause) -> tuple[Text | Reference, ...]:
    return (
        Text(f"总分由{compared.title}的 {fixed(change.before)} 分变为 {fixed(change.now)} 分，"),
        Text(f"变动 {signed(change.change)} 分", strong=True),
        Text("。"),
        Reference("change-waterfall"),
        Text("和其后的表把变动分到各指标，再分到各项原因；各行之和等于总分的变动。"),
        *((Text("其中有指标体系变化的影响，见"), Reference("change-system"), Text("。")) if compared.system else ()),
    )


def _system(compared: Compared, system: System, firm: Firm) -> Iterator[Block]:
    """What of the system differs, and what that did to the firm's scores."""
    told = [f"指标体系中{system.counted}"] if system.counted else []
    told += [f"计分规则与其他规定有{system.ruled}处不同"] if system.ruled else []
    yield Heading(2, "指标体系的变化", "change-system", numbered=False)
    yield Paragraph((Text(f"与{compared.title}相比，{'，'.join(told)}。"),))
    if system.counted:
        yield Exhibit("change-weights", system.nodes("指标与权重的变化"))
    if system.ruled:
        yield Exhibit("change-rules", system.rules("计分规则与其他规定的变化"))
    if compared.split and system.change.affects_scores:
        noun = firm.rulebook.words.noun
        sentences = (split_sentence(row["name"], row, noun) for row in compared.split)
        yield Listing(tuple((Text(f"{sentence}。"),) for sentence in sentences))
        table = split_table(system.change, "总分与一级指标的变化由何而来", compared.split)
        yield Exhibit("change-split", replace(table, notes=(*table.notes, _OTHER_SPLIT)))


def _waterfall(change: ChangeByCause, title: str, period: PeriodWords) -> Figure:
    """Last year's total, every indicator that moved, the weights, this year's total."""
    moved = [
        ("change", f"{code(row)} {row['name']}{mark(row, period)}".lstrip(), row["effect"], row["running"])
        for row in change.indicators.to_dicts()
        if row["effect"]
    ]
    weights = [("change", WEIGHTS, change.weights, change.now)] if change.weights else []
    ends = ("start", f"{title}总分", None, change.before), ("end", f"{period.now}总分", None, change.now)
    return waterfall("change-waterfall", "总分变动的由来", [ends[0], *moved, *weights, ends[1]])

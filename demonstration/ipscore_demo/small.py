"""The second demonstration: a market of firms with few complaints a year, so that small numbers can be seen."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from ipscore.atomic_folder import Place
from ipscore.publishing import publish
from ipscore.robustness_publishing import publish_study
from ipscore.rules import read_rules
from ipscore.run_folder import Run
from ipscore_demo.demonstration import RECORDS, REPORTS, RUN, Demonstration, new_records
from ipscore_demo.reports import Told, write_all
from ipscore_demo.small_market import write_records
from ipscore_demo.year_2017 import FIRST_LINE
from reports.distribution import confidence_label
from reports.figures import fixed, interval
from reports.table import Table, number, text
from scoring.findings.few import few_events
from scoring.kinds.few import SMALL

if TYPE_CHECKING:
    from pathlib import Path

    from scoring import Evaluation

RULEBOOK = "small_market"
_NOTICE = "本报告由虚构的数据生成：公司、代码和记录都是自造的，不代表任何真实公司，也不再现任何公布的数字。"
_NOTE = f"""{FIRST_LINE}
records/ 是虚构的小市场：公司小，一年只有几件投诉；公司、代码和记录都是自造的，不代表任何真实公司。
run/ 是评分结果，其中 robustness/ 是稳健性分析。
reports/ 是由评分结果生成的白皮书、工作簿、稳健性报告和一家公司的评价明细。
"""


def demonstrate_small(folder: Path, *, seed: int, force: bool, records_only: bool) -> Demonstration:
    """Write `records/`, `run/` and `reports/` of the invented market into the folder; or the records alone.

    Raises:
        TargetError: the folder holds something else, or an earlier demonstration and `force` is not set.
    """
    rules = read_rules(RULEBOOK)
    with new_records(folder, _NOTE, records_only=records_only, force=force) as partial:
        write_records(partial, rulebook=rules.rulebook, seed=seed)
    if records_only:
        return Demonstration((), (), f"数据：{folder / RECORDS}")
    _, evaluation = publish(folder / RECORDS, folder / RUN, rules, force=True)
    run = Run.open(folder / RUN)
    publish_study(run)
    with Place(folder / REPORTS, force=True).new_folder() as partial:
        write_all(partial, run, Told("小市场投资者保护状况（虚构示例）", _NOTICE))
    written = f"数据：{folder / RECORDS}\n结果：{folder / RUN}\n报告：{folder / REPORTS}"
    few = sum(firms for firms in few_events(evaluation.ledger, rules.rulebook)["firms"].drop_nulls())
    tables = [counted_table(evaluation, node) for node in rules.rulebook.counted_leaves]
    verdict = f"这个市场没有公布的数字可以对照；共 {few} 处得分提示件数少，区间见上表和各报告"
    return Demonstration((written, *tables), (), verdict)


def counted_table(evaluation: Evaluation, node: str) -> Table:
    """Every firm's score at a leaf that counts: the number it rests on, its own score, with its interval and rank."""
    book = evaluation.rulebook
    rows = evaluation.ledger.filter(pl.col("node") == node)
    flagged = set(rows.filter(pl.col("parameter") == f"{node}.{SMALL}")["firm_id"])
    key = next(iter(rows["parameter"].filter(rows["parameter"].str.contains(r"\.(received|events)$"))))
    counted = dict(rows.filter(pl.col("parameter") == key).select("firm_id", "quantity").rows())
    scores = evaluation.scores.filter(pl.col("node") == node).sort("rank", "firm_id", nulls_last=True)
    columns = ("firm_id", "firm", "score", "low", "high", "rank", "rank_low", "rank_high")
    return Table(
        title=f"{node} {book.indicator[node].name}",
        columns=(
            text("公司"),
            number("件数"),
            number("得分"),
            number(confidence_label(evaluation)),
            number("位次"),
            number("位次区间"),
        ),
        rows=tuple(
            (
                f"{firm}{'（件数少）' if firm_id in flagged else ''}",
                f"{counted.get(firm_id, 0):.0f}",
                fixed(score),
                interval(low, high),
                str(rank),
                interval(rank_low, rank_high, 0),
            )
            for firm_id, firm, score, low, high, rank, rank_low, rank_high in scores.select(columns).rows()
        ),
    )

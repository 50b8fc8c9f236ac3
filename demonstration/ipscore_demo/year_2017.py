"""The demonstration: the 2017 records rebuilt, scored, and compared with what was published."""

from __future__ import annotations

from typing import TYPE_CHECKING

from indicator_tree.published import load_published
from ipscore.atomic_folder import Place
from ipscore.progress import progress_bar
from ipscore.publishing import publish
from ipscore.reconciliation import reconcile
from ipscore.reconciliation_output import run_scheme_table, scheme_titles
from ipscore.robustness_publishing import publish_study
from ipscore.rules import read_rules
from ipscore.run_folder import Run
from ipscore_demo.demonstration import RECORDS, REPORTS, RUN, Demonstration, new_records
from ipscore_demo.errors import DemonstrationError
from ipscore_demo.reconstruction import InfeasibleError, write_records
from ipscore_demo.reports import write_reports
from reports.comparison_tables import count_table, scheme_table

if TYPE_CHECKING:
    from pathlib import Path

    from data_sources.records import Records
    from indicator_tree.published import PublishedFigures
    from ipscore.rules import Rules
    from scoring import Evaluation

PUBLISHED = "whitepaper_2017"
FIRST_LINE = "本文件夹由 ipscore demo 写出。"
_NOTE = f"""{FIRST_LINE}
records/ 是按公布数字重建的 2017 年度数据：公司、代码和记录都是虚构的，不代表任何真实公司。
run/ 是评分结果，其中 robustness/ 是稳健性分析。
reports/ 是由评分结果生成的白皮书、工作簿、稳健性报告和一家公司的评价明细。
"""


def demonstrate(folder: Path, *, seed: int, force: bool, records_only: bool) -> Demonstration:
    """Write `records/`, `run/` and `reports/` into the folder and compare; or the records alone.

    Raises:
        DemonstrationError: no records fit the published figures.
        TargetError: the folder holds something else, or an earlier demonstration and `force` is not set.
    """
    published = load_published(PUBLISHED)
    rules = read_rules(published.rulebook)
    with (
        new_records(folder, _NOTE, records_only=records_only, force=force) as partial,
        progress_bar("写出数据") as progress,
    ):
        try:
            write_records(partial, rulebook=rules.rulebook, published=published, seed=seed, progress=progress)
        except InfeasibleError as error:
            raise DemonstrationError(f"以种子 {seed} 重建不出 2017 年度数据：{error}") from error
    if records_only:
        return Demonstration((), (), f"数据：{folder / RECORDS}")
    records, evaluation = publish(folder / RECORDS, folder / RUN, rules, force=True)
    run = Run.open(folder / RUN)
    publish_study(run)
    with Place(folder / REPORTS, force=True).new_folder() as partial:
        write_reports(partial, run)
    return _compared(folder, records, evaluation, published, rules)


def _compared(
    folder: Path, records: Records, evaluation: Evaluation, published: PublishedFigures, rules: Rules
) -> Demonstration:
    found = reconcile(evaluation, published, records, rules.questionnaire)
    used = sum(entry.used for entry in records.intake)
    written = f"数据：{folder / RECORDS}（{len(records.intake)} 张表，采用 {used:,} 行）"
    return Demonstration(
        tables=(
            f"{written}\n结果：{folder / RUN}\n报告：{folder / REPORTS}",
            run_scheme_table(found),
            scheme_table(found.nodes, scheme_titles(evaluation.rulebook)),
            count_table(found.counts or ()),
        ),
        failures=found.failures,
        verdict=found.verdict,
    )

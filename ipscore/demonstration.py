"""The demonstration: the 2017 records rebuilt, scored, and compared with what was published."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from data_sources.reconstruction import InfeasibleError, record_counts, write_records
from indicator_tree.published import load_published
from ipscore.atomic_folder import check_target, new_folder
from ipscore.demonstration_reports import write_reports
from ipscore.errors import DemonstrationError
from ipscore.progress import progress_bar
from ipscore.publishing import publish
from ipscore.rules import read_rules
from ipscore.run_folder import Run
from reports.comparison import compare_nodes
from reports.comparison_tables import count_table, failures, node_table, scheme_table
from reports.count_comparison import compare_counts
from scoring import compare_schemes
from surveys.quality import clean
from surveys.questionnaire import load_questionnaire

if TYPE_CHECKING:
    from pathlib import Path

    from data_sources.records import Records
    from indicator_tree.published import PublishedFigures
    from reports.table import Table
    from scoring import Evaluation

PUBLISHED = "whitepaper_2017"
RECORDS, RUN, REPORTS = "records", "run", "reports"
_NOTE = "说明.txt"
_FIRST_LINE = "本文件夹由 ipscore demo 写出。"
_NOTE_TEXT = f"""{_FIRST_LINE}
records/ 是按公布数字重建的 2017 年度数据：公司、代码和记录都是虚构的，不代表任何真实公司。
run/ 是评分结果。
reports/ 是由评分结果生成的白皮书、工作簿和一家公司的评价明细。
"""


@dataclass(frozen=True)
class Demonstration:
    """What to print, and every figure that should have come out and did not."""

    tables: tuple[Table | str, ...]
    failures: tuple[str, ...]

    @property
    def verdict(self) -> str:
        """The conclusion."""
        if self.failures:
            return "\n".join(
                [f"有 {len(self.failures)} 个应再现的数字没有再现：", *(f"  {one}" for one in self.failures)]
            )
        return "应再现的公布数字全部再现。"


def demonstrate(folder: Path, *, seed: int, force: bool) -> Demonstration:
    """Write `records/`, `run/` and `reports/` into the folder and compare.

    Raises:
        DemonstrationError: no records fit the published figures.
        TargetError: the folder holds something else, or an earlier demonstration and `force` is not set.
    """
    begun = any((folder / name).exists() for name in (RECORDS, RUN, REPORTS))
    check_target(folder, force=force or not begun, ours=_is_demonstration)
    published = load_published(PUBLISHED)
    rules = read_rules(published.rulebook)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / _NOTE).write_text(_NOTE_TEXT, encoding="utf-8")
    with new_folder(folder / RECORDS) as partial, progress_bar("写出数据") as progress:
        try:
            write_records(partial, rulebook=rules.rulebook, published=published, seed=seed, progress=progress)
        except InfeasibleError as error:
            raise DemonstrationError(f"以种子 {seed} 重建不出 2017 年度数据：{error}") from error
    records, evaluation = publish(folder / RECORDS, folder / RUN, rules, force=True)
    with new_folder(folder / REPORTS) as partial:
        write_reports(partial, Run.open(folder / RUN))
    return _compared(folder, records, evaluation, published)


def _compared(folder: Path, records: Records, evaluation: Evaluation, published: PublishedFigures) -> Demonstration:
    scheme, weights = evaluation.scheme, evaluation.rulebook.weights
    rows = compare_nodes(
        compare_schemes(evaluation), evaluation.summary, evaluation.distribution, published, evaluation.scheme
    )
    cleaned = clean(records.tables["survey_responses"], load_questionnaire(str(evaluation.rulebook.questionnaire)))
    accepted = records.tables | {"survey_responses": cleaned.accepted}
    tables = {name: table.collect() for name, table in accepted.items()}
    counts = compare_counts(record_counts(tables, evaluation.rulebook), published)
    title = f"{evaluation.rulebook.title}：与{published.title}对照（权重方案：{weights[scheme].title}）"
    used = sum(entry.used for entry in records.intake)
    written = f"数据：{folder / RECORDS}（{len(records.intake)} 张表，采用 {used:,} 行）"
    bands = [evaluation.rulebook.bands[name] for name in evaluation.rulebook.bands]
    note = f"分段为各段公司数，由高到低：{'；或 '.join('、'.join(band.labels) for band in bands)}"
    return Demonstration(
        tables=(
            f"{written}\n结果：{folder / RUN}\n报告：{folder / REPORTS}",
            node_table(rows, scheme, title, bands_note=note),
            scheme_table(rows, {name: weights[name].title for name in weights}),
            count_table(counts),
        ),
        failures=tuple(failures(rows, counts)),
    )


def _is_demonstration(folder: Path) -> bool:
    note = folder / _NOTE
    return note.is_file() and note.read_text(encoding="utf-8", errors="replace").startswith(_FIRST_LINE)

"""The report's workbook: all sheets in order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reports.datapackage.dictionary import Dictionary
from reports.labels import Labels
from reports.workbook import bands, breakdown, charts, dictionary, evidence, firms, overview, statistics, year_on_year
from reports.workbook import system as system_sheet
from reports.workbook.book import Book
from scoring.frames import told_above

if TYPE_CHECKING:
    from pathlib import Path

    from indicator_tree.periods import PeriodWords
    from indicator_tree.units import Words
    from reports.system import System
    from scoring import Evaluation
    from scoring.findings import Findings
    from surveys.questionnaire import Questionnaire


def write_report_workbook(
    path: Path,
    evaluation: Evaluation,
    findings: Findings,
    *,
    previous_title: str | None = None,
    system: System | None = None,
    questionnaire: Questionnaire | None = None,
) -> None:
    """Write the workbook of a run.

    Args:
        path: the file.
        evaluation: scores, summary, distribution, rulebook.
        findings: changes, counts, answers, lines, ratios, breakdown.
        previous_title: what the findings' changes compare with; without it there is no sheet of changes.
        system: what of the system differs from that of the year before; None for nothing.
        questionnaire: the questions that answers rest on.

    Raises:
        xlsxwriter.exceptions.FileCreateError: the file cannot be written.
    """
    book = Book(path, evaluation.rulebook.title, "评价结果", evaluation.rulebook.period.end)
    labels = Labels.of(evaluation.rulebook, questionnaire)
    period = labels.period
    purposes = _purposes(labels.words, period, kept=evaluation.rulebook.units is None)
    left_out = {
        *(() if previous_title is not None else (year_on_year.sheet_of(period),)),
        *(() if system else (system_sheet.SHEET,)),
    }
    sheets = [(name, purpose) for name, purpose in purposes.items() if name not in left_out]
    overview.add(book, evaluation, findings, previous_title, sheets, system=system)
    charts.add(book, bands.add(book, evaluation), labels.words)
    firms.add(book, evaluation)
    statistics.add(book, evaluation)
    if previous_title is not None:
        year_on_year.add(book, evaluation, findings, previous_title, system)
    if system is not None:
        system_sheet.add(book, system)
    evidence.add(book, evaluation, findings, labels)
    breakdown.add(book, findings, labels)
    dictionary.add(book, evaluation, findings, Dictionary.of(labels.words, period, told_above(evaluation.rulebook)))
    book.close()


def _purposes(words: Words, period: PeriodWords, *, kept: bool) -> dict[str, str]:
    """The sheets after the first with what they hold; `kept` says that the sources are those kept here."""
    counted = "预警、投诉、措施等数量，调查答案" if kept else "计入各指标的数量"
    return {
        "得分分布": f"各指标各分段的{words.noun}数与占比",
        "分布图": "各指标得分分布的柱形图，可直接复制到 Word",
        firms.sheet_of(words): f"各{words.noun}在各指标的得分与总分名次，可筛选、排序",
        "统计": "各指标的均分、中位数、最低与最高分、标准差和误差",
        year_on_year.sheet_of(period): f"各指标均分与{period.before}的比较",
        system_sheet.SHEET: f"与{period.before}相比，指标体系、权重与规则的变化",
        "数据依据": f"{counted}，触及标准的{words.noun}",
        "记录分类": "各来源记录按内容的分类统计",
        "数据字典": "工作簿与数据包各列、各指标的含义与单位",
    }

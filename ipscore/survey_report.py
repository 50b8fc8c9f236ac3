"""`ipscore survey report`: the report of a wave put together, printed or written."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from data_sources.csv_files import write_csv
from ipscore.inputs import read_records
from ipscore.output import print_frame, print_json
from ipscore.survey_files import given_margins
from ipscore.writing import whole_file
from reports.json_text import json_text
from reports.survey_frames import funnel_frame, report_content
from reports.survey_tables import wave_tables
from reports.terminal import console, show
from scoring.kinds.registry import kind_of
from surveys.errors import SurveyError
from surveys.wave_report import WaveReport, report_wave

if TYPE_CHECKING:
    from pathlib import Path

    from data_sources.meter import Progress
    from indicator_tree import Rulebook
    from ipscore.rules import Rules


def wave_report(
    folder: Path, rules: Rules, progress: Progress | None = None, margins_file: Path | None = None
) -> WaveReport:
    """Read the records of a folder and report on its survey.

    Raises:
        SurveyError: the rulebook has no questionnaire, or the margins cannot be used.
        IntakeError: the records cannot be read.
    """
    rulebook, questionnaire = rules.rulebook, rules.questionnaire
    if questionnaire is None:
        raise SurveyError(
            f"规则 {rulebook.id} 没有写明 questionnaire（调查问卷），没有调查可报告",
            "请用 --rulebook 写一份有 questionnaire 的规则",
        )
    records = read_records(folder, rulebook, progress, questionnaire)
    evaluated = records.firms.filter(pl.col("status") == "evaluated").sort("firm_id")
    margins = given_margins(margins_file, rules)
    return report_wave(
        records.tables, evaluated, questionnaire, _rounds(rulebook), margins, unrecognised=records.unrecognised
    )


def print_report(report: WaveReport, form: str) -> None:
    """Print it; `form` is table, csv (the funnel per firm) or json (everything)."""
    match form:
        case "csv":
            print_frame(funnel_frame(report), "csv")
        case "json":
            print_json(report_content(report))
        case _:
            show(*wave_tables(report))


def write_report(report: WaveReport, form: str, path: Path) -> None:
    """Write it to a file; `form` is table, csv (with byte order mark, for Excel) or json."""
    with whole_file(path) as partial:
        match form:
            case "csv":
                write_csv(funnel_frame(report), partial)
            case "json":
                partial.write_text(json_text(report_content(report)) + "\n", encoding="utf-8", newline="\n")
            case _:
                with partial.open("w", encoding="utf-8", newline="\n") as file:
                    show(*wave_tables(report), to=console(file))


def _rounds(rulebook: Rulebook) -> int:
    """How many rounds of phone checks a rule wants; 0 without such a rule."""
    return max((kind_of(rule).told(rule).rounds for rule in rulebook.rules.values()), default=0)

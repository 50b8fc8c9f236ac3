"""The verdict on a folder of records: what it is held against, and what a command says and returns."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import polars as pl

from data_sources.acceptance import settle
from data_sources.declared import register_of
from ipscore.acceptance import decisions_of
from ipscore.inputs import sources_of
from ipscore.previous_runs import PreviousRuns, lacking
from scoring.verdict import Decided, LastYear, Subject, examine, verdict_of
from scoring.verdict.checks import OF_RECORDS
from scoring.verdict.subject import figures_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from data_sources.records import Records
    from ipscore.engines.engine import Engine
    from ipscore.rules import Rules
    from ipscore.run_folder import Run
    from scoring.verdict import Finding, Verdict

TITLES: Mapping[Verdict, str] = {"ready": "可以评分", "doubtful": "存疑", "not_ready": "不能评分"}
EXIT_CODES: Mapping[Verdict, int] = {"ready": 0, "doubtful": 3, "not_ready": 1}
"""What `ipscore check` returns; 2 is wrong usage."""

_SEVERITIES = {"not_ready": "不能评分", "doubtful": "存疑", "note": "说明"}
_SHOWN_ELSEWHERE = ("excluded", "ignored", "remark")
_SHORT = 5


def accepted_of(folder: Path, records: Records, rules: Rules) -> Decided:
    """What somebody decided about the rejected rows of a folder, held against them."""
    book = rules.rulebook
    titles = {source.name: source.title for source in sources_of(book, rules.questionnaire)}
    wanted = decisions_of(folder).wanted
    found = settle(records, wanted, titles, book.sources, register_of(book).source.name)
    rows: dict[str, int] = {}
    for each in found.accepted:
        rows[each.source] = rows.get(each.source, 0) + (1 if each.rejected is None else each.rejected)
    return Decided(rows, found.problems if wanted else ())


def last_year_of(run: Run) -> LastYear:
    """What a run of the year before says of its records.

    Raises:
        NotARunError: a table of the run is missing or damaged.
    """
    records: dict[str, int] = {}
    for entry in run.manifest["inputs"]:
        records[entry["source"]] = records.get(entry["source"], 0) + int(entry["used"])
    return LastYear(
        title=run.rulebook.period_words.title,
        records=records,
        firms=run.table("firms").filter(pl.col("status") == "evaluated").select("firm_id", "firm"),
        figures=figures_of(run.table("evidence"), run.rulebook),
    )


def subject_of(
    folder: Path,
    records: Records,
    rules: Rules,
    *,
    engine: Engine | None = None,
    previous: PreviousRuns | None = None,
) -> Subject:
    """Records with all that they are held against.

    Args:
        folder: where they were read.
        records: what was read.
        rules: by which they would be scored.
        engine: what reduces them; Polars if omitted.
        previous: the runs of the evaluations before, to compare the last one with, and for rules that read them.
    """
    before = PreviousRuns() if previous is None else previous
    last_year = None if before.last is None else last_year_of(before.last)
    found = _subject(records, rules, engine, accepted_of(folder, records, rules), last_year)
    if error := lacking(rules.rulebook, len(before.ordered)):
        return replace(found, cannot_score=str(error))
    return replace(found, previous=before.values(rules.rulebook, records.firms))


def doubts_of(records: Records, rules: Rules, engine: Engine | None = None) -> list[Finding]:
    """What is doubtful about records that were scored, without trying it again."""
    found = examine(_subject(records, rules, engine, Decided(), None), OF_RECORDS)
    return [finding for finding in found if finding.severity == "doubtful"]


def verdict_text(findings: Sequence[Finding]) -> str:
    """The verdict and its reasons; what the tables of the intake show already is left out."""
    verdict = verdict_of(findings)
    shown = [finding for finding in findings if finding.code not in _SHOWN_ELSEWHERE]
    return "\n".join([f"结论：{TITLES[verdict]}", *(f"  {_SEVERITIES[each.severity]}  {each.text}" for each in shown)])


def doubts_text(findings: Sequence[Finding]) -> str:
    """The first doubts in a few lines."""
    more = [f"  ……另有 {len(findings) - _SHORT} 处，见 ipscore check"] if len(findings) > _SHORT else []
    return "\n".join([f"数据存疑 {len(findings)} 处：", *(f"  {each.text}" for each in findings[:_SHORT]), *more])


def _subject(
    records: Records, rules: Rules, engine: Engine | None, decided: Decided, last_year: LastYear | None
) -> Subject:
    book = rules.rulebook
    register = register_of(book).source
    others = tuple(source for source in sources_of(book, rules.questionnaire) if source.name != register.name)
    return Subject(records, book, (register, *others), rules.questionnaire, engine, decided, last_year)

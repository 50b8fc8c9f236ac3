"""Reading and examining records, and printing what was found: what `ipscore check` does."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from ipscore import failures
from ipscore.check_document import check_document, unreadable
from ipscore.inputs import read_records
from ipscore.intake_tables import intake_tables
from ipscore.output import print_json
from ipscore.progress import progress_bar
from ipscore.verdict import subject_of, verdict_text
from reports.terminal import show
from scoring.verdict import examine

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from ipscore.engines.engine import Engine
    from ipscore.previous_runs import PreviousRuns
    from ipscore.rules import Rules
    from scoring.verdict import Finding


def check_folder(
    folder: Path,
    rules: Rules,
    engine: Engine,
    previous: PreviousRuns,
    addresses: Mapping[str, str],
    *,
    form: Literal["table", "json"],
    cache: bool,
) -> Sequence[Finding]:
    """Read a folder, examine it and print what was found.

    Args:
        folder: the records.
        rules: by which they would be scored.
        engine: what reduces them.
        previous: runs of the evaluations before, to compare the last one with, and for rules that read them.
        addresses: source → where it lies as typed Parquet, if not in the folder.
        form: tables for people, or one JSON document, which also states what stopped the reading.
        cache: whether converted copies of large text files are read and kept.

    Raises:
        IntakeError: the records cannot be read, and no document is asked for.
    """
    rules = previous.filled(rules)
    title = None if previous.last is None else previous.last.rulebook.period_words.title
    try:
        with progress_bar("检查") as progress:
            records = read_records(
                folder, rules.rulebook, progress, rules.questionnaire, cache=cache, addresses=addresses, engine=engine
            )
    except Exception as error:
        if (known := failures.told(error)) is None or form == "table":
            raise
        findings = unreadable(error, known.whole)
        print_json(check_document(rules, findings, previous=title))
        return findings
    subject = subject_of(folder, records, rules, engine=engine, previous=previous)
    findings = examine(subject)
    if form == "json":
        print_json(check_document(rules, findings, records, subject.groups, title))
    else:
        show(*intake_tables(records), verdict_text(findings))
    return findings

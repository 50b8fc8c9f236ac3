"""A run: one published evaluation as a folder. Writing it, and reading it back."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import polars as pl

from data_sources.csv_files import write_csv
from data_sources.steady_parquet import OF_RECORDS, write_parquet
from indicator_tree import read_rulebook
from indicator_tree.errors import IndicatorTreeError
from ipscore import survey_files
from ipscore.earlier_formats import intake_of_first, is_first
from ipscore.engines import ENGINES
from ipscore.manifest import EVALUATION, NAME, RULEBOOK, STUDY, write_manifest
from ipscore.rules import Rules, with_questionnaire
from ipscore.run_base import RunFolder
from ipscore.run_tables import (
    CSV,
    DECISIONS,
    EVIDENCE_AT,
    LETTERED,
    LISTED,
    OPTIONAL_CSV,
    PARQUET,
    PREVIOUS_AT,
    QUARANTINE,
    RECORDS,
    file_of,
    missing_columns,
    read_table,
    study_tables,
)
from ipscore.sound_manifest import manifest_problems
from ipscore.withdrawn_rows import as_written
from scoring import Evaluation
from scoring.evidence.held_records import HeldRecords
from scoring.excluded import excluded_rows
from scoring.frames import BREAKDOWN, EVIDENCE_ROWS
from scoring.survey_wave import SurveyWave
from surveys.errors import QuestionnaireError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from data_sources.records import Records
    from indicator_tree import Rulebook, RulebookFile
    from ipscore.acceptance import Acceptance
    from surveys.margin import Margin


def write_run(
    folder: Path,
    evaluation: Evaluation,
    records: Records,
    rules: Rules,
    margins: Sequence[Margin] = (),
    *,
    acceptance: Acceptance,
    engine: str = ENGINES[0],
) -> None:
    """Write all files of a run into an empty folder. CSV files open in Excel as they are (byte order mark).

    See `ipscore.manifest.write_manifest`.
    """
    for name in PARQUET:
        write_parquet(getattr(evaluation, name), folder / f"{name}.parquet")
    _write_records(folder, evaluation.held)
    for name in CSV:
        write_csv(as_written(name, getattr(evaluation, name)), folder / f"{name}.csv")
    for name in _optional(evaluation):
        write_csv(getattr(evaluation, name), folder / f"{name}.csv")
    survey_files.write_survey(folder, evaluation.survey, margins, rules)
    if evaluation.survey_covariance is not None:
        write_parquet(evaluation.survey_covariance, folder / file_of(survey_files.COVARIANCE))
    (folder / QUARANTINE).mkdir()
    for name in records.quarantine:
        write_csv(records.quarantined(name), folder / QUARANTINE / f"{name}.csv")
    text = evaluation.rulebook.model_dump_json(indent=2, exclude_none=True) + "\n"
    (folder / RULEBOOK).write_text(text, encoding="utf-8", newline="\n")
    write_manifest(*(folder, evaluation, records, rules.source), acceptance=acceptance, engine=engine)


def _optional(evaluation: Evaluation) -> tuple[str, ...]:
    """The tables that only some runs have."""
    corrected, lettered = not evaluation.corrections.is_empty(), bool(evaluation.rulebook.lettered)
    compared = not evaluation.previous.is_empty()
    return (
        *(DECISIONS if corrected else ()),
        *(LETTERED if lettered else ()),
        *((PREVIOUS_AT,) if compared else ()),
    )


def _write_records(folder: Path, held: HeldRecords | None) -> None:
    """Write the records behind the evidence, a file per source, and what each is behind."""
    write_parquet(EVIDENCE_ROWS.to_frame() if held is None else held.rows, folder / file_of(EVIDENCE_AT))
    (folder / RECORDS).mkdir()
    if held is None:
        return
    for source, table in held.tables.items():
        path = folder / file_of(f"{RECORDS}_{source}")
        if source in held.files:
            shutil.copyfile(held.files[source], path)
        else:
            write_parquet(table, path, level=OF_RECORDS)


@dataclass(frozen=True)
class Run(RunFolder):
    """A run of an evaluation."""

    KIND = EVALUATION

    def check(self) -> None:
        """Require that the manifest has what commands read from it, and fits the rulebook.

        Raises:
            NotARunError: it has not, or the rulebook is damaged.
        """
        if problems := manifest_problems(self.manifest, self.rulebook):
            raise self.damaged(f"{NAME} {'；'.join(problems)}")

    @property
    def rulebook(self) -> Rulebook:
        """The rulebook that the run applied."""
        return self._source.rulebook

    @cached_property
    def _source(self) -> RulebookFile:
        path = self.folder / RULEBOOK
        if not path.is_file():
            raise self.incomplete(f"没有 {RULEBOOK}（运行所用的规则）")
        try:
            return read_rulebook(path)
        except IndicatorTreeError as error:
            raise self.damaged(f"{RULEBOOK} 无法读取\n{error.message}") from error

    @cached_property
    def rules(self) -> Rules:
        """The rulebook and the questionnaire that the run applied, to apply them again.

        Raises:
            NotARunError: the questionnaire is missing or damaged.
        """
        if self.rulebook.questionnaire is None:
            return Rules(self._source)
        path = self.folder / survey_files.QUESTIONNAIRE
        if not path.is_file():
            raise self.incomplete(f"没有 {path.name}（运行所用的问卷）")
        try:
            return with_questionnaire(self._source, path)
        except (QuestionnaireError, IndicatorTreeError) as error:
            raise self.damaged(f"{path.name} 与规则不能一起使用\n{error.message}") from error

    @property
    def scheme(self) -> str:
        """The weight scheme that the run applied."""
        return str(self.manifest["weights"]["scheme"])

    def table(self, name: str) -> pl.DataFrame:
        """A table by its name: `scores`, `summary`, `quarantine_complaints`.

        Raises:
            NotARunError: the file is missing or cannot be read, or lacks columns.
        """
        table = self.scan(name).collect()
        self.require_unreplaced()
        return table

    def scan(self, name: str) -> pl.LazyFrame:
        """A table by its name, read when it is asked for something; see `table`."""
        if name == LISTED and self._held is not None:
            return self._held.listed()
        file = file_of(name)
        if not self.lists(file):  # a run of an earlier version
            if name == "breakdown":
                return BREAKDOWN.to_frame().lazy()
            if name == "intake" and is_first(self.manifest):
                return self._intake_of_first().lazy()
        with self.reading(file):
            table = read_table(self.folder / file)
            columns = table.collect_schema()
        self.require_columns(file, missing_columns(name, columns))
        return table

    def _intake_of_first(self) -> pl.DataFrame:
        """The table that a run of the first format does not have, from its manifest."""
        from ipscore.inputs import sources_of  # noqa: PLC0415  (loads the contracts, which today's runs do not need)

        sources = sources_of(self.rulebook, self.rules.questionnaire)
        return intake_of_first(self.manifest, {source.name: source.title for source in sources}, self.rulebook.sources)

    @property
    def table_names(self) -> tuple[str, ...]:
        """Names of all tables."""
        held = () if self._held is None else (EVIDENCE_AT, *(f"{RECORDS}_{source}" for source in self._held.tables))
        quarantined = sorted(path.stem for path in (self.folder / QUARANTINE).glob("*.csv"))
        surveyed = [name for name in survey_files.TABLES if (self.folder / file_of(name)).is_file()]
        known = study_tables() if (self.folder / STUDY).is_dir() else ()
        studied = [name for name in known if (self.folder / file_of(f"{STUDY}_{name}")).is_file()]
        return (
            *PARQUET,
            LISTED,
            *held,
            *CSV,
            *(name for name in OPTIONAL_CSV if self.lists(file_of(name))),
            *surveyed,
            *(f"{QUARANTINE}_{name}" for name in quarantined),
            *(f"{STUDY}_{name}" for name in studied),
        )

    @cached_property
    def evaluation(self) -> Evaluation:
        """The evaluation that was published."""
        tables: dict[str, Any] = {name: self.table(name) for name in (*PARQUET, *CSV)}
        tables[LISTED] = self.scan(LISTED)
        tables |= {name: self.table(name) for name in OPTIONAL_CSV if self.lists(file_of(name))}
        if PREVIOUS_AT in tables:
            tables[PREVIOUS_AT] = tables[PREVIOUS_AT].with_columns(pl.col(pl.String).fill_null(""))
        covariance = survey_files.COVARIANCE
        listed = self.table(covariance) if self.lists(file_of(covariance)) else None  # not in earlier versions
        excluded = excluded_rows(tables["intake"], lambda source: self.scan(f"{QUARANTINE}_{source}"))
        return Evaluation(
            rulebook=self.rulebook,
            scheme=self.scheme,
            survey=self._wave(),
            survey_covariance=listed,
            held=self._held,
            excluded=excluded,
            **tables,
        )

    @cached_property
    def _held(self) -> HeldRecords | None:
        """The records behind the evidence; None in a run of an earlier format."""
        if not self.lists(file_of(EVIDENCE_AT)):
            return None
        files = sorted((self.folder / RECORDS).glob("*.parquet"))
        tables = {file.stem: self.scan(f"{RECORDS}_{file.stem}") for file in files}
        rows = self.table(EVIDENCE_AT)
        if missing := sorted(set(rows["source"]) - tables.keys()):
            names = "、".join(file_of(f"{RECORDS}_{source}") for source in missing)
            raise self.incomplete(f"没有 {names}")
        return HeldRecords(rows, tables)

    def _wave(self) -> SurveyWave | None:
        if (entry := self.manifest.get("survey")) is None:
            return None
        names = (survey_files.FUNNEL, survey_files.REJECTED, survey_files.SIZES)
        funnel, rejected, sizes = (self.table(name) for name in names)
        lost = self.table(survey_files.LOST) if self.lists(file_of(survey_files.LOST)) else None  # not in earlier runs
        unrecognised = pl.DataFrame(schema=survey_files.CSV[survey_files.LOST]) if lost is None else lost
        return SurveyWave(funnel, rejected, sizes, tuple(entry["unchecked"]), bool(entry["weighted"]), unrecognised)

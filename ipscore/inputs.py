"""Records of a folder, as a rulebook wants them read."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from data_sources import SOURCES
from data_sources.bulk.sources import polars_reader
from data_sources.corrections.contract import SOURCE as CORRECTIONS
from data_sources.declared import declared_sources, extended, register_of
from data_sources.intake import NOWHERE
from data_sources.intake import read_records as read_folder
from data_sources.population import Everyone
from indicator_tree.mapping import NO_MAPPING
from indicator_tree.mapping_file import NAME, MappingFile, read_mapping
from ipscore.cache import inputs_cache
from ipscore.run_sources import RunsFound
from surveys import sources as survey_sources

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from data_sources.meter import Progress
    from data_sources.records import Records
    from data_sources.source import Source
    from indicator_tree import Rulebook
    from ipscore.engines.engine import Engine
    from surveys.questionnaire import Questionnaire


def sources_of(rulebook: Rulebook, questionnaire: Questionnaire | None = None) -> tuple[Source, ...]:
    """All sources that a folder may hold under a rulebook: those kept here, those that it declares, and corrections.

    Where it says whom it evaluates, only the register of these, what it declares, and corrections. Phone checks and
    responses come with its questionnaire.

    The questionnaire is the one that the rulebook names, where none is given.
    """
    declared = declared_sources(rulebook)
    if rulebook.units is not None:
        return (register_of(rulebook).source, *declared, CORRECTIONS)
    return (*(extended(source, rulebook) for source in kept_sources(rulebook, questionnaire)), *declared, CORRECTIONS)


def kept_sources(rulebook: Rulebook, questionnaire: Questionnaire | None = None) -> tuple[Source, ...]:
    """The sources kept here, without what a rulebook adds to them; none where it says whom it evaluates."""
    if rulebook.units is not None:
        return ()
    from surveys.questionnaire import questionnaire_of  # noqa: PLC0415  (only where there may be one)

    asked = questionnaire_of(rulebook) if questionnaire is None else questionnaire
    return (*SOURCES, *(() if asked is None else survey_sources(asked)))


def read_records(
    folder: str | Path,
    rulebook: Rulebook,
    progress: Progress | None = None,
    questionnaire: Questionnaire | None = None,
    *,
    cache: bool = True,
    addresses: Mapping[str, str] = NOWHERE,
    engine: Engine | None = None,
    decisions: Collection[str] | None = None,
) -> Records:
    """Read the records of one evaluation from a folder. A run in it is no file of the records.

    Args:
        folder: one file per source, or several, or workbooks with a sheet per source; also in subfolders and archives.
        rulebook: says which sources must be there, the period, the population and the allowed values.
        progress: told after each file, and after each batch of a large one.
        questionnaire: that of the responses; where not given, the one that the rulebook names.
        cache: whether converted copies of large text files are read and kept (see `ipscore.cache`).
        addresses: source → where it lies as typed Parquet, if not in the folder: `s3://bucket/complaints/*.parquet`.
        engine: what reads addresses, and will reduce what it read; Polars where not given.
        decisions: numbers of the decisions in correction files that are applied; all where not given.

    Raises:
        indicator_tree.errors.MappingFileError: `mapping.toml` beside the records is no mapping.
        data_sources.errors.IntakeError: something is wrong with files, sheets or headers; bad rows raise nothing.
    """
    own, runs = mapping_beside(Path(folder)), _runs_in(Path(folder), rulebook)
    records = read_folder(
        Path(folder),
        sources=sources_of(rulebook, questionnaire),
        required=rulebook.sources,
        period=rulebook.period,
        population=rulebook.population or Everyone(),
        vocabulary=rulebook.closed_vocabulary,
        register=register_of(rulebook),
        progress=progress,
        cache=inputs_cache() if cache else None,
        addresses=addresses,
        reader=polars_reader if engine is None else engine.reader,
        passed_over=_is_run,
        mapping=rulebook.mapping if own is None else own.mapping.over(rulebook.mapping),
        own_mapping=NO_MAPPING if own is None else own.mapping,
        decisions=decisions,
        derived=runs.files,
    )
    return replace(records, beside=runs.remarks, mapping=None if own is None else (own.name, own.sha256))


def _runs_in(folder: Path, rulebook: Rulebook) -> RunsFound:
    """The runs in the folder, as records of the sources that a rulebook makes of them, and those that nothing reads."""
    if not folder.is_dir() or not any(path.is_dir() for path in folder.iterdir()):
        return RunsFound()
    from ipscore.run_sources.finding import find_runs  # noqa: PLC0415  (loads runs of both kinds)

    return find_runs(folder, rulebook)


def _is_run(folder: Path) -> bool:
    from ipscore.manifest import is_any_run  # noqa: PLC0415  (loads the scoring, for subfolders only)

    return is_any_run(folder)


def mapping_beside(folder: Path) -> MappingFile | None:
    """The mapping beside the records; None if there is none.

    Raises:
        MappingFileError: it is no mapping.
    """
    path = folder / NAME
    return read_mapping(path) if path.is_file() else None

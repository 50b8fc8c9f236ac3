"""Records of a folder, as a rulebook wants them read."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from data_sources import SOURCES
from data_sources.intake import read_records as read_folder
from surveys import sources as survey_sources
from surveys.questionnaire import load_questionnaire

if TYPE_CHECKING:
    from data_sources.records import Records
    from data_sources.source import Source
    from indicator_tree import Rulebook


class Progress(Protocol):
    """Told after each file: its name, and how much of how much is done."""

    def __call__(self, file_name: str, done: int, total: int) -> None: ...  # noqa: D102


def sources_of(rulebook: Rulebook) -> tuple[Source, ...]:
    """All sources that a folder may hold under a rulebook; phone checks and responses come with its questionnaire."""
    if rulebook.questionnaire is None:
        return SOURCES
    return (*SOURCES, *survey_sources(load_questionnaire(rulebook.questionnaire)))


def read_records(folder: str | Path, rulebook: Rulebook, progress: Progress | None = None) -> Records:
    """Read the records of one evaluation from a folder.

    Args:
        folder: one file per source, or several, or workbooks with a sheet per source.
        rulebook: says which sources must be there, the period, the population and the allowed values.
        progress: told after each file.

    Raises:
        data_sources.errors.IntakeError: something is wrong with files, sheets or headers; bad rows raise nothing.
    """
    return read_folder(
        Path(folder),
        sources=sources_of(rulebook),
        required=rulebook.sources,
        period=rulebook.period,
        population=rulebook.population,
        vocabulary=rulebook.closed_vocabulary,
        progress=progress,
    )

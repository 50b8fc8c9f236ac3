"""What people call sources and their columns: those kept here, what a rulebook adds to them, those that it declares."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from data_sources.declared import declared_sources, extended
from data_sources.registry import SOURCES
from surveys import phone_checks

if TYPE_CHECKING:
    from collections.abc import Mapping

    from data_sources.columns import Column
    from data_sources.source import Source
    from indicator_tree import Rulebook
    from surveys.questionnaire import Questionnaire

RESPONSES, _ANSWERS, _SHEETS = "survey_responses", "投资者调查答卷", "份"
"""Of the responses only the name is needed: what was asked stands in the questionnaire."""


@dataclass(frozen=True)
class SourceLabels:
    """The sources of a rulebook by name; a name that none of them has is an error."""

    _sources: Mapping[str, Source]
    _questions: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, rulebook: Rulebook, questionnaire: Questionnaire | None = None) -> SourceLabels:
        """The labels of all sources that a rulebook may name, and of the questions of a questionnaire."""
        kept = () if rulebook.units is not None else (*SOURCES, phone_checks.SOURCE, phone_checks.RECODES)
        sources = (*(extended(source, rulebook) for source in kept), *declared_sources(rulebook))
        asked = questionnaire.question if questionnaire else ()
        return cls({source.name: source for source in sources}, {one.code: one.wording for one in asked})

    def title(self, source: str) -> str:
        """How people call a source."""
        return _ANSWERS if source == RESPONSES else self._sources[source].title

    def unit(self, source: str) -> str:
        """The measure word of a source's records."""
        return _SHEETS if source == RESPONSES else self._sources[source].unit

    def column(self, source: str, name: str) -> Column:
        """A column of a source."""
        return self._sources[source].column(name)

    def question(self, code: str) -> str:
        """The wording of a question; its code where no questionnaire is at hand."""
        return self._questions.get(code, code)

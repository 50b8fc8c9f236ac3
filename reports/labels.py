"""The one resolver of labels: what a rulebook calls whom it evaluates, its sources, their columns, and its period.

All of it is said by the rulebook, by its sources' contracts or by the questionnaire. A name that none of them knows is
an error.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from scoring.frames import node_names
from scoring.named_sources import named_sources

if TYPE_CHECKING:
    from collections.abc import Mapping

    from data_sources.columns import Column
    from data_sources.source import Source
    from indicator_tree import Rulebook
    from indicator_tree.periods import PeriodWords
    from indicator_tree.units import Words
    from surveys.questionnaire import Question, Questionnaire

_JOINED = ","
"""What stands between columns that are counted together."""


@dataclass(frozen=True)
class Labels:
    """How the reports of a rulebook call things."""

    rulebook: Rulebook
    _questions: Mapping[str, Question] | None = field(default=None, repr=False)

    @classmethod
    def of(cls, rulebook: Rulebook, questionnaire: Questionnaire | None = None) -> Labels:
        """The labels of a rulebook, and of the questions of a questionnaire."""
        asked = None if questionnaire is None else {one.code: one for one in questionnaire.question}
        return cls(rulebook, asked)

    @cached_property
    def _sources(self) -> dict[str, Source]:
        return named_sources(self.rulebook)

    @property
    def words(self) -> Words:
        """Whom it evaluates."""
        return self.rulebook.words

    @property
    def period(self) -> PeriodWords:
        """The evaluated period."""
        return self.rulebook.period_words

    @cached_property
    def _nodes(self) -> dict[str, str]:
        return node_names(self.rulebook)

    def node(self, code: str) -> str:
        """The name of a node; so the totals."""
        return self._nodes[code]

    def title(self, source: str) -> str:
        """How people call a source.

        Raises:
            KeyError: the rulebook can name no such source; so for `unit` and the columns.
        """
        return self._sources[source].title

    def unit(self, source: str) -> str:
        """The measure word of a source's records."""
        return self._sources[source].unit

    def column(self, source: str, name: str) -> Column:
        """A column of a source."""
        return self._sources[source].column(name)

    def column_title(self, source: str, columns: str, joint: str = "与") -> str:
        """How people call a column, or several joined by commas."""
        return joint.join(self.column(source, name).title for name in columns.split(_JOINED))

    def measure_title(self, source: str, measure: str) -> str:
        """How people call what is counted: `records`, or a summed column."""
        if measure == "records":
            return f"记录数（{self.unit(source)}）"
        column = self.column(source, measure)
        shown = not column.unit or column.unit in column.title
        return column.title if shown else f"{column.title}（{column.unit}）"

    def question(self, code: str) -> str:
        """The wording of a question; its code if no questionnaire was given.

        Raises:
            KeyError: the questionnaire has no such question.
        """
        return code if self._questions is None else self._questions[code].wording

    def question_title(self, code: str) -> str:
        """What a question is called in short; see `question`."""
        return code if self._questions is None else self._questions[code].label

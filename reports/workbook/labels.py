"""Sources, their columns and indicators by the names that people read."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from data_sources.source import Source
    from scoring import Evaluation

_SEPARATOR, _JOINT = ",", "·"  # between joined columns as the run names them, and as people read them
_RECORDS = "records"


@dataclass(frozen=True)
class Labels:
    """Chinese names; what is not known keeps the name it has."""

    nodes: Mapping[str, str]
    _titles: Mapping[str, str] = field(repr=False)
    _headers: Mapping[tuple[str, str], str] = field(repr=False)

    @classmethod
    def of(cls, evaluation: Evaluation, sources: Sequence[Source]) -> Labels:
        """The labels of an evaluation whose records came from these sources."""
        return cls(
            dict(evaluation.summary.select("node", "name").iter_rows()),
            {source.name: source.title for source in sources},
            {(source.name, column.name): column.title for source in sources for column in source.columns},
        )

    def node(self, code: str) -> str:
        """The name of an indicator."""
        return self.nodes.get(code, code)

    def source(self, name: str) -> str:
        """The title of a source."""
        return self._titles.get(name, name)

    def column(self, source: str, name: str) -> str:
        """The header of a column, `级别`; of joined columns, theirs: `级别·形式`."""
        return _JOINT.join(self._headers.get((source, part), part) for part in name.split(_SEPARATOR))

    def measure(self, source: str, name: str) -> str:
        """What was counted: records, or the header of a column that was summed."""
        return "记录数" if name == _RECORDS else self.column(source, name)

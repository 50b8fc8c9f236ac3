"""All that a document tells of a system that changed."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from reports.system.rules import rule_changes
from reports.system.tables import KINDS, nodes_table, rules_table, split_rows, split_table
from reports.system.words import differs_text, mark_note, marked, split_sentence, unknown_note

if TYPE_CHECKING:
    from reports.system.rules import Questionnaires
    from reports.table import Table
    from scoring.comparison import SystemChange


@dataclass(frozen=True)
class System:
    """A system that changed, with the questionnaires before and now, from which rules get the wording of questions."""

    change: SystemChange
    questionnaires: Questionnaires = (None, None)

    @property
    def counted(self) -> str:
        """`新增1项、取消1项、权重改变8项`; empty where no node is another."""
        counts = Counter(one.kind for one in self.change.nodes)
        return "、".join(f"{title}{counts[kind]}项" for kind, title in KINDS.items() if counts[kind])

    @cached_property
    def ruled(self) -> int:
        """How many rules of indicators and of the whole differ."""
        return len(rule_changes(self.change, self.questionnaires))

    @property
    def unknown(self) -> str:
        """What is not known of the system before; empty where all is."""
        return unknown_note(self.change)

    @property
    def note(self) -> str:
        """What the mark means; empty where no score was made otherwise."""
        return mark_note(self.change) if self.change.affects_scores else ""

    @cached_property
    def _split(self) -> list[dict[str, Any]]:
        """The means of the total and of level 1 with the parts of their change; none where they are not known."""
        if self.change.comparison is None or not self.change.affects_scores:
            return []
        return split_rows(self.change.comparison.means, self.change.now)

    @property
    def sentences(self) -> list[str]:
        """A sentence without its full stop for the total and every node of level 1 that has a change."""
        noun = self.change.now.words.noun
        return [split_sentence(row["name"], row, noun) for row in self._split]

    @property
    def new_at_the_top(self) -> list[str]:
        """Names of nodes of level 1 that were not there before, which have no change."""
        top = self.change.now.children[None]
        return [one.name for one in self.change.nodes if one.node in top and one.kind in ("added", "moved")]

    def marked(self, name: str, node: str) -> str:
        """A name with the mark where its score was made otherwise before."""
        return marked(name, node, self.change)

    def differs(self, node: str) -> str:
        """What differs at a node or below it, in words; empty for nothing."""
        return differs_text(self.change, node)

    def nodes(self, title: str) -> Table:
        """What became of nodes."""
        return nodes_table(self.change, title)

    def rules(self, title: str) -> Table:
        """What rules said and say."""
        return rules_table(self.change, title, self.questionnaires)

    def split(self, title: str) -> Table:
        """Means with the parts of their change."""
        return split_table(self.change, title, self._split)

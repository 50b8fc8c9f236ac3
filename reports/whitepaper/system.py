"""The indicator system that changed, in the white paper: what templates may ask."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reports.document.asking import Asked

if TYPE_CHECKING:
    from markupsafe import Markup

    from reports.system import System


class SystemParts(Asked):
    """Tables and sentences about the system."""

    def __init__(self, system: System) -> None:
        super().__init__()
        self._system = system
        self.counted, self.ruled, self.unknown, self.note = system.counted, system.ruled, system.unknown, system.note
        self.sentences, self.new = system.sentences, system.new_at_the_top

    def nodes(self, key: str, caption: str) -> Markup:
        """What became of nodes."""
        return self._exhibit(key, self._system.nodes(caption))

    def rules(self, key: str, caption: str) -> Markup:
        """What rules said and say."""
        return self._exhibit(key, self._system.rules(caption))

    def split(self, key: str, caption: str) -> Markup:
        """Means of the total and of level 1 with the parts of their change."""
        return self._exhibit(key, self._system.split(caption))

"""Rules that count events, which could have been more or fewer by chance."""

from __future__ import annotations

from typing import TYPE_CHECKING

from indicator_tree.rules.model import RuleModel

if TYPE_CHECKING:
    from indicator_tree.small_numbers import Shrinkage, SmallNumbers


class CountedEvents(RuleModel):
    """A rule whose scores may have the error of counts, and may be drawn towards the level of all firms."""

    if TYPE_CHECKING:  # fields of the rules themselves, so that keys stay in order
        interval: bool
        shrinkage: Shrinkage | None
        small_numbers: SmallNumbers | None

    @property
    def has_error(self) -> bool:
        """Whether its scores have the error of counts."""
        return self.interval or self.shrinkage is not None or self.small_numbers is not None

"""Rules that count events, which could have been more or fewer by chance."""

from __future__ import annotations

from pydantic import Field

from indicator_tree.rules.model import RuleModel
from indicator_tree.small_numbers import Shrinkage, SmallNumbers


class CountedEvents(RuleModel):
    """A rule whose scores may have the error of counts, and may be drawn towards the level of all firms."""

    interval: bool = Field(
        default=False, description="得分是否带计数误差的区间；写明 shrinkage 或 small_numbers 时总带"
    )
    shrinkage: Shrinkage | None = None
    small_numbers: SmallNumbers | None = None

    @property
    def has_error(self) -> bool:
        """Whether its scores have the error of counts."""
        return self.interval or self.shrinkage is not None or self.small_numbers is not None

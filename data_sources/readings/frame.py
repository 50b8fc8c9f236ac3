"""What readings are read against: the indicators, the firms, and what their names mean."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from data_sources.notations import Judge
from data_sources.readings.names import IndicatorNames, Meaning, SystemNames
from data_sources.readings.values import kinds, percentages

if TYPE_CHECKING:
    import polars as pl

    from data_sources.names import FirmNames
    from indicator_tree.catalogue import Catalogue


@dataclass(frozen=True)
class Frame:
    """What readings are read against.

    Attributes:
        catalogue: the indicators.
        names: the registered firms; None where there is no register: any name is a firm.
        firm: the firm of rows that name none.
    """

    catalogue: Catalogue
    names: FirmNames | None
    firm: str | None

    @cached_property
    def indicators(self) -> IndicatorNames:
        """The names of the indicators."""
        return IndicatorNames(self.catalogue)

    @cached_property
    def systems(self) -> SystemNames:
        """The names of the systems."""
        return SystemNames(self.catalogue)

    @cached_property
    def kinds(self) -> pl.DataFrame:
        """See `data_sources.readings.values.kinds`."""
        return kinds(self.catalogue)

    @cached_property
    def percentages(self) -> list[str]:
        """The indicators whose readings are percentages."""
        return percentages(self.catalogue)

    @property
    def judge(self) -> Judge:
        """Tells where percentages are written in more than one way."""
        return Judge(self.percentages, self.catalogue.checks.jump.factor, blamed="value")

    def firm_meant(self, text: str) -> Meaning:
        """The firm that a name means."""
        if self.names is None:
            return Meaning(" ".join(text.split()))
        if (firm_id := self.names.resolve([text]).get(text)) is not None:
            return Meaning(firm_id)
        alike = self.names.likely(text)
        hint = f"，是否指：{'、'.join(alike)}？" if alike else ""
        return Meaning(None, f"证券公司名录里没有这家公司{hint}")

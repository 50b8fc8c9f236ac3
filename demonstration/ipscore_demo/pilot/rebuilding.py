"""Published figures → firms, readings, and the list of what was planted into them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ipscore_demo.pilot.anomalies import plant_anomalies
from ipscore_demo.pilot.assembly import assemble
from ipscore_demo.pilot.firms import invent_firms, invent_sizes
from ipscore_demo.pilot.incidents import plant_incidents
from ipscore_demo.pilot.planted import as_frame, consequences

if TYPE_CHECKING:
    import polars as pl

    from indicator_tree.catalogue import Catalogue
    from indicator_tree.published.operations import PilotFigures

SEED = 2018


@dataclass(frozen=True)
class Pilot:
    """Invented firms and their readings.

    Attributes:
        firms: a register, as the source `firm_register` has it.
        readings: firm_id, indicator, system, date, value, text; sorted.
        planted: kind, firm_id, indicator, system, date, until, was, became, note; sorted.
    """

    firms: pl.DataFrame
    readings: pl.DataFrame
    planted: pl.DataFrame


def rebuild_pilot(catalogue: Catalogue, figures: PilotFigures, seed: int = SEED) -> Pilot:
    """Invent readings from which the published figures come out; the same seed gives the same readings.

    Args:
        catalogue: the indicators, their systems and calendar.
        figures: what must come out.
        seed: of everything that the figures leave open.
    """
    firms = invent_firms(figures.firms, seed)
    readings = assemble(catalogue, figures, firms["firm_id"].to_list(), invent_sizes(figures.firms, seed), seed)
    planted = plant_incidents(readings, catalogue, seed)
    planted += plant_anomalies(readings, catalogue, seed)
    planted += consequences(planted, catalogue)
    return Pilot(firms, readings.frame(), as_frame(planted))

"""The 2017 records rebuilt from published figures: the real ones are confidential, these are invented."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ipscore_demo.reconstruction.planted import PlantedRow, planted_rows
from ipscore_demo.reconstruction.solver import InfeasibleError
from ipscore_demo.reconstruction.tables import Progress, Rebuilt, rebuild
from ipscore_demo.reconstruction.writing import write_all

if TYPE_CHECKING:
    from pathlib import Path

    from indicator_tree import Rulebook
    from indicator_tree.published import PublishedFigures

__all__ = [
    "InfeasibleError",
    "PlantedRow",
    "Progress",
    "Rebuilt",
    "planted_rows",
    "rebuild",
    "write_records",
]


def write_records(
    folder: Path,
    *,
    rulebook: Rulebook,
    published: PublishedFigures,
    seed: int = 2017,
    progress: Progress | None = None,
) -> None:
    """Write a full set of invented records that give the published figures when scored by the rulebook.

    The same seed gives the same bytes.

    Args:
        folder: where the files go; made if need be, files of the same names are overwritten.
        rulebook: whose points, tiers, knots and answers are solved backwards.
        published: means, bands and counts that must come out.
        seed: of everything that the figures leave open.
        progress: told after each source: its name, how many sources of how many are solved.

    Raises:
        InfeasibleError: some figures cannot come out together under this rulebook.
        OSError: a file cannot be written.
    """
    rebuilt = rebuild(rulebook, published, seed=seed, progress=progress)
    write_all(folder, rebuilt, rulebook, published.title, seed)

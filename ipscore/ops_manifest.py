"""What an operations run consists of when it is written, and its manifest. No clock and no path."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ipscore.manifest import NAME, OPERATIONS, fingerprints, intake_entries
from ipscore.versions import versions
from reports.json_text import json_text

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    import polars as pl

    from data_sources.records import Records
    from indicator_tree.catalogue import Catalogue
    from ipscore.acceptance import Acceptance

CATALOGUE = "catalogue.json"


@dataclass(frozen=True)
class Scored:
    """What is written: tables by name (`ipscore.ops_tables`), and what the manifest tells beside them."""

    catalogue: Catalogue
    records: Records
    acceptance: Acceptance
    tables: dict[str, pl.DataFrame]
    period: tuple[date, date] | None
    firm: str | None
    notice: str


def write_operations_manifest(folder: Path, scored: Scored) -> None:
    """Write the manifest beside the files it lists."""
    outputs = fingerprints(folder)
    levels = scored.tables["alerts"]["level"]
    content = {
        "format": OPERATIONS.format,
        "catalogue": {"id": scored.catalogue.id, "title": scored.catalogue.title, "sha256": outputs[CATALOGUE]},
        "notice": scored.notice,
        "firm": scored.firm,
        "period": None if scored.period is None else [day.isoformat() for day in scored.period],
        **intake_entries(scored.records, scored.acceptance),
        "firms": scored.tables["firms"].height,
        "alerts": {str(level): int((levels == level).sum()) for level in (1, 2, 3)},
        "outputs": [{"name": name, "sha256": digest} for name, digest in outputs.items()],
        "versions": versions(),
    }
    text = json_text(content) + "\n"
    (folder / NAME).write_text(text, encoding="utf-8", newline="\n")

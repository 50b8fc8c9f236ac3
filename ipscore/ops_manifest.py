"""What an operations run consists of when it is written, and its manifest. No clock and no path."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ipscore.errors import TargetError
from ipscore.manifest import NAME, fingerprints
from ipscore.versions import versions

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    import polars as pl

    from data_sources.records import Records
    from indicator_tree.catalogue import Catalogue

FORMAT = "ipscore-operations/1"
CATALOGUE = "catalogue.json"


@dataclass(frozen=True)
class Scored:
    """What is written: tables by name (`ipscore.ops_tables`), and what the manifest tells beside them."""

    catalogue: Catalogue
    records: Records
    tables: dict[str, pl.DataFrame]
    period: tuple[date, date] | None
    firm: str | None
    notice: str


def write_operations_manifest(folder: Path, scored: Scored) -> None:
    """Write the manifest beside the files it lists."""
    outputs = fingerprints(folder)
    levels = scored.tables["alerts"]["level"]
    entries = sorted(scored.records.intake, key=lambda entry: (entry.file, entry.sheet, entry.source))
    content = {
        "format": FORMAT,
        "catalogue": {"id": scored.catalogue.id, "title": scored.catalogue.title, "sha256": outputs[CATALOGUE]},
        "notice": scored.notice,
        "firm": scored.firm,
        "period": None if scored.period is None else [day.isoformat() for day in scored.period],
        "inputs": [
            {
                "name": entry.file,
                "source": entry.source,
                "sheet": entry.sheet,
                "sha256": entry.sha256,
                "read": entry.read,
                "used": entry.used,
                "rejected": entry.rejected,
                "set_apart": entry.set_apart,
            }
            for entry in entries
        ],
        "ignored": sorted(scored.records.ignored),
        "firms": scored.tables["firms"].height,
        "alerts": {str(level): int((levels == level).sum()) for level in (1, 2, 3)},
        "outputs": [{"name": name, "sha256": digest} for name, digest in outputs.items()],
        "versions": versions(),
    }
    text = json.dumps(content, ensure_ascii=False, indent=2) + "\n"
    (folder / NAME).write_text(text, encoding="utf-8", newline="\n")


def is_operations_run(folder: Path) -> bool:
    """Whether a folder holds an operations run, judged by its manifest."""
    try:
        manifest = json.loads((folder / NAME).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    return isinstance(manifest, dict) and manifest.get("format") == FORMAT


def stay_out_of_operations_runs(path: Path) -> None:
    """Insist that nothing is written inside an operations run, which would no longer be what its manifest says.

    Raises:
        TargetError: the path lies inside one.
    """
    for above in path.resolve().parents:
        if is_operations_run(above):
            raise TargetError(f"{path} 在运行文件夹 {above} 之内，写入会破坏那次运行；请另选一处")

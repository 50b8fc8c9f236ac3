"""A folder for a whole evaluation: the demonstration's records, some sources replaced by generated ones."""

from __future__ import annotations

import os
import shutil
from typing import TYPE_CHECKING

from benchmarks.decisions import write_decisions
from benchmarks.processes import in_turn, ipscore
from benchmarks.scans import files
from indicator_tree import load_rulebook

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

_ENGLISH = {"12386投诉工单": "complaints", "投资者调查答卷": "survey_responses", "资金监控预警": "fund_warnings"}


def fill_batch(folder: Path, generated: Sequence[Path]) -> None:
    """Fill a folder with all sources of 2017; generated files are linked, not copied.

    Args:
        folder: made anew.
        generated: folders of `benchmarks.generators`, whose register is the demonstration's own.
    """
    shutil.rmtree(folder, ignore_errors=True)
    demo = folder.with_name(f"{folder.name}_demo")
    in_turn({"demo": ipscore("demo", "--out", str(demo), "--force", tools=False)}, runs=0)
    (demo / "records").rename(folder)
    shutil.rmtree(demo)
    for path in (path for source in generated for path in files(source)):
        for old in folder.iterdir():
            if old.stem.startswith((path.stem, _ENGLISH[path.stem])):
                old.unlink()
        os.link(path, folder / path.name)
    write_decisions(folder, load_rulebook("2017"))

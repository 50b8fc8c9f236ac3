"""Forms filled in as an expert would."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import openpyxl

GUIDE = "填写说明"


def fill(path: Path, sheet: str, cells: Mapping[str, Any], guide: Mapping[str, Any] | None = None) -> Path:
    """Write cells of a sheet of a form, and of its guide."""
    book = openpyxl.load_workbook(path)
    for reference, value in cells.items():
        book[sheet][reference] = value
    for reference, value in (guide or {}).items():
        book[GUIDE][reference] = value
    book.save(path)
    return path

"""Cells as long as cells may be."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from benchmarks.fuzz.holding import BrokenError
from data_sources.calendar_days import read_day
from data_sources.header_texts import canonical_header, label_of, unit_stated
from data_sources.limits import DEFAULT
from data_sources.masking import mask
from data_sources.names import key, split_names
from data_sources.numerals import read_number, read_share, unit_within
from data_sources.stage.marks import EPOCH_1900
from data_sources.units import is_unit_like

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

LENGTHS = (90, 390, DEFAULT.cell_characters)
"""Characters: shorter than what may be a day, than what may be a number, than what a spreadsheet allows."""

SECONDS = 1.0
"""What a cell may take; a text that is read in linear time takes some hundredths."""

READERS: Mapping[str, Callable[[str], object]] = {
    "read_day": lambda cell: read_day(cell, EPOCH_1900),
    "read_number": lambda cell: read_number(cell, "元", "万元"),
    "read_number of time": lambda cell: read_number(cell, "秒", "分:秒"),
    "unit_within": unit_within,
    "read_share": read_share,
    "is_unit_like": is_unit_like,
    "canonical_header": canonical_header,
    "label_of": lambda cell: label_of.__wrapped__((cell,)),
    "unit_stated": unit_stated,
    "mask": mask,
    "key": key,
    "split_names": split_names,
}


def lengths(text: str) -> None:
    """No cell takes longer than its length can account for.

    The input is a beginning, what is repeated, and an end, each on a line of its own.
    """
    begin, repeated, end = (*text.split("\n", 2), "", "")[:3]
    for length in LENGTHS:
        times = max(0, length - len(begin) - len(end)) // max(1, len(repeated))
        cell = f"{begin}{repeated * times}{end}"[:length]
        for name, read in READERS.items():
            begun = time.process_time()
            read(cell)
            if (taken := time.process_time() - begun) > SECONDS:
                shape = f"{begin!r} + {times} × {repeated!r} + {end!r}"
                raise BrokenError(f"{name} took {taken:.1f} s for {len(cell)} characters: {shape}")

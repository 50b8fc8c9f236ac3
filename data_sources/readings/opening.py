"""Opening files of readings: a file, or a folder of files; each sheet long or wide."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from data_sources import firm_register
from data_sources.errors import HeaderError, MissingSourceError
from data_sources.header_texts import unit_in
from data_sources.listing import list_path
from data_sources.meter import Meter
from data_sources.opening import Opening
from data_sources.readings.corrections import SOURCE as CORRECTIONS
from data_sources.readings.source import SOURCE
from data_sources.readings.wide import wide_source

if TYPE_CHECKING:
    from pathlib import Path

    from data_sources.limits import Limits
    from data_sources.parts import Part
    from data_sources.source import Source
    from indicator_tree.catalogue import Catalogue

_REGISTER = firm_register.SOURCE


@dataclass(frozen=True)
class OpenedReadings:
    """Opened files.

    Attributes:
        register: sheets of the firm register; none if there is no register.
        corrections: sheets of corrections.
        parts: sheets of readings, in the order of files.
        wide: the contract of those that are wide.
        ignored: what is not read, each with the reason.
        remarks: what a person should know of files and sheets.
    """

    register: tuple[Part, ...]
    corrections: tuple[Part, ...]
    parts: tuple[Part, ...]
    wide: Source
    ignored: tuple[str, ...]
    remarks: tuple[str, ...]


def open_readings(path: Path, catalogue: Catalogue, limits: Limits) -> OpenedReadings:
    """Open a file of readings, whatever its name, or all files of a folder that hold readings or the register.

    Raises:
        IntakeError: all that is wrong with files, sheets and headers, at once.
    """
    listing, alone = list_path(path, limits)
    wide = wide_source(catalogue)
    forms = {SOURCE.name: wide}
    opening = Opening(
        (SOURCE, _REGISTER, CORRECTIONS), limits, Meter(0, None), alone=SOURCE if alone else None, forms=forms
    )
    opening.open(listing)
    others = (_REGISTER, CORRECTIONS)
    opened_any = [part for part in opening.parts if part.source not in others]
    if not opened_any and not opening.errors:
        opening.errors.append(
            MissingSourceError(f"{path} 里没有读数：文件名或工作表名应含“{SOURCE.title}”或“{SOURCE.name}”")
        )
    opening.errors += [wrong for part in opened_any if (wrong := _one_unit_for_all(part)) is not None]
    opened = opening.finish(path, ())
    return OpenedReadings(
        tuple(part for part in opened.parts if part.source is _REGISTER),
        tuple(part for part in opened.parts if part.source is CORRECTIONS),
        tuple(part for part in opened.parts if part.source not in others),
        wide,
        opened.ignored,
        opened.remarks,
    )


def _one_unit_for_all(part: Part) -> HeaderError | None:
    """The error of a long sheet whose header gives all readings one unit, while every indicator has its own."""
    header = part.header.texts.get("value", "")
    unit = unit_in(header)
    if not unit:
        return None
    return HeaderError(
        f"{part.sheet.place}：表头“{header}”写着单位“{unit}”，而各项指标的单位以指标目录为准，不能一并换算；"
        f"请去掉表头里的单位，单位与目录不同的写在格里，如 12.5{unit}"
    )

"""Opening files of readings: a file, or a folder of files; each sheet long or wide."""

from __future__ import annotations

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
    from data_sources.parts import Opened, Part
    from indicator_tree.catalogue import Catalogue


def open_readings(path: Path, catalogue: Catalogue, limits: Limits) -> Opened:
    """Open a file of readings, whatever its name, or all files of a folder that hold readings, corrections of them, or
    the register; sheets of readings that are wide follow the contract `wide_source`.

    Raises:
        IntakeError: all that is wrong with files, sheets and headers, at once.
    """
    listing, alone = list_path(path, limits)
    forms = {SOURCE.name: wide_source(catalogue)}
    sources = (SOURCE, firm_register.SOURCE, CORRECTIONS)
    opening = Opening(sources, limits, Meter(0, None), alone=SOURCE if alone else None, forms=forms)
    opening.open(listing)
    readings = [part for part in opening.parts if part.source.name == SOURCE.name]
    if not readings and not opening.errors:
        opening.errors.append(
            MissingSourceError(
                f"{path} 里没有读数：文件名或工作表名应含“{SOURCE.title}”或“{SOURCE.name}”",
                f"请把 {path.name} 里的文件或工作表改名为含“{SOURCE.title}”的；表样可用 ipscore ops template 写出",
            )
        )
    opening.errors += [wrong for part in readings if (wrong := _one_unit_for_all(part)) is not None]
    return opening.finish(path, ())


def _one_unit_for_all(part: Part) -> HeaderError | None:
    """The error of a long sheet whose header gives all readings one unit, while every indicator has its own."""
    header = part.header.texts.get("value", "")
    unit = unit_in(header)
    if not unit:
        return None
    return HeaderError(
        f"{part.sheet.place}：表头“{header}”写着单位“{unit}”，而各项指标的单位以指标目录为准，不能一并换算",
        f"请去掉表头里的单位，单位与目录不同的写在格里，如 12.5{unit}",
    )

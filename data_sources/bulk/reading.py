"""Reading a source where it lies, and telling how far it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from data_sources.bulk.intake import read_bulk

if TYPE_CHECKING:
    from data_sources.bulk.intake import Bulk
    from data_sources.bulk.marking import Against
    from data_sources.bulk.sources import Place
    from data_sources.opening import Opened


def read_where_it_lies(opened: Opened, place: Place, against: Against) -> Bulk:
    """Read a source from its place, and tell how far it is in the bytes of its files."""
    left = {file.name: file.stat().st_size for file in place.address.files}
    left |= {part.sheet.file: part.to_come for part in opened.parts if part.source is against.source}
    whole = dict(left)

    def told(file: str, part: float, rows: int) -> None:
        done = min(left.get(file, 0), round(whole.get(file, 0) * part))
        left[file] = left.get(file, 0) - opened.meter.add(file, done, rows)

    found = read_bulk(place.address, place.reader, against, place.taken, told)
    for file, amount in left.items():
        opened.meter.add(file, amount)
    return found

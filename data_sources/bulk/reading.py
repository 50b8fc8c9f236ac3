"""Reading a source where it lies, and telling how far it is."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING

from data_sources.bulk.intake import read_bulk
from data_sources.errors import UnreadableFileError
from data_sources.stage.input_files import InputFile
from data_sources.stage.parquet_files import ParquetFile

if TYPE_CHECKING:
    from data_sources.bulk.intake import Bulk
    from data_sources.bulk.marking import Against
    from data_sources.bulk.sources import Place
    from data_sources.parts import Opened


def read_where_it_lies(opened: Opened, place: Place, against: Against) -> Bulk:
    """Read a source from its place, and tell how far it is in the bytes of its files.

    Raises:
        IntakeError: see `read_bulk`.
    """
    left = {place.address.name(str(file)): file.stat().st_size for file in place.address.files}
    left |= {part.sheet.file: part.to_come for part in opened.parts if part.source is against.source}
    whole = dict(left)

    def told(file: str, part: float, rows: int) -> None:
        done = min(left.get(file, 0), round(whole.get(file, 0) * part))
        left[file] = left.get(file, 0) - opened.meter.add(file, done, rows)

    try:
        found = read_bulk(place.address, place.reader, against, place.taken, told)
    except UnreadableFileError:
        for path in place.taken:  # one of several, and the engine does not say which
            deque(ParquetFile.of(InputFile.of(path)).tables(against.limits.batch_rows), maxlen=0)
        raise
    for file, amount in left.items():
        opened.meter.add(file, amount)
    return found

"""Where a bulk source lies, and who reads it there."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from data_sources.bulk.addresses import Address
    from data_sources.bulk.reader import Reader


class Place(NamedTuple):
    """Where a source lies.

    Attributes:
        address: the files.
        reader: what reads them.
    """

    address: Address
    reader: Reader

"""Where a bulk source lies, and who reads it there."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from data_sources.bulk.addresses import Address
    from data_sources.bulk.reader import Reader
    from data_sources.stage.input_files import Fingerprint


class Place(NamedTuple):
    """Where a source lies.

    Attributes:
        address: the files.
        reader: what reads them.
        taken: fingerprints that were taken of them already.
    """

    address: Address
    reader: Reader
    taken: Mapping[Path, Fingerprint]

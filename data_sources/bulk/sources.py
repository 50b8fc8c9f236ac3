"""Which sources lie at addresses, and not in files of the folder of records."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from data_sources.bulk.addresses import Address
from data_sources.bulk.intake import read_bulk
from data_sources.errors import BulkError
from data_sources.folder import match
from data_sources.suggest import perhaps

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence
    from pathlib import Path

    from data_sources.bulk.intake import Bulk
    from data_sources.bulk.reader import Reader
    from data_sources.source import Source


@dataclass(frozen=True)
class BulkSources:
    """Source → address, and what reads them.

    Attributes:
        addresses: by the sources' names.
        folders: the folders among the records that are such addresses.
        opened: the engine that reads them; None where there are none.
    """

    addresses: Mapping[str, Address]
    folders: frozenset[str]
    opened: Reader | None

    @classmethod
    def of(
        cls,
        folder: Path,
        sources: Sequence[Source],
        given: Mapping[str, str],
        reader: Callable[[], Reader],
        listed: Source,
    ) -> BulkSources:
        """The addresses that are given, and the folders among the records that are named after a source.

        Args:
            folder: the folder of records.
            sources: what may lie at an address.
            given: source (English name or title) → address.
            reader: opens the engine.
            listed: the register, which never lies at an address.

        Raises:
            BulkError: an address is given for what is no source, or for the register, or twice.
            FolderError: there is nothing at an address of this machine.
        """
        texts: dict[str, str] = {}
        for name, text in given.items():
            source = next((one for one in sources if name in (one.name, one.title)), None)
            if source is None or source.name == listed.name:
                names = [one.name for one in sources if one.name != listed.name]
                raise BulkError(f"没有可从地址读入的来源 {name}；可用：{'、'.join(names)}{perhaps(name, names)}")
            texts[source.name] = text
        found = _folders(folder, sources)
        if twice := sorted(texts.keys() & found.keys()):
            raise BulkError(f"来源 {'、'.join(twice)} 既给了地址，数据文件夹里又有同名的文件夹；请只留一处")
        texts |= {name: str(path) for name, path in found.items() if name != listed.name}
        addresses = {name: Address.of(text) for name, text in texts.items()}
        return cls(addresses, frozenset(path.name for path in found.values()), reader() if addresses else None)

    def insist_on_one_place(self, held: Collection[str]) -> None:
        """Insist that no source lies both at an address and in files of the folder.

        Raises:
            BulkError: one does.
        """
        if twice := sorted(self.addresses.keys() & held):
            raise BulkError(f"来源 {'、'.join(twice)} 既在数据文件夹的文件里，又另有地址或同名文件夹；请只留一处")

    def read(self, source: Source, **against: Any) -> Bulk:
        """Read a source; see `data_sources.bulk.intake.read_bulk`."""
        assert self.opened is not None
        return read_bulk(source, self.addresses[source.name], self.opened, **against)


def _folders(folder: Path, sources: Sequence[Source]) -> dict[str, Path]:
    """Folders of Parquet files that are named after a source."""
    found: dict[str, Path] = {}
    for path in sorted(folder.iterdir()) if folder.is_dir() else ():
        source = match(path.name, sources) if path.is_dir() and not path.name.startswith(".") else None
        if source is None or next(path.rglob("*.parquet"), None) is None:
            continue
        if source.name in found:
            raise BulkError(f"文件夹 {found[source.name].name} 与 {path.name} 都是来源 {source.name}；请合为一个")
        found[source.name] = path
    return found

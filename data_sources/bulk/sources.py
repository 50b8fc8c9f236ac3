"""Which sources are read where they lie: at addresses, or in folders among the records that are named after them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from data_sources.bulk.addresses import Address
from data_sources.bulk.place import Place
from data_sources.errors import BulkError
from data_sources.folder import match
from data_sources.limits import DEFAULT
from data_sources.suggest import perhaps

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from data_sources.bulk.reader import Reader
    from data_sources.limits import Limits
    from data_sources.parts import Part
    from data_sources.source import Source


@dataclass(frozen=True)
class BulkSources:
    """The sources that are read where they lie.

    Attributes:
        places: by the sources' names.
        folders: the folders among the records that are such places.
    """

    places: Mapping[str, Place]
    folders: frozenset[str]

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
            reader: opens the engine that reads them, once there is one to read.
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
                raise BulkError(
                    f"没有可从地址读入的来源 {name}；可用：{'、'.join(names)}{perhaps(name, names)}", "请改写 --source"
                )
            texts[source.name] = text
        found = _folders(folder, sources)
        if twice := sorted(texts.keys() & found.keys()):
            raise BulkError(
                f"来源 {'、'.join(twice)} 既给了地址，数据文件夹里又有同名的文件夹",
                "请去掉它的 --source，或移走数据文件夹里的那个文件夹",
            )
        texts |= {name: str(path) for name, path in found.items() if name != listed.name}
        addresses = {name: Address.of(text) for name, text in texts.items()}
        engine = reader() if addresses else None
        places = {name: Place(address, engine) for name, address in addresses.items() if engine is not None}
        return cls(places, frozenset(path.name for path in found.values()))

    def insist_apart(self, parts: Sequence[Part]) -> None:
        """Insist that no source lies both at an address and in files of the folder.

        Raises:
            BulkError: one does.
        """
        if twice := sorted(self.places.keys() & {part.source.name for part in parts}):
            raise BulkError(
                f"来源 {'、'.join(twice)} 既在数据文件夹的文件里，又另有地址或同名文件夹",
                "请去掉它的 --source，或移走数据文件夹里的那些文件",
            )

    @property
    def size(self) -> int:
        """The bytes of all files that are on this machine."""
        return sum(file.stat().st_size for place in self.places.values() for file in place.address.files)


def polars_reader(limits: Limits = DEFAULT) -> Reader:
    """Polars as the engine that reads addresses; loaded when there is one."""
    from data_sources.bulk.on_polars import PolarsReader  # noqa: PLC0415

    return PolarsReader(limits)


def _folders(folder: Path, sources: Sequence[Source]) -> dict[str, Path]:
    """Folders of Parquet files that are named after a source."""
    found: dict[str, Path] = {}
    for path in sorted(folder.iterdir()) if folder.is_dir() else ():
        source = match(path.name, sources) if path.is_dir() and not path.name.startswith(".") else None
        if source is None or next(path.rglob("*.parquet"), None) is None:
            continue
        if source.name in found:
            raise BulkError(
                f"文件夹 {found[source.name].name} 与 {path.name} 都是来源 {source.name}",
                f"请把 {found[source.name].name} 与 {path.name} 合为一个",
            )
        found[source.name] = path
    return found

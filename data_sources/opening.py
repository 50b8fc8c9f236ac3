"""Opening a folder: every sheet that holds a source, with its header found."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import TYPE_CHECKING

import polars as pl

from data_sources.assignment import Hidden, assign, hidden_remark, only_hidden, only_sheet, source_named
from data_sources.cache.copies import CopiedSheet
from data_sources.cache.entry import Said
from data_sources.errors import EmptyFileError, HeaderError, IntakeError, raise_all
from data_sources.folder import check_complete
from data_sources.headers import Header, find_header, find_table
from data_sources.listing import LeftOut, Listed, list_files, nothing
from data_sources.meter import Meter
from data_sources.parts import Opened, Part
from data_sources.stage.formats import PARQUET, TEXT
from data_sources.stage.sheet import Sheet
from data_sources.stage.sheets import open_file, unreadable

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence
    from pathlib import Path

    from data_sources.cache.copies import Copies, Copy
    from data_sources.derived_files import DerivedFile
    from data_sources.limits import Limits
    from data_sources.listing import Listing
    from data_sources.meter import Progress
    from data_sources.source import Source
    from data_sources.stage.formats import Format
    from data_sources.stage.input_files import Fingerprint, InputFile
    from data_sources.stage.sheets import File

NO_FILES: Mapping[str, str] = MappingProxyType({})
"""No mapping says what files hold."""

NO_FORMS: Mapping[str, Source] = MappingProxyType({})
"""No source has another contract."""

_TABLE_ENDINGS = frozenset({".csv", ".tsv", ".tab"})


@dataclass(frozen=True)
class _Worth:
    """A file of which a copy may be made: its parts (places in the list of all), and what is said of the rest."""

    item: InputFile
    fingerprint: Fingerprint
    parts: range
    said: Said


def open_folder(
    folder: Path,
    sources: Sequence[Source],
    required: Collection[str],
    limits: Limits,
    progress: Progress | None,
    *,
    copies: Copies | None = None,
    files: Mapping[str, str] = NO_FILES,
    passed_over: Callable[[Path], bool] = nothing,
    elsewhere: Collection[str] = (),
    derived: Sequence[DerivedFile] = (),
) -> Opened:
    """Open every file, in subfolders and archives too, or the copy of it that was made before.

    Args:
        folder: the records.
        sources: what to look for.
        required: names of the sources that must be there.
        limits: how much is in memory at a time.
        progress: told after every file.
        copies: those of large files that were made before.
        files: file or `file[sheet]` → name of a source, or "" where it is left out on purpose.
        passed_over: whether a subfolder is none of the records', such as a run.
        elsewhere: names of subfolders whose Parquet files are read by another way.
        derived: tables that are made of other files.

    Raises:
        IntakeError: all that is wrong with files, sheets and headers, at once. What is wrong in the middle of a file
            that is too large to be held comes out only when it is read.
    """
    listing = list_files(folder, limits, passed_over=passed_over, elsewhere=elsewhere)
    listing.files += [Listed(item, PARQUET) for item in derived]
    files = {**files, **{item.name: item.source for item in derived}}
    meter = Meter(sum(listed.file.size for listed in listing.files), progress)
    opening = Opening(sources, limits, meter, copies=copies, files=files)
    opening.open(listing)
    return opening.finish(folder, required)


class Opening:
    """Opens one file after the other.

    Attributes:
        sources: what is looked for.
        left_out: what is not read, and why.
        errors: everything that is wrong.
        parts: the sheets that hold a source.
        alone: what the only file there is holds, whatever its name; None for the files of a folder.
        forms: source → another contract that its sheets may follow, if they hold columns that only that has.
    """

    def __init__(
        self,
        sources: Sequence[Source],
        limits: Limits,
        meter: Meter,
        *,
        copies: Copies | None = None,
        files: Mapping[str, str] = NO_FILES,
        alone: Source | None = None,
        forms: Mapping[str, Source] = NO_FORMS,
    ) -> None:
        self.sources, self.alone, self.forms = sources, alone, forms
        self.left_out: list[LeftOut] = []
        self.errors: list[IntakeError] = []
        self.parts: list[Part] = []
        self._limits, self._copies, self._files, self._meter = limits, copies, files, meter
        self._left = limits.held_bytes
        self._remarks: list[str] = []
        self._seen: list[str] = []
        self._found: set[str] = set()
        self._hidden: list[Hidden] = []
        self._worth: list[tuple[_Worth, Source | None]] = []
        self._contents: dict[str, tuple[str, Source | None]] = {}

    def open(self, listing: Listing) -> None:
        """Open all files of a listing, and note what becomes of each."""
        self.left_out += listing.left_out
        self.errors += listing.errors
        for listed in listing.files:
            self._open(*listed)

    def _open(self, item: InputFile, kind: Format) -> None:
        self._seen.append(item.name)
        named = self.named(item)
        if self._files.get(item.name) == "":
            self.left_out.append(LeftOut(item.name, "mapping.toml 写明不读"))
        elif not kind.readable and named is None and not kind.may_hold_records:
            self.left_out.append(LeftOut(item.name, f"{kind.title}，不是数据文件"))
        elif not kind.readable:
            self._fail(item, unreadable(item, kind), named)
        else:
            try:
                self._read(item, named)
            except EmptyFileError as error:
                if named is None:
                    self.left_out.append(LeftOut(item.name, "空文件"))
                else:
                    self._fail(item, error, named)
            except IntakeError as error:
                if named is None and kind == TEXT and item.suffix not in _TABLE_ENDINGS:
                    self.left_out.append(
                        LeftOut(item.name, f"读不出：{str(error).removeprefix(item.name).lstrip('：')}")
                    )
                else:
                    self._fail(item, error, named)

    def finish(self, folder: Path, required: Collection[str]) -> Opened:
        """What was opened.

        Raises:
            IntakeError: everything that is wrong.
        """
        read = {part.source.name for part in self.parts} | self._found
        for hidden in self._hidden:
            if hidden.source.name in read:
                self._remarks.append(hidden_remark(hidden))
            else:
                self.errors.append(only_hidden(hidden))
                self._found.add(hidden.source.name)
        try:
            check_complete(folder, self._found | read, required, self.sources, self.left_out)
        except IntakeError as error:
            self.errors.append(error)
        raise_all(self.errors)
        for worth, named in self._worth:
            _begin_copy(self._copies, worth, named, self.parts, self._files)
        return Opened(
            tuple(self.parts),
            tuple(sorted(map(str, self.left_out))),
            tuple(self._remarks),
            tuple(self._seen),
            self._meter,
        )

    def named(self, item: InputFile) -> Source | None:
        """The source that a file must hold by the mapping or by its name; None if neither says so."""
        if self.alone is not None:
            return self.alone
        said = self._files.get(item.name)
        if said is None:
            return source_named(item, self.sources)
        return next((source for source in self.sources if source.name == said), None)

    def _matched(self, sheet: Sheet, source: Source) -> tuple[Sheet, Source, Header]:
        """A sheet of a source as it is arranged, the contract that it follows, and its header."""
        try:
            arranged, header = find_table(sheet, source)
            return arranged, source, header
        except HeaderError:
            form = self.forms.get(source.name)
            other = None
            if form is not None:
                with suppress(HeaderError):
                    other = find_header(sheet, form)
            if form is None or other is None or not other.positions.keys() - {one.name for one in source.columns}:
                raise
            return sheet, form, other

    def _fail(self, item: InputFile, error: IntakeError, named: Source | None) -> None:
        self.errors.append(error)
        self._found |= {named.name} if named is not None else set()
        self._meter.add(item.name, item.size)

    def _read(self, item: InputFile, named: Source | None) -> None:
        fingerprint = item.fingerprint()
        first, of = self._contents.setdefault(fingerprint.sha256, (item.name, named))
        same_source = named is None or of is None or named.name == of.name
        numbered = named is not None and bool(named.keys)  # then rows that say the same are told one by one
        if first != item.name and item.size and same_source and ("/" in item.name or not numbered):
            self.left_out.append(LeftOut(item.name, f"与 {first} 内容完全相同，只读一份"))
            self._meter.add(item.name, item.size)
            return
        lasting = self._copies if self._copies is not None and self._copies.worth(item) else None
        copy = None if lasting is None else lasting.find(item, fingerprint.sha256, named, self._files)
        if copy is not None:
            self._take(item, copy, fingerprint)
            return
        file = open_file(item, self._limits, 0 if named is None else self._left, fingerprint)
        self._left -= file.weight if file.held else 0
        self._assign(item, file, fingerprint, named, keep=lasting is not None)

    def _take(self, item: InputFile, copy: Copy, fingerprint: Fingerprint) -> None:
        """Have what a copy says of a file instead of the file."""
        entry, by_name = copy.entry, {source.name: source for source in self.sources}
        parts = _copied(item, copy, fingerprint, by_name)
        self.parts += parts
        self.left_out += [LeftOut(*said) for said in entry.said.ignored]
        self._remarks += entry.said.remarks
        self._seen += entry.said.seen
        self._hidden += [Hidden(place, by_name[source], rows) for place, source, rows in entry.said.hidden]
        self._meter.add(item.name, fingerprint.state[0] - sum(part.to_come for part in parts))

    def _assign(
        self, item: InputFile, file: File, fingerprint: Fingerprint, named: Source | None, *, keep: bool
    ) -> None:
        found = assign(file, item, self.sources, self._files)
        if self.alone is not None:
            found = only_sheet(file, self.alone, found)
        seen = [sheet.place for sheet in file.sheets if sheet.name]
        self._seen += seen
        self.left_out += found.left_out
        self.errors += found.errors
        self._found |= found.looks_like | {source.name for _, source in found.parts}
        self._hidden += found.hidden
        to_come = 0 if file.held or not found.parts else file.size // 2  # looking through it was half the work
        before = len(self.parts)
        for given, source in found.parts:
            try:
                sheet, contract, header = self._matched(given, source)
            except IntakeError as error:
                self.errors.append(error)
                continue
            self.parts.append(Part(sheet, contract, header, file.sha256, to_come))
        remarks = [*found.remarks, *(remark for part in self.parts[before:] for remark in part.sheet.remarks)]
        self._remarks += remarks
        if keep:
            hidden = tuple((place, source.name, rows) for place, source, rows in found.hidden)
            said = Said(tuple(found.left_out), tuple(remarks), hidden, tuple(seen))
            worth = _Worth(item, fingerprint, range(before, len(self.parts)), said)
            self._worth.append((worth, named))
        self._meter.add(item.name, file.size - to_come)


def _copied(item: InputFile, copy: Copy, fingerprint: Fingerprint, sources: Mapping[str, Source]) -> list[Part]:
    to_come = fingerprint.state[0] // 2 // max(len(copy.entry.sheets), 1)
    return [
        Part(
            Sheet(
                item.name,
                entry.sheet,
                pl.DataFrame(),
                1,
                lambda: iter(()),
                max(len(entry.batches), 1),
                hidden=entry.hidden,
                remarks=entry.remarks,
            ),
            sources[entry.source],
            entry.header,
            fingerprint.sha256,
            to_come,
            copied=CopiedSheet(copy, entry),
        )
        for entry in copy.entry.sheets
    ]


def _begin_copy(
    copies: Copies | None, worth: _Worth, named: Source | None, parts: list[Part], files: Mapping[str, str]
) -> None:
    """Have the parts of a file make a copy of it while they are read."""
    if copies is None:
        return
    making = copies.begin(worth.item, worth.fingerprint, named, files, worth.said)
    if making is not None:
        for at in worth.parts:
            part = parts[at]
            parts[at] = replace(part, making=making.sheet(part.sheet, part.source, part.header))
        if not worth.parts:
            making.finish()

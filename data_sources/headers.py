"""Which column of a sheet is which column of a source."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from data_sources.errors import HeaderError
from data_sources.header_texts import Label, canonical_header, header_key, label_of, unit_in, unit_stated
from data_sources.suggest import likely
from data_sources.units import factor_between, is_clock, is_foreign, is_unit_like, tidy, unit_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from data_sources.columns import Column
    from data_sources.source import Source
    from data_sources.stage.sheet import Sheet

__all__ = ["Header", "find_header", "find_table", "fitting"]

_HEADER_WITHIN = 30
_DEEPEST = 3
_SHOWN = 30
_NAME_BYTES = 10
"""Bytes to which a DBF file cuts the names of its columns."""


@dataclass(frozen=True)
class Header:
    """The header of a sheet, matched.

    Attributes:
        row: the header's last row, from 0.
        positions: English column name → number of the sheet's column; optional columns may be absent.
        texts: English column name → header as it stands in the file.
        dropped: headers that belong to no column of the source.
        rows: how many rows it takes up, that of units below it included.
        units: English column name → unit that the header says of a quantity.
        remarks: what a person should know of it, in Chinese.
    """

    row: int
    positions: dict[str, int]
    texts: dict[str, str]
    dropped: tuple[str, ...]
    rows: int = 1
    units: dict[str, str] = field(default_factory=dict)
    remarks: tuple[str, ...] = ()


class _Match(NamedTuple):
    """A header that may be the sheet's: its last row from 0, how many rows it has, its labels, and what they mean."""

    row: int
    rows: int
    labels: list[Label]
    positions: dict[str, int]


def find_header(sheet: Sheet, source: Source) -> Header:
    """Find the header among the first rows (titles may stand above it; it may have several rows) and match it.

    Raises:
        HeaderError: a column of the source has no header, a header stands twice, or it says a unit that is none of the
            column's.
    """
    match = _matched(sheet, source)
    missing = _missing(source, match.positions)
    labels = match.labels
    names = {column.name: _names(column, source) for column in source.columns}
    twice = sorted({labels[at].text for name, at in match.positions.items() if _is_twice(labels, at, names[name])})
    place = f"{sheet.place}（{source.title}）第 {match.row + 1} 行"
    if missing or twice:
        found = [label.text for label in labels if label.text]
        raise HeaderError(f"{place}：{_fault(missing, twice)}{_found(found, missing)}", about=sheet.place)
    below = _units_below(sheet, source, match)
    units, notes, faults = _units(sheet, source, match, below)
    if faults:
        raise HeaderError(f"{place}：{'；'.join(faults)}", about=sheet.place)
    taken = match.positions.values()
    dropped = tuple(label.text for at, label in enumerate(labels) if label.text and at not in taken)
    extra = 1 if below else 0
    return Header(
        match.row + extra,
        match.positions,
        {name: labels[at].text for name, at in match.positions.items()},
        dropped,
        match.rows + extra,
        units,
        tuple(f"{sheet.place}：{note}" for note in notes),
    )


def find_table(sheet: Sheet, source: Source) -> tuple[Sheet, Header]:
    """A sheet as its source has it arranged, with its header; see `find_header`."""
    if source.arranged is not None:
        sheet = source.arranged(sheet, source)
    return sheet, find_header(sheet, source)


def fitting(sheet: Sheet, sources: Sequence[Source]) -> list[Source]:
    """The sources all of whose columns that must be there have a header in the sheet: those of most columns."""
    matched = [(source, _matched(sheet, source).positions) for source in sources if sheet.head.height]
    whole = {source.name: len(positions) for source, positions in matched if not _missing(source, positions)}
    return [source for source in sources if source.name in whole and whole[source.name] == max(whole.values())]


def matched(sheet: Sheet, source: Source) -> tuple[int, list[str], dict[str, int]]:
    """The header as far as it can be matched: its last row from 0, its texts, and English column name → position."""
    found = _matched(sheet, source)
    return found.row, [label.text for label in found.labels], found.positions


def _matched(sheet: Sheet, source: Source) -> _Match:
    """The rows that match most columns: the fewest rows that do, and the first ones of these."""
    names = {column.name: _names(column, source) for column in source.columns}
    rows = sheet.head.head(_HEADER_WITHIN).rows()
    every = {name for texts in names.values() for name in texts}
    best: tuple[tuple[int, int, int], _Match] | None = None
    hit = [any(any(key in every for key in label_of((cell,)).keys) for cell in set(row) if cell) for row in rows]
    cut = sheet.file.lower().endswith(".dbf")
    for last in (row for row in range(len(rows)) if any(hit[max(row - _DEEPEST + 1, 0) : row + 1])):
        for depth in range(1, min(_DEEPEST, last + 1) + 1):
            labels = [label_of(cells) for cells in zip(*rows[last - depth + 1 : last + 1], strict=True)]
            positions = _positions(labels, names, cut=cut)
            rank = (len(positions), -depth, -last)
            if best is None or rank > best[0]:
                best = (rank, _Match(last, depth, labels, positions))
    if best is not None and best[1].positions:
        return best[1]
    first = next((at for at, cells in enumerate(rows) if any((cell or "").strip() for cell in cells)), 0)
    return _Match(first, 1, [label_of((cell,)) for cell in rows[first]] if rows else [], {})


def _positions(labels: Sequence[Label], names: Mapping[str, Sequence[str]], *, cut: bool) -> dict[str, int]:
    positions: dict[str, int] = {}
    called: dict[str, list[int]] = {}
    for at, label in enumerate(labels):
        for key in label.keys:
            called.setdefault(key, []).append(at)
    for column, own in names.items():
        position = _position(called, own, taken=set(positions.values()))
        if position is not None:
            positions[column] = position
    if cut:
        for at, label in enumerate(labels):
            meant = None if at in positions.values() else _cut_name(label.text, names)
            if meant is not None:
                positions.setdefault(meant, at)
    return positions


def _position(called: Mapping[str, Sequence[int]], names: Sequence[str], *, taken: set[int]) -> int | None:
    """The first name that the row holds wins: the title before the aliases."""
    return next((at for name in names for at in called.get(name, ()) if at not in taken), None)


def _cut_name(text: str, names: Mapping[str, Sequence[str]]) -> str | None:
    """The only column whose name begins with a text that a DBF file has cut."""
    begins = header_key(text.rstrip("\ufffd"))
    if len(begins.encode("gb18030")) < _NAME_BYTES - 1:
        return None
    found = {column for column, own in names.items() if any(name.startswith(begins) for name in own)}
    return found.pop() if len(found) == 1 else None


def _missing(source: Source, positions: Mapping[str, int]) -> list[Column]:
    needless = {"record_id"} if source.mapped.by_place else set()
    return [
        column
        for column in source.columns
        if column.name not in positions and not column.optional and column.name not in needless
    ]


def _names(column: Column, source: Source) -> list[str]:
    """The headers that mean a column, made plain: those of the mapping first, and none that it gives to another."""
    own = [header for header, name in source.mapped.headers.items() if name == column.name]
    others = source.mapped.headers.keys() - own
    return [*own, *(text for text in _written((column.title, column.name, *column.aliases)) if text not in others)]


@lru_cache(maxsize=4096)
def _written(texts: tuple[str, ...]) -> tuple[str, ...]:
    """Texts made plain, each once, with and without what numbers them."""
    return tuple(dict.fromkeys(key for text in texts for key in (header_key(text), header_key(canonical_header(text)))))


def _is_twice(labels: Sequence[Label], at: int, names: Sequence[str]) -> bool:
    """Whether another column bears the name by which a column was found."""
    found = next((name for name in names if name in labels[at].keys), None)
    return found is not None and sum(found in label.keys for label in labels) > 1


def _units_below(sheet: Sheet, source: Source, match: _Match) -> dict[str, str]:
    """The units in a row below the header that holds nothing else: column → unit; empty if there is no such row."""
    if match.row + 1 >= sheet.head.height:
        return {}
    cells = [(cell or "").strip() for cell in sheet.head.row(match.row + 1)]
    filled = [cell for cell in cells if cell and cell not in ("-", "—", "/", "单位", "计量单位")]
    if not filled or not all(unit_of(unit_in(cell) or cell) for cell in filled):
        return {}
    quantities = {column.name for column in source.columns if column.kind in ("number", "count") or column.unit}
    return {
        name: unit_in(cells[at]) or cells[at]
        for name, at in match.positions.items()
        if name in quantities and cells[at]
    }


def _units(
    sheet: Sheet, source: Source, match: _Match, below: Mapping[str, str]
) -> tuple[dict[str, str], list[str], list[str]]:
    """Units of the columns, notes that are no units, and what is wrong with units."""
    above = sheet.head.head(match.row - match.rows + 1).rows()
    stated = [unit for row in above for cell in dict.fromkeys(row) if cell for unit in unit_stated(cell)]
    stated += [unit for row in above for unit in _of_title(row)]
    units: dict[str, str] = {}
    notes: list[str] = []
    faults: list[str] = []
    for column in source.columns:
        if not (column.kind in ("number", "count") or column.unit) or column.name not in match.positions:
            continue
        label = match.labels[match.positions[column.name]]
        wanted = column.measure
        said = [*label.notes, *([below[column.name]] if column.name in below else [])]
        own = [text for text in said if is_unit_like(text) or tidy(text) == tidy(wanted) or is_clock(text)]
        notes += [f"表头“{label.text}”里的“{text}”不是单位，只作说明" for text in said if text not in own]
        if not own:
            own = _of_group(above, match.positions[column.name], wanted)
        if not own:
            own = [text for text in stated if _is_of(text, wanted)]
        if len({factor_between(text, wanted) for text in own}) > 1:
            faults.append(f"{column.title}（{column.name}）的单位写了不止一种：{'、'.join(own)}；请只写一种")
            continue
        for text in own:
            if is_clock(text) or factor_between(text, wanted) is not None:
                units[column.name] = text
            else:
                faults.append(_unfit(label.text, text, column, wanted))
    return units, notes, faults


def _of_group(above: Sequence[tuple[str | None, ...]], at: int, wanted: str) -> list[str]:
    """The units that the nearest group title above a column says of what the column holds: 资产负债（万元）."""
    for row in above[: -_DEEPEST - 1 : -1]:  # from the nearest on
        said = [note for note in label_of((row[at],)).notes if _is_of(note, wanted) or factor_between(note, wanted)]
        if said and wanted:
            return said
    return []


def _of_title(row: tuple[str | None, ...]) -> list[str]:
    """The units in the brackets of a title, which stands alone in its row: 财务指标表（万元）."""
    filled = {cell for cell in row if cell and cell.strip()}
    return [note for cell in filled for note in label_of((cell,)).notes if unit_of(note)] if len(filled) == 1 else []


def _unfit(header: str, found: str, column: Column, wanted: str) -> str:
    if not wanted:
        return (
            f"表头“{header}”写着单位“{found}”，而{column.title}（{column.name}）没有规定单位，不能换算；"
            f"请在规则文件里写明该列的 unit，或去掉表头里的单位"
        )
    return f"表头“{header}”的单位“{found}”换算不成{column.title}（{column.name}）的单位“{wanted}”；请换算后再交"


def _is_of(text: str, wanted: str) -> bool:
    """Whether a unit that stands above the header is one of amounts, as the column is; of counts it says nothing."""
    other = unit_of(wanted)
    if other is None or other.dimension != "money":
        return False
    one = unit_of(text)
    return is_foreign(text) if one is None else one.dimension in ("money", "any")


def _fault(missing: list[Column], twice: list[str]) -> str:
    lacking = f"缺少列 {'、'.join(f'{column.title}（{column.name}）' for column in missing)}；" if missing else ""
    return lacking + (f"表头重复：{'、'.join(twice)}；" if twice else "")


def _found(found: list[str], missing: list[Column]) -> str:
    guesses = [(column.title, guess) for column in missing for guess in likely(column.title, found)]
    hints = "".join(f"；“{guess}”或即“{title}”" for title, guess in guesses if guess != title)
    return f"找到的表头：{'、'.join(found[:_SHOWN])}{'…' if len(found) > _SHOWN else ''}{hints}"

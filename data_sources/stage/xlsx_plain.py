"""The cells of a sheet of an XLSX workbook whose rows are written alike, cut out of its bytes column by column.

Every byte of the part is accounted for: a row is cut at the references that its number and the columns make, a cell is
one of a known form (see `xlsx_forms`) and its text holds no mark-up, or it is left to the parser of sheets. A sheet of
which that cannot be said is not read here.
"""

from __future__ import annotations

import re
from contextlib import suppress
from typing import TYPE_CHECKING

import polars as pl

from data_sources.stage.xlsx_cells import SheetXmlError, area
from data_sources.stage.xlsx_forms import Forms
from data_sources.stage.xlsx_patterns import Pattern, UnlikeError, digits_of
from data_sources.stage.xlsx_rows import by_columns, rows_of, tags
from data_sources.stage.xlsx_strings import in_utf8

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from data_sources.stage.xlsx_forms import Form

_NAMESPACES = (
    b'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"',
    b'xmlns="http://purl.oclc.org/ooxml/spreadsheetml/main"',
)
_PIECE = 1 << 21
_LONGEST_ROW = 16 << 20
_ROW, _ROW_BEGIN, _ROW_END = "<row", b"<row", b"</row>"
_LETTERS = re.compile("[A-Z]{1,3}")
_NUMBERED = re.compile("<row [^<>]*r=[\"'][0-9]")
_CELL_WITHIN = r"<c[\s>]"
_FIRST = 500
_MOST_FORMS = 64
_MOST_PATTERNS = 12
_MOST_COLUMNS = 64  # of which patterns are learned
_MOST_PENDING = 8 << 20
_UNKNOWN = ("<!", "<?")  # comments and the like, in which anything may stand


class PlainSheet:
    """Takes the plain cells of a sheet.

    Attributes:
        forms: of the cells, by their numbers.
    """

    def __init__(self) -> None:
        self.forms: list[Form] = []
        self._parts: list[pl.DataFrame] = []
        self._letters: dict[str, int] = {}
        self._known: list[int] = []
        self._shown: dict[tuple[str, str], bool | None] = {}
        self._patterns: list[Pattern] = []
        self._hits: dict[Pattern, int] = {}
        self._pending: list[pl.DataFrame] = []
        self._pending_bytes = self._rows_before = 0
        self._doubtful = False
        self._makes: Forms | None = None

    def taken(self) -> pl.DataFrame:
        """What was taken, given away: row (from 0), shown, and by the places of columns `text_0` and `form_0`.

        The text and the form's number of a cell are null where it is not there or was left to the parser.
        """
        empty = pl.DataFrame(schema={"at": pl.UInt32(), "row": pl.Int64(), "shown": pl.Boolean()})
        table = pl.concat([empty, *self._parts], how="diagonal")
        self._parts.clear()
        return table.drop("at") if table["at"].is_sorted() else table.sort("at").drop("at")

    def others(self, blocks: Iterable[bytes]) -> Iterator[bytes]:
        """Take what is plain of a sheet, and give all the rest of it, as a sheet for the parser.

        Args:
            blocks: the part, in pieces.

        Raises:
            UnlikeError: its rows are not written alike.
        """
        last = ""
        for piece in _pieces(blocks):
            if self._makes is None:
                head, begin, rest = piece.partition(_ROW_BEGIN)
                self._makes = _forms(head, whole=bool(begin))
                yield head
                piece = begin + rest  # noqa: PLW2901
            yield _known(last)
            rows, last = self._rows(piece)
            doubtful = b"&" in piece or b"\r" in piece
            if not self._known:  # the first rows tell in which forms and patterns nearly all others are
                self._take(rows.head(_FIRST), doubtful=doubtful)
                yield _known(self._settled())
                rows = rows.slice(_FIRST)
            self._take(rows, doubtful=doubtful)
            if self._pending_bytes > _MOST_PENDING:
                yield _known(self._settled())
        yield _known(self._settled())
        yield _known(last)

    def _rows(self, piece: bytes) -> tuple[pl.DataFrame, str]:
        """The rows of a piece, by their places in the sheet and without their ends, and what stands behind the last."""
        parts = pl.Series("row", piece.split(_ROW_END), dtype=pl.Binary).cast(pl.String, strict=False)
        if parts.null_count():
            raise UnlikeError
        rows, behind = parts.head(len(parts) - 1), str(parts[-1])
        if len(rows) > 1 and rows[1][:1].isspace():
            rows = rows.str.strip_chars_start()
        self._rows_before += len(rows)
        return rows.to_frame().with_row_index("at", self._rows_before - len(rows)), behind

    def _take(self, rows: pl.DataFrame, *, doubtful: bool) -> None:
        """Take the rows of the usual pattern; the others wait until they are many."""
        if rows.is_empty():
            return
        left = self._cut_by(self._patterns[0], rows, doubtful=doubtful) if self._patterns else rows
        kept = pl.Series("row", left["row"].to_list(), dtype=pl.String)  # a slice would hold all of the piece
        self._pending.append(left.with_columns(kept))
        self._pending_bytes += int(kept.str.len_bytes().sum())
        self._doubtful = self._doubtful or doubtful

    def _cut_by(self, pattern: Pattern, rows: pl.DataFrame, *, doubtful: bool) -> pl.DataFrame:
        """Take the rows of a pattern; the others are given back."""
        tried = rows.height
        for digits in sorted({digits_of(pattern.before, rows["row"][at]) for at in (0, -1)}):
            cut, rows = pattern.cut(rows, digits, doubtful=doubtful)
            if cut.height:
                self._parts.append(cut)
            if rows.is_empty():
                break
        self._hits[pattern] = self._hits.get(pattern, 0) + tried - rows.height
        return rows

    def _settled(self) -> str:
        """Take what is plain of the rows that wait; what is not is given back."""
        left = pl.concat(self._pending) if self._pending else pl.DataFrame()
        self._pending, self._pending_bytes = [], 0
        for pattern in self._patterns[1:]:
            if left.is_empty():
                break
            left = self._cut_by(pattern, left, doubtful=self._doubtful)
        others: dict[int, str] = {}
        if left.height:
            cut, others = self._singly(left, doubtful=self._doubtful)
            if cut.height:
                self._parts.append(cut)
        self._hits = {pattern: self._hits.get(pattern, 0) // 2 for pattern in self._patterns}
        self._patterns = sorted(self._patterns, key=self._hits.__getitem__, reverse=True)[: _MOST_PATTERNS - 2]
        return "".join(others[at] for at in sorted(others))

    def _singly(self, rows: pl.DataFrame, *, doubtful: bool) -> tuple[pl.DataFrame, dict[int, str]]:
        """Rows that are of no pattern: what is plain of them, and what is not, by their places."""
        first = rows["row"][0]
        before = first[: first.find(' r="') + 4]
        if not before.startswith(_ROW) or before.count("<") != 1 or not before.endswith(' r="'):
            raise UnlikeError
        table = tags(rows, before)
        shown = self._shown_rows(before, table["behind"])
        cells = self._cells(table)
        odd = cells.filter(pl.col("place").is_null() | pl.struct("index", "place").is_duplicated())["index"]
        plain = table["tagged"].fill_null(value=False) & shown.is_not_null() & ~table["index"].is_in(odd.implode())
        others = {at: f"{row}</row>" for at, row in rows.filter(~plain).rows()}
        if not all(_NUMBERED.match(row) for row in others.values()):
            raise UnlikeError
        cells = cells.filter(plain.gather(cells["index"]))
        texts, forms = self._texts(cells["body"], doubtful=doubtful)
        cells = cells.with_columns(texts.alias("text"), forms.alias("form"))
        left = cells.filter(pl.col("form").is_null())
        if left["body"].str.contains(_CELL_WITHIN).any():
            raise UnlikeError
        cut = by_columns(table, shown, cells).filter(plain)
        alike = ~table["index"].is_in(left["index"].implode())
        self._learn(before, cut.hstack([table["behind"].filter(plain)]).filter(alike.filter(plain)))
        return cut, others | rows_of(table, before, left)

    def _cells(self, table: pl.DataFrame) -> pl.DataFrame:
        """The cells of rows: index (of the row), letters, place (of the column; null if there is none such), body."""
        cells = table.select("index", "number", pl.col("cells").list.slice(1).alias("cell")).explode("cell")
        cells = cells.drop_nulls("cell").with_columns(
            pl.col("cell").str.splitn('"', 2).struct.rename_fields(["reference", "body"]).alias("cut")
        )
        cells = cells.unnest("cut").with_columns(
            pl.col("reference").str.strip_suffix(pl.col("number")).alias("letters")
        )
        own = pl.col("reference").eq(pl.concat_str("letters", "number")) & pl.col("body").is_not_null()
        cells = cells.select("index", "body", pl.when(own).then("letters").alias("letters"))
        for letters in cells["letters"].unique():
            if letters is not None and letters not in self._letters and _LETTERS.fullmatch(letters):
                with suppress(SheetXmlError):
                    self._letters[letters] = area(f"{letters}1")[1]
        place = pl.col("letters").replace_strict(self._letters, default=None, return_dtype=pl.Int64)
        return cells.with_columns(place.alias("place"))

    def _learn(self, before: str, rows: pl.DataFrame) -> None:
        """Learn the patterns that most of some rows have."""
        held = sorted(self._letters.items(), key=lambda item: item[1])
        forms = {f"form_{place}": letters for letters, place in held if f"form_{place}" in rows.columns}
        if len(forms) > _MOST_COLUMNS or rows.is_empty():
            return
        kinds = rows.group_by("behind", *forms).len("rows").sort("rows", descending=True).head(2)
        for behind, *numbers, count in kinds.rows():
            cells = [
                (letters, self._letters[letters], number, self.forms[number])
                for letters, number in zip(forms.values(), numbers, strict=True)
                if number is not None
            ]
            pattern = Pattern(before, behind, tuple(cells), shown=bool(self._shown[before, behind]))
            if cells and pattern.usable:
                self._hits[pattern] = self._hits.get(pattern, 0) + count
                self._patterns += [pattern] if pattern not in self._patterns else []

    def _shown_rows(self, before: str, behind: pl.Series) -> pl.Series:
        """Whether rows are shown; null for those of which not all is known."""
        kinds = [kind for kind in behind.unique() if kind is not None and "<" not in kind]
        if len(kinds) > _MOST_FORMS:
            raise UnlikeError
        for kind in kinds:
            if (before, kind) not in self._shown:
                assert self._makes is not None
                self._shown[before, kind] = self._makes.shows_row(before, kind)
        shown = [self._shown[before, kind] for kind in kinds]
        return behind.replace_strict(kinds, shown, default=None, return_dtype=pl.Boolean)

    def _texts(self, bodies: pl.Series, *, doubtful: bool) -> tuple[pl.Series, pl.Series]:
        """The texts of cells of known forms and the numbers of the forms; both null for other cells."""
        known = self._known
        found = pl.repeat(None, len(bodies), dtype=pl.String, eager=True)
        forms = pl.repeat(None, len(bodies), dtype=pl.UInt16, eager=True)
        left, body, tried = bodies.to_frame(), pl.col("body"), 0
        while left["body"].null_count() < left.height:
            if tried == len(known):
                if len(known) == _MOST_FORMS:
                    break
                known.append(self._form(left["body"].drop_nulls()[0]))
            number = known[tried]
            form, tried = self.forms[number], tried + 1
            fits = form.fits(body).fill_null(value=False)
            text = pl.lit(None, pl.String) if form.kind is None else form.texts(body, doubtful=doubtful)
            cut = left.select(pl.when(fits).then(text).alias("text"), pl.when(~fits).then(body).alias("body"))
            taken = cut["text"].is_not_null()
            if taken.any():
                found = cut["text"] if taken.all() else found.zip_with(~taken, cut["text"])
                forms = forms.zip_with(~taken, pl.repeat(number, len(bodies), dtype=pl.UInt16, eager=True))
            left = cut.select("body")
        return found, forms

    def _form(self, body: str) -> int:
        assert self._makes is not None
        form = self._makes.of(body)
        if form in self.forms:
            return self.forms.index(form)
        self.forms.append(form)
        return len(self.forms) - 1


def _known(other: str) -> bytes:
    if any(sign in other for sign in _UNKNOWN):
        raise UnlikeError
    return other.encode()


def _forms(head: bytes, *, whole: bool) -> Forms:
    spelled = any(name in head for name in _NAMESPACES) and b"<worksheet" in head and b"<sheetData" in head
    if not (whole and spelled and in_utf8(head)):
        raise UnlikeError
    try:
        return Forms(head)
    except SheetXmlError as error:
        raise UnlikeError from error


def _pieces(blocks: Iterable[bytes]) -> Iterator[bytes]:
    """The bytes in pieces that end before a row."""
    parts: list[bytes] = []
    size = 0
    for block in blocks:
        cut = block.rfind(_ROW_BEGIN) if size + len(block) >= _PIECE else -1
        if cut > 0:  # a mark that two blocks share is found in a later one
            yield b"".join((*parts, memoryview(block)[:cut]))
            parts, size = [block[cut:]], len(block) - cut
            continue
        if size > _LONGEST_ROW:
            raise UnlikeError
        parts.append(block)
        size += len(block)
    yield b"".join(parts)

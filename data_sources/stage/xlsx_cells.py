"""The cells of a sheet of an XLSX workbook whose stored value is not what they show, in one pass over its part."""

from __future__ import annotations

from array import array
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple
from xml.parsers import expat

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from data_sources.stage.merges import Range

ROWS, COLUMNS = 1_048_576, 16_384
BLANKS, PRESERVED = " \t\r\n", "preserve"
"""What counts for nothing around a text, unless the text's `xml:space` says so."""

_DIGITS = "0123456789"
_FEW_DIGITS = 6  # rows of so many digits are all within a sheet
_SEPARATOR = " "
_SPACE = f"http://www.w3.org/XML/1998/namespace{_SEPARATOR}space"
_FALSE = frozenset({"", "0", "false", "off"})


class SheetXmlError(ValueError):
    """The part is no well-formed sheet, or names a cell that no sheet has."""


class TooLongError(ValueError):
    """A cell's text is longer than allowed; the message is its address."""


class Cell(NamedTuple):
    """A cell that was looked at.

    Attributes:
        row: from 0.
        column: from 0.
        style: number of its style.
        kind: the type as the file has it: n, s (a shared string's number), str, inlineStr, b, e, d.
        text: what is stored, None for nothing.
        formula: the formula's text, None for no formula.
        spread: the range that the formula fills, if it is not the cell alone.
    """

    row: int
    column: int
    style: int
    kind: str
    text: str | None
    formula: str | None
    spread: str


@dataclass
class Extent:
    """What a pass over a sheet finds besides cells.

    Attributes:
        merges: the merged ranges.
        hidden_rows: rows that hold something and are not shown, from 0.
        hidden_columns: first and last column of ranges of columns that are not shown, from 0.
        top: row of the first cell that holds something.
        left: column of the leftmost one.
        bottom: row of the last one.
        right: column of the rightmost one.
        filled: how many cells hold something.
    """

    merges: list[Range] = field(default_factory=list)
    hidden_rows: array[int] = field(default_factory=lambda: array("l"))
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)
    top: int = ROWS
    left: int = COLUMNS
    bottom: int = -1
    right: int = -1
    filled: int = 0


@dataclass(frozen=True)
class Wanted:
    """Which cells of a sheet are to be looked at, besides formulas, errors and dates written as text.

    Attributes:
        everything: all cells.
        styles: numbers of styles.
        long_numbers: numbers of sixteen digits or more.
    """

    everything: bool = False
    styles: frozenset[int] = frozenset()
    long_numbers: bool = False


def read_cells(blocks: Iterable[bytes], wanted: Wanted, longest: int, take: Callable[[Cell], None]) -> Extent:
    """Pass over a sheet.

    Args:
        blocks: the part, in pieces.
        wanted: the cells to be looked at.
        longest: length of a cell's text that is allowed.
        take: is called with every cell that is looked at, in the order of the file.

    Raises:
        SheetXmlError: the part is damaged.
        TooLongError: a cell's text is too long.
    """
    found = _Pass(wanted, longest, take)
    try:
        for block in blocks:
            found.parser.Parse(block, False)
        found.parser.Parse(b"", True)
    except expat.ExpatError as error:
        raise SheetXmlError(str(error)) from error
    return found.extent


def address(row: int, column: int) -> str:
    """The name of a cell: (0, 0) is A1."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return f"{letters}{row + 1}"


def area(reference: str) -> Range:
    """A range such as A1:B3, or a single cell; $ signs do not matter.

    Raises:
        SheetXmlError: it is none.
    """
    first, _, last = reference.replace("$", "").partition(":")
    (row0, column0), (row1, column1) = _place(first), _place(last or first)
    return min(row0, row1), min(column0, column1), max(row0, row1), max(column0, column1)


def _place(reference: str) -> tuple[int, int]:
    letters = reference.rstrip(_DIGITS)
    digits = reference[len(letters) :]
    if not (letters.isascii() and letters.isalpha() and digits) or len(letters) > 3 or len(digits) > 7:  # noqa: PLR2004
        raise SheetXmlError(f"单元格地址 {reference} 不合法")
    column = 0
    for letter in letters.upper():
        column = column * 26 + ord(letter) - ord("A") + 1
    row = int(digits)
    if not (0 < row <= ROWS and column <= COLUMNS):
        raise SheetXmlError(f"单元格地址 {reference} 超出工作表")
    return row - 1, column - 1


class _Pass:
    """The state of a pass. Most cells are not looked at: for them only the start of elements is listened to."""

    def __init__(self, wanted: Wanted, longest: int, take: Callable[[Cell], None]) -> None:
        self.extent = Extent()
        self._everything = wanted.everything
        self._styles = {str(style) for style in wanted.styles}
        self._kinds: set[str | None] = {"e", "d", *(("n", None) if wanted.long_numbers else ())}
        self._longest = longest
        self._take = take
        self._row, self._column = -1, -1
        self._row_hidden = False
        self._letters: dict[str, int] = {}
        self._attributes: dict[str, str] = {}
        self._looked_at = False
        self._value: list[str] | None = None
        self._formula: list[str] | None = None
        self._formula_attributes: dict[str, str] = {}
        self._into: list[str] | None = None
        self._phonetic = False
        self._stripped_from: int | None = None
        self._masters: dict[str, str] = {}
        self.parser = expat.ParserCreate(namespace_separator=_SEPARATOR)
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self._root
        self.parser.StartDoctypeDeclHandler = self._doctype

    def _doctype(self, *_: object) -> None:
        raise SheetXmlError("含有 DTD")

    def _root(self, name: str, _: dict[str, str]) -> None:
        space, local = name.rpartition(_SEPARATOR)[::2]
        if local != "worksheet":
            raise SheetXmlError("不是工作表")
        self._c, self._v, self._f, self._is, self._t, self._r, self._rph, self._row_name = (
            f"{space}{_SEPARATOR}{local}" for local in ("c", "v", "f", "is", "t", "r", "rPh", "row")
        )
        self._col, self._merge = f"{space}{_SEPARATOR}col", f"{space}{_SEPARATOR}mergeCell"
        self.parser.StartElementHandler = self._start

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        if name == self._c:
            self._start_cell(attributes)
        elif name == self._v:
            self._fill()
            if self._looked_at:
                self._value = self._into = []
        elif name == self._row_name:
            self._start_row(attributes)
        elif name == self._f:
            self._look_at()
            self._formula = self._into = []
            self._formula_attributes = attributes
        elif name == self._is:
            self._fill()
            if self._looked_at:
                self._value = []
        elif name == self._t:
            if self._looked_at and self._value is not None and not self._phonetic:
                self._into = self._value
                self._stripped_from = None if attributes.get(_SPACE) == PRESERVED else len(self._value)
        elif name == self._rph:
            self._phonetic = True
        elif name == self._col:
            self._hide_columns(attributes)
        elif name == self._merge:
            self.extent.merges.append(area(attributes.get("ref", "")))

    def _start_row(self, attributes: dict[str, str]) -> None:
        digits = attributes.get("r", "")
        self._row = int(digits) - 1 if digits.isdecimal() else self._row + 1
        self._column = -1
        self._row_hidden = attributes.get("hidden", "0") not in _FALSE or _nothing(attributes.get("ht"))
        if self._row >= ROWS:
            raise SheetXmlError(f"第 {self._row + 1} 行超出工作表")

    def _start_cell(self, attributes: dict[str, str]) -> None:
        reference = attributes.get("r")
        if reference:
            letters = reference.rstrip(_DIGITS)
            column = self._letters.get(letters)
            digits = reference[len(letters) :]
            if column is None or len(digits) > _FEW_DIGITS or digits[:1] in {"", "0"}:
                self._row, self._column = _place(reference)
                self._letters[letters] = self._column
            else:
                self._row, self._column = int(digits) - 1, column
        else:
            self._column += 1
        self._attributes = attributes
        self._looked_at = False
        if self._everything or attributes.get("s") in self._styles or attributes.get("t") in self._kinds:
            self._look_at()

    def _look_at(self) -> None:
        if not self._looked_at:
            self._looked_at = True
            self._value = self._formula = self._into = None
            self._formula_attributes = {}
            self.parser.EndElementHandler = self._end
            self.parser.CharacterDataHandler = self._text

    def _fill(self) -> None:
        cells, row, column = self.extent, self._row, self._column
        cells.filled += 1
        if not cells.left <= column <= cells.right:
            cells.left, cells.right = min(cells.left, column), max(cells.right, column)
        if not cells.top <= row <= cells.bottom:
            cells.top, cells.bottom = min(cells.top, row), max(cells.bottom, row)
        if self._row_hidden and (not cells.hidden_rows or cells.hidden_rows[-1] != row):
            cells.hidden_rows.append(row)

    def _hide_columns(self, attributes: dict[str, str]) -> None:
        if attributes.get("hidden", "0") not in _FALSE or _nothing(attributes.get("width")):
            first, last = attributes.get("min", ""), attributes.get("max", "")
            if first.isdecimal() and last.isdecimal():
                self.extent.hidden_columns.append((int(first) - 1, int(last) - 1))

    def _text(self, text: str) -> None:
        if self._into is not None:
            self._into.append(text)

    def _end(self, name: str) -> None:
        if name in {self._v, self._f, self._t}:
            if self._stripped_from is not None and self._into is not None:
                self._into[self._stripped_from :] = ["".join(self._into[self._stripped_from :]).strip(BLANKS)]
            self._into = self._stripped_from = None
        elif name == self._rph:
            self._phonetic = False
        elif name == self._c:
            self.parser.EndElementHandler = None
            self.parser.CharacterDataHandler = None
            self._end_cell()

    def _end_cell(self) -> None:
        text = None if self._value is None else "".join(self._value)
        row, column = self._row, self._column
        if text and len(text) > self._longest:
            raise TooLongError(address(row, column))
        attributes = self._attributes
        style = attributes.get("s", "0")
        number = int(style) if style.isdecimal() else 0
        formula, spread = (None, "") if self._formula is None else self._formula_text()
        self._take(Cell(row, column, number, attributes.get("t", "n"), text, formula, spread))
        self._looked_at = False

    def _formula_text(self) -> tuple[str, str]:
        """The formula, that of the first cell for cells that share one, and the range that it fills."""
        text = "".join(self._formula or ())
        number = self._formula_attributes.get("si", "")
        if text and number:
            self._masters[number] = text
        spread = "" if self._formula_attributes.get("t") == "shared" else self._formula_attributes.get("ref", "")
        return text or self._masters.get(number, ""), spread


def _nothing(size: str | None) -> bool:
    """Whether a height or width is given as 0."""
    try:
        return size is not None and float(size) == 0
    except ValueError:
        return False

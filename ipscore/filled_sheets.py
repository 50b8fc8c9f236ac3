"""Sheets that somebody filled in and sent back: read as text under their own headers, refused as a whole."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ipscore.errors import IpscoreError, ObjectionFormError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

Cells = dict[str, str]
_PROBLEMS_SHOWN = 20


class FilledBook:
    """A workbook that came back.

    Args:
        path: the file.
        sheets: the sheets that it must have.
        what: what it should be, in Chinese, with where it comes from if that helps.

    Raises:
        ObjectionFormError: it cannot be read, or lacks a sheet.
    """

    def __init__(self, path: Path, sheets: Sequence[str], what: str) -> None:
        import fastexcel  # noqa: PLC0415  (takes long to load)

        self.name = path.name
        try:
            self._book = fastexcel.read_excel(path)
            if missing := [name for name in sheets if name not in self._book.sheet_names]:
                raise ObjectionFormError(f"{path.name}：不是{what}，没有工作表 {'、'.join(missing)}")
            self._rows = {name: self._texts(name) for name in sheets}
        except fastexcel.FastExcelError as error:
            raise ObjectionFormError(f"{path.name}：不是可以读的 XLSX 文件") from error

    def rows(self, sheet: str) -> list[list[str]]:
        """All rows of a sheet, as text without blanks around it."""
        return self._rows[sheet]

    def lines(self, sheet: str, headers: Mapping[str, str]) -> list[tuple[int, Cells]]:
        """The lines below the header that hold anything, each with its number.

        Args:
            sheet: the sheet.
            headers: key → header, of the first columns.

        Raises:
            ObjectionFormError: the header is another.
        """
        rows = self._rows[sheet]
        if not rows or rows[0][: len(headers)] != list(headers.values()):
            raise ObjectionFormError(
                f"{self.name}：“{sheet}”的表头被改动了，应为：{'、'.join(headers.values())}", "请把表头改回原样"
            )
        return [(at, dict(zip(headers, row, strict=False))) for at, row in enumerate(rows[1:], 2) if any(row)]

    def _texts(self, sheet: str) -> list[list[str]]:
        table = self._book.load_sheet(sheet, header_row=None, dtypes="string", skip_rows=0).to_polars()
        return [[(cell or "").strip() for cell in row] for row in table.iter_rows()]


def stop_at(problems: Sequence[str], what: str, error: type[IpscoreError] = ObjectionFormError) -> None:
    """Refuse what came back if anything is wrong with it.

    Raises:
        ObjectionFormError: there are problems; tells how many, and the first of them. Another error where one is given.
    """
    if not problems:
        return
    shown = "\n".join(f"  - {problem}" for problem in problems[:_PROBLEMS_SHOWN])
    more = len(problems) - _PROBLEMS_SHOWN
    rest = f"\n  …其余 {more} 处" if more > 0 else ""
    raise error(f"{what}：\n{shown}{rest}")

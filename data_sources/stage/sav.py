"""SPSS data (.sav, .zsav), as survey platforms deliver them.

The sheet has two rows above its records: row 1 the variables' labels (the questions' wordings; the name where there is
none), row 2 the variables' names. Either may be the header; case n of the file stands in row n + 2, whichever it is.

A cell shows the label of its code where the labels of that variable tell all codes apart: SPSS cuts labels at 120
bytes, so that two answers can become one, and then the cell shows the code. Values that the file declares missing are
empty.
"""

from __future__ import annotations

import io
import math
from collections import Counter
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Literal

import polars as pl

from data_sources.errors import EmptyFileError, UnreadableFileError
from data_sources.stage.marks import MARKS
from data_sources.stage.number_formats import number_text
from data_sources.stage.serials import duration
from data_sources.stage.sheet import Sheet, one_table

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from data_sources.limits import Limits
    from data_sources.stage.input_files import InputFile

_LABEL_BYTES, _TEXT_BYTES = 120, 255
_TOO_LONG = 1e15
_BEGINNING = date(1582, 10, 14)
_DAY = 86_400
_DATES = ("DATE", "ADATE", "EDATE", "JDATE", "SDATE", "MOYR", "QYR", "WKYR")
_MOMENTS = ("DATETIME", "YMDHMS")
_TIMES = ("TIME", "DTIME", "MTIME")
_FAULTS = (MemoryError, OSError, OverflowError, UnicodeError, ValueError)
_HEAD_ROWS = 2
_LAYOUT, _WIDTH = slice(64, 68), slice(68, 72)  # where the header says the order of bytes, and how long a case is


def read(file: InputFile, limits: Limits) -> list[Sheet]:
    """The one table of a file.

    Raises:
        UnreadableFileError: the file is damaged.
        EmptyFileError: it has no variable.
    """
    values, meta = _opened(file, limits)
    if not meta.column_names:
        raise EmptyFileError(file.name, "SPSS 文件里没有变量")
    remarks: list[str] = []
    columns, marks = [], []
    _stop_if_long(file.name, values, limits)
    for at, name in enumerate(meta.column_names):
        cells, missing = _cells(values[name], name, meta)
        if cut := [row for row, value in enumerate(values[name]) if _is_long(value)]:
            marks += [(row + _HEAD_ROWS + 1, at, "cut") for row in cut]
        remarks += _said(file.name, name, values[name], meta, missing)
        columns.append(pl.Series(f"column_{at}", cells, pl.String))
    table = pl.DataFrame(columns)
    labels = [label or name for name, label in zip(meta.column_names, meta.column_labels, strict=True)]
    top = pl.DataFrame([labels, meta.column_names], schema=table.schema, orient="row")
    marked = pl.DataFrame(marks, MARKS, orient="row")
    head = pl.concat([top, table.head(20)])
    return [Sheet(file.name, "", head, _HEAD_ROWS + 1, one_table(table), marks=marked, remarks=tuple(remarks))]


def _opened(file: InputFile, limits: Limits) -> tuple[Mapping[str, Sequence[Any]], Any]:
    import pyreadstat  # noqa: PLC0415

    faults: list[Exception] = []
    width = _width(file)
    for encoding in (None, "GB18030"):
        try:
            _, described = pyreadstat.read_sav(_source(file), metadataonly=True, encoding=encoding)
            variables, cases = len(described.column_names), described.number_rows or 0
            most = min(limits.sheet_cells // max(variables, 1), limits.part_bytes // max(width, 1))
            if cases > most:
                raise _too_many(file, variables, most)
            columns, meta = pyreadstat.read_sav(
                _source(file),
                user_missing=True,
                disable_datetime_conversion=True,
                output_format="dict",
                encoding=encoding,
                row_limit=most + 1,
            )
            rows = max((len(cells) for cells in columns.values()), default=0)
        except (pyreadstat.ReadstatError, pyreadstat.PyreadstatError, *_FAULTS) as error:
            faults.append(error)
        else:
            if rows > most:
                raise _too_many(file, variables, most)
            return {name: list(cells) for name, cells in columns.items()}, meta
    raise UnreadableFileError(file.name, "不是完好的 SPSS 文件", "请从平台重新导出，或导出为 XLSX 或 CSV") from faults[
        0
    ]


def _width(file: InputFile) -> int:
    """How many bytes a case takes up unpacked, as the header says: a number 8, a text as many as it may be long."""
    with file.open() as content:
        header = content.read(_WIDTH.stop)
    order: Literal["little", "big"] = "little" if header[_LAYOUT] in (b"\x02\0\0\0", b"\x03\0\0\0") else "big"
    return 8 * max(int.from_bytes(header[_WIDTH], order, signed=True), 0)


def _too_many(file: InputFile, variables: int, most: int) -> UnreadableFileError:
    return UnreadableFileError(file.name, f"{variables} 个变量，超过 {most:,} 份答卷", "请分成几个文件，或导出为 CSV")


def _source(file: InputFile) -> str | io.BytesIO:
    return str(file.path) if file.content is None else io.BytesIO(file.content)


def _stop_if_long(file: str, values: Mapping[str, Sequence[Any]], limits: Limits) -> None:
    most = limits.cell_characters
    for name, cells in values.items():
        for row, cell in enumerate(cells, _HEAD_ROWS + 1):
            if isinstance(cell, str) and len(cell) > most:
                raise UnreadableFileError(file, f"第 {row} 行变量 {name} 的文字超过 {most:,} 个字", "请缩短后重新导出")


def _cells(values: Sequence[Any], name: str, meta: Any) -> tuple[list[str | None], int]:
    """The cells of a variable as text, and how many were declared missing."""
    labels = _telling(meta.variable_value_labels.get(name, {}))
    kind = meta.original_variable_types.get(name, "").rstrip("0123456789.").upper()
    declared = meta.missing_ranges.get(name, [])
    cells: list[str | None] = []
    missing = 0
    for value in values:
        if _is_missing(value, declared):
            missing += 1
            cells.append(None)
        else:
            label = labels.get(value.rstrip() if isinstance(value, str) else value)
            cells.append(label if label is not None else _text(value, kind))
    return cells, missing


def _telling(labels: Mapping[Any, str]) -> Mapping[Any, str]:
    """The labels, if they tell the codes apart and none may have been cut."""
    shown = [label.strip() for label in labels.values()]
    whole = all(len(label.encode()) < _LABEL_BYTES - 2 and "\ufffd" not in label for label in shown)
    if not whole or len(set(shown)) < len(shown):
        return {}
    return {code.rstrip() if isinstance(code, str) else code: label.strip() for code, label in labels.items()}


def _is_missing(value: Any, declared: Sequence[Mapping[str, Any]]) -> bool:
    if value is None or value == "" or (isinstance(value, float) and math.isnan(value)):
        return False
    if isinstance(value, str):
        return any(str(each["lo"]).rstrip() == value.rstrip() for each in declared)
    return any(not isinstance(each["lo"], str) and each["lo"] <= value <= each["hi"] for each in declared)


def _text(value: Any, kind: str) -> str | None:
    if isinstance(value, str):
        return value.rstrip() or None
    if value is None or math.isnan(value):
        return None
    if kind in _DATES or kind in _MOMENTS:
        return _moment(float(value))
    if kind in _TIMES:
        return duration(float(value) / _DAY)
    return f"{number_text(value)}%" if kind == "PCT" else number_text(value)


def _moment(seconds: float) -> str:
    days, rest = divmod(round(seconds), _DAY)
    try:
        day = (_BEGINNING + timedelta(days)).isoformat()
    except OverflowError:
        return number_text(seconds)
    return day + (f" {rest // 3600:02}:{rest // 60 % 60:02}:{rest % 60:02}" if rest else "")


def _is_long(value: Any) -> bool:
    return isinstance(value, int | float) and not math.isnan(value) and abs(value) >= _TOO_LONG


def _said(file: str, name: str, values: Sequence[Any], meta: Any, missing: int) -> list[str]:
    labels = meta.variable_value_labels.get(name, {})
    remarks = []
    if labels and not _telling(labels):
        same = [label for label, count in Counter(labels.values()).items() if count > 1]
        why = f"“{same[0][:20]}”不止一个" if same else f"达到 SPSS 的 {_LABEL_BYTES} 字节上限，可能被截断"
        remarks.append(f"{file}：变量 {name} 的值标签{why}，按编码读入")
    if missing:
        remarks.append(f"{file}：变量 {name} 有 {missing:,} 个值在文件里声明为缺失，按空白读入")
    if any(isinstance(value, str) and len(value.encode()) >= _TEXT_BYTES for value in values):
        remarks.append(f"{file}：变量 {name} 有文本达到 {_TEXT_BYTES} 字节，可能被截断")
    return remarks

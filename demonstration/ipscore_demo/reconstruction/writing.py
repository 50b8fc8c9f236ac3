"""Writing text tables as an evaluator receives them: CSV of two encodings, workbooks, Parquet."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

import polars as pl
import xlsxwriter

from data_sources.acceptance import write_accepted
from ipscore_demo.reconstruction.accepted import accepted_rows
from ipscore_demo.reconstruction.planted import plant
from ipscore_demo.reconstruction.shapes import stream
from ipscore_demo.reconstruction.untidy import (
    EXCEL,
    as_typed,
    load_styles,
    register_as_typed,
    some_percentages,
)

if TYPE_CHECKING:
    from pathlib import Path

    from indicator_tree import Rulebook
    from ipscore_demo.reconstruction.tables import Rebuilt
    from ipscore_demo.reconstruction.untidy import Style

CREATED = datetime(2018, 1, 31)  # workbooks carry a fixed date, so that two runs are alike
NOTE = """本文件夹的数据是虚构的，不是任何证券公司的真实记录。

它由 {title} 公布的数字（均分、分段家数、记录数）按规则文件 {rulebook} 反推而成，
使按该规则文件评分时得出公布的数字；随机种子 {seed}。
公司名称、统一社会信用代码（行政区划 990000 不存在）、编号、日期和金额均为自造，与真实机构和个人无关。
各文件的编码、表头、公司写法、日期与数字写法有意不同，并有意放入少量坏行，供读入程序识别；
accepted.toml 写明这些坏行不计的理由。
"""


def write_all(folder: Path, rebuilt: Rebuilt, rulebook: Rulebook, title: str, seed: int) -> None:
    """Write every source and the note into a folder, which is made if need be.

    Raises:
        OSError: a file cannot be written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    young = rebuilt.firms.register.filter(pl.col("firm_id") == rebuilt.firms.young)["short_name"][0]
    workbooks: dict[str, list[tuple[Style, str, pl.DataFrame]]] = {}
    styles = load_styles()
    for source, style in styles.items():
        rng = stream(seed, f"writing {source}")
        if source == "firm_register":
            text = register_as_typed(rebuilt.firms, style)
        else:
            table = rebuilt.tables[source]
            if source == "survey_responses":
                table = pl.concat([table, rebuilt.low_quality.select(table.columns)]).sort("record_id")
            text = as_typed(table, style, rebuilt.firms, rng)
            if source == "annual_ratios":
                text = some_percentages(table, text, _margin_ratio(rulebook))
        text = plant(text, source, young, rng)
        if source == "firm_register":
            register = text
        headed = text if style.english else text.rename(style.headers)
        if style.file.endswith(".xlsx"):
            workbooks.setdefault(style.file, []).append((style, style.sheet or "Sheet1", headed))
        elif style.file.endswith(".parquet"):
            headed.write_parquet(folder / style.file)
        else:
            _write_csv(folder, headed, style)
    for file, sheets in workbooks.items():
        _write_workbook(folder / file, sheets)
    write_accepted(folder, accepted_rows([*styles], "firm_register", register, styles["firm_register"]))
    note = NOTE.format(title=title, rulebook=rulebook.id, seed=seed)
    (folder / "说明.txt").write_text(note, encoding="utf-8", newline="\n")


def _margin_ratio(rulebook: Rulebook) -> str:
    rule = rulebook.indicator["4.2.2"].rule
    return str(getattr(rule, "ratio", ""))


def _write_csv(folder: Path, text: pl.DataFrame, style: Style) -> None:
    if style.second_file is None:
        pieces = [(style.file, style.encoding, text)]
    else:
        half = text.height // 2
        pieces = [
            (style.file, style.encoding, text[:half]),
            (style.second_file, style.second_encoding or style.encoding, text[half:]),
        ]
    for file, encoding, piece in pieces:
        (folder / file).write_bytes(piece.write_csv(line_terminator="\r\n").encode(encoding))


def _write_workbook(path: Path, sheets: list[tuple[Style, str, pl.DataFrame]]) -> None:
    with xlsxwriter.Workbook(path, {"in_memory": True}) as book:
        book.set_properties({"created": CREATED})
        bold = book.add_format({"bold": True})
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        for style, name, text in sheets:
            sheet = book.add_worksheet(name)
            sheet.freeze_panes(1, 0)
            sheet.set_column(0, text.width - 1, 20)
            sheet.write_row(0, 0, text.columns, bold)
            for at, row in enumerate(text.iter_rows(), start=1):
                for column, cell in enumerate(row):
                    _write_cell(sheet, at, column, cell, day if style.date == EXCEL else None)


def _write_cell(
    sheet: xlsxwriter.worksheet.Worksheet, row: int, column: int, cell: str | None, day: object | None
) -> None:
    if cell is None or cell == "":
        return
    if cell.isascii() and cell.isdigit() and len(cell) < len("123456789"):
        sheet.write_number(row, column, int(cell))
    elif day is not None and (found := _as_date(cell)) is not None:
        sheet.write_datetime(row, column, found, day)
    else:
        sheet.write_string(row, column, cell)


def _as_date(cell: str) -> date | None:
    if len(cell) != len("2017-01-01") or cell[4] != "-":
        return None
    try:
        return date.fromisoformat(cell)
    except ValueError:
        return None

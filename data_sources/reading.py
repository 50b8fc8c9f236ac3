"""From some rows of a sheet to typed ones, checked against the contract of their source."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from data_sources.answer_tally import read_answers
from data_sources.canonical import TYPED, as_meant
from data_sources.cells import fingerprints, trimmed
from data_sources.columns import PERSONAL
from data_sources.constant import nowhere
from data_sources.contract_checks import check_contract
from data_sources.distinct import Alike
from data_sources.masked_texts import holds_personal
from data_sources.masking import NAME
from data_sources.no_records import no_records
from data_sources.notations import notations_of
from data_sources.quantity_checks import check_resolution, check_shares
from data_sources.quarantine import Findings
from data_sources.stage.marks import REASONS
from data_sources.typed_rows import Reading
from data_sources.values import NOTHING, Way, read_alike
from data_sources.written import CANONICALLY, Written

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from data_sources.answer_tally import Tally
    from data_sources.columns import Column
    from data_sources.distinct import Distinct
    from data_sources.headers import Header
    from data_sources.origin import Origin
    from data_sources.parts import Part, Rows
    from data_sources.source import Source

_TOO_LONG = "这一行的格数多于表头，可能是文本里的逗号没有加引号"
_SWALLOWED = "单元格里夹着换行和分隔符，可能是引号没有成对，把后面的行也吞了进来"
_PERSONAL_KEY = "区分记录的文本里有身份证号、电话或邮箱，遮盖后便分不清是哪一条；请去掉个人信息，改用别的名称"
_SEPARATED = "\n[^\n]*[,;\t]"
_ANYTHING = r"[^\s\x1c-\x1f\u{200b}\u{feff}]"


def read_rows(part: Part, origin: Origin, rows: Rows, closed: Mapping[str, Sequence[str]]) -> Reading:
    """Read some rows of a sheet.

    Args:
        part: the sheet, its header and its source.
        origin: the sheet as the quarantine names it.
        rows: some of `part.rows()`.
        closed: the values that closed columns allow.
    """
    filled = _filled(rows.cells, part.header)
    rows = rows if filled is None else rows.where(filled)
    cells = _cells(part, rows)
    if part.header.units:
        check_resolution(part, cells)
    alike = Alike(cells)
    aside = no_records(part.sheet, part.source, part.header, alike, rows.cells)
    way = Written(part.header.units, part.sheet.serials_from, _marked(part, cells), aside)
    return read_cells(part.source, origin, alike, closed, way)


def read_cells(
    source: Source,
    origin: Origin,
    alike: Alike,
    closed: Mapping[str, Sequence[str]],
    written: Written = CANONICALLY,
) -> Reading:
    """Read cells that stand in their columns already.

    Args:
        source: whose they are.
        origin: where they come from, as the quarantine names it.
        alike: _row, the source's columns, _too_long and _swallowed (whether the row as a whole is bad).
        closed: the values that closed columns allow.
        written: how the cells are written.
    """
    findings = Findings(alike.cells.drop("_too_long", "_swallowed"))
    cells = _without_what_has_no_value(source, alike.cells, findings, written)
    alike = alike if cells is alike.cells else Alike(cells)
    findings.add("", cells["_too_long"], _TOO_LONG)
    findings.add("", cells["_swallowed"], _SWALLOWED)
    tallies: list[Tally] = []
    values: list[pl.Series] = []
    firms: Distinct | None = None
    for column in source.columns:
        way = Way(
            written.units.get(column.name, ""),
            source.mapped.values.get(column.name, NOTHING),
            written.serials_from,
            masked=not source.unkept,
        )
        if column.choice:
            answers, tally = read_answers(column, as_meant(cells[column.name], way.meant), findings)
            values.append(answers)
            tallies.append(tally)
        else:
            found = read_alike(column, alike, closed.get(column.name), findings, way)
            values.append(found.every())
            firms = found if column.name == "firm" else firms
    for column in source.columns:
        if column.name in source.key and column.kind == "text" and column.name not in closed:
            findings.add(column.name, holds_personal(cells[column.name]), _PERSONAL_KEY)
    table = pl.DataFrame(values)
    check_shares(source, cells, findings)
    check_contract(table, source, findings)
    findings.notations = notations_of(source, cells, table)
    return Reading(origin, table, findings, tallies, firms, written)


def _marked(part: Part, cells: pl.DataFrame) -> pl.DataFrame | None:
    """The cells of the source that have no value; None if there are none."""
    marks = part.sheet.marks
    if marks.is_empty():
        return None
    columns = {at: name for name, at in part.header.positions.items()}
    own = marks.filter(pl.col("position").is_in(list(columns)))
    found = own.join(cells.select(pl.col("_row").alias("row")).with_row_index("index"), on="row")
    return found.select("index", pl.col("position").replace_strict(columns).alias("column"), "mark")


def _without_what_has_no_value(
    source: Source, cells: pl.DataFrame, findings: Findings, written: Written
) -> pl.DataFrame:
    """The cells, those empty that have no value or belong to no record; both noted."""
    if written.aside is not None:
        findings.set_aside(written.aside)
        record = pl.lit(written.aside.is_null())
        names = [*(column.name for column in source.columns), "_too_long", "_swallowed"]
        cells = cells.with_columns(pl.when(record).then(pl.col(name)).alias(name) for name in names)
    if written.marked is None:
        return cells
    questions = {column.name for column in source.columns if column.choice}
    for (name, mark), found in written.marked.partition_by("column", "mark", as_dict=True).items():
        if name in questions and mark != "hidden":
            continue  # its text is no option, and costs that answer alone
        here = nowhere(cells.height).scatter(found["index"], True)
        if name not in questions:
            findings.add(str(name), here, REASONS[str(mark)])
        cells = cells.with_columns(pl.when(~pl.lit(here)).then(pl.col(str(name))).alias(str(name)))
    return cells


def _cells(part: Part, rows: Rows) -> pl.DataFrame:
    """_row, the source's columns, _too_long and _swallowed; of secrets fingerprints, so that no text goes further."""
    source = part.source
    own = [part.cell(rows, column.name, TYPED.get(column.kind, ())) for column in source.columns]
    own = [
        fingerprints(cells) if column.kind == "secret" else cells
        for column, cells in zip(source.columns, own, strict=True)
    ]
    broken = [part.too_long(rows).alias("_too_long"), part.torn(rows, _SEPARATED).alias("_swallowed")]
    covered = [covered_names(column).alias(column.name) for column in source.columns if column.personal_unless]
    cells = pl.DataFrame([rows.numbers.alias("_row"), *own, *broken]).with_columns(covered)
    if source.mapped.by_place:
        cells = cells.with_columns(pl.format("{}#{}", pl.lit(part.sheet.place), "_row").alias("record_id"))
    return cells


def _filled(rows: pl.DataFrame, header: Header) -> pl.Series | None:
    """Which rows have a cell with more than blanks; None if all do. One column nearly always settles it."""
    found = [rows.columns[position] for position in header.positions.values()]
    telling = next((name for name in found if rows[name].dtype != pl.String and not rows[name].null_count()), found[0])
    filled = rows.select(_holds_anything(telling, rows)).to_series()
    if filled.all():
        return None
    doubtful = rows.filter(~filled)
    more = doubtful.select(pl.any_horizontal(_holds_anything(name, rows) for name in rows.columns)).to_series()
    return filled.scatter((~filled).arg_true(), more)


def _holds_anything(name: str, rows: pl.DataFrame) -> pl.Expr:
    cell = pl.col(name)
    return cell.str.contains(_ANYTHING).fill_null(value=False) if rows[name].dtype == pl.String else cell.is_not_null()


def covered_names(column: Column) -> pl.Expr:
    """Names of persons, of which only the first character is kept."""
    assert column.personal_unless is not None
    other, value = column.personal_unless
    cell = pl.col(column.name)
    public = pl.lit(value=False) if column.personal_unless == PERSONAL else trimmed(pl.col(other)).eq_missing(value)
    return pl.when(public).then(cell).otherwise(trimmed(cell).str.replace_all(NAME, "$1*"))

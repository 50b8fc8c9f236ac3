"""The human mess: typed records as the text that people type, consistent per file but for a few odd cells."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from indicator_tree.parameters import Strict

if TYPE_CHECKING:
    from ipscore_demo.reconstruction.firms import Firms

FULL_WIDTH = str.maketrans("0123456789,.-", "０１２３４５６７８９，．－")
OTHER_DATE = "%Y年%-m月%-d日"
EXCEL = "excel"
TYPED = "typed"
PERCENT_LOW, PERCENT_HIGH, PERCENT_ROWS = 0.3, 0.8, 3


class Style(Strict):
    """How one source is written; see `styles.toml`."""

    file: str
    second_file: str | None = None
    sheet: str | None = None
    encoding: str = "utf-8-sig"
    second_encoding: str | None = None
    english: bool = False
    date: str
    numbers: str
    flags: tuple[str, str]
    names: tuple[float, float, float, float]
    odd: float
    headers: dict[str, str]


def load_styles() -> dict[str, Style]:
    """The style of every source, in writing order."""
    tables = tomllib.loads((Path(__file__).parent / "styles.toml").read_text(encoding="utf-8"))
    return {name: Style.model_validate(table) for name, table in tables.items()}


def register_as_typed(firms: Firms, style: Style) -> pl.DataFrame:
    """The firm register as text; a parent is named by its short name."""
    short = dict(firms.register.select("firm_id", "short_name").rows())
    return firms.register.with_columns(
        pl.col("former_names").list.join("、"),
        pl.col("established_on").dt.strftime("%Y-%m-%d"),
        _flag(pl.col("brokerage"), style).alias("brokerage"),
        pl.col("merged_into").replace_strict(short, default=None, return_dtype=pl.String),
    )


def as_typed(table: pl.DataFrame, style: Style, firms: Firms, rng: np.random.Generator) -> pl.DataFrame:
    """A table of records as text: the firm by one of its names, then the source's own columns.

    Ratios have no record_id of their own in the file.
    """
    columns = {"firm": _firm_cells(table["entity_id"], style, firms, rng)}
    for name in table.columns:
        if name not in {"firm_id", "entity_id"}:
            columns[name] = _cells(table[name], style, rng)
    frame = pl.DataFrame(columns)
    if "record_id" in style.headers or style.english:
        return frame.select("record_id", "firm", pl.exclude("record_id", "firm"))
    return frame.drop("record_id")


def some_percentages(table: pl.DataFrame, text: pl.DataFrame, ratio: str) -> pl.DataFrame:
    """A few firms give a ratio as a percentage of 100 % instead of two amounts."""
    value = table["numerator"] / table["denominator"]
    few = (table["ratio"] == ratio) & value.is_between(PERCENT_LOW, PERCENT_HIGH)
    rows = few.arg_true().head(PERCENT_ROWS)
    numerator, denominator = text["numerator"].to_list(), text["denominator"].to_list()
    for row in rows:
        numerator[row], denominator[row] = f"{100 * value[row]:.2f}%", "100%"
    return text.with_columns(pl.Series("numerator", numerator), pl.Series("denominator", denominator))


def _firm_cells(entity: pl.Series, style: Style, firms: Firms, rng: np.random.Generator) -> pl.Series:
    register = firms.register.with_columns(pl.col("former_names").list.first().fill_null(pl.col("short_name")))
    names = register.select("short_name", "full_name", "former_names", "firm_id").to_numpy()
    position = {firm_id: at for at, firm_id in enumerate(register["firm_id"])}
    at = entity.replace_strict(position, return_dtype=pl.Int64).to_numpy()
    cells = names[at, rng.choice(4, at.size, p=style.names)]
    for row in np.flatnonzero(rng.random(at.size) < style.odd):
        cells[row] = [f"{cells[row]}　", f" {cells[row]}", cells[row].replace("（", "(").replace("）", ")")][row % 3]
    return pl.Series("firm", cells.astype(str))


def _cells(values: pl.Series, style: Style, rng: np.random.Generator) -> pl.Series:
    odd = rng.random(values.len()) < style.odd
    if values.dtype == pl.Date:
        if style.date == TYPED:
            return values
        usual = values.dt.strftime("%Y-%m-%d" if style.date == EXCEL else style.date)
        return usual.zip_with(~pl.Series(odd), values.dt.strftime(OTHER_DATE))
    if values.dtype == pl.Boolean:
        return values.to_frame().select(_flag(pl.col(values.name), style)).to_series()
    if values.dtype.is_numeric():
        pattern = "{:,}" if style.numbers == "grouped" else "{}"
        text = [None if value is None else pattern.format(value) for value in values]
        for row in np.flatnonzero(odd):
            if (cell := text[row]) is not None:
                text[row] = cell.translate(FULL_WIDTH)
        return pl.Series(values.name, text, pl.String)
    return values


def _flag(value: pl.Expr, style: Style) -> pl.Expr:
    yes, no = style.flags
    return pl.when(value).then(pl.lit(yes)).when(~value).then(pl.lit(no))

"""Cells of readings, read as their indicator wants: numbers, percentages, durations, times of day, states, words."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from data_sources.canonical import DASHES, ERRORS
from data_sources.cells import trimmed, typed
from data_sources.masked_texts import masked_texts
from data_sources.numerals import read_number
from data_sources.readings.source import STATE_MARK
from data_sources.stage.marks import REASONS
from data_sources.suggest import perhaps

if TYPE_CHECKING:
    from indicator_tree.catalogue import Catalogue, CatalogueNode

_CELLS = ["indicator", "cell", "words"]
_QUANTITIES = ["count", "number", "amount", "ratio", "seconds"]
_MINUTES_A_DAY = 24 * 60
_CLOCK = r"^(?:1899-12-3[01][ T])?(次日)?\s*([0-9]{1,2})[:时]([0-5]?[0-9])(?:[:分]([0-5]?[0-9](?:\.[0-9]+)?))?秒?分?$"
_DAY = 86_400.0

_CONTRADICTION = "状态正常，却写了原因；若有异常，请把状态写成“异常”"
_ALLOWED = {
    "count": "须是不小于零的整数，如 1200、1,200 或 1.2万；单位见指标目录",
    "number": "须是数值，如 12.5；单位见指标目录",
    "amount": "须是以元计的数值，如 1,234,567.89，或写明单位，如 123.5万元",
    "ratio": "须是百分数的数值，如 12.5 或 12.5%",
    "seconds": "须是秒数（如 5400）或时分秒（如 1:30:00）",
    "time": "须是时刻，如 18:30、18:30:00 或“次日 02:00”",
}


def kinds(catalogue: Catalogue) -> pl.DataFrame:
    """indicator, kind, unit, frequency, low, high (plausible range), normal, abnormal, one row per indicator."""
    rows = [
        (code, node.kind, node.unit, node.frequency, *(node.plausible or (None, None)), node.normal, _abnormal(node))
        for code in catalogue.leaves
        for node in [catalogue.indicator[code]]
    ]
    names = ["indicator", "kind", "unit", "frequency", "low", "high", "normal", "abnormal"]
    text, number = pl.String(), pl.Float64()
    types: list[pl.DataType] = [text, text, text, text, number, number, text, text]
    return pl.DataFrame(rows, dict(zip(names, types, strict=True)), orient="row")


def read_cells(rows: pl.DataFrame, catalogue: Catalogue) -> pl.DataFrame:
    """Read the cells of readings.

    Args:
        rows: cell, words (both as typed), and what `kinds` says of their indicator; null where unknown. Cells that
            are the same are read once.
        catalogue: the allowed states.

    Returns:
        value, text, reason (why the reading is refused; else null, as where both cells are blank), one row per row.
    """
    different = rows.unique(_CELLS, maintain_order=True)
    read = different.select(_CELLS).hstack(_read(different, catalogue))
    return rows.join(read, on=_CELLS, how="left", nulls_equal=True, maintain_order="left").select(read.columns[-3:])


def _read(rows: pl.DataFrame, catalogue: Catalogue) -> pl.DataFrame:
    """The same, row by row."""
    cell = pl.when(~is_blank("cell")).then(trimmed(pl.col("cell").str.normalize("NFKC")))
    words = pl.when(~is_blank("words")).then(trimmed(pl.col("words")))
    found = rows.with_columns(cell=cell, words=words).with_columns(_bare(), _said())
    found = found.with_columns(_number(), _clock(), _state(), _masked(_cause()))
    found = found.with_columns(_numbers_with_units(found))
    states = _foreign_states(found, catalogue)
    return (
        found.with_columns(value=_value(), text=_text())
        .with_columns(reason=_reason(states))
        .select("value", "text", "reason")
    )


def is_blank(column: str) -> pl.Expr:
    """Whether a cell holds nothing, or a dash."""
    text = pl.col(column).str.normalize("NFKC").str.strip_chars().fill_null("")
    return text.is_in(["", *DASHES, "无"])


def percentages(catalogue: Catalogue) -> list[str]:
    """The indicators whose readings are percentages."""
    nodes = ((code, catalogue.indicator[code]) for code in catalogue.leaves)
    return [code for code, node in nodes if (node.kind, node.unit) == ("ratio", "%")]


def _abnormal(node: CatalogueNode) -> str | None:
    return next((state for state in node.states if state != node.normal), None)


def _bare() -> pl.Expr:
    """The cell without the sign of a percentage, where one is wanted."""
    percent = (pl.col("kind") == "ratio") & (pl.col("unit") == "%")
    return pl.when(percent).then(pl.col("cell").str.replace(r"\s*%$", "")).otherwise("cell").alias("_bare")


def _number() -> pl.Expr:
    cell = pl.col("_bare")
    return pl.when(~cell.str.contains("%")).then(typed(cell, "number")).alias("_number")


def _numbers_with_units(found: pl.DataFrame) -> list[pl.Series]:
    """`_number` with what cells say in units of their own, converted; and `_why` other cells are no numbers."""
    odd = pl.col("kind").is_in(_QUANTITIES) & pl.col("_number").is_null() & pl.col("_clock").is_null()
    asked = found.with_row_index("at").filter(odd & pl.col("cell").is_not_null()).select("at", "cell", "unit")
    read = [read_number(cell, unit) for _, cell, unit in asked.iter_rows()]
    numbers = pl.Series([None if isinstance(each, str) else float(each) for each in read], dtype=pl.Float64)
    reasons = pl.Series([each if isinstance(each, str) else None for each in read], dtype=pl.String)
    none = pl.repeat(None, found.height, dtype=pl.String, eager=True)
    return [found["_number"].scatter(asked["at"], numbers), none.scatter(asked["at"], reasons).alias("_why")]


def _clock() -> pl.Expr:
    """Seconds of what is written as hours, minutes and seconds."""
    part = [pl.col("cell").str.extract(_CLOCK, group).cast(pl.Float64) for group in (2, 3, 4)]
    next_day = pl.col("cell").str.extract(_CLOCK, 1).is_not_null() * _DAY
    return (next_day + part[0] * 3600 + part[1] * 60 + part[2].fill_null(0)).alias("_clock")


def _said() -> pl.Expr:
    """The state and its cause, wherever they were written; a number in the cell is 0 for normal, 1 for not."""
    digit = pl.col("cell").is_in(["0", "1", "0.0", "1.0"])
    by_digit = pl.when(pl.col("cell").str.starts_with("0")).then("normal").otherwise("abnormal")
    said = pl.when(digit).then(pl.coalesce("words", by_digit)).otherwise(pl.coalesce("cell", "words"))
    return said.str.replace(":", STATE_MARK, literal=True).alias("_said")


def _state() -> pl.Expr:
    return pl.col("_said").str.extract(f"^([^{STATE_MARK}]*)").str.strip_chars().alias("_state")


def _cause() -> pl.Expr:
    behind = trimmed(pl.col("_said").str.extract(f"^[^{STATE_MARK}]*{STATE_MARK}(.*)$"))
    beside = pl.when(pl.col("_said") != pl.col("words").str.replace(":", STATE_MARK, literal=True)).then("words")
    return pl.coalesce(behind, beside).alias("_cause")


def _value() -> pl.Expr:
    kind, number = pl.col("kind"), pl.col("_number")
    whole = pl.when((number == number.round()) & (number >= 0)).then(number)
    of_day = pl.when((number > 0) & (number < 1)).then((number * _DAY).round()).otherwise(number)
    return (
        pl.when(kind == "count").then(whole)
        .when(kind == "seconds").then(pl.coalesce("_clock", number))
        .when(kind == "time").then(pl.coalesce(pl.col("_clock"), of_day))
        .when(kind == "state").then((pl.col("_state") != pl.col("normal")).cast(pl.Float64))
        .when(kind != "text").then(number)
    )  # fmt: skip


def _text() -> pl.Expr:
    kind = pl.col("kind")
    state = pl.concat_str("_state", "_cause", separator=STATE_MARK, ignore_nulls=True)
    return (
        pl.when(kind == "state").then(state)
        .when(kind == "text").then(_masked(pl.coalesce("words", "cell")))
        .otherwise(_masked(pl.col("words")))
    )  # fmt: skip


def _clock_of(name: str) -> pl.Expr:
    """A column of seconds from midnight as people write it: `15:00`, `次日 12:00`."""
    minutes = pl.col(name).cast(pl.Int64, strict=False) // 60
    day, clock = minutes // _MINUTES_A_DAY, minutes % _MINUTES_A_DAY
    digits = (clock // 60).cast(pl.String).str.zfill(2) + ":" + (clock % 60).cast(pl.String).str.zfill(2)
    return pl.when(day > 0).then(pl.lit("次日 ")).otherwise(pl.lit("")) + digits


def _reason(states: pl.Expr) -> pl.Expr:
    kind, cell, value = pl.col("kind"), pl.col("cell"), pl.col("value")
    numeric = ~kind.is_in(["state", "text"])
    unreadable = kind.replace_strict(_ALLOWED, default=None, return_dtype=pl.String)
    bounds = pl.format("超出合理范围 {} 至 {}（{}），请核对单位与位数", _spelled("low"), _spelled("high"), "unit")
    times = pl.format("超出合理范围 {} 至 {}，请核对；过了零点请写“次日 02:30”", _clock_of("low"), _clock_of("high"))
    contradiction = (kind == "state") & (value == 0) & pl.col("_cause").is_not_null()
    return (
        pl.when(cell.is_in(list(ERRORS))).then(pl.lit(REASONS["error"]))
        .when(numeric & cell.is_null() & pl.col("words").is_not_null()).then(pl.lit("只写了说明，缺少数值"))
        .when(numeric & value.is_null() & cell.is_not_null()).then(
            pl.when(pl.col("_why") != "").then(pl.format("{}；{}", "_why", unreadable)).otherwise(unreadable)
        )
        .when(numeric & ((value < pl.col("low")) | (value > pl.col("high")))).then(
            pl.when(kind == "time").then(times).otherwise(bounds)
        )
        .when(kind == "state").then(
            pl.coalesce(states, pl.when(contradiction).then(pl.lit(_CONTRADICTION)))
        )
    )  # fmt: skip


def _spelled(column: str) -> pl.Expr:
    """A bound without a needless fraction."""
    bound = pl.col(column)
    return pl.when(bound == bound.round()).then(bound.cast(pl.Int64).cast(pl.String)).otherwise(bound.cast(pl.String))


def _foreign_states(found: pl.DataFrame, catalogue: Catalogue) -> pl.Expr:
    """The reason why a state is none of those allowed; null where it is."""
    pairs = found.filter(kind="state").select("indicator", "_state").drop_nulls().unique().rows()
    known = {(code, state): catalogue.indicator[code].states for code, state in pairs}
    reasons = {
        (code, state): f"状态须是{'或'.join(f'“{word}”' for word in allowed)}{perhaps(state, allowed)}"
        for (code, state), allowed in known.items()
        if state not in allowed
    }
    expression = pl.lit(None, dtype=pl.String)
    for (code, state), reason in sorted(reasons.items()):
        here = (pl.col("indicator") == code) & (pl.col("_state") == state)
        expression = pl.when(here).then(pl.lit(reason)).otherwise(expression)
    return expression


def _masked(texts: pl.Expr) -> pl.Expr:
    return texts.map_batches(masked_texts, return_dtype=pl.String)

"""What an operations run holds, as records of an evaluation of firms, roles or systems."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from data_sources.errors import IntakeError
from data_sources.readings.corrections import CORRECTED
from indicator_tree.catalogue_labels import ALERT_LABELS, CHECK_LABELS
from indicator_tree.checks import suggestion
from ipscore.ops_run import OperationsRun
from ipscore.ops_tables import file_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from indicator_tree.catalogue import Catalogue
    from indicator_tree.run_sources import RunSource

_UNITS = {"owner": "owner", "system": "system", "firm": "reported_by"}


def found_in_operations(path: Path, name: str, wanted: RunSource) -> tuple[pl.DataFrame, list[str]]:
    """A table of an operations run, with what the catalogue says of its indicators.

    Args:
        path: the run.
        name: how messages call the table.
        wanted: which table, and under whose name its rows count.

    Returns:
        The columns of the table of runs and the unit's, and the files of the run that they come from.

    Raises:
        IntakeError: the run has no such firm, or several where roles or systems are evaluated and none is named.
    """
    run = OperationsRun.open(path)
    if wanted.table == "corrections" and "corrections" not in run.table_names:
        raw, files = pl.DataFrame(schema=CORRECTED), []
    else:
        raw, files = run.table(wanted.table), [file_of(wanted.table)]
    table = _KINDS[wanted.table](raw, run.catalogue)
    named = table.join(run.table("firms"), on="firm_id", how="left", maintain_order="left").rename(
        {"firm": "reported_by"}
    )
    named = _of_firm(named, run.table("firms")["firm"].to_list(), name, wanted)
    told = _with_indicators(named, run.catalogue).with_columns(firm=pl.col(_UNITS[wanted.unit]))
    if wanted.unit == "firm":
        told = told.with_columns(record_id=pl.concat_str("reported_by", "record_id", separator="/"))
    return told, [*files, file_of("firms")]


def _of_firm(table: pl.DataFrame, firms: Sequence[str], name: str, wanted: RunSource) -> pl.DataFrame:
    """The rows of the firm that is asked for; rows without a system are about none.

    Raises:
        IntakeError: the run has no such firm, or several where roles or systems are evaluated and none is named.
    """
    if wanted.firm and wanted.firm not in firms:
        raise IntakeError(
            f"{name}：运行里没有 {wanted.firm}；{suggestion(wanted.firm, firms)}",
            "请改正规则文件 [source] 的 run.firm",
        )
    if not wanted.firm and wanted.unit != "firm" and len(firms) > 1:
        raise IntakeError(
            f"{name}：运行含 {len(firms)} 家公司，而记录要算在{'岗位' if wanted.unit == 'owner' else '系统'}名下",
            f"请在规则文件中写明 firm，如 {firms[0]}",
        )
    chosen = table.filter(pl.col("reported_by") == wanted.firm) if wanted.firm else table
    return chosen.filter(pl.col("system") != "") if wanted.unit == "system" else chosen


def _with_indicators(table: pl.DataFrame, catalogue: Catalogue) -> pl.DataFrame:
    nodes = catalogue.indicator
    known = pl.DataFrame(
        [(code, catalogue.full_name(code), catalogue.area(code), nodes[code].owner) for code in catalogue.leaves],
        schema=dict.fromkeys(("indicator", "name", "area", "owner"), pl.String),
        orient="row",
    )
    rest = table.drop("owner", strict=False)
    return rest.join(known, on="indicator", how="left", maintain_order="left").with_columns(
        pl.col("system").replace("", None)
    )


def _number(*parts: str) -> pl.Expr:
    """The number of a record from what tells it from the others of its table, without empty parts."""
    texts = [pl.col(part).cast(pl.String).replace("", None) for part in parts]
    return pl.concat_str(texts, separator="/", ignore_nulls=True).alias("record_id")


def _readings(table: pl.DataFrame, catalogue: Catalogue) -> pl.DataFrame:
    return table.filter(pl.col("value").is_not_null()).with_columns(_number("indicator", "system", "date"))


def _alerts(table: pl.DataFrame, catalogue: Catalogue) -> pl.DataFrame:
    names = {response.level: response.name for response in catalogue.response}
    level = pl.col("level").replace_strict(names, return_dtype=pl.String)
    kind = pl.col("kind").replace_strict(ALERT_LABELS, return_dtype=pl.String)
    return table.with_columns(_number("indicator", "system", "date", "kind", "parameter"), level, kind)


def _checks(table: pl.DataFrame, catalogue: Catalogue) -> pl.DataFrame:
    check = pl.col("check").replace_strict(CHECK_LABELS, return_dtype=pl.String)
    return table.with_columns(_number("indicator", "system", "date", "check", "parameter"), check)


def _due(table: pl.DataFrame, catalogue: Catalogue) -> pl.DataFrame:
    ends = table.with_columns(month_end=pl.col("month").dt.month_end())
    return ends.with_columns(_number("indicator", "system", "month_end"), missing=pl.col("missing").list.len())


def _corrections(table: pl.DataFrame, catalogue: Catalogue) -> pl.DataFrame:
    number = pl.int_range(1, pl.len() + 1).over("firm_id", "indicator", "system", "date").cast(pl.String)
    return table.with_columns(nth=number).with_columns(_number("indicator", "system", "date", "nth"))


def _clearing(table: pl.DataFrame, catalogue: Catalogue) -> pl.DataFrame:
    modelled = table.filter(pl.col("expected").is_not_null())
    told = modelled.with_columns(indicator=pl.lit(catalogue.clearing.seconds)).rename({"records": "volume"})
    return told.with_columns(_number("system", "date"))


_KINDS: dict[str, Callable[[pl.DataFrame, Catalogue], pl.DataFrame]] = {
    "readings": _readings,
    "alerts": _alerts,
    "checks": _checks,
    "due": _due,
    "corrections": _corrections,
    "clearing": _clearing,
}

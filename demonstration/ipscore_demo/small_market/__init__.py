"""A second invented market: small firms, of which an indicator counts a handful of records a year.

It reproduces nothing that was published: every number follows from `market.toml`, a rulebook's own vocabulary and
rules, and a seed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from data_sources import SOURCES
from data_sources.declared import declared_sources, extended
from indicator_tree.rules import RateRule
from ipscore_demo.reconstruction.aims import load_aims
from ipscore_demo.reconstruction.firms import invent_firms
from ipscore_demo.small_market.complaints import clients, complaints
from ipscore_demo.small_market.market import load_market
from ipscore_demo.small_market.others import (
    annual_ratios,
    education,
    fund_warnings,
    integrity_measures,
    phone_checks,
    social_projects,
    survey_responses,
)

if TYPE_CHECKING:
    from pathlib import Path

    from indicator_tree import Rulebook

__all__ = ["SIZES", "market_tables", "write_records"]

SIZES = "firm_clients"
"""The source of clients, which the rulebook of this market declares."""

NOTE = """本文件夹的数据是虚构的，不是任何证券公司的真实记录，也不再现任何公布的数字。

公司都小，一年只有几件投诉；规则文件 {rulebook}，随机种子 {seed}。
公司名称、统一社会信用代码（行政区划 990000 不存在）、编号、日期和金额均为自造。
"""


def market_tables(rulebook: Rulebook, seed: int) -> dict[str, pl.DataFrame]:
    """All records by source, and the register under `firm_register`, with the sources' own columns."""
    market = load_market()
    firms = invent_firms(rulebook, load_aims("aims_2017"), market.firms, 0, seed)
    ids, sizes = firms.ids, clients(market, firms.ids, seed)
    last = next(
        rulebook.last_day(rule.done.days_after_period)
        for leaf in rulebook.leaves
        if isinstance(rule := rulebook.indicator[leaf].rule, RateRule)
    )
    return {
        "firm_register": firms.register,
        SIZES: sizes.with_columns(as_of=pl.lit(rulebook.period.end)),
        "complaints": complaints(market, sizes, rulebook, np.datetime64(last), seed),
        "fund_warnings": fund_warnings(market, ids, rulebook, seed),
        "integrity_measures": integrity_measures(market, ids, rulebook, seed),
        "phone_checks": phone_checks(market, ids, seed),
        "survey_responses": survey_responses(market, ids, rulebook, seed),
        "annual_ratios": annual_ratios(market, ids, rulebook, seed),
        **education(market, ids, rulebook, seed),
        "social_projects": social_projects(market, ids, rulebook, seed),
    }


def write_records(folder: Path, *, rulebook: Rulebook, seed: int) -> None:
    """Write the records of the market as one CSV file a source, under the headers of the sources.

    The same seed gives the same bytes.

    Args:
        folder: where the files go; made if need be, files of the same names are overwritten.
        rulebook: of this market; it declares `SIZES` and the kinds of clients.
        seed: of all draws.

    Raises:
        OSError: a file cannot be written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    tables = market_tables(rulebook, seed)
    short = dict(tables["firm_register"].select("firm_id", "short_name").rows())
    kept = {source.name: extended(source, rulebook) for source in SOURCES}
    kept |= {source.name: source for source in declared_sources(rulebook)}
    for name, table in tables.items():
        source = kept.get(name)
        headers = {} if source is None else {column.name: column.title for column in source.columns}
        text = _as_typed(table, name, short)
        named = text.rename({key: title for key, title in headers.items() if key in text.columns})
        stem = name if source is None else source.title
        (folder / f"{stem}.csv").write_bytes(b"\xef\xbb\xbf" + named.write_csv(line_terminator="\r\n").encode())
    note = NOTE.format(rulebook=rulebook.id, seed=seed)
    (folder / "说明.txt").write_text(note, encoding="utf-8", newline="\n")


def _as_typed(table: pl.DataFrame, name: str, short: dict[str, str]) -> pl.DataFrame:
    """The firm by its short name, records numbered, truths and lists as people write them."""
    flags = [
        pl.when(column).then(pl.lit("是")).when(~pl.col(column)).then(pl.lit("否")).alias(column)
        for column in _of(table, pl.Boolean)
    ]
    if name == "firm_register":
        parent = pl.col("merged_into").replace_strict(short, default=None, return_dtype=pl.String)
        return table.with_columns(pl.col("former_names").list.join("、"), parent, *flags)
    firm = pl.col("firm_id").replace_strict(short, return_dtype=pl.String).alias("firm")
    subject = [pl.col("subject").replace_strict(short, return_dtype=pl.String)] if "subject" in table.columns else []
    number = pl.format(
        "{}-{}", pl.lit(name.upper()[:2] + "S"), pl.int_range(1, pl.len() + 1).cast(pl.String).str.zfill(5)
    )
    return table.with_columns(firm, *subject, *flags).select(
        number.alias("record_id"), "firm", pl.exclude("firm", "firm_id")
    )


def _of(table: pl.DataFrame, kind: type[pl.DataType]) -> list[str]:
    return [column for column, dtype in table.schema.items() if dtype == kind]

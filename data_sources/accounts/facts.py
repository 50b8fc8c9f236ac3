"""Rows of account tables as facts: truths and fingerprints, nothing that could be read.

A truth is null where its row does not tell. Those that end in `_note` are told beside the indicators.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from data_sources.accounts.ages import last_born
from data_sources.accounts.cells import keyed
from data_sources.accounts.indicators import ADULT_AT, CENTENARIAN_AT
from data_sources.accounts.meanings import KEY_DATA, KEYS, KINDS
from data_sources.accounts.resident_ids import in_full, read_resident_ids
from data_sources.accounts.words import OTHER, RESIDENT

if TYPE_CHECKING:
    from datetime import date

_RESIDENT, _OTHER = KINDS.index(RESIDENT), KINDS.index(OTHER)


@dataclass(frozen=True)
class Asked:
    """What facts are asked for.

    Attributes:
        as_of: the day for which ages and validity are told.
        key: the key of the fingerprints.
    """

    as_of: date
    key: int


def facts(table: str, meanings: pl.DataFrame, asked: Asked) -> pl.DataFrame:
    """Facts of the rows of a table, one row per row.

    Args:
        table: its name.
        meanings: what they mean.
        asked: what is asked for.

    Returns:
        Fingerprints: account, customer, `KEY_DATA`; of 一码通 accounts also person: who holds it, null where the
        document does not tell. Truths: of customers is_person and fifteen_customers, minors, centenarians, expired,
        no_phone, no_address; of 一码通 accounts resident (whether the document is a valid resident ID, which only
        persons have), other and fifteen_one_codes; of fund accounts no_custody, of securities accounts usage. Notes.
    """
    match table:
        case "customers":
            return _customer_facts(meanings, asked)
        case "one_codes":
            return _one_code_facts(meanings, asked)
        case _:
            truth = {"fund_accounts": "no_custody", "securities_accounts": "usage"}[table]
            return _spelled(meanings).select(
                *_fingerprints(meanings, asked), pl.col("counted").alias(truth), "unknown_state_note"
            )


def _customer_facts(meanings: pl.DataFrame, asked: Asked) -> pl.DataFrame:
    day, adult, centenarian = asked.as_of, last_born(asked.as_of, ADULT_AT), last_born(asked.as_of, CENTENARIAN_AT)
    told = pl.coalesce("born", "stated")
    born = pl.when(told <= day).then(told)
    person = pl.coalesce("person", pl.when(_resident()).then(statement=True))
    return _with_ids(meanings).select(
        *_fingerprints(meanings, asked),
        "no_phone",
        "no_address",
        "bad_birthday_note",
        "bad_validity_note",
        "unknown_category_note",
        is_person=person,
        fifteen_customers=_fifteen(),
        minors=person & (born > adult),
        centenarians=person & (born <= centenarian),
        expired=pl.col("valid_until") < day,
        invalid_id_note=_invalid(),
        unknown_document_note=pl.col("kind").is_null(),
        no_age_note=person & born.is_null(),
        birthday_at_odds_note=pl.col("born") != pl.col("stated"),
        no_validity_note=pl.col("valid_until").is_null() & ~pl.col("bad_validity_note"),
    )


def _one_code_facts(meanings: pl.DataFrame, asked: Asked) -> pl.DataFrame:
    valid = pl.col("body").is_not_null()
    number, document = (keyed(pl.col(name), asked.key) for name in ("number", "document"))
    otherwise = keyed(document ^ number, asked.key)
    return _with_ids(meanings).select(
        *_fingerprints(meanings, asked),
        person=pl.when(valid).then(number).when(pl.col("kind").ne_missing(_RESIDENT)).then(otherwise),
        resident=_resident(),
        fifteen_one_codes=_fifteen(),
        other=pl.col("kind") == _OTHER,
        invalid_id_note=_invalid(),
        unknown_document_note=pl.col("kind").is_null(),
    )


def _spelled(meanings: pl.DataFrame) -> pl.DataFrame:
    return meanings.with_columns(in_full(meanings["number"]))


def _with_ids(meanings: pl.DataFrame) -> pl.DataFrame:
    """`meanings`, and what `read_resident_ids` tells of the number."""
    ids = read_resident_ids(meanings["number"])
    return _spelled(meanings).with_columns(values.alias(name) for name, values in ids._asdict().items())


def _fingerprints(meanings: pl.DataFrame, asked: Asked) -> list[pl.Expr]:
    return [keyed(pl.col(name), asked.key) for name in (*KEYS, *KEY_DATA) if name in meanings.columns]


def _resident() -> pl.Expr:
    return pl.col("kind").eq_missing(_RESIDENT) & pl.col("body").is_not_null()


def _fifteen() -> pl.Expr:
    is_old = (pl.col("kind") == _RESIDENT) & pl.col("fifteen").fill_null(value=False)
    return pl.when(pl.col("kind").is_not_null()).then(is_old)


def _invalid() -> pl.Expr:
    return pl.col("kind").eq_missing(_RESIDENT) & pl.col("body").is_null()

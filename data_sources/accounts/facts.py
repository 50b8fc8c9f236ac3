"""Rows of account tables as facts: truths and fingerprints, nothing that could be read.

A truth is null where its row does not tell. Those that end in `_note` are told beside the indicators.
"""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date

import polars as pl

from data_sources.accounts.cells import keyed
from data_sources.accounts.indicators import ADULT_AT, CENTENARIAN_AT
from data_sources.accounts.meanings import KEY_DATA, KEYS, KINDS
from data_sources.accounts.resident_ids import in_full, read_resident_ids
from data_sources.accounts.words import OTHER, RESIDENT

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
        Fingerprints: account and customer; `KEY_DATA`, of 32 bits, since each is only compared with one other; of
        一码通 accounts also person: who holds it, null where the document does not tell. Truths: of customers is_person
        and fifteen_customers, minors, centenarians, expired, no_phone, no_address; of 一码通 accounts resident (whether
        the document is a valid resident ID, which only persons have), other and fifteen_one_codes; of fund accounts
        no_custody, of securities accounts usage. Notes.
    """
    match table:
        case "customers":
            return _customer_facts(meanings, asked)
        case "one_codes":
            return _one_code_facts(meanings, asked)
        case _:
            truth = {"fund_accounts": "no_custody", "securities_accounts": "usage"}[table]
            marked = _marked(meanings, asked)
            return marked.select_seq(*_fingerprints(marked), pl.col("counted").alias(truth), "unknown_state_note")


def _customer_facts(meanings: pl.DataFrame, asked: Asked) -> pl.DataFrame:
    day, adult, centenarian = asked.as_of, last_born(asked.as_of, ADULT_AT), last_born(asked.as_of, CENTENARIAN_AT)
    told = pl.coalesce("born", "stated")
    born = pl.when(told <= day).then(told)
    person = pl.coalesce("person", pl.when(_resident()).then(statement=True))
    marked = _with_ids(_marked(meanings, asked), meanings["number"])
    return marked.select_seq(
        *_fingerprints(marked),
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
        unknown_place_note=_place_unknown(),
        unknown_document_note=pl.col("kind").is_null(),
        no_age_note=person & born.is_null(),
        birthday_at_odds_note=pl.col("born") != pl.col("stated"),
        no_validity_note=pl.col("valid_until").is_null() & ~pl.col("bad_validity_note"),
    )


def _one_code_facts(meanings: pl.DataFrame, asked: Asked) -> pl.DataFrame:
    marked = _with_ids(_marked(meanings, asked), meanings["number"])
    valid = pl.col("body").is_not_null()
    otherwise = keyed(pl.col("document") ^ pl.col("number"), asked.key)
    return marked.select_seq(
        *_fingerprints(marked),
        person=pl.when(valid).then("number").when(pl.col("kind").ne_missing(_RESIDENT)).then(otherwise),
        resident=_resident(),
        fifteen_one_codes=_fifteen(),
        other=pl.col("kind") == _OTHER,
        invalid_id_note=_invalid(),
        unknown_place_note=_place_unknown(),
        unknown_document_note=pl.col("kind").is_null(),
    )


def _marked(meanings: pl.DataFrame, asked: Asked) -> pl.DataFrame:
    """Meanings with fingerprints in the place of texts, the same for both forms of a resident ID."""
    marked = meanings.with_columns_seq(keyed(pl.col(name), asked.key) for name in _secrets(meanings))
    at, full = in_full(meanings["number"])
    marks = full.to_frame("full").select(keyed(pl.col("full"), asked.key)).to_series()
    return marked.with_columns(marked["number"].scatter(at, marks))


def _with_ids(marked: pl.DataFrame, numbers: pl.Series) -> pl.DataFrame:
    """Add what `read_resident_ids` tells."""
    ids = read_resident_ids(numbers)
    return marked.with_columns(values.alias(name) for name, values in ids._asdict().items())


def _fingerprints(marked: pl.DataFrame) -> list[pl.Expr]:
    short = [pl.col(name).cast(pl.UInt32, wrap_numerical=True) for name in KEY_DATA]
    return [*(pl.col(name) for name in KEYS if name in marked.columns), *short]


def _secrets(meanings: pl.DataFrame) -> list[str]:
    return [name for name in (*KEYS, *KEY_DATA) if name in meanings.columns]


def _resident() -> pl.Expr:
    return pl.col("kind").eq_missing(_RESIDENT) & pl.col("body").is_not_null()


def _fifteen() -> pl.Expr:
    is_old = (pl.col("kind") == _RESIDENT) & pl.col("fifteen").fill_null(value=False)
    return pl.when(pl.col("kind").is_not_null()).then(is_old)


def _invalid() -> pl.Expr:
    return pl.col("kind").eq_missing(_RESIDENT) & pl.col("body").is_null()


def _place_unknown() -> pl.Expr:
    return pl.col("kind").eq_missing(_RESIDENT) & ~pl.col("place_known").fill_null(value=True)


def last_born(as_of: date, years: int) -> date:
    """The last date of birth of those who have completed so many years on a day.

    The age is reached on the birthday; where the month has no such day, on its last (Civil Code of the PRC, art. 202).
    """
    year = as_of.year - years
    last = calendar.monthrange(year, as_of.month)[1]
    at_end = as_of.day == calendar.monthrange(as_of.year, as_of.month)[1]
    return date(year, as_of.month, last if at_end else as_of.day)

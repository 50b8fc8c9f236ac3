"""Rows of account tables as facts: truths and fingerprints, nothing that could be read.

A truth is null where its row does not tell. Those that end in `_note` are told beside the indicators.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from data_sources.accounts.ages import last_born
from data_sources.accounts.cells import dates, documents, is_empty, keyed, known, plain
from data_sources.accounts.indicators import ADULT_AT, CENTENARIAN_AT
from data_sources.accounts.resident_ids import read_resident_ids
from data_sources.accounts.words import (
    CATEGORIES,
    CUSTODY_STATES,
    DOCUMENTS,
    NO_CUSTODY,
    OTHER,
    PERSON,
    RESIDENT,
    UNSETTLED,
    USAGE_STATES,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date

KEY_DATA = ("name", "document", "number")
"""What is compared across the accounts of a customer."""

_TELLING = 8  # characters of a trimmed text that tell whether it stands for an empty cell
_KINDS = tuple(sorted(set(DOCUMENTS.values())))


@dataclass(frozen=True)
class Asked:
    """What facts are asked for.

    Attributes:
        as_of: the day for which ages and validity are told.
        key: the key of the fingerprints.
    """

    as_of: date
    key: int


def customer_facts(table: pl.DataFrame, asked: Asked) -> pl.DataFrame:
    """Facts of rows of `contracts.CUSTOMERS`.

    Returns:
        One row per row: customer and `KEY_DATA` (fingerprints), is_person, the truths fifteen_customers, minors,
        centenarians, expired, no_phone and no_address, and notes.
    """
    birthdays, validity = dates(table["born_on"]), dates(table["valid_until"])
    category = known(table["category"], CATEGORIES)
    read = _key_data(table).with_columns(
        category.values.alias("category"),
        birthdays.values.alias("stated"),
        birthdays.unknown.alias("bad_birthday_note"),
        validity.values.alias("valid_until"),
        validity.unknown.alias("bad_validity_note"),
        category.unknown.alias("unknown_category_note"),
        no_phone=is_empty(table["phone"]) & is_empty(table["mobile"]),
        no_address=plain(table["address"].str.head(_TELLING)).is_null(),
    )
    stated = _yyyymmdd("stated")
    told = pl.coalesce("born", stated)
    born = pl.when(told <= _number(asked.as_of)).then(told)
    person = _is_person(pl.col("category"))
    return read.select(
        keyed(pl.col("customer"), asked.key),
        *_fingerprints(asked),
        "no_phone",
        "no_address",
        "bad_birthday_note",
        "bad_validity_note",
        "unknown_category_note",
        is_person=person,
        fifteen_customers=_fifteen(),
        minors=person & (born > _number(last_born(asked.as_of, ADULT_AT))),
        centenarians=person & (born <= _number(last_born(asked.as_of, CENTENARIAN_AT))),
        expired=pl.col("valid_until") < asked.as_of,
        invalid_id_note=_invalid(),
        unknown_document_note=_unknown_document(),
        no_age_note=person & born.is_null(),
        birthday_at_odds_note=pl.col("born") != stated,
        no_validity_note=pl.col("valid_until").is_null() & ~pl.col("bad_validity_note"),
    )


def one_code_facts(table: pl.DataFrame, asked: Asked) -> pl.DataFrame:
    """Facts of rows of `contracts.ONE_CODES`.

    Returns:
        One row per row: account, customer and `KEY_DATA` (fingerprints), person (fingerprint of who holds it; null
        where the document does not tell), resident (whether that is a valid resident ID, which only persons have), the
        truths fifteen_one_codes and other, and notes.
    """
    document, body = pl.col("document"), pl.col("body")
    otherwise = keyed(pl.concat_str("document", "number", separator="|"), asked.key)
    return _key_data(table).select(
        *_accounts(asked),
        *_fingerprints(asked),
        person=pl.when(body.is_not_null())
        .then(keyed(body, asked.key))
        .when(document.ne_missing(RESIDENT))
        .then(otherwise),
        resident=document.eq_missing(RESIDENT) & body.is_not_null(),
        fifteen_one_codes=_fifteen(),
        other=_known_document(document == OTHER),
        invalid_id_note=_invalid(),
        unknown_document_note=_unknown_document(),
    )


def fund_account_facts(table: pl.DataFrame, asked: Asked) -> pl.DataFrame:
    """Facts of rows of `contracts.FUND_ACCOUNTS`: account, customer, `KEY_DATA`, the truth no_custody, and a note."""
    return _state_facts(table, asked, "no_custody", CUSTODY_STATES, NO_CUSTODY)


def securities_account_facts(table: pl.DataFrame, asked: Asked) -> pl.DataFrame:
    """Facts of rows of `contracts.SECURITIES_ACCOUNTS`: account, customer, `KEY_DATA`, the truth usage, and a note."""
    return _state_facts(table, asked, "usage", USAGE_STATES, UNSETTLED)


FACTS: Mapping[str, Callable[[pl.DataFrame, Asked], pl.DataFrame]] = {
    "customers": customer_facts,
    "one_codes": one_code_facts,
    "fund_accounts": fund_account_facts,
    "securities_accounts": securities_account_facts,
}
"""Table → its facts."""


def _state_facts(
    table: pl.DataFrame, asked: Asked, truth: str, spellings: Mapping[str, str], counted: str
) -> pl.DataFrame:
    state = known(table["state"], spellings)
    read = _key_data(table).with_columns(state.values.alias("state"), state.unknown.alias("unknown_state_note"))
    empty = pl.col("state").is_null() & ~pl.col("unknown_state_note")
    return read.select(
        *_accounts(asked),
        *_fingerprints(asked),
        (empty | (pl.col("state") == counted)).alias(truth),
        "unknown_state_note",
    ).with_columns(pl.when(~pl.col("unknown_state_note")).then(truth).alias(truth))


def _key_data(table: pl.DataFrame) -> pl.DataFrame:
    """Account and customer, `KEY_DATA` as plain text, and what `read_resident_ids` tells of the number."""
    keys = [table[name] for name in ("account", "customer") if name in table.columns]
    number = plain(table["id_number"]).str.replace_all("-", "", literal=True)
    ids = read_resident_ids(number)
    return pl.DataFrame(
        [
            *keys,
            plain(table["name"]).alias("name"),
            documents(table["id_type"]).alias("document"),
            number.alias("number"),
            *(values.alias(name) for name, values in ids._asdict().items()),
        ]
    )


def _accounts(asked: Asked) -> list[pl.Expr]:
    return [keyed(pl.col(name), asked.key).alias(name) for name in ("account", "customer")]


def _fingerprints(asked: Asked) -> list[pl.Expr]:
    body = keyed(pl.col("body"), asked.key)
    return [
        keyed(pl.col("name"), asked.key).alias("name"),
        keyed(pl.col("document"), asked.key).alias("document"),
        pl.coalesce(body, keyed(pl.col("number"), asked.key)).alias("number"),
    ]


def _is_person(category: pl.Expr) -> pl.Expr:
    resident = pl.col("document").eq_missing(RESIDENT) & pl.col("body").is_not_null()
    return pl.when(category.is_not_null()).then(category == PERSON).when(resident).then(statement=True)


def _fifteen() -> pl.Expr:
    resident = pl.col("document") == RESIDENT
    return _known_document(resident & pl.col("fifteen").fill_null(value=False))


def _known_document(truth: pl.Expr) -> pl.Expr:
    return pl.when(pl.col("document").is_in(list(_KINDS))).then(truth)


def _unknown_document() -> pl.Expr:
    return ~pl.col("document").is_in(list(_KINDS)).fill_null(value=False)


def _invalid() -> pl.Expr:
    return pl.col("document").eq_missing(RESIDENT) & pl.col("body").is_null()


def _yyyymmdd(name: str) -> pl.Expr:
    day = pl.col(name)
    return day.dt.year().cast(pl.Int64) * 10_000 + day.dt.month().cast(pl.Int64) * 100 + day.dt.day().cast(pl.Int64)


def _number(day: date) -> int:
    return int(day.strftime("%Y%m%d"))

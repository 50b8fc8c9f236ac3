"""Cells of account tables as what they mean, however they are written; what is asked of them is said in `facts`.

customers: customer, `KEY_DATA`, kind, person (whether its category says so; null if empty or unknown), stated (date of
birth), valid_until, no_phone, no_address, and the notes bad_birthday, bad_validity and unknown_category.
The others: account, customer, `KEY_DATA`, kind; and of fund and securities accounts counted (null if the state is
unknown) and the note unknown_state.

account, customer, name and number are plain texts; document is the fingerprint of the type of document, and kind its
place in `KINDS`, null where it is empty or unknown.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from data_sources.accounts.cells import canonical, dates, documents, is_empty, keys, known
from data_sources.accounts.words import (
    CATEGORIES,
    CUSTODY_STATES,
    DOCUMENTS,
    NO_CUSTODY,
    PERSON,
    UNSETTLED,
    USAGE_STATES,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

KEYS = ("account", "customer")
"""What tells rows apart."""

KEY_DATA = ("name", "document", "number")
"""What is compared across the accounts of a customer."""

KINDS = tuple(dict.fromkeys(DOCUMENTS.values()))
"""The types of documents, by their names."""

STATES: Mapping[str, tuple[Mapping[str, str], str]] = {
    "fund_accounts": (CUSTODY_STATES, NO_CUSTODY),
    "securities_accounts": (USAGE_STATES, UNSETTLED),
}
"""Table → the spellings of its states, and the state that counts, as an empty cell does."""

_TELLING = 8  # characters of a trimmed text that tell whether it stands for an empty cell


def meanings(table: str, read: pl.DataFrame) -> pl.DataFrame:
    """What rows mean.

    Args:
        table: its name.
        read: the rows, as read against its contract; but account and customer as text.
    """
    return pl.DataFrame([*_shared(read), *(_of_customers(read) if table == "customers" else _of_states(table, read))])


def document_marks(names: pl.Series) -> pl.Series:
    """Fingerprints of types of documents."""
    return names.hash()


def _shared(read: pl.DataFrame) -> list[pl.Series]:
    document = documents(read["id_type"])
    return [
        *(keys(read[name]) for name in KEYS if name in read.columns),
        canonical(read["name"]).alias("name"),
        document_marks(document).set(document.is_null(), None).alias("document"),
        document.cast(pl.Enum(KINDS), strict=False).to_physical().alias("kind"),
        canonical(read["id_number"]).str.replace_all("-", "", literal=True).alias("number"),
    ]


def _of_customers(read: pl.DataFrame) -> list[pl.Series]:
    birthdays, validity = dates(read["born_on"]), dates(read["valid_until"])
    category = known(read["category"], CATEGORIES)
    return [
        (category.values == PERSON).alias("person"),
        birthdays.values.alias("stated"),
        validity.values.alias("valid_until"),
        (is_empty(read["phone"]) & is_empty(read["mobile"])).alias("no_phone"),
        canonical(read["address"].str.head(_TELLING)).is_null().alias("no_address"),
        birthdays.unknown.alias("bad_birthday_note"),
        validity.unknown.alias("bad_validity_note"),
        category.unknown.alias("unknown_category_note"),
    ]


def _of_states(table: str, read: pl.DataFrame) -> list[pl.Series]:
    if table not in STATES:
        return []
    spellings, counted = STATES[table]
    state = known(read["state"], spellings)
    empty = state.values.is_null() & ~state.unknown
    told = (state.values == counted).set(empty, value=True)
    return [told.alias("counted"), state.unknown.alias("unknown_state_note")]

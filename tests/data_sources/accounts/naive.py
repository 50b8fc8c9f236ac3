"""The twelve indicators row by row, in plain Python: what the count is held against."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from datetime import date
from typing import TYPE_CHECKING, Any

from stdnum.cn import ric
from stdnum.exceptions import ValidationError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from tests.data_sources.accounts.people import Rows

RESIDENT, OTHER = "居民身份证", "其他证件"
DOCUMENTS = {
    "身份证": RESIDENT,
    RESIDENT: RESIDENT,
    "其他": OTHER,
    OTHER: OTHER,
    "护照": "护照",
    "营业执照": "营业执照",
}
CHILDREN = ("one_codes", "fund_accounts", "securities_accounts")


def naive_counts(tables: Mapping[str, Rows], as_of: date) -> dict[str, int | None]:
    """Indicator → value, for tables that hold only words that the tests use."""
    customers = {row["customer"]: row for row in _sound(tables["customers"], ("customer",))}
    rows = {table: _sound(tables[table], ("account", "customer")) for table in CHILDREN if table in tables}
    facts = {key: _customer(row, as_of) for key, row in customers.items()}
    found: dict[str, int | None] = {
        name: _told(facts.values(), name)
        for name in ("fifteen_customers", "minors", "centenarians", "expired", "no_phone", "no_address")
    }
    fifteen = [(row["account"], _fifteen(row)) for row in rows.get("one_codes", [])]
    holders = [(row["account"], row, _is_person_of(row, facts)) for row in rows.get("one_codes", [])]
    found["fifteen_one_codes"] = _accounts(fifteen)
    found["other_documents"] = _accounts([(a, _and(_is_other(row), person)) for a, row, person in holders])
    found["several_one_codes"] = _several(holders)
    found["no_custody"] = _accounts(
        [(row["account"], _unless(row, "已上三方存管", "未上三方存管")) for row in rows.get("fund_accounts", [])]
    )
    found["usage"] = _accounts(
        [(row["account"], _unless(row, "已申报", "未撤销")) for row in rows.get("securities_accounts", [])]
    )
    found["key_data"] = _key_data([row for table in rows.values() for row in table], customers)
    for name, table in (
        *((("key_data", ""),) if not rows else ()),
        *((name, "one_codes") for name in ("fifteen_one_codes", "other_documents", "several_one_codes")),
        ("no_custody", "fund_accounts"),
        ("usage", "securities_accounts"),
    ):
        if table not in rows:
            found[name] = None
    return found


def body_of(number: str | None) -> str | None:
    """The first 17 digits of a valid number of 15 or 18, as `stdnum` reads them."""
    if number and len(number) == 15 and number.isdecimal() and len(set(number)) > 1:
        century = "18" if number[-3:] in {"996", "997", "998", "999"} else "19"
        number = number[:6] + century + number[6:]
        number += ric.calc_check_digit(number + "0")
    if not number or len(number) != 18 or not number[:17].isdecimal():
        return None
    try:
        ric.get_birth_date(number)
    except ValidationError:
        return None
    return number[:17] if number[-1] == ric.calc_check_digit(number) else None


def _sound(rows: Rows, key: Sequence[str]) -> Rows:
    contents: dict[tuple[Any, ...], dict[tuple[Any, ...], dict[str, str | None]]] = defaultdict(dict)
    for row in rows:
        if all(row[name] for name in key):
            contents[tuple(row[name] for name in key)][tuple(row.values())] = row
    return [next(iter(same.values())) for same in contents.values() if len(same) == 1]


def _customer(row: Mapping[str, str | None], as_of: date) -> dict[str, bool | None]:
    body = body_of(_plain(row["id_number"]))
    category = row["category"]
    person = category == "个人" if category else (True if body and _document(row) == RESIDENT else None)
    born = _date(body[6:14]) if body else _date(row["born_on"])
    if born and born > as_of:
        born = None
    until = row["valid_until"]
    return {
        "person": person,
        "fifteen_customers": _fifteen(row),
        "minors": _and(person, _age(born, as_of) < 18 if born else None),
        "centenarians": _and(person, _age(born, as_of) >= 100 if born else None),
        "expired": None if not until else until != "长期" and date.fromisoformat(until) < as_of,
        "no_phone": not _plain(row["phone"]) and not _plain(row["mobile"]),
        "no_address": not _plain(row["address"]),
    }


def _age(born: date, as_of: date) -> int:
    birthday = (born.month, born.day)
    if birthday == (2, 29) and (date(as_of.year, 3, 1) - date(as_of.year, 2, 1)).days == 28:
        birthday = (2, 28)
    return as_of.year - born.year - ((as_of.month, as_of.day) < birthday)


def _date(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _plain(text: str | None) -> str | None:
    plain = "".join(unicodedata.normalize("NFKC", text or "").split()).upper()
    return None if plain in {"", "-", "无"} else plain


def _document(row: Mapping[str, str | None]) -> str | None:
    text = _plain(row["id_type"])
    return DOCUMENTS.get(text, text) if text else None


def _fifteen(row: Mapping[str, str | None]) -> bool | None:
    document, number = _document(row), _plain(row["id_number"]) or ""
    if document not in DOCUMENTS.values():
        return None
    return document == RESIDENT and len(number) == 15 and number.isdecimal()


def _is_other(row: Mapping[str, str | None]) -> bool | None:
    document = _document(row)
    return document == OTHER if document in DOCUMENTS.values() else None


def _is_person_of(row: Mapping[str, str | None], facts: Mapping[Any, Mapping[str, bool | None]]) -> bool | None:
    person = facts.get(row["customer"], {}).get("person")
    resident = _document(row) == RESIDENT and body_of(_plain(row["id_number"])) is not None
    return person if person is not None else (True if resident else None)


def _and(left: bool | None, right: bool | None) -> bool | None:
    if left is False or right is False:
        return False
    return None if left is None or right is None else True


def _told(facts: Iterable[Mapping[str, bool | None]], name: str) -> int | None:
    told = [fact[name] for fact in facts]
    return None if told and all(each is None for each in told) else sum(each is True for each in told)


def _accounts(told: Sequence[tuple[str | None, bool | None]]) -> int | None:
    if told and all(truth is None for _, truth in told):
        return None
    return len({account for account, truth in told if truth})


def _unless(row: Mapping[str, str | None], good: str, bad: str) -> bool | None:
    return {None: True, good: False, bad: True}.get(row["state"])


def _several(holders: Sequence[tuple[str | None, Mapping[str, str | None], bool | None]]) -> int | None:
    accounts: dict[Any, set[str | None]] = defaultdict(set)
    judged = 0
    for account, row, person in holders:
        body, document, number = body_of(_plain(row["id_number"])), _document(row), _plain(row["id_number"])
        who = body or (None if document in {RESIDENT, None} or not number else (document, number))
        judged += person is False or bool(person and who)
        if person and who:
            accounts[who].add(account)
    if holders and not judged:
        return None
    return sum(len(own) for own in accounts.values() if len(own) > 1)


def _key_data(rows: Rows, customers: Mapping[Any, Mapping[str, str | None]]) -> int | None:
    def data(row: Mapping[str, str | None]) -> list[str | None]:
        number = _plain(row["id_number"])
        return [_plain(row["name"]), _document(row), body_of(number) or number]

    pairs = [
        [(a, b) for a, b in zip(data(row), data(customers[row["customer"]]), strict=True) if a and b]
        for row in rows
        if row["customer"] in customers
    ]
    if rows and not any(pairs):
        return None
    return sum(any(a != b for a, b in pair) for pair in pairs)

"""Whom a name means, written by hand: what every rival looks up once for every different name in a file."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

FILE = "证券公司名录.parquet"
COLUMNS = ("统一社会信用代码", "公司全称", "公司简称", "曾用名", "成立日期", "经纪业务资格", "合并至")


class Meant(NamedTuple):
    """A name as it stands in the file, the firm that bears it, and the evaluated firm (None if there is none)."""

    name: str
    entity: str
    firm: str | None


def meant(
    rows: Iterable[tuple[str, str, str, str | None, date, bool, str | None]], names: Iterable[str]
) -> list[Meant]:
    """The names that the register knows.

    Args:
        rows: the register, in the order of `COLUMNS`.
        names: different names, as they stand in a file.
    """
    known: dict[str, str] = {}
    evaluated: dict[str, str | None] = {}
    parents: dict[str, str] = {}
    for code, full, short, former, established, brokerage, parent in rows:
        for name in (code, full, short, *filter(None, (former or "").split("、"))):
            known[_key(name)] = code
        evaluated[code] = code if brokerage and (established.year, established.month) < (2017, 1) else None
        if parent:
            parents[code] = parent
    for code, parent in parents.items():
        evaluated[code] = evaluated[known[_key(parent)]]
    found = ((name, known.get(_key(name))) for name in names)
    return [Meant(name, entity, evaluated[entity]) for name, entity in found if entity]


def _key(name: str) -> str:
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", name)).upper()

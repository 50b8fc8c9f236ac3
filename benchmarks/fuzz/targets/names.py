"""Names of firms, and parts of files' names that are made of names."""

from __future__ import annotations

import re
from functools import cache

import polars as pl

from benchmarks.fuzz.holding import around, hold, in_full_width
from data_sources.errors import RegisterError
from data_sources.file_names import LONGEST, distinct_part, readable_part
from data_sources.names import FirmNames, key, split_names

_NO_PART = re.compile(r'[\x00-\x1f\x7f<>:"/\\|?*]')


def names(text: str) -> None:
    """A name is the same whatever is around it, a firm is found by it, and a part of a file's name can be one."""
    for spelled in (*around(text), in_full_width(text)):
        hold(f"key of {spelled!r}", key(spelled), key(text))
    hold(f"key of the key of {text!r}", key(key(text)), key(text))
    parts = split_names(text)
    hold(f"names in {text!r} put together again", split_names("、".join(parts)), parts)
    _register(text, parts)
    _files(text)


def _register(text: str, former: list[str]) -> None:
    """Under every name that it bears and no other has, a firm is found."""
    own = {key(name) for name in former} | {""}
    if own & _others().keys():
        return
    firms = pl.DataFrame(
        [("1", "甲证券股份有限公司", "甲证券", None), ("2", "乙证券有限公司", "乙证券", text)], _REGISTER, orient="row"
    )
    try:
        known = FirmNames.of(firms)
    except RegisterError:
        return
    for name in former:
        if key(name):
            for spelled in (*around(name), in_full_width(name)):
                hold(f"the firm {spelled!r}", known.resolve([spelled]), {spelled: "2"})


_REGISTER = pl.Schema(dict.fromkeys(("firm_id", "full_name", "short_name", "former_names"), pl.String()))


@cache
def _others() -> dict[str, str]:
    return {key(name): "1" for name in ("1", "甲证券股份有限公司", "甲证券")}


def _files(text: str) -> None:
    part, other = readable_part(text), distinct_part(text)
    for made in (part, other):
        hold(f"what cannot stand in a file's name in {made!r}", _NO_PART.findall(made), [])
        hold(f"{made!r} begins or ends with a blank or ends with a dot", made, made.strip(" ").rstrip("."))
        hold(f"{made!r} is not empty", bool(made), expected=True)
    hold(f"{part!r} is short enough", len(part.encode()) <= LONGEST, expected=True)
    hold(f"the part of the part of {text!r}", readable_part(part), part)
    hold(f"{other!r} tells {text!r} from {part!r}", other == part, part == text)

"""What no format can print is taken out of a document once, for all formats."""

from __future__ import annotations

import re
from dataclasses import fields, is_dataclass, replace
from typing import Any

_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")
"""Control characters but tabs and ends of lines, and what is no character: XML, and so Word, forbids them."""


def printable(value: Any) -> Any:
    """A part of a document, or any plain data in it, without characters that cannot be printed.

    What holds none is given back as it is.
    """
    match value:
        case str():
            return str(value) if value.isprintable() else _UNPRINTABLE.sub("", value)
        case None | int() | float():
            return value
        case tuple():
            return _same(value, tuple(printable(one) for one in value))
        case list():
            return _same(value, [printable(one) for one in value])
        case dict():
            return _same(value, {printable(key): printable(one) for key, one in value.items()})
        case _:
            return _without(value) if is_dataclass(value) and not isinstance(value, type) else value


def _without(value: Any) -> Any:
    changed = {
        one.name: new
        for one in fields(value)
        if one.init and (new := printable(old := getattr(value, one.name))) is not old and new != old
    }
    return replace(value, **changed) if changed else value


def _same(old: Any, new: Any) -> Any:
    return old if new == old else new

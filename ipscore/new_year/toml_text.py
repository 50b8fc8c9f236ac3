"""Changing single values in the text of a TOML file, so that its comments and its order stay."""

from __future__ import annotations

import json
import re
from datetime import date
from typing import TYPE_CHECKING

from ipscore.errors import TargetError

if TYPE_CHECKING:
    from collections.abc import Callable

_TOKENS = re.compile(
    r'"""[\s\S]*?"""|\'\'\'[\s\S]*?\'\'\'|"(?:\\.|[^"\\\n])*"|\'[^\'\n]*\'|#[^\n]*|(?<![0-9-])[0-9]{4}-[0-9]{2}-[0-9]{2}(?![0-9T-])'
)
_HEADER = re.compile(r"^\s*\[\[?\s*([^\]]+?)\s*\]\]?\s*(?:#.*)?$")


def quoted(text: str) -> str:
    """A text as TOML writes it."""
    return json.dumps(text, ensure_ascii=False)


def with_dates(text: str, moved: Callable[[date], date]) -> str:
    """The text with every day moved; those in comments and in texts stay."""

    def replaced(found: re.Match[str]) -> str:
        token = found.group()
        return moved(date.fromisoformat(token)).isoformat() if token[0].isdigit() else token

    return _TOKENS.sub(replaced, text)


def with_value(text: str, table: str, key: str, value: str, file: str) -> str:
    """The text with another value of a key that stands on a line of its own; where it does not stand, it is added.

    Args:
        text: of the file.
        table: the table's header without brackets; empty for the keys above all tables.
        key: of the table.
        value: as TOML writes it.
        file: what to call it.

    Raises:
        TargetError: there is no such table with a header of its own.
    """
    lines, at, header = text.split("\n"), "", -1
    for number, line in enumerate(lines):
        if (found := _HEADER.match(line)) is not None:
            at = found[1]
            header = number if at == table else header
        elif at == table and re.match(rf"\s*{re.escape(key)}\s*=", line):
            lines[number] = f"{key} = {value}"
            return "\n".join(lines)
    if table and header < 0:
        raise TargetError(
            f"{file} 里没有单独写出的表 [{table}]，不能改写其中的 {key}", f"请在 {file} 里照例写成 [{table}] 再试"
        )
    lines.insert(header + 1, f"{key} = {value}")
    return "\n".join(lines)


def without_opening_comment(text: str) -> str:
    """The text without the comment above its first key."""
    return re.sub(r"\A(?:\s*#[^\n]*\n)+", "", text)

"""Reading TOML and JSON files as plain tables, whatever editor wrote them; what is none is told by its place."""

from __future__ import annotations

import json
import tomllib
from typing import Any

from indicator_tree.toml_faults import toml_fault
from indicator_tree.toml_texts import tables_of


class UnreadableError(ValueError):
    """A file that is no UTF-8, no TOML or no JSON; the message tells where and what is probably the cause."""


def tables_in(content: bytes, suffix: str = ".toml") -> dict[str, Any]:
    """The tables of a TOML file, or of a JSON file where the suffix says so; a byte order mark is no part of it.

    Raises:
        UnreadableError: it is neither, or not UTF-8.
    """
    text = text_in(content)
    try:
        found = json.loads(text) if suffix == ".json" else tables_of(text)
    except json.JSONDecodeError as error:
        told = f"无法解析：不是 JSON，错在第 {error.lineno} 行第 {error.colno} 列"
        raise UnreadableError(told) from error
    except tomllib.TOMLDecodeError as error:
        raise UnreadableError(f"无法解析：不是完好的 TOML 文件，{toml_fault(text, error)}") from error
    if not isinstance(found, dict):
        told = "无法解析：整个文件应是一张表（花括号）"
        raise UnreadableError(told)
    return found


def text_in(content: bytes) -> str:
    """The text of a file in UTF-8, with a byte order mark or without, lines ended in any way.

    Raises:
        UnreadableError: it is not UTF-8.
    """
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise UnreadableError(f"无法解析：不是 UTF-8 编码（第 {line} 行），请另存为 UTF-8") from error
    return text.replace("\r\n", "\n").replace("\r", "\n")

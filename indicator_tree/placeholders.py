"""Names in braces that a description has filled in: `不得低于{limit}`. Other braces are what they are."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

_NAMED = re.compile(r"\{\s*(\w+)\s*\}|\{\s*([A-Za-z_]\w*)[^{}\w][^{}]*\}")
"""One word in braces, or one as Python formats values: `{limit:.1f}`."""


def asked(text: str) -> tuple[str, ...]:
    """The names that a text has in braces, each once, in order; `{甲、乙}` and a single brace are no names."""
    return tuple(dict.fromkeys(_name(found) for found in _NAMED.finditer(text)))


def unfilled(text: str, known: Collection[str]) -> tuple[str, ...]:
    """The names in braces for which there is no value."""
    return tuple(name for name in asked(text) if name not in known)


def filled(text: str, values: Mapping[str, str]) -> str:
    """The text with the values of the names in braces; every other brace stays."""
    return _NAMED.sub(lambda found: values.get(_name(found), found[0]), text)


def _name(found: re.Match[str]) -> str:
    return found[1] or found[0][1:-1].strip()

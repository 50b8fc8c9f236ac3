"""One section of a number format code of a spreadsheet, such as `0!.0,"万"` in `[>=10000]0!.0,"万";0`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Sequence

Kind = Literal["number", "date", "time", "duration", "text", "literal"]

_TOKEN = re.compile(
    r"""(?P<general>general|G/通用格式|G/通用)
    |(?P<noon>am/pm|a/p|上午/下午)
    |"(?P<quoted>[^"]*)"?
    |[\\!](?P<escaped>.)
    |(?P<padding>[_*].?)
    |\[\$(?P<currency>[^\]-]*)[^\]]*\]
    |\[(?P<elapsed>h+|m+|s+)\]
    |\[(?P<condition>[<>=]{1,2}\s*-?[\d.]+(?:E[+-]?\d+)?)\]
    |(?P<bracket>\[[^\]]*\])
    |(?P<exponent>E[+-])
    |(?P<digit>[0#?])
    |(?P<point>\.)|(?P<comma>,)|(?P<percent>%)|(?P<text>@)
    |(?P<date>y+|m+|d+|h+|s+|e+|g+|b+|a{3,4})
    |(?P<other>.)""",
    re.IGNORECASE | re.VERBOSE | re.DOTALL,
)
_CONDITION = re.compile(r"([<>=]+)\s*(.+)")


@dataclass(frozen=True)
class Section:
    """What a section does with a number.

    Attributes:
        kind: `literal` shows none of the number's digits.
        condition: comparison and number, as in [>=10000].
        prefix: what stands before the digits (before the text for kind `text`; all there is for `literal`).
        suffix: what stands behind them, percent signs included.
        exponent: the number is shown times ten to this power: 2 for percent, -3 for a trailing comma.
        digits: whole digits shown at least.
        inserts: literals within the digits: how many digits stand to their right, and the literal.
    """

    kind: Kind
    condition: tuple[str, float] | None = None
    prefix: str = ""
    suffix: str = ""
    exponent: int = 0
    digits: int = 0
    inserts: tuple[tuple[int, str], ...] = ()


def split(code: str) -> list[str]:
    """The sections of a format code; a semicolon in quotes or brackets, or behind a backslash, divides nothing."""
    parts = [""]
    for piece in re.findall(r'"[^"]*"?|[\\!_*].?|\[[^\]]*\]?|.', code, re.DOTALL):
        if piece == ";":
            parts.append("")
        else:
            parts[-1] += piece
    return parts


def parse(code: str) -> Section:
    """Read one section."""
    tokens = [(str(match.lastgroup), match[str(match.lastgroup)]) for match in _TOKEN.finditer(code)]
    tokens = [(_LITERAL.get(name, name), text) for name, text in tokens]
    names = [name for name, _ in tokens]
    condition = next((_compared(text) for name, text in tokens if name == "condition"), None)
    if "elapsed" in names:
        return Section("duration", condition)
    if "date" in names or "noon" in names:
        return Section(_dated([text.lower() for name, text in tokens if name == "date"]), condition)
    if not {"digit", "general", "text"} & set(names):
        return Section("literal", condition, _literal(tokens))
    return _number(tokens, condition)


_LITERAL = dict.fromkeys(("quoted", "escaped", "currency", "other"), "literal")


def _compared(text: str) -> tuple[str, float]:
    found = _CONDITION.fullmatch(text)
    assert found
    return found[1], float(found[2])


def _dated(parts: Sequence[str]) -> Kind:
    """An m is a minute behind an hour or before a second, else a month."""
    for i, part in enumerate(parts):
        minute = part[0] == "m" and ((i and parts[i - 1][0] == "h") or (i + 1 < len(parts) and parts[i + 1][0] == "s"))
        if part[0] not in "hs" and not minute:
            return "date"
    return "time"


def _number(tokens: list[tuple[str, str]], condition: tuple[str, float] | None) -> Section:
    places = [i for i, (name, _) in enumerate(tokens) if name in {"digit", "general", "text"}]
    first, last = places[0], places[-1]
    names = [name for name, _ in tokens]
    kind: Kind = "text" if "text" in names else "number"
    inner, behind = tokens[first : last + 1], tokens[last + 1 :]
    percents = names.count("percent")
    exponent = 2 * percents - 3 * _scaling(names, last)
    digits = 0
    inserts: tuple[tuple[int, str], ...] = ()
    if names[first] == "digit" and not {"exponent", "general"} & set(names) and ("literal", "/") not in inner:
        whole = inner[: next((i for i, (name, _) in enumerate(inner) if name == "point"), len(inner))]
        digits = sum(text == "0" for name, text in whole if name == "digit")
        inserts = _inserts(whole)
        if len(whole) == len(inner) and [text for _, text in inserts] == ["."]:  # a decimal point in disguise
            exponent, digits, inserts = exponent - inserts[0][0], 1, ()
    return Section(
        kind,
        condition,
        _literal(tokens[:first]),
        _literal(behind, percents),
        exponent,
        digits if digits > 1 else 0,
        inserts,
    )


def _scaling(names: list[str], last: int) -> int:
    """How many commas stand behind all whole digits, or behind all digits; those between digits group them."""
    point = names.index("point") if "point" in names else len(names)
    whole = [i for i, name in enumerate(names[:point]) if name == "digit"]
    if not whole:
        return 0
    return sum(
        name == "comma" and (whole[-1] < i < point or i > last) and "digit" not in names[i:point]
        for i, name in enumerate(names)
    )


def _inserts(whole: list[tuple[str, str]]) -> tuple[tuple[int, str], ...]:
    found = []
    for i, (name, text) in enumerate(whole):
        right = sum(name == "digit" for name, _ in whole[i:])
        if name == "literal" and text.strip() and right:
            found.append((right, text))
    return tuple(found)


def _literal(tokens: list[tuple[str, str]], percents: int = 0) -> str:
    """The literals, up to a line's end, which hides what follows."""
    shown = {"literal", "percent"} if percents else {"literal"}
    return "".join(text for name, text in tokens if name in shown).partition("\n")[0].strip()

"""The words of `--accept-rejected`: `complaints=3`, `firm_register:Sheet1:91`, `firm_register:证券公司名录.csv:91`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from data_sources.acceptance.wanted import Place, Wanted
from data_sources.errors import AcceptanceError

if TYPE_CHECKING:
    from collections.abc import Sequence

OPTION = "--accept-rejected"
COMMAND_LINE = "命令行"
"""Where such a decision is written, and, since nothing else is known of it, its reason."""

_NUMBER = re.compile(r"(?P<source>[^=:]+)=(?P<rows>.*)", re.DOTALL)
_ROW = re.compile(r"(?P<source>[^=:]+):(?P<named>.*):(?P<row>[^:]*)", re.DOTALL)
_FORMS = "应写 来源=行数（如 complaints=3），或 来源:工作表:行号、来源:文件名:行号、来源::行号"


def parse_options(given: Sequence[str]) -> tuple[Wanted, ...]:
    """The decisions that the command line states.

    Raises:
        AcceptanceError: some cannot be understood; says which, and what can be written.
    """
    found = [_parse(one.strip()) for one in given]
    if problems := [one for one in found if isinstance(one, str)]:
        raise AcceptanceError(problems, OPTION)
    return tuple(one for one in found if isinstance(one, Wanted))


def _parse(text: str) -> Wanted | str:
    if number := _NUMBER.fullmatch(text):
        if (rows := _whole(number["rows"])) is None:
            return f"“{text}”：等号后应为大于 0 的整数行数；{_FORMS}"
        return Wanted(number["source"].strip(), rows, COMMAND_LINE, COMMAND_LINE)
    if place := _ROW.fullmatch(text):
        if (row := _whole(place["row"])) is None:
            return f"“{text}”：最后一个冒号后应为行号；{_FORMS}"
        return Wanted(place["source"].strip(), Place(row, named=place["named"].strip()), COMMAND_LINE, COMMAND_LINE)
    return f"“{text}”：{_FORMS}{_meant(text)}"


def _whole(text: str) -> int | None:
    text = text.strip()
    return int(text) if re.fullmatch(r"[0-9]{1,15}", text) and int(text) > 0 else None


def _meant(text: str) -> str:
    """What was probably meant."""
    if (full := text.translate(str.maketrans("：＝", ":="))) != text:
        return f"；冒号和等号须是半角，是否想写“{full}”？"
    if (parts := re.fullmatch(r"([^=:]+):([0-9]+)", text)) is not None:
        return f"；是否想写“{parts[1]}::{parts[2]}”（第 {parts[2]} 行）或“{parts[1]}={parts[2]}”（{parts[2]} 行）？"
    return ""

"""Answers to closed questions as survey platforms export them: texts, letters, codes; skipped, or more than one."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from data_sources.stage.marks import REASONS
from data_sources.suggest import perhaps

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

TOGETHER = "┋"
"""What stands between the options of one answer to a question that allows several, in the records."""

SEPARATORS = (TOGETHER, "|", ";", ",", "、")
"""What platforms write between the options of one answer, the surest first (full-width forms are the same)."""

NOT_ASKED = ("", "(跳过)", "跳过", "[跳过]", "-3", "(空)", "空", "未作答", "-", "--", "—", "——", "–", "/", "\\")
"""Cells of a question that was not put to the respondent, or not answered, unless one of them is an option."""

_YES = ("true", "yes", "y", "t", "√", "✓")
_NO = ("不是", "false", "no", "n", "f", "×", "✗")
_BEFORE = re.compile(r"^\(?(?:[a-z]|\d{1,2})\)?[.、:)_-]*")
_BEHIND = re.compile(r"(?:〖[^〖]*〗|【[^【]*】|[\[(](?:\d+分?|[a-z])[\])])$")
_LETTER = re.compile(r"^\(?([a-z])\)?[.、)]?$")
_CODE = re.compile(r"^\(?(\d{1,3})(?:\.0+)?\)?[.、)]?$")
_MARKS = {"#": "error", "=": "no_result"}
_SHOWN = 12


@dataclass(frozen=True)
class Choice:
    """What is known of a closed question's answers.

    Attributes:
        options: the options in the questionnaire's order.
        codes: the code of every option as exported; empty if only the order of the options is known.
        multiple: whether an answer may name several options.
        tolerated: the share of a question's answers that may go unrecognised; more stop the reading.
    """

    options: tuple[str, ...]
    codes: tuple[str, ...] = ()
    multiple: bool = False
    tolerated: float = 0.0

    @cached_property
    def by_text(self) -> dict[str, str]:
        """Options by their text, however wide, spaced or cased it is typed."""
        known = {_bare(option): option for option in self.options}
        if known.keys() == {"是", "否"}:
            known |= dict.fromkeys(_YES, known["是"]) | dict.fromkeys(_NO, known["否"])
        return known

    @cached_property
    def by_code(self) -> dict[str, str]:
        """Options by the codes that the questionnaire gives them."""
        return dict(zip(map(_bare, self.codes), self.options, strict=True)) if self.codes else {}

    @cached_property
    def not_asked(self) -> frozenset[str]:
        """Cells that hold no answer."""
        return frozenset(map(_bare, NOT_ASKED)) - self.by_text.keys() - self.by_code.keys()


@dataclass(frozen=True)
class Recognised:
    """The different cells of a question, recognised.

    Attributes:
        answers: cell → the option, or several with `TOGETHER` between them in the questionnaire's order; None for a
            cell without an answer, and for one that was not recognised.
        reasons: cell that was not recognised → why, and what was probably meant.
        by_order: cells taken by the place of the option in the questionnaire: letters alone, or codes that the
            questionnaire does not give.
    """

    answers: Mapping[str, str | None]
    reasons: Mapping[str, str]
    by_order: frozenset[str]


@dataclass(frozen=True)
class _Notation:
    """How a column is written as a whole: whether codes, and letters, stand for the order of the options."""

    codes: bool
    letters: bool
    why_not_codes: str = ""


def recognise(cells: Collection[str], choice: Choice) -> Recognised:
    """Recognise the different cells of a column.

    A text decides before a letter or code beside it. Numbers alone are codes 1 to n in the order of the options only if
    all answers of the column are such numbers and no option is one; letters alone are A, B, C… in that order unless a
    text beside a letter says otherwise.
    """
    answers: dict[str, str | None] = {}
    reasons: dict[str, str] = {}
    by_order: set[str] = set()
    notation = _notation((part for cell in cells for part in _parts(_bare(cell), choice)), choice)
    for cell in cells:
        bare = _bare(cell)
        if bare in choice.not_asked:
            answers[cell] = None
            continue
        parts = _parts(bare, choice)
        found = [_by_itself(part, choice) or _by_order(part, choice, notation) for part in parts]
        if None in found or (len(found) > 1 and not choice.multiple):
            answers[cell], reasons[cell] = None, _reason(cell, parts, found, choice, notation)
            continue
        answers[cell] = TOGETHER.join(option for option in choice.options if option in found)
        if any(_by_itself(part, choice) is None for part in parts):
            by_order.add(cell)
    return Recognised(answers, reasons, frozenset(by_order))


def is_code(cell: str) -> bool:
    """Whether a cell holds nothing but a number."""
    return bool(_CODE.match(_bare(cell)))


def _parts(bare: str, choice: Choice) -> list[str]:
    """The answers in one cell: the cell itself, unless it is several options with a separator between them."""
    if _by_itself(bare, choice) is not None:
        return [bare]
    for separator in SEPARATORS:
        parts = [part for part in bare.split(separator) if part]
        if len(parts) > 1 and all(_meant(part, choice) for part in parts):
            return parts
    return [bare]


def _meant(part: str, choice: Choice) -> bool:
    return _by_itself(part, choice) is not None or bool(_CODE.match(part) or _LETTER.match(part))


def _by_itself(bare: str, choice: Choice) -> str | None:
    """The option that a text names, or a code of the questionnaire; a letter, number or remark may stand beside it."""
    if found := choice.by_text.get(bare) or choice.by_code.get(bare) or choice.by_code.get(bare.removesuffix(".0")):
        return found
    without = _BEHIND.sub("", bare)
    texts = {_bare(option): option for option in choice.options}
    for text in dict.fromkeys((_BEFORE.sub("", bare, count=1), without, _BEFORE.sub("", without, count=1))):
        if text in texts:
            return texts[text]
    return None


def _notation(parts: Iterable[str], choice: Choice) -> _Notation:
    given = [part for part in dict.fromkeys(parts) if part not in choice.not_asked]
    numbers = {part for part in given if _CODE.match(part) and _by_itself(part, choice) is None}
    texts = [part for part in given if part not in numbers]
    last = len(choice.options)
    beyond = sorted({part for part in numbers if not 1 <= _number(part) <= last}, key=_number)
    contradicted = any(
        choice.options[place] != option
        for part in given
        if (letter := re.match(r"^\(?([a-z])\)?[.、:)_-]", part)) and (option := _by_itself(part, choice))
        for place in [ord(letter[1]) - ord("a")]
        if place < last
    )
    why = ""
    if choice.codes:
        why = f"不是问卷写明的代码（{'、'.join(choice.codes)}）"
    elif beyond:
        why = f"代码须为 1 至 {last}（按问卷选项的次序），而这一列有 {'、'.join(beyond[:3])}"
    elif any(option.isdecimal() for option in choice.by_text):
        why = "选项本身是数字，代码与选项分不清"
    elif texts:
        why = "这一列有的写代码、有的写文字，代码是什么意思无法确定"
    return _Notation(codes=not why, letters=not contradicted, why_not_codes=why)


def _by_order(bare: str, choice: Choice, notation: _Notation) -> str | None:
    if notation.codes and _CODE.match(bare):
        return choice.options[_number(bare) - 1]
    letter = _LETTER.match(bare)
    if notation.letters and letter and (place := ord(letter[1]) - ord("a")) < len(choice.options):
        return choice.options[place]
    return None


def _number(bare: str) -> int:
    found = _CODE.match(bare)
    return int(found[1]) if found else 0


def _reason(cell: str, parts: Sequence[str], found: Sequence[str | None], choice: Choice, notation: _Notation) -> str:
    listed = "、".join(choice.options[:_SHOWN]) + ("…" if len(choice.options) > _SHOWN else "")
    if len(parts) > 1 and not choice.multiple:
        return f"单选题有 {len(parts)} 个答案，不知以哪个为准；选项：{listed}"
    if any(_CODE.match(part) and option is None for part, option in zip(parts, found, strict=True)):
        return f"{notation.why_not_codes}；选项：{listed}"
    if mark := next((mark for sign, mark in _MARKS.items() if cell.startswith(sign)), None):
        return REASONS[mark]
    return f"不是这道题的选项（{listed}）{perhaps(cell, choice.options)}"


def _bare(text: str) -> str:
    return re.sub("[\\s\u200b\ufeff]", "", unicodedata.normalize("NFKC", text)).casefold()

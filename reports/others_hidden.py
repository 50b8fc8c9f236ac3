"""Texts that a firm gets, without the name of any other firm in any spelling.

Names are looked for as they sound: width, case, blanks, punctuation, brackets and legal forms tell none from another.
Of overlapping names the longest counts, so that a firm whose own name holds another's keeps it.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_LEGAL_FORM = re.compile("(?:股份有限|有限责任|股份|有限)?公司$")
_WITHIN = re.compile("股份有限公司|有限责任公司|有限公司|股份公司")
_BEHIND = re.compile(r"[\s\W]{0,4}(?:股\W?份)?\W?(?:有\W?限)?\W?(?:责\W?任)?\W?公\W?司")
_IN_BRACKETS = re.compile(r"[(\[{（【〔〖［｛][^)\]}）】〕〗］｝]*[)\]}）】〕〗］｝]")
_LEAST_CODE = 6
"""Characters from which on a code is looked for within words; a shorter one may be part of any number or date."""


@dataclass(frozen=True)
class OthersHidden:
    """Hides the names of all firms but some.

    Attributes:
        own: names that stay, as registered.
        others: names that do not.
        instead: what stands in their place.
    """

    own: frozenset[str]
    others: frozenset[str]
    instead: str

    @classmethod
    def of(cls, register: pl.DataFrame, firm_id: str, instead: str) -> OthersHidden:
        """For one firm and those that are evaluated with it.

        Args:
            register: the register with everybody's names and codes.
            firm_id: the firm.
            instead: what stands in the place of another firm's name.
        """
        mine = ((pl.col("evaluated_as") == firm_id) | (pl.col("firm_id") == firm_id)).fill_null(value=False)
        own, others = (frozenset(_names(register.filter(rows))) for rows in (mine, ~mine))
        return cls(own, others - own, instead)

    def __call__(self, text: str | None) -> str | None:
        """A text without other names."""
        if text is None:
            return None
        kept, last = [], 0
        for start, end in self._found(text):
            kept += [text[last:start], self.instead]
            last = end
        return self._without_codes("".join([*kept, text[last:]]))

    def column(self, name: str) -> pl.Expr:
        """A column of texts without other names."""
        return pl.col(name).map_elements(self, return_dtype=pl.String)

    def _found(self, text: str) -> Iterator[tuple[int, int]]:
        """Where other names stand in a text: first place and the one behind the last."""
        sound, places = _sound(text)
        at = 0
        while at < len(sound):
            name = next((name for name in self._names_by_first.get(sound[at], ()) if sound.startswith(name, at)), "")
            if name and name not in self._own:
                end = places[at + len(name) - 1] + 1
                form = _BEHIND.match(text, end)
                yield places[at], form.end() if form else end
            at += max(len(name), 1)

    def _without_codes(self, text: str) -> str:
        short = [re.escape(name) for name in self.others if len(name) < _LEAST_CODE and name.isascii()]
        return re.sub(rf"(?<![\w.-])(?:{'|'.join(short)})(?![\w.-])", self.instead, text) if short else text

    @cached_property
    def _own(self) -> frozenset[str]:
        return frozenset(_spellings(self.own))

    @cached_property
    def _names_by_first(self) -> dict[str, list[str]]:
        """All names as they sound, by their first character, the longest first."""
        found: dict[str, list[str]] = {}
        for name in sorted({*_spellings(self.others), *self._own}, key=lambda name: (-len(name), name)):
            found.setdefault(name[0], []).append(name)
        return found


def _names(register: pl.DataFrame) -> Iterator[str]:
    for code, short, full, former in register.select("firm_id", "firm", "full_name", "former_names").iter_rows():
        yield from filter(None, (code, short, full, *(former or ())))


def _spellings(names: Iterable[str]) -> Iterator[str]:
    """Names as they sound, with and without what stands in brackets, without legal forms; no short codes."""
    for name in names:
        for text in (name, _IN_BRACKETS.sub("", name)):
            whole = _sound(text)[0]
            for spelling in (whole, _LEGAL_FORM.sub("", whole)):
                if len(spelling) > 1 and not (spelling.isascii() and len(spelling) < _LEAST_CODE):
                    yield spelling


def _sound(text: str) -> tuple[str, list[int]]:
    """A text as it sounds, and of each of its characters the place in the text."""
    found = [
        (letter, place)
        for place, character in enumerate(text)
        for letter in unicodedata.normalize("NFKC", character).casefold()
        if unicodedata.category(letter)[0] in "LN"
    ]
    whole = "".join(letter for letter, _ in found)
    dropped = {at for form in _WITHIN.finditer(whole) for at in range(*form.span())}
    kept = [pair for at, pair in enumerate(found) if at not in dropped]
    return "".join(letter for letter, _ in kept), [place for _, place in kept]

"""Firms are named as people name them: the one place that resolves a name."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

from data_sources.errors import RegisterError
from data_sources.suggest import likely
from indicator_tree.units import FIRMS, Words

if TYPE_CHECKING:
    from collections.abc import Iterable

    import polars as pl

_REGISTER = "证券公司名录"
_LEGAL_FORM = re.compile(r"(?:股份)?(?:有限)?(?:责任)?公司$")
_BETWEEN_NAMES = re.compile(r"[、,，;；/|\n]+")


@dataclass(frozen=True)
class FirmNames:
    """All names of the registered firms.

    Attributes:
        keys: every name, reduced to its key → firm_id.
        shown: firm_id → short name, for messages.
        register: how messages call the register.
        words: how messages call a firm.
    """

    keys: dict[str, str]
    shown: dict[str, str]
    register: str = _REGISTER
    words: Words = FIRMS
    _alike: dict[str, list[str]] = field(default_factory=dict, init=False, repr=False, compare=False)

    @classmethod
    def of(cls, firms: pl.DataFrame, register: str = _REGISTER, words: Words = FIRMS) -> FirmNames:
        """Collect the names of a register.

        Args:
            firms: firm_id, full_name, short_name, former_names (text, several names separated).
            register: how messages call the register.
            words: how messages call a firm.

        Raises:
            RegisterError: two firms share a code, a full, a short or a former name.
        """
        rows = firms.select("firm_id", "full_name", "short_name", "former_names").rows()
        keys: dict[str, str] = {}
        shared: dict[str, set[str]] = {}
        for firm_id, full, short, former in rows:
            for name in (firm_id, full, short, *split_names(former)):
                if keys.setdefault(key(name), firm_id) != firm_id:
                    shared.setdefault(name, {keys[key(name)]}).add(firm_id)
        shown = {firm_id: short for firm_id, _, short, _ in rows}
        if shared:
            clashes = [f"“{name}”：{'、'.join(sorted(shown[i] for i in ids))}" for name, ids in sorted(shared.items())]
            raise RegisterError(f"{register}里有不止一{words.measure}{words.noun}用同一名称：{'；'.join(clashes)}")
        return cls(keys | _without_legal_form(keys), shown, register, words)

    def resolve(self, names: Iterable[str]) -> dict[str, str]:
        """The names that are known → firm_id."""
        known = self.keys
        found = ((name, known.get(own := key(name)) or known.get(_stripped(own))) for name in names)
        return {name: firm_id for name, firm_id in found if firm_id}

    def likely(self, name: str) -> list[str]:
        """Short names of at most three firms that the name resembles, most alike first."""
        if name not in self._alike:  # a name that no firm has is often met again, batch after batch
            alike = likely(key(name), self.keys, limit=6)
            self._alike[name] = list(dict.fromkeys(self.shown[self.keys[found]] for found in alike))[:3]
        return self._alike[name]


def split_names(text: str | None) -> list[str]:
    """The names in one cell; empty for an empty cell."""
    return [name.strip() for name in _BETWEEN_NAMES.split(text or "") if name.strip()]


@lru_cache(maxsize=4096)
def key(name: str) -> str:
    """A name without blanks, in half-width upper case; the same few names come again in every batch."""
    return re.sub(r"\s|\u200b|\ufeff", "", unicodedata.normalize("NFKC", name)).upper()


def _stripped(name_key: str) -> str:
    return _LEGAL_FORM.sub("", name_key)


def _without_legal_form(keys: dict[str, str]) -> dict[str, str]:
    """Names that leave off 股份有限公司 and the like, where only one firm can be meant and no firm bears the name."""
    firms: dict[str, set[str]] = {}
    for name, firm_id in keys.items():
        firms.setdefault(_stripped(name), set()).add(firm_id)
    return {name: next(iter(ids)) for name, ids in firms.items() if len(ids) == 1 and name and name not in keys}

"""Indicators and systems are named as people name them: what a cell means, or why it means nothing."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from data_sources.canonical import DASHES
from data_sources.header_texts import header_key
from data_sources.masking import LIKELY_PERSONAL
from data_sources.suggest import likely, perhaps

if TYPE_CHECKING:
    from indicator_tree.catalogue import Catalogue

_NO_SYSTEM = ("", *DASHES, "无", "不分系统")


@dataclass(frozen=True)
class Meaning:
    """What a cell means: a code or a system's name, or the reason why it means nothing; one of the two is None."""

    name: str | None
    reason: str | None = None


class IndicatorNames:
    """All names of the indicators of a catalogue; a name that several indicators have means none of them."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        named: dict[str, set[str]] = defaultdict(set)
        for code in catalogue.leaves:
            for name in names_of(catalogue, code):
                named[header_key(name)].add(code)
        self._codes = {name: next(iter(codes)) for name, codes in named.items() if len(codes) == 1}
        self._shared = {name: sorted(codes) for name, codes in named.items() if len(codes) > 1}

    def resolve(self, text: str) -> Meaning:
        """The code that a text means."""
        key = header_key(text)
        if key in self._codes:
            return Meaning(self._codes[key])
        if key in self._shared:
            meant = "、".join(f"“{self._catalogue.full_name(code)}”（{code}）" for code in self._shared[key])
            return Meaning(None, f"有不止一项指标叫这个名称，请写明是{meant}")
        names = {name: leaf for leaf in self._catalogue.leaves for name in names_of(self._catalogue, leaf)}
        found = likely(text, names)
        hints = [f"，是否指“{self._catalogue.full_name(names[name])}”（{names[name]}）？" for name in found]
        return Meaning(None, f"指标目录里没有这项指标{''.join(hints)}")


def names_of(catalogue: Catalogue, code: str) -> list[str]:
    """All names that mean an indicator: its label in templates first."""
    node = catalogue.indicator[code]
    return [label(catalogue, code), code, catalogue.full_name(code), node.name, *node.aliases]


def label(catalogue: Catalogue, code: str) -> str:
    """`5.1.1 清算系统处理时长`."""
    return f"{code} {catalogue.indicator[code].name}"


class SystemNames:
    """The systems by which indicators are split."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue

    def resolve(self, code: str, text: str | None) -> Meaning:
        """The system that a cell means for an indicator: empty where the indicator is not split."""
        given = (text or "").strip()
        names = self._catalogue.splits(code)
        if names is None:
            return Meaning("") if given in _NO_SYSTEM else Meaning(None, "这项指标不分系统填报，此格应留空")
        if given in _NO_SYSTEM:
            which = f"（{'、'.join(names)}）" if names else "（存管银行或镜像站点的名称）"
            return Meaning(None, f"这项指标分系统填报，缺少系统{which}")
        if not names and re.search(LIKELY_PERSONAL, given):
            return Meaning(None, "这里像是证件、电话或账户号码，不是存管银行或镜像站点的名称")
        if not names:
            return Meaning(" ".join(given.split()))
        aliases = self._catalogue.system_aliases
        keys = {header_key(name): system for system in names for name in (system, *aliases.get(system, ()))}
        if header_key(given) in keys:
            return Meaning(keys[header_key(given)])
        return Meaning(None, f"这项指标没有这个系统（{'、'.join(names)}）{perhaps(given, names)}")

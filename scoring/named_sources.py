"""The sources that a rulebook can name: those kept here with what it adds to them, or those that it declares alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from data_sources.declared import declared_sources, extended
from data_sources.registry import SOURCES
from data_sources.source import Source
from surveys import phone_checks

if TYPE_CHECKING:
    from indicator_tree import Rulebook

_ANSWERS = Source("survey_responses", "投资者调查答卷", (), "", unit="份")
"""Responses, whose columns follow from a questionnaire: what was asked stands there."""
_KEPT = (*SOURCES, phone_checks.SOURCE, phone_checks.RECODES, _ANSWERS)


def named_sources(rulebook: Rulebook) -> dict[str, Source]:
    """All sources by name; where the rulebook says whom it evaluates, what it declares is all that there is."""
    kept = () if rulebook.units is not None else _KEPT
    sources = (*(extended(source, rulebook) for source in kept), *declared_sources(rulebook))
    return {source.name: source for source in sources}


def source_named(name: str, rulebook: Rulebook) -> Source:
    """A source that the rulebook can name, with what it calls itself, its records and its columns.

    Raises:
        KeyError: there is none.
    """
    return named_sources(rulebook)[name]

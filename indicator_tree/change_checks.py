"""Checks of the rules that hold other indicators against previous runs, on the plain tables."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from indicator_tree.checks import parents_of, suggestion, tables_of
from indicator_tree.errors import Problem
from indicator_tree.rules import model_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    Table = Mapping[str, Any]


def change_problems(raw: Table) -> Iterator[Problem]:
    """Indicators that are not there, have no rule, or are themselves such changes; cut-offs taken for several nodes."""
    indicators, inner = tables_of(raw, "indicator"), set(parents_of(raw).values())
    possible = [at for at, one in indicators.items() if at not in inner and not _compares_runs(one)]
    for code, table in indicators.items():
        rule = table.get("rule")
        if not isinstance(rule, dict) or not _compares_runs(table):
            continue
        where, keys = f"indicator.{code}.rule.of", ("indicator", code, "rule", "of")
        given = rule.get("of")
        for other in given if isinstance(given, list | tuple) else [given]:
            if isinstance(other, str) and (told := _wrong(other, possible, indicators, inner)):
                yield Problem(where, f"{told}；{suggestion(other, possible)}", keys, follows=(("indicator", other),))
    yield from _guardrails(raw)


def _compares_runs(table: Table) -> bool:
    rule = table.get("rule")
    model = model_of(rule.get("kind")) if isinstance(rule, dict) else None
    return model is not None and model.COMPARES_RUNS


def _wrong(other: str, possible: list[str], indicators: Mapping[str, Table], inner: set[str | None]) -> str:
    """Why a rule cannot look at an indicator; empty if it can."""
    if other in possible:
        return ""
    if other not in indicators:
        return f"指标 {other} 不存在"
    if other in inner:
        return f"{other} 有下级指标；应为最末级指标"
    return f"{other} 自己就是与以前的评价相比的指标，不能再看它的变化"


def _guardrails(raw: Table) -> Iterator[Problem]:
    """Cut-offs typed in and taken from the previous run at once."""
    for name, table in tables_of(raw, "letters").items():
        guardrail = table.get("guardrail")
        if isinstance(guardrail, dict) and guardrail.get("from_previous_run") and guardrail.get("previous"):
            told = "from_previous_run = true 时，上一次的界线取自上一次的运行，不应再写 previous"
            yield Problem(f"letters.{name}.guardrail.previous", told)

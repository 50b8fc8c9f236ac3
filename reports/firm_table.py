"""All nodes of a firm, spelled out."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from reports.bars import bar
from reports.distribution import confidence_label
from reports.figures import EMPTY, fixed, interval, percent
from reports.firm_scores import explain_firm
from reports.naming import named
from reports.own_letters import letters_of_firm, next_letter, own_letter
from reports.table import Table, label, number, text
from scoring.lettering.next import next_letters

if TYPE_CHECKING:
    from scoring import Evaluation

_SAME = 1e-12  # weights that differ by less are the same
_SHARED = "*"


def firm_table(evaluation: Evaluation, firm_id: str, title: str) -> Table:
    """Weight, score and rank of every node, the mean of all firms beside them; intervals where there are any.

    Weights other than the scheme's, because siblings have no score, are marked.
    """
    full, noun = evaluation.rulebook.scale.full_marks, evaluation.rulebook.words.noun
    rows = explain_firm(evaluation, firm_id).to_dicts()
    sampled = any(row["low"] is not None for row in rows)
    letters = letters_of_firm(evaluation, firm_id)
    ahead = {row["node"]: row for row in next_letters(evaluation).filter(firm_id=firm_id).to_dicts()}
    marked = any(_shared(row) for row in rows)
    return Table(
        title=title,
        columns=(
            label("指标"),
            text("名称"),
            number("权重"),
            number("得分"),
            *([number(confidence_label(evaluation))] if sampled else []),
            *([label("等级")] if letters else []),
            number("位次"),
            *([number("位次区间")] if sampled else []),
            number(f"各{noun}均分", spare=1),
            label("", spare=2),
        ),
        rows=tuple(
            (
                row["node"],
                "  " * max(row["level"] - 1, 0) + row["name"],
                _weight(row),
                fixed(row["score"]),
                *([interval(row["low"], row["high"])] if sampled else []),
                *([letters.get(row["node"], "")] if letters else []),
                EMPTY if row["rank"] is None else f"{row['rank']}/{row['firms']}",
                *([_ranks(row)] if sampled else []),
                fixed(row["mean"]),
                bar(row["score"], row["score"], full),
            )
            for row in rows
        ),
        notes=(
            *(
                [f"{_SHARED} 同级指标有的没有得分，其权重由有得分的按比例分担；权重为该{noun}适用的权重"]
                if marked
                else []
            ),
            *(f"{node}：{told}" for node in letters if (told := _letter(evaluation, firm_id, node, ahead.get(node)))),
        ),
    )


def overview_table(evaluation: Evaluation, firm_id: str, firm: str) -> Table:
    """The same, named, with the decisions that corrected the firm's records."""
    scheme = evaluation.rulebook.weights[evaluation.scheme].title
    table = firm_table(evaluation, firm_id, f"{named(firm, firm_id)}，权重方案：{scheme}")
    if evaluation.corrections.is_empty():
        return table
    from reports.decisions import decided_notes  # noqa: PLC0415  (loads what reads decisions)

    return replace(table, notes=(*table.notes, *decided_notes(evaluation, firm_id)))


def _letter(evaluation: Evaluation, firm_id: str, node: str, ahead: dict[str, Any] | None) -> str:
    """The letter, and how far it is to the next one."""
    told = own_letter(evaluation, firm_id, node), next_letter(ahead, node, evaluation.rulebook)
    return "；".join(filter(None, told))


def _weight(row: dict[str, Any]) -> str:
    if row["scheme_weight"] is None:
        return ""
    return percent(row["weight"], 2) + (_SHARED if _shared(row) else "")


def _shared(row: dict[str, Any]) -> bool:
    """Whether the node carries a part of a sibling's weight."""
    return row["weight"] is not None and abs(row["weight"] - row["scheme_weight"]) > _SAME


def _ranks(row: dict[str, Any]) -> str:
    return interval(row["rank_low"], row["rank_high"], 0)

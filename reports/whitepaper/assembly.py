"""Evaluation and findings → the white paper as a document."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import polars as pl

from reports.distribution import confidence_label
from reports.document import Document
from reports.document.markdown import parse
from reports.document.templates import environment, render
from reports.whitepaper.parts import Parts
from reports.whitepaper.text import TEXTS
from reports.whitepaper.views import Views

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from reports.whitepaper.views import Node, Rows
    from scoring import Evaluation
    from scoring.findings import Findings
    from surveys.questionnaire import Questionnaire

_FEW = 3  # values that a sentence can list; more are drawn
_PLACES = ("最高", "居第二位", "居第三位", "居第四位", "居第五位", "居第六位", "居第七位", "居第八位", "居第九位")
_LEVELS = ("一级指标", "二级指标", "三级指标", "四级指标", "五级指标")


@dataclass(frozen=True)
class Imprint:
    """What the cover says beside the title; all of it may be empty."""

    series: str = ""
    issuer: str = ""
    date: str = ""
    notice: str = ""


def whitepaper(
    evaluation: Evaluation,
    findings: Findings,
    *,
    previous: str = "",
    imprint: Imprint | None = None,
    questionnaire: Questionnaire | None = None,
    texts: Path | None = None,
) -> Document:
    """The white paper of an evaluation.

    Args:
        evaluation: scores, ledger, distribution.
        findings: what follows from them; its changes compare with the previous year.
        previous: how the previous year is called: `2016年度`; empty where there is none.
        imprint: what the cover says.
        questionnaire: the questions that answers rest on.
        texts: a folder of templates that an editor changed.

    Raises:
        TextError: a template is wrong, asks for what is not there, or its Markdown is not understood.
    """
    cover = imprint or Imprint()
    parts = Parts(evaluation)
    views = Views(evaluation, findings, questionnaire)
    values = _values(evaluation, findings, views, parts, previous)
    env = environment(texts or TEXTS)
    front = parse(render(env, "foreword.md.j2", values), parts.made)
    body = render(env, "whitepaper.md.j2", values)
    return Document(
        title=f"{evaluation.rulebook.year}年度证券公司投资者保护状况评价报告",
        series=cover.series,
        issuer=cover.issuer,
        date=cover.date,
        notice=cover.notice,
        front=front,
        body=parse(body, parts.made),
    )


def _values(evaluation: Evaluation, findings: Findings, views: Views, parts: Parts, previous: str) -> dict[str, Any]:
    rulebook, total = evaluation.rulebook, views.total
    leaves = sorted(
        (one for one in views.all_nodes if not one.children and one.mean is not None), key=lambda one: one.mean or 0.0
    )
    firms = evaluation.firms
    return {
        "rulebook": rulebook,
        "scheme": rulebook.weights[evaluation.scheme],
        "year": rulebook.year,
        "period": rulebook.period,
        "previous": previous,
        "confidence": confidence_label(evaluation),
        "firms": total.firms,
        "merged": firms.filter(pl.col("status") == "merged").to_dicts(),
        "excluded": firms.filter(pl.col("status") == "excluded").to_dicts(),
        "total": total,
        "base": views.node("base"),
        "bonus": views.bonus,
        "top": total.children,
        "places": _places(total.children),
        "leaf_title": _leaf_title(leaves),
        "best": leaves[::-1],
        "worst": leaves,
        "nodes": views.all_nodes,
        "summary": [views.node(code) for code in evaluation.summary["node"]],
        "level_counts": _level_counts(views.all_nodes),
        "sampled": [one for one in leaves if one.kind == "answers"],
        "sources": _sources(findings),
        "recommendations": findings.recommendations.to_dicts(),
        "places_of": {one.node: _section_of(one, views) for one in views.all_nodes},
        "bonus_tables": _bonus_tables(views.bonus),
        "parts": parts,
        "few": _FEW,
        "cause_key": lambda one, source, column: f"fig-causes-{one.node}-{source}-{column.replace(',', '-')}",
        "last_day": lambda rule: rulebook.last_day(rule.done.days_after_period),
    }


def _places(nodes: Sequence[Node]) -> dict[str, str]:
    """How a node stands among its siblings, in words."""
    order = sorted(nodes, key=lambda one: -(one.mean or 0.0))
    words = {one.node: word for one, word in zip(order, _PLACES, strict=False)}
    if len(order) > 1:
        words[order[-1].node] = "最低"
    return words


def _leaf_title(leaves: Sequence[Node]) -> str:
    levels = {one.level for one in leaves}
    return _LEVELS[levels.pop() - 1] if len(levels) == 1 else "各项指标"


def _level_counts(nodes: Sequence[Node]) -> dict[str, int]:
    return {
        _LEVELS[level - 1]: sum(one.level == level for one in nodes) for level in sorted({one.level for one in nodes})
    }


def _sources(findings: Findings) -> Rows:
    whole = (pl.col("node") == "") & (pl.col("column") == "") & (pl.col("measure") == "records")
    return findings.breakdown.filter(whole).to_dicts()


def _section_of(one: Node, views: Views) -> str:
    """The node whose heading an indicator's text stands under: an only child has none of its own."""
    parent = views.rulebook.indicator[one.node].parent
    if parent is not None and not one.children and len(views.rulebook.children[parent]) == 1:
        return parent
    return one.node


def _bonus_tables(bonus: Node | None) -> dict[str, Rows]:
    """By source the breakdown of the bonus by most columns."""
    tables: dict[str, dict[str, Rows]] = {}
    for row in bonus.counts if bonus else ():
        if row["column"]:
            tables.setdefault(row["source"], {}).setdefault(row["column"], []).append(row)
    finest = {source: max(found, key=lambda column: column.count(",")) for source, found in tables.items()}
    return {f"tab-bonus-{source}": tables[source][column] for source, column in finest.items()}

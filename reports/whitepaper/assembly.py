"""Evaluation and findings → the white paper as a document."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import polars as pl

from reports.aggregation_text import aggregation_text
from reports.decisions import decisions_text
from reports.distribution import confidence_label
from reports.document import Document
from reports.document.markdown import parse
from reports.document.numbering import chinese
from reports.document.templates import environment, render
from reports.figures import fixed
from reports.labels import Labels
from reports.leading import leading
from reports.left_out import WHAT_EXCLUDED, excluded_lines, left_out_beside
from reports.letters_text import counted_lines, letters_lines
from reports.node_rules_text import ORDER, node_rule_lines
from reports.previous_text import previous_lines
from reports.rejected_rows import rejected_text
from reports.robustness.letter_tables import letters_sentence
from reports.robustness.parts import StudyParts
from reports.robustness.spelling import assumption_name, share
from reports.whitepaper.bonus import bonus_kinds, bonus_tables
from reports.whitepaper.course import CourseParts
from reports.whitepaper.parts import Parts
from reports.whitepaper.proposals import proposals_by_area
from reports.whitepaper.system import SystemParts
from reports.whitepaper.text import TEXTS
from reports.whitepaper.views import Views
from scoring.kinds.registry import KINDS, questions_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from indicator_tree import Rulebook
    from reports.document import Exhibit, Figure
    from reports.document.asking import Asked
    from reports.robustness import Study
    from reports.system import System
    from reports.whitepaper.views import Node
    from scoring import Evaluation
    from scoring.findings import Findings
    from scoring.trend import Trend
    from surveys.questionnaire import Questionnaire

_FEW = 3  # values that a sentence can list; more are drawn


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
    system: System | None = None,
    study: Study | None = None,
    trend: Trend | None = None,
    texts: Path | None = None,
    proposals: bool = True,
) -> Document:
    """The white paper of an evaluation.

    Args:
        evaluation: scores, ledger, distribution.
        findings: what follows from them; its changes compare with the previous year.
        previous: how the previous year is called: `2016年度`; empty where there is none.
        imprint: what the cover says.
        questionnaire: the questions that answers rest on.
        system: what differs from the system of the previous year; without one the white paper says nothing of it.
        study: of the robustness of the evaluation; without one the white paper says nothing of it.
        trend: the course over years; without one the white paper says nothing of it.
        texts: a folder of templates that an editor changed.
        proposals: whether recommendations, which an editor has to confirm, are printed.

    Raises:
        TextError: a template is wrong, asks for what is not there, or its Markdown is not understood.
    """
    cover = imprint or Imprint()
    labels = Labels.of(evaluation.rulebook, questionnaire)
    parts = Parts(evaluation, labels, system)
    views = Views(evaluation, findings, labels, questionnaire, system)
    values = _values(evaluation, findings, views, parts, previous)
    if not proposals:
        values["proposed"] = []
    env = environment(texts or TEXTS)
    env.filters |= {"column_title": lambda column, source: parts.column_title(source, column)}
    env.filters |= {
        "source_title": parts.source_title,
        "left_out": lambda source, one: one.left_out(source),
        "whole_percent": share,
        "assumption": assumption_name,
    }
    robustness = None if study is None else StudyParts(study)
    years = None if trend is None else CourseParts(trend)
    changed = None if system is None else SystemParts(system)
    letters = "" if study is None else letters_sentence(study)
    values |= {"study": study, "robustness_parts": robustness, "robustness_letters": letters, "course": years}
    values["system"] = changed
    env.filters["aggregation"] = aggregation_text
    front = parse(render(env, "foreword.md.j2", values), parts.made)
    body = render(env, "whitepaper.md.j2", values)
    return Document(
        title=_title(evaluation.rulebook),
        series=cover.series,
        issuer=cover.issuer,
        date=cover.date,
        notice=cover.notice,
        front=front,
        body=parse(body, parts.made | _made(robustness, years, changed)),
    )


def _made(*asked: Asked | None) -> dict[str, Figure | Exhibit]:
    return {key: block for one in asked if one is not None for key, block in one.made.items()}


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
        "spoken": rulebook.period_words,
        "period": rulebook.period,
        "previous": previous,
        "confidence": confidence_label(evaluation),
        "firms": firms.filter(pl.col("status") == "evaluated").height,
        "merged": firms.filter(pl.col("status") == "merged").to_dicts(),
        "excluded": firms.filter(pl.col("status") == "excluded").to_dicts(),
        "total": total,
        "base": views.node("base") if views.bonus else None,
        "bonus": views.bonus,
        "top": total.children,
        "places": _places(total.children),
        "leaf_title": _leaf_title(leaves),
        "best": leaves[::-1],
        "worst": leaves,
        "highest": leading(leaves[::-1], _printed),
        "lowest": leading(leaves, _printed),
        "nodes": views.all_nodes,
        "summary": [views.node(code) for code in evaluation.summary["node"]],
        "level_counts": _level_counts(views.all_nodes),
        "sampled": [one for one in leaves if one.node in questions_of(rulebook)],
        "counted": [one for one in views.all_nodes if one.node in rulebook.counted_leaves],
        "kinds": {one.kind for one in views.all_nodes},
        "kinds_told": {kind.name: kind.summary for kind in KINDS},
        "previous_runs": previous_lines(evaluation),
        "letters": letters_lines(rulebook),
        "letters_counted": counted_lines(evaluation),
        "node_rules": node_rule_lines(rulebook),
        "node_rules_order": ORDER,
        "ruled": [views.node(code) for code in rulebook.rules],
        "sources": findings.sources.to_dicts(),
        "proposed": proposals_by_area(findings.recommendations, views),
        "places_of": {one.node: _section_of(one, views) for one in views.all_nodes},
        "bonus_tables": bonus_tables(views.bonus),
        "bonus_kinds": bonus_kinds(views.bonus),
        "rejected": rejected_text(evaluation.intake),
        "corrected": decisions_text(evaluation),
        "excluded_rows": excluded_lines(evaluation),
        "excluded_what": WHAT_EXCLUDED,
        "left_out_at": {code: left_out_beside(evaluation, code) for code in (*rulebook.leaves, "bonus")},
        "parts": parts,
        "few": _FEW,
        "cause_key": lambda one, source, column: f"fig-causes-{one.node}-{source}-{column.replace(',', '-')}",
        "last_day": lambda rule: rulebook.last_day(rule.done.days_after_period),
    }


def _places(nodes: Sequence[Node]) -> dict[str, str]:
    """How a node stands among its siblings that have a score, in words; those that are printed alike stand together."""
    scored = sorted((one for one in nodes if one.mean is not None), key=lambda one: one.mean or 0.0, reverse=True)
    printed = [_printed(one) for one in scored]
    return {one.node: _place(printed, mean) for one, mean in zip(scored, printed, strict=True)}


def _place(printed: Sequence[str], mean: str) -> str:
    """Where a mean stands among means from the highest down."""
    together = "并列" if printed.count(mean) > 1 else ""
    if mean == printed[0]:
        return f"{together}最高"
    if mean == printed[-1]:
        return f"{together}最低"
    return f"{together}居第{chinese(printed.index(mean) + 1)}位"


def _printed(one: Node) -> str:
    return fixed(one.mean)


def _title(rulebook: Rulebook) -> str:
    """`2017年度证券公司投资者保护状况评价报告` from `证券公司投资者保护状况评价（2017年度）`."""
    named = re.sub(f"（[^（）]*{rulebook.year}[^（）]*）$", "", rulebook.title)
    return f"{rulebook.period_words.title}{named}报告"


def _level_name(level: int) -> str:
    return f"{chinese(level)}级指标"


def _leaf_title(leaves: Sequence[Node]) -> str:
    levels = {one.level for one in leaves}
    return _level_name(levels.pop()) if len(levels) == 1 else "各项指标"


def _level_counts(nodes: Sequence[Node]) -> dict[str, int]:
    return {
        _level_name(level): sum(one.level == level for one in nodes) for level in sorted({one.level for one in nodes})
    }


def _section_of(one: Node, views: Views) -> str:
    """The node whose heading an indicator's text stands under: an only child has none of its own."""
    parent = views.rulebook.indicator[one.node].parent
    if parent is not None and not one.children and len(views.rulebook.children[parent]) == 1:
        return parent
    return one.node

"""White papers of bases, and of their cases: of each, one thing is changed.

A base says what its evaluation is made of (see `evaluations`), and what its paper tells beside it:

    published  the year before, as published figures
    before     or as an evaluation: what it is made of otherwise than this one; its edits and rules are its own
    earlier    the one before that, likewise: the course over years is told
    study      settings of a study of robustness, which is told

A case changes `edits`, `rules` and `runs`, those of `before` or `earlier`, `previous` (means of the published year) or
`study`.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any

import polars as pl

from indicator_tree.overlay import overlay
from indicator_tree.robustness import Robustness
from ipscore.previous import read_previous
from ipscore.robustness_study import study_robustness
from reports.figures import fixed, percent
from reports.robustness import Study
from reports.system import System
from reports.whitepaper import whitepaper
from scoring import Evaluation
from scoring.comparison import system_change
from scoring.findings import Findings, find
from scoring.previous.asking import asked_of_previous
from scoring.trend import follow
from tests.reports.perturbed.evaluations import Evaluations, Tables, changed, questionnaire_of, rulebook_of
from tests.reports.perturbed.law import Case
from tests.reports.perturbed.sentences import Sentence, rows, sentences

_OWN = ("edits", "rules")
_NONE: Tables = {}
TOLD_BY_ROW = ("tab-system", "tab-course")
"""How keys of tables begin whose rows are sentences too: no sentence of the text says what stands in them."""


@dataclass(frozen=True, eq=False)
class Paper:
    """An evaluation, and what its white paper says."""

    evaluation: Evaluation
    findings: Findings
    sentences: tuple[Sentence, ...]

    @cached_property
    def names(self) -> dict[str, str]:
        """How every node is called."""
        return dict(self.evaluation.summary.select("node", "name").iter_rows())

    @cached_property
    def means(self) -> dict[str, float | None]:
        """The mean of every node."""
        return dict(self.evaluation.summary.select("node", "mean").iter_rows())

    @cached_property
    def bands(self) -> list[str]:
        """The labels of all bands."""
        return self.evaluation.distribution["band"].unique().to_list()


class Base:
    """The paper of a base, and those of its cases, each written once."""

    def __init__(self, told: Tables, folder: Path, texts: Path) -> None:
        self._told: Tables = told["base"]
        self.cases: Mapping[str, Case] = told["case"]
        self._texts, self._evaluations = texts, Evaluations(folder)
        self.after = cache(self._after)

    @cached_property
    def before(self) -> Paper:
        """The paper that nothing is changed of."""
        return self._written(_NONE)

    def _after(self, name: str) -> Paper:
        return self._written(self.cases[name])

    def _written(self, case: Tables) -> Paper:
        others = self._others(case)
        made_of = changed(self._told, case)
        reads = others and asked_of_previous(rulebook_of(made_of))
        evaluation = self._evaluations.of(made_of, others if reads else ())
        questionnaire = questionnaire_of(self._told)
        called, means, system = self._previous(evaluation, others, case)
        findings = find(evaluation, means)
        document = whitepaper(
            evaluation,
            findings,
            previous=called,
            questionnaire=questionnaire,
            system=system,
            study=self._study(evaluation, case),
            trend=follow([evaluation, *others]) if "earlier" in self._told else None,
            texts=self._texts,
        )
        return Paper(evaluation, findings, (*sentences(document), *rows(document, TOLD_BY_ROW)))

    def _others(self, case: Tables) -> list[Evaluation]:
        """The evaluations before, the latest first."""
        told = [(key, one) for key in ("before", "earlier") if (one := self._told.get(key)) is not None]
        shared = {key: value for key, value in self._told.items() if key not in _OWN}
        return [self._evaluations.of(changed({**shared, **one}, case.get(key, _NONE))) for key, one in told]

    def _previous(
        self, evaluation: Evaluation, others: list[Evaluation], case: Tables
    ) -> tuple[str, pl.DataFrame | None, System | None]:
        """How the year before is called, its means, and what differs from its system."""
        if "published" in self._told:
            published = read_previous(self._told["published"])
            mean = pl.col("node").replace_strict(case.get("previous", {}), default=pl.col("mean"))
            return published.title, published.means.with_columns(mean.alias("mean")), None
        if not others:
            return "", None, None
        before, questionnaire = others[0], questionnaire_of(self._told)
        differing = system_change(before, evaluation)
        system = None if differing is None else System(differing, (questionnaire, questionnaire))
        means = before.summary.select("node", "name", "mean").drop_nulls()
        return before.rulebook.period_words.title, means, system

    def _study(self, evaluation: Evaluation, case: Tables) -> Study | None:
        if "study" not in self._told:
            return None
        settings = overlay(dict(self._told["study"]), dict(case.get("study", {})))
        return study_robustness(evaluation, Robustness.model_validate(settings))


def read_base(path: Path) -> Tables:
    """A file of a base and its cases."""
    told: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8"))
    return told


@cache
def printed(paper: Paper, node: str) -> list[str]:
    """What a paper may print of a node's scores, always in the same order: means, extremes, changes, firms of bands."""
    row = paper.evaluation.summary.row(by_predicate=pl.col("node") == node, named=True)
    values = [fixed(value) for name, value in row.items() if isinstance(value, float) and name != "weight"]
    for change in paper.findings.changes.filter(node=node).drop_nulls().iter_rows(named=True):
        values += [fixed(abs(change["points"])), percent(abs(change["relative"]), 2)]
    bands = paper.evaluation.distribution.filter(node=node)
    return values + [str(value) for column in bands.select(pl.col(pl.UInt32, pl.Int64)) for value in column]

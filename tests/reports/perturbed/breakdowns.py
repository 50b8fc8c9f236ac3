"""What the breakdown of a firm says of a market of four firms under small rules, where records, rules, the year before
or a study differ in one thing.
"""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache, cached_property, reduce
from pathlib import Path
from typing import Any

from indicator_tree import Rulebook, load_rulebook
from indicator_tree.overlay import overlay
from ipscore import read_records
from ipscore.inputs import sources_of
from ipscore.rules import read_rules
from reports.firm import Firm, Industry, breakdown
from reports.record_contents import RecordKind, kinds_of
from reports.robustness import Study
from scoring import Evaluation, score
from scoring.intake import with_accepted
from scoring.survey_wave import SOURCE
from scoring.trend import follow
from surveys.questionnaire import Questionnaire
from tests.reports.perturbed.evaluations import edited
from tests.reports.perturbed.rows import with_rows
from tests.reports.perturbed.sentences import Sentence, sentences
from tests.reports.robustness.sample import SETTINGS, study
from tests.reports.small import SMALL, WITH_SURVEY, A

MARKET = Path(__file__).parent / "market"
LATER = ("投资者调查答卷.csv", "更正决定.csv")
"""What the year before does not have."""
_OF_EVALUATIONS = {"edits", "rules"}
Tables = Mapping[str, Any]


@dataclass(frozen=True, eq=False)
class Told:
    """A firm, and what its breakdown says."""

    firm: Firm
    sentences: tuple[Sentence, ...]


@dataclass(frozen=True)
class Market:
    """What every case starts from: the records, rules and study of `base`, and the year before.

    Attributes:
        folder: where records that cases change are written.
        base: the tables of the file of cases.
    """

    folder: Path
    base: Tables

    def told(self, name: str, case: Tables) -> Told:
        """The breakdown of the firm as a case has it."""
        now = self.evaluated(name, case)
        before = self.evaluated(f"{name} before", case.get("previous", {}), earlier=True)
        industry = Industry(now, before, "2016年度", self._study(case), _kinds(now.rulebook), follow([before, now]))
        firm = industry.of(A)
        return Told(firm, tuple(sentences(breakdown(firm, issuer=case.get("issuer", self.base["issuer"])))))

    def evaluated(self, name: str, case: Tables, *, earlier: bool = False) -> Evaluation:
        """An evaluation as a case has it; that which it leaves as it is is made once."""
        if case.keys() & _OF_EVALUATIONS:
            return self._scored(name, case, earlier=earlier)
        return self._before if earlier else self._now

    @cached_property
    def _now(self) -> Evaluation:
        return self._scored("", {})

    @cached_property
    def _before(self) -> Evaluation:
        return self._scored("", {}, earlier=True)

    def _scored(self, name: str, case: Tables, *, earlier: bool = False) -> Evaluation:
        base = self.base["previous"] if earlier else self.base
        records = self._before_it if earlier else MARKET
        if case.get("edits"):
            records = edited(records, self.folder / name, case["edits"])
        rulebook = rules_with(SMALL if earlier else WITH_SURVEY, base["rules"], case.get("rules", {}))
        asked = None if earlier else _questionnaire()
        read = read_records(records, rulebook, questionnaire=asked, cache=False)
        scored = score(read, rulebook, questionnaire=asked)
        return replace(scored, intake=with_accepted(scored.intake, base.get("accepted", {})))

    @cached_property
    def _before_it(self) -> Path:
        """The records of the year before: the same, told of that year, but for some edits."""
        told = self.folder / "told"
        shutil.copytree(MARKET, told, ignore=shutil.ignore_patterns(*LATER))
        for path in told.iterdir():
            path.write_text(path.read_text(encoding="utf-8").replace("2017", "2016"), encoding="utf-8")
        return edited(told, self.folder / "before", self.base["previous"]["edits"])

    def _study(self, case: Tables) -> Study:
        changed = self.base["study"] | case.get("study", {})
        settings = SETTINGS.model_copy(update=changed.get("settings", {}))
        rows = {name: edits for name, edits in changed.items() if name != "settings"}
        return study(
            settings, **{name: reduce(with_rows, edits, getattr(study(), name)) for name, edits in rows.items()}
        )


@cache
def _questionnaire() -> Questionnaire | None:
    return read_rules("2017").questionnaire


def _kinds(rulebook: Rulebook) -> dict[str, RecordKind]:
    return kinds_of(source for source in sources_of(rulebook, _questionnaire()) if source.name != SOURCE)


def rules_with(book: Path, *above: Tables) -> Rulebook:
    """A rulebook, and tables laid over it one after the other."""
    tables = load_rulebook(book).model_dump(mode="json", exclude_none=True)
    for one in above:
        tables = overlay(tables, dict(one))
    return Rulebook.model_validate(tables)

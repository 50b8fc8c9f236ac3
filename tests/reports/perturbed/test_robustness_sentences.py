"""Every number that a report on robustness says carries the meaning of the setting or table that it comes from.

Each case of `robustness_cases.toml` changes one setting of a study, one record or one rule behind it, and tells what
every sentence that names it says instead; numbers of the tables that it names may follow, each to what its own row and
column then hold. Nothing else may change.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import polars as pl
import pytest

from indicator_tree.overlay import overlay
from indicator_tree.robustness import Robustness
from ipscore.robustness_study import study_robustness
from reports.figures import fixed, percent, plain
from reports.robustness import Study, robustness_report
from reports.robustness.report import TEXTS
from reports.robustness.spelling import assumption_name
from scoring.robustness.letter_shares import kept_shares
from tests.reports.perturbed.breakdowns import Market
from tests.reports.perturbed.law import Case, Follows, around, strange, unmoved, unprinted
from tests.reports.perturbed.marking import write_marked
from tests.reports.perturbed.sentences import NUMBER, Sentence, sentences
from tests.reports.robustness.sample import SETTINGS, recovered

pytestmark = pytest.mark.xdist_group("perturbed")

_HERE = Path(__file__)
_TOLD = tomllib.loads(_HERE.with_name("robustness_cases.toml").read_text(encoding="utf-8"))
_MARKET = tomllib.loads(_HERE.with_name("breakdown_cases.toml").read_text(encoding="utf-8"))
CASES: Mapping[str, Case] = _TOLD["case"]


class Told(NamedTuple):
    """A study, and what the report says of it."""

    study: Study
    sentences: tuple[Sentence, ...]


class Reports:
    """The report of the study as it is, and of every case, each written once."""

    def __init__(self, folder: Path) -> None:
        self._market, self._texts = Market(folder, _MARKET), write_marked(TEXTS, folder / "texts")
        self.before = self._told("base", {})
        self.after = cache(lambda name: self._told(str(list(CASES).index(name)), CASES[name]))

    def _told(self, name: str, case: Case) -> Told:
        tables = SETTINGS.model_dump(mode="json", exclude_none=True)
        for above in (_TOLD["settings"], case.get("settings", {})):
            tables = overlay(tables, above)
        kept = {key: value for key, value in tables.items() if key not in case.get("without", [])}
        study = study_robustness(self._market.evaluated(name, case), Robustness.model_validate(kept))
        weights = recovered(**{node: tuple(mean) for node, mean in case.get("means", {}).items()})
        rejected = case.get("rejected", _TOLD["rejected"])
        document = robustness_report(study, recovered=weights, rejected=rejected, texts=self._texts)
        return Told(study, tuple(sentences(document)))


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> Reports:
    return Reports(tmp_path_factory.mktemp("robustness"))


def rows_of(study: Study, table: str) -> Sequence[Mapping[str, Any]]:
    """The rows of a table of the study: of letters those in how many draws they stay, of intervals those of totals."""
    frame: pl.DataFrame = kept_shares(study.letters) if table == "letters" else getattr(study, table)
    return (frame.filter(node="total") if table == "intervals" else frame).to_dicts()


def printed(row: Mapping[str, Any]) -> dict[tuple[str, str], str]:
    """What a report may print of a row, by column and how it is spelled, without signs."""
    return {(column, how): spelled for column, value in row.items() for how, spelled in _spelled(value)}


def _spelled(value: object) -> Iterator[tuple[str, str]]:
    if isinstance(value, float):
        size = abs(value)
        yield from (("points", fixed(size)), ("thousandths", fixed(size, 3)), ("plain", plain(size)))
        yield from (("percent", percent(size, 2)), ("tenths of a per cent", percent(size)))
    elif isinstance(value, int):
        yield "count", plain(value)


def tables_follow(before: Study, after: Study, tables: list[str]) -> Follows:
    """The numbers of tables, before and after, row by row, whatever the sentence."""
    old, new = (
        {
            (table, _name(row), *key): spelled
            for table in tables
            for row in rows_of(study, table)
            for key, spelled in printed(row).items()
        }
        for study in (before, after)
    )
    pairs = {(old[key], new[key]) for key in old.keys() & new.keys()}
    return lambda _: (pairs, set())


def _name(row: Mapping[str, Any]) -> str:
    return " ".join(value for value in row.values() if isinstance(value, str))


CHARTED = {"sec-sobol": "sensitivity", "sec-parameters": "parameters", "sec-intervals": "intervals"}
"""Below which heading a chart tells which table, an item per row, in the order of what it shows."""
TOLD = {
    "sensitivity": (("first", "first_low", "first_high", "total", "total_low", "total_high"),),
    "parameters": (("mean_low", "mean_high"), ("shift_low", "shift_high")),
    "intervals": (("rank_low", "rank_high"),),
}
"""The columns that an item tells behind the name of its row, in their order."""


def is_list(one: Sentence) -> bool:
    """Whether a sentence is such a list."""
    return one.section in CHARTED and one.plain.count("；") > 1


def told_otherwise(told: Told, tables: list[str]) -> tuple[Sentence, ...]:
    """The sentences without lists of tables that may follow: these are held against their rows."""
    return tuple(one for one in told.sentences if not (is_list(one) and CHARTED[one.section] in tables))


@pytest.mark.parametrize("name", CASES)
def test_exactly_the_sentences_that_name_what_changed_change(reports: Reports, name: str) -> None:
    case, before, after = CASES[name], reports.before, reports.after(name)
    follows = tables_follow(before.study, after.study, case.get("tables", []))
    was, is_now = (told_otherwise(one, case.get("tables", [])) for one in (before, after))
    found = strange(was, is_now, case, follows)
    assert not found, "\n".join(found)


@pytest.mark.parametrize("name", CASES)
def test_an_item_of_a_list_tells_its_own_row(reports: Reports, name: str) -> None:
    study, told = reports.after(name)
    for one in filter(is_list, told):
        table = CHARTED[one.section]
        for item in one.plain.rstrip("。").split("；"):
            row = max((row for row in rows_of(study, table) if _called(row) in item), key=lambda row: len(_called(row)))
            numbers = NUMBER.findall(item.partition(_called(row))[2])
            decimals = len(numbers[0].partition(".")[2])
            spelled = ([fixed(abs(row[column]), decimals) for column in columns] for columns in TOLD[table])
            assert numbers in spelled, item


def _called(row: Mapping[str, Any]) -> str:
    """How a list calls a row: a firm by its total, an assumption or a parameter by its name."""
    if "assumption" in row:
        return assumption_name(row["assumption"])
    return str(row["firm"] if "firm" in row else row["label"])


def test_every_number_of_the_templates_is_moved_by_a_case(reports: Reports) -> None:
    others = (reports.after(name).sentences for name in CASES)
    assert unmoved(TEXTS, reports.before.sentences, others, around) == []


def test_every_number_of_the_templates_is_printed(reports: Reports) -> None:
    told = [reports.before.sentences, *(reports.after(name).sentences for name in CASES)]
    assert unprinted(TEXTS, told) == []

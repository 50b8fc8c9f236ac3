"""Every number that a white paper says carries the meaning of where it comes from.

Each case of `cases.toml` changes one thing in the records or rules and tells, worked by hand, what every sentence that
names it says instead; scores of the indicators concerned and of what stands above them may follow. Nothing else may
change, and nothing that was told may stay.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache, partial
from pathlib import Path

import pytest

from reports.figures import fixed
from reports.whitepaper.text import TEXTS
from tests.reports.perturbed.law import Case, strange, unmoved, unprinted
from tests.reports.perturbed.marking import write_marked
from tests.reports.perturbed.papers import Paper, edited, paper, printed, rules_with, write_market
from tests.reports.perturbed.sentences import Sentence

pytestmark = pytest.mark.xdist_group("perturbed")

_TOLD = tomllib.loads(Path(__file__).with_name("cases.toml").read_text(encoding="utf-8"))
CASES: Mapping[str, Case] = _TOLD["case"]
CONSTANT: Mapping[str, str] = _TOLD["constant"]
UNPRINTED: Mapping[str, list[str]] = _TOLD["unprinted"]


class Papers:
    """The paper of the records as they are, and of every case, each written once."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._market, self._texts = write_market(folder / "records"), write_marked(TEXTS, folder / "texts")
        self.before = self._written(self._market, {})
        self.after = cache(self._after)

    def _after(self, name: str) -> Paper:
        place = self._folder / str(list(CASES).index(name))
        return self._written(edited(self._market, place, CASES[name].get("edits", [])), CASES[name])

    def _written(self, records: Path, case: Case) -> Paper:
        return paper(records, rules_with(case.get("rules", {})), self._texts, case.get("previous", {}))


@pytest.fixture(scope="module")
def papers(tmp_path_factory: pytest.TempPathFactory) -> Papers:
    return Papers(tmp_path_factory.mktemp("perturbed"))


def concerned(leaves: list[str]) -> set[str]:
    """Indicators whose scores may follow, all that stands above them, and the totals."""
    above = {leaf[:end] for leaf in leaves for end in range(1, len(leaf) + 1) if leaf[end : end + 1] in (".", "")}
    return above | {"total", "base"} if leaves else set()


def scope(paper: Paper, one: Sentence) -> set[str]:
    """The nodes that a sentence names or stands below the heading of."""
    named = {node for node, name in paper.evaluation.summary.select("node", "name").iter_rows() if name in one.plain}
    key = one.section.removeprefix("sec-")
    below = {node for node in paper.evaluation.summary["node"] if node == key or node.startswith(f"{key}.")}
    return named | below | ({"total", "base", "bonus"} if key in ("total", "bonus") else set())


def scores_follow(before: Paper, after: Paper, nodes: set[str], one: Sentence) -> tuple[set[tuple[str, str]], set[str]]:
    """Numbers of scores of the nodes in a sentence's scope, and means that changed and no other node in it has.

    Whole numbers are explained as firms of bands only where the bands stand by their labels.
    """
    within = scope(before, one)
    banded = any(label in one.plain for label in before.evaluation.distribution["band"].unique())
    pairs = {
        pair
        for node in nodes & within
        for pair in zip(printed(before, node), printed(after, node), strict=True)
        if banded or "." in pair[0]
    }
    old, new = (dict(paper.evaluation.summary.select("node", "mean").iter_rows()) for paper in (before, after))
    changed = {node for node in within & nodes if fixed(old[node]) != fixed(new[node])}
    return pairs, {fixed(old[node]) for node in changed} - {fixed(old[node]) for node in within - changed}


@pytest.mark.parametrize("name", CASES)
def test_exactly_the_sentences_that_name_what_changed_change(papers: Papers, name: str) -> None:
    case, before, after = CASES[name], papers.before, papers.after(name)
    follows = partial(scores_follow, before, after, concerned(case.get("nodes", [])))
    found = strange(before.sentences, after.sentences, case, follows)
    assert not found, "\n".join(found)


def test_every_number_of_the_templates_is_moved_by_a_case(papers: Papers) -> None:
    others = (papers.after(name).sentences for name in CASES)
    assert set(unmoved(TEXTS, papers.before.sentences, others)) == CONSTANT.keys()


def test_what_no_case_prints_is_named(papers: Papers) -> None:
    told = [papers.before.sentences, *(papers.after(name).sentences for name in CASES)]
    assert set(unprinted(TEXTS, told)) == {text for texts in UNPRINTED.values() for text in texts}

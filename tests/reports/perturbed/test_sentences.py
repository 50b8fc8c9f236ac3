"""Every number that a white paper says carries the meaning of where it comes from.

Each case of `bases/` changes one thing in the records, the rules, the evaluation before or the study of robustness and
tells, worked by hand, what every sentence that names it says instead; scores of the indicators concerned and of what
stands above them may follow. Nothing else may change, and nothing that was told may stay.
"""

from __future__ import annotations

from functools import cache, partial
from pathlib import Path

import pytest

from reports.figures import fixed
from reports.whitepaper.text import TEXTS
from tests.reports.perturbed.law import strange, unmoved_anywhere, unprinted
from tests.reports.perturbed.marking import write_marked
from tests.reports.perturbed.papers import Base, Paper, printed, read_base
from tests.reports.perturbed.sentences import Sentence

pytestmark = pytest.mark.xdist_group("perturbed")

BASES = {path.stem: read_base(path) for path in sorted((Path(__file__).parent / "bases").glob("*.toml"))}
CASES = [(base, name) for base, told in BASES.items() for name in told["case"]]


class Papers:
    """The bases, each read when it is asked for."""

    def __init__(self, folder: Path) -> None:
        self._folder, self._texts = folder, write_marked(TEXTS, folder / "texts")
        self.of = cache(self._of)

    def _of(self, base: str) -> Base:
        (folder := self._folder / base).mkdir()
        return Base(BASES[base], folder, self._texts)


@pytest.fixture(scope="module")
def papers(tmp_path_factory: pytest.TempPathFactory) -> Papers:
    return Papers(tmp_path_factory.mktemp("perturbed"))


def concerned(leaves: list[str]) -> set[str]:
    """Indicators whose scores may follow, all that stands above them, and the totals."""
    above = {leaf[:end] for leaf in leaves for end in range(1, len(leaf) + 1) if leaf[end : end + 1] in (".", "")}
    return above | {"total", "base"} if leaves else set()


def scope(paper: Paper, one: Sentence) -> set[str]:
    """The nodes that a sentence names or stands below the heading of."""
    names = paper.names
    key = one.section.removeprefix("sec-")
    named = {node for node, name in names.items() if name in one.plain}
    below = {node for node in names if node == key or node.startswith(f"{key}.")}
    whole = {"total", "base", "bonus"} & names.keys() if key in ("total", "bonus") else set()
    return named | below | whole


def scores_follow(before: Paper, after: Paper, nodes: set[str], one: Sentence) -> tuple[set[tuple[str, str]], set[str]]:
    """Numbers of scores of the nodes in a sentence's scope, and means that changed and no other node in it has.

    Whole numbers are explained as firms of bands only where the bands stand by their labels.
    """
    within = scope(before, one)
    banded = any(label in one.plain for label in before.bands)
    pairs = {
        pair
        for node in nodes & within
        for pair in zip(printed(before, node), printed(after, node), strict=True)
        if banded or "." in pair[0]
    }
    old, new = before.means, after.means
    changed = {node for node in within & nodes if fixed(old[node]) != fixed(new[node])}
    return pairs, {fixed(old[node]) for node in changed} - {fixed(old[node]) for node in within - changed}


@pytest.mark.parametrize(("base", "name"), CASES, ids=[": ".join(case) for case in CASES])
def test_exactly_the_sentences_that_name_what_changed_change(papers: Papers, base: str, name: str) -> None:
    of = papers.of(base)
    case, before, after = of.cases[name], of.before, of.after(name)
    follows = partial(scores_follow, before, after, concerned(case.get("nodes", [])))
    found = strange(before.sentences, after.sentences, case, follows)
    assert not found, "\n".join(found)


def test_every_number_of_the_templates_is_moved_by_a_case(papers: Papers) -> None:
    told = ((of.before.sentences, (of.after(name).sentences for name in of.cases)) for of in map(papers.of, BASES))
    assert unmoved_anywhere(TEXTS, told) == []


def test_every_number_of_the_templates_is_printed(papers: Papers) -> None:
    told = [one.sentences for of in map(papers.of, BASES) for one in (of.before, *map(of.after, of.cases))]
    assert unprinted(TEXTS, told) == []

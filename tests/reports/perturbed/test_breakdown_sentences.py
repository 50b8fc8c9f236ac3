"""Every number that a firm's breakdown says carries the meaning of where it comes from.

Each case of `breakdown_cases.toml` changes one thing in the records of the firm or of another, in the rules, in the
year before or in a study, and tells what every sentence that names it says instead; scores of the indicators concerned
and of what stands above them may follow. Nothing else may change, and nothing that was told may stay. Most sentences
are written in Python, so that no template says which numbers there are: every one that the breakdown prints is moved
by a case, or named with the reason why it stays.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from functools import cache, partial
from pathlib import Path

import pytest

from tests.reports.perturbed.breakdowns import Market, Told
from tests.reports.perturbed.law import Case, strange
from tests.reports.perturbed.scores_of_firm import measured_from_totals, printed
from tests.reports.perturbed.sentences import NUMBER, Sentence, paired
from tests.reports.perturbed.test_sentences import concerned

pytestmark = pytest.mark.xdist_group("perturbed")

_TOLD = tomllib.loads(Path(__file__).with_name("breakdown_cases.toml").read_text(encoding="utf-8"))
CASES: Mapping[str, Case] = _TOLD["case"]
CONSTANT: Mapping[str, list[str]] = _TOLD["constant"]


class Breakdowns:
    """The breakdown of the firm as the market is, and of every case, each written once."""

    def __init__(self, folder: Path) -> None:
        market = Market(folder, _TOLD)
        self.before = market.told("base", {})
        self.after = cache(lambda name: market.told(str(list(CASES).index(name)), CASES[name]))


@pytest.fixture(scope="module")
def breakdowns(tmp_path_factory: pytest.TempPathFactory) -> Breakdowns:
    return Breakdowns(tmp_path_factory.mktemp("breakdowns"))


def scope(told: Told, one: Sentence) -> set[str]:
    """The nodes that a sentence names or stands below the heading of."""
    key = one.section.split("-")[-1]
    named = {node for node, row in told.firm.nodes.items() if row["name"] in one.plain}
    whole = {"total", "base", "bonus"} if one.section in ("summary", "total", "bonus", "change", "course") else set()
    return named | whole | {key} & told.firm.nodes.keys()


@cache
def numbers(told: Told, node: str) -> dict[tuple[str, str, str], str]:
    """What a breakdown may print of a node's scores."""
    return printed(told.firm, node)


def scores_follow(before: Told, after: Told, nodes: set[str], one: Sentence) -> tuple[set[tuple[str, str]], set[str]]:
    """Numbers of scores of the nodes in a sentence's scope, and those with decimals that none of them has any more."""
    if nodes and one.section == "change":
        nodes = nodes | measured_from_totals(before.firm)
    within = scope(before, one) & nodes
    old, new = ({node: numbers(told, node) for node in within} for told in (before, after))
    pairs = {(old[node][key], new[node][key]) for node in within for key in old[node].keys() & new[node].keys()}
    kept = {number for node in scope(before, one) for number in numbers(after, node).values()}
    return pairs, {number for told in old.values() for number in told.values() if "." in number} - kept


@pytest.mark.parametrize("name", CASES)
def test_exactly_the_sentences_that_name_what_changed_change(breakdowns: Breakdowns, name: str) -> None:
    case, before, after = CASES[name], breakdowns.before, breakdowns.after(name)
    follows = partial(scores_follow, before, after, concerned(case.get("nodes", [])))
    found = strange(before.sentences, after.sentences, case, follows)
    assert not found, "\n".join(found)


def numbered(told: Told) -> Iterator[tuple[int, int, str]]:
    """The numbers of a breakdown: sentence, place in it, and the sentence with this number in guillemets."""
    for at, one in enumerate(told.sentences):
        for place, found in enumerate(NUMBER.finditer(one.plain)):
            yield at, place, f"{one.plain[: found.start()]}«{found.group()}»{one.plain[found.end() :]}"


def moved(before: Told, after: Told) -> set[tuple[int, int]]:
    """The numbers that are others in another breakdown, or that it does not have in this sentence or at all."""
    found, at = set[tuple[int, int]](), -1
    for old, new in paired(before.sentences, after.sentences):
        if old is None:
            continue
        at += 1
        if new is not None and new.shape == old.shape:
            stay = [one == other for one, other in zip(old.numbers, new.numbers, strict=True)]
        else:
            stay = [new is not None and one in new.numbers for one in old.numbers]
        found |= {(at, place) for place, stays in enumerate(stay) if not stays}
    return found


def test_every_number_is_moved_by_a_case_or_named(breakdowns: Breakdowns) -> None:
    there = set.union(*(moved(breakdowns.before, breakdowns.after(name)) for name in CASES))
    still = [text for at, place, text in numbered(breakdowns.before) if (at, place) not in there]
    reasons = [reason for reasons in CONSTANT.values() for reason in reasons]
    assert [text for text in still if not any(re.search(reason, text) for reason in reasons)] == []
    assert [reason for reason in reasons if not any(re.search(reason, text) for text in still)] == []

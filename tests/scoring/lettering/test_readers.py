"""Who has another letter than before, what is missing to the next one, how often each comes up in draws: by hand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np
import polars as pl
import pytest

from reports.own_letters import next_letter
from scoring import Evaluation
from scoring.lettering.moves import letter_moves
from scoring.lettering.next import next_letters
from scoring.robustness import Outcomes
from scoring.robustness.letter_shares import letter_shares
from scoring.robustness.ranking import competition_ranks
from scoring.what_if import Set, what_if
from tests.scoring.node_rules.made import CITED, evaluated, rulebook
from tests.scoring.robustness.made_banks import banks

EDGES = {"title": "等级", "labels": ["A", "B", "C"], "method": "edges", "edges": [80, 60]}
QUOTA = {"title": "类别", "labels": ["A", "B"], "method": "quota", "shares": [0.5, 0.5], "ties": "up"}


def lettered(
    scores: Mapping[str, float],
    letters: Mapping[str, Any] = EDGES,
    groups: Mapping[str, str] | None = None,
    **node: Any,
) -> Evaluation:
    book = rulebook(letters={"own": {**letters, **CITED}}, node={"base": {"letters": "own", **node}})
    return evaluated(book, {unit: [score] * 4 for unit, score in scores.items()}, {}, groups or {})


def test_moves_are_those_whose_letter_is_another() -> None:
    before, now = lettered({"U1": 79.99, "U2": 80, "U3": 50}), lettered({"U1": 80, "U2": 80, "U3": 59.99, "U4": 90})
    moves = letter_moves(before.letters, now.letters)
    assert moves.select("firm_id", "letter_before", "letter_now").rows() == [("U1", "B", "A")]
    assert letter_moves(before.letters, now.letters, ["total"]).is_empty()


def test_a_letter_that_is_gone_is_a_move_with_its_reason() -> None:
    before = lettered({"U1": 80, "U2": 70})
    gone = lettered({"U1": 80, "U2": 70}, EDGES | {"minimum_leaves": 5})
    moves = letter_moves(before.letters, gone.letters)
    assert moves["letter_now"].to_list() == [None, None]
    assert moves["reason_now"].unique().to_list() == ["有得分的末级指标 4 项，不足 5 项，不评级"]


@pytest.mark.parametrize(
    ("score", "expected"),
    [
        (80, ("A", None, None)),
        (79.99, ("B", "A", 0.01)),
        (60, ("B", "A", 20)),
        (59.5, ("C", "B", 0.5)),
    ],
)
def test_the_next_letter_is_the_next_edge_above(score: float, expected: tuple[str, str | None, float | None]) -> None:
    row = next_letters(lettered({"U1": score})).row(0, named=True)
    assert (row["letter"], row["next_letter"]) == expected[:2]
    assert row["gap"] == (None if expected[2] is None else pytest.approx(expected[2]))


def test_a_letter_that_no_score_earns_is_passed_over() -> None:
    down = QUOTA | {"labels": ["A", "B", "C"], "shares": [0.25, 0.25, 0.5], "ties": "down"}
    found = next_letters(lettered({"U1": 90, "U2": 90, "U3": 90, "U4": 50}, down))
    assert found.select("letter", "next_letter").unique().rows() == [("C", None)]


def test_the_next_letter_is_that_of_ones_own_group() -> None:
    within = QUOTA | {"within_groups": True}
    scores, groups = {"U1": 90, "U2": 85, "U3": 60, "U4": 55}, {"U1": "大", "U2": "大", "U3": "小", "U4": "小"}
    found = next_letters(lettered(scores, within, groups))
    assert dict(found.select("firm_id", "gap").iter_rows()) == {"U1": None, "U2": 5, "U3": None, "U4": 5}


def test_the_distance_says_whether_the_edge_moves_with_the_others() -> None:
    for letters, told in ((EDGES, ""), (QUOTA, "，界线随各家得分而变")):
        found = lettered({"U1": 90, "U2": 70}, letters)
        row = next_letters(found).filter(firm_id="U2").row(0, named=True)
        edge = 80 if letters is EDGES else 90
        said = next_letter(row, "base", found.rulebook)
        assert said == f"按得分距 A（{edge:.2f} 分起{told}）差 {edge - 70:.2f} 分"
        best = next_letters(found).filter(firm_id="U1").row(0, named=True)
        assert next_letter(best, "base", found.rulebook) == "按得分已是最高的 A"


def test_another_edge_gives_other_letters() -> None:
    moved = what_if(lettered({"U1": 79, "U2": 78.99, "U3": 90}), [Set("letters.own.edges", "[79, 60]")])
    assert moved.moves.is_empty()
    assert moved.letters.select("firm_id", "letter_before", "letter_now").rows() == [("U1", "B", "A")]


def shares(
    found: Evaluation, draws: list[list[float]], failed: list[bool] | None = None
) -> dict[tuple[str, str], float]:
    scores = np.array(draws)
    lost = np.array(failed) if failed else np.zeros(len(scores), dtype=np.bool_)
    firms = tuple(found.firms["firm_id"])
    outcomes = Outcomes({"base": scores}, {"base": competition_ranks(scores)}, lost, {})
    rows = letter_shares(found, replace(banks(len(firms)), firms=firms, names=firms), outcomes)
    return {(firm, letter): share for firm, letter, share in rows.select("firm_id", "letter", "share").iter_rows()}


def test_shares_count_the_draws_with_each_letter_and_not_those_that_failed() -> None:
    found = lettered({"U1": 85, "U2": 65})
    draws = [[85, 65], [79.99, 80], [80, 59.99], [80, 60], [0, 0]]
    failed = [False] * 4 + [True]
    assert shares(found, draws, failed) == {
        ("U1", "A"): 0.75,
        ("U1", "B"): 0.25,
        ("U2", "A"): 0.25,
        ("U2", "B"): 0.5,
        ("U2", "C"): 0.25,
    }


def test_a_quota_is_made_anew_in_every_draw() -> None:
    found = lettered({"U1": 90, "U2": 70}, QUOTA)
    assert shares(found, [[90, 70], [60, 70], [20, 10], [90, 80]]) == {
        ("U1", "A"): 0.75,
        ("U1", "B"): 0.25,
        ("U2", "B"): 0.75,
        ("U2", "A"): 0.25,
    }


def test_a_rule_on_the_class_holds_for_whom_it_held() -> None:
    capped = {
        "id": "poor",
        "label": "甲",
        "effect": "class_cap",
        "to": "B",
        "when": [{"kind": "score", "node": "1", "below": 70}],
    }
    found = lettered({"U1": 85, "U2": 65}, rule=[capped])
    assert found.letters["letter"].to_list() == ["A", "B"]
    assert shares(found, [[85, 85], [85, 50]]) == {
        ("U1", "A"): 1.0,
        ("U2", "B"): 0.5,
        ("U2", "C"): 0.5,
    }


def test_a_letter_that_never_comes_up_is_there_if_it_was_given() -> None:
    assert shares(lettered({"U1": 85}), [[70.0], [50.0]]) == {("U1", "A"): 0, ("U1", "B"): 0.5, ("U1", "C"): 0.5}


def test_without_letters_there_are_no_shares() -> None:
    plain = evaluated(rulebook(), {"U1": [80.0] * 4})
    assert letter_shares(plain, banks(1), Outcomes({}, {}, np.zeros(1, dtype=np.bool_), {})).is_empty()
    assert next_letters(plain).equals(next_letters(plain).clear())
    assert plain.letters.filter(pl.col("letter").is_not_null()).is_empty()

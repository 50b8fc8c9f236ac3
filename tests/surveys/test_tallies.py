"""Answers of a file that is read in pieces: what one piece shows of another, and what stops the reading."""

from __future__ import annotations

import polars as pl
import pytest

from data_sources.answer_tally import Tally, read_answers, stop_if_unrecognised, together
from data_sources.columns import Column
from data_sources.errors import UnrecognisedAnswersError
from data_sources.quarantine import Findings
from surveys.questionnaire import Questionnaire
from surveys.responses import source

TABLE = {
    "id": "q",
    "title": "问卷",
    "year": 2017,
    "question": [{"code": "warned", "label": "提示", "wording": "提示如何？", "options": ["好", "一般", "差"]}],
}
COLUMN: Column = source(Questionnaire.model_validate(TABLE)).column("warned")


def tally(*cells: str | None) -> Tally:
    answers = pl.Series("warned", cells, pl.String)
    return read_answers(COLUMN, answers, Findings(pl.DataFrame([answers])))[1]


@pytest.mark.parametrize(
    ("pieces", "clashes"),
    [
        ([["1", "2"], ["3", None]], False),
        ([["1", "2"], ["好"]], True),
        ([["1", "2"], ["0", "1"]], True),
        ([["1", "2"], ["4"]], True),
        ([["A", "B"], ["好"]], False),
        ([["好"], ["一般", "不知道"]], False),
    ],
    ids=["codes", "codes then texts", "codes then a zero", "codes then one beyond", "letters then texts", "texts"],
)
def test_codes_of_one_piece_are_none_where_another_shows_it(pieces: list[list[str | None]], clashes: bool) -> None:
    (whole,) = together(tally(*piece) for piece in pieces)
    assert whole.clashes == clashes
    if clashes:
        with pytest.raises(
            UnrecognisedAnswersError, match=r"甲\.csv：“提示”（warned）有的写代码、有的写文字或别的数字"
        ):
            stop_if_unrecognised("甲.csv", {}, [whole], [COLUMN])


def test_what_a_question_was_answered_is_counted_without_what_was_not_asked() -> None:
    found = tally("好", "好", "很好", "(跳过)", None)
    assert (found.given, found.lost, dict(found.unrecognised)) == (3, 1, {"很好": 1})


def test_one_answer_alone_never_stops_and_two_of_two_do() -> None:
    stop_if_unrecognised("甲.csv", {}, [tally("很好")], [COLUMN])
    with pytest.raises(
        UnrecognisedAnswersError, match=r"2 个答案中有 2 个不是问卷的选项（至多容许 5\.0%）：“很好” 2 个"
    ):
        stop_if_unrecognised("甲.csv", {}, [tally("很好", "很好")], [COLUMN])

"""Answer patterns: what is counted, and that answers kept as codes give what texts give."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from surveys.packing import Packing
from surveys.patterns import answer_patterns

OPTIONS = ("满意", "不满意", "一般")
ROWS = st.lists(
    st.fixed_dictionaries(
        {
            "firm_id": st.sampled_from(["甲", "乙", "A\u0301", "Á"]),
            **{name: st.sampled_from([*OPTIONS, None]) for name in "abc"},
            "weight": st.sampled_from([0.5, 1.0, 2.25]),
        }
    ),
    max_size=30,
)
SCHEMA = {"firm_id": pl.String, **dict.fromkeys("abc", pl.String), "weight": pl.Float64}


def test_respondents_with_the_same_answers_are_counted_together() -> None:
    rows = [("甲", "满意", 1.0), ("甲", None, 1.0), ("甲", "满意", 0.5), ("乙", "满意", 2.0)]
    patterns = answer_patterns(pl.LazyFrame(rows, schema=["firm_id", "q", "weight"], orient="row"), ["q"])
    assert patterns.columns == ["firm_id", "q", "respondents", "weight", "weight_squares"]
    assert patterns.rows() == [("乙", "满意", 1, 2.0, 4.0), ("甲", None, 1, 1.0, 1.0), ("甲", "满意", 2, 1.5, 1.25)]


@pytest.mark.parametrize("questions", ["abc", "ca", "b", ""])
@given(rows=ROWS)
def test_codes_give_the_patterns_that_texts_give(questions: str, rows: list[dict[str, object]]) -> None:
    texts = pl.LazyFrame(rows, SCHEMA)
    codes = texts.with_columns(pl.col(*"abc").cast(pl.Enum(OPTIONS)))
    assert_frame_equal(answer_patterns(codes, list(questions)), answer_patterns(texts, list(questions)))


def test_more_questions_than_one_number_holds_are_counted_alike() -> None:
    names = [f"q{n}" for n in range(40)]
    rows = {name: [OPTIONS[(n * row) % 4] if (n * row) % 4 < 3 else None for row in range(9)] * 2 for n, name in
            enumerate(names)}  # fmt: skip
    texts = pl.LazyFrame({"firm_id": ["甲", "乙"] * 9, **rows})
    codes = texts.with_columns(pl.col(names).cast(pl.Enum(OPTIONS)))
    packing = Packing.of(codes.collect_schema(), names)
    assert packing is not None
    assert [len(word) for word in packing.words] == [16, 16, 8]
    assert_frame_equal(answer_patterns(codes, names), answer_patterns(texts, names))


def test_columns_are_packed_only_if_all_are_codes() -> None:
    enum = pl.Enum(OPTIONS)
    assert Packing.of({"a": enum, "b": pl.String()}, ["a", "b"]) is None
    assert Packing.of({"a": enum, "b": pl.String()}, ["a"]) == Packing(({"a": list(OPTIONS)},))


@pytest.mark.parametrize("options", [255, 256, 300])
def test_no_answer_is_told_from_the_last_of_many_options(options: int) -> None:
    names = [f"{n}" for n in range(options)]
    texts = pl.LazyFrame({"firm_id": ["甲"] * 3, "q": [names[-1], None, names[0]]})
    codes = texts.with_columns(pl.col("q").cast(pl.Enum(names)))
    assert_frame_equal(answer_patterns(codes, ["q"]), answer_patterns(texts, ["q"]))

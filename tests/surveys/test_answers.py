"""Answers as survey platforms export them: what is taken for which option, and what is not."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from data_sources.answers import Choice, recognise

FILE = tomllib.loads((Path(__file__).parent / "answer_cases.toml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", FILE["case"], ids=lambda case: case["name"])
def test_answers(case: dict[str, Any]) -> None:
    choice = Choice(
        tuple(case.get("options", FILE["scale"])), tuple(case.get("codes", ())), multiple=case.get("multiple", False)
    )
    answers, unrecognised = case.get("answers", {}), case.get("unrecognised", {})
    found = recognise([*answers, *unrecognised], choice)
    assert found.answers == {cell: option or None for cell, option in answers.items()} | dict.fromkeys(unrecognised)
    assert found.reasons.keys() == unrecognised.keys()
    assert [cell for cell, part in unrecognised.items() if part not in found.reasons[cell]] == []
    assert found.by_order == set(case.get("by_order", ()))


def test_what_is_told_of_an_answer_that_is_no_option() -> None:
    found = recognise(["满意", "好评如潮"], Choice(("满意", "不满意"), ()))
    assert found.reasons == {"好评如潮": "不是这道题的选项（满意、不满意）"}

"""What is said of templates is what they are given."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from reports.document.templates import FILTERS, environment, render
from reports.docx import template as word
from reports.errors import TextError
from reports.firm import objection_text
from reports.firm.industry import Industry
from reports.template_tables import template_tables
from reports.whitepaper import assembly, described, whitepaper
from reports.whitepaper.parts import Parts
from reports.whitepaper.views import Node
from scoring.findings import find
from tests.reports.small import A, evaluation


@pytest.fixture
def given(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """What the white paper of the small evaluation gives its templates, and the filters that only it has."""
    seen: dict[str, Any] = {}

    def watched(env: Any, template: str, values: dict[str, Any]) -> str:
        seen.update(values=values, filters=env.filters)
        return render(env, template, values)

    monkeypatch.setattr(assembly, "render", watched)
    scored = evaluation()
    whitepaper(scored, find(scored))
    return seen


def test_every_variable_of_the_white_paper_is_described(given: dict[str, Any]) -> None:
    assert list(described.VARIABLES) == list(given["values"])


def test_every_attribute_of_a_node_is_described() -> None:
    own = [name for name in dir(Node) if not name.startswith("_")]
    assert sorted(described.NODE) == sorted({*Node.__dataclass_fields__, *own})


def test_every_figure_and_table_is_described() -> None:
    assert sorted(described.PARTS) == sorted(name for name in dir(Parts) if not name.startswith("_"))


def test_every_filter_is_described(given: dict[str, Any]) -> None:
    shared = set(environment(Path()).filters)
    assert set(described.FILTERS) == set(given["filters"]) - shared


def test_every_placeholder_of_the_word_template_is_described() -> None:
    assert sorted(word.PLACEHOLDERS) == sorted((*word._FIELDS, *word.PLACES))


def test_what_the_objection_text_is_given_is_described(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: dict[str, Any] = {}
    monkeypatch.setattr(objection_text, "render", lambda env, name, values: seen.update(values) or "")
    objection_text.objection_blocks(Industry(evaluation()).of(A), "")
    assert list(seen) == list(objection_text.VARIABLES)


def test_examples_print_what_they_say() -> None:
    (table,) = [table for table in template_tables() if table.title == "各种正文：过滤器"]
    printed = {row[0]: row[3] for row in table.rows}
    assert list(printed) == list(FILTERS)
    assert printed["points"] == "94.71"
    assert printed["percent_size"] == "3.96%"
    assert printed["day"] == "2017年12月31日"
    assert printed["listed"] == "甲、乙和丙"


@pytest.mark.parametrize("text", ["{{ ''.__class__ }}", "{{ render.__globals__ }}", "{{ env.__init__ }}"])
def test_a_template_reaches_nothing_but_what_it_is_given(tmp_path: Path, text: str) -> None:
    (tmp_path / "own.md.j2").write_text(text, encoding="utf-8")
    env = environment(tmp_path)
    with pytest.raises(TextError, match=r"正文模板 own\.md\.j2 第 1 行不能填写：.*unsafe"):
        render(env, "own.md.j2", {"render": render, "env": env})

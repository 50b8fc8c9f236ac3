from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest

from indicator_tree import load_rulebook
from reports.document import Exhibit, Figure, Heading, Paragraph
from reports.errors import TextError
from reports.whitepaper import Imprint, whitepaper
from reports.whitepaper.text import TEXTS
from scoring.findings import find
from tests.reports.conftest import Snapshot
from tests.reports.small import WITH_SURVEY
from tests.reports.small import evaluation as small
from tests.support.documents import chapter, told

LAST_YEAR = pl.DataFrame({"node": ["total", "1", "1.1", "9.9"], "mean": [80.0, 70.5, 90.0, 1.0]})


def test_the_white_paper_of_another_tree_has_other_chapters(snapshot: Snapshot) -> None:
    evaluation = small()
    document = whitepaper(evaluation, find(evaluation, LAST_YEAR), previous="2016年度", imprint=Imprint(notice="样例"))
    snapshot("whitepaper_small", *told(document))


def test_answers_of_a_sample_print_with_their_intervals(snapshot: Snapshot) -> None:
    evaluation = small(WITH_SURVEY)
    snapshot("whitepaper_with_survey", *told(whitepaper(evaluation, find(evaluation))))


def test_without_a_previous_year_nothing_is_compared() -> None:
    evaluation = small()
    document = whitepaper(evaluation, find(evaluation))
    text = "\n".join(str(item) for item in told(document))
    assert not re.search("上升|下降|持平|上年", text)


def test_a_table_of_indicators_has_no_empty_column() -> None:
    evaluation = small()
    indicators = evaluation.rulebook.indicator
    silent = {code: one.model_copy(update={"description": "", "data_sources": ()}) for code, one in indicators.items()}
    plain = evaluation.rulebook.model_copy(update={"indicator": silent})
    titles = []
    for book in (evaluation.rulebook, plain):
        shown = replace(evaluation, rulebook=book)
        body = whitepaper(shown, find(shown)).body
        tree = next(block for block in body if isinstance(block, Exhibit) and block.key == "tab-tree")
        titles.append([column.header for column in tree.table.columns])
    assert titles == [["代码", "指标", "同级权重", "考察内容", "数据来源"], ["代码", "指标", "同级权重"]]


def test_every_indicator_has_its_distribution_and_every_chapter_its_scores() -> None:
    evaluation = small()
    document = whitepaper(evaluation, find(evaluation))
    book = evaluation.rulebook
    assert {f"fig-bands-{leaf}" for leaf in book.leaves} <= document.figures.keys()
    chapters = [block.text for block in document.body if isinstance(block, Heading) and block.level == 1]
    assert [book.indicator[code].name for code in book.children[None]] == chapters[1 : 1 + len(book.children[None])]


def test_recommendations_follow_the_rules_and_are_marked_for_the_editor(snapshot: Snapshot) -> None:
    rules = load_rulebook("2017").findings
    evaluation = replace(small(), rulebook=small().rulebook.model_copy(update={"findings": rules}))
    found = find(evaluation, LAST_YEAR)
    document = whitepaper(evaluation, found, previous="2016年度")
    proposals = [block for block in document.body if isinstance(block, Paragraph) and block.role == "editor"]
    groups = found.recommendations.select("area", "kind").n_unique()
    assert len(proposals) == 1 + groups > 1  # the first says what they are
    assert groups < found.recommendations.height
    snapshot("whitepaper_recommendations", *told(replace(document, body=chapter(document.body, "sec-advice"))))


def test_a_final_white_paper_leaves_proposals_out() -> None:
    rules = load_rulebook("2017").findings
    evaluation = replace(small(), rulebook=small().rulebook.model_copy(update={"findings": rules}))
    document = whitepaper(evaluation, find(evaluation, LAST_YEAR), previous="2016年度", proposals=False)
    assert not [block for block in document.body if isinstance(block, Paragraph) and block.role == "editor"]


def test_figures_say_in_words_what_they_show() -> None:
    evaluation = small()
    document = whitepaper(evaluation, find(evaluation))
    assert all(isinstance(one, Figure) and one.alt and one.caption for one in document.figures.values())


def _changed(folder: Path, name: str, text: str) -> Path:
    for path in TEXTS.glob("*.j2"):
        (folder / path.name).write_text(path.read_text(encoding="utf-8"), encoding="utf-8")
    (folder / name).write_text(text, encoding="utf-8")
    return folder


def test_an_editor_may_change_the_text(tmp_path: Path) -> None:
    evaluation = small()
    texts = _changed(tmp_path, "foreword.md.j2", "# 前言 {#sec-foreword .unnumbered}\n\n评价了{{ firms }}家[*]公司。")
    document = whitepaper(evaluation, find(evaluation), texts=texts)
    assert told(document)[1:3] == ["# 前言", "评价了3家[*]公司。"]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{% if %}", "正文模板 foreword.md.j2 第 1 行写法有误"),
        ("好\n\n{{ nobody }}", "正文模板 foreword.md.j2 第 3 行不能填写：'nobody' is undefined"),
        ("# 没有代号", "标题应写明代号"),
        ("见[](#nowhere)", "没有代号为 nowhere 的标题、图或表"),
    ],
)
def test_a_template_that_an_editor_broke_says_where(tmp_path: Path, text: str, message: str) -> None:
    evaluation = small()
    with pytest.raises(TextError, match=re.escape(message)):
        told(whitepaper(evaluation, find(evaluation), texts=_changed(tmp_path, "foreword.md.j2", text)))


def test_a_folder_without_templates_says_which_is_missing(tmp_path: Path) -> None:
    evaluation = small()
    with pytest.raises(TextError, match=r"正文模板文件夹中没有 foreword\.md\.j2"):
        whitepaper(evaluation, find(evaluation), texts=tmp_path)

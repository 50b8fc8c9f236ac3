"""A study of robustness told: to those who evaluate, in public, to a firm, and on the terminal."""

from __future__ import annotations

from dataclasses import replace

import polars as pl
import pytest

from reports.document import Block, Document, Heading
from reports.errors import TextError
from reports.firm import Industry, breakdown
from reports.robustness import robustness_report
from reports.robustness.report import TEXTS
from reports.robustness_tables import robustness_tables
from reports.whitepaper import whitepaper
from scoring.findings import find
from tests.reports.conftest import Snapshot
from tests.reports.robustness.sample import SETTINGS, failed_study, recovered, study
from tests.reports.small import A, B, C, evaluation
from tests.support.documents import told

NAMES = ("甲证券", "乙证券", "丙证券")


def _chapter(document: Document, key: str) -> Document:
    """One chapter, with the headings of the others."""
    kept: list[Block] = []
    at = ""
    for block in document.body:
        if isinstance(block, Heading) and block.level == 1:
            at = block.key
        if at == key or isinstance(block, Heading):
            kept.append(block)
    return replace(document, body=tuple(kept), front=())


def test_the_report_tells_all_tables(snapshot: Snapshot) -> None:
    snapshot("robustness_report", *told(robustness_report(study(), issuer="投保基金", notice="样例")))


def test_the_terminal_tells_the_main_tables(snapshot: Snapshot) -> None:
    snapshot("robustness_terminal", *robustness_tables(study()))


def test_the_white_paper_tells_of_robustness_without_names(snapshot: Snapshot) -> None:
    found = evaluation()
    document = _chapter(whitepaper(found, find(found), study=study()), "sec-robustness")
    items = told(document)
    snapshot("whitepaper_robustness", *items)
    charts = [figure.chart for figure in document.figures.values()]
    assert len(charts) == 2
    assert not [name for name in NAMES if name in str(items) + str(charts)]


def test_without_a_study_neither_white_paper_nor_breakdown_speaks_of_one() -> None:
    found = evaluation()
    texts = [*told(whitepaper(found, find(found))), *told(breakdown(Industry(found).of(A)))]
    assert "稳健性" not in str(texts)


AGAINST = {
    A: "稳定高于 1 家、稳定低于 0 家，与其余 1 家先后未定",
    B: "稳定高于 0 家、稳定低于 2 家，与其余 0 家先后未定",
}


@pytest.mark.parametrize("firm_id", AGAINST)
def test_a_firm_is_told_its_own_intervals_and_against_how_many_its_order_is_stable(firm_id: str) -> None:
    document = breakdown(Industry(evaluation(), study=study()).of(firm_id))
    (chapter,) = [
        item for item in told(_chapter(document, "robustness")) if isinstance(item, str) and "评价所作" in item
    ]
    own = {A: ("第 1 至第 2 位", "80.00–93.50 分"), B: ("第 3 位", "30.00–52.25 分")}
    assert AGAINST[firm_id] in chapter
    assert "重新计算 1,000 次，其中 940 次得出了完整的位次，以下只计这些次" in chapter
    assert all(piece in chapter for piece in own[firm_id])
    assert not [name for name in NAMES if name in chapter]


def test_where_no_draw_failed_a_firm_is_told_of_all_draws_only() -> None:
    known = study()
    all_succeeded = study(draws=known.draws.head(1).with_columns(draws=pl.lit(1000), share=pl.lit(1.0)))
    document = breakdown(Industry(evaluation(), study=all_succeeded).of(A))
    assert "重新计算 1,000 次：90% 的计算中" in str(told(_chapter(document, "robustness")))


def test_a_firm_of_which_the_study_knows_nothing_is_told_nothing() -> None:
    known = study()
    others = study(intervals=known.intervals.filter(firm_id=A))
    assert "稳健性" not in str(told(breakdown(Industry(evaluation(), study=others).of(C))))


def test_a_study_without_a_draw_that_succeeded_says_so() -> None:
    found = evaluation()
    texts = [
        str(told(robustness_report(failed_study()))),
        str(told(whitepaper(found, find(found), study=failed_study()))),
        str(list(robustness_tables(failed_study()))),
    ]
    assert "没有一次抽取得出完整的位次" in texts[0]
    assert "没有一次计算得出全部公司的总分" in texts[1]
    assert not [text for text in texts if "nan" in text or "None" in text]


def test_without_limits_of_coherence_the_report_has_no_such_chapter() -> None:
    settings = SETTINGS.model_copy(update={"coherence": None})
    headings = [block.text for block in robustness_report(study(settings)).body if isinstance(block, Heading)]
    assert "哪些假定起作用" in headings
    assert "指标体系的内在一致性" not in headings


def test_weights_that_published_figures_allow_are_told_where_there_are_any(snapshot: Snapshot) -> None:
    document = _chapter(robustness_report(study(), recovered=recovered()), "sec-weights")
    snapshot("robustness_weights", *told(document))
    assert set(document.figures) == {"fig-weights-", "fig-weights-1"}


def test_figures_say_in_words_what_they_show() -> None:
    figures = robustness_report(study()).figures
    assert set(figures) == {"fig-ranks", "fig-sobol", "fig-tornado", "fig-shifts"}
    assert all(one.alt and one.caption for one in figures.values())
    assert "1 丙证券 1–2" in figures["fig-ranks"].alt


def test_a_folder_without_templates_says_which_is_missing(tmp_path_factory: pytest.TempPathFactory) -> None:
    assert (TEXTS / "robustness.md.j2").is_file()
    with pytest.raises(TextError, match=r"没有 robustness\.md\.j2"):
        robustness_report(study(), texts=tmp_path_factory.mktemp("texts"))

"""A firm's breakdown, block by block, and as a workbook."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path

import openpyxl
import polars as pl
import pytest

from indicator_tree import Rulebook, load_rulebook
from reports.document import Document, Exhibit, Figure, Heading, Inline, Listing, Paragraph, Reference, Text, number
from reports.firm import Firm, Industry, breakdown, shortened, write_workbook
from reports.firm.levels import level_words
from reports.table import Table
from scoring import Evaluation
from tests.reports.conftest import Snapshot
from tests.reports.small import SMALL, WITH_SURVEY, A, B, C, evaluation, rulebook
from tests.support.documents import unannounced

HOSTILE = '=HYPERLINK("http://example.org","甲")'


@cache
def firm(firm_id: str, rules: Path = SMALL, previous: Path | None = None) -> Firm:
    before = None if previous is None else evaluation(previous)
    return Industry(evaluation(rules), before, "2016年度" if before else "").of(firm_id)


def told(document: Document) -> list[Table | str]:
    """What a reader sees of a document, in order."""
    numbers = number(document)
    shown: list[Table | str] = [document.series, document.title, document.date]

    def words(content: tuple[Inline, ...]) -> str:
        return "".join(numbers.labels[part.target] if isinstance(part, Reference) else part.text for part in content)

    for block in document.blocks:
        match block:
            case Heading(level=level, text=text, key=key):
                shown.append(f"\n{'#' * level} {numbers.headings.get(key, '')}{text}")
            case Paragraph(content):
                shown.append(words(content))
            case Listing(items):
                shown.extend(f"- {words(item)}" for item in items)
            case Figure(key, caption, _, alt):
                shown.append(f"[{numbers.labels[key]} {caption}：{alt}]")
            case Exhibit(_, table):
                shown.append(table)
            case _:
                pass
    return shown


@pytest.mark.parametrize(
    ("name", "firm_id", "rules", "previous"),
    [
        ("firm_with_survey_and_last_year", A, WITH_SURVEY, SMALL),
        ("firm_without_a_score_at_one_indicator", B, SMALL, None),
        ("firm_past_a_limit", C, SMALL, None),
    ],
)
def test_a_breakdown_in_words(snapshot: Snapshot, name: str, firm_id: str, rules: Path, previous: Path | None) -> None:
    document = breakdown(firm(firm_id, rules, previous))
    snapshot(name, *told(document))
    assert unannounced(document) == []


@pytest.mark.parametrize(
    ("book", "nodes", "words"),
    [
        (rulebook(), ("1", "1.2", "2"), "一、二级指标"),
        (rulebook(), ("", "1.1", "2.2", "base", "bonus", "total"), "二级指标"),
        (rulebook(), ("1", "2"), "一级指标"),
        (rulebook(), ("total",), "指标"),
        (load_rulebook("2017"), load_rulebook("2017").leaves, "三级指标"),
    ],
)
def test_indicators_are_called_by_their_levels(book: Rulebook, nodes: tuple[str, ...], words: str) -> None:
    assert level_words(book, nodes) == words


@pytest.mark.parametrize(("firm_id", "rules"), [(A, WITH_SURVEY), (B, SMALL), (C, SMALL)])
def test_every_word_of_a_parameter_is_explained_before_the_first_ledger(firm_id: str, rules: Path) -> None:
    own = firm(firm_id, rules)
    body = breakdown(own).body
    place = next(at for at, block in enumerate(body) if isinstance(block, Heading) and block.key == "reading")
    first = next(at for at, block in enumerate(body) if isinstance(block, Exhibit) and block.key.startswith("ledger-"))
    listing = body[place + 1]
    assert place < first
    assert isinstance(listing, Listing)
    said = "".join(part.text for item in listing.items for part in item if isinstance(part, Text))
    for node, steps in own.ledgers.items():
        for step in steps:
            if step.parameter:
                kind, *rest = step.parameter.removeprefix(f"{node}.").split(".")
                assert f"{kind}（" in said
                assert len(rest) < 2 or f"{rest[-1]}（" in said


def test_a_firm_that_was_not_evaluated_last_year_is_told_so() -> None:
    before = evaluation()
    without = replace(before, scores=before.scores.filter(pl.col("firm_id") != C))
    shown = told(breakdown(Industry(evaluation(), without, "2016年度").of(C)))
    assert "本公司没有2016年度的总分（未参加评价或没有得分），无从比较。" in shown


def test_a_shortened_document_counts_the_records_that_it_leaves_out() -> None:
    whole = breakdown(firm(A))
    short = shortened(whole, firm(A), 1)
    notes = [note for block in short.body if isinstance(block, Exhibit) for note in block.table.notes]
    assert "记录编号（提示关注，共 3 条）：YJ1……（其余 2 条编号见网页版或工作簿）" in notes
    assert len(short.body) == len(whole.body)


def cells(path: Path) -> dict[str, list[tuple[object, ...]]]:
    book = openpyxl.load_workbook(path)
    return {sheet.title: list(sheet.iter_rows(values_only=True)) for sheet in book.worksheets}


def test_the_workbook_holds_the_whole_ledger_and_all_record_ids(tmp_path: Path) -> None:
    own = firm(A, WITH_SURVEY, SMALL)
    write_workbook(own, tmp_path / "a.xlsx")
    found = cells(tmp_path / "a.xlsx")
    assert list(found) == ["概要", "指标", "台账", "记录", "答卷", "距下一段", "较上年"]
    header, *rows = found["台账"]
    points = [(row[0], row[header.index("分值")]) for row in rows if row[header.index("分值")] is not None]
    for node, steps in own.ledgers.items():
        assert sum(value for at, value in points if at == node) == pytest.approx(steps[-1].running, abs=1e-9)
    behind = own.evaluation.evidence_records.collect()
    assert {(row[0], row[-1]) for row in found["记录"][1:]} == set(behind.select("node", "record_id").iter_rows())


def test_the_same_firm_gives_the_same_bytes(tmp_path: Path) -> None:
    for name in ("one.xlsx", "two.xlsx"):
        write_workbook(firm(A), tmp_path / name)
    assert (tmp_path / "one.xlsx").read_bytes() == (tmp_path / "two.xlsx").read_bytes()


def renamed(name: str) -> Evaluation:
    named = pl.when(pl.col("firm_id") == A).then(pl.lit(name)).otherwise(pl.col("firm")).alias("firm")
    before = evaluation()
    return replace(before, firms=before.firms.with_columns(named))


def test_hostile_names_stay_text(tmp_path: Path) -> None:
    write_workbook(Industry(renamed(HOSTILE)).of(A), tmp_path / "a.xlsx", notice="@SUM(1)")
    sheet = openpyxl.load_workbook(tmp_path / "a.xlsx")["概要"]
    assert (sheet["A1"].value, sheet["A1"].data_type) == (f"{HOSTILE}：评价明细", "s")
    assert (sheet["A3"].value, sheet["A3"].data_type) == ("@SUM(1)", "s")


def test_a_firm_knows_nothing_of_the_others() -> None:
    own = firm(A)
    for name in ("firms", "evidence", "evidence_records", "ledger", "scores"):
        assert set(getattr(own.evaluation, name).lazy().collect()["firm_id"]) <= {A}
    others = {B, C, "乙证券", "丙证券", "乙证券有限责任公司"}
    assert not [other for other in others if other in repr(own)]

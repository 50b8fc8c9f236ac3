"""A later year, by commands and TOML alone: from `rulebook new` to the white paper.

108 firms; 基金托管 added under 资金安全 with a source of its own, 4.2.3 removed, other bands, uneven weights, another
limit, a further column of complaints, and a questionnaire with an option more.
"""

from __future__ import annotations

import html
import re
import zipfile
from collections.abc import Callable, Iterator
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path

import polars as pl
import pytest

from indicator_tree import load_rulebook
from ipscore.cli import run as run_command
from ipscore.run_folder import Run
from tests.later_year.records import FIRMS, write_later_year
from tests.support.shared import base_of, made_once, untouched

ADDITIONS = Path(__file__).parent / "additions.toml"
RULES = "investor_protection_2018.toml"


@dataclass(frozen=True)
class Year:
    """The folder of the new year, and what the commands printed."""

    folder: Path

    @property
    def rules(self) -> Path:
        """The rulebook as the office edited it."""
        return self.folder / "2018" / RULES

    def printed(self, name: str) -> str:
        """What the command of that name printed, without blanks: where lines break depends on the terminal."""
        return _squeezed((self.folder / f"{name}.out").read_text(encoding="utf-8"))


def _squeezed(text: str) -> str:
    return re.sub(r"\s", "", text)


@pytest.fixture(scope="session")
def later_year(tmp_path_factory: pytest.TempPathFactory, demonstration_folder: Path) -> Iterator[Year]:
    base = base_of(tmp_path_factory)
    made = made_once(base, "later_year", lambda folder: _evaluate(folder, demonstration_folder))
    yield from map(Year, untouched(made))


def _evaluate(folder: Path, demonstration: Path) -> None:
    """The whole way, as an office goes it."""
    last_year, rules = demonstration / "run", folder / "2018" / RULES
    _command(folder, "new", ["rulebook", "new", "2018", "--from", "2017", "--out", folder / "2018"])
    _edit(rules.parent)
    _command(folder, "rules", ["rulebook", "check", rules])
    _command(folder, "diff", ["rulebook", "diff", "2017", rules])
    _command(folder, "template", ["template", folder / "forms", "-r", rules])
    write_later_year(demonstration, folder / "records")
    (folder / "records" / "mapping.toml").write_bytes((rules.parent / "mapping.toml").read_bytes())
    _command(folder, "check", ["check", folder / "records", "-r", rules, "--previous", last_year], code=3)
    _command(folder, "score", ["score", folder / "records", "-r", rules, "-o", folder / "run"])
    report = ["--previous", last_year, "--out"]
    _command(folder, "whitepaper", ["report", "whitepaper", folder / "run", *report, folder / "白皮书.html"])
    _command(folder, "word", ["report", "whitepaper", folder / "run", *report, folder / "白皮书.docx"])
    _command(folder, "workbook", ["report", "workbook", folder / "run", *report, folder / "工作簿.xlsx"])
    _command(folder, "firm", ["report", "firm", folder / "run", "新甲证券", "--out", folder / "新甲证券.html"])


def _command(folder: Path, name: str, arguments: list[str | Path], code: int = 0) -> None:
    with (folder / f"{name}.out").open("w", encoding="utf-8") as out, redirect_stdout(out), redirect_stderr(out):
        ended = run_command([str(argument) for argument in arguments])
    assert ended == code, (folder / f"{name}.out").read_text(encoding="utf-8")


def _edit(folder: Path) -> None:
    """What the office writes into the files: nothing but TOML."""
    _change(folder / RULES, lambda text: re.sub(r"(?m)^# remove = .*$", 'remove = [["indicator", "4.2.3"]]', text))
    _change(folder / RULES, lambda text: text.replace("year = 2018\n", 'year = 2018\ndefault_weights = "uneven"\n'))
    _change(folder / RULES, lambda text: text + ADDITIONS.read_text(encoding="utf-8"))
    questions = folder / "investor_2018.toml"
    _change(questions, lambda text: text.replace("start = 2018-10-08", "start = 2018-10-09"))
    _change(questions, lambda text: text.replace("end = 2018-12-13", "end = 2018-12-14"))
    _change(questions, lambda text: text.replace('options = ["是", "否"]', 'options = ["是", "部分是", "否"]', 1))


def _change(path: Path, edited: Callable[[str], str]) -> None:
    text = path.read_text(encoding="utf-8")
    assert edited(text) != text
    path.write_text(edited(text), encoding="utf-8")


def _text(path: Path) -> str:
    """What a page says."""
    page = re.sub(r"<(script|style|svg)[\s\S]*?</\1>", "", path.read_text(encoding="utf-8"))
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", page)))


def test_the_edited_rulebook_is_sound_and_differs_by_what_was_edited(later_year: Year) -> None:
    assert _squeezed("investor_protection_2018.toml 没有问题") in later_year.printed("rules")
    assert _squeezed("23 项三级指标") in later_year.printed("rules")
    diff = later_year.printed("diff")
    for told in (
        "新增　指标 1.1.2 基金托管",
        "删去　指标 4.2.3",
        "不得低于 8% → 核心净资本与表内外资产总额之比，不得低于 9%",
        "新增　权重方案 uneven",
        "变更　数据源 complaints 加列：投诉原因",
        "新增　数据源 custody",
    ):
        assert _squeezed(told) in diff, diff


def test_every_firm_is_scored_on_the_new_tree(later_year: Year) -> None:
    run = Run.open(later_year.folder / "run")
    scores = run.table("scores")
    assert scores["firm_id"].n_unique() == FIRMS
    assert "4.2.3" not in set(scores["node"])
    assert run.scheme == "uneven"
    total = run.table("summary").filter(node="total").row(0, named=True)
    assert total["firms"] == FIRMS
    custody = scores.filter(node="1.1.2")["score"].value_counts()
    assert dict(custody.iter_rows()) == {100.0: 63, 95.0: 30, 90.0: 15}


def test_weights_bands_and_limits_are_those_of_the_year(later_year: Year) -> None:
    run = Run.open(later_year.folder / "run")
    one = run.table("scores").filter(firm="新甲证券").select("node", "score")
    scores = dict(one.iter_rows())
    assert scores["1.1"] == pytest.approx(0.7 * scores["1.1.1"] + 0.3 * scores["1.1.2"])
    assert scores["base"] == pytest.approx(
        0.35 * scores["1"] + 0.25 * scores["2"] + 0.25 * scores["3"] + 0.15 * scores["4"]
    )
    counted = run.table("distribution").group_by("node", maintain_order=True).agg("band", pl.col("firms").sum())
    bands = {node: (names, firms) for node, names, firms in counted.iter_rows()}
    assert bands["1.1.2"] == (["[95,100]", "[85,95)", "[75,85)", "[0,75)"], FIRMS)
    assert bands["4.1.1"][0][0] == "[90,100]"  # the chapter's own bands are inherited
    described = load_rulebook(later_year.rules).indicator["4.1.1"].described
    assert described == "核心净资本与表内外资产总额之比，不得低于 9%"


def test_no_answer_falls_out(later_year: Year) -> None:
    funnel = Run.open(later_year.folder / "run").table("survey_funnel")
    outside = funnel.filter(step="outside_field_period")
    assert outside.height == FIRMS
    assert outside["responses"].sum() <= 50  # those that the demonstration plants, moved with the others
    used = (
        Run.open(later_year.folder / "run")
        .table("evidence")
        .filter(pl.col("node") == "3.2.1", pl.col("cause") == "部分是")
    )
    assert used["quantity"].sum() > 1000


def test_check_tells_what_is_new_against_last_year(later_year: Year) -> None:
    printed = later_year.printed("check")
    assert "结论：存疑" in printed
    assert _squeezed("等 7 家：2017年度没有参加评价，这次参加") in printed
    assert "基金托管检查.csv" in printed


def test_the_white_paper_tells_this_year_and_names_the_last_only_to_compare(later_year: Year) -> None:
    text = _text(later_year.folder / "白皮书.html")
    assert "2018年度证券公司投资者保护状况评价报告" in text
    for told in (
        "本报告评价108家公司",
        "本指标考察托管的基金资产是否安全，估值、划款与信息披露有无差错，数据来自基金托管专项检查。",
        "计入本指标的基金托管检查45个，涉及45家公司。按问题分，估值差错、信息披露和划款差错各15个。",
        "95分（含）以上的有93家，85（含）至95分（不含）的有15家",
        "权重方案：2018 年度权重",
        "按投诉原因分",
    ):
        assert told in text, told
    assert text.count("接受单只担保股票市值") == 1  # as what is gone
    for told in (
        "指标体系中新增1项、取消1项、权重改变8项",
        "1.1.2 基金托管 新增 资金安全 — 30.00%",
        "低于监管标准 8% 的得 0 分，低于预警标准 9.6% 的仅提示 9% 得 0 分",
        "（两年的下级指标、权重、计分规则不同）。最高",
    ):
        assert told in text, told
    assert re.search("总分上升[0-9.]+分，其中指标体系与权重[+-][0-9.]+分、计分规则[+-][0-9.]+分、记录", text)
    assert not re.search(r"\b(?:custody|complaints|cause|matter)\b", text)
    without = text
    for told in (
        r"2017年度（[0-9.]+）",
        r"与2017年度相比",
    ):  # comparisons
        without = re.sub(told, " ", without)
    assert "2017" not in without, re.findall(r".{20}2017.{20}", without)


def test_word_workbook_breakdown_and_forms_are_there_with_their_labels(later_year: Year) -> None:
    with zipfile.ZipFile(later_year.folder / "白皮书.docx") as word:
        assert "基金托管" in word.read("word/document.xml").decode("utf-8")
    with zipfile.ZipFile(later_year.folder / "工作簿.xlsx") as book:
        strings = book.read("xl/sharedStrings.xml").decode("utf-8")
    assert "基金托管检查" in strings
    assert "投诉原因" in strings
    text = _text(later_year.folder / "新甲证券.html")
    assert "划款差错" in text
    assert "1 个" in text
    assert not re.search(r"\b(?:custody|complaints|cause|matter)\b", text)
    assert (later_year.folder / "forms" / "基金托管检查.xlsx").is_file()

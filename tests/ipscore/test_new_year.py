"""`ipscore rulebook new`: what the next year starts from."""

from __future__ import annotations

import json
import tomllib
from datetime import date
from pathlib import Path

import pytest

from indicator_tree import load_rulebook
from ipscore.new_year.moving import same_day, same_weekday
from surveys.coding_scheme import load_coding_scheme
from surveys.questionnaire import load_questionnaire, questionnaire_of
from tests.ipscore.conftest import Ipscore

ROOT = Path(__file__).parents[2]
FILES = {
    "investor_protection_2018.toml",
    "investor_2018.toml",
    "phone_2018.toml",
    "mapping.toml",
    "新年度清单.md",
}


@pytest.fixture
def year(tmp_path: Path, ipscore: Ipscore) -> Path:
    printed = ipscore("rulebook", "new", "2018", "--from", "2017", "--out", tmp_path / "2018")
    assert printed.code == 0, printed.err
    return tmp_path / "2018"


def test_it_writes_everything_and_it_can_be_used_at_once(year: Path, ipscore: Ipscore) -> None:
    assert {path.name for path in year.iterdir()} == FILES
    printed = ipscore("rulebook", "check", year / "investor_protection_2018.toml")
    assert printed.code == 0, printed.err
    assert "证券公司投资者保护状况评价（2018年度）" in printed.out
    book = load_rulebook(year / "investor_protection_2018.toml")
    assert (book.year, book.period.start, book.period.end) == (2018, date(2018, 1, 1), date(2018, 12, 31))
    assert book.robustness is not None
    assert book.robustness.seed == 2018
    printed = ipscore("rulebook", "diff", "2017", year / "investor_protection_2018.toml")
    assert "1 处不同" in printed.out, printed.out  # the seed


def test_the_questionnaire_keeps_its_questions_and_moves_its_field_period(year: Path) -> None:
    asked = questionnaire_of(load_rulebook(year / "investor_protection_2018.toml"))
    old = load_questionnaire("investor_2017")
    assert asked is not None
    assert (asked.id, asked.title, asked.year) == ("investor_2018", "2018 年证券投资者问卷调查", 2018)
    assert asked.question == old.question
    assert asked.quality == old.quality
    assert asked.field_period is not None
    assert (asked.field_period.start, asked.field_period.end) == (date(2018, 10, 8), date(2018, 12, 13))
    assert "由 2017 年度的调查期（2017-10-09 至 2017-12-14）顺延" in (asked.field_period.note or "")
    assert asked.field_period.basis == "assumed"


def test_the_coding_scheme_has_the_rounds_and_holidays_of_the_new_year(year: Path) -> None:
    scheme = load_coding_scheme(year / "phone_2018.toml")
    assert [one.start.weekday() for one in scheme.calls.round] == [0, 0, 0]
    assert [one.start for one in scheme.calls.round] == [date(2018, 9, 10), date(2018, 10, 15), date(2018, 11, 12)]
    assert date(2018, 9, 24) in scheme.calls.holidays  # the mid-autumn festival, which the same day of 2017 is not
    assert all(day.year == 2018 for day in scheme.calls.holidays)


def test_the_checklist_tells_all_that_belongs_to_a_year(year: Path) -> None:
    text = (year / "新年度清单.md").read_text(encoding="utf-8")
    book = load_rulebook("2017")
    for told in (
        "由 2017-01-01 至 2017-12-31 改为 2018-01-01 至 2018-12-31",
        "不晚于评价期末（2018-12-31）后第 10 天",
        "由 2017-10-09 至 2017-12-14 顺延为 2018-10-08 至 2018-12-13",
        "`[weights.published]` 由公布得分反推的权重（推算）：写明 15 个权重",
        "ipscore report templates",
        "已有 2018 年，18 个休市日",
    ):
        assert told in text, told
    for source, columns in book.vocabulary.items():
        for column in columns:
            assert f"`[vocabulary.{source}] {column}`" in text
    assert all(f"`[bands.{name}]`" in text for name in book.bands)
    assert "《2017年度证券公司投资者保护状况评价报告》：" in text
    assert "监管标准 8%、预警标准 9.6%" in text


def test_the_mapping_is_empty(year: Path) -> None:
    assert tomllib.loads((year / "mapping.toml").read_text(encoding="utf-8")) == {}


def test_forms_and_dictionary_give_examples_of_the_year(year: Path, ipscore: Ipscore) -> None:
    rows = json.loads(ipscore("dictionary", "-r", year / "investor_protection_2018.toml", "--format", "json").out)
    examples = {(row["source"], row["column"]): row["example"] for row in rows}
    assert examples["complaints", "received_on"] == "2018-05-12"
    assert examples["complaints", "record_id"] == "GD2018-0001"
    assert not [key for key, example in examples.items() if "2017" in example]


def test_nothing_is_overwritten_without_force(year: Path, ipscore: Ipscore) -> None:
    own = year / "investor_protection_2018.toml"
    own.write_text(own.read_text(encoding="utf-8") + "# 改过\n", encoding="utf-8")
    (year / "记录.txt").write_text("别的文件", encoding="utf-8")
    before = {path.name: path.read_bytes() for path in year.iterdir()}
    printed = ipscore("rulebook", "new", "2018", "--from", "2017", "--out", year)
    assert printed.code == 1
    assert "不会覆盖；要替换请加 --force" in printed.err
    assert {path.name: path.read_bytes() for path in year.iterdir()} == before
    assert ipscore("rulebook", "new", "2018", "--from", "2017", "--out", year, "--force").code == 0
    assert {path.name for path in year.iterdir()} == FILES | {"记录.txt"}
    assert "# 改过" not in own.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("year", "base", "told"),
    [
        ("2017", "2017", "2017 就是 2017 年度的规则；新的年度应与它不同，如 2018"),
        ("18", "2017", "18 不是年度；应为 1900 至 2999 的整数，如 2018"),
        ("2018", "2071", "找不到规则文件 2071"),
    ],
)
def test_what_cannot_be_is_told_and_writes_nothing(
    year: str, base: str, told: str, tmp_path: Path, ipscore: Ipscore
) -> None:
    printed = ipscore("rulebook", "new", year, "--from", base, "--out", tmp_path / "out")
    assert printed.code == 1
    assert told in printed.err
    assert list(tmp_path.iterdir()) == []


def test_a_questionnaire_that_cannot_be_rewritten_is_told_and_writes_nothing(year: Path, ipscore: Ipscore) -> None:
    path = year / "investor_2018.toml"
    lines = path.read_text(encoding="utf-8").split("\n")
    at = lines.index("[field_period]")
    inline = f"field_period = {{ {', '.join(lines[at + 1 : at + 6])} }}"
    path.write_text("\n".join([*lines[:at], inline, *lines[at + 6 :]]), encoding="utf-8")
    base = year / "investor_protection_2018.toml"
    printed = ipscore("rulebook", "new", "2019", "--from", base, "--out", year.parent / "2019")
    assert printed.code == 1
    assert "investor_2018.toml 里没有单独写出的表 [field_period]" in printed.err
    assert not (year.parent / "2019").exists()


def test_years_follow_each_other(year: Path, ipscore: Ipscore) -> None:
    base = year / "investor_protection_2018.toml"
    printed = ipscore("rulebook", "new", "2019", "--from", base, "--out", year.parent / "2019")
    assert printed.code == 0, printed.err
    later = year.parent / "2019" / "investor_protection_2019.toml"
    assert 'extends = "../2018/investor_protection_2018"' in later.read_text(encoding="utf-8")
    assert ipscore("rulebook", "check", later).code == 0
    asked = questionnaire_of(load_rulebook(later))
    assert asked is not None
    assert asked.field_period is not None
    assert asked.field_period.start == date(2019, 10, 7)
    assert load_coding_scheme(later.parent / "phone_2019.toml").calls.holidays[0] == date(2019, 1, 1)


def test_a_rulebook_of_other_units_has_no_survey_to_move(tmp_path: Path, ipscore: Ipscore) -> None:
    base = ROOT / "docs/examples/subsidiaries/subsidiaries_2024.toml"
    printed = ipscore("rulebook", "new", "2025", "--from", base, "--out", tmp_path / "2025")
    assert printed.code == 0, printed.err
    written = {path.name for path in (tmp_path / "2025").iterdir()}
    assert written == {"subsidiaries_2025.toml", "mapping.toml", "新年度清单.md"}
    assert ipscore("rulebook", "check", tmp_path / "2025" / "subsidiaries_2025.toml").code == 0


def test_the_schedule_of_calls_uses_the_scheme_beside_the_rulebook(
    year: Path, demonstration_folder: Path, ipscore: Ipscore
) -> None:
    out = year.parent / "calls.csv"
    rules = year / "investor_protection_2018.toml"
    printed = ipscore("survey", "schedule", demonstration_folder / "records", "-r", rules, "-o", out)
    assert printed.code == 0, printed.err
    days = {line.split(",")[3] for line in out.read_text(encoding="utf-8-sig").splitlines()[1:]}
    assert min(days) >= "2018-09-10"
    assert max(days) <= "2018-11-16"


@pytest.mark.parametrize(
    ("day", "years", "same", "weekday"),
    [
        (date(2017, 10, 9), 1, date(2018, 10, 9), date(2018, 10, 8)),
        (date(2016, 2, 29), 1, date(2017, 2, 28), date(2017, 2, 27)),
        (date(2016, 2, 29), 4, date(2020, 2, 29), date(2020, 3, 2)),
        (date(2017, 1, 1), 1, date(2018, 1, 1), date(2018, 1, 7)),
        (date(2018, 12, 31), -1, date(2017, 12, 31), date(2017, 12, 25)),
        (date(2017, 6, 1), 0, date(2017, 6, 1), date(2017, 6, 1)),
    ],
)
def test_days_move_to_the_same_day_or_weekday(day: date, years: int, same: date, weekday: date) -> None:
    assert same_day(day, years) == same
    assert same_weekday(day, years) == weekday
    assert weekday.weekday() == day.weekday()

"""`ipscore rulebook new`: what the next year starts from."""

from __future__ import annotations

import json
import re
import shlex
import tomllib
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicator_tree import load_rulebook
from ipscore.new_year.moving import by_weeks, moved_period, renamed
from surveys.coding_scheme import find_coding_scheme, load_coding_scheme
from surveys.errors import QuestionnaireError
from surveys.questionnaire import QUESTIONNAIRES, load_questionnaire, questionnaire_of
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
        "有 2018-01-01 至 2018-12-31 的 18 个休市日",
        "种子 `seed` 由 2017 改为 2018",
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
    assert "不会覆盖\n处理办法：要替换请加 --force" in printed.err
    assert {path.name: path.read_bytes() for path in year.iterdir()} == before
    assert ipscore("rulebook", "new", "2018", "--from", "2017", "--out", year, "--force").code == 0
    assert {path.name for path in year.iterdir()} == FILES | {"记录.txt"}
    assert "# 改过" not in own.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("year", "base", "told"),
    [
        ("2017", "2017", "2017 就是 2017 年度的规则\n处理办法：新的年度应与它不同，如 2018"),
        ("18", "2017", "18 不是年度\n处理办法：年度请写 1900 至 2999 的整数，如 2018"),
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


def test_a_new_year_starts_from_what_a_run_keeps(demonstration_folder: Path, tmp_path: Path, ipscore: Ipscore) -> None:
    base = demonstration_folder / "run" / "rulebook.json"
    printed = ipscore("rulebook", "new", "2018", "--from", base, "--out", tmp_path / "2018")
    assert printed.code == 0, printed.err
    assert {path.name for path in (tmp_path / "2018").iterdir()} == FILES
    rules = tmp_path / "2018" / "investor_protection_2018.toml"
    assert ipscore("rulebook", "check", rules).code == 0
    asked = questionnaire_of(load_rulebook(rules))
    assert asked is not None
    assert (asked.id, asked.year) == ("investor_2018", 2018)
    checklist = (tmp_path / "2018" / "新年度清单.md").read_text(encoding="utf-8")
    assert f"--previous {demonstration_folder / 'run'}`，与 2017 年度相比" in checklist


def test_a_run_is_named_by_its_rulebook(demonstration_folder: Path, tmp_path: Path, ipscore: Ipscore) -> None:
    printed = ipscore("rulebook", "new", "2018", "--from", demonstration_folder / "run", "--out", tmp_path / "2018")
    assert printed.code == 1
    assert "是文件夹\n处理办法：要用那次运行的规则，请写" in printed.err
    assert "run/rulebook.json" in printed.err


def _kept(demonstration_folder: Path, folder: Path) -> Path:
    """The rules of a run, as a run has them."""
    folder.mkdir()
    for name in ("rulebook.json", "questionnaire.toml"):
        (folder / name).write_bytes((demonstration_folder / "run" / name).read_bytes())
    return folder


_NO_QUESTIONS = "找不到问卷 investor_2031：规则文件旁边没有 investor_2031.toml，自带的问卷里也没有"


@pytest.mark.parametrize("at", ["own.toml", "../own.toml"])
@pytest.mark.parametrize("named", ["investor_2017", "investor_2031"])
def test_a_rulebook_over_that_of_a_run_has_the_questionnaire_that_it_names(
    at: str, named: str, demonstration_folder: Path, tmp_path: Path, ipscore: Ipscore
) -> None:
    told = _NO_QUESTIONS if named == "investor_2031" else ""
    path = _kept(demonstration_folder, tmp_path / "run") / at
    base = "rulebook.json" if path.parent.name == "run" else "run/rulebook.json"
    path.write_text(f'extends = "{base}"\nquestionnaire = "{named}"\n', encoding="utf-8")
    printed = ipscore("rulebook", "check", path)
    assert printed.code == (1 if told else 0)
    assert told in printed.err


def test_a_copied_questionnaire_must_bear_the_name_that_the_rulebook_asks_for(year: Path, ipscore: Ipscore) -> None:
    questions = year / "investor_2018.toml"
    questions.write_text(
        questions.read_text(encoding="utf-8").replace('id = "investor_2018"', 'id = "investor_2017"'), encoding="utf-8"
    )
    printed = ipscore("rulebook", "check", year / "investor_protection_2018.toml")
    assert printed.code == 1
    assert "问卷文件 investor_2018.toml 里写的是 id = investor_2017，应为 investor_2018" in printed.err


def test_a_file_that_would_be_read_for_the_old_rulebook_is_told(tmp_path: Path, ipscore: Ipscore) -> None:
    (tmp_path / "investor_protection_2017.toml").write_text('extends = "2017"\n', encoding="utf-8")
    printed = ipscore("rulebook", "new", "2018", "--from", "2017", "--out", tmp_path)
    assert printed.code == 1
    assert "与上年度的规则 investor_protection_2017.toml 同名，extends 会读到它" in printed.err
    assert len(list(tmp_path.iterdir())) == 1


def test_of_two_files_that_a_name_may_mean_the_right_one_is_extended(tmp_path: Path, ipscore: Ipscore) -> None:
    """`rules` beside `rules.toml`: the name alone would mean the other one."""
    (tmp_path / "rules").write_text('extends = "2017"\nnote = "没有后缀的"\n', encoding="utf-8")
    (tmp_path / "rules.toml").write_text('extends = "2017"\nnote = "有后缀的"\n', encoding="utf-8")
    printed = ipscore("rulebook", "new", "2018", "--from", tmp_path / "rules", "--out", tmp_path / "2018")
    assert printed.code == 1
    assert "同名，extends 会读到它" in printed.err
    assert not (tmp_path / "2018").exists()
    printed = ipscore("rulebook", "new", "2018", "--from", tmp_path / "rules.toml", "--out", tmp_path / "2018")
    assert printed.code == 0, printed.err


def test_files_of_the_old_year_are_never_replaced(tmp_path: Path, ipscore: Ipscore) -> None:
    base = tmp_path / "investor_protection_2018.toml"
    base.write_text('extends = "2017"\n', encoding="utf-8")
    before = base.read_bytes()
    printed = ipscore("rulebook", "new", "2018", "--from", base, "--out", tmp_path, "--force")
    assert printed.code == 1
    assert "investor_protection_2018.toml 是上年度的文件" in printed.err
    assert base.read_bytes() == before
    assert len(list(tmp_path.iterdir())) == 1


def test_no_rulebook_of_the_chain_comes_to_extend_the_new_one(year: Path, ipscore: Ipscore) -> None:
    base = year / "investor_protection_2018.toml"
    printed = ipscore("rulebook", "new", "2017", "--from", base, "--out", year)
    assert printed.code == 1
    assert "investor_protection_2018.toml 继承 investor_protection_2017" in printed.err


def test_the_commands_of_the_checklist_can_be_pasted(
    tmp_path: Path, ipscore: Ipscore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    out = "评价（2018 年）"
    assert ipscore("rulebook", "new", "2018", "--from", "2017", "--out", out).code == 0
    text = Path(out, "新年度清单.md").read_text(encoding="utf-8")
    commands = [shlex.split(found)[1:] for found in re.findall(r"`(ipscore [^`]+)`", text)]
    ran = [command for command in commands if len(command) > 2]
    assert {tuple(command[:2]) for command in ran} >= {
        ("rulebook", "check"),
        ("rulebook", "diff"),
        ("rulebook", "show"),
    }
    Path(out, "records").mkdir()
    for command in ran:
        printed = ipscore(*command)
        assert printed.code == 0 or (command[0] == "check" and "里没有可读的文件" in printed.err), command


def test_the_checklist_counts_rules_and_tells_the_seed_that_stays(tmp_path: Path, ipscore: Ipscore) -> None:
    base = tmp_path / "own.toml"
    base.write_text('extends = "2017"\n[robustness]\nseed = 42\n', encoding="utf-8")
    assert ipscore("rulebook", "new", "2019", "--from", base, "--out", tmp_path / "2019").code == 0
    text = (tmp_path / "2019" / "新年度清单.md").read_text(encoding="utf-8")
    assert "种子 `seed` 沿用 42" in text
    assert text.count("监管标准 ") == 6
    assert "其余规则（17 项末级指标）" in text
    assert "与 2017 年度相比" in text
    assert "2018" not in text.replace("2018-12", "")
    assert load_rulebook(tmp_path / "2019" / "investor_protection_2019.toml").robustness.seed == 42  # type: ignore[union-attr]


def test_a_coding_scheme_that_is_not_there_is_named(tmp_path: Path, ipscore: Ipscore) -> None:
    base = tmp_path / "own.toml"
    base.write_text(
        'extends = "2017"\ntitle = "评价（2016年度）"\nyear = 2016\nquestionnaire = "asked"\n'
        "[period]\nstart = 2016-01-01\nend = 2016-12-31\n",
        encoding="utf-8",
    )
    questions = (QUESTIONNAIRES / "investor_2017.toml").read_text(encoding="utf-8")
    (tmp_path / "asked.toml").write_text(
        questions.replace('"investor_2017"', '"asked"').replace("= 2017-1", "= 2016-1"), encoding="utf-8-sig"
    )
    printed = ipscore("rulebook", "new", "2017", "--from", base, "--out", tmp_path / "2017")
    assert printed.code == 0, printed.err
    told = "电话拨测的编码方案没有写出：没有 2016 年度的 `phone_2016.toml`"
    assert told in printed.out
    assert told in (tmp_path / "2017" / "新年度清单.md").read_text(encoding="utf-8")
    assert not (tmp_path / "2017" / "phone_2017.toml").exists()
    with pytest.raises(QuestionnaireError, match=r"编码方案 phone_2016：规则文件旁边没有 phone_2016\.toml"):
        load_coding_scheme(find_coding_scheme(load_rulebook(base)))


def _days(text: str) -> list[date]:
    return [date.fromisoformat(day) for day in text.split()]


@pytest.mark.parametrize(
    ("period", "years", "moved"),
    [
        ("2017-01-01 2017-12-31", 1, "2018-01-01 2018-12-31"),
        ("2017-01-01 2017-03-31", 1, "2018-01-01 2018-03-31"),  # a quarter
        ("2017-04-01 2018-03-31", 1, "2018-04-01 2019-03-31"),  # a fiscal year
        ("2016-03-01 2017-02-28", 3, "2019-03-01 2020-02-29"),  # the end of February stays its end
        ("2015-03-01 2016-02-29", 1, "2016-03-01 2017-02-28"),
        ("2015-02-01 2015-02-28", 1, "2016-02-01 2016-02-29"),
        ("2016-02-29 2017-02-28", 1, "2017-03-01 2018-02-28"),
        ("2017-02-01 2017-02-27", 3, "2020-02-01 2020-02-27"),
        ("2018-01-01 2018-12-31", -1, "2017-01-01 2017-12-31"),
    ],
)
def test_a_period_moves_with_the_ends_of_its_months(period: str, years: int, moved: str) -> None:
    start, end = _days(period)
    assert list(moved_period(start, end, years)) == _days(moved)


@given(st.dates(date(1990, 1, 1), date(2050, 12, 31)), st.integers(-20, 20))
def test_periods_that_follow_each_other_still_do(end: date, years: int) -> None:
    after = end + timedelta(days=1)
    first, second = moved_period(date(1989, 1, 1), end, years), moved_period(after, date(2051, 12, 31), years)
    assert second[0] == first[1] + timedelta(days=1)


@pytest.mark.parametrize(
    ("span", "years", "within", "moved"),
    [
        ("2017-10-09 2017-12-14", 1, "", "2018-10-08 2018-12-13"),
        ("2016-02-29 2016-03-04", 4, "", "2020-03-02 2020-03-06"),
        ("2017-10-09 2017-12-14", 1, "2018-01-01 2018-12-31", "2018-10-08 2018-12-13"),
        ("2017-01-01 2017-01-03", 1, "2018-01-01 2018-12-31", "2018-01-07 2018-01-09"),
        ("2017-04-01 2017-04-28", 1, "2018-04-01 2019-03-31", "2018-04-07 2018-05-04"),
        ("2018-12-17 2018-12-31", -1, "2017-01-01 2017-12-31", "2017-12-18 2018-01-01 2017-12-11 2017-12-25"),
        ("2017-01-01 2017-12-31", 1, "2018-01-01 2018-12-31", "2018-01-01 2018-12-31"),
        ("2017-12-20 2018-01-10", 1, "2018-07-01 2019-06-30", "2018-12-19 2019-01-09"),
    ],
)
def test_a_survey_moves_by_weeks_and_stays_in_the_period(span: str, years: int, within: str, moved: str) -> None:
    first, last = _days(span)
    start_end = _days(within)
    mover = by_weeks((first, last), years, (start_end[0], start_end[1]) if within else None)
    assert [mover(first), mover(last)] == _days(moved)[-2:]


@pytest.mark.parametrize(
    ("text", "of", "moved"),
    [
        ("investor_2017", {2017}, "investor_2018"),
        ("investor", {2017}, "investor_2018"),
        ("compliance_2017q1", {2017}, "compliance_2018q1"),
        ("rules_2017_2018", {2017, 2018}, "rules_2018_2019"),
        ("rules_2016_2017", {2017}, "rules_2016_2018"),
        ("rules_2017-18", {2017, 2018}, "rules_2018-19"),
        ("rules_12017", {2017}, "rules_12017_2018"),
    ],
)
def test_names_move_with_every_year_of_the_period(text: str, of: set[int], moved: str) -> None:
    assert renamed(text, of, 1, 2018) == moved

"""Every source has a period: what lies outside it is excluded with a reason, on both sides of each boundary."""

from __future__ import annotations

import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from surveys.questionnaire import Questionnaire, load_questionnaire
from surveys.responses import source as responses
from tests.data_sources.support import ALL, read
from tests.support.bulk import insist_on_same, write

CASES: list[dict[str, Any]] = tomllib.loads(Path(__file__).with_name("periods.toml").read_text("utf-8"))["case"]
DATED = [(case, day) for case in CASES for day in (*case["used"], *case["excluded"])]
CALLS = "拨测编号,证券公司,轮次,拨测日期,能否接通,有人接听,态度良好,有效答复\n"
AGAIN = "拨测编号,证券公司,能否接通,有人接听,态度良好,有效答复\n"
ASKED = {"id": "short", "title": "短问卷", "year": 2017, "question": [
    {"code": "satisfied", "label": "满意度", "wording": "您满意吗？", "options": ["是", "否"]}
]}  # fmt: skip
FIELD = {"start": "2017-10-09", "end": "2018-01-14", "basis": "assumed", "reference": {"title": "方案"}}


@pytest.mark.parametrize(("case", "day"), DATED, ids=[f"{case['source']} {day or 'empty'}" for case, day in DATED])
def test_a_date_counts_or_is_excluded_with_a_reason(tmp_path: Path, case: dict[str, Any], day: str) -> None:
    text = f"{case['header']}\n{case['row'].replace('DATE', day)}\n"
    (tmp_path / f"{case['source']}.csv").write_text(text, encoding="utf-8")
    found = read(tmp_path)
    entry = next(entry for entry in found.intake if entry.source == case["source"])
    told = found.quarantine[case["source"]].select("value", "kind", "reason").rows()
    if day in case["used"]:
        assert (entry.used, entry.rejected, entry.excluded, told) == (1, 0, 0, [])
    else:
        assert (entry.used, entry.rejected, entry.excluded) == (0, 0, 1)
        assert told == [(day, "excluded", case["reason"])]


def test_every_source_but_the_register_has_a_period() -> None:
    for source in ALL:
        ruled = source.name == "survey_responses"  # the questionnaire's own rule excludes, and counts what it excludes
        dated = source.dated_by is not None or source.follows is not None or ruled
        assert dated is (source.name != "firm_register"), source.name


def test_an_engine_excludes_what_reading_row_by_row_excludes(tmp_path: Path) -> None:
    days = [None, date(2009, 5, 1), date(2017, 12, 31), date(2018, 1, 1)]
    bases = pl.DataFrame(
        {
            "基地编号": ["J1", "J2", "J3", "J4"],
            "证券公司": ["华夏证券"] * 4,
            "级别": ["国家级"] * 4,
            "形式": ["实体"] * 4,
            "授牌日期": pl.Series(days, dtype=pl.Date),
        }
    )
    address = write(tmp_path / "files", "education_bases", bases)
    (tmp_path / "elsewhere").mkdir()
    expected = read(tmp_path / "files")
    assert expected.tables["education_bases"].collect()["record_id"].to_list() == ["J1", "J2", "J3"]
    insist_on_same(expected, read(tmp_path / "elsewhere", addresses={"education_bases": address}), "education_bases")


def test_a_second_judgement_goes_with_its_call(tmp_path: Path) -> None:
    (tmp_path / "phone_checks.csv").write_text(
        f"{CALLS}B1,华夏证券,1,2017-10-18,是,是,是,是\nB2,华夏证券,2,2018-10-18,是,是,是,是\n", encoding="utf-8"
    )
    (tmp_path / "phone_recodes.csv").write_text(
        f"{AGAIN}B1,华夏证券,是,是,是,是\nB2,华夏证券,是,是,是,是\nB3,华夏证券,是,是,是,是\n", encoding="utf-8"
    )
    found = read(tmp_path)
    assert found.tables["phone_recodes"].collect()["record_id"].to_list() == ["B1", "B3"]
    entry = next(entry for entry in found.intake if entry.source == "phone_recodes")
    assert (entry.read, entry.used, entry.excluded) == (3, 2, 1)
    assert found.quarantine["phone_recodes"]["value"].to_list() == ["B2"]


@pytest.mark.parametrize(
    ("field", "used", "excluded", "reason"),
    [
        (FIELD, ["2017-10-09", "2018-01-14"], ["2017-10-08", "2018-01-15"], "不在调查期内（2017-10-09 至 2018-01-14）"),
        (None, ["2017-01-01", "2017-12-31"], ["2016-12-31", "2018-01-01"], "不在评价期内（2017-01-01 至 2017-12-31）"),
    ],
    ids=["of the field period", "of the year where no field period is stated"],
)
def test_responses_count_if_they_are(
    tmp_path: Path, field: dict[str, Any] | None, used: list[str], excluded: list[str], reason: str
) -> None:
    asked = Questionnaire.model_validate(ASKED | ({"field_period": field} if field else {}))
    lines = [f"D{n},华夏证券,{day},是" for n, day in enumerate([*used, *excluded])]
    text = "\n".join(["答卷编号,证券公司,填答日期,满意度", *lines])
    (tmp_path / "survey_responses.csv").write_text(text, encoding="utf-8")
    found = read(tmp_path, sources=[*ALL[:-1], responses(asked)])
    assert found.tables["survey_responses"].collect()["record_id"].to_list() == ["D0", "D1"]
    assert found.quarantine["survey_responses"].select("value", "reason").rows() == [(day, reason) for day in excluded]


def test_a_quality_rule_on_the_field_period_counts_what_it_excludes() -> None:
    assert responses(load_questionnaire("investor_2017")).dated_by is None

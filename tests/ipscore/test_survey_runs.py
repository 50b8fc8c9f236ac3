"""A run with a survey: its files, its margins, its questionnaire, and the replay from them."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import polars as pl
import pytest

from ipscore.run_folder import Run
from tests.ipscore import survey_records
from tests.ipscore.conftest import Ipscore


@pytest.fixture
def rulebook(tmp_path: Path) -> Path:
    return survey_records.write_rulebook(tmp_path / "rules")


@pytest.fixture
def records(tmp_path: Path) -> Path:
    return survey_records.write_records(tmp_path / "records")


@pytest.fixture
def margins(tmp_path: Path) -> Path:
    path = tmp_path / "边际.csv"
    path.write_text(survey_records.MARGINS, encoding="utf-8")
    return path


@pytest.fixture
def run(tmp_path: Path, records: Path, rulebook: Path, margins: Path, ipscore: Ipscore) -> Path:
    """A run that weights its respondents."""
    out = tmp_path / "run"
    printed = ipscore("score", records, "-r", rulebook, "--margins", margins, "-o", out)
    assert printed.code == 0, printed.err
    assert "答卷：采用 22 份，剔除 1 份；已按边际加权；未检查的规则：过快" in printed.out
    return out


def test_a_run_keeps_what_became_of_the_responses(run: Path, rulebook: Path) -> None:
    manifest = json.loads((run / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["survey"] == {
        "weighted": True,
        "unchecked": ["过快"],
        "accepted": 22,
        "rejected": 1,
        "unrecognised": 0,
    }
    questionnaire = rulebook.parent / "small_questions.toml"
    assert (run / "questionnaire.toml").read_bytes() == questionnaire.read_bytes()
    assert manifest["questionnaire"] == {
        "id": "small_questions",
        "sha256": hashlib.sha256(questionnaire.read_bytes()).hexdigest(),
    }
    wave = Run.open(run).evaluation.survey
    assert wave is not None
    assert (wave.weighted, wave.unchecked) == (True, ("过快",))
    assert wave.funnel.schema == {"firm_id": pl.String, "step": pl.String, "responses": pl.Int64}
    assert wave.sizes["respondents"].to_list() == [9, 8, 5]
    assert wave.rejected["record_id"].to_list() == ["DJ009"]


def test_new_columns_are_read_back_as_numbers(run: Path) -> None:
    evaluation = Run.open(run).evaluation
    assert evaluation.summary.schema["low"] == pl.Float64
    assert evaluation.distribution.schema["firms_high"] == pl.Int64
    assert evaluation.summary.filter(pl.col("node") == "1.3")["se"][0] > 0


def test_a_run_is_replayed_with_its_own_margins_and_questionnaire(
    run: Path, records: Path, rulebook: Path, margins: Path, ipscore: Ipscore
) -> None:
    margins.unlink()
    (rulebook.parent / "small_questions.toml").unlink()
    printed = ipscore("verify", run, records)
    assert printed.code == 0, printed.out + printed.err


@pytest.mark.parametrize("file", ["questionnaire.toml", "rulebook.json"])
def test_a_run_without_its_rules_is_told(run: Path, records: Path, ipscore: Ipscore, file: str) -> None:
    (run / file).unlink()
    printed = ipscore("verify", run, records)
    assert printed.code == 1
    assert f"不完整：没有 {file}" in printed.err


def test_changed_margins_are_told(run: Path, records: Path, ipscore: Ipscore) -> None:
    path = run / "margins.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("0.3\n", "0.4\n").replace("0.7\n", "0.6\n"), "utf-8")
    printed = ipscore("verify", run, records)
    assert printed.code == 1
    assert "totals.total：" in printed.out


def test_without_margins_respondents_are_not_weighted(
    tmp_path: Path, records: Path, rulebook: Path, ipscore: Ipscore
) -> None:
    printed = ipscore("score", records, "-r", rulebook, "-o", tmp_path / "plain")
    assert "剔除 1 份；未加权；" in printed.out
    assert not (tmp_path / "plain" / "margins.csv").exists()
    assert ipscore("verify", tmp_path / "plain", records).code == 0


MISFITS = {
    "attribute": ("地区,东部", "省份,东部", "问卷没有变量 省份"),
    "sum": ("30%", "50%", "占比之和应为 100%"),
    "column": ("占比", "份额", "缺少列"),
    "number": ("30%", "三成", "边际表有读不出的行：边际.csv 第"),
    "two notations": ("30%", "0.3", "有的带 %，有的不带"),
    "contradiction": ("地区,东部", "地区,东部,40%\n地区,东部", "内容不一致"),
}


@pytest.mark.parametrize("misfit", MISFITS)
def test_margins_that_do_not_fit_are_told(
    records: Path, rulebook: Path, margins: Path, ipscore: Ipscore, misfit: str
) -> None:
    old, new, told = MISFITS[misfit]
    margins.write_text(survey_records.MARGINS.replace(old, new), encoding="utf-8")
    out = records.parent / "none"
    printed = ipscore("score", records, "-r", rulebook, "--margins", margins, "-o", out)
    assert printed.code == 1
    assert told in printed.err
    assert not out.exists()


def test_margins_need_a_questionnaire(tmp_path: Path, records: Path, margins: Path, ipscore: Ipscore) -> None:
    small = tmp_path / "rules" / "small.toml"
    survey_records.write_rulebook(tmp_path / "rules")
    printed = ipscore("score", records, "-r", small, "--margins", margins, "-o", tmp_path / "none")
    assert printed.code == 1
    assert "没有答卷可加权" in printed.err


@pytest.mark.parametrize("columns", ["80", "120"])
def test_intervals_are_shown(run: Path, ipscore: Ipscore, monkeypatch: pytest.MonkeyPatch, columns: str) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    tree = ipscore("explain", run, "甲证券").out
    assert "95% 区间" in tree
    assert "位次区间" in tree
    leaf = ipscore("explain", run, "甲证券", "1.3").out
    assert "加权" in leaf
    assert leaf.index("得分") < leaf.index("95% 区间")
    assert "95% 区间" not in ipscore("explain", run, "甲证券", "1.1").out
    assert "可能的公司数" in ipscore("distribution", run, "1.3").out
    assert "95% 区间" not in ipscore("distribution", run, "1.1").out
    assert "均分 95% 区间" in ipscore("distribution", run).out


def test_sql_knows_the_tables_of_the_survey(run: Path, ipscore: Ipscore) -> None:
    query = "select sum(responses) as n from survey_funnel where step = 'accepted'"
    assert ipscore("sql", run, query, "-f", "csv").out == "n\n22\n"
    assert ipscore("sql", run, "select rule from survey_rejected", "-f", "csv").out == "rule\nunfinished\n"

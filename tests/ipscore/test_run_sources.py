"""Runs as records of another evaluation: scores of lower units, and what an operations run found."""

from __future__ import annotations

import json
import shutil
import tomllib
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from indicator_tree import RulebookError, load_rulebook
from indicator_tree.catalogue import load_catalogue
from indicator_tree.loading import parse
from indicator_tree.overlay import overlay
from ipscore.cli import run as run_command
from ipscore.run_folder import Run
from tests.data_sources.readings.test_corrections import folder as readings_folder
from tests.ipscore.conftest import Ipscore, Printed
from tests.ipscore.test_ops_corrections import CHAIN, SOUND

HERE = Path(__file__).parent
BAD = tomllib.loads((HERE / "runs_as_sources.toml").read_text(encoding="utf-8"))
GENERIC = tomllib.loads((HERE.parent / "indicator_tree" / "generic.toml").read_text(encoding="utf-8"))
CITED = 'basis = "assumed", reference = { title = "约定" }'
LOWER = f"""
id = "lower"
title = "营业部"
year = 2024
default_weights = "equal"
default_bands = "whole"
missing = "error"
units = {{ noun = "营业部", measure = "家", register_title = "营业部名录", group = "分公司" }}
period = {{ start = 2024-01-01, end = 2024-12-31 }}
scale = {{ {CITED} }}
bands.whole = {{ {CITED}, band = [{{ label = "全部", low = 0, high = 100, closed = "both" }}] }}
weights.equal = {{ title = "等权", kind = "equal", {CITED} }}

[source.figures]
title = "月报"
dated_by = "month_end"

[source.figures.column]
month_end = {{ title = "月末", kind = "date" }}
done = {{ title = "完成", kind = "number" }}
size = {{ title = "客户数", kind = "number", nullable = true }}

[indicator."1"]
name = "完成率"

[indicator."1".rule]
kind = "normalised"
source = "figures"
value = "done"
direction = "higher_is_better"
normalisation = {{ method = "min_max", low = 0, high = 100, {CITED} }}
"""
UPPER = """
id = "upper"
title = "分公司"
units = { noun = "分公司", measure = "家", register_title = "分公司名录" }
[source.figures]
title = "营业部得分"
run = { kind = "evaluation", table = "scores", unit = "group", weight = { source = "figures", column = "size" } }
[indicator."1".rule]
value = "score"
combine = "mean"
when = { node = "total" }
normalisation = { low = 0, high = 100 }
"""
FIGURES = """营业部,月末,完成,客户数
东一,2024-01-31,80,100
东二,2024-01-31,60,300
西一,2024-01-31,90,50
东一,2024-02-29,70,110
东二,2024-02-29,50,310
西一,2024-02-29,40,60
"""


def write(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def upper_tables(**run: Any) -> dict[str, Any]:
    """The upper rulebook: the lower one's frame, with the lower one's runs as its source."""
    lower = {key: table for key, table in tomllib.loads(LOWER).items() if key not in ("source", "units")}
    upper = overlay(lower, tomllib.loads(UPPER))
    source = upper["source"]["figures"]
    upper["source"]["figures"] = {**source, "run": {**source["run"], **run}}
    return upper


def toml(tables: dict[str, Any], path: Path) -> Path:
    """The tables as the JSON that rulebooks may be, too."""
    return write(path, json.dumps(tables, default=str, ensure_ascii=False))


@pytest.fixture
def upper(tmp_path: Path) -> Path:
    """The records of branch offices with the runs of two months of their branches."""
    write(tmp_path / "lower.toml", LOWER)
    write(tmp_path / "branches" / "营业部名录.csv", "营业部名称,分公司\n东一,东部\n东二,东部\n西一,西部\n")
    write(tmp_path / "branches" / "月报.csv", FIGURES)
    write(tmp_path / "offices" / "分公司名录.csv", "分公司名称\n东部\n西部\n")
    for month in ("2024-01", "2024-02"):
        assert lower_run(tmp_path, month) == 0
    return tmp_path / "offices"


def lower_run(folder: Path, month: str) -> int:
    lower, out = folder / "lower.toml", folder / "offices" / "runs" / month
    return run_command(
        ["score", str(folder / "branches"), "-r", str(lower), "--period", month, "--out", str(out), "--force"]
    )


def score_february_anew(upper: Path) -> None:
    """The run of February with another figure."""
    figures = upper.parent / "branches" / "月报.csv"
    figures.write_text(FIGURES.replace("东一,2024-02-29,70", "东一,2024-02-29,71"), encoding="utf-8")
    assert lower_run(upper.parent, "2024-02") == 0


def score(ipscore: Ipscore, upper: Path, **run: Any) -> Printed:
    rules = toml(upper_tables(**run), upper.parent / "upper.json")
    return ipscore("score", upper, "-r", rules, "--out", upper.parent / "out", "--force")


def test_scores_of_units_below_are_records_of_whom_they_count_for(upper: Path, ipscore: Ipscore) -> None:
    printed = score(ipscore, upper)
    assert printed.code == 0, printed.err
    run = Run.open(upper.parent / "out")
    totals = run.table("scores").filter(pl.col("node") == "total").select("firm", "score")
    assert dict(totals.iter_rows()) == {"东部": (80 + 60 + 70 + 50) / 4, "西部": (90 + 40) / 2}
    told = run.table("records_figures").filter(pl.col("record_id") == "2024-02-29/total/东二")
    assert told.select("member", "score", "weight").rows() == [("东二", 50.0, 310.0)]
    assert {entry["name"] for entry in run.manifest["inputs"]} == {
        "分公司名录.csv",
        "runs/2024-01/scores",
        "runs/2024-02/scores",
    }


@pytest.mark.parametrize("rules", ["lower", "lower_2024_02"])
def test_only_runs_by_the_rules_that_are_named_count(upper: Path, ipscore: Ipscore, rules: str) -> None:
    assert score(ipscore, upper, rules=rules).code == 0
    inputs = {entry["name"] for entry in Run.open(upper.parent / "out").manifest["inputs"]}
    assert ("runs/2024-01/scores" in inputs) == (rules == "lower")
    assert "runs/2024-02/scores" in inputs


def test_a_run_of_another_period_is_told_and_does_not_count(upper: Path, ipscore: Ipscore) -> None:
    rules = toml(upper_tables(), upper.parent / "upper.json")
    printed = ipscore("score", upper, "-r", rules, "--period", "2024-02", "--out", upper.parent / "out")
    assert printed.code == 0, printed.err
    assert "runs/2024-01/scores" in printed.out
    assert Run.open(upper.parent / "out").rulebook.title == "分公司（2024年2月）"
    totals = Run.open(upper.parent / "out").table("scores").filter(pl.col("node") == "total").select("firm", "score")
    assert dict(totals.iter_rows()) == {"东部": 60.0, "西部": 40.0}


def test_two_runs_of_the_same_days_stop_the_reading(upper: Path, ipscore: Ipscore) -> None:
    shutil.copytree(upper / "runs" / "2024-02", upper / "runs" / "副本")
    assert score(ipscore, upper).code == 0  # the same run twice is read once
    score_february_anew(upper)
    printed = score(ipscore, upper)
    assert printed.code == 1
    assert "营业部得分：runs/2024-02、runs/副本 的评价期重叠" in printed.err


def test_a_run_behind_a_link_counts_like_any(upper: Path, ipscore: Ipscore) -> None:
    (upper / "runs").rename(upper.parent / "elsewhere")
    (upper / "runs").symlink_to(upper.parent / "elsewhere", target_is_directory=True)
    assert score(ipscore, upper).code == 0
    assert len(Run.open(upper.parent / "out").manifest["inputs"]) == 3


def test_a_run_that_no_source_reads_is_told(upper: Path, ipscore: Ipscore) -> None:
    told = "数据文件夹里的运行没有来源用到，未读入：runs/2024-01"
    printed = score(ipscore, upper, rules="lower_2024_02")
    assert (printed.code, told in printed.out) == (0, True)
    branches = upper.parent / "branches"
    shutil.copytree(upper / "runs" / "2024-01", branches / "旧")
    assert "未读入：旧" in ipscore("check", branches, "-r", upper.parent / "lower.toml").out
    assert "未读入" not in score(ipscore, upper).out


def test_days_that_no_run_is_about_are_told(upper: Path, ipscore: Ipscore) -> None:
    told = "营业部得分：评价期内有些日子没有运行，得分不含它们："
    whole = score(ipscore, upper)
    (gap,) = [line for line in whole.out.splitlines() if told in line]
    assert gap.endswith("2024-03-01 至 2024-12-31")
    shutil.rmtree(upper / "runs" / "2024-01")
    (gap,) = [line for line in score(ipscore, upper).out.splitlines() if told in line]
    assert gap.endswith("2024-01-01 至 2024-01-31、2024-03-01 至 2024-12-31")
    rules = toml(upper_tables(), upper.parent / "upper.json")
    month = ipscore("score", upper, "-r", rules, "--period", "2024-02", "--out", upper.parent / "month")
    assert month.code == 0
    assert told not in month.out


def test_nobody_fills_in_what_runs_say(upper: Path, ipscore: Ipscore) -> None:
    rules = toml(upper_tables(), upper.parent / "upper.json")
    printed = ipscore("template", upper.parent / "forms", "-r", rules)
    assert "由运行得出、不必填报的：营业部得分" in printed.out
    assert sorted(path.stem for path in (upper.parent / "forms").iterdir()) == ["分公司名录", "更正决定"]
    assert "由 ipscore score 写出的运行得出，不必填报" in ipscore("dictionary", "-r", rules).out


def test_a_rulebook_with_a_questionnaire_is_scored_as_a_whole(tmp_path: Path, ipscore: Ipscore) -> None:
    printed = ipscore("score", tmp_path, "-r", "2017", "--period", "2017-06", "--out", tmp_path / "out")
    assert printed.code == 1
    assert "不能只评价 2017-06：规则 investor_protection_2017 用到问卷，调查期 2017-10-09 至 2017-12-14" in printed.err


def test_a_run_is_verified_down_to_the_runs_that_it_rests_on(upper: Path, ipscore: Ipscore) -> None:
    assert score(ipscore, upper).code == 0
    assert ipscore("verify", upper.parent / "out", upper).code == 0
    score_february_anew(upper)
    printed = ipscore("verify", upper.parent / "out", upper)
    assert printed.code == 1
    assert "runs/2024-02/scores" in printed.out
    assert "内容已变" in printed.out


def test_a_run_that_was_changed_after_it_was_written_is_refused(upper: Path, ipscore: Ipscore) -> None:
    scores = upper / "runs" / "2024-02" / "scores.parquet"
    pl.read_parquet(scores).with_columns(score=pl.lit(100.0)).write_parquet(scores)
    printed = score(ipscore, upper)
    assert printed.code == 1
    assert "2024-02：scores.parquet 已不是运行写出时的内容，不能作为依据" in printed.err


@pytest.mark.parametrize(
    ("run", "told"),
    [
        (
            {"rules": "low"},
            "没有 ipscore score 写出、按规则 low 评价的运行文件夹；找到：runs/2024-01、runs/2024-02",
        ),
        ({"weight": {"source": "figure", "column": "size"}}, "没有数据源 figure 的记录，不知道权数；可用：figures"),
        (
            {"weight": {"source": "figures", "column": "sise"}},
            "没有数值列 sise，不知道权数；可用：done、size；是否指 size？",
        ),
        (
            {"kind": "operations", "table": "alerts", "unit": "owner", "weight": None},
            "没有 ipscore ops score 写出的运行",
        ),
    ],
)
def test_what_no_run_holds_is_told_with_what_there_is(
    upper: Path, ipscore: Ipscore, run: dict[str, Any], told: str
) -> None:
    rules = upper_tables(**run)
    if run.get("kind") == "operations":
        del rules["source"]["figures"]["run"]["weight"]
        rules["indicator"]["1"]["rule"] |= {"value": "value", "when": {"level": "严重"}}
    printed = ipscore("score", upper, "-r", toml(rules, upper.parent / "upper.json"), "--out", upper.parent / "out")
    assert printed.code == 1
    assert told in printed.err


def test_a_unit_without_a_weight_is_named(upper: Path, ipscore: Ipscore) -> None:
    figures = upper.parent / "branches" / "月报.csv"
    figures.write_text(FIGURES.replace("50,310", "50,"), encoding="utf-8")
    assert lower_run(upper.parent, "2024-02") == 0
    printed = score(ipscore, upper)
    assert printed.code == 1
    assert "runs/2024-02/scores：东二的权数（figures.size）没有或不大于 0，不能加权" in printed.err


def test_scores_have_nobody_to_count_for_where_the_register_has_no_groups(upper: Path, ipscore: Ipscore) -> None:
    lower = upper.parent / "lower.toml"
    lower.write_text(LOWER.replace(', group = "分公司"', ""), encoding="utf-8")
    assert lower_run(upper.parent, "2024-01") == 0
    printed = score(ipscore, upper)
    assert printed.code == 1
    assert "runs/2024-01/scores：营业部（2024年1月）的名录没有分组，不知道得分归谁" in printed.err


@pytest.mark.parametrize("name", BAD)
def test_a_source_that_runs_cannot_be_is_told_with_its_key_path(name: str) -> None:
    change = {"source": {"branches": {"title": "营业部得分", **BAD[name]["change"]}}}
    with pytest.raises(RulebookError) as caught:
        parse(overlay(GENERIC, change), "generic.toml")
    for part in BAD[name]["says"]:
        assert part in str(caught.value)


def test_a_rulebook_with_runs_survives_the_json_that_a_run_keeps(tmp_path: Path) -> None:
    book = load_rulebook(toml(upper_tables(), tmp_path / "upper.json"))
    kept = write(tmp_path / "rulebook.json", book.model_dump_json(exclude_none=True))
    assert load_rulebook(kept) == book


ROLES = """
id = "roles"
title = "岗位"
units = { noun = "岗位", measure = "个", register_title = "岗位名录" }
[source.figures]
title = "预警"
run = { kind = "operations", table = "alerts", unit = "owner", firm = "甲证券" }
"""
DEDUCTED = f"""
[indicator."1".rule]
kind = "deduction"
deduct = [{{ id = "all", label = "预警", source = "figures", points = 10, {CITED} }}]
"""


@pytest.fixture
def roles(tmp_path: Path, ipscore: Ipscore) -> Path:
    """The records of roles with an operations run of two firms in which one role of one firm has an alert."""
    readings = readings_folder(tmp_path / "readings", CHAIN, [*SOUND, "甲证券,2.1.2,,2019-08-28,85,"])
    records = tmp_path / "roles"
    owners = load_catalogue("operations_2020").owners
    write(records / "岗位名录.csv", "\n".join(("岗位名称", *owners)))
    printed = ipscore("ops", "score", readings, "-o", records / "run")
    assert printed.code == 0, printed.err
    return records


def role_tables(**run: Any) -> dict[str, Any]:
    lower = {key: table for key, table in tomllib.loads(LOWER).items() if key not in ("source", "units", "indicator")}
    tables = overlay(overlay(lower, tomllib.loads(ROLES)), tomllib.loads(DEDUCTED))
    tables["indicator"]["1"]["name"] = "风控"
    tables["source"]["figures"]["run"] |= run
    return tables


def score_roles(ipscore: Ipscore, roles: Path, period: str = "2019-08", **run: Any) -> Printed:
    rules = toml(role_tables(**run), roles.parent / "roles.json")
    return ipscore("score", roles, "-r", rules, "--period", period, "--out", roles.parent / "out", "--force")


def test_days_that_no_operations_run_is_about_are_told(roles: Path, ipscore: Ipscore) -> None:
    told = "有些日子没有运行，得分不含它们："
    assert told not in score_roles(ipscore, roles).out
    later = score_roles(ipscore, roles, period="2019-09")
    (gap,) = [line for line in later.out.splitlines() if told in line]
    assert gap.endswith("2019-09-01 至 2019-09-30")


def test_what_an_operations_run_found_leads_from_a_role_to_the_reading(roles: Path, ipscore: Ipscore) -> None:
    printed = score_roles(ipscore, roles)
    assert printed.code == 0, printed.err
    run = Run.open(roles.parent / "out")
    alerts = run.table("records_figures")
    assert alerts.height > 0
    assert set(alerts["owner"]) == {"系统运维岗"}
    assert set(alerts["reported_by"]) == {"甲证券"}
    totals = dict(run.table("scores").filter(pl.col("node") == "total").select("firm", "score").iter_rows())
    assert (totals["清算岗"], totals["系统运维岗"]) == (100.0, 100.0 - 10 * alerts.height)
    shown = ipscore("record", roles.parent / "out", alerts["record_id"][0])
    assert shown.code == 0, shown.err
    assert "2.1.2" in shown.out


def test_what_was_found_in_another_month_does_not_count(roles: Path, ipscore: Ipscore) -> None:
    assert score_roles(ipscore, roles, "2019-07").code == 0
    scores = Run.open(roles.parent / "out").table("scores")
    assert scores.filter(pl.col("node") == "total")["score"].unique().to_list() == [100.0]


@pytest.mark.parametrize(
    ("run", "told"),
    [
        ({"firm": ""}, "运行含 2 家公司，而记录要算在岗位名下\n处理办法：请在规则文件中写明 firm"),
        ({"firm": "甲证卷"}, "运行里没有 甲证卷；可用：乙证券、甲证券；是否指 甲证券？"),
    ],
)
def test_a_firm_s_roles_need_one_firm(roles: Path, ipscore: Ipscore, run: dict[str, Any], told: str) -> None:
    printed = score_roles(ipscore, roles, **run)
    assert printed.code == 1
    assert told in printed.err


@pytest.mark.parametrize("table", ["readings", "alerts", "checks", "due", "corrections", "clearing"])
@pytest.mark.parametrize("unit", ["owner", "firm"])
def test_every_table_of_an_operations_run_is_read_as_its_contract_says(
    roles: Path, ipscore: Ipscore, table: str, unit: str
) -> None:
    if unit == "firm":
        write(roles / "岗位名录.csv", "岗位名称\n甲证券\n乙证券\n")
    printed = score_roles(ipscore, roles, table=table, unit=unit, firm="甲证券")
    assert printed.code == 0, printed.err
    manifest = json.loads((roles.parent / "out" / "manifest.json").read_text(encoding="utf-8"))
    entry = next(one for one in manifest["inputs"] if one["name"] == f"run/{table}")
    assert entry["rejected"] == 0
    assert (entry["read"] > 0) == (table != "clearing")


def test_a_role_that_the_register_lacks_is_told(roles: Path, ipscore: Ipscore) -> None:
    write(roles / "岗位名录.csv", "岗位名称\n清算岗\n网络运维岗\n")
    printed = score_roles(ipscore, roles)
    assert printed.code == 1
    assert "系统运维岗" in printed.err + printed.out


def test_a_folder_of_runs_is_copied_as_a_whole(upper: Path, ipscore: Ipscore, tmp_path: Path) -> None:
    """A run says nothing of where it lies: moved within the records it is the same, but for its name."""
    assert score(ipscore, upper).code == 0
    before = Run.open(upper.parent / "out").table("scores")
    shutil.move(upper / "runs" / "2024-01", upper / "一月")
    assert score(ipscore, upper).code == 0
    assert Run.open(upper.parent / "out").table("scores").equals(before)

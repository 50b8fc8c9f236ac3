"""Published figures beside a run, scheme by scheme."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from tests.ipscore import small_records
from tests.ipscore.conftest import Ipscore
from tests.ipscore.test_json_documents import valid

HEAD = 'title = "《小报告》"\nyear = 2017\nrulebook = "small"\n'


@pytest.fixture
def means(run: Path) -> dict[str, float]:
    """Our means under the scheme of the run, as they would be printed."""
    summary = pl.read_csv(run / "summary.csv", schema_overrides={"node": pl.String})
    return {node: round(mean, 2) for node, mean in summary.select("node", "mean").iter_rows()}


def reference(folder: Path, text: str, head: str = HEAD) -> Path:
    path = folder / "公布数字.toml"
    path.write_text(head + text, encoding="utf-8")
    return path


def node(code: str, mean: float, more: str = "") -> str:
    return f'[node."{code}"]\nmean = {mean:.4f}\n{more}\n'


def test_what_comes_out_under_every_scheme_is_no_failure(
    run: Path, means: dict[str, float], ipscore: Ipscore, tmp_path: Path
) -> None:
    given = reference(tmp_path, "firms = 3\n" + node("1", means["1"]) + node("1.1", means["1.1"], "bands = [2, 0, 1]"))
    printed = ipscore("reconcile", run, given)
    assert printed.code == 0, printed.out
    assert "参评公司：本次 3 家，公布 3 家" in printed.out
    assert "合计" in printed.out
    assert printed.out.endswith("应再现的公布数字全部再现。\n")


def test_a_scheme_that_misses_the_total_is_seen_and_fails_only_if_it_should_reproduce_it(
    run: Path, means: dict[str, float], ipscore: Ipscore, tmp_path: Path
) -> None:
    strict = ipscore("reconcile", run, reference(tmp_path, node("total", means["total"])))
    assert strict.code == 1
    assert "有 1 个应再现的数字没有再现" in strict.out
    known = 'scheme = "equal"\nother_schemes = {}\nreason = "权重未公布"'
    lenient = ipscore("reconcile", run, reference(tmp_path, node("total", means["total"], known)))
    assert lenient.code == 0, lenient.out
    (line,) = [line for line in lenient.out.splitlines() if line.startswith("总分 ")]
    assert line.split()[1:3] == ["1", "1/1"]
    assert line.split()[4] == "0/1"
    assert line.split()[-1] == "equal"


def test_means_are_compared_at_the_decimals_that_were_printed(
    run: Path, means: dict[str, float], ipscore: Ipscore, tmp_path: Path
) -> None:
    rounded = node("1.1", round(means["1.1"], 1))
    assert ipscore("reconcile", run, reference(tmp_path, "decimals = 1\n" + rounded)).code == 0
    assert ipscore("reconcile", run, reference(tmp_path, rounded)).code == 1
    assert ipscore("reconcile", run, reference(tmp_path, node("1.1", round(means["1.1"], 1), "decimals = 1"))).code == 0


def test_other_bands_and_another_number_of_firms_fail(
    run: Path, means: dict[str, float], ipscore: Ipscore, tmp_path: Path
) -> None:
    text = "firms = 4\n" + node("1.1", means["1.1"], "bands = [3, 0, 0]")
    printed = ipscore("reconcile", run, reference(tmp_path, text))
    assert printed.code == 1
    assert "  参评公司：本次 3 家，公布 4 家" in printed.out
    assert "分段 2/0/1，应为 3/0/0（equal）" in printed.out


COUNT = '[count."x"]\nlabel = "预警"\nvalue = 3\nreference = { title = "第1页" }\n'


def test_counts_are_left_out_without_the_records_and_said_to_be(
    run: Path, means: dict[str, float], ipscore: Ipscore, tmp_path: Path
) -> None:
    given = reference(tmp_path, node("1.1", means["1.1"]) + COUNT)
    printed = ipscore("reconcile", run, given)
    assert printed.code == 0
    assert "记录数：公布了 1 个，没有核对；运行中只有证据，没有记录，加 --records DIR 即可核对" in printed.out
    records = json.loads(ipscore("reconcile", run, given, "--format", "json").out)["figures"]
    assert [row["verdict"] for row in records if row["kind"] == "count"] == ["unknown"]


def test_counts_that_a_rulebook_cannot_give_are_told(
    run: Path, records: Path, means: dict[str, float], ipscore: Ipscore, tmp_path: Path
) -> None:
    given = reference(tmp_path, node("1.1", means["1.1"]) + COUNT)
    printed = ipscore("reconcile", run, given, "--records", records)
    assert printed.code == 1
    assert "规则文件 small 没有统计公布的记录数所需的规则" in printed.err
    without = reference(tmp_path, node("1.1", means["1.1"]))
    assert ipscore("reconcile", run, without, "--records", records).code == 0


def test_records_of_another_run_are_refused(
    run: Path, records: Path, means: dict[str, float], ipscore: Ipscore, tmp_path: Path
) -> None:
    small_records.edit(records, "资金监控预警", "YJ1", "YJ0")
    printed = ipscore("reconcile", run, reference(tmp_path, node("1.1", means["1.1"])), "--records", records)
    assert printed.code == 1
    assert "内容已变" in printed.err


@pytest.mark.parametrize("form", ["csv", "json"])
def test_every_figure_comes_in_a_form_for_programs(
    run: Path, means: dict[str, float], ipscore: Ipscore, tmp_path: Path, form: str
) -> None:
    given = reference(tmp_path, "firms = 3\n" + node("1.1", means["1.1"] + 1, "bands = [2, 0, 1]") + COUNT)
    printed = ipscore("reconcile", run, given, "--format", form)
    assert printed.code == 1
    rows: list[dict[str, Any]] = (
        valid("reconcile", printed.out)["figures"]
        if form == "json"
        else pl.read_csv(io.StringIO(printed.out), schema_overrides={"key": pl.String}).to_dicts()
    )
    assert [(row["kind"], row["key"], row["scheme"], row["verdict"]) for row in rows] == [
        ("mean", "1.1", "equal", "mismatch"),
        ("mean", "1.1", "given", "mismatch"),
        ("firms", "firms", None, "match"),
        ("count", "x", None, "unknown"),
    ]
    assert rows[0]["difference"] == pytest.approx(-1, abs=0.005)
    assert rows[0]["bands"] in ([2, 0, 1], "2、0、1")


@pytest.mark.parametrize(
    ("head", "text", "said"),
    [
        (HEAD.replace("2017", "2016"), node("1", 90), "《小报告》是 2016 年度的，而运行是 2017 年度的"),
        (HEAD.replace('"small"', '"2017"'), node("1", 90), "要用规则文件 2017 再现，而运行用的是 small"),
        (HEAD.replace('"small"', '"smal"'), node("1", 90), "smal"),
        (HEAD, node("9.9", 90), "有规则文件 small 没有的指标：9.9；可用："),
        (HEAD, node("1", 90, "men = 1"), "未知的键"),
        ("title =", "", "不是完好的 TOML 文件"),
    ],
    ids=["year", "rulebook", "no rulebook", "node", "key", "damaged"],
)
def test_figures_about_something_else_are_refused(run: Path, ipscore: Ipscore, head: str, text: str, said: str) -> None:
    printed = ipscore("reconcile", run, reference(run.parent, text, head))
    assert printed.code == 1
    assert said in printed.err
    assert printed.out == ""


def test_figures_of_another_year_are_refused_by_name(run: Path, ipscore: Ipscore) -> None:
    assert "2016 年度的" in ipscore("reconcile", run, "whitepaper_2016").err
    assert "是否指 whitepaper_2017？" in ipscore("reconcile", run, "whitepaper_217").err


def test_what_is_no_run_is_told(ipscore: Ipscore, tmp_path: Path) -> None:
    assert "不是运行文件夹" in ipscore("reconcile", tmp_path, "whitepaper_2017").err


BEFORE = HEAD.replace("2017", "2016")


def before(folder: Path, text: str) -> str:
    (folder / "上年.toml").write_text(BEFORE + text, encoding="utf-8")
    return 'previous = "上年.toml"\n'


def test_changes_places_and_what_is_not_compared_are_counted_by_class(
    run: Path, means: dict[str, float], ipscore: Ipscore, tmp_path: Path
) -> None:
    head = before(tmp_path, node("1.1", means["1.1"] / 1.25, "decimals = 4") + COUNT)
    left_out = '[[not_compared]]\nlabel = "图 1"\nreason = "只印成图"\nreference = { title = "第1页" }\n'
    text = head + node("1.1", means["1.1"], "change = 25.0\nplace = 2") + left_out
    printed = ipscore("reconcile", run, reference(tmp_path, text))
    assert printed.code == 0, printed.out
    table = [line.split() for line in printed.out.split("公布的各类说法")[1].splitlines() if line]
    classes = {cells[0]: cells[1:] for cells in table}
    assert classes["均分"] == ["1", "1", "0", "0", "0"]
    assert classes["较上年度的变化"] == ["1", "1", "0", "0", "0"]
    assert classes["同级指标中的位次"] == ["1", "1", "0", "0", "0"]
    assert classes["上年度的记录数"] == ["1", "0", "0", "0", "1"]
    assert classes["其他说法"] == ["1", "0", "0", "0", "1"]
    assert "没有核对：上年度预警 3（第1页）：运行中没有上年度的记录" in printed.out
    assert "没有核对：图 1（第1页）：只印成图" in printed.out


def test_a_change_that_does_not_come_out_fails(
    run: Path, means: dict[str, float], ipscore: Ipscore, tmp_path: Path
) -> None:
    head = before(tmp_path, node("1.1", means["1.1"] / 1.25, "decimals = 4"))
    given = reference(tmp_path, head + node("1.1", means["1.1"], "change = 24.0"))
    printed = ipscore("reconcile", run, given)
    assert printed.code == 1
    assert "较上年度 +25.00%，公布 +24.00%（equal）" in printed.out
    rows = valid("reconcile", ipscore("reconcile", run, given, "--format", "json").out)["figures"]
    assert [row["verdict"] for row in rows if row["kind"] == "change"] == ["mismatch", "mismatch"]


@pytest.mark.parametrize(
    ("head", "more", "said"),
    [
        ("", "change = 1.0", "node.1.1 写了较上年度的变化，却没有写 previous"),
        ('previous = "whitepaper_2017"\n', "change = 1.0", "所写的 previous 却是 2017 年度的"),
        ('previous = "whitepaper_2016"\n', "change = 1.0", "写了 1.1 较上年度的变化，"),
        ('previous = "没有.toml"\n', "change = 1.0", "没有.toml"),
        ('previous = "whitepaper_2016"\n', 'change = 1.0\ndirection = "up"', "change 与 direction 只写一个"),
    ],
    ids=["no year before", "no earlier year", "no mean of the year before", "no such file", "told twice"],
)
def test_changes_that_start_from_nothing_are_refused(
    run: Path, ipscore: Ipscore, head: str, more: str, said: str
) -> None:
    printed = ipscore("reconcile", run, reference(run.parent, head + node("1.1", 90.0, more)))
    assert printed.code == 1
    assert said in printed.err
    assert printed.out == ""

"""explain, distribution and sql over a run."""

from __future__ import annotations

import json
from pathlib import Path

import fastexcel
import polars as pl
import pytest

from ipscore.query import _OF_FILES
from tests.ipscore.conftest import Ipscore
from tests.ipscore.small_records import edit
from tests.reports.small import MERGED, SMALL, A


@pytest.mark.parametrize("name", ["甲证券", "甲证券股份有限公司", "老甲证券", A])
def test_a_firm_is_found_by_any_of_its_names(run: Path, ipscore: Ipscore, name: str) -> None:
    printed = ipscore("explain", run, name, "1.1")
    assert printed.code == 0, printed.err
    assert printed.out.startswith(f"甲证券（{A}）　1.1 预警\n")
    assert "记录（提示关注）：YJ1、YJ2、YJ3，共 3 条" in printed.out


@pytest.mark.parametrize("name", ["甲证券西部", MERGED])
def test_a_merged_firm_is_explained_by_its_parent(run: Path, ipscore: Ipscore, name: str) -> None:
    printed = ipscore("explain", run, name)
    assert printed.out.startswith("甲证券西部 与 甲证券 合并评价，以下为 甲证券 的结果。\n")


def test_an_indicator_is_found_by_its_name(run: Path, ipscore: Ipscore) -> None:
    assert ipscore("explain", run, "甲证券", " 预警 ").out == ipscore("explain", run, "甲证券", "1.1").out


@pytest.mark.parametrize("node", [None, "1.1", "2", "base", "bonus", "total"])
def test_an_explanation_is_printed_as_json(run: Path, ipscore: Ipscore, node: str | None) -> None:
    printed = ipscore("explain", run, "甲证券", *([node] if node else []), "--format", "json")
    document = json.loads(printed.out)
    if node is None:
        assert document["scores"][2] | {"score": None, "mean": None} == {
            "node": "total",
            "name": "总分",
            "level": 0,
            "weight": None,
            "scheme_weight": None,
            "score": None,
            "rank": 1,
            "firms": 3,
            "mean": None,
            **dict.fromkeys(("low", "high", "rank_low", "rank_high")),
        }
    else:
        assert [*document["steps"], *document["shares"]][-1]["kind"] == "end"


def test_distribution_of_all_and_of_one_indicator(run: Path, ipscore: Ipscore) -> None:
    everything = ipscore("distribution", run)
    assert "得分分布（家）：[90,100]、[60,90)、[0,60)" in everything.out
    assert "得分分布（家）：达标、不达标" in everything.out
    one = ipscore("distribution", run, "1.1")
    assert one.out.startswith("1.1 预警：3 家，均分 74.67，中位数 94.00，最低 30.00，最高 100.00\n")


@pytest.mark.parametrize("form", ["csv", "json", "xlsx", "table"])
def test_distribution_into_a_file(run: Path, tmp_path: Path, ipscore: Ipscore, form: str) -> None:
    path = tmp_path / "out" / f"分布.{form}"
    printed = ipscore("distribution", run, "1.1", "--format", form, "--out", path)
    assert (printed.code, printed.out) == (0, f"已写出 {path}\n")
    if form == "csv":
        assert path.read_bytes().startswith(b"\xef\xbb\xbf")
        assert pl.read_csv(path)["firms"].to_list() == [2, 0, 1]
    elif form == "json":
        assert [row["firms"] for row in json.loads(path.read_text(encoding="utf-8"))["bands"]] == [2, 0, 1]
    elif form == "xlsx":
        assert fastexcel.read_excel(path).sheet_names == ["汇总", "得分分布", "分布图"]
    else:
        assert "74.67" in path.read_text(encoding="utf-8")


def test_sql_over_all_tables(run: Path, ipscore: Ipscore) -> None:
    joined = "scores s join ledger l using (firm_id, node)"
    query = f"select s.firm, l.points from {joined} where l.cause = '提示关注' and l.points < 0"
    assert ipscore("sql", run, query, "--format", "csv").out == "firm,points\n甲证券,-6.0\n"
    refused = ipscore("sql", run, "select firm, former_names, established_on from firms order by firm", "-f", "json")
    assert json.loads(refused.out)[3] == {
        "firm": "甲证券",
        "former_names": ["老甲证券"],
        "established_on": "1999-01-01",
    }
    table = ipscore("sql", run, "select kind, row, reason from quarantine_fund_warnings order by row")
    assert "excluded" in table.out
    assert "共 2 行" in table.out


@pytest.mark.parametrize(
    "query", ["select nod from scores", "select * from score", "selec 1", "", "select abs(firm) from scores"]
)
def test_a_query_that_cannot_run_is_told_with_what_there_is(run: Path, ipscore: Ipscore, query: str) -> None:
    printed = ipscore("sql", run, query)
    assert (printed.code, printed.out) == (1, "")
    assert printed.err.startswith("错误：无法执行这条 SQL：")
    assert "  scores：firm_id、firm、node、level、score、rank、se、low、high、rank_low、rank_high\n" in printed.err
    assert "quarantine_complaints、" in printed.err


ELSEWHERE = [
    "select * from read_csv('{file}')",
    "select * from scores join READ_CSV('{file}') f on true",
    "with f as (select * from read_csv /* a remark */ ('{file}')) select * from f",
    "explain select * from read_csv('{file}')",
    "create table f as select * from read_csv('{file}')",
    "select * from \"read_csv\"('{file}')",
]


@pytest.mark.parametrize("statement", ELSEWHERE)
def test_sql_reads_nothing_but_the_run_unless_allowed(
    run: Path, tmp_path: Path, ipscore: Ipscore, statement: str
) -> None:
    file = tmp_path / "letters.csv"
    file.write_text("a\nsecret\n", encoding="utf-8")
    printed = ipscore("sql", run, statement.format(file=file))
    assert (printed.code, printed.out) == (1, "")
    assert "--allow-files" in printed.err
    assert "secret" not in printed.err


def test_sql_may_be_allowed_to_read_files(run: Path, tmp_path: Path, ipscore: Ipscore) -> None:
    file = tmp_path / "more.csv"
    file.write_text("firm,note\n甲证券,记\n", encoding="utf-8")
    told = f"select firm, note from firms join read_csv('{file}') more using (firm)"
    assert ipscore("sql", run, told, "--allow-files", "--format", "csv").out == "firm,note\n甲证券,记\n"


def test_every_function_of_sql_that_reads_files_has_such_a_name() -> None:
    named = set()
    for name in (*(name for name in dir(pl) if not name.startswith("_")), "csv", "parquet", "glob", "file", "load"):
        try:
            pl.SQLContext().execute(f"select * from {name}('/nowhere')", eager=True)
        except (pl.exceptions.PolarsError, OSError) as error:
            if "is not a supported table function" in str(error):
                continue
        named.add(name)
    assert "read_parquet" in named
    assert [name for name in sorted(named) if not _OF_FILES.search(name)] == []


def test_what_a_stranger_wrote_is_no_formula_in_quarantine(tmp_path: Path, records: Path, ipscore: Ipscore) -> None:
    edit(records, "资金监控预警", "乙证劵", "=HYPERLINK(1)")
    run = tmp_path / "run"
    assert ipscore("score", records, "-r", SMALL, "--out", run).code == 0
    written = (run / "quarantine" / "fund_warnings.csv").read_text(encoding="utf-8")
    assert ",'=HYPERLINK(1)," in written
    query = "select value from quarantine_fund_warnings where kind = 'rejected'"
    assert json.loads(ipscore("sql", run, query, "--format", "json").out) == [{"value": "=HYPERLINK(1)"}]
    assert ipscore("sql", run, query, "--format", "csv").out == "value\n'=HYPERLINK(1)\n"
    assert ipscore("verify", run, records).code == 0

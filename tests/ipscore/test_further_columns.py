"""Columns that a rulebook adds to a source kept here: everywhere as good as the source's own."""

from __future__ import annotations

import json
from pathlib import Path

import polars as pl
import pytest

from ipscore.run_folder import Run
from tests.ipscore import small_records
from tests.ipscore.conftest import Ipscore
from tests.reports.small import SMALL

CAUSE = """
extends = "small"
id = "caused"
title = "有原因的小规则（2017年度）"

[source.complaints.column.cause]
title = "投诉原因"
kind = "text"
values = ["系统", "人员"]
aliases = ["原因"]

[source.complaints.column.handler]
title = "经办人"
kind = "text"
personal = true
optional = true

[source.complaints.column.amount]
title = "涉及金额"
unit = "元"
kind = "number"
ge = 0
nullable = true

[breakdown]
complaints = ["cause", ["category", "cause"]]

[indicator."1.3"]
name = "系统投诉"
parent = "1"

[indicator."1.3".rule]
kind = "deduction"

[[indicator."1.3".rule.deduct]]
id = "system"
label = "系统原因的投诉"
source = "complaints"
when = { cause = "系统" }
points = 4
basis = "assumed"
reference = { title = "小规则第13条" }

[indicator."1.4"]
name = "赔付"
missing = "reweight"
parent = "1"

[indicator."1.4".rule]
kind = "graded"

[[indicator."1.4".rule.part]]
id = "paid"
label = "涉及金额合计"
source = "complaints"
measure = "sum"
column = "amount"
unit = "元"
tiers = [{ at_least = 100, points = 100 }, { at_least = 1, points = 50 }]
basis = "assumed"
reference = { title = "小规则第14条" }
"""


def _rulebook(folder: Path, text: str = CAUSE) -> Path:
    folder.mkdir(exist_ok=True)
    (folder / "small.toml").write_bytes(SMALL.read_bytes())
    path = folder / "caused.toml"
    path.write_text(text, encoding="utf-8")
    return path


def _records(folder: Path, *, header: str = "投诉原因") -> Path:
    small_records.write(folder)
    path = folder / "12386投诉工单.csv"
    head, *rows = path.read_text(encoding="utf-8").splitlines()
    causes = [f"{row},{'系统' if n % 3 == 0 else '人员'},张三丰,{n}" for n, row in enumerate(rows)]
    path.write_text("\n".join([f"{head},{header},经办人,涉及金额（元）", *causes]) + "\n", encoding="utf-8")
    return folder


@pytest.fixture
def caused(tmp_path: Path, ipscore: Ipscore) -> Path:
    printed = ipscore(
        "score", _records(tmp_path / "records"), "-r", _rulebook(tmp_path / "rules"), "-o", tmp_path / "run"
    )
    assert printed.code == 0, printed.err
    return tmp_path / "run"


def test_conditions_and_sums_read_them(caused: Path) -> None:
    evidence = Run.open(caused).table("evidence").filter(pl.col("node").is_in(["1.3", "1.4"]))
    counted = evidence.group_by("node").agg(pl.col("quantity").sum()).sort("node").rows()
    assert counted == [("1.3", 4.0), ("1.4", float(sum(range(11))))]


def test_reports_call_them_by_their_titles(caused: Path, tmp_path: Path, ipscore: Ipscore) -> None:
    printed = ipscore("report", "whitepaper", caused, "--out", tmp_path / "w.html")
    assert printed.code == 0, printed.err
    text = (tmp_path / "w.html").read_text(encoding="utf-8")
    assert "按投诉原因分" in text or "按投诉类别与投诉原因分" in text
    for kind in ("workbook", "data"):
        printed = ipscore("report", kind, caused, "--out", tmp_path / ("w.xlsx" if kind == "workbook" else "data"))
        assert printed.code == 0, printed.err
    counted = (
        Run.open(caused).table("breakdown").filter(source="complaints", column="cause", measure="records", node="")
    )
    assert dict(counted.select("value", "quantity").iter_rows()) == {"人员": 7.0, "系统": 4.0}


def test_names_of_persons_are_masked_and_count_nowhere(caused: Path) -> None:
    written = b"".join(path.read_bytes() for path in caused.rglob("*") if path.is_file())
    assert "张三丰".encode() not in written


@pytest.mark.parametrize("engine", ["polars", "duckdb"])
def test_engines_read_them_from_typed_tables(engine: str, tmp_path: Path, ipscore: Ipscore, caused: Path) -> None:
    records = _records(tmp_path / "typed")
    text = CAUSE.replace(
        '[source.complaints.column.handler]\ntitle = "经办人"\nkind = "text"\npersonal = true\noptional = true\n', ""
    )
    path = records / "12386投诉工单.csv"
    frame = (
        pl.read_csv(path, try_parse_dates=True)
        .drop("经办人")
        .with_columns((pl.col("是否存在过错") == "是").alias("是否存在过错"), pl.col("涉及金额（元）").cast(pl.Float64))
    )
    path.unlink()
    frame.write_parquet(records / "12386投诉工单.parquet")
    rules = _rulebook(tmp_path / "rules2", text)
    out = tmp_path / engine
    printed = ipscore("score", records, "-r", rules, "-o", out, "--engine", engine)
    assert printed.code == 0, printed.err
    assert Run.open(out).table("scores").equals(Run.open(caused).table("scores"))
    assert Run.open(out).table("breakdown").equals(Run.open(caused).table("breakdown"))


def test_template_dictionary_and_mapping_know_them(tmp_path: Path, ipscore: Ipscore) -> None:
    rules = _rulebook(tmp_path / "rules")
    assert ipscore("template", tmp_path / "forms", "-r", rules).code == 0
    assert (tmp_path / "forms" / "12386投诉工单.xlsx").is_file()
    rows = json.loads(ipscore("dictionary", "-r", rules, "--format", "json").out)
    cause = next(row for row in rows if (row["source"], row["column"]) == ("complaints", "cause"))
    assert (cause["header"], cause["allowed"]) == ("投诉原因", "系统、人员")
    records = _records(tmp_path / "records", header="缘由")
    failed = ipscore("score", records, "-r", rules, "-o", tmp_path / "run")
    assert "缺少列 投诉原因（cause）" in failed.err
    (records / "mapping.toml").write_text('[columns.complaints]\n"缘由" = "cause"\n', encoding="utf-8")
    assert ipscore("score", records, "-r", rules, "-o", tmp_path / "run").code == 0


def test_a_cell_that_is_no_option_is_rejected(tmp_path: Path, ipscore: Ipscore) -> None:
    records = _records(tmp_path / "records")
    small_records.edit(records, "12386投诉工单", "否,系统,张三丰,0\n", "否,系桶,张三丰,0\n")
    printed = ipscore("check", records, "-r", _rulebook(tmp_path / "rules"))
    assert printed.code == 1
    assert "系桶" in printed.out


BAD = {
    "a name that is there": ("column.cause]", "column.category]", "12386投诉工单本来就有列 category（投诉类别）"),
    "a header that is there": (
        'title = "投诉原因"',
        'title = "投诉类型"',
        "表头“投诉类型”是12386投诉工单自带的列（投诉类别）的写法",
    ),
    "an alias that is there": ('"原因"', '"类别"', "表头“类别”是12386投诉工单自带的列（投诉类别）的写法"),
    "no source kept here": (
        "[source.complaints.",
        "[source.complaint.",
        "没有叫 complaint 的自带数据源",
        "是否指 complaints？",
    ),
    "the register": (
        "[source.complaints.",
        "[source.firm_register.",
        "firm_register.column.amount.kind：给名录加的列只用于分组",
    ),
    "more than columns": ("[breakdown]", '[source.complaints]\nunit = "单"\n[breakdown]', "只写 column，不写 unit"),
    "a title too": ("[breakdown]", '[source.complaints]\ntitle = "工单"\n[breakdown]', "complaints 是系统自带的数据源"),
    "a condition on names": (
        'when = { cause = "系统" }',
        'when = { handler = "张" }',
        "列 handler 是人名，读入时即遮盖，不能作条件",
    ),
    "a vocabulary of names": (
        "[breakdown]",
        '[vocabulary.complaints]\nhandler = ["张三", "李四"]\n[breakdown]',
        "vocabulary.complaints.handler：列 handler 是人名，读入时即遮盖，不能有词表",
    ),
    "different names": (
        'measure = "sum"\ncolumn = "amount"',
        'measure = "distinct"\ncolumn = "handler"',
        "列 handler 是人名，读入时即遮盖，不能据以计数或评级",
    ),
    "an event by names": (
        'when = { cause = "系统" }',
        'same_event = ["handler"]',
        "列 handler 是人名，读入时即遮盖，不能据以认定同一事项",
    ),
    "counted by names": (
        'complaints = ["cause",',
        'complaints = ["handler",',
        "列 handler 可能含个人姓名，不能用于分类统计",
    ),
    "a value that is no option": (
        'when = { cause = "系统" }',
        'when = { cause = "系统故障" }',
        "“系统故障”不在可选值中",
    ),
    "a personal number": (
        'unit = "元"\nkind = "number"\nge = 0',
        'kind = "number"\npersonal = true',
        "的列可写 personal",
    ),
}


@pytest.mark.parametrize("case", BAD)
def test_what_cannot_be_added_is_told(case: str, tmp_path: Path, ipscore: Ipscore) -> None:
    old, new, *told = BAD[case]
    assert old in CAUSE
    printed = ipscore("rulebook", "check", _rulebook(tmp_path / "rules", CAUSE.replace(old, new)))
    assert printed.code == 1
    assert all(part in printed.err for part in told), printed.err

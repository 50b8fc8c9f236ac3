"""Preview, corrections, final run: every change of score and rank is explained, and everything is told again."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import jsonschema
import openpyxl
import polars as pl
import pytest

from indicator_tree import load_rulebook
from ipscore.cli import run as run_command
from ipscore.inputs import read_records
from ipscore.json_schemas import FOLDER, schemas
from ipscore.run_folder import Run
from scoring import score
from tests.ipscore import small_records
from tests.ipscore.conftest import Ipscore
from tests.reports.small import SMALL, A, C
from tests.support.shared import base_of, made_once, untouched

EXAMPLE = Path(__file__).parents[2] / "docs/examples/corrections/更正决定.csv"
MORE = [
    "资金监控预警,YJ20170001,撤销,,,,误报,更正〔2018〕7号,2018-05-16",
    "12386投诉工单,GD201700332,更正,办结日期,,2017-02-01,补报办结日期,更正〔2018〕8号,2018-05-16",
    "投资者调查答卷,DJ000100,更正,education_satisfaction,满意,非常不满意,回访更正,更正〔2018〕9号,2018-05-16",
]
NAME = "更正决定.csv"
HEADER = "来源,记录编号,处理,列,原值,新值,理由,决定文号,决定日期"
AT = ["firm_id", "node"]


def decisions_of(lines: list[str]) -> list[str]:
    return list(dict.fromkeys(line.split(",")[7] for line in lines))


def final(folder: Path, lines: list[str], rulebook: str | Path, records: Path, ipscore: Ipscore) -> Path:
    """The run over records with these decisions."""
    shutil.copytree(records, folder / "records", dirs_exist_ok=True)
    (folder / "records" / NAME).write_text("\n".join([HEADER, *lines]) + "\n", encoding="utf-8")
    printed = ipscore("score", folder / "records", "--rulebook", rulebook, "-o", folder / "run")
    assert printed.code == 0, printed.err
    return folder / "run"


def insist_on_explained(parts: pl.DataFrame, before: pl.DataFrame, now: pl.DataFrame) -> None:
    """Every change has parts that add up to it, and nothing else has any."""
    joined = before.select(*AT, "score", "rank").join(now.select(*AT, after="score", rank_after="rank"), on=AT)
    moved = joined.with_columns(
        change=pl.col("after") - pl.col("score"), ranks=(pl.col("rank_after") - pl.col("rank")).cast(pl.Float64)
    ).filter((pl.col("change").abs() > 1e-9) | (pl.col("ranks") != 0))
    assert moved.height > 0
    told = parts.group_by(AT).agg(pl.col("score_part").sum(), pl.col("rank_part").sum())
    assert told.height == moved.height
    held = moved.join(told, on=AT)
    assert held.height == moved.height
    assert (held["change"] - held["score_part"]).abs().max() < 1e-9
    assert (held["ranks"] - held["rank_part"]).abs().max() < 1e-9


def insist_on_alone(
    parts: pl.DataFrame, lines: list[str], rulebook: str | Path, records: Path, now: pl.DataFrame
) -> None:
    """What each decision did alone is the scores now without those of scoring without it, from its files."""
    book = load_rulebook(rulebook).model_copy(update={"breakdown": {}})  # of each only the scores are asked
    for number in decisions_of(lines):
        kept = [line for line in lines if line.split(",")[7] != number]
        (records / NAME).write_text("\n".join([HEADER, *kept]) + "\n", encoding="utf-8")
        scores = score(read_records(records, book), book).scores
        without = scores.select(*AT, without="score", rank_without="rank")
        here = (
            now.select(*AT, "score", "rank").join(without, on=AT).join(parts.filter(decision=number), on=AT, how="left")
        )
        known = parts.select(AT).unique()
        here = here.join(known, on=AT, how="semi").with_columns(pl.col("score_alone", "rank_alone").fill_null(0.0))
        assert (here["score"] - here["without"] - here["score_alone"]).abs().max() < 1e-9
        assert (here["rank"] - here["rank_without"] - here["rank_alone"]).abs().max() < 1e-9


@pytest.mark.parametrize("more", [[], MORE], ids=["all subsets", "two orders"])
def test_every_change_of_the_demonstration_is_explained(
    demonstration_folder: Path, tmp_path: Path, ipscore: Ipscore, more: list[str]
) -> None:
    lines = [*EXAMPLE.read_text(encoding="utf-8").splitlines()[1:], *more]
    preview = demonstration_folder / "run"
    now = final(tmp_path, lines, "2017", demonstration_folder / "records", ipscore)
    told = ipscore("compare", preview, now)
    assert f"两次运行之间有 {6 + len(more)} 个更正决定不同：更正〔2018〕1号" in told.out
    printed = ipscore("compare", preview, now, "--records", tmp_path / "records", "-f", "csv")
    assert printed.code == 0, printed.err
    parts = pl.read_csv(printed.out.encode(), infer_schema_length=None)
    assert set(parts["decision"]) <= set(decisions_of(lines))
    scores = Run.open(now).table("scores")
    insist_on_explained(parts, Run.open(preview).table("scores"), scores)
    unprompted = parts.filter(~pl.col("own").any().over("firm_id"))
    assert unprompted.filter(node="total").height > 0
    insist_on_alone(parts, lines, "2017", tmp_path / "records", scores)


SMALL_LINES = [
    "资金监控预警,YJ6,更正,证券公司,乙证劵,乙证券,录入有误,更1,2018-05-01",
    "资金监控预警,YJ4,撤销,,,,误报,更2,2018-05-01",
    "资金监控预警,YJ1,改列,,甲证券,丙证券,应计入丙证券,更3,2018-05-01",
    "12386投诉工单,GD10,更正,办结日期,,2017-06-01,已办结,更4,2018-05-01",
    "年报风控指标,年报风控指标.csv#3,更正,分子,7,30,年报更正,更5,2018-05-01",
]


@pytest.fixture(scope="session")
def corrected_once(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Records and run of `corrected`, for all workers: to be read only."""
    yield from untouched(made_once(base_of(tmp_path_factory), "corrected", _score_corrected))


def _score_corrected(folder: Path) -> None:
    records = small_records.write(folder / "records")
    (records / "accepted.toml").unlink()
    (records / NAME).write_text("\n".join([HEADER, *SMALL_LINES]) + "\n", encoding="utf-8")
    command = ["score", records, "--rulebook", SMALL, "--out", folder / "run"]
    assert run_command([str(argument) for argument in command]) == 0


@pytest.fixture
def corrected(tmp_path: Path, run: Path, records: Path, corrected_once: Path) -> Path:
    """The small run over corrected records, in which nothing is rejected any more."""
    (records / "accepted.toml").unlink()
    return shutil.copytree(corrected_once, tmp_path / "final") / "run"


@pytest.mark.parametrize(
    ("name", "command"),
    [
        ("check", ("check", "{records}", "-r", str(SMALL))),
        ("explain", ("explain", "{run}", "乙证券", "1.1")),
        ("record", ("record", "{run}", "YJ6")),
        ("verify", ("verify", "{run}", "{records}")),
        ("compare", ("compare", "{run}", "{run}")),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_documents_of_a_corrected_run_are_of_their_schemas(
    corrected: Path, ipscore: Ipscore, name: str, command: tuple[str, ...]
) -> None:
    records = corrected.parent / "records"
    printed = ipscore(*(word.format(run=corrected, records=records) for word in command), "--format", "json")
    kept = json.loads((FOLDER / "check.schema.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator((schemas() | {"check": kept})[name]).validate(json.loads(printed.out))


def test_every_change_of_a_small_run_is_explained(run: Path, corrected: Path, ipscore: Ipscore) -> None:
    records = corrected.parent / "records"
    shown = ipscore("compare", run, corrected, "--records", records)
    assert "总分：有记录被更正的公司" in shown.out
    assert "各决定的影响之和等于变化" in shown.out
    printed = ipscore("compare", run, corrected, "--records", records, "-f", "csv")
    parts = pl.read_csv(printed.out.encode(), infer_schema_length=None)
    document = json.loads(ipscore("compare", run, corrected, "--records", records, "-f", "json").out)
    jsonschema.Draft202012Validator(schemas()["attribution"]).validate(document)
    assert len(document["parts"]) == parts.height
    assert document["decisions"] == decisions_of(SMALL_LINES)
    scores = Run.open(corrected).table("scores")
    insist_on_explained(parts, Run.open(run).table("scores"), scores)
    insist_on_alone(parts, SMALL_LINES, SMALL, records, scores)


def test_a_run_tells_its_decisions(corrected: Path, ipscore: Ipscore) -> None:
    opened = Run.open(corrected)
    entry = opened.manifest["corrections"]
    assert [file["name"] for file in entry["files"]] == [NAME]
    assert [row["decision"] for row in entry["decisions"]] == ["更1", "更2", "更3", "更4", "更5"]
    row = opened.table("corrections").row(by_predicate=pl.col("decision") == "更3", named=True)
    assert (row["file"], row["row"], row["firm_before"], row["firm_now"], row["nodes"]) == (NAME, 4, A, C, "1.1")
    touched = opened.table("corrected").filter(decision="更3").select("firm_id", "node").rows()
    assert touched == [(A, "1.1"), (C, "1.1")]
    warnings = next(entry for entry in opened.manifest["inputs"] if entry["source"] == "fund_warnings")
    assert (warnings["read"], warnings["used"], warnings["rejected"], warnings["excluded"], warnings["corrected"]) == (
        *(7, 5, 0, 1, 1),
    )
    counted = ipscore(
        "sql", corrected, "select decision, record_id from corrections where firm_now is null", "-f", "csv"
    )
    assert counted.out == "decision,record_id\n更2,YJ4\n"


def test_a_run_is_verified_with_its_decisions(corrected: Path, ipscore: Ipscore) -> None:
    records = corrected.parent / "records"
    assert ipscore("verify", corrected, records).code == 0
    text = (records / NAME).read_text(encoding="utf-8")
    (records / NAME).write_text(text.replace("误报", "误发"), encoding="utf-8")
    printed = ipscore("verify", corrected, records)
    assert printed.code == 1
    assert NAME in printed.out
    (records / NAME).unlink()
    assert ipscore("verify", corrected, records).code == 1


EXAMPLES = EXAMPLE.parent.parent
UNITS = {
    "departments rated by problems": (
        "compliance_inspection/compliance_2024q1.toml",
        [
            "问题台账,HG24-001,改列,,债券融资部,股权融资部,问题属于股权融资部,更1,2024-05-10",
            "问题台账,HG24-002,更正,严重程度,较大,轻微,复核后降级,更2,2024-05-10",
        ],
    ),
    "subsidiaries compared with each other": (
        "subsidiaries/subsidiaries_2023.toml",
        [
            "财务指标,财务指标.csv#2,更正,净利润,448,648,年报更正,更1,2024-05-10",
            "财务指标,财务指标.csv#3,更正,净资产,1731,1931,年报更正,更2,2024-05-10",
        ],
    ),
}


@pytest.mark.parametrize(("rulebook", "lines"), UNITS.values(), ids=UNITS)
def test_units_and_sources_of_a_rulebook_are_corrected_too(
    tmp_path: Path, ipscore: Ipscore, rulebook: str, lines: list[str]
) -> None:
    book = EXAMPLES / rulebook
    records = book.parent / "records"
    assert ipscore("score", records, "--rulebook", book, "-o", tmp_path / "preview").code == 0
    now = final(tmp_path / "final", lines, book, records, ipscore)
    kept = tmp_path / "final/records"
    printed = ipscore("compare", tmp_path / "preview", now, "--records", kept, "-f", "csv")
    assert printed.code == 0, printed.err
    parts = pl.read_csv(printed.out.encode(), infer_schema_length=None)
    scores = Run.open(now).table("scores")
    insist_on_explained(parts, Run.open(tmp_path / "preview").table("scores"), scores)
    insist_on_alone(parts, lines, book, kept, scores)


def test_a_run_without_decisions_has_nothing_of_them(run: Path) -> None:
    assert "corrections" not in Run.open(run).manifest
    assert not (run / "corrections.csv").exists()
    assert "corrected" not in (run / "intake.csv").read_text(encoding="utf-8")
    assert "corrections" not in Run.open(run).table_names


def test_explain_names_the_decisions_behind_a_row(corrected: Path, ipscore: Ipscore) -> None:
    printed = ipscore("explain", corrected, "乙证券", "1.1")
    assert "经更正（一般预警）：更1、更2" in printed.out
    assert "更正 更2（2018-05-01）：资金监控预警 YJ4 撤销；理由：误报" in printed.out
    steps = json.loads(ipscore("explain", corrected, "乙证券", "1.1", "-f", "json").out)["steps"]
    assert [step["decisions"] for step in steps if step["decisions"]] == [["更1", "更2"]]


def test_a_firm_is_told_its_own_decisions_and_no_other_firm(corrected: Path, tmp_path: Path, ipscore: Ipscore) -> None:
    told = {
        "甲证券": (("乙证券", "丙证券", "更2", "更5"), "YJ1 改列至别处；理由：涉及其他机构，不在此列出"),
        "丙证券": (("甲证券", "乙证券", "更2", "更4"), "YJ1 改列而来；理由：涉及其他机构，不在此列出"),
    }
    for name, (others, own) in told.items():
        out = tmp_path / f"{name}.html"
        printed = ipscore("report", "firm", corrected, name, "-o", out)
        assert printed.code == 0, printed.err
        text = out.read_text(encoding="utf-8")
        assert own in text
        assert [other for other in others if other in text] == []


def test_reports_over_all_firms_tell_how_many_records_were_corrected(
    corrected: Path, tmp_path: Path, ipscore: Ipscore
) -> None:
    said = "按 5 个决定更正了 5 条记录（撤销 1、更正 3、改列 1）：更1、更2、更3、更4、更5。"
    out = tmp_path / "w.html"
    assert ipscore("report", "whitepaper", corrected, "-o", out).code == 0
    assert said in out.read_text(encoding="utf-8")
    assert ipscore("report", "workbook", corrected, "-o", tmp_path / "w.xlsx").code == 0
    sheets = pl.read_excel(tmp_path / "w.xlsx", sheet_id=0, has_header=False, infer_schema_length=0)
    cells = {cell for sheet in sheets.values() for row in sheet.iter_rows() for cell in row}
    assert said in cells
    assert {"更正决定", "应计入丙证券", "资金监控预警 YJ1"} <= cells
    assert ipscore("report", "data", corrected, "-o", tmp_path / "data").code == 0


def test_only_decisions_may_differ(run: Path, corrected: Path, ipscore: Ipscore) -> None:
    kept = corrected.parent / "records"
    same = ipscore("compare", corrected, corrected, "--records", kept)
    assert "两次运行的更正决定相同" in same.err
    backwards = ipscore("compare", corrected, run, "--records", kept)
    assert "决定 更1 只在" in backwards.err
    (kept / NAME).write_text("\n".join([HEADER, *SMALL_LINES[:4]]) + "\n", encoding="utf-8")
    assert f"不是运行 {corrected} 所用的数据：{NAME} 不同" in ipscore("compare", run, corrected, "--records", kept).err


def test_a_second_round_of_decisions_is_explained_by_itself(
    corrected: Path, tmp_path: Path, records: Path, ipscore: Ipscore
) -> None:
    more = [*SMALL_LINES, "资金监控预警,YJ2,撤销,,,,误报,更6,2018-06-01"]
    second = final(tmp_path / "second", more, SMALL, records, ipscore)
    printed = ipscore("compare", corrected, second, "--records", tmp_path / "second/records", "-f", "csv")
    parts = pl.read_csv(printed.out.encode(), infer_schema_length=None)
    assert set(parts["decision"]) == {"更6"}
    insist_on_explained(parts, Run.open(corrected).table("scores"), Run.open(second).table("scores"))
    assert set(parts.filter("own")["firm_id"]) == {A}


def test_a_decision_is_known_by_its_number_in_other_brackets(
    run: Path, corrected: Path, tmp_path: Path, records: Path, ipscore: Ipscore
) -> None:
    first, second = (
        [line.replace("更1", f"更{number}") for line in SMALL_LINES] for number in ("〔2018〕1", "[2018] 1")
    )
    before = final(tmp_path / "brackets", first, SMALL, records, ipscore)
    now = final(tmp_path / "others", [*second, "资金监控预警,YJ2,撤销,,,,误报,更6,2018-06-01"], SMALL, records, ipscore)
    printed = ipscore("compare", before, now, "--records", tmp_path / "others/records", "-f", "csv")
    assert printed.code == 0, printed.err
    assert set(pl.read_csv(printed.out.encode(), infer_schema_length=None)["decision"]) == {"更6"}


def test_new_records_of_a_correction_file_are_no_other_input(
    run: Path, tmp_path: Path, records: Path, ipscore: Ipscore
) -> None:
    cells = {"证券公司": "乙证券", "投诉类别": "其他", "受理日期": "2017-05-01", "是否存在过错": "是"}
    lines = [f"12386投诉工单,GD99,补录,{name},,{value},漏报,更1,2018-05-01" for name, value in cells.items()]
    now = final(tmp_path / "final", lines, SMALL, records, ipscore)
    printed = ipscore("compare", run, now, "--records", tmp_path / "final/records", "-f", "csv")
    assert printed.code == 0, printed.err
    assert set(pl.read_csv(printed.out.encode(), infer_schema_length=None)["decision"]) == {"更1"}


def test_a_workbook_with_records_beside_corrections_is_an_input(
    run: Path, tmp_path: Path, records: Path, ipscore: Ipscore
) -> None:
    for folder, level in (("before", "提示关注"), ("now", "一般预警")):
        shutil.copytree(records, tmp_path / folder)
        (tmp_path / folder / "资金监控预警.csv").unlink()
        book = openpyxl.Workbook()
        page = book.active
        page.title = "资金监控预警"
        for row in (
            ["预警编号", "证券公司", "预警日期", "预警级别", "预警事项"],
            ["YJ1", "甲证券", "2017-05-01", level, "划款"],
        ):
            page.append(row)
        page = book.create_sheet("更正决定")
        page.append(HEADER.split(","))
        if folder == "now":
            page.append(SMALL_LINES[3].split(","))
        book.save(tmp_path / folder / "2017年数据.xlsx")
        (tmp_path / folder / "accepted.toml").unlink()
        assert ipscore("score", tmp_path / folder, "--rulebook", SMALL, "-o", tmp_path / f"run_{folder}").code == 0
    printed = ipscore("compare", tmp_path / "run_before", tmp_path / "run_now", "--records", tmp_path / "now")
    assert printed.code == 1
    assert "2017年数据.xlsx 的内容不同" in printed.err

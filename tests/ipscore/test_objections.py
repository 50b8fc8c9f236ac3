"""Objections: a form per firm, filled in, read back, and refused where anything in it is not as it must be."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema
import openpyxl
import pytest

from ipscore.cli import run as run_command
from ipscore.json_schemas import schemas
from tests.ipscore.conftest import Ipscore

COLUMNS = {
    name: place
    for place, name in enumerate(
        (
            "序号",
            "指标",
            "指标名称",
            "原因",
            "参数",
            "该行分值",
            "数据源",
            "记录编号",
            "记录内容",
            "异议理由",
            "说明与依据",
            "请求",
            "应改的列",
            "应改为",
        ),
        1,
    )
}
SOUND = {"异议理由": "记录的内容有误", "说明与依据": "预警在次日撤销，见附件", "请求": "去掉这条记录"}


@pytest.fixture(scope="module")
def form_once(small_run: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What `form` is a copy of."""
    path = tmp_path_factory.mktemp("form") / "甲_异议表.xlsx"
    command = ["objections", "form", str(small_run), "甲证券", "-o", str(path), "--issuer", "投保基金"]
    assert run_command(command) == 0
    return path


@pytest.fixture
def form(form_once: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(form_once, tmp_path))


def row_of(sheet: Any, record: str) -> int:
    return next(row for row in range(2, sheet.max_row + 1) if sheet.cell(row, COLUMNS["记录编号"]).value == record)


def filled(path: Path, fill: Callable[[Any], None]) -> Path:
    book = openpyxl.load_workbook(path)
    fill(book["异议"])
    book.save(path)
    return path


def write(sheet: Any, row: int, cells: dict[str, str]) -> None:
    for name, value in cells.items():
        sheet.cell(row, COLUMNS[name]).value = value


def test_the_form_lists_every_record_with_what_it_says_and_what_may_be_chosen(form: Path) -> None:
    book = openpyxl.load_workbook(form)
    sheet = book["异议"]
    assert [cell.value for cell in sheet[1]] == list(COLUMNS)
    row = row_of(sheet, "YJ1")
    assert sheet.cell(row, COLUMNS["数据源"]).value == "资金监控预警"
    assert (
        sheet.cell(row, COLUMNS["记录内容"]).value
        == "涉及公司：甲证券；预警日期：2017-05-01；预警级别：提示关注；预警事项：划款"
    )
    chosen = {str(rule.sqref).partition("2:")[0]: rule.formula1 for rule in sheet.data_validations.dataValidation}
    assert set(chosen) == {"J", "L"}
    assert "去掉这条记录" in chosen["L"]
    said = "".join(str(cell.value or "") for line in book["填写说明"].iter_rows() for cell in line)
    assert "向投保基金提出" in said


def test_what_was_filled_in_is_read_as_a_table_and_as_a_document(
    run: Path, form: Path, tmp_path: Path, ipscore: Ipscore
) -> None:
    def fill(sheet: Any) -> None:
        write(sheet, row_of(sheet, "YJ1"), SOUND)
        more = {"请求": "更正这条记录", "应改的列": "预警日期", "应改为": "2017-05-02"}
        write(sheet, row_of(sheet, "YJ3"), {**SOUND, **more})
        missing = {"指标": "1.1", "异议理由": "缺少应计的记录", "说明与依据": "另有一条", "请求": "补记一条记录"}
        write(sheet, sheet.max_row + 1, missing)

    filled(form, fill)
    printed = ipscore("objections", "read", form, "--run", run)
    assert printed.code == 0, printed.err
    assert "异议 3 条" in printed.out
    document = json.loads(ipscore("objections", "read", form, "--run", run, "-f", "json").out)
    jsonschema.Draft202012Validator(schemas()["objections"]).validate(document)
    first, second, third = document["objections"]
    assert (first["firm"], first["node"], first["source"], first["record_id"]) == (
        "甲证券",
        "1.1",
        "fund_warnings",
        "YJ1",
    )
    assert (first["action"], first["statement"]) == ("drop", SOUND["说明与依据"])
    assert (second["action"], second["column"], second["value"]) == ("replace", "occurred_on", "2017-05-02")
    assert (third["action"], third["record_id"], third["node"]) == ("add", None, "1.1")
    out = tmp_path / "异议.json"
    assert ipscore("objections", "read", form, "--run", run, "-o", out).code == 0
    assert json.loads(out.read_text(encoding="utf-8")) == document


def test_a_form_in_which_nothing_was_written_holds_no_objection(run: Path, form: Path, ipscore: Ipscore) -> None:
    assert "没有写任何异议" in ipscore("objections", "read", form, "--run", run).out


def _first(sheet: Any, cells: dict[str, str]) -> None:
    write(sheet, row_of(sheet, "YJ1"), cells)


def _added(sheet: Any, cells: dict[str, str]) -> None:
    write(sheet, sheet.max_row + 1, cells)


WRONG: dict[str, tuple[Callable[[Any], None], str]] = {
    "an empty ground": (lambda s: _first(s, {**SOUND, "异议理由": ""}), "没有写“异议理由”"),
    "no statement": (lambda s: _first(s, {**SOUND, "说明与依据": " "}), "没有写“说明与依据”"),
    "no claim": (lambda s: _first(s, {**SOUND, "请求": ""}), "没有写“请求”"),
    "an unknown ground": (lambda s: _first(s, {**SOUND, "异议理由": "记录有误"}), "是否指 记录的内容有误"),
    "a changed record": (lambda s: _first(s, {"记录编号": "YJ4"}), "“记录编号”被改动：原为“YJ1”，现为“YJ4”"),
    "a changed content": (lambda s: _first(s, {"记录内容": "无"}), "“记录内容”被改动"),
    "a changed header": (lambda s: write(s, 1, {"请求": "要求"}), "表头被改动"),
    "a row deleted": (lambda s: s.delete_rows(row_of(s, "YJ1")), "不要删行"),
    "a row twice": (lambda s: _added(s, {"序号": "1"}), "出现两次"),
    "an unknown indicator": (lambda s: _added(s, {**SOUND, "指标": "1.9", "请求": "补记一条记录"}), "没有指标 1.9"),
    "another firm's record": (
        lambda s: _added(s, {**SOUND, "指标": "1.1", "记录编号": "YJ4"}),
        "记录 YJ4 是其他公司的记录",
    ),
    "an unknown record": (lambda s: _added(s, {**SOUND, "指标": "1.1", "记录编号": "YJ77"}), "没有编号 YJ77 的记录"),
    "no new value": (lambda s: _first(s, {**SOUND, "请求": "更正这条记录", "应改的列": "预警日期"}), "写明"),
    "an unknown column": (
        lambda s: _first(s, {**SOUND, "请求": "更正这条记录", "应改的列": "日期", "应改为": "2017-05-02"}),
        "“应改的列”不能是“日期”",
    ),
}


@pytest.mark.parametrize("case", WRONG)
def test_what_is_wrong_is_told_with_its_line_and_nothing_is_taken(
    run: Path, form: Path, ipscore: Ipscore, case: str
) -> None:
    fill, told = WRONG[case]
    filled(form, fill)
    printed = ipscore("objections", "read", form, "--run", run)
    assert (printed.code, printed.out) == (1, "")
    assert told in printed.err
    assert form.name in printed.err


def test_another_file_is_no_form(run: Path, tmp_path: Path, ipscore: Ipscore) -> None:
    path = tmp_path / "x.xlsx"
    openpyxl.Workbook().save(path)
    assert "不是异议表" in ipscore("objections", "read", path, "--run", run).err
    path.write_text("no workbook", encoding="utf-8")
    assert "不是可以读的" in ipscore("objections", "read", path, "--run", run).err


def test_two_forms_of_one_firm_are_not_taken(run: Path, form: Path, tmp_path: Path, ipscore: Ipscore) -> None:
    again = tmp_path / "again.xlsx"
    again.write_bytes(form.read_bytes())
    assert "同属一家公司" in ipscore("objections", "read", form, again, "--run", run).err


def test_the_words_of_a_breakdown_are_an_editors(run: Path, tmp_path: Path, ipscore: Ipscore) -> None:
    folder = tmp_path / "模板"
    assert ipscore("report", "templates", folder).code == 0
    texts = folder / "评价明细正文"
    template = texts / "objection.md.j2"
    words = template.read_text(encoding="utf-8").replace("以组织评价的机构的通知为准", "王处，截止 2018 年 5 月 31 日")
    template.write_text(words, encoding="utf-8")
    page, form = tmp_path / "甲.html", tmp_path / "甲.xlsx"
    assert ipscore("report", "firm", run, "甲证券", "-o", page, "--texts", texts).code == 0
    assert "截止 2018 年 5 月 31 日" in page.read_text(encoding="utf-8")
    assert ipscore("objections", "form", run, "甲证券", "-o", form, "--texts", texts).code == 0
    said = [str(cell.value) for line in openpyxl.load_workbook(form)["填写说明"].iter_rows() for cell in line]
    assert any("截止 2018 年 5 月 31 日" in words for words in said)
    template.write_text("{{ nobody }}", encoding="utf-8")
    assert (
        "objection.md.j2" in ipscore("report", "firm", run, "甲证券", "-o", tmp_path / "x.html", "--texts", texts).err
    )

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from ipscore import report_whitepaper
from reports.document import Document
from tests.ipscore.conftest import Ipscore

pytestmark = pytest.mark.usefixtures("no_font")
REFERENCE = """
title = "上年报告"
year = 2016
rulebook = "small"

[node.total]
mean = 90.0
"""


@pytest.mark.parametrize("form", ["docx", "pdf", "html"])
def test_the_white_paper_is_written_in_the_format_of_its_suffix(
    form: str, run: Path, tmp_path: Path, ipscore: Ipscore
) -> None:
    out = tmp_path / "new" / f"白皮书.{form}"
    assert ipscore("report", "whitepaper", run, "--out", out).out == f"已写出 {out}\n"
    begins = {"docx": b"PK", "pdf": b"%PDF-", "html": b"<!doctype html>"}[form]
    assert out.read_bytes().lower().startswith(begins.lower())
    assert "请加 --force" in ipscore("report", "whitepaper", run, "--out", out).err
    before = out.read_bytes()
    assert ipscore("report", "whitepaper", run, "--out", out, "--force").code == 0
    assert out.read_bytes() == before
    assert [path.name for path in out.parent.iterdir()] == [out.name]


def test_the_year_before_may_be_a_run_a_name_or_a_file(
    run: Path, earlier_run: Path, tmp_path: Path, ipscore: Ipscore
) -> None:
    reference = tmp_path / "上年.toml"
    reference.write_text(REFERENCE, encoding="utf-8")
    said = {earlier_run: "与2016年度（", "whitepaper_2016": "2016年度（89.59）", reference: "2016年度（90.00）"}
    for given, words in said.items():
        out = tmp_path / "白皮书.html"
        assert ipscore("report", "whitepaper", run, "--out", out, "--previous", given, "--force").code == 0
        assert words in out.read_text(encoding="utf-8")


@pytest.mark.parametrize("report", [("whitepaper",), ("firm", "甲证券"), ("workbook",), ("data",)])
def test_a_run_is_not_before_itself_nor_before_an_earlier_one(
    report: tuple[str, ...], run: Path, earlier_run: Path, tmp_path: Path, ipscore: Ipscore
) -> None:
    copied = shutil.copytree(run, tmp_path / "copied")
    kind, *firm = report
    out = tmp_path / ("a" if kind == "data" else "a.xlsx" if kind == "workbook" else "a.html")
    for now, before, told in (
        (run, run, "就是"),
        (run, copied, "就是"),
        (earlier_run, run, "的评价期间始于 2017-01-01，晚于"),
    ):
        printed = ipscore("report", kind, now, *firm, "--out", out, "--previous", before)
        assert (printed.code, out.exists()) == (1, False)
        assert told in printed.err


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (
            ["--out", "白皮书.odt"],
            "由后缀 .odt 看不出格式\n处理办法：--out 的后缀请用 .docx、.pdf、.html，或写 --format",
        ),
        (["--out", "白皮书"], "由后缀 （无） 看不出格式"),
        (["--out", "a.html", "--previous", "whitepaper_2061"], "whitepaper_2016、whitepaper_2017；是否指"),
        (["--out", "a.html", "--previous", "."], "不是运行文件夹"),
        (["--out", "a.html", "--previous", "bad.toml"], "bad.toml：\n  node：缺少此项"),
        (["--out", "a.docx", "--template", "bad.toml"], "bad.toml"),
        (["--out", "a.html", "--texts", "."], "正文模板文件夹中没有 foreword.md.j2"),
        (["--out", "RUN/a.html"], "之内，写入会破坏那次运行"),
    ],
)
def test_what_is_given_wrongly_is_told(
    arguments: list[str], message: str, run: Path, ipscore: Ipscore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(run.parent)
    Path("bad.toml").write_text('title = "无"\nyear = 2016\nrulebook = "small"\n', encoding="utf-8")
    given = [argument.replace("RUN", run.name) for argument in arguments]
    printed = ipscore("report", "whitepaper", run, *given)
    assert printed.code == 1
    assert message in printed.err
    assert not list(Path().glob("a.*"))


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--out", "a.pdf", "--fonts", "nowhere"], "没有这个文件夹：nowhere"),
        (["--out", "a.pdf", "--fonts", "empty"], "empty 中没有字体文件（.ttf、.otf、.ttc、.otc）"),
        (["--out", "a.docx", "--fonts", "empty"], "只用于 pdf，不用于 docx"),
        (["--out", "a.docx", "--template", "nowhere.docx"], "没有这个文件：nowhere.docx"),
        (["--out", "a.html", "--template", "nowhere.docx"], "只用于 docx，不用于 html"),
        (["--out", "a.pdf", "--format", "docx"], "a.pdf：后缀 .pdf 与 --format docx 不符"),
        (["--out", "a.xlsx", "--format", "html"], "a.xlsx：后缀 .xlsx 与 --format html 不符"),
    ],
)
def test_what_does_not_belong_together_is_refused(
    arguments: list[str], message: str, run: Path, ipscore: Ipscore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(run.parent)
    Path("empty").mkdir()
    printed = ipscore("report", "whitepaper", run, *arguments)
    assert printed.code != 0
    assert message in printed.err
    assert not list(Path().glob("a.*"))


def test_a_name_that_says_nothing_of_a_format_takes_the_one_asked_for(
    run: Path, tmp_path: Path, ipscore: Ipscore
) -> None:
    out = tmp_path / "报告.2017"
    assert ipscore("report", "whitepaper", run, "--out", out, "--format", "html").code == 0
    assert out.read_bytes().startswith(b"<!")


def test_templates_are_handed_out_and_taken_back(run: Path, tmp_path: Path, ipscore: Ipscore) -> None:
    folder = tmp_path / "模板"
    printed = ipscore("report", "templates", folder)
    assert printed.out.splitlines()[0] == f"已写出 {folder / '模板.docx'}"
    assert "不会覆盖" in ipscore("report", "templates", folder).err

    foreword = folder / "正文" / "foreword.md.j2"
    foreword.write_text("# 前言 {#sec-foreword .unnumbered}\n\n改过的前言。", encoding="utf-8")
    out = tmp_path / "白皮书.docx"
    own = ["--template", folder / "模板.docx", "--texts", folder / "正文"]
    assert ipscore("report", "whitepaper", run, "--out", out, *own).code == 0
    html = tmp_path / "白皮书.html"
    assert ipscore("report", "whitepaper", run, "--out", html, "--texts", folder / "正文").code == 0
    assert "改过的前言。" in html.read_text(encoding="utf-8")


def test_the_cover_says_what_it_is_told_to(run: Path, tmp_path: Path, ipscore: Ipscore) -> None:
    out = tmp_path / "白皮书.html"
    cover = ["--series", "丛书甲", "--issuer", "机构乙", "--date", "2018年10月", "--notice", "虚构数据"]
    assert ipscore("report", "whitepaper", run, "--out", out, *cover).code == 0
    page = out.read_text(encoding="utf-8")
    assert all(text in page for text in cover[1::2])


def test_workbook_and_data_package_are_written_beside_the_run(run: Path, ipscore: Ipscore) -> None:
    assert ipscore("report", "workbook", run).out == f"已写出 {run}.xlsx\n"
    assert ipscore("report", "data", run).out == f"已写出 {run}-data\n"


def test_one_firm_or_all_of_them(run: Path, tmp_path: Path, ipscore: Ipscore, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "cpu_count", lambda: 1)  # as many processes are started
    out = tmp_path / "甲.xlsx"
    assert ipscore("report", "firm", run, "甲证券", "--out", out).code == 0
    assert ipscore("report", "firm", run, "--all", "-f", "xlsx", "--out", tmp_path / "all").out.endswith("3 个文件\n")
    assert "请写明一家公司，或用 --all" in ipscore("report", "firm", run, "--out", out).err
    assert "请写明一家公司，或用 --all" in ipscore("report", "firm", run, "甲证券", "--all", "--out", out).err
    wrong = ("--out", tmp_path / "甲.pdf", "--format", "html")
    assert "后缀 .pdf 与 --format html 不符" in ipscore("report", "firm", run, "甲证券", *wrong).err
    assert "没有名为" in ipscore("report", "firm", run, "无名证券", "--out", tmp_path / "x.pdf").err


@pytest.mark.parametrize(("given", "proposals"), [((), True), (("--final",), False)])
def test_a_final_white_paper_has_no_proposals(
    given: tuple[str, ...], proposals: bool, run: Path, ipscore: Ipscore, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = []

    def noted(*_: object, **options: object) -> Document:
        asked.append(options["proposals"])
        return Document("报告", ())

    monkeypatch.setattr(report_whitepaper, "whitepaper", noted)
    ipscore("report", "whitepaper", run, "--out", run.parent / "白皮书.html", *given)
    assert asked == [proposals]

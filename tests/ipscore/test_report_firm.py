"""Breakdowns as files: each holds its own firm and no other, and a folder is there whole or not at all."""

from __future__ import annotations

import base64
import io
import json
import os
import re
import signal
import subprocess
import sys
import threading
import time
import zipfile
from multiprocessing import active_children
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl
import pypdf
import pytest
from fontTools.ttLib import TTFont

from ipscore import report_firm
from ipscore.errors import NotARunError, TargetError, UnknownFirmError
from ipscore.previous import read_previous
from ipscore.report_firm import write_all, write_firm
from ipscore.report_firm_files import Form, Order, Printer, file_name
from ipscore.report_firm_font import shared_font
from ipscore.robustness_files import study_of
from ipscore.run_folder import Run
from ipscore.run_records import kinds_of_run
from reports.charts.drawing import svg
from reports.document.plain import plain
from reports.firm import Firm, Industry, breakdown, sheets
from tests.reports.small import A, B, C

if TYPE_CHECKING:
    from multiprocessing.process import BaseProcess

pytestmark = pytest.mark.xdist_group("firm reports")  # what is told of the firms is made once
ALL: tuple[Form, ...] = ("html", "pdf", "xlsx")
_ID = re.compile(r"(?<![0-9A-Za-z])[A-Z]{2}\d{6,}(?![0-9A-Za-z])")
_EMBEDDED = re.compile(r"data:font/woff2;base64,([0-9A-Za-z+/=]+)|<script>(.*?)</script>", re.DOTALL)


@pytest.fixture(scope="session")
def demo(studied_run: Run) -> Run:
    """The demonstration's run, of 101 firms, with a study of its robustness."""
    return studied_run


@pytest.fixture(scope="session")
def industry(demo: Run) -> Industry:
    """What all breakdowns of the demonstration are made of."""
    return Industry(demo.evaluation, study=study_of(demo), kinds=kinds_of_run(demo))


@pytest.fixture(scope="session")
def told(industry: Industry) -> dict[str, str]:
    """All that the writers of the three formats are given about each of the 101 firms."""
    return {firm_id: given(industry.of(firm_id)) for firm_id in industry.firm_ids}


def given(firm: Firm) -> str:
    """The document with its charts' data (page and PDF), and the values of the sheets (workbook)."""
    document = breakdown(firm)
    charts = [svg(figure.chart) for figure in document.figures.values()]
    values = [(item.name, item.value) for item in sheets.overview(firm)]
    rows = [(sheet.name, sheet.columns, sheet.rows) for sheet in sheets.tables(firm)]
    return json.dumps([plain(document), charts], ensure_ascii=False) + str([values, sheets.distribution(firm), rows])


@pytest.fixture(scope="session")
def files(demo: Run, industry: Industry, tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[Path]]:
    """The files of the first firm, of one in the middle and of the last, by code, as `--all` writes them.

    It writes them in processes, which changes nothing in them (`test_all_firms_in_all_formats`).
    """
    out = tmp_path_factory.mktemp("files")
    ranked = demo.table("scores").filter(node="total").sort("rank", "firm_id")["firm_id"]
    chosen = [ranked[place] for place in (0, 50, 100)]
    told = "投保基金", "公司、代码和记录都是虚构的。" * 4
    printer = Printer(industry, *told, shared_font(industry, *told))
    for own in chosen:
        firm = industry.of(own)
        assert printer.write(firm, {form: out / file_name(firm, form) for form in ALL}) == ""  # each has its glyph
    written = {own: sorted(out.glob(f"{own}_*")) for own in chosen}
    assert sum(map(len, written.values())) == 9
    return written


def texts_of(path: Path) -> str:
    """All that a file says: marks and attributes of a page, parts of a workbook, text and metadata of a PDF."""
    if path.suffix == ".pdf":
        book = pypdf.PdfReader(path)
        said = [page.extract_text() for page in book.pages]
        return re.sub(r"\s", "", "".join([*said, str(book.metadata), str(book.outline)]))
    if path.suffix == ".xlsx":
        with zipfile.ZipFile(path) as parts:
            return "".join(parts.read(name).decode("utf-8", errors="replace") for name in parts.namelist())
    return path.read_text(encoding="utf-8")


class Others:
    """What must not stand in a firm's file: names, codes and record ids of every other firm."""

    def __init__(self, run: Run) -> None:
        firms = run.table("firms")
        group = pl.coalesce("evaluated_as", "firm_id")
        names = firms.select(group.alias("of"), pl.concat_list("firm_id", "firm", "full_name", "former_names"))
        self.names: dict[str, set[str]] = {}
        for of, said in names.iter_rows():
            self.names.setdefault(of, set()).update(said)
        self.records: dict[str, set[str]] = {}
        for firm_id, record in run.table("evidence_records").select("firm_id", "record_id").iter_rows():
            self.records.setdefault(firm_id, set()).add(record)

    def found_in(self, text: str, own: str) -> set[str]:
        """Names and record ids of others in a text; a name that is a part of the firm's own is its own."""
        mine = self.names[own]
        foreign = {name for of, said in self.names.items() if of != own for name in said}
        strange = {name for name in foreign if not any(name in said for said in mine)}
        ids = set(_ID.findall(text))
        records = {record for of, said in self.records.items() if of != own for record in said & ids}
        found = pl.Series([text]).str.extract_many(sorted(strange), overlapping=True)[0]
        return set(found) | (records - self.records.get(own, set()))


def test_the_search_finds_what_it_looks_for(demo: Run) -> None:
    others = Others(demo)
    own, other = sorted(others.names)[:2]
    record = min(others.records[other] - others.records[own])
    for planted in (*others.names[other], record):
        assert others.found_in(f"<p>{planted}</p>", own) >= {planted}
    assert not others.found_in("、".join([*others.names[own], *others.records[own]]), own)


def test_nothing_of_another_firm_is_told_to_any_of_101_firms(demo: Run, told: dict[str, str]) -> None:
    others = Others(demo)
    assert len(told) == 101
    assert all("结果的稳健性" in text for text in told.values())
    for own, text in told.items():
        assert own in text
        assert not others.found_in(text, own), own


def test_files_hold_nothing_of_another_firm(demo: Run, files: dict[str, list[Path]]) -> None:
    """Writers add nothing of a firm: they are given its document or sheets, a date, and the font of all pages.

    So what was searched above for every firm is all that differs between files; here whole files are searched, and
    what stands in pages beside their text (font and programs) is the same in all of them.
    """
    others = Others(demo)
    shared: set[tuple[str, ...]] = set()
    for own, written in files.items():
        assert [path.suffix for path in written] == [".html", ".pdf", ".xlsx"]
        for path in written:
            text = texts_of(path)
            if path.suffix == ".html":
                shared.add(tuple(hit.group() for hit in _EMBEDDED.finditer(text)))
                text = _EMBEDDED.sub("", text)
            assert own in text
            assert not others.found_in(text, own), path.name
    assert len(shared) == 1


def test_every_sign_told_to_a_firm_has_its_glyph(told: dict[str, str], files: dict[str, list[Path]]) -> None:
    pages = [path.read_text(encoding="utf-8") for (path, *_) in files.values()]
    (font,) = {hit.group(1) for page in pages for hit in _EMBEDDED.finditer(page) if hit.group(1)}
    known = set(TTFont(io.BytesIO(base64.b64decode(font))).getBestCmap())
    texts = [*told.values(), *(_EMBEDDED.sub("", page) for page in pages)]
    assert not {sign for sign in set().union(*texts) if ord(sign) > 0x2E7F and ord(sign) not in known}


def test_the_first_table_has_its_notes_on_the_first_page(files: dict[str, list[Path]]) -> None:
    for _, pdf, _ in files.values():
        page = re.sub(r"\s", "", pypdf.PdfReader(pdf).pages[0].extract_text())
        assert "表1" in page
        assert "不依据问卷的指标没有区间" in page


def test_all_firms_in_all_formats(run: Path, earlier_run: Path, tmp_path: Path) -> None:
    opened, out = Run.open(run), tmp_path / "out"
    assert write_all(opened, ALL, out, str(earlier_run), processes=2) == 9
    names = {A: "甲证券", B: "乙证券", C: "丙证券"}
    assert sorted(path.name for path in out.iterdir()) == sorted(
        f"{code}_{name}_评价明细.{form}" for code, name in names.items() for form in ALL
    )
    assert "与2016年度比较" in (out / f"{A}_甲证券_评价明细.html").read_text(encoding="utf-8")
    before, title = Run.open(earlier_run).evaluation, read_previous(str(earlier_run)).title
    industry = Industry(opened.evaluation, before, title, study_of(opened), kinds_of_run(opened))
    again = Printer(industry, font=shared_font(industry, "", ""))
    for firm_id in names:  # here, not in processes: who writes a file, and after which other, changes nothing in it
        firm = industry.of(firm_id)
        files: dict[Form, Path] = {form: tmp_path / file_name(firm, form) for form in ALL}
        again.write(firm, files)
        for path in files.values():
            assert path.read_bytes() == (out / path.name).read_bytes(), path.name


def test_a_folder_is_replaced_only_by_force_and_only_if_it_holds_breakdowns(
    run: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def pretended(order: Order, firm_ids: list[str], *_: object) -> dict[str, str]:
        for firm_id in firm_ids:
            (order.out / f"{firm_id}_甲证券_评价明细.xlsx").write_bytes(b"")
        return {firm_ids[0]: "\U0002a6a5"}

    monkeypatch.setattr(report_firm, "in_processes", pretended)
    opened, out = Run.open(run), tmp_path / "out"
    write_all(opened, "xlsx", out, processes=1)
    with pytest.raises(TargetError, match="--force"):
        write_all(opened, "xlsx", out, processes=1)
    assert write_all(opened, "xlsx", out, force=True, processes=1) == 3
    assert "没有一种字体有 \U0002a6a5（U+2A6A5），PDF 里印作〓：" in capsys.readouterr().err
    (out / "笔记.txt").write_text("", encoding="utf-8")
    with pytest.raises(TargetError, match="不会覆盖"):
        write_all(opened, "xlsx", out, force=True, processes=1)


@pytest.mark.parametrize("error", [KeyboardInterrupt, OSError])
def test_what_is_interrupted_leaves_nothing(
    run: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], error: type
) -> None:
    def stopped(order: report_firm.Order, *_: object) -> int:
        (order.out / "halb.html").write_text("", encoding="utf-8")
        raise error

    monkeypatch.setattr(report_firm, "in_processes", stopped)
    out = tmp_path / "folder" / "out"
    with pytest.raises(error):
        write_all(Run.open(run), "html", out)
    assert list(out.parent.iterdir()) == []
    assert ("已中断" in capsys.readouterr().err) == (error is KeyboardInterrupt)


def test_ctrl_c_ends_all_processes_at_once_and_leaves_nothing(run: Path, tmp_path: Path) -> None:
    started: list[BaseProcess] = []

    def interrupt() -> None:
        while not (found := active_children()):
            time.sleep(0.01)
        started.extend(found)
        os.kill(os.getpid(), signal.SIGINT)

    out = tmp_path / "folder" / "out"
    before = signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell has it ignored in the background
    threading.Thread(target=interrupt).start()
    try:
        with pytest.raises(KeyboardInterrupt):
            write_all(Run.open(run), "html", out, processes=2)
    finally:
        signal.signal(signal.SIGINT, before)
    assert {process.exitcode for process in started} == {-signal.SIGTERM}  # they had hardly begun to load
    assert not active_children()
    assert list(out.parent.iterdir()) == []


def test_processes_do_not_hear_ctrl_c_even_while_they_load(run: Path, tmp_path: Path) -> None:
    heard: set[int] = set()

    def interrupt() -> None:
        while not done.wait(0.02):
            for child in active_children():
                os.kill(child.pid or 0, signal.SIGINT)
                heard.add(child.pid or 0)

    done = threading.Event()
    thread = threading.Thread(target=interrupt)
    thread.start()
    try:
        assert write_all(Run.open(run), "xlsx", tmp_path / "out", processes=2) == 3
    finally:
        done.set()
        thread.join()
    assert len(heard) == 2


ORPHANING = """
import os, signal, sys, threading, time
from multiprocessing import active_children
from pathlib import Path
from ipscore.report_firm import write_all
from ipscore.run_folder import Run

def end():
    while not list(Path(sys.argv[2]).parent.glob(".out.partial-*/*.xlsx")):  # they are at work
        time.sleep(0.01)
    print(*(child.pid for child in active_children()), flush=True)
    os.kill(os.getpid(), signal.SIGKILL)

if __name__ == "__main__":
    threading.Thread(target=end, daemon=True).start()
    write_all(Run.open(Path(sys.argv[1])), ("xlsx", "html"), Path(sys.argv[2]), processes=2)
"""


def test_processes_end_with_the_one_that_started_them_however_it_ends(run: Path, tmp_path: Path) -> None:
    script = tmp_path / "orphaning.py"
    script.write_text(ORPHANING, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, script, run, tmp_path / "out"],
        env=os.environ | {"PYTHONPATH": str(Path(__file__).parents[2])},
        stdout=subprocess.PIPE,
        text=True,
        check=False,
    )
    assert done.returncode == -signal.SIGKILL
    orphans = [int(pid) for pid in done.stdout.split()]
    assert len(orphans) == 2
    for _ in range(600):
        if not any(map(is_alive, orphans)):
            break
        time.sleep(0.1)
    assert not any(map(is_alive, orphans))
    assert not (tmp_path / "out").exists()


def is_alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def test_one_firm_by_any_of_its_names(run: Path, tmp_path: Path) -> None:
    opened = Run.open(run)
    out = tmp_path / "甲.xlsx"
    assert write_firm(opened, "老甲证券", "xlsx", out) is None
    with pytest.raises(TargetError, match="--force"):
        write_firm(opened, A, "xlsx", out)
    assert "合并评价" in str(write_firm(opened, "甲证券西部", "xlsx", out, force=True))
    with pytest.raises(UnknownFirmError):
        write_firm(opened, "丁证券", "xlsx", tmp_path / "丁.xlsx")
    with pytest.raises(NotARunError, match="没有各家公司的得分"):
        write_firm(opened, A, "xlsx", tmp_path / "乙.xlsx", "whitepaper_2016")
    assert sorted(path.name for path in tmp_path.iterdir() if path.suffix == ".xlsx") == ["甲.xlsx"]

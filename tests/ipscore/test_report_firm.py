"""Breakdowns as files: each holds its own firm and no other, and a folder is there whole or not at all."""

from __future__ import annotations

import base64
import io
import os
import re
import signal
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

from data_sources.reconstruction import write_records
from indicator_tree import load_rulebook
from indicator_tree.published import load_published
from ipscore import report_firm
from ipscore.cli import run as run_command
from ipscore.errors import NotARunError, TargetError, UnknownFirmError
from ipscore.report_firm import write_all, write_firm
from ipscore.run_folder import Run
from tests.reports.small import A, B, C

if TYPE_CHECKING:
    from multiprocessing.process import BaseProcess

pytestmark = pytest.mark.xdist_group("firm reports")  # the pages of 101 firms are written once
ALL = ("html", "pdf", "xlsx")
_ID = re.compile(r"(?<![0-9A-Za-z])[A-Z]{2}\d{6,}(?![0-9A-Za-z])")
_EMBEDDED = re.compile(r"data:font/woff2;base64,([0-9A-Za-z+/=]+)|<script>(.*?)</script>", re.DOTALL)


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """The demonstration's run, of 101 firms."""
    folder = tmp_path_factory.mktemp("demo")
    records, out = folder / "records", folder / "run"
    records.mkdir()
    write_records(records, rulebook=load_rulebook("2017"), published=load_published("whitepaper_2017"))
    assert run_command(["score", str(records), "--rulebook", "2017", "--out", str(out)]) == 0
    return Run.open(out)


@pytest.fixture(scope="session")
def pages(demo: Run, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The pages of all 101 firms."""
    out = tmp_path_factory.mktemp("pages") / "pages"
    assert write_all(demo, "html", out, processes=2) == 101
    return out


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
        return {name for name in strange if name in text} | (records - self.records.get(own, set()))


def test_the_search_finds_what_it_looks_for(demo: Run) -> None:
    others = Others(demo)
    own, other = sorted(others.names)[:2]
    record = min(others.records[other] - others.records[own])
    for planted in (*others.names[other], record):
        assert others.found_in(f"<p>{planted}</p>", own) >= {planted}
    assert not others.found_in("、".join([*others.names[own], *others.records[own]]), own)


def test_a_page_holds_nothing_of_another_firm(demo: Run, pages: Path) -> None:
    others = Others(demo)
    shared: set[tuple[str, ...]] = set()
    written = sorted(pages.iterdir())
    assert len(written) == 101
    for path in written:
        text = path.read_text(encoding="utf-8")
        shared.add(tuple(hit.group() for hit in _EMBEDDED.finditer(text)))
        own = path.name.split("_")[0]
        assert own in text
        assert not others.found_in(_EMBEDDED.sub("", text), own), path.name
    assert len(shared) == 1  # font and programs are the same in all pages: they cannot tell one firm of another


def test_every_sign_of_a_page_has_its_glyph(pages: Path) -> None:
    for path in sorted(pages.iterdir())[::10]:
        text = path.read_text(encoding="utf-8")
        (font,) = [hit.group(1) for hit in _EMBEDDED.finditer(text) if hit.group(1)]
        known = set(TTFont(io.BytesIO(base64.b64decode(font))).getBestCmap())
        shown = {sign for sign in _EMBEDDED.sub("", text) if ord(sign) > 0x2E7F}
        assert not {sign for sign in shown if ord(sign) not in known}, path.name


@pytest.mark.parametrize("place", [0, 50, 100])
@pytest.mark.parametrize("form", ["pdf", "xlsx"])
def test_pdfs_and_workbooks_hold_nothing_of_another_firm(demo: Run, tmp_path: Path, place: int, form: str) -> None:
    ranked = demo.table("scores").filter(node="total").sort("rank", "firm_id")
    own = ranked["firm_id"][place]
    out = tmp_path / f"firm.{form}"
    write_firm(demo, own, form, out)
    text = texts_of(out)
    assert own in text
    assert not Others(demo).found_in(text, own)


def test_all_firms_in_all_formats(run: Path, tmp_path: Path) -> None:
    opened, out = Run.open(run), tmp_path / "out"
    assert write_all(opened, ALL, out, str(run), processes=2) == 9
    names = {A: "甲证券", B: "乙证券", C: "丙证券"}
    assert sorted(path.name for path in out.iterdir()) == sorted(
        f"{code}_{name}_评价明细.{form}" for code, name in names.items() for form in ALL
    )
    assert "与2017年度比较" in (out / f"{A}_甲证券_评价明细.html").read_text(encoding="utf-8")
    again = tmp_path / "again"
    write_all(opened, ALL, again, str(run), processes=1)
    for path in out.iterdir():
        assert path.read_bytes() == (again / path.name).read_bytes(), path.name


def test_a_folder_is_replaced_only_by_force_and_only_if_it_holds_breakdowns(run: Path, tmp_path: Path) -> None:
    opened, out = Run.open(run), tmp_path / "out"
    write_all(opened, "xlsx", out, processes=1)
    with pytest.raises(TargetError, match="--force"):
        write_all(opened, "xlsx", out, processes=1)
    assert write_all(opened, "xlsx", out, force=True, processes=1) == 3
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
    threading.Thread(target=interrupt).start()
    with pytest.raises(KeyboardInterrupt):
        write_all(Run.open(run), "html", out, processes=2)
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

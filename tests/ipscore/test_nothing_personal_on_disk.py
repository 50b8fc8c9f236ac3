"""Nothing planted about persons is found in cache, spill, temporary folder or run, not even while they last."""

from __future__ import annotations

import gzip
import io
import os
import shutil
import tempfile
import zipfile
from dataclasses import dataclass, field, fields
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import openpyxl
import polars as pl
import pytest

from data_sources.limits import DEFAULT
from ipscore.cli import run
from tests.data_sources.accounts.people import (
    CUSTOMER,
    FUND,
    ONE_CODE,
    SECURITIES,
    resident_id,
    shortened,
    write_tables,
)
from tests.data_sources.handed_over.market import Table, market, write_csv, write_market

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

RULES = Path(__file__).parent.parent / "data_sources" / "handed_over" / "rules.toml"
BORN = resident_id("19630417", order=52)
PLANTED = {
    "resident ID": BORN,
    "resident ID of 15 digits": shortened(BORN),
    "mobile": "13971350246",
    "phone": "010-62349871",
    "e-mail": "ouyang.qd@example.org",
    "person": "欧阳青黛",
    "another person": "司徒望舒",
    "respondent": "RSP-90417-甲",
    "device": "DEV7F3A9C21",
    "address": "某省望舒市青黛路417号",
    "customer": "KH90417417",
}
ENCODINGS = ("utf-8", "gb18030", "utf-16-le", "utf-16-be")
SMALL = {"held_bytes": 1, "converted_from_bytes": 1, "block_bytes": 4_000, "batch_rows": 50, "piece_rows": 50}


def found_in(content: bytes, where: str) -> list[str]:
    """What was planted and stands in some bytes."""
    return [
        f"{what} as {encoding} in {where}"
        for what, secret in PLANTED.items()
        for encoding in ENCODINGS
        if secret.encode(encoding) in content
    ]


def contents(path: Path) -> Iterator[bytes]:
    """The bytes of a file, and what they say when unpacked."""
    content = path.read_bytes()
    yield content
    if content[:4] == b"PAR1":
        yield from columns_of(pl.read_parquet(path, glob=False))
    elif content[:6] == b"ARROW1":
        yield from columns_of(pl.read_ipc(io.BytesIO(content)))
    elif content[:2] == b"PK" and zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as archive:
            yield from (archive.read(name) for name in archive.namelist())
    elif content[:2] == b"\x1f\x8b":
        yield gzip.decompress(content)


def columns_of(frame: pl.DataFrame) -> Iterator[bytes]:
    for column in frame:
        yield "\n".join(map(str, [column.name, *column.to_list()])).encode()


@dataclass
class Watch:
    """Searches files of some folders before they are removed, and on demand."""

    folders: tuple[Path, ...]
    found: list[str] = field(default_factory=list)
    seen: set[str] = field(default_factory=set)

    def search(self, path: Path) -> None:
        if not any(path.is_relative_to(folder) for folder in self.folders):
            return
        files = [file for file in path.rglob("*") if file.is_file()] if path.is_dir() else [path]
        for file in files:
            try:
                for content in contents(file):
                    self.found += found_in(content, str(file))
            except (OSError, pl.exceptions.PolarsError):  # half-written: its bytes were searched all the same
                continue
            self.seen.add(str(file))

    def search_all(self) -> None:
        for folder in self.folders:
            self.search(folder)

    def begin(self) -> None:
        """Forget what was seen while records were written."""
        self.found.clear()
        self.seen.clear()

    def seen_below(self, folder: Path) -> list[str]:
        return [name for name in self.seen if Path(name).is_relative_to(folder)]


@pytest.fixture
def watch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Watch]:
    """Cache, temporary folder and runs below the test's folder, all watched; limits so small that all are used."""
    folders = tuple(tmp_path / name for name in ("cache", "tmp", "out"))
    for folder in folders:
        folder.mkdir()
    watching = Watch(folders)
    monkeypatch.setenv("IPSCORE_CACHE", str(folders[0]))
    monkeypatch.setenv("TMPDIR", str(folders[1]))
    monkeypatch.setenv("POLARS_TEMP_DIR", str(folders[1]))
    monkeypatch.setattr(tempfile, "tempdir", None)
    for module, name in ((shutil, "rmtree"), (os, "unlink"), (os, "remove")):
        monkeypatch.setattr(module, name, searched_first(watching, getattr(module, name)))
    before = {limit.name: getattr(DEFAULT, limit.name) for limit in fields(DEFAULT)}
    for name, value in SMALL.items():
        object.__setattr__(DEFAULT, name, value)  # every reader has this object for its default
    yield watching
    for name, value in before.items():
        object.__setattr__(DEFAULT, name, value)


def searched_first(watching: Watch, remove: Callable[..., Any]) -> Callable[..., Any]:
    def removed(path: Any, *given: Any, **named: Any) -> Any:
        if named.get("dir_fd") is None:
            watching.search(Path(os.fsdecode(path)).absolute())
        return remove(path, *given, **named)

    return removed


def planted_year() -> dict[str, Table]:
    """The tidy year with persons in it, wherever an office might name one."""
    tables = market()
    first, second, *_ = tables["诚信档案措施"]
    first |= {"当事人": PLANTED["person"], "当事人类型": "人员"}
    second |= {"当事人": f"{PLANTED['person']}、{PLANTED['another person']}", "当事人类型": "人员"}
    for number, row in enumerate(tables["投资者调查答卷"]):
        row["设备标识"] = PLANTED["device"] if number == 7 else f"DEV{number:08d}"
        row["联系电话"] = PLANTED["mobile"]
        row["姓名"] = PLANTED["person"]
    tables["投资者调查答卷"][5]["受访者编号"] = PLANTED["respondent"]
    return tables


def with_free_texts(tables: dict[str, Table]) -> dict[str, Table]:
    """The year with numbers of persons in texts that anybody may write."""
    notes = [
        f"客户{PLANTED[what]}反映" for what in ("resident ID", "resident ID of 15 digits", "mobile", "phone", "e-mail")
    ]
    for row, note in zip(tables["资金监控预警"], notes, strict=False):
        row["预警事项"] = note
    for row, note in zip(tables["投教活动"], notes, strict=False):
        row["活动名称"] = note
    return tables


def as_workbook(path: Path, rows: Table) -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.append(list(rows[0]))
    for row in rows:
        sheet.append([None if cell == "" else cell for cell in row.values()])
    book.save(path)


def ipscore(*arguments: object) -> int:
    return run([str(argument) for argument in arguments])


@pytest.mark.parametrize("form", ["csv", "xlsx", "parquet"])
def test_scoring_leaves_no_person_behind(form: str, watch: Watch, tmp_path: Path) -> None:
    _score_watched(planted_year(), form, watch, tmp_path)


def test_scoring_leaves_no_number_of_a_free_text_behind(watch: Watch, tmp_path: Path) -> None:
    _score_watched(with_free_texts(market()), "csv", watch, tmp_path)


def _score_watched(tables: dict[str, Table], form: str, watch: Watch, tmp_path: Path) -> None:
    folder = write_market(tmp_path / "records", tables)
    for title in ("诚信档案措施", "资金监控预警", "投资者调查答卷", "投教活动"):
        if form != "csv":
            (folder / f"{title}.csv").unlink()
        if form == "xlsx":
            as_workbook(folder / f"{title}.xlsx", tables[title])
        if form == "parquet":
            cells = {key: [None if row[key] == "" else row[key] for row in tables[title]] for key in tables[title][0]}
            pl.DataFrame(cells).write_parquet(folder / f"{title}.parquet")
    cache, temporary, out = watch.folders
    watch.begin()
    for number in (1, 2):  # the second time from the cache
        assert ipscore("score", folder, "-r", RULES, "--out", out / f"run{number}") == 0
        watch.search_all()
    assert watch.found == []
    assert watch.seen_below(temporary), "nothing was spilled"
    assert watch.seen_below(cache), "nothing was cached"
    assert watch.seen_below(out)


def test_rejected_rows_leave_no_person_behind(watch: Watch, tmp_path: Path) -> None:
    tables = planted_year()
    for row, what in zip(tables["资金监控预警"][10:], PLANTED, strict=False):
        row["预警日期"] = PLANTED[what] if what in {"resident ID", "mobile", "phone", "e-mail"} else row["预警日期"]
    tables["投资者调查答卷"][5]["填答日期"] = "不详"
    tables["投资者调查答卷"][7]["填答状态"] = PLANTED["mobile"]
    tables["诚信档案措施"][0]["决定日期"] = f"{PLANTED['mobile']}来电"
    ipscore("check", write_market(tmp_path / "records", tables), "-r", RULES)
    watch.search_all()
    assert watch.found == []
    assert watch.seen


def people() -> dict[str, list[dict[str, str | None]]]:
    person = {"customer": PLANTED["customer"], "name": PLANTED["person"], "id_number": BORN}
    others = [{"customer": f"C{number}", "name": f"客户{number}"} for number in range(400)]
    contact = {what: PLANTED[what] for what in ("phone", "mobile", "address")}
    return {
        "customers": [CUSTOMER | person | contact, *(CUSTOMER | other for other in others)],
        "one_codes": [
            ONE_CODE | person,
            *(ONE_CODE | other | {"account": f"Y{number}"} for number, other in enumerate(others)),
        ],
        "fund_accounts": [
            FUND | person,
            *(FUND | other | {"account": f"F{number}"} for number, other in enumerate(others)),
        ],
        "securities_accounts": [SECURITIES | person],
    }


@pytest.mark.parametrize("form", ["csv", "parquet"])
def test_counting_accounts_leaves_no_customer_behind(form: str, watch: Watch, tmp_path: Path) -> None:
    folder = write_tables(tmp_path / "records", people(), form)
    out = watch.folders[2] / "readings.csv"
    code = ipscore(
        "ops", "accounts", folder, "--as-of", date(2019, 8, 31), "--firm", "91110000100000001X", "--out", out
    )
    assert code == 0
    watch.search_all()
    assert watch.found == []
    assert watch.seen_below(watch.folders[1]), "nothing was spilled"


def test_readings_leave_no_number_of_a_text_behind(watch: Watch, tmp_path: Path) -> None:
    reading = {"证券公司": "甲证券", "指标": "2.1.1", "系统": "", "日期": "", "数值": "12.5%", "说明": ""}
    rows = []
    for day, what in enumerate(("resident ID", "resident ID of 15 digits", "mobile", "phone", "e-mail"), 5):
        text, on = f"客户{PLANTED[what]}来电", reading | {"日期": f"2019-08-{day:02}"}
        rows += [
            on | {"说明": text},
            on | {"指标": "2.1.9", "数值": f"异常：{text}"},
            on | {"指标": "2.1.10", "数值": "异常", "说明": text},
            on | {"指标": "5.4.2", "数值": text},  # refused: no state
        ]
    rows.append(reading | {"指标": "4.2.4", "日期": "2019-08", "数值": f"{PLANTED['mobile']}透支"})
    write_csv(tmp_path / "读数.csv", rows)
    out = watch.folders[2] / "run"
    code = ipscore("ops", "score", tmp_path / "读数.csv", "--out", out, "--accept-rejected", "readings=5")
    watch.search_all()
    assert code == 0
    assert watch.found == []
    assert watch.seen_below(out)


def test_an_import_of_responses_leaves_no_respondent_behind(watch: Watch, tmp_path: Path) -> None:
    rows = planted_year()["投资者调查答卷"]
    rows[3]["权利与风险提醒"] = PLANTED["mobile"]
    write_csv(tmp_path / "export.csv", rows)
    out = watch.folders[2] / "答卷.csv"
    watch.begin()
    assert (
        ipscore("survey", "import", tmp_path / "export.csv", "--out", out, "-q", RULES.parent / "investors_2018.toml")
        == 0
    )
    watch.search_all()
    assert watch.found == []
    assert "139****" in out.read_text(encoding="utf-8-sig"), "the answer that is no option is not told"


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_the_search_finds_what_is_planted(encoding: str, watch: Watch, tmp_path: Path) -> None:
    temporary = watch.folders[1]
    (temporary / "plain").write_bytes(f"x{PLANTED['person']}x".encode(encoding))
    (temporary / "plain").unlink()
    assert watch.found == [f"person as {encoding} in {temporary / 'plain'}"]


def test_the_search_looks_into_packed_files(watch: Watch) -> None:
    temporary = watch.folders[1]
    rows: Iterable[str] = [PLANTED["device"]] * 100
    pl.DataFrame({"text": rows}).write_parquet(temporary / "spill.parquet", compression="zstd")
    pl.DataFrame({"text": rows}).write_ipc(temporary / "spill.arrow", compression="lz4")
    write_csv(temporary / "table.csv", [{"a": PLANTED["mobile"]}])
    with zipfile.ZipFile(temporary / "packed.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.write(temporary / "table.csv", "table.csv")
    (temporary / "table.csv.gz").write_bytes(gzip.compress((temporary / "table.csv").read_bytes()))
    shutil.rmtree(temporary)
    assert {what.rpartition("/")[2] for what in watch.found} == {
        "spill.parquet",
        "spill.arrow",
        "table.csv",
        "packed.zip",
        "table.csv.gz",
    }

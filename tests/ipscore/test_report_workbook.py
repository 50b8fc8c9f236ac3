"""A run as a workbook and as a data package: where they go, what stands in the way, and that they are true."""

from __future__ import annotations

import hashlib
import json
import shutil
from pathlib import Path
from typing import Any

import frictionless
import polars as pl
import pytest
from polars.testing import assert_frame_equal

from ipscore import report_workbook
from ipscore.errors import NotARunError, TargetError
from ipscore.report_workbook import is_data_package, write_data, write_workbook
from ipscore.run_folder import Run
from reports.datapackage import FORMS, Form
from scoring.findings import find

SCHEMA_TYPES = {"string": str, "integer": int, "number": (int, float), "boolean": bool, "date": str, "array": list}


def tables(run: Path) -> dict[str, pl.DataFrame]:
    """The tables that a data package publishes: all but the records, which are for whom they are about."""
    opened = Run.open(run)
    kept_back = {"evidence_rows", *(name for name in opened.table_names if name.startswith("records_"))}
    assert len(kept_back) > 1
    found = {name: opened.table(name) for name in opened.table_names if name not in kept_back}
    return found | {f"findings_{name}": frame for name, frame in find(opened.evaluation).frames.items()}


def described(folder: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    return found


@pytest.fixture
def data(run: Path) -> Path:
    return write_data(run)


def test_both_go_beside_the_run_if_no_place_is_given(run: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert write_workbook(run) == run.with_name("run.xlsx")
    assert write_data(run, form="csv") == run.with_name("run-data")
    monkeypatch.chdir(run)
    assert write_workbook(Path(), force=True) == run.with_name("run.xlsx")


def test_both_compare_with_a_previous_run(run: Path, earlier_run: Path, tmp_path: Path) -> None:
    path = write_workbook(run, tmp_path / "同比.xlsx", str(earlier_run))
    assert path.stat().st_size > write_workbook(run, tmp_path / "无.xlsx").stat().st_size
    folder = write_data(run, tmp_path / "同比", "csv", str(earlier_run))
    changes = pl.read_csv(folder / "csv" / "findings_changes.csv")
    assert changes["points"].drop_nulls().to_list() == [0.0] * changes.height
    assert described(folder)["previous"] == "2016年度"


PLACES = {
    "a name of another kind": ("book.xls", False, "book.xls：工作簿的文件名应以 .xlsx 结尾"),
    "a folder": ("folder.xlsx", True, "folder.xlsx：写不出，它是文件夹"),
    "a file that is there": ("there.xlsx", False, "there.xlsx 已存在；要替换它，请加 --force"),
    "inside a run": ("run/book.xlsx", True, "之内，写入会破坏那次运行"),
    "under a file": ("there.xlsx/deeper/book.xlsx", True, "写不出，"),
}


@pytest.mark.parametrize("place", PLACES)
def test_a_place_where_no_workbook_can_go_is_told(run: Path, tmp_path: Path, place: str) -> None:
    name, force, told = PLACES[place]
    (tmp_path / "there.xlsx").write_text("mine")
    (tmp_path / "folder.xlsx").mkdir()
    before = sorted(tmp_path.rglob("*"))
    with pytest.raises(TargetError) as error:
        write_workbook(run, tmp_path / name, force=force)
    assert told in str(error.value)
    assert sorted(tmp_path.rglob("*")) == before
    assert (tmp_path / "there.xlsx").read_text() == "mine"


def test_force_replaces_a_workbook(run: Path, tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    path.write_text("old")
    write_workbook(run, path, force=True)
    assert path.read_bytes().startswith(b"PK")


def test_a_folder_that_is_no_run_is_told(tmp_path: Path) -> None:
    for write in (write_workbook, write_data):
        with pytest.raises(NotARunError):
            write(tmp_path)


def test_a_workbook_that_fails_leaves_nothing(run: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def half(path: Path, *_: Any, **__: Any) -> None:
        path.write_text("half", encoding="utf-8")
        raise KeyboardInterrupt

    monkeypatch.setattr(report_workbook, "write_report_workbook", half)
    before = sorted(tmp_path.rglob("*"))
    with pytest.raises(KeyboardInterrupt):
        write_workbook(run, tmp_path / "book.xlsx")
    assert sorted(tmp_path.rglob("*")) == before


def test_a_data_package_that_fails_leaves_the_old_one(run: Path, data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def half(folder: Path, *_: Any, **__: Any) -> None:
        (folder / "half").write_text("half")
        raise KeyboardInterrupt

    before = {path: path.read_bytes() for path in data.rglob("*") if path.is_file()}
    monkeypatch.setattr(report_workbook, "write_datapackage", half)
    with pytest.raises(KeyboardInterrupt):
        write_data(run, data, force=True)
    assert {path: path.read_bytes() for path in data.rglob("*") if path.is_file()} == before


def test_only_our_own_packages_are_replaced_and_only_by_force(run: Path, data: Path, tmp_path: Path) -> None:
    assert is_data_package(data)
    with pytest.raises(TargetError, match="要替换它，请加 --force"):
        write_data(run, data)
    write_data(run, data, "csv", force=True)
    assert sorted(path.name for path in data.iterdir()) == ["csv", "datapackage.json"]
    other = tmp_path / "other"
    other.mkdir()
    (other / "datapackage.json").write_text('{"name": "of somebody else"}')
    with pytest.raises(TargetError, match="已有其他内容，不会覆盖"):
        write_data(run, other, force=True)
    with pytest.raises(TargetError, match="之内，写入会破坏那次运行"):
        write_data(run, run / "data")


def test_frictionless_finds_the_package_valid(data: Path) -> None:
    report = frictionless.validate(str(data / "datapackage.json"), resource_name="firms")
    assert report.valid, report.flatten(["name", "type", "note"])
    package = described(data)
    package["resources"] = [one for one in package["resources"] if one["format"] != "json"]
    (data / "datapackage.json").write_text(json.dumps(package), encoding="utf-8")
    report = frictionless.validate(str(data / "datapackage.json"))
    assert report.valid, report.flatten(["name", "type", "note"])
    assert len(report.tasks) == len(package["resources"])


def test_frictionless_finds_the_json_valid(data: Path) -> None:
    resources = [one for one in described(data)["resources"] if one["format"] == "json"]
    for one in resources:
        rows = json.loads((data / one["path"]).read_text(encoding="utf-8"))
        for row in rows:
            assert list(row) == [field["name"] for field in one["schema"]["fields"]]
            for field in one["schema"]["fields"]:
                assert row[field["name"]] is None or isinstance(row[field["name"]], SCHEMA_TYPES[field["type"]])
        schema = {key: value for key, value in one["schema"].items() if key != "foreignKeys"}
        if rows:
            report = frictionless.Resource.from_descriptor({"name": "rows", "data": rows, "schema": schema}).validate()
            assert report.valid, (one["name"], report.flatten(["type", "note"]))


def test_frictionless_finds_a_damaged_package_invalid(data: Path) -> None:
    path = data / "csv" / "scores.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("甲证券", "乙证券", 1), encoding="utf-8")
    report = frictionless.validate(str(data / "datapackage.json"), resource_name="scores")
    assert "hash-count" in [error[0] for error in report.flatten(["type"])]


@pytest.mark.parametrize("form", FORMS)
def test_every_table_of_the_run_and_its_findings_is_there_as_it_was(run: Path, data: Path, form: Form) -> None:
    assert not list(data.rglob("records*"))
    for name, frame in tables(run).items():
        path = data / form / f"{name}.{form}"
        if form == "parquet":
            assert_frame_equal(pl.read_parquet(path), frame)
        elif form == "json":
            rows = json.loads(path.read_text(encoding="utf-8"))
            assert rows == json.loads(json.dumps(frame.to_dicts(), default=str))
        else:
            text = frame.with_columns(
                pl.col(column).map_elements(
                    lambda values: json.dumps(values.to_list(), ensure_ascii=False), return_dtype=pl.String
                )
                for column, dtype in frame.schema.items()
                if dtype.is_nested()
            )
            back = pl.read_csv(path, schema=text.schema)
            assert_frame_equal(back, text)


def test_sizes_and_fingerprints_are_those_of_the_files(data: Path) -> None:
    resources = described(data)["resources"]
    on_disk = {path.relative_to(data).as_posix() for path in data.rglob("*.*") if path.parent != data}
    assert {one["path"] for one in resources} == on_disk
    for one in resources:
        content = (data / one["path"]).read_bytes()
        assert one["bytes"] == len(content)
        assert one["hash"] == f"sha256:{hashlib.sha256(content).hexdigest()}"


def test_every_table_and_column_is_described_in_chinese(data: Path) -> None:
    for one in described(data)["resources"]:
        assert one["title"] != one["name"].removesuffix(f"-{one['format']}"), one["name"]
        assert one["description"], one["name"]
        for field in one["schema"]["fields"]:
            assert field["description"], (one["name"], field["name"])
            assert field["title"] != field["name"], (one["name"], field["name"])


def test_a_package_tells_its_sources_and_its_notice_but_no_path(run: Path, data: Path) -> None:
    package = described(data)
    inputs = Run.open(run).manifest["inputs"]
    assert [one["sha256"] for one in package["sources"]] == [one["sha256"] for one in inputs]
    assert "许可" in package["notice"]
    assert package["temporal"] == {"start": "2017-01-01", "end": "2017-12-31"}
    assert str(run.parent) not in (data / "datapackage.json").read_text(encoding="utf-8")


def test_the_same_run_gives_the_same_bytes(run: Path, data: Path, tmp_path: Path) -> None:
    copied = shutil.copytree(run, tmp_path / "elsewhere" / "copied")
    again = write_data(copied)
    files = sorted(path.relative_to(data) for path in data.rglob("*") if path.is_file())
    assert files == sorted(path.relative_to(again) for path in again.rglob("*") if path.is_file())
    assert [name for name in files if (data / name).read_bytes() != (again / name).read_bytes()] == []
    assert write_workbook(run).read_bytes() == write_workbook(copied).read_bytes()

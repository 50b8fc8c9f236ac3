"""Decisions about rejected rows, held against the rows."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from data_sources.acceptance import AcceptedFile, parse_options, settle
from data_sources.quarantine import SCHEMA
from data_sources.records import FileIntake, Records

CASES: list[dict[str, Any]] = tomllib.loads((Path(__file__).parent / "cases.toml").read_text(encoding="utf-8"))["case"]
TITLES = {"register": "名录", "complaints": "投诉", "recodes": "复核"}


def records(rejected: list[str]) -> Records:
    """Of every source one row more that was excluded, which needs no decision."""
    rows = [row.split(" ") for row in rejected]
    lines: dict[str, list[dict[str, Any]]] = {name: [] for name in TITLES}
    for source, file, sheet, row in rows:
        place = {"file": file, "sheet": sheet.replace("_", " "), "row": int(row), "reason": "坏"}
        lines[source] += [{**place, "column": column, "kind": "rejected"} for column in ("一", "二")]
    for name in TITLES:
        lines[name].append({"file": "x.csv", "sheet": "", "row": 2, "kind": "excluded", "reason": "不在评价期内"})
    counts = {name: sum(source == name for source, *_ in rows) for name in TITLES}
    return Records(
        firms=pl.DataFrame(),
        tables={},
        intake=tuple(
            FileIntake("x.csv", name, "", "", count + 1, 0, count, 1, (), title)
            for (name, title), count in zip(TITLES.items(), counts.values(), strict=True)
        ),
        quarantine={name: pl.DataFrame(found, schema=SCHEMA) for name, found in lines.items()},
    )


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_case(case: dict[str, Any]) -> None:
    file = AcceptedFile.model_validate({"accepted": case.get("file", [])})
    wanted = (*file.wanted(), *parse_options(case.get("given", [])))
    found = settle(records(case["rejected"]), wanted, TITLES, ("complaints",), "register")
    assert len(found.problems) == len(case.get("problems", []))
    for told, expected in zip(found.problems, case.get("problems", []), strict=True):
        assert expected in told
    assert list(found.ways) == case.get("ways", [])
    assert list(found.remarks) == case.get("remarks", [])
    if not found.problems:
        spelled: dict[str, list[str]] = {}
        for one in found.accepted:
            where = str(one.rejected) if one.row is None else f"{one.file} {one.sheet} {one.row}"
            spelled.setdefault(one.source, []).append(f"{where} {one.reason}")
        assert {source: "; ".join(rows) for source, rows in spelled.items()} == case["accepted"]


def test_every_way_that_is_proposed_is_accepted_as_it_stands() -> None:
    """The options are taken as a shell would take them, and settle everything."""
    for case in CASES:
        if case.get("given") or case.get("file") or not case.get("ways"):
            continue
        given = [way.removeprefix("--accept-rejected ").strip('"') for way in case["ways"]]
        found = settle(records(case["rejected"]), parse_options(given), TITLES, ("complaints",), "register")
        assert not found.problems, case["name"]

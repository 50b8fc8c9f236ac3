"""Tables as files: what spreadsheets would take for formulas, lists and gaps come back as they were."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import frictionless
import polars as pl
import pytest

from data_sources.csv_files import unguarded
from indicator_tree.periods import YEAR
from indicator_tree.units import FIRMS, Units
from reports.datapackage import FORMS, About, Form, write_datapackage
from reports.datapackage.dictionary import Dictionary, columns_of
from scoring.frames import TOTAL_NODES
from scoring.kinds.registry import KINDS

ABOUT = About("small", "小", "几张表", (date(2017, 1, 1), date(2017, 12, 31)))
ODD = ["=1+1", "+1", "-1", "@SUM(1)", "\t=2", '引"号"，、', "两\n行"]


def odd() -> pl.DataFrame:
    return pl.DataFrame(
        {
            "firm_id": [f"F{at}" for at in range(len(ODD))],
            "firm": ODD,
            "former_names": [[], ["=老"], ['引"号', "乙"], *[[]] * 4],
            "score": [0.1 + 0.2, None, float("nan"), 1e-9, 100.0, -0.5, 2.0],
            "established_on": [date(1999, 1, 1), None, *[date(2000, 2, 29)] * 5],
            "brokerage": [True, None, *[False] * 5],
            "evaluated_as": ["F0", None, "F0", "F1", None, None, None],
        }
    )


@pytest.mark.parametrize("form", FORMS)
def test_values_come_back_as_they_were(tmp_path: Path, form: Form) -> None:
    write_datapackage(tmp_path, {"firms": odd()}, ABOUT, FIRMS, period=YEAR, above=TOTAL_NODES, forms=[form])
    path = tmp_path / form / f"firms.{form}"
    if form == "parquet":
        rows = pl.read_parquet(path).to_dicts()
    elif form == "json":
        rows = json.loads(path.read_text(encoding="utf-8"))
    else:
        package = frictionless.Package(str(tmp_path / "datapackage.json"))
        rows = [row.to_dict() for row in package.get_resource("firms").read_rows()]
    read = pl.DataFrame({"firm": [row["firm"] for row in rows]})
    assert (unguarded(read) if form == "csv" else read)["firm"].to_list() == ODD
    assert (read["firm"][0] == "'=1+1") == (form == "csv"), "people open CSV in spreadsheets"
    assert [row["former_names"] for row in rows] == odd()["former_names"].to_list()
    scores = [None if row["score"] is None else float(row["score"]) for row in rows]
    assert scores == [0.1 + 0.2, None, None, 1e-9, 100.0, -0.5, 2.0]
    assert [str(row["established_on"]) for row in rows[:3]] == ["1999-01-01", "None", "2000-02-29"]
    assert [row["brokerage"] for row in rows[:3]] == [True, None, False]


def test_keys_hold_within_and_between_tables(tmp_path: Path) -> None:
    scores = pl.DataFrame({"firm_id": ["F0", "F9"], "node": ["1", "1"], "score": [1.0, 2.0]})
    summary = pl.DataFrame({"node": ["1"], "mean": [1.5]})
    write_datapackage(
        tmp_path,
        {"scores": scores, "summary": summary, "firms": odd()},
        ABOUT,
        FIRMS,
        period=YEAR,
        above=TOTAL_NODES,
        forms=["csv"],
    )
    report = frictionless.validate(str(tmp_path / "datapackage.json"))
    assert report.flatten(["type", "rowNumber"]) == [["foreign-key", 3]], "F9 is no registered firm"


def test_a_link_to_a_table_that_is_not_there_is_left_out(tmp_path: Path) -> None:
    write_datapackage(
        tmp_path,
        {"summary": pl.DataFrame({"node": ["1"]}), "ledger": pl.DataFrame()},
        ABOUT,
        FIRMS,
        period=YEAR,
        above=TOTAL_NODES,
        forms=["csv"],
    )
    schemas = [one["schema"] for one in json.loads((tmp_path / "datapackage.json").read_text())["resources"]]
    assert schemas[0]["primaryKey"] == ["node"]
    assert "primaryKey" not in schemas[1], "its columns are not there"
    assert not [schema for schema in schemas if "foreignKeys" in schema]


def test_what_the_dictionary_does_not_know_goes_by_its_name() -> None:
    note = Dictionary.of(FIRMS, YEAR, TOTAL_NODES).describe("novelty", ["node", "novel"])
    assert (note.title, note.key, [field.title for field in note.fields]) == ("novelty", (), ["指标", "novel"])
    assert Dictionary.of(FIRMS, YEAR, TOTAL_NODES).undescribed("novelty", ["node", "novel"]) == ["novel"]


def test_quarantine_tables_share_one_description() -> None:
    note = Dictionary.of(FIRMS, YEAR, TOTAL_NODES).describe("quarantine_complaints", ["file", "row", "reason"])
    assert note.title == "未采用的记录：complaints"
    assert (
        Dictionary.of(FIRMS, YEAR, TOTAL_NODES).undescribed(
            "quarantine_complaints", ["file", "sheet", "row", "column", "value", "kind", "reason"]
        )
        == []
    )
    assert columns_of("quarantine") == ("file", "sheet", "row", "column", "value", "kind", "reason")


def test_the_dictionary_names_every_kind_of_rule_and_the_units_by_their_noun() -> None:
    words = Units(noun="部门", register_title="部门名录", identified=True).words
    told = Dictionary.of(words, YEAR, TOTAL_NODES).describe("ledger", ["rule", "firm_id", "firm"]).fields
    assert [kind.name for kind in KINDS if f"{kind.name} {kind.noun}" not in told[0].description] == []
    assert [(each.title, each.description) for each in told[1:]] == [
        ("部门编号", "部门编号；合并评价的部门归入合并后的部门"),
        ("部门", "部门简称"),
    ]

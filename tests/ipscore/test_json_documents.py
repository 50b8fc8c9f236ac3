"""Every document that commands print with `--format json` is as its schema says, and says by which."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema
import polars as pl
import pytest

import ipscore as package
from ipscore.json_schemas import FORMATS, schemas, spelled
from ipscore.output import print_frame
from reports.json_text import json_text
from tests.ipscore.conftest import Ipscore
from tests.reports.small import SMALL, A

FOLDER = Path(package.__file__).parent / "schemas"


def schema(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((FOLDER / f"{name}.schema.json").read_text(encoding="utf-8"))
    return found


def valid(name: str, text: str) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(text, parse_constant=lambda constant: pytest.fail(f"{constant} is no JSON"))
    jsonschema.Draft202012Validator(schema(name)).validate(document)
    assert document["format"] == FORMATS[name]
    return document


@pytest.mark.parametrize("name", sorted(FORMATS))
def test_the_files_are_the_schemas(name: str) -> None:
    jsonschema.Draft202012Validator.check_schema(schema(name))
    assert (FOLDER / f"{name}.schema.json").read_text(encoding="utf-8") == spelled(schemas()[name])


@pytest.mark.parametrize("node", [None, "1.1", "2", "base", "bonus", "total"])
@pytest.mark.parametrize("firm", ["甲证券", "丙证券"])
def test_explanations(run: Path, ipscore: Ipscore, firm: str, node: str | None) -> None:
    printed = ipscore("explain", run, firm, *([node] if node else []), "-f", "json")
    document = valid("explain", printed.out)
    assert document["node"] == node
    assert bool(document["scores"]) == (node is None)


def test_an_explanation_tells_what_each_record_says(run: Path, ipscore: Ipscore) -> None:
    document = valid("explain", ipscore("explain", run, "甲证券", "1.1", "-f", "json").out)
    assert [record["record_id"] for record in document["records"]] == ["YJ1", "YJ2", "YJ3"]
    assert document["records"][0]["values"] == {"occurred_on": "2017-05-01", "level": "提示关注", "matter": "划款"}


COMMANDS: dict[str, tuple[str, Callable[[Path, Path], tuple[object, ...]]]] = {
    "a record": ("record", lambda run, _: ("record", run, "YJ1")),
    "a distribution": ("distribution", lambda run, _: ("distribution", run)),
    "one distribution": ("distribution", lambda run, _: ("distribution", run, "1.1")),
    "a change": ("whatif", lambda run, _: ("whatif", run, "--set", "1.1.general.points=10")),
    "a record less": ("whatif", lambda run, _: ("whatif", run, "--drop", "fund_warnings:YJ4")),
    "a firm of a change": (
        "whatif",
        lambda run, _: ("whatif", run, "--set", "1.1.general.points=10", "--firm", "乙证券"),
    ),
    "its own line": (
        "whatif",
        lambda run, _: ("whatif", run, "--drop", "fund_warnings:YJ4", "--firm", "乙证券", "--own"),
    ),
    "costs": ("whatif", lambda run, _: ("whatif", run, "--firm", "乙证券")),
    "a comparison": ("compare", lambda run, _: ("compare", run, run)),
    "a verification": ("verify", lambda run, records: ("verify", run, records)),
}


@pytest.mark.parametrize("case", COMMANDS)
def test_documents(run: Path, records: Path, ipscore: Ipscore, case: str) -> None:
    name, command = COMMANDS[case]
    printed = ipscore(*command(run, records), "--format", "json")
    assert printed.code == 0, printed.err
    valid(name, printed.out)


def test_a_verification_that_fails_is_a_document_too(run: Path, records: Path, ipscore: Ipscore) -> None:
    (run / "breakdown.csv").unlink()
    printed = ipscore("verify", run, records, "-f", "json")
    assert printed.code == 1
    document = valid("verify", printed.out)
    assert not document["same"]
    assert {check["what"] for check in document["files"] if not check["same"]} == {"breakdown.csv"}


def test_a_distribution_in_a_file_is_the_same_document(run: Path, tmp_path: Path, ipscore: Ipscore) -> None:
    path = tmp_path / "分布.json"
    ipscore("distribution", run, "-f", "json", "-o", path)
    assert path.read_text(encoding="utf-8") == ipscore("distribution", run, "-f", "json").out


@pytest.mark.parametrize("form", ["json", "csv", "table"])
def test_the_own_line_of_a_firm_holds_nothing_of_another(run: Path, ipscore: Ipscore, form: str) -> None:
    """Two firms change places: the one that asks sees its own rank alone."""
    asked = ("whatif", run, "--set", "1.1.general.points=10", "--firm", "甲证券", "--own", "-f", form)
    everybody = ipscore("whatif", run, "--set", "1.1.general.points=10", "-f", form).out
    assert "乙证券" in everybody
    printed = ipscore(*asked)
    assert printed.code == 0, printed.err
    for strange in ("乙证券", "丙证券"):
        assert strange not in printed.out
    own = valid("whatif", ipscore(*asked[:-1], "json").out)
    assert own["mode"] == "own"
    assert {move["firm_id"] for move in own["moves"]} <= {A}


@pytest.mark.parametrize(
    ("more", "told"),
    [
        (("--drop", "fund_warnings:YJ4", "--firm", "甲证券"), "甲证券 所计的记录中没有：YJ4"),
        (("--drop", "fund_warnings:YJ99", "--firm", "甲证券"), "甲证券 所计的记录中没有：YJ99"),
        (("--drop", "fund_warnings:YJ4"), "--firm"),
        (("--firm", "甲证券"), "改变什么"),
    ],
)
def test_the_own_line_is_of_own_records(run: Path, ipscore: Ipscore, more: tuple[str, ...], told: str) -> None:
    printed = ipscore("whatif", run, *more, "--own")
    assert (printed.code, printed.out) == (1, "")
    assert told in printed.err


def test_a_number_that_another_firm_has_in_another_source_is_not_ones_own(
    records: Path, tmp_path: Path, ipscore: Ipscore
) -> None:
    path = records / "社会责任项目.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("XM3,甲证券", "YJ4,甲证券"), encoding="utf-8")
    assert ipscore("score", records, "-r", SMALL, "-o", tmp_path / "run").code == 0
    printed = ipscore("whatif", tmp_path / "run", "--drop", "fund_warnings:YJ4", "--firm", "甲证券", "--own")
    assert (printed.code, printed.out) == (1, "")
    assert "甲证券 所计的记录中没有：YJ4" in printed.err


def test_a_number_that_is_not_finite_is_null() -> None:
    content = {"a": float("nan"), "b": [float("inf"), 1.5], "c": ({"d": -float("inf")},), "e": "NaN", "f": True}
    found = json.loads(json_text(content), parse_constant=lambda constant: pytest.fail(f"{constant} is no JSON"))
    assert found == {"a": None, "b": [None, 1.5], "c": [{"d": None}], "e": "NaN", "f": True}


@pytest.mark.parametrize("name", sorted(FORMATS))
def test_every_number_may_be_null(name: str) -> None:
    def numbers(part: Any) -> list[Any]:
        if isinstance(part, dict):
            own = [part["type"]] if "number" in str(part.get("type")) else []
            return own + [kind for value in part.values() for kind in numbers(value)]
        return [kind for value in part for kind in numbers(value)] if isinstance(part, list) else []

    assert all("null" in kind for kind in numbers(schema(name)))
    assert "not finite, is null" in schema(name)["description"]


def test_frames_print_no_number_that_is_not_finite(capsys: pytest.CaptureFixture[str]) -> None:
    print_frame(pl.DataFrame({"x": [float("nan"), float("inf"), 1.0]}), "json")
    assert json.loads(capsys.readouterr().out, parse_constant=pytest.fail) == [{"x": None}, {"x": None}, {"x": 1.0}]

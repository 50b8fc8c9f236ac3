"""Cells as people write them: what they are, and why others are refused."""

import tomllib
from pathlib import Path

import polars as pl
import pytest

from data_sources.columns import Column
from data_sources.limits import LONGEST_CELL, LONGEST_SHOWN
from data_sources.masking import mask
from data_sources.no_records import _is_total
from data_sources.notations import Judge, look
from data_sources.quarantine import Findings
from data_sources.stage.marks import EPOCH_1900
from data_sources.values import NOTHING, Way, read_values

CASES = tomllib.loads((Path(__file__).parent / "written.toml").read_text(encoding="utf-8"))


def read(cells, *, kind="number", unit="", said="", serials_from=EPOCH_1900, meant=NOTHING):
    column = Column("own", "本列", "", kind, True, unit, "", (), (), None, False)
    findings = Findings(pl.DataFrame({"_row": range(len(cells)), "own": cells}, {"_row": pl.Int64, "own": pl.String}))
    values = read_values(column, findings.raw["own"], None, findings, Way(said, meant, serials_from))
    found = findings.found
    return values.to_list(), dict(zip(found["value"], found["reason"], strict=True))


def way_of(case):
    return {name: case[name] for name in ("kind", "unit", "said", "serials_from") if name in case}


@pytest.mark.parametrize("case", CASES["cell"], ids=lambda case: case.get("name", str(case)))
def test_cells_are_read_or_refused_with_the_cause(case):
    for cell, expected in case.get("reads", ()):
        assert read([cell], **way_of(case)) == ([expected], {}), cell
    for cell, why in case.get("refuses", ()):
        values, reasons = read([cell], **way_of(case))
        assert values == [None] or case.get("kind") == "identifier", cell
        assert why in next(iter(reasons.values())), (cell, reasons)


@pytest.mark.parametrize("case", CASES["column"], ids=lambda case: case["name"])
def test_cells_are_refused_for_what_stands_beside_them(case):
    values, _ = read(case["cells"], unit=case["unit"])
    assert values == case["values"]
    percent = bool(case["unit"])
    rows = pl.DataFrame({"_row": range(len(values)), "cell": case["cells"], "value": values}, strict=False)
    own = pl.repeat("own", len(values), eager=True)
    seen = look(rows["_row"], own, rows["cell"], rows["value"].cast(pl.Float64), percent=percent)
    judge = Judge(["own"] if percent else [])
    refused = judge.rejected(seen.doubtful, judge.mixed([seen.seen]))
    assert refused["value"].to_list() == case.get("refused", [])


def test_what_a_mapping_says_of_cells_stands_in_their_place():
    meant = {"有过错": "是", "": "否", "不详": ""}
    assert read(["有过错", None, "否", "不详", " 有 过错"], kind="flag", meant=meant)[0] == [
        True,
        False,
        False,
        None,
        True,
    ]


@pytest.mark.parametrize(("length", "refused"), [(LONGEST_CELL, False), (LONGEST_CELL + 1, True)])
def test_a_cell_of_open_text_has_a_longest_length(length, refused):
    _, reasons = read(["某" * length], kind="text")
    assert any("单元格过长" in why for why in reasons.values()) == refused


def test_a_long_cell_is_shown_by_its_beginning_and_no_number_is_cut_into_one_that_shows():
    findings = Findings(
        pl.DataFrame({"_row": [1], "own": ["某" * (LONGEST_SHOWN - 12) + "110105194912310021" + "某" * 999]})
    )
    findings.add("own", pl.Series([True]), "不对")
    [shown] = findings.found["value"]
    assert shown == "某" * (LONGEST_SHOWN - 12) + "11" + "*" * 10 + "…"


@pytest.mark.parametrize("part", ["a", "1", "a.", "-1", "a@", "1380"])
def test_a_very_long_text_is_masked_in_one_pass(part):
    """Work that grew with the square of the length would not end."""
    assert len(mask(part * 200_000)) == len(part) * 200_000


@pytest.mark.parametrize("kind", ["date", "number", "count"])
@pytest.mark.parametrize("part", ["1", "-1", "1 ", "2017-1-1 ", "一", "3月"])
def test_a_very_long_cell_is_refused_in_one_pass(kind, part):
    values, reasons = read([part * 20_000 + "x"], kind=kind)
    assert values == [None]
    assert len(reasons) == 1


@pytest.mark.parametrize("part", ["-", "：", "合计", "中-"])
def test_a_very_long_cell_is_no_total(part):
    assert not _is_total("中" + part * 20_000 + "x")
    assert _is_total("营业部合计")

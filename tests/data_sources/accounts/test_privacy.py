"""No output, error or temporary file holds a name, a number of a document, a telephone number or an address."""

from __future__ import annotations

import json
from dataclasses import astuple
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from data_sources.accounts.contracts import TABLES
from data_sources.accounts.counting import count_accounts
from data_sources.accounts.facts import Asked, facts
from data_sources.accounts.meanings import meanings
from data_sources.errors import IntakeError
from data_sources.limits import Limits
from data_sources.source import Source
from data_sources.spill import Spill
from tests.data_sources.accounts.people import (
    CUSTOMER,
    FUND,
    GOOD,
    ONE_CODE,
    SECURITIES,
    resident_id,
    shortened,
    write_tables,
)

AS_OF = date(2019, 8, 31)
NUMBER = resident_id("19800506", 88)
PLANTED = (
    NUMBER,
    shortened(NUMBER),
    "欧阳隐私",
    "13911112222",
    "01087654321",
    "保密路404号",
    "KH90001",
    "ZH70001",
    "怪异状态",
)
PERSON = {
    "customer": "KH90001",
    "name": "欧阳隐私",
    "id_type": "欧阳隐私",
    "id_number": NUMBER,
    "born_on": "13911112222",
    "valid_until": "保密路404号",
    "phone": "01087654321",
    "mobile": "13911112222",
    "address": "保密路404号",
    "category": "欧阳隐私",
}
ACCOUNT = {"account": "ZH70001", "customer": "KH90001", "name": "欧阳隐私", "id_number": shortened(NUMBER)}
TABLES_OF_PERSON = {
    "customers": [*GOOD["customers"], PERSON, PERSON | {"customer": None}],
    "one_codes": [ONE_CODE | ACCOUNT, ONE_CODE | ACCOUNT | {"account": None}],
    "fund_accounts": [FUND | ACCOUNT | {"state": "怪异状态"}, FUND | ACCOUNT | {"id_number": "#N/A"}],
    "securities_accounts": [SECURITIES | ACCOUNT | {"state": "欧阳隐私"}],
}


def _planted_in(text: str) -> list[str]:
    return [secret for secret in (*PLANTED, CUSTOMER["id_number"]) if secret and secret in text]


def test_no_frame_holds_a_person(tmp_path: Path) -> None:
    counts = count_accounts(write_tables(tmp_path, TABLES_OF_PERSON), AS_OF)
    assert counts.rejected["rows"].sum() == 3
    frames = [frame.write_json() for frame in astuple(counts) if isinstance(frame, pl.DataFrame)]
    assert len(frames) == 3
    assert _planted_in(" ".join([*frames, json.dumps(dict(counts.values))])) == []


@pytest.mark.parametrize("source", TABLES, ids=lambda source: source.name)
def test_facts_are_truths_and_fingerprints_that_another_key_changes(source: Source) -> None:
    name = source.name
    table = pl.DataFrame(
        {"account": ["A1"], "phone": [3], "mobile": [4]},
        schema_overrides=dict.fromkeys(("phone", "mobile"), pl.UInt64),
    )
    table = table.with_columns(
        pl.lit(value).alias(key) for key, value in (PERSON | {"state": "是"}).items() if key not in table.columns
    )
    one, other = (facts(name, meanings(name, table), Asked(AS_OF, key)) for key in (1, 2))
    assert set(one.dtypes) <= {pl.UInt64(), pl.UInt32(), pl.Boolean()}
    assert one["customer"].item() != other["customer"].item()
    assert one["number"].item() != other["number"].item()


def test_no_temporary_file_holds_a_person(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    laid_down: list[bytes] = []
    write = Spill.keep

    def keep(spill: Spill, frame: pl.DataFrame) -> object:
        kept = write(spill, frame)
        if isinstance(kept.where, Path):
            laid_down.append(kept.where.read_bytes())
        return kept

    monkeypatch.setattr(Spill, "keep", keep)
    limits = Limits(batch_rows=2, block_bytes=200, held_bytes=0)
    count_accounts(write_tables(tmp_path, TABLES_OF_PERSON), AS_OF, limits=limits)
    assert laid_down
    assert [secret for secret in PLANTED for content in laid_down if secret.encode() in content] == []


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_a_file_without_headers_is_refused_without_telling_its_first_row(tmp_path: Path, encoding: str) -> None:
    row = ",".join(value for value in PERSON.values() if value)
    (tmp_path / "customers.csv").write_bytes(f"{row}\n{row}\n".encode(encoding))
    (tmp_path / "one_codes.csv").write_bytes(f"{row}\n".encode(encoding))
    with pytest.raises(IntakeError, match="缺少列 客户号") as caught:
        count_accounts(tmp_path, AS_OF)
    chain = [str(error) for error in (caught.value, caught.value.__cause__, caught.value.__context__) if error]
    assert _planted_in(" ".join(chain)) == []


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("客户号,证件类型\nKH90001,欧阳隐私\n", "缺少列 证件号码"),
        ('客户号,证件类型\n"KH90001,欧阳隐私\n', "引号没有成对"),
        ("", "文件是空的"),
    ],
)
def test_files_that_cannot_be_read_are_told_without_their_cells(tmp_path: Path, content: str, told: str) -> None:
    (tmp_path / "customers.csv").write_text(content, encoding="utf-8")
    with pytest.raises(IntakeError, match=told) as caught:
        count_accounts(tmp_path, AS_OF)
    assert _planted_in(str(caught.value)) == []

"""A tidy table is read without a word, whatever format it has and whichever program wrote it."""

from __future__ import annotations

import shutil
import subprocess
from datetime import date
from functools import cache
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from benchmarks.damage import office as formats
from data_sources.declared import register_of
from data_sources.intake import read_records
from data_sources.readings.intake import read_readings
from data_sources.readings.source import SOURCE as READINGS
from indicator_tree.catalogue import load_catalogue
from ipscore.inputs import sources_of
from ipscore.rules import read_rules
from tests.data_sources.handed_over.market import NAMES, market, write_csv
from tests.data_sources.tidy.writers import WRITERS

if TYPE_CHECKING:
    from collections.abc import Callable

    from data_sources.records import Records
    from data_sources.source import Source
    from ipscore.rules import Rules
    from tests.data_sources.handed_over.market import Table

RULES = Path(__file__).parent.parent / "handed_over" / "rules.toml"
ROWS = 14
REGISTER = "证券公司名录"
LEAST = 150


@cache
def rules() -> Rules:
    return read_rules(RULES)


SOURCES: dict[str, Source] = {
    source.title: source
    for source in (*sources_of(rules().rulebook, rules().questionnaire), READINGS)
    if source.title in market() or source is READINGS
}
"""Title → source, of the sources whose tables are written."""


def table_of(title: str) -> Table:
    if title == READINGS.title:
        return [
            {
                "证券公司": f"{NAMES[number % 3]}证券",
                "指标": "2.1.1",
                "日期": day,
                "数值": 10 + number,
            }
            for number, day in enumerate(date(2019, 8, 5 + day) for day in range(5))
        ]
    rows = market()[title]
    return rows if title == REGISTER else list(islice(rows, ROWS))


def write_register(folder: Path) -> None:
    write_csv(folder / f"{REGISTER}.csv", market()[REGISTER])


def read(folder: Path, title: str) -> Records:
    if title == READINGS.title:
        return read_readings(folder, load_catalogue())
    rulebook = rules().rulebook
    return read_records(
        folder,
        sources=sources_of(rulebook, rules().questionnaire),
        required=(),
        period=rulebook.period,
        population=rulebook.population,
        vocabulary=rulebook.closed_vocabulary,
        register=register_of(rulebook),
    )


def content(records: Records, source: Source) -> pl.DataFrame:
    """The typed records; those without a number of their own are numbered by file and row, which is left out."""
    if source.title == REGISTER:
        return records.firms
    found = records.tables[source.name].collect()
    if "record_id" not in {column.name for column in source.columns} and "record_id" in found.columns:
        found = found.drop("record_id")
    return found.sort(pl.all())


@pytest.fixture(scope="session")
def from_csv(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], pl.DataFrame]:
    """Title → its records read from CSV."""

    @cache
    def right(title: str) -> pl.DataFrame:
        folder = tmp_path_factory.mktemp("csv")
        if title != REGISTER:
            write_register(folder)
        WRITERS["csv_utf8"](folder, SOURCES[title], table_of(title))
        found = content(read(folder, title), SOURCES[title])
        assert found.height == len(table_of(title))
        return found

    return right


def without_a_word(records: Records, title: str) -> None:
    kept_out = {name: frame.rows() for name, frame in records.quarantine.items() if not frame.is_empty()}
    assert not kept_out
    assert not records.ignored
    assert not records.remarks
    entry = next(entry for entry in records.intake if entry.source == SOURCES[title].name)
    assert (entry.read, entry.used, entry.rejected, entry.excluded) == (len(table_of(title)),) * 2 + (0, 0)


CASES = [(name, title) for name in WRITERS for title in SOURCES]


def test_there_are_enough_tables() -> None:
    assert len(CASES) >= LEAST


@pytest.mark.parametrize(("name", "title"), CASES, ids=[f"{name}-{SOURCES[title].name}" for name, title in CASES])
def test_a_tidy_table(name: str, title: str, tmp_path: Path, from_csv: Callable[[str], pl.DataFrame]) -> None:
    if title != REGISTER:
        write_register(tmp_path)
    WRITERS[name](tmp_path, SOURCES[title], table_of(title))
    records = read(tmp_path, title)
    without_a_word(records, title)
    assert_frame_equal(content(records, SOURCES[title]), from_csv(title))


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
@pytest.mark.parametrize("ending", ["xlsx", "xls", "ods"])
def test_tidy_tables_that_libreoffice_wrote(
    ending: str, tmp_path: Path, from_csv: Callable[[str], pl.DataFrame]
) -> None:
    titles = [title for title in SOURCES if title != READINGS.title]
    written, folder = tmp_path / "全部.xlsx", tmp_path / "records"
    formats.workbook(written, *((title, formats.grid(table_of(title))) for title in titles))
    profile = (tmp_path / "office").as_uri()
    command = ["soffice", f"-env:UserInstallation={profile}", "--headless", "--convert-to", ending]
    subprocess.run([*command, "--outdir", str(folder), str(written)], check=True, capture_output=True, timeout=120)
    records = read(folder, titles[0])
    for title in titles:
        without_a_word(records, title)
        assert_frame_equal(content(records, SOURCES[title]), from_csv(title))

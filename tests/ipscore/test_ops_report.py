"""Reports of an operations run as files."""

from __future__ import annotations

import zipfile
from dataclasses import replace
from pathlib import Path

import polars as pl
import pypdf
import pytest

from data_sources.records import Records
from ipscore.acceptance import Acceptance
from ipscore.errors import NotARunError, TargetError, UnknownFirmError, UnknownMonthError
from ipscore.ops_manifest import Scored
from ipscore.ops_report import FORMS, Form, Kind, effect_of, write_report
from ipscore.ops_run import write_operations_run
from ipscore.ops_tables import CSV, PARQUET
from tests.reports.operations.sample import FIRMS, OWN, tables

pytestmark = pytest.mark.usefixtures("no_font")
OTHERS = [name for firm_id, name in FIRMS.items() if firm_id != OWN]


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The run folder of the sample."""
    folder = tmp_path_factory.mktemp("operations") / "run"
    folder.mkdir()
    sample = tables()
    known = {name: frame for name, frame in vars(sample).items() if isinstance(frame, pl.DataFrame)}
    rest = {name: pl.DataFrame(schema=schema) for name, schema in (PARQUET | CSV).items() if name not in known}
    records = Records(firms=sample.firms, tables={}, intake=(), quarantine={})
    scored = Scored(
        catalogue=sample.catalogue,
        records=records,
        acceptance=Acceptance(),
        tables=known | rest,
        period=None,
        firm=None,
        notice=sample.notice,
    )
    write_operations_run(folder, scored)
    return folder


def _text(path: Path) -> str:
    """All that a file holds as text."""
    if path.suffix == ".pdf":
        return "\n".join(page.extract_text() for page in pypdf.PdfReader(path).pages)
    if path.suffix == ".html":
        return path.read_text(encoding="utf-8")
    with zipfile.ZipFile(path) as packed:
        return "\n".join(packed.read(name).decode("utf-8", "replace") for name in packed.namelist())


@pytest.mark.parametrize("form", FORMS)
def test_a_month_is_written_in_every_form_without_other_firms(tmp_path: Path, run: Path, form: Form) -> None:
    out = tmp_path / f"month.{form}"
    write_report(run, "monthly", form, out, firm="甲一证券", month="2019-08", issuer="运营管理部")
    text = _text(out)
    assert "甲一证券" in text
    assert not [name for name in OTHERS if name in text]


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("names", [False, True])
def test_the_effect_names_firms_only_where_asked(tmp_path: Path, run: Path, form: Form, names: bool) -> None:
    out = tmp_path / f"effect.{form}"
    write_report(run, "effect", form, out, names=names)
    text = _text(out)
    assert any(name in text for name in FIRMS.values()) == names


@pytest.mark.parametrize(("kind", "form"), [("monthly", "docx"), ("monthly", "xlsx"), ("effect", "pdf")])
def test_the_same_run_gives_the_same_bytes(tmp_path: Path, run: Path, kind: Kind, form: Form) -> None:
    one, two = tmp_path / f"one.{form}", tmp_path / f"two.{form}"
    for out in (one, two):
        write_report(run, kind, form, out, firm=OWN)
    assert one.read_bytes() == two.read_bytes()


def test_the_last_month_is_told_if_none_is_named(tmp_path: Path, run: Path) -> None:
    write_report(run, "monthly", "html", tmp_path / "month.html", firm=OWN)
    assert "甲一证券2019年8月运营管理信息报告" in _text(tmp_path / "month.html")


@pytest.mark.parametrize(
    ("asked", "error", "message"),
    [
        ((None, None), UnknownFirmError, "请用 --firm 指明"),
        (("甲一证卷", None), UnknownFirmError, "是否指 甲一证券"),
        ((OWN, "2019年8月"), UnknownMonthError, "月份应写作 2019-08"),
        ((OWN, "2019-13"), UnknownMonthError, "月份应写作 2019-08"),
        ((OWN, "2020-01"), UnknownMonthError, "有的是2018年7月至2019年8月"),
    ],
)
def test_what_is_not_there_is_told(
    tmp_path: Path, run: Path, asked: tuple[str | None, str | None], error: type[Exception], message: str
) -> None:
    firm, month = asked
    with pytest.raises(error, match=message):
        write_report(run, "monthly", "html", tmp_path / "month.html", firm=firm, month=month)
    assert not (tmp_path / "month.html").exists()


def test_a_file_that_is_there_stays_without_force(tmp_path: Path, run: Path) -> None:
    out = tmp_path / "effect.xlsx"
    out.write_text("mine", encoding="utf-8")
    with pytest.raises(TargetError, match="请加 --force"):
        write_report(run, "effect", "xlsx", out)
    assert out.read_text(encoding="utf-8") == "mine"
    write_report(run, "effect", "xlsx", out, force=True)
    assert zipfile.is_zipfile(out)


def test_nothing_is_written_into_a_run(run: Path) -> None:
    with pytest.raises(TargetError, match="在运行文件夹"):
        write_report(run, "effect", "xlsx", run / "effect.xlsx")


def test_another_folder_is_no_run(tmp_path: Path) -> None:
    with pytest.raises(NotARunError):
        write_report(tmp_path, "effect", "xlsx", tmp_path / "effect.xlsx")


@pytest.mark.parametrize("kept", ["1.", "2.", "none"])
def test_the_effect_of_a_part_of_the_indicators_is_told(kept: str) -> None:
    sample = tables()
    own = {name: frame for name, frame in vars(sample).items() if isinstance(frame, pl.DataFrame)}
    of_kept = pl.col("indicator").str.starts_with(kept)
    part = {name: frame.filter(of_kept) for name, frame in own.items() if "indicator" in frame.columns}
    part["industry"] = sample.industry.head(1)
    assert effect_of(replace(sample, **part), names=False).differences == ()

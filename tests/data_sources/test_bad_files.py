import shutil
import tomllib
from pathlib import Path

import polars as pl
import pytest

from data_sources import errors
from data_sources.limits import DEFAULT
from data_sources.listing import list_files
from tests.data_sources.support import read

HERE = Path(__file__).parent / "bad_files"
CASES = tomllib.loads((HERE / "cases.toml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", CASES["row"], ids=lambda case: case["name"])
def test_a_bad_row_is_kept_apart_with_its_reason(tmp_path, case):
    shutil.copy(HERE / case["file"], tmp_path / case["as"])
    records = read(tmp_path)
    found = records.quarantine[case["as"].split(".")[0]]
    here = found.filter((pl.col("column") == case["column"]) & (pl.col("row") == case["row"])).row(0, named=True)
    assert (here["file"], here["kind"]) == (case["as"], case.get("kind", "rejected"))
    assert all(part in here["reason"] for part in case["says"]), here["reason"]
    assert here["value"] == case.get("value", here["value"])


@pytest.mark.parametrize("case", CASES["error"], ids=lambda case: case["name"])
def test_a_bad_file_is_an_error_that_says_what_is_wrong(tmp_path, case):
    shutil.copy(HERE / case["file"], tmp_path / case["as"])
    with pytest.raises(getattr(errors, case["error"])) as error:
        read(tmp_path, required=["fund_warnings"])
    assert all(part in str(error.value) for part in case["says"]), str(error.value)


def test_every_bad_file_belongs_to_a_case():
    assert {path.name for path in HERE.iterdir()} == {case["file"] for cases in CASES.values() for case in cases} | {
        "cases.toml"
    }


def test_all_bad_files_are_reported_at_once(tmp_path):
    shutil.copy(HERE / "header_missing.csv", tmp_path / "fund_warnings.csv")
    shutil.copy(HERE / "empty.csv", tmp_path / "complaints.csv")
    with pytest.raises(errors.CombinedIntakeError, match="有 2 处错误") as error:
        read(tmp_path)
    assert len(error.value.errors) == 2


def test_strict_reading_lists_the_files_with_rejected_rows(tmp_path):
    shutil.copy(HERE / "vocabulary.csv", tmp_path / "fund_warnings.csv")
    records = read(tmp_path)
    with pytest.raises(errors.StrictIntakeError, match=r"fund_warnings.csv：1 行中有 1 行"):
        records.raise_if_rejected()


@pytest.mark.parametrize(
    ("folder", "says"), [("nowhere", "找不到文件夹"), ("file.txt", "不是文件夹"), ("empty", "空文件夹")]
)
def test_a_folder_must_be_there_and_hold_files(tmp_path, folder, says):
    (tmp_path / "file.txt").write_text("x", encoding="utf-8")
    (tmp_path / "empty").mkdir()
    with pytest.raises(errors.FolderError, match=says):
        list_files(tmp_path / folder, DEFAULT)


def test_a_vocabulary_for_a_column_that_is_not_there_is_an_error(tmp_path):
    with pytest.raises(errors.VocabularyError, match="是否想写“level”"):
        read(tmp_path, vocabulary={"fund_warnings": {"levle": ("提示关注",)}})


def test_a_vocabulary_for_the_answers_of_a_questionnaire_is_an_error(tmp_path):
    with pytest.raises(errors.VocabularyError, match=r"没有可用词表的列 stock_tips"):
        read(tmp_path, vocabulary={"survey_responses": {"stock_tips": ("也许",)}})

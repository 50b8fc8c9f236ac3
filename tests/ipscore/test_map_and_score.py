"""A proposed mapping, accepted as it is by removing its marks, makes records readable."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path
from typing import Any

import pytest

from tests.ipscore.conftest import Ipscore
from tests.ipscore.small_records import edit
from tests.ipscore.test_check_verdict import make_tidy
from tests.ipscore.test_map import CASES, change
from tests.reports.small import SMALL

ONE_MEANING = [
    case for case in CASES if case["lines"] and "？" not in "".join(case["lines"]) and "both" not in case["name"]
]


@pytest.mark.parametrize("case", ONE_MEANING, ids=[case["name"] for case in ONE_MEANING])
def test_records_can_be_scored_once_the_marks_are_removed(
    records: Path, ipscore: Ipscore, case: dict[str, Any], tmp_path: Path
) -> None:
    make_tidy(records)
    change(records, case)
    assert ipscore("check", records, "-r", SMALL).code == (0 if "rename" in case else 1)  # the header tells it too
    assert ipscore("map", records, "-r", SMALL).code == 0
    target = records / "mapping.toml"
    text = target.read_text(encoding="utf-8")
    target.write_text(re.sub("(?m)^# ", "", text), encoding="utf-8")
    checked = ipscore("check", records, "-r", SMALL)
    assert checked.code == 0, checked.out + checked.err
    assert ipscore("score", records, "-r", SMALL, "-o", tmp_path / "run").code == 0
    again = ipscore("map", records, "-r", SMALL, "--out", tmp_path / "again.toml")
    assert again.code == 0
    assert "没有要写明的对应" in again.out
    assert not (tmp_path / "again.toml").exists()


@pytest.mark.parametrize(
    "case", [case for case in ONE_MEANING if "rename" not in case], ids=lambda case: str(case["name"])
)
def test_what_the_rulebook_says_is_not_proposed(
    records: Path, ipscore: Ipscore, case: dict[str, Any], tmp_path: Path
) -> None:
    change(records, case)
    assert ipscore("map", records, "-r", SMALL, "--out", tmp_path / "mapping.toml").code == 0
    said = re.sub("(?m)^# ", "", (tmp_path / "mapping.toml").read_text(encoding="utf-8"))
    said = said.replace("[files]\n", "")  # names of files are the folder's alone
    book = tmp_path / "rules.toml"
    book.write_text(Path(SMALL).read_text(encoding="utf-8") + "\n" + said, encoding="utf-8")
    printed = ipscore("map", records, "-r", book)
    assert printed.code == 0, printed.err
    assert "没有要写明的对应" in printed.out


@pytest.mark.parametrize("packed", [False, True], ids=["a subfolder", "an archive"])
def test_files_in_subfolders_and_archives_are_looked_at(records: Path, ipscore: Ipscore, *, packed: bool) -> None:
    name = "资金监控预警.csv"
    edit(records, "资金监控预警", "一般预警", "一般性预警")
    if packed:
        with zipfile.ZipFile(records / "补充.zip", "w") as archive:
            archive.write(records / name, name)
        (records / name).unlink()
    else:
        (records / "补充").mkdir()
        (records / name).rename(records / "补充" / name)
    assert ipscore("map", records, "-r", SMALL).code == 0
    assert '# "一般性预警" = "一般预警"' in (records / "mapping.toml").read_text(encoding="utf-8")


def test_a_file_that_is_left_out_on_purpose_is_not_proposed(records: Path, ipscore: Ipscore, tmp_path: Path) -> None:
    (records / "补充.csv").write_text((records / "社会责任项目.csv").read_text(encoding="utf-8"), encoding="utf-8")
    (records / "mapping.toml").write_text('[files]\n"补充.csv" = ""\n', encoding="utf-8")
    printed = ipscore("map", records, "-r", SMALL, "--out", tmp_path / "again.toml")
    assert "没有要写明的对应" in printed.out

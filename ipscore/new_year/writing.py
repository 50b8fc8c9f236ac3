"""Writing the files of a new year, all or none."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from ipscore.atomic_folder import new_folder
from ipscore.errors import TargetError
from ipscore.manifest import stay_out_of_runs
from ipscore.new_year.checklist import CHECKLIST, checklist_text
from ipscore.new_year.moving import renamed
from ipscore.new_year.texts import MAPPING, old_year, questionnaire_text, rulebook_text, scheme_text
from ipscore.rules import read_rules
from surveys.coding_scheme import load_coding_scheme

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ipscore.new_year.texts import OldYear

FIRST, LAST = 1900, 2999


def write_new_year(year: int, base: str, folder: Path, *, force: bool) -> list[Path]:
    """Write what the evaluation of a new year starts from.

    A rulebook that extends the old one, its questionnaire and coding scheme where it has them, an empty mapping, and
    the list of everything that belongs to one year. Other files in the folder stay.

    Args:
        year: the new one.
        base: the rulebook of the old year: year, name or path.
        folder: where to; it need not be there.
        force: whether files of the same names are replaced.

    Returns:
        the files, the rulebook first.

    Raises:
        TargetError: the year is none, or the rulebook's own; a file is there already, or the folder lies in a run.
        RulebookNotFoundError: no such rulebook; RulebookError: it is wrong, as it is or for the new year.
        QuestionnaireError: its questionnaire is wrong.
    """
    old = old_year(read_rules(base).rulebook, base)
    if not FIRST <= year <= LAST:
        raise TargetError(f"{year} 不是年度；应为 {FIRST} 至 {LAST} 的整数，如 {old.year + 1}")
    if year == old.year:
        raise TargetError(f"{base} 就是 {year} 年度的规则；新的年度应与它不同，如 {old.year + 1}")
    stay_out_of_runs(folder / "x")
    if folder.exists() and not folder.is_dir():
        raise TargetError(f"{folder} 已存在，且不是文件夹")
    files = _files(old, year, folder)
    if not force and (taken := [name for name in files if (folder / name).exists()]):
        raise TargetError(f"{folder} 中已有 {'、'.join(taken)}，不会覆盖；要替换请加 --force，或另选一个文件夹")
    _check(old, year)
    if folder.exists():
        _into(folder, files)
    else:
        with new_folder(folder) as partial:
            _write(partial, files)
    return [folder / name for name in files]


def _check(old: OldYear, year: int) -> None:
    """Insist that what will be written can be read."""
    with tempfile.TemporaryDirectory(prefix="ipscore-") as elsewhere:
        files = _files(old, year, Path(elsewhere))
        _write(Path(elsewhere), files)
        read_rules(Path(elsewhere) / next(iter(files)))
        if (scheme := Path(elsewhere) / f"phone_{year}.toml").is_file():
            load_coding_scheme(scheme)


def _files(old: OldYear, year: int, folder: Path) -> dict[str, str]:
    """The texts by file name, the rulebook first."""
    files = {f"{renamed(old.rulebook.id, old.year, year)}.toml": rulebook_text(old, year, folder)}
    if old.questionnaire is not None:
        asked = renamed(str(old.rulebook.questionnaire), old.year, year)
        files[f"{asked}.toml"] = questionnaire_text(old.questionnaire, old.year, year)
    if old.coding_scheme is not None:
        files[f"phone_{year}.toml"] = scheme_text(old.coding_scheme, old.year, year)
    files["mapping.toml"] = MAPPING
    files[CHECKLIST] = checklist_text(old, year, list(files))
    return files


def _into(folder: Path, files: Mapping[str, str]) -> None:
    """Into a folder that is there: written beside the others, then moved over them one by one."""
    with tempfile.TemporaryDirectory(prefix=".new-year-", dir=folder) as beside:
        _write(Path(beside), files)
        for name in files:
            os.replace(Path(beside) / name, folder / name)


def _write(folder: Path, files: Mapping[str, str]) -> None:
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8", newline="\n")

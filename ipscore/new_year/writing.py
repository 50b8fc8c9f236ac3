"""Writing the files of a new year, all or none."""

from __future__ import annotations

import os
import tempfile
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from ipscore.atomic_folder import Place
from ipscore.errors import TargetError
from ipscore.manifest import stay_out_of_runs
from ipscore.new_year.checklist import CHECKLIST, checklist_text, no_scheme
from ipscore.new_year.old_year import OldYear
from ipscore.new_year.texts import MAPPING, questionnaire_text, rulebook_text, scheme_text
from ipscore.rules import read_rules
from surveys.coding_scheme import load_coding_scheme

if TYPE_CHECKING:
    from collections.abc import Mapping

FIRST, LAST = 1900, 2999


def write_new_year(year: int, base: str, folder: Path, *, force: bool) -> tuple[list[Path], list[str]]:
    """Write what the evaluation of a new year starts from.

    A rulebook that extends the old one, its questionnaire and coding scheme where it has them, an empty mapping, and
    the list of everything that belongs to one year. Other files in the folder stay.

    Args:
        year: the new one.
        base: the rulebook of the old year: year, name or path.
        folder: where to; it need not be there.
        force: whether files of the same names are replaced.

    Returns:
        the files, the rulebook first, and what is lacking.

    Raises:
        TargetError: the year is none, or the rulebook's own; a file is there already, or would be read for another;
            the folder lies in a run.
        RulebookNotFoundError: no such rulebook; RulebookError: it is wrong, as it is or for the new year.
        QuestionnaireError: its questionnaire is wrong.
    """
    old = OldYear(read_rules(base).source, base, year)
    if not FIRST <= year <= LAST:
        raise TargetError(f"{year} 不是年度", f"年度请写 {FIRST} 至 {LAST} 的整数，如 {old.year + 1}")
    if year == old.year:
        raise TargetError(f"{base} 就是 {year} 年度的规则", f"新的年度应与它不同，如 {old.year + 1}")
    if not (folder.exists() and not folder.is_dir()):
        _spare(old, folder)
    stay_out_of_runs(folder / "x")
    if folder.exists() and not folder.is_dir():
        raise TargetError(f"{folder} 已存在，且不是文件夹", f"请另选一个文件夹，或先移走 {folder}")
    files = _files(old, folder)
    if not force and (taken := [name for name in files if (folder / name).exists()]):
        raise TargetError(f"{folder} 中已有 {'、'.join(taken)}，不会覆盖", "要替换请加 --force，或另选一个文件夹")
    _check(old)
    if folder.exists():
        _into(folder, files)
    else:
        with Place(folder, force=False).new_folder() as partial:
            _write(partial, files)
    remarks = [no_scheme(old)] if old.checks_phones and old.coding_scheme is None else []
    return [folder / name for name in files], remarks


def _spare(old: OldYear, folder: Path) -> None:
    """Insist that no file which the old year is made of would be replaced, or read no more.

    Raises:
        TargetError: one would.
    """
    names = [name for name in _names(old) if name != CHECKLIST]
    used = [*old.source.paths, *(path.resolve() for path in (old.questionnaire, old.coding_scheme) if path is not None)]
    here = folder.resolve()
    if hit := [path.name for path in used if path.parent == here and path.name in names]:
        told = f"{'、'.join(hit)} 是上年度的文件，新年度的会取同样的名字"
        raise TargetError(f"{told}", f"请另选一个文件夹，或给上年度的 {hit[0]} 改名")
    stems = {name.removesuffix(".toml") for name in names}
    for above, below in pairwise(old.source.paths):
        if above.parent == here and below.stem in stems and below.parent != here:
            told = f"{above.name} 继承 {below.stem}；在同一个文件夹里写出 {below.stem}.toml，它就会改为继承新写的这个"
            raise TargetError(f"{told}", f"请另选一个文件夹，不要写在 {folder} 里")


def _check(old: OldYear) -> None:
    """Insist that what will be written can be read."""
    with tempfile.TemporaryDirectory(prefix="ipscore-") as elsewhere:
        files = _files(old, Path(elsewhere))
        _write(Path(elsewhere), files)
        read_rules(Path(elsewhere) / next(iter(files)))
        if (scheme := Path(elsewhere) / f"phone_{old.new}.toml").is_file():
            load_coding_scheme(scheme)


def _names(old: OldYear) -> list[str]:
    """The names of what is written, the rulebook first."""
    names = [f"{old.named(old.rulebook.id)}.toml"]
    if old.questionnaire is not None:
        names.append(f"{old.named(str(old.rulebook.questionnaire))}.toml")
    if old.coding_scheme is not None:
        names.append(f"phone_{old.new}.toml")
    return [*names, "mapping.toml", CHECKLIST]


def _files(old: OldYear, folder: Path) -> dict[str, str]:
    """The texts by file name, the rulebook first."""
    names = _names(old)
    texts = [rulebook_text(old, folder)]
    if old.questionnaire is not None:
        texts.append(questionnaire_text(old, old.questionnaire))
    if old.coding_scheme is not None:
        texts.append(scheme_text(old, old.coding_scheme))
    texts += [MAPPING, checklist_text(old, folder, names[:-1])]
    return dict(zip(names, texts, strict=True))


def _into(folder: Path, files: Mapping[str, str]) -> None:
    """Into a folder that is there: written beside the others, then moved over them one by one."""
    with tempfile.TemporaryDirectory(prefix=".new-year-", dir=folder) as beside:
        _write(Path(beside), files)
        for name in files:
            os.replace(Path(beside) / name, folder / name)


def _write(folder: Path, files: Mapping[str, str]) -> None:
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8", newline="\n")

"""Reading rulebooks: by year, by name or by path; TOML, or the JSON that a run keeps."""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from indicator_tree import checks
from indicator_tree.causes import causes, repaired
from indicator_tree.change_checks import change_problems
from indicator_tree.coercion import coerced, tables_read
from indicator_tree.consistency import consistency_problems
from indicator_tree.defaults import completed
from indicator_tree.errors import Problem, RulebookError, RulebookNotFoundError
from indicator_tree.messages import translate
from indicator_tree.node_checks import node_problems
from indicator_tree.overlay import overlay, remove_entry
from indicator_tree.rulebook import Rulebook
from indicator_tree.rulebook_tables import Origin
from indicator_tree.run_sources import expanded
from indicator_tree.small_number_checks import size_problems, small_number_problems
from indicator_tree.source_checks import source_problems
from indicator_tree.unreadable import UnreadableError, tables_in

if TYPE_CHECKING:
    from indicator_tree.periods import NamedPeriod

LIBRARY = Path(__file__).parent / "rulebooks"

KEPT = "rulebook.json"
"""The name of a rulebook in a run."""


@dataclass(frozen=True)
class RulebookFile:
    """A rulebook with the files it was read from.

    Attributes:
        rulebook: with everything that it extends.
        files: name and SHA-256 of the file itself, then of those it extends.
        paths: the same files; none where the rulebook is no file.
    """

    rulebook: Rulebook
    files: tuple[tuple[str, str], ...]
    paths: tuple[Path, ...] = ()


def available() -> dict[str, Path]:
    """The rulebooks that come with the package, by file stem."""
    return {path.stem: path for path in sorted(LIBRARY.glob("*.toml"))}


def find(name: str) -> Path:
    """The file of a rulebook: a year (`2017`), a name (`investor_protection_2017`) or a path.

    Raises:
        RulebookNotFoundError: nothing of that name; the message lists what there is.
    """
    known = available()
    matches = [path for stem, path in known.items() if name == stem or stem.endswith(f"_{name}")]
    if len(matches) == 1:
        return matches[0]
    if (path := Path(name)).is_file():
        return path
    if (path / KEPT).is_file():
        raise RulebookNotFoundError(f"{name} 是文件夹", f"要用那次运行的规则，请写 {(path / KEPT).as_posix()}")
    hint = checks.suggestion(name, known) + ("；路径里的反斜线写成 /" if "\\" in name else "")
    raise RulebookNotFoundError(f"找不到规则文件 {name}：它不是年度、名称，也不是一个文件。{hint}")


def load_rulebook(name: str | Path) -> Rulebook:
    """A rulebook by year, name or path. See `read_rulebook`."""
    return read_rulebook(name).rulebook


def read_rulebook(name: str | Path, period: NamedPeriod | None = None) -> RulebookFile:
    """A rulebook with the fingerprints of its files.

    Args:
        name: its year, name or path.
        period: what is evaluated instead of the rulebook's own period.

    Raises:
        RulebookNotFoundError: no such file.
        RulebookError: the file breaks the rules of rulebooks; all problems are listed.
    """
    path = find(str(name))
    raw, read = _merged(path, ())
    book = parse(raw if period is None else period.of(raw), path.name, kept=path.suffix == ".json")
    paths = tuple(one.path for one in read)
    origin = Origin(tuple(dict.fromkeys(one.parent for one in paths)), kept=paths[0].name == KEPT)
    return RulebookFile(book.read_from(origin), tuple(one.named for one in read), paths)


def parse(raw: dict[str, Any], file: str, *, kept: bool = False) -> Rulebook:
    """A rulebook from plain tables; `file` is named in messages.

    Args:
        raw: the tables, with those of the rulebooks that it extends.
        file: what to call it.
        kept: whether nobody edits it as a file: a run keeps it, so that it was applied already and stays readable
            when checks are added, or it only asks what if. Then figures may contradict each other.

    Raises:
        RulebookError: with every problem found, in tables and across them; what only follows from another is left out.
    """
    raw = completed(expanded(raw))
    single: list[Problem] = []
    try:
        rulebook = Rulebook.model_validate(raw)
    except ValidationError as error:
        single = translate(error)
        tables = coerced(repaired(raw, single), Rulebook)
    else:
        tables = tables_read(rulebook)
    across = [*checks.problems(tables), *node_problems(tables), *source_problems(tables)]
    across += [*size_problems(raw), *small_number_problems(tables), *change_problems(tables)]
    across += [] if kept else consistency_problems(tables)
    if found := causes([*single, *across]):
        raise RulebookError(file, found)
    return rulebook


@dataclass(frozen=True)
class _Read:
    """A file that was read."""

    path: Path
    named: tuple[str, str]


def _merged(path: Path, above: tuple[Path, ...]) -> tuple[dict[str, Any], tuple[_Read, ...]]:
    here = path.resolve()
    if here in above:
        circle = " → ".join(one.name for one in (*above[above.index(here) :], here))
        raise RulebookError(path.name, [Problem("extends", f"规则文件互相继承，成环：{circle}")])
    content = path.read_bytes()
    raw = _tables(content, path)
    read = (_Read(here, (path.name, hashlib.sha256(content).hexdigest())),)
    if (base := raw.pop("extends", None)) is None:
        if "remove" in raw:
            told = "只有写了 extends 的文件才能写 remove；不要的项直接删去"
            raise RulebookError(path.name, [Problem("remove", told)])
        return raw, read
    if not isinstance(base, str):
        raise RulebookError(path.name, [Problem("extends", f"应为文字：年度、名称或路径，实为 {base}")])
    try:
        below = extended(path, base)
    except RulebookNotFoundError as error:
        raise RulebookError(path.name, [Problem("extends", str(error))]) from error
    tables, base_read = _merged(below, (*above, here))
    for key_path in _removed(raw.pop("remove", []), path.name):
        remove_entry(tables, key_path, path.name)
    return overlay(tables, raw), read + base_read


def extended(path: Path, base: str) -> Path:
    """The file that a file extends: another beside it by name or path, else as `find` finds it.

    The file itself need not be there yet, nor its folder.

    Raises:
        RulebookNotFoundError: there is none.
    """
    named = [path.parent / f"{base}.toml", path.parent / base]
    if not path.parent.exists():
        named = [Path(os.path.normpath(one)) for one in named]
    beside = [one for one in named if one.is_file()]
    for one in beside:
        if one.resolve() != path.resolve():
            return one
    try:
        return find(base)
    except RulebookNotFoundError:
        if beside:
            return path
        raise


def _removed(given: Any, file: str) -> list[list[str]]:
    """The key paths that a file drops from the one it extends."""
    if not isinstance(given, list) or not all(
        isinstance(one, list) and one and all(isinstance(key, str) for key in one) for one in given
    ):
        told = f'应为键路径的列表，如 remove = [["indicator", "4.2.3"]]，实为 {given}'
        raise RulebookError(file, [Problem("remove", told)])
    return given


def _tables(content: bytes, path: Path) -> dict[str, Any]:
    try:
        return tables_in(content, path.suffix)
    except UnreadableError as error:
        raise RulebookError(path.name, [Problem("（全文）", str(error))]) from error

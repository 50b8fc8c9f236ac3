"""Reading rulebooks: by year, by name or by path; TOML, or the JSON that a run keeps."""

from __future__ import annotations

import hashlib
import json
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from indicator_tree import checks
from indicator_tree.causes import causes, repaired
from indicator_tree.coercion import coerced, tables_read
from indicator_tree.consistency import consistency_problems
from indicator_tree.errors import Problem, RulebookError, RulebookNotFoundError
from indicator_tree.messages import translate
from indicator_tree.node_checks import node_problems
from indicator_tree.rulebook import Rulebook
from indicator_tree.run_sources import expanded
from indicator_tree.source_checks import source_problems
from indicator_tree.toml_texts import tables_of
from indicator_tree.unreadable import unreadable

if TYPE_CHECKING:
    from indicator_tree.periods import NamedPeriod

LIBRARY = Path(__file__).parent / "rulebooks"


@dataclass(frozen=True)
class RulebookFile:
    """A rulebook with the files it was read from: name and SHA-256 of the file itself, then of those it extends."""

    rulebook: Rulebook
    files: tuple[tuple[str, str], ...]


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
    hint = checks.suggestion(name, known)
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
    return RulebookFile(
        book.read_from(tuple(dict.fromkeys(one.folder for one in read))), tuple(one.named for one in read)
    )


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
    raw = expanded(raw)
    single: list[Problem] = []
    try:
        rulebook = Rulebook.model_validate(raw)
    except ValidationError as error:
        single = translate(error)
        tables = coerced(repaired(raw, single), Rulebook)
    else:
        tables = tables_read(rulebook)
    across = [*checks.problems(tables), *node_problems(tables), *source_problems(tables)]
    across += [] if kept else consistency_problems(tables)
    if found := causes([*single, *across]):
        raise RulebookError(file, found)
    return rulebook


@dataclass(frozen=True)
class _Read:
    """A file that was read, and its folder."""

    folder: Path
    named: tuple[str, str]


def _merged(path: Path, above: tuple[Path, ...]) -> tuple[dict[str, Any], tuple[_Read, ...]]:
    if path.resolve() in above:
        raise RulebookError(path.name, [Problem("extends", "规则文件互相继承，成环")])
    content = path.read_bytes()
    raw = _tables(content, path)
    read = (_Read(path.resolve().parent, (path.name, hashlib.sha256(content).hexdigest())),)
    if (base := raw.pop("extends", None)) is None:
        return raw, read
    if not isinstance(base, str):
        raise RulebookError(path.name, [Problem("extends", f"应为文字：年度、名称或路径，实为 {base}")])
    tables, base_read = _merged(_extended(path, base), (*above, path.resolve()))
    for key_path in _removed(raw.pop("remove", []), path.name):
        remove_entry(tables, key_path, path.name)
    return overlay(tables, raw), read + base_read


def _extended(path: Path, base: str) -> Path:
    """The file that a file extends: beside it by name or path, else as `find` finds it."""
    for beside in (path.parent / f"{base}.toml", path.parent / base):
        if beside.is_file():
            return beside
    try:
        return find(base)
    except RulebookNotFoundError as error:
        raise RulebookError(path.name, [Problem("extends", str(error))]) from error


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
        text = content.decode("utf-8")
        return json.loads(text) if path.suffix == ".json" else tables_of(text)
    except (UnicodeDecodeError, tomllib.TOMLDecodeError, json.JSONDecodeError) as error:
        raise RulebookError(path.name, [Problem("（全文）", unreadable(error))]) from error


def overlay(base: dict[str, Any], above: dict[str, Any]) -> dict[str, Any]:
    """Tables of one file over those that it extends; lists of tables with ids are laid over each other by id."""
    merged = dict(base)
    for key, value in above.items():
        below = merged.get(key)
        if isinstance(below, dict) and isinstance(value, dict):
            merged[key] = overlay(below, value)
        elif isinstance(below, list) and _has_ids(below) and _has_ids(value):
            merged[key] = _overlay_by_id(below, value)
        else:
            merged[key] = value
    return merged


def _has_ids(value: Any) -> bool:
    """Whether a list of tables each with an id: such a list is extended entry by entry, any other replaced."""
    return isinstance(value, list) and all(isinstance(entry, dict) and "id" in entry for entry in value) and bool(value)


def _overlay_by_id(base: list[dict[str, Any]], above: list[dict[str, Any]]) -> list[dict[str, Any]]:
    known = [entry["id"] for entry in base]
    changed = {entry["id"]: entry for entry in above}
    if len(changed) < len(above):
        return above  # an id stands twice: the checks will say so
    kept = [overlay(entry, changed.get(entry["id"], {})) for entry in base]
    return kept + [entry for entry in above if entry["id"] not in known]


def remove_entry(tables: dict[str, Any], key_path: list[str], file: str) -> None:
    """Take an entry out of the tables that a file extends.

    Raises:
        RulebookError: there is no such entry.
    """
    *parents, last = key_path
    at: Any = tables
    for key in parents:
        at = at.get(key) if isinstance(at, dict) else None
    if not isinstance(at, dict) or last not in at:
        raise RulebookError(file, [Problem(f"remove.{'.'.join(key_path)}", "被继承的规则文件中没有这一项")])
    del at[last]

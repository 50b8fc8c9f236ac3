"""Run folders of any kind: opened, their manifest, what is damaged, and that nobody replaces them meanwhile."""

from __future__ import annotations

import json
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar, Self

import polars as pl

from ipscore.atomic_folder import is_there
from ipscore.earlier_formats import upgraded
from ipscore.errors import NotARunError
from ipscore.manifest import NAME, fingerprints, is_of_kind

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from ipscore.manifest import RunKind


class ReplacedRunError(NotARunError):
    """The run was replaced by another while it was read."""


@dataclass(frozen=True)
class RunFolder:
    """A run folder; its tables are read when asked for.

    What was read of a run is never mixed with what came after: a successor that is the same to the byte is the run.
    """

    KIND: ClassVar[RunKind]

    folder: Path

    @classmethod
    def open(cls, folder: Path) -> Self:
        """The run in a folder.

        Raises:
            NotARunError: there is no such folder, or it holds no run of the kind, or a damaged one.
        """
        kind = cls.KIND
        if not is_there(folder):
            raise NotARunError(f"没有文件夹 {folder}", f"请写 {kind.command} 写出的运行文件夹")
        if not is_of_kind(folder, kind):
            runs = sorted(path.name for path in folder.iterdir() if path.is_dir() and is_of_kind(path, kind))
            meant = f"；是否指其中的 {'、'.join(runs)}？" if runs else ""
            raise NotARunError(
                f"{folder} 不是{kind.noun}：其中没有 {kind.command} 写出的 {NAME}{meant}",
                f"请写 {kind.command} 写出的运行文件夹",
            )
        run = cls(folder)
        run.check()
        return run

    def check(self) -> None:
        """Require that the manifest has what is read from it.

        Raises:
            NotARunError: it has not.
        """

    @cached_property
    def manifest(self) -> dict[str, Any]:
        """The manifest, that of an earlier format with the entries of today's."""
        return upgraded(json.loads(self._stated))

    @cached_property
    def _stated(self) -> bytes:
        return (self.folder / NAME).read_bytes()

    def require_unreplaced(self) -> None:
        """Require that no other run has taken the place of this one since it was opened.

        Raises:
            ReplacedRunError: one has.
        """
        try:
            same = is_there(self.folder) and (self.folder / NAME).read_bytes() == self._stated
        except OSError:
            same = False
        if not same:
            raise ReplacedRunError(f"{self.folder} 在读取时被另一次运行替换了", f"请对 {self.folder} 重新执行这条命令")

    def lists(self, file: str) -> bool:
        """Whether the manifest lists a file."""
        return any(entry["name"] == file for entry in self.manifest["outputs"])

    def changed_files(self) -> tuple[str, ...]:
        """Files that are no longer what the manifest says: changed, gone, or not listed."""
        stated = {entry["name"]: entry.get("sha256") for entry in self.manifest["outputs"]}
        present = fingerprints(self.folder)
        return tuple(sorted(name for name in stated.keys() | present if stated.get(name) != present.get(name)))

    def incomplete(self, what: str) -> NotARunError:
        """The error of a run that lacks something."""
        return NotARunError(f"{self.folder} 不完整：{what}", self._anew)

    def damaged(self, what: str) -> NotARunError:
        """The error of a run of which something is not what it was."""
        return NotARunError(f"{self.folder} 已损坏：{what}", self._anew)

    @property
    def _anew(self) -> str:
        return f"请写完好的运行文件夹，或用 {self.KIND.command} 重新写出"

    @contextmanager
    def reading(self, file: str) -> Iterator[None]:
        """Read a file of the run.

        Raises:
            NotARunError: it is missing or cannot be read.
            ReplacedRunError: another run has taken the place of this one.
        """
        try:
            yield
        except (OSError, pl.exceptions.PolarsError) as error:
            self.require_unreplaced()
            raise self.incomplete(f"无法读取 {file}（{error}）") from error

    def require_columns(self, file: str, missing: list[str]) -> None:
        """Require that a table lacks no columns.

        Raises:
            NotARunError: it lacks some.
        """
        if missing:
            raise self.damaged(f"{file} 缺少列 {'、'.join(missing)}")

"""`accepted.toml` beside the records: rejected rows that are gone without, each with its reason.

    [[accepted]]
    source = "complaints"
    rejected = 3
    reason = "三张工单的受理日期已无法查证"

    [[accepted]]
    source = "firm_register"
    sheet = "Sheet1"
    row = 91
    reason = "该公司已注销，代码查不到"

A source is accepted by the number of its rejected rows, or row by row.
"""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Self

from pydantic import Field, StrictInt, ValidationError, model_validator

from data_sources.acceptance.wanted import Place, Wanted
from data_sources.errors import AcceptanceError
from indicator_tree.causes import causes
from indicator_tree.messages import translate
from indicator_tree.parameters import Strict
from indicator_tree.unreadable import UnreadableError, tables_in

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

ACCEPTED_FILE = "accepted.toml"
"""The name of the file, which lies beside the records."""


class AcceptedRows(Strict):
    """One decision: so many rejected rows of a source, or one row of it."""

    source: str = Field(min_length=1, description="来源，如 complaints")
    rejected: StrictInt | None = Field(default=None, ge=1, description="不合格的行数，须与实际相同")
    file: str | None = Field(default=None, min_length=1, description="文件名；与 row 同写")
    sheet: str | None = Field(default=None, min_length=1, description="工作表名；与 row 同写")
    row: StrictInt | None = Field(default=None, ge=1, description="文件或工作表中的行号")
    reason: str = Field(min_length=1, description="为何可以不计")

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        if (self.rejected is None) == (self.row is None):
            message = "rejected（行数）与 row（行号）须写其中一个，且只写一个"
            raise ValueError(message)
        if self.row is None and (self.file is not None or self.sheet is not None):
            message = "file、sheet 只与 row 同写；rejected 是整个来源的行数"
            raise ValueError(message)
        return self


class AcceptedFile(Strict):
    """All decisions about one folder of records."""

    accepted: tuple[AcceptedRows, ...] = Field(default=(), description="同意不计的不合格行，每条一个 [[accepted]]")

    def wanted(self) -> tuple[Wanted, ...]:
        """The decisions as they are held against what was rejected."""
        return tuple(
            Wanted(
                source=one.source,
                rows=Place(one.row, one.file, one.sheet) if one.row is not None else one.rejected or 0,
                reason=one.reason,
                origin=ACCEPTED_FILE,
            )
            for one in self.accepted
        )


def read_accepted(folder: Path) -> tuple[AcceptedFile, str] | None:
    """The decisions of a folder with the SHA-256 of their file; None if there is no such file.

    Raises:
        AcceptanceError: the file cannot be read; says everything that is wrong with it.
    """
    path = folder / ACCEPTED_FILE
    if not path.is_file():
        return None
    content = path.read_bytes()
    try:
        tables = tables_in(content)
    except UnreadableError as error:
        raise AcceptanceError([str(error)], path.name) from error
    try:
        found = AcceptedFile.model_validate(tables)
    except ValidationError as error:
        raise AcceptanceError(
            [str(problem) for problem in causes(translate(error, AcceptedFile))], path.name
        ) from error
    return found, hashlib.sha256(content).hexdigest()


def write_accepted(folder: Path, wanted: Sequence[Wanted]) -> None:
    """Write decisions beside records, in their order; the same decisions give the same bytes.

    Raises:
        OSError: the file cannot be written.
    """
    tables = [
        "\n".join(["[[accepted]]", *(f"{key} = {_spelled(value)}" for key, value in _keys(one))]) for one in wanted
    ]
    (folder / ACCEPTED_FILE).write_text("\n\n".join(tables) + "\n", encoding="utf-8", newline="\n")


def _keys(one: Wanted) -> Iterator[tuple[str, str | int]]:
    yield "source", one.source
    if isinstance(one.rows, Place):
        stated = {"file": one.rows.file, "sheet": one.rows.sheet, "row": one.rows.row}
        yield from ((key, value) for key, value in stated.items() if value)
    else:
        yield "rejected", one.rows
    yield "reason", one.reason


def _spelled(value: str | int) -> str:
    """A value in TOML, whose strings may be written as those of JSON."""
    return json.dumps(value, ensure_ascii=False)

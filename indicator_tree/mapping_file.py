"""Reading a mapping from its file."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from indicator_tree.causes import causes
from indicator_tree.errors import MappingFileError, Problem
from indicator_tree.mapping import Mapping
from indicator_tree.messages import translate
from indicator_tree.unreadable import UnreadableError, tables_in

if TYPE_CHECKING:
    from pathlib import Path

NAME = "mapping.toml"
"""The name of the mapping beside the records."""


@dataclass(frozen=True)
class MappingFile:
    """A mapping with the name and the SHA-256 of the file that it was read from."""

    mapping: Mapping
    name: str
    sha256: str


def read_mapping(path: Path) -> MappingFile:
    """Read a mapping.

    Raises:
        MappingFileError: the file is no mapping; all problems are listed.
        OSError: it cannot be opened.
    """
    content = path.read_bytes()
    try:
        raw = tables_in(content)
    except UnreadableError as error:
        raise MappingFileError(path.name, [Problem("（全文）", str(error))]) from error
    return MappingFile(parse_mapping(raw, path.name), path.name, hashlib.sha256(content).hexdigest())


def parse_mapping(raw: dict[str, Any], file: str) -> Mapping:
    """A mapping from plain tables; `file` is named in messages.

    Raises:
        MappingFileError: with every problem found.
    """
    try:
        return Mapping.model_validate(raw)
    except ValidationError as error:
        raise MappingFileError(file, causes(translate(error, Mapping))) from error

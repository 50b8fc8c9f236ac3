"""Files as they are handed over: on disk, or inside an archive."""

from __future__ import annotations

import hashlib
import io
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, BinaryIO, NamedTuple

from data_sources.errors import UnreadableFileError

if TYPE_CHECKING:
    from pathlib import Path

State = tuple[int, int]
"""The size of a file, and when it was changed."""


class Fingerprint(NamedTuple):
    """What tells a file from any other.

    Attributes:
        sha256: of its content.
        state: its size and when it was changed, before the content was looked at.
    """

    sha256: str
    state: State


@dataclass(frozen=True, eq=False)
class InputFile:
    """One file.

    Attributes:
        name: how messages call it: below the folder (投诉部/第2批.csv), or below its archive (打包.zip/第2批.csv).
        path: where it is; for a file inside an archive, the archive.
        content: the bytes of a file inside an archive; None for a file on disk.
    """

    name: str
    path: Path
    content: bytes | None = field(default=None, repr=False)

    @classmethod
    def of(cls, path: Path) -> InputFile:
        """A file on disk under its own name."""
        return cls(path.name, path)

    @property
    def stem(self) -> str:
        """Its name without folder and ending."""
        return PurePosixPath(self.name).stem

    @property
    def suffix(self) -> str:
        """The ending of its name in lower case, with the point."""
        return PurePosixPath(self.name).suffix.lower()

    @property
    def size(self) -> int:
        """How many bytes it holds."""
        return self.path.stat().st_size if self.content is None else len(self.content)

    def open(self) -> BinaryIO:
        """Its bytes from the first on."""
        return self.path.open("rb") if self.content is None else io.BytesIO(self.content)

    def read(self) -> bytes:
        """All its bytes."""
        return self.path.read_bytes() if self.content is None else self.content

    def state(self) -> State:
        """Its size, and when it or its archive was changed."""
        return self.size, state_of(self.path)[1]

    def fingerprint(self) -> Fingerprint:
        """Take its fingerprint.

        Raises:
            UnreadableFileError: it cannot be opened.
        """
        try:
            state = self.state()
            if self.content is not None:
                return Fingerprint(hashlib.sha256(self.content).hexdigest(), state)
            with self.path.open("rb") as file:
                return Fingerprint(hashlib.file_digest(file, "sha256").hexdigest(), state)
        except OSError as error:
            raise closed(self.name, error) from error


def state_of(path: Path) -> State:
    """The size of a file on disk, and when it was changed."""
    status = path.stat()
    return status.st_size, status.st_mtime_ns


def fingerprint_of(path: Path) -> Fingerprint:
    """Take the fingerprint of a file on disk.

    Raises:
        UnreadableFileError: it cannot be opened.
    """
    return InputFile.of(path).fingerprint()


def closed(name: str, error: OSError) -> UnreadableFileError:
    """The error for a file that the system does not open."""
    return UnreadableFileError(name, f"打不开（{error.strerror}）", "请检查权限或是否被别的程序占用")

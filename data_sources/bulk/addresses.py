"""Where bulk sources lie: a file, a folder or a pattern of names, on this machine or elsewhere."""

from __future__ import annotations

import glob
import os
import re
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import url2pathname

from data_sources.errors import FolderError

ELSEWHERE = ("s3", "s3a", "gs", "gcs", "az", "abfs", "abfss", "hdfs")
"""Schemes of addresses that only an engine can read."""

_PATTERN = re.compile(r"[*?\[]")


@dataclass(frozen=True)
class Address:
    """Parquet files.

    Attributes:
        text: as given.
        where: what an engine reads: a pattern or a file elsewhere; empty for files of this machine.
        files: files of this machine, in the order of their names.
        root: what the names of all files begin with; the rest of a name is how the file is called in messages.
    """

    text: str
    where: str
    files: tuple[Path, ...]
    root: str

    @classmethod
    def of(cls, text: str) -> Address:
        """Take an address apart; of a folder, all Parquet files in it and below.

        Raises:
            FolderError: there is no such file or folder on this machine, or no Parquet file in it.
            UnreadableFileError: the address is of an unknown kind.
        """
        scheme = urlsplit(text).scheme if "://" in text else ""
        if scheme in ELSEWHERE:
            single = text.endswith(".parquet") and not _PATTERN.search(text)
            where = text if single or _PATTERN.search(text) else f"{text.rstrip('/')}/**/*.parquet"
            return cls(text, where, (), _root(where))
        if scheme not in ("", "file"):
            known = "、".join(f"{name}://" for name in (*ELSEWHERE, "file"))
            raise FolderError(f"地址 {text} 不对：不认识 {scheme}://", f"请写本机的文件、文件夹，或 {known}")
        local = url2pathname(urlsplit(text).path) if scheme else text
        path = Path(local)
        if path.is_dir():
            found, root = [one for one in path.rglob("*.parquet") if one.is_file()], f"{path.resolve().as_posix()}/"
        elif path.is_file():
            found, root = [path], f"{path.resolve().parent.as_posix()}/"
        else:
            found = [Path(one) for one in glob.glob(local, recursive=True) if Path(one).is_file()]
            root = _root(path.absolute().as_posix())
        files = tuple(sorted(one.resolve() for one in found if not one.name.startswith((".", "_"))))
        if not files:
            raise FolderError(
                f"地址 {text} 处没有 Parquet 文件", "请写 .parquet 文件、放有它们的文件夹，或 DIR/*.parquet"
            )
        return cls(text, "", files, root if all(one.as_posix().startswith(root) for one in files) else "")

    def name(self, file: str) -> str:
        """How a file is called in messages."""
        return file.replace(os.sep, "/").removeprefix(self.root)


def _root(where: str) -> str:
    """The folder above the first part of a name with a pattern in it, or above the file."""
    fixed = _PATTERN.split(where)[0]
    return fixed[: fixed.rindex("/") + 1]

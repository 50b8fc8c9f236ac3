"""What an engine says when it cannot read, in one line."""

from __future__ import annotations

from data_sources.errors import UnreadableFileError

_LONGEST = 200


def told(error: Exception) -> str:
    """The first line of an error that says anything."""
    of_java = getattr(error, "java_exception", None)
    lines = (line.strip() for line in str(error if of_java is None else of_java.toString()).splitlines())
    return next((line for line in lines if line), type(error).__name__)[:_LONGEST]


def unreachable(address: str, error: Exception) -> UnreadableFileError:
    """The error of an address at which an engine reads nothing."""
    return UnreadableFileError(address, f"读不到（{told(error)}）", "请核对 --source 的地址")


def broken_off(error: Exception) -> UnreadableFileError:
    """The error of an engine that could read a file, and then no more of it."""
    return UnreadableFileError("Parquet 文件", f"读到中途出错：{told(error)}", "请核对是否完好，再运行一次")

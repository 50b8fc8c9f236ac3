"""Known errors, those of the system among them, with the way out of each. Only imported once something has failed."""

from __future__ import annotations

import errno
import tempfile
from pathlib import Path

from data_sources.full_disk import is_full, no_space
from indicator_tree.told_errors import ToldError

_SYSTEM = {
    errno.ENOENT: "没有这个文件或文件夹",
    errno.EACCES: "没有权限",
    errno.EPERM: "没有权限",
    errno.EROFS: "只读，不能写入",
    errno.ENOSPC: "磁盘空间不足",
    errno.ENOTDIR: "不是文件夹",
    errno.EISDIR: "是文件夹，不是文件",
    errno.EEXIST: "已存在",
}


_DENIED = "请关闭打开 {file} 的程序，或检查它的权限"
_WAYS = {
    errno.ENOENT: "请核对 {file} 是否写对",
    errno.EACCES: _DENIED,
    errno.EPERM: _DENIED,
    errno.EROFS: "请写到别处，不要写 {file}",
    errno.ENOTDIR: "请把 {file} 改写成文件夹",
    errno.EISDIR: "请把 {file} 改写成文件",
    errno.EEXIST: "请移走 {file}，或另选一处",
}
_WINDOWS = {
    5: "没有权限，或正被别的程序打开（如 Excel）",
    32: "正被别的程序打开（如 Excel），请关闭后重试",
    33: "正被别的程序打开（如 Excel），请关闭后重试",
}
"""What Windows says by numbers of its own where other systems have no such refusal."""


def reason(error: OSError) -> str:
    """Why the system refuses."""
    if (told := _WINDOWS.get(getattr(error, "winerror", None) or 0)) is not None:
        return told
    return _SYSTEM.get(error.errno or 0) or error.strerror or str(error)


class SystemRefusalError(ToldError):
    """The system refuses: a file that is not there, no permission, no space, no memory."""


def told(error: Exception) -> ToldError | None:
    """What to tell of an error, and the way out; None if it is not one of the known."""
    if isinstance(error, ToldError):
        return error
    if is_full(error):
        where = getattr(error, "filename", None) or tempfile.gettempdir()
        message = f"{no_space(Path(where))}；没有写完的已删除，原有的没有改动"
        return SystemRefusalError(message, "请腾出空间；临时文件可用环境变量 TMPDIR 指定别处")
    if isinstance(error, MemoryError):
        way_out = "请关闭占用内存的其他程序，或把要算的改小（如稳健性分析的 --draws）"
        return SystemRefusalError("内存不足，没有算完；原有的没有改动", way_out)
    if isinstance(error, OSError) and error.filename is not None:
        way_out = _WAYS.get(error.errno or 0, "请检查 {file} 能否读写").format(file=error.filename)
        return SystemRefusalError(f"{error.filename}：{reason(error)}", way_out)
    return None

"""Known errors as one message. Only imported once something has failed."""

from __future__ import annotations

import errno
import tempfile
from pathlib import Path

from data_sources.errors import IntakeError
from data_sources.full_disk import is_full, no_space
from indicator_tree.errors import IndicatorTreeError
from ipscore.errors import IpscoreError
from reports.errors import ReportError
from scoring.errors import ScoringError
from surveys.errors import QuestionnaireError, SurveyError

_KNOWN = (IndicatorTreeError, ScoringError, IntakeError, QuestionnaireError, SurveyError, ReportError, IpscoreError)
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


def told(error: Exception) -> str | None:
    """What to tell of an error; None if it is not one of the known."""
    if isinstance(error, _KNOWN):
        return str(error)
    if is_full(error):
        where = getattr(error, "filename", None) or tempfile.gettempdir()
        return f"{no_space(Path(where))}；没有写完的已删除，原有的没有改动。临时文件可用环境变量 TMPDIR 指定别处"
    if isinstance(error, MemoryError):
        return "内存不足，没有算完；原有的没有改动。请关闭占用内存的其他程序，或把要算的改小（如稳健性分析的 --draws）"
    if isinstance(error, OSError) and error.filename is not None:
        return f"{error.filename}：{reason(error)}"
    return None

"""Errors that nobody meant to raise, which are ours: everything about them goes into a file that can be sent to us."""

from __future__ import annotations

import platform
import shlex
import tempfile
import traceback
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from data_sources.masking import mask
from ipscore.telling import tell
from ipscore.versions import __version__

if TYPE_CHECKING:
    from collections.abc import Sequence


def tell_defect(error: BaseException, arguments: Sequence[str]) -> None:
    """Say in two lines that something is wrong with the program, and which file to send to whom.

    The file holds command, versions and traceback, with personal numbers masked. Where none can be written, its content
    is printed before.
    """
    told = _report(error, arguments)
    wrong = f"ipscore 本身出错（{type(error).__name__}），不是命令或数据写得不对；没有写完的已删除，原有的结果没有改动"
    try:
        path = _kept(told)
    except OSError:
        tell(f"{told}\n{wrong}", "请把以上全部内容发给 ipscore 的维护者", heading="出错的经过")
    else:
        tell(wrong, f"请把文件 {path} 发给 ipscore 的维护者；其中有命令、版本与出错的位置，发送前可先看一遍")


def _report(error: BaseException, arguments: Sequence[str]) -> str:
    lines = (
        f"ipscore {__version__}, Python {platform.python_version()}, {platform.platform()}",
        f"{datetime.now(UTC):%Y-%m-%d %H:%M:%S} UTC",
        f"ipscore {shlex.join(arguments)}",
        "".join(traceback.format_exception(error)),
    )
    return mask("\n".join(lines))


def _kept(told: str) -> Path:
    with tempfile.NamedTemporaryFile(
        "w", prefix="ipscore-error-", suffix=".txt", encoding="utf-8", delete=False
    ) as file:
        file.write(told)
    return Path(file.name)

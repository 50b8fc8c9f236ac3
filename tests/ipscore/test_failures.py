"""What the system says, in words."""

from __future__ import annotations

import errno

import pytest

from data_sources.full_disk import is_full
from ipscore.failures import reason


class WindowsError(PermissionError):
    """An error as Windows raises it, with a number of its own."""

    def __init__(self, winerror: int) -> None:
        super().__init__(errno.EACCES, "Access is denied", "工作簿.xlsx")
        self.winerror = winerror


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (PermissionError(errno.EACCES, "Permission denied"), "没有权限"),
        (WindowsError(5), "没有权限，或正被别的程序打开（如 Excel）"),
        (WindowsError(32), "正被别的程序打开（如 Excel），请关闭后重试"),
        (WindowsError(1), "没有权限"),
        (OSError(errno.EIO, "Input/output error"), "Input/output error"),
    ],
    ids=["no permission", "denied on Windows", "in use on Windows", "another on Windows", "unknown"],
)
def test_the_system_is_told_in_words(error: OSError, told: str) -> None:
    assert reason(error) == told


@pytest.mark.parametrize(
    "said", ["There is not enough space on the disk. (os error 112)", "磁盘空间不足。 (os error 112)"]
)
def test_a_full_disk_is_told_on_windows_too(said: str) -> None:
    assert is_full(RuntimeError(said))
    assert not is_full(RuntimeError("there is enough space"))

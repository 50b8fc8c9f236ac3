"""What a reader of batches says when it cannot read, in one line, and the way out."""

from __future__ import annotations

from data_sources.errors import UnreadableFileError

_LONGEST = 200
_CAUSES = "Caused by:"
_CERTIFICATE = "invalid peer certificate"
_TRUST = "请把对方所用的根证书装入系统证书库，或以环境变量 SSL_CERT_FILE 指定证书文件"


def unreachable(address: str, error: Exception) -> UnreadableFileError:
    """The error of an address at which nothing could be read."""
    way_out = _TRUST if _CERTIFICATE in str(error) else "请核对 --source 的地址"
    return UnreadableFileError(address, f"读不到（{_told(error)}）", way_out)


def broken_off(error: Exception) -> UnreadableFileError:
    """The error of a file that could be read, and then no more of it."""
    return UnreadableFileError("Parquet 文件", f"读到中途出错：{_told(error)}", "请核对是否完好，再运行一次")


def _told(error: Exception) -> str:
    """The first line of an error that says anything, and the last of its causes where it lists them."""
    of_java = getattr(error, "java_exception", None)
    text = str(error if of_java is None else of_java.toString())
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if not lines:
        return type(error).__name__
    first = lines[0][:_LONGEST]
    if _CAUSES not in lines:
        return first
    cause = lines[-1].split(": ", 1)[-1]
    return f"证书不受信任（{cause}）" if _CERTIFICATE in cause else f"{first}；{cause}"

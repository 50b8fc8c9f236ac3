"""What Polars says when it cannot read, in one line, and the way out."""

from __future__ import annotations

_LONGEST = 200
_CAUSES = "Caused by:"
_CERTIFICATE = "invalid peer certificate"
_TRUST = "请把对方所用的根证书装入系统证书库，或以环境变量 SSL_CERT_FILE 指定证书文件"


def told(error: Exception) -> str:
    """The first line of an error and the last of its causes."""
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    if not lines:
        return type(error).__name__
    first = lines[0][:_LONGEST]
    if _CAUSES not in lines:
        return first
    cause = lines[-1].split(": ", 1)[-1]
    return f"证书不受信任（{cause}）" if _CERTIFICATE in cause else f"{first}；{cause}"


def way_out(error: Exception) -> str:
    """What to do where nothing could be read at an address."""
    return _TRUST if _CERTIFICATE in str(error) else "请核对 --source 的地址"

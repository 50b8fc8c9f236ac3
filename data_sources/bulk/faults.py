"""What Polars says when it cannot read, in one line."""

from __future__ import annotations

_LONGEST = 200
_CAUSES = "Caused by:"
_CERTIFICATE = "invalid peer certificate"
_TRUST = "证书不受信任（{cause}）：请把对方所用的根证书装入系统证书库，或以环境变量 SSL_CERT_FILE 指定证书文件"


def told(error: Exception) -> str:
    """The first line of an error and the last of its causes; of a certificate that is not trusted, what to do."""
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    if not lines:
        return type(error).__name__
    first = lines[0][:_LONGEST]
    if _CAUSES not in lines:
        return first
    cause = lines[-1].split(": ", 1)[-1]
    return _TRUST.format(cause=cause) if _CERTIFICATE in cause else f"{first}；{cause}"

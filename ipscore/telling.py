"""How every error is told: what is wrong, and on the last line the way out of it."""

from __future__ import annotations

import typer


def tell(wrong: str, way_out: str, *, heading: str = "错误") -> None:
    """Print an error on the error stream.

    Args:
        wrong: what is wrong, in one line or several.
        way_out: what to do now, in one line.
        heading: what kind of error it is.
    """
    typer.echo(f"{heading}：{wrong}\n处理办法：{way_out}", err=True)

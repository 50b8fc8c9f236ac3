"""Formats of reports, by the suffix of the file they are written to, and what belongs to one of them alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

import typer

from ipscore.errors import TargetError

if TYPE_CHECKING:
    from pathlib import Path

Form = TypeVar("Form", bound=str)

_KNOWN = (".docx", ".pdf", ".html", ".xlsx")
_FONTS = (".ttf", ".otf", ".ttc", ".otc")


def form_of(path: Path, forms: tuple[Form, ...], asked: Form | None = None) -> Form:
    """The format that is asked for, or the one of some formats that a file's suffix asks for.

    Raises:
        TargetError: the suffix asks for none of them, or for another format than the one asked for.
    """
    suffix = path.suffix.lower()
    if asked is not None:
        if suffix in _KNOWN and suffix != f".{asked}":
            raise TargetError(f"{path}：后缀 {suffix} 与 --format {asked} 不符", "请改 --out 的后缀或 --format")
        return asked
    found = next((form for form in forms if suffix == f".{form}"), None)
    if found is None:
        allowed = "、".join(f".{form}" for form in forms)
        raise TargetError(
            f"{path}：由后缀 {suffix or '（无）'} 看不出格式", f"--out 的后缀请用 {allowed}，或写 --format"
        )
    return found


def check_own_file(option: str, path: Path | None, form: str, only: str) -> None:
    """Insist that an office's own file is there and belongs to the format.

    Raises:
        BadParameter: it does not.
    """
    if path is None:
        return
    _check_belongs(option, form, only)
    if not path.is_file():
        raise typer.BadParameter(f"没有这个文件：{path}", param_hint=option)


def check_own_fonts(option: str, folder: Path | None, form: str, only: str) -> None:
    """Insist that an office's own folder of fonts is there, holds fonts and belongs to the format.

    Raises:
        BadParameter: it does not.
    """
    if folder is None:
        return
    _check_belongs(option, form, only)
    if not folder.is_dir():
        raise typer.BadParameter(f"没有这个文件夹：{folder}", param_hint=option)
    if not any(path.suffix.lower() in _FONTS for path in folder.rglob("*")):
        raise typer.BadParameter(f"{folder} 中没有字体文件（{'、'.join(_FONTS)}）", param_hint=option)


def _check_belongs(option: str, form: str, only: str) -> None:
    if form != only:
        raise typer.BadParameter(f"只用于 {only}，不用于 {form}", param_hint=option)

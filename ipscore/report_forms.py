"""Formats of reports, by the suffix of the file they are written to."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from ipscore.errors import TargetError

if TYPE_CHECKING:
    from pathlib import Path

Form = TypeVar("Form", bound=str)


def form_of(path: Path, forms: tuple[Form, ...]) -> Form:
    """The one of some formats that a file's suffix asks for.

    Raises:
        TargetError: none of them.
    """
    suffix = path.suffix.lower()
    found = next((form for form in forms if suffix == f".{form}"), None)
    if found is None:
        allowed = "、".join(f".{form}" for form in forms)
        raise TargetError(f"{path}：由后缀 {suffix or '（无）'} 看不出格式，请用 {allowed}，或写 --format")
    return found

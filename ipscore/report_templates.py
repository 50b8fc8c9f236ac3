"""The templates that editors may change, handed out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ipscore.errors import TargetError
from reports.docx import copy_template
from reports.whitepaper.text import TEXTS

if TYPE_CHECKING:
    from pathlib import Path


def copy_templates(folder: Path) -> list[Path]:
    """Write the Word template and the text templates into a folder: `模板.docx` and `正文/`.

    Raises:
        TargetError: one of them is there already. Nothing is written then.
    """
    word, texts = folder / "模板.docx", folder / "正文"
    if taken := [path.name for path in (word, texts) if path.exists()]:
        raise TargetError(f"{folder} 中已有 {'、'.join(taken)}，不会覆盖；请另选一个文件夹")
    texts.mkdir(parents=True)
    copy_template(word)
    written = [word]
    for path in sorted(TEXTS.glob("*.j2")):
        (texts / path.name).write_bytes(path.read_bytes())
        written.append(texts / path.name)
    return written

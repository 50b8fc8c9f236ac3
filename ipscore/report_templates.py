"""The templates that editors may change, handed out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ipscore.errors import TargetError
from reports.docx import copy_template
from reports.firm.objection_text import TEXTS as FIRM_TEXTS
from reports.whitepaper.text import TEXTS

if TYPE_CHECKING:
    from pathlib import Path


def copy_templates(folder: Path) -> list[Path]:
    """Write the Word template and the text templates into a folder: `模板.docx`, `正文/` and `评价明细正文/`.

    Raises:
        TargetError: one of them is there already. Nothing is written then.
    """
    word, texts = folder / "模板.docx", {folder / "正文": TEXTS, folder / "评价明细正文": FIRM_TEXTS}
    if taken := [path.name for path in (word, *texts) if path.exists()]:
        raise TargetError(
            f"{folder} 中已有 {'、'.join(taken)}，不会覆盖", f"请另选一个文件夹，或先移走 {folder} 中的这些文件"
        )
    for own in texts:
        own.mkdir(parents=True)
    copy_template(word)
    written = [word]
    for own, shipped in texts.items():
        for path in sorted(shipped.glob("*.j2")):
            (own / path.name).write_bytes(path.read_bytes())
            written.append(own / path.name)
    return written

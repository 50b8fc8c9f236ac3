"""LibreOffice as a person would use it, with the packaged Chinese font, whatever fonts the machine has."""

from __future__ import annotations

import os
import subprocess
from typing import TYPE_CHECKING

from reports.fonts import font_folder

if TYPE_CHECKING:
    from pathlib import Path

_FONTS = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <include ignore_missing="yes">/etc/fonts/fonts.conf</include>
  <dir>{folder}</dir>
</fontconfig>
"""


def convert(path: Path, form: str, work: Path) -> Path:
    """Have LibreOffice convert a document into another form, such as `pdf`, beside nothing else in a folder."""
    config = work / "fonts.conf"
    config.write_text(_FONTS.format(folder=font_folder()), encoding="utf-8")
    profile = f"-env:UserInstallation={(work / 'office').as_uri()}"
    subprocess.run(
        ["soffice", profile, "--headless", "--convert-to", form, "--outdir", str(work), str(path)],
        check=True,
        capture_output=True,
        timeout=180,
        env={**os.environ, "FONTCONFIG_FILE": str(config)},
    )
    return work / f"{path.stem}.{form}"

"""Small packages that indexes of the tests serve, and the uv that builds them."""

from __future__ import annotations

import functools
import hashlib
import re
import subprocess
from pathlib import Path

ROOT = Path(__file__).parents[2]
UV_VERSION = re.findall(r"^uv==(\S+)", (ROOT / "tools" / "uv.txt").read_text("utf-8"), re.MULTILINE)[0]
BUILD = '[build-system]\nrequires = ["uv_build"]\nbuild-backend = "uv_build"\n'


@functools.cache
def real_uv() -> str:
    """The uv that this project is set up with; nothing is fetched for it, since it has been."""
    found = subprocess.run([ROOT / "tools" / "bootstrap"], capture_output=True, text=True, check=True).stdout.strip()
    return str(ROOT / found)


def wheel(folder: Path, name: str, version: str, module: str, script: str = "") -> Path:
    """A wheel of one module and a script, both called as the package."""
    (folder / "src" / name).mkdir(parents=True)
    (folder / "src" / name / "__init__.py").write_text(module, encoding="utf-8")
    (folder / "scripts").mkdir()
    (folder / "scripts" / name).write_text(script, encoding="utf-8")
    (folder / "scripts" / name).chmod(0o755)
    (folder / "pyproject.toml").write_text(
        f'[project]\nname = "{name}"\nversion = "{version}"\n{BUILD}'
        '[tool.uv.build-backend.data]\nscripts = "scripts"\n',
        encoding="utf-8",
    )
    subprocess.run([real_uv(), "build", "--quiet", "--offline", "--wheel", folder], check=True)
    [made] = (folder / "dist").glob("*.whl")
    return made


def digest(path: Path) -> str:
    """The SHA-256 of a file, in hexadecimal."""
    return hashlib.sha256(path.read_bytes()).hexdigest()

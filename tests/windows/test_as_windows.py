"""What the stand-in for Windows refuses modules of the project, it refuses; libraries are left alone."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

REFUSED = {
    "a module": ("import fcntl", "ModuleNotFoundError"),
    "a module in a function": ("def locked():\n    from pwd import getpwuid\nlocked()", "ModuleNotFoundError"),
    "the user's number": ("import os\nassert not hasattr(os, 'getuid')\nos.getuid()", "AttributeError"),
    "a fork": ("import os\nos.fork()", "AttributeError"),
    "a signal": ("import signal\nsignal.SIGKILL", "AttributeError"),
    "a mask of signals": ("import signal\nsignal.pthread_sigmask(0, {2})", "AttributeError"),
    "an open folder": ("import os\nos.open(folder, os.O_RDONLY)", "RefusedError"),
    "a file to be read that is written through": (
        "import os\nos.fsync(os.open(folder / 'file', os.O_RDONLY))",
        "OSError",
    ),
    "the name of a folder with an open file": (
        "with (folder / 'file').open():\n    folder.rename(folder.with_name('other'))",
        "RefusedError",
    ),
    "the name of a folder with a mapped file": (
        "import mmap\nwith (folder / 'file').open('rb') as file:\n"
        "    mapped = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)\nfolder.rename(folder.with_name('other'))",
        "RefusedError",
    ),
    "the name of another folder": (
        "folder.with_name('empty').mkdir()\nfolder.rename(folder.with_name('empty'))",
        "FileExistsError",
    ),
    "a file in the place of an open one": (
        "new = folder.with_name('new')\nnew.touch()\nwith (folder / 'file').open():\n    new.replace(folder / 'file')",
        "RefusedError",
    ),
    "the end of an open file": ("with (folder / 'file').open():\n    (folder / 'file').unlink()", "RefusedError"),
}
ALLOWED = """
import os, signal
folder.rename(folder.with_name("other"))
(folder.with_name("new")).write_text("new")
folder.with_name("new").replace(folder.with_name("other") / "file")
entry = os.open(folder.with_name("other") / "file", os.O_RDWR)
os.fsync(entry)
os.close(entry)
(folder.with_name("other") / "file").unlink()
"""
SCRIPT = """
import json, os, sys, tempfile
from pathlib import Path
import tests.windows.as_windows
assert os.getuid() >= 0
told = []
for code in json.loads(sys.stdin.read()):
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made) / "folder"
        folder.mkdir()
        (folder / "file").write_text("text")
        try:
            exec(code, {"__name__": "ipscore.something", "folder": folder})
            told.append("nothing")
        except Exception as error:
            told.append(type(error).__name__)
print(json.dumps(told))
"""


@pytest.fixture(scope="module")
def told() -> list[str]:
    import json  # noqa: PLC0415

    codes = [*(code for code, _ in REFUSED.values()), ALLOWED]
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT],
        input=json.dumps(codes),
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.mark.parametrize("name", REFUSED)
def test_it_refuses(told: list[str], name: str) -> None:
    assert told[list(REFUSED).index(name)] == REFUSED[name][1]


def test_what_windows_allows_is_allowed(told: list[str]) -> None:
    assert told[-1] == "nothing"

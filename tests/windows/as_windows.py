"""A process that is as near to Windows as this system allows: `python -m tests.windows.as_windows COMMANDS.json`.

It runs command lines one after the other; whatever is read goes through temporary files and the cache.

Modules of the project find no POSIX-only module, and of `os` and `signal` only what is on both systems; folders cannot
be opened; what is open can be neither renamed nor removed, and nothing takes the name of a folder that is there; locks
are those of `stand_in`. Processes that are started anew import this module first, so that the same holds in them.
"""

from __future__ import annotations

import builtins
import ctypes
import errno
import json
import os
import shutil
import signal
import sys
import time
import tomllib
from pathlib import Path
from types import FrameType, ModuleType
from typing import Any

from tests.windows.stand_in import lock_descriptor

ROOMS = frozenset({"data_sources", "indicator_tree", "ipscore", "ipscore_demo", "reports", "scoring", "surveys"})
ABSENT = tomllib.loads(Path(__file__).with_name("absent.toml").read_text(encoding="utf-8"))
_HIDDEN = {name: frozenset(names) for name, names in ABSENT["attributes"].items()}
_ALLOWED = {(library["name"], module) for library in ABSENT["library"] for module in library["modules"]}
_import, _open, _fsync, _rename, _replace, _unlink = (
    builtins.__import__, os.open, os.fsync, os.rename, os.replace, os.unlink
)  # fmt: skip


class RefusedError(PermissionError):
    """What Windows says: access denied."""

    winerror = 5

    def __init__(self, path: object) -> None:
        super().__init__(errno.EACCES, "拒绝访问。", str(path))


class _Module(ModuleType):
    """A module some of whose names modules of the project do not see, or see otherwise."""

    def __getattribute__(self, name: str) -> Any:
        own = ModuleType.__getattribute__(self, "__name__")
        hidden = name in _HIDDEN.get(own, ())
        if (hidden or (own, name) in _INSTEAD) and _of_project(sys._getframe(1)):
            if hidden:
                raise AttributeError(f"module {own!r} has no attribute {name!r}", name=name, obj=self)
            return _INSTEAD[own, name]
        return ModuleType.__getattribute__(self, name)


def _of_project(frame: FrameType | None) -> bool:
    return frame is not None and _room(frame.f_globals) in ROOMS


def _room(names: dict[str, Any]) -> str:
    return str(names.get("__name__", "")).split(".", 1)[0]


def _called_by_project() -> bool:
    """Whether the first caller that is not of the standard library is a module of the project."""
    frame: FrameType | None = sys._getframe(2)
    while frame is not None and _room(frame.f_globals) in sys.stdlib_module_names:
        frame = frame.f_back
    return _of_project(frame)


def importing(name: str, names: dict[str, Any] | None = None, *further: Any, **others: Any) -> Any:
    asking, module = _room(names or {}), name.split(".", 1)[0]
    free = asking in sys.stdlib_module_names or asking == "tests" or (asking, module) in _ALLOWED
    if module in ABSENT["modules"] and not free:
        raise ModuleNotFoundError(f"No module named {module!r}", name=module)
    return _import(name, names, *further, **others)


def opening(path: Any, flags: int, mode: int = 0o777, **others: Any) -> int:
    if Path(path).is_dir():
        raise RefusedError(path)
    return _open(path, flags, mode, **others)


def syncing(descriptor: int) -> None:
    with open(f"/proc/self/fdinfo/{descriptor}", encoding="ascii") as told:
        flags = next(int(line.split()[1], 8) for line in told if line.startswith("flags:"))
    if flags & os.O_ACCMODE == os.O_RDONLY:
        raise OSError(errno.EBADF, "Bad file descriptor")
    _fsync(descriptor)


def loading(name: str | None, *further: Any, **others: Any) -> ctypes.CDLL:
    if name is None:
        raise TypeError("argument of type 'NoneType' is not iterable")
    return ctypes.CDLL(name, *further, **others)


def renaming(source: Any, target: Any, **others: Any) -> None:
    _refuse_open(source)
    if os.path.lexists(target):
        raise FileExistsError(errno.EEXIST, "当文件已存在时，无法创建该文件。", str(source), None, str(target))
    _rename(source, target, **others)


def replacing(source: Any, target: Any, **others: Any) -> None:
    for path in (source, target):
        _refuse_open(path)
    if Path(target).is_dir():
        raise RefusedError(target)
    _replace(source, target, **others)


def removing(path: Any, **others: Any) -> None:
    if _called_by_project():
        _refuse_open(path)
    _unlink(path, **others)


def _refuse_open(path: Any) -> None:
    """Refuse what this process or one that it started has open, or a file below it."""
    own = os.path.abspath(os.fspath(path))
    below = own if own.endswith("/") else f"{own}/"
    for one in _open_files():
        if one == own or one.startswith(below):
            raise RefusedError(path)


def _open_files() -> list[str]:
    """The files that are open or mapped into memory in this process and in those that it started."""
    found = []
    for process in (Path("/proc/self"), *map(Path, _children())):
        try:
            links = [*(process / "fd").iterdir()]
            maps = (process / "maps").read_text(encoding="utf-8", errors="replace")
        except OSError:  # it has ended
            continue
        for link in links:
            try:
                found.append(os.readlink(link))
            except OSError:
                continue
        found += [line.split(maxsplit=5)[5] for line in maps.splitlines() if line.count(" ") > 5 and "/" in line]
    return found


def _children() -> list[str]:
    return [
        f"/proc/{pid}" for pid in Path("/proc/self/task").joinpath(str(os.getpid()), "children").read_text().split()
    ]


_INSTEAD = {("os", "open"): opening, ("os", "fsync"): syncing, ("ctypes", "CDLL"): loading}


def install() -> None:
    """Have this process be as on Windows from now on."""
    import filelock  # noqa: PLC0415

    filelock.lock_descriptor = lock_descriptor
    builtins.__import__ = importing
    os.rename, os.replace, os.unlink, os.remove = renaming, replacing, removing, removing
    shutil._use_fd_functions = False
    for module in (os, signal, time, ctypes):
        module.__class__ = _Module


install()

if __name__ == "__main__":
    from data_sources import intake
    from data_sources.limits import Limits
    from ipscore.cli import run

    limits = Limits(block_bytes=1 << 14, held_bytes=0, converted_from_bytes=1 << 10)
    intake.read_records.__kwdefaults__["limits"] = limits
    for line in json.loads(Path(sys.argv[1]).read_text(encoding="utf-8")):
        print("$ ipscore", *line, flush=True)
        code = run(line)
        if code:
            sys.exit(f"exit code {code}")

"""A company's network on this machine: indexes, a proxy that inspects TLS, and a small project to be set up in it.

The hosts that the lock names are answered by an index on the loopback, to which the proxy leads everything; nothing
leaves the machine. A file of certificates stands for the system's store, which stays as it is.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import ssl
import subprocess
import sys
import tomllib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import trustme

from tests.tools.indexes import Index, index
from tests.tools.inspecting_proxy import inspecting_proxy
from tests.tools.packages import BUILD, ROOT, UV_VERSION, digest, real_uv, wheel

LOCK = (ROOT / "uv.lock").read_text("utf-8")
REGISTRY, FILES = (re.findall(rf'{key} = "https://([^/"]+)', LOCK)[0] for key in ("registry", "url"))
PROGRAMS = ["sh", "cat", "dirname", "grep", "head", "make", "mktemp", "rm", "sed"]


@dataclass(frozen=True)
class Network:
    """What a project is set up in.

    Attributes:
        indexes: by name; `index` answers for the hosts of the lock, `mirror` has the same packages, `altered` others
            under the same names and versions, `empty` none.
        values: what cases write in braces: addresses of mirrors and proxy, certificates, a folder for `PYTHONPATH`
            that makes a Python one without ensurepip.
        template: the small project with its lock.
    """

    indexes: Mapping[str, Index]
    values: Mapping[str, str]
    template: Path

    def asked(self) -> dict[str, list[str]]:
        """What each index was asked for since the last time; indexes that nobody asked are left out."""
        found = {name: list(one.asked) for name, one in self.indexes.items() if one.asked}
        for one in self.indexes.values():
            one.asked.clear()
        return found


@contextmanager
def company_network(folder: Path) -> Iterator[Network]:
    """Everything that runs, and the project, whose lock was made in it."""
    public, company = trustme.CA(), trustme.CA()
    tls = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    public.issue_cert(REGISTRY, FILES).configure_cert(tls)
    tiny = wheel(folder / "tiny", "tiny", "1.0", "WHOSE = 'the index'\n")
    uv = wheel(folder / "uv", "uv", UV_VERSION, "", f'#!/bin/sh\nexec "{real_uv()}" "$@"\n')
    altered = [
        wheel(folder / "other tiny", "tiny", "1.0", "WHOSE = 'another'\n"),
        wheel(folder / "other uv", "uv", UV_VERSION, ""),
    ]
    with (
        index(folder / "index", [tiny, uv], f"https://{FILES}", tls) as public_index,
        index(folder / "mirror", [tiny, uv]) as mirror,
        index(folder / "altered", altered) as another,
        index(folder / "empty", []) as empty,
        inspecting_proxy(folder / "proxy", company, public, public_index.port) as proxy,
    ):
        values = {
            "mirror": mirror.address,
            "altered": another.address,
            "empty": empty.address,
            "proxy": proxy,
            "company": str(folder / "certificates" / "company.pem"),
            "certificates": str(folder / "certificates"),
            "no_ensurepip": str(folder / "no_ensurepip"),
        }
        (folder / "certificates").mkdir()
        company.cert_pem.write_to_path(values["company"])
        (folder / "no_ensurepip").mkdir()
        (folder / "no_ensurepip" / "ensurepip.py").write_text("raise ImportError", encoding="utf-8")
        indexes = {"index": public_index, "mirror": mirror, "altered": another, "empty": empty}
        found = Network(indexes, values, folder / "template")
        lay_down(found, uv)
        yield found


def lay_down(network: Network, uv: Path) -> None:
    """Write the small project: one dependency, this project's tools, what it tells uv, and a lock."""
    project = network.template
    shutil.copytree(ROOT / "tools", project / "tools")
    shutil.copy(ROOT / "Makefile", project)
    (project / "tools" / "uv.txt").write_text(f"uv=={UV_VERSION} --hash=sha256:{digest(uv)}\n", encoding="utf-8")
    (project / "src" / "small").mkdir(parents=True)
    (project / "src" / "small" / "__init__.py").touch()
    told = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["uv"]
    settings = {key: value for key, value in told.items() if not isinstance(value, dict)}
    lines = "".join(f"{key} = {json.dumps(value)}\n" for key, value in settings.items())
    (project / "pyproject.toml").write_text(
        '[project]\nname = "small"\nversion = "0.1.0"\nrequires-python = ">=3.11"\ndependencies = ["tiny"]\n'
        f"{BUILD}[tool.uv]\n{lines}",
        encoding="utf-8",
    )
    done = run(network, project, ["uv", "lock"], {"HTTPS_PROXY": "{proxy}", "SSL_CERT_FILE": "{company}"})
    assert done.returncode == 0, done.stderr


def run(
    network: Network, project: Path, command: list[str], told: Mapping[str, str], has_uv: bool = True
) -> subprocess.CompletedProcess[str]:
    """Run a command in a project for a user who has set what `told` says and nothing else.

    In `told`, `pip.conf` and `uv.toml` are the user's files; everything else is set in the environment.
    """
    home = project.parent / f"{project.name} home"
    (home / "bin").mkdir(parents=True, exist_ok=True)
    (home / ".config" / "uv").mkdir(parents=True, exist_ok=True)
    programs = {name: str(shutil.which(name)) for name in PROGRAMS} | ({"uv": real_uv()} if has_uv else {})
    programs["python3"] = str(Path(sys.base_prefix, "bin", f"python3.{sys.version_info.minor}"))
    for name, target in programs.items():
        (home / "bin" / name).write_text(f'#!/bin/sh\nexec "{target}" "$@"\n', encoding="utf-8")
        (home / "bin" / name).chmod(0o755)
    environment = {name: text.format(**network.values) for name, text in told.items()}
    (home / "pip.conf").write_text(environment.pop("pip.conf", ""), encoding="utf-8")
    (home / ".config" / "uv" / "uv.toml").write_text(environment.pop("uv.toml", ""), encoding="utf-8")
    environment |= {
        "PATH": str(home / "bin"),
        "HOME": str(home),
        "PIP_CONFIG_FILE": str(home / "pip.conf") if "pip.conf" in told else os.devnull,
        "PIP_RETRIES": "0",
        "UV_CACHE_DIR": str(home / "cache"),
        "UV_HTTP_RETRIES": "0",
        "UV_NO_SYSTEM_CONFIG": "1",
    }
    return subprocess.run(
        command, cwd=project, env=environment, capture_output=True, text=True, encoding="utf-8", check=False
    )

"""The environment is set up in a company's network: behind a proxy that inspects TLS, and from a mirror."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path
from shutil import copytree
from typing import Any

import pytest

from tests.support.programs import needs
from tests.tools.company_network import REGISTRY, Network, company_network, run

CASES: dict[str, list[dict[str, Any]]] = tomllib.loads(Path(__file__).with_name("networks.toml").read_text("utf-8"))
BEHIND_THE_PROXY = {"HTTPS_PROXY": "{proxy}", "SSL_CERT_FILE": "{company}"}
BARE = {"PYTHONPATH": "{no_ensurepip}"}  # a Python with pip, but without what makes environments, as Debian's

pytestmark = [pytest.mark.xdist_group("company_network"), needs("make", "openssl")]


@pytest.fixture(scope="module")
def network(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Network]:
    with company_network(tmp_path_factory.mktemp("company")) as found:
        yield found


@pytest.fixture
def project(network: Network, tmp_path: Path) -> Path:
    network.asked()
    return copytree(network.template, tmp_path / "small")


def installed(project: Path) -> list[str]:
    return [path.read_text("utf-8") for path in project.glob(".venv/lib/python*/site-packages/tiny/__init__.py")]


@pytest.mark.parametrize("case", CASES["works"], ids=lambda case: case["name"])
def test_packages_are_taken_from_where_the_user_has_set(network: Network, project: Path, case: dict[str, Any]) -> None:
    locked = (project / "uv.lock").read_bytes()
    done = run(network, project, ["make", "sync"], case["told"])
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert list(network.asked()) == case["asked"]
    assert installed(project) == ["WHOSE = 'the index'\n"]
    assert (project / "uv.lock").read_bytes() == locked

    again = run(network, project, ["make", "sync"], {"HTTPS_PROXY": "http://127.0.0.1:1"})
    assert (again.returncode, again.stderr, network.asked()) == (0, "", {})


@pytest.mark.parametrize("case", CASES["fails"], ids=lambda case: case["name"])
def test_a_failure_says_why_and_ends_with_the_way_out(network: Network, project: Path, case: dict[str, Any]) -> None:
    done = run(network, project, ["tools/sync"], case["told"])
    assert done.returncode != 0
    explained = done.stderr[done.stderr.index("\nNo packages from ") :]
    assert case["english"].format(**network.values) in explained
    assert case["chinese"].format(**network.values) in explained
    assert explained.splitlines()[-1].strip() == case["way_out"]
    assert "secret" not in done.stderr
    assert "--system-certs" not in done.stderr  # uv proposes it where the system's certificates were not asked
    assert installed(project) == []


def test_a_failure_that_has_nothing_to_do_with_the_network_stands_alone(network: Network, project: Path) -> None:
    text = (project / "pyproject.toml").read_text("utf-8")
    (project / "pyproject.toml").write_text(text.replace('"tiny"', '"tiny>1"'), encoding="utf-8")
    done = run(network, project, ["tools/sync"], {"UV_DEFAULT_INDEX": "{mirror}", "UV_OFFLINE": "1"})
    assert done.returncode != 0
    assert "tiny" in done.stderr
    assert "No packages from" not in done.stderr


def test_from_the_first_command_on_everything_comes_through_the_proxy(network: Network, project: Path) -> None:
    done = run(network, project, ["make", "sync"], BEHIND_THE_PROXY, has_uv=False)
    assert (done.returncode, done.stderr) == (0, "")
    asked = network.asked()
    assert list(asked) == ["index"]
    assert "/simple/uv/" in asked["index"]
    assert installed(project) == ["WHOSE = 'the index'\n"]


def test_the_first_command_takes_uv_from_a_mirror_without_tls(network: Network, project: Path) -> None:
    elsewhere = network.values["mirror"].replace("127.0.0.1", "0.0.0.0")  # this machine, but pip does not know it
    done = run(network, project, ["tools/bootstrap"], {**BARE, "UV_DEFAULT_INDEX": elsewhere}, has_uv=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, ".tools/bin/uv\n", "")
    assert list(network.asked()) == ["mirror"]


def test_the_first_command_says_that_a_certificate_is_not_trusted(network: Network, project: Path) -> None:
    done = run(network, project, ["make", "demo"], {**BARE, "HTTPS_PROXY": "{proxy}"}, has_uv=False)
    assert done.returncode != 0
    assert f"No packages from {REGISTRY} (the package index): the certificate is not trusted" in done.stderr
    assert f"无法从 {REGISTRY}（软件包索引）取得软件包：证书不受信任" in done.stderr
    said = [line.strip() for line in done.stderr.splitlines() if not line.startswith("make: ")]
    assert said[-1] == "export SSL_CERT_FILE=/path/to/authorities.pem"
    assert network.asked() == {}


def test_the_first_command_refuses_another_uv_than_the_project_is_tested_with(network: Network, project: Path) -> None:
    done = run(network, project, ["make", "demo"], {**BARE, "PIP_INDEX_URL": "{altered}"}, has_uv=False)
    assert done.returncode != 0
    assert "(the configured mirror): the package differs from the one that the project is tested with" in done.stderr
    assert list(network.asked()) == ["altered"]
    assert not (project / ".tools" / "bin" / "uv").exists()

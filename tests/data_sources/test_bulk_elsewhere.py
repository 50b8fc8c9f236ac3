"""Bulk sources at an address of an object store: the system's certificates hold, and what fails is told."""

from __future__ import annotations

import ssl
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import trustme

from tests.tools.indexes import Index, index

READING = """
from data_sources.bulk.addresses import Address
from data_sources.bulk.on_polars import PolarsReader
from data_sources.errors import UnreadableFileError

try:
    PolarsReader().scan(Address.of("s3://bucket/complaints.parquet"))
except UnreadableFileError as error:
    print(error)
"""


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Index, Path]]:
    """An object store without objects, and the certificate of its authority."""
    folder = tmp_path_factory.mktemp("store")
    authority = trustme.CA()
    authority.cert_pem.write_to_path(folder / "authority.pem")
    tls = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    authority.issue_cert("127.0.0.1").configure_cert(tls)
    with index(folder / "objects", [], tls=tls) as made:
        yield made, folder / "authority.pem"


def said(port: int, **told: str) -> str:
    """What is said where the store is read by a process that is told so much."""
    environment = {
        "AWS_ENDPOINT_URL": f"https://127.0.0.1:{port}",
        "AWS_ACCESS_KEY_ID": "nobody",
        "AWS_SECRET_ACCESS_KEY": "nothing",
        "AWS_REGION": "here",
        "POLARS_CLOUD_MAX_RETRIES": "0",
        "PYTHONUTF8": "1",
    }
    command = [sys.executable, "-c", READING]
    return subprocess.run(command, env=environment | told, capture_output=True, encoding="utf-8", check=True).stdout


def test_a_store_whose_authority_is_not_trusted_is_told_with_the_way_out(store: tuple[Index, Path]) -> None:
    found = said(store[0].port)
    assert found.startswith(
        "s3://bucket/complaints.parquet：读不到（证书不受信任（invalid peer certificate: UnknownIssuer）"
    )
    assert "SSL_CERT_FILE" in found
    assert store[0].asked == []


def test_a_store_whose_authority_is_trusted_is_asked(store: tuple[Index, Path]) -> None:
    found = said(store[0].port, SSL_CERT_FILE=str(store[1]))
    assert store[0].asked != []
    assert "404" in found
    assert "证书" not in found


def test_a_store_that_does_not_answer_is_told_with_the_cause() -> None:
    assert "Connection refused" in said(1)

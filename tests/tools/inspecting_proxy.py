"""A company's proxy that inspects TLS: it answers for every host with a certificate of the company's authority."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import trustme
from proxy.http.parser import HttpParser
from proxy.http.proxy import HttpProxyBasePlugin

ROOT = Path(__file__).parents[2]
INDEX_PORT = "INDEX_PORT"


class LeadingToTheIndex(HttpProxyBasePlugin):
    """What the proxy does with a request: whatever the host is, it leads to a port of this machine."""

    def resolve_dns(self, host: str, port: int) -> tuple[str, None]:
        """The address of a host, and none of ours to come from."""
        return "127.0.0.1", None

    def before_upstream_connection(self, request: HttpParser) -> HttpParser:
        """The request with the port that it goes to."""
        request.port = int(os.environ[INDEX_PORT])
        return request


@contextmanager
def inspecting_proxy(folder: Path, company: trustme.CA, public: trustme.CA, index_port: int) -> Iterator[str]:
    """The address of a proxy in a process of its own; it trusts the index, which has a certificate of `public`."""
    (folder / "issued").mkdir(parents=True)
    company.cert_pem.write_to_path(folder / "company.pem")
    company.private_key_pem.write_to_path(folder / "company.key")
    company.issue_cert("proxy").private_key_pem.write_to_path(folder / "signing.key")
    public.cert_pem.write_to_path(folder / "public.pem")
    port = folder / "port"
    command: list[str | Path] = [
        *(sys.executable, "-m", "proxy", "--hostname", "127.0.0.1", "--port", "0", "--port-file", port),
        *("--num-workers", "1", "--num-acceptors", "1", "--log-level", "ERROR"),
        *("--plugins", f"{__name__}.{LeadingToTheIndex.__name__}"),
        *("--ca-cert-file", folder / "company.pem", "--ca-key-file", folder / "company.key"),
        *("--ca-signing-key-file", folder / "signing.key", "--ca-cert-dir", folder / "issued"),
        *("--ca-file", folder / "public.pem"),
    ]
    environment = {**os.environ, INDEX_PORT: str(index_port), "PYTHONPATH": str(ROOT)}
    with subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL) as process:
        try:
            while not (port.exists() and port.read_text("utf-8").strip()):
                assert process.poll() is None, "the proxy did not start"
                time.sleep(0.05)
            yield f"http://127.0.0.1:{port.read_text('utf-8').strip()}"
        finally:
            process.terminate()

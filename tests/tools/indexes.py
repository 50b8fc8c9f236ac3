"""Package indexes on the loopback."""

from __future__ import annotations

import functools
import shutil
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

from tests.tools.packages import digest


@dataclass
class Index:
    """An index that serves, and the paths that it was asked for."""

    port: int
    asked: list[str] = field(default_factory=list)

    @property
    def address(self) -> str:
        """Where an index without TLS is found."""
        return f"http://127.0.0.1:{self.port}/simple"


@contextmanager
def index(folder: Path, wheels: list[Path], files: str = "../..", tls: ssl.SSLContext | None = None) -> Iterator[Index]:
    """Serve wheels from a folder; the pages of the packages say that the files are below the address `files`."""
    (folder / "packages").mkdir(parents=True)
    for path in wheels:
        shutil.copy(path, folder / "packages")
        page = folder / "simple" / path.name.split("-")[0] / "index.html"
        page.parent.mkdir(parents=True)
        link = f'<a href="{files}/packages/{path.name}#sha256={digest(path)}">{path.name}</a>'
        page.write_text(link, encoding="utf-8")
    asked: list[str] = []

    class Handler(SimpleHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def log_request(self, *_: object) -> None:
            asked.append(self.path)

        def log_message(self, *_: object) -> None:
            """What was not found is not printed."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Handler, directory=str(folder)))
    if tls:
        server.socket = tls.wrap_socket(server.socket, server_side=True)
    Thread(target=server.serve_forever, daemon=True).start()
    yield Index(server.server_port, asked)
    server.shutdown()
    server.server_close()

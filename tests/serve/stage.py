"""A site of our own making, served over a real socket as the preview serves it; no build behind it."""

from __future__ import annotations

import contextlib
import datetime
import socket
import threading
import time
from collections.abc import Callable, Mapping
from pathlib import Path

import uvicorn
from starlette.types import ASGIApp, Receive, Scope, Send

from briefgen.digests import digest
from briefgen.serve import binding
from briefgen.serve.overlay import Problem
from briefgen.serve.reload import Edition, Live, Mark, following
from briefgen.serve.server import application
from briefgen.source import Static

TODAY = datetime.date(2026, 6, 1)
PATIENCE = 20.0


def until(condition: Callable[[], object], what: str = "") -> None:
    """Wait until a condition holds."""
    end = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < end, f"waited in vain for {what or condition}"
        time.sleep(0.01)


def static(file: Path) -> Static:
    """A file as a site names it."""
    return Static(place=file.name, file=str(file), digest=digest(file.read_bytes()))


def problem(path: str = "content/a.md", message: str = "is wrong", **more: object) -> Problem:
    """Something to say of a file."""
    given = {"line": 0, "column": 0, "severity": "error", "hint": "", "excerpt": (), **more}
    return Problem(path=path, message=message, **given)  # type: ignore[arg-type]


def stripped(app: ASGIApp, below: str) -> ASGIApp:
    """What a proxy does that shows a server below a path of its own."""

    async def proxy(scope: Scope, receive: Receive, send: Send) -> None:
        assert scope["type"] == "http"
        assert scope["path"].startswith(f"{below}/"), f"{scope['path']} leads out of {below}"
        await app({**scope, "path": scope["path"].removeprefix(below)}, receive, send)

    return proxy


class Stage:
    """A server, what it serves, and raw requests to it."""

    def __init__(
        self, site: Mapping[str, bytes | Static] | None, folder: Path, *, below: str = "", **options: object
    ) -> None:
        self.site = None if site is None else dict(site)
        self.live = Live()
        self.listener = binding.listen("127.0.0.1", 0)
        self.port = self.listener.getsockname()[1]
        self.netloc = f"127.0.0.1:{self.port}"
        self.url = f"http://{self.netloc}{below}/"
        self.names = frozenset({self.netloc, f"localhost:{self.port}", "preview.example"})
        self.publish({}, **options)
        app = application(self.live, [folder], self.names, lambda: TODAY)
        app = stripped(app, below) if below else app
        self.server = uvicorn.Server(
            uvicorn.Config(
                app,
                http="h11",
                ws="none",
                lifespan="off",
                log_config=None,
                log_level="critical",
                proxy_headers=False,
                server_header=False,
                timeout_graceful_shutdown=1,
            )
        )
        self._thread = threading.Thread(target=self.server.run, kwargs={"sockets": [self.listener]}, daemon=True)
        self._thread.start()
        until(lambda: self.server.started, "the server")

    def publish(
        self,
        changes: Mapping[str, bytes | Static | None],
        *,
        problems: tuple[Problem, ...] = (),
        failed: bool = False,
        marks: Mapping[str, Mark] | None = None,
        edited: tuple[str, ...] = (),
        base_url: str = "",
    ) -> Edition:
        """Show a site with other pages; one that is None goes."""
        if changes:
            shown = {**(self.site or {}), **changes}
            self.site = {address: content for address, content in shown.items() if content is not None}
        edition = following(
            self.live.edition,
            self.site,
            frozenset(changes),
            problems,
            failed=failed,
            base_url=base_url,
            marks=marks,
            edited=edited,
        )
        self.live.publish(edition)
        return edition

    def stop(self) -> None:
        """End the streams and the server."""
        if self.live._loop is not None:
            self.live._loop.call_soon_threadsafe(self.live.close)
        self.server.should_exit = True
        self._thread.join(PATIENCE)
        assert not self._thread.is_alive()
        self.listener.close()

    def connect(self) -> socket.socket:
        """A connection of one's own."""
        return socket.create_connection(("127.0.0.1", self.port), timeout=PATIENCE)

    def raw(self, request: bytes) -> tuple[int, dict[str, str], bytes]:
        """(status, headers, body) of a request as no client library would send it; status 0 without an answer."""
        with self.connect() as connection:
            answer = b""
            # A server that does not read all of a request resets the connection.
            with contextlib.suppress(ConnectionError):
                connection.sendall(request)
                while piece := connection.recv(65536):
                    answer += piece
        head, _, body = answer.partition(b"\r\n\r\n")
        lines = head.decode("latin-1").split("\r\n")
        status = int(lines[0].split(" ")[1]) if lines[0] else 0
        pairs = (line.partition(": ") for line in lines[1:])
        return status, {name.lower(): value for name, _, value in pairs}, body

    def get(self, target: str = "/", method: str = "GET", **headers: str) -> tuple[int, dict[str, str], bytes]:
        """The answer to a request for exactly this target."""
        named = {"Host": self.netloc, "Connection": "close"}
        named |= {name.replace("_", "-"): value for name, value in headers.items()}
        lines = "".join(f"{name}: {value}\r\n" for name, value in named.items())
        return self.raw(f"{method} {target} HTTP/1.1\r\n{lines}\r\n".encode())

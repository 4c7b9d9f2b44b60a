"""Save-to-served: milliseconds from write() until a preview server serves the new text.

Several servers run side by side and are edited in turn; while one is timed the others are stopped (SIGSTOP), so that no
server pays for another's polling. Before an edit the page is asked for once (some servers rebuild visited pages only),
the server must have come to rest, and a random pause spreads the edits over any tick of its watcher. The file is
written in place, and the page is asked for every `POLL` seconds until it holds the edit.
"""

from __future__ import annotations

import http.client
import os
import random
import re
import shutil
import signal
import socket
import subprocess
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from time import perf_counter, sleep
from typing import IO

from benchmarks import stopwatch
from benchmarks.corpus import Kind, edited, shown

POLL = 0.002
READY = 900.0
"""Seconds that a server may take to serve its first page."""
SERVED = 180.0
"""Seconds that it may take to serve an edit."""
REST = 180.0
"""Seconds that it may take to come to rest."""


@dataclass(frozen=True, kw_only=True)
class Server:
    """How a preview server is started, and where what is edited lies."""

    label: str
    command: tuple[str, ...]
    """{port} stands for the port, which the variable PORT tells as well."""
    folder: Path
    environment: Mapping[str, str]
    page: str
    """Path of the page that is looked at."""
    article: Path
    template: Path
    output: Path
    """Deleted before the start: some servers would show an old site there until they have built a new one."""
    marked: bool = False
    """Whether it marks figures; then an edit is only served when it is annotated."""


@dataclass(frozen=True, kw_only=True)
class Saved:
    """One edit."""

    kind: Kind
    served: float
    """Seconds until it was served; infinite when it never was."""
    cpu: float
    """Seconds of CPU from the save until the server rested."""
    rest: float
    """Seconds from the save until the server rested."""
    memory: float
    """MiB that the server held when it had served the edit."""


@dataclass(frozen=True, kw_only=True)
class Served:
    """What a server did."""

    label: str
    ready: float
    """Seconds until the page was first served."""
    saves: list[Saved] = field(default_factory=list)


@contextmanager
def serving(servers: Sequence[Server], logs: Path) -> Iterator[list[Running]]:
    """Servers side by side, all ready and all stopped until it is their turn; at the end, texts are as before.

    What they print lies in the folder `logs`. Raises `SystemExit` when one does not start.
    """
    logs.mkdir(parents=True, exist_ok=True)
    with ExitStack() as stack:
        running: list[Running] = []
        for server in servers:
            running.append(Running(server, stack.enter_context((logs / f"{_plain(server.label)}.log").open("wb"))))
            stack.callback(running[-1].end)
            running[-1].wait_until_ready()
            running[-1].pause()
        yield running


def take_turns(
    running: Sequence[Running], plan: Sequence[tuple[Kind, int]], limit: float, say: Callable[[str], object]
) -> None:
    """Make in each server, in turn, the planned numbers of edits of each kind.

    No edits of a kind are begun once they took `limit` seconds in all. What is going on is told to `say`. Raises
    `SystemExit` when a server ends.
    """
    serial = 1000
    for kind, times in plan:
        began = perf_counter()
        for _ in range(times):
            if perf_counter() - began > limit:
                break
            serial += 1
            for one in running:
                if not one.is_lost(kind):
                    saved = one.save(kind, serial)
                    say(f"{one.served.label:<28} {kind:<9} {saved.served * 1000:8.1f} ms")


class Running:
    """A server that runs."""

    def __init__(self, server: Server, log: IO[bytes]) -> None:
        self._server = server
        self._log = Path(log.name)
        self._chance = random.Random(20)
        self._originals = {path: path.read_text(encoding="utf-8") for path in (server.article, server.template)}
        self._port = _free_port()
        shutil.rmtree(server.output, ignore_errors=True)
        self._connection: http.client.HTTPConnection | None = None
        self._began = perf_counter()
        self._usual = 0.0
        command = [part.replace("{port}", str(self._port)) for part in server.command]
        environment = {**server.environment, "PORT": str(self._port)}
        self._process: subprocess.Popen[bytes] = stopwatch.start(command, server.folder, environment, log.fileno())
        self.served = Served(label=server.label, ready=0.0)

    def wait_until_ready(self) -> None:
        """Wait for the first page, and for rest."""
        while not re.search(rb"BENCHMARK-\d", self._page()):
            took = perf_counter() - self._began
            if self._process.poll() is not None or took > READY:
                raise SystemExit(f"{self._server.label}: no page after {took:.0f} s\n{self._said()}")
            sleep(0.02)
        self.served = Served(label=self._server.label, ready=perf_counter() - self._began)
        self._usual = stopwatch.settle(self._process.pid, REST / 3)

    def pause(self) -> None:
        """Stop until the next save."""
        os.killpg(self._process.pid, signal.SIGSTOP)

    def save(self, kind: Kind, number: int) -> Saved:
        """Make an edit and wait for it."""
        pid, path = self._process.pid, self._server.template if kind == "template" else self._server.article
        text, wanted = edited(self._originals[path], kind, number), shown(kind, number, marked=self._server.marked)
        os.killpg(pid, signal.SIGCONT)
        self._page()
        stopwatch.settle(pid, REST, self._usual)
        sleep(self._chance.random())
        spent, served = stopwatch.cpu_seconds(pid), float("inf")
        began = perf_counter()
        with path.open("w", encoding="utf-8") as file:
            file.write(text)
        while perf_counter() - began < SERVED:
            if wanted.search(self._page()):
                served = perf_counter() - began
                break
            if self._process.poll() is not None:
                raise SystemExit(f"{self._server.label} has ended\n{self._said()}")
            sleep(POLL)
        memory = stopwatch.resident(pid) / 2**20
        stopwatch.settle(pid, REST, self._usual)
        rest = perf_counter() - began - 0.6  # how long it takes to see that it rests
        cpu = stopwatch.cpu_seconds(pid) - spent
        self.pause()
        saved = Saved(kind=kind, served=served, cpu=cpu, rest=rest, memory=memory)
        self.served.saves.append(saved)
        return saved

    def is_lost(self, kind: Kind) -> bool:
        """Whether the last two edits of a kind were never served."""
        last = [one.served for one in self.served.saves if one.kind == kind][-2:]
        return last == [float("inf")] * 2

    def end(self) -> None:
        """End it, and undo the edits."""
        stopwatch.end(self._process)
        for path, text in self._originals.items():
            path.write_text(text, encoding="utf-8")

    def _said(self) -> str:
        return self._log.read_text(encoding="utf-8", errors="replace")[-2000:]

    def _page(self) -> bytes:
        """The page, or nothing where there is none yet."""
        try:
            if self._connection is None:
                self._connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=120)
            self._connection.request("GET", self._server.page)
            answer = self._connection.getresponse()
            body = answer.read()
            if answer.will_close:
                self._connection.close()
                self._connection = None
            return body if answer.status == 200 else b""
        except (OSError, http.client.HTTPException):
            if self._connection is not None:
                self._connection.close()
            self._connection = None
            return b""


def _free_port() -> int:
    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        port: int = asked.getsockname()[1]
        return port


def _plain(label: str) -> str:
    return re.sub(r"\W+", "-", label).strip("-").lower()

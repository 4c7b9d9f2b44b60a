"""The life of a preview: one thread builds, another watches, this one serves. The one place that knows all three."""

from __future__ import annotations

import contextlib
import queue
import signal
import socket
import threading
import time
import webbrowser
from collections.abc import Callable, Generator
from pathlib import Path

import uvicorn

from briefgen import project
from briefgen.memo import Memo
from briefgen.serve import binding
from briefgen.serve.events import Building, Event, Failed, Listening, Polling, Rebuilt, Stopped
from briefgen.serve.overlay import problems
from briefgen.serve.rebuild import Attempt, Halt, changes, rebuild
from briefgen.serve.reload import Live, following
from briefgen.serve.server import application
from briefgen.serve.watch import Watch, batches
from briefgen.theme import THEME

PATIENCE = 1
"""Seconds that open connections, and then a build, are given to end."""


def check(root: Path) -> None:
    """Raise `BriefgenError` when there is no project. Mistakes in its settings can be mended while it is served."""
    if not (root / project.FILE).is_file():
        project.load(root)


class Preview:
    """A project being served on a listening socket. `run` returns after `stop`, Ctrl-C or SIGTERM."""

    def __init__(
        self,
        root: Path,
        listener: socket.socket,
        *,
        drafts: bool,
        host: str,
        report: Callable[[Event], None],
        memo_path: Path | None,
        open_browser: bool = False,
    ) -> None:
        self._root = root.resolve()
        self._listener = listener
        self._drafts = drafts
        self._memo_path = memo_path
        self._open_browser = open_browser
        self._report = report
        self._is_stopping = False
        self._changes: queue.SimpleQueue[bool] = queue.SimpleQueue()
        self._live = Live()
        self.url = binding.url(listener, host)
        names = binding.Names(host, listener.getsockname()[1])
        app = application(self._live, (self._root, THEME), names)
        self._server = _Server(
            uvicorn.Config(
                app,
                loop="asyncio",
                http="h11",
                ws="none",
                lifespan="off",
                log_config=None,
                log_level="critical",
                access_log=False,
                proxy_headers=False,
                server_header=False,
                timeout_graceful_shutdown=PATIENCE,
            ),
            self._live,
        )

    def run(self) -> None:
        """Serve."""
        memo = Memo(self._memo_path)
        watch = Watch(self._root, lambda: self._changes.put(True))
        self._report(Listening(self.url))
        if watch.polling:
            self._report(Polling(watch.polling))
        builder = threading.Thread(target=self._build, args=(memo, watch), name="briefgen-build", daemon=True)
        builder.start()
        if self._open_browser:
            threading.Thread(target=webbrowser.open, args=(self.url,), daemon=True).start()
        try:
            self._server.run(sockets=[self._listener])
        finally:
            self._is_stopping = True
            self._changes.put(False)
            watch.stop()
            # A model that is being loaded cannot be interrupted; its thread ends with the process.
            builder.join(timeout=PATIENCE)
            if not builder.is_alive():
                memo.close()
            self._listener.close()
        self._report(Stopped())

    def stop(self) -> None:
        """Make `run` return. From any thread."""
        self._server.should_exit = True

    def _build(self, memo: Memo, watch: Watch) -> None:
        """Build at once and then after every batch of changes."""
        last = Attempt()
        with contextlib.suppress(Halt):
            last = self._attempt(last, memo)
            for _ in batches(self._changes):
                was_polling = watch.polling
                watch.refresh()
                if watch.polling and not was_polling:
                    self._report(Polling(watch.polling))
                last = self._attempt(last, memo)

    def _attempt(self, last: Attempt, memo: Memo) -> Attempt:
        begin = time.perf_counter()
        attempt = rebuild(self._root, last, memo, self._progress, drafts=self._drafts)
        if self._is_stopping:
            raise Halt
        if attempt is last:
            return last
        changed = changes(last.site, attempt.site)
        edition = following(
            self._live.edition,
            attempt.site,
            changed,
            problems(self._root, attempt.diagnostics),
            failed=bool(attempt.failure),
            base_url=attempt.base_url,
        )
        if edition is not self._live.edition:
            self._live.publish(edition)
        if attempt.failure:
            self._report(Failed(attempt.failure, is_served=attempt.site is not None))
        elif attempt.built:
            is_first = last.site is None
            self._report(
                Rebuilt(
                    counts=attempt.built.outcome.counts,
                    seconds=time.perf_counter() - begin,
                    diagnostics=attempt.diagnostics,
                    changed=() if is_first else tuple(sorted(one for one in changed if one.endswith(".html"))),
                    first=is_first,
                )
            )
        return attempt

    def _progress(self, stage: str, done: int, total: int) -> None:
        if self._is_stopping:
            raise Halt
        self._live.stage = f"{stage}, {done} of {total}"
        self._report(Building(stage, done, total))


class _Server(uvicorn.Server):
    """Ends streams before it waits for connections to end, and returns after a signal instead of raising it again."""

    def __init__(self, config: uvicorn.Config, live: Live) -> None:
        super().__init__(config)
        self._live = live

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self._live.close()
        await super().shutdown(sockets)

    @contextlib.contextmanager
    def capture_signals(self) -> Generator[None, None, None]:
        if threading.current_thread() is not threading.main_thread():
            yield
            return
        before = {number: signal.signal(number, self.handle_exit) for number in (signal.SIGINT, signal.SIGTERM)}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)

"""The life of a preview: one thread builds, another watches, this one serves. The one place that knows all three."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import threading
import time
import webbrowser
from collections.abc import Callable, Generator, Sequence
from pathlib import Path

import msgspec
import uvicorn

from briefgen import project
from briefgen.diagnostic import Diagnostic
from briefgen.memo import Memo
from briefgen.serve import binding
from briefgen.serve.batches import Changes
from briefgen.serve.events import Building, Event, Failed, Listening, Polling, Rebuilt, Stopped
from briefgen.serve.overlay import problems
from briefgen.serve.rebuild import Attempt, Builder, Halt
from briefgen.serve.reload import Live, following
from briefgen.serve.server import application
from briefgen.serve.watch import Watch
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
        poll: bool = False,
        allowed: Sequence[str] = (),
    ) -> None:
        self._root = root.resolve()
        self._listener = listener
        self._drafts = drafts
        self._memo_path = memo_path
        self._open_browser = open_browser
        self._host = host
        self._report = report
        self._is_stopping = False
        self._poll = poll
        self._changes = Changes()
        self._live = Live()
        self.url = binding.url(listener, host)
        names = binding.Names(host, listener.getsockname()[1], allowed)
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
        watch = Watch(self._root, self._changes, poll=self._poll)
        self._report(Listening(self.url, binding.container_hint(self._host, os.environ)))
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
            self._changes.close()
            watch.stop()
            # A model that is being loaded cannot be interrupted; its thread ends with the process.
            builder.join(timeout=PATIENCE)
            if not builder.is_alive():
                memo.commit()
                memo.close()
            self._listener.close()
        self._report(Stopped())

    def stop(self) -> None:
        """Make `run` return. From any thread."""
        self._server.should_exit = True

    def _build(self, memo: Memo, watch: Watch) -> None:
        """Build at once and then after every batch of changes."""
        builder = Builder(self._root, memo, drafts=self._drafts, stale=self._changes.tell_all)
        polling = watch.polling
        with contextlib.suppress(Halt):
            last = self._behind(self._attempt(Attempt(), builder), builder)
            for paths in self._changes.batches():
                if watch.polling != polling:
                    polling = watch.polling
                    self._report(Polling(polling))
                last = self._behind(self._attempt(last, builder, paths), builder)

    def _attempt(self, last: Attempt, builder: Builder, paths: frozenset[Path] | None = None) -> Attempt:
        begin = time.perf_counter()
        attempt = builder.build(last, self._progress, paths)
        if self._is_stopping:
            raise Halt
        if attempt is last or (attempt.failure and self._changes.waiting):
            # Files may have been read in the middle of a change: what comes of the rest of it is told.
            return last
        changed: set[str] = set()
        failure = attempt.failure
        if attempt.counts is not last.counts and attempt.is_shown:
            # Who has not asked for an edited page yet may like to.
            changed.update(one for one in attempt.edited if not builder.showing.was_asked_for(one))
            self._publish(attempt, frozenset(changed), failure or builder.showing.failures, builder)
            for differing, wrong in builder.showing.differences():
                changed |= differing
                self._publish(attempt, differing, failure or wrong, builder)
            failure = failure or builder.showing.failures
        self._publish(attempt, frozenset(), failure, builder)
        self._tell(attempt, last, failure, changed, time.perf_counter() - begin)
        return msgspec.structs.replace(attempt, failure=failure)

    def _behind(self, last: Attempt, builder: Builder) -> Attempt:
        """What the author does not wait for."""
        if builder.is_hasty and not self._changes.waiting:
            last = self._attempt(last, builder)
        if not last.is_shown:
            return last
        builder.warm()
        before = builder.showing.failures
        failure = builder.showing.sweep(lambda: not (self._changes.waiting or self._is_stopping))
        # Why the last build failed, where it did, comes first.
        if failure == before or last.failure not in ((), before):
            return last
        self._publish(last, frozenset(), failure, builder)
        if failure:
            self._report(Failed(failure))
        return msgspec.structs.replace(last, failure=failure)

    def _publish(
        self, attempt: Attempt, changed: frozenset[str], failure: tuple[Diagnostic, ...], builder: Builder
    ) -> None:
        edition = following(
            self._live.edition,
            builder.showing if attempt.is_shown else None,
            changed,
            problems(self._root, (*failure, *attempt.diagnostics)),
            failed=bool(failure),
            base_url=attempt.base_url,
            marks=attempt.marks,
            edited=attempt.edited,
        )
        if edition is not self._live.edition:
            self._live.publish(edition)

    def _tell(
        self, attempt: Attempt, last: Attempt, failure: tuple[Diagnostic, ...], changed: set[str], seconds: float
    ) -> None:
        if failure:
            self._report(Failed(failure, is_served=attempt.is_shown))
        elif attempt.counts:
            self._report(
                Rebuilt(
                    counts=attempt.counts,
                    seconds=seconds,
                    diagnostics=attempt.diagnostics,
                    changed=tuple(sorted({*attempt.edited, *(one for one in changed if one.endswith(".html"))})),
                    first=not last.is_shown,
                )
            )

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

"""`briefgen serve`: the site in a browser while its files are edited. Nothing heavy is imported before `run`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from briefgen.serve.events import Building, Event, Failed, Listening, Polling, Rebuilt, Stopped


def run(
    project_root: Path,
    *,
    drafts: bool,
    host: str,
    port: int | None,
    open_browser: bool,
    poll: bool,
    allowed: Sequence[str],
    report: Callable[[Event], None],
    memo_path: Path | None,
) -> None:
    """Serve the project at `project_root` until Ctrl-C or SIGTERM.

    Without a port, the first free one from 8000 on is taken. `allowed` are further names to answer to; with `poll`
    the files are looked at again and again. `report` gets every event, never two at
    once, but not always in the calling thread. Raises `BriefgenError` before anything is served, when
    there is no project or no such place to listen; from then on a mistake is an event.
    """
    from briefgen.serve.binding import listen
    from briefgen.serve.preview import Preview, check

    check(project_root)
    listener = listen(host, port)
    Preview(
        project_root,
        listener,
        drafts=drafts,
        host=host,
        report=report,
        memo_path=memo_path,
        open_browser=open_browser,
        poll=poll,
        allowed=allowed,
    ).run()


__all__ = ["Building", "Event", "Failed", "Listening", "Polling", "Rebuilt", "Stopped", "run"]

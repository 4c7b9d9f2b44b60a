from __future__ import annotations

import pytest

from briefgen.diagnostic import Diagnostic
from briefgen.outcome import Counts
from briefgen.serve.events import Building, Event, Failed, Listening, Polling, Rebuilt, Stopped, describe

WRONG = (Diagnostic(path="a", message="wrong"),)


def rebuilt(*changed: str, first: bool = False) -> Rebuilt:
    return Rebuilt(
        counts=Counts(articles=1, pages=12), seconds=0.5, diagnostics=WRONG, changed=tuple(changed), first=first
    )


@pytest.mark.parametrize(
    ("event", "diagnostics", "text"),
    [
        (Listening("http://127.0.0.1:8000/"), (), "http://127.0.0.1:8000/  (Ctrl-C stops it)"),
        (rebuilt(first=True), WRONG, "built 1 article, 12 pages (0.50 s)"),
        (rebuilt(), WRONG, "rebuilt; no page has changed (0.50 s)"),
        (rebuilt("a", "b"), WRONG, "changed a, b (0.50 s)"),
        (rebuilt("a", "b", "c", "d"), WRONG, "changed a, b, c and 1 more page (0.50 s)"),
        (rebuilt("a", "b", "c", "d", "e"), WRONG, "changed a, b, c and 2 more pages (0.50 s)"),
        (Failed(WRONG), WRONG, "not built; the last good site is still served"),
        (Failed(WRONG, is_served=False), WRONG, "not built yet"),
        (Stopped(), (), "stopped"),
        (Building("reading", 1, 2), (), ""),
    ],
)
def test_each_event_is_said_in_a_line(event: Event, diagnostics: tuple[Diagnostic, ...], text: str) -> None:
    assert describe(event) == (diagnostics, text)


def test_why_files_are_polled_is_said() -> None:
    assert "limit reached" in describe(Polling("limit reached"))[1]

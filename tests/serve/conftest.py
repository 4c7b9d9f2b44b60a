"""A preview of a small project over a real socket; and an author of one, without."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import httpx
import msgspec
import pytest

from briefgen.memo import Memo
from briefgen.serve import binding
from briefgen.serve.events import Building, Event, Failed, Rebuilt
from briefgen.serve.preview import Preview
from tests.files import write_files
from tests.serve import author as authors
from tests.serve.stage import PATIENCE, until

FILES: Mapping[str, str | bytes] = {
    "briefgen.toml": 'title = "Tides"\nbase_url = "https://example.org/tides/"\n',
    "content/velmora/index.md": "---\ntitle: The dyke of Velmora\n---\n",
    "content/velmora/dyke.md": "---\ntitle: Dyke holds\ndate: 2025-03-01\n---\n\nThe dyke holds, said Mara Ilvane.\n",
    "content/velmora/harbour.md": "---\ntitle: Harbour shut\ndate: 2025-03-02\n---\n\nThe harbour is shut.\n",
    "content/velmora/map.svg": '<svg xmlns="http://www.w3.org/2000/svg"><title>Map</title></svg>',
    "content/velmora/tides.csv": "hour,level\n1,é\n",
    "content/velmora/photo.jpg": bytes(range(256)) * 4,
}


class Served:
    """A running preview, its project's folder, and what it has reported."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.events: list[Event] = []
        self.preview = Preview(
            root,
            binding.listen("127.0.0.1", 0),
            drafts=False,
            host="127.0.0.1",
            report=self.events.append,
            memo_path=None,
        )
        self.url = self.preview.url
        self.netloc = self.url.removeprefix("http://").rstrip("/")
        self.client = httpx.Client(base_url=self.url, timeout=PATIENCE)
        self._thread = threading.Thread(target=self.preview.run)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self.client.close()
        self.preview.stop()
        self._thread.join(PATIENCE)
        assert not self._thread.is_alive()

    def get(self, path: str, **headers: str) -> httpx.Response:
        return self.client.get(path, headers=headers)

    def write(self, place: str, content: str) -> None:
        write_files(self.root, {place: content})

    def reports(self) -> list[Event]:
        return [event for event in self.events if not isinstance(event, Building)]

    def rebuilt(self) -> list[Rebuilt]:
        return [event for event in self.events if isinstance(event, Rebuilt)]

    def failed(self) -> list[Failed]:
        return [event for event in self.events if isinstance(event, Failed)]

    def epoch(self) -> str:
        """The epoch of the page that a browser would get now."""
        return self.get("/").text.partition('data-epoch="')[2].partition('"')[0]

    @contextlib.contextmanager
    def news(self, epoch: str = "", **headers: str) -> Iterator[Iterator[dict[str, object]]]:
        """What a browser with a page of that epoch is told, one after another."""
        with self.client.stream("GET", "/_briefgen/events", params={"epoch": epoch}, headers=headers) as response:
            assert response.headers["content-type"] == "text/event-stream"
            lines = response.iter_lines()
            yield (msgspec.json.decode(line[6:]) for line in lines if line.startswith("data: "))


@pytest.fixture
def serve(tmp_path: Path, pattern_model: list[str]) -> Iterator[Callable[..., Served]]:
    """Serve a project of `FILES` and others; returns after the first build."""
    running: list[Served] = []

    def make(files: Mapping[str, str | bytes] = {}, *, wait: bool = True) -> Served:
        root = tmp_path / "served"
        write_files(root, {**FILES, **files})
        served = Served(root)
        running.append(served)
        served.start()
        if wait:
            until(lambda: served.rebuilt() or served.failed(), "the first build")
        return served

    yield make
    for served in running:
        served.stop()


@pytest.fixture
def author(tmp_path: Path, pattern_model: list[str]) -> Iterator[authors.Author]:
    """Someone who has built a project of `author.FILES`."""
    write_files(tmp_path / "project", authors.FILES)
    memo = Memo(tmp_path / "memo.sqlite")
    author = authors.Author(tmp_path / "project", memo)
    assert author.build().failure == ()
    yield author
    memo.close()

"""A watched project of two articles, whose every batch is noted with what a reader would find at that moment."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

from msgspec import Struct

from briefgen.serve.batches import Changes
from briefgen.serve.watch import Watch
from tests.serve.stage import until

Batch = frozenset[Path] | None


class Moment(Struct, frozen=True):
    """One batch, and the files that stood beside the article then."""

    batch: Batch
    article: str | None
    beside: frozenset[str]


class Watched:
    """The project at `root`; `moments` are all batches so far."""

    def __init__(self, root: Path, *, poll: bool = False, then: Callable[[], None] = lambda: None) -> None:
        self.root = root
        self.article = root / "content/story/a.md"
        self.last = root / "content/story/z.md"
        for path in (self.article, self.last):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text("old\n", encoding="utf-8")
        (root / "briefgen.toml").write_text('title = "Tides"\n', encoding="utf-8")
        self.moments: list[Moment] = []
        self.changes = Changes()
        self.watch = Watch(root, self.changes, poll=poll)
        self._then = then
        self._edits = 0
        self._thread = threading.Thread(target=self._note)
        self._thread.start()

    def _note(self) -> None:
        for batch in self.changes.batches():
            text = self.article.read_text(encoding="utf-8") if self.article.is_file() else None
            folder = self.article.parent
            beside = {path.name for path in folder.iterdir()} if folder.is_dir() else set()
            self.moments.append(Moment(batch, text, frozenset(beside)))
            self._then()

    def told(self) -> list[Batch]:
        return [moment.batch for moment in self.moments]

    def paths(self) -> set[str]:
        """All paths told of so far, relative to the project; "*" for everything."""
        batches = list(self.told())
        found = {path.relative_to(self.root).as_posix() for batch in batches if batch for path in batch}
        return found | ({"*"} if None in batches else set())

    def to_the_end(self) -> set[str]:
        """All paths told of, and those of everything done until now: what is done last is told last."""
        while not any(self.last in batch for batch in self.told() if batch is not None):
            before = len(self.moments)
            self._edits += 1
            self.last.write_text(f"edit {self._edits}\n", encoding="utf-8")
            until(lambda before=before: len(self.moments) > before and not self.changes.waiting)
        found = self.paths() - {"content/story/z.md"}
        self.moments.clear()
        return found

    def stop(self) -> None:
        self.watch.stop()
        self.changes.close()
        self._thread.join()

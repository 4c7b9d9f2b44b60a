from __future__ import annotations

import os
import queue
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from watchdog.events import (
    DirModifiedEvent,
    FileClosedEvent,
    FileClosedNoWriteEvent,
    FileCreatedEvent,
    FileDeletedEvent,
    FileModifiedEvent,
    FileMovedEvent,
    FileOpenedEvent,
    FileSystemEvent,
)

from briefgen.serve import watch
from briefgen.serve.watch import NAMES, Watch, batches, is_change, places
from tests.serve.conftest import until

BASE = Path("/p/content")


@pytest.mark.parametrize(
    "event",
    [
        FileCreatedEvent("/p/content/a.md"),
        FileModifiedEvent("/p/content/x/a.md"),
        FileDeletedEvent("/p/content/a.md"),
        FileMovedEvent("/p/content/.a.md.tmp", "/p/content/a.md"),
        FileMovedEvent("/elsewhere/a.md", "/p/content/a.md"),
        FileMovedEvent("/p/content/a.md", "/p/content/a.md~"),
        FileMovedEvent("/p/content/a.md", "/elsewhere/a.md"),
    ],
)
def test_what_changes_a_source_counts(event: FileSystemEvent) -> None:
    assert is_change(event, BASE)


@pytest.mark.parametrize(
    "event",
    [
        FileOpenedEvent("/p/content/a.md"),
        FileClosedEvent("/p/content/a.md"),
        FileClosedNoWriteEvent("/p/content/a.md"),
        DirModifiedEvent("/p/content"),
        FileCreatedEvent("/p/content/.a.md.swp"),
        FileModifiedEvent("/p/content/4913"),
        FileModifiedEvent("/p/content/.git/index"),
        FileDeletedEvent("/p/content/a.md~"),
        FileMovedEvent("/p/content/.#a", "/p/content/a.tmp"),
    ],
)
def test_reading_and_editors_copies_do_not(event: FileSystemEvent) -> None:
    assert not is_change(event, BASE)


def test_hidden_folders_above_the_project_do_not_matter() -> None:
    assert is_change(FileModifiedEvent("/home/.work/content/a.md"), Path("/home/.work/content"))


def test_right_in_the_project_only_settings_and_the_two_folders_count() -> None:
    root = Path("/p")
    assert is_change(FileModifiedEvent("/p/briefgen.toml"), root, NAMES)
    assert is_change(FileMovedEvent("/p/new", "/p/content"), root, NAMES)
    assert is_change(FileMovedEvent("/p/.toml.tmp", "/p/briefgen.toml"), root, NAMES)
    assert not is_change(FileModifiedEvent("/p/README.md"), root, NAMES)
    assert not is_change(FileModifiedEvent("/p/site/briefgen.toml"), root, NAMES)
    assert not is_change(FileModifiedEvent("/p"), root, NAMES)


def test_changes_in_quick_succession_are_one_batch_and_those_during_the_work_one_more() -> None:
    changes: queue.SimpleQueue[bool] = queue.SimpleQueue()
    for _ in range(5):
        changes.put(True)
    done = 0
    for _ in batches(changes, quiet=0.01):
        done += 1
        if done == 1:
            for _ in range(7):
                changes.put(True)
        else:
            changes.put(False)
    assert done == 2


def test_changes_that_do_not_end_are_a_batch_all_the_same() -> None:
    changes: queue.SimpleQueue[bool] = queue.SimpleQueue()
    ended = threading.Event()

    def chatter() -> None:
        while not ended.wait(0.005):
            changes.put(True)

    threading.Thread(target=chatter).start()
    try:
        assert next(batches(changes, quiet=5, longest=0.1)) is None
    finally:
        ended.set()


def test_stopping_ends_even_an_unfinished_batch() -> None:
    changes: queue.SimpleQueue[bool] = queue.SimpleQueue()
    changes.put(True)
    changes.put(False)
    assert list(batches(changes)) == []


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "p/content/story").mkdir(parents=True)
    (tmp_path / "p/content/story/a.md").write_text("a", encoding="utf-8")
    (tmp_path / "p/briefgen.toml").write_text("", encoding="utf-8")
    return tmp_path / "p"


@pytest.fixture
def seen(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """The files of all events that counted."""
    found: list[Path] = []

    def noting(event: FileSystemEvent, base: Path, names: frozenset[str] | None = None) -> bool:
        counts = is_change(event, base, names)
        if counts:
            found.append(Path(os.fsdecode(event.dest_path or event.src_path)))
        return counts

    monkeypatch.setattr(watch, "is_change", noting)
    return found


@pytest.fixture
def watching(root: Path) -> Iterator[Callable[[], Watch]]:
    running: list[Watch] = []

    def start() -> Watch:
        running.append(Watch(root, lambda: None))
        return running[-1]

    yield start
    for one in running:
        one.stop()


def test_reading_files_is_no_change(root: Path, seen: list[Path], watching: Callable[[], Watch]) -> None:
    watching()
    for path in (root / "content/story/a.md", root / "briefgen.toml"):
        path.read_text(encoding="utf-8")
    list((root / "content/story").iterdir())
    (root / "content/last.md").write_text("x", encoding="utf-8")
    until(lambda: root / "content/last.md" in seen)
    assert set(seen) == {root / "content/last.md"}


def test_an_atomic_save_is_a_change_of_the_real_file(
    root: Path, seen: list[Path], watching: Callable[[], Watch]
) -> None:
    watching()
    temporary = root / "content/story/.a.md.tmp"
    temporary.write_text("b", encoding="utf-8")
    temporary.replace(root / "content/story/a.md")
    until(lambda: root / "content/story/a.md" in seen)


def test_a_folder_that_comes_later_or_takes_the_place_of_another_is_watched(
    root: Path, seen: list[Path], watching: Callable[[], Watch]
) -> None:
    one = watching()
    (root / "templates").mkdir()
    until(lambda: root / "templates" in seen)
    one.refresh()
    (root / "templates/base.html").write_text("x", encoding="utf-8")
    until(lambda: root / "templates/base.html" in seen)

    (root / "content").rename(root / "before")
    (root / "content").mkdir()
    one.refresh()
    seen.clear()
    (root / "content/new.md").write_text("x", encoding="utf-8")
    until(lambda: root / "content/new.md" in seen)
    (root / "before/old.md").write_text("x", encoding="utf-8")
    (root / "content/last.md").write_text("x", encoding="utf-8")
    until(lambda: root / "content/last.md" in seen)
    assert not [path for path in seen if "old" in path.name]


def test_what_links_lead_to_is_watched_within_the_project(root: Path, tmp_path: Path) -> None:
    (root / "shared").mkdir()
    (tmp_path / "outside").mkdir()
    (root / "content/linked").symlink_to(root / "shared")
    (root / "content/outside").symlink_to(tmp_path / "outside")
    (root / "content/everything").symlink_to(root)
    assert places(root).keys() == {root, root / "content", root / "shared"}


def test_where_the_system_does_not_tell_of_changes_files_are_polled(
    root: Path, seen: list[Path], watching: Callable[[], Watch], monkeypatch: pytest.MonkeyPatch
) -> None:
    def limit(*arguments: object, **options: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(watch, "POLL", 0.05)
    with monkeypatch.context() as patch:
        patch.setattr(watch, "Observer", limit)
        assert watching().polling == "No space left on device"
    (root / "content/new.md").write_text("x", encoding="utf-8")
    until(lambda: root / "content/new.md" in seen)


def test_where_there_are_too_many_folders_to_be_told_of_files_are_polled(
    root: Path, seen: list[Path], watching: Callable[[], Watch], monkeypatch: pytest.MonkeyPatch
) -> None:
    from watchdog.observers import Observer

    class Limited(Observer):  # type: ignore[misc, valid-type]
        def schedule(self, *arguments: object, **options: object) -> None:
            raise OSError(28, "limit reached")

    monkeypatch.setattr(watch, "POLL", 0.05)
    monkeypatch.setattr(watch, "Observer", Limited)
    assert watching().polling == "limit reached"
    (root / "content/story/a.md").write_text("longer", encoding="utf-8")
    until(lambda: root / "content/story/a.md" in seen)

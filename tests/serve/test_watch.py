from __future__ import annotations

import os
import shutil
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from briefgen.serve import filesystems, listening, observing, polling, watch
from briefgen.serve.batches import Changes
from briefgen.serve.watch import Watch
from tests.serve.stage import until
from tests.serve.watching import Watched

Start = Callable[..., Watched]


@pytest.fixture(params=["listening", "polling", "observing"])
def start(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Start]:
    """Watch a project, in each of the three ways, with folders made before that."""
    if request.param == "observing":
        monkeypatch.setattr(watch, "_telling", observing.Observing)
    monkeypatch.setattr(observing, "BEAT", 0.1)
    monkeypatch.setattr(listening, "BEAT", 0.1)
    monkeypatch.setattr(polling, "interval", lambda cost, calm: 0.05)
    running: list[Watched] = []

    def make(*folders: str) -> Watched:
        for folder in folders:
            (tmp_path / "p" / folder).mkdir(parents=True, exist_ok=True)
        running.append(Watched(tmp_path / "p", poll=request.param == "polling"))
        return running[-1]

    yield make
    for one in running:
        one.stop()


def sees(watched: Watched, place: str) -> None:
    """An edit of that file is told of, once the watch has noticed what came before."""
    watched.moments.clear()
    path = watched.root / place
    again = 0.0

    def told() -> bool:
        nonlocal again
        if time.monotonic() >= again:
            # Not more often: a burst would be gathered.
            again = time.monotonic() + 0.3
            path.write_text((path.read_text(encoding="utf-8") if path.exists() else "") + "more\n", encoding="utf-8")
        return place in watched.paths()

    until(told, place)


def test_reading_is_no_change(start: Start) -> None:
    watched = start("templates")
    for path in (watched.article, watched.root / "briefgen.toml"):
        path.read_text(encoding="utf-8")
    list(watched.article.parent.iterdir())
    assert watched.to_the_end() == set()


def test_neither_are_editors_copies_the_output_and_the_cache(start: Start) -> None:
    watched = start("site", ".briefgen", "content/.git", "templates")
    for place in (
        "site/index.html", ".briefgen/memo.sqlite", "README.md", "content/.git/index", "content/story/.a.md.swp",
        "content/story/4913", "content/story/#a.md#", "content/story/a.md~", "content/story/a.md.tmp", "templates/.DS_Store",
    ):  # fmt: skip
        (watched.root / place).write_text("x", encoding="utf-8")
    (watched.root / "content/story/.#a.md").symlink_to("writer@desk.1:2")
    assert watched.to_the_end() == set()


def test_edits_additions_renames_and_deletions_are_told_by_path(start: Start) -> None:
    watched = start()
    story = watched.article.parent
    (story / "b.md").write_text("new\n", encoding="utf-8")
    assert watched.to_the_end() == {"content/story/b.md"}
    (story / "b.md").rename(story / "c.md")
    assert watched.to_the_end() == {"content/story/b.md", "content/story/c.md"}
    (story / "c.md").unlink()
    assert watched.to_the_end() == {"content/story/c.md"}
    (watched.root / "briefgen.toml").write_text('title = "Other"\n', encoding="utf-8")
    assert watched.to_the_end() == {"briefgen.toml"}


def test_settings_replaced_at_once_are_told(start: Start) -> None:
    watched = start()
    copy = watched.root / ".briefgen.toml.tmp"
    copy.write_text('title = "Other"\n', encoding="utf-8")
    copy.replace(watched.root / "briefgen.toml")
    assert watched.to_the_end() == {"briefgen.toml"}


def test_new_folders_that_are_filled_at_once_lose_no_file(start: Start) -> None:
    watched = start()
    if sys.platform == "linux" and isinstance(watched.watch._source, observing.Observing):
        pytest.skip("on Linux, where it is not used, watchdog loses its way in folders that are filled at once")
    deep = watched.root / "content/a/b/c"
    for number in range(20):
        folder = deep / str(number)
        folder.mkdir(parents=True)
        (folder / "x.md").write_text("x\n", encoding="utf-8")
    wanted = {f"content/a/b/c/{number}/x.md" for number in range(20)}
    until(lambda: wanted <= watched.paths() or "*" in watched.paths())
    sees(watched, "content/a/b/c/7/x.md")
    sees(watched, "content/a/b/c/new.md")


def test_a_folder_renamed_into_place_is_told_with_its_files_and_watched(start: Start) -> None:
    watched = start("elsewhere/deep")
    (watched.root / "elsewhere/deep/x.md").write_text("x\n", encoding="utf-8")
    (watched.root / "elsewhere").rename(watched.root / "content/moved")
    until(lambda: watched.paths() & {"content/moved/deep/x.md", "content/moved"})
    sees(watched, "content/moved/deep/x.md")
    (watched.root / "content/moved").rename(watched.root / "content/again")
    until(lambda: watched.paths() & {"content/again/deep/x.md", "content/again"})
    sees(watched, "content/again/deep/x.md")


def test_a_folder_that_left_is_watched_no_longer(start: Start) -> None:
    watched = start()
    if isinstance(watched.watch._source, observing.Observing):
        pytest.skip("watchdog goes on telling of it, on Linux, where it does not serve")
    watched.article.parent.joinpath("sub").mkdir()
    (watched.article.parent / "sub/s.md").write_text("s\n", encoding="utf-8")
    watched.to_the_end()
    (watched.article.parent / "sub").rename(watched.root / "gone")
    until(lambda: any("content/story/sub" in path for path in watched.paths()))
    watched.to_the_end()
    (watched.root / "gone/s.md").write_text("other\n", encoding="utf-8")
    assert watched.to_the_end() == set()


def test_a_folder_deleted_and_made_again_is_watched(start: Start) -> None:
    watched = start("content/more")
    for number in range(5):
        shutil.rmtree(watched.root / "content/more")
        (watched.root / "content/more").mkdir()
        sees(watched, f"content/more/{number}.md")


@pytest.mark.parametrize("root", ["content", "templates"])
def test_a_watched_root_that_comes_is_replaced_or_goes(start: Start, root: str) -> None:
    watched = start()
    folder = watched.root / root
    for _ in range(3):
        folder.mkdir(exist_ok=True)
        sees(watched, f"{root}/new.md")
        folder.rename(watched.root / f"before-{len(list(watched.root.iterdir()))}")
    until(lambda: watched.paths() & {root, f"{root}/new.md", "*"})
    folder.mkdir()
    sees(watched, f"{root}/new.md")


def test_the_whole_project_may_be_replaced(start: Start) -> None:
    watched = start()
    watched.root.rename(watched.root.with_name("before"))
    shutil.copytree(watched.root.with_name("before"), watched.root)
    sees(watched, "content/story/a.md")
    sees(watched, "briefgen.toml")


def test_what_links_lead_to_is_told_by_the_place_of_the_link(start: Start) -> None:
    watched = start("shared/deep", "single")
    (watched.root / "shared/deep/s.md").write_text("s\n", encoding="utf-8")
    (watched.root / "single/one.md").write_text("s\n", encoding="utf-8")
    (watched.root / "content/linked").symlink_to("../shared")
    (watched.root / "content/one.md").symlink_to("../single/one.md")
    sees(watched, "content/linked/deep/s.md")
    sees(watched, "content/one.md")
    watched.to_the_end()
    (watched.root / "single/.new").write_text("whole\n", encoding="utf-8")
    (watched.root / "single/.new").replace(watched.root / "single/one.md")
    until(lambda: watched.paths() & {"content/one.md", "*"})
    sees(watched, "content/one.md")


def test_links_that_come_to_lead_elsewhere_are_followed(start: Start) -> None:
    watched = start("one", "two")
    link = watched.root / "content/linked"
    link.symlink_to("../one")
    sees(watched, "content/linked/x.md")
    (watched.root / "content/.new").symlink_to("../two")
    (watched.root / "content/.new").replace(link)
    sees(watched, "content/linked/y.md")
    watched.to_the_end()
    shutil.rmtree(watched.root / "two")
    (watched.root / "two").mkdir()
    sees(watched, "content/linked/z.md")


def test_content_may_be_a_link_out_of_the_project(start: Start, tmp_path: Path) -> None:
    (tmp_path / "articles/story").mkdir(parents=True)
    (tmp_path / "p").mkdir()
    (tmp_path / "p/content").symlink_to(tmp_path / "articles")
    watched = start()
    (tmp_path / "articles/story/a.md").write_text("other\n", encoding="utf-8")
    assert watched.to_the_end() == {"content/story/a.md"}


def test_links_that_lead_out_or_around_are_not_followed(start: Start, tmp_path: Path) -> None:
    (tmp_path / "outside").mkdir()
    watched = start("site")
    for name, target in {
        "outside": tmp_path / "outside",
        "all": watched.root,
        "around": watched.root / "content",
    }.items():
        (watched.root / "content/story" / name).symlink_to(target)
    watched.to_the_end()
    (tmp_path / "outside/x.md").write_text("x\n", encoding="utf-8")
    (watched.root / "site/x.html").write_text("x\n", encoding="utf-8")
    until(lambda: not watched.changes.waiting)
    assert watched.to_the_end() - {"*"} == set()


def test_hidden_folders_above_the_project_do_not_matter(tmp_path: Path) -> None:
    watched = Watched(tmp_path / ".work/p")
    try:
        watched.article.write_text("new\n", encoding="utf-8")
        assert watched.to_the_end() == {"content/story/a.md"}
    finally:
        watched.stop()


def test_an_overflow_of_news_is_made_up_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    watched = Watched(tmp_path / "p")
    try:
        source = watched.watch._source
        assert isinstance(source, listening.Listening)
        read = source._inotify.read

        def lossy(timeout: float) -> list[listening.Notice]:
            # The kernel's words when its queue was full; what came after is not to be had.
            return [listening.Notice(-1, listening.OVERFLOW, "")] if read(timeout) else []

        monkeypatch.setattr(source._inotify, "read", lossy)
        (watched.root / "content/unheard").mkdir()
        until(lambda: None in watched.told())
        monkeypatch.undo()
        sees(watched, "content/unheard/x.md")
    finally:
        watched.stop()


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_made_readable_is_a_change(tmp_path: Path) -> None:
    watched = Watched(tmp_path / "p")
    try:
        watched.article.chmod(0)
        until(lambda: "content/story/a.md" in watched.paths())
        watched.to_the_end()
        watched.article.chmod(0o600)
        until(lambda: "content/story/a.md" in watched.paths())
    finally:
        watched.stop()


def test_files_are_looked_at_when_asked(tmp_path: Path) -> None:
    watched = Watched(tmp_path / "p", poll=True)
    try:
        assert "--poll" in watched.watch.polling
        sees(watched, "content/story/a.md")
    finally:
        watched.stop()


def test_files_are_looked_at_where_no_news_are_to_be_had(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def limited(top: str, changes: Changes) -> listening.Listening:
        raise OSError(24, "its limit of inotify instances is reached")

    monkeypatch.setattr(watch, "_telling", limited)
    watched = Watched(tmp_path / "p")
    try:
        assert "limit of inotify instances" in watched.watch.polling
        sees(watched, "content/story/a.md")
    finally:
        watched.stop()


def test_files_are_looked_at_from_when_folders_are_too_many(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    watched = Watched(tmp_path / "p")
    try:
        assert not watched.watch.polling
        source = watched.watch._source
        assert isinstance(source, listening.Listening)

        def limited(folder: str) -> int:
            raise OSError(28, "its limit of inotify watches is reached")

        monkeypatch.setattr(source._inotify, "add", limited)
        (watched.root / "content/one-too-many").mkdir()
        until(lambda: None in watched.told())
        assert "limit of inotify watches" in watched.watch.polling
        sees(watched, "content/one-too-many/x.md")
    finally:
        watched.stop()


def test_files_are_looked_at_on_a_file_system_that_tells_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mounts = tmp_path / "mountinfo"
    mounts.write_text(f"1 0 0:1 / / rw - ext4 /dev/a rw\n2 1 0:2 / {tmp_path} rw - 9p host rw\n", encoding="utf-8")
    monkeypatch.setattr(filesystems, "MOUNTS", mounts)
    watched = Watched(tmp_path / "p")
    try:
        assert "9p" in watched.watch.polling
        sees(watched, "content/story/a.md")
    finally:
        watched.stop()


def test_on_a_file_system_that_is_not_known_silence_is_noticed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    mounts = tmp_path / "mountinfo"
    mounts.write_text(f"1 0 0:1 / {tmp_path} rw - novelfs host rw\n", encoding="utf-8")
    monkeypatch.setattr(filesystems, "MOUNTS", mounts)
    monkeypatch.setattr(watch, "DOUBT", 0.1)
    monkeypatch.setattr(listening, "BEAT", 0.1)
    watched = Watched(tmp_path / "p")
    try:
        watched.article.write_text("heard\n", encoding="utf-8")
        assert watched.to_the_end() == {"content/story/a.md"}
        assert not watched.watch.polling
        source = watched.watch._source
        assert isinstance(source, watch.Doubted)
        telling = source._source
        assert isinstance(telling, listening.Listening)
        read = telling._inotify.read
        monkeypatch.setattr(telling._inotify, "read", lambda timeout: read(timeout)[:0])

        def noticed() -> str:
            watched.article.write_text(watched.article.read_text(encoding="utf-8") + "unheard\n", encoding="utf-8")
            return watched.watch.polling

        until(noticed)
        until(lambda: None in watched.told())
        sees(watched, "content/story/a.md")
    finally:
        watched.stop()


def open_files() -> int:
    return len(list(Path("/dev/fd").iterdir()))


@pytest.mark.parametrize("poll", [False, True])
def test_nothing_is_left_behind_after_stopping(tmp_path: Path, poll: bool) -> None:
    threads, files = set(threading.enumerate()), open_files()
    for _ in range(5):
        watched = Watched(tmp_path / "p", poll=poll)
        watched.article.write_text("new\n", encoding="utf-8")
        watched.to_the_end()
        watched.stop()
    assert set(threading.enumerate()) == threads
    assert open_files() == files


def test_watches_of_folders_that_are_gone_are_given_back(tmp_path: Path) -> None:
    watched = Watched(tmp_path / "p")
    try:
        source = watched.watch._source
        assert isinstance(source, listening.Listening)
        before = len(source.folders)
        for number in range(20):
            (watched.root / "content/x/y").mkdir(parents=True)
            (watched.root / "content/x/y/z.md").write_text("z\n", encoding="utf-8")
            if number % 2:
                shutil.rmtree(watched.root / "content/x")
            else:
                (watched.root / "content/x").rename(watched.root / f"out-{number}")
        watched.to_the_end()
        until(lambda: len(source.folders) == before)
        assert len(source._folders) == before
        assert not [place for place in source._places.values() if "/x" in place]
    finally:
        watched.stop()


def test_stopping_is_quick(tmp_path: Path) -> None:
    (tmp_path / "content").mkdir()
    one = Watch(tmp_path, Changes())
    one.stop()
    assert not one._thread.is_alive()

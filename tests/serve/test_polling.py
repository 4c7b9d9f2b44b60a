from __future__ import annotations

import os
from pathlib import Path

import pytest

from briefgen.serve import polling
from briefgen.serve.batches import Changes
from briefgen.serve.polling import Polling, interval, look


@pytest.fixture
def root(tmp_path: Path) -> Path:
    root = tmp_path / "p"
    for place in (
        "content/story/a.md",
        "content/.git/index",
        "content/story/a.md~",
        "templates/base.html",
        "site/a.html",
    ):
        (root / place).parent.mkdir(parents=True, exist_ok=True)
        (root / place).write_text("x", encoding="utf-8")
    (root / "briefgen.toml").touch()
    return root


def seen(root: Path) -> set[str]:
    return {os.path.relpath(place, root) for place in look(str(root))}


def test_a_look_is_at_what_counts(root: Path) -> None:
    assert seen(root) == {"briefgen.toml", "content/story/a.md", "templates/base.html"}


def test_a_look_follows_links(root: Path, tmp_path: Path) -> None:
    (root / "shared").mkdir()
    (root / "shared/s.md").touch()
    (tmp_path / "outside.md").touch()
    (root / "content/linked").symlink_to(root / "shared")
    (root / "content/one.md").symlink_to(root / "shared/s.md")
    (root / "content/outside.md").symlink_to(tmp_path / "outside.md")
    (root / "content/nowhere.md").symlink_to(root / "missing.md")
    assert seen(root) >= {"content/linked/s.md", "content/one.md", "content/nowhere.md"}
    assert "content/outside.md" not in seen(root)


def test_a_look_sees_a_change_that_keeps_size_and_time(root: Path) -> None:
    path = root / "content/story/a.md"
    before, stat = look(str(root)), path.stat()
    path.write_text("y", encoding="utf-8")
    os.utime(path, ns=(stat.st_atime_ns, stat.st_mtime_ns))
    assert look(str(root)) != before


def test_a_look_costs_little_of_the_time() -> None:
    for cost in (0.001, 0.02, 0.05):
        assert cost / (cost + interval(cost, calm=1)) <= 0.1
        assert cost / (cost + interval(cost, calm=1000)) <= 0.02
    assert interval(0.001, calm=1) <= 0.3
    assert interval(10, calm=1000) <= 5


def test_the_files_changed_last_are_looked_at_between_looks(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(polling, "interval", lambda cost, calm: 0.0)
    changes = Changes()
    poll = Polling(str(root), changes)
    path = root / "content/story/a.md"
    path.write_text("first", encoding="utf-8")
    poll.step()
    assert next(changes.batches()) == {path}
    monkeypatch.setattr(polling, "interval", lambda cost, calm: 1000.0)
    poll._look()
    monkeypatch.setattr(polling, "look", lambda top: pytest.fail("looked at everything"))
    monkeypatch.setattr(polling, "HOT_EVERY", 0.0)
    path.write_text("second", encoding="utf-8")
    poll.step()
    assert next(changes.batches()) == {path}
    path.unlink()
    poll.step()
    assert next(changes.batches()) == {path}
    poll.step()
    assert not changes.waiting

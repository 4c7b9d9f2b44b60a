"""`briefgen init` and `new`."""

from __future__ import annotations

import re
from pathlib import Path

from tests.cli.calls import Command, project


def test_init_makes_a_project_that_builds_without_a_complaint(briefgen: Command, tmp_path: Path) -> None:
    said = briefgen("init", "news")
    assert said.code == 0
    assert "cd news && briefgen serve" in said.err
    built = briefgen("build", "-C", "news", "--strict")
    assert built.code == 0, built.err
    assert (tmp_path / "news/site/index.html").is_file()


def test_init_never_overwrites(briefgen: Command, tmp_path: Path) -> None:
    briefgen("init")
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    said = briefgen("init")
    assert said.code == 2
    assert "is already there; nothing was written" in said.err
    assert {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()} == before


def test_new_begins_a_draft(briefgen: Command, tmp_path: Path) -> None:
    project(tmp_path)
    said = briefgen("new", "s/talks-resume")
    assert said.code == 0
    place = said.err.strip().removeprefix("✓ ")
    assert re.fullmatch(r"content/s/\d{4}-\d\d-\d\d-talks-resume\.md", place)
    assert (tmp_path / place).is_file()
    assert briefgen("new", "s/talks-resume").code == 2
    assert briefgen("new", "../evil").code == 2

"""What a build from the command line does, says and refuses."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from briefgen import intake, source
from tests.cli.calls import Command, project
from tests.files import write_files


def test_a_build_writes_the_site_and_says_so(briefgen: Command, tmp_path: Path) -> None:
    project(tmp_path)
    said = briefgen("build")
    assert said.code == 0
    assert said.out == ""
    assert re.search(r"1 briefing · 1 article · 1 actor · 1 quote · 1 figure", said.err)
    assert "site/" in said.err
    assert (tmp_path / "site/s/a.html").is_file()
    again = briefgen("build")
    assert again.code == 0
    assert "nothing has changed" in again.err


def test_a_second_build_touches_nothing(briefgen: Command, tmp_path: Path) -> None:
    project(tmp_path)
    briefgen("build")
    times = {path: path.stat().st_mtime_ns for path in (tmp_path / "site").rglob("*")}
    briefgen("build")
    assert {path: path.stat().st_mtime_ns for path in (tmp_path / "site").rglob("*")} == times


def test_verbose_names_every_file(briefgen: Command, tmp_path: Path) -> None:
    project(tmp_path)
    assert "+ s/a.html" in briefgen("build", "-v").err
    (tmp_path / "content/s/a.md").rename(tmp_path / "content/s/b.md")
    said = briefgen("build", "-v").err
    assert "+ s/b.html" in said
    assert "- s/a.html" in said


def test_bad_content_exits_with_1_every_time_and_everything_else_is_built(briefgen: Command, tmp_path: Path) -> None:
    project(tmp_path, **{"content/s/b.md": "---\ndate: 12/4\n---\nText."})
    first, again = briefgen("build"), briefgen("build")
    for said in (first, again):
        assert said.code == 1
        assert "content/s/b.md:2:7: date “12/4” is not a date" in said.err
    assert "nothing has changed" in again.err
    assert (tmp_path / "site/s/a.html").is_file()


def test_warnings_and_notices_exit_with_0_and_with_1_when_strict(briefgen: Command, tmp_path: Path) -> None:
    project(tmp_path, **{"content/fr.md": "---\nlang: fr\n---\nNon."})
    assert briefgen("build", "--strict").code == 0
    write_files(tmp_path, {"content/empty.md": ""})
    assert briefgen("build").code == 0
    said = briefgen("build", "--strict")
    assert said.code == 1
    assert "is empty" in said.err


def test_strict_writes_nothing_when_something_is_wrong(briefgen: Command, tmp_path: Path) -> None:
    project(tmp_path)
    briefgen("build")
    before = {path: path.read_bytes() for path in (tmp_path / "site").rglob("*") if path.is_file()}
    write_files(tmp_path, {"content/s/b.md": "new", "content/empty.md": ""})
    said = briefgen("build", "--strict")
    assert said.code == 1
    assert "nothing was written" in said.err
    assert {path: path.read_bytes() for path in (tmp_path / "site").rglob("*") if path.is_file()} == before


def test_a_page_changed_by_hand_is_reported_until_forced(briefgen: Command, tmp_path: Path) -> None:
    project(tmp_path)
    briefgen("build")
    page = tmp_path / "site/s/a.html"
    built = page.read_bytes()
    page.write_bytes(b"edited")
    for _ in range(2):
        said = briefgen("build")
        assert said.code == 0
        assert "left alone" in said.err
        assert page.read_bytes() == b"edited"
    assert briefgen("build", "--strict").code == 1
    assert briefgen("build", "--force").code == 0
    assert page.read_bytes() == built


def test_force_reads_everything_again(briefgen: Command, tmp_path: Path, pattern_model: list[str]) -> None:
    project(tmp_path)
    briefgen("build")
    briefgen("build")
    assert len(pattern_model) == 1
    briefgen("build", "-f")
    assert len(pattern_model) == 2


def test_a_build_can_be_verified(briefgen: Command, tmp_path: Path) -> None:
    project(tmp_path)
    said = briefgen("build", "--verify")
    assert said.code == 0
    assert "a build from nothing gives the same bytes" in said.err
    (tmp_path / "site/s/a.html").write_text("edited")
    said = briefgen("build", "--verify")
    assert said.code == 1
    assert "s/a.html is not what a build from nothing makes" in said.err


def test_a_site_that_was_deleted_comes_back(briefgen: Command, tmp_path: Path, pattern_model: list[str]) -> None:
    project(tmp_path)
    briefgen("build")
    before = {path: path.read_bytes() for path in (tmp_path / "site").rglob("*") if path.is_file()}
    pattern_model.clear()
    shutil.rmtree(tmp_path / "site")
    assert briefgen("build").code == 0
    assert {path: path.read_bytes() for path in (tmp_path / "site").rglob("*") if path.is_file()} == before
    assert pattern_model == []


def test_files_that_change_while_they_are_read_are_read_again(
    briefgen: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    project(tmp_path)
    decode, seen = source.decode, list[bytes]()

    def editing(content: bytes, **named: str) -> source.Source:
        seen.append(content)
        if len(seen) <= 2:
            # Too late for what is being read, but not for what is written.
            write_files(tmp_path, {"content/s/map.svg": f"<svg>{len(seen)}</svg>"})
        return decode(content, **named)

    write_files(tmp_path, {"content/s/map.svg": "<svg/>"})
    monkeypatch.setattr(source, "decode", editing)
    assert briefgen("build").code == 0
    assert (tmp_path / "site/s/map.svg").read_text() == (tmp_path / "content/s/map.svg").read_text()


def test_a_file_that_never_comes_to_rest_stops_the_build(
    briefgen: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    project(tmp_path)
    briefgen("build")
    before = {path: path.read_bytes() for path in (tmp_path / "site").rglob("*") if path.is_file()}

    def moving(found: source.Found) -> source.Source:
        raise source.Moved(found.path)

    write_files(tmp_path, {"content/s/a.md": "Other."})
    monkeypatch.setattr(intake, "read", moving)
    said = briefgen("build")
    assert said.code == 1
    assert "content/s/a.md: keeps changing while it is read; nothing was written" in said.err
    assert {path: path.read_bytes() for path in (tmp_path / "site").rglob("*") if path.is_file()} == before


def test_a_mistake_in_a_template_exits_with_1_and_leaves_the_site(briefgen: Command, tmp_path: Path) -> None:
    project(tmp_path)
    briefgen("build")
    before = (tmp_path / "site/index.html").read_bytes()
    write_files(tmp_path, {"templates/home.html": "{{ nothing }}"})
    said = briefgen("build")
    assert said.code == 1
    assert "error: templates/home.html:1: " in said.err
    assert "Traceback" not in said.err
    assert (tmp_path / "site/index.html").read_bytes() == before

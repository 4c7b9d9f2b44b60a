"""`briefgen build` and `clean`: which project, which folder, what of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.calls import Command, Said, project
from tests.files import write_files


def test_a_build_works_from_a_folder_below_and_for_another_one(
    briefgen: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    project(tmp_path / "p")
    assert briefgen("build", "-C", "p", "-o", "elsewhere", "-q").code == 0
    assert (tmp_path / "elsewhere/index.html").is_file()
    assert not (tmp_path / "p/site").exists()
    monkeypatch.chdir(tmp_path / "p/content/s")
    assert briefgen("build").code == 0
    assert (tmp_path / "p/site/index.html").is_file()


def test_quiet_says_only_what_is_wrong(briefgen: Command, tmp_path: Path) -> None:
    project(tmp_path, **{"content/fr.md": "---\nlang: fr\n---\nNon."})
    assert briefgen("build", "--quiet") == Said(0, "", "")
    write_files(tmp_path, {"content/s/b.md": "---\ntitel: x\n---\nText."})
    said = briefgen("build", "-q")
    assert said.err.startswith("error: content/s/b.md:2:1: unknown key “titel”")
    assert said.err.count("\n") == 1


def test_drafts_are_shown_when_asked_for(briefgen: Command, tmp_path: Path) -> None:
    project(tmp_path, **{"content/s/d.md": "---\ndraft: true\n---\nText."})
    briefgen("build")
    assert not (tmp_path / "site/s/d.html").exists()
    briefgen("build", "--drafts")
    assert (tmp_path / "site/s/d.html").exists()
    briefgen("build")
    assert not (tmp_path / "site/s/d.html").exists()


@pytest.mark.parametrize("output", [".", "content", "/", "..", "templates", "briefgen.toml"])
@pytest.mark.parametrize("command", ["build", "clean"])
def test_a_dangerous_output_folder_exits_with_2(briefgen: Command, tmp_path: Path, output: str, command: str) -> None:
    project(tmp_path)
    said = briefgen(command, "--output", output)
    assert said.code == 2
    assert "will not be written to" in said.err
    write_files(tmp_path, {"briefgen.toml": f'output = "{output}"'})
    assert briefgen(command).code == 2
    assert (tmp_path / "content/s/a.md").is_file()


def test_clean_removes_what_was_made_and_nothing_else(briefgen: Command, tmp_path: Path) -> None:
    project(tmp_path, **{"site/CNAME": "mine", "notes.txt": "mine"})
    briefgen("build")
    said = briefgen("clean")
    assert said.code == 0
    assert "and the cache" in said.err
    left = {path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*") if path.is_file()}
    assert left == {"briefgen.toml", "content/s/a.md", "site/CNAME", "notes.txt"}
    assert briefgen("clean").code == 0

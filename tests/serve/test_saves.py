from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from briefgen.serve import batches
from briefgen.source import is_hidden
from tests.serve.saves import PATTERNS, PROGRAMS, Save, written_twice
from tests.serve.watching import Moment, Watched

NEW = "---\ntitle: New\n---\n\n" + "The dyke holds, said Mara Ilvane.\n" * 30


@pytest.fixture
def watched(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Watched]:
    # Longer than any pause of a slow machine between two steps of a save.
    for name, seconds in {"MOMENT": 1.0, "EMPTY": 2.0, "HOLD": 10.0}.items():
        monkeypatch.setattr(batches, name, seconds)
    one = Watched(tmp_path / "p")
    yield one
    one.stop()


def check(watched: Watched, save: Save) -> None:
    save(watched.article, NEW)
    assert watched.article.read_text(encoding="utf-8") == NEW
    assert watched.to_the_end() == {"content/story/a.md"}


@pytest.mark.parametrize("save", PATTERNS.values(), ids=PATTERNS.keys())
def test_a_save_is_told_whole_and_nothing_else_is(watched: Watched, save: Save) -> None:
    moments = watched.moments
    seen: list[Moment] = []
    watched._then = lambda: seen.append(moments[-1])
    check(watched, save)
    told = [one.article for one in seen if one.batch is not None and watched.article in one.batch]
    assert told[-1] == NEW, "not told of the end of the save"
    # The first of two saves is told at once; who reads then may meet the second one, and is told again.
    if save is not written_twice:
        assert set(told) == {NEW}, "told of in the middle of the save"
    for one in seen:
        assert {name for name in one.beside if not is_hidden(name)} <= {"a.md", "z.md"}, (
            "an editor's copy could be read"
        )


@pytest.mark.parametrize(("program", "save"), PROGRAMS.values(), ids=PROGRAMS.keys())
def test_a_save_by_the_program_itself_is_told(watched: Watched, program: str, save: Save) -> None:
    if not shutil.which(program):
        pytest.skip(f"{program} is not installed; its pattern is tried above")
    check(watched, save)


@pytest.mark.parametrize("save", PATTERNS.values(), ids=PATTERNS.keys())
def test_a_save_is_found_by_looking_too(tmp_path: Path, save: Save) -> None:
    watched = Watched(tmp_path / "p", poll=True)
    try:
        check(watched, save)
    finally:
        watched.stop()

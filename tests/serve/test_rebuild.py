"""One build after another: whatever goes wrong, the last site stays."""

from __future__ import annotations

from pathlib import Path

import pytest

from briefgen.diagnostic import BriefgenError, Diagnostic
from briefgen.memo import Memo
from briefgen.serve import rebuild
from briefgen.serve.rebuild import TRIES, Attempt, Builder, Halt
from briefgen.serve.reload import Mark
from briefgen.source import Moved
from tests.files import write_files
from tests.serve.author import DYKE, FILES, Author, quiet

pytestmark = pytest.mark.usefixtures("pattern_model")


def test_a_build_tells_what_there_is(author: Author) -> None:
    attempt = author.last
    assert attempt.is_shown
    assert (attempt.diagnostics, attempt.base_url, attempt.edited) == ((), "https://example.org/", ())
    assert attempt.counts is not None
    assert (attempt.counts.articles, attempt.counts.briefings) == (3, 2)
    assert attempt.marks["s/dyke.html"] == Mark(path="content/s/dyke.md", title="Dyke holds", date="2025-03-01")


def test_nothing_changed_is_the_same_attempt(author: Author) -> None:
    one = author.last
    assert author.build({"content/s/dyke.md": DYKE}) is one
    assert author.differences() == []


def test_an_edit_names_the_pages_of_its_sources(author: Author) -> None:
    assert author.build({"content/s/dyke.md": DYKE.replace("holds,", "cracks,")}).edited == ("s/dyke.html",)
    assert author.build({"content/s/new.md": "New."}).edited == ("s/new.html",)
    assert author.build({"templates/home.html": "x"}).edited == ()
    assert author.build({"content/s/new.md": None}).edited == ()


def test_settings_that_are_wrong_are_a_failure_that_keeps_the_site_and_goes_when_they_are_mended(
    author: Author,
) -> None:
    one, page = author.last, author.page("s/dyke.html")
    two = author.build({"briefgen.toml": "titel = 3\n"})
    assert (two.failure[0].path, two.failure[0].line) == ("briefgen.toml", 1)
    assert (two.is_shown, two.counts, two.marks) == (True, one.counts, one.marks)
    assert author.page("s/dyke.html") == page
    assert author.build({"briefgen.toml": None}).failure
    three = author.build({"briefgen.toml": FILES["briefgen.toml"]})
    assert (three.failure, three.counts) == ((), one.counts)


def test_a_first_failure_has_no_site(tmp_path: Path) -> None:
    write_files(tmp_path, {**FILES, "briefgen.toml": "="})
    author = Author(tmp_path, Memo())
    assert not author.build().is_shown
    assert author.last.failure
    assert author.build({"briefgen.toml": ""}).is_shown
    assert author.last.failure == ()


@pytest.mark.parametrize(
    ("error", "message"),
    [
        (ZeroDivisionError("odd"), "a mistake in briefgen itself stopped the build: ZeroDivisionError: odd"),
        (FileNotFoundError(2, "No such file", "content/a.md"), "content/a.md: cannot be read (No such file)"),
        (BriefgenError([Diagnostic(path="x", message="is wrong")]), "x: is wrong"),
    ],
)
def test_whatever_goes_wrong_in_a_build_is_a_failure(
    author: Author, monkeypatch: pytest.MonkeyPatch, error: Exception, message: str
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise error

    with monkeypatch.context() as patch:
        patch.setattr(rebuild, "gather", broken)
        two = author.build()
    assert message in str(two.failure[0])
    assert two.is_shown
    assert author.build().failure == ()


def test_a_build_can_be_left(tmp_path: Path) -> None:
    write_files(tmp_path, FILES)
    builder = Builder(tmp_path, Memo(), drafts=False)

    def leave(stage: str, done: int, total: int) -> None:
        raise Halt

    with pytest.raises(Halt):
        builder.build(Attempt(), leave)
    assert builder.build(Attempt(), quiet).is_shown


@pytest.mark.parametrize("times", [1, TRIES - 1, TRIES])
def test_a_build_begins_again_when_files_change_while_it_reads_them(
    author: Author, monkeypatch: pytest.MonkeyPatch, times: int
) -> None:
    take, left = author.showing.take, [times]

    def moving(*arguments: object) -> object:
        if left[0]:
            left[0] -= 1
            raise Moved("content/s/dyke.md")
        return take(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(author.showing, "take", moving)
    attempt = author.build({"content/s/dyke.md": DYKE.replace("holds,", "cracks,")})
    if times < TRIES:
        assert (attempt.failure, attempt.edited) == ((), ("s/dyke.html",))
    else:
        assert attempt.failure[0].path == "content/s/dyke.md"
        assert "keeps changing" in attempt.failure[0].message
        assert author.build().failure == ()
    assert "cracks" in author.page("s/dyke.html")


def test_warming_never_fails(author: Author, monkeypatch: pytest.MonkeyPatch) -> None:
    from briefgen.annotate import nlp

    loaded: list[str] = []

    def load(name: str = "") -> object:
        loaded.append(name)
        raise BriefgenError([Diagnostic(path="", message="no model")])

    monkeypatch.setattr(nlp, "load", load)
    other = Author(author.root, Memo())
    other.builder.warm()
    assert loaded == []
    author.showing._desk.memo._kept.clear()
    author.builder.warm()
    assert loaded == [""]

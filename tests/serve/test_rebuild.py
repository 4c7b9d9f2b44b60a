from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from briefgen import build
from briefgen.build import Built, Counts, Outcome
from briefgen.diagnostic import Diagnostic
from briefgen.memo import Memo
from briefgen.serve.rebuild import Attempt, Halt, changes, keep_good, rebuild
from briefgen.source import Static

NOTHING = Attempt()
ARTICLE = "---\ntitle: Dyke holds\n---\n\nThe dyke holds.\n"


def quiet(stage: str, done: int, total: int) -> None:
    """No one listens."""


def built(site: dict[str, bytes], origins: dict[str, str], *broken: str) -> Built:
    found = tuple(Diagnostic(path=path, message="wrong") for path in broken)
    return Built(site=site, outcome=Outcome(counts=Counts(), diagnostics=found), origins=origins)


def test_a_broken_source_keeps_its_last_good_page() -> None:
    origins = {"a.html": "content/a.md", "b.html": "content/b.md"}
    _, good = keep_good(built({"a.html": b"good", "b.html": b"1"}, origins), {})
    site, good = keep_good(built({"a.html": b"bad", "b.html": b"2"}, origins, "content/a.md"), good)
    assert site == {"a.html": b"good", "b.html": b"2"}
    site, good = keep_good(built({"a.html": b"worse", "b.html": b"3"}, origins, "content/a.md"), good)
    assert site["a.html"] == b"good"
    site, _ = keep_good(built({"a.html": b"mended", "b.html": b"3"}, origins), good)
    assert site["a.html"] == b"mended"


def test_a_broken_source_keeps_its_page_when_it_would_have_none_or_another() -> None:
    _, good = keep_good(built({"a.html": b"good"}, {"a.html": "content/a.md"}), {})
    site, _ = keep_good(built({"x.html": b"bad"}, {"x.html": "content/a.md"}, "content/a.md"), good)
    assert site == {"a.html": b"good", "x.html": b"bad"}


def test_a_source_that_was_never_in_order_shows_what_there_is() -> None:
    site, good = keep_good(built({"a.html": b"bad"}, {"a.html": "content/a.md"}, "content/a.md"), {})
    assert (site, good) == ({"a.html": b"bad"}, {})


def test_a_removed_source_leaves_nothing_behind() -> None:
    _, good = keep_good(built({"a.html": b"good"}, {"a.html": "content/a.md"}), {})
    assert keep_good(built({}, {}), good) == ({}, {})


def test_changes_are_what_differs_came_or_went() -> None:
    static = Static(place="p", file="/p", digest="1")
    other = Static(place="p", file="/p", digest="2")
    old = {"same": b"1", "differs": b"1", "gone": b"1", "file": static, "still": static, "kind": static}
    new = {"same": b"1", "differs": b"2", "came": b"1", "file": other, "still": static, "kind": b"1"}
    assert changes(old, new) == {"differs", "gone", "came", "file", "kind"}
    assert changes(old, old) == frozenset()
    assert changes(None, {"a": b""}) == {"a"}


@pytest.fixture
def attempt(make_project: Callable[..., object], pattern_model: list[str], tmp_path: Path) -> Callable[..., Attempt]:
    make_project({"content/a.md": ARTICLE})
    memo = Memo(None)

    def again(last: Attempt = NOTHING, progress: Callable[[str, int, int], None] = quiet) -> Attempt:
        return rebuild(tmp_path / "project", last, memo, progress, drafts=False)

    return again


def test_nothing_changed_is_the_same_attempt(attempt: Callable[..., Attempt], tmp_path: Path) -> None:
    one = attempt()
    (tmp_path / "project/content/a.md").write_text(ARTICLE, encoding="utf-8")
    assert attempt(one) is one


def test_settings_that_are_wrong_are_a_failure_that_keeps_the_site_and_goes_when_they_are_mended(
    attempt: Callable[..., Attempt], tmp_path: Path
) -> None:
    one = attempt()
    settings = tmp_path / "project/briefgen.toml"
    settings.write_text("titel = 3\n", encoding="utf-8")
    two = attempt(one)
    assert (two.failure[0].path, two.failure[0].line) == ("briefgen.toml", 1)
    assert two.site is one.site
    settings.unlink()
    assert attempt(two).failure
    settings.write_text("", encoding="utf-8")
    three = attempt(two)
    assert (three.failure, three.site) == ((), one.site)


def test_a_first_failure_has_no_site(attempt: Callable[..., Attempt], tmp_path: Path) -> None:
    (tmp_path / "project/briefgen.toml").write_text("=", encoding="utf-8")
    assert attempt().site is None


@pytest.mark.parametrize("error", [ZeroDivisionError("odd"), FileNotFoundError(2, "No such file", "content/a.md")])
def test_whatever_goes_wrong_in_a_build_is_a_failure(
    attempt: Callable[..., Attempt], monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    def broken(*arguments: object) -> None:
        raise error

    one = attempt()
    with monkeypatch.context() as patch:
        patch.setattr(build, "gather", lambda *a, **k: broken())
        two = attempt(one)
    assert two.failure
    assert two.site is one.site
    assert attempt(two).failure == ()


def test_a_build_can_be_left(attempt: Callable[..., Attempt]) -> None:
    def leave(stage: str, done: int, total: int) -> None:
        raise Halt

    with pytest.raises(Halt):
        attempt(Attempt(), leave)

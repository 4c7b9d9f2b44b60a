from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from briefgen import project, source, starter
from briefgen.article import parse
from briefgen.diagnostic import BriefgenError
from tests.files import write_files

TODAY = datetime.date(2025, 4, 12)


def test_the_starting_project_is_whole_and_right(tmp_path: Path) -> None:
    made = starter.make(tmp_path / "news")
    assert sorted(made) == sorted(
        p.relative_to(tmp_path / "news").as_posix() for p in (tmp_path / "news").rglob("*") if p.is_file()
    )
    assert {"briefgen.toml", ".gitignore"} < set(made)
    project.load(tmp_path / "news")
    found = source.scan(tmp_path / "news")
    assert found.diagnostics == ()
    articles = [parse(source.read(one)) for one in found.articles]
    assert [d for article in articles for d in article.diagnostics] == []
    assert any(article.is_index for article in articles)
    assert all(article.date for article in articles if not article.is_index)


def test_an_existing_gitignore_stays(tmp_path: Path) -> None:
    write_files(tmp_path, {".gitignore": "mine"})
    assert ".gitignore" not in starter.make(tmp_path)
    assert (tmp_path / ".gitignore").read_text() == "mine"


@pytest.mark.parametrize("place", ["briefgen.toml", "content/harbour/index.md"])
def test_nothing_is_written_where_a_project_is(tmp_path: Path, place: str) -> None:
    write_files(tmp_path, {place: "mine"})
    with pytest.raises(BriefgenError, match="already there") as caught:
        starter.make(tmp_path)
    assert caught.value.usage
    assert [p for p in tmp_path.rglob("*") if p.is_file()] == [tmp_path / place]


def test_a_folder_that_cannot_be_made_is_an_error(tmp_path: Path) -> None:
    write_files(tmp_path, {"file": "mine"})
    with pytest.raises(BriefgenError, match="cannot be written"):
        starter.make(tmp_path / "file/news")


@pytest.mark.parametrize(
    ("path", "place"),
    [
        ("talks-resume", "content/2025-04-12-talks-resume.md"),
        ("s/Talks resume!", "content/s/2025-04-12-talks-resume.md"),
        ("content/s/talks", "content/s/2025-04-12-talks.md"),
        ("s\\talks", "content/s/2025-04-12-talks.md"),
        ("s/talks.md", "content/s/talks.md"),
        ("s/log.txt", "content/s/log.txt"),
    ],
)
def test_a_new_article_has_its_place(tmp_path: Path, path: str, place: str) -> None:
    write_files(tmp_path, {"briefgen.toml": ""})
    assert starter.begin(tmp_path, path, TODAY) == place
    assert (tmp_path / place).is_file()


@pytest.mark.parametrize("path", ["talks-resume", 'He said "no": a title', "s/#1 [x] {y} & *z*", "été", "'", "a\\b"])
def test_a_new_article_is_a_draft_without_a_mistake(tmp_path: Path, path: str) -> None:
    write_files(tmp_path, {"briefgen.toml": ""})
    starter.begin(tmp_path, path, TODAY)
    (one,) = source.scan(tmp_path).articles
    article = parse(source.read(one))
    assert article.meta.draft
    assert article.date == "2025-04-12"
    assert article.meta.title
    assert article.diagnostics == ()


@pytest.mark.parametrize("path", ["../evil", "/etc/evil", "s/../../evil", "", "..", "content/", "."])
def test_a_new_article_stays_below_content(tmp_path: Path, path: str) -> None:
    write_files(tmp_path, {"briefgen.toml": ""})
    with pytest.raises(BriefgenError) as caught:
        starter.begin(tmp_path, path, TODAY)
    assert caught.value.usage
    assert [p.name for p in tmp_path.rglob("*") if p.is_file()] == ["briefgen.toml"]


def test_a_new_article_never_replaces_one(tmp_path: Path) -> None:
    write_files(tmp_path, {"briefgen.toml": "", "content/s/a.md": "mine"})
    with pytest.raises(BriefgenError, match="already there"):
        starter.begin(tmp_path, "s/a.md", TODAY)
    assert (tmp_path / "content/s/a.md").read_text() == "mine"


def test_a_place_behind_a_file_is_an_error(tmp_path: Path) -> None:
    write_files(tmp_path, {"briefgen.toml": "", "content/s": "mine"})
    with pytest.raises(BriefgenError, match="cannot be written"):
        starter.begin(tmp_path, "s/a.md", TODAY)


def test_the_clock_is_an_argument(tmp_path: Path) -> None:
    write_files(tmp_path, {"briefgen.toml": ""})
    starter.begin(tmp_path, "x", datetime.date(1999, 1, 2))
    assert (tmp_path / "content/1999-01-02-x.md").is_file()

from __future__ import annotations

from briefgen.annotation import Annotation
from briefgen.article import Article, parse
from briefgen.briefing.story import Briefing, Entry, briefings, newest_first
from briefgen.source import decode


def article(place: str, text: str = "Words.") -> Article:
    return parse(decode(text.encode(), path=f"content/{place}", place=place))


def entry(place: str, date: str = "") -> Entry:
    return Entry(article(place, f"---\ndate: {date}\n---\nWords." if date else "Words."), Annotation())


def found(entries: list[Entry], indexes: list[Article] = []) -> tuple[Briefing, ...]:  # noqa: B006
    return briefings(entries, indexes, "The site")


def test_a_folder_is_a_briefing() -> None:
    stories = found(
        [entry("dams/a.md", "2025-01-02"), entry("dams/b.md", "2025-01-03"), entry("mills/c.md", "2025-01-01")]
    )
    assert [(story.folder, story.title, len(story.entries)) for story in stories] == [
        ("dams", "Dams", 2),
        ("mills", "Mills", 1),
    ]


def test_the_briefing_with_the_newest_article_comes_first_and_an_empty_one_last() -> None:
    entries = [entry("a/x.md", "2024-01-01"), entry("b/x.md", "2025-01-01"), entry("c/x.md")]
    assert [story.folder for story in found(entries, [article("d/index.md")])] == ["b", "a", "c", "d"]


def test_articles_come_newest_first_and_undated_last() -> None:
    entries = [
        entry("s/u.md"),
        entry("s/a.md", "2025-01-01"),
        entry("s/c.md", "2025-01-02"),
        entry("s/b.md", "2025-01-02"),
    ]
    assert [e.article.slug for e in newest_first(entries)] == ["b", "c", "a", "u"]
    assert [e.article.slug for e in newest_first(entries[::-1])] == ["b", "c", "a", "u"]


def test_an_index_may_ask_for_the_oldest_first() -> None:
    entries = [entry("s/u.md"), entry("s/b.md", "2025-01-02"), entry("s/a.md", "2025-01-01")]
    (story,) = found(entries, [article("s/index.md", "---\norder: oldest\nsummary: All.\n---\n")])
    assert [e.article.slug for e in story.entries] == ["a", "b", "u"]
    assert story.summary == "All."


def test_the_title_is_the_indexs_or_the_folders() -> None:
    for text, title in (
        ("---\ntitle: Dams\n---\n", "Dams"), ("# Dams of old\n\nText", "Dams of old"), ("Text", "Old dams"),
        ("---\nsummary: x\n---\nText", "Old dams"),
    ):  # fmt: skip
        (story,) = found([entry("Old Dams/a.md")], [article("Old Dams/index.md", text)])
        assert story.title == title


def test_articles_in_content_itself_have_the_sites_title() -> None:
    (story,) = found([entry("a.md")])
    assert (story.folder, story.title) == ("", "The site")


def test_a_folder_in_a_folder_is_a_briefing_of_its_own() -> None:
    assert {story.folder for story in found([entry("a/b/x.md"), entry("a/y.md")])} == {"a/b", "a"}

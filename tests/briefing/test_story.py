from __future__ import annotations

import itertools

from briefgen.briefing.outline import Outline
from briefgen.briefing.story import Story, extent, latest_first, newest_first, story
from tests.outlines import outlined


def article(place: str, date: str = "") -> Outline:
    return outlined(f"content/{place}", f"---\ndate: {date}\n---\nWords." if date else "Words.")


def told(folder: str, *members: Outline) -> Story:
    return story(folder, members, "The site")


def test_the_story_with_the_newest_article_comes_first_and_an_empty_one_last() -> None:
    stories = [
        told("a", article("a/x.md", "2024-01-01")),
        told("b", article("b/x.md", "2025-01-01"), article("b/y.md", "2023-01-01")),
        told("c", article("c/x.md")),
        told("d", article("d/index.md")),
    ]
    for given in itertools.permutations(stories):
        assert [story.folder for story in latest_first(given)] == ["b", "a", "c", "d"]
    assert [story.newest for story in stories] == ["2024-01-01", "2025-01-01", "", ""]


def test_articles_come_newest_first_and_undated_last() -> None:
    articles = [
        article("s/u.md"),
        article("s/a.md", "2025-01-01"),
        article("s/c.md", "2025-01-02"),
        article("s/b.md", "2025-01-02"),
    ]
    for given in itertools.permutations(articles):
        assert [one.slug for one in newest_first(given)] == ["b", "c", "a", "u"]
        assert told("s", *given).articles == tuple(newest_first(articles))


def test_an_index_may_ask_for_the_oldest_first() -> None:
    index = outlined("content/s/index.md", "---\norder: oldest\nsummary: All.\n---\n")
    one = told("s", article("s/u.md"), article("s/b.md", "2025-01-02"), index, article("s/a.md", "2025-01-01"))
    assert [article.slug for article in one.articles] == ["a", "b", "u"]
    assert (one.summary, one.index) == ("All.", index)


def test_the_title_is_the_indexs_or_the_folders() -> None:
    for text, title in (
        ("---\ntitle: Dams\n---\n", "Dams"), ("# Dams of old\n\nText", "Dams of old"), ("Text", "Old dams"),
        ("---\nsummary: x\n---\nText", "Old dams"),
    ):  # fmt: skip
        one = told("old-dams", article("Old Dams/a.md"), outlined("content/Old Dams/index.md", text))
        assert one.title == title
    assert told("old-dams", article("Old Dams/a.md")).title == "Old dams"


def test_articles_in_content_itself_have_the_sites_title() -> None:
    assert told("", article("a.md")).title == "The site"


def test_a_folder_in_a_folder_is_named_by_its_last_part() -> None:
    assert told("a/b-c", article("a/b c/x.md")).title == "B c"


def test_dates_reach_from_the_first_to_the_last_that_is_known() -> None:
    assert extent(["2025-03-04", None, "2024-12-31", "", "2025-03-05"]) == ("2024-12-31", "2025-03-05")
    assert extent([None]) == extent([]) == ("", "")

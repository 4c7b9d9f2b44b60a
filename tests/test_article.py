from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefgen.article import Article, parse, slugify
from briefgen.source import decode


def article(content: str | bytes, place: str = "story/a.md", language: str = "en") -> Article:
    given = content if isinstance(content, bytes) else content.encode("utf-8")
    return parse(decode(given, path=f"content/{place}", place=place), language)


def test_a_source_becomes_an_article() -> None:
    found = article("---\ntitle: Dam gives way\ndate: 2025-03-04\n---\n\nThe dam **broke**.\n\nTwo towns fled.\n")
    assert found.path == "content/story/a.md"
    assert (found.folder, found.slug, found.is_index, found.format) == ("story", "a", False, "markdown")
    assert (found.title, found.date, found.lang) == ("Dam gives way", "2025-03-04", "en")
    assert found.text == "The dam broke.\n\nTwo towns fled."
    assert [block.span.of(found.text) for block in found.blocks] == ["The dam broke.", "Two towns fled."]
    assert [block.line for block in found.blocks] == [6, 8]
    assert found.diagnostics == ()


@pytest.mark.parametrize(
    ("content", "place", "title", "shown_in_body"),
    [
        ("---\ntitle: From above\n---\n# Headline\n\nText.", "a.md", "From above", True),
        ("# Headline\n\nText.", "a.md", "Headline", False),
        ("---\ntitle: headline\n---\n# Headline\n\nText.", "a.md", "headline", False),
        ("## Second level\n\nText.", "2025-03-04-dam-gives-way.md", "Dam gives way", True),
        ("Text.", "dam_gives-way.md", "Dam gives way", True),
        ("Text.", "2025-03-04.md", "2025-03-04", True),
        ("Dam gives way above town\n\nThe dam broke.", "a.txt", "Dam gives way above town", False),
        ("Dam broke\n\nThe dam broke.", "a.txt", "A", True),
        ("# *Dam* gives `way`\n\nText.", "a.md", "Dam gives way", False),
        ("Dam\nbroke\n=====\n\nText.", "a.md", "Dam broke", False),
    ],
)
def test_the_title_is_the_front_matters_the_headlines_or_the_names(
    content: str, place: str, title: str, shown_in_body: bool
) -> None:
    found = article(content, place)
    assert found.title == title
    assert found.without_title is not shown_in_body


def test_a_headline_of_markdown_is_not_in_the_text() -> None:
    found = article("# Headline\n\nText.")
    assert found.text == "Text."
    assert found.title_span is None


def test_a_headline_of_a_plain_text_stays_in_the_text() -> None:
    found = article("Dam gives way above town\n\nThe dam broke.", "a.txt")
    assert found.text == "Dam gives way above town\n\nThe dam broke."
    assert found.title_span is not None
    assert found.title_span.of(found.text) == "Dam gives way above town"


@pytest.mark.parametrize(
    ("place", "date"),
    [
        ("2025-03-04-dam.md", "2025-03-04"),
        ("2025-03-04_dam.md", "2025-03-04"),
        ("2025-03-04.md", "2025-03-04"),
        ("2025-13-04-dam.md", None),
        ("dam-2025-03-04.md", None),
        ("2025-03-041.md", None),
    ],
)
def test_the_name_of_a_file_may_tell_the_date(place: str, date: str | None) -> None:
    assert article("Text.", place).date == date


def test_the_front_matters_date_counts_more_than_the_names() -> None:
    assert article("---\ndate: 2024-01-01\n---\nText.", "2025-03-04-dam.md").date == "2024-01-01"


@pytest.mark.parametrize("name", ["index.md", "INDEX.md", "Index.txt", "index.markdown"])
def test_an_index_is_its_folders_own_page(name: str) -> None:
    found = article("---\nsummary: s\norder: oldest\n---\nText.", f"story/{name}")
    assert found.is_index
    assert found.diagnostics == ()


def test_what_only_counts_in_an_index_is_warned_about() -> None:
    found = article("---\nsummary: s\norder: oldest\n---\nText.")
    assert [(d.severity, d.message.split(" ")[0]) for d in found.diagnostics] == [
        ("warning", "“summary”"), ("warning", "“order”"),
    ]  # fmt: skip


def test_line_ends_do_not_count_in_markdown() -> None:
    unix, windows, old = (article(f"# A{e}{e}One{e}two{e}{e}- x{e}") for e in ("\n", "\r\n", "\r"))
    assert unix.text == windows.text == old.text == "One\ntwo\n\nx"
    assert unix.blocks == windows.blocks == old.blocks


def test_a_byte_order_mark_does_not_count_in_markdown() -> None:
    assert article(b"\xef\xbb\xbf# A\n\nOne.").title == "A"
    assert article(b"\xef\xbb\xbf---\ntitle: B\n---\n\nOne.").title == "B"
    assert article(b"\xef\xbb\xbfOne.").text == "One."


def test_a_plain_text_is_verbatim() -> None:
    content = "\ufeffThe dam broke.\r\n\r\nA \0 *b* <i>c</i> &amp;\r\nEnd\x85\u2028.\n"
    found = article(content, "a.txt")
    assert found.text == content
    assert all(found.text[block.span.start : block.span.end].strip() for block in found.blocks)
    assert found.blocks[0].span.of(content) == "The dam broke."


def test_nul_is_replaced_in_markdown() -> None:
    assert article("a\0b").text == "a\ufffdb"


@pytest.mark.parametrize("content", ["", "\n", "---\n---\n", "<!-- -->", "![](x.png)", "```\ncode\n```", "[^1]: note"])
@pytest.mark.parametrize("name", ["a.md", "a.txt"])
def test_there_is_always_an_article(content: str, name: str) -> None:
    found = article(content, name)
    assert found.title
    assert all(len(block.span) > 0 for block in found.blocks)


def test_the_diagnostics_of_reading_are_kept() -> None:
    found = article(b"---\ntitel: x\n---\ncaf\xe9")
    assert [d.severity for d in found.diagnostics] == ["warning", "error"]


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Talks Resume", "talks-resume"),
        ("a_b.c", "a_b.c"),
        ("Überflutung!", "überflutung"),
        ("e\u0301te\u0301", "été"),
        ("наводнение", "наводнение"),
        ("100%", "100"),
        ("..", "untitled"),
        ("?", "untitled"),
        (".hidden.", "hidden"),
        ("a/b\\c", "a-b-c"),
    ],
)
def test_a_slug_is_readable(name: str, slug: str) -> None:
    assert slugify(name) == slug


@given(st.text(max_size=30))
def test_a_slug_is_always_a_harmless_part_of_an_address(name: str) -> None:
    slug = slugify(name)
    assert slug
    assert slug not in (".", "..")
    assert not set(slug) & set("/\\ ?#%:\0\n")
    assert slugify(slug) == slug


def test_a_very_large_plain_text_is_read_in_time() -> None:
    content = b"The dam above the town of Lower Tamsin gave way before dawn, she said.\n" * 70_000
    assert len(content) > 4_900_000
    began = time.perf_counter()
    found = article(content, "a.txt")
    assert len(found.blocks) == 70_000
    assert time.perf_counter() - began < 20


@given(st.text(max_size=60), st.sampled_from(["a.md", "b/index.md", "a.txt"]))
def test_no_text_crashes(text: str, place: str) -> None:
    found = article(text.encode("utf-8", errors="replace"), place)
    assert all(0 <= b.span.start < b.span.end <= len(found.text) for b in found.blocks)

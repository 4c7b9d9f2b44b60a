"""What is published of a text that is somebody else's."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefgen.annotate import passage_of
from briefgen.article import parse
from briefgen.briefing.excerpts import FIRST, MOST, QUOTE, SENTENCE, beginning, published
from briefgen.briefing.outline import Entry
from briefgen.markdown import weave
from briefgen.source import decode
from tests import reader

BODY = (
    "The gate of the dam *stayed* shut\nall night, and nobody in the valley was told of it.\n\n## Then\n\n"
    "Ana Brel fled on 2025-03-04. “It stayed shut until the very morning,” said Ana Brel. "
    + "Nothing else was known of what had gone on behind the wall in all those hours. " * 6
    + "\n\n1,400 houses fell.\n\n"
    + "The river went back to its bed and the men went home along the road. " * 8
)


def entry(
    body: str = BODY, words: int | None = 8, name: str = "a.md", head: str = "url: https://example.org/a"
) -> Entry:
    text = f"---\n{head}\nexcerpt: {'false' if words is None else 'true'}\n---\n\n{body}"
    article = parse(decode(text.encode(), path=f"content/s/{name}", place=f"s/{name}"), excerpt_words=words or 0)
    return Entry(article, reader.annotation(passage_of(article, article.date)))


def test_what_is_the_authors_own_is_published_whole() -> None:
    own = entry(words=None)
    assert published(own) is own


def test_an_excerpt_has_its_beginning_and_short_pieces_and_dots_for_the_rest() -> None:
    whole = entry()
    shown = published(whole).article
    assert shown.text.startswith("The gate of the dam stayed shut\nall")
    assert shown.body == "The gate of the dam stayed shut all…"
    assert "It stayed shut until the very morning" in shown.text
    assert "1,400 houses fell." in shown.text
    assert "went home along the road" not in shown.text
    assert "…" in shown.text


@pytest.mark.parametrize("words", [0, 8, 60, 10_000])
def test_annotations_point_where_they_did(words: int) -> None:
    whole = entry(words=words)
    shown = published(whole)
    assert len(shown.article.text) == len(whole.article.text)
    assert shown.annotation == whole.annotation
    for mention in whole.annotation.mentions:
        assert mention.span.of(shown.article.text) == mention.span.of(whole.article.text)
    for fact in whole.annotation.facts:
        assert fact.span.of(shown.article.text) == fact.span.of(whole.article.text)


def test_the_body_is_the_beginning_of_the_text_and_nothing_more() -> None:
    for words in (0, 1, 8, 20, 40):
        whole = entry(words=words)
        shown = published(whole).article
        html = "".join(block.html for block in weave(shown.body, (), shown.format, without_title=shown.without_title))
        end = beginning(whole)
        assert len(whole.article.text[:end].split()) == words
        assert shown.body.removesuffix("…").split() == whole.article.text[:end].split()
        assert "<em>" not in html


def test_a_headline_in_the_text_does_not_count_as_its_beginning() -> None:
    body = "The dam gives way at last\n\nThe gate stayed shut all night. " + "More was not known. " * 30
    whole = entry(body, words=4, name="a.txt", head="")
    whole = Entry(msgspec.structs.replace(whole.article, excerpt=4), whole.annotation)
    assert whole.article.title == "The dam gives way at last"
    shown = published(whole).article
    html = "".join(block.html for block in weave(shown.body, (), "text", without_title=shown.without_title))
    assert html == "<p>The gate stayed shut…</p>\n" or html.strip() == "<p>The gate stayed shut…</p>"


def test_every_quote_shows_at_least_its_first_words() -> None:
    said = "“We knew for years that it would not hold another winter,” said Ana Brel.\n\n"
    whole = entry(said * 20, words=200)
    shown = published(whole).article.text
    hidden = 0
    for quote in whole.annotation.quotes:
        (content,) = quote.content
        assert content.of(shown).startswith("We knew for years that it would not")
        hidden += "…" in content.of(shown)
    assert hidden > 5


SENTENCES = st.lists(
    st.sampled_from(
        ["Ana Brel saw 12 men leave.", "“We knew it all along and nobody would hear of it,” said Ovid Marn.", "On 2025-03-04 it rained.",
         "The river went back to its bed, and along the road the carts stood in the mud as they had for weeks, and nobody came. " * 3]
    ),
    min_size=1, max_size=30,
)  # fmt: skip


@given(SENTENCES, st.integers(0, 40))
def test_no_more_than_a_share_of_a_text_is_ever_shown(sentences: list[str], words: int) -> None:
    whole = entry("\n\n".join(sentences), words)
    shown = published(whole).article.text
    same = sum(a == b and not a.isspace() for a, b in zip(whole.article.text, shown, strict=True))
    own = whole.annotation
    named = sum(len(m.span) for m in own.mentions) + sum(len(f.span) for f in own.facts)
    named += sum(len(span) for quote in own.quotes for span in quote.cue)
    named += sum(len(quote.speaker.span) for quote in own.quotes if quote.speaker and quote.speaker.span)
    named += sum(min(FIRST, len(quote.content[0])) for quote in own.quotes)
    gaps = 4 * 3 * (len(own.mentions) + len(own.facts) + 2 * len(own.quotes) + len(own.key_facts) + 1)
    assert same <= max(beginning(whole), MOST * len(shown)) + named + gaps
    for fact in own.facts:
        assert len(" ".join(fact.sentence.of(shown).split())) <= SENTENCE + QUOTE + len(fact.sentence)

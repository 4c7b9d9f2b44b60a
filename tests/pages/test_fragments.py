"""Addresses with text fragments: read back as a browser reads them, they name the words and no others."""

from __future__ import annotations

import re
from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefgen.pages.fragments import finder
from briefgen.span import Span

URL = "https://example.org/a?b=c"
TEXT = (
    "The gate stayed shut all night, he said, and nobody came.\n\n"
    "Twelve people died. The gate stayed open, she said – well-known, and “dear”, a & b, 100% sure."
)
BLOCKS = (Span(0, 57), Span(59, len(TEXT)))


def span(words: str, after: int = 0) -> Span:
    start = TEXT.index(words, after)
    return Span(start, start + len(words))


def parts(address: str) -> dict[str, str]:
    """The directive of an address, decoded."""
    assert address.startswith(f"{URL}#:~:text=")
    directive = address.removeprefix(f"{URL}#:~:text=")
    assert re.fullmatch(r"[A-Za-z0-9_.~%,-]+", directive)
    found: dict[str, str] = {}
    pieces = directive.split(",")
    if len(pieces) > 1 and pieces[0].endswith("-"):
        found["prefix"] = unquote(pieces.pop(0)[:-1])
    if len(pieces) > 1 and pieces[-1].startswith("-"):
        found["suffix"] = unquote(pieces.pop()[1:])
    assert all("-" not in piece for piece in pieces)
    found["start"] = unquote(pieces[0])
    if len(pieces) > 1:
        (found["end"],) = map(unquote, pieces[1:])
    return found


def find(words: str, after: int = 0) -> dict[str, str]:
    return parts(finder(URL, TEXT, BLOCKS)(span(words, after)))


def test_few_words_are_given_whole_and_many_by_their_edges() -> None:
    assert find("Twelve people died.") == {"start": "Twelve people died."}
    assert find("stayed shut all night, he said, and nobody came.") == {
        "start": "stayed shut all",
        "end": "and nobody came.",
    }


def test_characters_with_a_meaning_are_escaped() -> None:
    address = finder(URL, TEXT, BLOCKS)(span("well-known, and “dear”, a & b, 100%"))
    assert address.endswith("#:~:text=well%2Dknown%2C%20and%20%E2%80%9Cdear%E2%80%9D%2C%20a%20%26%20b%2C%20100%25")


def test_what_is_said_twice_has_its_surroundings() -> None:
    assert find("The gate stayed") == {"start": "The gate stayed", "suffix": "shut all night,"}
    assert find("The gate stayed", 10) == {
        "prefix": "Twelve people died.",
        "start": "The gate stayed",
        "suffix": "open, she said",
    }


def test_a_word_alone_has_its_surroundings() -> None:
    assert find("Twelve") == {"start": "Twelve", "suffix": "people died. The"}
    assert find("100%")["prefix"] == "a & b,"


def test_a_cut_word_is_given_whole() -> None:
    assert find("welve people d")["start"] == "Twelve people died"


def test_a_text_over_two_paragraphs_is_given_by_an_edge_in_each() -> None:
    assert find(TEXT[51:75]) == {"start": "came.", "end": "Twelve people died"}


def test_an_address_that_has_a_fragment_keeps_it() -> None:
    address = finder("https://example.org/#part", TEXT, BLOCKS)(span("Twelve people died."))
    assert address == "https://example.org/#part:~:text=Twelve%20people%20died."


@pytest.mark.parametrize("url", ["", "ftp://example.org/a", "javascript:alert(1)", "mailto:a@example.org", "a.html"])
def test_only_pages_of_the_web_are_led_to(url: str) -> None:
    assert finder(url, TEXT, BLOCKS)(span("Twelve people died.")) == ""


def test_what_is_in_no_paragraph_has_no_address() -> None:
    assert finder(URL, TEXT, BLOCKS)(Span(57, 59)) == ""
    assert finder(URL, TEXT, ())(Span(0, 3)) == ""


@given(st.text("ab é-,&%“”.1\n", max_size=80), st.integers(0, 80), st.integers(0, 80))
def test_every_part_is_whole_words_of_the_text(text: str, one: int, other: int) -> None:
    at = min(one, other, len(text)), min(max(one, other), len(text))
    address = finder(URL, text, (Span(0, len(text)),))(Span(*at))
    if address:
        flat = " ".join(text.split())
        for part in parts(address).values():
            assert re.search(rf"(?<![^\W_]){re.escape(part)}", flat) or not part[0].isalnum()
            assert part in flat

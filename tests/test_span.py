from __future__ import annotations

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from briefgen.span import Span, hull

OFFSETS = st.integers(0, 30)
SPANS = st.tuples(OFFSETS, OFFSETS).map(lambda pair: Span(min(pair), max(pair)))


def test_a_span_reads_its_text_by_code_points() -> None:
    assert Span(1, 3).of("a🌊éb") == "🌊é"
    assert len(Span(1, 3)) == 2


def test_a_span_is_a_pair_in_json() -> None:
    assert msgspec.json.encode(Span(3, 5)) == b"[3,5]"
    assert msgspec.json.decode(b"[3,5]", type=Span) == Span(3, 5)


@given(SPANS, SPANS)
def test_two_spans_overlap_when_they_share_a_code_point(one: Span, other: Span) -> None:
    shared = set(range(one.start, one.end)) & set(range(other.start, other.end))
    if len(one) and len(other):
        assert one.overlaps(other) == bool(shared) == other.overlaps(one)


def test_neighbours_do_not_overlap() -> None:
    assert not Span(0, 3).overlaps(Span(3, 5))


@given(SPANS, SPANS)
def test_a_span_contains_what_lies_within_it(one: Span, other: Span) -> None:
    assert one.contains(other) == (one.start <= other.start and other.end <= one.end)
    assert one.contains(one)


@given(st.text(st.sampled_from(" \n\tab\u00a0"), max_size=20), SPANS)
def test_trimming_takes_exactly_the_white_space(text: str, span: Span) -> None:
    span = Span(min(span.start, len(text)), min(span.end, len(text)))
    trimmed = span.trim(text)
    assert trimmed.of(text) == span.of(text).strip()
    assert span.contains(trimmed)


def test_trimming_takes_only_the_characters_that_are_named() -> None:
    text = " “so” "
    assert Span(0, len(text)).trim(text, " “”").of(text) == "so"
    assert Span(0, len(text)).trim(text, "x") == Span(0, len(text))


@given(st.lists(SPANS, min_size=1, max_size=5))
def test_the_hull_is_the_smallest_span_that_holds_all(spans: list[Span]) -> None:
    whole = hull(spans)
    assert all(whole.contains(span) for span in spans)
    assert whole.start in {span.start for span in spans}
    assert whole.end in {span.end for span in spans}


def test_shifting_keeps_the_length() -> None:
    assert Span(2, 5).shift(10) == Span(12, 15)

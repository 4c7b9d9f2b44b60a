from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from briefgen.annotation import Annotation, Mention, Party, Quote
from briefgen.briefing.voices import About, about
from briefgen.span import Span


def mention(start: int, end: int, actor: str | None) -> Mention:
    return Mention(span=Span(start, end), label="PERSON", actor=actor)


def quote(speaker: str | None, *content: tuple[int, int]) -> Quote:
    return Quote(
        kind="direct", content=tuple(Span(*span) for span in content), speaker=Party(None, speaker) if speaker else None
    )


def test_a_quote_is_about_those_who_are_named_in_it() -> None:
    annotation = Annotation(
        mentions=(mention(0, 3, "ana"), mention(12, 15, "jo"), mention(30, 33, "kim"), mention(34, 37, None)),
        quotes=(quote("ana", (10, 20), (28, 40)), quote("kim", (0, 5)), quote(None, (11, 16))),
    )
    assert about(annotation) == (About(0, "ana", ("jo", "kim")), About(1, "kim", ("ana",)), About(2, "", ("jo",)))


def test_nobody_speaks_of_others_by_naming_oneself_and_a_name_across_the_edge_is_not_said() -> None:
    annotation = Annotation(
        mentions=(mention(0, 3, "ana"), mention(8, 12, "jo")), quotes=(quote("ana", (0, 10)), quote("kim", (10, 20)))
    )
    assert about(annotation) == ()


SPANS = st.tuples(st.integers(0, 30), st.integers(1, 8)).map(lambda pair: (pair[0], sum(pair)))


@given(
    st.lists(st.tuples(SPANS, st.sampled_from(["ana", "jo", None])), max_size=8),
    st.lists(
        st.tuples(st.sampled_from(["ana", "jo", "kim", None]), st.lists(SPANS, min_size=1, max_size=2)), max_size=5
    ),
)
def test_it_is_what_looking_at_each_pair_would_find(
    names: list[tuple[tuple[int, int], str | None]], said: list[tuple[str | None, list[tuple[int, int]]]]
) -> None:
    mentions = tuple(mention(*span, actor) for span, actor in sorted(names, key=lambda pair: pair[0]))
    quotes = tuple(quote(speaker, *spans) for speaker, spans in said)
    expected = []
    for number, one in enumerate(quotes):
        speaker = one.speaker.actor if one.speaker and one.speaker.actor else ""
        of = {
            m.actor for m in mentions for span in one.content
            if m.actor and m.actor != speaker and span.contains(m.span)
        }  # fmt: skip
        if of:
            expected.append(About(number, speaker, tuple(sorted(of))))
    assert about(Annotation(mentions=mentions, quotes=quotes)) == tuple(expected)

"""What the front page of a story is made of: a handful of everything, chosen so that it tells the story."""

from __future__ import annotations

from briefgen.annotation import Actor, Annotation, Fact, Interval, KeyFact, Party, Precision, Quote
from briefgen.article import slugify
from briefgen.briefing.front import main_events, said, told
from briefgen.briefing.outline import Entry
from briefgen.span import Span
from tests.outlines import entry


def article(
    name: str,
    date: str,
    *sentences: str,
    days: tuple[tuple[str, Precision], ...] = (),
    quotes: tuple[tuple[str, str], ...] = (),
) -> Entry:
    """Sentences that all are key facts, the first the best, each dated to its day; and quotes with their speakers."""
    text = " ".join(sentences)
    spans = [Span(text.index(one), text.index(one) + len(one)) for one in sentences]
    facts = tuple(
        Fact(kind="date", span=span, sentence=span, value=Interval(start=day, end=day, precision=precision))
        for span, (day, precision) in zip(spans, days, strict=False)
    )
    said = tuple(
        Quote(
            kind="direct",
            content=(Span(text.index(words), text.index(words) + len(words)),),
            speaker=Party(None, slugify(who) if who else None),
        )
        for who, words in quotes
    )
    return entry(
        f"content/s/{name}.md",
        f"---\ndate: {date}\n---\n{text}",
        Annotation(
            actors=tuple(Actor(id=slugify(who), name=who, kind="person", salience=0.5) for who, _ in quotes if who),
            quotes=said,
            facts=facts,
            key_facts=tuple(KeyFact(sentence=span, score=1 - at / 10) for at, span in enumerate(spans)),
        ),
    )


DAM = article(
    "dam", "2025-03-04", "The old wall broke once before.", "Water tore the bridge away.", "Engineers left their posts.",
    days=(("1951-05-01", "day"), ("2025-03-04", "day"), ("2025-03-03", "day")),
)  # fmt: skip


def test_main_events_are_of_the_storys_own_time_and_stand_in_order() -> None:
    events = ((0, 0), (0, 2), (0, 1))
    assert main_events([DAM], events, 3) == [(0, 0), (0, 2), (0, 1)]
    assert main_events([DAM], events, 2) == [(0, 2), (0, 1)]
    assert main_events([DAM], events, 1) == [(0, 1)]


def test_where_no_key_fact_is_dated_the_first_events_aretold() -> None:
    bare = entry("content/s/b.md", "Some words.", Annotation(facts=DAM.annotation.facts))
    assert main_events([bare], ((0, 0), (0, 2), (0, 1)), 2) == [(0, 0), (0, 2)]


LATER = article("later", "2025-03-06", "Ministers met behind closed doors.", "Farmers counted their cattle again.")


def test_the_latest_comes_first_or_last_and_nothing_twice() -> None:
    news, rest = told([LATER, DAM], newest_first=True)
    assert list(news) == [(0, 0), (0, 1)]
    assert list(rest) == [(1, 0), (1, 1), (1, 2)]
    news, rest = told([DAM, LATER], newest_first=False)
    assert list(rest) == [(0, 0), (0, 1), (0, 2), (1, 0), (1, 1)]
    assert list(news) == []


def test_others_are_heard_before_whoever_was_heard_already() -> None:
    first = "The gate stayed shut all of that night."
    second = "Nobody came to help us in the morning."
    third = "It will be built again within five years."
    fourth = "Somebody must have heard that siren ring."
    old = article(
        "old", "2025-03-04", first, second, fourth, quotes=(("Ana Brel", first), ("Jo", second), ("", fourth))
    )
    new = article("new", "2025-03-06", third, quotes=(("Ana Brel", third),))
    latest, others = said([old, new])
    assert list(latest) == [(1, 0)]
    assert list(others) == [(0, 1), (0, 0), (0, 2)]


def test_short_words_are_told_where_there_are_no_others() -> None:
    latest, others = said([article("a", "2025-03-04", "It fell.", quotes=(("Ana Brel", "It fell."),))])
    assert (list(latest), list(others)) == ([], [(0, 0)])

from __future__ import annotations

import re

import pytest

from briefgen.annotation import Amount, Annotation, Fact, Interval
from briefgen.briefing.outline import Entry
from briefgen.briefing.scope import Scope, is_background, scopes
from briefgen.span import Span
from tests.outlines import entry

TOLD = "2025-03-08"
DAYS = {
    "1951": Interval(start="1951-01-01", end="1951-12-31", precision="year"),
    "2024": Interval(start="2024-01-01", end="2024-12-31", precision="year"),
    "2025": Interval(start="2025-01-01", end="2025-12-31", precision="year"),
    "Tuesday": Interval(start="2025-03-04", end="2025-03-04", precision="day"),
    "Friday": Interval(start="2025-03-14", end="2025-03-14", precision="day"),
}


def read(sentence: str, unit: str = "person", subject: str = "", told: str = TOLD) -> Entry:
    """An article of one sentence in which a figure stands between brackets, which are taken away; its noun may follow."""
    before, figure, after = re.split(r"[\[\]]", sentence)
    text = before + figure + after
    span = Span(len(before), len(before) + len(figure))
    whole = Span(0, len(text))
    noun = Span(text.index(subject, span.end), text.index(subject, span.end) + len(subject)) if subject else None
    dates = [
        Fact(kind="date", span=Span(text.index(words), text.index(words) + len(words)), sentence=whole, value=value)
        for words, value in DAYS.items()
        if words in text
    ]
    value = Amount(amount=1.0, unit=unit, measure="killed", subject=noun)
    facts = (Fact(kind="figure", span=span, sentence=whole, value=value), *dates)
    return entry("content/s/a.md", f"---\ndate: {told}\n---\n{text}", Annotation(facts=facts))


@pytest.mark.parametrize(
    ("sentence", "scope"),
    [
        ("The flood killed [46] people.", "whole"),
        ("[46] people, who had no warning, died.", "whole"),
        ("[46] people died, more than in the war.", "whole"),
        ("They spoke of [4,900] whom the agency counts as displaced.", "whole"),
        ("[Sixteen] of those it had listed were found.", "part"),
        ("It knew of many deaths, [two] of them in shelters.", "part"),
        ("Of the 58 patients whom she has seen, [nine] are in danger.", "part"),
        ("There were 38 dead, including [six] on the bridge.", "part"),
        ("[18] of 120 pipes were thin.", "part"),
        ("He put the number at 33, [six] more than before.", "change"),
        ("[Five] others died in hospital.", "change"),
        ("Another [six] bodies were found.", "change"),
    ],
)
def test_the_words_around_a_figure_tell_what_it_is_of(sentence: str, scope: Scope) -> None:
    assert scopes(read(sentence)) == {0: scope}


@pytest.mark.parametrize(
    ("sentence", "subject", "scope"),
    [
        ("[58] injured people whom she and others treated are well.", "injured people", "part"),
        ("[58] injured people they had found are well.", "injured people", "part"),
        ("[23] people first listed as missing were found.", "people", "earlier"),
        ("[23] people listed as missing were found.", "people", "whole"),
        ("[46] people who lived there died.", "people", "whole"),
    ],
)
def test_so_do_those_behind_its_noun(sentence: str, subject: str, scope: Scope) -> None:
    assert scopes(read(sentence, subject=subject)) == {0: scope}


def test_bodies_are_those_whom_somebody_has_seen() -> None:
    assert scopes(read("They have brought out [five] bodies.", unit="body")) == {0: "part"}


@pytest.mark.parametrize(
    ("sentence", "scope"),
    [
        ("The last, in 1951, killed [seven] people.", "earlier"),
        ("In 2024 the road killed [seven] people.", "earlier"),
        ("In 2025 the road killed [seven] people.", "whole"),
        ("On Tuesday it killed [46] people.", "whole"),
        ("On Tuesday it killed [46], and seven in 1951.", "whole"),
        ("It killed [46] people, the most since 1951.", "whole"),
        ("Since 1951 it has killed [46] people.", "earlier"),
        ("On Friday [300] people are to leave.", "later"),
    ],
)
def test_so_does_what_dates_it(sentence: str, scope: Scope) -> None:
    assert scopes(read(sentence)) == {0: scope}


def test_an_article_from_that_time_is_no_later_one() -> None:
    assert scopes(read("The last, in 1951, killed [seven] people.", told="1951-06-01")) == {0: "whole"}


def test_half_a_year_ago_is_background() -> None:
    def day(iso: str) -> Interval:
        return Interval(start=iso, end=iso, precision="day")

    assert is_background(day("2024-09-05"), TOLD)
    assert not is_background(day("2024-09-06"), TOLD)
    assert not is_background(day("1951-01-01"), None)
    assert not is_background(None, TOLD)

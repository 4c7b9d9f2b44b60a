from __future__ import annotations

from briefgen.annotation import Actor, Amount, Annotation, Fact, KeyFact, Mention, Party, Quote
from briefgen.article import parse
from briefgen.briefing import highlights
from briefgen.briefing.highlights import Chosen
from briefgen.briefing.outline import Entry
from briefgen.source import decode
from briefgen.span import Span


def entry(name: str, text: str, **annotation: object) -> Entry:
    article = parse(decode(text.encode(), path=f"content/s/{name}.md", place=f"s/{name}.md"))
    assert article.text == text
    return Entry(article, Annotation(**annotation))  # type: ignore[arg-type]


def key_facts(text: str, *sentences: str, best: float = 1.0) -> dict[str, object]:
    return {
        "key_facts": tuple(
            KeyFact(sentence=Span(text.index(s), text.index(s) + len(s)), score=best - rank / 10)
            for rank, s in enumerate(sentences)
        )
    }


def shown(entries: list[Entry], chosen: Chosen) -> list[str]:
    return [entries[at].annotation.key_facts[n].sentence.of(entries[at].article.text) for at, n in chosen]


ONE = "Twelve people drowned below the dam. The gate stayed shut."
TWO = "The minister resigned on Friday. Many farms lost their cattle."


def test_each_articles_best_key_fact_comes_before_any_second_one() -> None:
    entries = [
        entry("a", ONE, **key_facts(ONE, "Twelve people drowned below the dam.", "The gate stayed shut.")),
        entry(
            "b", TWO, **key_facts(TWO, "The minister resigned on Friday.", "Many farms lost their cattle.", best=0.5)
        ),
    ]
    found = shown(entries, highlights.key_facts(entries, 3))
    assert found == [
        "Twelve people drowned below the dam.",
        "The minister resigned on Friday.",
        "The gate stayed shut.",
    ]


def test_the_same_is_not_said_twice() -> None:
    other = "Twelve people drowned just below the dam, police said."
    entries = [entry("a", ONE, **key_facts(ONE, ONE[:36])), entry("b", other, **key_facts(other, other))]
    assert len(highlights.key_facts(entries, 5)) == 1


def test_a_quote_that_is_uncertain_short_or_nobodys_is_no_highlight() -> None:
    text = "x" * 600
    person = Party(None, "ana")

    def quote(start: int, end: int, confidence: float = 0.9, speaker: Party | None = person) -> Quote:
        return Quote(kind="direct", content=(Span(start, end),), confidence=confidence, speaker=speaker)

    quotes = (quote(0, 50), quote(0, 10), quote(0, 500), quote(0, 60, 0.3), quote(0, 70, 0.9, None))
    found = highlights.quotes([entry("a", text, quotes=quotes)], 10)
    assert found == [(0, 0)]


def test_spoken_words_of_a_salient_person_come_first_and_nobody_twice_in_a_row() -> None:
    text = "x" * 600
    actors = tuple(
        Actor(id=name, name=name, kind="person", salience=weight) for name, weight in (("ana", 1.0), ("jo", 0.2))
    )
    quotes = tuple(
        Quote(kind="direct" if name != "jo" else "mixed", content=(Span(at, at + 40),), speaker=Party(None, name))
        for at, name in ((0, "jo"), (50, "ana"), (100, "ana"))
    )
    found = highlights.quotes([entry("a", text, quotes=quotes, actors=actors)], 10)
    assert [quotes[number].content[0].start for _, number in found] == [50, 0, 100]


def test_what_is_chosen_tells_its_article() -> None:
    entries = [entry("a", ONE), entry("b", TWO, **key_facts(TWO, "Many farms lost their cattle."))]
    assert highlights.key_facts(entries, 3) == [(1, 0)]


FIRST = Span(0, 30)


def fact(start: int, amount: float, measure: str | None, sentence: Span = FIRST) -> Fact:
    value = Amount(amount=amount, measure=measure, unit="person")
    return Fact(kind="figure", span=Span(start, start + 2), sentence=sentence, value=value)


def test_a_figure_without_meaning_or_told_before_is_no_highlight() -> None:
    facts = (fact(0, 12, "killed"), fact(5, 12, "killed"), fact(8, 13, None), fact(12, 40, "injured"))
    found = highlights.figures([entry("a", "x" * 40, facts=facts)], 10)
    assert found == [(0, 0), (0, 3)]


def test_the_figures_of_key_facts_come_first() -> None:
    facts = (fact(0, 12, "killed"), fact(12, 40, "injured", Span(10, 30)))
    keys = (KeyFact(sentence=Span(10, 30), score=1.0, facts=(1,)),)
    found = highlights.figures([entry("a", "x" * 40, facts=facts, key_facts=keys)], 10)
    assert found == [(0, 1), (0, 0)]


def test_a_handful_of_anything_is_no_highlight() -> None:
    facts = tuple(
        Fact(kind="figure", span=Span(at, at + 2), sentence=FIRST, value=Amount(amount=amount, subject=Span(9, 20)))
        for at, amount in ((0, 2.0), (3, 412.0))
    )
    assert highlights.figures([entry("a", "x" * 40, facts=facts)], 10) == [(0, 1)]


def test_of_equal_key_facts_those_about_the_storys_actors_come_first() -> None:
    dog, dam = "The dog lay down on the stones.", "The dam gave way before dawn."
    actors = {name: Actor(id=name, name=name, kind="place", salience=1.0) for name in ("dog", "dam")}

    def about(name: str, text: str) -> Entry:
        mention = Mention(span=Span(4, 7), label="FAC", actor=name)
        return entry(name, text, **key_facts(text, text), actors=(actors[name],), mentions=(mention,))

    entries = [about("dog", dog), about("dam", dam), entry("c", "x" * 40, actors=(actors["dam"],))]
    assert shown(entries, highlights.key_facts(entries, 1)) == [dam]


def test_of_the_same_words_those_count_that_are_surest() -> None:
    text = "We have talked to them again and again and again."

    def said(by: str, confidence: float) -> dict[str, object]:
        speaker = Party(None, by)
        return {"quotes": (Quote(kind="direct", content=(Span(0, 48),), speaker=speaker, confidence=confidence),)}

    entries = [entry("a", text, **said("ana", 0.7)), entry("b", f"“{text[:40]}", **said("jo", 0.9))]
    assert highlights.quotes(entries, 5) == [(1, 0)]
    entries = [entry("a", text, **said("ana", 0.9)), entry("b", text, **said("jo", 0.9))]
    assert highlights.quotes(entries, 5) == [(0, 0)]

"""What quotes are about: only those who are named in their words, and what their figures measure."""

from __future__ import annotations

import msgspec

from briefgen.annotation import Amount, Annotation
from briefgen.article import slugify
from briefgen.briefing.cast import Face
from briefgen.interface import words
from briefgen.pages.anchors import anchors
from briefgen.pages.directory import Opened
from briefgen.pages.here import Here
from briefgen.pages.subjects import MOST, Elsewhere, subjects, telling
from briefgen.views.parts import ActorView, Link, QuoteView
from tests.outlines import entry

HERE = Here("actors/ana-brel.html", words("en"))


def opened(text: str, **faces: str) -> Opened:
    """An article that the patterns read; `faces` are names by which other actors than themselves are known."""
    one = entry("content/s/a.md", text)
    annotation = msgspec.structs.replace(one.annotation, facts=tuple(map(measured, one.annotation.facts)))
    one = msgspec.structs.replace(one, annotation=annotation)
    known = {actor.id: faces.get(actor.id.replace("-", "_"), actor.name) for actor in one.annotation.actors}
    own = {id: Face(slugify(name), name, "person", "") for id, name in known.items()}
    return Opened(one, anchors(one.article, annotation), own)


def measured(fact: object) -> object:
    value = getattr(fact, "value", None)
    if not isinstance(value, Amount):
        return fact
    return msgspec.structs.replace(fact, value=msgspec.structs.replace(value, measure="laid_off"))  # type: ignore[type-var]


def told(one: Opened) -> tuple[QuoteView, ...]:
    return telling(one, range(len(one.entry.annotation.quotes)), HERE)


def names(quote: QuoteView) -> list[str]:
    return [actor.name for actor in quote.about]


def test_a_quote_is_about_those_who_are_named_in_it() -> None:
    first, second = told(
        opened("“Lena Aalto and Ovid Marn met Lena Aalto,” said Ana Brel. Ovid Marn slept. “He lies,” said Ana Brel.")
    )
    assert names(first) == ["Lena Aalto", "Ovid Marn"]
    assert first.about[0].href == "../actors/lena-aalto.html"
    # No pronoun is guessed at, and a name beside a quote is not in it.
    assert names(second) == []


def test_nobody_is_the_subject_of_his_own_words() -> None:
    (quote,) = told(opened("“Ana Brel never lies, and Anna Brel neither,” said Ana Brel.", anna_brel="Ana Brel"))
    assert names(quote) == []


def test_two_names_of_one_are_one_subject() -> None:
    (quote,) = told(opened("“Ovid Marn lies, Ovide Marn too,” said Ana Brel.", ovide_marn="Ovid Marn"))
    assert names(quote) == ["Ovid Marn"]


def test_what_figures_in_the_words_measure_is_a_subject_each_once() -> None:
    first, second = told(
        opened("“There were 40 clerks, now 12 clerks,” said Ana Brel. “No,” said Ana Brel. 7 men slept.")
    )
    assert first.measures == ("laid off",)
    assert second.measures == ()


def test_subjects_come_by_how_much_is_said_of_them_with_all_of_it() -> None:
    quotes = told(
        opened(
            "“Ovid Marn lies,” said Ana Brel. “Lena Aalto dug, Ovid Marn slept,” said Ana Brel. “We had 40 clerks,” said Ana Brel."
        )
    )
    found = subjects(quotes)
    assert [(one.id, one.measure, one.actor and one.actor.name, len(one.quotes)) for one in found] == [
        ("about_ovid-marn", "", "Ovid Marn", 2),
        ("about_lena-aalto", "", "Lena Aalto", 1),
        ("about_figure_laid_off", "laid off", None, 1),
    ]
    assert found[0].quotes == quotes[:2]
    assert subjects(()) == ()


def test_what_is_said_on_further_pages_counts_too() -> None:
    quotes = told(opened("“Ovid Marn lies,” said Ana Brel."))
    una = ActorView(id="una-roth", name="Una Roth", href="una-roth.html", kind="person")
    links = (Link("2", "x"), Link("3", "y"))
    more, marn = subjects(quotes, [Elsewhere(una, links, 5), Elsewhere(quotes[0].about[0], links[:1], 3)])
    assert (more.actor, more.quotes, more.further, more.total) == (una, (), links, 5)
    assert (marn.quotes, marn.further, marn.total) == (quotes, links[:1], 4)


def test_of_very_many_subjects_the_first_are_told() -> None:
    people = [f"Ana {'abcdefghij'[n // 10].upper()}{'abcdefghij'[n % 10]}x" for n in range(2 * MOST)]
    quotes = told(opened(" ".join(f"“{name} lies,” said Ovid Marn." for name in people)))
    assert len(quotes) == len(people)
    assert len(subjects(quotes)) == MOST


def test_an_article_without_quotes_tells_nothing() -> None:
    one = entry("content/s/a.md", "Text.", Annotation())
    assert told(Opened(one, anchors(one.article, one.annotation), {})) == ()

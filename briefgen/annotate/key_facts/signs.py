"""What speaks for a sentence as a key fact, and what against: each sign with its name, its strength and its words."""

from __future__ import annotations

import math
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from briefgen.annotate.key_facts.inside import Inside
from briefgen.annotate.key_facts.sentences import Sentence
from briefgen.annotation import Amount, Fact, Interval

# Fitted by `python -m training.key_facts SHARED --weights` to summaries that people wrote of 91 documents of many genres and
# to marked sentences of ten; round numbers are what news asks for at least, where the documents have too little of it.
# Signs that came out without weight were dropped: a line's first sentence, who is named first, a main actor as speaker.
WEIGHTS: Mapping[str, float] = {
    "early": 2.0,
    "central": 1.21,
    "title": 0.29,
    "actors": 0.2,
    "casualties": 1.0,
    "money": 0.5,
    "figures": 0.2,
    "date": 0.2,
    "event": 0.4,
    "ahead": 0.1,
    "gist": 0.28,
    "spoken": -0.45,
    "reported": -0.02,
    "personal": -0.2,
    "opinion": -0.2,
    "leaning": -0.3,
    "linked": -0.4,
    "background": -0.2,
    "boilerplate": -1.0,
    "long": 0.95,
    "short": -0.08,
    "overlong": -0.85,
}
"""What each sign counts, by its name."""

_FULL = 25
"""Words of a sentence that says enough."""


class Sign(NamedTuple):
    """One sign of a sentence."""

    name: str
    value: float
    """0 where it is absent; 1 is much."""
    told: str = ""
    """The code of the reason; empty for what a reader need not be told."""
    n: int = 1
    """How many it counts, for a reader."""

    @property
    def weight(self) -> float:
        """What it counts: above 0 it speaks for the sentence."""
        return WEIGHTS[self.name] * self.value


class Setting(NamedTuple):
    """What the signs of a sentence depend on beside the sentence."""

    found: Inside
    common: Mapping[str, float]
    """How much each word ties sentences together: 0 for a word of one sentence, at most 1."""
    title: frozenset[str]
    published: date | None


def common_words(body: Sequence[Sentence]) -> Mapping[str, float]:
    """The words of `Setting.common`."""
    held = Counter(word for sentence in body for word in sentence.content)
    top = max((math.log2(count) for count in held.values()), default=0.0)
    return {word: math.log2(count) / top for word, count in held.items()} if top else {}


def signs(sentence: Sentence, setting: Setting) -> Iterator[Sign]:
    """Everything that counts for or against a sentence; a name may come more than once, then its values add up."""
    yield from _place(sentence)
    yield from _wording(sentence, setting)
    yield from _facts(sentence, setting)
    yield from _actors(sentence, setting.found)
    yield from _voice(sentence, setting.found)


def _place(sentence: Sentence) -> Iterator[Sign]:
    told = "" if sentence.place > 3 else "near_top" if sentence.paragraph else "opening"
    yield Sign("early", 1 / (1 + 0.5 * sentence.place), told)


def _wording(sentence: Sentence, setting: Setting) -> Iterator[Sign]:
    lists = word_lists()
    shared = sorted((setting.common.get(word, 0.0) for word in sentence.content), reverse=True)
    whole = sum(shared[:12]) / 6
    yield Sign("central", whole, "main_words" if whole > 0.7 else "")
    if setting.title:
        yield Sign("title", len(setting.title & sentence.content) / len(setting.title), "headline")
    words = frozenset(sentence.words)
    yield Sign("event", min(2, len(words & lists.events)) / 2, "event")
    yield Sign("ahead", float(not lists.ahead.isdisjoint(words)), "ahead")
    yield Sign("gist", min(2, len(words & lists.gist)) / 2, "gist")
    yield Sign("opinion", min(2, sum(word in lists.opinions for word in sentence.words)) / 2)
    yield Sign("leaning", float(sentence.words[0] in lists.leaning))
    yield Sign("linked", float(sentence.words[0] in lists.linked))
    yield Sign("background", float(not lists.background.isdisjoint(words)))
    yield Sign("boilerplate", float(not lists.boilerplate.isdisjoint(words)))
    count = len(sentence.words)
    yield Sign("long", min(count, _FULL) / _FULL)
    yield Sign("short", float(count < 10))
    yield Sign("overlong", max(0, count - 40) / 20)


def _facts(sentence: Sentence, setting: Setting) -> Iterator[Sign]:
    facts = [setting.found.facts[k] for k in setting.found.facts_in(sentence.span)]
    kinds = Counter(kind for fact in facts if (kind := _figure(fact)))
    if kinds["casualties"]:
        yield Sign("casualties", 1.0, "casualties")
    if kinds["money"]:
        yield Sign("money", 1.0, "money")
    others = kinds["percentage"] + kinds["figure"]
    if others:
        yield Sign("figures", min(2, others) / 2, "percentage" if kinds["percentage"] else "figure")
    days = max((_day(fact, setting.published) for fact in facts), default=0.0)
    if days:
        yield Sign("date", days, "date")


def _figure(fact: Fact) -> str:
    value = fact.value
    if fact.kind != "figure" or not isinstance(value, Amount):
        return ""
    if value.measure in word_lists().casualties:
        return "casualties"
    if value.unit and len(value.unit) == 3 and value.unit.isupper():
        return "money"
    return "percentage" if value.unit in ("percent", "percentage point") else "figure"


def _day(fact: Fact, published: date | None) -> float:
    """What a date is worth: a day more than a year, the days around publication most."""
    value = fact.value
    if not isinstance(value, Interval):
        return 0.0
    near = published is not None and abs((date.fromisoformat(value.start) - published).days) <= 31
    return (0.6 if value.precision in ("day", "week", "month", "range") else 0.4) + 0.4 * near


def _actors(sentence: Sentence, found: Inside) -> Iterator[Sign]:
    named = found.actors_in(sentence.span)
    if not named:
        return
    main = [actor for actor in named if found.salience.get(actor, 0.0) >= 0.3]
    weight = min(1.5, sum(found.salience.get(actor, 0.0) for actor in named[:3]))
    yield Sign("actors", weight, "main_actors" if main else "", len(main) or 1)


def _voice(sentence: Sentence, found: Inside) -> Iterator[Sign]:
    """A quotation is worth less than what the article states itself."""
    quote = found.quote_of(sentence.span)
    if quote:
        yield Sign("spoken" if quote.kind == "direct" else "reported", 1.0)
    if not word_lists().first_person.isdisjoint(sentence.words):
        yield Sign("personal", 1.0)


class Lists(NamedTuple):
    """The words of `rank.toml`."""

    casualties: frozenset[str]
    events: frozenset[str]
    ahead: frozenset[str]
    gist: frozenset[str]
    opinions: frozenset[str]
    leaning: frozenset[str]
    linked: frozenset[str]
    background: frozenset[str]
    boilerplate: frozenset[str]
    first_person: frozenset[str]


@cache
def word_lists() -> Lists:
    """The words that signs are read from, lower case."""
    text = files(__package__).joinpath("rank.toml").read_text(encoding="utf-8")
    return Lists(**{name: frozenset(words.split()) for name, words in tomllib.loads(text).items()})

"""What the interface says: every language says all of it."""

from __future__ import annotations

import datetime
import re
import tomllib
from pathlib import Path
from string import Formatter
from typing import get_args

import pytest

from briefgen.annotation import ActorKind, Qualifier, QuoteKind, Stance
from briefgen.briefing.scope import Scope
from briefgen.briefing.tally import Accord
from briefgen.interface import LANGUAGES, words
from briefgen.pages import chronicle

ROOT = Path(__file__).parent.parent


def placeholders(sentence: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(sentence) if name}


def test_it_speaks_english_and_another_language() -> None:
    assert "en" in LANGUAGES
    assert len(LANGUAGES) > 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_says_the_same_things(language: str) -> None:
    own, english = words(language).entries, words("en").entries
    assert own.keys() == english.keys()
    for key, sentence in own.items():
        assert sentence.strip(), key
        assert placeholders(sentence) == placeholders(english[key]), key


def test_plural_forms_come_in_pairs() -> None:
    entries = words("en").entries
    for key in entries:
        if key.endswith(".one"):
            assert key.removesuffix(".one") + ".other" in entries


def test_templates_say_nothing_that_there_is_not() -> None:
    entries = words("en").entries
    used = set()
    for template in sorted((ROOT / "templates").glob("*.*")):
        for key in re.findall(r"""\bt\(\s*["']([a-z_.]+)["']""", template.read_text(encoding="utf-8")):
            used.add(key)
            assert key in entries or f"{key}.other" in entries, f"{template.name}: {key}"
            assert not key.endswith((".one", ".other")), f"{template.name}: {key}"


def measures() -> set[str]:
    """Everything that a figure may be said to measure."""
    table = tomllib.loads((ROOT / "briefgen/annotate/figures/measures.toml").read_text(encoding="utf-8"))
    otherwise = table.pop("otherwise")
    return {*table, *otherwise.values()}


SAID = {
    "measure": measures(),
    "stance": get_args(Stance),
    "speech": get_args(QuoteKind),
    "kind": get_args(ActorKind),
    "kinds": get_args(ActorKind),
    "figure": get_args(Qualifier),
    "accord": {*get_args(Accord), "repeated", "several"},
    "scope": set(get_args(Scope)) - {"whole"},
}
"""What the annotation may call things, by the section that says it; "repeated" is how templates say "agree" of mere numbers,
"several" how they say "develop" of a number that comes back to what it was."""


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("section", SAID)
def test_whatever_may_be_annotated_has_words_and_there_are_words_for_nothing_else(language: str, section: str) -> None:
    own = {key.partition(".")[2] for key in words(language).entries if key.startswith(f"{section}.")}
    assert own == set(SAID[section])


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_part_of_a_timeline_has_a_name(language: str) -> None:
    assert all(words(language).sentence(f"timeline.{name}") for name in chronicle.NAMES)


def test_every_stance_has_a_sign_whose_shape_tells_it() -> None:
    macros = (ROOT / "templates" / "macros.html").read_text(encoding="utf-8")
    (table,) = re.findall(r"set SIGNS = \{(.*?)\} %}", macros, re.DOTALL)
    signs = dict(re.findall(r'"(\w+)": "(.+?)"', table))
    assert signs.keys() == set(get_args(Stance))
    assert len(set(signs.values())) == len(signs)


def test_numbers_and_plurals() -> None:
    english, german = words("en"), words("de")
    assert [english.say("count.quotes", n=n) for n in (0, 1, 2, 1204)] == [
        "0 quotes",
        "1 quote",
        "2 quotes",
        "1,204 quotes",
    ]
    assert german.say("count.quotes", n=1204) == "1.204 Zitate"
    assert english.say("count.quotes", n=1_000_000) == "1,000,000 quotes"


def test_days() -> None:
    day = datetime.date(2023, 10, 7)
    assert words("en").day(day) == "7 October 2023"
    assert words("de").day(day) == "7. Oktober 2023"


def test_braces_in_what_is_put_into_a_sentence_stay() -> None:
    assert words("en").say("page.everyone", site="{n} {0}") == "Everyone who is named in {n} {0}."


def test_unknown_words_and_languages_are_errors() -> None:
    with pytest.raises(KeyError, match=r"no\.such"):
        words("en").say("no.such")
    with pytest.raises(KeyError):
        words("xx")

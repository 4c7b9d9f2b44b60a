from __future__ import annotations

import pytest

from briefgen.annotate.figures.units import currency_before, is_person, rate_behind, singular, unit_behind


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        (" km away", "km", "length"),
        ("km", "km", "length"),
        ("-kilometre pipeline", "km", "length"),
        (" square miles", "square mile", "area"),
        ("%", "percent", "percent"),
        (" per cent of", "percent", "percent"),
        (" percentage points", "percentage point", "percent"),
        (" basis points", "basis point", "percent"),
        ("°C", "°C", "temperature"),
        (" degrees Celsius", "°C", "temperature"),
        (" dollars", "USD", "money"),
        (" U.S. dollars", "USD", "money"),
        (" Canadian dollars", "CAD", "money"),
        (" roubles", "RUB", "money"),
        (" EUR", "EUR", "money"),
        (" years", "year", "time"),
        (" km / h", "km per hour", "speed"),
        (" tonnes", "tonne", "mass"),
    ],
)
def test_a_unit_behind_a_number_has_a_name_and_a_kind(text: str, name: str, kind: str) -> None:
    unit = unit_behind(text, 0)
    assert unit is not None
    assert (unit.name, unit.kind) == (name, kind)


@pytest.mark.parametrize("text", [" people", " mice", " daycare", " million", "", "  km", " meteors"])
def test_a_word_that_only_begins_like_a_unit_is_none(text: str) -> None:
    assert unit_behind(text, 0) is None


@pytest.mark.parametrize(
    ("text", "code"), [("$", "USD"), ("US$", "USD"), ("for US $ ", "USD"), ("A$", "AUD"), ("£", "GBP"), ("EUR ", "EUR")]
)
def test_a_currency_before_a_number_has_its_code(text: str, code: str) -> None:
    unit = currency_before(text, len(text))
    assert unit is not None
    assert unit.name == code


def test_letters_before_a_number_are_no_currency() -> None:
    assert currency_before("NEUR", 4) is None
    assert currency_before("page ", 5) is None


@pytest.mark.parametrize(
    ("text", "per"),
    [
        (" a day.", "day"),
        (" per capita", "capita"),
        (" every year", "year"),
        ("/month", "month"),
        (" a barrel before noon", "barrel"),
        (" monthly", "month"),
        (" an hour", "hour"),
    ],
)
def test_a_rate_says_per_what(text: str, per: str) -> None:
    rate = rate_behind(text, 0)
    assert rate is not None
    assert rate[0] == per


@pytest.mark.parametrize("text", [" a day after the flood", " a dayroom", " a town", ""])
def test_what_tells_when_is_no_rate(text: str) -> None:
    assert rate_behind(text, 0) is None


@pytest.mark.parametrize(
    "noun", ["people", "civilians", "lives", "gunmen", "Hawaiians", "councilwomen", "asylum-seekers"]
)
def test_nouns_for_human_beings_are_persons(noun: str) -> None:
    assert is_person(noun)


@pytest.mark.parametrize("noun", ["houses", "poles", "Olympics", "computers", "attacks", ""])
def test_other_nouns_are_no_persons(noun: str) -> None:
    assert not is_person(noun)


@pytest.mark.parametrize(
    ("plural", "expected"),
    [("houses", "house"), ("cities", "city"), ("boxes", "box"), ("children", "child"), ("series", "series"),
     ("buses", "bus"), ("firemen", "fireman"), ("classes", "class"), ("men", "man"), ("", "")],
)  # fmt: skip
def test_plurals_have_a_singular(plural: str, expected: str) -> None:
    assert singular(plural) == expected

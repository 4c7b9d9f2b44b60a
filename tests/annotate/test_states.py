from __future__ import annotations

import pytest

from briefgen.annotate.actors.states import is_ambiguous, lookup, plural


@pytest.mark.parametrize(
    ("form", "name", "use"),
    [
        ("U.S.", "United States", "name"),
        ("USA", "United States", "name"),
        ("the United States", None, None),
        ("Britain", "United Kingdom", "name"),
        ("Israelis", "Israel", "people"),
        ("Dutchmen", "Netherlands", "people"),
        ("Chinese", "China", "people"),
        ("Kiev", "Ukraine", "capital"),
        ("Washington, D.C.", "United States", "capital"),
        ("Palestinian", "Palestine", "people"),
        ("Gaza", "Gaza Strip", "name"),
        ("Kremlin", "Kremlin", "seat"),
        ("Kurdish", "Kurds", "group"),
        ("Côte d’Ivoire", "Ivory Coast", "name"),
        ("Cote d'Ivoire", "Ivory Coast", "name"),
        ("NORWAY", "Norway", "name"),
        ("Kingdom of Norway", "Norway", "name"),
        ("Ruritania", None, None),
        ("", None, None),
    ],
)
def test_a_form_leads_to_its_place(form: str, name: str | None, use: str | None) -> None:
    found = lookup(form)
    assert (found[0].name, found[0].use) == (name, use) if found else name is None


@pytest.mark.parametrize("word", ["us", "Us", "turkey", "polish", "Car"])
def test_a_usual_word_is_no_state(word: str) -> None:
    assert lookup(word) == ()


def test_a_shared_word_names_every_state_it_may_mean() -> None:
    assert [place.name for place in lookup("Korean")] == ["South Korea", "North Korea"]


def test_a_given_name_is_ambiguous_and_a_long_name_is_not() -> None:
    assert is_ambiguous("Jordan")
    assert not is_ambiguous("Azerbaijan")


@pytest.mark.parametrize(
    ("one", "many"),
    [
        ("Israeli", "Israelis"),
        ("Frenchwoman", "Frenchwomen"),
        ("Swiss", "Swiss"),
        ("Danish", "Danish"),
        ("Burmese", "Burmese"),
    ],
)
def test_plural_of_a_nationality(one: str, many: str) -> None:
    assert plural(one) == many

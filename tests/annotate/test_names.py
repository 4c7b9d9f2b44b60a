from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefgen.annotate.actors import names


@pytest.mark.parametrize(
    ("name", "id"),
    [
        ("Ann Vale", "ann-vale"),
        ("the U.N.", "the-un"),
        ("Łódź", "lodz"),
        ("São Tomé", "sao-tome"),
        ("O’Neill’s", "oneill"),
        ("Путин", "путин"),
        ("习近平", "习近平"),
        ("...", "actor"),
    ],
)
def test_slug(name: str, id: str) -> None:
    assert names.slug(name) == id


@given(st.text())
def test_a_slug_is_never_empty_and_has_no_space(name: str) -> None:
    slug = names.slug(name)
    assert slug
    assert not any(map(str.isspace, slug))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("the U.N.", "UN"),
        ("Acme's", "ACME"),
        ("Müller", "Muller"),
        ("N’Djamena", "N'Djamena"),
        ("Ann\nVale", "Ann Vale"),
    ],
)
def test_equal_names_share_a_key(one: str, other: str) -> None:
    assert names.key(one) == names.key(other)


def test_different_names_do_not() -> None:
    assert names.key("Vale") != names.key("Dale")


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("President Ann Vale", ("ann", "vale")),
        ("Mr. John Vale Jr.", ("john", "vale")),
        ("Omar al-Sabbah", ("omar", "al", "sabbah")),
        ("Saint Odo", ("odo",)),
    ],
)
def test_words_of_a_person(name: str, parts: tuple[str, ...]) -> None:
    assert names.person(name) == parts


@pytest.mark.parametrize(
    ("name", "surname"),
    [("Ursula von der Tann", "von der tann"), ("Ann Vale", "vale"), ("Omar al-Sabbah", "al sabbah"), ("Vale", "vale")],
)
def test_a_surname_begins_with_its_particles(name: str, surname: str) -> None:
    parts = names.person(name)
    assert " ".join(parts[names.surname_at(parts) :]) == surname


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("J. Vale", "John Vale", True),
        ("John Q. Vale", "John Vale", True),
        ("Joe Vale", "Joseph Vale", True),
        ("Vale Ichiro", "Ichiro Vale", True),
        ("Ann Vale", "John Vale", False),
        ("Ann Vale", "Ann Dale", False),
    ],
)
def test_two_full_names_of_one_person(one: str, other: str, same: bool) -> None:
    assert names.same_person(names.person(one), names.person(other)) is same


@pytest.mark.parametrize(
    ("name", "acronym"),
    [("WHO", True), ("U.N.", True), ("AfD", True), ("Vale", False), ("A", False), ("World Union", False)],
)
def test_acronym(name: str, acronym: bool) -> None:
    assert names.is_acronym(name) is acronym


def test_initials_with_and_without_small_words() -> None:
    assert names.initials("Ministry of Grain") == {"mog", "mg"}
    assert names.initials("Ministry") == frozenset()


def test_an_organization_loses_its_legal_form_but_not_its_name() -> None:
    assert names.organization("the Acme Corp.") == ("acme",)
    assert names.organization("Corp") == ("corp",)

"""Who is who: the same whatever the order in which articles came, changed and went."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from hypothesis import given, settings
from hypothesis import strategies as st

from briefgen.annotation import ActorKind
from briefgen.briefing.cast import Cast
from briefgen.briefing.outline import Outline, Role
from tests.outlines import actor, cast


def of(*articles: Outline) -> Cast:
    """Everyone in these articles."""
    made = Cast()
    made.update((article.path, article) for article in articles)
    return made


def named(*articles: Outline) -> dict[str, tuple[str, int]]:
    """(name, articles) of everyone in these articles, by id."""
    made = of(*articles)
    return {made.id(who): (dossier.name, len(dossier.appearances)) for who, dossier in made.dossiers.items()}


def kinds(*articles: Outline) -> list[tuple[str, ActorKind, int]]:
    """(id, kind, articles) of everyone in these articles, the most salient first."""
    made = of(*articles)
    return [(made.id(who), dossier.kind, len(dossier.appearances)) for who, dossier in made.by_salience()]


def test_one_name_in_two_articles_is_one_actor() -> None:
    def ana(mentions: int, quotes: int) -> Role:
        return Role(
            id="ana-brel",
            name="Ana Brel",
            kind="person",
            role="",
            aliases=(),
            salience=0.5,
            mentions=mentions,
            quotes=quotes,
        )

    one, other = cast("content/s/a.md", ana(2, 1)), cast("content/t/b.md", ana(1, 0))
    made = of(one, other)
    ((who, dossier),) = made.dossiers.items()
    assert (made.id(who), dossier.mentions, dossier.quotes, dossier.salience) == ("ana-brel", 3, 1, 1.0)
    assert dossier.appearances == (("content/s/a.md", ("ana-brel",)), ("content/t/b.md", ("ana-brel",)))
    for article in (one, other):
        assert made.identities(article.path) == (who,)
        assert [(id, face.id, face.name) for id, face in made.faces(article)] == [("ana-brel", "ana-brel", "Ana Brel")]


def test_a_surname_is_the_one_person_of_the_briefing_who_has_it() -> None:
    full, short = cast("content/s/a.md", actor("Ana Brel")), cast("content/s/b.md", actor("Brel"))
    assert named(full, short) == {"ana-brel": ("Ana Brel", 2)}
    assert [(id, face.id) for id, face in of(full, short).faces(short)] == [("brel", "ana-brel")]


def test_a_surname_that_two_have_is_nobody_elses() -> None:
    found = named(cast("content/s/a.md", actor("Ana Brel"), actor("Jo Brel")), cast("content/s/b.md", actor("Brel")))
    assert set(found) == {"ana-brel", "jo-brel", "brel"}


def test_a_surname_in_another_briefing_is_somebody_else() -> None:
    found = named(cast("content/s/a.md", actor("Ana Brel")), cast("content/t/b.md", actor("Brel")))
    assert set(found) == {"ana-brel", "brel"}


def test_an_alias_of_one_is_the_one() -> None:
    full = actor("Civil Protection Service", "organization", 1.0, None, "CPS")
    assert named(cast("content/s/a.md", full), cast("content/s/b.md", actor("CPS", "organization"))) == {
        "civil-protection-service": ("Civil Protection Service", 2)
    }


def test_two_actors_of_one_article_that_are_one_stand_together() -> None:
    article = cast("content/s/a.md", actor("Ana Brel"), actor("Brel"))
    ((_, dossier),) = of(article).dossiers.items()
    assert dossier.appearances == (("content/s/a.md", ("ana-brel", "brel")),)
    assert dossier.aliases == ("Brel",)


def test_a_company_is_never_a_person() -> None:
    found = named(
        cast("content/s/a.md", actor("Brel", "organization", 1.2)), cast("content/s/b.md", actor("Brel", "person"))
    )
    assert set(found) == {"brel", "brel--2"}
    found = named(cast("content/s/a.md", actor("Ana Brel")), cast("content/s/b.md", actor("Brel", "organization")))
    assert set(found) == {"ana-brel", "brel"}


def test_a_kind_that_outweighs_the_others_by_far_is_the_one() -> None:
    assert kinds(
        cast("content/s/a.md", actor("Brel", "place", 0.9)), cast("content/s/b.md", actor("Brel", "person", 0.3))
    ) == [("brel", "place", 2)]  # fmt: skip


def test_a_name_of_several_words_has_one_kind_in_a_briefing() -> None:
    articles = (
        cast("content/s/a.md", actor("Marn Hydro", "person", 0.5)),
        cast("content/s/b.md", actor("Marn Hydro", "organization", 0.6)),
        cast("content/t/c.md", actor("Marn Hydro", "person", 0.1)),
    )
    assert kinds(*articles) == [("marn-hydro", "organization", 2), ("marn-hydro--2", "person", 1)]
    made = of(*articles)
    assert [face.id for _, face in made.faces(articles[0])] == ["marn-hydro"]
    assert [face.id for _, face in made.faces(articles[2])] == ["marn-hydro--2"]


def test_the_more_prominent_of_two_keeps_the_plain_address() -> None:
    assert kinds(
        cast("content/s/a.md", actor("Brel", "person", 0.6)), cast("content/s/b.md", actor("Brel", "place", 0.9))
    ) == [("brel", "place", 1), ("brel--2", "person", 1)]  # fmt: skip


def test_no_address_of_a_second_one_is_that_of_another_name() -> None:
    found = named(
        cast("content/s/a.md", actor("Brel", "person", 0.6), actor("Brel 2", "person")),
        cast("content/s/b.md", actor("Brel", "place", 0.9)),
    )
    assert set(found) == {"brel", "brel--2", "brel-2"}


def test_actors_come_by_salience_and_their_roles_by_frequency() -> None:
    made = of(
        cast("content/s/a.md", actor("Ana Brel", "person", 0.5, "minister"), actor("Ovid Marn", "person", 0.9)),
        cast("content/s/b.md", actor("Ana Brel", "person", 0.5, "mayor")),
        cast("content/s/c.md", actor("Ana Brel", "person", 0.5, "mayor")),
    )
    found = made.by_salience()
    assert [made.id(who) for who, _ in found] == ["ana-brel", "ovid-marn"]
    assert found[0][1].roles == ("mayor", "minister")
    assert made.face(found[0][0]).role == "mayor"


# ---------------------------------------------------------------- kept up to date

NAMES = ("Ana Brel", "Jo Brel", "Brel", "ANA", "Marn Hydro", "Hydro", "Marn")
PATHS = tuple(f"content/{place}" for place in ("s/a.md", "s/b.md", "s/c.md", "t/a.md", "t/b.md"))
KINDS: tuple[ActorKind, ...] = ("person", "organization", "place")


@st.composite
def roles(draw: st.DrawFn) -> Role:
    name = draw(st.sampled_from(NAMES))
    return Role(
        id=name.lower().replace(" ", "-"),
        name=name,
        kind=draw(st.sampled_from(KINDS)),
        role=draw(st.sampled_from(("", "mayor", "minister"))),
        aliases=tuple(draw(st.lists(st.sampled_from(("Brel", "Marn", "Hydro", "ana")), max_size=2, unique=True))),
        salience=draw(st.sampled_from((0.1, 0.2, 0.3, 1.0))),
        mentions=draw(st.integers(1, 3)),
        quotes=draw(st.integers(0, 2)),
    )


CASTS = st.lists(roles(), max_size=4, unique_by=lambda role: role.id)
BATCHES = st.lists(st.lists(st.tuples(st.sampled_from(PATHS), st.none() | CASTS), max_size=3), min_size=1, max_size=6)


def everything(made: Cast, articles: Mapping[str, Outline]) -> object:
    """All that a cast tells."""
    return (
        {who: (dossier, made.id(who), made.face(who)) for who, dossier in made.dossiers.items()},
        made.by_salience(),
        {path: (made.identities(article.path), made.faces(article)) for path, article in articles.items()},
    )


@given(BATCHES)
@settings(max_examples=150)
def test_after_any_changes_everyone_is_who_they_are_in_a_fresh_cast(
    batches: list[list[tuple[str, list[Role] | None]]],
) -> None:
    made, articles = Cast(), dict[str, Outline]()
    for batch in batches:
        changes = [(path, None if found is None else cast(path, *found)) for path, found in batch]
        for path, article in changes:
            articles.pop(path, None)
            if article is not None:
                articles[path] = article
        made.update(changes)
        assert everything(made, articles) == everything(of(*shuffled(articles.values())), articles)


def shuffled(articles: Iterable[Outline]) -> list[Outline]:
    """In another order than that in which they came."""
    return sorted(articles, key=lambda article: article.path[::-1], reverse=True)

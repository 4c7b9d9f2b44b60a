from __future__ import annotations

from briefgen.annotation import Actor, ActorKind, Annotation, Mention, Party, Quote
from briefgen.article import parse
from briefgen.briefing.dossiers import dossiers
from briefgen.briefing.story import Entry, briefings
from briefgen.source import decode
from briefgen.span import Span


def entry(place: str, *actors: Actor, mentions: int = 1, quoted: str | None = None) -> Entry:
    article = parse(decode(b"Some words.", path=f"content/{place}", place=place))
    return Entry(
        article,
        Annotation(
            actors=actors,
            mentions=tuple(
                Mention(span=Span(n, n + 1), label="PERSON", actor=actor.id)
                for actor in actors
                for n in range(mentions)
            ),
            quotes=(Quote(kind="direct", content=(Span(0, 4),), speaker=Party(None, quoted)),) if quoted else (),
        ),
    )


def actor(
    name: str, kind: ActorKind = "person", salience: float = 1.0, role: str | None = None, *aliases: str
) -> Actor:
    id = name.lower().replace(" ", "-")
    return Actor(id=id, name=name, kind=kind, salience=salience, role=role, aliases=aliases)


def merged(*entries: Entry) -> dict[str, tuple[str, int]]:
    found, _ = dossiers(briefings(entries, [], "T"))
    return {dossier.id: (dossier.name, len(dossier.appearances)) for dossier in found}


def test_one_name_in_two_articles_is_one_actor() -> None:
    found, local = dossiers(
        briefings(
            [entry("s/a.md", actor("Ana Brel"), mentions=2, quoted="ana-brel"), entry("t/b.md", actor("Ana Brel"))],
            [],
            "T",
        )
    )
    (dossier,) = found
    assert (dossier.id, dossier.mentions, dossier.quotes, len(dossier.appearances)) == ("ana-brel", 3, 1, 2)
    assert local == {("content/s/a.md", "ana-brel"): "ana-brel", ("content/t/b.md", "ana-brel"): "ana-brel"}


def test_a_surname_is_the_one_person_of_the_briefing_who_has_it() -> None:
    assert merged(entry("s/a.md", actor("Ana Brel")), entry("s/b.md", actor("Brel"))) == {"ana-brel": ("Ana Brel", 2)}


def test_a_surname_that_two_have_is_nobody_elses() -> None:
    found = merged(entry("s/a.md", actor("Ana Brel"), actor("Jo Brel")), entry("s/b.md", actor("Brel")))
    assert set(found) == {"ana-brel", "jo-brel", "brel"}


def test_a_surname_in_another_briefing_is_somebody_else() -> None:
    assert set(merged(entry("s/a.md", actor("Ana Brel")), entry("t/b.md", actor("Brel")))) == {"ana-brel", "brel"}


def test_an_alias_of_one_is_the_one() -> None:
    full = actor("Civil Protection Service", "organization", 1.0, None, "CPS")
    assert merged(entry("s/a.md", full), entry("s/b.md", actor("CPS", "organization"))) == {
        "civil-protection-service": ("Civil Protection Service", 2)
    }


def test_a_company_is_never_a_person() -> None:
    found = merged(entry("s/a.md", actor("Brel", "organization", 1.2)), entry("s/b.md", actor("Brel", "person")))
    assert set(found) == {"brel", "brel-2"}
    found = merged(entry("s/a.md", actor("Ana Brel")), entry("s/b.md", actor("Brel", "organization")))
    assert set(found) == {"ana-brel", "brel"}


def test_a_kind_that_outweighs_the_others_by_far_is_the_one() -> None:
    found, _ = dossiers(
        briefings(
            [entry("s/a.md", actor("Brel", "place", 0.9)), entry("s/b.md", actor("Brel", "person", 0.3))], [], "T"
        )
    )
    assert [(dossier.id, dossier.kind, len(dossier.appearances)) for dossier in found] == [("brel", "place", 2)]


def test_a_name_of_several_words_has_one_kind_in_a_briefing() -> None:
    found, local = dossiers(
        briefings(
            [
                entry("s/a.md", actor("Marn Hydro", "person", 0.5)),
                entry("s/b.md", actor("Marn Hydro", "organization", 0.6)),
                entry("t/c.md", actor("Marn Hydro", "person", 0.1)),
            ],
            [],
            "T",
        )
    )
    assert [(dossier.id, dossier.kind, len(dossier.appearances)) for dossier in found] == [
        ("marn-hydro", "organization", 2),
        ("marn-hydro-2", "person", 1),
    ]
    assert local["content/s/a.md", "marn-hydro"] == "marn-hydro"


def test_the_more_prominent_of_two_keeps_the_plain_address() -> None:
    found, _ = dossiers(
        briefings(
            [entry("s/a.md", actor("Brel", "person", 0.6)), entry("s/b.md", actor("Brel", "place", 0.9))], [], "T"
        )
    )
    assert [(dossier.id, dossier.kind) for dossier in found] == [("brel", "place"), ("brel-2", "person")]


def test_actors_come_by_salience_and_their_roles_by_frequency() -> None:
    entries = [
        entry("s/a.md", actor("Ana Brel", "person", 0.5, "minister"), actor("Ovid Marn", "person", 0.9)),
        entry("s/b.md", actor("Ana Brel", "person", 0.5, "mayor")),
        entry("s/c.md", actor("Ana Brel", "person", 0.5, "mayor")),
    ]
    found, _ = dossiers(briefings(entries, [], "T"))
    assert [dossier.id for dossier in found] == ["ana-brel", "ovid-marn"]
    assert found[0].roles == ("mayor", "minister")


def test_the_order_of_articles_does_not_count() -> None:
    entries = [
        entry("s/a.md", actor("Ana Brel", "person", 0.5), actor("Brel", "place", 0.5)),
        entry("s/b.md", actor("Brel", "person", 0.3)),
        entry("t/c.md", actor("Marn", "group", 0.4)),
    ]
    one, other = (dossiers(briefings(given, [], "T")) for given in (entries, entries[::-1]))
    assert one == other

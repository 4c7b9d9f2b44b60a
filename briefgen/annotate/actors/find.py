"""Who is in an article: its actors, by falling salience, and every named mention.

The parts: `repair`, `labels` and `missed` find names, `merge` says which name the same, `roles` and `salience` describe
the actors.
"""

from __future__ import annotations

from collections import Counter

from spacy.tokens import Doc

from briefgen.annotate.actors.labels import relabelled
from briefgen.annotate.actors.merge import Group, merge
from briefgen.annotate.actors.missed import missed, with_hints
from briefgen.annotate.actors.named import Name, headings
from briefgen.annotate.actors.names import is_acronym, person, slug, words
from briefgen.annotate.actors.repair import repaired
from briefgen.annotate.actors.roles import role_of
from briefgen.annotate.actors.salience import SUBJECTS, saliences
from briefgen.annotate.actors.states import lookup
from briefgen.annotate.cues import verb_cues
from briefgen.annotation import Actor, ActorKind, Mention

KINDS: dict[str, ActorKind] = {
    "PERSON": "person", "ORG": "organization", "GPE": "place", "LOC": "place", "FAC": "place", "NORP": "group",
}  # fmt: skip


def find_actors(doc: Doc, hints: tuple[str, ...] = ()) -> tuple[tuple[Actor, ...], tuple[Mention, ...]]:
    """The actors of `doc` by falling salience and its mentions, ascending and disjoint.

    `hints` are names that the author gives: where they stand they are mentions, and other forms of them merge into
    them. Offsets are half-open, in code points of `doc.text`.
    """
    names = _names(doc, hints)
    groups = merge(doc, names, hints)
    kinds = [_kind(doc, group) for group in groups]
    weights = saliences(doc, list(zip(groups, kinds, strict=True)))
    actors: list[Actor] = []
    owner: dict[Name, str] = {}
    taken: set[str] = set()
    for group, kind, weight in zip(groups, kinds, weights, strict=True):
        shown = group.known_as or _shown(group, kind)
        id = _id(shown, kind, taken)
        actors.append(
            Actor(
                id=id,
                name=shown,
                kind=kind,
                role=role_of(doc, group.names, kind),
                aliases=tuple(sorted({name.text for name in group.names} - {shown})),
                salience=weight,
            )
        )
        owner |= dict.fromkeys(group.names, id)
    actors.sort(key=lambda a: (-a.salience, a.id))
    mentions = tuple(
        Mention(span=n.span, label=n.label, actor=owner.get(n), confidence=n.confidence, origin=n.origin) for n in names
    )
    return tuple(actors), mentions


def _names(doc: Doc, hints: tuple[str, ...]) -> tuple[Name, ...]:
    """Every name in `doc`, ascending, none overlapping another."""
    titles = headings(doc)
    names = with_hints(doc, relabelled(doc, repaired(doc, titles)), hints)
    return tuple(sorted([*names, *missed(doc, names, titles)], key=lambda name: name.span))


def _kind(doc: Doc, group: Group) -> ActorKind:
    """By what most mentions are labelled; a building that speaks is an organization."""
    labels = Counter(name.label for name in group.names)
    if any(place.use == "name" for place in lookup(group.known_as)) or {"GPE", "LOC"} & set(labels):
        labels.pop("NORP", None)
        if not labels:
            return "place"
    if set(labels) == {"FAC"} and any(
        token.dep_ in SUBJECTS and verb_cues(token.head.lower_)
        for name in group.names
        for token in doc[name.first : name.last + 1]
    ):
        return "organization"
    return KINDS[min(labels, key=lambda label: (-labels[label], label))]


def _shown(group: Group, kind: ActorKind) -> str:
    """The name that stands for all forms: a person's most usual full name, otherwise the longest form."""
    named = [name for name in group.names if kind != "place" or name.label != "NORP"]
    forms = Counter(_bare(name.text, kind) for name in named or group.names)

    def rank(form: str) -> tuple[bool, bool, int, int, int, str]:
        parts = person(form) if kind == "person" else words(form)
        short = is_acronym(form) or (kind == "group" and not form.endswith("s"))
        if kind == "person":
            short = len(parts) < 2 or len(parts[0]) < 2
        return (
            short,
            form.isupper() and len(parts) > 1,
            -forms[form] if kind == "person" else -len(parts),
            -len(form),
            -forms[form],
            form,
        )

    shown = min(forms, key=rank)
    # A dateline's capitals are no part of a place's name.
    return shown.title() if kind == "place" and shown.isupper() and shown.isascii() and len(shown) > 5 else shown


def _bare(text: str, kind: ActorKind) -> str:
    first, _, rest = text.partition(" ")
    return rest if rest and first in ("the", "The") else text


def _id(name: str, kind: ActorKind, taken: set[str]) -> str:
    """A slug of the name; its kind, then a number, tells apart what would be equal."""
    base = slug(name)
    for candidate in (base, f"{base}-{kind}", *(f"{base}-{n}" for n in range(2, len(taken) + 3))):
        if candidate not in taken:
            taken.add(candidate)
            return candidate
    raise AssertionError("more candidates than ids")

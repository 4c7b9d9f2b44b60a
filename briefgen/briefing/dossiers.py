"""Who is who across articles: the actors of single articles merged into one dossier each.

Within an article the annotators have merged mentions; here only names decide. Two actors are one
when their ids are equal, or when one is named only by what is an alias, or the surname, of exactly
one other in the same briefing. Kinds must agree, a company is never a person; but where the articles of
one briefing disagree on the kind of one name, and it has several words or one kind outweighs the
others by far, the others are mistakes and give way.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from msgspec import Struct

from briefgen.annotation import Actor, ActorKind
from briefgen.briefing.story import Briefing, Entry

OUTWEIGHS = 2.0
"""How much more salient one kind of a one-word name must be than all others together."""

Local = tuple[str, str]
"""(path of the article, id of the actor in it)"""


class Appearance(Struct, frozen=True):
    """An actor in one article."""

    entry: Entry
    actor: Actor


class Dossier(Struct, frozen=True, kw_only=True):
    """All that the articles say of one actor."""

    id: str
    """Unique on the site."""
    name: str
    kind: ActorKind
    roles: tuple[str, ...]
    """Most frequent first."""
    aliases: tuple[str, ...]
    appearances: tuple[Appearance, ...]
    """In the order of the briefings and their articles."""
    mentions: int
    quotes: int
    salience: float
    """Sum over the articles."""


def dossiers(stories: Iterable[Briefing]) -> tuple[tuple[Dossier, ...], Mapping[Local, str]]:
    """Every actor of the site by falling salience, and the dossier's id for each article's actor."""
    groups: dict[tuple[str, ActorKind], list[Appearance]] = {}
    for story in stories:
        for key, members in _identified(story).items():
            groups.setdefault(key, []).extend(members)
    taken: Counter[str] = Counter()
    found: list[Dossier] = []
    local: dict[Local, str] = {}
    # The more prominent of two with one id (a person and a company, say) keeps the plain address.
    for (id, kind), members in sorted(groups.items(), key=lambda group: (-_salience(group[1]), group[0])):
        taken[id] += 1
        dossier = _dossier(id if taken[id] == 1 else f"{id}-{taken[id]}", kind, members)
        found.append(dossier)
        local.update({(a.entry.article.path, a.actor.id): dossier.id for a in members})
    return tuple(sorted(found, key=lambda dossier: (-dossier.salience, dossier.id))), local


def _identified(story: Briefing) -> dict[tuple[str, ActorKind], list[Appearance]]:
    """The appearances in one briefing by (id, kind) of whom they are."""
    everyone = [Appearance(entry, actor) for entry in story.entries for actor in entry.annotation.actors]
    kinds = _kinds(everyone)

    def kind_of(actor: Actor) -> ActorKind:
        return kinds.get(actor.id, actor.kind)

    fuller: dict[tuple[str, ActorKind], set[str]] = {}
    for appearance in everyone:
        actor = appearance.actor
        short = {alias.casefold() for alias in actor.aliases}
        if kind_of(actor) == "person" and " " in actor.name:
            short.add(actor.name.rsplit(" ", 1)[-1].casefold())
        for name in short - {actor.name.casefold()}:
            fuller.setdefault((name, kind_of(actor)), set()).add(actor.id)
    groups: dict[tuple[str, ActorKind], list[Appearance]] = {}
    for appearance in everyone:
        actor, kind = appearance.actor, kind_of(appearance.actor)
        others = fuller.get((actor.name.casefold(), kind), set()) - {actor.id}
        whole = next(iter(others)) if len(others) == 1 and " " not in actor.name else actor.id
        groups.setdefault((whole, kind), []).append(appearance)
    return groups


def _kinds(everyone: list[Appearance]) -> dict[str, ActorKind]:
    """The kind of each name on which the articles disagree, where it can be told."""
    weights: dict[str, dict[ActorKind, float]] = {}
    words: dict[str, int] = {}
    for appearance in everyone:
        actor = appearance.actor
        weight = weights.setdefault(actor.id, {})
        weight[actor.kind] = weight.get(actor.kind, 0.0) + actor.salience
        words[actor.id] = len(actor.name.split())
    told: dict[str, ActorKind] = {}
    for id, weight in weights.items():
        best = max(weight, key=lambda kind: (weight[kind], kind))
        if len(weight) > 1 and (words[id] > 1 or weight[best] >= OUTWEIGHS * (sum(weight.values()) - weight[best])):
            told[id] = best
    return told


def _salience(members: list[Appearance]) -> float:
    return sum(appearance.actor.salience for appearance in members)


def _dossier(id: str, kind: ActorKind, members: list[Appearance]) -> Dossier:
    names = Counter(a.actor.name for a in members)
    name = max(names, key=lambda name: (len(name.split()), names[name], name))
    roles = Counter(a.actor.role for a in members if a.actor.role)
    spoken = {other for a in members for other in (a.actor.name, *a.actor.aliases)} - {name}
    return Dossier(
        id=id,
        name=name,
        kind=kind,
        roles=tuple(sorted(roles, key=lambda role: (-roles[role], role))),
        aliases=tuple(sorted(spoken)),
        appearances=tuple(members),
        mentions=sum(mention.actor == a.actor.id for a in members for mention in a.entry.annotation.mentions),
        quotes=sum(
            q.speaker is not None and q.speaker.actor == a.actor.id for a in members for q in a.entry.annotation.quotes
        ),
        salience=round(_salience(members), 6),
    )

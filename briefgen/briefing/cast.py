"""Who is who across articles: the actors of single articles merged into one dossier each.

Within an article the annotators have merged mentions; here only names decide. Two actors are one
when their ids are equal, or when one is named only by what is an alias, or the surname, of exactly
one other in the same story. Kinds must agree, a company is never a person; but where the articles of
one story disagree on the kind of one name, and it has several words or one kind outweighs the others
by far, the others are mistakes and give way.

Each of these questions is a fold by its own key, so that an edit asks again only what it may have changed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from msgspec import Struct

from briefgen.annotation import ActorKind
from briefgen.briefing.outline import Outline, Role
from briefgen.keyed import Fold

OUTWEIGHS = 2.0
"""How much more salient one kind of a one-word name must be than all others together."""

Identity = tuple[str, ActorKind]
"""(id of the fullest name, kind): who an actor is on the whole site."""


class Face(Struct, frozen=True, array_like=True):
    """An actor as it is named wherever it is mentioned."""

    id: str
    """Unique on the site."""
    name: str
    kind: ActorKind
    role: str
    """The most frequent one; may be ""."""


class Dossier(Struct, frozen=True, kw_only=True):
    """All that the articles say of one actor."""

    name: str
    kind: ActorKind
    roles: tuple[str, ...]
    """Most frequent first."""
    aliases: tuple[str, ...]
    appearances: tuple[tuple[str, tuple[str, ...]], ...]
    """(path of an article, the actor's ids in it), by path."""
    mentions: int
    quotes: int
    heard: int
    """How many of the articles quote it."""
    salience: float
    """Sum over the articles."""


class Cast:
    """Everyone in the articles, kept up to date."""

    def __init__(self) -> None:
        self._outlines: dict[str, Outline] = {}
        self._kinds = Fold(_weights, _kind)
        self._fuller = Fold(self._names, _bearers)
        self._dossiers = Fold(self._roles, _dossier)
        self._ranks = Fold(_weight, _by_weight)
        self._identities: dict[str, tuple[Identity, ...]] = {}
        self._faces: dict[Identity, Face] = {}

    def update(self, changes: Iterable[tuple[str, Outline | None]]) -> tuple[set[Identity], set[str]]:
        """Take in articles that are new or changed (None: gone), by path.

        Gives who came, went or is otherwise, and the paths of these articles and of all in which somebody is now
        another, or named otherwise.
        """
        changes = list(changes)
        recast = {path for path, _ in changes}
        for path, article in changes:
            if article is None:
                self._outlines.pop(path, None)
                self._identities.pop(path, None)
            else:
                self._outlines[path] = article
        paths = {path for path, _ in changes}
        # Who looked at an answer that has changed asks again.
        paths |= {path for key in self._kinds.update(changes) for path in self._kinds.names(key)}
        fuller = self._fuller.update(self._again(paths))
        paths |= {path for key in fuller for path in self._fuller.names(key)}
        before = {path: self._identities.get(path) for path in paths}
        changed = self._dossiers.update(self._again(paths))
        recast |= {path for path, own in before.items() if self._identities.get(path) != own}
        ranks = self._ranks.update((key, self._dossiers.results.get(key)) for key in changed)
        # The dossier of one may give its plain id to another.
        changed |= {(id, kind) for id in ranks for kind in self._ranks.results.get(id, ())}
        for identity in changed:
            former = self._faces.pop(identity, None)
            if identity in self.dossiers:
                face = self._faces[identity] = self._face(identity)
                if face != former:
                    recast.update(self._dossiers.names(identity))
        return changed, recast

    @property
    def dossiers(self) -> Mapping[Identity, Dossier]:
        """Everyone, in no certain order."""
        return self._dossiers.results

    def by_salience(self) -> list[tuple[Identity, Dossier]]:
        """Everyone, the most salient first."""
        return sorted(self.dossiers.items(), key=lambda pair: (-pair[1].salience, self.id(pair[0])))

    def id(self, identity: Identity) -> str:
        """The actor's id on the site. The more salient of two of one name has the plain one."""
        rank = self._ranks.results[identity[0]].index(identity[1]) + 1
        # No name has two hyphens in a row when it is made an id.
        return identity[0] if rank == 1 else f"{identity[0]}--{rank}"

    def face(self, identity: Identity) -> Face:
        """An actor as others see it."""
        return self._faces[identity]

    def _face(self, identity: Identity) -> Face:
        dossier = self.dossiers[identity]
        return Face(self.id(identity), dossier.name, dossier.kind, dossier.roles[0] if dossier.roles else "")

    def identities(self, path: str) -> tuple[Identity, ...]:
        """Who the actors of an article are, in the order of its cast; () of what is no article."""
        return self._identities.get(path, ())

    def _identity(self, folder: str, role: Role) -> Identity:
        kind = self._kind_of(folder, role)
        others = self._fuller.results.get((folder, role.name.casefold(), kind), frozenset()) - {role.id}
        return next(iter(others)) if len(others) == 1 and " " not in role.name else role.id, kind

    def faces(self, article: Outline) -> tuple[tuple[str, Face], ...]:
        """(id in the article, face) of an article's actors."""
        faces, identities = self._faces, self.identities(article.path)
        return tuple((role.id, faces[identity]) for role, identity in zip(article.cast, identities, strict=True))

    def _again(self, paths: Iterable[str]) -> list[tuple[str, Outline | None]]:
        return [(path, self._outlines.get(path)) for path in paths]

    def _kind_of(self, folder: str, role: Role) -> ActorKind:
        return self._kinds.results.get((folder, role.id)) or role.kind

    def _names(self, path: str, article: Outline) -> Iterator[tuple[tuple[str, str, ActorKind], str | None]]:
        """The short names of each actor, as (folder, name, kind), with whom they would mean; and its own name, to ask."""
        for role in article.cast:
            kind = self._kind_of(article.folder, role)
            name = role.name.casefold()
            short = {alias.casefold() for alias in role.aliases}
            if kind == "person" and " " in role.name:
                short.add(role.name.rsplit(" ", 1)[-1].casefold())
            for other in short - {name}:
                yield (article.folder, other, kind), role.id
            if " " not in name:
                yield (article.folder, name, kind), None

    def _roles(self, path: str, article: Outline) -> Iterator[tuple[Identity, Role]]:
        self._identities[path] = tuple(self._identity(article.folder, role) for role in article.cast)
        yield from zip(self._identities[path], article.cast, strict=True)


def _weights(path: str, article: Outline) -> Iterator[tuple[tuple[str, str], Role]]:
    for role in article.cast:
        yield (article.folder, role.id), role


def _kind(key: tuple[str, str], roles: Mapping[str, list[Role]]) -> ActorKind | None:
    """The kind of a name in a story, where its articles disagree on it and it can be told."""
    members = _in_order(roles)
    if len({role.kind for role in members}) == 1:
        return None
    weight: dict[ActorKind, float] = {}
    for role in members:
        weight[role.kind] = weight.get(role.kind, 0.0) + role.salience
    best = max(weight, key=lambda kind: (weight[kind], kind))
    is_told = " " in members[0].name or weight[best] >= OUTWEIGHS * (sum(weight.values()) - weight[best])
    return best if is_told else None


def _bearers(key: tuple[str, str, ActorKind], ids: Mapping[str, list[str | None]]) -> frozenset[str]:
    """Who bears a name beside a fuller one."""
    return frozenset(id for own in ids.values() for id in own if id)


def _dossier(identity: Identity, roles: Mapping[str, list[Role]]) -> Dossier:
    members = _in_order(roles)
    names = Counter(role.name for role in members)
    name = max(names, key=lambda name: (len(name.split()), names[name], name))
    given = Counter(role.role for role in members if role.role)
    spoken = {other for role in members for other in (role.name, *role.aliases)} - {name}
    return Dossier(
        name=name,
        kind=identity[1],
        roles=tuple(sorted(given, key=lambda role: (-given[role], role))),
        aliases=tuple(sorted(spoken)),
        appearances=tuple((path, tuple(role.id for role in roles[path])) for path in sorted(roles)),
        mentions=sum(role.mentions for role in members),
        quotes=sum(role.quotes for role in members),
        heard=sum(any(role.quotes for role in own) for own in roles.values()),
        salience=round(sum(role.salience for role in members), 6),
    )


def _weight(identity: Identity, dossier: Dossier) -> Iterator[tuple[str, tuple[float, ActorKind]]]:
    yield identity[0], (-dossier.salience, identity[1])


def _by_weight(id: str, kinds: Mapping[Identity, list[tuple[float, ActorKind]]]) -> tuple[ActorKind, ...]:
    return tuple(kind for _, kind in sorted(own for parts in kinds.values() for own in parts))


def _in_order(roles: Mapping[str, list[Role]]) -> list[Role]:
    """By path: sums of fractions depend on their order."""
    return [role for path in sorted(roles) for role in roles[path]]

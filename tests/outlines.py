"""Articles in outline, read by patterns or made to measure."""

from __future__ import annotations

import msgspec

from briefgen.annotate import passage_of
from briefgen.annotation import Actor, ActorKind, Annotation
from briefgen.article import parse, slugify
from briefgen.briefing.outline import Entry, Outline, Role, outline
from briefgen.memo import fingerprint
from briefgen.pages.links import targets
from briefgen.source import decode
from tests import reader


def entry(path: str, text: str = "Some words.", annotation: Annotation | None = None) -> Entry:
    """An article with what the patterns find in it, or with another annotation."""
    article = parse(decode(text.encode(), path=path, place=path.removeprefix("content/")))
    if annotation is None:
        annotation = Annotation() if article.is_index else reader.annotation(passage_of(article, article.date))
    return Entry(article, annotation)


def outlined(path: str, text: str = "Some words.", annotation: Annotation | None = None) -> Outline:
    """The same in outline."""
    one = entry(path, text, annotation)
    return outline(one, targets(one.article), "" if one.article.is_index else fingerprint(path, text))


def actor(
    name: str, kind: ActorKind = "person", salience: float = 1.0, role: str | None = None, *aliases: str
) -> Actor:
    """An actor of one article."""
    return Actor(id=slugify(name), name=name, kind=kind, salience=salience, role=role, aliases=aliases)


def cast(path: str, *actors: Actor | Role) -> Outline:
    """An article in which these act; a `Role` comes with its counts."""
    found = tuple(one for one in actors if isinstance(one, Actor))
    made = outlined(path, "Some words.", Annotation(actors=found))
    roles = {one.id: one for one in (*made.cast, *(one for one in actors if isinstance(one, Role)))}
    return msgspec.structs.replace(made, cast=tuple(roles[one.id] for one in actors))

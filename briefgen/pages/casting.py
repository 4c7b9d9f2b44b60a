"""Who stands out in some articles, counted from their outlines."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from briefgen.briefing.cast import Cast, Identity
from briefgen.briefing.outline import Outline
from briefgen.briefing.story import Story
from briefgen.pages import lists
from briefgen.pages.directory import Counted


def counted(cast: Cast, identity: Identity) -> Counted:
    """An actor with what the whole site counts of it."""
    dossier = cast.dossiers[identity]
    return Counted(cast.face(identity), dossier.mentions, dossier.quotes, len(dossier.appearances))


def leading(cast: Cast, articles: Iterable[Outline], most: int) -> list[Identity]:
    """The most salient actors of some articles."""
    weight: dict[Identity, float] = {}
    for article in articles:
        for role, identity in zip(article.cast, cast.identities(article.path), strict=True):
            weight[identity] = weight.get(identity, 0.0) + role.salience
    return sorted(weight, key=lambda identity: (-weight[identity], cast.id(identity)))[:most]


def heard(cast: Cast, one: Story, identities: Iterable[Identity]) -> tuple[Counted, ...]:
    """These actors, with what the story counts of each."""
    counts: dict[Identity, list[int]] = {identity: [0, 0, 0] for identity in identities}
    for article in one.articles:
        named_here = set()
        for role, identity in zip(article.cast, cast.identities(article.path), strict=True):
            own = counts.get(identity)
            if own is not None:
                own[0] += role.mentions
                own[1] += role.quotes
                named_here.add(identity)
        for identity in named_here:
            counts[identity][2] += 1
    return tuple(Counted(cast.face(identity), *own) for identity, own in counts.items())


def speakers(cast: Cast, one: Story) -> tuple[Counted, ...]:
    """Who is quoted most in a story, with the number of quotes, and of articles that have one."""
    quotes: Counter[Identity] = Counter()
    articles: dict[Identity, set[str]] = {}
    for article in one.articles:
        for role, identity in zip(article.cast, cast.identities(article.path), strict=True):
            if role.quotes:
                quotes[identity] += role.quotes
                articles.setdefault(identity, set()).add(article.path)
    most = sorted(quotes, key=lambda identity: (-quotes[identity], cast.id(identity)))[: lists.SPEAKERS]
    return tuple(Counted(cast.face(who), 0, quotes[who], len(articles[who])) for who in most)

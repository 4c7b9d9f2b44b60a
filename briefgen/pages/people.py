"""The actors index, and a page for each actor."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping

from msgspec.structs import replace

from briefgen.annotation import Mention
from briefgen.briefing.dossiers import Appearance, Dossier
from briefgen.briefing.story import Entry
from briefgen.pages import addresses, wording
from briefgen.pages.directory import Directory, actor_view, article_view, quote_view
from briefgen.pages.page import Page, frame
from briefgen.span import Span
from briefgen.views import ActorArticle, ActorGroup, ActorPage, ActorsView, ActorView, MentionView

LEADING = 12
COMPANY = 12


def index_page(directory: Directory) -> Page:
    """Every actor, by kind and name."""
    origin = addresses.ACTORS
    everyone = list(directory.dossiers.values())
    groups = []
    for kind, title in wording.KINDS.items():
        members = sorted((d for d in everyone if d.kind == kind), key=lambda d: (_sorting(d.name), d.id))
        if members:
            groups.append(ActorGroup(kind=kind, title=title, actors=tuple(actor_view(d, origin) for d in members)))
    view = ActorsView(leading=tuple(actor_view(d, origin) for d in everyone[:LEADING]), groups=tuple(groups))
    trail = ((directory.settings.title, addresses.HOME),)
    described = f"Everyone who is named in {directory.settings.title}."
    return Page(origin, "actors.html", frame(directory, origin, "Actors", description=described, trail=trail), view)


def actor_pages(directory: Directory) -> Iterator[Page]:
    """One page for each actor."""
    company = _company(directory)
    for dossier in directory.dossiers.values():
        yield _actor_page(directory, dossier, company[dossier.id])


def _actor_page(directory: Directory, dossier: Dossier, company: Counter[str]) -> Page:
    origin = addresses.actor(dossier.id)
    appearances = sorted(dossier.appearances, key=lambda a: a.entry.article.path)
    appearances.sort(key=lambda a: a.entry.article.date or "", reverse=True)
    beside = sorted(company.items(), key=lambda pair: (-pair[1], -directory.dossiers[pair[0]].salience, pair[0]))
    view = ActorPage(
        actor=actor_view(dossier, origin),
        roles=dossier.roles,
        aliases=dossier.aliases,
        articles=tuple(_article(directory, appearances, origin)),
        company=tuple(_beside(directory, id, count, origin) for id, count in beside[:COMPANY]),
        initial=dossier.name[:1].upper(),
    )
    role = f", {dossier.roles[0]}" if dossier.roles else ""
    counts = f"{wording.plural(dossier.quotes, 'quote')}, {wording.plural(dossier.mentions, 'mention')}"
    trail = ((directory.settings.title, addresses.HOME), ("Actors", addresses.ACTORS))
    return Page(
        origin,
        "actor.html",
        frame(directory, origin, dossier.name, description=f"{dossier.name}{role}: {counts}.", trail=trail),
        view,
    )


def _article(directory: Directory, appearances: list[Appearance], origin: str) -> Iterator[ActorArticle]:
    """What each article says of the actor; two actors of one article that are the same stand together."""
    by_path: dict[str, list[Appearance]] = {}
    for appearance in appearances:
        by_path.setdefault(appearance.entry.article.path, []).append(appearance)
    for members in by_path.values():
        entry, ids = members[0].entry, {a.actor.id for a in members}
        fragments = directory.anchors[entry.article.path]
        annotation = entry.annotation
        yield ActorArticle(
            article=article_view(entry.article, origin),
            quotes=tuple(
                quote_view(directory, entry, quote, id, origin)
                for quote, id in zip(annotation.quotes, fragments.quotes, strict=True)
                if quote.speaker and quote.speaker.actor in ids
            ),
            mentions=tuple(_mentions(entry, ids, fragments.mentions, origin)),
        )


def _mentions(entry: Entry, actors: set[str], fragments: tuple[str, ...], origin: str) -> Iterator[MentionView]:
    """The first mention in each sentence."""
    text = entry.article.text
    sentences = iter(entry.annotation.sentences)
    sentence = next(sentences, Span(0, len(text)))
    shown: Span | None = None
    for mention, fragment in zip(entry.annotation.mentions, fragments, strict=True):
        while sentence.end <= mention.span.start:
            following = next(sentences, None)
            if following is None:
                break
            sentence = following
        if mention.actor in actors and sentence != shown:
            shown = sentence
            yield _mention(mention, sentence, text, addresses.link(origin, addresses.article(entry.article), fragment))


def _mention(mention: Mention, sentence: Span, text: str, href: str) -> MentionView:
    before, after = Span(sentence.start, mention.span.start), Span(mention.span.end, sentence.end)
    gap = " " if len(before) and text[before.end - 1].isspace() else ""
    following = " " if len(after) and text[after.start].isspace() else ""
    return MentionView(
        before=wording.line(before, text) + gap,
        name=wording.line(mention.span, text),
        after=following + wording.line(after, text),
        href=href,
    )


def _company(directory: Directory) -> Mapping[str, Counter[str]]:
    """For each actor, with whom it shares how many articles. Only the leading actors of an article count."""
    company: dict[str, Counter[str]] = {id: Counter() for id in directory.dossiers}
    for story in directory.briefings:
        for entry in story.entries:
            path = entry.article.path
            ids = list(dict.fromkeys(directory.local[path, actor.id] for actor in entry.annotation.actors))
            leading = ids[: COMPANY + 1]
            for id in ids:
                company[id].update(other for other in leading if other != id)
    return company


def _beside(directory: Directory, id: str, count: int, origin: str) -> ActorView:
    return replace(actor_view(directory.dossiers[id], origin), mentions=count)


def _sorting(name: str) -> str:
    """A name without accents and case, as an index sorts it."""
    plain = unicodedata.normalize("NFKD", name).casefold()
    return "".join(letter for letter in plain if not unicodedata.combining(letter)).removeprefix("the ")

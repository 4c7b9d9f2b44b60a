"""An article's page: its text with marks, and the notes beside it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping

from briefgen.annotation import Amount
from briefgen.article import Article
from briefgen.briefing.story import Briefing, Entry
from briefgen.markdown import Mark, WovenBlock
from briefgen.pages import addresses, wording
from briefgen.pages.anchors import KEY_FACTS
from briefgen.pages.directory import (
    UNCERTAIN,
    Directory,
    actor_view,
    article_view,
    figure_view,
    key_fact_view,
    quote_view,
)
from briefgen.pages.links import relinked
from briefgen.pages.page import Page, frame
from briefgen.views import ActorView, ArticlePage, BodyView, KeyFactView, Link, NoteView

Weave = Callable[[Article, tuple[Mark, ...], Mapping[str, str]], tuple[WovenBlock, ...]]

WORDS_A_MINUTE = 230
RIGHT_TO_LEFT = ("ar", "fa", "he", "ur", "yi", "ps", "sd", "ug", "dv", "ckb")


def article_page(directory: Directory, story: Briefing, at: int, links: Mapping[str, str], weave: Weave) -> Page:
    """The page of a briefing's article number `at`. `links` gives the address of every file of content/."""
    entry = story.entries[at]
    article, annotation = entry.article, entry.annotation
    origin = addresses.article(article)
    notes = _notes(directory, entry, origin)
    blocks = weave(article, _marks(directory, entry, notes, origin), relinked(article, links, origin))
    words = len(article.text.split())
    key_facts = _key_facts(directory, entry, origin)
    view = ArticlePage(
        article=article_view(article, origin),
        author=article.meta.author or "",
        url=article.meta.url or "",
        minutes=max(1, round(words / WORDS_A_MINUTE)),
        words=words,
        body=tuple(BodyView(block.html, tuple(notes[id] for id in block.marks if id in notes)) for block in blocks),
        actors=_named(directory, entry, origin),
        key_facts=tuple(key_facts),
        quotes=len(annotation.quotes),
        figures=sum(fact.kind == "figure" for fact in annotation.facts),
        dates=sum(fact.kind == "date" for fact in annotation.facts),
        record=addresses.link(origin, addresses.record(article)),
        notices=tuple(d.message for d in annotation.diagnostics if d.severity == "notice"),
        previous=_beside(story, at - 1, origin),
        next=_beside(story, at + 1, origin),
    )
    trail = ((story.title, addresses.briefing(story.folder)),) if story.title else ()
    return Page(
        origin,
        "article.html",
        frame(
            directory,
            origin,
            article.title,
            description=wording.shortened(key_facts[0].sentence if key_facts else article.title),
            folder=story.folder,
            language=article.lang,
            direction="rtl" if article.lang.split("-")[0].lower() in RIGHT_TO_LEFT else "ltr",
            trail=((directory.settings.title, addresses.HOME), *trail),
        ),
        view,
    )


def _notes(directory: Directory, entry: Entry, origin: str) -> dict[str, NoteView]:
    """The margin notes by the id of the mark that they explain."""
    annotation, ids = entry.annotation, directory.anchors[entry.article.path]
    notes: dict[str, NoteView] = {}
    for number, (quote, id) in enumerate(zip(annotation.quotes, ids.quotes, strict=True), 1):
        notes[id] = NoteView(
            id=f"n{id}",
            label=f"Q{number}",
            kind="quote",
            href=f"#{id}",
            quote=quote_view(directory, entry, quote, id, origin),
        )
    numbered = ((fact, id) for fact, id in zip(annotation.facts, ids.facts, strict=True) if fact.kind == "figure")
    for number, (fact, id) in enumerate(numbered, 1):
        notes[id] = NoteView(
            id=f"n{id}",
            label=f"F{number}",
            kind="figure",
            href=f"#{id}",
            figure=figure_view(directory, entry, fact, id, origin),
        )
    marked = list(zip(annotation.key_facts, ids.key_facts, strict=True))[:KEY_FACTS]
    for number, (key_fact, id) in enumerate(marked, 1):
        notes[id] = NoteView(
            id=f"n{id}",
            label=f"K{number}",
            kind="key",
            href=f"#{id}",
            key_fact=key_fact_view(directory, entry, key_fact, id, origin),
        )
    return notes


def _marks(directory: Directory, entry: Entry, notes: Mapping[str, NoteView], origin: str) -> tuple[Mark, ...]:
    """Everything that is marked in the text; the widest first, so that they nest the same way everywhere."""
    annotation, ids = entry.annotation, directory.anchors[entry.article.path]
    path = entry.article.path
    marks = [
        Mark(id=id, kind="key", spans=(fact.sentence,), note=f"n{id}", label=notes[id].label, name=f"{notes[id].label}, why this is a key fact")
        for fact, id in list(zip(annotation.key_facts, ids.key_facts, strict=True))[:KEY_FACTS]
    ]  # fmt: skip
    # Lists show more key facts than the text does: those are only linked to.
    further = list(zip(annotation.key_facts, ids.key_facts, strict=True))[KEY_FACTS:]
    marks += [Mark(id=id, kind="", spans=(fact.sentence,)) for fact, id in further]
    for quote, id in zip(annotation.quotes, ids.quotes, strict=True):
        label = notes[id].label
        shown = notes[id].quote
        party = shown.speaker if shown else None
        who = (party.actor.name if party.actor else party.text) if party else ""
        marks.append(
            Mark(
                id=id,
                kind="quote",
                variant=quote.kind,
                spans=quote.content,
                note=f"n{id}",
                label=label,
                name=f"{label}, note on quote by {who}" if who else f"{label}, note on quote",
                uncertain=quote.confidence < UNCERTAIN,
            )
        )
    for fact, id in zip(annotation.facts, ids.facts, strict=True):
        if isinstance(fact.value, Amount):
            label = notes[id].label
            marks.append(
                Mark(
                    id=id,
                    kind="figure",
                    spans=(fact.span,),
                    note=f"n{id}",
                    label=label,
                    name=f"{label}, note on figure",
                )
            )
        else:
            marks.append(Mark(id=id, kind="date", spans=(fact.span,)))
    for mention, id in zip(annotation.mentions, ids.mentions, strict=True):
        dossier = directory.local.get((path, mention.actor or ""))
        if dossier:
            marks.append(
                Mark(
                    id=id,
                    kind="actor",
                    spans=(mention.span,),
                    href=addresses.link(origin, addresses.actor(dossier)),
                    uncertain=mention.confidence < UNCERTAIN,
                )
            )
    return tuple(marks)


def _key_facts(directory: Directory, entry: Entry, origin: str) -> list[KeyFactView]:
    ids = directory.anchors[entry.article.path].key_facts
    pairs = list(zip(entry.annotation.key_facts, ids, strict=True))[:KEY_FACTS]
    return [key_fact_view(directory, entry, fact, id, origin) for fact, id in pairs]


def _named(directory: Directory, entry: Entry, origin: str) -> tuple[ActorView, ...]:
    """The article's actors, most salient first, with counts of this article."""
    annotation = entry.annotation
    mentions = Counter(mention.actor for mention in annotation.mentions)
    quotes = Counter(quote.speaker.actor for quote in annotation.quotes if quote.speaker)
    views: dict[str, ActorView] = {}
    for actor in annotation.actors:
        dossier = directory.dossiers[directory.local[entry.article.path, actor.id]]
        general = actor_view(dossier, origin)
        before = views.get(dossier.id)
        views[dossier.id] = ActorView(
            id=general.id,
            name=general.name,
            href=general.href,
            kind=general.kind,
            role=actor.role or general.role,
            mentions=mentions[actor.id] + (before.mentions if before else 0),
            quotes=quotes[actor.id] + (before.quotes if before else 0),
            articles=general.articles,
        )
    return tuple(views.values())


def _beside(story: Briefing, at: int, origin: str) -> Link | None:
    if not 0 <= at < len(story.entries):
        return None
    article = story.entries[at].article
    return Link(article.title, addresses.link(origin, addresses.article(article)))

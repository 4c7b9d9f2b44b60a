"""An article's page: its text with marks, and the notes beside it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import ClassVar

from msgspec import Struct
from msgspec.structs import replace

from briefgen import markdown
from briefgen.annotation import Amount, Fact
from briefgen.briefing.outline import Entry
from briefgen.markdown import Mark, WovenBlock
from briefgen.pages import addresses, fragments, wording
from briefgen.pages.anchors import KEY_FACTS
from briefgen.pages.directory import (
    UNCERTAIN,
    Open,
    Opened,
    Titled,
    Used,
    entry_view,
    figure_view,
    key_fact_view,
    quote_view,
    titled_view,
)
from briefgen.pages.here import Here
from briefgen.pages.links import relinked
from briefgen.pages.page import Heading, Masthead, Page, frame
from briefgen.span import hull
from briefgen.views.parts import BodyView, CountedActor, KeyFactView, Link, NoteView
from briefgen.views.reading import ArticlePage

WORDS_A_MINUTE = 230
HEADINGS = 3
"""An article with so many headings has a list of them."""
RIGHT_TO_LEFT = ("ar", "fa", "he", "ur", "yi", "ps", "sd", "ug", "dv", "ckb")


class ArticleRecipe(Struct, frozen=True, kw_only=True):
    """All that an article's page is made from."""

    template: ClassVar[str] = "article.html"

    address: str
    story: Heading
    article: Used
    links: tuple[tuple[str, str], ...]
    """(path, address) of the files that its text links to."""
    before: Titled | None
    """The article before it in the story."""
    after: Titled | None


def article_page(recipe: ArticleRecipe, masthead: Masthead, open: Open) -> Page:
    """The page of an article."""
    opened = open(recipe.article)
    article, annotation = opened.entry.article, opened.entry.annotation
    here = Here(recipe.address, masthead.words)
    words = len(article.text.split())
    key_facts = _key_facts(opened, here)
    blocks, text = woven(opened, here, relinked(article, dict(recipe.links), here.to))
    view = ArticlePage(
        article=entry_view(opened.entry, here),
        author=article.meta.author or "",
        url=article.meta.url or "",
        minutes=max(1, round(words / WORDS_A_MINUTE)),
        words=words,
        body=text,
        actors=named(opened, here),
        key_facts=key_facts,
        quotes=len(annotation.quotes),
        figures=sum(fact.kind == "figure" for fact in annotation.facts),
        dates=sum(fact.kind == "date" for fact in annotation.facts),
        contents=_contents(blocks),
        direction=direction(article.lang),
        record=here.to(addresses.record(article)),
        notices=notices(opened, here),
        previous=titled_view(recipe.before, here) if recipe.before else None,
        next=titled_view(recipe.after, here) if recipe.after else None,
    )
    trail = ((recipe.story.title, addresses.briefing(recipe.story.folder)),) if recipe.story.title else ()
    return Page(
        here.address,
        recipe.template,
        frame(
            masthead,
            here.address,
            article.title,
            description=wording.shortened(key_facts[0].sentence if key_facts else article.title),
            folder=recipe.story.folder,
            trail=((masthead.title, addresses.HOME), *trail),
            newest=article.date,
        ),
        view,
    )


def body(opened: Opened, here: Here, links: Mapping[str, str], prefix: str = "") -> tuple[BodyView, ...]:
    """An article's text, block by block, with its marks and the notes that belong to each block; as `woven` gives it."""
    return woven(opened, here, links, prefix)[1]


def woven(
    opened: Opened, here: Here, links: Mapping[str, str], prefix: str = ""
) -> tuple[tuple[WovenBlock, ...], tuple[BodyView, ...]]:
    """(an article's text with its marks, block by block; the same with the notes that belong to each block)

    `links` are the new targets of its links. `prefix` stands before the text's own ids, those of headings and
    footnotes, where it shares a page with other texts.
    """
    article = opened.entry.article
    notes = _notes(opened, here)
    blocks = markdown.weave(
        article.body,
        _marks(opened, notes, here),
        article.format,
        without_title=article.without_title,
        links=links,
        prefix=prefix,
    )
    return blocks, tuple(
        BodyView(block.html, tuple(notes[id] for id in block.marks if id in notes)) for block in blocks
    )


def ids(body: Iterable[BodyView]) -> set[str]:
    """The ids of everything marked in a text."""
    return {id for block in body for id in re.findall(r' id="([^"]+)"', block.html)}


def notices(opened: Opened, here: Here) -> tuple[str, ...]:
    """What a reader should know: that nothing was annotated in this language, of which the only notice tells."""
    said = any(diagnostic.severity == "notice" for diagnostic in opened.entry.annotation.diagnostics)
    return (here.words.say("article.not_read", lang=opened.entry.article.lang),) if said else ()


def direction(lang: str) -> str:
    """Which way a language is written: ltr or rtl."""
    return "rtl" if lang.split("-")[0].lower() in RIGHT_TO_LEFT else "ltr"


def _notes(opened: Opened, here: Here) -> dict[str, NoteView]:
    """The margin notes by the id of the mark that they explain."""
    article, annotation, ids = opened.entry.article, opened.entry.annotation, opened.anchors
    original = fragments.finder(article.meta.url or "", article.text, (block.span for block in article.blocks))
    notes: dict[str, NoteView] = {}
    for number, (quote, id) in enumerate(zip(annotation.quotes, ids.quotes, strict=True)):
        view = quote_view(opened, number, here)
        notes[id] = NoteView(
            id=f"n{id}",
            label=f"Q{number + 1}",
            kind="quote",
            href=f"#{id}",
            original=original(hull(quote.content)),
            quote=view,
        )
    figures = [at for at, fact in enumerate(annotation.facts) if _is_worth_a_note(opened, fact)]
    for label, at in enumerate(figures, 1):
        id, fact = ids.facts[at], annotation.facts[at]
        figure = figure_view(opened, at, here)
        within = _within(opened, fact)
        notes[id] = NoteView(
            id=f"n{id}",
            label=f"F{label}",
            kind="figure",
            href=f"#{id}",
            original=original(fact.span),
            # Who says so stands in the note of the quote.
            figure=replace(figure, claimant=None) if within else figure,
            within=within,
        )
    for number, (key_fact, id) in enumerate(zip(annotation.key_facts[:KEY_FACTS], ids.key_facts, strict=False)):
        notes[id] = NoteView(
            id=f"n{id}",
            label=f"K{number + 1}",
            kind="key",
            href=f"#{id}",
            original=original(key_fact.sentence),
            key_fact=key_fact_view(opened, number, here),
        )
    return notes


def _is_worth_a_note(opened: Opened, fact: Fact) -> bool:
    """Whether more can be said of a figure than the words beside it, and the quote around it, say already."""
    if not isinstance(fact.value, Amount):
        return False
    subject, text = fact.value.subject, opened.entry.article.text
    is_apart = subject is not None and bool(
        text[fact.span.end : subject.start].strip() or subject.start < fact.span.start
    )
    return bool(fact.value.measure) or is_apart or (fact.claimant is not None and _within(opened, fact) is None)


def _within(opened: Opened, fact: Fact) -> Link | None:
    """The note of the quote that a figure is part of, when its speaker is the figure's claimant."""
    for number, quote in enumerate(opened.entry.annotation.quotes):
        if any(span.contains(fact.span) for span in quote.content):
            is_same = fact.claimant is None or (quote.speaker and quote.speaker.actor == fact.claimant.actor)
            id = opened.anchors.quotes[number]
            return Link(f"Q{number + 1}", f"#n{id}") if is_same and id else None
    return None


def _contents(blocks: tuple[WovenBlock, ...]) -> tuple[Link, ...]:
    """The headings of a text that has several; those of the highest levels, where there are deeper ones too."""
    headings = [block.heading for block in blocks if block.heading and block.heading.title]
    for level in sorted({heading.level for heading in headings}):
        shown = [heading for heading in headings if heading.level <= level]
        if len(shown) >= HEADINGS:
            return tuple(Link(heading.title, f"#{heading.id}") for heading in shown)
    return ()


def _marks(opened: Opened, notes: Mapping[str, NoteView], here: Here) -> tuple[Mark, ...]:
    """Everything that is marked in the text; the widest first, so that they nest the same way everywhere."""
    annotation, ids = opened.entry.annotation, opened.anchors
    marks = [
        Mark(id=id, kind="key", spans=(fact.sentence,), note=f"n{id}", label=notes[id].label, name=here.words.say("mark.key", label=notes[id].label))
        for fact, id in list(zip(annotation.key_facts, ids.key_facts, strict=True))[:KEY_FACTS]
    ]  # fmt: skip
    # Lists show more key facts than the text does: those are only linked to.
    further = list(zip(annotation.key_facts, ids.key_facts, strict=True))[KEY_FACTS:]
    marks += [Mark(id=id, kind="", spans=(fact.sentence,)) for fact, id in further]
    for quote, id in zip(annotation.quotes, ids.quotes, strict=True):
        label = notes[id].label
        shown = notes[id].quote
        party = shown.speaker if shown else None
        is_guess = quote.confidence < UNCERTAIN
        who = (party.actor.name if party.actor else party.text) if party else ""
        marks.append(
            Mark(
                id=id,
                kind="quote",
                variant=quote.kind,
                spans=quote.content,
                note=f"n{id}",
                label=label,
                name=here.words.say(
                    f"mark.quote{'_by' if who else ''}", label=f"{label}?" if is_guess else label, who=who
                ),
                uncertain=is_guess,
            )
        )
    for fact, id in zip(annotation.facts, ids.facts, strict=True):
        if fact.kind == "figure":
            label = notes[id].label if id in notes else ""
            marks.append(
                Mark(
                    id=id,
                    kind="figure",
                    spans=(fact.span,),
                    note=f"n{id}" if label else "",
                    label=label,
                    name=here.words.say("mark.figure", label=label) if label else "",
                )
            )
        else:
            marks.append(Mark(id=id, kind="date", spans=(fact.span,)))
    for mention, id in zip(annotation.mentions, ids.mentions, strict=True):
        face = opened.faces.get(mention.actor or "")
        if face:
            marks.append(
                Mark(
                    id=id,
                    kind="actor",
                    spans=(mention.span,),
                    href=here.to(addresses.actor(face.id)),
                    uncertain=mention.confidence < UNCERTAIN,
                )
            )
    return tuple(marks)


def _key_facts(opened: Opened, here: Here) -> tuple[KeyFactView, ...]:
    shown = range(min(KEY_FACTS, len(opened.entry.annotation.key_facts)))
    return tuple(key_fact_view(opened, number, here) for number in shown)


def named(opened: Opened, here: Here) -> tuple[CountedActor, ...]:
    """The article's actors, most salient first, with counts of this article."""
    entry: Entry = opened.entry
    mentions = Counter(mention.actor for mention in entry.annotation.mentions)
    quotes = Counter(quote.speaker.actor for quote in entry.annotation.quotes if quote.speaker)
    views: dict[str, CountedActor] = {}
    for actor in entry.annotation.actors:
        face = opened.faces[actor.id]
        before = views.get(face.id)
        views[face.id] = CountedActor(
            id=face.id,
            name=face.name,
            href=here.to(addresses.actor(face.id)),
            kind=face.kind,
            role=actor.role or face.role,
            mentions=mentions[actor.id] + (before.mentions if before else 0),
            quotes=quotes[actor.id] + (before.quotes if before else 0),
            articles=1,
        )
    return tuple(views.values())

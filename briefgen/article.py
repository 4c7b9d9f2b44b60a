"""A source as an article: what its author says about it, its plain text, and where its blocks are."""

from __future__ import annotations

import datetime
import re
import unicodedata
from pathlib import PurePosixPath

from msgspec import Struct

from briefgen import frontmatter
from briefgen.diagnostic import Diagnostic
from briefgen.frontmatter import INDEX_ONLY, FrontMatter
from briefgen.markdown import Block, Format, project
from briefgen.source import Source
from briefgen.span import Span

DATED = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?:[-_ ](.+))?")


class Article(Struct, frozen=True, kw_only=True):
    """One source's text, parsed."""

    path: str
    """Of its file, relative to the project."""
    folder: str
    """Address of its briefing: the folder's slug, "" for articles right in content/."""
    slug: str
    """The last part of its address."""
    is_index: bool
    """Whether it is a briefing's own page (index.md) rather than an article of it."""
    format: Format
    meta: FrontMatter
    title: str
    date: str | None
    """YYYY-MM-DD, from the front matter or the file's name."""
    lang: str
    body: str
    """What `markdown.weave` renders."""
    without_title: bool
    """Whether the body's leading headline is the title and is shown as such."""
    text: str
    """The plain text that annotations point into."""
    blocks: tuple[Block, ...]
    title_span: Span | None
    """Where the title stands in the text, when it does."""
    excerpt: int | None = None
    """How many of its first words may be published, beside what is found in it; None: all of it."""
    diagnostics: tuple[Diagnostic, ...] = ()


def slugify(name: str) -> str:
    """A part of an address: lower case, letters of any script, digits, hyphens and dots. Never empty."""
    words = re.sub(r"[^\w.]+", "-", unicodedata.normalize("NFC", name).lower()).strip("-.")
    # A file's name has at most 255 bytes on most systems; the rest is for endings.
    words = words.encode("utf-8")[:200].decode("utf-8", errors="ignore").rstrip("-.")
    return words or "untitled"


def parse(source: Source, language: str = "en", *, excerpts: bool = False, excerpt_words: int = 60) -> Article:
    """The article in a source. Mistakes are diagnostics; there is always an article.

    `language` and `excerpts` hold for articles that do not say otherwise.
    """
    place = PurePosixPath(source.place)
    format: Format = "text" if place.suffix.lower() == ".txt" else "markdown"
    block, body, line = frontmatter.split(source.text)
    meta, wrong = frontmatter.read(block, source.path) if block.strip() else (FrontMatter(), ())
    is_index = place.stem.lower() == "index"
    if not is_index:
        stray = [key for key in INDEX_ONLY if getattr(meta, key) is not None]
        wrong += tuple(
            Diagnostic(
                path=source.path, line=1, severity="warning", message=f"“{key}” only counts in a folder's index.md"
            )
            for key in stray
        )
    is_excerpt = not is_index and (excerpts if meta.excerpt is None else meta.excerpt)
    if is_excerpt and not meta.url:
        message = "is published in excerpts, but there is no link to the original"
        hint = "write url: https://… in its front matter, or excerpt: false when the text is yours to publish"
        wrong += (Diagnostic(path=source.path, line=1, severity="warning", message=message, hint=hint),)
    if format == "markdown":
        body = body.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    projection = project(body, format)
    headline = " ".join(projection.title.of(projection.text).split()) if projection.title else ""
    without_title = bool(headline) and (not meta.title or meta.title.casefold() == headline.casefold())
    stem_date, stem_title = _from_stem(place.stem)
    title_span = projection.title if without_title and format == "text" else None
    if without_title and format == "markdown":
        # The page shows it as its heading, like one that stands in the front matter.
        projection = project(body, format, without_title=True)
    return Article(
        path=source.path,
        folder="/".join(slugify(part) for part in place.parts[:-1]),
        slug=meta.slug or slugify(place.stem),
        is_index=is_index,
        format=format,
        meta=meta,
        title=meta.title or headline or stem_title,
        date=meta.date or stem_date,
        lang=meta.lang or language,
        body=body,
        without_title=without_title,
        text=projection.text,
        blocks=tuple(Block(b.span, b.kind, b.line + line) for b in projection.blocks),
        title_span=title_span,
        excerpt=excerpt_words if is_excerpt else None,
        diagnostics=(*source.diagnostics, *wrong),
    )


def _from_stem(stem: str) -> tuple[str | None, str]:
    """(date, title) that a file's name tells: 2025-04-12-talks-resume gives both."""
    found = DATED.fullmatch(stem)
    day, name = None, stem
    if found:
        try:
            day = datetime.date(int(found[1]), int(found[2]), int(found[3])).isoformat()
            name = found[4] or stem
        except ValueError:
            pass
    words = re.sub(r"[-_\s]+", " ", name).strip() if name != day else name
    return day, (words[:1].upper() + words[1:]) or "Untitled"

"""Stories: the annotated articles of one folder, in reading order."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct

from briefgen.annotation import Annotation
from briefgen.article import Article


class Entry(Struct, frozen=True):
    """An article and what is said about it."""

    article: Article
    annotation: Annotation


class Briefing(Struct, frozen=True, kw_only=True):
    """A folder of articles about one story."""

    folder: str
    """Its address; "" for articles right in content/."""
    title: str
    summary: str
    index: Article | None
    """The folder's own page, when it has one."""
    entries: tuple[Entry, ...]
    """In the order that its index.md asks for; newest first otherwise."""


def newest_first(entries: Iterable[Entry]) -> list[Entry]:
    """By falling date, undated last, then by path."""
    by_path = sorted(entries, key=lambda entry: entry.article.path)
    return sorted(by_path, key=lambda entry: entry.article.date or "", reverse=True)


def briefings(entries: Iterable[Entry], indexes: Iterable[Article], site_title: str) -> tuple[Briefing, ...]:
    """Every folder that holds articles or an index page, those with the newest article first."""
    own = {article.folder: article for article in indexes}
    folders: dict[str, list[Entry]] = {folder: [] for folder in own}
    for entry in entries:
        folders.setdefault(entry.article.folder, []).append(entry)
    found = [_briefing(folder, own.get(folder), members, site_title) for folder, members in sorted(folders.items())]
    return tuple(sorted(found, key=lambda briefing: _newest(briefing), reverse=True))


def _newest(briefing: Briefing) -> str:
    return max((entry.article.date or "" for entry in briefing.entries), default="")


def _briefing(folder: str, index: Article | None, members: list[Entry], site_title: str) -> Briefing:
    ordered = newest_first(members)
    if index and index.meta.order == "oldest":
        ordered.sort(key=lambda entry: (entry.article.date or "9999", entry.article.path))
    name = folder.rsplit("/", 1)[-1].replace("-", " ")
    titled = index is not None and (index.meta.title is not None or index.without_title)
    return Briefing(
        folder=folder,
        title=index.title if index and titled else name[:1].upper() + name[1:] or site_title,
        summary=(index.meta.summary if index else None) or "",
        index=index,
        entries=tuple(ordered),
    )

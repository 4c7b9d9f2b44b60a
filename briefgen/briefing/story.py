"""Stories: the articles of one folder, in reading order."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct

from briefgen.briefing.outline import Outline


class Story(Struct, frozen=True, kw_only=True):
    """A folder of articles about one story: a briefing."""

    folder: str
    """Its address; "" for articles right in content/."""
    title: str
    summary: str
    index: Outline | None
    """The folder's own page, when it has one."""
    articles: tuple[Outline, ...]
    """In the order that its index.md asks for; newest first otherwise."""

    @property
    def newest(self) -> str:
        """The date of its newest article; "" when none has any."""
        return max((article.date or "" for article in self.articles), default="")


def extent(dates: Iterable[str | None]) -> tuple[str, str]:
    """(the first, the last) of some dates; ("", "") when there are none."""
    told = [date for date in dates if date]
    return min(told, default=""), max(told, default="")


def newest_first(articles: Iterable[Outline]) -> list[Outline]:
    """By falling date, undated last, then by path."""
    by_path = sorted(articles, key=lambda article: article.path)
    return sorted(by_path, key=lambda article: article.date or "", reverse=True)


def story(folder: str, members: Iterable[Outline], site_title: str) -> Story:
    """The story of a folder's articles and, where there is one, its index page."""
    articles: list[Outline] = []
    index: Outline | None = None
    for member in members:
        if member.is_index:
            index = member
        else:
            articles.append(member)
    ordered = newest_first(articles)
    if index and index.order == "oldest":
        ordered.sort(key=lambda article: (article.date or "9999", article.path))
    name = folder.rsplit("/", 1)[-1].replace("-", " ")
    return Story(
        folder=folder,
        title=index.title if index and index.is_titled else name[:1].upper() + name[1:] or site_title,
        summary=index.summary if index else "",
        index=index,
        articles=tuple(ordered),
    )


def latest_first(stories: Iterable[Story]) -> tuple[Story, ...]:
    """Those with the newest article first."""
    by_folder = sorted(stories, key=lambda story: story.folder)
    return tuple(sorted(by_folder, key=lambda story: story.newest, reverse=True))

"""What Pagefind is told of a site: a record for each article, quote, figure and actor.

What a record is filtered by has the same names as the form has lists: kind, who, source, briefing and date. Numbers and
marks that are to be shown, but not found, are filters too: unlike the rest of a record, they are not searched.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from typing import Any

import msgspec
from msgspec import Struct

UNDATED = "0000-00-00"
"""What is sorted as the date of what has none: Pagefind leaves out what it cannot sort."""


class Record(Struct, frozen=True, kw_only=True):
    """Something to be found."""

    url: str
    content: str
    """Searched, and shown with the words found."""
    meta: dict[str, str]
    """Searched, and shown."""
    filters: dict[str, list[str]]
    sort: dict[str, str]


def recorded(shard: bytes) -> Iterator[Record]:
    """What stands in a shard of the search."""
    given = msgspec.json.decode(shard[shard.index(b"(") + 1 : shard.rindex(b")")])
    for actor in given.get("actors", ()):
        yield _actor(*actor)
    if "articles" in given:
        folder, title, _ = given["story"]
        briefing = named(folder or "/", title)
        cast = [named(id, name) for id, name in given["cast"]]
        for article in given["articles"]:
            yield from _article(article, briefing, cast)


def named(id: str, name: str) -> str:
    """The value of a filter that has an id and a name; ids hold no spaces."""
    return f"{id.replace(' ', '%20')} {name}"


def cut(text: str, spans: list[int]) -> str:
    """The stretches of a text, counted as JavaScript counts, as one line shows them."""
    wide = text.encode("utf-16-le", "surrogatepass")
    pieces = [
        wide[2 * start : 2 * end].decode("utf-16-le", "surrogatepass")
        for start, end in zip(spans[::2], spans[1::2], strict=True)
    ]
    return " … ".join(pieces)


def _actor(
    id: str, name: str, page: str, kind: str, role: str, aliases: list[str], articles: int, quotes: int
) -> Record:
    meta = {"title": name, "role": role, "aliases": " · ".join(aliases)}
    return Record(
        url=page,
        # What has no words at all is not found by any.
        content=name,
        meta={key: value for key, value in meta.items() if value},
        filters={
            "kind": ["actor"], "who": [named(id, name)], "type": [kind], "articles": [str(articles)], "quotes": [str(quotes)]
        },
        sort={"date": UNDATED},
    )  # fmt: skip


def _article(article: list[Any], briefing: str, cast: list[str]) -> Iterator[Record]:
    title, href, date, source, lang, text, _, acting, quotes, figures = article
    common = {"briefing": [briefing], "lang": [lang]}
    if date:
        common["date"] = [date]
    if source:
        common["source"] = [source]
    sort = {"date": date or UNDATED}
    # Where the words of a quote are from: its source, which is a filter, else its article.
    place = {} if source else {"place": title}
    yield Record(
        url=href,
        content=text,
        meta={"title": title, **({"source": source} if source else {})},
        filters={"kind": ["article"], "who": [cast[number] for number in acting], **common},
        sort=sort,
    )
    # What stands in a headline has no anchor; but of two records of one address Pagefind knows the last alone, and
    # with an anchor that is none a page opens at its top.
    headline = (f"headline-{number}" for number in count(1))
    for who, anchor, is_direct, *spans in quotes:
        own, by = _person(who, cast)
        yield Record(
            url=f"{href}#{anchor or next(headline)}",
            content=cut(text, spans),
            meta={**by, **place},
            filters={"kind": ["quote"], "form": ["direct" if is_direct else "indirect"], **own, **common},
            sort=sort,
        )
    for who, anchor, label, *spans in figures:
        own, by = _person(who, cast)
        yield Record(
            url=f"{href}#{anchor or next(headline)}",
            content=cut(text, spans),
            meta={"title": label, **by, **place},
            filters={"kind": ["figure"], **own, **common},
            sort=sort,
        )


def _person(who: int | str, cast: list[str]) -> tuple[dict[str, list[str]], dict[str, str]]:
    """(filter, meta) of whose words something is."""
    if isinstance(who, int):
        return {"who": [cast[who]]}, {"by": cast[who].partition(" ")[2]}
    return {}, {"by": who} if who else {}

"""Why a page is made again, in words: what it is made from now, against what it was made from before."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from briefgen.kept import origin
from briefgen.source import Static

if TYPE_CHECKING:
    from briefgen.desk import Desk

WORDS = {
    "site": "the title, description, base_url, language, colours, logo or day in briefgen.toml changed",
    "code": "briefgen itself, or a library that it renders with, is another",
    "story": "the briefing's title changed",
    "summary": "the briefing's summary changed",
    "links": "a file that it links to came, went or stands elsewhere",
    "text_links": "a file that one of its texts links to came, went or stands elsewhere",
    "further": "other articles are named at its end",
    "before": "the article before it is another, or has another title or address",
    "after": "the article after it is another, or has another title or address",
    "actor": "the actor's name, kind, role or counts changed",
    "roles": "the actor's roles changed",
    "aliases": "the actor's other names changed",
    "company": "whom the actor is named with most often changed",
    "ties": "how often those named with the actor are named together changed",
    "presence": "how often the actor is named over time changed",
    "actors": "the actors on it, or their counts, changed",
    "events": "the briefing's dated sentences changed",
    "rows": "other rows stand on it",
    "number": "the list has other pages",
    "pages": "there are more or fewer pages",
    "total": "the list has more or fewer rows",
    "latest": "the newest articles are others",
    "stories": "the briefings, their counts or their leading actors changed",
    "shards": "there are other shards of the search",
    "article": "the article's title, language or address changed",
    "words": "how many words an excerpt may show changed",
    "newest_first": "the order of the briefing's articles changed",
    "stands": "a dated sentence stands on another page of the timeline",
    "places": "dated sentences stand on other days or in other parts of the timeline",
    "stops": "the days that the timeline's index names changed",
    "days": "the days that neighbouring pages tell of changed",
    "speakers": "who is quoted, or how often, changed",
    "stances": "how often each stance is taken changed",
    "heard": "how much the actor is quoted changed",
    "offices": "when the actor had which role changed",
    "spoken_of": "what the actor says about whom changed",
    "index": "where the search's index stands changed",
}
"""What a change of each part of a recipe means."""

FACES = "who the actors in its articles are changed: a name, a kind, a role or an address"
ORDER = "its articles come in another order"


class Why(Struct, frozen=True, kw_only=True):
    """Why a page is as it is."""

    address: str
    made_from: tuple[str, ...]
    """The sources and templates that it is made from now."""
    last: tuple[str, ...]
    """Why the last build made it in place of an earlier version; () when there was none."""
    next: tuple[str, ...]
    """Why the next build will make it again; () when it will not."""
    is_new: bool
    """Whether no build has made it yet."""


def explain(desk: Desk, named: str, output: Path, made: Mapping[str, tuple[str, str]]) -> Why | None:
    """Why the page that somebody names is as it is; None where there is no such page.

    `named` is its address, its file, or the path of its source; `made` the (key, digest) by address of what the
    last build made. The desk is settled.
    """
    address = next((one for one in _meant(desk, named, output) if one in desk.plan.pages), None)
    if address is None:
        return None
    claim = desk.plan.pages[address]
    if isinstance(claim, Static):
        return Why(address=address, made_from=(claim.file,), last=(), next=(), is_new=False)
    key, _, grounds = desk.key(address)
    last = origin(desk.memo, made[address][0]) if address in made else None
    return Why(
        address=address,
        made_from=ingredients(grounds),
        last=last.reasons if last else (),
        next=reasons(last.grounds, grounds) if last and made[address][0] != key else (),
        is_new=last is None,
    )


def _meant(desk: Desk, named: str, output: Path) -> Iterator[str]:
    """The addresses that a name may stand for, the likeliest first."""
    with suppress(ValueError):
        yield Path(named).resolve().relative_to(output.resolve()).as_posix()
    yield named.strip("/")
    yield f"{named.strip('/')}/index.html".lstrip("/")
    for address, path in desk.origins.items():
        if path == named or path.endswith(f"/{named}"):
            yield address


def reasons(before: Mapping[str, str], now: Mapping[str, str]) -> tuple[str, ...]:
    """What has changed between two versions of what a page is made from (`pages.recipe.grounds`); () when nothing has."""
    found: dict[str, None] = {}
    files = [name for name in {**before, **now} if name.startswith("content/") and before.get(name) != now.get(name)]
    for name in sorted(files):
        if name not in before:
            found[f"{name} is now among its articles"] = None
        elif name not in now:
            found[f"{name} is no longer among its articles"] = None
        else:
            found[f"{name} changed, or what is annotated in it"] = None
    for name in {**now, **before}:
        if name.startswith("content/") or before.get(name) == now.get(name):
            continue
        if name.startswith("templates/"):
            found[f"{name}, or a template that it uses, changed"] = None
        elif name.endswith(":faces"):
            # Another article brings other actors: said already.
            if not files:
                found[FACES] = None
        elif name.endswith(":order"):
            if not files:
                found[ORDER] = None
        else:
            found[WORDS.get(name, f"its {name} changed")] = None
    return tuple(found)


def ingredients(grounds: Mapping[str, str]) -> tuple[str, ...]:
    """What a page is made from, as an author knows it: files and templates."""
    return tuple(sorted(name for name in grounds if name.startswith(("content/", "templates/"))))

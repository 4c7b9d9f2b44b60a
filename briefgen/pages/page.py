"""A page before it is rendered, and what every page has: its frame."""

from __future__ import annotations

import re

from msgspec import Struct

from briefgen.interface import Words, words
from briefgen.pages import addresses, wording
from briefgen.views.frame import Frame
from briefgen.views.parts import Link


class Masthead(Struct, frozen=True, kw_only=True):
    """What all pages know of the site."""

    title: str
    description: str
    base_url: str
    """"" or an absolute address that ends with "/"."""
    language: str
    interface: str = "en"
    """Language of what the pages say by themselves."""
    is_searched: bool = True
    """Whether there is a search."""
    dated: str = ""
    """The day, YYYY-MM-DD, to be called that of the build; "" for that of the newest article on each page."""

    @property
    def words(self) -> Words:
        """What the pages say by themselves."""
        return words(self.interface)


class Page(Struct, frozen=True):
    """One file of the site."""

    address: str
    template: str
    """Name of the template; "" when `content` is the file already."""
    frame: Frame | None
    view: Struct | None
    content: bytes = b""


class Heading(Struct, frozen=True, array_like=True):
    """A story as its pages name it."""

    folder: str
    title: str


def frame(
    masthead: Masthead,
    address: str,
    title: str,
    *,
    description: str = "",
    folder: str | None = None,
    trail: tuple[tuple[str, str], ...] = (),
    newest: str | None = None,
    original: str = "",
) -> Frame:
    """What every template sees of its page. `folder` names the briefing it belongs to; `trail` is (title, address)s.

    `newest` is the day of the newest article that it shows, `original` the address of what it is an excerpt of.
    """

    def link(title: str, target: str) -> Link:
        return Link(title, addresses.link(address, target), current=target == address)

    say = masthead.words.say
    day = masthead.dated or newest
    own = absolute(masthead.base_url, address) if masthead.base_url else ""
    navigation = [link(say("page.briefings"), addresses.HOME), link(say("page.actors"), addresses.ACTORS)]
    if folder is not None:
        navigation.append(link(say("page.overview"), addresses.briefing(folder)))
        navigation += [link(say(f"page.{name}"), addresses.listing(folder, name)) for name in addresses.LISTS]
    if masthead.is_searched:
        navigation.append(link(say("page.search"), addresses.SEARCH))
    return Frame(
        title=title,
        description=description,
        root=addresses.root(address),
        language=masthead.language,
        canonical=original or own,
        address=own,
        running=css_string(own),
        dated=wording.day(day, masthead.words) if day else None,
        is_build=bool(masthead.dated),
        feed=addresses.link(address, addresses.FEED),
        search=addresses.link(address, addresses.SEARCH) if masthead.is_searched else "",
        navigation=tuple(navigation),
        trail=tuple(link(title, target) for title, target in trail),
    )


def css_string(text: str) -> str:
    """A text as CSS writes it; every character that could mean something to CSS or HTML is given by its number."""
    return '"' + re.sub(r"[^A-Za-z0-9:/._~%=+,-]", lambda found: f"\\{ord(found[0]):x} ", text) + '"'


def absolute(base_url: str, address: str) -> str:
    """A page's address on the web; index.html is left out of it."""
    folder, _, name = addresses.quoted(address).rpartition("/")
    return base_url + (f"{folder}/" if folder else "") + ("" if name == "index.html" else name)

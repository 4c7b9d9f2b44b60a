"""What an author says of a briefing before it begins: the text of its folder's index page."""

from __future__ import annotations

from collections.abc import Callable

from briefgen import markdown
from briefgen.pages.directory import Open, Used
from briefgen.pages.links import relinked


def introduction(
    used: Used | None, links: tuple[tuple[str, str], ...], open: Open, to: Callable[[str, str], str], prefix: str = ""
) -> str:
    """The HTML of a folder's index page; "" without one. `links` as in a recipe, `to` and `prefix` as for any text."""
    if used is None:
        return ""
    index = open(used).entry.article
    led = relinked(index, dict(links), to)
    blocks = markdown.weave(index.body, (), index.format, without_title=index.without_title, links=led, prefix=prefix)
    return "".join(block.html for block in blocks)

"""Links between sources, made to links between pages: [earlier](2025-03-04-flood.md), ![map](map.svg)."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping
from urllib.parse import unquote, urlsplit

from briefgen import markdown
from briefgen.article import Article
from briefgen.pages import addresses

TARGET = re.compile(
    r"\]\(\s*(?:<([^<>\n]*)>|([^\s()<]+(?:\([^\s()]*\)[^\s()]*)*))"
    r"|^ {0,3}\[[^\]\n]+\]:[ \t]*\n?[ \t]*(?:<([^<>\n]*)>|(\S+))",
    re.MULTILINE,
)
"""What may be a link's target, inline or in a definition. Too many do no harm."""


def relinked(article: Article, links: Mapping[str, str], origin: str) -> dict[str, str]:
    """New targets, by the old ones as they stand in HTML, of the body's links to files of content/.

    `links` gives the address of each file by its path.
    """
    if article.format == "text":
        return {}
    out: dict[str, str] = {}
    folder = posixpath.dirname(article.path)
    for found in TARGET.finditer(article.body):
        target = markdown.target(next(filter(None, found.groups()), ""))
        try:
            parts = urlsplit(target)
        except ValueError:
            continue
        if parts.scheme or parts.netloc or not parts.path:
            continue
        path = posixpath.normpath(posixpath.join(folder, unquote(parts.path)))
        if path in links:
            out[target] = addresses.link(origin, links[path], parts.fragment)
    return out

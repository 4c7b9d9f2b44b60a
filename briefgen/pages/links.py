"""Links between sources, made to links between pages: [earlier](2025-03-04-flood.md), ![map](map.svg)."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterator, Mapping
from urllib.parse import unquote, urlsplit

from briefgen import markdown
from briefgen.article import Article

TARGET = re.compile(
    r"\]\(\s*(?:<([^<>\n]*)>|([^\s()<]+(?:\([^\s()]*\)[^\s()]*)*))"
    r"|^ {0,3}\[[^\]\n]+\]:[ \t]*\n?[ \t]*(?:<([^<>\n]*)>|(\S+))",
    re.MULTILINE,
)
"""What may be a link's target, inline or in a definition. Too many do no harm."""


def targets(article: Article) -> tuple[str, ...]:
    """The paths, relative to the project, that the body's links may lead to, whether there are such files or not."""
    return tuple(sorted({path for _, path, _ in _links(article)}))


def relinked(article: Article, links: Mapping[str, str], to: Callable[[str, str], str]) -> dict[str, str]:
    """New targets, by the old ones as they stand in HTML, of the body's links to files of content/.

    `links` gives the address of each of its `targets` that is a file; `to` makes a link of an address and a fragment.
    """
    return {target: to(links[path], fragment) for target, path, fragment in _links(article) if path in links}


def _links(article: Article) -> Iterator[tuple[str, str, str]]:
    """(target as it stands in HTML, path it leads to, fragment) of the relative links."""
    if article.format == "text":
        return
    folder = posixpath.dirname(article.path)
    for found in TARGET.finditer(article.body):
        target = markdown.target(next(filter(None, found.groups()), ""))
        try:
            parts = urlsplit(target)
        except ValueError:
            continue
        if not (parts.scheme or parts.netloc or not parts.path):
            yield target, posixpath.normpath(posixpath.join(folder, unquote(parts.path))), parts.fragment

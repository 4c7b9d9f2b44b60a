"""Markdown and plain text as markdown-it tokens, each piece of text with its offset.

Raw HTML in sources is text, links go only to http, https, mailto and relative addresses, and a
picture from another host becomes a link (a page must not call another host).
"""

from __future__ import annotations

import re
from functools import cache
from typing import Literal

from markdown_it import MarkdownIt
from markdown_it.common.utils import unescapeAll
from markdown_it.rules_core import StateCore
from markdown_it.token import Token
from mdit_py_plugins.anchors import anchors_plugin
from mdit_py_plugins.footnote import footnote_plugin
from mdit_py_plugins.tasklists import tasklists_plugin

from briefgen import plain

Format = Literal["markdown", "text"]

BLOCK_BREAK = "\n\n"
"""Stands between two blocks of the plain text, so that no sentence crosses them."""

SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)
SAFE_SCHEMES = ("http:", "https:", "mailto:")


class _Parser(MarkdownIt):
    """markdown-it with a closed list of URL schemes."""

    def validateLink(self, url: str) -> bool:  # noqa: N802
        address = url.strip()
        return not SCHEME.match(address) or address.lower().startswith(SAFE_SCHEMES)


def heading_id(text: str) -> str:
    """A heading's fragment. It never holds an underscore, as every id of ours does, nor is like a footnote's."""
    words = re.sub(r"[^\w\s-]", "", text.strip().lower()).replace("_", "-")
    words = re.sub(r"\s+", "-", words) or "section"
    return f"{words}-section" if re.fullmatch(r"fn(ref)?\d+", words) else words


def target(written: str) -> str:
    """A link's target as it stands in HTML: without escapes and entities, percent-encoded."""
    return parser().normalizeLink(unescapeAll(written))


@cache
def parser() -> MarkdownIt:
    """CommonMark with tables, strikethrough, footnotes, task lists and heading anchors; raw HTML off."""
    made = _Parser("js-default")
    made.use(footnote_plugin).use(tasklists_plugin)
    made.use(anchors_plugin, max_level=6, slug_func=heading_id)
    made.core.ruler.push("remote_pictures", _remote_pictures)
    made.core.ruler.push("inline_code", _inline_code)
    return made


def _remote_pictures(state: StateCore) -> None:
    """Replace pictures from other hosts by links to them."""
    for token in state.tokens:
        if not token.children:
            continue
        children: list[Token] = []
        inside_link = 0
        for child in token.children:
            if child.type in ("link_open", "link_close"):
                inside_link += child.nesting
            source = str(child.attrs.get("src", "")) if child.type == "image" else ""
            if source.startswith("//") or SCHEME.match(source):
                words = "".join(part.content for part in child.children or () if part.type in ("text", "code_inline"))
                text = Token("text", "", 0, content=words or source)
                link = Token("link_open", "a", 1, attrs={"href": source}), text, Token("link_close", "a", -1)
                # Within the author's own link the description is enough: links do not nest.
                children.extend((text,) if inside_link else link)
            else:
                children.append(child)
        token.children = children


def _inline_code(state: StateCore) -> None:
    """Make inline code a pair of tags around text, so that marks can cross it like any emphasis."""
    for token in state.tokens:
        children: list[Token] = []
        for child in token.children or ():
            if child.type == "code_inline":
                children.append(Token("code_open", "code", 1, attrs=child.attrs))
                children.append(Token("text", "", 0, content=child.content))
                children.append(Token("code_close", "code", -1))
            else:
                children.append(child)
        if token.children is not None:
            token.children = children


def _plain_tokens(text: str) -> list[Token]:
    """The blocks of a plain text as tokens. Their text keeps its own offsets (`start`)."""
    tokens: list[Token] = []
    for block in plain.blocks(text):
        kind, tag = ("heading", "h2") if block.heading else ("paragraph", "p")
        lines = [block.line - 1, block.line - 1 + len(block.lines)]
        children: list[Token] = []
        for span in block.lines:
            if children:
                children.append(Token("softbreak", "br", 0, meta={"start": span.start - 1}))
            children.append(
                Token("text", "", 0, content=span.of(text).replace("\0", "\ufffd"), meta={"start": span.start})
            )
        tokens.append(Token(f"{kind}_open", tag, 1, map=lines, block=True))
        start = {"start": block.lines[0].start}
        tokens.append(Token("inline", "", 0, map=lines, children=children, block=True, level=1, meta=start))
        tokens.append(Token(f"{kind}_close", tag, -1, block=True))
    return tokens


def tokens_of(body: str, format: Format, *, without_title: bool) -> tuple[list[Token], dict[str, object]]:
    """The body's tokens, each piece of text with its offset, and the renderer's environment."""
    environment: dict[str, object] = {}
    tokens = _plain_tokens(body) if format == "text" else parser().parse(body, environment)
    if without_title:
        tokens = tokens[title_end(tokens, format) :]
    if format == "text":
        return tokens, environment
    offset = 0
    for token in tokens:
        if token.type != "inline" or not token.children:
            continue
        first = offset
        for child in token.children:
            if child.type in TEXTUAL:
                child.meta = {**child.meta, "start": offset}
                offset += len(child.content) if child.type == "text" else 1
        if offset > first:
            offset += len(BLOCK_BREAK)
    return tokens, environment


TEXTUAL = ("text", "softbreak", "hardbreak")
"""The tokens that give text; a break gives one line feed."""


def title_end(tokens: list[Token], format: Format) -> int:
    """How many of the first tokens are the leading headline: a first-level one, or a plain text's first line."""
    if len(tokens) < 3 or tokens[0].type != "heading_open":
        return 0
    line = "".join(child.content for child in tokens[1].children or () if child.type == "text")
    if not line.strip():
        return 0
    return 3 if tokens[0].tag == "h1" or (format == "text" and plain.is_headline(line)) else 0

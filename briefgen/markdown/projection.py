"""A body as plain text: what a reader reads, with the offsets that annotations point to."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from briefgen.markdown.tokens import BLOCK_BREAK, TEXTUAL, Format, title_end, tokens_of
from briefgen.span import Span


class Block(Struct, frozen=True):
    """A paragraph, heading, list item's paragraph or table cell of an article."""

    span: Span
    kind: Literal["paragraph", "heading", "cell"]
    line: int
    """The body's line where it begins, from 1."""


class Projection(Struct, frozen=True, kw_only=True):
    """A body as plain text."""

    text: str
    blocks: tuple[Block, ...]
    """Ascending, disjoint; what lies between them is white space."""
    title: Span | None = None
    """A leading headline, when the body begins with one."""


def project(body: str, format: Format = "markdown", *, without_title: bool = False) -> Projection:
    """The plain text of a body: what a reader reads, without markup, code blocks and pictures.

    For `format="text"` the text is the body itself, so offsets are into the file. `without_title`
    leaves out a leading headline, which is then no block (and, in Markdown, not in the text).
    """
    tokens, _ = tokens_of(body, format, without_title=without_title)
    blocks: list[Block] = []
    parts: list[str] = []
    line = 1
    for opening, token in zip([None, *tokens], tokens, strict=False):
        if token.map:
            line = token.map[0] + 1
        places = [child for child in token.children or () if child.type in TEXTUAL]
        if token.type != "inline" or not places:
            continue
        words = "".join(child.content if child.type == "text" else "\n" for child in places)
        if not words:
            continue
        start = places[0].meta["start"]
        if format == "text":
            last = places[-1]
            span = Span(start, last.meta["start"] + len(last.content))
        else:
            span = Span(start, start + len(words))
            parts.append(words)
        if not words.strip():
            continue
        tag = opening.tag if opening else ""
        kind: Literal["paragraph", "heading", "cell"] = (
            "cell" if tag in ("td", "th") else "heading" if tag[:1] == "h" else "paragraph"
        )
        blocks.append(Block(span, kind, line))
    text = body if format == "text" else BLOCK_BREAK.join(parts)
    title = blocks[0].span if blocks and title_end(tokens, format) else None
    return Projection(text=text, blocks=tuple(blocks), title=title)

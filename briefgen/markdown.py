"""Markdown and plain text as markdown-it tokens: to plain text with offsets, and with marks to HTML.

The one module that imports markdown-it. Marks are woven into the *token stream* and rendered by
markdown-it's own renderer; HTML is never parsed or patched. Raw HTML in sources is text, links go
only to http, https, mailto and relative addresses, and a picture from another host becomes a link
(a page must not call another host).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import Literal

from markdown_it import MarkdownIt
from markdown_it.common.utils import unescapeAll
from markdown_it.rules_core import StateCore
from markdown_it.token import Token
from mdit_py_plugins.anchors import anchors_plugin
from mdit_py_plugins.footnote import footnote_plugin
from mdit_py_plugins.tasklists import tasklists_plugin
from msgspec import Struct

from briefgen import plain
from briefgen.span import Span

Format = Literal["markdown", "text"]

BLOCK_BREAK = "\n\n"
"""Stands between two blocks of the plain text, so that no sentence crosses them."""

SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)
SAFE_SCHEMES = ("http:", "https:", "mailto:")


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


class Mark(Struct, frozen=True, kw_only=True):
    """An annotation made visible."""

    id: str
    """The fragment by which other pages point here; unique on the page."""
    kind: str
    """Becomes a class: actor, quote, figure, date, key. A mark without one is a place to link to, and not seen."""
    variant: str = ""
    """A further class: direct, mixed, indirect."""
    spans: tuple[Span, ...]
    href: str = ""
    """Where an actor's name links to. Such a mark is an `<a>`, every other a `<mark>`."""
    note: str = ""
    """Id of the note beside the text, or "" when it has none."""
    label: str = ""
    """Text of the small link to the note ("Q1")."""
    name: str = ""
    """What a screen reader says of that link; begins with the label."""
    uncertain: bool = False


class WovenBlock(Struct, frozen=True):
    """One top-level block of a page's body."""

    html: str
    marks: tuple[str, ...]
    """Ids of the marks that begin in it, in order."""


# ---------------------------------------------------------------- tokens


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
    return _parser().normalizeLink(unescapeAll(written))


@cache
def _parser() -> MarkdownIt:
    parser = _Parser("js-default")
    parser.use(footnote_plugin).use(tasklists_plugin)
    parser.use(anchors_plugin, max_level=6, slug_func=heading_id)
    parser.core.ruler.push("remote_pictures", _remote_pictures)
    parser.core.ruler.push("inline_code", _inline_code)
    return parser


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


def _tokens(body: str, format: Format, *, without_title: bool) -> tuple[list[Token], dict[str, object]]:
    """The body's tokens, each piece of text with its offset, and the renderer's environment."""
    environment: dict[str, object] = {}
    tokens = _plain_tokens(body) if format == "text" else _parser().parse(body, environment)
    if without_title:
        tokens = tokens[_title_end(tokens, format) :]
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


def _title_end(tokens: list[Token], format: Format) -> int:
    """How many of the first tokens are the leading headline: a first-level one, or a plain text's first line."""
    if len(tokens) < 3 or tokens[0].type != "heading_open":
        return 0
    line = "".join(child.content for child in tokens[1].children or () if child.type == "text")
    if not line.strip():
        return 0
    return 3 if tokens[0].tag == "h1" or (format == "text" and plain.is_headline(line)) else 0


# ---------------------------------------------------------------- plain text


def project(body: str, format: Format = "markdown", *, without_title: bool = False) -> Projection:
    """The plain text of a body: what a reader reads, without markup, code blocks and pictures.

    For `format="text"` the text is the body itself, so offsets are into the file. `without_title`
    leaves out a leading headline, which is then no block (and, in Markdown, not in the text).
    """
    tokens, _ = _tokens(body, format, without_title=without_title)
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
    title = blocks[0].span if blocks and _title_end(tokens, format) else None
    return Projection(text=text, blocks=tuple(blocks), title=title)


# ---------------------------------------------------------------- weaving


class _Piece(Struct):
    """A stretch of one text token that the same marks cover."""

    span: Span
    marks: tuple[Mark, ...]
    first: tuple[Mark, ...] = ()
    last: tuple[Mark, ...] = ()


def flatten(marks: Iterable[Mark]) -> list[tuple[Span, tuple[Mark, ...]]]:
    """Disjoint ascending stretches, each with all the marks that cover it, in the order given."""
    edges: dict[int, tuple[list[int], list[int]]] = {}
    ordered = list(marks)
    for k, mark in enumerate(ordered):
        for span in mark.spans:
            if span.start < span.end:
                edges.setdefault(span.start, ([], []))[0].append(k)
                edges.setdefault(span.end, ([], []))[1].append(k)
    out: list[tuple[Span, tuple[Mark, ...]]] = []
    active: dict[int, int] = {}
    at = 0
    for edge in sorted(edges):
        if active:
            out.append((Span(at, edge), tuple(ordered[k] for k in sorted(active))))
        opening, closing = edges[edge]
        for k in opening:
            active[k] = active.get(k, 0) + 1
        for k in closing:
            active[k] -= 1
            if not active[k]:
                del active[k]
        at = edge
    return out


def weave(
    body: str,
    marks: Iterable[Mark],
    format: Format = "markdown",
    *,
    without_title: bool = False,
    links: Mapping[str, str] | None = None,
) -> tuple[WovenBlock, ...]:
    """The body as HTML, one string for each top-level block, with the marks in it.

    Concatenated and without the marks' tags it is exactly the HTML of the unmarked body.
    `without_title` leaves out the leading headline (the page shows it); `links` replaces addresses
    of links and pictures.
    """
    tokens, environment = _tokens(body, format, without_title=without_title)
    stretches = flatten(marks)
    pieces: dict[int, list[_Piece]] = {}
    at = 0
    seen: dict[str, list[_Piece]] = {}
    for child in _texts(tokens):
        here = Span(child.meta["start"], child.meta["start"] + len(child.content))
        while at < len(stretches) and stretches[at][0].end <= here.start:
            at += 1
        k = at
        while k < len(stretches) and stretches[k][0].start < here.end:
            span, covering = stretches[k]
            piece = _Piece(Span(max(span.start, here.start), min(span.end, here.end)), covering)
            pieces.setdefault(id(child), []).append(piece)
            for mark in covering:
                seen.setdefault(mark.id, []).append(piece)
            k += 1
    for own in {mark.id: mark for _, covering in stretches for mark in covering}.values():
        if own.id in seen:
            seen[own.id][0].first += (own,)
            seen[own.id][-1].last += (own,)

    blocks: list[WovenBlock] = []
    for group in _groups(tokens):
        begun: list[str] = []
        for token in group:
            if token.children:
                token.children = list(_woven(token.children, pieces, links or {}, begun))
        html = _parser().renderer.render(group, _parser().options, environment)
        blocks.append(WovenBlock(html, tuple(begun)))
    return tuple(blocks)


def _texts(tokens: list[Token]) -> Iterator[Token]:
    for token in tokens:
        for child in token.children or ():
            if child.type == "text" and token.type == "inline":
                yield child


def _groups(tokens: list[Token]) -> Iterator[list[Token]]:
    """The tokens of each top-level block."""
    group: list[Token] = []
    depth = 0
    for token in tokens:
        group.append(token)
        depth += token.nesting
        if depth == 0:
            yield group
            group = []
    if group:
        yield group


def _woven(
    children: list[Token], pieces: Mapping[int, list[_Piece]], links: Mapping[str, str], begun: list[str]
) -> Iterator[Token]:
    """The children of one block with marks around their pieces."""
    inside_link = 0
    waiting: list[Mark] = []
    for child in children:
        if child.type in ("link_open", "link_close"):
            inside_link += child.nesting
        for name in ("href", "src"):
            if child.attrs.get(name) in links:
                child.attrs[name] = links[str(child.attrs[name])]
        if child.type != "text" or id(child) not in pieces:
            yield child
            if waiting and not inside_link:
                yield from _markers(waiting)
                waiting.clear()
            continue
        start, at = child.meta["start"], 0
        for piece in pieces[id(child)]:
            yield _text(child.content[at : piece.span.start - start])
            at = piece.span.end - start
            yield from _marked(child.content[piece.span.start - start : at], piece, linked=inside_link > 0)
            # A link inside a link is not HTML: within the author's own link the notes' links follow it.
            if inside_link:
                waiting.extend(piece.last)
            else:
                yield from _markers(piece.last)
            begun.extend(mark.id for mark in piece.first)
        yield _text(child.content[at:])


def _text(content: str) -> Token:
    return Token("text", "", 0, content=content)


def _marked(content: str, piece: _Piece, *, linked: bool) -> Iterator[Token]:
    """One piece of text inside the tags of its marks."""
    names = [mark for mark in piece.marks if mark.href]
    others = [mark for mark in piece.marks if mark.kind and not mark.href]
    first, last = set(piece.first), set(piece.last)
    yield from _anchors(mark.id for mark in piece.first if not mark.kind)
    if others:
        ids = [mark.id for mark in others if mark in first]
        attrs: dict[str, str | int | float] = {"class": " ".join(_classes(others, first, last))}
        if ids:
            attrs["id"] = ids[0]
        notes = [mark.note for mark in others if mark.note]
        if notes:
            attrs["aria-details"] = " ".join(notes)
        yield from _anchors(ids[1:])
        yield Token("mark_open", "mark", 1, attrs=attrs)
    yield from _anchors([name.id for name in names[1:] if name in first])
    for name in names[:1]:
        # A link inside a link is not HTML: within the author's own link the name is only marked.
        attrs = {"class": " ".join(_classes([name], first, last))}
        if name in first:
            attrs["id"] = name.id
        yield Token("actor_open", "span" if linked else "a", 1, attrs=attrs if linked else {**attrs, "href": name.href})
    yield _text(content)
    for _ in names[:1]:
        yield Token("actor_close", "span" if linked else "a", -1)
    if others:
        yield Token("mark_close", "mark", -1)


def _anchors(ids: Iterable[str]) -> Iterator[Token]:
    """An element has one id: further marks that begin in its place get an empty anchor each."""
    for id in ids:
        yield Token("anchor_open", "span", 1, attrs={"class": "anchor", "id": id})
        yield Token("anchor_close", "span", -1)


def _markers(marks: Iterable[Mark]) -> Iterator[Token]:
    """The links to the notes of marks that end here."""
    for mark in marks:
        if mark.note and mark.label:
            yield Token(
                "marker_open", "a", 1,
                attrs={"class": f"ref {mark.kind}", "href": f"#{mark.note}", "aria-label": mark.name or mark.label},
            )  # fmt: skip
            yield _text(mark.label)
            yield Token("marker_close", "a", -1)


def _classes(marks: list[Mark], first: set[Mark], last: set[Mark]) -> Iterator[str]:
    """The kinds that cover a piece, and for each kind whether it begins or ends here, or is uncertain."""
    yield from dict.fromkeys(mark.kind for mark in marks)
    yield from dict.fromkeys(mark.variant for mark in marks if mark.variant)
    yield from dict.fromkeys(f"{mark.kind}-begins" for mark in marks if mark in first and not mark.href)
    yield from dict.fromkeys(f"{mark.kind}-ends" for mark in marks if mark in last and not mark.href)
    yield from dict.fromkeys(f"{mark.kind}-uncertain" for mark in marks if mark.uncertain)

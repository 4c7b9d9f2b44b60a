"""Marks in a body's HTML.

Marks are woven into the *token stream* and rendered by markdown-it's own renderer; HTML is never
parsed or patched.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from markdown_it.token import Token
from msgspec import Struct

from briefgen.markdown.tokens import TEXTUAL, Format, parser, tokens_of
from briefgen.span import Span


class Mark(Struct, frozen=True, kw_only=True):
    """An annotation made visible."""

    id: str
    """The fragment by which other pages point here; unique on the page."""
    kind: str
    """Becomes a class: actor, quote, figure, date, key. A mark without one is a place to link to, and not seen."""
    variant: str = ""
    """A further class of its first piece: direct, mixed, indirect."""
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
    """Whether it is a guess: then the link's text ends with a question mark, and so should its name's first word."""


class Heading(Struct, frozen=True):
    """A heading of the body."""

    level: int
    id: str
    title: str


class WovenBlock(Struct, frozen=True):
    """One top-level block of a page's body."""

    html: str
    marks: tuple[str, ...]
    """Ids of the marks that begin in it, in order."""
    heading: Heading | None = None
    """When it is one that can be linked to."""


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
    prefix: str = "",
) -> tuple[WovenBlock, ...]:
    """The body as HTML, one string for each top-level block, with the marks in it.

    Concatenated and without the marks' tags it is exactly the HTML of the unmarked body.
    `without_title` leaves out the leading headline (the page shows it); `links` replaces addresses
    of links and pictures. With a `prefix` several texts can share a page: it stands before the ids of headings and
    footnotes, and in links to them, and headings are two levels lower, below those of the page.
    """
    tokens, environment = tokens_of(body, format, without_title=without_title)
    if prefix:
        environment["docId"] = prefix  # the footnotes' renderer puts it into their ids
        _prefix(tokens, prefix)
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
        heading = _heading(group)
        for token in group:
            if token.children:
                token.children = list(_woven(token.children, pieces, links or {}, begun))
        html = parser().renderer.render(group, parser().options, environment)
        blocks.append(WovenBlock(html, tuple(begun), heading))
    return tuple(blocks)


def _prefix(tokens: list[Token], prefix: str) -> None:
    """Make headings, their ids, and links to ids of the same text, those of one text of several."""
    for token in tokens:
        if token.type in ("heading_open", "heading_close"):
            token.tag = f"h{min(6, int(token.tag[1:]) + 2)}"
        if "id" in token.attrs:
            token.attrs["id"] = f"{prefix}{token.attrs['id']}"
        for child in token.children or ():
            target = str(child.attrs.get("href", ""))
            if target.startswith("#"):
                child.attrs["href"] = f"#{prefix}{target[1:]}"


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


def _heading(group: list[Token]) -> Heading | None:
    opening = group[0]
    if opening.type != "heading_open" or not opening.attrs.get("id"):
        return None
    words = (
        child.content if child.type == "text" else " " for child in group[1].children or () if child.type in TEXTUAL
    )
    return Heading(int(opening.tag[1:]), str(opening.attrs["id"]), " ".join("".join(words).split()))


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
        # Assistive technology is led to a note where its mark begins; scripts find the mark's further pieces by label.
        notes = [mark.note for mark in others if mark.note and mark in first]
        if notes:
            attrs["aria-details"] = " ".join(notes)
        labels = [mark.label for mark in others if mark.note and mark.label]
        if labels:
            attrs["data-of"] = " ".join(labels)
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
            yield _text(f"{mark.label}?" if mark.uncertain else mark.label)
            yield Token("marker_close", "a", -1)


def _classes(marks: list[Mark], first: set[Mark], last: set[Mark]) -> Iterator[str]:
    """The kinds that cover a piece, and for each kind whether it begins or ends here, or is uncertain."""
    yield from dict.fromkeys(mark.kind for mark in marks)
    yield from dict.fromkeys(mark.variant for mark in marks if mark.variant and mark in first)
    yield from dict.fromkeys(f"{mark.kind}-begins" for mark in marks if mark in first and not mark.href)
    yield from dict.fromkeys(f"{mark.kind}-ends" for mark in marks if mark in last and not mark.href)
    yield from dict.fromkeys(f"{mark.kind}-uncertain" for mark in marks if mark.uncertain)

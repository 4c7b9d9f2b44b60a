"""Who is named where an agency's report begins: "PORT ZENDA, March 10 (RNA) - The …". Its capitals are a place and an agency.

What is found here becomes names, so it must be surer than `briefgen.dateline`, which only says where the report begins.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import takewhile

from spacy.tokens import Doc

from briefgen.annotate.actors.named import BY_RULE, Name, is_capital, is_mark, name_at
from briefgen.annotate.actors.names import word_list
from briefgen.annotate.actors.states import lookup

_DASHES = ("-", "–", "—", "--", "―")
_LONGEST = 20
"""A dateline has at most so many tokens."""
_NO_PLACE = word_list("never") | frozenset(
    {"breaking", "update", "updated", "correction", "exclusive", "live", "watch"}
)


def with_datelines(doc: Doc, names: list[Name]) -> list[Name]:
    """`names` with the place and the agency of every dateline in the stead of what the model saw there."""
    lines = dict(_datelines(doc))
    if not lines:
        return names
    taken = {i for start, end in lines.items() for i in range(start, end)}
    added = [name for start, end in lines.items() for name in _read(doc, start, end)]
    filled = {i for name in added for i in range(name.first, name.last + 1)}
    kept = [
        n
        for n in names
        if (n.first not in taken and n.last not in taken)
        or (n.last in taken and filled.isdisjoint(range(n.first, n.last + 1)))
    ]
    return sorted([*kept, *added], key=lambda name: name.span)


def _datelines(doc: Doc) -> Iterator[tuple[int, int]]:
    """First token and end, exclusive, of all datelines: capitals at a paragraph's start up to a dash that stands free."""
    small = frozenset(token.text for token in doc if token.is_lower)
    for i, token in enumerate(doc):
        if (i and "\n" not in doc[i - 1].text) or not token.is_alpha or len(token) < 3:
            continue
        if token.is_title and (opened := _agency(doc, i)):
            yield i, opened
        if not token.is_upper:
            continue
        after = _place_end(doc, i)
        if _words(doc, i, after) & _NO_PLACE or after >= len(doc):
            continue
        if doc[after].text not in (",", "(", *_DASHES) or _words(doc, i, after) <= small:
            continue
        if doc[after].text in _DASHES and not _is_long(doc, i, after):
            continue
        end = next((k for k in range(after, min(i + _LONGEST, len(doc))) if _is_free_dash(doc, k)), 0)
        if end and not any("\n" in doc[k].text or doc[k].text in (".", ":", ";", "?", "!") for k in range(i, end)):
            yield i, end


def _agency(doc: Doc, first: int) -> int:
    """Where the dash stands in "Port Zenda (RNA) – ", 0 where nothing of the kind does."""
    at = first + 1
    while at < min(first + 4, len(doc)) and doc[at].is_title and doc[at].is_alpha:
        at += 1
    follows = at + 3 < len(doc) and doc[at].text == "(" and doc[at + 1].is_upper and doc[at + 2].text == ")"
    return at + 3 if follows and _is_free_dash(doc, at + 3) else 0


def _is_long(doc: Doc, first: int, end: int) -> bool:
    """Whether capitals with neither date nor agency are a known place or no acronym, and a paragraph follows."""
    place = doc[first:end].text
    known = any(found.label in ("GPE", "LOC") for found in lookup(place))
    if not known and (lookup(place) or (end - first == 1 and len(place) < 6)):
        return False
    return len(doc) > end + 10 and not any("\n" in token.text for token in doc[first : end + 10])


def _words(doc: Doc, first: int, end: int) -> set[str]:
    return {token.lower_ for token in doc[first:end]}


def _place_end(doc: Doc, first: int) -> int:
    names = takewhile(lambda t: t.is_upper or t.text in (".", "'", "’"), doc[first : first + 6])
    return first + sum(1 for _ in names)


def _is_free_dash(doc: Doc, i: int) -> bool:
    return doc[i].text in _DASHES and bool(doc[i - 1].whitespace_) and bool(doc[i].whitespace_)


def _read(doc: Doc, start: int, end: int) -> Iterator[Name]:
    last = (
        _place_end(doc, start) if doc[start].is_upper else next(i for i in range(start, end) if doc[i].text == "(")
    ) - 1
    place = name_at(doc, start, last, "GPE", "rule", BY_RULE)
    found = lookup(place.text)
    yield name_at(doc, start, last, found[0].label if found else "GPE", "rule", BY_RULE)
    region = range(last + 2, next((i for i in range(last + 2, end) if is_mark(doc[i])), end))
    named = all(is_capital(doc[i]) and doc[i].is_alpha and doc[i].lower_ not in _NO_PLACE for i in region)
    if doc[last + 1].text == "," and 0 < len(region) < 4 and named:
        yield name_at(doc, region[0], region[-1], "GPE", "rule", BY_RULE)
    opened = next((i for i in range(last + 1, end) if doc[i].text == "("), end)
    closed = next((i for i in range(opened, end) if doc[i].text == ")"), opened)
    inner = range(opened + 1, closed)
    if len(inner) and all(doc[i].text[0].isupper() and not is_mark(doc[i]) for i in inner):
        yield name_at(doc, inner[0], inner[-1], "ORG", "rule", BY_RULE)

"""Who someone is, in the text's own words: a title before the name, an apposition, a relative clause.

Read from words and tags alone, so that it outlives a wrong parse. The most informative phrase wins.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from spacy.tokens import Doc, Token

from briefgen.annotate.actors.named import Name
from briefgen.annotate.actors.names import HONORIFICS, TITLES, plain, word_list

LONGEST = 60
"""A role has at most so many characters."""

_ROLES = word_list("roles") | (
    TITLES - {"first", "former", "vice", "prime", "foreign", "private", "count", "agent", "deputy", "chief"}
)
_ENDINGS = tuple(sorted(word_list("role_endings")))
_GROUPS = word_list("groups")
_ARTICLES = frozenset({"the", "a", "an", "its", "their", "his", "her", "our"})
_INSIDE = frozenset({"JJ", "JJR", "JJS", "NN", "NNS", "NNP", "NNPS", "POS", "HYPH", "VBN", "VBG", "CD", "AFX", "FW"})
_LINKS = frozenset({"of", "for", "in", "at", "to", "on", "from", "with", "and", "&", "the", "a", "an", "its", "their"})
_TIMES = frozenset({"then", "now", "formerly", "once", "currently", "also", "himself", "herself"})

_BARE = frozenset({"group", "body", "organization", "organisation", "entity", "man", "woman", "person"})
"""What says no more than the kind of the actor does."""


def role_of(doc: Doc, names: Iterable[Name], kind: str) -> str | None:
    """The role of a person or an organization that `names` mention, at most 60 characters, without an article."""
    if kind not in ("person", "organization"):
        return None
    best: tuple[int, int, str] | None = None
    for n, name in enumerate(names):
        if n == 40:
            break
        for start, end in _phrases(doc, name, kind):
            text = _text(doc, start, end)
            if text and text.casefold() not in _BARE and (best is None or (_worth(text), -name.first) > best[:2]):
                best = _worth(text), -name.first, text
    return best[2] if best else None


def _worth(text: str) -> int:
    return min(sum(word not in _LINKS for word in text.split()), 5) + (" of " in text)


def _phrases(doc: Doc, name: Name, kind: str) -> Iterator[tuple[int, int]]:
    """Token ranges that may say who the name is."""
    if kind == "person":
        yield from _before(doc, name.first)
    yield from _after(doc, name.last + 1, kind)


def _before(doc: Doc, first: int) -> Iterator[tuple[int, int]]:
    """Read "Foreign Minister Ann Vale"; "the Crown spokesperson, Ann Vale,"."""
    end = first
    while end > 0 and doc[end - 1].lower_.rstrip(".") in HONORIFICS:
        end -= 1
    comma = end > 0 and doc[end - 1].text == ","
    end -= comma
    start = end
    while start > 0 and end - start < 12 and not doc[start].is_sent_start and _is_inside(doc[start - 1]):
        start -= 1
    if start == end:
        return
    inner = start < end and _is_role(doc[end - 1])
    if comma and not inner and start > 0 and (doc[start - 1].lower_ in _LINKS or doc[start - 1].lower_ in _ARTICLES):
        # "the foreign minister of Ruritania, Ann Vale": the role's noun stands before "of". But in
        # "a lawyer for the minister, Ann Vale" she is the minister.
        head = start - 1
        while (
            head > 0
            and end - head < 14
            and (_is_inside(doc[head]) or doc[head].lower_ in _LINKS | _ARTICLES)
            and doc[head].text != ","
        ):
            head -= 1
        if doc[head].lower_ not in _LINKS | _ARTICLES and not _is_inside(doc[head]):
            head += 1
        while head < end and doc[head].lower_ in _ARTICLES | _LINKS:
            head += 1
        middle = next((i for i in range(head, end) if doc[i].lower_ in ("of", "for", "at", "in", "to")), end)
        if middle < end and middle > head and _is_role(doc[middle - 1]):
            yield head, end
            return
    while start < end and (
        doc[start].tag_ in ("POS", "VBG", "CD")
        or doc[start].lower_.rstrip(".") in HONORIFICS
        or doc[start].lower_ in ("'s", "’s")
    ):
        start += 1
    if (
        start < end
        and _is_role(doc[end - 1])
        and (not comma or start == 0 or doc[start - 1].lower_ in _ARTICLES or end - start > 1)
    ):
        yield start, end


def _after(doc: Doc, at: int, kind: str) -> Iterator[tuple[int, int]]:
    """Read "Vale, the Crown's spokesman,"; "Vale, 43, a teacher,"; "Vale, who was a senator"; "Vale is a senator"."""
    if at >= len(doc):
        return
    if doc[at].lower_ in ("is", "was"):
        if at + 1 < len(doc) and doc[at + 1].lower_ in ("a", "an", "the"):
            yield from _noun_phrase(doc, at + 1, kind, closed=False)
        return
    if doc[at].text not in (",", "(", "–", "—"):
        return
    opened = doc[at].text == "("
    at += 1
    if at + 1 < len(doc) and doc[at].tag_ == "CD" and doc[at + 1].text == ",":
        at += 2
    if at + 1 < len(doc) and doc[at].lower_ == "who" and doc[at + 1].lower_ in ("is", "was"):
        yield from _noun_phrase(doc, at + 2, kind, closed=False)
    elif at < len(doc):
        yield from _noun_phrase(doc, at, kind, closed=not opened)


def _noun_phrase(doc: Doc, at: int, kind: str, closed: bool) -> Iterator[tuple[int, int]]:
    """The phrase from `at` on when its head names a role; `closed` when a mark must end it."""
    end, head = at, -1
    while end < len(doc) and doc[end].lower_ in _ARTICLES | _TIMES:
        end += 1
    opening = end
    while end < len(doc) and end - at < 16:
        token = doc[end]
        if (
            (token.is_punct and token.text not in ("-", "–", ".", "'", "’"))
            or token.is_space
            or token.lower_ in ("who", "which", "that", "where", "said", "says")
        ):
            break
        if not (_is_inside(token) or token.lower_ in _LINKS | _ARTICLES | _TIMES or token.tag_ in ("PRP$", "RB")):
            break
        if head < 0 and (token.lower_ in _LINKS - _ARTICLES or (end > opening and token.tag_ == "DT")):
            head = end - 1
        end += 1
    head = end - 1 if head < 0 else head
    while end > at and doc[end - 1].lower_ in _LINKS | _ARTICLES:
        end -= 1
    if head < opening or end <= at or head >= end:
        return
    bare = doc[at].lower_ not in _ARTICLES | _TIMES
    if not _is_role(doc[head], wide=not bare) and not (kind == "organization" and doc[head].lower_ in _GROUPS):
        return
    if closed and bare and not (end < len(doc) and (doc[end].is_punct or doc[end].tag_.startswith("VB"))):
        return
    if kind == "organization" and (doc[head].lower_ not in _GROUPS or doc[at].lower_ not in _ARTICLES):
        return
    yield at, end


def _is_role(token: Token, wide: bool = False) -> bool:
    word = plain(token.text).rstrip(".")
    if word.endswith("woman") or word in _ROLES or (word.endswith("s") and token.tag_ == "NNS" and word[:-1] in _ROLES):
        return True
    last = word.rsplit("-", 1)[-1]
    return last in _ROLES or (wide and token.tag_ in ("NN", "NNP") and word.endswith(_ENDINGS))


def _is_inside(token: Token) -> bool:
    if token.text in "-–—/":
        return token.i > 0 and not token.nbor(-1).whitespace_
    return token.tag_ in _INSIDE or token.lower_.rstrip(".") in TITLES or token.lower_ in ("'s", "’s")


def _text(doc: Doc, start: int, end: int) -> str:
    """The phrase without article, cut where a part of it ends, "" when nothing fits."""
    while start < end and (doc[start].lower_ in _ARTICLES or not doc[start].text[0].isalnum()):
        start += 1
    while end > start:
        text = " ".join(doc[start:end].text.split())
        if len(text) <= LONGEST:
            return text
        end -= 1
        while end > start and doc[end].lower_ not in ("of", "for", "in", "at", "to", "on", "from", "with", "and"):
            end -= 1
    return ""

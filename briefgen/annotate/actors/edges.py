"""Where a name in the model's span begins and ends: no article, title, mark, small word or possessive."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Doc

from briefgen.annotate.actors.named import (
    ACTOR_LABELS,
    ARTICLES,
    OTHER_LABELS,
    POSSESSIVE,
    SINGLE,
    Name,
    is_capital,
    is_mark,
    name_at,
)
from briefgen.annotate.actors.names import HONORIFICS, PARTICLES, TITLES, is_acronym, key, word_list
from briefgen.annotate.actors.states import lookup
from briefgen.annotate.encoder.component import CERTAINTY

_NEVER = word_list("never") | word_list("diseases")
_ROLES = word_list("roles")
_KINDS = word_list("parts", "place") | word_list("heads", "FAC") | word_list("heads", "LOC")
_PROPER = frozenset({"NNP", "NNPS", "NN", "NNS", "JJ", "FW", "CD", "", "ADD", "GW", "AFX", "HYPH", "X"})
_USUAL = frozenset({"NN", "NNS", "JJ", "JJR", "JJS", "CD"})
_LEADING = frozenset({"IN", "RB", "VB", "VBG", "VBZ", "VBD", "CC", "WRB", "UH", "MD", "PRP", "PRP$", "TO"})
_UNFINISHED = frozenset({"of", "for", "on", "and", "the"})
"""What ends no organization's name."""
_OPENERS = ('"', "“", "'", "‘", "«", ":", "(", "*", "•")
_NUMERALS = frozenset({"II", "III", "IV", "VI", "VII", "VIII", "IX", "XI", "XII", "XIV", "XVI"})


def cut_all(doc: Doc, headings: bytearray) -> Iterator[Name]:
    """The names in the model's spans, ascending. `headings` flags tokens in title-case lines."""
    inside = _capitals_inside(doc, headings)
    small = frozenset(token.text for token in doc if token.is_lower)
    for first, last, label, sure in _spans(doc):
        if label in OTHER_LABELS:
            while last > first and doc[last].is_space:
                last -= 1
            if any(map(str.isalnum, doc[first : last + 1].text)):
                yield name_at(doc, first, last, label, confidence=sure)
        elif label in ACTOR_LABELS:
            first, last = cut(doc, first, last, label)
            if first <= last and _may_name(
                doc, name := name_at(doc, first, last, label, confidence=sure), inside, small
            ):
                yield name


def _spans(doc: Doc) -> Iterator[tuple[int, int, str, float]]:
    """First token, last token, label and certainty of the model's spans.

    One that ends in "of" goes on with the next: "Ministry of" + "Ruritania".
    """
    certainty: dict[tuple[int, int], float] = doc.user_data.get(CERTAINTY, {})
    open_at, open_sure = -1, 0.0
    ends = {entity.start: entity for entity in doc.ents}
    for entity in doc.ents:
        sure = certainty.get((entity.start, entity.end), SINGLE)
        start = entity.start if open_at < 0 else open_at
        sure = sure if open_at < 0 else min(sure, open_sure)
        label = entity.label_ if open_at < 0 else "ORG"
        after = ends.get(entity.end) or (
            ends.get(entity.end + 1) if doc[entity.end : entity.end + 1].text == "the" else None
        )
        unfinished = label == "ORG" and doc[entity.end - 1].lower_ in _UNFINISHED and len(entity) > 1
        if unfinished and after is not None and after.label_ in ("ORG", "GPE", "LOC", "NORP"):
            open_at, open_sure = start, sure
            continue
        open_at = -1
        yield start, entity.end - 1, label, sure


def cut(doc: Doc, first: int, last: int, label: str) -> tuple[int, int]:
    """The tokens of a name without articles, titles, marks, small words and possessive at its edges."""
    for i in range(first + 1, last + 1):
        if doc[i].text.count("\n") > 1:
            last = i - 1
            break
    while first <= last and (is_mark(doc[first]) or (first < last and _leads(doc, first))):
        first += 1
    while last >= first and (
        is_mark(doc[last])
        or doc[last].lower_ in POSSESSIVE
        or (first < last and ((_is_small(doc, last) and not _closes(doc, last, label)) or doc[last].lower_ == "the"))
    ):
        last -= 1
    if label == "PERSON":
        for i in range(last - 1, first - 1, -1):
            word = doc[i].lower_.rstrip(".")
            if word in HONORIFICS or word in TITLES or word.removesuffix("s") in TITLES:
                first = i + 1
                break
        while last - first >= 2 and _is_distinction(doc[last].text) and not doc[first].text.isupper():
            last -= 1
    elif label == "ORG" and last == first + 1 and is_acronym(doc[first].text) and doc[last].lower_ in _ROLES | TITLES:
        # "NASA Administrator" names NASA.
        last = first
    return first, last


def _closes(doc: Doc, last: int, label: str) -> bool:
    """Whether a small word may end a name: what kind of place it is ("Gaza strip", "Evin prison")."""
    return label in ("FAC", "LOC", "GPE") and doc[last].lower_ in _KINDS and is_capital(doc[last - 1])


def _leads(doc: Doc, i: int) -> bool:
    """Whether the token only leads to a name: an article, a small word, or a usual word that opens the sentence."""
    token = doc[i]
    if token.lower_ in ARTICLES or _is_small(doc, i):
        return True
    return bool(token.is_sent_start) and not lookup(token.text) and token.tag_ in _LEADING


def _is_distinction(word: str) -> bool:
    """Whether a word behind a person's name is an honour ("OBE"), no numeral."""
    return word.isupper() and word.isalpha() and 1 < len(word) < 5 and word not in _NUMERALS


def _is_small(doc: Doc, i: int) -> bool:
    word = doc[i].text
    if i and not doc[i - 1].whitespace_ and doc[i - 1].text in ("-", "‐", "‑", "–"):
        return False
    return word.islower() and word.isalpha() and word.isascii() and word not in PARTICLES


def _capitals_inside(doc: Doc, headings: bytearray) -> frozenset[str]:
    """The words that stand with a capital letter where no sentence begins and not every word has one."""
    return frozenset(t.text for t in doc if is_capital(t) and not headings[t.i] and not _opens(doc, t.i))


def _opens(doc: Doc, i: int) -> bool:
    """Whether a capital letter is due to the place: at a sentence's start, behind a quotation mark or a colon."""
    return bool(doc[i].is_sent_start) or i == 0 or doc[i - 1].is_space or doc[i - 1].text in _OPENERS


def _may_name(doc: Doc, name: Name, inside: frozenset[str], small: frozenset[str]) -> bool:
    """Whether a span that the model calls an actor can be one at all."""
    text = name.text
    if not any(map(str.isalpha, text)) or "http" in text or "@" in text or "www." in text:
        return False
    if text.islower():
        return False
    if (
        key(text) in _NEVER
        and not lookup(text)
        and not (text.isupper() and text.isalpha() and len(text) < 4 and text != "I")
    ):
        return False
    if name.first != name.last:
        return True
    if len(text) == 1 and text.isascii():
        return False
    if is_acronym(text) or lookup(text):
        return True
    token = doc[name.first]
    opening = _opens(doc, name.first) and token.text not in inside
    usual = (name.label != "NORP" and token.tag_ in _USUAL) or token.lower_ in small
    return token.tag_ in _PROPER and not (opening and usual)

"""What a number counts: the noun phrase behind it, found by the order of tags, with the parse as second witness.

Token ranges are half-open indices into the `Doc`. The parser errs more often than the tagger, and a counted noun
stands right behind its number, so order decides first.
"""

from __future__ import annotations

from typing import NamedTuple

from spacy.tokens import Doc, Token

from briefgen.annotate.figures.units import is_person, singular
from briefgen.span import Span

_NOUNS = frozenset({"NN", "NNS", "NNP", "NNPS"})
_PLURALS = frozenset({"NNS", "NNPS"})
_MODIFIERS = frozenset({"JJ", "JJR", "JJS", "VBN", "VBG", "AFX", "CD", "FW", "``", "''"})
_LIGHT = frozenset({
    "more", "other", "additional", "further", "such", "extra", "or", "so", "odd", "plus", "-", "fewer", "less", "new",
})  # fmt: skip
"""What stands between a number and its noun without telling what is counted."""
_OPENERS = frozenset({
    "the", "a", "an", "its", "their", "his", "her", "our", "my", "your", "this", "that", "these", "those", "all",
    "both", "some", "any", "each", "every",
})  # fmt: skip
_PRONOUNS = frozenset({"them", "these", "those", "whom", "which", "us", "it", "that", "you"})
_STOPS = frozenset({"including", "dead", "homeless", "alive", "missing", "unaccounted", "per"})
_TIMES = frozenset({
    "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "today", "yesterday",
    "tomorrow", "tonight", "overnight", "january", "february", "march", "april", "june", "july", "august",
    "september", "october", "november", "december",
})  # fmt: skip
_CLOSED = _OPENERS | frozenset({
    "and", "or", "but", "nor", "in", "on", "at", "by", "for", "from", "to", "with", "without", "of", "off",
    "over", "under", "after", "before", "since", "until", "during", "while", "when", "where", "who", "whom",
    "whose", "which", "what", "as", "than", "then", "there", "here", "is", "are", "was", "were", "be", "been",
    "being", "am", "has", "have", "had", "having", "do", "does", "did", "done", "will", "would", "can", "could",
    "may", "might", "must", "shall", "should", "not", "no", "if", "because", "so", "though", "although",
    "he", "she", "they", "we", "i", "you", "it", "him", "me", "also", "just", "now", "still", "only",
})  # fmt: skip
_MARKS = frozenset("“”\"‘’'")
_HYPHENS = frozenset("-–‑/")
_EACH_OF = frozenset({"number", "total"})


class Subject(NamedTuple):
    """A counted noun phrase."""

    span: Span
    """Without the number, articles, "more" and "other"."""
    head: Token
    noun: str
    """The head's singular in lower case."""
    person: bool


def subject_behind(doc: Doc, at: int, end: int) -> Subject | None:
    """The noun phrase counted by a number that ends before token `at`; `end` ends its sentence."""
    at = _skip(doc, at, end, _LIGHT)
    if at < end and doc[at].lower_ == "of":
        at = _skip(doc, at + 1, end, _OPENERS | {"more", "other"})
        if at < end and doc[at].lower_ in _PRONOUNS and _tag(doc[at]) not in _NOUNS:
            return None
    head, first, loose = None, at, True
    for index in range(at, min(end, at + 14)):
        token, tag = doc[index], _tag(doc[index])
        if token.lower_ in _STOPS or token.lower_ in _TIMES:
            break
        if tag in _NOUNS:
            if head is not None and not _continues(doc, head, token, tag):
                break
            head, loose = token, False
        elif token.is_space or token.text in _MARKS:
            continue
        elif tag == "POS" or token.text in _HYPHENS:  # what follows belongs to the phrase as well
            loose = True
        elif not loose:
            break
        elif (
            tag in _MODIFIERS
            or (index > first and _joins_modifiers(doc, index, end))
            or (tag == "RB" and index + 1 < end and _tag(doc[index + 1]) in ("JJ", "VBN", "VBG", "HYPH"))
        ):
            continue
        else:
            break
    if head is None:
        return None
    while first < head.i and (doc[first].is_space or doc[first].is_punct):
        first += 1
    return _subject(doc, first, head)


def subject_in_compound(span: Span, noun: str, head: Token) -> Subject:
    """The noun of "a 57-member group": it is counted as it stands, and a group's members need not be people."""
    return Subject(span, head, singular(noun.lower()), False)


def subject_before(doc: Doc, at: int, start: int) -> Subject | None:
    """What "the number of new patients rose to" says of the bare number at token `at`; `start` starts its sentence."""
    for index in range(at - 2, max(start, at - 24) - 1, -1):
        if doc[index].lower_ in _EACH_OF and doc[index + 1].lower_ == "of":
            return subject_behind(doc, index + 1, at)
        if doc[index].text in ";.:":
            break
    return None


def _skip(doc: Doc, at: int, end: int, words: frozenset[str] | set[str]) -> int:
    while at < end and (doc[at].is_space or doc[at].lower_ in words):
        at += 1
    return at


def _tag(token: Token) -> str:
    """The tag, or a guess at it from the word where a pipeline gives none."""
    if token.tag_:
        return token.tag_
    word = token.lower_
    if word in _CLOSED or not word[:1].isalpha():
        return ""
    if is_person(word) or (word.endswith("s") and len(word) > 3):
        return "NNS"
    return "JJ" if not word.endswith("ed") else "VBN"


def _continues(doc: Doc, head: Token, token: Token, tag: str) -> bool:
    """Whether a noun right behind the noun `head` belongs to the same phrase."""
    before = doc[token.i - 1]
    if before.i != head.i:
        return True
    if _tag(head) not in _PLURALS:
        return True
    return tag in ("NN", "NNS") and head.dep_.startswith("compound") and head.head.i >= token.i


def _joins_modifiers(doc: Doc, index: int, end: int) -> bool:
    """Whether the comma or "and" at `index` joins two adjectives: "fresh, clean", "black and white"."""
    if index + 1 >= end or doc[index].lower_ not in (",", "and", "or", "&"):
        return False
    return _tag(doc[index - 1]) in ("JJ", "NNP", "VBN") and _tag(doc[index + 1]) in ("JJ", "VBN")


def _subject(doc: Doc, first: int, head: Token) -> Subject:
    lemma = head.lemma_.lower() if head.lemma_ and _tag(head) in _PLURALS else head.lower_
    if lemma == head.lower_:
        lemma = singular(lemma)
    person = is_person(head.text) or (head.ent_type_ == "NORP" and _tag(head) in _PLURALS)
    return Subject(Span(doc[first].idx, head.idx + len(head)), head, lemma, person)

"""Phrases of a parsed sentence, as half-open token ranges: noun phrases, verb groups, subjects.

Reads Universal Dependencies and ClearNLP labels alike. The parser errs, so each function also holds to the words'
order and never leaves the sentence.
"""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from spacy.tokens import Doc, Token

from briefgen.annotate.cues import words
from briefgen.dateline import report
from briefgen.span import Span

SUBJECTS = frozenset({"nsubj", "csubj", "nsubj:outer"})
PASSIVE_SUBJECTS = frozenset({"nsubj:pass", "nsubjpass", "csubj:pass", "csubjpass"})
OBJECTS = frozenset({"obj", "dobj"})
RELATIVES = frozenset({"acl:relcl", "relcl"})
POSSESSORS = frozenset({"nmod:poss", "poss"})
NOUN_TAGS = frozenset({"NN", "NNS", "NNP", "NNPS", "PRP", "CD", "EX", "DT", "WP", "WDT"})
FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})
NEGATIONS = frozenset({"not", "n't", "n’t", "never", "nor", "neither"})
POSSIBLE = frozenset({"can", "could", "may", "might", "should", "must", "shall", "ought", "ca"})
_AUXILIARIES = frozenset({
    "is", "are", "was", "were", "be", "been", "being", "am", "'s", "'re", "'m", "’s", "’re", "’m", "has", "have", "had",
    "having", "'ve", "'d", "’ve", "’d", "do", "does", "did", "done", "doing", "will", "would", "wo", "'ll", "’ll", "to",
    "get", "got",
})  # fmt: skip
_BEFORE = frozenset({
    "det", "amod", "compound", "nummod", "flat", "nmod:poss", "poss", "nmod:desc", "quantmod", "nn", "predet", "det:predet",
    "nmod", "nmod:unmarked", "goeswith", "appos", "flat:name",
})  # fmt: skip
_INNER = frozenset({
    "det", "amod", "compound", "nummod", "flat", "fixed", "nmod", "nmod:poss", "poss", "case", "appos", "conj", "cc",
    "punct", "nmod:unmarked", "nmod:desc", "prep", "pobj", "quantmod", "nn", "flat:name", "nmod:npmod", "advmod", "dep",
    "obl", "goeswith", "predet", "det:predet", "list",
})  # fmt: skip
"""What belongs to a noun phrase; relative clauses and participles do not."""


class Range(NamedTuple):
    """Tokens `[start, end)`."""

    start: int
    end: int


_WINDOW = 200
"""Longer sentences are cut: they are lists or broken text, and the time would grow with their square."""


@lru_cache(maxsize=64)  # asked again and again of the verb in hand
def bounds(token: Token) -> Range:
    """The sentence of `token`, without a dateline.

    Ends at every full stop, also where the parser reads on behind a quotation mark.
    """
    doc, start, end = token.doc, token.i, token.i + 1
    first, last = max(0, start - _WINDOW), min(len(doc), end + _WINDOW)
    while start > first and not doc[start].is_sent_start and not _stops(doc[start - 1]):
        start -= 1
    while end < last and not doc[end].is_sent_start and not _stops(doc[end - 1]):
        end += 1
    behind = _report(doc, start, end)
    return Range(behind, end) if behind <= token.i else Range(start, behind)


def _stops(token: Token) -> bool:
    return (token.text in (".", "!", "?") and bool(token.whitespace_)) or (token.is_space and "\n" in token.text)


def _report(doc: Doc, start: int, end: int) -> int:
    """Where the text behind a dateline begins; `start` when no dateline stands there."""
    if start and not (doc[start - 1].is_space and "\n" in doc[start - 1].text):
        return start
    sentence = doc[start:end]
    text = sentence.text
    told = sentence.start_char + report(Span(0, len(text)), text).start
    return next(token.i for token in sentence if token.idx + len(token) > told)


def is_verb(token: Token) -> bool:
    """Whether a token is a verb; one that the tagger takes for a noun is, when it has a subject of its own."""
    if token.tag_.startswith("VB"):
        return True
    if not token.tag_.startswith("NN") or any(child.dep_ in ("cop", "det", "case") for child in token.children):
        return False
    return any(child.dep_ in SUBJECTS for child in token.lefts)


def is_mark(token: Token) -> bool:
    """Whether a token is punctuation or white space."""
    return not any(character.isalnum() for character in token.text) and token.text not in "$%€£&"


def trimmed(doc: Doc, start: int, end: int) -> Range:
    """The range without punctuation and white space at its edges; brackets and quotation marks stay."""
    while start < end and (doc[start].is_space or doc[start].text in ",.;:–—-…--"):
        start += 1
    while end > start and (doc[end - 1].is_space or doc[end - 1].text in ",;:–—--."):
        end -= 1
    return Range(start, end)


def noun_phrase(head: Token, left: int, right: int) -> Range:
    """The noun phrase of `head` within `[left, right)`: titles and appositions, but no relative clause."""
    start = end = head.i
    for child in head.lefts:
        if child.dep_ in _BEFORE and child.left_edge.i >= left and not is_mark(child) and not _is_oblique(child):
            start = min(start, child.left_edge.i)
    for child in head.rights:
        if is_mark(child):
            continue
        if child.dep_ not in _INNER or child.right_edge.i >= right or _has_relative(child) or _is_time(child):
            break
        end = child.right_edge.i
    return _with_names(head.doc, trimmed(head.doc, max(start, left), min(end + 1, right)), left, right)


def _is_oblique(token: Token) -> bool:
    """Whether a preposition leads the phrase of `token`."""
    return any(child.tag_ in ("IN", "TO") and child.i < token.i for child in token.lefts)


def _with_names(doc: Doc, phrase: Range, left: int, right: int) -> Range:
    """Do not cut a name that begins or ends a phrase in two."""
    start, end = phrase
    if end <= start:
        return phrase
    while end < right and doc[end].ent_iob_ == "I" and doc[end - 1].ent_type_:
        end += 1
    while start > left and doc[start].ent_iob_ == "I":
        start -= 1
    if end + 2 < right and doc[end].text == "(" and doc[end + 1].text.isupper() and doc[end + 2].text == ")":
        end += 3  # the name's abbreviation
    return Range(start, end)


def _is_time(token: Token) -> bool:
    """Whether a phrase tells when: "the ministry on Monday"."""
    return token.lower_ in words("days") and token.dep_ not in ("compound", "flat", "nmod:poss", "poss")


def _has_relative(token: Token) -> bool:
    return token.dep_ == "conj" and token.tag_.startswith("V")


def verb_group(verb: Token) -> Range:
    """A verb with its auxiliaries, negation and adverbs to the left."""
    doc, start = verb.doc, verb.i
    while start > 0 and not doc[start].is_sent_start:
        word = doc[start - 1]
        if word.lower_ in _AUXILIARIES or word.lower_ in NEGATIONS or word.tag_ in ("MD", "RB", "RBR"):
            start -= 1
        else:
            break
    kept = NEGATIONS | {"also", "repeatedly"}
    while start < verb.i and doc[start].tag_ in ("RB", "RBR") and doc[start].lower_ not in kept:
        start += 1
    return Range(start, verb.i + 1)


def is_passive(verb: Token) -> bool:
    """Whether a participle stands with a form of "be", or has a passive subject."""
    if verb.tag_ not in ("VBN", "VBD"):
        return False
    for child in verb.children:
        if child.dep_ in PASSIVE_SUBJECTS or child.dep_ in ("aux:pass", "auxpass"):
            return True
    if verb.tag_ == "VBD":
        return False
    said = {token.lower_ for token in verb.doc[verb_group(verb).start : verb.i]}
    if said & {"is", "are", "was", "were", "be", "been", "being", "'s", "’s"} and not said & {"having"}:
        return not (said & {"'s", "’s"}) or "been" in said
    after = verb.doc[verb.i + 1].tag_ if verb.i + 1 < len(verb.doc) else "."
    if verb.dep_ == "conj" and verb.doc[verb.i - 1].tag_ == "CC" and after not in ("IN", "TO", "RB", ",", "."):
        return False  # "said … and accused them": a past tense as well
    if not any(token.tag_ in FINITE for token in verb.doc[slice(*bounds(verb))]):
        return False  # the only verb of its sentence: the tagger took a past tense for a participle
    return not said & {"has", "have", "had", "having", "'ve", "’ve", "'d", "’d"} and not any(
        child.dep_ in SUBJECTS for child in verb.children
    )


def subject(verb: Token) -> Token | None:
    """The head word of who does what `verb` says: its own subject, or the one that a construction lends it."""
    seen = verb
    for _ in range(6):
        own = next((child for child in seen.children if child.dep_ in SUBJECTS), None)
        if own is None and seen.i != verb.i:
            own = next((child for child in seen.children if child.dep_ in PASSIVE_SUBJECTS), None)
        if own is not None:
            return own if own.tag_ in NOUN_TAGS or own.tag_.startswith("JJ") else None
        if seen.dep_ in ("conj", "xcomp", "advcl", "ccomp", "aux", "cop") and _is_predicate(seen.head):
            if seen.dep_ == "ccomp" and seen.tag_ in FINITE:
                return None
            seen = seen.head
        elif seen.dep_ == "acl" and seen.tag_ in FINITE:
            return None  # a finite verb qualifies no noun: the parser misses the subject
        elif seen.dep_ in ("acl", *RELATIVES) and seen.head.tag_.startswith("NN"):
            return seen.head
        else:
            return None
    return None


def _is_predicate(token: Token) -> bool:
    return token.tag_.startswith(("V", "J", "N", "MD"))


def subject_by_order(verb: Token) -> Token | None:
    """The noun before the verb group, past what stands between them, or the one behind an inverted verb."""
    doc, sentence = verb.doc, bounds(verb)
    at = verb_group(verb).start - 1
    for _ in range(4):
        while at > sentence.start and doc[at].tag_ in ("RB", ","):
            at -= 1
        if at - 3 >= sentence.start and doc[at].text == ")" and doc[at - 2].text == "(":
            at -= 3  # an abbreviation in brackets
        if at < sentence.start or doc[at].tag_ not in NOUNS:
            break
        noun = _top_noun(doc[at], sentence.start, verb.i)
        lead = next((child for child in noun.lefts if child.tag_ in ("IN", "TO")), None)
        if lead is None:
            return noun
        at = lead.i - 1
    end = sentence.end
    if verb.i + 1 < end and doc[verb.i + 1].tag_ == "PRP":
        return doc[verb.i + 1]
    for after in range(verb.i + 1, min(end, verb.i + 12)):
        if doc[after].tag_ not in _IN_PHRASE:
            break
        last = after + 1 >= end or doc[after + 1].tag_ not in ("NN", "NNP", "NNS", "NNPS", "POS", "HYPH")
        if last and doc[after].tag_ in NOUNS:
            return doc[after]
    return None


def subject_of_insertion(verb: Token) -> Token | None:
    """The noun between a clause's comma and a verb without a subject of its own: "The dam broke, the ministry said"."""
    doc, sentence = verb.doc, bounds(verb)
    last = at = verb.i - 1
    if any(child.dep_ in SUBJECTS for child in verb.children) or verb.tag_ not in FINITE:
        return None
    if at - 3 > sentence.start and doc[at].text == ")" and doc[at - 2].text == "(":
        last = at = at - 3  # an abbreviation in brackets
    while at > sentence.start and last - at < 12 and doc[at].tag_ in _IN_PHRASE | {"PRP"}:
        at -= 1
    opens = doc[at].text == "," and at < last and doc[at + 1].tag_ in ("DT", "NNP", "PRP") and doc[last].tag_ in NOUNS
    if not opens or not any(token.tag_ in FINITE for token in doc[sentence.start : at]):
        return None
    return doc[last]


NOUNS = frozenset({"NN", "NNS", "NNP", "NNPS", "PRP"})
_IN_PHRASE = frozenset({"DT", "JJ", "PRP$", "NNP", "NN", "NNPS", "NNS", "CD", "HYPH", "POS"})


def _top_noun(token: Token, left: int, right: int) -> Token:
    """The noun whose phrase `token` ends; a name behind a comma does not reach back to what a preposition leads."""
    while token.head.i != token.i and left <= token.head.i < right and token.head.tag_ in NOUNS:
        head = token.head
        listed = token.dep_ == "conj" and not any(child.dep_ == "cc" for child in token.lefts)
        if (listed or _is_oblique(head)) and any(between.text == "," for between in token.doc[head.i : token.i]):
            break
        token = head
    return token

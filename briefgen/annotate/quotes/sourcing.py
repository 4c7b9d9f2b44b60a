"""Attributions without a verb of saying: "according to", nouns ("her claim that …"), adjectives, headlines."""

from __future__ import annotations

from spacy.tokens import Doc, Token

from briefgen.annotate.cues import NEGATED, adjective_stance, noun_cue, words
from briefgen.annotate.quotes.attributions import Attribution, speaker_of
from briefgen.annotate.quotes.contents import around, is_infinitive
from briefgen.annotate.quotes.phrases import (
    FINITE,
    NEGATIONS,
    NOUNS,
    OBJECTS,
    POSSESSORS,
    POSSIBLE,
    SUBJECTS,
    Range,
    bounds,
    is_verb,
    noun_phrase,
    trimmed,
)


def according_attribution(token: Token) -> Attribution | None:
    """Sources led by a preposition: "According to X, …" and "…, according to X"."""
    doc, sentence = token.doc, bounds(token)
    if token.lower_ != "according" or token.i + 2 >= sentence.end or doc[token.i + 1].lower_ != "to":
        return None
    start = token.i + 2
    noun = next((doc[i] for i in range(start, sentence.end) if doc[i].tag_ in NOUNS), None)
    if noun is None:
        return None
    while start <= noun.head.i < sentence.end and noun.head.i != noun.i and noun.head.tag_ in NOUNS:
        if noun.head.left_edge.i > token.i:
            break
        noun = noun.head
    speaker = Range(start, max(noun_phrase(noun, start, sentence.end).end, start + 1))
    content = around(doc, Range(token.i, speaker.end), sentence)
    if not content:
        return None
    return Attribution(token.i, Range(token.i, start), content, speaker, "inserted", "states", 0.85)


def noun_attribution(noun: Token) -> Attribution | None:
    """What a reporting noun attributes: "the minister's claim that …", "a call by the union for …"."""
    cue = noun_cue(noun.lower_) if noun.tag_ in ("NN", "NNS", "NNP", "NNPS") else None
    if cue is None:
        return None
    doc, sentence = noun.doc, bounds(noun)
    limit = min(max(noun.right_edge.i, noun.i) + 1, sentence.end)
    speaker = _author(noun, limit)
    at = speaker.end if speaker else noun.i + 1
    if at >= sentence.end:
        return None
    word = doc[at].lower_
    if "clause" in cue.frames and word == "that" and at + 1 < sentence.end and doc[at + 1].tag_ not in (*FINITE, "VBN"):
        frame = "clause"
    elif "infinitive" in cue.frames and is_infinitive(doc, at, sentence.end):
        frame = "infinitive"
    elif word in cue.frames and (at < limit or noun.head.lower_ in words("light")):
        frame = word
    else:
        return None
    speaker = speaker or _owner(noun, sentence.start)
    if speaker is None and noun.dep_ in OBJECTS and noun.head.lower_ in words("light"):
        speaker = speaker_of(noun.head)
    if speaker is None:
        return None
    if limit <= at + 1:
        limit = min(max(noun.head.right_edge.i, noun.i) + 1, sentence.end)
    content = trimmed(doc, at, limit)
    if content.end <= content.start:
        return None
    return Attribution(noun.i, Range(noun.i, noun.i + 1), (content,), speaker, "noun", cue.frames[frame], 0.55)


def adjective_attribution(word: Token) -> Attribution | None:
    """Attitudes: "is confident that …", "was critical of …", "is unequivocal in …"."""
    stance = adjective_stance(word.lower_) if word.tag_ in ("JJ", "VBN", "VBD") else None
    copula = next((child for child in word.lefts if child.dep_ in ("cop", "aux:pass", "auxpass")), None)
    if stance is None or copula is None:
        return None
    doc, sentence = word.doc, bounds(word)
    speaker_head = next((child for child in word.lefts if child.dep_ in SUBJECTS or child.dep_ == "nsubj:pass"), None)
    at = word.i + 1
    between = {token.lower_ for token in doc[max(copula.i - 2, sentence.start) : word.i]}
    if speaker_head is None or at + 1 >= sentence.end or speaker_head.i < sentence.start or between & POSSIBLE:
        return None
    if doc[at].lower_ not in ("that", "of", "about", "in") and not is_infinitive(doc, at, sentence.end):
        return None
    speaker = noun_phrase(speaker_head, sentence.start, copula.i)
    limit = min(max(word.right_edge.i + 1, at + 2), sentence.end)
    content = trimmed(doc, at, limit)
    if content.end <= content.start or speaker.end <= speaker.start or speaker_head.lower_ in ("it", "that", "which"):
        return None
    stance = NEGATED[stance] if between & NEGATIONS else stance
    return Attribution(word.i, Range(copula.i, word.i + 1), (content,), speaker, "adjective", stance, 0.55)


def headline_attribution(doc: Doc, start: int, end: int, named: int) -> Attribution | None:
    """Headlines: "Vale: The talks have failed", for a paragraph `[start, end)` that opens with a name of `named` tokens."""
    colon = start + named
    if colon + 3 >= end or doc[colon].text != ":" or not doc[colon].whitespace_:
        return None
    content = trimmed(doc, colon + 1, end)
    if not any(is_verb(token) for token in doc[content.start : content.end]):
        return None
    return Attribution(colon, Range(colon, colon + 1), (content,), Range(start, colon), "headline", "states", 0.6)


def _author(noun: Token, limit: int) -> Range | None:
    """Who made it: "a call by the union"."""
    doc, at = noun.doc, noun.i + 1
    if at + 1 >= limit or doc[at].lower_ not in ("by", "from"):
        return None
    phrase = next((c for c in noun.rights if c.left_edge.i == at and c.dep_ in ("nmod", "prep", "nmod:agent")), None)
    if phrase is None:
        return None
    head = next((c for c in phrase.children if c.dep_ == "pobj"), phrase)
    found = noun_phrase(head, at + 1, limit) if at < head.i < limit else None
    return found if found is not None and found.end > found.start else None


def _owner(noun: Token, left: int) -> Range | None:
    """Whose it is: "the minister's claim", "its claim"."""
    doc = noun.doc
    head = next((c for c in noun.lefts if c.dep_ in POSSESSORS and c.i >= left), None)
    if head is None:
        return None
    found = noun_phrase(head, left, noun.i)
    if found.end > found.start and doc[found.end - 1].tag_ == "POS":
        found = Range(found.start, found.end - 1)
    return found if found.end > found.start else None

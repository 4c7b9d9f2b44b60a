"""Attributions by verbs, without regard to quotation marks: who is said to say, want, deny or believe what.

Each function takes one word and gives an `Attribution` in token ranges, or None. Nouns, adjectives and "according to"
are in `sourcing`, quotation marks in `quoted_speech`; who a speaker is, `speakers` finds out.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from spacy.tokens import Token

from briefgen.annotate.cues import NEGATED, Cue, verb_cues
from briefgen.annotate.quotes.contents import (
    around,
    clause_end,
    contents,
    is_infinitive,
    says_something,
    skip_adverbs,
    until,
)
from briefgen.annotate.quotes.phrases import (
    NEGATIONS,
    PASSIVE_SUBJECTS,
    POSSIBLE,
    SUBJECTS,
    Range,
    bounds,
    is_mark,
    is_passive,
    is_verb,
    noun_phrase,
    subject,
    subject_by_order,
    subject_of_insertion,
    trimmed,
    verb_group,
)
from briefgen.annotation import Stance


class Attribution(NamedTuple):
    """A cue, its content and its speaker, in token ranges."""

    head: int
    """The cue's main word."""
    cue: Range
    content: tuple[Range, ...]
    speaker: Range | None
    frame: str
    """What the content is: clause, infinitive, order, object, as, a preposition, passive, inserted, headline."""
    stance: Stance
    confidence: float


_CONFIDENCE = {"clause": 0.85, "infinitive": 0.75, "order": 0.75, "object": 0.6, "as": 0.65}
_BARE = frozenset({"clause", "infinitive", "order", "object", "as"})
"""Frames whose content begins right behind the cue; others are led by a preposition, which joins the cue."""


def verb_attribution(verb: Token) -> Attribution | None:
    """What the verb attributes, when it is a reporting verb with a content that it can take."""
    group = verb_group(verb)
    if not is_verb(verb) or is_hypothetical(verb, group) or _is_fronted(verb):
        return None
    passive: bool | None = None
    for cue, cue_end in matching_cues(verb):
        passive = is_passive(verb) if passive is None else passive
        if passive:
            found = _passive(verb, cue, group)
            if found is not None:
                return found
            continue
        speaker = speaker_of(verb)
        inserted = _inserted(verb, cue, group, speaker)
        if inserted is not None:
            return inserted
        for frame, pieces in contents(verb, cue, cue_end, speaker):
            if _is_fit(verb, group, frame, speaker) and says_something(verb, frame, pieces):
                end = max(cue_end if frame in _BARE else cue_end + 1, verb.i + 1)
                return Attribution(verb.i, Range(group.start, end), pieces, speaker, frame,
                                   stance_of(verb, group, cue.frames[frame]), _CONFIDENCE.get(frame, 0.6))  # fmt: skip
    return None


def _is_fronted(verb: Token) -> bool:
    """Whether a participle opens the sentence: "Asked about it, she said …" tells who was asked."""
    return verb.tag_ in ("VBN", "VBD") and verb.dep_ == "advcl" and verb.i == bounds(verb).start


def matching_cues(verb: Token) -> Iterator[tuple[Cue, int]]:
    """The reporting verbs that `verb` may be, each with the end of its words (particles included)."""
    found = verb_cues(verb.lower_)
    doc, end = verb.doc, bounds(verb).end if found else 0
    for cue in found:
        at = verb.i + 1
        if cue.particles and at < end and doc[at].lower_ == "it":
            at += 1
        if all(at + k < end and doc[at + k].lower_ == word for k, word in enumerate(cue.particles)):
            yield cue, at + len(cue.particles) if cue.particles else verb.i + 1


def is_hypothetical(verb: Token, group: Range) -> bool:
    """Whether a modal verb makes the saying a possibility only."""
    said = {token.lower_ for token in verb.doc[group.start : verb.i]}
    if said & POSSIBLE:
        return True
    return "would" in said and not said & NEGATIONS and verb.lower_ not in ("like", "prefer")


def stance_of(verb: Token, group: Range, stance: Stance) -> Stance:
    """The stance of a cue, turned round where its verb is negated."""
    negated = any(token.lower_ in NEGATIONS for token in verb.doc[group.start : verb.i])
    return NEGATED[stance] if negated else stance


def speaker_of(verb: Token) -> Range | None:
    """The noun phrase of who says it: the subject, or the noun that stands where a subject would."""
    head = subject_of_insertion(verb) or subject(verb)
    inverts = _may_invert(verb)
    sentence = bounds(verb)
    if head is None or head.i < sentence.start or (head.i > verb.i and not inverts):
        head = subject_by_order(verb)
    if head is None or head.i == verb.i or (head.i > verb.i and not inverts) or head.tag_ == "EX":
        return None
    if head.dep_ == "expl" or head.lower_ == "there":
        return None
    left, right = (sentence.start, verb.i) if head.i < verb.i else (verb.i + 1, sentence.end)
    if not left <= head.i < right:
        return None
    phrase = noun_phrase(head, left, right)
    lead = verb.doc[phrase.start - 1] if phrase.start > sentence.start else None
    if lead is not None and (lead.tag_ in ("TO", "VBG") or (lead.tag_ == "IN" and lead.lower_ not in _SUBORDINATORS)):
        comma = next((i for i in range(phrase.start, head.i) if verb.doc[i].text == ","), None)
        phrase = phrase if comma is None else Range(comma + 1, phrase.end)
    return phrase if phrase.end > phrase.start else None


_SUBORDINATORS = frozenset(
    (
        "that",
        "after",
        "because",
        "if",
        "while",
        "as",
        "since",
        "before",
        "although",
        "though",
        "whether",
        "until",
        "unless",
    )
)
"""What may stand before a subject; another preposition there means that the parser began the subject too early."""


def _may_invert(verb: Token) -> bool:
    """Whether a subject may stand behind the verb: only where what is said, or nothing, stands before."""
    before = verb_group(verb).start - 1
    return before < bounds(verb).start or is_mark(verb.doc[before])


def _is_fit(verb: Token, group: Range, frame: str, speaker: Range | None) -> bool:
    """Whether the cue is sure enough for what it takes: a clause tells of itself, a noun phrase needs who speaks."""
    doc = verb.doc
    if frame == "clause":
        return speaker is not None or verb.tag_ != "VB"
    if speaker is None or (doc[group.start].lower_ == "to" and frame not in ("infinitive", "order")):
        return False
    return doc[speaker.start].lower_ not in ("that", "which", "who")


def _inserted(verb: Token, cue: Cue, group: Range, speaker: Range | None) -> Attribution | None:
    """Insertions: "…, as Vale put it", "As the minister said, …"."""
    doc, sentence = verb.doc, bounds(verb)
    if speaker is None or speaker.end > verb.i or speaker.start <= sentence.start or "quotation" not in cue.frames:
        return None
    lead = speaker.start - 1
    if doc[lead].lower_ != "as" or (lead > sentence.start and not is_mark(doc[lead - 1])):
        return None
    end = next((i for i in range(verb.i + 1, sentence.end) if is_mark(doc[i])), sentence.end)
    if end - verb.i > 6:
        return None
    pieces = around(doc, Range(lead, end), sentence)
    return (
        Attribution(verb.i, Range(group.start, verb.i + 1), pieces, speaker, "inserted", "states", 0.7)
        if pieces
        else None
    )


def _passive(verb: Token, cue: Cue, group: Range) -> Attribution | None:
    """Passives: "is said to …", "was accused of …", "it was reported that …", "was quoted as saying …", "as noted by …"."""
    doc, sentence = verb.doc, bounds(verb)
    end = clause_end(verb)
    after = skip_adverbs(doc, verb.i + 1, end)
    word = doc[after].lower_ if after < end else ""
    words = Range(group.start, verb.i + 1)
    speaker = _agent(verb, end)
    stance = stance_of(verb, group, next(iter(cue.frames.values())))
    lead = group.start - 1
    if speaker is not None and lead >= sentence.start and doc[lead].lower_ == "as" and "quotation" in cue.frames:
        pieces = around(doc, Range(lead, speaker.end), sentence)
        return Attribution(verb.i, words, pieces, speaker, "inserted", stance, 0.7) if pieces else None
    patient = next((c for c in verb.lefts if c.dep_ in (*PASSIVE_SUBJECTS, *SUBJECTS, "expl")), None)
    if patient is None:
        return None
    whole = noun_phrase(patient, sentence.start, verb.i) if sentence.start <= patient.i else Range(patient.i, patient.i)
    if word == "as" and after + 1 < end and doc[after + 1].lower_ == "saying":
        content = trimmed(doc, skip_adverbs(doc, after + 2, end), end)
        return Attribution(verb.i, Range(group.start, after + 2), (content,), whole, "clause", "states", 0.8)
    if word == "that" and patient.lower_ == "it":
        return Attribution(verb.i, words, (until(verb, after, end, clause=True),), speaker, "clause", stance, 0.7)
    if (patient.lower_ in ("it", "there") and patient.dep_ == "expl") or whole.end <= whole.start:
        return None
    takes = word in ("of", "as", "for", "with") and (word in cue.frames or "object" in cue.frames)
    if is_infinitive(doc, after, end) or takes:
        return Attribution(verb.i, words, (whole, until(verb, after, end)), speaker, "passive", stance, 0.6)
    if speaker is not None and "object" in cue.frames:
        return Attribution(verb.i, words, (whole,), speaker, "passive", stance, 0.6)
    if cue.lemma not in ("report", "confirm"):
        return None
    rest = until(verb, after, end)
    return Attribution(verb.i, words, (whole, rest)[: 2 if rest.end > rest.start else 1], None, "passive", stance, 0.5)


def _agent(verb: Token, end: int) -> Range | None:
    """Who does what a passive verb says: "by Vale"."""
    doc = verb.doc
    for child in verb.rights:
        edge = child.left_edge.i
        if child.dep_ in ("obl:agent", "obl", "agent") and doc[edge].lower_ == "by" and edge + 1 < end:
            head = next((c for c in child.children if c.dep_ == "pobj"), child)
            phrase = noun_phrase(head, edge + 1, end) if edge < head.i < end else None
            return phrase if phrase is not None and phrase.end > phrase.start else None
    return None

"""Attributions that the encoder's tagging tells of: sources, cues and contents, put together by their links.

The encoder has seen thousands of attributions and finds what no list of verbs foresees; the rules know where a clause
ends and what quotation marks do. `find` weighs the two. A pipeline without the encoder's tagging gives none.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from spacy.tokens import Doc, Token

from briefgen.annotate.cues import adjective_stance, noun_cue, words
from briefgen.annotate.encoder.component import ATTRIBUTED, ROLES, Part
from briefgen.annotate.encoder.labels import CONTENT, CUE, SOURCE
from briefgen.annotate.quotes.attributions import Attribution, matching_cues, stance_of
from briefgen.annotate.quotes.phrases import PASSIVE_SUBJECTS, Range, is_mark, trimmed, verb_group
from briefgen.annotation import Stance

_GAP = 3
"""Pieces of one content so few words apart, with no other part between, are one."""


def tagged(doc: Doc, inside: Sequence[int] = ()) -> list[Attribution]:
    """The attributions that the tagging holds, ascending by cue; each has a content.

    What is attributed stands in the sentence of its cue, or between quotation marks: `inside` gives the quoted stretch
    that each token lies in, or -1.
    """
    parts: Sequence[Part] = doc.user_data.get(ATTRIBUTED, ())
    if not parts:
        return []
    sentence = _sentences(doc)
    of_token = {k: part for part in parts for k in range(part.start, part.end)}
    linked: dict[int, list[Part]] = {}
    for part in parts:
        if part.cue is not None and (
            sentence[part.start] == sentence[part.cue] or (bool(inside) and inside[part.start] >= 0)
        ):
            linked.setdefault(part.cue, []).append(part)
    out = []
    for cue in parts:
        own = linked.get(cue.start, ()) if cue.role == CUE else ()
        contents = [part for part in own if part.role == CONTENT]
        pieces = _joined(doc, contents, of_token)
        if not any(
            doc[k].tag_ not in _EMPTY and doc[k].lower_ not in _ARTICLES for piece in pieces for k in range(*piece)
        ):
            continue
        sources = [part for part in own if part.role == SOURCE]
        source = max(sources, key=lambda part: (part.link, -abs(part.start - cue.start)), default=None)
        head = main_word(doc, cue)
        speaker = _cleaned(doc, source) if source and not _is_addressed(doc, source, head) else None
        sure = min(cue.certainty, sum(part.certainty for part in contents) / len(contents))
        words_of_cue = _without_possessive(doc, Range(cue.start, cue.end))
        out.append(Attribution(head.i, words_of_cue, pieces, speaker, "tagged", stance(head), round(sure, 3)))
    return out


def said_of(doc: Doc, role: int, words: Range) -> float:
    """How much of a range of words the tagging gives to a role, 0 to 1: a mean of probabilities."""
    roles = doc.user_data[ROLES]
    return float(roles[words.start : words.end, 1 + role].mean()) if words.end > words.start else 0.0


def is_tagged(doc: Doc) -> bool:
    """Whether the pipeline tags attributions at all."""
    return ROLES in doc.user_data


def main_word(doc: Doc, cue: Range | Part) -> Token:
    """The word of a cue that the others depend on."""
    span = doc[cue.start : cue.end]
    verbs = [token for token in span if token.tag_.startswith("VB") and _reports(token)]
    return verbs[-1] if verbs else span.root


def _reports(token: Token) -> bool:
    """Whether a word is a reporting verb."""
    return next(iter(matching_cues(token)), None) is not None


def stance(head: Token) -> Stance:
    """The stance of a cue, by the lists; what they do not know states."""
    noun = noun_cue(head.lower_) if head.tag_.startswith("NN") else None
    if noun is not None:
        return next(iter(noun.frames.values()))
    for cue, _ in matching_cues(head):
        frame = next((frame for frame in ("clause", "quotation") if frame in cue.frames), next(iter(cue.frames)))
        return stance_of(head, verb_group(head), cue.frames[frame])
    return adjective_stance(head.lower_) or "states"


def _sentences(doc: Doc) -> list[int]:
    """Of each token the number of its sentence."""
    number, out = 0, []
    for token in doc:
        number += bool(token.is_sent_start)
        out.append(number)
    return out


def _joined(doc: Doc, contents: Sequence[Part], of_token: Mapping[int, Part]) -> tuple[Range, ...]:
    """The pieces of a content, those that only a word or two separates joined, without edges of punctuation."""

    def is_free(start: int, end: int) -> bool:
        return not any("\n" in doc[k].text or (k in of_token and of_token[k][:2] not in own) for k in range(start, end))

    own = {part[:2] for part in contents}
    pieces: list[Range] = []
    for part in contents:
        at = pieces[-1].end if pieces else part.start
        near = bool(pieces) and sum(not is_mark(doc[k]) for k in range(at, min(part.start, at + 30))) <= _GAP
        if near and is_free(at, part.start):
            pieces[-1] = Range(pieces[-1].start, part.end)
        else:
            pieces.append(Range(part.start, part.end))
    whole = []
    for piece in pieces:
        end = _phrase_end(doc, piece)
        whole.append(Range(piece.start, end) if end > piece.end and is_free(piece.end, end) else piece)
    shorn = (trimmed(doc, piece.start, piece.end) for piece in whole)
    return tuple(piece for piece in shorn if piece.end > piece.start)


def _phrase_end(doc: Doc, piece: Range) -> int:
    """Where the phrase ends that a small word at the end of a piece leads: the tagging broke off too early."""
    last = doc[piece.end - 1]
    if last.tag_ not in _LEADING:
        return piece.end
    end = max(last.head.right_edge.i, last.right_edge.i) + 1
    return end if piece.end < end <= piece.end + _PHRASE else piece.end


_LEADING = frozenset({"IN", "TO", "CC", "DT", "PRP$", "POS", "MD"})
_PHRASE = 25
"""So many words may be added to such a piece."""


def _is_addressed(doc: Doc, source: Part, head: Token) -> bool:
    """Whether a source is only told something: "the ministry was warned that …"."""
    if head.lower_ not in words("addressed"):
        return False
    return any(token.dep_ in PASSIVE_SUBJECTS and token.head.i == head.i for token in doc[source.start : source.end])


def _cleaned(doc: Doc, source: Part) -> Range | None:
    found = _without_possessive(doc, trimmed(doc, source.start, source.end))
    return found if found.end > found.start else None


def _without_possessive(doc: Doc, words: Range) -> Range:
    """A range without the possessive ending that stands between a source and its cue: "the mayor's claim"."""
    start, end = words
    while start < end - 1 and doc[start].tag_ == "POS":
        start += 1
    while end > start + 1 and doc[end - 1].tag_ == "POS":
        end -= 1
    return Range(start, end)


_EMPTY = frozenset({"PRP$", "IN", "TO", "CC", "POS", ",", ".", ":", "``", "''"})
_ARTICLES = frozenset({"the", "a", "an"})
"""Words that alone say nothing: no content."""

"""Whom a pronoun stands for: the nearest fitting actor above, with reasons. Leaves it open when unsure."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping
from typing import NamedTuple

from spacy.tokens import Doc

from briefgen.annotate.quotes.phrases import PASSIVE_SUBJECTS, SUBJECTS, bounds
from briefgen.annotation import Actor, Mention
from briefgen.span import Span


class Resolved(NamedTuple):
    """An actor's id, and the code of why ("" when it is named outright); `sure` is 0 to 1."""

    actor: str | None
    why: str
    sure: float


class Scene(NamedTuple):
    """What resolving a speaker needs to know of an article."""

    doc: Doc
    text: str
    """`doc.text`, which spaCy makes anew at each call."""
    actors: Mapping[str, Actor]
    mentions: tuple[Mention, ...]
    """Those with an actor, ascending."""
    starts: tuple[int, ...]
    pronouns: Mapping[str, str | None]
    hidden: tuple[Span, ...]
    """Stretches within quotation marks, ascending."""
    called: Mapping[str, tuple[Actor, ...]]
    """Organizations by the main word of their names."""

    def name(self, actor: str | None) -> str:
        """The name to show for an actor's id."""
        known = self.actors.get(actor or "")
        return known.name if known else actor or ""

    def between(self, start: int, end: int) -> tuple[Mention, ...]:
        """The mentions that lie within `[start, end)`."""
        first, last = bisect_left(self.starts, start), bisect_left(self.starts, end)
        return tuple(m for m in self.mentions[first:last] if m.span.end <= end)

    def before(self, end: int, most: int) -> tuple[Mention, ...]:
        """The last `most` mentions that begin before `end` and end by it."""
        last = bisect_left(self.starts, end)
        return tuple(m for m in self.mentions[max(0, last - most) : last] if m.span.end <= end)


PRONOUNS: Mapping[str, str] = {
    **dict.fromkeys(("he", "him", "his", "himself"), "he"),
    **dict.fromkeys(("she", "her", "hers", "herself"), "she"),
    **dict.fromkeys(("it", "its", "itself"), "it"),
    **dict.fromkeys(("they", "them", "their", "themselves"), "they"),
}
_PARAGRAPHS = 3
_CHARACTERS = 3000
"""How far up a pronoun may refer."""

_SURE_AMONG_RIVALS, _SURE_ALONE = 1.5, 1.0
"""Least weight that an antecedent must have when others fit too, and when none does: below it, fewer than half are
right (1,259 pronouns of GUM: 15 and 46 % at 0 and 1 among rivals, 58 and 85 % at 2 and 3; alone 44, 70, 94, 96 %)."""


def antecedent(scene: Scene, span: Span, previous: str | None) -> Resolved:
    """The actor that the pronoun at `span` stands for; `previous` is who spoke last above it."""
    doc, text = scene.doc, scene.text
    said = span.of(text)
    kind = PRONOUNS[said.casefold()]
    candidates = [
        mention
        for mention in scene.between(_ceiling(text, span.start), span.start)
        if _fits(scene, mention.actor, kind)
        and not _hidden(scene, mention.span)
        and not (kind in ("it", "they") and is_possessor(text, mention))
    ]
    if not candidates:
        if previous is not None and _fits(scene, previous, kind):
            return Resolved(previous, "spoke_last", 0.5)
        return Resolved(None, "unclear", 0.6)
    here, above = _sentence_starts(doc, span.start)
    paragraph = text.rfind("\n", 0, span.start)
    subjects = [mention for mention in candidates if is_subject(doc, mention)]
    if subjects and subjects[-1].actor != previous:
        # Whoever was introduced since then has taken the place of the one who spoke last.
        previous = None

    def weight(mention: Mention) -> float:
        return ((1.0 if mention.span.start > paragraph else 0.0) + (2.0 if mention in subjects else 0.0)
                + (1.5 if mention.actor == previous else 0.0))  # fmt: skip

    best = max(enumerate(candidates), key=lambda place: (weight(place[1]), place[0]))[1]
    rivals = any(mention.actor != best.actor for mention in candidates)
    # Most of those that "they" stands for are no names at all.
    is_far = kind == "they" and (best not in subjects or best.span.start < above)
    if is_far or weight(best) < (_SURE_AMONG_RIVALS if rivals else _SURE_ALONE):
        return Resolved(None, "unclear", 0.6)
    if best.span.start >= here:
        reason = "same_sentence"
    elif best.span.start >= above and best in subjects:
        reason = "subject_before"
    else:
        reason = "spoke_last" if best.actor == previous else "nearest"
    return Resolved(best.actor, reason, 0.75 if rivals else 0.85)


def is_possessor(text: str, mention: Mention) -> bool:
    """Whether a name is followed by, or ends in, a possessive 's."""
    end = mention.span.end
    return text[end : end + 2] in ("'s", "’s") or text[end - 2 : end] in ("'s", "’s")


def is_subject(doc: Doc, mention: Mention) -> bool:
    """Whether a name is, or stands in apposition to, a subject."""
    span = doc.char_span(mention.span.start, mention.span.end, alignment_mode="expand")
    if span is None or not len(span):
        return False
    root = span.root
    for _ in range(3):
        if root.dep_ in SUBJECTS or root.dep_ in PASSIVE_SUBJECTS:
            return True
        if root.dep_ not in ("appos", "flat", "compound"):
            return False
        root = root.head
    return False


def _fits(scene: Scene, actor: str | None, kind: str) -> bool:
    known = scene.actors.get(actor or "")
    if known is None:
        return False
    if kind in ("he", "she"):
        return known.kind == "person" and scene.pronouns.get(known.id) in (None, kind)
    return known.kind in (("organization", "place") if kind == "it" else ("group",))


def _hidden(scene: Scene, span: Span) -> bool:
    at = bisect_left(scene.hidden, Span(span.start + 1, 0)) - 1
    return at >= 0 and scene.hidden[at].contains(span)


def _ceiling(text: str, start: int) -> int:
    """Where the paragraphs begin that a pronoun at `start` may look into."""
    floor = start
    for _ in range(_PARAGRAPHS):
        floor = text.rfind("\n", max(0, start - _CHARACTERS), floor)
        if floor < 0:
            return max(0, start - _CHARACTERS)
    return floor


def _sentence_starts(doc: Doc, at: int) -> tuple[int, int]:
    """Where the sentence around `at` starts, and the one before it."""
    inside = doc.char_span(at, at + 1, alignment_mode="expand")
    if not inside:
        return 0, 0
    here = bounds(inside[0]).start
    before = next((token for token in reversed(doc[:here]) if not token.is_space), None)
    return doc[here].idx, doc[bounds(before).start].idx if before else 0

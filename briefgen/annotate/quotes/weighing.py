"""Rules and tagging as two witnesses of the same attributions: where both speak, where only one does."""

from __future__ import annotations

from collections.abc import Sequence

from spacy.tokens import Doc

from briefgen.annotate.encoder.labels import CONTENT, CUE, SOURCE
from briefgen.annotate.quotes.attributions import Attribution
from briefgen.annotate.quotes.phrases import Range
from briefgen.annotate.quotes.tagged import said_of

DOUBTED = 0.3
"""A rule whose content and cue, or whose speaker, the tagging gives less than this, on average, is not believed."""
PLAIN = frozenset({"inserted", "headline"})
"""Frames whose words admit of no doubt: "according to", "as … put it", "Vale: …"."""
BELIEVED = 0.5
"""The tagging alone is believed from this certainty on."""
FEWEST = 2
"""So many words a content has that only the tagging knows."""

# How often content and speaker are right, as lines through what was measured on 350 sentences of newswire and on the tenth
# of our own annotations that is kept aside (497 quotes); docs/accuracy.md has the table, and how far it holds elsewhere.
BOTH, RULE_ALONE, TAGGING_ALONE = (1.15, -0.2), (0.4, 0.35), (0.9, -0.13)
"""(slope, intercept) of confidence over the tagging's certainty."""
NOBODY = 0.8
"""What a content that only the tagging knows keeps of it without a speaker."""


def weighed(doc: Doc, ruled: Sequence[Attribution], tagged: Sequence[Attribution]) -> list[Attribution]:
    """The attributions of both, each cue once."""
    of_word = {k: one for one in tagged for k in range(one.cue.start, one.cue.end)}
    out: list[Attribution] = []
    used: set[int] = set()
    for rule in ruled:
        tag = of_word.get(rule.head) or next((of_word[k] for k in range(*rule.cue) if k in of_word), None)
        if tag is not None:
            used.add(tag.head)
            out.append(_both(doc, rule, tag))
        elif (support := _support(doc, rule)) >= DOUBTED or rule.frame in PLAIN:
            out.append(rule._replace(confidence=_confidence(RULE_ALONE, support)))
    for tag in tagged:
        size = sum(piece.end - piece.start for piece in tag.content)
        if tag.head not in used and tag.confidence >= BELIEVED and size >= FEWEST:
            sure = _confidence(TAGGING_ALONE, tag.confidence)
            out.append(tag._replace(confidence=sure if tag.speaker else sure * NOBODY))
    return out


def _confidence(line: tuple[float, float], certainty: float) -> float:
    slope, intercept = line
    return round(min(max(slope * certainty + intercept, 0.05), 0.98), 3)


def _both(doc: Doc, rule: Attribution, tag: Attribution) -> Attribution:
    return rule._replace(
        content=tag.content,
        speaker=_speaker(doc, rule.speaker, tag.speaker),
        confidence=_confidence(BOTH, tag.confidence),
    )


def _speaker(doc: Doc, ruled: Range | None, tagged: Range | None) -> Range | None:
    """The rule's speaker, whose phrase is whole; the tagging's where it sees no source in the rule's and another elsewhere."""
    if ruled is None or tagged is None:
        return ruled or tagged
    apart = ruled.end <= tagged.start or tagged.end <= ruled.start
    return tagged if apart and said_of(doc, SOURCE, ruled) < DOUBTED else ruled


def _support(doc: Doc, rule: Attribution) -> float:
    words = sum(piece.end - piece.start for piece in rule.content)
    said = sum(said_of(doc, CONTENT, piece) * (piece.end - piece.start) for piece in rule.content) / max(words, 1)
    cue = said_of(doc, CUE, Range(rule.head, rule.head + 1))
    return (said + cue) / 2

"""Rules and tagging as two witnesses of the same attributions: where both speak, where only one does."""

from __future__ import annotations

from collections.abc import Sequence

from spacy.tokens import Doc

from briefgen.annotate.quotes.attributions import Attribution
from briefgen.annotate.quotes.phrases import Range
from briefgen.annotate.quotes.tagged import CONTENT, CUE, said_of

DOUBTED = 0.3
"""A rule whose content and cue the tagging gives less than this, on average, is not believed."""
BELIEVED = 0.5
"""The tagging alone is believed from this certainty on."""
FEWEST = 2
"""So many words a content has that only the tagging knows."""

# How often content and speaker are right, as lines through what was measured on 350 sentences of newswire and on the tenth
# of our own annotations that is kept aside (631 quotes); docs/accuracy.md has the table, and how far it holds elsewhere.
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
            out.append(_both(rule, tag))
        elif (support := _support(doc, rule)) >= DOUBTED:
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


def _both(rule: Attribution, tag: Attribution) -> Attribution:
    return rule._replace(
        content=tag.content,
        speaker=rule.speaker or tag.speaker,
        confidence=_confidence(BOTH, tag.confidence),
    )


def _support(doc: Doc, rule: Attribution) -> float:
    words = sum(piece.end - piece.start for piece in rule.content)
    said = sum(said_of(doc, CONTENT, piece) * (piece.end - piece.start) for piece in rule.content) / max(words, 1)
    cue = said_of(doc, CUE, Range(rule.head, rule.head + 1))
    return (said + cue) / 2

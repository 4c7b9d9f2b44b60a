"""What stands between quotation marks, and the reporting verb beside it: "…," she said; told them: "…".

Works by the order of words, since parsers err most about quotation marks. Gives each quote as a `Found`, in which no
speaker is resolved yet.
"""

from __future__ import annotations

from bisect import bisect_right
from itertools import pairwise
from typing import NamedTuple

from spacy.tokens import Doc, Token

from briefgen.annotate.quotes.attributions import is_hypothetical, matching_cues, speaker_of, stance_of
from briefgen.annotate.quotes.phrases import FINITE, Range, is_mark, is_verb, verb_group
from briefgen.annotate.quotes.quotation_marks import Quoted, find_quoted
from briefgen.annotation import Stance
from briefgen.span import Span


class Mark(NamedTuple):
    """A quoted stretch in tokens, its marks included."""

    quoted: Quoted
    start: int
    end: int
    words: int
    closing: str
    """Its last character before the closing mark."""
    alone: bool
    """Whether it is a sentence, or several, of its own."""


class Found(NamedTuple):
    """A quote before its speaker is resolved: content in characters, cue and speaker in tokens."""

    content: tuple[Span, ...]
    cue: Range | None
    head: int | None
    """The cue's main word."""
    speaker: Range | None
    stance: Stance | None
    confidence: float
    direct: bool


SHORT = 3
"""So many words between marks are no quote of their own."""
_LOOK = 30
"""How many tokens from a quotation mark its cue may stand."""
_AUXILIARIES = frozenset({"has", "had", "have", "was", "is", "are", "were", "did", "does", "do", "’s", "'s"})


def marks_of(doc: Doc, text: str) -> list[Mark]:
    """The quoted stretches of a text, ascending; `text` is `doc.text`, which spaCy makes anew at each call."""
    starts = [token.idx for token in doc]
    marks = []
    for quoted in find_quoted(text):
        if len(quoted.inner):
            first = bisect_right(starts, quoted.outer.start) - 1
            end = bisect_right(starts, quoted.outer.end - 1)
            words = sum(1 for token in doc[first:end] if not is_mark(token))
            marks.append(Mark(quoted, first, end, words, text[quoted.inner.end - 1], _is_alone(text, quoted)))
    return marks


def inside_of(doc: Doc, marks: list[Mark]) -> list[int]:
    """For each token the number of the quoted stretch that it lies in, or -1."""
    inside = [-1] * len(doc)
    for number, mark in enumerate(marks):
        inside[mark.start : mark.end] = [number] * (mark.end - mark.start)
    return inside


def quotes_speech(token: Token) -> bool:
    """Whether a word is a verb that may lead to quotation marks."""
    return is_verb(token) and any("quotation" in cue.frames for cue, _ in matching_cues(token))


def spoken(doc: Doc, marks: list[Mark], inside: list[int]) -> list[Found]:
    """Quoted stretches with a cue verb beside them; stretches of one verb, and re-opened ones, are one quote."""
    by_verb: dict[int, list[Mark]] = {}
    verb_of: dict[int, int] = {}
    for number, mark in enumerate(marks):
        verb = _cue_before(doc, mark, inside) or _cue_after(doc, mark, inside) or _cue_behind_stop(doc, mark, inside)
        at = verb.i if verb is not None else verb_of.get(number - 1) if mark.quoted.continues else None
        if at is not None:
            verb_of[number] = at
            by_verb.setdefault(at, []).append(mark)
    return [found for at, own in by_verb.items() if (found := _quote(doc, doc[at], own, inside)) is not None]


def floating(doc: Doc, text: str, marks: list[Mark], found: list[Found]) -> list[Found]:
    """Adds quoted sentences without a cue: they go on from the quote before, or remain without a speaker."""
    out = sorted(found, key=lambda one: one.content)
    covered = bytearray(len(text) + 1)
    for one in out:
        for span in one.content:
            covered[span.start : span.end] = b"\x01" * len(span)
    begins = [min(one.content[0].start, doc[one.cue.start].idx if one.cue else one.content[0].start) for one in out]
    order = sorted(range(len(out)), key=begins.__getitem__)
    at, last = 0, -1
    for mark in marks:
        start, inner = mark.quoted.outer.start, mark.quoted.inner
        while at < len(order) and begins[order[at]] < start:
            last = order[at]
            at += 1
        if any(covered[inner.start : inner.end]) or not mark.alone:
            continue
        before = out[last] if last >= 0 else None
        between = text[_end(doc, before) : start] if before is not None else ""
        goes_on = before is not None and before.speaker is not None and _adjoins(between)
        if (mark.words <= SHORT and not (goes_on and before is not None and before.direct)) or _is_title(mark, text):
            continue
        if not goes_on and not _is_speech(mark, text):
            continue
        if before is None or not goes_on:
            out.append(Found((inner,), None, None, None, None, 0.3, direct=True))
            last = len(out) - 1
        elif before.direct or "\n" not in between:
            out[last] = before._replace(content=(*before.content, inner))
        else:
            out.append(before._replace(content=(inner,), cue=None, head=None, confidence=0.5, direct=True))
            last = len(out) - 1
    return sorted(out, key=lambda one: one.content)


def _quote(doc: Doc, verb: Token, own: list[Mark], inside: list[int]) -> Found | None:
    """The quote of a cue verb, unless it is only possible, or a few words within a sentence."""
    group = verb_group(verb)
    whole = own[0].closing in (",", ".", "!", "?", "…")
    if is_hypothetical(verb, group) or (not whole and all(mark.words <= SHORT for mark in own)):
        return None
    cue, cue_end = next((cue, end) for cue, end in matching_cues(verb) if "quotation" in cue.frames)
    speaker = _speaker_beside(doc, verb, own, inside)
    return Found(tuple(mark.quoted.inner for mark in own), Range(group.start, cue_end), verb.i, speaker,
                 stance_of(verb, group, cue.frames["quotation"]), 0.95 if speaker else 0.6, direct=True)  # fmt: skip


def _cue_before(doc: Doc, mark: Mark, inside: list[int]) -> Token | None:
    """The cue verb that leads to an opening mark: she said, "…"; told reporters on Monday: "…"."""
    at = mark.start - 1
    while at > 0 and doc[at].is_space:
        at -= 1
    if at < 0 or (at < mark.start - 1 and doc[at].text != ":"):
        return None
    if doc[at].text not in (",", ":", "–", "—") and doc[at].lower_ != "that" and not quotes_speech(doc[at]):
        return None
    for i in range(at, max(at - _LOOK, -1), -1):
        token = doc[i]
        if (token.is_space and "\n" in token.text) or token.text in (".", "!", "?", ";"):
            return None
        if inside[i] >= 0:
            return None
        if quotes_speech(token):
            return token
        if token.tag_ in FINITE and i < at:
            return None
    return None


def _cue_after(doc: Doc, mark: Mark, inside: list[int]) -> Token | None:
    """The cue verb behind a closing mark: "…," she said; "…," said Vale; "…," Vale, a doctor, told …."""
    at = mark.end
    if at < len(doc) and doc[at].text in (",", "–", "—"):
        at += 1
    elif mark.closing not in (",", "?", "!", "…", "—", "–", "-") and not (at < len(doc) and quotes_speech(doc[at])):
        return None
    for i in range(at, min(at + _LOOK, len(doc))):
        token = doc[i]
        if (token.is_space and "\n" in token.text) or token.text in (".", "!", "?", ";", ":") or inside[i] >= 0:
            return None
        if is_verb(token):
            relative = any(child.tag_ in ("WP", "WDT") for child in token.lefts)
            if not relative and token.tag_ != "VBG" and quotes_speech(token):
                return token
            if not relative and token.tag_ in FINITE and token.lower_ not in _AUXILIARIES:
                return None
        elif i == at and token.tag_ in ("CC", "IN", "WDT", "WP", "TO"):
            return None
    return None


def _cue_behind_stop(doc: Doc, mark: Mark, inside: list[int]) -> Token | None:
    """The cue verb of the sentence behind a quoted one that only tells who spoke: "…." Vale said this as she left."""
    if not mark.alone or mark.closing not in (".", "!", "?", "…"):
        return None
    for i in range(mark.end, min(mark.end + _LOOK, len(doc))):
        token = doc[i]
        if (is_mark(token) and token.text not in (",", "-", "(", ")")) or inside[i] >= 0:
            return None
        if not is_verb(token):
            continue
        if i == mark.end or not quotes_speech(token) or i + 1 >= len(doc) or speaker_of(token) is None:
            return None
        cue = next(cue for cue, _ in matching_cues(token) if "quotation" in cue.frames)
        after = doc[i + 1]
        if cue.frames["quotation"] != "states":
            return None  # "The ministry denied this": another speaker
        points = after.lower_ in ("this", "that", "so") and i + 2 < len(doc) and doc[i + 2].tag_ in _BEHIND_POINTER
        return token if points or after.text in (".", "!") else None
    return None


_BEHIND_POINTER = frozenset({".", ",", "IN", "TO", "RB", "WRB", "CC", ":"})
"""Tags behind a "this" that stands alone: "said this as", "said so on Monday"."""


def _speaker_beside(doc: Doc, verb: Token, own: list[Mark], inside: list[int]) -> Range | None:
    """The speaker of a cue beside quotation marks: the subject, else what stands between mark and verb, or behind it."""
    speaker = speaker_of(verb)
    if speaker is not None and inside[speaker.start] < 0:
        return speaker
    start = max((mark.end for mark in own if mark.end <= verb.i), default=None)
    if start is None:
        return None
    end = verb_group(verb).start
    while start < end and is_mark(doc[start]):
        start += 1
    while end > start and is_mark(doc[end - 1]):
        end -= 1
    if start < end:
        return Range(start, end)
    end = start = verb.i + 1
    while end < len(doc) and not is_mark(doc[end]) and doc[end].tag_ not in (*FINITE, "IN") and inside[end] < 0:
        end += 1
    return Range(start, end) if end > start else None


def _is_alone(text: str, quoted: Quoted) -> bool:
    """Whether a quoted stretch begins behind a sentence and ends one."""
    outer = quoted.outer
    before = text[max(0, outer.start - 40) : outer.start].rstrip(" \t")
    opens = not before or before[-1] in ".!?…:\n”\"'"
    closes = text[quoted.inner.end - 1] in (".", "!", "?", "…")
    return opens and (closes or text[outer.end : outer.end + 1] in ("", "\n", ".", "!", "?"))


def _is_speech(mark: Mark, text: str) -> bool:
    """Whether quotation marks without a cue hold a sentence that someone may have said, not a title."""
    said = [word for word in mark.quoted.inner.of(text).split() if any(map(str.isalpha, word))]
    closes = mark.closing in (".", "!", "?", "…") or text[mark.quoted.outer.end :][:1] in (".", "!", "?")
    return (
        closes and len(said) >= _FEWEST and any(len(word) > 3 and word.strip("“\"‘'([")[:1].islower() for word in said)
    )


def _is_title(mark: Mark, text: str) -> bool:
    """Whether several words are written as in a title, "All Bets Are Off": a heading within an article."""
    long = [word for word in mark.quoted.inner.of(text).split() if len(word) > 3]
    return 2 <= len(long) <= 8 and all(word[0].isupper() for word in long)


_FEWEST = 6
"""So many words a quoted sentence has that is taken for speech without a cue."""


def _end(doc: Doc, one: Found) -> int:
    ends = [one.content[-1].end]
    ends.extend(doc[part.end - 1].idx + len(doc[part.end - 1]) for part in (one.cue, one.speaker) if part and one.cue)
    return max(ends)


def _adjoins(between: str) -> bool:
    """Whether nothing but the rest of one sentence, or a paragraph break, stands between two quotes."""
    if between.count("\n") > 2 or len(between) > 200:
        return False
    closed = between.rstrip(" \n\t”\"'") + " "
    return sum(1 for here, after in pairwise(closed) if here in ".!?" and after in " \n”\"'") <= 1

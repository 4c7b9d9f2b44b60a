"""Whether the words around a date speak of the past or of what is to come.

Looks at lexemes only, and at tags where a tagger gave them.
"""

from __future__ import annotations

from collections.abc import Mapping

from briefgen.annotate.dates.lexemes import Found, Words, low
from briefgen.annotate.dates.words import (
    FUTURE,
    FUTURE_WITH_TO,
    MODALS,
    MONTHS,
    NOT_PAST,
    PAST,
)

_REACH = 20
"""How many words away a verb may stand that tells the tense."""


def tense(words: Words, found: Found, low_end: int, high_end: int, tags: Mapping[int, str]) -> int:
    """-1 where the nearest verb tells of the past, 1 where it looks ahead, 0 where none does.

    Looks at the lexemes of the sentence, `[low_end, high_end)`; `tags` are the tagger's, by offset, or none.
    """
    best, cost = 0, 99.0
    away = 0.0
    for k in range(found.start - 1, max(low_end, found.start - _REACH) - 1, -1):
        away += 1 + 3 * (words[k].text == ",") + 6 * (words[k].lower in ("that", ";", "which", "who"))
        sign = _sign(words, k, tags)
        if sign:
            best, cost = sign, away
            break
    away = 2.0
    for k in range(found.end, min(high_end, found.end + _REACH)):
        away += 1 + 6 * (words[k].lower in ("that", ";", "which", "who"))
        if away >= cost:
            break
        sign = _sign(words, k, tags)
        if sign:
            return sign
    return best


def _sign(words: Words, k: int, tags: Mapping[int, str]) -> int:
    word, after = words[k].lower, low(words, k + 1)
    if words[k].text[0].isupper() and word in MONTHS:
        return 0
    if word in FUTURE_WITH_TO and after in ("to", "for"):
        return 1
    if (word == "to" and after == "be") or (word in ("is", "are") and (after == "to" or after.endswith("ing"))):
        return 1
    if word in FUTURE:
        return -1 if word in MODALS and "have" in (after, low(words, k + 2)) else 1
    tag = tags.get(words[k].start)
    if tag == "VBD":
        return -1
    if tag is not None and tag != "VBN":
        return 0
    past = tag == "VBN" or word in PAST or (len(word) > 4 and word.endswith("ed") and word not in NOT_PAST)
    if not past or not words[k].text[0].islower():
        return 0
    leaning = [low(words, m) for m in range(max(0, k - 4), k)]
    if "be" in leaning or ("to" in leaning[-1:] and tag is None):  # "will be held": "will" decides
        return 0
    return -1

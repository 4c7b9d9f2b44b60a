"""Numbers in running text, in digits and in words, with their values. Text in, numbers out.

Holds the grammar of cardinals ("1,400", "1.4m", "two and a half million"), vague amounts ("tens of
thousands") and shares ("two-thirds", "one in five"). Whether a number counts anything, and what, is
decided elsewhere; ordinals, dates with slashes, clock times and version numbers never become a `Number`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Literal, NamedTuple

from briefgen.annotate.figures.lexemes import Lexeme, read_lexemes
from briefgen.annotate.figures.number_words import MULTIPLES, PARTS, PLURALS, SCALES, SMALL, TENS

Form = Literal["digits", "words", "vague", "share"]


class Number(NamedTuple):
    """A number expression at `[start, end)` in the text that was searched."""

    start: int
    end: int
    amount: float | None
    """None for a vague amount, whose least likely value is `low`."""
    low: float | None
    form: Form
    scale: float = 1.0
    """The last scale word's value ("million"), which the left end of a range may borrow."""


_ORDINALS = frozenset({
    "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh",
    "twelfth", "hundredth", "thousandth",
})  # fmt: skip
_SPANS_OF_TIME = frozenset({
    "century", "decade", "year", "month", "week", "day", "hour", "minute", "mile", "kilometer", "kilometre",
})  # fmt: skip
_GAPS = frozenset((" ", "-", "\u00a0", "\u202f", "\u2009", "\u2010", "\u2011", "\n"))
_SCORES = re.compile(r" (?:of (?!\d)|more\b|others?\b|were\b|have\b|are\b|dead\b|killed\b|wounded\b|injured\b)")
_AFTER_HALF = re.compile(r" (?:of|the|its|their|his|her|our|my|all|that|those|these|were|was|are|is|have|had)\b")
_BEFORE_HALF = re.compile(
    r"(?:\b(?:first|second|other|latter|better|top|bottom|back|front|final|last|each|either|this|that|the|in|and a)"
    r"|-) ?$",
    re.IGNORECASE,
)


def find_numbers(text: str) -> tuple[Number, ...]:
    """All number expressions in `text`, ascending and apart."""
    lexemes = tuple(read_lexemes(text))
    found: list[Number] = []
    at = 0
    while at < len(lexemes):
        number, after = (
            _share(text, lexemes, at) or _vague(text, lexemes, at) or _cardinal(text, lexemes, at) or (None, 0)
        )
        if number is None:
            at += 1
            continue
        found.append(number)
        at = after
    return tuple(number for number, chained in zip(found, _chained(text, found), strict=True) if not chained)


def value(text: str) -> float | None:
    """The amount of a text that is one number and nothing else ("twenty-three" is 23.0), otherwise None."""
    text = text.strip()
    found = find_numbers(text)
    return found[0].amount if len(found) == 1 and found[0][:2] == (0, len(text)) else None


def _chained(text: str, numbers: list[Number]) -> Iterator[bool]:
    """Which of `numbers` stand word by word ("nineteen eighty-four", "five five five"): a year or a code, no amount."""
    touching = [
        left.form == right.form == "words" and left.end + 1 == right.start and text[left.end] in _GAPS
        for left, right in pairwise(numbers)
    ]
    for index in range(len(numbers)):
        yield (index > 0 and touching[index - 1]) or (index < len(touching) and touching[index])


def _adjacent(text: str, left: Lexeme, right: Lexeme) -> bool:
    """Whether nothing but one space or hyphen stands between two lexemes."""
    return left.end + 1 == right.start and text[left.end] in _GAPS


def _word(text: str, lexemes: tuple[Lexeme, ...], at: int) -> str:
    """The word at `at` if it follows the one before it directly, otherwise ""."""
    if not 0 < at < len(lexemes) or not _adjacent(text, lexemes[at - 1], lexemes[at]):
        return ""
    return lexemes[at].word


def _cardinal(text: str, lexemes: tuple[Lexeme, ...], at: int) -> tuple[Number, int] | None:
    """A plain amount that begins at `at`, and the index just behind it."""
    first = lexemes[at]
    total, current, scale = 0.0, first.value, first.scale
    last, after = first, at + 1
    words = first.value is None
    if words:
        following = _word(text, lexemes, at + 1)
        if first.word in SMALL:
            current = SMALL[first.word]
        elif first.word in TENS:
            current = TENS[first.word]
        elif first.word in ("a", "an") and following in MULTIPLES:
            current = 1.0
        elif first.word in ("a", "half") and (half := _half(text, lexemes, at)):
            current, after = half
            scale, last = max(scale, MULTIPLES.get(lexemes[after - 1].word, 1.0)), lexemes[after - 1]
            return Number(first.start, last.end, current, None, "words", scale), after
        else:
            return None
    if current is None:
        return None
    room = 1.0 if words and first.word in SMALL else 10.0 if words and first.word in TENS else 1.0
    ceiling = float("inf")
    while word := _word(text, lexemes, after):
        if (word in SCALES and SCALES[word] < ceiling and scale == 1.0) or (
            word in SCALES and total and SCALES[word] < ceiling
        ):
            ceiling = scale = SCALES[word]
            total, current, room = total + current * scale, 0.0, min(scale, 1000.0)
        elif word == "hundred" and 0 < current < 100 and room <= 10:
            current, room = current * 100, 100.0
        elif word == "dozen" and 0 < current < 100 and not total:
            current, room, scale = current * 12, 0.0, 12.0
        elif word in SMALL and words and 0 < SMALL[word] < room:
            current, room = current + SMALL[word], 1.0
        elif word in TENS and words and room >= 100:
            current, room = current + TENS[word], 10.0
        elif word == "and" and (grown := _and_half(text, lexemes, after)):
            current, room, after = current + 0.5, 0.0, grown - 1
        elif word == "and" and words and room >= 100 and _continues(text, lexemes, after + 1):
            pass
        elif word == "point" and words and (decimals := _decimals(text, lexemes, after + 1)):
            current, room, after = current + float(f"0.{decimals}"), 0.0, after + len(decimals)
        else:
            break
        after += 1
        last = lexemes[after - 1]
    if lexemes[after - 1].word == "and":
        after -= 1
        last = lexemes[after - 1]
    if words and (_word(text, lexemes, after) in _ORDINALS and text[last.end] == "-"):  # the fifty-fourth
        return None
    amount = round(total + current, 6)
    return Number(first.start, last.end, amount, None, "words" if words else "digits", scale), after


def _continues(text: str, lexemes: tuple[Lexeme, ...], at: int) -> bool:
    """Whether the word at `at` can end a cardinal after "hundred and" or "thousand and"."""
    word = _word(text, lexemes, at)
    return word in SMALL or word in TENS


def _decimals(text: str, lexemes: tuple[Lexeme, ...], at: int) -> str:
    """The digits spelled from `at` on: "six five" is "65"."""
    digits = ""
    while len(digits) < 9 and SMALL.get(word := _word(text, lexemes, at + len(digits)), 10) < 10:
        digits += str(SMALL[word])
    return digits


def _and_half(text: str, lexemes: tuple[Lexeme, ...], at: int) -> int:
    """The index behind "and a half" at `at`, or 0."""
    if _word(text, lexemes, at + 1) in ("a", "one") and _word(text, lexemes, at + 2) == "half":
        return at + 3
    return 0


def _half(text: str, lexemes: tuple[Lexeme, ...], at: int) -> tuple[float, int] | None:
    """What "half" makes of a scale ("half a million", "half-million"), and the index behind it."""
    at += lexemes[at].word == "a"
    if lexemes[at].word != "half" if at < len(lexemes) else True:
        return None
    after = at + 1 + (_word(text, lexemes, at + 1) in ("a", "an"))
    if multiple := MULTIPLES.get(_word(text, lexemes, after)):
        return multiple / 2, after + 1
    return (0.5, after) if after > at + 1 else None


def _vague(text: str, lexemes: tuple[Lexeme, ...], at: int) -> tuple[Number, int] | None:
    """Plurals and "several": "dozens", "tens of thousands", "several hundred", "a few dozen"."""
    first = lexemes[at]
    if first.word in PLURALS:
        low, after = PLURALS[first.word], at + 1
        while _word(text, lexemes, after) == "of" and _word(text, lexemes, after + 1) in PLURALS:
            low, after = low * PLURALS[lexemes[after + 1].word] / 2, after + 2
        end = lexemes[after - 1].end
        if after == at + 1 and (first.word == "tens" or (first.word == "scores" and not _SCORES.match(text, end))):
            return None
        return Number(first.start, end, None, low, "vague"), after
    after = at + (first.word in ("a", "some", "the"))
    if first.word in ("a", "some", "the") and _word(text, lexemes, after) not in ("few", "couple"):
        return None
    if after >= len(lexemes) or lexemes[after].word not in ("several", "few", "many", "couple"):
        return None
    after += 1
    if _word(text, lexemes, after) == "of":
        after += 1
    word = _word(text, lexemes, after)
    multiple = MULTIPLES.get(word) or (PLURALS.get(word, 0.0) / 2 if lexemes[after - 1].word != "of" else 0.0)
    if not multiple or word in ("tens", "scores"):
        return None
    low, after = 2 * multiple, after + 1
    while (word := _word(text, lexemes, after)) in SCALES:  # several hundred thousand
        low, after = low * SCALES[word], after + 1
    return Number(first.start, lexemes[after - 1].end, None, low, "vague"), after


def _share(text: str, lexemes: tuple[Lexeme, ...], at: int) -> tuple[Number, int] | None:
    """Parts: "two-thirds", "a quarter of", "half the", "one in five", "a quarter of a million"."""
    first = lexemes[at]
    if first.word == "half":
        if not _AFTER_HALF.match(text, first.end) or _BEFORE_HALF.search(text, max(0, first.start - 12), first.start):
            return None
        return _part(text, lexemes, at, at + 1, 0.5)
    counted = 1.0 if first.word in ("a", "an") else first.value if not first.word else float(SMALL.get(first.word, 0))
    if not counted:
        return None
    word = _word(text, lexemes, at + 1)
    if counted < 20 and word in PARTS and word.endswith("s") == (counted > 1):
        followed = _word(text, lexemes, at + 2)
        joined = text[first.end] != " " and followed not in ("century", "year", "day", "hour", "time")
        if (word == "half" and followed != "of") or not (
            joined or followed == "of" or (counted > 1 and PARTS[word] != 4)
        ):
            return None
        return _part(text, lexemes, at, at + 2, counted / PARTS[word])
    return _odds(text, lexemes, at, counted) if first.word not in ("a", "an") else None


def _part(text: str, lexemes: tuple[Lexeme, ...], at: int, after: int, part: float) -> tuple[Number, int]:
    """A share, or the amount that a share of a scale word or of one percent makes."""
    start = lexemes[at].start
    if _word(text, lexemes, after) == "of" and _word(text, lexemes, after + 1) in ("a", "one"):
        word = _word(text, lexemes, after + 2)
        if word in MULTIPLES:
            return Number(start, lexemes[after + 2].end, part * MULTIPLES[word], None, "words"), after + 3
        if word in ("percent", "percentage", "per") or word in _SPANS_OF_TIME:
            return Number(start, lexemes[after + 1].end, part, None, "words"), after + 2
    return Number(start, lexemes[after - 1].end, part, None, "share"), after


def _odds(text: str, lexemes: tuple[Lexeme, ...], at: int, counted: float) -> tuple[Number, int] | None:
    """Chances: "one in five", "nine out of every ten"."""
    after = at + 1
    word = _word(text, lexemes, after)
    if word == "out" and _word(text, lexemes, after + 1) == "of":
        after += 2
    elif word == "in" and (counted == 1 or lexemes[at].word):
        after += 1
    else:
        return None
    every = _word(text, lexemes, after) == "every"
    after += every
    if after >= len(lexemes) or not _adjacent(text, lexemes[after - 1], lexemes[after]):
        return None
    of = lexemes[after]
    whole = of.value if not of.word else float(SMALL.get(of.word, 0) or TENS.get(of.word, 0))
    alike = counted == 1 or every or (of.word == "") == (lexemes[at].word == "")
    if not whole or counted >= whole or (whole > 1000 and not every) or not alike:
        return None
    return Number(lexemes[at].start, of.end, counted / whole, None, "share"), after + 1

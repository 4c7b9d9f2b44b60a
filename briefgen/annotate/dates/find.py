"""Dates in a text: every expression of a day or longer, with the days it means where that can be known.

Reads the text by its own grammar, so it needs no model; sentence bounds, tags and entities of a `doc` are used where
they are there. A relative expression without a publication date stays unresolved (its value is None).
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import pairwise

from spacy.tokens import Doc

from briefgen.annotate.dates.context import comes_back, confirmed, people_called_as_months, tells_of_early_years
from briefgen.annotate.dates.expressions import Between, Fixed, Shift, Weekly, Yearly
from briefgen.annotate.dates.grammar import expression_at
from briefgen.annotate.dates.lexemes import Found, Lexeme, Words, lexemes, low
from briefgen.annotate.dates.tense import tense
from briefgen.annotate.dates.values import Moment, resolve
from briefgen.annotate.text import text_of
from briefgen.annotation import Fact, Interval
from briefgen.span import Span

_KEPT = 8
"""How many earlier dates an expression may count from."""
_FAR = 6
"""How many sentences back they may stand."""
_STORY = 12
"""How many sentences a story of another year may go on."""
_LIST = 60
"""Code points between the days or months of a list."""
_FAR_QUOTE = 60
"""How many words a mark may stand before what it opens around."""
_NAMES = {"PERSON": "month weekday season holiday", "PRODUCT": "year month", "ORG": "weekday month season holiday",
          "WORK_OF_ART": "weekday month season", "FAC": "month season holiday"}  # fmt: skip
"""Entities inside of which a loose date of these kinds is a part of the name."""


def find_dates(doc: Doc, published: date | None) -> tuple[Fact, ...]:
    """The dates of `doc` as facts, ascending and apart from each other; `published` is the article's own date.

    Offsets are code points into `doc.text`. No claimant is set.
    """
    text = text_of(doc)
    sentences = sentence_spans(doc)
    starts = [sentence.start for sentence in sentences]
    blocks = [lexemes(text, start, end) for start, end in _blocks(text, starts)]
    tags = {token.idx: token.tag_ for token in doc} if doc.has_annotation("TAG") else {}
    people = frozenset[str]().union(*map(people_called_as_months, blocks))
    early = any(map(tells_of_early_years, blocks))
    entities = [(entity.start_char, entity.end_char, entity.label_) for entity in doc.ents]
    found = [(block, one) for block in blocks for one in _expressions(block, people, early, entities)]
    month_first = _order(found)
    facts: list[Fact] = []
    told: list[tuple[int, Interval]] = []
    story: tuple[int, date] | None = None
    listed: tuple[int, date] | None = None
    for block, one in found:
        span = Span(block[one.start].start, block[one.end - 1].end)
        at = max(0, bisect_right(starts, span.start) - 1)
        low_end, high_end = _within(block, sentences[at])
        looks = tense(block, one, low_end, high_end, tags)
        moment = Moment(
            published=published,
            tense=looks,
            told=tuple(interval for place, interval in reversed(told[-_KEPT:]) if at - place <= _FAR),
            story=story[1] if story and at - story[0] <= _STORY else None,
            listed=listed[1] if listed and listed[0] == at and not facts[-1].span.end < span.start - _LIST else None,
            month_first=month_first,
        )
        generic = looks == 0 and comes_back(one, block, low_end, high_end)
        value = None if generic else _remembered(block, one) or resolve(one.expression, moment)
        sentence = sentences[at]
        if span.end > sentence.end:
            sentence = Span(sentence.start, sentences[max(0, bisect_right(starts, span.end - 1) - 1)].end)
        facts.append(Fact(kind="date", span=span, sentence=sentence.trim(text), value=value))
        listed = (at, date.fromisoformat(value.start)) if value and _is_to_come(one, value, published) else None
        if value:
            told.append((at, value))
            story = _story(block, one, at, value, story if moment.story else None, published)
    return tuple(facts)


def _is_to_come(found: Found, value: Interval, published: date | None) -> bool:
    """Whether it is a day or month without a year that lies ahead."""
    what = found.expression
    bare = isinstance(what, Yearly) and what.year is None and what.of is None
    return bare and published is not None and value.start > published.isoformat()


def sentence_spans(doc: Doc) -> list[Span]:
    """The sentences of `doc`, white space included; its lines where nothing has set sentences."""
    if doc.has_annotation("SENT_START") and len(doc):
        return [Span(sentence.start_char, sentence.end_char) for sentence in doc.sents]
    spans, at = [], 0
    for line in doc.text.splitlines(keepends=True):
        spans.append(Span(at, at + len(line)))
        at += len(line)
    return spans or [Span(0, len(doc.text))]


def _blocks(text: str, starts: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Stretches that no date can reach across: cut where a sentence begins on a new line."""
    cuts = [0]
    for start in starts[1:]:
        k = start
        while k > 0 and text[k - 1].isspace() and text[k - 1] != "\n":
            k -= 1
        if (k and text[k - 1] == "\n") or text[start] == "\n":
            cuts.append(start)
    yield from pairwise([*cuts, len(text)])


def _expressions(
    words: Words, people: frozenset[str], early: bool, entities: Sequence[tuple[int, int, str]]
) -> Iterator[Found]:
    """The expressions of a block that their context confirms."""
    first = bisect_right(entities, (words[0].start, -1, "")) if words else 0
    i, years = 0, set[int]()
    while i < len(words):
        found = expression_at(words, i)
        if found is None or not _trusted(found, words, people, years, early, entities, first):
            i += 1
            continue
        if isinstance(found.expression, Fixed | Between):
            years.add(found.end)
        i = found.end
        yield found


def _trusted(
    found: Found, words: Words, people: frozenset[str], years: set[int], early: bool,
    entities: Sequence[tuple[int, int, str]], first: int,
) -> bool:  # fmt: skip
    if not found.loose:
        return True
    start, end = words[found.start].start, words[found.end - 1].end
    k = max(first - 1, bisect_right(entities, (start, 1 << 60, "")) - 1)
    if 0 <= k < len(entities) and entities[k][0] <= start and end <= entities[k][1]:
        label = entities[k][2]
        if found.loose in _NAMES.get(label, "").split():
            return False
    return confirmed(found, words, people, years, early)


def _story(
    words: Words, found: Found, at: int, value: Interval, story: tuple[int, date] | None, published: date | None
) -> tuple[int, date] | None:
    """The date, with its sentence, that the text tells on from after it spoke of `value`; None in the present."""
    begins = _tells(words, found)
    if not begins and story is None:
        return None
    match found.expression:
        case Shift(told=True, by=by) if by < 0:  # a glance back
            return story
        case Yearly() | Shift(told=True) | Weekly(told=True):
            pass
        case _ if not begins:
            return None
    first = date.fromisoformat(value.start)
    return (at, first) if begins or published is None or first.year < published.year else None


def _tells(words: Words, found: Found) -> bool:
    """Whether a story may begin with it: a day or month of a named year, "In 2013, …", or a year as a heading.

    What somebody is quoted as saying is no story of the article's own.
    """
    if _is_quoted(words, found):
        return False
    match found.expression:
        case Yearly(year=int()):
            return True
        case Fixed(unit="year"):
            opened = found.start == 1 and words[0].text == "In"
            return opened or (found.start == 0 and found.end == len([word for word in words if word.text.isalnum()]))
        case _:
            return False


def _is_quoted(words: Words, found: Found) -> bool:
    """Whether the nearest quotation mark before it opens: one that touches the word behind it alone."""
    for k in range(found.start - 1, max(-1, found.start - _FAR_QUOTE), -1):
        if words[k].text in '"“”„«»':
            return words[k + 1].glued and not (k and words[k].glued)
    return False


def _within(words: Sequence[Lexeme], sentence: Span) -> tuple[int, int]:
    """The lexemes of a block that lie in `sentence`."""
    return (
        bisect_right(words, sentence.start - 1, key=lambda word: word.start),
        bisect_right(words, sentence.end - 1, key=lambda word: word.start),
    )


def _order(found: Sequence[tuple[Words, Found]]) -> bool | None:
    """Whether the article writes the month first, by its dates that tell; None without any, or when they disagree."""
    votes: Counter[bool] = Counter()
    for words, one in found:
        what = one.expression
        if not isinstance(what, Yearly) or what.unit != "day":
            continue
        text = words[one.start].text
        if "/" in text:
            votes[int(text.split("/")[0]) <= 12] += 100
        elif what.weekday is None:
            if words[one.start].text[0].isalpha() and words[one.start].lower != "the":
                votes[True] += 1
            elif words[one.start].text.isdigit():
                votes[False] += 1
    if votes[True] == votes[False]:
        return None
    return votes[True] > votes[False]


def _remembered(words: Words, found: Found) -> Interval | None:
    """11 September 2001, where it is spoken of as the day of the attacks."""
    what = found.expression
    attacks = low(words, found.end) in ("attack", "attacks", "hijackers", "hijackings", "terrorist", "terror")
    attacks = attacks or low(words, found.start + 1) == "/"  # "9/11"
    if attacks and isinstance(what, Yearly) and (what.number, what.day, what.year) == (9, 11, None):
        return Interval(start="2001-09-11", end="2001-09-11", precision="day")
    return None

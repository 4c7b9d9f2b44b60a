"""Whether the words around confirm a doubtful date.

Looks at lexemes only, and at tags where a tagger gave them; `dates` brings texts, models and findings together.
"""

from __future__ import annotations

from collections.abc import Set

from briefgen.annotate.dates.expressions import Between, Part, Yearly
from briefgen.annotate.dates.lexemes import DASHES, Found, Words, early_year_at, low, number, year_at
from briefgen.annotate.dates.tense import tense
from briefgen.annotate.dates.words import (
    AFTER_YEAR,
    AWAY,
    COUNTED_AFTER,
    COUNTED_BEFORE,
    EARLY_YEAR_BEFORE,
    FINANCE,
    GENERIC,
    HABITS,
    IN_TIME,
    MONTHS,
    MONTHS_OR_NOT,
    NAMED_DAYS,
    NEAR_TIME,
    PAPERS,
    RECURRING,
    STAYING,
    TITLES,
    WAR_BEFORE,
    WEAK_BEFORE,
    WEEKDAYS,
    YEAR_BEFORE,
    YEAR_VERBS,
    YEAR_VERBS_AFTER,
)

_OPENING = frozenset("([{")
_CLOSING = frozenset(")]},;:.")
_REACH = 20
"""How many words away stands what tells."""
_NO_NAMES = IN_TIME | NEAR_TIME | MONTHS.keys() | WEEKDAYS.keys()


def people_called_as_months(words: Words) -> frozenset[str]:
    """Months' names that the text also gives to people: a name or title stands before, or a verb of saying behind."""
    found = set()
    for i, word in enumerate(words):
        if word.lower not in MONTHS_OR_NOT or not word.text[0].isupper():
            continue
        before = words[i - 1].text if i else ""
        title = low(words, i - 1) in TITLES or (before == "." and low(words, i - 2) in TITLES)
        name = before[:1].isupper() and before.isalpha() and before.lower() not in _NO_NAMES
        saying = low(words, i + 1) in ("said", "says", "told", "added", "insisted", "resigned")
        if (title or name or saying) and year_at(words, i + 1) is None and number(words, i + 1, 1, 31) is None:
            found.add(word.lower)
    return frozenset(found)


def tells_of_early_years(words: Words) -> bool:
    """Whether a year before 1000 is surely spoken of, so that other numbers may be such years: "AD 71", "c. 347"."""
    return any(_is_surely_early(words, i) for i, word in enumerate(words) if word.text[0].isdigit())


def _is_surely_early(words: Words, i: int) -> bool:
    if number(words, i, 1, 999) is None:
        return False
    before, after = words[i - 1].text if i else "", words[i + 1].text if i + 1 < len(words) else ""
    if after in ("AD", "CE", "BC", "BCE") or before == "AD":
        return True
    return early_year_at(words, i) is not None and (
        _is_circa(words, i) or (before == "of" and low(words, i - 2) in MONTHS)
    )


def _is_circa(words: Words, i: int) -> bool:
    """Whether "c." or "circa" stands before lexeme `i`."""
    dotted = low(words, i - 1) == "." and words[i - 1].glued
    return low(words, i - 1 - dotted) in ("c", "ca", "circa", "fl")


def _opens(words: Words, i: int) -> bool:
    """Whether a sentence, a bracket or quoted speech begins with lexeme `i`, so that its capital tells nothing."""
    before = words[i - 1].text if i > 0 else "."
    return not (before.isalnum() or before in (",", "'", "’", "-", "&", "%"))


def confirmed(found: Found, words: Words, people: Set[str], years: Set[int], early: bool) -> bool:
    """Whether its context lets a loose finding be a date.

    `people` are the months' names that are people's here; `years` the places behind years accepted before; `early`
    whether the text tells of years before 1000.
    """
    i, j = found.start, found.end
    before, after = low(words, i - 1), low(words, j)
    match found.loose:
        case "":
            return True
        case "year":
            return _is_year(found, words, years)
        case "short year":
            return after != "of" and not _counted(words, j) and not _counts(words, j)
        case "year's end":
            return i - 1 in years
        case "early year":
            return _is_early_year(words, i, j, years, early)
        case "month":
            return _is_month(words, i, j, people)
        case "abbreviation":
            return before in IN_TIME or (words[j - 1].text == "." and before in NEAR_TIME)
        case "weekday":
            if before in RECURRING or (before in NAMED_DAYS and words[i - 1].text[0].isupper()):
                return False
            if _is_weekly(words, i):
                return False
            return after not in HABITS and not (after in PAPERS and words[j].text[0].isupper())
        case "war":
            before, lead = (low(words, k - (low(words, i - 1) == "the")) for k in (i - 1, i - 2))
            return before in WAR_BEFORE or (before == "of" and lead in WAR_BEFORE)
        case "overnight":
            ends = after in _CLOSING or after in ("", "and", "as", "after", "when", "in", "at", "by", "with")
            return ends and before not in STAYING and tense(words, found, 0, len(words), {}) < 0
        case "season":
            return _is_season(words, i, j)
        case "quarter":
            near = range(max(0, i - 2 * _REACH), min(len(words), j + 2 * _REACH))
            return any(words[k].lower in FINANCE for k in near)
        case "holiday":
            return before in IN_TIME | {"at", "on", "by", "before", "after", "for", "over", "around"}
        case _:
            return False


def _is_weekly(words: Words, i: int) -> bool:
    """Whether the sentence counts by the week: "two flights per week, on Tuesday and Friday"."""
    for step in (-1, 1):
        k = i + step
        while 0 <= k < len(words) and abs(k - i) < _REACH and words[k].text not in ".;!?":
            counted = words[k].lower == "week" and low(words, k - 1) in ("per", "a", "every", "each")
            if words[k].lower == "weekly" or (counted and low(words, k + 1) not in AWAY):
                return True
            k += step
    return False


def comes_back(found: Found, words: Words, low_end: int, high_end: int) -> bool:
    """Whether a day, month or season without a year is one of every year: "in July it rains", "October is dry".

    Only where the sentence says so; it must not look back or ahead (`tense`).
    """
    what = found.expression
    while isinstance(what, Part | Between):
        what = what.of if isinstance(what, Part) else what.first
    if not isinstance(what, Yearly) or what.year is not None or what.of is not None or what.which:
        return False
    if found.start == low_end and what.unit != "day" and low(words, found.end) in ("is", "are"):
        return low(words, found.end + 1) not in ("over", "here", "near", "gone", "when", "where")
    near = range(max(low_end, found.start - _REACH), min(high_end, found.end + _REACH))
    if any(year_at(words, k) is not None for k in near):
        return False
    return any(
        words[k].lower in GENERIC or (words[k].lower == "year" and low(words, k - 1) in ("every", "each")) for k in near
    )


def _is_month(words: Words, i: int, j: int, people: Set[str]) -> bool:
    name, before, after = words[i], low(words, i - 1), low(words, j)
    if after in ("revolution", "war"):
        return False
    if before in IN_TIME:
        return True
    if name.lower in MONTHS_OR_NOT:
        capital_after = j < len(words) and words[j].text[0].isupper()
        if before in ("a", "an", "the", "its", "their", "his", "her"):  # "a June deadline"
            return words[j].text.islower() if j < len(words) else False
        return before in NEAR_TIME and name.lower not in people and not capital_after and _ends_noun(after)
    named = i > 0 and words[i - 1].text.isalpha() and words[i - 1].text[0].isupper() and not _opens(words, i - 1)
    return not named and name.text[0].isupper()


def _ends_noun(after: str) -> bool:
    """Nothing stands behind that would make a person of the name before."""
    return after not in ("said", "says", "told", "added", "insisted", "who", "whose", "herself", "himself")


def _is_season(words: Words, i: int, j: int) -> bool:
    before, after = low(words, i - 1), low(words, j)
    if words[i].lower == "the":
        article, season, before = True, words[i + 1], low(words, i - 1)
    else:
        article, season = before == "the", words[i]
        before = low(words, i - 2) if article else before
    if season.text[0].isupper() and j < len(words) and words[j].text[0].isupper():  # "Winter Olympics"
        return False
    timed = before in ("in", "during", "since", "until", "by", "through", "throughout", "over", "for", "of")
    timed = timed or before in ("before", "after")
    if season.lower in ("fall", "spring"):
        return timed and after not in ("of", "for", "from", "in", "and", "water", "to") and (article or before == "in")
    return timed


def _is_year(found: Found, words: Words, years: Set[int]) -> bool:
    i, j = found.start, found.end
    if isinstance(found.expression, Between):  # "2012-13" tells itself; "between 2010 and 2014" must not count
        return not _counted(words, j) and not _joined(words, i, j, years)
    if _joined(words, i, j, years) or low(words, i - 1) in COUNTED_BEFORE or _counted(words, j):
        return False
    if low(words, i - 1) == "." and low(words, i - 2) in COUNTED_BEFORE and words[i - 1].glued:  # "No. 1900"
        return False
    year = year_at(words, i) or 0
    before, after = low(words, i - 1), low(words, j)
    word = words[j].text if j < len(words) else ""
    plural = word.isalpha() and word.islower() and len(word) > 3 and word.endswith("s") and after not in AFTER_YEAR
    recent = 1900 <= year <= 2050
    if i in years or (before in (",", "and", "or", "-", "–", "to", "/") and i - 1 in years):  # beside another year
        return not (plural and not recent)
    if after in DASHES and year >= 1500 and (year_at(words, j + 1) or 0) >= year:  # "active 1947 – 2012"
        return True
    if before in YEAR_BEFORE:
        if before in WEAK_BEFORE:
            return not plural
        return recent or not plural
    if before in YEAR_VERBS:
        return recent and (after in _CLOSING or after in YEAR_VERBS_AFTER or after == "")
    if recent and (last := _list_end(words, j, year)):  # "2009, 2010 and 2012"
        return not (_counted(words, last) or _is_plural(words, last))
    if recent and after in ("was", "is", "has", "will", "saw", "had"):
        return True
    if before == "s" and low(words, i - 2) in ("'", "’"):  # "Fox's 1999 film"
        return recent or not plural
    if before == "." and low(words, i - 2) in YEAR_BEFORE and words[i - 1].glued:  # "c. 1640", "m. 1949"
        return not plural
    if before in _OPENING:
        return after in _CLOSING or after in _OPENING or after in DASHES or after == ""
    if _in_brackets(words, i) and (before == "," or words[i - 1].text[0].isalpha()):
        return after in _CLOSING or after in DASHES or (recent and not plural)
    if before == "," and after in _CLOSING and i > 1 and words[i - 2].text[0].isupper() and words[i - 2].text.isalpha():
        return year >= 1500  # "Aberdeen, Scotland, 1859."
    if before in DASHES and not words[i].glued and (after in _CLOSING or after in _OPENING):
        return True
    if word[:1].isupper() and recent and (i == 0 or not words[i - 1].text[0].isupper()):  # "2002 World Cup"
        return True
    if i > 0 and words[i - 1].text[0].isupper() and words[i - 1].text.isalpha() and not _opens(words, i - 1):
        return 1980 <= year <= 2050 and not plural  # "YouTube Rewind 2013"
    return _alone(words, i, j)


def _is_early_year(words: Words, i: int, j: int, years: Set[int], early: bool) -> bool:
    if _joined(words, i, j, years) or _counted(words, j):
        return False
    if _is_circa(words, i):
        return True
    if not early:
        return False
    if i - 1 in years and low(words, i - 1) in (*DASHES, "to", "and", "or"):
        return True
    return low(words, i - 1) in EARLY_YEAR_BEFORE and not _counts(words, j)


def _counts(words: Words, j: int) -> bool:
    """Whether a plural noun follows, at most behind one other word: "211 more soldiers"."""
    return any(_is_plural(words, k) for k in (j, j + 1)) and low(words, j) not in (",", ".", ";", ")")


def _is_plural(words: Words, k: int) -> bool:
    word = words[k].text if k < len(words) else ""
    return word.isalpha() and word.islower() and len(word) > 3 and word.endswith("s") and word not in AFTER_YEAR


def _list_end(words: Words, j: int, year: int) -> int:
    """The place behind the years that go on from `year` behind `j`, ascending and near; 0 when none does."""
    end = 0
    while low(words, j) in (",", "and", "or") and year < (year_at(words, j + 1) or 0) <= year + 15:
        year, end = year_at(words, j + 1) or year, j + 2
        j = end
    return end


def _alone(words: Words, i: int, j: int) -> bool:
    """A year between signs or at an edge: "Chaharbagh Boulevard. 1596, …", "2012."."""
    after = low(words, j)
    edge = i == 0 or words[i - 1].text == "."
    numbered = after == "." and i == 0 and j + 1 < len(words)  # "1900. The next point …"
    return edge and not numbered and (after in _CLOSING or after in DASHES or after == "")


def _joined(words: Words, i: int, j: int, years: Set[int]) -> bool:
    """Whether the number is glued to something that makes it a part of a longer sign: "S/2015/1", "3-2000", "$1999"."""
    if i > 0 and words[i].glued:
        before = words[i - 1].text
        if before[0].isalnum() or before in ("/", "_", "#", "@", "\\", "=", "+", "$", "€", "£", "*"):
            return True
        if before in DASHES and i > 1 and words[i - 1].glued and words[i - 2].text[-1].isdigit() and i - 1 not in years:
            return True
        if before in (":", ".") and i > 1 and words[i - 1].glued and words[i - 2].text[-1].isdigit():
            return True
    if j < len(words) and words[j].glued:
        after, last = words[j].text, j + 1 >= len(words) or not words[j + 1].glued
        if after[0].isalnum() or (after in ("/", "_", "@", "\\", "=", ":", "*") and not last):
            return True
        if after in DASHES and not last and words[j + 1].text[0].isdigit():
            return year_at(words, j + 1) is None and len(words[j + 1].text) > 2
        return after == "-" and not last and words[j + 1].text[0].isalpha() and words[j + 1].text[-1].isupper()
    return False


def _counted(words: Words, j: int) -> bool:
    time = low(words, j) in ("a", "p") and low(words, j + 1) == "." and low(words, j + 2) == "m"
    return time or low(words, j) in COUNTED_AFTER


def _in_brackets(words: Words, i: int) -> bool:
    depth = 0
    for k in range(i - 1, max(-1, i - 60), -1):
        depth += (words[k].text in ("(", "[")) - (words[k].text in (")", "]"))
        if depth > 0:
            return True
    return False

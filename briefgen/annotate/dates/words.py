"""The words of English dates: names, numbers, units, and the words around them that decide a doubtful case.

Tables only; the longer lists stand in `date_words.toml`. How they combine stands in `date_grammar`, what they mean
in `date_values`, and when to trust a bare "May" or "1900" in `date_context`. Keys are lower case.
"""

from __future__ import annotations

import tomllib
from importlib.resources import files

from briefgen.annotate.dates.expressions import Unit

_LISTS: dict[str, str] = tomllib.loads(files(__package__).joinpath("words.toml").read_text(encoding="utf-8"))


def _words(name: str) -> frozenset[str]:
    return frozenset(_LISTS[name].split())


def _numbered(words: str, first: int = 1) -> dict[str, int]:
    return {word: number for number, word in enumerate(words.split(), first)}


MONTHS = _numbered("january february march april may june july august september october november december")
SHORT_MONTHS = {name[:3]: number for name, number in MONTHS.items() if name != "may"} | {"sept": 9}
WEEKDAYS = _numbered("monday tuesday wednesday thursday friday saturday sunday", 0)
SHORT_WEEKDAYS = {name[:3]: number for name, number in WEEKDAYS.items()} | {"tues": 1, "thur": 3, "thurs": 3}
SEASONS = {"spring": 1, "summer": 2, "autumn": 3, "fall": 3, "winter": 4}

UNITS: dict[str, Unit] = {
    "day": "day", "week": "week", "weekend": "weekend", "fortnight": "week", "month": "month", "quarter": "quarter",
    "year": "year", "decade": "decade", "century": "century",
}  # fmt: skip
PLURAL_UNITS: dict[str, Unit] = {
    "days": "day", "weeks": "week", "weekends": "weekend", "months": "month", "quarters": "quarter", "years": "year",
    "decades": "decade", "centuries": "century",
}  # fmt: skip

SMALL = _numbered(
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen"
)
TENS = {word: 10 * tens for word, tens in _numbered("twenty thirty forty fifty sixty seventy eighty ninety", 2).items()}
SCALES = {"hundred": 100, "thousand": 1000, "million": 10**6, "billion": 10**9}
ORDINALS = _numbered(
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth "
    "sixteenth seventeenth eighteenth nineteenth twentieth"
) | {"thirtieth": 30}
DECADES = {
    "twenties": 20, "thirties": 30, "forties": 40, "fifties": 50, "sixties": 60, "seventies": 70, "eighties": 80,
    "nineties": 90,
}  # fmt: skip

BACK = frozenset({"last", "past", "previous", "preceding", "prior"})
AHEAD = frozenset({"next", "coming", "following", "upcoming", "subsequent", "ensuing"})
VAGUE_COUNTS = frozenset({"few", "several", "many", "some", "couple", "various", "recent"})
PARTS = {"early": "early", "mid": "mid", "late": "late", "later": "late", "middle": "mid"}
DEICTIC = {"today": 0, "yesterday": -1, "tomorrow": 1, "tonight": 0}

HOLIDAYS: dict[tuple[str, ...], tuple[int, int]] = {
    ("new", "year's", "day"): (1, 1),
    ("new", "year's", "eve"): (12, 31),
    ("new", "year's"): (1, 1),
    ("valentine's", "day"): (2, 14),
    ("international", "women's", "day"): (3, 8),
    ("may", "day"): (5, 1),
    ("halloween",): (10, 31),
    ("all", "saints'", "day"): (11, 1),
    ("christmas", "eve"): (12, 24),
    ("christmas", "day"): (12, 25),
    ("christmas",): (12, 25),
    ("boxing", "day"): (12, 26),
}
"""Holidays that fall on the same day each year, as the words of their names; longer names first."""

WARS: dict[tuple[str, ...], int] = {
    ("first", "world", "war"): 1, ("world", "war", "i"): 1, ("world", "war", "one"): 1, ("wwi",): 1,
    ("second", "world", "war"): 2, ("world", "war", "ii"): 2, ("world", "war", "two"): 2, ("wwii",): 2,
}  # fmt: skip
"""Names of the two periods that everybody dates by."""

MONTHS_OR_NOT = _words("months_or_not")
IN_TIME = _words("in_time")
NEAR_TIME = _words("near_time")
TITLES = _words("titles")
NAMED_DAYS = _words("named_days")
PAPERS = _words("papers")
RECURRING = _words("recurring")
HABITS = _words("habits")
YEAR_BEFORE = _words("year_before")
SHORT_YEAR_BEFORE = _words("short_year_before")
EARLY_YEAR_BEFORE = _words("early_year_before")
YEAR_VERBS = _words("year_verbs")
YEAR_VERBS_AFTER = _words("year_verbs_after")
WEAK_BEFORE = _words("weak_before")
COUNTED_BEFORE = _words("counted_before")
COUNTED_AFTER = _words("counted_after")
AFTER_YEAR = _words("after_year")
FUTURE = _words("future")
FUTURE_WITH_TO = _words("future_with_to")
MODALS = _words("modals")
PAST = _words("past")
NOT_PAST = _words("not_past")
STAYING = _words("staying")
AWAY = _words("away")
GENERIC = _words("generic")
WAR_BEFORE = _words("war_before")
FINANCE = _words("finance")

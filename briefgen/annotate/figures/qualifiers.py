"""How exact a figure is, from the words just before and behind it: "at least", "nearly", "or more"."""

from __future__ import annotations

import re

from briefgen.annotation import Qualifier

_BACK = 40
"""Code points; longer than any phrase below."""

_PHRASES: tuple[tuple[Qualifier, str], ...] = (
    ("at_most",
     r"(?:no|not) (?:more|higher|greater|larger) than|not over|at (?:the )?(?:very )?most|up to|a maximum of|maximum"
     r"|as (?:many|much|high|large|far|long) as"),
    ("at_least",
     r"(?:no|not) (?:fewer|less|lower) than|at (?:the )?(?:very )?least|a minimum of|minimum|upwards? of"
     r"|as (?:few|little|low) as"),
    ("more_than",
     r"(?:more|greater|higher|larger|longer) than(?: an estimated)?|over|above|in excess of|beyond"
     r"|exceed(?:s|ed|ing)?|surpass(?:es|ed|ing)?|topp?(?:s|ed|ing)"),
    ("less_than", r"(?:less|fewer|lower|smaller|shorter) than|under|below"),
    ("about",
     r"about|around|approximately|approx\.?|roughly|nearly|almost|some|close to|near|(?:an |the )?estimated(?: at)?"
     r"|expected|perhaps|maybe|circa|ca?\.|on average|an average of|average|virtually|in the region of"),
)  # fmt: skip
_BEFORE: tuple[tuple[Qualifier, re.Pattern[str]], ...] = tuple(
    (qualifier, re.compile(rf"(?:^|[\s(“\"'‘–—-])(?:{words}) (?:an? )?$", re.IGNORECASE))
    for qualifier, words in _PHRASES
)
_BEHIND: tuple[tuple[Qualifier, re.Pattern[str]], ...] = (
    ("at_least", re.compile(r"\+| or more\b|[ -]plus\b| and (?:more|over|above)\b| or (?:over|above)\b")),
    ("at_most", re.compile(r" or (?:less|fewer|under|below)\b")),
    ("about", re.compile(r"[ -]odd\b| or so\b|-ish\b")),
)
_PLACE = re.compile(r"\b(?:around|near|above|below|over|under|beyond) $", re.IGNORECASE)
"""Before a small number in words these tell of a place: "raids around three villages"."""
_DURING = re.compile(r"(?<!\bfor)(?<!\bof)(?<!\bafter)(?<!\bjust)(?<!\bwell)(?<!\bwas)(?<!\bis) over $", re.IGNORECASE)
"""Before a length of time "over" mostly tells during which: "spent over five years"."""


def qualifier_of(text: str, start: int, end: int, *, small: bool = False, time: bool = False) -> Qualifier:
    """The qualifier of the figure at `[start, end)`; `small` numbers and `time` change what some words mean."""
    for qualifier, pattern in _BEHIND:
        if pattern.match(text, end):
            return qualifier
    before = text[max(0, start - _BACK) : start]
    if (small and _PLACE.search(before)) or (time and _DURING.search(before)):
        return "exact"
    return next((qualifier for qualifier, pattern in _BEFORE if pattern.search(before)), "exact")

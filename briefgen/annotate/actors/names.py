"""Names as strings: how they are compared, cut, shortened and turned into ids. Word lists stand in `names.toml`.

Nothing here sees a text or a model; `actors` brings both together.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Sequence
from functools import cache, lru_cache
from importlib.resources import files
from typing import Literal

Pronoun = Literal["he", "she"]


@cache
def _table() -> dict[str, dict[str, str]]:
    return tomllib.loads(files(__package__).joinpath("names.toml").read_text(encoding="utf-8"))


def word_list(section: str, entry: str = "") -> frozenset[str]:
    """The words of one list in `names.toml`; of all lists of the section when `entry` is ""."""
    lists = _table()[section]
    return frozenset(" ".join([lists[entry]] if entry else lists.values()).split())


HONORIFICS = word_list("honorifics")
TITLES = word_list("titles")
PARTICLES = word_list("parts", "particles")
GENERATIONS = word_list("parts", "generations")
LEGAL_FORMS = word_list("parts", "legal")
LINKS = word_list("parts", "links")
GENERIC = word_list("parts", "generic")
PLACE_HEADS = word_list("parts", "place")
NICKNAMES = tuple(frozenset(line.split()) for line in _table()["nicknames"]["forms"].splitlines() if line)

_WORD = re.compile(r"[^\W_]+(?:[.'’&-][^\W_]+)*\.?")
_POSSESSIVE = ("'s", "’s", "'S", "’S")


def plain(text: str) -> str:
    """`text` without case, accents and curly apostrophes."""
    if text.isascii():
        return text.casefold()
    return (
        "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
        .casefold()
        .replace("’", "'")
    )


@lru_cache(maxsize=1 << 14)
def words(name: str) -> tuple[str, ...]:
    """The words of a name for comparison: plain, without full stops, possessive and a leading article."""
    found = [w.replace(".", "") for w in _WORD.findall(plain(without_possessive(name)))]
    if len(found) > 1 and found[0] in ("the", "a", "an"):
        del found[0]
    return tuple(w for w in found if w)


def key(name: str) -> str:
    """What equal names share: "the U.N." and "UN" do."""
    return " ".join(words(name)) or plain(name).strip()


def without_possessive(name: str) -> str:
    """`name` without a trailing "'s" or "s'"."""
    name = name.strip()
    if name.endswith(_POSSESSIVE):
        return name[:-2]
    return name[:-1] if name.endswith(("s'", "s’")) else name


def slug(name: str) -> str:
    """An id: ASCII letters and digits joined by hyphens; letters that have no ASCII form are kept."""
    out: list[str] = []
    for char in plain(without_possessive(name)):
        if char.isalnum():
            out.append(_ASCII.get(char, char))
        elif char not in "'." and out and out[-1] != "-":
            out.append("-")
    return "".join(out).strip("-") or "actor"


_ASCII = {"ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ħ": "h"}


def is_acronym(name: str) -> bool:
    """Whether `name` looks like one: "WHO", "U.N.", "AfD", "UNHCR"."""
    letters = name.replace(".", "").replace("-", "")
    return (
        " " not in name
        and 2 <= len(letters) <= 8
        and letters[:1].isupper()
        and sum(map(str.isupper, letters)) * 3 >= 2 * len(letters)
    )


def initials(name: str) -> frozenset[str]:
    """The acronyms that a name of several words may have, in small letters."""
    parts = [p for w in words(name) for p in w.split("-") if p]
    if len(parts) < 2:
        return frozenset()
    every = "".join(p[0] for p in parts)
    strong = [p for p in parts if p not in LINKS]
    return frozenset(a for a in (every, "".join(p[0] for p in strong)) if len(a) >= 2)


def person(name: str) -> tuple[str, ...]:
    """The words of a person's name without titles before and "Jr." behind, "al-" apart."""
    parts = [part for word in words(name) for part in _article_apart(word)]
    while len(parts) > 1 and (parts[0] in HONORIFICS or parts[0] in TITLES or parts[0] in ("st", "saint")):
        del parts[0]
    while len(parts) > 1 and (parts[-1] in GENERATIONS or parts[-1] == "the"):
        del parts[-1]
    return tuple(parts)


def _article_apart(word: str) -> tuple[str, ...]:
    """Take "al-assad" as two words, that "assad" alone be the same surname."""
    first, mark, rest = word.partition("-")
    return (
        (first, rest)
        if mark and first in ("al", "el", "ad", "an", "ar", "as", "ash", "at", "az", "ben", "bin", "abu")
        else (word,)
    )


def surname_at(parts: Sequence[str]) -> int:
    """Where the surname begins in a person's words, particles included: 1 in "ursula von der leyen"."""
    at = len(parts) - 1
    while at > 1 and parts[at - 1] in PARTICLES:
        at -= 1
    return max(at, 0)


def same_given(a: str, b: str) -> bool:
    """Whether two given names may be one person's: equal, an initial, or a usual short form."""
    if a == b or (len(a) == 1 and b.startswith(a)) or (len(b) == 1 and a.startswith(b)):
        return True
    return any(a in names and b in names for names in NICKNAMES)


def is_part(short: Sequence[str], full: Sequence[str]) -> bool:
    """Whether the words of `short` stand in `full` in order, an initial standing for a word."""
    rest = iter(full)
    return all(any(w == f or (len(w) == 1 and f.startswith(w)) for f in rest) for w in short)


def same_person(a: Sequence[str], b: Sequence[str]) -> bool:
    """Whether two names of two words or more may name one person: "J. Doe", "John Doe", "John Q. Doe"."""
    if is_part(a, b) or is_part(b, a) or sorted(a) == sorted(b):
        return True
    return a[surname_at(a) :] == b[surname_at(b) :] and same_given(a[0], b[0])


def organization(name: str) -> tuple[str, ...]:
    """The words of an organization's name that tell it from others: no legal form, no links, in order."""
    parts = [w for w in words(name) if w not in LINKS]
    while len(parts) > 1 and parts[-1] in LEGAL_FORMS:
        del parts[-1]
    return tuple(parts)

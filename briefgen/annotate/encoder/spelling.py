"""What English spelling allows a lemma to be: the encoder ranks ways to make one, here the impossible are told.

Only regular inflection is judged ("bodies" is of no "bodie", "hired" of no "hir"); which verb "went" is a form of,
and whether "united" is of "unit" or of "unite", the encoder knows.
"""

from __future__ import annotations

import re
from functools import lru_cache

_ENDINGS = {
    "NNS": ("s", "es", "ren"),
    "NNPS": ("s", "es"),
    "VBZ": ("s", "es"),
    "VBD": ("d", "ed"),
    "VBN": ("d", "ed", "n", "en", "ne"),
    "VBG": ("ing",),
    "JJR": ("r", "er"),
    "RBR": ("r", "er"),
    "JJS": ("st", "est"),
    "RBS": ("st", "est"),
}
"""What is taken from a form, by tag."""

_NEEDS_E = re.compile(
    r"(?:[czuv]|[dlr]g|[lnpr]s|[^aeiouylrw]l|[^aeiouy][aeio]s|[aeo][aiou]s|us|[^aeo]at|cre?at|[^aeiou][iu]r|[^aeiou]in"
    r"|[^o]ok|[^aeiou]ag|ib|[^aeiou]ud|[^aeo]ut|plet|[^aeo]ar|(?:pl|gn|st|sc)or)$"
)
"""Ends of stems that are no verb without an "e"; what may be or not is not among them ("it": "visit", "invite")."""

_SHORT = re.compile(r"(?:qu|[^aeiouy]*)[aeiouy][^aeiouwxy]")
"""Words of one vowel and one consonant would have doubled it: "hired" is not of "hir"."""

_NO_E = re.compile(
    r"(?:(?:(?<!cr)ea|ee|oo|ai|oa|ou|oi)[dfklmnpt]|[eiou]st|ion|[^q]our|rb|[lnr][dkmpt]|[cs]k|[cfpx]t|sh|ch|[rw][ln]|gn|[wxy]|[^aeiouhr]er"
    r"|bb|dd|ff|gg|ll|mm|nn|pp|rr|ss|tt|zz)$"
)
"""Ends of stems that never lose an "e"."""

_DOUBLED = re.compile(r"..(?:bb|dd|gg|mm|nn|pp|rr|tt)$")
_SIBILANT = re.compile(r"(?:s[sh]|[^a]ch|[aeo]ach|x|zz)es$")
_LONG_S = re.compile(r"[aeo][aiou]s$")
_IE = frozenset({"calorie", "cookie", "movie", "rookie", "selfie", "zombie"})
_SAME = re.compile(r"(?:ics|series|species|means|headquarters|barracks|crossroads)$")
_VOWELS = re.compile(r"[aeiou]+|y")


@lru_cache(maxsize=60_000)  # words come again and again
def allows(word: str, tag: str, script: str) -> bool:
    """Whether `script` (see `labels.script`) may make the lemma of `word`, a form of that tag."""
    endings = _ENDINGS.get(tag)
    if endings is None or script == "=":
        return True
    drop, _, suffix = script.partition("|")
    low, count = word.casefold(), int(drop)
    if count == 0:
        return not suffix and not _is_regular(low, tag)
    stem, ending = low[:-count], low[-count:]
    if suffix in ("y", "e") or not suffix:
        return bool(stem) and _restores(low, stem, ending, suffix, tag, endings)
    if suffix == "ie":
        return ending == "ying"
    return count >= len(low) or not _is_regular(low, tag) or tag == "NNS"


def _restores(low: str, stem: str, ending: str, suffix: str, tag: str, endings: tuple[str, ...]) -> bool:
    """Whether a stem and "y", "e" or nothing may be the word that the ending was put to."""
    if suffix == "y":
        return ending == "id" or (ending in ("ies", "ied", "ier", "iest") and len(low) > 4)  # "said"
    if suffix == "e":
        return not _is_regular(low, tag) or (ending == "ing" and not _is_whole(stem))
    if len(ending) > 2 and ending[1:] in endings and ending[0] == stem[-1]:
        return ending[0] in "bdgklmnprtv"  # "stopped"
    if ending not in endings:
        return False
    if ending in ("s", "es"):
        return _is_singular(low, stem, tag)
    if ending in ("d", "r", "st"):
        return _ends_in_e(stem)
    if ending in ("n", "en"):
        return not re.search(r"(?:tt|dd|o[ksz]|ol)e?$", stem)  # "written", "spoken"
    return not (_needs_e(stem) or stem.endswith("i") or _DOUBLED.search(stem))


def _is_regular(low: str, tag: str) -> bool:
    """Whether a form bears the ending of its tag, so that it cannot be its own lemma."""
    if tag in ("VBD", "VBN"):
        return low.endswith("ed") and (len(_VOWELS.findall(low)) > 1 or low.endswith("ied"))
    if tag == "VBG":
        return low.endswith("ing") and len(low) > 4
    return tag in ("VBZ", "NNS") and len(low) > 3 and low.endswith("s") and not _SAME.search(low)


def _is_singular(low: str, stem: str, tag: str) -> bool:
    if low.endswith("ies"):
        return stem.endswith("ie") and (len(stem) < 4 or stem in _IE)
    if _SIBILANT.search(low):
        return not stem.endswith("e")
    if low.endswith("oes") and (tag == "VBZ" or len(low) > 5):
        return not stem.endswith("e")
    return stem + "es" != low or (stem.endswith(("s", "z", "x", "ch", "sh", "o")) and not _LONG_S.search(stem))


def _ends_in_e(stem: str) -> bool:
    if not stem.endswith("e") or (stem.endswith("ie") and len(stem) > 3):
        return False
    return not _is_whole(stem[:-1])


def _needs_e(stem: str) -> bool:
    """Whether a verb's stem is no word before it has an "e": "hir", "settl"."""
    return _NEEDS_E.search(stem) is not None or _SHORT.fullmatch(stem) is not None


def _is_whole(stem: str) -> bool:
    """Whether a verb's stem never takes an "e": "look", "start", "consider"."""
    return _NO_E.search(stem) is not None

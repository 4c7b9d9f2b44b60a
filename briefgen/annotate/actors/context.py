"""What the words around a name show it to be: an organization, a place or a person.

A model that never met a name guesses from its look; "the chief executive of X", "the Republic of X" or "X, who" tell.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable

from spacy.tokens import Doc

from briefgen.annotate.actors.gender import given_pronoun
from briefgen.annotate.actors.named import ACTOR_LABELS, ARTICLES, POSSESSIVE, Name
from briefgen.annotate.actors.names import HONORIFICS, TITLES, key, word_list
from briefgen.annotate.actors.states import lookup

CERTAIN, LIKELY = 2, 1
"""What a piece of evidence weighs; it takes one that is certain or two that are likely."""

_GROUPS = word_list("groups")
_ROLES = word_list("roles")
_GENDERED = word_list("roles", "he") | word_list("roles", "she")
_BODY_PARTS = word_list("context", "of_body")
_BODY_OWNS = word_list("context", "body_owns")
_BODY_AT = word_list("context", "at_body")
_LAND_PARTS = word_list("context", "of_land")
_LAND_OWNS = word_list("context", "land_owns")
_LEADERS_OWN = frozenset({"government", "ministers", "voters"})
_LAND_LIES = word_list("context", "land_lies")
_DISTANCES = word_list("context", "distances")
_LAND_KINDS = word_list("context", "land")
_NOUNS = ("NN", "NNS", "NNP", "NNPS")
_MARKS = (",", "(", "–", "—")


def from_context(doc: Doc, names: Iterable[Name]) -> dict[str, str]:
    """Key of a name -> "ORG", "GPE" or "PERSON", for names whose surroundings say so and say nothing else as loudly."""
    seen: dict[str, Counter[str]] = defaultdict(Counter)
    peoples = {stem for name in names if name.label == "NORP" for stem in demonym_stems(name.text)}
    for name in names:
        if name.label not in ACTOR_LABELS or lookup(name.text):
            continue
        form = key(name.text)
        seen[form] += Counter(dict(_around(doc, name)))
        if name.label == "GPE" and name.origin == "rule":
            # A dateline's place.
            seen[form]["GPE"] += CERTAIN
        if name.label in ("GPE", "LOC"):
            kind, of, rest = form.partition(" of ")
            if of and kind in _LAND_KINDS:
                seen[rest.removeprefix("the ")]["GPE"] += CERTAIN
    for form in seen:
        if form in peoples:
            seen[form]["GPE"] += CERTAIN
    return {form: label for form, votes in seen.items() if (label := _clear(votes))}


def demonym_stems(people: str) -> tuple[str, ...]:
    """The keys of places that may have a people of this name: "Zendans" is of "zenda", "Strelsauers" of "strelsau"."""
    word = key(people).removesuffix("s")
    return tuple(
        word.removesuffix(end) + rest
        for end, rest in (("n", ""), ("an", ""), ("ian", ""), ("ian", "ia"), ("ese", ""), ("er", ""), ("ish", ""))
        if word.endswith(end) and len(word) - len(end) > 2
    )


def _clear(votes: Counter[str]) -> str:
    """The label that wins clearly, "" when none does."""
    ranked = sorted(("GPE", "ORG", "PERSON"), key=lambda label: -votes[label])
    best, second = ranked[0], ranked[1]
    if votes["KIN"] > votes[best]:
        return "PERSON"
    return best if best != "PERSON" and votes[best] >= CERTAIN and votes[best] > votes[second] else ""


def _around(doc: Doc, name: Name) -> Iterable[tuple[str, int]]:
    """Labels with the weight of what speaks for them at one mention."""
    found: Counter[str] = Counter()
    for read in (_person, _owned, _owning, _apposed):
        found.update(dict(read(doc, name)))
    return found.items()


def _word(doc: Doc, i: int) -> str:
    return doc[i].lower_ if 0 <= i < len(doc) else ""


def _person(doc: Doc, name: Name) -> Iterable[tuple[str, int]]:
    before, after = _word(doc, name.first - 1), name.last + 1
    titled = before.rstrip(".") in HONORIFICS | TITLES or before in _ROLES
    if titled or "who" in (_word(doc, after), _word(doc, after + 1) if _word(doc, after) == "," else ""):
        yield "PERSON", CERTAIN + LIKELY
    elif given_pronoun(name.text):
        yield "PERSON", CERTAIN
    elif before == "," and _word(doc, after) == "," and _word(doc, name.first - 2) in _GENDERED:
        # "his wife, X,": unlike a title, it can stand before nobody else's name.
        yield "KIN", CERTAIN


def _owned(doc: Doc, name: Name) -> Iterable[tuple[str, int]]:
    """Read "the chief executive of X", "an analyst at X", "the prime minister of X"; "in X"."""
    at = name.first - 1
    article = _word(doc, at) in ARTICLES
    at -= article
    link, noun = _word(doc, at), _word(doc, at - 1)
    if not _stands_alone(doc, name):
        return
    chief = noun not in ("executive", "officer") or "chief" in (_word(doc, at - 2), _word(doc, at - 3))
    if (
        (link in ("of", "for") and noun in _BODY_PARTS and chief)
        or (link == "at" and noun in _BODY_AT)
        or (link == "of" and noun == "head" and name.label == "PERSON")
    ):
        yield "ORG", CERTAIN
    elif link == "of" and (noun in _LAND_PARTS or noun in _LAND_KINDS):
        yield "GPE", CERTAIN
    elif (link == "in" and not article and name.label == "GPE") or (link == "of" and noun == "president"):
        yield "GPE", LIKELY


def _stands_alone(doc: Doc, name: Name) -> bool:
    """Whether no noun follows that the name only describes, and nothing that it owns."""
    after = name.last + 1
    return after >= len(doc) or not (doc[after].tag_ in (*_NOUNS, "POS") or doc[after].lower_ in POSSESSIVE)


def _owning(doc: Doc, name: Name) -> Iterable[tuple[str, int]]:
    """Read "X's shares", "X's prime minister"."""
    at = name.last + 1
    if _word(doc, at) not in (*POSSESSIVE, "'", "’"):
        return
    for i in range(at + 1, min(at + 5, len(doc))):
        word = doc[i].lower_
        pair = f"{word}-{_word(doc, i + 1)}"
        if word in _BODY_OWNS or pair in _BODY_OWNS:
            yield "ORG", CERTAIN
        elif word in _LAND_OWNS or pair in _LAND_OWNS:
            # A government may also be called after who leads it.
            yield "GPE", LIKELY if name.label == "PERSON" and word in _LEADERS_OWN else CERTAIN
        elif doc[i].tag_ in ("JJ", "JJR", "JJS", "CD", "HYPH", "RB", "VBN", *_NOUNS):
            continue
        return


def _apposed(doc: Doc, name: Name) -> Iterable[tuple[str, int]]:
    """Read "X, a builder"; "X, a village of"; "the builder, X,"; "the builder X"; "X, which"."""
    at = name.last + 1
    if _word(doc, at) in _MARKS:
        if _word(doc, at + 1) == "which" and _word(doc, at + 2) in _LAND_LIES:
            yield "GPE", CERTAIN
        elif _word(doc, at) == "," and _word(doc, at + 1) == "which" and name.label == "PERSON":
            yield "ORG", CERTAIN
        elif _word(doc, at + 1)[:1].isdigit() and _word(doc, at + 2) in _DISTANCES:
            yield "GPE", CERTAIN
        elif _word(doc, at + 1) in ARTICLES:
            head = _noun(doc, at + 2)
            if head in _GROUPS:
                yield "ORG", CERTAIN
            elif head in _LAND_KINDS:
                yield "GPE", CERTAIN
    comma = _word(doc, name.first - 1) == ","
    noun = name.first - 1 - comma
    if noun < 1 or _word(doc, noun) not in _GROUPS or not doc[noun].text.islower():
        return
    if any(_word(doc, i) in ARTICLES for i in range(max(noun - 3, 0), noun)):
        closed = _word(doc, at) in (",", ".", ")")
        # "the company Vale founded" has a person in it; "the company, X," has none.
        if (comma and _word(doc, at) == ",") or (not comma and closed):
            yield "ORG", CERTAIN
        elif not comma:
            yield "ORG", LIKELY


def _noun(doc: Doc, at: int) -> str:
    """The last noun of the phrase that goes on at `at`, "" when other words come first."""
    head = ""
    for i in range(at, min(at + 7, len(doc))):
        if doc[i].tag_ in _NOUNS or (doc[i].tag_ == "" and doc[i].is_alpha):
            head = doc[i].lower_
        elif doc[i].tag_ not in ("JJ", "JJR", "JJS", "HYPH", "VBN", "VBG", "CD", "AFX", "POS"):
            break
    return head

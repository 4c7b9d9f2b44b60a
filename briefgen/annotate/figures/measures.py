"""What a figure measures: killed, displaced, cost, inflation … from the verb or noun that governs it.

The words stand in `measures.toml`. The parse is asked first; where it says nothing, the words nearby are.
"""

from __future__ import annotations

import tomllib
from collections import defaultdict
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from spacy.tokens import Doc, Token

from briefgen.annotate.figures.units import singular

PERSONAL = frozenset({
    "killed", "injured", "displaced", "missing", "captured", "arrested", "released", "rescued", "infected",
    "protested", "voted", "laid_off", "employed", "troops", "population", "attended",
})  # fmt: skip
"""Measures that count people unless a noun says otherwise."""

_SUBJECTS = frozenset({"nsubj", "nsubj:outer", "csubj"})
_OBJECTS = frozenset({"obj", "dobj", "nsubj:pass", "nsubjpass", "iobj"})
_PREDICATES = frozenset({"xcomp", "acomp", "oprd", "advcl", "ccomp", "attr", "amod", "obl", "dep"})
_CLIMBED = frozenset({
    "conj", "appos", "nummod", "compound", "amod", "det", "flat", "quantmod", "nmod:unmarked", "nmod:npmod", "npadvmod",
    "nmod:desc", "fixed", "pobj", "dep",
})  # fmt: skip
_LOOSE = _CLIMBED | {"nmod", "prep", "obl:unmarked", "obl:npmod", "nmod:poss"}
"""Money and percentages hang looser: "a rise in the price of oil of 5 percent"."""
_DIRECT = frozenset({"obj", "dobj"})
_HELD = frozenset({
    "known", "believed", "thought", "feared", "presumed", "reported", "said", "confirmed", "estimated", "understood",
})  # fmt: skip
"""How something is held to be so, which then is said by an infinitive."""
_HAVE = frozenset({"have", "has", "had", "having"})
_CLAUSES = frozenset({"acl", "acl:relcl", "relcl"})
_PEOPLE = frozenset({"person", "count", "share"})
_REACH = 7
"""How many words to either side the fallback looks."""


class Scene(NamedTuple):
    """A figure in its sentence, as token indices."""

    start: int
    end: int
    """Behind the counted noun, if there is one, otherwise behind the number and its unit."""
    first: int
    """Of the sentence."""
    last: int
    """Behind the sentence."""
    noun: str | None
    """What is counted, singular."""
    kind: str
    """person, count, bare, share, or a table of `units.toml`."""
    per: str | None
    """What the amount is counted per."""


class _Lexicon(NamedTuple):
    units: dict[str, frozenset[str]]
    roles: dict[str, dict[str, tuple[str, ...]]]
    """Role (patients, agents, …), then word: the measures it tells of."""
    together: dict[str, dict[str, str]]
    """Counted noun, then verb or noun: the measure."""
    otherwise: dict[str, str]


@cache
def _lexicon() -> _Lexicon:
    tables: dict[str, Any] = tomllib.loads((Path(__file__).parent / "measures.toml").read_text(encoding="utf-8"))
    otherwise = tables.pop("otherwise")
    roles: dict[str, dict[str, tuple[str, ...]]] = defaultdict(dict)
    together: dict[str, dict[str, str]] = defaultdict(dict)
    for measure, table in tables.items():
        for role in ("patients", "agents", "states", "counted", "nouns", "topics"):
            for word in table.get(role, ()):
                roles[role][word] = (*roles[role].get(word, ()), measure)
        for noun, words in table.get("together", {}).items():
            together[noun] |= dict.fromkeys(words, measure)
    return _Lexicon({m: frozenset(t["units"]) for m, t in tables.items()}, dict(roles), dict(together), otherwise)


def measure_of(doc: Doc, scene: Scene) -> str | None:
    """What the figure measures, or None where the text does not say."""
    return (
        (_lexicon().otherwise.get(f"{scene.kind} per {scene.per}") if scene.per else None)
        or _from_parse(doc, scene)
        or _first("counted", (scene.noun,) if scene.noun else (), scene.kind)
        or _from_modifiers(doc, scene)
        or _from_words(doc, scene)
        or _lexicon().otherwise.get(scene.kind)
    )


def _first(role: str, words: Iterable[str], kind: str) -> str | None:
    """The first measure that one of `words` tells of in `role`, fit for a figure of `kind`."""
    lexicon = _lexicon()
    for word in words:
        for measure in lexicon.roles[role].get(word, ()):
            if kind in lexicon.units[measure]:
                return measure
    return None


def _forms(token: Token) -> tuple[str, ...]:
    """A word as the lexicon may list it: lemma, as written, singular, with the noun before it."""
    lower = token.lower_
    forms = [token.lemma_.lower(), lower, singular(lower)]
    if not token.lemma_ or token.lemma_.lower() == lower:
        forms += [
            lower.removesuffix("d"),
            lower.removesuffix("ed"),
            lower.removesuffix("ing"),
            lower.removesuffix("ing") + "e",
        ]
    if token.i:
        forms.insert(0, f"{token.nbor(-1).lower_} {lower}")
    return tuple(dict.fromkeys(form for form in forms if form))


def _root(doc: Doc, start: int, end: int) -> Token:
    """The token of `[start, end)` that governs the others."""
    for index in range(start, end):
        if not start <= doc[index].head.i < end or doc[index].head.i == index:
            return doc[index]
    return doc[end - 1]


def _from_parse(doc: Doc, scene: Scene) -> str | None:
    """Climb from the figure to the verb or noun that governs it."""
    kind, token = scene.kind, _root(doc, scene.start, scene.end)
    if not token.dep_:
        return None
    for _ in range(5):
        if found := _from_children(token, scene):
            return found
        head = token.head
        if head.i == token.i:
            return None
        forms = _forms(head)
        dep = token.dep_
        if (noun := scene.noun) and (paired := _paired(noun, forms)):
            return paired
        if dep in _OBJECTS:
            found = _first("patients", forms, kind) or _said_of(head, kind)
        elif dep in _SUBJECTS:
            had = any(child.lower_ in _HAVE for child in head.children)
            passive = (head.tag_ == "VBN" and not had) or any(c.dep_ in ("aux:pass", "auxpass") for c in head.children)
            found = _first("patients" if passive else "agents", forms, kind) or _said_of(head, kind)
            if not found and (passive or head.tag_ == "VBG" or not head.tag_.startswith("V")):
                # "are missing", not "soldiers killed 14"
                found = _first("states", forms, kind)
        elif dep in ("conj", "appos"):
            found = None
        elif head.tag_.startswith("V"):
            found = _in_range(head, token, kind) if kind in _PEOPLE else _beside(head, token, kind)
        else:
            found = _first("nouns", forms, kind)
        if found:
            return found
        if dep in _OBJECTS and head.dep_ not in ("conj", "acl", "xcomp"):
            return _beside(head, token, kind) if kind not in ("person", "count") else None
        if dep not in (_CLIMBED if kind in _PEOPLE else _LOOSE) and not _is_included(token):
            return None
        token = head
    return None


def _from_children(token: Token, scene: Scene) -> str | None:
    """What participles, relative clauses and a copula's subject say of the figure: "12 people killed in a raid"."""
    for child in token.children:
        if child.i < scene.end and child.dep_ not in _SUBJECTS:
            continue
        forms = _forms(child)
        if child.dep_ in _CLAUSES or (child.dep_ == "amod" and child.i > token.i):
            active = any(other.lower_ in _HAVE or other.dep_ in _DIRECT for other in child.children)
            passive = child.tag_ == "VBN" and not active
            found = _first("states", forms, scene.kind) or _first(
                "patients" if passive else "agents", forms, scene.kind
            )
            if found or (found := _said_of(child, scene.kind)):
                return found
        elif child.dep_ in _SUBJECTS and child.i < scene.start and (found := _named(child, scene.kind)):
            return found
    return None


def _paired(noun: str, forms: Iterable[str]) -> str | None:
    """A measure that takes two words to tell: lose and life."""
    pairs = _lexicon().together.get(noun, {})
    return next((pairs[form] for form in forms if form in pairs), None)


def _said_of(verb: Token, kind: str) -> str | None:
    """What a verb says of its object or subject by an adjective: "left 12 people dead", "are listed as missing"."""
    for child in verb.children:
        if child.dep_ in _PREDICATES and (found := _first("states", _forms(child), kind)):
            return found
        if child.dep_ == "xcomp" and verb.lower_ in _HELD and child.tag_.startswith("VB"):
            # "are known to have died", "are feared to have been buried"
            passive = any(c.dep_ in ("aux:pass", "auxpass") for c in child.children)
            if found := _first("patients" if passive else "agents", _forms(child), kind):
                return found
        if child.dep_ in _OBJECTS and (paired := _paired(singular(child.lower_), _forms(verb))):
            return paired
    return None


def _beside(verb: Token, figure: Token, kind: str) -> str | None:
    """A noun on the other side of the verb, whose value the figure is: "unemployment rose to 8.8 percent"."""
    for child in verb.children:
        if child.i != figure.i and child.dep_ in (_SUBJECTS | _OBJECTS):
            tokens = (child, *(inner for inner in child.children if inner.dep_ in ("compound", "nmod", "prep", "amod")))
            for token in tokens:
                if found := _named(token, kind):
                    return found
    return _first("patients", _forms(verb), kind) if kind == "money" else None


def _named(noun: Token, kind: str) -> str | None:
    """What a noun measures whose value the figure is."""
    return _first("nouns", _forms(noun), kind) or _first("topics", _forms(noun), kind)


def _in_range(verb: Token, figure: Token, kind: str) -> str | None:
    """The measure of an object that "between" makes look like a circumstance: "killed between 15 and 20"."""
    between = any(child.lower_ in ("between", "from", "to") for child in figure.children)
    return _first("patients", _forms(verb), kind) if between else None


def _is_included(token: Token) -> bool:
    return any(child.lower_ in ("including", "among", "include") for child in token.children)


def _from_modifiers(doc: Doc, scene: Scene) -> str | None:
    """Adjectives within the figure's own phrase: "12 wounded soldiers"."""
    for index in range(scene.start, scene.end):
        if found := _first("states", (doc[index].lower_,), scene.kind):
            return found
    return None


def _from_words(doc: Doc, scene: Scene) -> str | None:
    """The nearest word that tells, where the parse does not: participles behind, verbs and nouns before."""
    personal = scene.kind in ("person", "bare", "count", "share")
    behind = range(scene.end, min(scene.last, scene.end + _REACH))
    for index in behind:
        token = doc[index]
        if token.text in ";:.!?—()" or token.lower_ in ("and", "but", "while", "when", "as") or token.like_num:
            break
        forms = _forms(token)
        if not personal:
            found = _first("nouns", forms, scene.kind)
            found = None if found in PERSONAL else found
        elif scene.kind == "count":
            found = None
        elif token.tag_ in ("VBN", "JJ") or not token.tag_:
            found = _first("states", forms, scene.kind) or _first("patients", forms, scene.kind)
        else:
            found = _first("agents", forms, scene.kind) if token.tag_.startswith("VB") else None
        if found:
            return found
    for index in range(scene.start - 1, max(scene.first, scene.start - _REACH) - 1, -1):
        token = doc[index]
        if token.text in ";:.!?—()":
            break
        forms = _forms(token)
        if not personal:
            found = _first("nouns", forms, scene.kind) or _first("patients", forms, scene.kind)
            found = None if found in PERSONAL else found
        elif token.tag_.startswith("V") or not token.tag_ or (token.i and token.nbor(-1).lower_ == "to"):
            found = _first("patients", forms, scene.kind) if scene.start - index <= 3 else None
            if not found:
                break
        else:
            found = _first("nouns", forms, scene.kind) if scene.kind == "bare" else None
        if found:
            return found
    return None

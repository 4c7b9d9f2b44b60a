"""One label for one name: the table of states, the words beside a name and the article's majority decide."""

from __future__ import annotations

import math
from collections import defaultdict

from msgspec.structs import replace
from spacy.tokens import Doc

from briefgen.annotate.actors.context import from_context
from briefgen.annotate.actors.gender import given_pronoun
from briefgen.annotate.actors.named import ACTOR_LABELS, ARTICLES, RELABELLED, Name, name_at
from briefgen.annotate.actors.names import HONORIFICS, TITLES, is_acronym, key, person, surname_at, word_list, words
from briefgen.annotate.actors.states import is_ambiguous, lookup

_HEADS = {word: label for label in ("ORG", "FAC", "GPE", "LOC", "EVENT", "LAW") for word in word_list("heads", label)}
_CORRECTED = {
    "ORG": frozenset({"PERSON", "GPE", "LOC", "NORP"}),
    "FAC": frozenset({"PERSON", "GPE", "NORP"}),
    "LOC": frozenset({"PERSON", "ORG", "NORP"}),
    "GPE": frozenset({"PERSON", "ORG", "NORP"}),
    "EVENT": ACTOR_LABELS,
    "LAW": ACTOR_LABELS,
}
"""Head's label -> the labels that it overrules."""
_SHOWN = {
    "ORG": frozenset({"ORG", "PERSON", "GPE", "LOC", "NORP"}),
    "GPE": frozenset({"GPE", "PERSON", "ORG", "NORP", "FAC"}),
    "PERSON": frozenset({"GPE", "LOC", "FAC", "PERSON"}),
    "NORP": frozenset({"NORP", "ORG", "GPE", "LOC"}),
}
"""Label by context -> the labels that it overrules or upholds."""
_UNBUILT = word_list("context", "unbuilt")
"""Heads of organizations' names that name no building."""
_FIXED = frozenset({"DATE", "MONEY", "PERCENT"})
_INSIDE = frozenset({"in", "at", "inside", "outside", "near", "around", "behind", "opposite"})
DOUBTFUL = 0.6
"""Of what the model is less sure, the last word tells more."""

Votes = dict[str, float]
"""Label -> how often an article uses it of one name, a mention weighing what the model is certain of it."""


def relabelled(doc: Doc, names: list[Name]) -> list[Name]:
    """`names` with labels that agree, and what the evidence is worth as their confidence."""
    votes: dict[str, Votes] = defaultdict(lambda: defaultdict(float))
    for name in names:
        votes[key(name.text)][name.label] += name.confidence
    shown = from_context(doc, names) | dict.fromkeys(_singulars(names), "NORP")
    whole = [_settled(doc, name, votes[key(name.text)], set(), set(), shown) for name in names]
    surnames, given = _people(whole)
    result: list[Name] = []
    for name in names:
        seen = votes[key(name.text)]
        final = _settled(doc, name, seen, surnames, given, shown)
        if final.label == name.label:
            final = replace(final, confidence=_trust(name, seen))
        result.append(final)
    return result


def _trust(name: Name, votes: Votes) -> float:
    """How likely a name is right by what the model says of it and of the other mentions of the same form.

    Measured on the VOA articles and the held-out ones, 1531 mentions of actors: where a form stands once, the model is
    right as often as it says (0.65: 0.73, 0.85: 0.82, 0.97: 0.94), but no more than 98 times in 100; where other
    mentions agree, half the doubt goes. Of dates, works and the like it is too sure (0.75: 0.65, 0.93: 0.79).
    """
    if name.label not in ACTOR_LABELS:
        return round(min(math.pow(name.confidence, 1.6), 0.98), 4)
    others = sum(votes.values()) - name.confidence
    share = (votes[name.label] - name.confidence) / others if others > 0.01 else 0.0
    return round(min(1 - (1 - name.confidence) * (1 - share / 2), 0.98), 4)


def _singulars(names: list[Name]) -> set[str]:
    """The keys of words for one of a people that the article names in the plural: "zendan" beside "Zendans"."""
    plural = {key(n.text) for n in names if n.label == "NORP" and n.text.endswith("ans")}
    return {form.removesuffix("s") for form in plural}


def _people(names: list[Name]) -> tuple[set[str], set[str]]:
    """The surnames and the given names of all who are named in full."""
    surnames: set[str] = set()
    given: set[str] = set()
    for name in names:
        parts = person(name.text)
        if name.label == "PERSON" and len(parts) > 1:
            if not is_acronym(name.text.split()[-1]):
                surnames.update((" ".join(parts[surname_at(parts) :]), parts[-1]))
            given.add(parts[0])
    return surnames, given


def _head(name: Name) -> str:
    """The label that a name's last word, or the word before "of", asks for."""
    parts = words(name.text)
    if len(parts) < 2:
        return ""
    at = next((i for i, word in enumerate(parts) if i and word in ("of", "for")), len(parts)) - 1
    return _HEADS.get(parts[at], "") or _HEADS.get(parts[0] if at + 1 < len(parts) else "", "")


def _never_built(name: Name) -> bool:
    return words(name.text)[-1] in _UNBUILT


def _settled(doc: Doc, name: Name, votes: Votes, surnames: set[str], given: set[str], shown: dict[str, str]) -> Name:
    """`name` with the label that all evidence together asks for."""
    label, by_table = _label(doc, name, votes, surnames, given, shown)
    if label == name.label:
        return name
    fixed = replace(name, label=label, confidence=RELABELLED, origin="knowledge" if by_table else "rule")
    if label == "PERSON":
        parts = doc[name.first].lower_.rstrip(".")
        if name.first < name.last and (parts in TITLES or parts in HONORIFICS):
            return name_at(doc, name.first + 1, name.last, "PERSON", "rule", RELABELLED)
    return fixed


def _label(
    doc: Doc, name: Name, votes: Votes, surnames: set[str], given: set[str], shown: dict[str, str]
) -> tuple[str, bool]:
    form = key(name.text)
    if name.label in _FIXED:
        return name.label, False
    if name.label not in ACTOR_LABELS:
        if name.confidence < DOUBTFUL and _head(name) in ACTOR_LABELS:
            return _head(name), False
        best = min(votes, key=lambda label: (-votes[label], label))
        if best not in ACTOR_LABELS or votes[best] <= 2 * max(votes[name.label], 1):
            return name.label, False
        return ("PERSON" if form in surnames else best), False
    places = lookup(name.text)
    personal = name.label == "PERSON" and (form in surnames or is_ambiguous(name.text))
    if places and not personal:
        use, label = places[0].use, places[0].label
        if use == "seat":
            return ("FAC" if name.label == "FAC" and _is_inside(doc, name) else "ORG"), True
        if (label == "LOC" and name.label == "GPE") or (name.label == "ORG" and is_ambiguous(name.text)):
            return name.label, False
        return label, True
    head = _head(name)
    if head and not places:
        if name.label == head:
            return head, False
        wrong = _CORRECTED[head]
        if name.label in wrong or (name.label == "FAC" and head == "ORG" and _never_built(name)):
            return head, False
        if head == "FAC" and name.label == "ORG" and name.confidence < DOUBTFUL:
            return head, False
    if not places and form not in surnames and form in shown and name.label in _SHOWN[shown[form]]:
        return shown[form], False
    if name.label == "PERSON" and form in surnames:
        return "PERSON", False
    if name.label != "PERSON" and not places and name.label != "NORP":
        parts = words(name.text)
        if (form in surnames and not is_acronym(name.text)) or (form in given and votes[name.label] < 3):
            return "PERSON", False
        if len(parts) > 1 and parts[0] in TITLES | HONORIFICS and " ".join(parts[1:]) in surnames:
            return "PERSON", False
        if 2 <= len(parts) <= 3 and parts[-1] in surnames and given_pronoun(name.text):
            return "PERSON", False
    rivals = [label for label in votes if label in ACTOR_LABELS]
    if is_acronym(name.text) and len(name.text) < 6:
        rivals = [label for label in rivals if label != "PERSON"] or ["ORG"]
    best = min(rivals, key=lambda label: (-votes[label], label))
    # Where the table knows the name, one article may mean both: a Jordan and the kingdom.
    return (name.label if places and votes[best] == votes[name.label] else best), False


def _is_inside(doc: Doc, name: Name) -> bool:
    at = name.first - 1
    while at >= 0 and doc[at].lower_ in ARTICLES:
        at -= 1
    return at >= 0 and doc[at].lower_ in _INSIDE

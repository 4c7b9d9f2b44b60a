"""Which names of organizations, groups and other places name the same: by short form, acronym, and whose they are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from itertools import pairwise

from spacy.tokens import Doc

from briefgen.annotate.actors.named import Name
from briefgen.annotate.actors.names import (
    GENERIC,
    LEGAL_FORMS,
    PLACE_HEADS,
    initials,
    is_acronym,
    organization,
    without_possessive,
    word_list,
    words,
)
from briefgen.annotate.actors.states import lookup
from briefgen.annotate.text import text_of

_Form = tuple[str, ...]
_NO_BODIES = word_list("heads", "FAC") | word_list("heads", "EVENT") | word_list("heads", "LAW")
_LAWMAKERS = frozenset({"house", "senate", "congress", "parliament", "assembly"})


def which(doc: Doc, names: Sequence[Name], known: Sequence[str]) -> dict[Name, str]:
    """For every name of no person what stands for all names of the same.

    `names` ascend; `known` are names that the author gives.
    """
    forms = {n: _form(n) for n in names}
    labels: dict[_Form, str] = {}
    order: dict[_Form, int] = {}
    for at, name in enumerate(names):
        labels.setdefault(forms[name], name.label)
        order.setdefault(forms[name], at)
    for hint in known:
        labels.setdefault(organization(hint) or (hint,), "ORG")
        order.setdefault(organization(hint) or (hint,), -1)
    owner = _acronyms(doc, names, forms, _short_forms(labels, order))
    result: dict[Name, str] = {}
    heads: dict[str, str] = {}
    for name in names:
        form = forms[name]
        whole = owner.get(form, form)
        if name.label == "ORG" and len(form) == 1 and form[0] in GENERIC and whole == form:
            result[name] = heads.get(form[0], " ".join(form))
        else:
            result[name] = " ".join(whole)
            if name.label == "ORG" and len(form) > 1 and not lookup(name.text):
                heads |= {word: result[name] for word in form if word in GENERIC and _may_be_called(word, form)}
    return result


def _form(name: Name) -> _Form:
    """What equal names of one label share: a state at the head is one word, "@United States"."""
    if name.label == "NORP":
        parts = words(name.text) or (name.text,)
        return ("norp:", *parts[:-1], _singular(parts[-1]).replace("'", "").replace("-", ""))
    parts = organization(name.text) or (name.text,)
    if name.label == "ORG":
        tokens = name.text.split()
        for count in range(min(4, len(tokens) - 1), 0, -1):
            places = lookup(without_possessive(" ".join(tokens[:count])))
            rest = organization(" ".join(tokens[count:]))
            if places and places[0].use in ("name", "people") and rest:
                return ("@" + places[0].name, *rest)
    return parts


def _singular(word: str) -> str:
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    return word[:-1] if word.endswith("s") and not word.endswith(("ss", "us", "is")) and len(word) > 3 else word


def _may_be_called(word: str, form: _Form) -> bool:
    """Whether `word` alone may stand for `form`: "court" for any court, "senate" only for a state's."""
    return word not in _LAWMAKERS or form[0] == word or (form[0].startswith("@") and form[-1] == word)


def _short_forms(labels: dict[_Form, str], order: dict[_Form, int]) -> dict[_Form, _Form]:
    """Form -> the longer form of the same organization or place, where exactly one fits."""
    places = {form for form, label in labels.items() if label == "GPE"}
    starting: dict[_Form, list[_Form]] = defaultdict(list)
    ending: dict[_Form, list[_Form]] = defaultdict(list)
    by_set: dict[frozenset[str], _Form] = {}
    owner: dict[_Form, _Form] = {}
    for form in sorted(labels, key=lambda f: (-len(f), order[f])):
        same = by_set.setdefault(frozenset(form), form)
        if same != form:
            owner[form] = owner[same]
            continue
        longer = {
            owner[f]
            for f in starting[form]
            if _may_lose_end(form, f[len(form) :], labels[form], labels[f], order[f] < order[form])
        } | {owner[f] for f in ending[form] if _may_lose_start(form, f[: -len(form)], labels[form], labels[f], places)}
        owner[form] = longer.pop() if len(longer) == 1 else form
        for n in range(1, min(len(form), 12)):
            starting[form[:n]].append(form)
            ending[form[-n:]].append(form)
    return owner


def _may_lose_end(form: _Form, rest: _Form, label: str, longer: str, introduced: bool) -> bool:
    """Whether `form` may be short for itself and `rest`; `introduced` when the long form comes first in the text."""
    if label in ("GPE", "LOC") and longer in ("GPE", "LOC"):
        return all(word in PLACE_HEADS for word in rest)
    if label != longer or label != "ORG" or all(word in GENERIC for word in form) or form[0].startswith("@"):
        return False
    return (introduced and not any(word in _NO_BODIES for word in rest)) or all(
        word in GENERIC or word in LEGAL_FORMS for word in rest
    )


def _may_lose_start(form: _Form, before: _Form, label: str, longer: str, places: set[_Form]) -> bool:
    """Whether `before` only says whose or what `form` is: "Ruritanian Supreme Court", "City of Strelsau"."""
    if label in ("GPE", "LOC") and longer in ("GPE", "LOC"):
        return all(word in PLACE_HEADS or word in ("city", "state", "county") for word in before)
    if label != longer or label != "ORG" or (len(form) == 1 and form[0] in GENERIC):
        return False
    return before in places or (len(before) == 1 and before[0].startswith("@"))


def _acronyms(
    doc: Doc, names: Sequence[Name], forms: dict[Name, _Form], owner: dict[_Form, _Form]
) -> dict[_Form, _Form]:
    """Lead acronyms to the names that they abbreviate: those behind a name in brackets, then those that fit one."""
    text = text_of(doc)
    result = dict(owner)
    introduced: dict[_Form, _Form] = {}
    for name, after in pairwise(names):
        between = text[name.span.end : after.span.start]
        if (
            len(between) <= 4
            and between.strip(" \"'“”‘’") == "("
            and text[after.span.end : after.span.end + 2].lstrip("\"'”’")[:1] == ")"
        ):
            long, short = (name, after) if len(name.text) >= len(after.text) else (after, name)
            if is_acronym(short.text) and not is_acronym(long.text) and "NORP" not in (long.label, short.label):
                introduced.setdefault(forms[short], result[forms[long]])
    by_initials: dict[str, set[_Form]] = defaultdict(set)
    for name in names:
        if name.label != "NORP":
            for letters in initials(name.text):
                by_initials[letters].add(result[forms[name]])
    for name in names:
        form = forms[name]
        if form in introduced:
            result[form] = introduced[form]
        elif is_acronym(name.text) and name.label != "NORP":
            whole = by_initials.get("".join(form).replace("-", ""), set()) - {form}
            if len(whole) == 1:
                result[form] = next(iter(whole))
    return result

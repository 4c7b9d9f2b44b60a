"""The model's spans, made names: `edges` cuts them; here halves are split, neighbours joined, no names left out."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping

from msgspec.structs import replace
from spacy.tokens import Doc

from briefgen.annotate.actors.datelines import with_datelines
from briefgen.annotate.actors.edges import cut, cut_all
from briefgen.annotate.actors.named import ACTOR_LABELS, JOINTS, OTHER_LABELS, Name, is_capital, name_at
from briefgen.annotate.actors.names import GENERIC, TITLES, is_acronym, key, person, word_list, words
from briefgen.annotate.actors.states import lookup
from briefgen.span import Span

_ALONE = frozenset({"senate", "congress", "parliament", "treasury", "cabinet", "army", "navy"})
_COMMON = (GENERIC | TITLES | word_list("parts", "place")) - _ALONE
_BUILDINGS = word_list("heads", "FAC") | {"camp", "hospital"}
_LAWS = word_list("heads", "LAW")

SURE = 0.8
"""Of a mention that the model is so sure of, that it looks like a common noun or stands in a heading says nothing."""

Labels = Mapping[str, Counter[str]]


def repaired(doc: Doc, headings: bytearray) -> list[Name]:
    """The names that the model marks in `doc`, ascending. `headings` flags tokens in title-case lines."""
    names = with_datelines(doc, list(cut_all(doc, headings)))
    labels = labels_of(names)
    parts = [part for name in names for part in _split(doc, name, labels)]
    joined = _join(doc, [_headed(doc, _extended(doc, name)) for name in parts])
    return _without_common(_supported(doc, joined, headings))


def labels_of(names: list[Name]) -> Labels:
    """How often each name carries which label."""
    labels: dict[str, Counter[str]] = defaultdict(Counter)
    for name in names:
        labels[key(name.text)][name.label] += 1
    return labels


# --- halves and neighbours ---------------------------------------------------------------------------------------


def _split(doc: Doc, name: Name, labels: Labels) -> Iterator[Name]:
    """Take apart "Israel-Hamas" where both sides are names of their own, "Ann and Bob Vale", "World Union (WU"."""
    if name.label in OTHER_LABELS or lookup(name.text):
        yield name
        return
    for i in range(name.first + 1, name.last):
        if doc[i].text == "(" or (
            doc[i].lower_ == "and" and (name.label in ("PERSON", "GPE", "LOC") or _both_known(doc, name, i, labels))
        ):
            for first, last in ((name.first, i - 1), (i + 1, name.last)):
                part = name_at(doc, *cut(doc, first, last, name.label), name.label, confidence=name.confidence)
                if part.first <= part.last and is_capital(doc[part.first]):
                    yield part
            return
    for i in range(name.first + 1, min(name.last, name.first + 8) + 1):
        # Two states side by side: one ends a sentence, the other begins the next.
        if not doc[i - 1].whitespace_ or not is_capital(doc[i]):
            continue
        halves_of = [
            name_at(doc, a, b, "GPE", confidence=name.confidence) for a, b in ((name.first, i - 1), (i, name.last))
        ]
        places = [lookup(half.text) for half in halves_of]
        if all(found and found[0].use == "name" for found in places):
            yield from halves_of
            return
    short = doc[name.last].text
    if (
        name.last - name.first >= 2
        and is_acronym(short)
        and short.lower() == "".join(w[0] for w in words(name_at(doc, name.first, name.last - 1, "ORG").text))
    ):
        yield name_at(doc, name.first, name.last - 1, name.label, confidence=name.confidence)
        yield name_at(doc, name.last, name.last, name.label, confidence=name.confidence)
        return
    halves = JOINTS.split(name.text)
    if len(halves) < 2 or len(name.text) != len(name.span) or not all(_known(half, labels) for half in halves):
        yield name
        return
    at = name.span.start
    for half in halves:
        end = at + len(half)
        covered = [i for i in range(name.first, name.last + 1) if doc[i].idx < end and at < doc[i].idx + len(doc[i])]
        yield Name(
            span=Span(at, end),
            text=half,
            label=_known(half, labels),
            first=covered[0],
            last=covered[-1],
            confidence=name.confidence,
        )
        at += len(half) + 1


def _both_known(doc: Doc, name: Name, at: int, labels: Labels) -> bool:
    return all(
        _known(name_at(doc, a, b, name.label).text, labels) for a, b in ((name.first, at - 1), (at + 1, name.last))
    )


def _known(part: str, labels: Labels) -> str:
    """The label of a name that stands on its own elsewhere, or "" when nothing is known of it."""
    place = lookup(part.strip())
    if place:
        return place[0].label
    seen = labels.get(key(part))
    best = min(seen, key=lambda label: (-seen[label], label)) if seen else ""
    return best if best in ACTOR_LABELS and best != "PERSON" else ""


def _extended(doc: Doc, name: Name) -> Name:
    """The name with a neighbour that the table of states holds it with: "South" + "African", "Washington" + "DC"."""
    if name.label not in ACTOR_LABELS or name.label == "PERSON":
        return name
    for first, last in ((name.first - 1, name.last), (name.first, name.last + 2), (name.first, name.last + 1)):
        if first >= 0 and last < len(doc) and is_capital(doc[first]) and is_capital(doc[last]):
            wider = name_at(doc, first, last, name.label, confidence=name.confidence)
            if (
                len(wider.text.split()) > 1
                and len(words(wider.text)) > len(words(name.text))
                and lookup(wider.text)
                and "\n" not in doc[first : last + 1].text
            ):
                return wider
    return name


def _headed(doc: Doc, name: Name) -> Name:
    """The name with the noun behind it that says what it is: "Evin" + "prison", "Zenda Relations" + "Act"."""
    after = name.last + 1
    if name.label not in ACTOR_LABELS or after >= len(doc) or not doc[name.last].whitespace_ or lookup(name.text):
        return name
    head = doc[after]
    if name.label in ("GPE", "LOC", "FAC", "ORG") and name.confidence < SURE and head.text in _BUILDINGS:
        return name_at(doc, name.first, after, "FAC", confidence=name.confidence)
    if head.is_title and not head.ent_type_ and not head.is_sent_start and head.lower_ in _LAWS:
        return name_at(doc, name.first, after, "LAW", confidence=name.confidence)
    return name


def _join(doc: Doc, names: list[Name]) -> list[Name]:
    """Join a state's name or adjective with the body that follows: "Ruritanian" + "Supreme Court". Drops overlaps."""
    result: list[Name] = []
    for name in names:
        if result and name.span.start < result[-1].span.end:
            continue
        before = result[-1] if result else None
        if before is not None and before.label in ACTOR_LABELS and name.first - before.last <= 2:
            whole = name_at(doc, before.first, name.last, "GPE", confidence=max(before.confidence, name.confidence))
            found = () if " " not in whole.text or "," in whole.text else lookup(whole.text)
            if found and found[0].use == "name" and "\n" not in doc[before.first : name.last + 1].text:
                result[-1] = whole
                continue
        if (
            before is not None
            and name.label == "ORG"
            and before.label in ("NORP", "GPE")
            and before.last + 1 == name.first
            and before.span.end == doc[before.last].idx + len(doc[before.last])
            and doc[before.last].whitespace_
            and lookup(before.text)
            and not lookup(name.text)
            and words(name.text)[-1:]
            and (words(name.text)[-1] in GENERIC or "of" in words(name.text))
        ):
            result[-1] = name_at(
                doc, before.first, name.last, "ORG", confidence=min(before.confidence, name.confidence)
            )
        else:
            result.append(name)
    return result


# --- what names nobody -------------------------------------------------------------------------------------------


def _supported(doc: Doc, names: list[Name], headings: bytearray) -> list[Name]:
    """Drop what looks like a name only because a heading writes every word with a capital letter."""
    if all(headings):
        return names
    body = {token.text for token in doc if not headings[token.i] and is_capital(token) and not token.is_sent_start}
    body |= {doc[i].text for n in names if not headings[n.first] for i in range(n.first, n.last + 1)}
    return [
        name
        for name in names
        if not headings[name.first]
        or name.label not in ACTOR_LABELS
        or name.confidence >= SURE
        or lookup(name.text)
        or all(doc[i].text in body or not is_capital(doc[i]) for i in range(name.first, name.last + 1))
    ]


def _without_common(names: list[Name]) -> list[Name]:
    """Drop "the Court", "the President": common nouns, unless a longer name holds the word."""
    held = {word for n in names if n.label in ("ORG", "PERSON") and len(words(n.text)) > 1 for word in words(n.text)}
    surnames = {person(n.text)[-1] for n in names if n.label == "PERSON" and len(person(n.text)) > 1}
    kept = []
    for name in names:
        parts = words(name.text)
        common = TITLES if name.label == "NORP" else _COMMON
        if name.label in ACTOR_LABELS and parts and not lookup(name.text) and all(part in common for part in parts):
            alone = len(parts) == 1
            named = (
                parts[0] in surnames
                if name.label == "PERSON"
                else alone and parts[0] in held and parts[0] not in TITLES
            )
            sure = name.label in ("ORG", "LOC") and name.confidence >= SURE
            if not named and not sure and (alone or all(part in TITLES for part in parts)):
                continue
        kept.append(
            replace(name, label="PERSON")
            if len(parts) == 1 and parts[0] in surnames and name.label != "PERSON" and parts[0] in TITLES
            else name
        )
    return kept

"""Names that no model marked: the author's, those recognised elsewhere in the article, states, and people by title."""

from __future__ import annotations

from collections import Counter, defaultdict

from msgspec.structs import replace
from spacy.tokens import Doc, Token

from briefgen.annotate.actors.named import (
    ACTOR_LABELS,
    BY_RULE,
    BY_TABLE,
    JOINTS,
    POSSESSIVE,
    Name,
    is_capital,
    name_at,
    tokens_of,
)
from briefgen.annotate.actors.names import (
    GENERIC,
    HONORIFICS,
    LEGAL_FORMS,
    PARTICLES,
    TITLES,
    initials,
    is_acronym,
    key,
    word_list,
)
from briefgen.annotate.actors.repair import labels_of
from briefgen.annotate.actors.states import first_words, is_ambiguous, lookup
from briefgen.annotate.text import text_of
from briefgen.span import Span

_NEVER = word_list("never")
_NO_NAME = word_list("roles") | TITLES | HONORIFICS | GENERIC - PARTICLES | word_list("heads") | _NEVER
TRUSTED = 0.7
"""A name of which the model is less sure is not looked for elsewhere."""
_Forms = dict[str, list[tuple[tuple[str, ...], str]]]


def with_hints(doc: Doc, names: list[Name], hints: tuple[str, ...]) -> list[Name]:
    """`names` and the author's `hints`, wherever they stand as whole words; a hint replaces what it overlaps."""
    text, found = text_of(doc), list[Span]()
    for hint in sorted(set(hints), key=lambda h: (-len(h), h)):
        at = text.find(hint) if hint.strip() else -1
        while at >= 0:
            span = Span(at, at + len(hint))
            if not (text[max(at - 1, 0) : at].isalnum() or text[span.end : span.end + 1].isalnum()):
                found.append(span)
            at = text.find(hint, span.end)
    labels = labels_of([name for name in names if name.label in ACTOR_LABELS])
    added: list[Name] = []
    for span in sorted(found, key=lambda s: (s.start, -s.end)):
        if added and span.start < added[-1].span.end:
            continue
        first, last = tokens_of(doc, span)
        form = " ".join(span.of(text).split())
        seen = labels.get(key(form), Counter())
        label = min(seen, key=lambda label: (-seen[label], label)) if seen else _guess(form)
        added.append(
            Name(
                span=span,
                text=form,
                label=label,
                first=first,
                last=last,
                origin="author",
                confidence=1.0,
            )
        )
    return sorted([*added, *_outside(names, added)], key=lambda name: name.span)


def _guess(form: str) -> str:
    """The label of a name that no model saw."""
    if lookup(form):
        return lookup(form)[0].label
    parts = key(form).split()
    return "PERSON" if len(parts) > 1 and not set(parts) & (GENERIC - PARTICLES | LEGAL_FORMS) else "ORG"


def _outside(names: list[Name], taken: list[Name]) -> list[Name]:
    """The names that overlap none of `taken`; both ascend."""
    kept: list[Name] = []
    at = 0
    for name in names:
        while at < len(taken) and taken[at].span.end <= name.span.start:
            at += 1
        if at == len(taken) or not taken[at].span.overlaps(name.span):
            kept.append(name)
    return kept


def missed(doc: Doc, names: list[Name], headings: bytearray) -> list[Name]:
    """Names in `doc` that `names` lacks and overlaps nowhere, ascending."""
    covered = bytearray(len(doc))
    for name in names:
        covered[name.first : name.last + 1] = b"\1" * (name.last + 1 - name.first)
    added = [short for name in names if (short := _abbreviated(doc, name)) and not covered[short.first]]
    for name in added:
        covered[name.first] = 1
    forms = _repeatable(doc, [*names, *added])
    small = {token.text for token in doc if token.text.islower()}
    i = 0
    while i < len(doc):
        found = None
        if not covered[i] and is_capital(doc[i]):
            found = _titled(doc, i, covered, headings)
            if found is None:
                found = _repeated(doc, i, forms, covered) or _tabled(doc, i, covered)
                if found is not None and not _stands_free(doc, found, covered, headings, small):
                    found = None
        if found is not None:
            added.append(found)
            covered[found.first : found.last + 1] = b"\1" * (found.last + 1 - found.first)
        i = found.last + 1 if found is not None else i + 1
    return sorted(added, key=lambda name: name.span)


def _abbreviated(doc: Doc, name: Name) -> Name | None:
    """The acronym in brackets behind a name of which it is one."""
    at = name.last + 2
    if name.label != "ORG" or at + 1 >= len(doc) or doc[at - 1].text != "(" or doc[at + 1].text != ")":
        return None
    letters = doc[at].text.replace(".", "").lower()
    found = is_acronym(doc[at].text) and letters in initials(name.text)
    return name_at(doc, at, at, "ORG", "rule", name.confidence) if found else None


def _repeatable(doc: Doc, names: list[Name]) -> _Forms:
    """First word -> (words, label) of every form that may be repeated, longest first."""
    votes: dict[tuple[str, ...], Counter[str]] = defaultdict(Counter)
    for name in names:
        last = doc[name.last]
        if name.label in ACTOR_LABELS and name.confidence >= TRUSTED and name.span.end == last.idx + len(last):
            tokens = tuple(token.text for token in doc[name.first : name.last + 1])
            votes[tokens][name.label] += 1
            if name.label == "PERSON" and len(tokens) > 1 and len(tokens[-1]) > 2 and tokens[-1].isalpha():
                votes[tokens[-1:]]["PERSON"] += 1
    forms: _Forms = defaultdict(list)
    for tokens, seen in votes.items():
        forms[tokens[0]].append((tokens, min(seen, key=lambda label: (-seen[label], label))))
    for same in forms.values():
        same.sort(key=lambda form: (-len(form[0]), form))
    return forms


def _repeated(doc: Doc, i: int, forms: _Forms, covered: bytearray) -> Name | None:
    for tokens, label in forms.get(doc[i].text, ()):
        last = i + len(tokens) - 1
        if last < len(doc) and all(doc[i + k].text == word and not covered[i + k] for k, word in enumerate(tokens)):
            return name_at(doc, i, last, label, "rule", BY_RULE)
    return None


def _tabled(doc: Doc, i: int, covered: bytearray) -> Name | None:
    head = JOINTS.split(doc[i].text)[0]
    if head.replace(".", "").casefold() not in first_words() and key(head) not in first_words():
        return None
    for last in range(min(i + 5, len(doc)) - 1, i - 1, -1):
        name = name_at(doc, i, last, "GPE", "knowledge", BY_TABLE)
        places = lookup(name.text)
        if (
            places
            and not any(covered[i : last + 1])
            and not is_ambiguous(name.text)
            and "\n" not in doc[i : last + 1].text
        ):
            return replace(name, label=places[0].label)
    return None


def _titled(doc: Doc, i: int, covered: bytearray, headings: bytearray) -> Name | None:
    """A name of one to four words right behind a title: "Mr. Vale", "President Ann Vale"."""
    title = doc[i - 1] if i else None
    if title is None or headings[i] or not is_capital(title) or covered[i - 1]:
        return None
    word = title.lower_.rstrip(".")
    if word not in HONORIFICS and (word not in TITLES or title.text.isupper()):
        return None
    last = i
    while (
        last + 1 < len(doc)
        and last - i < 3
        and not covered[last + 1]
        and ((is_capital(doc[last + 1]) and not doc[last + 1].is_sent_start) or doc[last + 1].text == "-")
    ):
        last += 1
    while last > i and (doc[last].lower_ in POSSESSIVE or not doc[last].text[-1].isalnum()):
        last -= 1
    tokens = doc[i : last + 1]
    if any(
        t.tag_ not in ("NNP", "NNPS", "HYPH", "NN", "") or t.lower_.rstrip(".") in _NO_NAME for t in tokens
    ) or lookup(tokens.text):
        return None
    if len(tokens) == 1 and (len(tokens.text) < 3 or is_acronym(tokens.text)):
        return None
    return name_at(doc, i, last, "PERSON", "rule", BY_RULE)


def _stands_free(doc: Doc, name: Name, covered: bytearray, headings: bytearray, small: set[str]) -> bool:
    """Whether a candidate is a name of its own, not a piece of a longer one or a word at a sentence's start."""
    single = name.first == name.last
    if single and name.text.lower() in small and not is_acronym(name.text):
        return False
    if single and name.text.casefold() in _NEVER and not name.text.isupper():
        return False
    if headings[name.first]:
        return True
    before, after = name.first - 1, name.last + 1
    if before >= 0 and not covered[before] and _may_belong(doc[before]):
        return False
    return after >= len(doc) or bool(covered[after]) or name.label == "NORP" or not _may_belong(doc[after])


def _may_belong(token: Token) -> bool:
    """Whether a token may be part of a name beside it."""
    if not is_capital(token) or token.is_sent_start or token.tag_ in ("PRP", "PRP$", "IN", "DT", "CD"):
        return False
    word = token.lower_.rstrip(".")
    return word not in TITLES and word not in HONORIFICS

"""Whether a text says "he" or "she" of someone: by title, role, given name and the pronouns around.

A guess about words, not about people; where the evidence is thin or divided there is none.
"""

from __future__ import annotations

import tomllib
from collections import Counter
from functools import cache
from importlib.resources import files

from spacy.tokens import Doc

from briefgen.annotate.actors.named import tokens_of
from briefgen.annotate.actors.names import GENERIC, HONORIFICS, TITLES, Pronoun, person, plain, word_list, words
from briefgen.annotation import Actor, Mention
from briefgen.span import Span

_HE_TITLES = word_list("honorifics", "he") | word_list("titles", "he") | word_list("roles", "he")
_SHE_TITLES = word_list("honorifics", "she") | word_list("titles", "she") | word_list("roles", "she")
_SPOKEN: dict[str, Pronoun] = {"he": "he", "him": "he", "his": "he", "himself": "he",
                               "she": "she", "her": "she", "hers": "she", "herself": "she"}  # fmt: skip


def pronoun_of(doc: Doc, actor: Actor, mentions: tuple[Mention, ...]) -> Pronoun | None:
    """Give "he" or "she" for a person, None for anyone else and where nothing tells.

    `mentions` are those of the whole article or of the actor alone. Titles count first, then roles, the given name,
    and last the pronouns that follow where nobody else is named.
    """
    if actor.kind != "person":
        return None
    own = [m for m in mentions if m.actor == actor.id]
    titles = Counter(p for m in own if (p := title_pronoun(doc, tokens_of(doc, m.span)[0])))
    roles = Counter(p for word in words(actor.role or "") if (p := word_pronoun(word)))
    for votes in (titles, roles):
        if len(votes) == 1:
            return next(iter(votes))
    return given_pronoun(actor.name) or _spoken_of(doc, actor, mentions)


def word_pronoun(word: str) -> Pronoun | None:
    """What one plain word gives away: "spokeswoman", "king", "mr"."""
    if word in _HE_TITLES or (word.endswith("man") and word in TITLES):
        return "he"
    return "she" if word in _SHE_TITLES or word.endswith("woman") else None


def title_pronoun(doc: Doc, first: int) -> Pronoun | None:
    """What the titles right before the token `first` give away."""
    for at in range(first - 1, max(first - 6, -1), -1):
        word = plain(doc[at].text).rstrip(".")
        pronoun = word_pronoun(word)
        if pronoun:
            return pronoun
        if word not in TITLES and word not in HONORIFICS:
            return None
    return None


def given_pronoun(name: str) -> Pronoun | None:
    """What the given name in a name of two words or more gives away."""
    parts = person(name)
    if len(parts) < 2 or parts[0] in GENERIC:
        return None
    given = _given()
    for part in (parts[0], parts[0].split("-")[0]):
        if part in given:
            return given[part]
    return None


def _spoken_of(doc: Doc, actor: Actor, mentions: tuple[Mention, ...]) -> Pronoun | None:
    """The pronoun that follows a mention before anyone else is named, up to two sentences on."""
    people = sorted((m.span.start, m.actor == actor.id) for m in mentions if m.label == "PERSON")
    votes: Counter[Pronoun] = Counter()
    for n, (start, mine) in enumerate(people):
        if not mine:
            continue
        end = people[n + 1][0] if n + 1 < len(people) else doc[-1].idx + 1
        first = tokens_of(doc, Span(start, start + 1))[0]
        for token in doc[first : first + 50]:
            if token.idx >= end:
                break
            spoken = _SPOKEN.get(token.lower_)
            if spoken:
                votes[spoken] += 1
                break
    ranked = votes.most_common(2)
    if ranked and (len(ranked) == 1 or ranked[0][1] > 2 * ranked[1][1]):
        return ranked[0][0]
    return None


@cache
def _given() -> dict[str, Pronoun]:
    table = tomllib.loads(files(__package__).joinpath("given_names.toml").read_text(encoding="utf-8"))
    names: dict[str, Pronoun] = {plain(name): "he" for name in table["he"].split()}
    return names | {plain(name): "she" for name in table["she"].split()}

"""The words that attribute: which verbs and nouns report, with what stance, and what may be their content.

The lists stand in `cues.toml`. Nothing here looks at a sentence; `attributions` does.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple, TypeAlias, cast

from briefgen.annotation import Stance

Frames: TypeAlias = Mapping[str, Stance]
"""What may be the content ("quotation", "clause", "infinitive", "order", "object", "as", or a preposition) -> stance."""

NEGATED: Mapping[Stance, Stance] = {
    "states": "declines", "confirms": "declines", "asks": "declines", "promises": "declines", "demands": "declines",
    "claims": "denies", "believes": "denies", "learns": "denies", "accuses": "declines", "warns": "declines",
    "praises": "declines", "denies": "confirms", "declines": "states",
}  # fmt: skip
"""The stance of a cue that is negated: who "did not say" declines, who "does not believe" denies."""


class Cue(NamedTuple):
    """A reporting word: its particles ("pointed out") and its frames."""

    lemma: str
    particles: tuple[str, ...]
    frames: Frames


def verb_cues(form: str) -> tuple[Cue, ...]:
    """The reporting verbs that the lower-case word `form` may be a form of, those with particles first."""
    return _lexicon().verbs.get(form, ())


def noun_cue(form: str) -> Cue | None:
    """The reporting noun that the lower-case word `form` is the singular or plural of."""
    return _lexicon().nouns.get(form)


def adjective_stance(form: str) -> Stance | None:
    """The stance of an adjective that reports with a copula ("is confident that")."""
    return _lexicon().adjectives.get(form)


def words(kind: str) -> frozenset[str]:
    """A list of lower-case words: events, days, circumstances, or all forms of the verbs addressed, light."""
    return _lexicon().words[kind]


class _Lexicon(NamedTuple):
    verbs: Mapping[str, tuple[Cue, ...]]
    nouns: Mapping[str, Cue]
    adjectives: Mapping[str, Stance]
    words: Mapping[str, frozenset[str]]


@cache
def _lexicon() -> _Lexicon:
    table = tomllib.loads(files(__package__).joinpath("cues.toml").read_text(encoding="utf-8"))
    irregular: Mapping[str, str] = table["irregular"]
    verbs: dict[str, list[Cue]] = {}
    for entry, frames in _frames(table["verbs"]).items():
        lemma, *particles = entry.split("_")
        cue = Cue(lemma, tuple(particles), frames)
        for form in _forms(lemma, irregular):
            verbs.setdefault(form, []).append(cue)
    nouns = {
        form: Cue(lemma, (), frames)
        for lemma, frames in _frames(table["nouns"]).items()
        for form in (lemma, _third_person(lemma))
    }
    return _Lexicon(
        {form: tuple(sorted(cues, key=lambda cue: -len(cue.particles))) for form, cues in verbs.items()},
        nouns,
        {form: cast("Stance", stance) for stance, forms in table["adjectives"].items() for form in forms.split()},
        {
            kind: frozenset(
                form for word in listed.split() for form in (_forms(word, irregular) if kind in _VERBAL else (word,))
            )
            for kind, listed in table["words"].items()
        },
    )


def _frames(groups: list[dict[str, Any]]) -> dict[str, dict[str, Stance]]:
    """Lemma -> content -> stance; the first group that names a content decides."""
    frames: dict[str, dict[str, Stance]] = {}
    for group in groups:
        for lemma in group["lemmas"].split():
            for content in group["takes"]:
                frames.setdefault(lemma, {}).setdefault(content, group["stance"])
    return frames


_VERBAL = frozenset({"addressed", "light"})


def _forms(lemma: str, irregular: Mapping[str, str]) -> tuple[str, ...]:
    """All forms of a verb, the lemma first."""
    return tuple(dict.fromkeys((lemma, *(irregular[lemma].split() if lemma in irregular else _inflected(lemma)))))


def _inflected(lemma: str) -> Iterator[str]:
    """The regular forms of a verb; where the final consonant may double, both spellings."""
    yield _third_person(lemma)
    if lemma.endswith("e"):
        stems = [lemma[:-1]]
    elif lemma.endswith("y") and lemma[-2] not in "aeiou":
        yield lemma[:-1] + "ied"
        yield lemma + "ing"
        return
    elif lemma[-1] not in "aeiouwxy" and lemma[-2] in "aeiou" and lemma[-3:-2] not in tuple("aeio"):
        stems = [lemma, lemma + lemma[-1]]
    else:
        stems = [lemma]
    for stem in stems:
        yield stem + "ed"
        yield stem + "ing"


def _third_person(lemma: str) -> str:
    """The s-form of a regular verb, which is also the plural of a regular noun."""
    if lemma.endswith("y") and lemma[-2] not in "aeiou":
        return lemma[:-1] + "ies"
    return lemma + ("es" if lemma.endswith(("s", "x", "z", "ch", "sh", "o")) else "s")

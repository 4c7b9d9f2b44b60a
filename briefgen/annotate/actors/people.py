"""Which names of people name the same person: by parts of the name, titles, and who was named last.

What is absent: pronouns and common nouns ("the minister"), which belong to the reader of quotes.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from spacy.tokens import Doc

from briefgen.annotate.actors.gender import title_pronoun
from briefgen.annotate.actors.named import Name
from briefgen.annotate.actors.names import Pronoun, is_part, person, same_person, surname_at

CROWD = 200
"""A word that so many names share tells nobody; it also keeps the time linear."""


def whom(doc: Doc, names: Sequence[Name], known: Sequence[str]) -> dict[Name, str]:
    """For every name of a person the plain words of the fullest name of whom it means.

    `names` ascend; `known` are full names that the author gives.
    """
    full = _full_people([*(person(h) for h in known), *(person(n.text) for n in names)])
    by_word: dict[str, list[str]] = defaultdict(list)
    for who in dict.fromkeys(full.values()):
        for word in dict.fromkeys(who.split()):
            by_word[word].append(who)
    pronouns = _title_pronouns(doc, names, full)
    weight = _weights(names, full)
    result: dict[Name, str] = {}
    last_seen: dict[str, int] = {}
    upcoming = _first_uses(names, full)
    for at, name in enumerate(names):
        parts = person(name.text)
        meant = full.get(parts) or _choose(
            parts, by_word, title_pronoun(doc, name.first), pronouns, weight, last_seen, upcoming
        )
        if meant is not None and parts in full:
            last_seen[meant] = at
        result[name] = meant or " ".join(parts)
    return result


def _full_people(forms: Iterable[tuple[str, ...]]) -> dict[tuple[str, ...], str]:
    """Every name of two words or more -> the longest name of the same person."""
    order = {form: at for at, form in reversed(list(enumerate(forms))) if len(form) > 1}
    by_word: dict[str, list[tuple[str, ...]]] = defaultdict(list)
    full: dict[tuple[str, ...], str] = {}
    for form in sorted(order, key=lambda f: (-len(f), -sum(map(len, f)), order[f])):
        near = dict.fromkeys(longer for word in form if len(by_word[word]) < CROWD for longer in by_word[word])
        same = [longer for longer in near if same_person(form, longer)]
        if len(same) == 1:
            full[form] = full[same[0]]
            continue
        full[form] = " ".join(form)
        for word in dict.fromkeys(form):
            by_word[word].append(form)
    return full


def _title_pronouns(doc: Doc, names: Sequence[Name], full: dict[tuple[str, ...], str]) -> dict[str, Pronoun]:
    found: dict[str, Pronoun] = {}
    for name in names:
        who = full.get(person(name.text))
        pronoun = title_pronoun(doc, name.first)
        if who and pronoun:
            found.setdefault(who, pronoun)
    return found


def _weights(names: Sequence[Name], full: dict[tuple[str, ...], str]) -> Counter[str]:
    """How often each is named in full; who is named first counts once more."""
    named = [who for name in names if (who := full.get(person(name.text)))]
    return Counter(named) + Counter(named[:1])


def _first_uses(names: Sequence[Name], full: dict[tuple[str, ...], str]) -> dict[str, int]:
    uses: dict[str, int] = {}
    for at, name in enumerate(names):
        who = full.get(person(name.text))
        if who:
            uses.setdefault(who, at)
    return uses


def _choose(
    parts: tuple[str, ...],
    by_word: dict[str, list[str]],
    pronoun: Pronoun | None,
    pronouns: dict[str, Pronoun],
    weight: Counter[str],
    last_seen: dict[str, int],
    upcoming: dict[str, int],
) -> str | None:
    """Whom a short form means: by surname before given name, whom the title fits, named last by the full name.

    Who is named in passing (a father, a wife) does not take the surname from whom the article is about.
    """
    crowd = by_word.get(parts[-1], [])
    candidates = [who for who in crowd if is_part(parts, who.split())] if len(crowd) < CROWD else []
    by_surname = [who for who in candidates if _is_surname(parts, who.split())]
    candidates = by_surname or candidates
    fitting = [who for who in candidates if pronoun is None or pronouns.get(who, pronoun) == pronoun]
    if not fitting:
        return None
    heaviest = max(weight[who] for who in fitting)
    fitting = [who for who in fitting if 2 * weight[who] >= heaviest]
    return max(fitting, key=lambda who: (last_seen.get(who, -1), -upcoming.get(who, len(upcoming) + 1), who))


def _is_surname(parts: Sequence[str], full: Sequence[str]) -> bool:
    return list(parts) == list(full[-len(parts) :]) or list(parts) == list(full[surname_at(full) :])

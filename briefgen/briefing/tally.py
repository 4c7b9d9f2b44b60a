"""Figures that measure the same, side by side: what is said of it by whom and when, and whether that fits together.

Two figures stand in one tally when they measure the same thing of the same subject in the same unit. What is
counted must be known for that: either the measure counts people, as most tolls do, or a noun says it. Sums of
money and lengths without a noun may be anything, so they are told together only when they are equal. Figures of a
part, of a change or of another time (`scope`) are told beside the others, unless a part is more than the whole.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from briefgen.annotation import Amount, Fact
from briefgen.briefing import parties as naming
from briefgen.briefing.outline import Entry
from briefgen.briefing.scope import Scope, scopes

Accord = Literal["single", "agree", "develop", "differ"]

ABOUT = 0.1
"""How far, as a share of it, a figure that is said to be rounded may be off."""

FEW = 3
"""So many figures are read at a glance."""

PEOPLE = frozenset(
    ("people", "person", "persons", "life", "lives", "death", "deaths", "body", "bodies", "others", "casualties")
)
"""Nouns that say no more than that people are counted."""

COUNTS_PEOPLE = frozenset(("person", "body", "death", "life", "casualty"))
"""Units of the same."""


_COMPARED: frozenset[Scope] = frozenset(("whole", "part"))


class Reading(Struct, frozen=True, kw_only=True):
    """One figure as somebody gives it."""

    at: int
    """Which of the entries it stands in."""
    number: int
    """Which of that entry's facts it is."""
    value: Amount
    subject: str
    """What is counted, as it stands in the text; may be ""."""
    party: str
    """Whoever says so: an actor, or the outlet where nobody else is named."""
    date: str
    """When it was published: YYYY-MM-DD, "" when unknown."""
    rank: int
    """0 for a figure of the article's best key fact, 1 for the next; higher for one of none."""
    scope: Scope = "whole"


class Tally(Struct, frozen=True, kw_only=True):
    """Figures of one measure."""

    measure: str
    """killed, injured …; "" when only equal figures stand together."""
    subject: str
    """What is counted beyond "people", in lower case; "" when the measure says it."""
    unit: str
    main: tuple[Reading, ...]
    """Of each article and party its leading figure of the whole, by date; and parts that contradict one."""
    others: tuple[Reading, ...]
    """What else is said: parts of the whole, what it was at another time, or other things of the kind."""
    accord: Accord
    """How the main ones fit together.

    single: there is one; agree: all can be true at once; differ: two parties contradict each other on one
    day; develop: only figures of different days, or of one party, do."""
    against: tuple[Reading, Reading] | None
    """Two that contradict each other, of the last day on which any do: the lesser first."""


def bounds(value: Amount) -> tuple[float, float]:
    """The least and the greatest number that a figure can mean: (20, inf) for "at least 20"."""
    if value.amount is None:
        return (value.low if value.low is not None else 0.0, value.high if value.high is not None else math.inf)
    amount = value.amount
    if value.qualifier in ("at_least", "more_than"):
        return amount, math.inf
    if value.qualifier in ("at_most", "less_than"):
        return -math.inf, amount
    if value.qualifier == "about":
        return amount - abs(amount) * ABOUT, amount + abs(amount) * ABOUT
    return amount, amount


def extent(value: Amount) -> tuple[float, float]:
    """Where a figure is drawn between nothing and its number: from nothing, or from the low end of a range."""
    if value.amount is not None:
        return 0.0, max(0.0, value.amount)
    low = value.low if value.low is not None else 0.0
    return (max(0.0, low), max(0.0, value.high)) if value.high is not None else (0.0, max(0.0, low))


def fit(one: Amount, other: Amount) -> bool:
    """Whether two figures of the same can both be true: "at least 20" fits 25."""
    (low, high), (least, most) = bounds(one), bounds(other)
    start, end = max(low, least), min(high, most)
    if start != end:
        return start < end
    # "More than 20" is not 20.
    return all(
        (value.qualifier, start) not in (("more_than", at_least), ("less_than", at_most))
        for value, at_least, at_most in ((one, low, high), (other, least, most))
    )


def readings(at: int, entry: Entry, parties: dict[str, str] | None = None) -> list[Reading]:
    """The figures of an article. `parties` gives a name that all articles share for the ids of its actors."""
    annotation, text = entry.annotation, entry.article.text
    ranks: dict[int, int] = {}
    for rank, key in enumerate(annotation.key_facts):
        for index in key.facts:
            ranks.setdefault(index, rank)
    outlet = entry.article.meta.source or entry.article.title
    known = scopes(entry)
    found = []
    for number, fact in enumerate(annotation.facts):
        if isinstance(fact.value, Amount):
            subject = " ".join(fact.value.subject.of(text).split()) if fact.value.subject else ""
            found.append(
                Reading(
                    at=at,
                    number=number,
                    value=fact.value,
                    subject=subject,
                    party=_party(fact, entry, parties or {}) or outlet,
                    date=entry.article.date or "",
                    rank=ranks.get(number, len(annotation.key_facts)),
                    scope=known[number],
                )
            )
    return found


def tallies(figures: Iterable[Reading]) -> tuple[Tally, ...]:
    """Figures by what they measure: first what most articles tell, and at least two figures each.

    The order of the figures does not matter.
    """
    groups: dict[tuple[object, ...], list[Reading]] = {}
    for figure in sorted(figures, key=_place):
        key = _key(figure)
        if key is not None:
            groups.setdefault(key, []).append(figure)
    made = [
        _tally(key, members)
        for key, members in groups.items()
        if len(members) > 1 and any(one.scope in _COMPARED for one in members)
    ]
    # What is told without a measure is the same number again: it comes last.
    made = [one for one in made if one.measure or len({figure.at for figure in one.main}) > 1]
    return tuple(sorted(made, key=_weight))


def _party(fact: Fact, entry: Entry, parties: dict[str, str]) -> str:
    claimant = naming.named(fact.claimant, entry)
    if claimant is None:
        return ""
    if claimant.actor:
        return parties.get(claimant.actor, claimant.actor)
    return " ".join(claimant.span.of(entry.article.text).split()).casefold() if claimant.span else ""


def _place(figure: Reading) -> tuple[object, ...]:
    return figure.date, figure.at, figure.number


def _noun(subject: str) -> str:
    """What is counted, to compare: the last word, without an ending of the plural; "" for people as such."""
    words = subject.casefold().split()
    if not words or words[-1] in PEOPLE:
        return ""
    last = words[-1]
    if last.endswith("ies") and len(last) > 4:
        return last[:-3] + "y"
    return last[:-1] if last.endswith("s") and not last.endswith("ss") else last


def _key(figure: Reading) -> tuple[object, ...] | None:
    """What figures of one tally share; None for one that cannot be compared."""
    value, noun = figure.value, _noun(figure.subject)
    unit = "person" if value.unit in COUNTS_PEOPLE else value.unit or ""
    if value.measure and (unit in ("person", "") or noun):
        return value.measure, unit or "person", noun
    if not value.amount or not (unit or noun):
        return None
    # A number that many articles repeat is worth its place only when it is no everyday one.
    return None if abs(value.amount) <= 12 else ("", unit, noun, value.amount, value.qualifier)


def _tally(key: tuple[object, ...], members: Sequence[Reading]) -> Tally:
    if not key[0]:
        # The same number again says the same, of whatever it is a part.
        members = [replace(figure, scope="whole") for figure in members]
    main = _leading(members)
    chosen = {(figure.at, figure.number) for figure in main}
    told = {(figure.at, figure.value.amount, figure.value.low, figure.value.high) for figure in main}
    others = []
    for figure in members:
        same = (figure.at, figure.value.amount, figure.value.low, figure.value.high)
        if (figure.at, figure.number) not in chosen and same not in told:
            told.add(same)
            others.append(figure)
    return Tally(
        measure=str(key[0]),
        subject=str(key[2]),
        unit=str(key[1]),
        main=main,
        others=tuple(others),
        accord=accord(main),
        against=max(contradictions(main), key=lambda pair: pair[0].date, default=None),
    )


def _leading(members: Sequence[Reading]) -> tuple[Reading, ...]:
    """Of each article and party the figure that leads it, wholes before parts; parts only where they say more."""
    best: dict[tuple[int, str], Reading] = {}
    for figure in sorted(members, key=lambda one: (one.scope != "whole", one.rank, one.at, one.number)):
        if figure.scope in _COMPARED:
            best.setdefault((figure.at, figure.party), figure)
    leading = sorted(best.values(), key=_place)
    wholes = [figure for figure in leading if figure.scope == "whole"]
    against = {
        _place(part) for whole in wholes for part in leading if part.scope == "part" and _contradict(whole, part)
    }
    return tuple(one for one in leading if not wholes or one.scope == "whole" or _place(one) in against)


def accord(figures: Sequence[Reading]) -> Accord:
    """How figures of one measure fit together; see `Tally.accord`."""
    if len(figures) < 2:
        return "single"
    if contradictions(figures):
        return "differ"
    fitting = all(_fit(one, other) for at, one in enumerate(figures) for other in figures[:at])
    return "agree" if fitting else "develop"


def contradictions(figures: Sequence[Reading]) -> list[tuple[Reading, Reading]]:
    """The pairs of figures that two parties give on one day and that cannot both be true, each with the lesser first."""
    return [
        (one, other) if bounds(one.value) < bounds(other.value) else (other, one)
        for at, one in enumerate(figures)
        for other in figures[at + 1 :]
        if _contradict(one, other)
    ]


def _contradict(one: Reading, other: Reading) -> bool:
    return one.party != other.party and one.date == other.date and not _fit(one, other)


def _fit(one: Reading, other: Reading) -> bool:
    """Whether both can be true. Of a part no more follows than that the whole is not less."""
    if one.scope == other.scope == "whole":
        return fit(one.value, other.value)
    if one.scope == "whole" or other.scope == "whole":
        whole, part = (one, other) if one.scope == "whole" else (other, one)
        return bounds(part.value)[0] <= bounds(whole.value)[1]
    return True


def newest(tally: Tally) -> tuple[Reading, ...]:
    """What a hurried reader needs of a tally: the figures of its last day, and two that contradict each other."""
    if len(tally.main) <= FEW:
        return tally.main
    last = tally.main[-1].date
    return tuple(one for one in tally.main if one.date == last or one in (tally.against or ()))


def _weight(tally: Tally) -> tuple[object, ...]:
    articles = len({figure.at for figure in tally.main})
    best = min(figure.rank for figure in tally.main)
    # What sources disagree on is what a reader must know first.
    rank = 0 if tally.accord == "differ" else 2 if tally.accord == "single" else 1
    return not tally.measure, rank, -articles, best, tally.measure, tally.unit, tally.subject, _place(tally.main[0])

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefgen.annotation import Actor, Amount, Annotation, Fact, KeyFact, Party, Qualifier
from briefgen.briefing.scope import Scope
from briefgen.briefing.tally import Reading, Tally, accord, bounds, fit, newest, readings, tallies
from briefgen.span import Span
from tests.outlines import entry


def reading(
    amount: float | None,
    qualifier: Qualifier = "exact",
    *,
    measure: str | None = "killed",
    unit: str | None = "person",
    subject: str = "people",
    party: str = "police",
    date: str = "2025-03-04",
    at: int = 0,
    number: int = 0,
    rank: int = 0,
    low: float | None = None,
    high: float | None = None,
    scope: Scope = "whole",
) -> Reading:
    value = Amount(amount=amount, low=low, high=high, qualifier=qualifier, unit=unit, measure=measure)
    return Reading(at=at, number=number, value=value, subject=subject, party=party, date=date, rank=rank, scope=scope)


def amounts(tally: Tally) -> list[float | None]:
    return [one.value.amount for one in tally.main]


# ---------------------------------------------------------------- what fits together


@pytest.mark.parametrize(
    ("one", "other", "fits"),
    [
        (reading(20, "at_least"), reading(25), True),
        (reading(20, "at_least"), reading(20), True),
        (reading(20, "at_least"), reading(19), False),
        (reading(20, "more_than"), reading(20), False),
        (reading(20, "more_than"), reading(21), True),
        (reading(20, "at_most"), reading(25), False),
        (reading(20, "less_than"), reading(20, "at_least"), False),
        (reading(100, "about"), reading(108), True),
        (reading(100, "about"), reading(120), False),
        (reading(None, "range", low=60, high=90), reading(77), True),
        (reading(None, "range", low=60, high=90), reading(91), False),
        # "Dozens" are twenty-four and more.
        (reading(None, "about", low=24), reading(300), True),
        (reading(None, "about", low=24), reading(12), False),
        (reading(12), reading(13), False),
        (reading(-2), reading(0, "at_most"), True),
    ],
)
def test_qualifiers_tell_what_a_figure_can_mean(one: Reading, other: Reading, fits: bool) -> None:
    assert fit(one.value, other.value) == fit(other.value, one.value) == fits


AMOUNTS = st.builds(
    Amount,
    amount=st.floats(-1e9, 1e9),
    qualifier=st.sampled_from(["exact", "about", "at_least", "at_most", "more_than", "less_than"]),
)


@given(AMOUNTS)
def test_every_figure_fits_itself_and_lies_within_its_bounds(value: Amount) -> None:
    low, high = bounds(value)
    assert value.amount is not None
    assert low <= value.amount <= high
    assert fit(value, value)


def test_a_range_without_ends_can_be_anything_from_nothing_on() -> None:
    assert bounds(Amount(amount=None)) == (0.0, math.inf)


# ---------------------------------------------------------------- what stands together


def test_people_are_people_whatever_they_are_called() -> None:
    [one] = tallies(
        [
            reading(12, subject="people"),
            reading(19, subject="", unit=None, at=1, date="2025-03-05"),
            reading(23, subject="bodies", unit="body", at=2, date="2025-03-06"),
        ]
    )
    assert (one.measure, one.subject, one.unit) == ("killed", "", "person")
    assert amounts(one) == [12, 19, 23]
    assert one.accord == "develop"


def test_who_is_counted_otherwise_stands_apart() -> None:
    assert tallies([reading(12), reading(3, subject="three small children", at=1)]) == ()
    assert tallies([reading(12), reading(30, measure="injured", at=1)]) == ()
    children = [reading(3, subject="children"), reading(4, subject="young children", at=1)]
    [one] = tallies(children)
    assert one.subject == "children"
    assert amounts(one) == [3, 4]


def test_sums_of_no_known_thing_are_only_told_together_when_equal() -> None:
    money = {"measure": None, "unit": "EUR", "subject": ""}
    assert tallies([reading(3.1e7, **money), reading(3.2e7, at=1, **money)]) == ()  # type: ignore[arg-type]
    [one] = tallies([reading(3.2e7, **money), reading(3.2e7, at=1, **money)])  # type: ignore[arg-type]
    assert (one.measure, one.accord) == ("", "agree")
    # Within one article it is the same figure again.
    assert tallies([reading(3.2e7, **money), reading(3.2e7, number=1, **money)]) == ()  # type: ignore[arg-type]


def test_units_are_never_mixed() -> None:
    damage = {"measure": "cost", "subject": "repairs"}
    assert tallies([reading(5, unit="EUR", **damage), reading(5, unit="USD", at=1, **damage)]) == ()  # type: ignore[arg-type]


def test_each_party_of_an_article_has_one_leading_figure() -> None:
    [one] = tallies(
        [
            reading(2, number=0, rank=9),
            reading(43, number=1, rank=0),
            reading(45, number=2, party="aid group"),
            reading(43, number=3, rank=9),
        ]
    )
    assert [(r.value.amount, r.party) for r in one.main] == [(43, "police"), (45, "aid group")]
    assert [r.value.amount for r in one.others] == [2]
    assert one.accord == "differ"


def test_a_party_does_not_contradict_itself_and_a_later_day_is_no_contradiction() -> None:
    assert accord([reading(12), reading(19, date="2025-03-05")]) == "develop"
    assert accord([reading(12), reading(19, party="mayor", date="2025-03-05")]) == "develop"
    assert accord([reading(12), reading(19)]) == "develop"
    assert accord([reading(12), reading(19, party="mayor")]) == "differ"
    assert accord([reading(12, "at_least"), reading(19, party="mayor")]) == "agree"
    assert accord([reading(12)]) == "single"
    assert accord([]) == "single"


def test_what_contradicts_is_named_the_last_day_first() -> None:
    [one] = tallies([
        reading(19), reading(23, party="doctor", number=1),
        reading(45, "at_least", date="2025-03-09", at=1), reading(40, party="mayor", date="2025-03-09", at=1, number=1),
    ])  # fmt: skip
    assert one.against is not None
    assert [figure.value.amount for figure in one.against] == [40, 45]
    [agreeing] = tallies([reading(19), reading(19, at=1)])
    assert agreeing.against is None


def test_what_more_articles_tell_comes_first() -> None:
    found = tallies(
        [reading(3, measure="arrested", at=n) for n in range(2)]
        + [reading(7, measure="missing", at=n) for n in range(3)]
        + [reading(900, measure=None, unit="house", subject="houses", at=n) for n in range(4)]
    )
    assert [one.measure for one in found] == ["missing", "arrested", ""]


READINGS = st.lists(
    st.builds(
        reading,
        st.sampled_from([1.0, 12.0, 13.0, 400.0]),
        st.sampled_from(["exact", "at_least", "about"]),
        measure=st.sampled_from(["killed", "injured", None]),
        unit=st.sampled_from(["person", "body", "house", None]),
        subject=st.sampled_from(["", "people", "old houses", "house", "soldiers"]),
        party=st.sampled_from(["a", "b"]),
        date=st.sampled_from(["", "2025-03-04", "2025-03-05"]),
        at=st.integers(0, 3),
        number=st.integers(0, 50),
        rank=st.integers(0, 3),
        scope=st.sampled_from(["whole", "part", "change", "earlier"]),
    ),
    unique_by=lambda one: (one.at, one.number),
    max_size=12,
)


@given(READINGS, st.randoms(use_true_random=False))
def test_tallies_do_not_depend_on_order_and_hold_a_figure_once(found: list[Reading], chance: object) -> None:
    made = tallies(found)
    shuffled = list(found)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    assert tallies(shuffled) == made
    held = [(one.at, one.number) for tally in made for one in (*tally.main, *tally.others)]
    assert len(held) == len(set(held))
    for tally in made:
        assert len({(one.at, one.party) for one in tally.main}) == len(tally.main)
        assert list(tally.main) == sorted(tally.main, key=lambda one: (one.date, one.at, one.number))
        assert {one.value.measure or "" for one in tally.main} <= {tally.measure, ""}


# ---------------------------------------------------------------- from articles


def test_readings_of_an_article() -> None:
    text = "12 people died, a clerk said. Ana counted 30 injured."
    clerk = Span(text.index("a clerk"), text.index(" said"))
    facts = (
        Fact(kind="figure", span=Span(0, 2), sentence=Span(0, 29), claimant=Party(clerk, None),
             value=Amount(amount=12, measure="killed", unit="person", subject=Span(3, 9))),
        Fact(kind="date", span=Span(3, 9), sentence=Span(0, 29), value=None),
        Fact(kind="figure", span=Span(42, 44), sentence=Span(30, 53), claimant=Party(None, "ana"),
             value=Amount(amount=30, measure="injured", unit="person")),
        Fact(kind="figure", span=Span(42, 44), sentence=Span(30, 53), value=Amount(amount=31)),
    )  # fmt: skip
    keys = (KeyFact(sentence=Span(30, 53), score=1.0, facts=(2,)),)
    one = entry(
        "content/s/a.md", f"---\nsource: Ledger\ndate: 2025-03-04\n---\n{text}", Annotation(facts=facts, key_facts=keys)
    )
    shouted = Annotation(facts=facts[:1], actors=(Actor(id="clerk", name="A Clerk", kind="person"),))
    assert [r.party for r in readings(0, entry("content/s/b.md", text, shouted), {"clerk": "jo"})] == ["jo"]
    found = readings(3, one, {"ana": "ana-brel"})
    assert [(r.at, r.number, r.party, r.subject, r.rank, r.date) for r in found] == [
        (3, 0, "a clerk", "people", 1, "2025-03-04"),
        (3, 2, "ana-brel", "", 0, "2025-03-04"),
        (3, 3, "Ledger", "", 1, "2025-03-04"),
    ]


# ---------------------------------------------------------------- parts, changes and other times


def test_what_is_not_the_whole_stands_beside_it() -> None:
    [one] = tallies(
        [
            reading(46),
            reading(7, scope="earlier", number=1, rank=0, party="mayor"),
            reading(5, scope="part", number=2, party="rescuers"),
            reading(6, scope="change", number=3, party="clerk"),
            reading(300, scope="later", number=4, party="doctor"),
        ]
    )
    assert amounts(one) == [46]
    assert [r.value.amount for r in one.others] == [7, 5, 6, 300]
    assert (one.accord, one.against) == ("single", None)


def test_a_part_that_is_more_than_the_whole_contradicts_it() -> None:
    [one] = tallies([reading(19), reading(23, scope="part", number=1, party="hospital")])
    assert amounts(one) == [19, 23]
    assert one.accord == "differ"
    [later] = tallies([reading(19), reading(23, scope="part", at=1, party="hospital", date="2025-03-05")])
    assert amounts(later) == [19]
    [same] = tallies([reading(19), reading(23, scope="part", number=1)])
    assert amounts(same) == [19]


def test_parts_alone_stand_for_themselves_and_fit_together() -> None:
    [one] = tallies([reading(5, scope="part"), reading(3, scope="part", number=1, party="mayor")])
    assert amounts(one) == [5, 3]
    assert one.accord == "agree"


def test_what_is_only_of_other_times_is_not_compared() -> None:
    assert tallies([reading(5, scope="earlier"), reading(3, scope="later", at=1)]) == ()


def test_an_equal_number_is_equal_whatever_it_is_of() -> None:
    money = {"measure": None, "unit": "EUR", "subject": ""}
    [one] = tallies([reading(3.2e7, **money), reading(3.2e7, at=1, scope="earlier", **money)])  # type: ignore[arg-type]
    assert amounts(one) == [3.2e7, 3.2e7]


def test_a_hurried_reader_sees_the_last_day_and_what_contradicts() -> None:
    two = [reading(12, date="2025-03-04"), reading(46, date="2025-03-12", at=1)]
    [short] = tallies(two)
    assert newest(short) == short.main
    [one] = tallies(
        [
            reading(12, date="2025-03-04"),
            reading(19, date="2025-03-05", at=1),
            reading(23, date="2025-03-05", at=1, number=1, party="doctor"),
            reading(46, date="2025-03-12", at=2),
        ]
    )
    assert [r.value.amount for r in newest(one)] == [19, 23, 46]


def test_what_sources_disagree_on_comes_first_and_a_single_source_last() -> None:
    found = tallies(
        [reading(7, measure="missing", at=n, date=f"2025-03-0{n + 1}") for n in range(4)]
        + [reading(3, measure="arrested"), reading(4, measure="arrested", party="mayor")]
        + [reading(9, measure="rescued"), reading(2, measure="rescued", scope="part", number=1)]
    )
    assert [one.measure for one in found] == ["arrested", "missing", "rescued"]

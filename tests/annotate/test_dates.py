from __future__ import annotations

import time
from datetime import date
from itertools import pairwise

import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st
from spacy.language import Language
from spacy.tokens import Doc
from spacy.tokens import Span as SpacySpan

from briefgen.annotate.dates.find import find_dates

MONDAY = date(2023, 10, 30)


@pytest.fixture(scope="module")
def nlp() -> Language:
    nlp = spacy.blank("en")
    nlp.add_pipe("sentencizer")
    return nlp


def found(nlp: Language, text: str, published: date | None = MONDAY) -> list[tuple[str, str | None]]:
    """The expressions of a text with what they mean: "2023-10-07" for a day, "first..last precision" otherwise."""
    out: list[tuple[str, str | None]] = []
    for fact in find_dates(nlp(text), published):
        value = fact.value
        shown = None
        if value is not None:
            shown = value.start if value.precision == "day" else f"{value.start}..{value.end} {value.precision}"
        out.append((fact.span.of(text), shown))
    return out


@pytest.mark.parametrize(
    "expression",
    ["October 7, 2023", "7 October 2023", "7 Oct. 2023", "Oct. 7, 2023", "the 7th of October 2023", "October 7th, 2023",
     "2023-10-07", "07.10.2023", "Saturday, October 7, 2023", "Saturday, 7 October 2023", "10/07/2023"],
)  # fmt: skip
def test_full_dates_are_read_in_every_order(nlp: Language, expression: str) -> None:
    text = f"On March 3, 2022 it began; on {expression} it was over."
    assert found(nlp, text, None) == [("March 3, 2022", "2022-03-03"), (expression, "2023-10-07")]


def test_a_date_in_figures_is_read_in_the_order_that_the_article_uses(nlp: Language) -> None:
    assert found(nlp, "It opened 10/7/2023.") == [("10/7/2023", None)]
    assert found(nlp, "It opened 10/7/2023 and closed 10/23/2023.")[0][1] == "2023-10-07"
    assert found(nlp, "It opened 10/7/2023 and closed 23/7/2023.")[0][1] == "2023-07-10"
    assert found(nlp, "It opened 10/7/2023 and closed on 1 August.")[0][1] == "2023-07-10"
    assert found(nlp, "It opened 5/5/2023.") == [("5/5/2023", "2023-05-05")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Militants attacked on October 7.", [("October 7", "2023-10-07")]),
        ("The treaty was signed on November 20.", [("November 20", "2022-11-20")]),
        ("The treaty will be signed on November 20.", [("November 20", "2023-11-20")]),
        ("Elections are planned for February 12.", [("February 12", "2024-02-12")]),
        ("She was elected in October and takes office in January.",
         [("October", "2023-10-01..2023-10-31 month"), ("January", "2024-01-01..2024-01-31 month")]),
        ("It fell last October and next March.",
         [("last October", "2022-10-01..2022-10-31 month"), ("next March", "2024-03-01..2024-03-31 month")]),
        ("They met in July of last year.", [("July of last year", "2022-07-01..2022-07-31 month")]),
    ],
)  # fmt: skip
def test_a_date_without_a_year_takes_the_year_that_the_tense_asks_for(
    nlp: Language, text: str, expected: list[tuple[str, str | None]]
) -> None:
    assert found(nlp, text) == expected


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("The council voted on Thursday.", "2023-10-26"),
        ("The council will vote on Thursday.", "2023-11-02"),
        ("The minister said Thursday that talks would resume.", "2023-10-26"),
        ("On Thursday, she said, it will rain.", "2023-10-26"),
        ("Four people died on Monday.", "2023-10-30"),
        ("It ended last Monday.", "2023-10-23"),
        ("They meet next Monday.", "2023-11-06"),
        ("It burned on Thursday night.", "2023-10-26"),
        ("It burned late Thursday.", "2023-10-26"),
        ("It burned Thursday last week.", "2023-10-26"),
        ("He left yesterday.", "2023-10-29"),
        ("He leaves the day after tomorrow.", "2023-11-01"),
        ("He spoke last night.", "2023-10-29"),
        ("She speaks tonight.", "2023-10-30"),
    ],
)
def test_days_are_counted_from_publication(nlp: Language, text: str, day: str) -> None:
    assert [value for _, value in found(nlp, text)] == [day]


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ("this week", "2023-10-30..2023-11-05 week"),
        ("last week", "2023-10-23..2023-10-29 week"),
        ("two weeks ago", "2023-10-16..2023-10-22 week"),
        ("18 months ago", "2022-04-01..2022-04-30 month"),
        ("a decade ago", "2013-01-01..2013-12-31 year"),
        ("last weekend", "2023-10-28..2023-10-29 range"),
        ("the past three days", "2023-10-28..2023-10-30 range"),
        ("the last five years", "2018-10-31..2023-10-30 range"),
        ("early next month", "2023-11-01..2023-11-15 range"),
        ("last summer", "2023-06-01..2023-08-31 season"),
        ("last quarter", "2023-07-01..2023-09-30 quarter"),
        ("earlier this year", "2023-01-01..2023-12-31 year"),
        ("recent years", None),
        ("several years ago", None),
        ("the past few days", None),
    ],
)
def test_periods_are_counted_from_publication(nlp: Language, expression: str, value: str | None) -> None:
    assert found(nlp, f"It was seen in {expression}.") == [(expression, value)]
    assert found(nlp, f"It was seen in {expression}.", None) == [(expression, None)]


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ("2014", "2014-01-01..2014-12-31 year"),
        ("May 2014", "2014-05-01..2014-05-31 month"),
        ("the summer of 2014", "2014-06-01..2014-08-31 season"),
        ("the winter of 1776-77", "1776-12-01..1777-02-28 season"),
        ("the third quarter of 2014", "2014-07-01..2014-09-30 quarter"),
        ("Q3 2014", "2014-07-01..2014-09-30 quarter"),
        ("fiscal 2014", "2014-01-01..2014-12-31 year"),
        ("late 2014", "2014-07-01..2014-12-31 range"),
        ("the 1990s", "1990-01-01..1999-12-31 decade"),
        ("the mid-1990s", "1994-01-01..1996-12-31 range"),
        ("the nineteenth century", "1800-01-01..1899-12-31 century"),
        ("the 17th century", "1600-01-01..1699-12-31 century"),
        ("2012–13", "2012-01-01..2013-12-31 range"),
        ("May 5-9, 2014", "2014-05-05..2014-05-09 range"),
        ("January–June 2014", "2014-01-01..2014-06-30 range"),
        ("400 BC", None),
    ],
)
def test_periods_with_a_year_need_no_publication_date(nlp: Language, expression: str, value: str | None) -> None:
    assert found(nlp, f"It was built in {expression}.", None) == [(expression, value)]


def test_a_range_is_one_date_only_where_its_ends_need_each_other(nlp: Language) -> None:
    assert found(nlp, "Open from 5 to 9 May 2014.") == [("5 to 9 May 2014", "2014-05-05..2014-05-09 range")]
    assert found(nlp, "Built between 2010 and 2014.") == [("2010 and 2014", "2010-01-01..2014-12-31 range")]
    assert [text for text, _ in found(nlp, "He ruled from 2010 to 2014.")] == ["2010", "2014"]
    assert found(nlp, "In July and August 2011 it rained.")[0] == ("July", "2011-07-01..2011-07-31 month")


def test_what_follows_in_a_story_counts_from_the_date_told_last(nlp: Language) -> None:
    text = (
        "The war began on 24 February 2015. Three days later the town fell. The same day its mayor fled. "
        "A year earlier he had won. By April, troops had left."
    )
    assert found(nlp, text) == [
        ("24 February 2015", "2015-02-24"),
        ("Three days later", "2015-02-27"),
        ("The same day", "2015-02-27"),
        ("A year earlier", "2014-01-01..2014-12-31 year"),
        ("April", "2015-04-01..2015-04-30 month"),
    ]
    assert found(nlp, "Profit rose from a year earlier.") == [("a year earlier", "2022-01-01..2022-12-31 year")]
    assert found(nlp, "The following year it closed.") == [("The following year", None)]


def test_a_story_of_another_year_keeps_its_year(nlp: Language) -> None:
    text = "In January 1835 the fort was built. In June it fell. On October 2 a battle was fought."
    assert [value for _, value in found(nlp, text)][1:] == ["1835-06-01..1835-06-30 month", "1835-10-02"]
    assert found(nlp, text + " On Friday it reopened. On October 3 a fair was held.")[-1] == ("October 3", "2023-10-03")


@pytest.mark.parametrize(
    "text",
    [
        "May said she would go; you may march on.",
        "Sun, spring water and a second fall.",
        "2,000 people and 1400 lives, 2000 more, some 1900 men.",
        "A Boeing 1900 and Windows 2000 on Route 1990, Resolution 1973, No. 2014.",
        "The 34-year-old was jailed for five years at 10:30, at 1900 GMT.",
        "It cost $2000 or 2014 euros, version 3.10.2023 and 10.0.0.1, S/2015/12.",
        "Black Friday, the Sunday Times, on Mondays, every Tuesday, on Saturday mornings.",
        "The Prague Spring, the Winter Games, Friday the 13th, 24/7.",
        "In his 80s; pages 1087–1101; the last day of the trial.",
        "Jan Egeland of Mar del Plata, Dec Smith, April Jones.",
    ],
)
def test_what_only_looks_like_a_date_is_left(nlp: Language, text: str) -> None:
    assert found(nlp, text) == []


def test_a_month_that_is_somebodys_name_needs_more_than_a_preposition(nlp: Language) -> None:
    assert found(nlp, "A vote by May is due.") == [("May", "2024-05-01..2024-05-31 month")]
    assert found(nlp, "A letter by May is lost. Theresa May left in May.") == [("May", "2023-05-01..2023-05-31 month")]


def test_nothing_relative_is_resolved_without_a_publication_date(nlp: Language) -> None:
    text = "On October 7 and Thursday, yesterday and last week, they fought."
    assert found(nlp, text, None) == [("October 7", None), ("Thursday", None), ("yesterday", None), ("last week", None)]


def test_the_attacks_of_2001_are_known(nlp: Language) -> None:
    assert found(nlp, "After the September 11 attacks and 9/11.") == [
        ("September 11", "2001-09-11"),
        ("9/11", "2001-09-11"),
    ]


def test_fixed_holidays_are_days(nlp: Language) -> None:
    assert found(nlp, "They met on New Year's Day and at Christmas.") == [
        ("New Year's Day", "2023-01-01"),
        ("Christmas", "2022-12-25"),
    ]


def test_impossible_days_stay_unresolved(nlp: Language) -> None:
    assert found(nlp, "On February 30, 2023 and February 29, 2024.") == [
        ("February 30, 2023", None),
        ("February 29, 2024", "2024-02-29"),
    ]


def test_a_name_that_a_model_found_is_no_date(nlp: Language) -> None:
    doc = nlp("The band in March was loud.")
    assert [fact.span.of(doc.text) for fact in find_dates(doc, MONDAY)] == ["March"]
    doc.ents = [SpacySpan(doc, 3, 4, label="ORG")]
    assert find_dates(doc, MONDAY) == ()


def test_a_tagger_tells_the_tense_where_the_words_do_not(nlp: Language) -> None:
    words = ["The", "zorbs", "glorked", "the", "town", "December", "2", "."]
    tags = ["DT", "NNS", "VBD", "DT", "NN", "NNP", "CD", "."]
    plain = Doc(nlp.vocab, words=["glork" if word == "glorked" else word for word in words])
    tagged = Doc(nlp.vocab, words=["glork" if word == "glorked" else word for word in words], tags=tags)
    assert [fact.value.start for fact in find_dates(plain, MONDAY) if fact.value] == ["2023-12-02"]
    assert [fact.value.start for fact in find_dates(tagged, MONDAY) if fact.value] == ["2022-12-02"]


def test_a_fact_names_its_sentence_without_white_space(nlp: Language) -> None:
    doc = nlp("First.  It fell on October 7.  Last.")
    (fact,) = find_dates(doc, MONDAY)
    assert fact.kind == "date"
    assert fact.claimant is None
    assert fact.sentence.of(doc.text) == "It fell on October 7."


def test_no_date_reaches_over_a_line_that_begins_a_sentence(nlp: Language) -> None:
    words = ["Plans", "for", "October", "\n", "7", "people", "fell"]
    doc = Doc(nlp.vocab, words=words, spaces=[True, True, False, False, True, True, False],
              sent_starts=[True, False, False, False, True, False, False])  # fmt: skip
    assert [fact.span.of(doc.text) for fact in find_dates(doc, MONDAY)] == ["October"]


def test_a_text_without_sentences_is_read_by_lines(nlp: Language) -> None:
    doc = nlp.make_doc("Plans for October\n7 people fell in 2014")
    assert [fact.sentence.of(doc.text) for fact in find_dates(doc, MONDAY)] == [
        "Plans for October",
        "7 people fell in 2014",
    ]


@pytest.mark.parametrize(
    "text", ["", " ", "\n\n", "...", "😀", "שלום 2023 ١٩٩٠", "x" * 100_000, "1" * 100_000, "- " * 500]
)
def test_odd_texts_do_no_harm(nlp: Language, text: str) -> None:
    assert find_dates(nlp.make_doc(text), MONDAY) == ()


_PIECES = st.sampled_from(
    [
        "the",
        "a",
        "last",
        "next",
        "May",
        "7",
        "14",
        "2014",
        "31",
        ".",
        ",",
        "-",
        "–",
        "'",
        "\n",
        "of",
        "in",
        "and",
        "to",
        "between",
        "early",
        "mid",
        "ago",
        "year",
        "years",
        "days",
        "Thursday",
        "quarter",
        "first",
        "21",
        "st",
        "century",
        "s",
        "(",
        ")",
        "/",
        "1990",
        "will",
        "was",
        "said",
        "Oct",
        "from",
        "that",
        "same",
        "following",
        "week",
        '"',
    ]
)


@given(st.lists(_PIECES, max_size=30).map(" ".join), st.sampled_from([None, MONDAY, date(1, 1, 1), date(9999, 12, 31)]))
def test_any_words_give_ordered_facts_inside_their_sentences(text: str, published: date | None) -> None:
    facts = find_dates(_BLANK.make_doc(text), published)
    assert all(one.span.end <= other.span.start for one, other in pairwise(facts))
    for fact in facts:
        assert fact.sentence.contains(fact.span)
        assert fact.value is None or date.fromisoformat(fact.value.start) <= date.fromisoformat(fact.value.end)


_BLANK = spacy.blank("en")


def test_time_grows_with_the_text_and_no_faster(nlp: Language) -> None:
    text = "On Thursday, the last day of 2014, 2000 men left (in May 2013, two years earlier) for the north. "
    docs = [nlp(text * count) for count in (200, 1600)]
    took = []
    for doc in docs:
        start = time.perf_counter()
        find_dates(doc, MONDAY)
        took.append(time.perf_counter() - start)
    assert took[1] < 24 * max(took[0], 0.01)


def test_a_year_in_somebodys_words_is_not_the_story_of_the_article(nlp: Language) -> None:
    text = '"They came in the winter of 1998," she said.\n\nThe loan was agreed in January.'
    found = find_dates(nlp(text), date(2025, 3, 8))
    values = [fact.value for fact in found]
    assert [value.start for value in values if value] == ["1998-12-01", "2025-01-01"]


def test_years_before_1000_are_read_where_the_text_speaks_of_them(nlp: Language) -> None:
    text = "Odo of Zembla (c. 347 – 30 September 420) left in 373. About 360 - 366 he was ill; he died after 398."
    assert [value for _, value in found(nlp, text)] == [
        "0347-01-01..0347-12-31 year", "0420-09-30", "0373-01-01..0373-12-31 year",
        "0360-01-01..0360-12-31 year", "0366-01-01..0366-12-31 year", "0398-01-01..0398-12-31 year",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "text",
    ["In 348 villages the power failed.", "After 211 days the siege of Zembla ended.", "It fell by 300 to 500.",
     "In AD 71 they came, and after 211 more soldiers fell they left in 300 boats."],
)  # fmt: skip
def test_small_numbers_are_no_early_years(nlp: Language, text: str) -> None:
    assert not any(value and value[:2] == "0" + value[1] and value[1] in "23" for _, value in found(nlp, text))


def test_short_years_need_an_apostrophe_or_the_year_before(nlp: Language) -> None:
    assert found(nlp, "He was there in '99 and by '07.") == [
        ("'99", "1999-01-01..1999-12-31 year"), ("'07", "2007-01-01..2007-12-31 year"),
    ]  # fmt: skip
    assert found(nlp, "The first period (1892 – 94) was calm.")[1] == ("94", "1894-01-01..1894-12-31 year")
    assert found(nlp, "They wrote of '10 of them' and of '12 people'.") == []
    assert found(nlp, "In 1892 - 94 percent of it - it rained.") == [("1892", "1892-01-01..1892-12-31 year")]


def test_iso_months_and_times_and_split_years_are_read(nlp: Language) -> None:
    assert found(nlp, "In 2023-10 it rained.") == [("2023-10", "2023-10-01..2023-10-31 month")]
    assert found(nlp, "In 2008-09 it rained.") == [("2008-09", "2008-01-01..2009-12-31 range")]
    assert found(nlp, "At 2023-10-07T10:00:00Z it began.") == [("2023-10-07", "2023-10-07")]
    assert found(nlp, "Fiscal year 2023-24 ended.") == [("Fiscal year 2023-24", "2023-01-01..2024-12-31 range")]


def test_a_list_of_months_to_come_goes_on(nlp: Language) -> None:
    text = "She will sing in Ruritania in December, in Zembla in January and in Syldavia in March."
    assert [value for _, value in found(nlp, text)] == [
        "2023-12-01..2023-12-31 month", "2024-01-01..2024-01-31 month", "2024-03-01..2024-03-31 month",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "value"),
    [("Two years ago today it began.", "2021-10-30"), ("They meet a week from tomorrow.", "2023-11-07"),
     ("A month ago yesterday it fell.", "2023-09-29")],
)  # fmt: skip
def test_a_day_that_far_away_is_a_day(nlp: Language, text: str, value: str) -> None:
    assert [value for _, value in found(nlp, text)] == [value]


def test_counted_periods_follow_what_was_told(nlp: Language) -> None:
    text = "In 1655 he enlisted; during the next five years he served in Zembla."
    assert found(nlp, text)[1] == ("the next five years", "1655-01-01..1660-01-01 range")
    text = "They came on 7 October; 12 died in the following three days."
    assert found(nlp, text)[1] == ("the following three days", "2023-10-07..2023-10-10 range")
    assert found(nlp, "It will grow in the next five years.")[0][1] == "2023-10-31..2028-10-30 range"


@pytest.mark.parametrize(
    "text",
    ["The monsoon occurs in July.", "Temperatures usually fall in July.", "July is the dry month.",
     "Every year it rains from early July."],
)  # fmt: skip
def test_a_time_of_every_year_has_no_value(nlp: Language, text: str) -> None:
    assert [value for _, value in found(nlp, text)] == [None]


@pytest.mark.parametrize(
    "text", ["Rains came in July.", "In July it usually rained.", "July was hot.", "The hottest day was in July."]
)
def test_a_time_that_is_told_of_keeps_its_value(nlp: Language, text: str) -> None:
    assert [value for _, value in found(nlp, text)] == ["2023-07-01..2023-07-31 month"]


def test_a_weekly_day_is_no_date(nlp: Language) -> None:
    assert found(nlp, "There are two flights per week, on Tuesday and Friday.") == []
    assert found(nlp, "A week after Thursday's vote he left.") == [("Thursday", "2023-10-26")]


def test_overnight_is_the_night_before_publication(nlp: Language) -> None:
    assert found(nlp, "Two people were killed overnight in Port Orren.") == [
        ("overnight", "2023-10-29..2023-10-30 range")
    ]
    assert found(nlp, "They stayed overnight. The overnight train left.") == []


def test_the_world_wars_date_only_behind_a_word_of_time(nlp: Language) -> None:
    assert found(nlp, "The town grew after World War II.") == [("World War II", "1939-09-01..1945-09-02 range")]
    assert found(nlp, "It stood until the end of the First World War.")[0][1] == "1914-07-28..1918-11-11 range"
    assert found(nlp, "The World War II museum tells of the Second World War.") == []


def test_years_in_a_row_are_years_unless_they_count(nlp: Language) -> None:
    assert len(found(nlp, "So 2009, 2010 and 2012 were dry.")) == 3
    assert found(nlp, "The army sold 2000, 2010 and 2012 units.") == []

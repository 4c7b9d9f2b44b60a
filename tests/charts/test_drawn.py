"""Charts as HTML: well formed, escaped, named; links and numbers where they belong."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from xml.etree import ElementTree

import pytest
from msgspec import Struct

from briefgen.annotation import Actor, Amount, Annotation, Fact, Interval, Mention, Party, Quote
from briefgen.briefing.cast import Face
from briefgen.charts import presence
from briefgen.interface import LANGUAGES, words
from briefgen.pages import charting
from briefgen.pages.anchors import anchors
from briefgen.pages.directory import Counted, Opened
from briefgen.pages.here import Here
from briefgen.pages.page import Page
from briefgen.render import environment, renderer
from briefgen.span import Span
from briefgen.theme import find
from briefgen.views.frame import Frame, SiteView
from tests.files import write_files
from tests.outlines import entry

NASTY = '</svg><script>alert("1")</script>'
HERE = Here("s/index.html", words("en"))
TEXT = "12 people were killed on the day, they said."
TEMPLATE = """{% import "charts.html" as charts %}
<div>{{ charts.timeline(view.timeline, "c_a") }}{{ charts.voices(view.voices, "c_b") }}{{ charts.network(view.network, "c_c", view.title) }}
{{ charts.presence(view.presence, "c_d") }}{% for chart in view.figures %}{{ charts.figures(chart, "c_e" ~ loop.index) }}{% endfor %}</div>
"""


class Charts(Struct, frozen=True, kw_only=True):
    """All charts, or none."""

    timeline: object = None
    voices: object = None
    network: object = None
    presence: object = None
    figures: Sequence[object] = ()
    title: str = NASTY


def face(number: int) -> Face:
    return Face(f"actor-{number}", f"{NASTY} {number}", ("person", "organization", "place", "group")[number % 4], "")


def article(number: int, *, amount: float, happened: str, length: int = 1, most: int = 3) -> Opened:
    """An article of 2023-10-0n that gives a number, tells an event and quotes three actors."""
    annotation = Annotation(
        sentences=(Span(0, len(TEXT)),),
        mentions=tuple(Mention(span=Span(0, 2), label="PERSON", actor=f"a{n}") for n in range(most)),
        actors=tuple(Actor(id=f"a{n}", name=f"a{n}", kind="person") for n in range(most)),
        quotes=tuple(
            Quote(kind="direct" if n else "indirect", content=(Span(0, 9),), speaker=Party(None, f"a{n}"))
            for n in range(most)
        ),
        facts=(
            Fact(
                kind="figure",
                span=Span(0, 2),
                sentence=Span(0, len(TEXT)),
                value=Amount(amount=amount, qualifier="at_least", unit="person", measure="killed"),
                claimant=Party(None, f"a{number}"),
            ),
            Fact(
                kind="date",
                span=Span(25, 32),
                sentence=Span(0, len(TEXT)),
                value=Interval(
                    start=happened, end=f"{happened[:-2]}{int(happened[-2:]) + length - 1:02}", precision="day"
                ),
            ),
        ),
    )
    text = f"---\ntitle: '{NASTY}'\ndate: 2023-10-0{number + 1}\nsource: '{NASTY}'\n---\n{TEXT}\n"
    one = entry(f"content/s/n{number}.md", text, annotation)
    return Opened(one, anchors(one.article, one.annotation), {f"a{n}": face(n) for n in range(most)})


def charts(here: Here = HERE) -> Charts:
    opened = [article(n, amount=12 * (n + 1), happened=f"2023-09-{20 + n}", length=1 + n) for n in range(3)]
    actors = [Counted(face(n), 3, 1, 3) for n in range(4)]
    periods = presence.counted([(738795 + n, n + 1) for n in range(3)])
    return Charts(
        timeline=charting.timeline_chart(opened, [(n, 1) for n in range(3)], here),
        voices=charting.voices_chart(opened, here),
        network=charting.ego_network(actors[0], actors[1:], [(0, 1, 2)], here),
        presence=charting.presence_chart(periods, here),
        figures=charting.figure_charts(opened, here),
    )


def rendered(root: Path, view: Charts, language: str = "en") -> str:
    write_files(root / "templates", {"page.html": TEMPLATE})
    theme = find(root)
    site = SiteView(title="", description="", language="en", generator="")
    frame = Frame(title="", root="../", language="en", feed="")
    draw = renderer(theme, site, environment(theme, words(language)))
    return draw(Page("s/index.html", "page.html", frame, view)).decode()


@pytest.mark.parametrize("language", LANGUAGES)
def test_charts_are_well_formed_named_and_of_unique_ids(tmp_path: Path, language: str) -> None:
    html = rendered(tmp_path, charts(Here("s/index.html", words(language))), language)
    tree = ElementTree.fromstring(html)
    ids = [element.get("id") for element in tree.iter() if element.get("id")]
    assert len(ids) == len(set(ids))
    drawn = [svg for svg in tree.iter("svg") if svg.get("role") == "group" or svg.get("aria-labelledby")]
    assert len(drawn) == 4
    for svg in drawn:
        named = {element.get("id"): "".join(element.itertext()) for element in svg if element.tag in ("title", "desc")}
        assert list(named) == [svg.get("aria-labelledby"), svg.get("aria-describedby")]
        assert all(text.strip() for text in named.values())
        # What has links is no picture: its parts are to be reached.
        assert svg.get("role") == ("group" if svg.findall(".//a") else "img")
    assert len(tree.findall(".//table")) == 5
    assert len(tree.findall(".//details/table")) == 4


def test_names_are_escaped(tmp_path: Path) -> None:
    html = rendered(tmp_path, charts())
    assert "<script" not in html
    assert html.count("</svg>") == html.count("<svg")
    assert "&lt;/svg&gt;&lt;script&gt;" in html


def test_every_link_in_a_chart_says_where_it_leads(tmp_path: Path) -> None:
    tree = ElementTree.fromstring(rendered(tmp_path, charts()))
    links = tree.findall(".//svg//a")
    assert len(links) >= 3 + 3 + 3 + 2
    for link in links:
        assert "".join(link.itertext()).strip()
        assert re.fullmatch(r"(\.\./s/n\d\.html(#f_\w+)?|\.\./actors/actor-\d\.html)", link.get("href") or "")


def test_marks_of_a_timeline_lead_where_their_first_event_stands() -> None:
    opened = [article(n, amount=12, happened=day) for n, day in enumerate(["2023-09-20", "2023-09-20", "2023-09-28"])]
    events = [(n, 1) for n in range(3)]
    chart = charting.timeline_chart(opened, events, HERE, lambda event: f"timeline.html#{event[0]}")
    assert chart
    assert [mark.href for mark in chart.happened] == ["timeline.html#0", "timeline.html#2"]
    assert [mark.href for mark in chart.reported] == [f"../s/n{n}.html" for n in range(3)]
    assert [mark.label for mark in chart.happened] == ["20 September 2023: 2 events", "28 September 2023: 1 event"]


def test_nothing_to_draw_draws_nothing(tmp_path: Path) -> None:
    assert rendered(tmp_path, Charts()).replace("\n", "") == "<div></div>"
    assert charting.timeline_chart([], [], HERE) is None
    assert charting.voices_chart([], HERE) is None
    assert charting.story_network([], [], HERE) is None
    assert charting.ego_network(Counted(face(0), 1, 1, 9), [], [], HERE) is None
    assert charting.presence_chart(None, HERE) is None
    assert charting.figure_charts([], HERE) == ()


def test_presence_has_a_tick_for_each_of_the_periods_that_were_counted() -> None:
    for first in range(738_000, 738_007):
        # Around the lengths at which weeks follow days, months weeks, years months.
        for days in (*range(40, 60), *range(320, 345), *range(1440, 1500, 7), 35_483):
            periods = presence.counted([(first, 1), (first + days, 1)])
            assert periods is not None
            chart = charting.presence_chart(periods, HERE)
            assert chart is not None
            assert len(chart.ticks) == len(periods.periods), (first, days)


def test_one_of_each_is_not_enough() -> None:
    one = article(0, amount=12, happened="2023-09-20", most=1)
    assert charting.timeline_chart([one], [(0, 1)], HERE) is None
    assert charting.voices_chart([one], HERE) is None
    assert charting.story_network([one], [Counted(face(n), 1, 1, 1) for n in range(3)], HERE) is None
    assert charting.figure_charts([one], HERE) == ()


def test_figures_of_one_measure_keep_their_claimants_apart() -> None:
    (chart,) = charts().figures
    assert (chart.measure, chart.unit, chart.lowest, chart.highest) == (
        "killed",
        "person",
        "at least 12",
        "at least 12",
    )
    assert [mark.shape for mark in chart.marks] == [0, 1, 2]
    assert {mark.bound for mark in chart.marks} == {"least"}
    assert [mark.y for mark in chart.marks] == sorted((mark.y for mark in chart.marks), reverse=True)
    assert [source.actor.id for source in chart.sources] == ["actor-0", "actor-1", "actor-2"]


def test_voices_count_what_each_says() -> None:
    chart = charts().voices
    assert [(row.actor.id, row.verbatim, row.retold, row.share) for row in chart.rows] == [
        ("actor-0", 0, 3, 33), ("actor-1", 3, 0, 33), ("actor-2", 3, 0, 33),
    ]  # fmt: skip


def test_a_story_of_many_is_drawn_within_bounds(tmp_path: Path) -> None:
    opened = [article(n % 9, amount=n + 1, happened="2023-09-20") for n in range(200)]
    events = [(n % 200, 1) for n in range(1000)]
    timeline = charting.timeline_chart(opened, events, HERE)
    (figures,) = charting.figure_charts(opened, HERE)
    assert timeline
    assert len(timeline.rows) == charting.EVENTS
    assert len(figures.rows) == charting.FIGURES
    assert len(rendered(tmp_path, Charts(timeline=timeline, figures=(figures,)))) < 90_000

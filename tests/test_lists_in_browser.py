"""Lists in a real browser: what filters leave, what they say, what stands in the address, and the same without a script."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, quote, urlsplit

import msgspec
import pytest

from briefgen import annotate
from briefgen import project as projects
from briefgen.annotate import nlp
from briefgen.annotation import Amount, Annotation
from briefgen.build import build, gather
from briefgen.memo import Memo
from tests import reader
from tests.builds import flat
from tests.chromium import NEEDS_CHROMIUM
from tests.files import write_files

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

pytestmark = NEEDS_CHROMIUM

SOURCE = 'Ledger & Sons "A"'
FILES: dict[str, str | bytes] = {
    "briefgen.toml": "",
    "content/s/dam.md": (
        f"---\ntitle: Dam gives way\ndate: 2025-03-04\nsource: '{SOURCE}'\n---\n\n"
        "“The gate stayed shut,” said Ana Brel. “Ovid Marn lies,” warned Ana Brel.\n\n"
        "“Nobody told Ana Brel that 40 dead lay there,” denied Ovid Marn. On 2025-03-03 it rained. In 1951 12 men built it.\n"
    ),
    "content/s/mill.md": (
        "---\ntitle: The mill\ndate: 2025-03-06\nsource: Echo\n---\n\n"
        "“We saw Ovid Marn and Lena Aalto,” said Ana Brel. “Not true,” denied Ovid Marn. “Come back,” warned she.\n\n"
        "The mill stood still on 2025-03-05. It burned on 2025-03-05. It had burned on 2019-07-01 with 7 houses.\n"
    ),
}
MANY = 45
"""Articles in which Kim Orrel speaks, of Una Roth in every other: more than a page holds."""
FILES |= {
    f"content/t/{n:02}.md": f"“{'Una Roth lied' if n % 2 else 'It rained'},” said Kim Orrel.\n" for n in range(MANY)
}
STANCES = {"said": "states", "warned": "warns", "denied": "denies"}

QUOTES = {
    "gate": "The gate stayed shut,",
    "lies": "Ovid Marn lies,",
    "nobody": "Nobody told Ana Brel that 40 dead lay there,",
    "saw": "We saw Ovid Marn and Lena Aalto,",
    "not": "Not true,",
    "back": "Come back,",
}

Opening = Callable[..., "Page"]


def varied(annotation: Annotation, text: str) -> Annotation:
    """What the patterns find, with stances by the cue, kinds by the stance, a measure for the dead; of men nobody tells."""
    quotes = []
    for one in annotation.quotes:
        stance = STANCES[one.cue[0].of(text)]
        kind = {"states": "direct", "warns": "mixed", "denies": "indirect"}[stance]
        quotes.append(msgspec.structs.replace(one, stance=stance, kind=kind))
    facts = []
    for fact in annotation.facts:
        value, claimant = fact.value, fact.claimant
        subject = value.subject.of(text) if isinstance(value, Amount) and value.subject else ""
        if subject == "dead":
            value = msgspec.structs.replace(value, measure="killed")
        facts.append(msgspec.structs.replace(fact, value=value, claimant=None if subject == "men" else claimant))
    return msgspec.structs.replace(annotation, quotes=tuple(quotes), facts=tuple(facts))


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a site."""
    folder = tmp_path_factory.mktemp("lists")

    def annotating(passages: Any, *more: object) -> Iterator[Annotation]:
        for passage in passages:
            yield varied(reader.annotation(passage), passage.text)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(nlp, "version", lambda model="": ("en", "patterns"))
        patch.setattr(nlp, "load", lambda model="": object())
        patch.setattr(annotate, "annotate", annotating)
        write_files(folder / "project", FILES)
        built = build(gather(projects.load(folder / "project")), Memo())
    assert not built.outcome.diagnostics
    write_files(folder / "site", flat(built))
    return folder / "site"


@pytest.fixture
def opened(browser: Any, site: Path) -> Iterator[Opening]:
    """Open a page from disk in a window of its own; an error in it fails the test."""
    contexts: list[Any] = []
    errors: list[str] = []

    def open(address: str, *, script: bool = True) -> Page:
        context = browser.new_context(
            viewport={"width": 1280, "height": 800}, java_script_enabled=script, reduced_motion="reduce"
        )
        contexts.append(context)
        context.on("weberror", lambda error: errors.append(str(error.error)))
        context.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
        tab: Page = context.new_page()
        tab.goto(f"{site.as_uri()}/{address}")
        return tab

    yield open
    for context in contexts:
        context.close()
    assert not errors


def seen(tab: Page) -> list[str]:
    """The quotes that are shown, briefly."""
    said = [one.strip("“”") for one in tab.locator("[data-row]:visible blockquote").all_inner_texts()]
    names = {text: name for name, text in QUOTES.items()}
    return [names[text] for text in said]


def status(tab: Page) -> str:
    return tab.locator("form [role=status]").inner_text()


def choices(tab: Page, field: str) -> list[str]:
    """What can be chosen, with the counts; in brackets what cannot now."""
    options = tab.locator(f"select[name={field}] option").evaluate_all(
        "all => all.map(one => [one.text, one.disabled])"
    )
    return [f"[{text}]" if disabled else text for text, disabled in options[1:]]


def choose(tab: Page, **values: str) -> None:
    for field, value in values.items():
        tab.locator(f"select[name={field}]").select_option(value)


def asked(tab: Page) -> dict[str, str]:
    """What stands in the address."""
    return {name: values[0] for name, values in parse_qs(urlsplit(place(tab)).query).items()}


def place(tab: Page) -> str:
    """The address as the page itself has it: what is told of it comes a moment later."""
    return str(tab.evaluate("location.href"))


def follow(link: Locator) -> None:
    """Press a link and wait until its page, or its part of the page, is there."""
    with link.page.expect_navigation():
        link.click()


# ---------------------------------------------------------------- quotes


def test_choices_are_what_there_is_with_how_often(opened: Opening) -> None:
    tab = opened("s/quotes.html")
    assert seen(tab) == ["saw", "not", "back", "gate", "lies", "nobody"]
    assert choices(tab, "speaker") == ["Ana Brel (3)", "Ovid Marn (2)", "unnamed (1)"]
    assert choices(tab, "about") == ["Ana Brel (1)", "Figures: killed (1)", "Lena Aalto (1)", "Ovid Marn (2)"]
    assert choices(tab, "kind") == ["in reported speech (2)", "partly word for word (2)", "word for word (2)"]
    assert choices(tab, "stance") == ["denies (2)", "states (2)", "warns (2)"]
    assert choices(tab, "source") == ["Echo (3)", f"{SOURCE} (3)"]
    assert choices(tab, "date") == ["4 March 2025 (3)", "6 March 2025 (3)"]
    assert status(tab) == "All 6 shown"


@pytest.mark.parametrize(
    ("field", "value", "left"),
    [
        ("speaker", "Ana Brel", ["saw", "gate", "lies"]),
        ("speaker", "unnamed", ["back"]),
        ("about", "Ovid Marn", ["saw", "lies"]),
        ("about", "Figures: killed", ["nobody"]),
        ("kind", "in reported speech", ["not", "nobody"]),
        ("stance", "warns", ["back", "lies"]),
        ("source", SOURCE, ["gate", "lies", "nobody"]),
        ("date", "6 March 2025", ["saw", "not", "back"]),
    ],
)
def test_a_choice_leaves_what_fits_and_stands_in_the_address(
    opened: Opening, field: str, value: str, left: list[str]
) -> None:
    tab = opened("s/quotes.html")
    choose(tab, **{field: value})
    assert seen(tab) == left
    assert status(tab) == f"{len(left)} of 6 shown"
    assert asked(tab) == {field: value}
    # Whoever is given this address sees the same.
    other = opened(f"s/quotes.html?{urlsplit(place(tab)).query}")
    assert seen(other) == left
    assert other.locator(f"select[name={field}]").input_value() == value


def test_choices_add_up_and_each_tells_what_it_would_leave(opened: Opening) -> None:
    tab = opened("s/quotes.html")
    choose(tab, speaker="Ana Brel", about="Ovid Marn")
    assert seen(tab) == ["saw", "lies"]
    assert choices(tab, "stance") == ["[denies (0)]", "states (1)", "warns (1)"]
    assert choices(tab, "speaker") == ["Ana Brel (2)", "[Ovid Marn (0)]", "[unnamed (0)]"]
    choose(tab, source="Echo")
    assert seen(tab) == ["saw"]
    assert asked(tab) == {"speaker": "Ana Brel", "about": "Ovid Marn", "source": "Echo"}
    choose(tab, about="")
    assert seen(tab) == ["saw"]
    assert asked(tab) == {"speaker": "Ana Brel", "source": "Echo"}


def test_articles_without_a_row_that_fits_are_not_named(opened: Opening) -> None:
    tab = opened("s/quotes.html")
    headings = tab.locator("[data-group] h2")
    assert headings.locator("visible=true").count() == 2
    choose(tab, source="Echo")
    (title,) = headings.locator("visible=true").locator("a").all_inner_texts()
    assert title == "The mill"


def test_where_nothing_fits_it_says_so_and_what_to_do(opened: Opening) -> None:
    tab = opened("s/quotes.html?speaker=Ovid+Marn&stance=warns")
    assert seen(tab) == []
    assert status(tab) == "Nothing fits. Take one of the filters back."
    choose(tab, stance="")
    assert seen(tab) == ["not", "nobody"]


def test_all_can_be_taken_back_at_once(opened: Opening) -> None:
    tab = opened("s/quotes.html?speaker=Ovid+Marn&stance=denies#main_content")
    button = tab.get_by_role("button", name="Show all")
    assert status(tab) == "2 of 6 shown"
    button.click()
    tab.wait_for_function("document.querySelector('[role=status]').textContent === 'All 6 shown'")
    assert len(seen(tab)) == 6
    assert place(tab).endswith("s/quotes.html#main_content")
    assert button.is_disabled()


def test_what_an_address_asks_for_and_is_not_there_is_said(opened: Opening) -> None:
    tab = opened("s/quotes.html?speaker=%3Cb%3ENobody&stance=denies&other=1")
    assert status(tab) == "“<b>Nobody” is not on this page. 2 of 6 shown"
    assert asked(tab)["speaker"] == "<b>Nobody"
    choose(tab, stance="states")
    assert status(tab) == "2 of 6 shown"
    assert asked(tab) == {"stance": "states"}


def test_counts_are_announced(opened: Opening) -> None:
    tab = opened("s/quotes.html")
    region = tab.locator("form [role=status]")
    assert region.count() == 1
    tab.evaluate("""() => {
      window.told = [];
      const region = document.querySelector("form [role=status]");
      new MutationObserver(() => window.told.push(region.textContent)).observe(region, { childList: true, characterData: true, subtree: true });
    }""")
    choose(tab, speaker="Ana Brel")
    tab.wait_for_function("window.told.includes('3 of 6 shown')")


def test_a_way_to_what_is_hidden_shows_it(opened: Opening) -> None:
    tab = opened("s/quotes.html?source=Echo")
    way = tab.locator(".contents a", has_text="Dam gives way")
    way.click()
    assert status(tab) == "All 6 shown"
    assert tab.locator("[data-group] h2 a", has_text="Dam gives way").is_visible()
    assert asked(tab) == {}
    # One to what is shown leaves the choice.
    choose(tab, source="Echo")
    tab.locator(".contents a", has_text="The mill").click()
    assert status(tab) == "3 of 6 shown"


def test_a_speakers_own_page_is_offered_with_what_else_is_chosen(opened: Opening) -> None:
    tab = opened("s/quotes.html")
    onward = tab.locator(".onward")
    assert not onward.is_visible()
    choose(tab, speaker="unnamed")
    assert not onward.is_visible()
    choose(tab, speaker="Ana Brel", about="Ovid Marn", source="Echo")
    assert onward.inner_text() == "Everything that Ana Brel says"
    follow(onward)
    assert tab.locator("h1").inner_text() == "Ana Brel"
    assert seen(tab) == ["saw", "lies"]


def test_without_a_script_everything_is_there_and_leads_on(opened: Opening) -> None:
    tab = opened("s/quotes.html?speaker=Ovid+Marn", script=False)
    assert not tab.locator("form.filters").is_visible()
    assert len(seen(tab)) == 6
    # By article on the page, by speaker on the speakers' own.
    follow(tab.locator(".contents a", has_text="Dam gives way"))
    assert urlsplit(place(tab)).fragment == "g_2"
    follow(tab.locator(".speakers a", has_text="Ovid Marn"))
    assert tab.locator("h1").inner_text() == "Ovid Marn"
    assert seen(tab) == ["not", "nobody"]


def test_without_a_script_each_stance_has_a_page(opened: Opening) -> None:
    tab = opened("s/quotes.html", script=False)
    ways = tab.get_by_role("navigation", name="By stance").get_by_role("link")
    assert [" ".join(one.split()) for one in ways.all_inner_texts()] == [
        "All quotes 6", "denies 2", "states 2", "warns 2",
    ]  # fmt: skip
    assert [one.get_attribute("aria-current") for one in ways.all()] == ["page", None, None, None]
    follow(ways.nth(1))
    assert tab.locator("h1").inner_text() == "What they said: denies"
    assert seen(tab) == ["not", "nobody"]
    assert [one.get_attribute("aria-current") for one in ways.all()] == [None, "page", None, None]
    follow(ways.first)
    assert len(seen(tab)) == 6


def test_a_page_of_one_stance_can_be_filtered_further(opened: Opening) -> None:
    tab = opened("s/quotes-denies.html")
    assert tab.locator("select[name=stance]").is_disabled()
    choose(tab, source="Echo")
    assert seen(tab) == ["not"]
    assert asked(tab) == {"source": "Echo"}


# ---------------------------------------------------------------- what somebody says about somebody


def test_an_actors_page_tells_what_is_said_about_whom(opened: Opening) -> None:
    tab = opened("actors/ana-brel.html", script=False)
    subjects = tab.locator(".subjects > details")
    assert [" ".join(one.split()) for one in subjects.locator("> summary").all_inner_texts()] == [
        "Ovid Marn 2 quotes", "Lena Aalto 1 quote",
    ]  # fmt: skip
    first = subjects.first
    assert not first.locator("li").first.is_visible()
    first.locator("summary").click()
    said = first.locator("li").all_inner_texts()
    assert [QUOTES[name] in text for name, text in zip(("saw", "lies"), said, strict=True)] == [True, True]
    follow(first.locator("li a").first)
    assert re.search(r"/s/mill\.html#q_\w+$", place(tab))


def test_an_actors_page_can_be_asked_about_somebody_by_its_address(opened: Opening) -> None:
    tab = opened(f"actors/ana-brel.html?about={quote('Ovid Marn')}#s_said")
    assert seen(tab) == ["saw", "lies"]
    choose(tab, stance="warns")
    assert seen(tab) == ["lies"]
    assert asked(tab) == {"about": "Ovid Marn", "stance": "warns"}


def test_what_is_said_about_somebody_is_counted_and_found_over_all_pages(opened: Opening) -> None:
    tab = opened("actors/kim-orrel.html")
    subject = tab.locator(".subjects > details").first
    assert " ".join(subject.locator("summary").inner_text().split()) == f"Una Roth {MANY // 2} quotes"
    subject.locator("summary").click()
    here = subject.locator("li").count()
    assert 0 < here < MANY // 2
    way = subject.locator(".further a")
    assert way.count() == 1
    follow(way)
    assert place(tab).endswith("actors/kim-orrel--page-2.html?about=Una+Roth#s_said")
    said = tab.locator("[data-row]:visible blockquote").all_inner_texts()
    assert said == ["“Una Roth lied,”"] * (MANY // 2 - here)


def test_a_figure_is_a_subject_too(opened: Opening) -> None:
    tab = opened("actors/ovid-marn.html")
    subjects = tab.locator(".subjects > details > summary").all_inner_texts()
    assert [" ".join(one.split()) for one in subjects] == ["Ana Brel 1 quote", "Figures: killed 1 quote"]
    choose(tab, about="Figures: killed")
    assert seen(tab) == ["nobody"]


# ---------------------------------------------------------------- figures


def figures(tab: Page) -> list[str]:
    return [" ".join(one.split()) for one in tab.locator("[data-row]:visible .value").all_inner_texts()]


def test_figures_are_filtered_by_what_they_measure_and_who_gives_them(opened: Opening) -> None:
    tab = opened("s/facts.html")
    assert figures(tab) == ["7", "40", "12"]
    assert choices(tab, "measure") == ["houses (1)", "killed (1)", "men (1)"]
    assert choices(tab, "speaker") == ["Ana Brel (2)", "unnamed (1)"]
    assert choices(tab, "source") == ["Echo (1)", f"{SOURCE} (2)"]
    choose(tab, speaker="Ana Brel")
    assert figures(tab) == ["7", "40"]
    choose(tab, date="4 March 2025")
    assert figures(tab) == ["40"]
    assert choices(tab, "measure") == ["[houses (0)]", "killed (1)", "[men (0)]"]
    assert status(tab) == "1 of 3 shown"
    assert asked(tab) == {"speaker": "Ana Brel", "date": "4 March 2025"}
    choose(tab, speaker="", date="", measure="men")
    assert figures(tab) == ["12"]


def test_what_all_rows_have_in_common_cannot_be_chosen(opened: Opening) -> None:
    tab = opened("actors/lena-aalto.html")
    assert tab.locator("form.filters").count() == 0
    tab = opened("actors/ovid-marn.html")
    field = tab.locator("select[name=kind]")
    assert field.is_visible()
    assert field.is_disabled()
    assert tab.locator("select[name=source]").is_enabled()


# ---------------------------------------------------------------- the timeline


def days(tab: Page) -> list[str]:
    return tab.locator(".group h3:visible").all_inner_texts()


def test_a_timeline_begins_with_the_days_of_the_story(opened: Opening) -> None:
    tab = opened("s/timeline.html", script=False)
    assert days(tab) == ["Monday, 3 March 2025", "Wednesday, 5 March 2025", "2019"]
    assert tab.locator("section h2").all_inner_texts()[:2] == ["Day by day", "Background"]
    calendar = tab.locator(".days table")
    assert calendar.locator("td a time").all_inner_texts() == ["3", "5"]
    follow(calendar.get_by_role("link", name="5"))
    assert urlsplit(place(tab)).fragment == "d_2025-03-05"
    assert tab.locator("[id='d_2025-03-05']").bounding_box()["y"] < 400  # type: ignore[index]
    follow(tab.locator(".days li a", has_text="Background"))
    assert urlsplit(place(tab)).fragment == "d_2019"


def test_a_timeline_can_be_filtered_by_the_day(opened: Opening) -> None:
    tab = opened("s/timeline.html")
    assert choices(tab, "happened") == ["Monday, 3 March 2025 (1)", "Wednesday, 5 March 2025 (2)", "2019 (1)"]
    # The days of articles in their order, which is not that of the rows.
    assert choices(tab, "date") == ["4 March 2025 (1)", "6 March 2025 (3)"]
    choose(tab, happened="Wednesday, 5 March 2025")
    assert days(tab) == ["Wednesday, 5 March 2025"]
    assert status(tab) == "2 of 4 shown"
    assert asked(tab) == {"happened": "Wednesday, 5 March 2025"}
    assert not tab.locator("h2", has_text="Background").is_visible()
    # The calendar leads to every day all the same.
    follow(tab.locator(".days td a").first)
    assert len(days(tab)) == 3
    assert urlsplit(place(tab)).fragment == "d_2025-03-03"

"""The plan: who has which address, and what each page is made from, kept up to date."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefgen.annotation import Annotation, Quote
from briefgen.briefing.outline import Outline
from briefgen.pages import lists, overview, people
from briefgen.pages.claims import Claim
from briefgen.pages.page import Masthead
from briefgen.pages.plan import Plan
from briefgen.pages.recipe import Recipe, grounds, template_of
from briefgen.source import Static
from briefgen.span import Span
from tests.outlines import actor, cast, outlined

MASTHEAD = Masthead(title="Dams", description="", base_url="https://example.org/", language="en")

DAM = "---\ntitle: Dam gives way\ndate: 2025-03-04\naliases: [old.html]\n---\n\nAna Brel fled on 2025-03-04. “It stayed shut,” said Ana Brel. 12 houses fell. See [the mill](mill.md) and ![it](map.svg).\n"
MILL = "---\ndate: 2025-03-05\n---\n# The mill\n\nOvid Marn stayed. 3 men left.\n"
ROAD = "---\ndate: 2025-03-06\n---\n# The road\n\nJo Vell drove on.\n"
BANK = "---\ndate: 2025-03-07\n---\n# The bank\n\nTess Ilvane paid 5 crowns.\n"
TEXTS = {
    "content/s/index.md": "---\ntitle: Dams\n---\n\nSee [the dam](dam.md).\n",
    "content/s/dam.md": DAM,
    "content/s/mill.md": MILL,
    "content/s/road.md": ROAD,
    "content/s/bank.md": BANK,
    "content/t/one.md": "---\ndate: 2024-01-01\n---\nKim Orrel met Lee Tavin at 2 gates.\n",
    "content/t/two.md": "---\ndate: 2024-01-02\n---\nLee Tavin left on 2024-01-02.\n",
}
MAP = Static(place="s/map.svg", file="/map.svg", digest="1")
STYLE = Static(place="assets/style.css", file="/style.css", digest="2")


def planned(
    outlines: Mapping[str, Outline],
    statics: tuple[Static, ...] = (MAP,),
    assets: tuple[Static, ...] = (STYLE,),
    masthead: Masthead = MASTHEAD,
) -> Plan:
    plan = Plan(masthead, statics, assets)
    plan.update(outlines.items())
    return plan


def articles(texts: Mapping[str, str] = TEXTS) -> dict[str, Outline]:
    return {path: outlined(path, text) for path, text in texts.items()}


def recipes(plan: Plan) -> dict[str, Recipe]:
    return {address: plan.recipe(address) for address, page in plan.pages.items() if isinstance(page, Claim)}


def messages(plan: Plan) -> list[str]:
    return sorted(map(str, plan.diagnostics))


def test_a_site_has_a_page_for_everything() -> None:
    plan = planned(articles())
    assert set(plan.pages) == {
        "index.html", "actors/index.html", "feed.xml", "404.html", "sitemap.xml", "robots.txt", "assets/style.css", "old.html",
        "s/index.html", "s/print.html", "s/quotes.html", "s/facts.html", "s/timeline.html", "s/map.svg",
        *(f"s/{name}.{ending}" for name in ("dam", "mill", "road", "bank") for ending in ("html", "json")),
        "t/index.html", "t/print.html", "t/quotes.html", "t/facts.html", "t/timeline.html",
        *(f"t/{name}.{ending}" for name in ("one", "two") for ending in ("html", "json")),
        *(f"actors/{who}.html" for who in ("ana-brel", "ovid-marn", "jo-vell", "tess-ilvane", "kim-orrel", "lee-tavin")),
        "search.html", "search/shards.js", "search/actors/ana-brel.js", SHARD, "search/stories/t/two.js",
    }  # fmt: skip
    assert (plan.pages["s/map.svg"], plan.pages["assets/style.css"]) == (MAP, STYLE)
    assert plan.diagnostics == ()
    assert [one.folder for one in plan.stories] == ["s", "t"]


def test_an_empty_site_has_the_pages_that_every_site_has() -> None:
    plan = Plan(Masthead(title="", description="", base_url="", language=""), (), ())
    assert set(plan.pages) == {
        "index.html", "actors/index.html", "feed.xml", "404.html", "robots.txt", "search.html", "search/shards.js",
    }  # fmt: skip
    assert set(recipes(plan)) == set(plan.pages)


@pytest.mark.parametrize("address", ["s/map.svg", "assets/style.css", "nowhere.html"])
def test_what_is_no_page_has_no_recipe(address: str) -> None:
    with pytest.raises(KeyError):
        planned(articles()).recipe(address)


def test_every_recipe_names_its_template_and_where_it_stands() -> None:
    for address, recipe in recipes(planned(articles())).items():
        assert recipe.address == address
        template = template_of(recipe)
        assert (template == "") == address.endswith((".json", ".js"))
        assert template.rpartition(".")[2] == (address.rpartition(".")[2] if template else "")


# ---------------------------------------------------------------- what an edit changes


def differing(before: Mapping[str, Recipe], after: Mapping[str, Recipe]) -> set[str]:
    """The addresses whose recipes came, went or are others."""
    return {address for address in {**before, **after} if before.get(address) != after.get(address)}


def edited(path: str, text: str | None) -> set[str]:
    """The addresses of the pages that are to be made again after an edit."""
    plan = planned(articles())
    before = recipes(plan)
    plan.update([(path, None if text is None else outlined(path, text))])
    return differing(before, recipes(plan))


OF_ROAD = {"s/road.html", "s/road.json", "actors/jo-vell.html"}
SHARD = "search/stories/s/bank.js"
COMMON = {"s/index.html", "s/print.html", "feed.xml", SHARD}
"""The front page of the briefing quotes from all its articles, and so do the feed and the search."""


def test_other_words_change_the_pages_that_are_made_from_the_article() -> None:
    assert edited("content/s/road.md", ROAD.replace("drove on", "drove home")) == {
        *OF_ROAD, *COMMON, "s/facts.html",
    }  # fmt: skip


def test_another_title_is_told_to_the_neighbours_and_the_home_page() -> None:
    assert edited("content/s/road.md", ROAD.replace("The road", "The way")) == {
        *OF_ROAD, *COMMON, "s/facts.html", "s/bank.html", "s/mill.html", "index.html",
    }  # fmt: skip


def test_another_figure_changes_the_figures() -> None:
    changed = edited("content/s/mill.md", MILL.replace("3 men", "4 men"))
    assert changed == {"s/mill.html", "s/mill.json", "actors/ovid-marn.html", *COMMON, "s/facts.html"}


def test_another_quote_changes_the_quotes_and_its_speaker() -> None:
    changed = edited("content/s/dam.md", DAM.replace("It stayed shut", "It was shut"))
    assert changed == {
        "s/dam.html", "s/dam.json", "actors/ana-brel.html", *COMMON, "s/facts.html", "s/quotes.html", "s/timeline.html",
    }  # fmt: skip


def test_an_article_more_is_everywhere_in_its_story_and_nowhere_else() -> None:
    changed = edited("content/s/new.md", "---\ndate: 2025-03-05\n---\nUna Roth came.\n")
    assert {
        "s/new.html",
        "s/new.json",
        "actors/una-roth.html",
        "actors/index.html",
        "index.html",
        "sitemap.xml",
    } <= changed
    assert not [address for address in changed if address.startswith("t/")]
    assert not {"s/bank.html", "s/road.html", "s/dam.json"} & changed
    assert {"s/mill.html", "s/dam.html"} <= changed


def test_an_article_less_leaves_no_page_and_is_closed_over_by_its_neighbours() -> None:
    changed = edited("content/s/road.md", None)
    assert {*OF_ROAD, *COMMON, "s/bank.html", "s/mill.html", "sitemap.xml"} <= changed
    assert not [address for address in changed if address.startswith("t/")]
    assert not {"s/dam.html", "actors/ana-brel.html"} & changed


def test_another_name_of_a_story_changes_all_of_its_pages() -> None:
    changed = edited("content/s/index.md", TEXTS["content/s/index.md"].replace("title: Dams", "title: Dykes"))
    assert {"index.html", "s/index.html", "s/quotes.html", "s/facts.html", "s/timeline.html"} <= changed
    assert {f"s/{name}.html" for name in ("dam", "mill", "road", "bank")} <= changed
    # An actor's page names the stories that it is in.
    assert "actors/ana-brel.html" in changed
    elsewhere = ("t/", "actors/index.html", "actors/kim-orrel.html")
    assert not [address for address in changed if address.startswith(elsewhere) or address.endswith(".json")]


def test_a_link_follows_the_file_that_it_leads_to() -> None:
    assert "s/dam.html" in edited("content/s/mill.md", MILL.replace("---\n#", "slug: works\n---\n#"))
    assert "s/dam.html" in edited("content/s/mill.md", None)
    assert "s/dam.html" not in edited("content/s/mill.md", MILL.replace("stayed", "waited"))


def test_a_role_is_told_wherever_the_actor_is_named() -> None:
    one = cast("content/s/a.md", actor("Jo Vell", "person", 1.0))
    other = cast("content/t/b.md", actor("Jo Vell", "person", 1.0))
    plan = planned({one.path: one, other.path: other})
    before = recipes(plan)
    plan.update([(other.path, cast(other.path, actor("Jo Vell", "person", 1.0, "mayor")))])
    changed = differing(before, recipes(plan))
    assert {"s/a.html", "t/b.html", "actors/jo-vell.html", "actors/index.html", "s/index.html"} <= changed
    assert "s/a.json" not in changed


def test_who_speaks_of_an_actor_is_known_on_its_page() -> None:
    text = "“Ana Brel lied,” said Ovid Marn. Kim Orrel left."
    plan = planned({"content/s/a.md": outlined("content/s/a.md", text)})

    def known(address: str) -> set[str]:
        return {id for used in plan.recipe(address).articles for id, _ in used.faces}  # type: ignore[union-attr]

    assert known("actors/ana-brel.html") == {"ana-brel", "ovid-marn"}
    assert known("actors/ovid-marn.html") == {"ana-brel", "ovid-marn"}
    assert known("actors/kim-orrel.html") == {"kim-orrel"}


def test_whom_an_actor_speaks_of_is_known_on_its_page() -> None:
    path, text = "content/s/a.md", "“Ana Brel lied,” said Ovid Marn. Kim Orrel left."
    plan = planned({path: outlined(path, text)})
    (used,) = profile(plan, "actors/ovid-marn.html").articles
    assert [id for id, _ in used.faces] == ["ana-brel", "ovid-marn"]
    before = recipes(plan)
    plan.update([(path, outlined(path, text.replace("Ana Brel", "Una Roth")))])
    assert "actors/ovid-marn.html" in differing(before, recipes(plan))


def test_the_first_page_of_an_actor_knows_of_whom_it_speaks_on_the_others() -> None:
    texts = {
        f"content/s/{n:03}.md": "“Una Roth lied and Una Roth fled,” said Ana Brel." if n % 2 else "“I, Ana Brel, left,” said Ana Brel."
        for n in range(2 * people.A_PAGE)
    }  # fmt: skip
    plan = planned({path: outlined(path, text) for path, text in texts.items()})
    first = profile(plan)
    assert first.pages > 2
    ((face, pages),) = first.spoken_of
    assert face.name == "Una Roth"
    assert [number for number, _ in pages] == list(range(2, first.pages + 1))
    for number, rows in pages:
        page = profile(plan, f"actors/ana-brel--page-{number}.html")
        assert rows == sum("Una" in texts[used.path] for used in page.articles)
        assert page.spoken_of == ()


def test_quotes_of_each_stance_have_pages_where_there_are_several() -> None:
    def said(*stances: str | None, path: str = "content/s/a.md") -> Outline:
        quotes = tuple(Quote(kind="direct", content=(Span(0, 4),), stance=stance) for stance in stances)  # type: ignore[arg-type]
        return outlined(path, "Some words.", Annotation(quotes=quotes))

    plan = planned({"content/s/a.md": said("states", None, "states")})
    assert not [address for address in plan.pages if address.startswith("s/quotes-")]
    told = plan.update([("content/s/b.md", said("denies", *["states"] * 2 * lists.A_PAGE, path="content/s/b.md"))])
    found = sorted(
        address
        for address in plan.pages
        if address.startswith("s/quotes-") and not address.removeprefix("s/quotes-")[0].isdigit()
    )
    assert found[:2] == ["s/quotes-denies.html", "s/quotes-states-2.html"]
    assert "s/quotes-states.html" in found
    assert set(found) <= told
    denied, stated, whole = (plan.recipe(f"s/quotes{name}.html") for name in ("-denies", "-states", ""))
    assert isinstance(denied, lists.ListRecipe)
    assert isinstance(stated, lists.ListRecipe)
    assert isinstance(whole, lists.ListRecipe)
    assert (denied.total, stated.total, whole.total) == (1, 2 * lists.A_PAGE + 2, 2 * lists.A_PAGE + 4)
    assert whole.stances == stated.stances == (("", whole.total), ("states", stated.total), ("denies", 1))
    assert [used.path for used in denied.articles] == ["content/s/b.md"]
    assert denied.rows == ((0, 0),)
    sitemap = plan.recipe("sitemap.xml")
    assert "s/quotes.html" in {address for address, _ in sitemap.pages}  # type: ignore[union-attr]
    assert "s/quotes-denies.html" not in {address for address, _ in sitemap.pages}  # type: ignore[union-attr]
    plan.update([("content/s/b.md", None)])
    assert not [address for address in plan.pages if address.startswith("s/quotes-")]


def test_the_first_page_of_a_timeline_knows_all_days_of_the_story_and_each_page_its_own() -> None:
    days = [f"2025-0{n % 2 + 2}-{n % 28 + 1:02}" for n in range(4 * lists.A_PAGE)]
    text = "\n\n".join(f"It rained on {day}." for day in [*days, "1951-07-01"])
    plan = planned({"content/s/a.md": outlined("content/s/a.md", f"---\ndate: 2025-03-01\n---\n{text}")})
    first, *more = (
        plan.recipe(f"s/timeline{n}.html") for n in ("", *(f"-{n}" for n in range(2, 9))) if f"s/timeline{n}.html" in plan.pages
    )  # fmt: skip
    assert isinstance(first, lists.ListRecipe)
    assert len(more) >= 3
    assert [stop.name for stop in first.stops] == [*sorted(set(days)), "background"]
    assert sum(stop.rows for stop in first.stops) == first.total
    assert first.stops[-1].page == len(more) + 1
    for page in more:
        assert isinstance(page, lists.ListRecipe)
        assert page.stops == ()
    for page in (first, *more):
        assert isinstance(page, lists.ListRecipe)
        assert len(page.places) == len(page.rows)
        # Where a stop says that its rows begin, they do.
        assert all(stop.to in page.places for stop in first.stops if stop.page == page.number)
    front = plan.recipe("s/index.html")
    assert isinstance(front, overview.OverviewRecipe)
    pages = {page.number: page for page in (first, *more) if isinstance(page, lists.ListRecipe)}
    assert len(front.stands) == len(front.events) == first.total
    assert all(place in pages[number].places for number, place in front.stands)


def test_the_counts_of_a_front_page_are_of_its_story() -> None:
    quote = "“No,” said Jo Vell."
    plan = planned({
        path: outlined(path, text)
        for path, text in (("content/s/a.md", quote), ("content/s/b.md", "Jo Vell left."), ("content/t/c.md", quote))
    })  # fmt: skip
    [jo] = plan.recipe("s/index.html").actors  # type: ignore[union-attr]
    assert (jo.mentions, jo.quotes, jo.articles) == (2, 1, 2)
    [speaker] = plan.recipe("s/quotes.html").speakers  # type: ignore[union-attr]
    assert (speaker.quotes, speaker.articles) == (1, 1)
    page = plan.recipe("actors/jo-vell.html")
    assert (page.actor.mentions, page.actor.quotes, page.heard) == (3, 2, 2)  # type: ignore[union-attr]
    assert [(story.folder, *counts) for story, *counts in page.stories] == [("s", 2, 1), ("t", 1, 1)]  # type: ignore[union-attr]


def test_roles_are_told_with_their_days_and_newest_article() -> None:
    def article(name: str, date: str, role: str | None) -> tuple[str, Outline]:
        path = f"content/s/{name}.md"
        annotation = Annotation(actors=(actor("Jo Vell", "person", 1.0, role),))
        return path, outlined(path, f"---\ntitle: {name}\ndate: {date}\n---\nSome words.", annotation)

    plan = planned(dict([
        article("a", "2025-03-01", "deputy"), article("b", "2025-03-03", "mayor"),
        article("c", "2025-03-02", "deputy"), article("d", "2025-03-04", None),
    ]))  # fmt: skip
    offices = plan.recipe("actors/jo-vell.html").offices  # type: ignore[union-attr]
    assert [(one.role, one.first, one.last, one.articles, one.newest.title) for one in offices] == [
        ("mayor", "2025-03-03", "2025-03-03", 1, "b"),
        ("deputy", "2025-03-01", "2025-03-02", 2, "c"),
    ]


def test_counts_of_the_site_do_not_reach_into_articles() -> None:
    one = cast("content/s/a.md", actor("Jo Vell"), actor("Una Roth", "person", 0.5))
    plan = planned({one.path: one})
    before = recipes(plan)
    plan.update([("content/t/b.md", cast("content/t/b.md", actor("Jo Vell", "person", 0.1)))])
    changed = differing(before, recipes(plan))
    assert "actors/jo-vell.html" in changed
    assert not {"s/a.html", "s/a.json", "s/facts.html", "actors/una-roth.html"} & changed


# ---------------------------------------------------------------- what an actor's charts are drawn from


def named(path: str, date: str | None, *names: str) -> Outline:
    """An article of a day in which these are named, the first of them three times."""
    made = cast(path, *(actor(name) for name in names))
    roles = tuple(msgspec.structs.replace(role, mentions=1 if at else 3) for at, role in enumerate(made.cast))
    return msgspec.structs.replace(made, cast=roles, date=date)


def profile(plan: Plan, address: str = "actors/ana-brel.html") -> people.ActorRecipe:
    recipe = plan.recipe(address)
    assert isinstance(recipe, people.ActorRecipe)
    return recipe


def test_an_actors_charts_know_its_articles_days_and_company() -> None:
    outlines = [
        named("content/s/a.md", "2025-03-01", "Ana Brel", "Bo Lund", "Cy Marn"),
        named("content/s/b.md", "2025-03-03", "Ana Brel", "Bo Lund", "Cy Marn", "Di Roth"),
        named("content/s/c.md", "2025-03-03", "Di Roth", "Ana Brel"),
        named("content/s/d.md", None, "Ana Brel"),
        named("content/t/e.md", "2025-03-02", "Bo Lund", "Cy Marn"),
    ]
    recipe = profile(planned({one.path: one for one in outlines}))
    assert [(one.face.id, one.mentions) for one in recipe.company] == [("bo-lund", 2), ("cy-marn", 2), ("di-roth", 2)]
    assert recipe.ties == ((0, 1, 2), (0, 2, 1), (1, 2, 1))
    assert recipe.presence
    assert [(one.mentions, one.articles) for one in recipe.presence.periods] == [(3, 1), (0, 0), (4, 2)]


def test_only_the_first_page_of_an_actor_has_charts() -> None:
    many = [
        named(f"content/s/{n}.md", f"2025-03-{n % 28 + 1:02}", "Ana Brel", "Bo Lund") for n in range(people.A_PAGE + 40)
    ]
    plan = planned({one.path: one for one in many})
    first, second = profile(plan), profile(plan, "actors/ana-brel--page-2.html")
    assert first.company
    assert first.presence
    assert (second.company, second.ties, second.presence) == ((), (), None)


def test_another_day_of_an_article_changes_who_is_named_over_time_and_is_told() -> None:
    one = named("content/s/a.md", "2025-03-01", "Ana Brel")
    other = named("content/s/b.md", "2025-03-02", "Ana Brel")
    plan = planned({one.path: one, other.path: other})
    before = profile(plan).presence
    changed = plan.update([(other.path, named(other.path, "2025-03-09", "Ana Brel"))])
    assert "actors/ana-brel.html" in changed
    assert profile(plan).presence != before


# ---------------------------------------------------------------- what a page is made from


def test_the_grounds_of_a_page_name_its_articles_and_its_parts() -> None:
    plan = planned(articles())
    parts = grounds(plan.recipe("s/facts.html"))
    named = {name for name in parts if name.startswith("content/")}
    assert named == {f"content/s/{name}.md" for name in ("dam", "mill", "road", "bank")}
    assert {"address", "story", "rows", "number", "pages", "total"} <= set(parts)
    assert all(isinstance(part, str) for part in parts.values())


def test_equal_recipes_have_equal_grounds_and_others_have_others() -> None:
    plan = planned(articles())
    before = recipes(plan)
    for path, text in (
        ("content/s/road.md", ROAD.replace("drove on", "drove home")),
        ("content/s/road.md", ROAD.replace("The road", "The way")),
        ("content/s/road.md", ROAD.replace("2025-03-06", "2025-03-09")),
        ("content/s/road.md", ROAD.replace("Jo Vell", "Ana Brel")),
        ("content/s/index.md", "Nothing."),
        ("content/t/one.md", None),
    ):
        plan.update([(path, None if text is None else outlined(path, text))])
        after = recipes(plan)
        for address in before.keys() & after.keys():
            assert (grounds(before[address]) == grounds(after[address])) == (before[address] == after[address]), address
        before = after


# ---------------------------------------------------------------- who has an address


def test_articles_come_before_files_and_files_before_what_is_generated() -> None:
    plan = planned(
        articles({"content/s/a.md": "x", "content/s/quotes.md": "y", "content/404.md": "z"}),
        (
            Static(place="s/a.html", file="/a", digest="1"), Static(place="index.html", file="/i", digest="2"),
            Static(place="S/Facts.html", file="/f", digest="3"), Static(place="assets/style.css", file="/s", digest="4"),
        ),
    )  # fmt: skip
    assert plan.pages["s/a.html"] == Claim("article", "content/s/a.md")
    assert plan.pages["s/quotes.html"] == Claim("article", "content/s/quotes.md")
    assert plan.pages["404.html"] == Claim("article", "content/404.md")
    for place in ("index.html", "S/Facts.html", "assets/style.css"):
        assert isinstance(plan.pages[place], Static)
        assert place == "S/Facts.html" or plan.pages[place] != STYLE
    assert "s/facts.html" not in plan.pages
    assert messages(plan) == [
        "content/s/a.html: claims the address s/a.html, which belongs to content/s/a.md; left out; "
        "give one of them another name or slug",
        "content: claims the address 404.html, which belongs to content/404.md; left out; give one of them another name or slug",
        "content: claims the address assets/style.css, which belongs to content/assets/style.css; left out; "
        "give one of them another name or slug",
        "content: claims the address index.html, which belongs to content/index.html; left out; "
        "give one of them another name or slug",
        "content: claims the address s/facts.html, which belongs to content/S/Facts.html; left out; "
        "give one of them another name or slug",
        "content: claims the address s/quotes.html, which belongs to content/s/quotes.md; left out; "
        "give one of them another name or slug",
    ]  # fmt: skip


def test_a_former_address_is_the_last_to_have_it() -> None:
    plan = planned(
        articles({
            "content/a.md": "---\naliases: [b.html, a.html, index.html, new.html, s/map.svg, feed.xml]\n---\nx",
            "content/b.md": "---\naliases: [new]\n---\nSecond.",
        })
    )  # fmt: skip
    assert plan.pages["b.html"] == Claim("article", "content/b.md")
    assert plan.pages["new.html"] == Claim("redirect", "content/a.md")
    assert plan.pages["index.html"] == Claim("home")
    said = messages(plan)
    assert [message for message in said if message.startswith("content/b.md")] == [
        "content/b.md: claims the address new.html, which belongs to content/a.md; left out; give one of them another name or slug"
    ]
    assert [message.split(",")[0] for message in said if message.startswith("content/a.md")] == [
        f"content/a.md: claims the address {place}.html" for place in ("a", "b", "index")
    ]


def test_the_authors_own_robots_and_sitemap_count_without_a_word() -> None:
    own = tuple(Static(place=place, file="/x", digest="1") for place in ("robots.txt", "sitemap.xml"))
    plan = planned({}, own)
    assert (plan.pages["robots.txt"], plan.pages["sitemap.xml"]) == own
    assert plan.diagnostics == ()


def test_an_address_is_free_again_when_its_owner_goes() -> None:
    static = Static(place="s/a.html", file="/a", digest="1")
    plan = planned(articles({"content/s/a.md": "x", "content/s/b.md": "y"}), (static,))
    assert len(plan.diagnostics) == 1
    plan.update([("content/s/a.md", None)])
    assert plan.pages["s/a.html"] == static
    assert plan.diagnostics == ()


def test_no_file_stands_where_a_folder_does() -> None:
    files = tuple(Static(place=place, file="/x", digest="1") for place in ("S", "data", "data/x.csv", "old.html/y"))
    one = articles({"content/s/a.md": "---\naliases: [old.html]\n---\nx"})
    plan = planned(one, files)
    assert not {"S", "data", "old.html"} & plan.pages.keys()
    assert {"s/a.html", "data/x.csv", "old.html/y"} <= plan.pages.keys()
    assert [message.split(";")[0] for message in messages(plan)] == [
        "content/S: claims the address S, which is a folder of the site",
        "content/data: claims the address data, which is a folder of the site",
        "content/s/a.md: claims the address old.html, which is a folder of the site",
    ]
    told = plan.update([("content/s/a.md", None)])
    assert plan.pages["S"] == files[0]
    assert "S" in told
    assert [message.split(";")[0] for message in messages(plan)] == [
        "content/data: claims the address data, which is a folder of the site"
    ]
    told = plan.update(one.items())
    assert "S" not in plan.pages.keys() | told
    assert len(messages(plan)) == 3


def test_two_actors_of_one_name_have_two_addresses() -> None:
    plan = planned({
        one.path: one
        for one in (
            cast("content/s/a.md", actor("Brel", "person", 0.6)), cast("content/s/b.md", actor("Brel", "place", 0.9)),
        )
    })  # fmt: skip
    assert plan.pages["actors/brel.html"] == Claim("actor", ("brel", "place"))
    assert plan.pages["actors/brel--2.html"] == Claim("actor", ("brel", "person"))
    # When the other one becomes the more prominent, they change places.
    plan.update([("content/s/b.md", cast("content/s/b.md", actor("Brel", "place", 0.4)))])
    assert plan.pages["actors/brel.html"] == Claim("actor", ("brel", "person"))
    assert plan.pages["actors/brel--2.html"] == Claim("actor", ("brel", "place"))


# ---------------------------------------------------------------- several pages


def test_a_list_and_an_actor_have_as_many_pages_as_they_need() -> None:
    many = {
        path: outlined(path, f"Ana Brel met Ovid Marn {n} times.")
        for n in range(3 * people.A_PAGE)
        if (path := f"content/s/{n:03}.md")
    }
    plan = planned(many)
    numbered = sorted(
        page.number
        for page in plan.pages.values()
        if isinstance(page, Claim) and page.subject == ("ana-brel", "person")
    )
    assert numbered == list(range(1, len(numbered) + 1))
    assert len(numbered) > 3
    pages = [
        plan.recipe("actors/ana-brel.html"),
        *(plan.recipe(f"actors/ana-brel--page-{n}.html") for n in numbered[1:]),
    ]
    found = [used.path for recipe in pages for used in recipe.articles]  # type: ignore[union-attr]
    assert found == sorted(many)
    assert [bool(recipe.company) for recipe in pages] == [True, *[False] * (len(pages) - 1)]  # type: ignore[union-attr]
    facts = [plan.recipe("s/facts.html"), plan.recipe("s/facts-2.html")]
    assert [recipe.number for recipe in facts] == [1, 2]  # type: ignore[union-attr]
    assert all(len(recipe.rows) <= lists.A_PAGE for recipe in facts)  # type: ignore[union-attr]
    assert [bool(recipe.leading) for recipe in facts] == [True, False]  # type: ignore[union-attr]


def test_an_edit_in_a_long_story_changes_few_of_its_pages() -> None:
    many = {
        path: outlined(path, "\n\n".join(f"“Gate {row} is shut,” said Ana Brel." for row in range(5)))
        for n in range(200)
        if (path := f"content/s/{n:03}.md")
    }
    plan = planned(many)
    before = recipes(plan)
    quotes = [address for address in before if address.startswith("s/quotes")]
    assert len(quotes) > 12
    path = "content/s/100.md"
    plan.update([(path, outlined(path, "“No,” said Ana Brel."))])
    changed = differing(before, recipes(plan))
    assert not {f"s/{n:03}.html" for n in range(200) if n != 100} & changed
    # All of them tell how many rows there are.
    rows = {
        address for address in quotes
        if address in plan.pages and plan.recipe(address).articles != before[address].articles  # type: ignore[union-attr]
    }  # fmt: skip
    assert len(rows) <= 4


# ---------------------------------------------------------------- kept up to date

PATHS = tuple(
    f"content/{place}" for place in ("a.md", "s/index.md", "s/a.md", "s/b.md", "s/c.md", "t/a.md", "t/quotes.md")
)
POOL = (
    DAM, MILL, ROAD, "---\ndate: 2025-03-05\n---\n“Kim Orrel lied to Ovid Marn,” said Ana Brel. It rained on 2025-03-04 and on 2012-01-02.",
    "Brel came to Ombre.", "# Ana Brel\n\n“No,” said Ana Brel. 3 gates.",
    "---\norder: oldest\ntitle: Old\n---\nSee [a](a.md) and [b](../t/a.md).", "---\nslug: other\naliases: [old.html, s/a.html]\n---\nOvid Marn, Ana Brel.",
)  # fmt: skip
BATCHES = st.lists(
    st.lists(st.tuples(st.sampled_from(PATHS), st.none() | st.sampled_from(POOL)), min_size=1, max_size=3),
    min_size=1, max_size=5,
)  # fmt: skip


@given(BATCHES)
@settings(max_examples=100)
def test_after_any_changes_the_plan_is_a_fresh_one(batches: list[list[tuple[str, str | None]]]) -> None:
    statics = (MAP, *(Static(place=place, file="/x", digest="1") for place in ("s", "T", "old.html/x", "a.html")))
    plan, outlines = planned({}, statics), dict[str, Outline]()
    for batch in batches:
        before = recipes(plan)
        changes = [(path, None if text is None else outlined(path, text)) for path, text in batch]
        for path, one in changes:
            outlines.pop(path, None)
            if one is not None:
                outlines[path] = one
        told = plan.update(changes)
        fresh = planned(dict(sorted(outlines.items(), reverse=True)), statics)
        assert plan.pages == fresh.pages
        assert messages(plan) == messages(fresh)
        after = recipes(plan)
        assert after == recipes(fresh)
        # Nothing that is another than before goes untold.
        assert {address for address in after if after[address] != before.get(address)} <= told

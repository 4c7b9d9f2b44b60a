"""What can be searched: documents, shards, and what of them an edit makes anew."""

from __future__ import annotations

import re
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefgen.annotation import Annotation, KeyFact, Party, Quote
from briefgen.briefing.cast import Face
from briefgen.briefing.outline import Outline
from briefgen.pages import search
from briefgen.pages.anchors import anchors
from briefgen.pages.directory import Counted, Opened, Used
from briefgen.pages.page import Heading, Masthead
from briefgen.pages.plan import Plan
from briefgen.pages.recipe import make
from briefgen.pages.search import ActorShardRecipe, ShardListRecipe, Sought, StoryShardRecipe, handed
from briefgen.span import Span
from briefgen.theme import THEME
from tests.outlines import actor, cast, entry, outlined

MASTHEAD = Masthead(title="Dams", description="", base_url="", language="en")
ANA = Face("ana-brel", "Ana Brel", "person", "minister")


def opened(text: str, annotation: Annotation | None = None, faces: dict[str, Face] | None = None) -> Opened:
    one = entry("content/s/dam.md", text, annotation)
    return Opened(one, anchors(one.article, one.annotation), faces or {})


def unopened(used: Used) -> Opened:
    """Opens no article."""
    raise AssertionError(used.path)


def given_by(content: bytes, name: str = "take") -> Any:
    """The data that a shard hands over."""
    text = content.decode()
    start, end = f"briefgenSearch.{name}(", ");\n"
    assert text.startswith(start)
    assert text.endswith(end)
    return msgspec.json.decode(text[len(start) : -len(end)])


def shard(one: Opened) -> Any:
    recipe = StoryShardRecipe(address="x.js", story=Heading("s", "Dams & <co>"), articles=(Used("p", "c"),))
    return given_by(make(recipe, MASTHEAD, lambda used: one).content)


def units(text: str, start: int, end: int) -> str:
    """A stretch of a text as JavaScript counts it."""
    return text.encode("utf-16-le")[2 * start : 2 * end].decode("utf-16-le")


# ---------------------------------------------------------------- documents


def test_an_article_is_found_with_its_quotes_figures_and_actors() -> None:
    text = "---\ntitle: Dam gives way\ndate: 2025-03-04\nsource: Ledger\n---\n\nAna Brel fled. “It stayed shut,” said Ana Brel. 12 houses fell.\n"
    found = shard(opened(text, faces={"ana-brel": ANA}))
    assert found["story"] == ["s", "Dams & <co>", "s/index.html"]
    assert found["cast"] == [["ana-brel", "Ana Brel"]]
    (title, href, date, source, lang, words, best, people, quotes, figures) = found["articles"][0]
    assert (title, href, date, source, lang) == ("Dam gives way", "s/dam.html", "2025-03-04", "Ledger", "en")
    assert words == "Ana Brel fled. “It stayed shut,” said Ana Brel. 12 houses fell."
    assert people == [0]
    (who, anchor, direct, start, end) = quotes[0]
    assert (who, direct, words[start:end].rstrip(",")) == (0, 1, "It stayed shut")
    assert anchor.startswith("q_")
    (_, anchor, label, start, end) = figures[0]
    assert (label, words[start:end].strip()) == ("12 houses", "12 houses fell.")
    assert anchor.startswith("f_")
    assert words[best[0] : best[1]]


def test_spans_count_as_the_browser_does() -> None:
    text = "\U0001f30a\U0001f30a Water “came 𝒽igh”, said clerks."
    a, z = text.index("came"), text.index("”")
    said = Quote(kind="direct", content=(Span(a, z),), speaker=Party(Span(z + 8, z + 14), None))
    key = KeyFact(sentence=Span(0, len(text)), score=1.0)
    found = shard(opened(text, Annotation(quotes=(said,), key_facts=(key,))))["articles"][0]
    who, _, _, start, end = found[8][0]
    assert units(found[5], start, end) == "came 𝒽igh"
    assert who == text[z + 8 : z + 14]
    assert units(found[5], *found[6]) == text


def test_who_stands_in_no_dossier_is_named_by_the_text() -> None:
    said = Quote(kind="indirect", content=(Span(0, 4),), speaker=Party(Span(5, 7), "someone"))
    found = shard(opened("Rain he said.", Annotation(quotes=(said,))))
    assert found["articles"][0][8][0][0] == "he"
    assert found["cast"] == []


def test_actors_come_with_their_other_names_and_counts() -> None:
    one = Sought(Counted(ANA, 9, 3, 2), ("Brel", "the minister"))
    content = make(ActorShardRecipe(address="x.js", actors=(one,)), MASTHEAD, unopened).content
    row = ["ana-brel", "Ana Brel", "actors/ana-brel.html", "person", "minister", ["Brel", "the minister"], 2, 3]
    assert given_by(content) == {"actors": [row]}


def test_the_list_has_the_shards_and_the_words_of_the_interface() -> None:
    recipe = ShardListRecipe(address="search/shards.js", shards=("search/stories/ö/a b.js",))
    german = msgspec.structs.replace(MASTHEAD, interface="de")
    found = given_by(make(recipe, german, unopened).content, "begin")
    assert found["shards"] == ["search/stories/%C3%B6/a%20b.js"]
    assert found["language"] == "en"
    assert found["words"]["search.found.other"] == "{n} Treffer"
    assert found["words"]["kind.person"] == "Person"
    assert found["words"]["month.3"] == "März"


@given(st.recursive(st.text(), st.lists))
def test_nothing_ends_the_script_that_hands_data_over(value: object) -> None:
    content = handed("take", value)
    assert given_by(content) == value
    assert not set("<>\u2028\u2029") & set(content.decode())
    assert content.count(b"\n") == 1


# ---------------------------------------------------------------- shards


def planned(outlines: dict[str, Outline], how: str = "builtin") -> Plan:
    plan = Plan(msgspec.structs.replace(MASTHEAD, is_searched=how != "none"), (), (), is_indexed=how == "pagefind")
    plan.update(outlines.items())
    return plan


def many(count: int) -> dict[str, Outline]:
    paths = [f"content/s/{n:04}.md" for n in range(count)]
    return {path: outlined(path, f"Words of {path}.") for path in paths}


def shards(plan: Plan) -> dict[str, Any]:
    return {address: plan.recipe(address) for address in plan.pages if address.startswith("search/")}


def test_every_article_and_every_actor_stands_in_one_shard_that_is_listed() -> None:
    outlines = many(200)
    for n in range(1000):
        path = f"content/t/{n:04}.md"
        outlines[path] = cast(path, actor(f"Person Number{n}"))
    plan = planned(outlines)
    found = shards(plan)
    listed = found.pop("search/shards.js").shards
    assert sorted(listed) == sorted(found)
    parts = list(found.values())
    articles = [used.path for part in parts if isinstance(part, StoryShardRecipe) for used in part.articles]
    assert sorted(articles) == sorted(outlines)
    assert max(len(part.articles) for part in parts if isinstance(part, StoryShardRecipe)) <= search.A_SHARD
    actors = [one.actor.face.id for part in parts if isinstance(part, ActorShardRecipe) for one in part.actors]
    assert sorted(actors) == sorted(f"person-number{n}" for n in range(1000))
    assert len([part for part in parts if isinstance(part, ActorShardRecipe)]) >= 3


@pytest.mark.parametrize(("change", "most"), [("edit", 1), ("new", 4), ("gone", 4)])
def test_a_change_makes_one_or_two_shards_anew(change: str, most: int) -> None:
    outlines = many(400)
    differing = []
    for n in range(10, 400, 19):
        plan = planned(outlines)
        before = shards(plan)
        assert len(before) > 20
        path = f"content/s/{n:04}x.md" if change == "new" else f"content/s/{n:04}.md"
        plan.update([(path, None if change == "gone" else outlined(path, "Others."))])
        after = shards(plan)
        # Those that came or are others; a file that only goes costs nothing.
        differ = {address for address in after if before.get(address) != after[address]} - {"search/shards.js"}
        assert differ
        differing.append(len(differ))
    # Where a shard ends for its length alone, the next ones move until a row says again that one ends.
    assert sum(differing) / len(differing) <= most / 2 + 0.5


def test_another_count_of_an_actor_makes_one_shard_of_actors_anew() -> None:
    outlines = {}
    for n in range(1000):
        path = f"content/t/{n:04}.md"
        outlines[path] = cast(path, actor(f"Person Number{n}"))
    plan = planned(outlines)
    before = shards(plan)
    told = plan.update([("content/u/one.md", cast("content/u/one.md", actor("Person Number5")))])
    after = shards(plan)
    differ = {address for address in before if before[address] != after[address]} - {"search/shards.js"}
    assert len(differ) == 1
    assert differ <= told
    assert len([address for address in told if address.startswith("search/actors/")]) == 1


def test_a_site_without_a_search_has_none_of_it() -> None:
    plan = planned({**many(3), "content/t/a.md": cast("content/t/a.md", actor("Ana Brel"))}, "none")
    assert not [address for address in plan.pages if address.startswith("search")]
    recipe = plan.recipe("actors/index.html")
    page = make(recipe, plan.masthead, unopened)
    assert page.frame is not None
    assert page.frame.search == ""
    assert "search.html" not in [link.href for link in page.frame.navigation]


def test_every_page_leads_to_the_search() -> None:
    plan = planned({"content/t/a.md": cast("content/t/a.md", actor("Ana Brel"))})
    page = make(plan.recipe("actors/index.html"), plan.masthead, unopened)
    assert page.frame is not None
    assert page.frame.search == "../search.html"
    assert page.frame.navigation[-1].href == "../search.html"
    assert page.frame.navigation[-1].title == "Search"


def test_the_look_of_the_search_is_made_of_the_themes_own_properties() -> None:
    own = (THEME / "assets/search.css").read_text(encoding="utf-8")
    theme = (THEME / "assets/style.css").read_text(encoding="utf-8")
    used = set(re.findall(r"var\((--[\w-]+)", own))
    assert len(used) > 10
    assert used <= set(re.findall(r"(--[\w-]+):", own + theme))


def test_a_pronoun_is_nobody_to_be_looked_for() -> None:
    text = "“The water came in the night,” it said."
    said = Quote(
        kind="direct", content=(Span(1, 28),), speaker=Party(Span(text.index("it said"), text.index(" said")), None)
    )
    found = shard(opened(text, Annotation(quotes=(said,))))["articles"][0]
    assert found[8][0][0] == ""

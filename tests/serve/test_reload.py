from __future__ import annotations

import asyncio

import msgspec

from briefgen.serve.reload import MOST, MOST_EDITED, Edited, Edition, Live, Mark, following
from briefgen.source import Static
from tests.serve.stage import problem

PROBLEM = problem(message="m")
MARKS = {"a.html": Mark(path="a.md", title="A"), "b.html": Mark(path="b.md", title="B", draft=True)}

Site = dict[str, bytes | Static]


def first(site: Site) -> Edition:
    return following(Edition(), site, frozenset(site), (), failed=False, marks=MARKS)


def after(last: Edition, *changed: str, edited: tuple[str, ...] = ()) -> Edition:
    return following(last, last.site, frozenset(changed), (), failed=False, edited=edited)


def test_what_changed_since_an_epoch_is_the_union_of_what_changed_in_each_edition() -> None:
    live = Live()
    one = first({"a": b"1", "b": b"1"})
    two = following(one, {"a": b"2", "b": b"1"}, frozenset({"a"}), (), failed=False)
    three = following(two, {"a": b"2", "b": b"2"}, frozenset({"b"}), (), failed=False)
    assert live.news(three, live.epoch(one)).changed == ("a", "b")
    assert live.news(three, live.epoch(two)).changed == ("b",)
    assert live.news(three, live.epoch(three)).changed == ()


def test_an_epoch_of_another_run_or_none_means_that_all_may_have_changed() -> None:
    live = Live()
    edition = first({"a": b"1"})
    other = Live().epoch(edition)
    for epoch in (
        other,
        "",
        "nonsense",
        live.epoch(edition) + "9",
        live.epoch(edition).replace("-1", "--1"),
        "-",
        "-²",
    ):
        assert live.news(edition, epoch).changed is None, epoch


def test_a_page_that_waited_for_the_first_site_is_reloaded_and_one_that_waits_on_is_not() -> None:
    live = Live()
    failed = following(Edition(), None, frozenset(), (PROBLEM,), failed=True)
    site = following(failed, {"a": b"1"}, frozenset({"a"}), (), failed=False)
    assert live.news(failed, live.epoch(Edition())).changed == ()
    assert live.news(site, live.epoch(Edition())).changed is None
    assert live.news(site, live.epoch(failed)).changed is None
    assert live.news(site, live.epoch(site)).changed == ()


def test_very_many_changes_are_all_changes() -> None:
    live = Live()
    one = first({"a": b""})
    two = following(one, {}, frozenset(map(str, range(MOST + 1))), (), failed=False)
    assert live.news(two, live.epoch(one)).changed is None


def test_of_pages_a_browser_is_told_only_of_those_it_shows_and_of_all_else() -> None:
    live = Live()
    one = first({})
    two = after(one, "a.html", "b.html", "a.css", "a.json", *(f"{n}.html" for n in range(MOST)))
    assert live.news(two, live.epoch(one), {"a.html"}).changed == ("a.css", "a.html", "a.json")
    assert live.news(two, live.epoch(one)).changed is None


def test_where_it_is_not_known_what_has_changed_everything_may_have() -> None:
    live = Live()
    one = after(first({}), "a.html")
    two = following(one, {}, None, (), failed=False)
    three = after(two, "b.html")
    assert live.news(three, live.epoch(one)).changed is None
    assert live.news(three, live.epoch(two)).changed == ("b.html",)


def test_what_was_edited_is_told_once_to_each_with_its_title() -> None:
    live = Live()
    one = first({})
    two = after(one, "a.html", "c.html", edited=("a.html", "c.html"))
    assert live.news(two, live.epoch(one)).edited == (Edited("a.html", "A"), Edited("c.html", "c.html"))
    assert live.news(two, live.epoch(one)).edit == live.epoch(two)
    assert live.news(two, live.epoch(two)).edited == ()
    # Who was away then hears of it later, and of several edits of the last.
    three = following(two, {}, frozenset(), (PROBLEM,), failed=False)
    assert live.news(three, live.epoch(one)).edited == live.news(two, live.epoch(one)).edited
    assert live.news(three, live.epoch(two)).edited == ()
    four = after(three, "b.html", edited=("b.html",))
    assert live.news(four, live.epoch(one)).edited == (Edited("b.html", "B"),)


def test_who_comes_from_another_run_is_offered_nothing() -> None:
    live = Live()
    assert live.news(after(first({}), "a.html", edited=("a.html",)), "").edited == ()


def test_a_checkout_and_a_save_without_effect_are_no_edits() -> None:
    live = Live()
    one = first({})
    many = tuple(f"{n}.html" for n in range(MOST_EDITED + 1))
    assert live.news(after(one, *many, edited=many), live.epoch(one)).edited == ()
    assert after(one, edited=("a.html",)) is one


def test_a_page_whose_mark_alone_differs_has_changed() -> None:
    live = Live()
    one = first({})
    marks = {**MARKS, "b.html": Mark(path="b.md", title="B")}
    two = following(one, {}, frozenset(), (), failed=False, marks=marks, edited=("a.html", "b.html"))
    assert live.news(two, live.epoch(one)).changed == ("b.html",)
    assert two.marks == marks
    assert after(two, "a.html").marks == marks


def test_without_a_visible_difference_there_is_no_new_edition() -> None:
    one = first({"a": b"1"})
    assert following(one, one.site, frozenset(), (), failed=False) is one
    assert following(one, one.site, frozenset(), (PROBLEM,), failed=False).number == 2
    assert following(one, one.site, frozenset(), (), failed=True).number == 2


def test_a_stream_tells_at_once_and_then_of_every_edition_until_it_is_closed() -> None:
    async def listen() -> list[dict[str, object]]:
        live = Live()
        live.publish(first({"a": b"1"}))
        heard: list[dict[str, object]] = []

        async def is_gone() -> bool:
            return False

        async for message in live.stream(live.epoch(live.edition), is_gone):
            if b"data: " in message:
                heard.append(msgspec.json.decode(message.split(b"data: ")[1]))
                if len(heard) == 1:
                    changed = following(live.edition, {"a": b"2"}, frozenset({"a"}), (PROBLEM,), failed=False)
                    await asyncio.to_thread(live.publish, changed)
                else:
                    live.close()
        return heard

    heard = asyncio.run(asyncio.wait_for(listen(), 10))
    assert [one["changed"] for one in heard] == [[], ["a"]]
    assert heard[1]["problems"][0]["message"] == "m"

from __future__ import annotations

import asyncio

import msgspec

from briefgen.serve.overlay import Problem
from briefgen.serve.reload import MOST, Edition, Live, following

PROBLEM = Problem(path="a", line=0, column=0, severity="error", message="m", hint="", excerpt=())


def first(site: dict[str, bytes]) -> Edition:
    return following(Edition(), site, frozenset(site), (), failed=False)


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

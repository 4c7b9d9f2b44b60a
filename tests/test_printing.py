"""All pages of a site: the same bytes whatever the number of processes, and no page twice."""

from __future__ import annotations

import functools
import os
import signal
from collections.abc import Mapping
from pathlib import Path

import pytest

from briefgen import cores, printing
from briefgen import project as projects
from briefgen.desk import Desk
from briefgen.diagnostic import BriefgenError
from briefgen.inputs import gather
from briefgen.kept import kept_page, origin
from briefgen.memo import Memo
from briefgen.pages.claims import Claim
from briefgen.printing import PORTION, WORTH, printed, usable
from briefgen.source import Moved
from tests.conftest import Maker
from tests.files import write_files

pytestmark = pytest.mark.usefixtures("pattern_model")

COUNT = 2 * PORTION
FILES: Mapping[str, str | bytes] = {
    f"content/s/{n:02}.md": f"Ana Brel saw {n} gates. “Gate {n},” said Ovid Marn." for n in range(COUNT)
}

Steps = list[tuple[str, int, int]]


def desk_of(root: Path, memo: Memo) -> Desk:
    """A desk that shows what there is now."""
    desk = Desk(memo)
    desk.settle(desk.take(gather(projects.load(root))))
    return desk


def pages_of(desk: Desk) -> set[str]:
    return {address for address, claim in desk.plan.pages.items() if isinstance(claim, Claim)}


def quiet(stage: str, done: int, total: int) -> None:
    """No one listens."""


@pytest.fixture
def memo(tmp_path: Path) -> Memo:
    return Memo(tmp_path / "memo.sqlite")


def test_two_processes_make_the_bytes_of_one(make_project: Maker, memo: Memo) -> None:
    root = make_project(FILES).root
    one, two = desk_of(root, Memo()), desk_of(root, memo)
    steps: Steps = []
    keys, rendered = printed(one, {}, {}, quiet, 1)
    others, others_rendered = printed(two, {}, {}, lambda *step: steps.append(step), 2)
    assert others == keys
    assert set(keys) == pages_of(one)
    assert rendered == others_rendered == len(keys)
    for key, _ in keys.values():
        assert kept_page(two.memo, key) == kept_page(one.memo, key)
        assert origin(two.memo, key) == origin(one.memo, key)
    assert steps == [("rendering", done, len(keys)) for done in range(len(keys) + 1)]
    memo.close()


def test_other_processes_are_used(make_project: Maker, memo: Memo, monkeypatch: pytest.MonkeyPatch) -> None:
    desk = desk_of(make_project(FILES).root, memo)

    def fails(*_: object) -> bytes:
        raise AssertionError("rendered here")

    monkeypatch.setattr(desk, "render", fails)
    _, rendered = printed(desk, {}, {}, quiet, 2)
    assert rendered == len(pages_of(desk))
    memo.close()


def test_a_mistake_in_a_template_comes_back_whole(make_project: Maker, memo: Memo) -> None:
    desk = desk_of(make_project({**FILES, "templates/article.html": "\n{{ view.nothing }}"}).root, memo)
    found = []
    for jobs in (1, 2):
        with pytest.raises(BriefgenError) as caught:
            printed(desk, {}, {}, quiet, jobs)
        (diagnostic,) = caught.value.diagnostics
        assert (diagnostic.path, diagnostic.line) == ("templates/article.html", 2)
        assert "nothing" in diagnostic.message
        assert not caught.value.usage
        found.append(caught.value.diagnostics)
    assert found[0] == found[1]
    memo.close()


def test_a_template_that_changes_meanwhile_comes_back_as_such(make_project: Maker, memo: Memo) -> None:
    root = make_project({**FILES, "templates/article.html": "one"}).root
    desk = desk_of(root, memo)
    write_files(root, {"templates/article.html": "two"})
    with pytest.raises(Moved, match=r"article\.html"):
        printed(desk, {}, {}, quiet, 2)
    memo.close()


def end(pages: object) -> list[tuple[str, str, bytes]]:
    """What the system does to a process that takes too much memory."""
    os.kill(os.getpid(), signal.SIGKILL)
    return []


def test_a_process_that_the_system_stops_is_explained(
    make_project: Maker, memo: Memo, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = desk_of(make_project(FILES).root, memo)
    monkeypatch.setattr(printing, "_press", end)
    with pytest.raises(BriefgenError, match="a process that renders was stopped by the system") as caught:
        printed(desk, {}, {}, quiet, 2)
    assert "--jobs 1" in caught.value.diagnostics[0].hint
    memo.close()


def test_without_a_file_to_share_one_process_makes_everything(
    make_project: Maker, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object, **__: object) -> None:
        raise AssertionError("other processes cannot read what is in memory")

    monkeypatch.setattr(cores, "on_cores", fails)
    desk = desk_of(make_project(FILES).root, Memo())
    assert printed(desk, {}, {}, quiet, 2)[1] == len(pages_of(desk))


def test_what_cannot_be_made_durable_is_made_by_one_process(
    make_project: Maker, memo: Memo, monkeypatch: pytest.MonkeyPatch
) -> None:
    import sqlite3

    desk = desk_of(make_project(FILES).root, memo)
    other = sqlite3.connect(memo.path or "")
    other.execute("BEGIN IMMEDIATE")
    memo.put("article", "more", b"pending")
    monkeypatch.setattr(cores, "on_cores", None)
    assert printed(desk, {}, {}, quiet, 2)[1] == len(pages_of(desk))
    other.rollback()
    other.close()
    memo.close()


# ---------------------------------------------------------------- nothing twice


def test_a_page_that_is_kept_is_not_rendered_again(make_project: Maker, memo: Memo) -> None:
    root = make_project(FILES).root
    first, _ = printed(desk_of(root, memo), {}, {}, quiet, 1)
    steps: Steps = []
    assert printed(desk_of(root, memo), {}, {}, lambda *step: steps.append(step), 2) == (first, 0)
    assert steps == [("rendering", 0, 0)]
    write_files(root, {"content/t/new.md": "Una Roth came."})
    desk = desk_of(root, memo)
    second, rendered = printed(desk, {}, {}, quiet, 1)
    assert {address for address in second if first.get(address) != second[address]} >= {"t/new.html", "index.html"}
    assert rendered == sum(first.get(address) != second[address] for address in second) < 20
    memo.close()


def test_a_page_that_stands_where_it_was_written_need_not_be_kept(make_project: Maker, memo: Memo) -> None:
    root = make_project(FILES).root
    before, _ = printed(desk_of(root, memo), {}, {}, quiet, 1)
    memo.prune("page", ())
    assert printed(desk_of(root, memo), before, before, quiet, 1) == (before, 0)
    assert memo.keys("page") == set()
    # One whose key is another is not taken for it.
    wrong = {address: ("other", digest) for address, (_, digest) in before.items()}
    assert printed(desk_of(root, memo), wrong, wrong, quiet, 1) == (before, len(before))
    memo.close()


def test_a_page_tells_why_it_takes_the_place_of_another(make_project: Maker, memo: Memo) -> None:
    root = make_project(FILES).root
    former, _ = printed(desk_of(root, memo), {}, {}, quiet, 1)
    write_files(root, {"content/s/07.md": "Ana Brel saw no gates.", "templates/404.html": "x"})
    keys, _ = printed(desk_of(root, memo), former, (), quiet, 2)

    def why(address: str) -> tuple[str, ...]:
        page = origin(memo, keys[address][0])
        assert page is not None
        return page.reasons

    assert why("s/07.html") == ("content/s/07.md changed, or what is annotated in it",)
    assert why("404.html") == ("templates/404.html, or a template that it uses, changed",)
    assert why("s/40.html") == ()
    memo.close()


# ---------------------------------------------------------------- how many


@pytest.mark.parametrize(
    ("pages", "jobs", "count"),
    [
        (0, None, 1),
        (WORTH - 1, None, 1),
        (2 * WORTH, None, 2),
        (100 * WORTH, None, 8),
        (100 * WORTH, 3, 3),
        (100 * WORTH, 1, 1),
        (PORTION, 4, 1),
        (2 * PORTION, 4, 2),
        (0, 4, 1),
    ],
)
def test_as_many_processes_are_used_as_pay_off(
    monkeypatch: pytest.MonkeyPatch, pages: int, jobs: int | None, count: int
) -> None:
    monkeypatch.setattr(cores, "available", functools.partial(int, 8))
    assert usable(pages, jobs) == count

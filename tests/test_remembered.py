"""What builds leave word of: the next one does only what it must."""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterable
from pathlib import Path

import pytest

from briefgen import remembered
from briefgen import site as sites
from briefgen.build import build, gather
from briefgen.desk import Desk
from briefgen.digests import RECENT, file_digest
from briefgen.memo import Memo
from briefgen.remembered import (
    A_SECOND,
    LATELY,
    Former,
    former,
    last_build,
    needed,
    restored,
    sightings,
    unchanged,
    untouched,
)
from tests.builds import FILES, MILL, flat, on_disk, published
from tests.conftest import Maker
from tests.files import write_files

pytestmark = pytest.mark.usefixtures("pattern_model")


def test_a_build_that_was_not_changed_is_known(make_project: Maker, tmp_path: Path) -> None:
    project, memo, output = make_project(FILES), Memo(), tmp_path / "site"
    result, outcome = published(project, memo, output)
    assert result is not None
    assert published(project, memo, output) == (None, outcome)
    last = last_build(memo, output)
    assert unchanged(gather(project), last, output) == outcome
    assert unchanged(gather(project), last_build(memo, tmp_path / "elsewhere"), tmp_path / "elsewhere") is None
    assert unchanged(gather(project, drafts=True), last, output) is None
    (output / "story/mill.html").write_text("edited")
    assert unchanged(gather(project), last, output) is None


def test_what_was_new_to_a_build_is_read_once_more_and_then_known(
    make_project: Maker, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[str] = []

    def reading(path: Path | str) -> str:
        read.append(str(path))
        return file_digest(path)

    project, memo, output = make_project(FILES), Memo(), tmp_path / "site"
    source = str(project.root / "content/story/mill.md")
    published(project, memo, output)
    began = time.time_ns()
    monkeypatch.setattr(time, "time_ns", lambda: began + 10 * RECENT)
    monkeypatch.setattr("briefgen.digests.file_digest", reading)
    counts = []
    for _ in range(3):
        read.clear()
        result, _ = published(project, memo, output)
        assert result is None
        counts.append(read.count(source))
    assert counts == [1, 0, 0]
    # What has not changed at all is not written down again, either.
    monkeypatch.setattr(memo, "put", None)
    published(project, memo, output)


@pytest.mark.parametrize("gone", ["index.html", "story/map.svg", "assets/style.css", sites.MANIFEST])
def test_a_missing_file_of_the_site_is_noticed(make_project: Maker, tmp_path: Path, gone: str) -> None:
    project, memo, output = make_project(FILES), Memo(), tmp_path / "site"
    published(project, memo, output)
    before = on_disk(output)
    (output / gone).unlink()
    result, _ = published(project, memo, output)
    assert result is not None
    assert on_disk(output).keys() == before.keys()


def test_a_build_that_left_something_alone_says_so_again(make_project: Maker, tmp_path: Path) -> None:
    project, memo, output = make_project(FILES), Memo(), tmp_path / "site"
    write_files(output, {"index.html": "mine"})
    for _ in range(2):
        result, _ = published(project, memo, output)
        assert result is not None
        assert (output / "index.html").read_bytes() == b"mine"


def test_where_files_have_coarse_times_a_page_is_looked_at_while_it_is_new(
    make_project: Maker, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def seconds(output: Path, addresses: Iterable[str]) -> dict[str, sites.Footprint]:
        found = sites.footprint(output, addresses)
        # All at the time at which the build begins.
        return {address: (size, begin, begin, inode) for address, (size, _, _, inode) in found.items()}

    project, memo, output = make_project(FILES), Memo(), tmp_path / "site"
    begin = 100 * A_SECOND
    now = begin + RECENT
    monkeypatch.setattr(remembered, "footprint", seconds)
    monkeypatch.setattr(time, "time_ns", lambda: now)
    published(project, memo, output)
    page = output / "story/mill.html"
    content = page.read_bytes()
    page.write_bytes(content[::-1])
    result, _ = published(project, memo, output)
    assert result is not None
    assert page.read_bytes() == content[::-1]
    page.write_bytes(content)
    now += 1
    # The last that was new; from now on their times tell.
    assert published(project, memo, output)[0] is not None
    assert published(project, memo, output)[0] is None


def test_a_page_whose_grounds_are_the_same_is_not_even_read(make_project: Maker, tmp_path: Path) -> None:
    project, memo, output = make_project(FILES), Memo(), tmp_path / "site"
    published(project, memo, output)
    write_files(project.root, {"content/story/mill.md": MILL + "\nMore of it.\n"})
    kept = {address for address in on_disk(output) if address.startswith("other/")}
    assert len(kept) > 4
    last = last_build(memo, output)
    before = former(memo, output)
    memo.prune("page", ())
    result = build(gather(project), memo, made=before, untouched=untouched(last, output))
    for address in kept:
        assert result.keys[address] == before.keys[address]
        assert result.keys[address][0] not in memo.keys("page")
    (output / "other/fr.html").write_text("edited")
    assert "other/fr.html" not in untouched(last, output)


def test_a_build_says_nothing_was_seen_of_files_changed_just_now(make_project: Maker, tmp_path: Path) -> None:
    project, memo, output = make_project(FILES), Memo(), tmp_path / "site"
    published(project, memo, output)
    seen = sightings(memo)
    assert str(project.root / "content/story/mill.md") not in seen
    # Those of the package are older.
    assert seen


def test_builds_with_drafts_and_without_and_into_two_folders_take_turns_without_work(
    make_project: Maker, tmp_path: Path
) -> None:
    files = {**FILES, "content/story/draft.md": "---\ndraft: true\n---\n\nOvid Marn met Ana Brel.\n"}
    project, memo = make_project(files), Memo()

    def rendered() -> list[int]:
        counts = []
        for output, drafts in ((one, drafts) for one in (tmp_path / "a", tmp_path / "b") for drafts in (False, True)):
            result, _ = published(project, memo, output, drafts=drafts)
            counts.append(result.outcome.counts.rendered if result else 0)
        return counts

    first = rendered()
    assert first[0] > first[1] > 0
    assert first[2:] == [0, 0]
    assert rendered() == [0, 0, 0, 0]
    write_files(project.root, {"content/story/mill.md": MILL + "\nMore of it.\n"})
    second = rendered()
    assert min(second[:2]) > 0
    assert second[2:] == [0, 0]
    assert rendered() == [0, 0, 0, 0]
    # Only the last builds' pages are kept, and these of two sorts.
    with_drafts, without = build(gather(project, drafts=True), memo), build(gather(project), memo)
    assert memo.keys("page") == {key for one in (with_drafts, without) for key, _ in one.keys.values()}


def test_a_build_goes_on_from_the_last_one_also_where_a_preview_has_shown_edits_since(
    make_project: Maker, tmp_path: Path
) -> None:
    project, memo, output = make_project(FILES), Memo(), tmp_path / "site"
    published(project, memo, output)
    # Twice: what nobody needs any more is forgotten in the end.
    for number in range(2):
        write_files(project.root, {"content/story/mill.md": f"{MILL}\nMore of it, for the {number}th time.\n"})
        preview = Desk(memo)
        preview.settle(preview.take(gather(project)))
        pages, bases = needed(memo)
        preview.prune(pages, bases)
        asked = Desk(memo)
        assert asked.resume(asked.take(gather(project)), former(memo, output).basis) is not None
        published(project, memo, output)
    assert len(memo.keys("outline")) <= len(gather(project).sources.articles) + 1


def test_what_is_kept_of_builds_does_not_grow_with_their_folders(make_project: Maker, tmp_path: Path) -> None:
    project, memo = make_project(FILES), Memo()
    sizes = []
    for number in range(3 * LATELY):
        write_files(project.root, {"content/story/mill.md": f"{MILL}\nMore of it, for the {number}th time.\n"})
        published(project, memo, tmp_path / f"site{number}")
        sizes.append(len(memo.keys("page")))
    assert sizes[LATELY] > sizes[0]
    assert set(sizes[LATELY:]) == {sizes[LATELY]}
    assert (len(memo.keys("made")), len(memo.keys("built"))) == (LATELY, LATELY)
    assert last_build(memo, tmp_path / "site0") is None
    assert former(memo, tmp_path / "site0") == Former()


def test_files_that_are_gone_come_back_without_a_build(make_project: Maker, tmp_path: Path) -> None:
    project, memo, output = make_project(FILES), Memo(), tmp_path / "site"
    first, _ = published(project, memo, output)
    assert first is not None
    before = on_disk(output)
    shutil.rmtree(output)
    last, made = last_build(memo, output), former(memo, output)
    again = restored(gather(project), memo, last, made)
    assert again is not None
    assert (again.outcome, again.keys) == (first.outcome, first.keys)
    sites.write(again.site, output)
    assert on_disk(output) == before


def test_what_has_changed_is_not_restored(make_project: Maker, tmp_path: Path) -> None:
    project, memo, output = make_project(FILES), Memo(), tmp_path / "site"
    assert restored(gather(project), memo, None, Former()) is None
    published(project, memo, output)
    last, made = last_build(memo, output), former(memo, output)
    assert restored(gather(project, drafts=True), memo, last, made) is None
    key, _ = made.keys["index.html"]
    memo.prune("page", memo.keys("page") - {key})
    assert restored(gather(project), memo, last, made) is None


def test_what_is_not_known_whole_is_not_restored(make_project: Maker, tmp_path: Path) -> None:
    project, memo, output = make_project(FILES), Memo(), tmp_path / "site"
    published(project, memo, output)
    last, made = last_build(memo, output), former(memo, output)
    assert restored(gather(project), memo, last, Former()) is None
    del made.keys["story/mill.html"]
    assert restored(gather(project), memo, last, made) is None


def test_a_restored_site_has_the_file_of_each_address_that_it_had(make_project: Maker, tmp_path: Path) -> None:
    files = {**FILES, "content/assets/style.css": "own", "content/story/mill.html": "<p>own"}
    project, memo, output = make_project(files), Memo(), tmp_path / "site"
    first, _ = published(project, memo, output)
    assert first is not None
    again = restored(gather(project), memo, last_build(memo, output), former(memo, output))
    assert again is not None
    assert flat(again) == flat(first)

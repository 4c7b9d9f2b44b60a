"""The output folder: what is ours is kept exact, what is not is never touched."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefgen import site as sites
from briefgen.diagnostic import BriefgenError
from briefgen.digests import digest, file_digest
from briefgen.journal import STAGING, is_inside
from briefgen.site import MANIFEST, check_output, clean, footprint, read_manifest, write
from briefgen.source import Moved, Static
from briefgen.staging import Made
from tests.files import write_files


def tree(folder: Path) -> dict[str, bytes]:
    """Every file below a folder but the manifest."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != MANIFEST
    }


def folders(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_dir()}


def put(output: Path, **site: bytes) -> sites.Written:
    return write({name.replace("__", "/") + ".html": content for name, content in site.items()}, output)


# ---------------------------------------------------------------- writing


def test_a_site_is_written_whole(tmp_path: Path) -> None:
    output = tmp_path / "deep" / "site"
    (tmp_path / "map.svg").write_bytes(b"<svg/>")
    static = Static(place="a/map.svg", file=str(tmp_path / "map.svg"), digest=file_digest(tmp_path / "map.svg"))
    written = write({"index.html": b"home", "a/b.html": b"page", "a/map.svg": static}, output)
    assert tree(output) == {"index.html": b"home", "a/b.html": b"page", "a/map.svg": b"<svg/>"}
    assert (sorted(written.written), written.removed, written.unchanged) == (
        ["a/b.html", "a/map.svg", "index.html"],
        (),
        0,
    )
    assert set(read_manifest(output)) == {"a/b.html", "a/map.svg", "index.html"}
    assert not (output / STAGING).exists()


def test_only_what_differs_is_written(tmp_path: Path) -> None:
    put(tmp_path, a=b"1", b=b"1")
    for name in ("a.html", "b.html", MANIFEST):
        os.utime(tmp_path / name, (1, 1))
    written = put(tmp_path, a=b"1", b=b"2")
    assert (written.written, written.unchanged) == (("b.html",), 1)
    assert (tmp_path / "a.html").stat().st_mtime == 1
    assert (tmp_path / "b.html").read_bytes() == b"2"
    os.utime(tmp_path / MANIFEST, (1, 1))
    put(tmp_path, a=b"1", b=b"2")
    assert (tmp_path / MANIFEST).stat().st_mtime == 1


def test_stale_pages_and_the_folders_that_they_leave_empty_are_removed(tmp_path: Path) -> None:
    put(tmp_path, a=b"1", x__y__z=b"1", x__w=b"1")
    written = put(tmp_path, a=b"1", x__w=b"1")
    assert written.removed == ("x/y/z.html",)
    assert folders(tmp_path) == {"x"}
    put(tmp_path, a=b"1")
    assert tree(tmp_path) == {"a.html": b"1"}
    assert folders(tmp_path) == set()


def test_foreign_files_and_their_folders_stay(tmp_path: Path) -> None:
    write_files(tmp_path, {"CNAME": "example.org", "x/notes.txt": "mine", ".gitignore": "*", "empty/.keep": ""})
    put(tmp_path, x__a=b"1")
    put(tmp_path, b=b"1")
    clean(tmp_path)
    assert tree(tmp_path) == {"CNAME": b"example.org", "x/notes.txt": b"mine", ".gitignore": b"*", "empty/.keep": b""}


def test_a_foreign_file_in_a_pages_place_is_left_alone_and_reported_every_time(tmp_path: Path) -> None:
    write_files(tmp_path, {"a.html": "mine"})
    for _ in range(2):
        written = put(tmp_path, a=b"1", b=b"1")
        assert tree(tmp_path) == {"a.html": b"mine", "b.html": b"1"}
        (diagnostic,) = written.diagnostics
        assert diagnostic.severity == "error"
        assert "not ours" in diagnostic.message
    put(tmp_path, b=b"1")
    clean(tmp_path)
    assert tree(tmp_path) == {"a.html": b"mine"}


def test_a_page_that_someone_changed_is_left_alone_and_reported(tmp_path: Path) -> None:
    put(tmp_path, a=b"1", b=b"1")
    (tmp_path / "a.html").write_bytes(b"edited")
    for content in (b"1", b"2"):
        written = put(tmp_path, a=content, b=b"1")
        assert tree(tmp_path)["a.html"] == b"edited"
        assert [d.severity for d in written.diagnostics] == ["warning"]
        assert "--force" in written.diagnostics[0].hint
    (tmp_path / "a.html").unlink()
    assert put(tmp_path, a=b"2", b=b"1").diagnostics == ()
    assert tree(tmp_path)["a.html"] == b"2"


def test_a_changed_page_that_is_no_longer_made_is_left_alone_and_reported(tmp_path: Path) -> None:
    put(tmp_path, a=b"1", b=b"1")
    (tmp_path / "a.html").write_bytes(b"edited")
    written = put(tmp_path, b=b"1")
    assert tree(tmp_path) == {"a.html": b"edited", "b.html": b"1"}
    assert "left alone" in written.diagnostics[0].message
    assert written.removed == ()


def test_a_page_that_someone_deleted_is_written_again(tmp_path: Path) -> None:
    put(tmp_path, a=b"1")
    (tmp_path / "a.html").unlink()
    assert put(tmp_path, a=b"1").written == ("a.html",)


def test_force_replaces_changed_and_foreign_files_but_no_folder(tmp_path: Path) -> None:
    put(tmp_path, a=b"1")
    write_files(tmp_path, {"a.html": "edited", "b.html": "mine", "c.html/inner": "mine"})
    written = write({"a.html": b"1", "b.html": b"1", "c.html": b"1"}, tmp_path, force=True)
    assert tree(tmp_path) == {"a.html": b"1", "b.html": b"1", "c.html/inner": b"mine"}
    assert len(written.diagnostics) == 1


def test_links_in_the_output_are_never_followed(tmp_path: Path) -> None:
    output = tmp_path / "site"
    write_files(tmp_path, {"outside/a.html": "theirs", "precious": "theirs", "site/.keep": ""})
    (output / "folder").symlink_to(tmp_path / "outside")
    (output / "b.html").symlink_to(tmp_path / "precious")
    (output / "c.html").symlink_to(tmp_path / "nowhere")
    for force in (False, True):
        written = write({"folder/a.html": b"1", "b.html": b"1", "c.html": b"1"}, output, force=force)
        assert written.diagnostics
        assert tree(tmp_path / "outside") == {"a.html": b"theirs"}
        assert (tmp_path / "precious").read_bytes() == b"theirs"
        assert not (tmp_path / "nowhere").exists()


def test_a_stale_page_that_someone_made_a_link_stays(tmp_path: Path) -> None:
    output = tmp_path / "site"
    put(output, a=b"1", b=b"1")
    (output / "a.html").rename(tmp_path / "kept.html")
    (output / "a.html").symlink_to(tmp_path / "kept.html")
    put(output, b=b"1")
    assert (output / "a.html").is_symlink()
    assert (tmp_path / "kept.html").read_bytes() == b"1"


def test_a_stale_page_behind_a_link_is_not_removed(tmp_path: Path) -> None:
    output = tmp_path / "site"
    put(output, x__a=b"1", b=b"1")
    (tmp_path / "outside").mkdir()
    (output / "x").rename(tmp_path / "outside/x")
    (output / "x").symlink_to(tmp_path / "outside/x")
    put(output, b=b"1")
    assert (tmp_path / "outside/x/a.html").exists()


@pytest.mark.parametrize("address", ["../x.html", "/x.html", "a/../../x.html", "a\\..\\x", "", "a\0b", "..", "."])
def test_an_address_never_leads_out_of_the_folder(tmp_path: Path, address: str) -> None:
    assert not is_inside(address)


def test_a_manifest_with_foreign_addresses_removes_nothing(tmp_path: Path) -> None:
    output = tmp_path / "site"
    put(output, a=b"1")
    precious = tmp_path / "precious"
    precious.write_bytes(b"theirs")
    hashed = file_digest(precious)
    evil = {
        "../precious": hashed,
        str(precious): hashed,
        "x/../../precious": hashed,
        "a.html": file_digest(output / "a.html"),
    }
    (output / MANIFEST).write_bytes(msgspec.json.encode(evil))
    assert set(read_manifest(output)) == {"a.html"}
    put(output, b=b"1")
    clean(output)
    assert precious.read_bytes() == b"theirs"


def test_a_journal_with_foreign_addresses_touches_nothing(tmp_path: Path) -> None:
    output = tmp_path / "site"
    put(output, a=b"1")
    (tmp_path / "precious").write_bytes(b"theirs")
    write_files(
        output / STAGING,
        {"moves.json": '{"move": ["../evil", "/evil", "."], "remove": ["../precious"]}', "files/x": "x", "evil": "x"},
    )
    put(output, a=b"2")
    assert (tmp_path / "precious").exists()
    assert not (tmp_path / "evil").exists()
    assert tree(output) == {"a.html": b"2"}


@pytest.mark.parametrize("manifest", [b"", b"{", b"[]", b'{"a.html": 3}', b"\xff", b"null"])
def test_a_broken_manifest_makes_everything_foreign(tmp_path: Path, manifest: bytes) -> None:
    put(tmp_path, a=b"1", b=b"1")
    (tmp_path / MANIFEST).write_bytes(manifest)
    assert read_manifest(tmp_path) == {}
    written = put(tmp_path, a=b"2")
    assert tree(tmp_path) == {"a.html": b"1", "b.html": b"1"}
    assert "not ours" in written.diagnostics[0].message


@pytest.mark.parametrize("journal", [b"", b"{", b"[]", b'{"move": 1}', b"\xff"])
def test_a_broken_journal_is_thrown_away(tmp_path: Path, journal: bytes) -> None:
    put(tmp_path, a=b"1")
    write_files(tmp_path / STAGING, {"moves.json": journal, "files/a.html": b"x"})
    put(tmp_path, a=b"2")
    assert tree(tmp_path) == {"a.html": b"2"}


def test_a_staging_folder_that_is_a_link_is_not_followed(tmp_path: Path) -> None:
    output = tmp_path / "site"
    write_files(tmp_path, {"outside/precious": "theirs", "site/.keep": ""})
    (output / STAGING).symlink_to(tmp_path / "outside")
    put(output, a=b"1")
    assert (output / "a.html").read_bytes() == b"1"
    assert tree(tmp_path / "outside") == {"precious": b"theirs"}


def test_one_name_for_a_page_and_a_folder_is_reported_and_the_rest_is_written(tmp_path: Path) -> None:
    written = write({"data": b"1", "data/x.html": b"1", "b.html": b"1"}, tmp_path)
    assert tree(tmp_path) == {"data/x.html": b"1", "b.html": b"1"}
    assert "folder" in written.diagnostics[0].message


def test_a_file_that_becomes_a_folder_and_back_settles(tmp_path: Path) -> None:
    for site in ({"data": b"1"}, {"data/x.html": b"1"}, {"data": b"2"}):
        write(site, tmp_path)
        written = write(site, tmp_path)
        assert written.diagnostics == ()
        assert tree(tmp_path) == site


def test_cleaning_removes_only_what_is_ours_and_unchanged(tmp_path: Path) -> None:
    put(tmp_path, a=b"1", x__b=b"1", x__c=b"1")
    write_files(tmp_path, {"x/c.html": "edited", "mine.txt": "mine"})
    removed = clean(tmp_path)
    assert removed.removed == ("a.html", "x/b.html")
    assert tree(tmp_path) == {"x/c.html": b"edited", "mine.txt": b"mine"}
    assert not (tmp_path / MANIFEST).exists()
    assert len(removed.diagnostics) == 1


def test_cleaning_nothing_is_fine(tmp_path: Path) -> None:
    assert clean(tmp_path / "nowhere").removed == ()
    assert not (tmp_path / "nowhere").exists()


def test_a_footprint_tells_touched_files(tmp_path: Path) -> None:
    put(tmp_path, a=b"1", b=b"1")
    before = footprint(tmp_path, ["a.html", "b.html", "none.html"])
    assert set(before) == {"a.html", "b.html"}
    assert footprint(tmp_path, before) == before
    os.utime(tmp_path / "a.html", (1, 1))
    assert footprint(tmp_path, before) != before


def test_a_footprint_tells_files_whose_time_was_set_back(tmp_path: Path) -> None:
    put(tmp_path, a=b"1")
    before, stat = footprint(tmp_path, ["a.html"]), (tmp_path / "a.html").stat()
    while time.time_ns() < stat.st_ctime_ns + 50_000_000:
        time.sleep(0.01)
    (tmp_path / "a.html").write_bytes(b"2")
    os.utime(tmp_path / "a.html", ns=(stat.st_atime_ns, stat.st_mtime_ns))
    if (tmp_path / "a.html").stat().st_ctime_ns == stat.st_ctime_ns:
        pytest.skip("this file system does not say when a file's inode was changed")
    assert footprint(tmp_path, before) != before


SITES = st.dictionaries(
    st.sampled_from(["index.html", "a/x.html", "a/y.html", "a/b/z.html", "c.json", "d e/é.html"]),
    st.sampled_from([b"", b"1", b"2"]),
)


@given(st.lists(SITES, min_size=1, max_size=4), st.booleans())
@settings(max_examples=60)
def test_after_any_sequence_the_folder_is_the_last_site(
    tmp_path_factory: pytest.TempPathFactory, steps: list[dict[str, bytes]], is_trusting: bool
) -> None:
    output = tmp_path_factory.mktemp("site")
    (output / "foreign").write_bytes(b"mine")
    untouched: dict[str, sites.Footprint] = {}
    for step in steps:
        written = write(step, output, untouched=untouched)
        untouched = footprint(output, step) if is_trusting else {}
        assert written.diagnostics == ()
        assert tree(output) == {**step, "foreign": b"mine"}
        assert set(read_manifest(output)) == set(step)
    assert folders(output) == {
        str(parent) for place in steps[-1] for parent in Path(place).parents if str(parent) != "."
    }


# ---------------------------------------------------------------- failing and dying


FAILING: list[tuple[str, str]] = []
"""(audit event of the interpreter, part of a path): whoever is about to do that to such a path may not."""


def watching(event: str, arguments: tuple[object, ...]) -> None:
    """Fail as the system would. A hook cannot be taken away again."""
    for name, part in FAILING:
        if event == name and not (event == "open" and arguments[1] in ("r", "rb")):
            for place in arguments:
                if isinstance(place, str) and part in place:
                    raise PermissionError(13, "Permission denied", place)


@pytest.fixture(scope="module", autouse=True)
def _watched() -> None:
    sys.addaudithook(watching)


@contextmanager
def failing(event: str, part: str) -> Iterator[None]:
    """What is done to a path that holds `part` fails."""
    FAILING.append((event, part))
    try:
        yield
    finally:
        FAILING.clear()


@pytest.mark.parametrize(
    ("event", "part"),
    [
        ("os.mkdir", STAGING),
        *(("open", f"{STAGING}/{name}") for name in ("files/a.html", "files/b.html", MANIFEST, "moves")),
        ("os.rename", "moves.json"),
    ],
)
def test_a_folder_that_cannot_be_written_leaves_the_site_as_it_was(tmp_path: Path, event: str, part: str) -> None:
    output = tmp_path / "site"
    put(output, a=b"1", b=b"1", c=b"1")
    before, manifest = tree(output), read_manifest(output)
    with failing(event, part), pytest.raises(BriefgenError, match="the site is as it was") as caught:
        put(output, a=b"2", b=b"2")
    assert not caught.value.usage
    assert tree(output) == before
    assert read_manifest(output) == manifest
    assert put(output, a=b"2", b=b"2").diagnostics == ()
    assert tree(output) == {"a.html": b"2", "b.html": b"2"}


def test_a_folder_that_cannot_be_made_is_said(tmp_path: Path) -> None:
    with failing("os.mkdir", "site"), pytest.raises(BriefgenError, match="site: cannot be written"):
        put(tmp_path / "site", a=b"1")
    assert not (tmp_path / "site").exists()


def test_a_failure_while_moving_is_completed_by_the_next_build(tmp_path: Path) -> None:
    put(tmp_path, a=b"1", b=b"1", c=b"1")
    with failing("os.rename", "b.html"), pytest.raises(BriefgenError, match="the next build completes"):
        put(tmp_path, a=b"2", b=b"2")
    assert put(tmp_path, a=b"2", b=b"2").diagnostics == ()
    assert tree(tmp_path) == {"a.html": b"2", "b.html": b"2"}


def test_cleaning_what_cannot_be_removed_is_an_error(tmp_path: Path) -> None:
    put(tmp_path, a=b"1")
    with failing("os.remove", "a.html"), pytest.raises(BriefgenError, match="cannot be removed"):
        clean(tmp_path)


# ---------------------------------------------------------------- files that are fetched when they are needed


def test_a_page_is_fetched_only_when_it_differs(tmp_path: Path) -> None:
    fetched: list[str] = []

    def made(content: bytes) -> Made:
        def fetch() -> bytes:
            fetched.append(content.decode())
            return content

        return Made(digest(content), fetch)

    write({"a.html": made(b"1"), "b.html": made(b"2")}, tmp_path)
    assert sorted(fetched) == ["1", "2"]
    fetched.clear()
    written = write({"a.html": made(b"1"), "b.html": made(b"3")}, tmp_path)
    assert (fetched, written.written, written.unchanged) == (["3"], ("b.html",), 1)
    assert tree(tmp_path) == {"a.html": b"1", "b.html": b"3"}


def test_a_page_that_cannot_be_fetched_leaves_the_site_as_it_was(tmp_path: Path) -> None:
    def lost() -> bytes:
        raise Moved("the cache")

    put(tmp_path, a=b"1", b=b"1")
    manifest = read_manifest(tmp_path)
    with pytest.raises(Moved):
        write({"a.html": b"2", "c.html": Made(digest(b"2"), lost)}, tmp_path)
    assert tree(tmp_path) == {"a.html": b"1", "b.html": b"1"}
    assert read_manifest(tmp_path) == manifest
    assert not (tmp_path / STAGING).exists()


@pytest.mark.parametrize("change", ["edited", "gone"])
def test_a_file_to_copy_that_is_not_what_was_found_leaves_the_site_as_it_was(tmp_path: Path, change: str) -> None:
    source, output = tmp_path / "map.svg", tmp_path / "site"
    source.write_bytes(b"<svg/>")
    static = Static(place="map.svg", file=str(source), digest=file_digest(source))
    put(output, a=b"1")
    if change == "gone":
        source.unlink()
    else:
        source.write_bytes(b"<svg></svg>")
    with pytest.raises(Moved, match=r"map\.svg"):
        write({"a.html": b"2", "map.svg": static}, output)
    assert tree(output) == {"a.html": b"1"}
    assert not (output / STAGING).exists()


def test_a_site_of_many_files_is_written_whole(tmp_path: Path) -> None:
    site = {f"{n % 7}/{n}.html": Made(digest(b"%d" % n), lambda n=n: b"%d" % n) for n in range(500)}  # type: ignore[misc]
    write(site, tmp_path)
    assert tree(tmp_path) == {f"{n % 7}/{n}.html": b"%d" % n for n in range(500)}


@pytest.mark.parametrize("how", ["empty", "a link"])
def test_a_folder_that_would_stay_is_in_the_way_of_a_file(tmp_path: Path, how: str) -> None:
    output, elsewhere = tmp_path / "site", tmp_path / "elsewhere"
    elsewhere.mkdir()
    write({"data/x.csv": b"1", "i": b"1"}, output)
    inner = output / "data/inner"
    if how == "empty":
        inner.mkdir()
    else:
        inner.symlink_to(elsewhere)
    for _ in range(2):
        written = write({"data": b"2", "i": b"2"}, output)
        assert (written.left, len(written.diagnostics)) == (("data",), 1)
    assert tree(output) == {"i": b"2"}
    inner.rmdir() if how == "empty" else inner.unlink()
    (output / "data").rmdir()
    assert write({"data": b"2", "i": b"2"}, output).written == ("data",)


# ---------------------------------------------------------------- files that need not be looked into


def test_a_file_that_is_as_it_was_left_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(tmp_path, a=b"1", b=b"1", c=b"1")
    marks = footprint(tmp_path, ("a.html", "b.html", "c.html"))
    read: list[str] = []

    def reading(path: Path) -> str:
        read.append(path.name)
        return file_digest(path)

    monkeypatch.setattr(sites, "file_digest", reading)
    (tmp_path / "b.html").write_bytes(b"edited")
    written = write({"a.html": b"1", "b.html": b"1"}, tmp_path, untouched=marks)
    assert read == ["b.html"]
    assert (written.written, written.removed, len(written.diagnostics)) == ((), ("c.html",), 1)
    assert tree(tmp_path) == {"a.html": b"1", "b.html": b"edited"}


def test_a_file_that_is_as_it_was_left_is_replaced_when_its_page_differs(tmp_path: Path) -> None:
    put(tmp_path, a=b"1", b=b"1")
    marks = footprint(tmp_path, ("a.html", "b.html"))
    written = write({"a.html": b"2", "b.html": b"1"}, tmp_path, untouched=marks)
    assert (written.written, written.diagnostics) == (("a.html",), ())
    assert tree(tmp_path) == {"a.html": b"2", "b.html": b"1"}


def test_a_footprint_of_a_file_that_is_not_ours_counts_for_nothing(tmp_path: Path) -> None:
    write_files(tmp_path, {"a.html": "mine"})
    written = write({"a.html": b"1"}, tmp_path, untouched=footprint(tmp_path, ("a.html",)))
    assert tree(tmp_path) == {"a.html": b"mine"}
    assert "not ours" in written.diagnostics[0].message


KILLED = """
import os, signal, sys
from pathlib import Path
from briefgen import site as sites

event, nth, output = sys.argv[1], int(sys.argv[2]), Path(sys.argv[3])
calls = 0

def dies(name, arguments):
    global calls
    if name != event or str(output) not in str(arguments[0]) or name == "open" and "r" in str(arguments[1]):
        return
    calls += 1
    if calls == nth:
        os.kill(os.getpid(), signal.SIGKILL)

sys.addaudithook(dies)
sites.write({"a.html": b"2", "b.html": b"2", "x/new.html": b"2"}, output)
print("done")
"""


def killed(output: Path, event: str, nth: int) -> bool:
    """Write a new site in a process that dies just before the n-th `event` of the interpreter; whether it died."""
    run = subprocess.run(
        [sys.executable, "-c", KILLED, event, str(nth), str(output)],
        cwd=Path(__file__).parent.parent, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert run.returncode == -9 or run.stdout == "done\n", run.stderr
    return run.returncode == -9


NEW = {"a.html": b"2", "b.html": b"2", "x/new.html": b"2"}


@pytest.mark.parametrize("nth", range(1, 6))
def test_a_process_killed_while_staging_changed_nothing(tmp_path: Path, nth: int) -> None:
    old = {"a.html": b"1", "b.html": b"1", "y/old.html": b"1"}
    write(old, tmp_path)
    manifest = read_manifest(tmp_path)
    assert killed(tmp_path, "open", nth)
    assert {place: content for place, content in tree(tmp_path).items() if not place.startswith(STAGING)} == old
    assert read_manifest(tmp_path) == manifest
    assert put(tmp_path, a=b"3").diagnostics == ()
    assert tree(tmp_path) == {"a.html": b"3"}
    assert folders(tmp_path) == set()


@pytest.mark.parametrize(
    ("event", "nth"), [*(("os.rename", n) for n in range(1, 6)), ("os.remove", 1), ("os.rmdir", 1)]
)
def test_a_process_killed_while_moving_is_completed_by_the_next_build(tmp_path: Path, event: str, nth: int) -> None:
    old = {"a.html": b"1", "b.html": b"1", "y/old.html": b"1"}
    write(old, tmp_path)
    assert killed(tmp_path, event, nth)
    for content in tree(tmp_path).values():
        assert content in (b"1", b"2") or content.startswith(b"{")
    written = write(NEW, tmp_path)
    assert written.diagnostics == ()
    assert tree(tmp_path) == NEW
    assert folders(tmp_path) == {"x"}
    assert set(read_manifest(tmp_path)) == set(NEW)


def test_a_killed_build_is_completed_by_cleaning_too(tmp_path: Path) -> None:
    write({"a.html": b"1"}, tmp_path)
    write_files(tmp_path, {"mine.txt": "mine"})
    assert killed(tmp_path, "os.rename", 3)
    clean(tmp_path)
    assert tree(tmp_path) == {"mine.txt": b"mine"}


# ---------------------------------------------------------------- dangerous folders


def refused(root: Path, output: Path) -> str:
    with pytest.raises(BriefgenError) as caught:
        check_output(root, output)
    assert caught.value.usage
    return str(caught.value)


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    write_files(
        tmp_path,
        {
            "home/p/briefgen.toml": "",
            "home/p/content/a.md": "x",
            "home/p/templates/x": "",
            "home/p/.git/HEAD": "",
            "home/p/f": "",
        },
    )
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    return tmp_path / "home/p"


@pytest.mark.parametrize(
    "place",
    [".", "..", "../..", "content", "content/sub", "templates", "templates/assets/x", ".git", ".git/hooks", ".briefgen",
     "f", "site/../content", "briefgen.toml", "/", "content/../."],
)  # fmt: skip
def test_a_dangerous_folder_is_refused(root: Path, place: str) -> None:
    assert "will not be written to" in refused(root, root / place)
    assert "such as site" in refused(root, root / place)


def test_the_home_folder_is_refused_for_any_project(root: Path, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    assert "home" in refused(tmp_path / "elsewhere", tmp_path / "home")


@pytest.mark.parametrize("place", [".", "content", ".git", ".."])
def test_a_link_to_a_dangerous_folder_is_refused(root: Path, tmp_path: Path, place: str) -> None:
    (tmp_path / "link").symlink_to(root / place)
    refused(root, tmp_path / "link")


def test_content_that_lies_elsewhere_is_as_precious(root: Path, tmp_path: Path) -> None:
    (tmp_path / "articles").mkdir()
    (root / "templates/x").unlink()
    (root / "templates").rmdir()
    (root / "templates").symlink_to(tmp_path / "articles")
    refused(root, tmp_path / "articles")


@pytest.mark.parametrize("place", ["site", "public/site", "../other/site", "contents", "site.d"])
def test_a_folder_of_its_own_is_fine(root: Path, place: str) -> None:
    check_output(root, root / place)
    (root / place).mkdir(parents=True)
    check_output(root, root / place)


def test_a_mapping_of_addresses_is_all_that_a_site_is(tmp_path: Path) -> None:
    site: Mapping[str, bytes] = {}
    assert write(site, tmp_path / "site").written == ()
    assert tree(tmp_path / "site") == {}

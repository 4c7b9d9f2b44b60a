"""Many files of a folder changed as one."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from briefgen.journal import STAGING, Journal, begin, carry_out, complete, has_begun, is_inside, moves, staged
from tests.files import write_files


def waiting(output: Path, files: dict[str, str]) -> None:
    """Files staged for their addresses."""
    output.mkdir(exist_ok=True)
    begin(output, files)
    for address, content in files.items():
        Path(staged(output, address)).write_text(content)


def tree(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): path.read_text() for path in sorted(folder.rglob("*")) if path.is_file()
    }


def test_a_folder_that_is_new_is_moved_whole(tmp_path: Path) -> None:
    write_files(tmp_path, {"old/a.html": "1", "index.html": "1"})
    new = ["a/b/c.html", "a/d.html", "index.html", "old/a.html", "old/deep/x.html", "z.html"]
    assert moves(tmp_path, new, []) == ["a", "index.html", "old/a.html", "old/deep", "z.html"]


def test_a_folder_in_the_place_of_a_file_that_goes_is_moved_whole(tmp_path: Path) -> None:
    write_files(tmp_path, {"a": "1"})
    assert moves(tmp_path, ["a/b.html", "a/c.html"], ["a"]) == ["a"]


def test_what_is_staged_takes_its_place(tmp_path: Path) -> None:
    output = tmp_path / "site"
    write_files(output, {"index.html": "1", "gone/x.html": "1"})
    waiting(output, {"index.html": "2", "new/a.html": "2", "new/deep/b.html": "2"})
    plan = Journal(moves(output, ["index.html", "new/a.html", "new/deep/b.html"], ["gone/x.html"]), ["gone/x.html"])
    carry_out(output, plan, b"{}")
    assert {name for name in tree(output) if not name.startswith(".")} == {
        "index.html",
        "new/a.html",
        "new/deep/b.html",
    }
    assert not (output / STAGING).exists()
    assert not (output / "gone").exists()


@pytest.mark.parametrize("done", [0, 1, 2])
def test_an_interrupted_move_is_completed(tmp_path: Path, done: int) -> None:
    output = tmp_path / "site"
    waiting(output, {"a/x.html": "2", "b/y.html": "2", "c.html": "2"})
    plan = Journal(["a", "b", "c.html"], [])
    (output / STAGING / "moves.json").write_bytes(msgspec.json.encode(plan))
    for address in plan.move[:done]:
        Path(staged(output, address)).rename(output / address)
    assert has_begun(output)
    complete(output)
    assert tree(output) == {"a/x.html": "2", "b/y.html": "2", "c.html": "2"}


def test_a_folder_that_somebody_made_meanwhile_is_filled(tmp_path: Path) -> None:
    output = tmp_path / "site"
    waiting(output, {"a/x.html": "2", "a/deep/y.html": "2"})
    (output / STAGING / "moves.json").write_bytes(msgspec.json.encode(Journal(["a"], [])))
    write_files(output, {"a/theirs.txt": "theirs", "a/deep/too.txt": "theirs"})
    complete(output)
    assert tree(output) == {"a/theirs.txt": "theirs", "a/deep/too.txt": "theirs", "a/x.html": "2", "a/deep/y.html": "2"}


def test_a_folder_that_went_meanwhile_is_made_again(tmp_path: Path) -> None:
    output = tmp_path / "site"
    waiting(output, {"a/x.html": "2"})
    (output / STAGING / "moves.json").write_bytes(msgspec.json.encode(Journal(["a/x.html"], [])))
    complete(output)
    assert tree(output) == {"a/x.html": "2"}


def test_nothing_is_moved_through_a_link_out_of_the_folder(tmp_path: Path) -> None:
    output, outside = tmp_path / "site", tmp_path / "outside"
    outside.mkdir()
    waiting(output, {"a/x.html": "2"})
    (output / STAGING / "moves.json").write_bytes(msgspec.json.encode(Journal(["a"], [])))
    (output / "a").symlink_to(outside)
    with pytest.raises(OSError, match="a"):
        complete(output)
    assert tree(outside) == {}


@pytest.mark.parametrize("address", ["a", "a/b.html", "./a", "a//b"])
def test_addresses_inside(address: str) -> None:
    assert is_inside(address)


@pytest.mark.parametrize("address", ["", ".", "./", "/a", "..", "a/../b", "../a", "a\\b", "a\0b"])
def test_addresses_that_lead_out_or_nowhere(address: str) -> None:
    assert not is_inside(address)
